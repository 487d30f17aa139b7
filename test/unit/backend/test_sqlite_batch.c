/* Batch mode on a live SQLite: what the database holds afterwards. Foreign keys are on, and all happens inside of a
 * transaction, as in a run. */
#include "sqlite.h"

#include <jansson.h>

typedef struct {
  const char *name;
  const char *setup;
  const char *operations; /* JSON, without the batch around; name and recreate may precede: "TABLE: [...]" */
  const char *error;      /* a part of its message, or NULL */
  const char *checks[16]; /* query, result, query, result, ... */
} Case;

#define SQL_OF(name) "SELECT sql FROM sqlite_master WHERE name = '" name "'"

static const Case cases[] = {
  { "a row of everything stays",
    "CREATE TABLE o (id INTEGER PRIMARY KEY);"
    "CREATE TABLE t (id INTEGER NOT NULL CONSTRAINT pk PRIMARY KEY, a VARCHAR(10) COLLATE NOCASE DEFAULT 'x' NOT NULL,"
    " b MONEY CHECK (b > 0), g INTEGER GENERATED ALWAYS AS (b * 2) STORED, h AS (b + 1), o_id INTEGER REFERENCES o,"
    " z, d DATETIME DEFAULT (datetime('now')), CONSTRAINT ck CHECK (a <> ',)'), UNIQUE (a, b),"
    " CONSTRAINT fk FOREIGN KEY (o_id) REFERENCES o (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED);"
    "CREATE INDEX ie ON t (lower(a) DESC) WHERE b > 1;"
    "CREATE TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO o VALUES (NEW.id + 100); END;"
    "CREATE VIEW v AS SELECT id, a FROM t;"
    "INSERT INTO o VALUES (7); INSERT INTO t (id, a, b, o_id, z, d) VALUES (1, 'A', 5, 7, x'00ff', '2026-01-31 "
    "00:00:00')",
    "[{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"z\", \"nullable\": false}]",
    NULL,
    { SQL_OF ("t"),
      "CREATE TABLE \"t\" (\n    id INTEGER NOT NULL, \n    a VARCHAR(10) COLLATE \"NOCASE\" DEFAULT 'x' NOT NULL, \n"
      "    b MONEY, \n    g INTEGER GENERATED ALWAYS AS (b * 2) STORED, \n"
      "    h GENERATED ALWAYS AS (b + 1) VIRTUAL, \n    o_id INTEGER, \n    z NOT NULL, \n"
      "    d DATETIME DEFAULT (datetime('now')), \n    CONSTRAINT pk PRIMARY KEY (id), \n"
      "    CONSTRAINT ck CHECK (a <> ',)'), \n    CONSTRAINT fk FOREIGN KEY(o_id) REFERENCES o (id) ON DELETE SET NULL "
      "DEFERRABLE INITIALLY DEFERRED, \n    CHECK (b > 0), \n    FOREIGN KEY(o_id) REFERENCES o (id), \n"
      "    UNIQUE (a, b)\n)",
      SQL_OF ("ie"), "CREATE INDEX ie ON t (lower(a) DESC) WHERE b > 1", "SELECT * FROM v", "1|A",
      "SELECT id, a, b, g, h, o_id, hex(z), d FROM t", "1|A|5|10|6|7|00FF|2026-01-31 00:00:00",
      "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 't'", "1", "PRAGMA foreign_keys",
      "1" } },
  { "children with CASCADE keep their rows",
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);"
    "CREATE TABLE c (id INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t (id) ON DELETE CASCADE);"
    "CREATE TABLE d (id INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t ON DELETE SET NULL);"
    "CREATE TABLE r (t_id INTEGER REFERENCES t ON DELETE RESTRICT);"
    "INSERT INTO t VALUES (1, 1), (2, 2); INSERT INTO c VALUES (5, 1), (6, 2); INSERT INTO d VALUES (1, 1);"
    "INSERT INTO r VALUES (2)",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"a\"}]",
    NULL,
    { "SELECT * FROM c", "5|1\n6|2", "SELECT * FROM d", "1|1", "SELECT * FROM r", "2", SQL_OF ("c"),
      "CREATE TABLE c (id INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t (id) ON DELETE CASCADE)",
      "PRAGMA foreign_key_check", "" } },
  { "a table that refers to itself",
    "CREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER REFERENCES t (id) ON DELETE CASCADE, a INTEGER);"
    "INSERT INTO t VALUES (1, NULL, 1), (2, 1, 2)",
    "[{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"a\", \"nullable\": false}]",
    NULL,
    { "SELECT * FROM t", "1|NULL|1\n2|1|2",
      "SELECT \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list('t')", "t|p|id|CASCADE" } },
  { "AUTOINCREMENT goes on counting",
    "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INTEGER);"
    "INSERT INTO t VALUES (1, 1), (9, 9); DELETE FROM t WHERE id = 9",
    "[{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"a\", \"type\": {\"type\": \"Text\"}}]",
    NULL,
    { "SELECT * FROM sqlite_sequence", "t|9", SQL_OF ("t"),
      "CREATE TABLE \"t\" (\n    id INTEGER PRIMARY KEY AUTOINCREMENT, \n    a TEXT\n)", "SELECT typeof(a) FROM t",
      "text" } },
  { "AUTOINCREMENT of an empty table",
    "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INTEGER); INSERT INTO t VALUES (4, 1); DELETE FROM t",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"a\"}]",
    NULL,
    { "SELECT * FROM sqlite_sequence", "t|4" } },
  { "WITHOUT ROWID and STRICT",
    "CREATE TABLE t (a ANY, k TEXT, b INT, PRIMARY KEY (k DESC)) STRICT, WITHOUT ROWID; INSERT INTO t VALUES (1, 'k', "
    "2)",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"b\"}]",
    NULL,
    { SQL_OF ("t"),
      "CREATE TABLE \"t\" (\n    a ANY, \n    k TEXT NOT NULL, \n    PRIMARY KEY (k DESC)\n)\n WITHOUT ROWID,\n STRICT",
      "SELECT * FROM t", "1|k" } },
  { "conflict clauses",
    "CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, a TEXT NOT NULL ON CONFLICT IGNORE UNIQUE ON CONFLICT "
    "ROLLBACK, b INT)",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"b\"}]",
    NULL,
    { SQL_OF ("t"), "CREATE TABLE \"t\" (\n    id INTEGER, \n    a TEXT NOT NULL ON CONFLICT IGNORE, \n"
                    "    PRIMARY KEY (id) ON CONFLICT REPLACE, \n    UNIQUE (a) ON CONFLICT ROLLBACK\n)" } },
  { "a column is renamed everywhere",
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT CHECK (length(a) > 1), b INTEGER);"
    "CREATE INDEX ia ON t (lower(a));"
    "CREATE TABLE c (x TEXT REFERENCES t (id)); CREATE VIEW v AS SELECT a AS q FROM t;"
    "CREATE TRIGGER tr BEFORE UPDATE OF a ON t BEGIN SELECT NEW.a; END; INSERT INTO t VALUES (1, 'aa', 3)",
    "[{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"a\", \"new_column_name\": \"Name\"},"
    " {\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"id\", \"new_column_name\": \"key\"},"
    " {\"op\": \"create_index\", \"index\": {\"name\": \"i2\", \"table\": \"t\", \"columns\": [{\"column\": "
    "\"Name\"}]}}]",
    NULL,
    { "SELECT \"Name\" FROM t", "aa", SQL_OF ("ia"), "CREATE INDEX ia ON t (lower(\"Name\"))", SQL_OF ("v"),
      "CREATE VIEW v AS SELECT \"Name\" AS q FROM t", SQL_OF ("tr"),
      "CREATE TRIGGER tr BEFORE UPDATE OF \"Name\" ON t BEGIN SELECT NEW.\"Name\"; END", SQL_OF ("c"),
      "CREATE TABLE c (x TEXT REFERENCES t (\"key\"))", SQL_OF ("i2"), "CREATE INDEX i2 ON t (\"Name\")" } },
  { "two columns change names",
    "CREATE TABLE t (a TEXT, b TEXT); CREATE VIEW v AS SELECT a AS was_a FROM t; INSERT INTO t VALUES ('a', 'b')",
    "[{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"a\", \"new_column_name\": \"b\"},"
    " {\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"b\", \"new_column_name\": \"a\"}]",
    NULL,
    { "SELECT a, b FROM t", "b|a", "SELECT * FROM v", "a", "SELECT name FROM pragma_table_info('t')", "b\na" } },
  { "a column takes the name of one that goes",
    "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT, x_new INTEGER); INSERT INTO t VALUES (1, 'old', 7)",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"x\"},"
    " {\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"x_new\", \"new_column_name\": \"x\", \"nullable\": "
    "false}]",
    NULL,
    { "SELECT * FROM t", "1|7", "SELECT name, \"notnull\" FROM pragma_table_info('t')", "id|0\nx|1" } },
  { "a view that names a dropped column",
    "CREATE TABLE t (a TEXT, b TEXT); CREATE VIEW v AS SELECT b FROM t; INSERT INTO t VALUES ('a', 'b')",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"b\"}]",
    "error in view v",
    { "SELECT * FROM t", "a|b", "SELECT count(*) FROM sqlite_master", "2", "PRAGMA foreign_keys", "1",
      "PRAGMA legacy_alter_table", "0" } },
  { "a trigger that names a dropped column",
    "CREATE TABLE t (a TEXT, b TEXT); CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT NEW.b; END",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"b\"}]",
    "error in trigger tr",
    { SQL_OF ("t"), "CREATE TABLE t (a TEXT, b TEXT)", "SELECT count(*) FROM sqlite_master", "2" } },
  { "a view that was broken before does no harm",
    "CREATE TABLE t (a TEXT, b TEXT); CREATE VIEW v AS SELECT zilch FROM nowhere",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"b\"}]",
    NULL,
    { "SELECT name FROM pragma_table_info('t')", "a", SQL_OF ("v"), "CREATE VIEW v AS SELECT zilch FROM nowhere" } },
  { "a CHECK of the dropped column goes with it, one of both is refused",
    "CREATE TABLE t (a INTEGER CHECK (a IN (0, 1)), b INTEGER, CONSTRAINT both CHECK (a < b))",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"a\"}]",
    "CHECK (a < b) of table 't' names column 'a', which is dropped, and 'b', which stays",
    { SQL_OF ("t"), "CREATE TABLE t (a INTEGER CHECK (a IN (0, 1)), b INTEGER, CONSTRAINT both CHECK (a < b))" } },
  { "after it was dropped by name",
    "CREATE TABLE t (a INTEGER CHECK (a IN (0, 1)), b INTEGER, CONSTRAINT both CHECK (a < b))",
    "[{\"op\": \"drop_constraint\", \"name\": \"t\", \"constraint\": \"both\", \"type\": \"check\"},"
    " {\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"a\"}]",
    NULL,
    { SQL_OF ("t"), "CREATE TABLE \"t\" (\n    b INTEGER\n)" } },
  { "an index on a dropped column",
    "CREATE TABLE t (a INTEGER, b INTEGER); CREATE INDEX i ON t (b, lower(a))",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"a\"}]",
    "index 'i' of table 't' names column 'a', which is dropped",
    { "SELECT count(*) FROM sqlite_master", "2" } },
  { "a generated column of a dropped one",
    "CREATE TABLE t (a INTEGER, b INTEGER AS (a + 1))",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"a\"}]",
    "column 'b' of table 't' is computed from column 'a', which is dropped",
    { "SELECT count(*) FROM sqlite_master", "1" } },
  { "rows that do not fit",
    "CREATE TABLE t (a INTEGER, b INTEGER); INSERT INTO t VALUES (NULL, 1)",
    "[{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"a\", \"nullable\": false}]",
    "NOT NULL constraint failed",
    { "SELECT * FROM t", "NULL|1", "SELECT count(*) FROM sqlite_master", "1", "PRAGMA foreign_keys", "1" } },
  { "a new foreign key that rows break",
    "CREATE TABLE o (id INTEGER PRIMARY KEY); CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (3)",
    "[{\"op\": \"create_constraint\", \"name\": \"t\", \"constraint\": {\"kind\": \"foreign\", \"name\": \"fk\","
    " \"columns\": [\"a\"], \"referent\": {\"table\": \"o\", \"columns\": [\"id\"]}}}]",
    "FOREIGN KEY constraint failed: row 1 of t has no parent in o",
    { "SELECT * FROM t", "3", SQL_OF ("t"), "CREATE TABLE t (a INTEGER)", "PRAGMA foreign_keys", "1" } },
  { "text that becomes a date stays whole",
    "CREATE TABLE t (a VARCHAR(30), j TEXT, n TEXT); INSERT INTO t VALUES ('2026-01-31 10:00:00', '{}', '12')",
    "[{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"a\", \"type\": {\"type\": \"DateTime\"}},"
    " {\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"j\", \"type\": {\"type\": \"JSON\"}},"
    " {\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"n\", \"type\": {\"type\": \"Integer\"}}]",
    NULL,
    { "SELECT a, j, n, typeof(n) FROM t", "2026-01-31 10:00:00|{}|12|integer" } },
  { "the CHECK of a Boolean goes with its type",
    "CREATE TABLE t (a BOOLEAN, b INTEGER, CHECK (a IN (0, 1)), CHECK (b IN (1, 2)))",
    "[{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"a\", \"type\": {\"type\": \"Integer\"},"
    "  \"existing_type\": {\"type\": \"Boolean\"}},"
    " {\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"b\", \"type\": {\"type\": \"BigInteger\"}}]",
    NULL,
    { SQL_OF ("t"), "CREATE TABLE \"t\" (\n    a INTEGER, \n    b BIGINT, \n    CHECK (b IN (1, 2))\n)" } },
  { "if_exists and if_not_exists",
    "CREATE TABLE t (a INTEGER, b INTEGER); CREATE INDEX i ON t (a)",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"zz\", \"if_exists\": true},"
    " {\"op\": \"add_column\", \"name\": \"t\", \"column\": {\"name\": \"a\", \"type\": {\"type\": \"Text\"}},"
    "  \"if_not_exists\": true},"
    " {\"op\": \"drop_index\", \"name\": \"no\", \"table\": \"t\", \"if_exists\": true},"
    " {\"op\": \"create_index\", \"index\": {\"name\": \"i\", \"table\": \"t\", \"columns\": [{\"column\": \"b\"}]},"
    "  \"if_not_exists\": true},"
    " {\"op\": \"drop_constraint\", \"name\": \"t\", \"constraint\": \"no\", \"if_exists\": true},"
    " {\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"b\"}]",
    NULL,
    { SQL_OF ("t"), "CREATE TABLE \"t\" (\n    a INTEGER\n)", SQL_OF ("i"), "CREATE INDEX i ON t (a)" } },
  { "a column that exists already is not replaced by an empty one",
    "CREATE TABLE t (a INTEGER, b INTEGER); INSERT INTO t VALUES (1, 2)",
    "[{\"op\": \"add_column\", \"name\": \"t\", \"column\": {\"name\": \"a\", \"type\": {\"type\": \"Text\"}}},"
    " {\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"b\"}]",
    "column 'a' of table 't' already exists",
    { "SELECT * FROM t", "1|2" } },
  { "names that must be quoted",
    "CREATE TABLE \"My \"\"Table\" (\"a b\" TEXT, \"Group\" INTEGER, c INTEGER);"
    "CREATE INDEX \"I x\" ON \"My \"\"Table\" (\"a b\"); INSERT INTO \"My \"\"Table\" VALUES ('v', 1, 2)",
    "My \"Table: [{\"op\": \"drop_column\", \"name\": \"My \\\"Table\", \"column\": \"c\"}]",
    NULL,
    { "SELECT * FROM \"My \"\"Table\"", "v|1", "SELECT count(*) FROM sqlite_master", "2" } },
  { "no such table",
    "CREATE TABLE other (a INTEGER)",
    "[{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"c\"}]",
    "there is no table 't'",
    { NULL } },
  { "no such column",
    "CREATE TABLE t (a INTEGER)",
    "[{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"c\", \"nullable\": true}]",
    "No such column: 'c'",
    { NULL } },
};

