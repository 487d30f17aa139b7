/* Scripts full of traps, in test/golden/split/DIALECT.sql, against the pieces in DIALECT.expected. The PostgreSQL and
 * SQLite ones were compared with what psql sends and what sqlite3_prepare takes. */
#include "backend/backend.h"

static char *
rendered (const GPtrArray *statements)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < statements->len; i++) {
    const LbStatement *statement = g_ptr_array_index (statements, i);

    g_string_append_printf (text, "=== line %u\n%s\n", statement->line, statement->text);
  }
  return g_string_free (text, FALSE);
}

static void
test_script (gconstpointer data)
{
  const LbDialect *dialect = data;
  g_autofree char *script_path = g_strdup_printf ("%s/golden/split/%s.sql", LB_TEST_DATA, dialect->name);
  g_autofree char *expected_path = g_strdup_printf ("%s/golden/split/%s.expected", LB_TEST_DATA, dialect->name);
  g_autofree char *script = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (script_path, &script, &length, &error);
  g_assert_no_error (error);
  g_file_get_contents (expected_path, &expected, NULL, &error);
  g_assert_no_error (error);

  g_autoptr (GPtrArray) statements = lb_sql_split (dialect->syntax, script_path, script, length, 1, &error);
  g_assert_no_error (error);
  g_autofree char *got = rendered (statements);
  g_assert_cmpstr (got, ==, expected);
}

int
main (int argc, char **argv)
{
  static const char *const dialects[] = { "postgresql", "sqlite", "mysql" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++) {
    g_autofree char *path = g_strdup_printf ("/golden/%s", dialects[i]);

    g_test_add_data_func (path, lb_dialect_find (dialects[i]), test_script);
  }
  return g_test_run ();
}
