#include "operation/rows.h"

#include <string.h>

static const LbValue *
cell (const GPtrArray *rows, guint row, guint column)
{
  return (const LbValue *) g_ptr_array_index (rows, row) + column;
}

static void
check (const LbValue *value, LbValueKind kind, const char *text)
{
  g_assert_cmpint (value->kind, ==, kind);
  g_assert_cmpstr (value->text, ==, text);
  g_assert_cmpuint (value->length, ==, text ? strlen (text) : 0);
}

static GPtrArray *
read_copy (const char *json, guint n_columns, char **ret_text)
{
  *ret_text = g_strdup (json);
  return lb_rows_read (*ret_text, strlen (json), n_columns);
}

static void
test_values (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) rows = read_copy (
      "[[1,\"a\",null],[-20,\"\",true],[0.5,\"q\\\"\\\\\\n\\u00e9\xc3\xa9\",false],[1e+16,\"x\",12345678901234567890]]",
      3, &text);

  g_assert_nonnull (rows);
  g_assert_cmpuint (rows->len, ==, 4);
  check (cell (rows, 0, 0), LB_VALUE_INTEGER, "1");
  check (cell (rows, 0, 1), LB_VALUE_TEXT, "a");
  check (cell (rows, 0, 2), LB_VALUE_NULL, NULL);
  check (cell (rows, 1, 0), LB_VALUE_INTEGER, "-20");
  check (cell (rows, 1, 1), LB_VALUE_TEXT, "");
  check (cell (rows, 1, 2), LB_VALUE_BOOLEAN, "t");
  check (cell (rows, 2, 0), LB_VALUE_FLOAT, "0.5");
  check (cell (rows, 2, 1), LB_VALUE_TEXT, "q\"\\\n\xc3\xa9\xc3\xa9");
  check (cell (rows, 2, 2), LB_VALUE_BOOLEAN, "f");
  check (cell (rows, 3, 0), LB_VALUE_FLOAT, "1e+16");
  check (cell (rows, 3, 2), LB_VALUE_INTEGER, "12345678901234567890");
}

/* What is not plain, and what is no JSON, is left to those who have words for it. */
static void
test_others (void)
{
  static const char *const others[] = {
    "",
    "[",
    "[]",
    "[[1]",
    "[[1]]x",
    "[[1,2]]",
    "[[]]",
    "[[1],]",
    "[[01]]",
    "[[1.]]",
    "[[.5]]",
    "[[1e]]",
    "[[-]]",
    "[[+1]]",
    "[[nul]]",
    "[[NaN]]",
    "[[\"a]]",
    "[[\"\\u0000\"]]",
    "[[\"\\ud83d\\ude00\"]]",
    "[[\"\\x\"]]",
    "[[\"\\u12\"]]",
    "[[\"\t\"]]",
    "[[{\"date\":\"2026-01-01\"}]]",
    "[[[1]]]",
    "[[\"\xff\"]]",
    "[ [1]]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autofree char *text = NULL;
    GPtrArray *rows = read_copy (others[i], 1, &text);

    g_test_message ("%s", others[i]);
    g_assert_null (rows);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operation/rows/values", test_values);
  g_test_add_func ("/operation/rows/others", test_others);
  return g_test_run ();
}
