/* Tests of settings: each runs in a directory of its own and with a clean environment. */
#ifndef LB_TEST_CONFIG_FIXTURE_H
#define LB_TEST_CONFIG_FIXTURE_H

#include "config/settings.h"
#include "util/error.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Each test runs in a directory of its own, with no variable set that settings are read from. */
typedef struct {
  char *dir;
  char *before;
} Fixture;

static inline void
clear_environment (void)
{
  static const char *const others[]
      = { "ALEMBIC_CONFIG", "DB_HOST", "DB_PORT", "DB_USER", "DB_PASSWORD", "DB_NAME", "PYTHONPATH" };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_unsetenv (others[i]);
  for (LbSettingId id = 0; id < LB_N_SETTINGS; id++) {
    const char *const *variables = lb_setting_info (id)->variables;

    for (guint i = 0; variables && variables[i]; i++)
      g_unsetenv (variables[i]);
  }
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *made = g_dir_make_tmp ("limbeck-test-XXXXXX", NULL);

  g_assert_nonnull (made);
  fixture->before = g_get_current_dir ();
  g_assert_cmpint (chdir (made), ==, 0);
  fixture->dir = getcwd (NULL, 0);
  clear_environment ();
}

static inline void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (chdir (fixture->before), ==, 0);
  remove_tree (fixture->dir);
  free (fixture->dir);
  g_free (fixture->before);
  clear_environment ();
}

static inline void
put (const char *path, const char *text)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static inline LbSettings *
load_with (const LbSettingsRequest *request)
{
  g_autoptr (GError) error = NULL;
  LbSettings *settings = lb_settings_load (request, NULL, &error);

  g_assert_no_error (error);
  return settings;
}

static inline LbSettings *
load (void)
{
  return load_with (&(LbSettingsRequest){ .need_config = TRUE });
}

/* What loading is refused with. */
static inline GError *
refusal (const LbSettingsRequest *request)
{
  GError *error = NULL;
  g_autoptr (LbSettings) settings = lb_settings_load (request, NULL, &error);

  g_assert_null (settings);
  g_assert_nonnull (error);
  return error;
}

static inline void
assert_string (const LbSettings *settings, LbSettingId id, const char *expected, const char *expected_place)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = lb_settings_string (settings, id, &error);
  g_autofree char *place = NULL;

  g_assert_no_error (error);
  lb_settings_origin (settings, id, &place);
  g_assert_cmpstr (value, ==, expected);
  g_assert_cmpstr (place, ==, expected_place);
}

/* The items of a list with | between them. */
static inline char *
joined (const GPtrArray *items)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (out, "%s%s", i ? "|" : "", (char *) items->pdata[i]);
  return g_string_free (out, FALSE);
}

typedef struct {
  const char *name;
  void (*run) (Fixture *fixture, gconstpointer data);
} FixtureTest;

/* Run @tests, which end with a nameless one, below @prefix. */
static inline int
run_tests (int argc, char **argv, const char *prefix, const FixtureTest *tests)
{
  g_test_init (&argc, &argv, NULL);
  for (; tests->name; tests++) {
    g_autofree char *path = g_strconcat (prefix, tests->name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests->run, tear_down);
  }
  return g_test_run ();
}

#endif
