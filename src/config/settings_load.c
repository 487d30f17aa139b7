#include "settings_private.h"

#include "util/error.h"

#include <stdlib.h>
#include <unistd.h>

#define TOML_NAME "pyproject.toml"

void
lb_settings_free (LbSettings *settings)
{
  if (!settings)
    return;
  g_free (settings->section);
  g_free (settings->cwd);
  g_free (settings->ini_name);
  g_free (settings->ini_path);
  g_free (settings->ini_here);
  g_free (settings->toml_name);
  g_free (settings->toml_path);
  g_free (settings->toml_here);
  lb_ini_free (settings->ini);
  lb_toml_free (settings->toml);
  g_free (settings->limbeck_section);
  g_strfreev (settings->x_args);
  for (guint i = 0; i < LB_N_SETTINGS; i++) {
    g_free (settings->typed[i]);
    g_free (settings->environment[i]);
  }
  g_free (settings);
}

static gboolean
names_toml (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  return g_str_equal (base, TOML_NAME);
}

/* Which files to read: -c, else ALEMBIC_CONFIG, else the names everybody uses. */
static gboolean
choose_files (LbSettings *settings, const LbSettingsRequest *request, GError **error)
{
  const char *variable = g_getenv ("ALEMBIC_CONFIG");
  const char *ini = NULL, *toml = NULL;

  for (guint i = 0; request->config_files && request->config_files[i]; i++) {
    const char *name = request->config_files[i];
    gboolean is_toml = names_toml (name);

    if (is_toml ? toml != NULL : ini != NULL) {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_USAGE,
                           is_toml ? "pyproject.toml indicated more than once" : "only one ini file may be indicated");
      return FALSE;
    }
    *(is_toml ? &toml : &ini) = name;
  }
  if (variable && *variable) {
    const char **slot = names_toml (variable) ? &toml : &ini;

    if (!*slot)
      *slot = variable;
  }
  settings->ini_name = g_strdup (ini ? ini : "alembic.ini");
  settings->toml_name = g_strdup (toml ? toml : TOML_NAME);
  return TRUE;
}

/* @path made absolute as Python's Path.absolute does: without "." and double slashes, but ".." stays, because behind a
 * symbolic link it leads elsewhere. */
static char *
absolute_path (const LbSettings *settings, const char *path)
{
  g_autofree char *whole = *path == '/' ? g_strdup (path) : g_strconcat (settings->cwd, "/", path, NULL);
  g_auto (GStrv)
    parts = g_strsplit (whole, "/", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; parts[i]; i++) {
    if (*parts[i] && !g_str_equal (parts[i], "."))
      g_string_append_printf (out, "/%s", parts[i]);
  }
  if (out->len == 0)
    g_string_append_c (out, '/');
  return g_string_free (out, FALSE);
}

static gboolean
read_ini (LbSettings *settings, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  gsize length;

  if (!g_file_get_contents (settings->ini_path, &text, &length, &cause)) {
    if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return TRUE;
    lb_set_error_at (error, LB_ERROR_IO, settings->ini_name, 0, "cannot read %s: %s", settings->ini_name,
                     cause->message);
    return FALSE;
  }
  settings->ini = lb_ini_parse (settings->ini_name, text, length, error);
  if (!settings->ini)
    return FALSE;
  lb_ini_set_injected (settings->ini, "here", settings->ini_here);
  return TRUE;
}

/* [tool.NAME]; FALSE if it is there and no table. */
static gboolean
find_tool (const LbSettings *settings, const char *name, const LbTomlValue **ret_table, GError **error)
{
  const LbTomlValue *table = lb_toml_member (lb_toml_member (settings->toml, "tool"), name);

  *ret_table = table;
  if (!table || table->type == LB_TOML_TABLE)
    return TRUE;
  lb_set_error_at (error, LB_ERROR_CONFIG, settings->toml_name, table->line, "Incorrect TOML format");
  lb_error_set_hint (error ? *error : NULL, "Write [tool.%s] as a table.", name);
  return FALSE;
}

static gboolean
read_toml (LbSettings *settings, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  gsize length;

  if (!g_file_get_contents (settings->toml_path, &text, &length, &cause)) {
    if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return TRUE;
    lb_set_error_at (error, LB_ERROR_IO, settings->toml_name, 0, "cannot read %s: %s", settings->toml_name,
                     cause->message);
    return FALSE;
  }
  settings->toml = lb_toml_parse (settings->toml_name, text, length, error);
  return settings->toml && find_tool (settings, "alembic", &settings->tool_alembic, error)
         && find_tool (settings, "limbeck", &settings->tool_limbeck, error);
}

static gboolean
read_files (LbSettings *settings, GError **error)
{
  return read_ini (settings, error) && read_toml (settings, error) && lb_settings_check_keys (settings, error);
}

