/* Reading the catalogue of a real server. */
#include "postgresql.h"

#include "schema/json.h"

static LbSchema *
reflect (LbConnection *connection, const char *schema, const char *const *tables, guint what)
{
  const LbReflect reflect = { schema, tables, (LbReflectWhat) what };
  GError *error = NULL;
  LbSchema *read = driver->reflect (connection, &reflect, &error);

  g_assert_no_error (error);
  return read;
}

/* ---- all of it, against the text it had when a person had looked it through */

static void
append_lines (GString *text, json_t *object, const char *key, const char *indent)
{
  const json_t *list = json_object_get (object, key);

  for (gsize i = 0; i < json_array_size (list); i++) {
    g_autofree char *line = json_dumps (json_array_get (list, i), JSON_SORT_KEYS);

    g_string_append_printf (text, "%s%s %s\n", indent, key, line);
  }
  json_object_del (object, key);
}

/* A line for each table and each part of one. */
static char *
rendered (const LbSchema *schema)
{
  static const char *const keys[] = { "columns", "constraints", "indexes" };
  GString *text = g_string_new (NULL);
  json_t *json = lb_schema_to_json (schema);
  json_t *tables = json_object_get (json, "tables");

  for (gsize i = 0; i < json_array_size (tables); i++) {
    json_t *table = json_array_get (tables, i);
    g_autoptr (GString) parts = g_string_new (NULL);
    g_autofree char *line = NULL;

    for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
      append_lines (parts, table, keys[k], "  ");
    line = json_dumps (table, JSON_SORT_KEYS);
    g_string_append_printf (text, "table %s\n%s", line, parts->str);
  }
  append_lines (text, json, "sequences", "");
  append_lines (text, json, "enums", "");
  json_decref (json);
  return g_string_free (text, FALSE);
}

static void
must_run_file (LbConnection *connection, const char *name)
{
  g_autofree char *path = g_build_filename (LB_TEST_DATA, "golden", "reflect", name, NULL);
  g_autofree char *sql = NULL;

  must_run (connection, "DROP SCHEMA IF EXISTS reflected, elsewhere CASCADE");
  g_assert_true (g_file_get_contents (path, &sql, NULL, NULL));
  must_run (connection, sql);
}

enum { ALL = LB_REFLECT_TABLE | LB_REFLECT_VIEWS | LB_REFLECT_TRIGGERS | LB_REFLECT_TYPES | LB_REFLECT_SEQUENCES };

static gboolean
skips_old (LbConnection *connection)
{
  if (driver->server_version (connection) >= 150000)
    return FALSE;
  g_test_skip ("the server is older than 15");
  driver->close (connection);
  return TRUE;
}

static void
test_golden (void)
{
  LbConnection *connection = open_plain ();
  g_autofree char *path = g_build_filename (LB_TEST_DATA, "golden", "reflect", "postgresql.expected", NULL);
  g_autoptr (LbSchema) schema = NULL;
  g_autofree char *got = NULL;
  g_autofree char *expected = NULL;

  if (skips_old (connection))
    return;
  must_run_file (connection, "postgresql.sql");
  schema = reflect (connection, NULL, NULL, ALL);
  got = rendered (schema);
  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  g_assert_cmpstr (got, ==, expected);
  driver->close (connection);
}

/* A type that was read, written as SQL again, is the same type. */
static void
test_types_again (void)
{
  static const char *const tables[] = { "kinds", NULL };
  LbConnection *connection = open_plain ();
  const LbDialect *dialect = lb_dialect_find ("postgresql");
  g_autoptr (LbSchema) schema = NULL;
  g_autoptr (GString) sql = g_string_new ("CREATE TABLE reflected.again (");
  const LbTable *table;

  if (skips_old (connection))
    return;
  must_run_file (connection, "postgresql.sql");
  schema = reflect (connection, NULL, tables, LB_REFLECT_COLUMNS);
  table = schema->tables->pdata[0];
  for (guint i = 0; i < table->columns->len; i++) {
    const LbColumn *column = table->columns->pdata[i];
    GError *error = NULL;
    g_autofree char *type = dialect->type_text (column->type, &error);

    g_assert_no_error (error);
    g_string_append_printf (sql, "%s\"%s\" %s", i ? ", " : "", column->name, type);
  }
  g_string_append_c (sql, ')');
  must_run (connection, sql->str);
  assert_cell (connection,
               "SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' ||"
               " format_type(b.atttypid, b.atttypmod), ', ') FROM pg_attribute a JOIN pg_attribute b"
               " ON b.attrelid = 'reflected.again'::regclass AND b.attname = a.attname"
               " WHERE a.attrelid = 'reflected.kinds'::regclass AND a.attnum > 0 AND"
               " format_type(a.atttypid, a.atttypmod) <> format_type(b.atttypid, b.atttypmod)",
               "NULL");
  driver->close (connection);
}

