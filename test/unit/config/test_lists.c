#include "fixture.h"

/* ---- lists and paths ------------------------------------------------------------------------------------------------
 */

static const struct {
  const char *text;
  LbSettingId id;
  const char *items; /* joined by | */
} lists[] = {
  { "version_locations = a b,c,  d", LB_SETTING_VERSION_LOCATIONS, "a|b|c|d" },
  { "version_locations = a:b", LB_SETTING_VERSION_LOCATIONS, "a:b" },
  { "prepend_sys_path = a:b c", LB_SETTING_PREPEND_SYS_PATH, "a|b|c" },
  { "path_separator = os\nversion_locations = a b:c:", LB_SETTING_VERSION_LOCATIONS, "a b|c" },
  { "path_separator = :\nprepend_sys_path = a b:c", LB_SETTING_PREPEND_SYS_PATH, "a b|c" },
  { "path_separator = ;\nversion_locations = a;b ; c", LB_SETTING_VERSION_LOCATIONS, "a|b|c" },
  { "path_separator = space\nversion_locations = a  b,c", LB_SETTING_VERSION_LOCATIONS, "a|b,c" },
  { "path_separator = newline\nversion_locations =\n  a b\n  c", LB_SETTING_VERSION_LOCATIONS, "a b|c" },
  { "version_path_separator = os  # Use os.pathsep. Default configuration used for new projects.\n"
    "version_locations = a b:c",
    LB_SETTING_VERSION_LOCATIONS, "a b|c" },
  { "path_separator = os ; as before\nversion_locations = a b:c", LB_SETTING_VERSION_LOCATIONS, "a b|c" },
  { "version_path_separator = space\npath_separator = os\nversion_locations = a b:c", LB_SETTING_VERSION_LOCATIONS,
    "a b|c" },
  { "version_path_separator = ;\nprepend_sys_path = a;b c", LB_SETTING_PREPEND_SYS_PATH, "a;b|c" },
  { "version_locations = %(dir)s/v\ndir = x", LB_SETTING_VERSION_LOCATIONS, "x/v" },
  { "version_locations =", LB_SETTING_VERSION_LOCATIONS, "" },
};

static void
test_lists (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autofree char *text = g_strconcat ("[alembic]\n", lists[i].text, "\n", NULL);
    g_autoptr (GError) error = NULL;

    put ("alembic.ini", text);
    g_autoptr (LbSettings) settings = load ();
    g_autoptr (GPtrArray) items = lb_settings_list (settings, lists[i].id, &error);
    g_test_message ("%s", lists[i].text);
    g_assert_no_error (error);
    g_autofree char *all = joined (items);
    g_assert_cmpstr (all, ==, lists[i].items);
  }
}

static void
test_wrong_separator (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put ("alembic.ini", "[alembic]\npath_separator = |\nversion_locations = a|b\n");
  g_autoptr (LbSettings) settings = load ();
  g_autoptr (GPtrArray) items = lb_settings_list (settings, LB_SETTING_VERSION_LOCATIONS, &error);
  g_assert_null (items);
  g_assert_cmpstr (error->message, ==,
                   "'|' is not a valid value for path_separator; expected 'space', 'newline', 'os', ':', ';'");
  g_assert_cmpuint (lb_error_parts (error)->line, ==, 2);
}

static void
test_paths (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents ("src/shop/db/migrations", 0700);
  g_mkdir_with_parents ("lib/fief/alembic", 0700);
  put ("alembic.ini", "[alembic]\nprepend_sys_path = src\n");
  g_setenv ("PYTHONPATH", "lib", TRUE);
  g_autoptr (LbSettings) settings = load ();
  const struct {
    const char *value, *expected;
  } cases[] = { { "migrations", "migrations" },
                { "./a/b/", "./a/b" },
                { "shop:db/migrations", "src/shop/db/migrations" },
                { "shop:db:migrations", "src/shop/db/migrations" },
                { "shop.db:migrations", "src/shop/db/migrations" },
                { "fief:alembic", "lib/fief/alembic" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = lb_settings_resolve_path (settings, cases[i].value, &error);
    g_autofree char *expected = g_build_filename (fixture->dir, cases[i].expected, NULL);

    g_assert_no_error (error);
    g_assert_cmpstr (path, ==, expected);
  }
  g_autofree char *absolute = lb_settings_resolve_path (settings, "/a:b/c", NULL);
  g_assert_cmpstr (absolute, ==, "/a:b/c");
  g_autofree char *missing = lb_settings_resolve_path (settings, "nope:versions", &error);
  g_assert_null (missing);
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
}

static const FixtureTest tests[] = {
  { "lists", test_lists },
  { "wrong-separator", test_wrong_separator },
  { "paths", test_paths },
  { NULL, NULL },
};

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, "/config/lists/", tests);
}
