#include "settings_private.h"

#include "util/error.h"

#include <string.h>

/* ---- what a text of each type may be --------------------------------------------------------------------------------
 */

static gboolean
parse_boolean (const char *text, gboolean *ret_value)
{
  static const char *const words[2][7]
      = { { "false", "no", "off", "n", "f", "0", NULL }, { "true", "yes", "on", "y", "t", "1", NULL } };
  g_autofree char *word = g_strstrip (g_ascii_strdown (text, -1));

  for (guint value = 0; value < 2; value++) {
    if (g_strv_contains (words[value], word)) {
      *ret_value = value != 0;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
parse_integer (const char *text, gint64 *ret_value)
{
  g_autofree char *word = g_strstrip (g_strdup (text));

  return g_ascii_string_to_signed (word, 10, 0, G_MAXINT64, ret_value, NULL);
}

gboolean
lb_duration_parse (const char *text, guint *ret_ms)
{
  static const struct {
    const char *unit;
    double ms;
  } units[] = {
    { "", 1000 },        { "ms", 1 },          { "s", 1000 },       { "sec", 1000 },      { "second", 1000 },
    { "seconds", 1000 }, { "min", 60000 },     { "minute", 60000 }, { "minutes", 60000 }, { "h", 3600000 },
    { "hour", 3600000 }, { "hours", 3600000 }, { "d", 86400000 },   { "day", 86400000 },  { "days", 86400000 },
  };
  g_autofree char *word = g_strstrip (g_ascii_strdown (text, -1));

  if (g_str_equal (word, "forever")) {
    *ret_ms = G_MAXUINT;
    return TRUE;
  }
  gsize length = strspn (word, "0123456789.");
  g_autofree char *digits = g_strndup (word, length);
  const char *unit = word + length + strspn (word + length, " ");
  if (!g_ascii_isdigit (*word) || strchr (digits, '.') != strrchr (digits, '.'))
    return FALSE;
  double number = g_ascii_strtod (digits, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    if (!g_str_equal (unit, units[i].unit))
      continue;
    double ms = number * units[i].ms;
    if (ms >= (double) G_MAXUINT)
      return FALSE;
    *ret_ms = ms > 0 && ms < 1 ? 1 : (guint) ms; /* 0 means something else than very short */
    return TRUE;
  }
  return FALSE;
}

static gboolean
is_boolean (const LbSettingInfo *info, const char *text)
{
  gboolean value;

  return parse_boolean (text, &value);
}

static gboolean
is_integer (const LbSettingInfo *info, const char *text)
{
  gint64 value;

  return parse_integer (text, &value);
}

static gboolean
is_duration (const LbSettingInfo *info, const char *text)
{
  guint value;

  return lb_duration_parse (text, &value);
}

static gboolean
is_choice (const LbSettingInfo *info, const char *text)
{
  return g_strv_contains (info->choices, text);
}

/* Types that not every text satisfies. */
static const struct {
  gboolean (*is) (const LbSettingInfo *info, const char *text);
  const char *allowed;
} checks[] = {
  [LB_TYPE_BOOLEAN] = { is_boolean, "true or false" },
  [LB_TYPE_INTEGER] = { is_integer, "a whole number from 0 on" },
  [LB_TYPE_DURATION] = { is_duration, "a duration such as 500ms, 30s, 10min, 1h (at most 49 days) or forever" },
  [LB_TYPE_CHOICE] = { is_choice, NULL },
  [LB_TYPE_URL] = { NULL, NULL },
};

static gboolean
check (const LbFound *found, const char *text, GError **error)
{
  LbSettingType type = found->info->type;

  if (!checks[type].is || checks[type].is (found->info, text))
    return TRUE;
  g_autofree char *choices = found->info->choices ? lb_settings_join (found->info->choices) : NULL;
  g_autofree char *place = found->file ? NULL : lb_settings_place (found);
  lb_set_error_at (error, LB_ERROR_CONFIG, found->file, found->line, "%s%sthe value '%s' of %s is not %s%s",
                   place ? place : "", place ? ": " : "", text, found->key, choices ? "one of " : "",
                   choices ? choices : checks[type].allowed);
  return FALSE;
}

/* ---- access -------------------------------------------------------------------------------------------------------
 */

static char *
get (const LbSettings *settings, LbSettingId id, LbFound *ret_found, GError **error)
{
  lb_settings_find (settings, id, ret_found);
  g_autofree char *text = lb_settings_expand (settings, ret_found, error);

  return text && check (ret_found, text, error) ? g_steal_pointer (&text) : NULL;
}

char *
lb_settings_string (const LbSettings *settings, LbSettingId id, GError **error)
{
  LbFound found;

  return get (settings, id, &found, error);
}

/* A value of a type that needs one: the settings of the types below all have a default or are checked for NULL. */
static gboolean
get_text (const LbSettings *settings, LbSettingId id, char **ret_text, GError **error)
{
  g_autoptr (GError) cause = NULL;
  LbFound found;

  *ret_text = get (settings, id, &found, &cause);
  if (!cause)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
lb_settings_boolean (const LbSettings *settings, LbSettingId id, gboolean *ret_value, GError **error)
{
  g_autofree char *text = NULL;
  gboolean value = FALSE;

  if (!get_text (settings, id, &text, error))
    return FALSE;
  if (lb_setting_info (id)->type == LB_TYPE_EXACT_TRUE)
    value = g_strcmp0 (text, "true") == 0;
  else if (text)
    parse_boolean (text, &value);
  *ret_value = value;
  return TRUE;
}

gboolean
lb_settings_integer (const LbSettings *settings, LbSettingId id, gint64 *ret_value, GError **error)
{
  g_autofree char *text = NULL;
  gint64 value = 0;

  if (!get_text (settings, id, &text, error))
    return FALSE;
  if (text)
    parse_integer (text, &value);
  *ret_value = value;
  return TRUE;
}

gboolean
lb_settings_duration (const LbSettings *settings, LbSettingId id, guint *ret_ms, GError **error)
{
  g_autofree char *text = NULL;
  guint ms = 0;

  if (!get_text (settings, id, &text, error))
    return FALSE;
  if (text)
    lb_duration_parse (text, &ms);
  *ret_ms = ms;
  return TRUE;
}