static LbOperation *
batch_of (const char *text)
{
  const char *list = strstr (text, "[{");
  g_autofree char *table = list > text ? g_strndup (text, (gsize) (list - text) - 2) : g_strdup ("t");
  json_auto_t *name = json_string (table);
  g_autofree char *quoted = json_dumps (name, JSON_ENCODE_ANY);
  g_autofree char *json = g_strdup_printf ("{\"op\": \"batch\", \"name\": %s, \"operations\": %s}", quoted, list);

  return operation_of (json);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  LbConnection *connection = open_memory ();
  g_autoptr (LbOperation) operation = batch_of (test->operations);
  g_autoptr (GError) error = NULL;
  gboolean good;

  say (connection, "PRAGMA foreign_keys = ON");
  say (connection, test->setup);
  g_assert_true (driver->begin (connection, 0, NULL));
  good = operate (connection, operation, &error);
  if (test->error) {
    g_assert_false (good);
    g_assert_nonnull (error);
    if (!strstr (error->message, test->error))
      g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, test->error));
  } else {
    g_assert_no_error (error);
  }
  for (guint i = 0; test->checks[i]; i += 2)
    expect (connection, test->checks[i], test->checks[i + 1]);
  /* what a script that catches the error finds is what it would commit */
  g_clear_error (&error);
  driver->commit (connection, &error);
  g_assert_no_error (error);
  driver->close (connection);
}

