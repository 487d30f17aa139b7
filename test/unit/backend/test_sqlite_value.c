/* Values to and from SQLite: literals, results, rows put in. */
#include "sqlite.h"

/* ---- literals, and that they are what is bound */

static const struct {
  LbValueKind kind;
  const char *text;
  const char *literal; /* NULL: refused */
  const char *kept;    /* typeof and value when put in by insert_rows */
} literals[] = {
  { LB_VALUE_NULL, NULL, "NULL", "null|NULL" },
  { LB_VALUE_BOOLEAN, "t", "1", "integer|1" },
  { LB_VALUE_BOOLEAN, "f", "0", "integer|0" },
  { LB_VALUE_INTEGER, "-9223372036854775808", "-9223372036854775808", "integer|-9223372036854775808" },
  { LB_VALUE_INTEGER, "9223372036854775808", NULL, NULL },
  { LB_VALUE_NUMBER, "1.50", "1.50", "real|1.5" },
  { LB_VALUE_NUMBER, "-12", "-12", "integer|-12" },
  { LB_VALUE_NUMBER, "12345678901234567890", "12345678901234567890.0", "real|1.23456789012346e+19" },
  { LB_VALUE_NUMBER, "NaN", "NULL", "null|NULL" },
  { LB_VALUE_FLOAT, "5", "5.0", "real|5.0" },
  { LB_VALUE_FLOAT, "1e+300", "1e+300", "real|1.0e+300" },
  { LB_VALUE_FLOAT, "inf", "9e999", "real|Inf" },
  { LB_VALUE_FLOAT, "-inf", "-9e999", "real|-Inf" },
  { LB_VALUE_FLOAT, "nan", "NULL", "null|NULL" },
  { LB_VALUE_TEXT, "it's", "'it''s'", "text|it's" },
  { LB_VALUE_TEXT, "\xc3\xbc\\n", "'\xc3\xbc\\n'", "text|\xc3\xbc\\n" },
  { LB_VALUE_JSON, "{\"a\": 1}", "'{\"a\": 1}'", "text|{\"a\": 1}" },
  { LB_VALUE_UUID, "0b4c8b1e-7d0f-4c65-8f0e-2f9a5f0c1d2e", "'0b4c8b1e-7d0f-4c65-8f0e-2f9a5f0c1d2e'",
    "text|0b4c8b1e-7d0f-4c65-8f0e-2f9a5f0c1d2e" },
  { LB_VALUE_BYTES, "\x01\xff'", "x'01ff27'", "blob|\x01\xff'" },
  { LB_VALUE_DATE, "2026-01-31", "'2026-01-31'", "text|2026-01-31" },
  { LB_VALUE_TIME, "23:59:59", "'23:59:59.000000'", "text|23:59:59.000000" },
  { LB_VALUE_TIME, "23:59:59.5+02:00", "'23:59:59.500000'", "text|23:59:59.500000" },
  { LB_VALUE_DATETIME, "2026-01-31 23:59:59", "'2026-01-31 23:59:59.000000'", "text|2026-01-31 23:59:59.000000" },
  { LB_VALUE_DATETIME, "2026-01-31 23:59:59.000001", "'2026-01-31 23:59:59.000001'",
    "text|2026-01-31 23:59:59.000001" },
  { LB_VALUE_DATETIME, "2026-01-31 23:59:59.123456-05:00", "'2026-01-31 23:59:59.123456'",
    "text|2026-01-31 23:59:59.123456" },
  { LB_VALUE_INTERVAL, "1 days 7384.500000 seconds", "'1970-01-02 02:03:04.500000'",
    "text|1970-01-02 02:03:04.500000" },
  { LB_VALUE_INTERVAL, "-1 days 86399.000000 seconds", "'1969-12-31 23:59:59.000000'",
    "text|1969-12-31 23:59:59.000000" },
  { LB_VALUE_INTERVAL, "1 mon", NULL, NULL },
};

