#include "util/error.h"

static void
test_parts (void)
{
  g_autoptr (GError) error = NULL;

  lb_set_error_at (&error, LB_ERROR_CONFIG, "alembic.ini", 12, "unknown key '%s'", "x");
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, "unknown key 'x'");
  lb_error_set_statement (error, "SELECT 1", 3);
  lb_error_set_sqlstate (error, "42P01");
  lb_error_set_detail (error, "detail");
  lb_error_set_hint (error, "Did you mean '%s'?", "y");
  lb_error_set_hint (error, "Did you mean '%s'?", "z"); /* replaces */
  lb_error_set_context (error, "context");
  lb_error_set_outcome (error, "outcome");

  const LbErrorParts *parts = lb_error_parts (error);
  g_assert_cmpstr (parts->file, ==, "alembic.ini");
  g_assert_cmpuint (parts->line, ==, 12);
  g_assert_cmpstr (parts->statement, ==, "SELECT 1");
  g_assert_cmpuint (parts->position, ==, 3);
  g_assert_cmpstr (parts->sqlstate, ==, "42P01");
  g_assert_cmpstr (parts->detail, ==, "detail");
  g_assert_cmpstr (parts->hint, ==, "Did you mean 'z'?");
  g_assert_cmpstr (parts->context, ==, "context");
  g_assert_cmpstr (parts->outcome, ==, "outcome");
}

/* A copy has its own parts. */
static void
test_copy (void)
{
  g_autoptr (GError) error = NULL;

  lb_set_error_at (&error, LB_ERROR_SCRIPT, "a.sql", 1, "x");
  lb_error_set_hint (error, "first");
  g_autoptr (GError) copy = g_error_copy (error);
  lb_error_set_hint (error, "second");
  g_assert_cmpstr (lb_error_parts (copy)->hint, ==, "first");
  g_assert_cmpstr (lb_error_parts (copy)->file, ==, "a.sql");
}

/* Setters on nothing, or on another domain's error, do nothing. */
static void
test_foreign (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_NOENT, "gone");

  lb_error_set_hint (error, "x");
  lb_error_set_place (error, "f", 1);
  lb_error_set_hint (NULL, "x");
  lb_error_set_detail (NULL, "x");
  lb_set_error_at (NULL, LB_ERROR_CONFIG, "f", 1, "nobody asks");
  g_assert_null (lb_error_parts (error));
  g_assert_null (lb_error_parts (NULL));
}

static void
test_no_line (void)
{
  g_autoptr (GError) error = NULL;

  lb_set_error_at (&error, LB_ERROR_IO, NULL, 0, "x");
  g_assert_null (lb_error_parts (error)->file);
  g_assert_cmpuint (lb_error_parts (error)->line, ==, 0);
  g_assert_null (lb_error_parts (error)->hint);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/util/error/parts", test_parts);
  g_test_add_func ("/util/error/copy", test_copy);
  g_test_add_func ("/util/error/foreign", test_foreign);
  g_test_add_func ("/util/error/no-line", test_no_line);
  return g_test_run ();
}
