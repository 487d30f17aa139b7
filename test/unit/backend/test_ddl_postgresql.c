/* What PostgreSQL's DDL asks a live database, answered by a driver that is none. */
#include "backend/dialects.h"
#include "operation/json.h"
#include "util/error.h"

#include <string.h>

#define ENUM(arguments) "{\"type\": \"Enum\", \"enums\": [\"a\", \"it's\"], " arguments "}"
#define COLUMN(type)    "{\"name\": \"c\", \"type\": " type "}"
#define CREATE_TABLE(columns, more)                                                                                    \
  "{\"op\": \"create_table\", \"table\": {\"name\": \"t\", \"columns\": [" columns "]}" more "}"

/* The database: what its catalogue answers, a line per row, cells with blanks between; NULL: it fails. */
typedef struct {
  const char *rows;
  gboolean has_table;
  guint n_queries;
} Database;

static LbRows *
query (LbConnection *connection, const char *sql, GError **error)
{
  Database *database = (Database *) connection;
  g_auto (GStrv)
    lines = NULL;
  LbRows *rows;

  database->n_queries++;
  g_assert_true (g_str_has_prefix (sql, "SELECT "));
  if (!database->rows) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_CONNECT, "gone");
    return NULL;
  }
  lines = g_strsplit (database->rows, "\n", -1);
  rows = lb_rows_new (4);
  for (char **line = lines; *line && **line; line++) {
    g_auto (GStrv)
      cells = g_strsplit (*line, "|", 4);
    char **row = g_new0 (char *, 5);

    for (guint i = 0; cells[i]; i++)
      row[i] = g_strdup (cells[i]);
    lb_rows_take (rows, row);
  }
  return rows;
}

static gboolean
has_table (LbConnection *connection, const char *schema, const char *table, gboolean *ret_exists, char **ret_schema,
           GError **error)
{
  *ret_exists = ((Database *) connection)->has_table;
  return TRUE;
}

static const LbDriver driver = { .query = query, .has_table = has_table };

/* The statements of one operation, each ended by a semicolon; or "!! " and the error. */
static char *
compile (const char *json, Database *database, guint server_version, GHashTable *made)
{
  g_autoptr (GError) error = NULL;
  json_t *message = json_loads (json, 0, NULL);
  g_autoptr (LbOperation) operation = NULL;
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);
  const LbTarget target = { database ? &driver : NULL, (LbConnection *) database, server_version, made };
  GString *got = g_string_new (NULL);

  g_assert_nonnull (message);
  operation = lb_operation_from_json (message, &error);
  g_assert_no_error (error);
  json_decref (message);
  lb_dialect_postgresql.compile (operation, &target, statements, &error);
  for (guint i = 0; i < statements->len; i++)
    g_string_append_printf (got, "%s;", ((LbStatement *) g_ptr_array_index (statements, i))->text);
  if (error)
    g_string_append_printf (got, "!! %s", error->message);
  return g_string_free (got, FALSE);
}

typedef struct {
  const char *operation;
  const char *rows;
  guint n_queries;
  const char *expected;
} Case;

#define TABLE "CREATE TABLE t (\n    c mood\n);"
#define TYPE  "CREATE TYPE mood AS ENUM ('a', 'it''s');"

