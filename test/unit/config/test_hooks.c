#include "fixture.h"

/* ---- hooks and descriptions -----------------------------------------------------------------------------------------
 */

static void
test_hooks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put ("pyproject.toml", "[[tool.alembic.post_write_hooks]]\nname = 'one'\ntype = 'exec'\nexecutable = '%(here)s/x'\n"
                         "[[tool.alembic.post_write_hooks]]\nname = 'two'\n");
  g_autoptr (LbSettings) toml = load ();
  g_autoptr (GPtrArray) from_toml = lb_settings_hooks (toml, &error);
  g_autofree char *executable = g_build_filename (fixture->dir, "x", NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (from_toml->len, ==, 2);
  const LbHook *one = from_toml->pdata[0];
  g_assert_cmpstr (one->name, ==, "one");
  g_assert_cmpuint (g_hash_table_size (one->options), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (one->options, "executable"), ==, executable);

  put ("alembic.ini", "[alembic]\n[post_write_hooks]\nhooks = Black, lint fix\nblack.type = console_scripts\n"
                      "black.options = -l 79 REVISION_SCRIPT_FILENAME\nlint.type = exec\n");
  g_autoptr (LbSettings) ini = load ();
  g_autoptr (GPtrArray) from_ini = lb_settings_hooks (ini, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (from_ini->len, ==, 3);
  const LbHook *black = from_ini->pdata[0];
  g_assert_cmpstr (black->name, ==, "Black");
  g_assert_cmpstr (g_hash_table_lookup (black->options, "options"), ==, "-l 79 REVISION_SCRIPT_FILENAME");
  g_assert_cmpstr (((LbHook *) from_ini->pdata[2])->name, ==, "fix");

  put ("alembic.ini", "[alembic]\n[post_write_hooks]\n"); /* hides those of pyproject.toml */
  g_autoptr (LbSettings) empty = load ();
  g_autoptr (GPtrArray) no_hooks = lb_settings_hooks (empty, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (no_hooks->len, ==, 0);
}

static void
test_wrong_hooks (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[]
      = { "post_write_hooks = 3", "[[tool.alembic.post_write_hooks]]\ntype = 'x'",
          "[[tool.alembic.post_write_hooks]]\nname = 'x'\ncwd = 3", "post_write_hooks = [1]" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *text = g_strconcat ("[tool.alembic]\n", texts[i], "\n", NULL);
    g_autoptr (GError) error = NULL;

    put ("pyproject.toml", text);
    g_autoptr (LbSettings) settings = load ();
    g_autoptr (GPtrArray) hooks = lb_settings_hooks (settings, &error);
    g_assert_null (hooks);
    g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
    g_assert_cmpuint (lb_error_parts (error)->line, >, 0);
  }
}

static void
test_describe (Fixture *fixture, gconstpointer data)
{
  put ("alembic.ini", "[alembic]\nscript_location = m\nsqlalchemy.url = postgresql://u:secret@h/d\n"
                      "timezone = 100%\n");
  g_autoptr (LbSettings) settings = load ();
  g_autoptr (GPtrArray) rows = lb_settings_describe (settings);

  g_assert_cmpuint (rows->len, ==, LB_N_SETTINGS);
  for (guint i = 0; i < rows->len; i++) {
    const LbSettingRow *row = rows->pdata[i];

    g_assert_cmpstr (row->key, ==, lb_setting_info ((LbSettingId) i)->key);
    g_assert_nonnull (lb_setting_info ((LbSettingId) i)->summary);
    g_assert_true (!row->value || !strstr (row->value, "secret"));
  }
  const LbSettingRow *location = rows->pdata[LB_SETTING_SCRIPT_LOCATION];
  const LbSettingRow *url = rows->pdata[LB_SETTING_URL];
  const LbSettingRow *timezone_row = rows->pdata[LB_SETTING_TIMEZONE];
  const LbSettingRow *python = rows->pdata[LB_SETTING_PYTHON];
  g_assert_cmpstr (location->section, ==, "alembic");
  g_assert_cmpstr (location->value, ==, "m");
  g_assert_cmpstr (location->origin, ==, "alembic.ini:2");
  g_assert_cmpstr (url->value, ==, "postgresql://u:***@h/d");
  g_assert_cmpstr (timezone_row->value, ==,
                   "(invalid: the value of 'timezone' in [alembic] contains a single percent sign)");
  g_assert_null (python->value);
  g_assert_cmpstr (python->origin, ==, "default");
}

static void
test_x_args (Fixture *fixture, gconstpointer data)
{
  const char *const args[] = { "tenant=a", "b", NULL };
  g_autoptr (LbSettings) with = load_with (&(LbSettingsRequest){ .x_args = args });
  g_autoptr (LbSettings) without = load_with (&(LbSettingsRequest){ 0 });

  g_assert_cmpstr (lb_settings_x_args (with)[1], ==, "b");
  g_assert_null (lb_settings_x_args (with)[2]);
  g_assert_null (lb_settings_x_args (without)[0]);
}

static const FixtureTest tests[] = {
  { "hooks", test_hooks },
  { "wrong-hooks", test_wrong_hooks },
  { "describe", test_describe },
  { "x-args", test_x_args },
  { NULL, NULL },
};

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, "/config/hooks/", tests);
}
