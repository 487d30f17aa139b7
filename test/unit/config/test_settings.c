#include "fixture.h"

/* ---- finding the files ----------------------------------------------------------------------------------------------
 */

static void
test_no_config (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = refusal (&(LbSettingsRequest){ .need_config = TRUE });

  g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, "No config file 'alembic.ini' found, or file has no '[alembic]' section");

  g_autoptr (LbSettings) settings = load_with (&(LbSettingsRequest){ 0 });
  g_autofree char *ini = g_build_filename (fixture->dir, "alembic.ini", NULL);
  g_assert_null (lb_settings_ini (settings));
  g_assert_cmpstr (lb_settings_ini_path (settings), ==, ini);
  g_assert_cmpstr (lb_settings_here (settings), ==, fixture->dir);
  g_assert_false (lb_settings_has_toml (settings));
}

static void
test_missing_section (Fixture *fixture, gconstpointer data)
{
  put ("alembic.ini", "[alembic]\n");
  g_autoptr (GError) error = refusal (&(LbSettingsRequest){ .section = "other", .need_config = TRUE });

  g_assert_cmpstr (error->message, ==, "No config file 'alembic.ini' found, or file has no '[other]' section");
}

static void
test_choice_of_files (Fixture *fixture, gconstpointer data)
{
  put ("alembic.ini", "[alembic]\nscript_location = default\n");
  put ("other.ini", "[alembic]\nscript_location = other\n");
  put ("third.ini", "[alembic]\nscript_location = third\n");
  g_setenv ("ALEMBIC_CONFIG", "other.ini", TRUE);

  g_autoptr (LbSettings) variable = load ();
  assert_string (variable, LB_SETTING_SCRIPT_LOCATION, "other", "other.ini:2 [alembic] script_location");

  const char *const files[] = { "third.ini", NULL };
  g_autoptr (LbSettings) typed = load_with (&(LbSettingsRequest){ .config_files = files, .need_config = TRUE });
  assert_string (typed, LB_SETTING_SCRIPT_LOCATION, "third", "third.ini:2 [alembic] script_location");

  const char *const two[] = { "other.ini", "third.ini", NULL };
  g_autoptr (GError) error = refusal (&(LbSettingsRequest){ .config_files = two });
  g_assert_error (error, LB_ERROR, LB_ERROR_USAGE);
  g_assert_cmpstr (error->message, ==, "only one ini file may be indicated");

  const char *const tomls[] = { "a/pyproject.toml", "b/pyproject.toml", NULL };
  g_autoptr (GError) twice = refusal (&(LbSettingsRequest){ .config_files = tomls });
  g_assert_cmpstr (twice->message, ==, "pyproject.toml indicated more than once");
}

static void
test_here (Fixture *fixture, gconstpointer data)
{
  const char *const files[] = { "./conf//my.ini", NULL };

  g_mkdir ("conf", 0700);
  put ("conf/my.ini", "[alembic]\nscript_location = %(here)s/m\n");
  g_autoptr (LbSettings) settings = load_with (&(LbSettingsRequest){ .config_files = files, .need_config = TRUE });
  g_autofree char *here = g_build_filename (fixture->dir, "conf", NULL);
  g_autofree char *location = g_build_filename (here, "m", NULL);

  g_assert_cmpstr (lb_settings_here (settings), ==, here);
  assert_string (settings, LB_SETTING_SCRIPT_LOCATION, location, "./conf//my.ini:2 [alembic] script_location");
}

static void
test_broken_files (Fixture *fixture, gconstpointer data)
{
  put ("alembic.ini", "[alembic]\njunk\n");
  g_autoptr (GError) ini = refusal (&(LbSettingsRequest){ .need_config = TRUE });
  g_assert_error (ini, LB_ERROR, LB_ERROR_CONFIG);
  g_assert_cmpuint (lb_error_parts (ini)->line, ==, 2);
  g_autoptr (LbSettings) for_init = load_with (&(LbSettingsRequest){ 0 }); /* init needs no file */
  g_assert_null (lb_settings_ini (for_init));

  put ("alembic.ini", "[alembic]\n");
  put ("pyproject.toml", "[tool.alembic\n");
  g_autoptr (GError) toml = refusal (&(LbSettingsRequest){ .need_config = TRUE });
  g_assert_cmpstr (lb_error_parts (toml)->file, ==, "pyproject.toml");

  put ("pyproject.toml", "[tool]\nalembic = 3\n");
  g_autoptr (GError) table = refusal (&(LbSettingsRequest){ .need_config = TRUE });
  g_assert_cmpstr (table->message, ==, "Incorrect TOML format");
  g_assert_cmpuint (lb_error_parts (table)->line, ==, 2);
}

/* ---- values ---------------------------------------------------------------------------------------------------------
 */