/* ---- attached databases, conventions, overrides */

static void
test_attached (void)
{
  LbConnection *connection = open_memory ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LbOperation) operation
      = operation_of ("{\"op\": \"batch\", \"name\": \"t\", \"schema\": \"s\", \"operations\": ["
                      "{\"op\": \"drop_column\", \"name\": \"t\", \"schema\": \"s\", \"column\": \"b\"},"
                      "{\"op\": \"alter_column\", \"name\": \"t\", \"schema\": \"s\", \"column\": \"a\", "
                      "\"new_column_name\": \"z\"}]}");

  say (connection,
       "PRAGMA foreign_keys = ON; ATTACH ':memory:' AS s;"
       "CREATE TABLE t (other INTEGER); CREATE TABLE s.o (id INTEGER PRIMARY KEY);"
       "CREATE TABLE s.t (a INTEGER REFERENCES o (id), b INTEGER); CREATE UNIQUE INDEX s.i ON t (a) WHERE a > 1;"
       "CREATE TRIGGER s.tr AFTER INSERT ON t BEGIN SELECT NEW.a; END;"
       "INSERT INTO s.o VALUES (4); INSERT INTO s.t VALUES (4, 5)");
  g_assert_true (driver->begin (connection, 0, NULL));
  operate (connection, operation, &error);
  g_assert_no_error (error);
  expect (connection, "SELECT * FROM s.t", "4");
  expect (connection, "SELECT name FROM s.sqlite_master ORDER BY name", "i\no\nt\ntr");
  expect (connection, "SELECT sql FROM s.sqlite_master WHERE name = 'i'", "CREATE UNIQUE INDEX i ON t (z) WHERE z > 1");
  expect (connection, "SELECT \"table\", \"from\", \"to\" FROM pragma_foreign_key_list('t', 's')", "o|z|id");
  expect (connection, "SELECT name FROM main.sqlite_master", "t");
  driver->rollback (connection);
  driver->close (connection);
}