static LbValue
value_of (LbValueKind kind, const char *text)
{
  return (LbValue){ .kind = kind, .text = text, .length = text ? strlen (text) : 0 };
}

static void
test_literals (void)
{
  static const char *const columns[] = { "a", NULL };
  LbConnection *connection = open_memory ();

  for (guint i = 0; i < G_N_ELEMENTS (literals); i++) {
    LbValue value = value_of (literals[i].kind, literals[i].text);
    g_autoptr (GPtrArray) rows = g_ptr_array_new ();
    g_autoptr (GString) sql = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    gboolean good = lb_dialect_sqlite.append_value (sql, &value, &error);

    say (connection, "DROP TABLE IF EXISTS t; CREATE TABLE t (a)");
    g_ptr_array_add (rows, &value);
    if (!literals[i].literal) {
      g_assert_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED);
      g_assert_false (driver->insert_rows (connection, "t", columns, rows, NULL));
      expect (connection, "SELECT count(*) FROM t", "0");
      continue;
    }
    g_assert_true (good);
    g_assert_cmpstr (sql->str, ==, literals[i].literal);
    good = driver->insert_rows (connection, "t", columns, rows, &error);
    g_assert_no_error (error);
    expect (connection, "SELECT typeof(a), a FROM t", literals[i].kept);
    /* the literal is the same value */
    g_string_prepend (sql, "SELECT a IS ");
    g_string_append (sql, " FROM t");
    expect (connection, sql->str, "1");
  }
  driver->close (connection);
}

static void
test_nul (void)
{
  LbValue value = { .kind = LB_VALUE_TEXT, .text = "a\0b", .length = 3 };
  LbConnection *connection = open_memory ();
  g_autoptr (GString) sql = g_string_new ("SELECT length(CAST(");

  g_assert_true (lb_dialect_sqlite.append_value (sql, &value, NULL));
  g_string_append (sql, " AS BLOB))");
  expect (connection, sql->str, "3");
  driver->close (connection);
}

/* ---- rows: all or none */