static void
test_precedence (Fixture *fixture, gconstpointer data)
{
  LbSettingsRequest request = { .need_config = TRUE };

  put ("alembic.ini", "[alembic]\n");
  g_autoptr (LbSettings) a = load ();
  assert_string (a, LB_SETTING_TRANSACTION, "auto", "default");

  put ("pyproject.toml", "[tool.limbeck]\n\ntransaction = 'run'\n");
  g_autoptr (LbSettings) b = load ();
  assert_string (b, LB_SETTING_TRANSACTION, "run", "pyproject.toml:3 [tool.limbeck] transaction");

  put ("alembic.ini", "[alembic]\n[limbeck]\ntransaction = revision\n");
  g_autoptr (LbSettings) c = load ();
  assert_string (c, LB_SETTING_TRANSACTION, "revision", "alembic.ini:3 [limbeck] transaction");

  g_setenv ("LIMBECK_TRANSACTION", "run", TRUE);
  g_autoptr (LbSettings) d = load ();
  assert_string (d, LB_SETTING_TRANSACTION, "run", "environment LIMBECK_TRANSACTION");

  request.values[LB_SETTING_TRANSACTION] = "auto";
  g_autoptr (LbSettings) e = load_with (&request);
  assert_string (e, LB_SETTING_TRANSACTION, "auto", "command line");
}

static void
test_named_section (Fixture *fixture, gconstpointer data)
{
  put ("alembic.ini", "[DEFAULT]\necho = no\n[alembic]\nscript_location = a\n[shop]\nscript_location = b\n"
                      "[limbeck]\nversion_table = x\necho = yes\n[limbeck:shop]\nversion_table = y\n");
  g_autoptr (LbSettings) main_section = load ();
  g_autoptr (LbSettings) shop = load_with (&(LbSettingsRequest){ .section = "shop", .need_config = TRUE });

  g_assert_cmpstr (lb_settings_section (shop), ==, "shop");
  assert_string (main_section, LB_SETTING_VERSION_TABLE, "x", "alembic.ini:8 [limbeck] version_table");
  assert_string (shop, LB_SETTING_SCRIPT_LOCATION, "b", "alembic.ini:6 [shop] script_location");
  assert_string (shop, LB_SETTING_VERSION_TABLE, "y", "alembic.ini:11 [limbeck:shop] version_table");
  assert_string (shop, LB_SETTING_ECHO, "yes", "alembic.ini:9 [limbeck] echo");
}

static void
test_empty_is_unset (Fixture *fixture, gconstpointer data)
{
  put ("alembic.ini", "[alembic]\ntruncate_slug_length =\ntimezone =\n");
  g_setenv ("LIMBECK_VERSION_TABLE", "", TRUE);
  g_autoptr (LbSettings) settings = load ();
  gint64 length = 0;

  g_assert_true (lb_settings_integer (settings, LB_SETTING_TRUNCATE_SLUG_LENGTH, &length, NULL));
  g_assert_cmpint (length, ==, 40);
  assert_string (settings, LB_SETTING_TIMEZONE, NULL, "default");
  assert_string (settings, LB_SETTING_VERSION_TABLE, "alembic_version", "default");
  g_autofree char *raw = lb_settings_main_option (settings, "timezone", NULL);
  g_assert_cmpstr (raw, ==, "");
}

static void
test_types (Fixture *fixture, gconstpointer data)
{
  put ("alembic.ini", "[alembic]\nrevision_environment = Yes\nsourceless = True\nrecursive_version_locations = true\n"
                      "truncate_slug_length = 12\n[limbeck]\nversion_table_pk = off\n");
  g_autoptr (LbSettings) settings = load ();
  gboolean environment = FALSE, sourceless = TRUE, recursive = FALSE, pk = TRUE, echo = TRUE;
  gint64 length = 0;

  g_assert_true (lb_settings_boolean (settings, LB_SETTING_REVISION_ENVIRONMENT, &environment, NULL));
  g_assert_true (lb_settings_boolean (settings, LB_SETTING_SOURCELESS, &sourceless, NULL));
  g_assert_true (lb_settings_boolean (settings, LB_SETTING_RECURSIVE_VERSION_LOCATIONS, &recursive, NULL));
  g_assert_true (lb_settings_boolean (settings, LB_SETTING_VERSION_TABLE_PK, &pk, NULL));
  g_assert_true (lb_settings_boolean (settings, LB_SETTING_ECHO, &echo, NULL));
  g_assert_true (lb_settings_integer (settings, LB_SETTING_TRUNCATE_SLUG_LENGTH, &length, NULL));
  g_assert_true (environment);
  g_assert_false (sourceless); /* only "true" is true here */
  g_assert_true (recursive);
  g_assert_false (pk);
  g_assert_false (echo);
  g_assert_cmpint (length, ==, 12);
}

