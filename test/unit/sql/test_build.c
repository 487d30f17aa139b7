#include "sql/build.h"

#include "backend/backend.h"

static const LbSqlSyntax *
syntax_of (const char *dialect)
{
  return lb_dialect_find (dialect)->syntax;
}

static void
test_names (void)
{
  static const struct {
    const char *dialect, *name, *written;
  } cases[] = {
    { "postgresql", "account", "account" },
    { "postgresql", "a_1$", "a_1$" },
    { "postgresql", "_a", "_a" },
    { "postgresql", "1a", "\"1a\"" },
    { "postgresql", "$a", "\"$a\"" },
    { "postgresql", "", "\"\"" },
    { "postgresql", "Account", "\"Account\"" },
    { "postgresql", "a b", "\"a b\"" },
    { "postgresql", "a\n", "\"a\n\"" },
    { "postgresql", "a\"; drop", "\"a\"\"; drop\"" },
    { "postgresql", "\xc3\xa4", "\"\xc3\xa4\"" },
    { "postgresql", "user", "\"user\"" },
    { "postgresql", "order", "\"order\"" },
    { "postgresql", "index", "index" },
    { "sqlite", "index", "\"index\"" },
    { "sqlite", "user", "user" },
    { "mysql", "index", "`index`" },
    { "mysql", "a`b", "`a``b`" },
    { "mysql", "lateral", "`lateral`" },
    { "mariadb", "lateral", "lateral" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const LbSqlSyntax *syntax = syntax_of (cases[i].dialect);
    g_autofree char *sql = lb_sql_format (syntax, "%I", cases[i].name);

    g_assert_cmpstr (sql, ==, cases[i].written);
    g_assert_cmpint (lb_sql_name_needs_quotes (syntax, cases[i].name), ==, g_strcmp0 (sql, cases[i].name) != 0);
  }
}

static void
test_fold_upper (void)
{
  LbSqlSyntax syntax = *syntax_of ("postgresql");

  syntax.fold_upper = TRUE;
  g_assert_true (lb_sql_name_needs_quotes (&syntax, "account"));
  g_assert_false (lb_sql_name_needs_quotes (&syntax, "ACCOUNT"));
  g_assert_true (lb_sql_name_needs_quotes (&syntax, "ORDER"));
}

static void
test_literals (void)
{
  static const struct {
    const char *dialect, *value, *written;
  } cases[] = {
    { "postgresql", "a", "'a'" },        { "postgresql", NULL, "NULL" },        { "postgresql", "", "''" },
    { "postgresql", "it's", "'it''s'" }, { "postgresql", "a\\'b", "'a\\''b'" }, { "sqlite", "\\", "'\\'" },
    { "mysql", "a\\'b", "'a\\\\''b'" },  { "mariadb", "\\", "'\\\\'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *sql = lb_sql_format (syntax_of (cases[i].dialect), "%L", cases[i].value);

    g_assert_cmpstr (sql, ==, cases[i].written);
  }
}

static void
test_formats (void)
{
  const LbSqlSyntax *syntax = syntax_of ("postgresql");
  g_autofree char *sql = lb_sql_format (syntax, "SELECT %d %% 5, %L FROM %T, %T WHERE %I = %s", (gint64) -5000000000,
                                        "x", "My", "order", (char *) NULL, "t", "A", "now()");
  g_autofree char *empty = lb_sql_format (syntax, "");
  g_autoptr (GString) more = g_string_new ("-- ");

  g_assert_cmpstr (sql, ==, "SELECT -5000000000 % 5, 'x' FROM \"My\".\"order\", t WHERE \"A\" = now()");
  g_assert_cmpstr (empty, ==, "");
  lb_sql_appendf (more, syntax, "%I%%", "a");
  lb_sql_appendf (more, syntax, "%L", "%d");
  g_assert_cmpstr (more->str, ==, "-- a%'%d'");
}

/* A conversion that does not exist is a mistake in the program and ends it. */
static void
test_unknown_conversion (void)
{
  if (g_test_subprocess ()) {
    g_free (lb_sql_format (syntax_of ("sqlite"), "%q", "x"));
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*unknown conversion %q*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/build/names", test_names);
  g_test_add_func ("/build/fold-upper", test_fold_upper);
  g_test_add_func ("/build/literals", test_literals);
  g_test_add_func ("/build/formats", test_formats);
  g_test_add_func ("/build/unknown-conversion", test_unknown_conversion);
  return g_test_run ();
}