static void
set_overrides (LbSettings *settings, const char *const *overrides)
{
  if (!overrides)
    return;
  if (!settings->ini) {
    settings->ini = lb_ini_parse (settings->ini_name, "", 0, NULL);
    lb_ini_set_injected (settings->ini, "here", settings->ini_here);
  }
  for (; overrides[0]; overrides += 2)
    lb_ini_set (settings->ini, settings->section, overrides[0], overrides[1]);
}

/* Something must say where the scripts are. The text is Alembic's. */
static gboolean
check_found (const LbSettings *settings, GError **error)
{
  if ((settings->ini && lb_ini_has_section (settings->ini, settings->section)) || settings->tool_alembic)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "No config file '%s' found, or file has no '[%s]' section",
               settings->ini_name, settings->section);
  if (settings->ini)
    lb_error_set_hint (error ? *error : NULL, "%s has no section [%s]; -n NAME chooses another.", settings->ini_name,
                       settings->section);
  else
    lb_error_set_hint (error ? *error : NULL,
                       "Create one with 'limbeck init DIRECTORY', or say with -c FILE where it is.");
  return FALSE;
}

/* Things that work, but not as whoever wrote them may think. */
static void
warn_about_values (const LbSettings *settings, LbLog *log)
{
  for (LbSettingId id = 0; id < LB_N_SETTINGS; id++) {
    const LbSettingInfo *info = lb_setting_info (id);
    LbFound found;

    lb_settings_find (settings, id, &found);
    if (info->type != LB_TYPE_EXACT_TRUE || found.origin != LB_ORIGIN_INI
        || g_ascii_strcasecmp (found.text, "true") != 0 || g_str_equal (found.text, "true"))
      continue;
    lb_log (log, LB_LOG_WARNING, "alembic.config", "%s:%u: %s is on only as 'true', in small letters; '%s' is off",
            found.file, found.line, info->key, found.text);
  }
  if (settings->ini && lb_ini_raw (settings->ini, settings->section, "version_path_separator", NULL)
      && !lb_ini_raw (settings->ini, settings->section, "path_separator", NULL))
    lb_log (log, LB_LOG_DEBUG, "alembic.config",
            "The version_path_separator configuration parameter is deprecated; please use path_separator");
}

static char *
current_directory (void)
{
  char *cwd = getcwd (NULL, 0); /* not PWD: Python resolves symbolic links as well */
  char *copy = g_strdup (cwd ? cwd : ".");

  free (cwd);
  return copy;
}

static char **
copy_strings (const char *const *strings)
{
  g_autoptr (GPtrArray) copies = g_ptr_array_new ();

  for (guint i = 0; strings && strings[i]; i++)
    g_ptr_array_add (copies, g_strdup (strings[i]));
  g_ptr_array_add (copies, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&copies), FALSE);
}

LbSettings *
lb_settings_load (const LbSettingsRequest *request, LbLog *log, GError **error)
{
  g_autoptr (LbSettings) settings = g_new0 (LbSettings, 1);
  g_autoptr (GError) cause = NULL;

  settings->cwd = current_directory ();
  settings->section = g_strdup (request->section ? request->section : "alembic");
  settings->limbeck_section = g_strconcat ("limbeck:", settings->section, NULL);
  settings->x_args = copy_strings (request->x_args);
  if (!choose_files (settings, request, error))
    return NULL;
  settings->ini_path = absolute_path (settings, settings->ini_name);
  settings->ini_here = g_path_get_dirname (settings->ini_path);
  settings->toml_path = absolute_path (settings, settings->toml_name);
  settings->toml_here = g_path_get_dirname (settings->toml_path);
  for (guint i = 0; i < LB_N_SETTINGS; i++)
    settings->typed[i] = g_strdup (request->values[i]);
  lb_settings_read_environment (settings);

  if (!read_files (settings, &cause)) {
    if (request->need_config) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
    lb_log (log, LB_LOG_WARNING, "alembic.config", "%s", cause->message); /* init lays files down, it needs none */
  }
  set_overrides (settings, request->overrides);
  if (request->need_config && !check_found (settings, error))
    return NULL;
  warn_about_values (settings, log);
  return g_steal_pointer (&settings);
}

const char *
lb_settings_section (const LbSettings *settings)
{
  return settings->section;
}

const LbIni *
lb_settings_ini (const LbSettings *settings)
{
  return settings->ini;
}

const char *
lb_settings_ini_path (const LbSettings *settings)
{
  return settings->ini_path;
}

const char *
lb_settings_toml_path (const LbSettings *settings)
{
  return settings->toml_path;
}

gboolean
lb_settings_has_toml (const LbSettings *settings)
{
  return settings->tool_alembic != NULL;
}

const char *
lb_settings_here (const LbSettings *settings)
{
  return settings->ini || !settings->tool_alembic ? settings->ini_here : settings->toml_here;
}

const char *const *
lb_settings_x_args (const LbSettings *settings)
{
  return (const char *const *) settings->x_args;
}
