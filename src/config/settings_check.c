#include "settings_private.h"

#include "util/error.h"
#include "util/suggest.h"

char *
lb_settings_join (const char *const *words)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; words[i]; i++)
    g_string_append_printf (out, "%s%s", i ? ", " : "", words[i]);
  return g_string_free (out, FALSE);
}

static gboolean
refuse (const char *file, guint line, const char *section, const char *key, const char *const *known, GError **error)
{
  const char *near = lb_suggest (key, known);
  g_autofree char *all = lb_settings_join (known);

  lb_set_error_at (error, LB_ERROR_CONFIG, file, line, "unknown key '%s' in [%s]", key, section);
  if (near)
    lb_error_set_hint (error ? *error : NULL, "Did you mean '%s'?", near);
  else
    lb_error_set_hint (error ? *error : NULL, "Known keys are %s.", all);
  return FALSE;
}

/* The keys of [limbeck], NULL-terminated; the array is the caller's, the keys are not. */
static const char **
known_keys (void)
{
  const char **keys = g_new0 (const char *, LB_N_SETTINGS + 1);
  guint n = 0;

  for (LbSettingId id = 0; id < LB_N_SETTINGS; id++) {
    const LbSettingInfo *info = lb_setting_info (id);

    if (g_str_equal (info->section, "limbeck"))
      keys[n++] = info->key;
  }
  return keys;
}

static gboolean
check_section (const LbSettings *settings, const char *section, const char *const *known, GError **error)
{
  g_autoptr (GPtrArray) keys = lb_ini_keys (settings->ini, section);

  for (guint i = 0; i < keys->len; i++) {
    const char *key = keys->pdata[i];
    guint line = 0;

    if (g_strv_contains (known, key))
      continue;
    lb_ini_raw (settings->ini, section, key, &line);
    return refuse (settings->ini_name, line, section, key, known, error);
  }
  return TRUE;
}

gboolean
lb_settings_check_keys (const LbSettings *settings, GError **error)
{
  g_autofree const char **known = known_keys ();
  g_autoptr (GPtrArray) sections = settings->ini ? lb_ini_sections (settings->ini) : g_ptr_array_new ();

  for (guint i = 0; i < sections->len; i++) {
    const char *section = sections->pdata[i];

    if ((g_str_equal (section, "limbeck") || g_str_has_prefix (section, "limbeck:"))
        && !check_section (settings, section, known, error))
      return FALSE;
  }
  for (guint i = 0; settings->tool_limbeck && i < settings->tool_limbeck->keys->len; i++) {
    const char *key = settings->tool_limbeck->keys->pdata[i];

    if (!g_strv_contains (known, key))
      return refuse (settings->toml_name, lb_toml_member (settings->tool_limbeck, key)->line, "tool.limbeck", key,
                     known, error);
  }
  return TRUE;
}
