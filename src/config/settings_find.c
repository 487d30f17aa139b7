#include "settings_private.h"

#include "util/error.h"

#include <string.h>

/* The raw value of @key in @section of the ini file; an empty one counts as not set. @own: what [DEFAULT] or `here`
 * say does not count. */
static gboolean
find_in_ini (const LbSettings *settings, const char *section, const char *key, gboolean own, LbFound *found)
{
  guint line = 0;
  const char *text = settings->ini ? lb_ini_raw (settings->ini, section, key, &line) : NULL;

  if (!text || !*text || (own && text == lb_ini_raw (settings->ini, "DEFAULT", key, NULL)))
    return FALSE;
  if (found->info->type == LB_TYPE_URL && lb_settings_is_placeholder (text))
    return FALSE;
  found->origin = LB_ORIGIN_INI;
  found->section = section;
  found->key = key;
  found->file = settings->ini_name;
  found->line = line;
  found->text = text;
  return TRUE;
}

/* "sqlalchemy.url" may be one quoted key or, written bare, a table in a table. */
static const LbTomlValue *
toml_member (const LbTomlValue *table, const char *key)
{
  const LbTomlValue *value = lb_toml_member (table, key);
  const char *dot = strchr (key, '.');

  if (value || !dot)
    return value;
  g_autofree char *first = g_strndup (key, (gsize) (dot - key));
  return toml_member (lb_toml_member (table, first), dot + 1);
}

static gboolean
find_in_toml (const LbSettings *settings, const LbTomlValue *table, const char *section, LbFound *found)
{
  const LbTomlValue *value = toml_member (table, found->info->key);

  if (!value)
    return FALSE;
  if (value->type == LB_TOML_STRING
      && (*value->text == '\0' || (found->info->type == LB_TYPE_URL && lb_settings_is_placeholder (value->text))))
    return FALSE;
  found->origin = LB_ORIGIN_PYPROJECT;
  found->section = section;
  found->key = found->info->key;
  found->file = settings->toml_name;
  found->line = value->line;
  found->toml = value;
  return TRUE;
}

static gboolean
find_in_environment (const LbSettings *settings, LbSettingId id, LbFound *found)
{
  if (!settings->environment[id])
    return FALSE;
  found->origin = LB_ORIGIN_ENVIRONMENT;
  found->variable = settings->variables[id];
  found->text = settings->environment[id];
  return TRUE;
}

static gboolean
find_in_files (const LbSettings *settings, LbFound *found)
{
  const char *key = found->info->key;

  if (g_str_equal (found->info->section, "alembic"))
    return find_in_ini (settings, settings->section, key, FALSE, found)
           || find_in_toml (settings, settings->tool_alembic, "tool.alembic", found);
  return find_in_ini (settings, settings->limbeck_section, key, TRUE, found)
         || find_in_ini (settings, "limbeck", key, FALSE, found)
         || find_in_toml (settings, settings->tool_limbeck, "tool.limbeck", found);
}

void
lb_settings_find (const LbSettings *settings, LbSettingId id, LbFound *ret_found)
{
  const LbSettingInfo *info = lb_setting_info (id);
  /* DB_HOST and its companions come last, although they are environment too */
  gboolean from_parts = id == LB_SETTING_URL && g_strcmp0 (settings->variables[id], "DATABASE_URL") != 0;

  *ret_found = (LbFound){ .info = info, .origin = LB_ORIGIN_DEFAULT, .key = info->key };
  if (settings->typed[id]) {
    ret_found->origin = LB_ORIGIN_COMMAND_LINE;
    ret_found->text = settings->typed[id];
    return;
  }
  if (!from_parts && find_in_environment (settings, id, ret_found))
    return;
  if (find_in_files (settings, ret_found))
    return;
  if (from_parts && find_in_environment (settings, id, ret_found))
    return;
  ret_found->text = info->fallback;
}

