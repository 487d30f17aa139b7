/* What statements of scripts give back, and rows put in by COPY, against a real server. */
#include "postgresql.h"

#include "operation/wire.h"

/* ---- results */

static LbResult *
try_statement (LbConnection *connection, const char *sql, GError **error)
{
  g_autoptr (LbStatement) statement = lb_statement_new (sql, "one.py", 7);

  return driver->run (connection, statement, error);
}

static LbResult *
run_statement (LbConnection *connection, const char *sql)
{
  GError *error = NULL;
  LbResult *result = try_statement (connection, sql, &error);

  g_assert_no_error (error);
  return result;
}

/* A cell in its wire form. */
static char *
wire (LbResult *result, gint64 row, guint column)
{
  LbValue value;
  json_t *json;
  g_autofree char *raw = NULL;

  result->cell (result, row, column, &value);
  json = lb_value_to_json (&value);
  raw = json_dumps (json, JSON_ENCODE_ANY | JSON_COMPACT);
  json_decref (json);
  return g_steal_pointer (&raw);
}

static void
test_kinds (void)
{
  static const struct {
    const char *sql, *json;
  } cases[] = {
    { "NULL::int", "null" },
    { "true", "true" },
    { "5::smallint", "5" },
    { "9223372036854775807", "9223372036854775807" },
    { "5::oid", "5" },
    { "1.50", "{\"number\":\"1.50\"}" },
    { "'NaN'::numeric", "{\"number\":\"NaN\"}" },
    { "1.5::real", "1.5" },
    { "2::float8", "2.0" },
    { "'NaN'::float8", "{\"float\":\"nan\"}" },
    { "'-Infinity'::float4", "{\"float\":\"-inf\"}" },
    { "'it''s'", "\"it's\"" },
    { "'x'::char(3)", "\"x  \"" },
    { "'a'::\"char\"", "\"a\"" },
    { "decode('00ff27', 'hex')", "{\"bytes\":\"AP8n\"}" },
    { "''::bytea", "{\"bytes\":\"\"}" },
    { "date '2026-01-31'", "{\"date\":\"2026-01-31\"}" },
    { "date 'infinity'", "{\"date\":\"infinity\"}" },
    { "time '23:59:59.000001'", "{\"time\":\"23:59:59.000001\"}" },
    { "timetz '10:00:00+02'", "{\"time\":\"10:00:00+02:00\"}" },
    { "timestamp '2026-01-31 10:00:00'", "{\"datetime\":\"2026-01-31 10:00:00\"}" },
    { "timestamptz '2026-01-31 10:00:00.5 UTC'", "{\"datetime\":\"2026-01-31 10:00:00.5+00:00\"}" },
    { "timestamptz 'infinity'", "{\"datetime\":\"infinity\"}" },
    { "interval '1 mon -1 day 2.5 s'", "{\"interval\":\"1 mon -1 days +00:00:02.5\"}" },
    { "'00000000-0000-0000-0000-000000000005'::uuid", "{\"uuid\":\"00000000-0000-0000-0000-000000000005\"}" },
    { "'{\"a\":1}'::json", "{\"json\":\"{\\\"a\\\":1}\"}" },
    { "'[1]'::jsonb", "{\"json\":\"[1]\"}" },
    { "ARRAY[1,NULL]", "{\"array\":\"{1,NULL}\",\"of\":\"integer\"}" },
    { "ARRAY['a b']", "{\"array\":\"{\\\"a b\\\"}\",\"of\":\"text\"}" },
    { "ARRAY[1.5]", "{\"array\":\"{1.5}\",\"of\":\"number\"}" },
    { "ARRAY[true]", "{\"array\":\"{t}\",\"of\":\"boolean\"}" },
    { "ARRAY[date '2026-01-31']", "{\"array\":\"{2026-01-31}\",\"of\":\"date\"}" },
    { "point '(1,2)'", "\"(1,2)\"" },
    { "'1.2.3.4'::inet", "\"1.2.3.4\"" },
  };
  LbConnection *connection = open_plain ();

  must_run (connection, "SET timezone TO 'UTC'");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT %s AS x", cases[i].sql);
    g_autoptr (LbResult) result = run_statement (connection, sql);
    g_autofree char *json = wire (result, 0, 0);

    g_assert_cmpuint (result->n_columns, ==, 1);
    g_assert_cmpint (result->n_rows, ==, 1);
    g_assert_cmpstr (result->columns[0].name, ==, "x");
    g_assert_cmpstr (json, ==, cases[i].json);
  }
  driver->close (connection);
}