static void
test_durations (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *text;
    guint ms;
  } good[] = { { "0", 0 },        { "5", 5000 },    { "500ms", 500 },    { "5s", 5000 },           { "2min", 120000 },
               { "1h", 3600000 }, { "1.5s", 1500 }, { "2 min", 120000 }, { "forever", G_MAXUINT }, { "0.1ms", 1 },
               { "1d", 86400000 } };
  static const char *const bad[] = { "soon", "-1", "5 parsecs", "50d", "1e3", "0x10", ".", "5m", "nan" };

  put ("alembic.ini", "[alembic]\n");
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    LbSettingsRequest request = { .need_config = TRUE };
    guint ms = 7;

    request.values[LB_SETTING_LOCK_WAIT] = good[i].text;
    g_autoptr (LbSettings) settings = load_with (&request);
    g_test_message ("%s", good[i].text);
    g_assert_true (lb_settings_duration (settings, LB_SETTING_LOCK_WAIT, &ms, NULL));
    g_assert_cmpuint (ms, ==, good[i].ms);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    LbSettingsRequest request = { .need_config = TRUE };
    g_autoptr (GError) error = NULL;
    guint ms = 7;

    request.values[LB_SETTING_LOCK_WAIT] = bad[i];
    g_autoptr (LbSettings) settings = load_with (&request);
    g_test_message ("%s", bad[i]);
    g_assert_false (lb_settings_duration (settings, LB_SETTING_LOCK_WAIT, &ms, &error));
    g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
    g_assert_cmpuint (ms, ==, 7);
  }
}

static void
test_guides_variables (Fixture *fixture, gconstpointer data)
{
  gboolean echo = FALSE;
  guint timeout = 0;

  put ("alembic.ini", "[alembic]\n");
  g_setenv ("DB_ECHO_SQL", "true", TRUE);
  g_setenv ("DB_MIGRATION_TIMEOUT", "600", TRUE);
  g_setenv ("DB_POOL_SIZE", "5", TRUE);
  g_setenv ("DB_MAX_OVERFLOW", "10", TRUE);
  g_setenv ("DB_POOL_TIMEOUT", "30", TRUE);
  g_autoptr (LbSettings) settings = load ();

  g_assert_true (lb_settings_boolean (settings, LB_SETTING_ECHO, &echo, NULL));
  g_assert_true (echo);
  g_assert_true (lb_settings_duration (settings, LB_SETTING_STATEMENT_TIMEOUT, &timeout, NULL));
  g_assert_cmpuint (timeout, ==, 600000);
  assert_string (settings, LB_SETTING_POOL_SIZE, "5", "environment DB_POOL_SIZE");
  assert_string (settings, LB_SETTING_MAX_OVERFLOW, "10", "environment DB_MAX_OVERFLOW");
  assert_string (settings, LB_SETTING_POOL_TIMEOUT, "30", "environment DB_POOL_TIMEOUT");
}

static void
test_wrong_values (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *line;
    LbSettingId id;
    const char *expected; /* part of the message: what is allowed */
  } cases[] = {
    { "transaction = both", LB_SETTING_TRANSACTION, "one of auto, revision, run" },
    { "revision_format = xml", LB_SETTING_REVISION_FORMAT, "one of sql, py" },
    { "echo = perhaps", LB_SETTING_ECHO, "true or false" },
    { "pool_size = many", LB_SETTING_POOL_SIZE, "a whole number" },
    { "pool_size = -1", LB_SETTING_POOL_SIZE, "a whole number" },
    { "lock_wait = soon", LB_SETTING_LOCK_WAIT, "a duration" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("[alembic]\n[limbeck]\n%s\n", cases[i].line);
    g_autoptr (GError) error = NULL;

    put ("alembic.ini", text);
    g_autoptr (LbSettings) settings = load ();
    g_autofree char *value = lb_settings_string (settings, cases[i].id, &error);
    g_test_message ("%s", cases[i].line);
    g_assert_null (value);
    g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
    g_assert_nonnull (strstr (error->message, cases[i].expected));
    g_assert_null (strstr (error->message, "alembic.ini")); /* the place is a part of its own */
    g_assert_cmpstr (lb_error_parts (error)->file, ==, "alembic.ini");
    g_assert_cmpuint (lb_error_parts (error)->line, ==, 3);
  }
}