static void
test_conventions (void)
{
  LbConnection *connection = open_memory ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LbOperation) operation = operation_of (
      "{\"op\": \"batch\", \"name\": \"t\", \"naming_convention\": {\"fk\": \"fk_%(table_name)s_%(column_0_name)s_"
      "%(referred_table_name)s\", \"uq\": \"uq_%(table_name)s_%(column_0_N_name)s\", \"ck\": "
      "\"ck_%(constraint_name)s\","
      " \"pk\": \"pk_%(table_name)s\"}, \"operations\": ["
      "{\"op\": \"drop_constraint\", \"name\": \"t\", \"constraint\": \"fk_t_a_o\", \"type\": \"foreignkey\"}]}");

  say (connection,
       "CREATE TABLE o (id INTEGER PRIMARY KEY);"
       "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER REFERENCES o, b INTEGER CHECK (b > 0), UNIQUE (a, b))");
  operate (connection, operation, &error);
  g_assert_no_error (error);
  expect (
      connection, SQL_OF ("t"),
      "CREATE TABLE \"t\" (\n    id INTEGER, \n    a INTEGER, \n    b INTEGER, \n    CONSTRAINT pk_t PRIMARY KEY (id), "
      "\n    CONSTRAINT uq_t_a_b UNIQUE (a, b), \n    CHECK (b > 0)\n)");
  driver->close (connection);
}

