/* Operations to SQL, by data: test/golden/ddl/<dialect>.txt holds cases, each
 *
 *   # the call of a script
 *   the operation, as a script host sends it
 *   ;; a statement, its further lines indented by three blanks
 *   !! the message of the error, if one is expected
 *
 * and is what Alembic writes for the call with --sql, except where doc/differences.md says so. */
#include "backend/dialects.h"
#include "operation/json.h"

#include <string.h>

typedef struct {
  char *call;
  char *operation;
  GString *expected; /* the lines of ;; and !!, as in the file */
} Case;

static void
case_free (gpointer item)
{
  Case *test = item;

  g_free (test->call);
  g_free (test->operation);
  g_string_free (test->expected, TRUE);
  g_free (test);
}

static GPtrArray *
read_cases (const char *dialect)
{
  g_autofree char *path = g_strdup_printf (LB_TEST_DATA "/golden/ddl/%s.txt", dialect);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv)
    lines = NULL;
  GPtrArray *cases = g_ptr_array_new_with_free_func (case_free);
  Case *test = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++) {
    if (g_str_has_prefix (*line, "# ")) {
      test = g_new0 (Case, 1);
      test->call = g_strdup (*line + 2);
      test->expected = g_string_new (NULL);
      g_ptr_array_add (cases, test);
    } else if (**line == '{') {
      test->operation = g_strdup (*line);
    } else if (**line) {
      g_string_append_printf (test->expected, "%s\n", *line);
    }
  }
  return cases;
}

/* What compiling gave, in the form of the file. */
static char *
compile (const LbDialect *dialect, const char *json)
{
  g_autoptr (GError) error = NULL;
  json_t *message = json_loads (json, 0, NULL);
  g_autoptr (LbOperation) operation = lb_operation_from_json (message, &error);
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);
  const LbTarget target = { 0 };
  GString *got = g_string_new (NULL);

  g_assert_no_error (error);
  dialect->compile (operation, &target, statements, &error);
  for (guint i = 0; i < statements->len; i++) {
    const LbStatement *statement = g_ptr_array_index (statements, i);
    g_auto (GStrv)
      lines = g_strsplit (statement->text, "\n", -1);
    g_autofree char *text = g_strjoinv ("\n   ", lines);

    g_string_append_printf (got, ";; %s\n", text);
  }
  if (error)
    g_string_append_printf (got, "!! %s\n", error->message);
  json_decref (message);
  return g_string_free (got, FALSE);
}

static void
test_dialect (gconstpointer data)
{
  const LbDialect *dialect = lb_dialect_find (data);
  g_autoptr (GPtrArray) cases = read_cases (data);

  g_assert_cmpuint (cases->len, >, 0);
  for (guint i = 0; i < cases->len; i++) {
    const Case *test = g_ptr_array_index (cases, i);
    g_autofree char *got = compile (dialect, test->operation);

    if (!g_str_equal (got, test->expected->str)) {
      g_test_message ("%s\n%s\nexpected:\n%sgot:\n%s", test->call, test->operation, test->expected->str, got);
      g_test_fail ();
    }
  }
}

int
main (int argc, char **argv)
{
  static const char *const dialects[] = { "postgresql", "sqlite", "mysql", "mariadb", "mssql", "oracle" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++) {
    g_autofree char *path = g_strconcat ("/backend/ddl/", dialects[i], NULL);

    g_test_add_data_func (path, dialects[i], test_dialect);
  }
  return g_test_run ();
}