/* Forms do not depend on what the role, or the script before, has set. */
static void
test_styles (void)
{
  LbConnection *connection = open_plain ();
  g_autoptr (LbResult) result = NULL;
  g_autofree char *date = NULL;
  g_autofree char *interval = NULL;

  must_run (connection, "SET DateStyle TO German; SET IntervalStyle TO iso_8601");
  result = run_statement (connection, "SELECT date '2026-01-31', interval '1 day 2 hours'");
  date = wire (result, 0, 0);
  interval = wire (result, 0, 1);
  g_assert_cmpstr (date, ==, "{\"date\":\"2026-01-31\"}");
  g_assert_cmpstr (interval, ==, "{\"interval\":\"1 day 02:00:00\"}");
  driver->close (connection);
}

static void
test_counts (void)
{
  static const struct {
    const char *sql;
    guint n_columns;
    gint64 n_rows, changed;
  } cases[] = {
    { "CREATE TEMPORARY TABLE counted (a int)", 0, 0, -1 },
    { "INSERT INTO counted SELECT generate_series(1, 3)", 0, 0, 3 },
    { "UPDATE counted SET a = a + 1 WHERE a > 1", 0, 0, 2 },
    { "DELETE FROM counted WHERE a = 4 RETURNING a, a * 2 AS b", 2, 1, 1 },
    { "SELECT * FROM counted", 1, 2, -1 },
    { "SELECT 1; INSERT INTO counted VALUES (9)", 0, 0, 1 },
    { "SELECT 1 WHERE false", 1, 0, -1 },
    { "", 0, 0, -1 },
  };
  LbConnection *connection = open_plain ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbResult) result = run_statement (connection, cases[i].sql);

    g_assert_cmpuint (result->n_columns, ==, cases[i].n_columns);
    g_assert_cmpint (result->n_rows, ==, cases[i].n_rows);
    g_assert_cmpint (result->changed, ==, cases[i].changed);
    g_assert_cmpint (result->insert_id, ==, 0);
  }
  driver->close (connection);
}

static void
test_run_errors (void)
{
  LbConnection *connection = open_plain ();
  g_autoptr (GError) refused = NULL;
  g_autoptr (GError) copied = NULL;

  g_assert_null (try_statement (connection, "SELECT 1 / 0", &refused));
  assert_error (refused, LB_ERROR_DATABASE, "22012");
  g_assert_cmpstr (lb_error_parts (refused)->file, ==, "one.py");
  g_assert_cmpuint (lb_error_parts (refused)->line, ==, 7);
  g_assert_null (try_statement (connection, "COPY (SELECT 1) TO STDOUT", &copied));
  g_assert_error (copied, LB_ERROR, LB_ERROR_DATABASE);
  assert_cell (connection, "SELECT 1", "1");

  /* the BEGIN that was put off goes first */
  g_assert_true (driver->begin (connection, 0, NULL));
  lb_result_free (run_statement (connection, "CREATE TABLE of_begin (a int)"));
  driver->rollback (connection);
  assert_cell (connection, "SELECT to_regclass('of_begin')", "NULL");
  driver->close (connection);
}

/* ---- rows */

static void
free_values (GPtrArray *rows, guint n)
{
  for (guint i = 0; i < rows->len; i++)
    lb_value_row_free (rows->pdata[i], n);
  g_ptr_array_unref (rows);
}

/* Rows in their wire form, with ' for ". */
static GPtrArray *
read_rows (const char *text)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  json_t *json = json_loads (quoted, JSON_ALLOW_NUL, NULL);
  GPtrArray *rows = g_ptr_array_new ();

  g_assert_nonnull (json);
  for (gsize i = 0; i < json_array_size (json); i++) {
    const json_t *row = json_array_get (json, i);
    LbValue *values = g_new0 (LbValue, json_array_size (row) + 1);

    for (gsize c = 0; c < json_array_size (row); c++)
      g_assert_true (lb_value_from_json (json_array_get (row, c), &values[c], NULL));
    g_ptr_array_add (rows, values);
  }
  json_decref (json);
  return rows;
}

static gboolean
insert (LbConnection *connection, const char *table, const char *columns, const char *text, GError **error)
{
  g_auto (GStrv)
    names = *columns ? g_strsplit (columns, ",", -1) : g_new0 (char *, 1);
  GPtrArray *rows = read_rows (text);
  gboolean inserted = driver->insert_rows (connection, table, (const char *const *) names, rows, error);

  free_values (rows, g_strv_length (names));
  return inserted;
}