static void
test_overrides (void)
{
  LbConnection *connection = open_memory ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LbOperation) operation = operation_of (
      "{\"op\": \"batch\", \"name\": \"t\", \"recreate\": \"always\", \"reflect_columns\": [{\"name\": \"a\","
      " \"type\": {\"type\": \"VARCHAR\", \"length\": 9}, \"nullable\": false}, {\"name\": \"f\", \"type\": {\"type\":"
      " \"Boolean\", \"create_constraint\": true, \"name\": \"f_bool\"}}],"
      " \"table_args\": [{\"kind\": \"check\", \"name\": \"more\", \"sql\": \"a <> ''\"}],"
      " \"table_kwargs\": {\"sqlite_autoincrement\": true}, \"operations\": []}");

  say (connection,
       "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a TEXT, f BOOLEAN); INSERT INTO t VALUES (3, 'x', 1)");
  operate (connection, operation, &error);
  g_assert_no_error (error);
  expect (connection, SQL_OF ("t"),
          "CREATE TABLE \"t\" (\n    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, \n    a VARCHAR(9) NOT NULL, \n"
          "    f BOOLEAN, \n    CONSTRAINT more CHECK (a <> ''), \n    CONSTRAINT f_bool CHECK (f IN (0, 1))\n)");
  expect (connection, "SELECT * FROM t", "3|x|1");
  driver->close (connection);
}

