/* Literals of the databases that are written for only. */
#include "backend/dialects.h"
#include "util/error.h"

#include <string.h>

typedef struct {
  LbValueKind kind;
  const char *text;
  const char *mssql; /* NULL: none */
  const char *oracle;
} Case;

static const Case cases[] = {
  { LB_VALUE_NULL, NULL, "NULL", "NULL" },
  { LB_VALUE_BOOLEAN, "t", "1", "1" },
  { LB_VALUE_BOOLEAN, "f", "0", "0" },
  { LB_VALUE_INTEGER, "-12345678901234567890", "-12345678901234567890", "-12345678901234567890" },
  { LB_VALUE_NUMBER, "1.50", "1.50", "1.50" },
  { LB_VALUE_FLOAT, "1e-07", "1e-07", "1e-07" },
  { LB_VALUE_TEXT, "it's", "'it''s'", "'it''s'" },
  { LB_VALUE_TEXT, "back\\slash", "'back\\slash'", "'back\\slash'" },
  { LB_VALUE_TEXT, "gr\303\274n", "N'gr\303\274n'", "'gr\303\274n'" },
  { LB_VALUE_BYTES, "\001'\377", "0x0127ff", "HEXTORAW('0127ff')" },
  { LB_VALUE_DATE, "2026-01-31", "'2026-01-31'", "TO_DATE('2026-01-31', 'YYYY-MM-DD')" },
  { LB_VALUE_TIME, "23:59:59", "'23:59:59'", NULL },
  { LB_VALUE_DATETIME, "2026-01-31 23:59:59", "'2026-01-31 23:59:59'",
    "TO_TIMESTAMP('2026-01-31 23:59:59', 'YYYY-MM-DD HH24:MI:SS.FF')" },
  { LB_VALUE_INTERVAL, "1 day", NULL, NULL },
  { LB_VALUE_UUID, "6a1b", "'6a1b'", "'6a1b'" },
  { LB_VALUE_JSON, "{\"a\": 1}", "N'{\"a\": 1}'", "'{\"a\": 1}'" },
  { LB_VALUE_ARRAY, NULL, NULL, NULL },
};

static void
check (const char *name, const LbValue *value, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) sql = g_string_new ("x=");
  gboolean written = lb_dialect_find (name)->append_value (sql, value, &error);

  g_assert_cmpint (written, ==, expected != NULL);
  if (expected)
    g_assert_cmpstr (sql->str + 2, ==, expected);
  else
    g_assert_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED);
}

static void
test_literals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const LbValue value
        = { .kind = cases[i].kind, .text = cases[i].text, .length = cases[i].text ? strlen (cases[i].text) : 0 };

    check ("mssql", &value, cases[i].mssql);
    check ("oracle", &value, cases[i].oracle);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/literal", test_literals);
  return g_test_run ();
}