static void
test_rows (void)
{
  static const char *const columns[] = { "id", "Name", NULL };
  LbValue first[] = { value_of (LB_VALUE_INTEGER, "1"), value_of (LB_VALUE_TEXT, "one") };
  LbValue second[] = { value_of (LB_VALUE_INTEGER, "1"), value_of (LB_VALUE_TEXT, "again") };
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  LbConnection *connection = open_memory ();

  say (connection, "CREATE TABLE t (id INTEGER PRIMARY KEY, \"Name\" TEXT)");
  g_ptr_array_add (rows, first);
  g_ptr_array_add (rows, second);
  g_assert_true (driver->begin (connection, 0, NULL));
  say (connection, "INSERT INTO t VALUES (7, 'before')");
  g_assert_false (driver->insert_rows (connection, "t", columns, rows, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_DATABASE);
  g_assert_nonnull (strstr (error->message, "row 2: UNIQUE constraint failed: t.id"));
  expect (connection, "SELECT * FROM t", "7|before");
  g_ptr_array_remove_index (rows, 1);
  g_assert_true (driver->insert_rows (connection, "t", columns, rows, NULL));
  g_assert_true (driver->commit (connection, NULL));
  expect (connection, "SELECT * FROM t ORDER BY id", "1|one\n7|before");
  driver->close (connection);
}

/* ---- results */

static LbResult *
run (LbConnection *connection, const char *sql)
{
  g_autoptr (LbStatement) statement = lb_statement_new (sql, NULL, 0);
  g_autoptr (GError) error = NULL;
  LbResult *result = driver->run (connection, statement, &error);

  g_assert_no_error (error);
  return result;
}

static void
assert_cell (LbResult *result, gint64 row, guint column, LbValueKind kind, const char *text)
{
  LbValue value;

  result->cell (result, row, column, &value);
  g_assert_cmpint (value.kind, ==, kind);
  g_assert_cmpstr (value.text, ==, text);
  if (text)
    g_assert_cmpuint (value.length, ==, strlen (text));
}

static void
test_results (void)
{
  LbConnection *connection = open_memory ();
  g_autoptr (LbResult) kinds = NULL, none = NULL, inserted = NULL, updated = NULL, returned = NULL, last = NULL;

  g_autoptr (LbResult) created = run (connection, "CREATE TABLE t (id INTEGER PRIMARY KEY, d DATETIME)");
  g_assert_cmpuint (created->n_columns, ==, 0);
  g_assert_cmpint (created->changed, ==, -1);

  inserted = run (connection, "/* two */ INSERT INTO t (d) VALUES ('x'), ('y')");
  g_assert_cmpint (inserted->changed, ==, 2);
  g_assert_cmpint (inserted->insert_id, ==, 2);

  updated = run (connection, "UPDATE t SET d = NULL WHERE id = 2");
  g_assert_cmpint (updated->changed, ==, 1);
  g_assert_cmpint (updated->insert_id, ==, 0);

  returned = run (connection, "INSERT INTO t VALUES (9, 'z') RETURNING id, d");
  g_assert_cmpint (returned->n_rows, ==, 1);
  g_assert_cmpint (returned->changed, ==, 1);
  assert_cell (returned, 0, 0, LB_VALUE_INTEGER, "9");

  kinds = run (connection, "SELECT id, d, 0.1 + 0.2, 1e300, 5.0, x'0061', '' AS e, NULL, -7 FROM t ORDER BY id");
  g_assert_cmpint (kinds->n_rows, ==, 3);
  g_assert_cmpstr (kinds->columns[0].name, ==, "id");
  g_assert_cmpstr (kinds->columns[0].type, ==, "INTEGER");
  g_assert_cmpstr (kinds->columns[1].type, ==, "DATETIME");
  g_assert_null (kinds->columns[2].type);
  g_assert_cmpstr (kinds->columns[6].name, ==, "e");
  assert_cell (kinds, 0, 1, LB_VALUE_TEXT, "x");
  assert_cell (kinds, 1, 1, LB_VALUE_NULL, NULL);
  assert_cell (kinds, 2, 0, LB_VALUE_INTEGER, "9");
  assert_cell (kinds, 0, 2, LB_VALUE_FLOAT, "0.30000000000000004");
  assert_cell (kinds, 0, 3, LB_VALUE_FLOAT, "1e+300");
  assert_cell (kinds, 0, 4, LB_VALUE_FLOAT, "5");
  assert_cell (kinds, 0, 6, LB_VALUE_TEXT, "");
  assert_cell (kinds, 0, 8, LB_VALUE_INTEGER, "-7");
  {
    LbValue bytes;

    kinds->cell (kinds, 0, 5, &bytes);
    g_assert_cmpmem (bytes.text, bytes.length, "\0a", 2);
  }

  last = run (connection, "SELECT 1; DELETE FROM t; SELECT count(*) FROM t; -- end");
  assert_cell (last, 0, 0, LB_VALUE_INTEGER, "0");
  none = run (connection, "-- nothing");
  g_assert_cmpuint (none->n_columns, ==, 0);
  driver->close (connection);
}

static void
test_error (void)
{
  g_autoptr (LbStatement) statement = lb_statement_new ("SELECT 1; SELECT nope", "x.py", 4);
  g_autoptr (GError) error = NULL;
  LbConnection *connection = open_memory ();

  g_assert_null (driver->run (connection, statement, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_DATABASE);
  g_assert_cmpstr (error->message, ==, "no such column: nope");
  g_assert_cmpstr (lb_error_parts (error)->file, ==, "x.py");
  driver->close (connection);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  load_driver ();
  g_test_add_func ("/sqlite/value/literals", test_literals);
  g_test_add_func ("/sqlite/value/nul", test_nul);
  g_test_add_func ("/sqlite/value/rows", test_rows);
  g_test_add_func ("/sqlite/value/results", test_results);
  g_test_add_func ("/sqlite/value/error", test_error);
  return g_test_run ();
}
