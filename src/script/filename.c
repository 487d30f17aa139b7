#include "filename.h"

#include "percent.h"
#include "util/error.h"

#include <string.h>

static const char default_template[] = "%(rev)s_%(slug)s";

/* Names of zones as the zone database spells them; also keeps GLib from reading offsets and rules out of a name. */
static gboolean
is_zone_name (const char *name)
{
  if (!g_ascii_isalpha (*name) || strstr (name, "..") || !name[1])
    return FALSE;
  for (; *name; name++)
    if (!g_ascii_isalnum (*name) && !strchr ("_+-/", *name))
      return FALSE;
  return TRUE;
}

static GTimeZone *
find_zone (const char *name)
{
  const char *directory = g_getenv ("TZDIR");
  g_autofree char *path = NULL;

  if (!is_zone_name (name))
    return NULL;
  if (strcmp (name, "UTC") == 0)
    return g_time_zone_new_utc ();
  path = g_build_filename (directory ? directory : "/usr/share/zoneinfo", name, NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_time_zone_new_identifier (name) : NULL;
}

static GDateTime *
current_time (GTimeZone *zone, GError **error)
{
  const char *fixed = g_getenv ("SOURCE_DATE_EPOCH");
  g_autoptr (GDateTime) utc = NULL;
  GDateTime *local;
  gint64 seconds;

  if (!fixed || !*fixed)
    return g_date_time_new_now (zone);
  if (g_ascii_string_to_signed (fixed, 10, G_MININT64, G_MAXINT64, &seconds, NULL))
    utc = g_date_time_new_from_unix_utc (seconds);
  local = utc ? g_date_time_to_timezone (utc, zone) : NULL;
  if (!local) {
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "SOURCE_DATE_EPOCH '%s' is no number of seconds since 1970", fixed);
    if (error)
      lb_error_set_hint (*error, "Unset SOURCE_DATE_EPOCH to use the current time.");
  }
  return local;
}

GDateTime *
lb_create_date (const LbSettings *settings, gboolean *ret_aware, GError **error)
{
  GError *local = NULL;
  g_autofree char *name = lb_settings_string (settings, LB_SETTING_TIMEZONE, &local);
  g_autoptr (GTimeZone) zone = NULL;

  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  *ret_aware = name && *name;
  if (!*ret_aware) {
    zone = g_time_zone_new_local ();
  } else if (!(zone = find_zone (name))) {
    g_autofree char *capitals = g_ascii_strup (name, -1);

    if (!(zone = find_zone (capitals))) {
      g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "Can't locate timezone: %s", name);
      if (error)
        lb_error_set_hint (*error, "Use a name of the zone database such as UTC or Europe/Berlin; on Debian it comes "
                                   "with the package tzdata.");
      return NULL;
    }
  }
  return current_time (zone, error);
}

typedef struct {
  const char *rev_id;
  const char *slug;
  GDateTime *date;
} Tokens;

static const struct {
  const char *name;
  int (*get) (GDateTime *);
} date_tokens[] = {
  { "year", g_date_time_get_year }, { "month", g_date_time_get_month },   { "day", g_date_time_get_day_of_month },
  { "hour", g_date_time_get_hour }, { "minute", g_date_time_get_minute }, { "second", g_date_time_get_second },
};

/* The integer that @name stands for; FALSE if it stands for none. */
static gboolean
find_date_token (const Tokens *tokens, const char *name, gint64 *ret_value)
{
  if (strcmp (name, "epoch") == 0) {
    *ret_value = g_date_time_to_unix (tokens->date);
    return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (date_tokens); i++)
    if (strcmp (date_tokens[i].name, name) == 0) {
      *ret_value = date_tokens[i].get (tokens->date);
      return TRUE;
    }
  return FALSE;
}

static gboolean
look_up (const char *name, char conversion, LbPercentValue *ret_value, gpointer data, GError **error)
{
  const Tokens *tokens = data;
  gint64 integer;

  if (name && strcmp (name, "rev") == 0) {
    ret_value->text = g_strdup (tokens->rev_id);
  } else if (name && strcmp (name, "slug") == 0) {
    ret_value->text = g_strdup (tokens->slug);
  } else if (name && find_date_token (tokens, name, &integer)) {
    ret_value->is_integer = TRUE;
    ret_value->integer = integer;
    ret_value->text = g_strdup_printf ("%" G_GINT64_FORMAT, integer);
  } else {
    if (name)
      g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "file_template has no token '%%(%s)'", name);
    else
      g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "file_template has a token without a name: '%%%c'", conversion);
    if (error)
      lb_error_set_hint (*error, "Tokens are rev, slug, epoch, year, month, day, hour, minute, second, as in "
                                 "%%%%(rev)s_%%%%(slug)s.");
    return FALSE;
  }
  return TRUE;
}

/* What the finder of scripts passes over may not be written either. */
static gboolean
is_ignored_name (const char *base)
{
  return g_str_has_prefix (base, ".#") || g_str_has_prefix (base, "__init__");
}

static gboolean
check_path (const char *path, GError **error)
{
  g_auto (GStrv)
    parts = g_strsplit (path, "/", -1);
  guint n = g_strv_length (parts);

  if (!*path || g_path_is_absolute (path) || g_strv_contains ((const char *const *) parts, "..")) {
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "file name '%s' of the new revision leaves its version directory",
                 path);
    if (error)
      lb_error_set_hint (*error, "Use a relative path without '..' in file_template, and a --rev-id that is no path.");
    return FALSE;
  }
  if (!*parts[n - 1] || is_ignored_name (parts[n - 1])) {
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "file name '%s' of the new revision would not be found again", path);
    if (error)
      lb_error_set_hint (*error, "Names that are empty, or begin with '.#' or '__init__', are no revisions.");
    return FALSE;
  }
  return TRUE;
}

char *
lb_revision_filename (const char *file_template, const char *rev_id, const char *slug, GDateTime *create_date,
                      GError **error)
{
  Tokens tokens = { rev_id, slug, create_date };
  g_autofree char *path = lb_percent_format (file_template ? file_template : default_template, look_up, &tokens, error);

  if (!path || !check_path (path, error))
    return NULL;
  return g_steal_pointer (&path);
}