/* A table that the script describes: what it cannot say is kept too. */
static void
test_copy_from (void)
{
  LbConnection *connection = open_memory ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LbOperation) operation = operation_of (
      "{\"op\": \"batch\", \"name\": \"t\", \"copy_from\": {\"name\": \"t\", \"columns\": [{\"name\": \"id\","
      " \"type\": {\"type\": \"Integer\"}, \"nullable\": false, \"primary_key\": true}, {\"name\": \"a\", \"type\":"
      " {\"type\": \"String\"}}], \"options\": {\"sqlite_autoincrement\": true}}, \"operations\": ["
      "{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"a\", \"nullable\": false}]}");

  say (connection, "PRAGMA foreign_keys = ON; CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);"
                   "CREATE TABLE c (t_id INTEGER REFERENCES t ON DELETE CASCADE);"
                   "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT NEW.a; END; CREATE VIEW v AS SELECT a FROM t;"
                   "INSERT INTO t VALUES (1, 'a'), (8, 'b'); DELETE FROM t WHERE id = 8; INSERT INTO c VALUES (1)");
  g_assert_true (driver->begin (connection, 0, NULL));
  operate (connection, operation, &error);
  g_assert_no_error (error);
  expect (connection, SQL_OF ("t"),
          "CREATE TABLE \"t\" (\n    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, \n    a VARCHAR NOT NULL\n)");
  expect (connection, "SELECT count(*) FROM c", "1");
  expect (connection, "SELECT * FROM v", "a");
  expect (connection, "SELECT * FROM sqlite_sequence", "t|8");
  expect (connection, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'", "1");
  driver->rollback (connection);
  driver->close (connection);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  load_driver ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/sqlite/batch/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/sqlite/batch/attached", test_attached);
  g_test_add_func ("/sqlite/batch/conventions", test_conventions);
  g_test_add_func ("/sqlite/batch/overrides", test_overrides);
  g_test_add_func ("/sqlite/batch/copy_from", test_copy_from);
  return g_test_run ();
}