static const Case cases[] = {
  /* create_table makes what is missing, in one question */
  { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\"")), ""), "", 1, TYPE TABLE },
  { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\"")), ""), "public|mood|t|'a', 'it''s'\n", 1, TABLE },
  { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\"")), ""), "s|mood|f|'a', 'it''s'\n", 1, TYPE TABLE },
  { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\", \"schema\": \"s\"")), ""), "s|mood|f|'a', 'it''s'\n", 1,
    "CREATE TABLE t (\n    c s.mood\n);" },
  { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\"")) ", " COLUMN (ENUM ("\"name\": \"other\"")), ""),
    "public|mood|t|'a', 'it''s'\n", 1,
    "CREATE TYPE other AS ENUM ('a', 'it''s');CREATE TABLE t (\n    c mood, \n    c other\n);" },
  { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\"")) ", " COLUMN (ENUM ("\"name\": \"mood\"")), ""), "", 1,
    TYPE "CREATE TABLE t (\n    c mood, \n    c mood\n);" },

  /* other labels: the server shall say so, unless the script does not care */
  { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\"")), ""), "public|mood|t|'b'\n", 1, TYPE TABLE },
  { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\"")), ", \"if_not_exists\": true"), "public|mood|t|'b'\n", 1,
    "CREATE TABLE IF NOT EXISTS t (\n    c mood\n);" },

  /* nothing to ask */
  { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\", \"create_type\": false")), ""), NULL, 0, TABLE },
  { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\", \"native_enum\": false")), ""), NULL, 0,
    "CREATE TABLE t (\n    c VARCHAR(4)\n);" },
  { CREATE_TABLE (COLUMN ("{\"type\": \"Integer\"}"), ""), NULL, 0, "CREATE TABLE t (\n    c INTEGER\n);" },
  { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\"")), ""), NULL, 1, "!! gone" },

  /* new and changed columns: the type is made if it is missing, whatever its labels are */
  { "{\"op\": \"add_column\", \"name\": \"t\", \"column\": " COLUMN (ENUM ("\"name\": \"mood\"")) "}", "", 1,
    TYPE "ALTER TABLE t ADD COLUMN c mood;" },
  { "{\"op\": \"add_column\", \"name\": \"t\", \"column\": " COLUMN (ENUM ("\"name\": \"mood\"")) "}",
    "public|mood|t|'b'\n", 1, "ALTER TABLE t ADD COLUMN c mood;" },
  { "{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"c\", \"type\": " ENUM ("\"name\": \"mood\"") "}", "", 1,
    TYPE "ALTER TABLE t ALTER COLUMN c TYPE mood;" },

  /* a type by itself */
  { "{\"op\": \"create_type\", \"check_first\": true, \"type\": " ENUM ("\"name\": \"mood\"") "}",
    "public|mood|t|'b'\n", 1, "" },
  { "{\"op\": \"create_type\", \"check_first\": true, \"type\": " ENUM ("\"name\": \"mood\"") "}", "", 1, TYPE },
  { "{\"op\": \"create_type\", \"type\": " ENUM ("\"name\": \"mood\"") "}", NULL, 0, TYPE },
  { "{\"op\": \"drop_type\", \"type\": " ENUM ("\"name\": \"mood\"") "}", NULL, 0, "DROP TYPE mood;" },
  { "{\"op\": \"drop_type\", \"check_first\": true, \"type\": " ENUM ("\"name\": \"mood\"") "}", NULL, 0,
    "DROP TYPE IF EXISTS mood;" },
  { "{\"op\": \"drop_table\", \"name\": \"t\", \"types\": [" ENUM ("\"name\": \"mood\"") "]}", NULL, 0,
    "DROP TABLE t;DROP TYPE IF EXISTS mood;" },

  /* sequences */
  { "{\"op\": \"create_sequence\", \"check_first\": true, \"sequence\": {\"name\": \"q\", \"start\": 3}}", NULL, 0,
    "CREATE SEQUENCE IF NOT EXISTS q START WITH 3;" },
  { "{\"op\": \"drop_sequence\", \"check_first\": true, \"sequence\": {\"name\": \"q\"}}", NULL, 0,
    "DROP SEQUENCE IF EXISTS q;" },

  /* an identity where the script does not say what was there */
  { "{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"c\", \"server_default\": {\"identity\": {\"always\": "
    "true}}}",
    "t\n", 1, "ALTER TABLE t ALTER COLUMN c SET GENERATED ALWAYS;" },
  { "{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"c\", \"server_default\": {\"identity\": {\"always\": "
    "true}}}",
    "f\n", 1, "ALTER TABLE t ALTER COLUMN c ADD GENERATED ALWAYS AS IDENTITY;" },
  { "{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"c\", \"server_default\": {\"identity\": {}},"
    " \"existing_server_default\": null}",
    NULL, 0, "ALTER TABLE t ALTER COLUMN c ADD GENERATED BY DEFAULT AS IDENTITY;" },
};

