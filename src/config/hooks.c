#include "settings_private.h"

#include "util/error.h"

#include <string.h>

#define SECTION "post_write_hooks"

static void
hook_free (gpointer data)
{
  LbHook *hook = data;

  g_free (hook->name);
  g_hash_table_unref (hook->options);
  g_free (hook);
}

/* Takes @name. */
static LbHook *
hook_new (char *name)
{
  LbHook *hook = g_new (LbHook, 1);

  *hook = (LbHook){ .name = name, .options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  return hook;
}

/* The keys "NAME.option"; keys of an ini file are in small letters, whatever the name looks like. */
static gboolean
add_ini_options (const LbIni *ini, LbHook *hook, GError **error)
{
  g_autofree char *lower = g_utf8_strdown (hook->name, -1);
  g_autofree char *prefix = g_strconcat (lower, ".", NULL);
  g_autoptr (GPtrArray) keys = lb_ini_keys (ini, SECTION);

  for (guint i = 0; i < keys->len; i++) {
    const char *key = keys->pdata[i];

    if (!g_str_has_prefix (key, prefix))
      continue;
    char *value = lb_ini_get (ini, SECTION, key, error);
    if (!value)
      return FALSE;
    g_hash_table_replace (hook->options, g_strdup (key + strlen (prefix)), value);
  }
  return TRUE;
}

static gboolean
add_ini_hooks (const LbIni *ini, GPtrArray *hooks, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *names = lb_ini_get (ini, SECTION, "hooks", &cause);

  if (cause) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  g_auto (GStrv)
    parts = g_strsplit_set (names ? names : "", ", \n\t", -1);
  for (guint i = 0; parts[i]; i++) {
    if (*parts[i] == '\0')
      continue;
    LbHook *hook = hook_new (g_strdup (parts[i]));
    g_ptr_array_add (hooks, hook);
    if (!add_ini_options (ini, hook, error))
      return FALSE;
  }
  return TRUE;
}

/* One [[tool.alembic.post_write_hooks]]. */
static gboolean
add_toml_hook (const LbSettings *settings, const LbTomlValue *table, GPtrArray *hooks, GError **error)
{
  const LbTomlValue *name = lb_toml_member (table, "name");

  if (!name || name->type != LB_TOML_STRING) {
    lb_set_error_at (error, LB_ERROR_CONFIG, settings->toml_name, table->line, "a post write hook has no 'name'");
    lb_error_set_hint (error ? *error : NULL, "Write one [[tool.alembic." SECTION "]] with a name for each hook.");
    return FALSE;
  }
  char *text = lb_settings_expand_toml (settings, name, "name", error);
  if (!text)
    return FALSE;
  LbHook *hook = hook_new (text);
  g_ptr_array_add (hooks, hook);
  for (guint i = 0; i < table->keys->len; i++) {
    const char *key = table->keys->pdata[i];
    const LbTomlValue *value = lb_toml_member (table, key);

    if (value == name)
      continue;
    if (value->type != LB_TOML_STRING) {
      lb_set_error_at (error, LB_ERROR_CONFIG, settings->toml_name, value->line,
                       "unsupported TOML value type for key: '%s'", key);
      return FALSE;
    }
    text = lb_settings_expand_toml (settings, value, key, error);
    if (!text)
      return FALSE;
    g_hash_table_replace (hook->options, g_strdup (key), text);
  }
  return TRUE;
}

static gboolean
add_toml_hooks (const LbSettings *settings, GPtrArray *hooks, GError **error)
{
  const LbTomlValue *array = lb_toml_member (settings->tool_alembic, SECTION);

  if (!array)
    return TRUE;
  if (array->type != LB_TOML_ARRAY) {
    lb_set_error_at (error, LB_ERROR_CONFIG, settings->toml_name, array->line,
                     "unsupported TOML value type for key: '" SECTION "'");
    lb_error_set_hint (error ? *error : NULL, "Write [[tool.alembic." SECTION "]], with two brackets.");
    return FALSE;
  }
  for (guint i = 0; i < array->items->len; i++) {
    if (!add_toml_hook (settings, array->items->pdata[i], hooks, error))
      return FALSE;
  }
  return TRUE;
}

GPtrArray *
lb_settings_hooks (const LbSettings *settings, GError **error)
{
  g_autoptr (GPtrArray) hooks = g_ptr_array_new_with_free_func (hook_free);
  gboolean in_ini = settings->ini && lb_ini_has_section (settings->ini, SECTION);

  if (!(in_ini ? add_ini_hooks (settings->ini, hooks, error) : add_toml_hooks (settings, hooks, error)))
    return NULL;
  return g_steal_pointer (&hooks);
}
