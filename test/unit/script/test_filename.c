/* file_template, %-formatting, and the date of a new revision. */
#include "script/filename.h"
#include "script/value.h"

#include "scratch.h"

static void
test_filename (void)
{
  static const struct {
    const char *template;
    const char *name;
  } cases[] = {
    { NULL, "ae10_add_users" },
    { "%(rev)s", "ae10" },
    { "%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s_%(slug)s", "2026_03_07_0905-ae10_add_users" },
    { "%(year)d/%(month).2d/%(rev)s", "2026/03/ae10" },
    { "%(epoch)d_%(second)d", "1772874308_8" },
    { "%(month)02d%(day)2d|%(day)-3d|%(day)+d", "03 7|7  |+7" },
    { "%(year)s-%(month)x", "2026-3" },
    { "%(slug).3s", "add" },
    { "%(slug)12s", "   add_users" },
    { "100%%_%(rev)s", "100%_ae10" },
    { "%(month)05.2d", "00003" },
  };
  g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 3, 7, 9, 5, 8);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *name = lb_revision_filename (cases[i].template, "ae10", "add_users", date, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (name, ==, cases[i].name);
  }
}

static void
test_refused_filename (void)
{
  static const struct {
    const char *template;
    const char *says;
  } cases[] = {
    { "%(revision)s", "no token '%(revision)'" },
    { "%s", "without a name" },
    { "%(rev", "without its ')'" },
    { "%(rev)", "incomplete" },
    { "%(rev)y", "unsupported conversion 'y'" },
    { "%(rev)d", "a number is wanted" },
    { "%(year)99999d", "width" },
    { "../%(rev)s", "leaves its version directory" },
    { "a/../../%(rev)s", "leaves its version directory" },
    { "/etc/%(rev)s", "leaves its version directory" },
    { "", "leaves its version directory" },
    { "__init__%(rev)s", "would not be found again" },
    { ".#%(rev)s", "would not be found again" },
    { "%(rev)s/", "would not be found again" },
  };
  g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 3, 7, 9, 5, 8);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *name = lb_revision_filename (cases[i].template, "ae10", "x", date, &error);

    g_assert_null (name);
    g_assert_nonnull (error);
    if (!strstr (error->message, cases[i].says))
      g_error ("'%s' gives '%s', not '%s'", cases[i].template, error->message, cases[i].says);
  }
}

/* The date of a project whose ini has @timezone, as str() shows it. */
static char *
show_date (const char *zone, GError **error)
{
  g_autofree char *ini
      = g_strdup_printf ("[alembic]\nscript_location = .\n%s%s\n", zone ? "timezone = " : "", zone ? zone : "");
  g_autoptr (LbSettings) settings = NULL;
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (LbArena) arena = lb_arena_new ();
  GString *shown;
  gboolean aware;

  scratch_write ("alembic.ini", ini);
  settings = scratch_settings (TRUE);
  if (!(date = lb_create_date (settings, &aware, error)))
    return NULL;
  shown = g_string_new (NULL);
  g_assert_true (lb_value_append_str (shown, lb_value_time (arena, LB_VALUE_DATETIME, date, aware), NULL));
  return g_string_free (shown, FALSE);
}

static void
test_date (Scratch *scratch, gconstpointer data)
{
  static const struct {
    const char *timezone;
    const char *shown; /* NULL: refused */
  } cases[] = {
    { NULL, "2026-11-21 10:00:00" }, /* TZ is UTC in this test */
    { "UTC", "2026-11-21 10:00:00+00:00" },
    { "utc", "2026-11-21 10:00:00+00:00" },
    { "Europe/Berlin", "2026-11-21 11:00:00+01:00" },
    { "Asia/Kolkata", "2026-11-21 15:30:00+05:30" },
    { "America/New_York", "2026-11-21 05:00:00-05:00" },
    { "est5edt", "2026-11-21 05:00:00-05:00" },
    { "Nowhere/City", NULL },
    { "+02:00", NULL },
    { "../UTC", NULL },
    { "/etc/localtime", NULL },
  };

  g_setenv ("SOURCE_DATE_EPOCH", "1795255200", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *shown = NULL;

    if (cases[i].timezone && strchr (cases[i].timezone, '/') && cases[i].shown
        && !g_file_test ("/usr/share/zoneinfo/Europe/Berlin", G_FILE_TEST_EXISTS))
      continue;
    shown = show_date (cases[i].timezone, &error);
    g_assert_cmpstr (shown, ==, cases[i].shown);
    if (!cases[i].shown) {
      g_autofree char *message = g_strdup_printf ("Can't locate timezone: %s", cases[i].timezone);

      g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
      g_assert_cmpstr (error->message, ==, message);
    }
  }
}

static void
test_clock (Scratch *scratch, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *now = NULL;
  g_autofree char *none = NULL;

  g_unsetenv ("SOURCE_DATE_EPOCH");
  now = show_date ("UTC", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (now), >=, strlen ("2026-11-21 10:00:00+00:00"));
  g_setenv ("SOURCE_DATE_EPOCH", "yesterday", TRUE);
  none = show_date ("UTC", &error);
  g_assert_null (none);
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
  g_unsetenv ("SOURCE_DATE_EPOCH");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filename/template", test_filename);
  g_test_add_func ("/filename/refused", test_refused_filename);
  g_test_add ("/filename/date", Scratch, NULL, scratch_set_up, test_date, scratch_tear_down);
  g_test_add ("/filename/clock", Scratch, NULL, scratch_set_up, test_clock, scratch_tear_down);
  return g_test_run ();
}