/* What every server has, from 11 on. */
static void
test_every_server (void)
{
  LbConnection *connection = open_plain ();
  g_autoptr (LbSchema) schema = NULL;
  g_autofree char *got = NULL;

  must_run (
      connection,
      "DROP SCHEMA IF EXISTS old CASCADE; CREATE SCHEMA old; SET search_path TO old;"
      "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, m mood[],"
      " CONSTRAINT pk PRIMARY KEY (id) INCLUDE (m), CONSTRAINT fk FOREIGN KEY (id) REFERENCES t ON DELETE SET NULL,"
      " CONSTRAINT x EXCLUDE USING btree (m WITH =));"
      "CREATE INDEX i ON t (m DESC) WHERE id > 1; CREATE VIEW v AS SELECT 1 AS a");
  schema = reflect (connection, NULL, NULL, ALL);
  got = rendered (schema);
  g_assert_cmpstr (
      got, ==,
      "table {\"kind\": \"table\", \"name\": \"t\"}\n"
      "  columns {\"autoincrement\": true, \"default\": {\"identity\": {\"always\": true, \"cache\": 1, \"cycle\": "
      "false,"
      " \"increment\": 1, \"maxvalue\": 2147483647, \"minvalue\": 1, \"start\": 1}}, \"foreign_key\": true, \"name\": "
      "\"id\","
      " \"nullable\": false, \"primary_key\": true, \"type\": {\"type\": \"INTEGER\"}}\n"
      "  columns {\"name\": \"m\", \"type\": {\"dialect\": \"postgresql\", \"item\": {\"dialect\": \"postgresql\","
      " \"enums\": [\"sad\"], \"name\": \"mood\", \"type\": \"ENUM\"}, \"type\": \"ARRAY\"}}\n"
      "  constraints {\"columns\": [\"id\"], \"kind\": \"primary\", \"name\": \"pk\","
      " \"options\": {\"postgresql_include\": [\"m\"]}}\n"
      "  constraints {\"columns\": [\"id\"], \"kind\": \"foreign\", \"name\": \"fk\", \"ondelete\": \"SET NULL\","
      " \"referent\": {\"columns\": [\"id\"], \"table\": \"t\"}}\n"
      "  constraints {\"elements\": [{\"column\": \"m\", \"operator\": \"=\"}], \"kind\": \"exclude\", \"name\": \"x\","
      " \"using\": \"btree\"}\n"
      "  indexes {\"columns\": [{\"column\": \"m\", \"suffix\": \"DESC\"}], \"method\": \"btree\", \"name\": \"i\","
      " \"table\": \"t\", \"where\": \"id > 1\"}\n"
      "  indexes {\"columns\": [{\"column\": \"id\"}], \"includes\": [\"m\"], \"method\": \"btree\", \"name\": \"pk\","
      " \"of_constraint\": true, \"table\": \"t\", \"unique\": true}\n"
      "  indexes {\"columns\": [{\"column\": \"m\"}], \"method\": \"btree\", \"name\": \"x\", \"of_constraint\": true,"
      " \"table\": \"t\"}\n"
      "table {\"definition\": \" SELECT 1 AS a;\", \"kind\": \"view\", \"name\": \"v\"}\n"
      "  columns {\"name\": \"a\", \"type\": {\"type\": \"INTEGER\"}}\n"
      "sequences {\"cache\": 1, \"cycle\": false, \"increment\": 1, \"maxvalue\": 2147483647, \"minvalue\": 1,"
      " \"name\": \"t_id_seq\", \"of_identity\": true, \"owner_column\": \"id\", \"owner_table\": \"t\", \"start\": 1,"
      " \"type\": {\"type\": \"INTEGER\"}}\n"
      "enums {\"labels\": [\"sad\"], \"name\": \"mood\", \"schema\": \"old\", \"visible\": true}\n");
  driver->close (connection);
}