/* What is put into a column of each type, and what stands there: as an INSERT of the value would have it. */
static void
test_values (void)
{
  static const struct {
    const char *type, *values, *stands;
  } cases[] = {
    { "text", "['a'],[null],[''],['\\\\N'],['\\\\.'],['x\\ty\\nz\\r\\\\'],['\\b\\f\\u000b']",
      "{a,NULL,\"\",\"\\\\N\",\"\\\\.\",\"x\ty\nz\r\\\\\",\"\b\f\v\"}" },
    { "text", "[5],[true],[1.5],[{'number':'1E+3'}],[{'date':'2026-01-31'}]", "{5,true,1.5,1000,2026-01-31}" },
    { "text", "[{'datetime':'2026-01-31 10:00:00.500000'}],[{'interval':'1 days 2.500000 seconds'}]",
      "{\"2026-01-31 10:00:00.5\",\"1 day 00:00:02.5\"}" },
    { "int", "[5],[-5],['7'],[1.6],[{'number':'2.5'}]", "{5,-5,7,2,3}" },
    { "int", "[5],['7'],[null]", "{5,7,NULL}" },
    { "numeric(5,2)", "[5],[1.5],[{'number':'1E+2'}],[{'number':'NaN'}]", "{5.00,1.50,100.00,NaN}" },
    { "float8", "[5],[1.5],[{'float':'nan'}],[{'float':'-inf'}],[2.0]", "{5,1.5,NaN,-Infinity,2}" },
    { "bool", "[true],[false],[null],['yes']", "{true,false,NULL,true}" },
    { "bytea", "[{'bytes':'AP8n'}],[{'bytes':''}]", "{\"\\\\x00ff27\",\"\\\\x\"}" },
    { "timestamp", "[{'datetime':'2026-01-31 10:00:00+02:00'}],['2026-01-31']",
      "{\"2026-01-31 08:00:00\",\"2026-01-31 00:00:00\"}" },
    { "timestamptz", "[{'datetime':'2026-01-31 10:00:00+02:00'}],[{'datetime':'2026-01-31 10:00:00'}]",
      "{\"2026-01-31 08:00:00+00\",\"2026-01-31 10:00:00+00\"}" },
    { "date", "[{'date':'2026-01-31'}],[{'datetime':'2026-01-31 10:00:00'}]", "{2026-01-31,2026-01-31}" },
    { "interval", "[{'interval':'-1 days 2.000000 seconds'}]", "{\"-1 days +00:00:02\"}" },
    { "uuid", "[{'uuid':'00000000-0000-0000-0000-000000000005'}]", "{00000000-0000-0000-0000-000000000005}" },
    { "jsonb", "[{'json':'{\\'a\\\\n\\': [1]}'}],['[]']", "{\"{\\\"a\\\\n\\\": [1]}\",[]}" },
    { "int[]", "[{'array':[1,null,-3]}],[{'array':[]}],['{4}'],[null]", "{\"{1,NULL,-3}\",\"{}\",\"{4}\",NULL}" },
    { "text[]", "[{'array':['a\\'b','\\\\','NULL','',null,'x\\ny']}],[{'array':[{'array':['a']},{'array':['b']}]}]",
      "{\"{\\\"a\\\\\\\"b\\\",\\\"\\\\\\\\\\\",\\\"NULL\\\",\\\"\\\",NULL,\\\"x\ny\\\"}\",\"{{a},{b}}\"}" },
    { "bytea[]", "[{'array':[{'bytes':'AP8n'}]}]", "{\"{\\\"\\\\\\\\x00ff27\\\"}\"}" },
    { "small", "[5],[2.4]", "{5,2}" },
    { "mood", "['sad'],[null]", "{sad,NULL}" },
  };
  LbConnection *connection = open_plain ();

  must_run (connection, "DROP SCHEMA IF EXISTS filled CASCADE; CREATE SCHEMA filled; SET search_path TO filled;"
                        "SET timezone TO 'UTC'; CREATE DOMAIN small AS smallint; CREATE TYPE mood AS ENUM ('sad')");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *create = g_strdup_printf ("CREATE TABLE \"T\" (id serial, \"C\" %s)", cases[i].type);
    g_autofree char *rows = g_strdup_printf ("[%s]", cases[i].values);
    GError *error = NULL;

    must_run (connection, create);
    insert (connection, "\"T\"", "C", rows, &error);
    g_assert_no_error (error);
    assert_cell (connection, "SELECT array_agg(\"C\"::text ORDER BY id) FROM \"T\"", cases[i].stands);
    must_run (connection, "DROP TABLE \"T\"");
  }
  driver->close (connection);
}