static void
test_unknown_keys (Fixture *fixture, gconstpointer data)
{
  put ("alembic.ini", "[alembic]\nanything = goes\n[limbeck]\nlock_wiat = 1s\n");
  g_autoptr (GError) near = refusal (&(LbSettingsRequest){ .need_config = TRUE });
  g_assert_cmpstr (near->message, ==, "unknown key 'lock_wiat' in [limbeck]");
  g_assert_cmpstr (lb_error_parts (near)->hint, ==, "Did you mean 'lock_wait'?");

  put ("alembic.ini", "[alembic]\n[limbeck:other]\nzzz = 1\n");
  g_autoptr (GError) far = refusal (&(LbSettingsRequest){ .need_config = TRUE });
  g_assert_nonnull (strstr (lb_error_parts (far)->hint, "lock_wait"));

  put ("alembic.ini", "[alembic]\n");
  put ("pyproject.toml", "[tool.limbeck]\ntransactoin = 'run'\n");
  g_autoptr (GError) toml = refusal (&(LbSettingsRequest){ .need_config = TRUE });
  g_assert_cmpstr (toml->message, ==, "unknown key 'transactoin' in [tool.limbeck]");
}

/* ---- pyproject.toml -------------------------------------------------------------------------------------------------
 */

static void
test_toml (Fixture *fixture, gconstpointer data)
{
  put ("pyproject.toml", "[tool.alembic]\nscript_location = '%(here)s/m'\nfile_template = '%%(rev)s'\n"
                         "version_locations = ['%(here)s/v', 'w x']\nsourceless = true\ntruncate_slug_length = 7\n"
                         "recursive_version_locations = 'true'\ntimezone = 1.5\noutput_encoding = '100%'\n"
                         "sqlalchemy.url = 'sqlite:///a.db'\n");
  g_autoptr (LbSettings) settings = load ();
  g_autoptr (GError) error = NULL;
  g_autofree char *location = g_build_filename (fixture->dir, "m", NULL);
  g_autofree char *expected = g_strconcat (fixture->dir, "/v|w x", NULL);
  gboolean on = FALSE;
  gint64 length = 0;

  g_assert_true (lb_settings_has_toml (settings));
  assert_string (settings, LB_SETTING_SCRIPT_LOCATION, location, "pyproject.toml:2 [tool.alembic] script_location");
  assert_string (settings, LB_SETTING_FILE_TEMPLATE, "%(rev)s", "pyproject.toml:3 [tool.alembic] file_template");
  assert_string (settings, LB_SETTING_URL, "sqlite:///a.db", "pyproject.toml:10 [tool.alembic] sqlalchemy.url");
  g_autoptr (GPtrArray) items = lb_settings_list (settings, LB_SETTING_VERSION_LOCATIONS, NULL);
  g_autofree char *all = joined (items);
  g_assert_cmpstr (all, ==, expected);
  g_assert_true (lb_settings_boolean (settings, LB_SETTING_SOURCELESS, &on, NULL));
  g_assert_true (on);
  g_assert_true (lb_settings_integer (settings, LB_SETTING_TRUNCATE_SLUG_LENGTH, &length, NULL));
  g_assert_cmpint (length, ==, 7);

  g_assert_false (lb_settings_boolean (settings, LB_SETTING_RECURSIVE_VERSION_LOCATIONS, &on, &error));
  g_assert_cmpstr (error->message, ==, "boolean value expected for TOML parameter 'recursive_version_locations'");
  g_assert_cmpuint (lb_error_parts (error)->line, ==, 7);
  g_clear_error (&error);
  g_assert_null (lb_settings_string (settings, LB_SETTING_TIMEZONE, &error));
  g_assert_cmpstr (error->message, ==, "unsupported TOML value type for key: 'timezone'");
  g_clear_error (&error);
  g_assert_null (lb_settings_string (settings, LB_SETTING_OUTPUT_ENCODING, &error));
  g_assert_cmpuint (lb_error_parts (error)->line, ==, 9);
  g_assert_nonnull (strstr (lb_error_parts (error)->hint, "%%"));
}

static void
test_ini_before_toml (Fixture *fixture, gconstpointer data)
{
  put ("alembic.ini", "[alembic]\nscript_location = ini\n");
  put ("pyproject.toml", "[tool.alembic]\nscript_location = 'toml'\ntimezone = 'UTC'\n");
  g_autoptr (LbSettings) settings = load ();

  assert_string (settings, LB_SETTING_SCRIPT_LOCATION, "ini", "alembic.ini:2 [alembic] script_location");
  assert_string (settings, LB_SETTING_TIMEZONE, "UTC", "pyproject.toml:3 [tool.alembic] timezone");
}

static const FixtureTest tests[] = {
  { "no-config", test_no_config },
  { "missing-section", test_missing_section },
  { "choice-of-files", test_choice_of_files },
  { "here", test_here },
  { "broken-files", test_broken_files },
  { "precedence", test_precedence },
  { "named-section", test_named_section },
  { "empty-is-unset", test_empty_is_unset },
  { "types", test_types },
  { "durations", test_durations },
  { "guides-variables", test_guides_variables },
  { "wrong-values", test_wrong_values },
  { "unknown-keys", test_unknown_keys },
  { "toml", test_toml },
  { "ini-before-toml", test_ini_before_toml },
  { NULL, NULL },
};

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, "/config/settings/", tests);
}