/* ---- what is asked for */

static char *
names_of (const LbSchema *schema)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < schema->tables->len; i++) {
    const LbTable *table = schema->tables->pdata[i];

    g_string_append_printf (names, "%s%s%s%s", i ? " " : "", table->schema ? table->schema : "",
                            table->schema ? "." : "", table->name);
  }
  return g_string_free (names, FALSE);
}

static void
test_scope (void)
{
  static const char *const some[] = { "b", "it's", "nowhere", NULL };
  static const char *const none[] = { NULL };
  static const struct {
    const char *schema;
    const char *const *tables;
    guint what;
    const char *names;
  } cases[] = {
    { NULL, NULL, LB_REFLECT_NAMES, "a b it's" },
    { NULL, NULL, LB_REFLECT_VIEWS, "a b it's seen" },
    { NULL, some, LB_REFLECT_VIEWS, "b it's" },
    { NULL, none, LB_REFLECT_TABLE, "" },
    { "it's {odd}", NULL, LB_REFLECT_TABLE, "it's {odd}.a it's {odd}.hidden" },
    { "it's {odd}", some, LB_REFLECT_TABLE, "" },
    { "nowhere", NULL, LB_REFLECT_TABLE | LB_REFLECT_TYPES | LB_REFLECT_SEQUENCES, "" },
    { NULL, NULL, LB_REFLECT_TEMPORARY | LB_REFLECT_TABLE, "fleeting" },
  };
  LbConnection *connection = open_plain ();

  must_run (connection, "DROP SCHEMA IF EXISTS first CASCADE; DROP SCHEMA IF EXISTS \"it's {odd}\" CASCADE;"
                        "CREATE SCHEMA first; CREATE SCHEMA \"it's {odd}\"; SET search_path TO first;"
                        "CREATE TABLE b (x int); CREATE TABLE a (y int); CREATE TABLE \"it's\" (z int);"
                        "CREATE VIEW seen AS SELECT 1 AS x; CREATE TABLE \"it's {odd}\".hidden (a int PRIMARY KEY);"
                        "CREATE TABLE \"it's {odd}\".a (a int REFERENCES \"it's {odd}\".hidden);"
                        "CREATE TEMPORARY TABLE fleeting (a int)");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbSchema) schema = reflect (connection, cases[i].schema, cases[i].tables, cases[i].what);
    g_autofree char *names = names_of (schema);

    g_assert_cmpstr (names, ==, cases[i].names);
    g_assert_cmpuint (schema->enums->len, ==, 0);
  }
  driver->close (connection);
}

/* The schema of what a foreign key references is said where its bare name would not do. */
static void
test_referent_schema (void)
{
  static const struct {
    const char *path, *schema, *table, *referent;
  } cases[] = {
    { "near, far", NULL, "a", NULL },   { "near", NULL, "a", "far" },  { "near, far", "near", "a", NULL },
    { "near, far", "far", "c", "far" }, { "near", "far", "c", "far" }, { "near, far", NULL, "c", NULL },
  };
  LbConnection *connection = open_plain ();

  must_run (connection, "DROP SCHEMA IF EXISTS near, far CASCADE; CREATE SCHEMA near; CREATE SCHEMA far;"
                        "CREATE TABLE far.b (id int PRIMARY KEY); CREATE TABLE near.a (x int REFERENCES far.b);"
                        "CREATE TABLE far.c (x int REFERENCES far.b)");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *const tables[] = { cases[i].table, NULL };
    g_autofree char *set = g_strdup_printf ("SET search_path TO %s", cases[i].path);
    g_autoptr (LbSchema) schema = NULL;
    const LbTable *table;
    const LbConstraint *key;

    must_run (connection, set);
    schema = reflect (connection, cases[i].schema, tables, LB_REFLECT_CONSTRAINTS);
    g_assert_cmpuint (schema->tables->len, ==, 1);
    table = schema->tables->pdata[0];
    key = table->constraints->pdata[0];
    g_assert_cmpstr (key->referent_table, ==, "b");
    g_assert_cmpstr (key->referent_schema, ==, cases[i].referent);
  }
  driver->close (connection);
}