char *
lb_settings_place (const LbFound *found)
{
  switch (found->origin) {
    case LB_ORIGIN_COMMAND_LINE:
      return g_strdup ("command line");
    case LB_ORIGIN_ENVIRONMENT:
      return g_strdup_printf ("environment %s", found->variable);
    case LB_ORIGIN_INI:
    case LB_ORIGIN_PYPROJECT:
      return g_strdup_printf ("%s:%u", found->file, found->line);
    case LB_ORIGIN_DEFAULT:
      break;
  }
  return g_strdup ("default");
}

LbOrigin
lb_settings_origin (const LbSettings *settings, LbSettingId id, char **ret_place)
{
  LbFound found;

  lb_settings_find (settings, id, &found);
  if (ret_place) {
    g_autofree char *place = lb_settings_place (&found);

    *ret_place
        = found.file ? g_strdup_printf ("%s [%s] %s", place, found.section, found.key) : g_steal_pointer (&place);
  }
  return found.origin;
}

/* ---- putting values together ------------------------------------------------------------------------------------- */

char *
lb_settings_expand_toml (const LbSettings *settings, const LbTomlValue *value, const char *key, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = value->text; *p; p++) {
    if (*p != '%') {
      g_string_append_c (out, *p);
    } else if (p[1] == '%') {
      g_string_append_c (out, '%');
      p++;
    } else if (g_str_has_prefix (p, "%(here)s")) {
      g_string_append (out, settings->toml_here);
      p += strlen ("%(here)s") - 1;
    } else {
      lb_set_error_at (error, LB_ERROR_CONFIG, settings->toml_name, value->line,
                       "the value of '%s' contains a percent sign that is neither %%%% nor %%(here)s", key);
      lb_error_set_hint (error ? *error : NULL, "Write %%%% for each percent sign, also in a password, or set the "
                                                "environment variable DATABASE_URL, where it stands for itself.");
      return NULL;
    }
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
fail_type (const LbFound *found, GError **error)
{
  if (found->info->type == LB_TYPE_BOOLEAN || found->info->type == LB_TYPE_EXACT_TRUE)
    lb_set_error_at (error, LB_ERROR_CONFIG, found->file, found->line, "boolean value expected for TOML parameter '%s'",
                     found->key);
  else
    lb_set_error_at (error, LB_ERROR_CONFIG, found->file, found->line, "unsupported TOML value type for key: '%s'",
                     found->key);
  return NULL;
}

/* The items of an array, as one text for people; lb_settings_list keeps them apart. */
static char *
expand_array (const LbSettings *settings, const LbFound *found, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < found->toml->items->len; i++) {
    const LbTomlValue *item = found->toml->items->pdata[i];

    if (item->type != LB_TOML_STRING)
      return fail_type (found, error);
    g_autofree char *text = lb_settings_expand_toml (settings, item, found->key, error);
    if (!text)
      return NULL;
    g_string_append_printf (out, "%s%s", i ? ", " : "", text);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
expand_toml (const LbSettings *settings, const LbFound *found, GError **error)
{
  const LbTomlValue *value = found->toml;
  LbSettingType type = found->info->type;
  gboolean wants_boolean = type == LB_TYPE_BOOLEAN || type == LB_TYPE_EXACT_TRUE;

  if (wants_boolean != (value->type == LB_TOML_BOOLEAN))
    return fail_type (found, error);
  if (wants_boolean)
    return g_strdup (value->boolean ? "true" : "false");
  if (value->type == LB_TOML_STRING)
    return lb_settings_expand_toml (settings, value, found->key, error);
  if (value->type == LB_TOML_INTEGER)
    return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
  if (value->type == LB_TOML_ARRAY && type == LB_TYPE_LIST)
    return expand_array (settings, found, error);
  return fail_type (found, error);
}

char *
lb_settings_expand (const LbSettings *settings, const LbFound *found, GError **error)
{
  if (found->origin == LB_ORIGIN_INI)
    return lb_ini_get (settings->ini, found->section, found->key, error);
  if (found->origin == LB_ORIGIN_PYPROJECT)
    return expand_toml (settings, found, error);
  return g_strdup (found->text);
}

char *
lb_settings_main_option (const LbSettings *settings, const char *key, GError **error)
{
  return settings->ini ? lb_ini_get (settings->ini, settings->section, key, error) : NULL;
}
