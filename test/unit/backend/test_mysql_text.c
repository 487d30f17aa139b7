/* The texts of MySQL and MariaDB that golden files do not hold: values, defaults as the two servers tell of them, what
 * ALTER COLUMN keeps of a column at hand, and how statements stand to transactions and sessions. */
#include "backend/dialects.h"
#include "backend/mysql/text.h"
#include "operation/json.h"
#include "util/error.h"

#include <string.h>

enum { MYSQL_5 = 50744, MYSQL_8 = 80036, MARIADB_10_6 = 100618, MARIADB_10_11 = 101119 };

/* ---- values */

static void
test_values (void)
{
  static const struct {
    LbValueKind kind;
    const char *text;
    const char *expected; /* NULL: refused */
  } cases[] = {
    { LB_VALUE_NULL, NULL, "NULL" },
    { LB_VALUE_BOOLEAN, "t", "true" },
    { LB_VALUE_BOOLEAN, "f", "false" },
    { LB_VALUE_INTEGER, "-123456789012345678901234567890", "-123456789012345678901234567890" },
    { LB_VALUE_NUMBER, "1.50", "1.50" },
    { LB_VALUE_NUMBER, "NaN", NULL },
    { LB_VALUE_NUMBER, "Infinity", NULL },
    { LB_VALUE_FLOAT, "1e+300", "1e+300" },
    { LB_VALUE_FLOAT, "-inf", NULL },
    { LB_VALUE_FLOAT, "nan", NULL },
    { LB_VALUE_TEXT, "", "''" },
    { LB_VALUE_TEXT, "it's \"so\" \\ %s ü😀\n", "'it''s \"so\" \\\\ %s ü😀\n'" },
    { LB_VALUE_TEXT, "\\'; DROP TABLE t; --", "'\\\\''; DROP TABLE t; --'" },
    { LB_VALUE_JSON, "{\"a\": \"\\u00fc\"}", "'{\"a\": \"\\\\u00fc\"}'" },
    { LB_VALUE_UUID, "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "'1b4e28ba-2fa1-11d2-883f-0016d3cca427'" },
    { LB_VALUE_BYTES, "", "x''" },
    { LB_VALUE_BYTES, "\x01\xff'", "x'01ff27'" },
    { LB_VALUE_DATE, "2026-01-31", "'2026-01-31'" },
    { LB_VALUE_TIME, "23:59:59.000001", "'23:59:59.000001'" },
    { LB_VALUE_TIME, "23:59:59-05:30", "'23:59:59'" },
    { LB_VALUE_DATETIME, "2026-01-31 23:59:59", "'2026-01-31 23:59:59'" },
    { LB_VALUE_DATETIME, "2026-01-31 23:59:59.000001+02:00", "'2026-01-31 23:59:59.000001'" },
    { LB_VALUE_DATETIME, "2026-01-31 23:59:59-08:00", "'2026-01-31 23:59:59'" },
    { LB_VALUE_INTERVAL, "1 day 02:03:04.5", "'26:03:04.500000'" },
    { LB_VALUE_INTERVAL, "-00:00:01", "'-00:00:01'" },
    { LB_VALUE_INTERVAL, "-1 days +86399 seconds", "'-00:00:01'" },
    { LB_VALUE_INTERVAL, "3 days 7384.000001 seconds", "'74:03:04.000001'" },
    { LB_VALUE_INTERVAL, "1 mon", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *text = cases[i].text;
    LbValue value = { .kind = cases[i].kind, .text = text, .length = text ? strlen (text) : 0 };
    g_autoptr (GString) sql = g_string_new (NULL);
    g_autoptr (GError) error = NULL;

    g_assert_cmpint (lb_mysql_append_value (sql, &value, &error), ==, cases[i].expected != NULL);
    if (cases[i].expected)
      g_assert_cmpstr (sql->str, ==, cases[i].expected);
    else
      g_assert_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED);
  }
}

static void
test_values_with_parts (void)
{
  LbValue items[] = { { .kind = LB_VALUE_INTEGER, .text = "1", .length = 1 },
                      { .kind = LB_VALUE_TEXT, .text = "a\0b", .length = 3 } };
  LbValue list = { .kind = LB_VALUE_ARRAY, .items = items, .n_items = 2 };
  LbValue empty = { .kind = LB_VALUE_ARRAY };
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (lb_mysql_append_value (sql, &list, &error));
  g_assert_cmpstr (sql->str, ==, "(1, 'a\\0b')");
  g_assert_false (lb_mysql_append_value (sql, &empty, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED);
}

/* ---- defaults */

static void
test_defaults (void)
{
  static const struct {
    guint version;
    const char *type, *default_, *extra, *generation;
    const char *expected;
  } cases[] = {
    { MARIADB_10_11, "int(11)", NULL, "", NULL, NULL },
    { MARIADB_10_11, "int(11)", "NULL", "", NULL, NULL },
    { MARIADB_10_11, "int(11)", "5", "", NULL, "5" },
    { MARIADB_10_11, "varchar(9)", "'it''s'", "", "", "'it''s'" },
    { MARIADB_10_11, "varchar(9)", "'NULL'", "", NULL, "'NULL'" },
    { MARIADB_10_11, "datetime", "current_timestamp()", "", NULL, "current_timestamp()" },
    { MARIADB_10_11, "timestamp", "current_timestamp()", "on update current_timestamp()", NULL,
      "current_timestamp() ON UPDATE current_timestamp()" },
    { MARIADB_10_11, "timestamp", "NULL", "on update current_timestamp(3)", NULL,
      "NULL ON UPDATE current_timestamp(3)" },
    { MARIADB_10_11, "int(11)", NULL, "VIRTUAL GENERATED", "`a` + 1", NULL },
    { MYSQL_8, "int", "5", "", "", "'5'" },
    { MYSQL_8, "varchar(9)", "it's \\", "", "", "'it''s \\\\'" },
    { MYSQL_8, "varchar(9)", "NULL", "", "", "'NULL'" },
    { MYSQL_8, "varchar(40)", "uuid()", "DEFAULT_GENERATED", "", "(uuid())" },
    { MYSQL_8, "bit(3)", "b'101'", "", "", "b'101'" },
    { MYSQL_8, "datetime(6)", "CURRENT_TIMESTAMP(6)", "DEFAULT_GENERATED on update CURRENT_TIMESTAMP(6)", "",
      "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)" },
    { MYSQL_5, "timestamp", "CURRENT_TIMESTAMP", "on update CURRENT_TIMESTAMP", "",
      "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    LbMysqlColumn column = {
      .type = cases[i].type, .default_ = cases[i].default_, .extra = cases[i].extra, .generation = cases[i].generation
    };
    g_autofree char *sql = lb_mysql_default_sql (&column, cases[i].version);

    g_assert_cmpstr (sql, ==, cases[i].expected);
  }
}

/* ---- with a database at hand, which is this */

static const char *const *found_column; /* the eight cells of the column that is looked up; NULL: there is none */
static const char *found_kind;          /* of the constraint */

static LbRows *
answer (LbConnection *connection, const char *sql, GError **error)
{
  gboolean column = strstr (sql, "information_schema.columns") != NULL;
  guint n = column ? 8 : 1;
  LbRows *rows = lb_rows_new (n);
  char **cells = g_new0 (char *, n + 1);

  if (column ? found_column == NULL : found_kind == NULL) {
    g_free (cells);
    return rows;
  }
  for (guint i = 0; i < n; i++)
    cells[i] = g_strdup (column ? found_column[i] : found_kind);
  lb_rows_take (rows, cells);
  return rows;
}

static const LbDriver driver = { .query = answer };

/* The first statement that @json becomes, or the error's message. */
static char *
compile (const char *dialect, guint version, const char *json)
{
  LbTarget target = { .driver = &driver, .connection = (LbConnection *) &target, .server_version = version };
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);
  g_autoptr (GError) error = NULL;
  json_t *message = json_loads (json, 0, NULL);
  g_autoptr (LbOperation) operation = lb_operation_from_json (message, &error);

  json_decref (message);
  g_assert_no_error (error);
  if (!lb_dialect_find (dialect)->compile (operation, &target, statements, &error))
    return g_strdup (error->message);
  g_assert_cmpuint (statements->len, ==, 1);
  return g_strdup (((LbStatement *) g_ptr_array_index (statements, 0))->text);
}

#define ALTER(more) "{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"c\", " more "}"

static void
test_what_alter_keeps (void)
{
  static const char *const text[] = { "varchar(20)", "NO", "'x'", "", "old", "latin1", "latin1_bin", NULL };
  static const char *const number[] = { "int(11) unsigned", "NO", NULL, "auto_increment", "", NULL, NULL, NULL };
  static const char *const counted[] = { "int(11)", "YES", "5", "", "n", NULL, NULL, NULL };
  static const char *const stored[] = { "int(11)", "YES", NULL, "STORED GENERATED", "", NULL, NULL, "`a` + 1" };
  static const char *const mysql_stored[] = { "int", "NO", NULL, "STORED GENERATED", "", NULL, NULL, "(`a` + 1)" };
  static const char *const mysql_text[] = { "varchar(20)", "YES", "a'b", "", "", "utf8mb4", "utf8mb4_bin", "" };
  static const struct {
    const char *const *column;
    guint version;
    const char *json;
    const char *expected;
  } cases[] = {
    { text, MARIADB_10_11, ALTER ("\"new_column_name\": \"d\""),
      "ALTER TABLE t CHANGE c d varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x' COMMENT "
      "'old'" },
    { text, MARIADB_10_11, ALTER ("\"nullable\": true"),
      "ALTER TABLE t MODIFY c varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NULL DEFAULT 'x' COMMENT 'old'" },
    { text, MARIADB_10_11, ALTER ("\"type\": {\"type\": \"String\", \"length\": 40}"),
      "ALTER TABLE t MODIFY c VARCHAR(40) NOT NULL DEFAULT 'x' COMMENT 'old'" },
    { text, MARIADB_10_11, ALTER ("\"type\": {\"type\": \"Integer\"}"),
      "ALTER TABLE t MODIFY c INTEGER NOT NULL COMMENT 'old'" }, /* 'x' is no integer */
    { text, MARIADB_10_11, ALTER ("\"comment\": null, \"existing_nullable\": true, \"server_default\": null"),
      "ALTER TABLE t MODIFY c varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NULL" },
    { text, MARIADB_10_11,
      ALTER (
          "\"existing_type\": {\"type\": \"String\", \"length\": 20}, \"existing_server_default\": {\"text\": \"y\"}, "
          "\"existing_comment\": \"mine\", \"nullable\": false"),
      "ALTER TABLE t MODIFY c VARCHAR(20) NOT NULL DEFAULT 'y' COMMENT 'mine'" },
    { number, MARIADB_10_11, ALTER ("\"type\": {\"type\": \"BigInteger\"}"),
      "ALTER TABLE t MODIFY c BIGINT NOT NULL AUTO_INCREMENT" },
    { number, MARIADB_10_11, ALTER ("\"comment\": \"id\""),
      "ALTER TABLE t MODIFY c int(11) unsigned NOT NULL AUTO_INCREMENT COMMENT 'id'" },
    { number, MARIADB_10_11, ALTER ("\"autoincrement\": false"), "ALTER TABLE t MODIFY c int(11) unsigned NOT NULL" },
    { number, MARIADB_10_11, ALTER ("\"type\": {\"type\": \"String\", \"length\": 9}"),
      "ALTER TABLE t MODIFY c VARCHAR(9) NOT NULL" },
    { counted, MARIADB_10_11, ALTER ("\"type\": {\"type\": \"Numeric\"}"),
      "ALTER TABLE t MODIFY c NUMERIC NULL DEFAULT 5 COMMENT 'n'" },
    { counted, MARIADB_10_11, ALTER ("\"server_default\": {\"sql\": \"6\"}"),
      "ALTER TABLE t ALTER COLUMN c SET DEFAULT 6" },
    { stored, MARIADB_10_11, ALTER ("\"comment\": \"sum\""),
      "ALTER TABLE t MODIFY c int(11) GENERATED ALWAYS AS (`a` + 1) STORED COMMENT 'sum'" },
    { mysql_stored, MYSQL_8, ALTER ("\"comment\": \"sum\""),
      "ALTER TABLE t MODIFY c int GENERATED ALWAYS AS ((`a` + 1)) STORED NOT NULL COMMENT 'sum'" },
    { mysql_text, MYSQL_8, ALTER ("\"new_column_name\": \"d\""),
      "ALTER TABLE t CHANGE c d varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL DEFAULT 'a''b'" },
    { NULL, MARIADB_10_11, ALTER ("\"new_column_name\": \"d\""),
      "All MySQL CHANGE/MODIFY COLUMN operations require the existing type." },
    { NULL, MARIADB_10_11, ALTER ("\"new_column_name\": \"d\", \"existing_type\": {\"type\": \"Integer\"}"),
      "ALTER TABLE t CHANGE c d INTEGER NULL" },
    { text, MARIADB_10_11, "{\"op\": \"column_comment\", \"name\": \"t\", \"column\": \"c\", \"comment\": \"new\"}",
      "ALTER TABLE t CHANGE c c varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x' COMMENT "
      "'new'" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *got = NULL;

    found_column = cases[i].column;
    got = compile (lb_mysql_is_mariadb (cases[i].version) ? "mariadb" : "mysql", cases[i].version, cases[i].json);
    g_assert_cmpstr (got, ==, cases[i].expected);
  }
}

/* What depends on the server and not on the name in the URL. */
static void
test_by_server (void)
{
#define ADD(more)    "{\"op\": \"add_column\", \"name\": \"t\", \"column\": {\"name\": \"c\", " more "}}"
#define DEFAULT(sql) ADD ("\"type\": {\"type\": \"Integer\"}, \"default\": {\"sql\": \"" sql "\"}")
#define DROP(more)   "{\"op\": \"drop_constraint\", \"name\": \"t\", \"constraint\": \"k\"" more "}"
  static const struct {
    const char *dialect;
    guint version;
    const char *kind;
    const char *json;
    const char *expected;
  } cases[] = {
    { "mysql", MYSQL_5, NULL, DEFAULT ("now()"), "ALTER TABLE t ADD COLUMN c INTEGER DEFAULT now()" },
    { "mysql", MYSQL_8, NULL, DEFAULT ("uuid()"), "ALTER TABLE t ADD COLUMN c INTEGER DEFAULT (uuid())" },
    { "mariadb", MARIADB_10_11, NULL, DEFAULT ("1 + 2"), "ALTER TABLE t ADD COLUMN c INTEGER DEFAULT (1 + 2)" },
    { "mysql", MYSQL_8, NULL, DEFAULT ("(uuid())"), "ALTER TABLE t ADD COLUMN c INTEGER DEFAULT (uuid())" },
    { "mysql", MYSQL_8, NULL, DEFAULT ("'x y'"), "ALTER TABLE t ADD COLUMN c INTEGER DEFAULT 'x y'" },
    { "mysql", MYSQL_8, NULL, DEFAULT ("CURRENT_TIMESTAMP"),
      "ALTER TABLE t ADD COLUMN c INTEGER DEFAULT CURRENT_TIMESTAMP" },
    { "mysql", MYSQL_8, NULL, DEFAULT ("now(6)"), "ALTER TABLE t ADD COLUMN c INTEGER DEFAULT now(6)" },
    { "mysql", MYSQL_8, NULL, DEFAULT ("now() on update now()"),
      "ALTER TABLE t ADD COLUMN c INTEGER DEFAULT now() on update now()" },
    { "mariadb", MARIADB_10_11, NULL, ADD ("\"type\": {\"type\": \"Uuid\"}"), "ALTER TABLE t ADD COLUMN c UUID" },
    { "mysql", MARIADB_10_11, NULL, ADD ("\"type\": {\"type\": \"Uuid\"}"), "ALTER TABLE t ADD COLUMN c UUID" },
    { "mariadb", MARIADB_10_6, NULL, ADD ("\"type\": {\"type\": \"Uuid\"}"), "ALTER TABLE t ADD COLUMN c CHAR(32)" },
    { "mariadb", MARIADB_10_11, NULL, ADD ("\"type\": {\"type\": \"Uuid\", \"native_uuid\": false}"),
      "ALTER TABLE t ADD COLUMN c CHAR(32)" },
    { "mysql", MYSQL_8, NULL, DROP (", \"type\": \"check\""), "ALTER TABLE t DROP CHECK k" },
    { "mysql", MARIADB_10_11, NULL, DROP (", \"type\": \"check\""), "ALTER TABLE t DROP CONSTRAINT k" },
    { "mysql", MYSQL_8, "FOREIGN KEY", DROP (""), "ALTER TABLE t DROP FOREIGN KEY k" },
    { "mysql", MYSQL_8, "UNIQUE", DROP (""), "ALTER TABLE t DROP INDEX k" },
    { "mariadb", MARIADB_10_11, "CHECK", DROP (""), "ALTER TABLE t DROP CONSTRAINT k" },
    { "mariadb", MARIADB_10_11, "PRIMARY KEY", DROP (""), "ALTER TABLE t DROP PRIMARY KEY" },
    { "mariadb", MARIADB_10_11, NULL, DROP (""),
      "No generic 'DROP CONSTRAINT' in MySQL - please specify constraint type" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *got = NULL;

    found_kind = cases[i].kind;
    got = compile (cases[i].dialect, cases[i].version, cases[i].json);
    g_assert_cmpstr (got, ==, cases[i].expected);
  }
}

/* ---- statements */

static void
test_of_session (void)
{
  static const struct {
    const char *text;
    gboolean lasts;
  } cases[] = {
    { "SET @x = 5", TRUE },
    { "set sql_mode = ''", TRUE },
    { "SET SESSION foreign_key_checks = 0", TRUE },
    { "SET NAMES utf8mb4", TRUE },
    { "USE other", TRUE },
    { "PREPARE s FROM 'select 1'", TRUE },
    { "DEALLOCATE PREPARE s", TRUE },
    { "SET GLOBAL max_connections = 5", FALSE },
    { "SET PASSWORD = 'x'", FALSE },
    { "SET autocommit = 1", FALSE },
    { "SET TRANSACTION READ ONLY", FALSE },
    { "SET STATEMENT max_statement_time = 5 FOR SELECT 1", FALSE },
    { "INSERT INTO t VALUES (1)", FALSE },
    { "CREATE TABLE t (a INTEGER)", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbStatement) statement = lb_statement_new (cases[i].text, NULL, 1);

    g_assert_cmpint (lb_dialect_mysql.of_session (statement), ==, cases[i].lasts);
    g_assert_cmpint (lb_dialect_mariadb.of_session (statement), ==, cases[i].lasts);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mysql/text/values", test_values);
  g_test_add_func ("/mysql/text/values-with-parts", test_values_with_parts);
  g_test_add_func ("/mysql/text/defaults", test_defaults);
  g_test_add_func ("/mysql/text/what-alter-keeps", test_what_alter_keeps);
  g_test_add_func ("/mysql/text/by-server", test_by_server);
  g_test_add_func ("/mysql/text/of-session", test_of_session);
  return g_test_run ();
}