/* ---- how it is asked */

static guint
count_queries (const GString *log)
{
  g_auto (GStrv)
    lines = g_strsplit (log->str, "sqlalchemy.engine.Engine: ", -1);

  return g_strv_length (lines) - 1;
}

/* As many queries for a hundred tables as for one. */
static void
test_queries (void)
{
  TestLog log = { { write_log }, g_string_new (NULL) };
  const LbConnectOptions options = { .log = &log.log, .echo = TRUE };
  LbConnection *connection = open_with (&options);
  guint first;

  must_run (connection, "DROP SCHEMA IF EXISTS counted CASCADE; CREATE SCHEMA counted; SET search_path TO counted;"
                        "CREATE TABLE t0 (id serial PRIMARY KEY, x text)");
  g_string_truncate (log.text, 0);
  lb_schema_free (reflect (connection, NULL, NULL, LB_REFLECT_TABLE));
  first = count_queries (log.text);
  g_assert_cmpuint (first, >, 0);
  must_run (connection, "DO 'BEGIN FOR i IN 1..99 LOOP EXECUTE format(''CREATE TABLE t%s (id serial PRIMARY KEY,"
                        " x text, y int REFERENCES t0)'', i); END LOOP; END'");
  g_string_truncate (log.text, 0);
  lb_schema_free (reflect (connection, NULL, NULL, LB_REFLECT_TABLE));
  g_assert_cmpuint (count_queries (log.text), ==, first);
  driver->close (connection);
  g_string_free (log.text, TRUE);
}

static void
test_errors (void)
{
  const LbReflect what = { NULL, NULL, LB_REFLECT_TABLE };
  LbConnection *connection = open_plain ();
  g_autoptr (GError) error = NULL;

  g_assert_true (driver->begin (connection, 0, NULL));
  g_assert_false (run (connection, "SELECT 1 / 0", NULL));
  g_assert_null (driver->reflect (connection, &what, &error));
  assert_error (error, LB_ERROR_DATABASE, "25P02");
  driver->rollback (connection);
  driver->close (connection);
}

static void
test_schema_names (void)
{
  LbConnection *connection = open_plain ();
  g_autofree char *by_default = NULL;
  g_autofree char *none = NULL;
  g_auto (GStrv)
    names = NULL;

  must_run (connection, "DROP SCHEMA IF EXISTS pgloader, \"Z\" CASCADE; CREATE SCHEMA pgloader; CREATE SCHEMA \"Z\";"
                        "SET search_path TO pgloader");
  names = driver->schema_names (connection, &by_default, NULL);
  g_assert_cmpstr (names[0], ==, "Z");
  g_assert_true (g_strv_contains ((const char *const *) names, "public"));
  g_assert_true (g_strv_contains ((const char *const *) names, "information_schema"));
  g_assert_true (g_strv_contains ((const char *const *) names, "pgloader"));
  g_assert_false (g_strv_contains ((const char *const *) names, "pg_catalog"));
  g_assert_cmpstr (by_default, ==, "pgloader");
  must_run (connection, "SET search_path TO nowhere");
  g_strfreev (driver->schema_names (connection, &none, NULL));
  g_assert_null (none);
  must_run (connection, "DROP SCHEMA pgloader, \"Z\"");
  driver->close (connection);
}

static void
add_tests (void)
{
  g_test_add_func ("/postgresql/reflect/golden", test_golden);
  g_test_add_func ("/postgresql/reflect/types-again", test_types_again);
  g_test_add_func ("/postgresql/reflect/every-server", test_every_server);
  g_test_add_func ("/postgresql/reflect/scope", test_scope);
  g_test_add_func ("/postgresql/reflect/referent-schema", test_referent_schema);
  g_test_add_func ("/postgresql/reflect/queries", test_queries);
  g_test_add_func ("/postgresql/reflect/errors", test_errors);
  g_test_add_func ("/postgresql/reflect/schema-names", test_schema_names);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  return cluster_test (add_tests);
}