static void
test_questions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Database database = { .rows = cases[i].rows };
    g_autofree char *got = compile (cases[i].operation, &database, 150000, NULL);

    g_test_message ("%s", cases[i].operation);
    g_assert_cmpstr (got, ==, cases[i].expected);
    g_assert_cmpuint (database.n_queries, ==, cases[i].n_queries);
  }
}

/* check_first: nothing is said of a table that is there, or gone. */
static void
test_check_first (void)
{
  static const struct {
    const char *operation;
    gboolean has_table;
    const char *expected;
  } tables[] = {
    { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\"")), ", \"check_first\": true"), TRUE, "" },
    { CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\"")), ", \"check_first\": true"), FALSE, TYPE TABLE },
    { "{\"op\": \"drop_table\", \"name\": \"t\", \"check_first\": true}", TRUE, "DROP TABLE t;" },
    { "{\"op\": \"drop_table\", \"name\": \"t\", \"check_first\": true}", FALSE, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    Database database = { .rows = "", .has_table = tables[i].has_table };
    g_autofree char *got = compile (tables[i].operation, &database, 150000, NULL);

    g_assert_cmpstr (got, ==, tables[i].expected);
  }
}

/* With --sql a type is made once in a run, and again if it was dropped between. */
static void
test_made_once (void)
{
  static const char create[] = CREATE_TABLE (COLUMN (ENUM ("\"name\": \"mood\"")), "");
  static const char drop[]
      = "{\"op\": \"drop_type\", \"check_first\": true, \"type\": " ENUM ("\"name\": \"mood\"") "}";
  static const char *const steps[][2] = {
    { create, TYPE TABLE },
    { create, TABLE },
    { drop, "DROP TYPE mood;" },
    { create, TYPE TABLE },
  };
  g_autoptr (GHashTable) made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autofree char *got = compile (steps[i][0], NULL, 0, made);

    g_assert_cmpstr (got, ==, steps[i][1]);
  }
}

/* Which computed columns a server has depends on its version. */
static void
test_computed (void)
{
  static const char stored[] = "ALTER TABLE t ADD COLUMN c INTEGER GENERATED ALWAYS AS (a) STORED;";
  static const char plain[] = "ALTER TABLE t ADD COLUMN c INTEGER GENERATED ALWAYS AS (a);";
  static const char virtual[] = "ALTER TABLE t ADD COLUMN c INTEGER GENERATED ALWAYS AS (a) VIRTUAL;";
  static const char refused[] = "!! PostgreSQL computed columns do not support 'virtual' persistence; set the "
                                "'persisted' flag to None or True for PostgreSQL support.";
  static const struct {
    guint version;
    const char *persisted;
    const char *expected;
  } computed[] = {
    { 0, "null", stored },        { 170002, "null", stored },   { 180000, "null", plain },  { 0, "false", virtual },
    { 170002, "false", refused }, { 180000, "false", virtual }, { 170002, "true", stored }, { 180000, "true", stored },
  };

  for (guint i = 0; i < G_N_ELEMENTS (computed); i++) {
    Database database = { 0 };
    g_autofree char *json = g_strdup_printf ("{\"op\": \"add_column\", \"name\": \"t\", \"column\": {\"name\": \"c\", "
                                             "\"type\": {\"type\": \"Integer\"}, \"default\": {\"computed\": {\"sql\": "
                                             "\"a\", \"persisted\": %s}}}}",
                                             computed[i].persisted);
    g_autofree char *got = compile (json, computed[i].version ? &database : NULL, computed[i].version, NULL);

    g_assert_cmpstr (got, ==, computed[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/ddl_postgresql/questions", test_questions);
  g_test_add_func ("/backend/ddl_postgresql/check-first", test_check_first);
  g_test_add_func ("/backend/ddl_postgresql/made-once", test_made_once);
  g_test_add_func ("/backend/ddl_postgresql/computed", test_computed);
  return g_test_run ();
}