/* What COPY knows nothing of. */
static void
test_not_tables (void)
{
  static const struct {
    const char *target, *shown;
  } cases[] = {
    { "plain", "{1,2}" }, { "seen", "{101,102}" }, { "ruled", "{1,2}" }, { "parted", "{1,2}" }, { "guarded", "{1,2}" },
  };
  LbConnection *connection = open_plain ();

  must_run (connection, "DROP SCHEMA IF EXISTS others CASCADE; CREATE SCHEMA others; SET search_path TO others;"
                        "CREATE TABLE plain (a int); CREATE TABLE base (a int); CREATE TABLE ruled (a int);"
                        "CREATE VIEW seen AS SELECT a + 100 AS a FROM base;"
                        "CREATE FUNCTION into_base() RETURNS trigger LANGUAGE plpgsql AS"
                        " 'BEGIN INSERT INTO base VALUES (NEW.a); RETURN NEW; END';"
                        "CREATE TRIGGER i INSTEAD OF INSERT ON seen FOR EACH ROW EXECUTE FUNCTION into_base();"
                        "CREATE TABLE target (a int); CREATE RULE r AS ON INSERT TO ruled DO INSTEAD"
                        " INSERT INTO target VALUES (NEW.a);"
                        "CREATE TABLE parted (a int) PARTITION BY RANGE (a);"
                        "CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (10);"
                        "CREATE TABLE guarded (a int); ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;"
                        "CREATE POLICY p ON guarded USING (true); DROP ROLE IF EXISTS limbeck_guarded;"
                        "CREATE ROLE limbeck_guarded; GRANT USAGE ON SCHEMA others TO limbeck_guarded;"
                        "GRANT ALL ON guarded TO limbeck_guarded");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *count = g_strdup_printf ("SELECT array_agg(a ORDER BY a) FROM %s",
                                              strcmp (cases[i].target, "ruled") == 0 ? "target" : cases[i].target);
    GError *error = NULL;

    if (strcmp (cases[i].target, "guarded") == 0)
      must_run (connection, "SET ROLE limbeck_guarded");
    insert (connection, cases[i].target, "a", "[[1],[2]]", &error);
    g_assert_no_error (error);
    assert_cell (connection, count, cases[i].shown);
  }
  must_run (connection, "RESET ROLE; DROP OWNED BY limbeck_guarded; DROP ROLE limbeck_guarded");

  insert (connection, "plain", "", "[[],[]]", NULL);
  assert_cell (connection, "SELECT count(*) FROM plain WHERE a IS NULL", "2");
  driver->close (connection);
}

static void
test_insert_errors (void)
{
  static const struct {
    const char *table, *columns, *rows, *sqlstate, *context;
  } cases[] = {
    { "failing", "a", "[[1],[2],['x']]", "22P02", "line 3, column a" },
    { "failing", "a", "[[1],[1]]", "23505", "line 2" },
    { "failing", "a,b", "[[1,2]]", "42703", NULL },
    { "nowhere", "a", "[[1]]", "42P01", NULL },
    { "failing", "a", "[[1],[1.5],['x']]", "22P02", NULL },
  };
  LbConnection *connection = open_plain ();

  must_run (connection, "DROP TABLE IF EXISTS failing; CREATE TABLE failing (a int UNIQUE)");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (insert (connection, cases[i].table, cases[i].columns, cases[i].rows, &error));
    assert_error (error, LB_ERROR_DATABASE, cases[i].sqlstate);
    if (cases[i].context)
      g_assert_nonnull (strstr (lb_error_parts (error)->context, cases[i].context));
    assert_cell (connection, "SELECT count(*) FROM failing", "0");
  }
  driver->close (connection);
}

