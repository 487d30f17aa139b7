#include "fixture.h"

/* ---- the address ----------------------------------------------------------------------------------------------------
 */

static void
assert_url (const LbSettingsRequest *request, const char *password, const char *masked, const char *expected_place)
{
  g_autoptr (LbSettings) settings = load_with (request);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbUrl) url = lb_settings_url (settings, &error);
  g_autofree char *place = NULL;

  g_assert_no_error (error);
  g_autofree char *shown = lb_url_masked (url);
  lb_settings_origin (settings, LB_SETTING_URL, &place);
  g_assert_cmpstr (shown, ==, masked);
  g_assert_cmpstr (url->password, ==, password);
  g_assert_cmpstr (place, ==, expected_place);
}

static void
test_url_sources (Fixture *fixture, gconstpointer data)
{
  LbSettingsRequest request = { .need_config = TRUE };

  put ("alembic.ini", "[alembic]\nsqlalchemy.url = driver://user:pass@localhost/dbname\n");
  g_setenv ("DB_HOST", "db", TRUE);
  g_setenv ("DB_PORT", "5433", TRUE);
  g_setenv ("DB_USER", "u ser", TRUE);
  g_setenv ("DB_PASSWORD", "p@:/%40+#?", TRUE);
  g_setenv ("DB_NAME", "shop/x", TRUE);
  assert_url (&request, "p@:/%40+#?", "postgresql://u ser:***@db/shop/x?port=5433", "environment DB_HOST");

  put ("alembic.ini", "[alembic]\nsqlalchemy.url = postgresql://u:p%%40w@h/d\n");
  assert_url (&request, "p@w", "postgresql://u:***@h/d", "alembic.ini:2 [alembic] sqlalchemy.url");

  g_setenv ("DATABASE_URL", "postgresql://u:x%40y@h/e", TRUE); /* no doubling here */
  assert_url (&request, "x@y", "postgresql://u:***@h/e", "environment DATABASE_URL");

  request.values[LB_SETTING_URL] = "postgresql://u:z%40@h/f";
  assert_url (&request, "z@", "postgresql://u:***@h/f", "command line");
}

static void
test_url_of_parts (Fixture *fixture, gconstpointer data)
{
  LbSettingsRequest request = { .need_config = TRUE };

  put ("alembic.ini", "[alembic]\nsqlalchemy.url =\n");
  g_setenv ("DB_NAME", "shop", TRUE);
  assert_url (&request, NULL, "postgresql:///shop", "environment DB_NAME");
  g_setenv ("DB_HOST", "/var/run/pg", TRUE);
  assert_url (&request, NULL, "postgresql://%2Fvar%2Frun%2Fpg/shop", "environment DB_HOST");
  g_setenv ("DB_HOST", "::1", TRUE);
  assert_url (&request, NULL, "postgresql://[::1]/shop", "environment DB_HOST");
  g_setenv ("DB_HOST", "a,b", TRUE);
  g_setenv ("DB_PORT", "7", TRUE);
  assert_url (&request, NULL, "postgresql://a,b/shop?port=7", "environment DB_HOST");

  g_setenv ("DB_PORT", "x", TRUE);
  g_autoptr (LbSettings) settings = load ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LbUrl) url = lb_settings_url (settings, &error);
  g_assert_null (url);
  g_assert_cmpstr (lb_error_parts (error)->context, ==, "database address of environment DB_HOST");
}

static void
test_url_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) none = NULL, placeholder = NULL, percent = NULL, port = NULL;

  put ("alembic.ini", "[alembic]\n");
  g_setenv ("TEST_DATABASE_URL", "sqlite:///x.db", TRUE);
  g_autoptr (LbSettings) a = load ();
  g_assert_null (lb_settings_url (a, &none));
  g_assert_cmpstr (none->message, ==, "no database address is set");

  put ("alembic.ini", "[alembic]\n\nsqlalchemy.url = driver://user:pass@localhost/dbname\n");
  g_autoptr (LbSettings) b = load ();
  g_assert_null (lb_settings_url (b, &placeholder));
  g_assert_nonnull (strstr (placeholder->message, "placeholder"));
  g_assert_cmpuint (lb_error_parts (placeholder)->line, ==, 3);

  put ("alembic.ini", "[alembic]\nsqlalchemy.url = postgresql://u:se%cret@h/d\n");
  g_autoptr (LbSettings) c = load ();
  g_assert_null (lb_settings_url (c, &percent));
  g_assert_cmpuint (lb_error_parts (percent)->line, ==, 2);
  g_assert_null (strstr (percent->message, "cret"));

  put ("alembic.ini", "[alembic]\nsqlalchemy.url = postgresql://u:secret@h:x/d\n");
  g_autoptr (LbSettings) d = load ();
  g_assert_null (lb_settings_url (d, &port));
  g_assert_cmpstr (lb_error_parts (port)->file, ==, "alembic.ini");
  g_assert_cmpuint (lb_error_parts (port)->line, ==, 2);
  g_assert_null (strstr (port->message, "secret"));
}

static const FixtureTest tests[] = {
  { "url-sources", test_url_sources },
  { "url-of-parts", test_url_of_parts },
  { "url-missing", test_url_missing },
  { NULL, NULL },
};

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, "/config/settings-url/", tests);
}