/* All or none, and in a transaction a failure is what that of an INSERT is. */
static void
test_insert_transaction (void)
{
  LbConnection *connection = open_plain ();
  g_autoptr (GError) nul = NULL;
  g_autoptr (GError) error = NULL;

  must_run (connection, "DROP TABLE IF EXISTS whole; CREATE TABLE whole (a text)");
  g_assert_true (driver->begin (connection, 0, NULL));
  g_assert_true (insert (connection, "whole", "a", "[['x']]", NULL));
  must_run (connection, "SAVEPOINT s");
  g_assert_false (insert (connection, "whole", "a", "[['y'],['a\\u0000b']]", &nul));
  g_assert_error (nul, LB_ERROR, LB_ERROR_SCRIPT);
  g_assert_false (insert (connection, "whole", "nothing", "[['y']]", &error));
  must_run (connection, "ROLLBACK TO SAVEPOINT s");
  g_assert_true (insert (connection, "whole", "a", "[['z']]", NULL));
  g_assert_true (insert (connection, "whole", "a", "[]", NULL));
  g_assert_true (driver->commit (connection, NULL));
  assert_cell (connection, "SELECT array_agg(a ORDER BY a) FROM whole", "{x,z}");
  driver->close (connection);
}

static GPtrArray *
many_rows (guint n)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < n; i++) {
    LbValue *values = g_new0 (LbValue, 2);
    char *number = g_strdup_printf ("%u", i);
    char *text = g_strnfill (200, 'x');

    values[0] = (LbValue){ .kind = LB_VALUE_INTEGER, .text = number, .length = strlen (number) };
    values[1] = (LbValue){ .kind = LB_VALUE_TEXT, .text = text, .length = 200 };
    g_ptr_array_add (rows, values);
  }
  return rows;
}

/* More than any buffer between the two holds, also where the server refuses it at once. */
static void
test_insert_many (void)
{
  static const char *const columns[] = { "a", "b", NULL };
  LbConnection *connection = open_plain ();
  GPtrArray *rows = many_rows (50000);
  g_autoptr (GError) error = NULL;

  must_run (connection, "DROP TABLE IF EXISTS many; CREATE TABLE many (a int CHECK (a <> 1), b text)");
  g_assert_false (driver->insert_rows (connection, "many", columns, rows, &error));
  assert_error (error, LB_ERROR_DATABASE, "23514");
  must_run (connection, "ALTER TABLE many DROP CONSTRAINT many_a_check");
  g_assert_true (driver->insert_rows (connection, "many", columns, rows, NULL));
  assert_cell (connection, "SELECT count(*) || ' ' || sum(a) || ' ' || sum(length(b)) FROM many",
               "50000 1249975000 10000000");
  free_values (rows, 2);
  driver->close (connection);
}

static gpointer
cancel_later (gpointer connection)
{
  g_usleep (300 * 1000);
  driver->cancel (connection);
  return NULL;
}

/* Interrupted while the server keeps the rows waiting. */
static void
test_insert_cancelled (void)
{
  static const char *const columns[] = { "a", "b", NULL };
  LbConnection *connection = open_plain ();
  GPtrArray *rows = many_rows (50000);
  g_autoptr (GError) error = NULL;
  GThread *thread;

  must_run (connection, "DROP TABLE IF EXISTS slow; CREATE TABLE slow (a int, b text);"
                        "CREATE OR REPLACE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS"
                        " 'BEGIN PERFORM pg_sleep(0.01); RETURN NEW; END';"
                        "CREATE TRIGGER d BEFORE INSERT ON slow FOR EACH ROW EXECUTE FUNCTION dawdle()");
  thread = g_thread_new ("cancel", cancel_later, connection);
  g_assert_false (driver->insert_rows (connection, "slow", columns, rows, &error));
  g_thread_join (thread);
  g_assert_error (error, LB_ERROR, LB_ERROR_INTERRUPTED);
  assert_cell (connection, "SELECT count(*) FROM slow", "0");
  free_values (rows, 2);
  driver->close (connection);
}

static void
add_tests (void)
{
  g_test_add_func ("/postgresql/result/kinds", test_kinds);
  g_test_add_func ("/postgresql/result/styles", test_styles);
  g_test_add_func ("/postgresql/result/counts", test_counts);
  g_test_add_func ("/postgresql/result/errors", test_run_errors);
  g_test_add_func ("/postgresql/insert/values", test_values);
  g_test_add_func ("/postgresql/insert/not-tables", test_not_tables);
  g_test_add_func ("/postgresql/insert/errors", test_insert_errors);
  g_test_add_func ("/postgresql/insert/transaction", test_insert_transaction);
  g_test_add_func ("/postgresql/insert/many", test_insert_many);
  g_test_add_func ("/postgresql/insert/cancelled", test_insert_cancelled);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  return cluster_test (add_tests);
}
