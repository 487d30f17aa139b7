/* What is read of a SQLite database, and that it can be written again. */
#include "schema/json.h"
#include "sqlite.h"

static json_t *
reflect (LbConnection *connection, LbReflectWhat what, const char *schema)
{
  const LbReflect question = { .what = what, .schema = schema };
  g_autoptr (GError) error = NULL;
  g_autoptr (LbSchema) read = driver->reflect (connection, &question, &error);

  g_assert_no_error (error);
  return lb_schema_to_json (read);
}

typedef struct {
  const char *sql;
  const char *what;     /* member of the table t, or of its first column with "column" */
  const char *expected; /* JSON, keys sorted */
} Case;

static const Case cases[] = {
  /* types */
  { "CREATE TABLE t (a VARCHAR(50))", "column", "{\"name\":\"a\",\"type\":{\"length\":50,\"type\":\"VARCHAR\"}}" },
  { "CREATE TABLE t (a varchar ( 50 ))", "column", "{\"name\":\"a\",\"type\":{\"length\":50,\"type\":\"VARCHAR\"}}" },
  { "CREATE TABLE t (a NUMERIC(10,2))", "column",
    "{\"name\":\"a\",\"type\":{\"precision\":10,\"scale\":2,\"type\":\"NUMERIC\"}}" },
  { "CREATE TABLE t (a DECIMAL(7))", "column", "{\"name\":\"a\",\"type\":{\"precision\":7,\"type\":\"DECIMAL\"}}" },
  { "CREATE TABLE t (a INT)", "column", "{\"name\":\"a\",\"type\":{\"type\":\"INTEGER\"}}" },
  { "CREATE TABLE t (a TINYINT(1))", "column", "{\"name\":\"a\",\"type\":{\"type\":\"INTEGER\"}}" },
  { "CREATE TABLE t (a UNSIGNED BIG INT)", "column", "{\"name\":\"a\",\"type\":{\"type\":\"INTEGER\"}}" },
  { "CREATE TABLE t (a VARYING CHARACTER(9))", "column", "{\"name\":\"a\",\"type\":{\"length\":9,\"type\":\"TEXT\"}}" },
  { "CREATE TABLE t (a DOUBLE PRECISION)", "column", "{\"name\":\"a\",\"type\":{\"type\":\"REAL\"}}" },
  { "CREATE TABLE t (a MONEY)", "column", "{\"name\":\"a\",\"type\":{\"type\":\"NUMERIC\"}}" },
  { "CREATE TABLE t (a)", "column", "{\"name\":\"a\"}" },
  { "CREATE TABLE t (a TINYBLOB)", "column", "{\"name\":\"a\"}" },
  { "CREATE TABLE t (a BOOL)", "column", "{\"name\":\"a\",\"type\":{\"type\":\"BOOLEAN\"}}" },
  { "CREATE TABLE t (a JSON)", "column", "{\"name\":\"a\",\"type\":{\"dialect\":\"sqlite\",\"type\":\"JSON\"}}" },
  { "CREATE TABLE t (a DATETIME(6))", "column", "{\"name\":\"a\",\"type\":{\"type\":\"DATETIME\"}}" },
  { "CREATE TABLE t (a TEXT COLLATE nocase)", "column",
    "{\"name\":\"a\",\"type\":{\"collation\":\"nocase\",\"type\":\"TEXT\"}}" },
  { "CREATE TABLE t (a INTEGER COLLATE nocase)", "column", "{\"name\":\"a\",\"type\":{\"type\":\"INTEGER\"}}" },

  /* defaults, NULL, generated columns */
  { "CREATE TABLE t (a INT DEFAULT -1 NOT NULL)", "column",
    "{\"default\":{\"sql\":\"-1\"},\"name\":\"a\",\"nullable\":false,\"type\":{\"type\":\"INTEGER\"}}" },
  { "CREATE TABLE t (a INT DEFAULT (1 + (2)))", "column",
    "{\"default\":{\"sql\":\"1 + (2)\"},\"name\":\"a\",\"type\":{\"type\":\"INTEGER\"}}" },
  { "CREATE TABLE t (a TEXT DEFAULT 'it''s, (x')", "column",
    "{\"default\":{\"sql\":\"'it''s, (x'\"},\"name\":\"a\",\"type\":{\"type\":\"TEXT\"}}" },
  { "CREATE TABLE t (a INT NOT NULL ON CONFLICT IGNORE)", "column",
    "{\"name\":\"a\",\"nullable\":false,\"options\":{\"sqlite_on_conflict_not_null\":\"IGNORE\"},\"type\":{\"type\":"
    "\"INTEGER\"}}" },
  { "CREATE TABLE t (a INTEGER GENERATED ALWAYS AS (b * (2 + 1)) VIRTUAL, b)", "column",
    "{\"default\":{\"computed\":{\"persisted\":false,\"sql\":\"b * (2 + 1)\"}},\"name\":\"a\",\"type\":{\"type\":"
    "\"INTEGER\"}}" },
  { "CREATE TABLE t (a INTEGER AS (b) STORED NOT NULL, b)", "column",
    "{\"default\":{\"computed\":{\"persisted\":true,\"sql\":\"b\"}},\"name\":\"a\",\"nullable\":false,\"type\":{"
    "\"type\":"
    "\"INTEGER\"}}" },

  /* keys */
  { "CREATE TABLE t (a INTEGER PRIMARY KEY, b)", "constraints", "[{\"columns\":[\"a\"],\"kind\":\"primary\"}]" },
  { "CREATE TABLE t (a, b, CONSTRAINT \"p k\" PRIMARY KEY (B, a) ON CONFLICT FAIL)", "constraints",
    "[{\"columns\":[\"b\",\"a\"],\"kind\":\"primary\",\"name\":\"p "
    "k\",\"options\":{\"sqlite_on_conflict\":\"FAIL\"}}]" },
  { "CREATE TABLE t (a, b, PRIMARY KEY (a COLLATE nocase DESC, b))", "constraints",
    "[{\"columns\":[\"a\",\"b\"],\"kind\":\"primary\",\"options\":{\"sqlite_columns_sql\":\"a COLLATE nocase DESC, "
    "b\"}}]" },
  { "CREATE TABLE t (a UNIQUE, b CONSTRAINT u UNIQUE, UNIQUE (a, b), CONSTRAINT [v w] UNIQUE (b))", "constraints",
    "[{\"columns\":[\"a\"],\"kind\":\"unique\"},{\"columns\":[\"b\"],\"kind\":\"unique\",\"name\":\"u\"},"
    "{\"columns\":[\"a\",\"b\"],\"kind\":\"unique\"},{\"columns\":[\"b\"],\"kind\":\"unique\",\"name\":\"v w\"}]" },
  { "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)", "options", "{\"sqlite_autoincrement\":true}" },
  { "CREATE TABLE t (a INT PRIMARY KEY) WITHOUT ROWID, STRICT", "options",
    "{\"sqlite_strict\":true,\"sqlite_with_rowid\":false}" },

  /* checks */
  { "CREATE TABLE t (a CHECK (a > 0) CHECK (a <> ')'), b CONSTRAINT c CHECK (b IN (1, 2)), CONSTRAINT \"d\"\"\" CHECK "
    "(a "
    "< b) CHECK (b /* ) */ > 1))",
    "constraints",
    "[{\"kind\":\"check\",\"sql\":\"a > 0\"},{\"kind\":\"check\",\"sql\":\"a <> "
    "')'\"},{\"kind\":\"check\",\"name\":\"c\","
    "\"sql\":\"b IN (1, 2)\"},{\"kind\":\"check\",\"name\":\"d\\\"\",\"sql\":\"a < "
    "b\"},{\"kind\":\"check\",\"sql\":\"b /* "
    ") */ > 1\"}]" },

  /* foreign keys */
  { "CREATE TABLE o (x, y, PRIMARY KEY (y, x)); CREATE TABLE t (a, b, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES o ON "
    "UPDATE SET NULL ON DELETE NO ACTION MATCH SIMPLE NOT DEFERRABLE)",
    "constraints",
    "[{\"columns\":[\"a\",\"b\"],\"deferrable\":false,\"kind\":\"foreign\",\"match\":\"SIMPLE\",\"name\":\"f\","
    "\"onupdate\":\"SET NULL\",\"referent\":{\"columns\":[\"y\",\"x\"],\"table\":\"o\"}}]" },
  { "CREATE TABLE t (a INT CONSTRAINT f REFERENCES \"o p\" (\"x y\") ON DELETE SET DEFAULT DEFERRABLE INITIALLY "
    "deferred)",
    "constraints",
    "[{\"columns\":[\"a\"],\"deferrable\":true,\"initially\":\"DEFERRED\",\"kind\":\"foreign\",\"name\":\"f\","
    "\"ondelete\":\"SET DEFAULT\",\"referent\":{\"columns\":[\"x y\"],\"table\":\"o p\"}}]" },

  /* indexes */
  { "CREATE TABLE t (a, b); CREATE UNIQUE INDEX i ON t (a COLLATE nocase DESC, coalesce(b, ',') , \"b\") WHERE a > "
    "'(,'",
    "indexes",
    "[{\"columns\":[{\"collation\":\"nocase\",\"column\":\"a\",\"suffix\":\"DESC\"},{\"sql\":\"coalesce(b, "
    "',')\"},{\"column\":\"b\"}],\"name\":\"i\",\"table\":\"t\",\"unique\":true,\"where\":\"a > '(,'\"}]" },
  { "CREATE TABLE t (a UNIQUE, b PRIMARY KEY)", "indexes", NULL },

  /* texts of odd forms */
  { "CREATE TABLE t (-- a comment\n 'a' \"my type\" (1), [b c] /* x */ INT NULL)", "column",
    "{\"name\":\"a\",\"type\":{\"type\":\"NUMERIC\"}}" },
  { "CREATE TABLE t AS SELECT 1 AS a, 'x' AS b", "column", "{\"name\":\"a\"}" },
  { "CREATE VIEW t AS SELECT 1 AS a", "kind", "\"view\"" },
  { "CREATE TABLE o (a); CREATE VIEW t AS SELECT a FROM o; CREATE TRIGGER r INSTEAD OF INSERT ON t BEGIN SELECT 1; END",
    "triggers", "[\"CREATE TRIGGER r INSTEAD OF INSERT ON t BEGIN SELECT 1; END\"]" },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  LbConnection *connection = open_memory ();
  json_auto_t *schema = NULL;
  g_autofree char *got = NULL;
  const json_t *piece = NULL;
  gsize i;
  const json_t *table;

  say (connection, test->sql);
  schema = reflect (connection, LB_REFLECT_TABLE | LB_REFLECT_VIEWS | LB_REFLECT_TRIGGERS, NULL);
  json_array_foreach (json_object_get (schema, "tables"), i, table)
  {
    if (strcmp (json_string_value (json_object_get (table, "name")), "t") != 0)
      continue;
    piece = strcmp (test->what, "column") == 0 ? json_array_get (json_object_get (table, "columns"), 0)
                                               : json_object_get (table, test->what);
  }
  got = piece ? json_dumps (piece, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY) : NULL;
  if (g_strcmp0 (got, test->expected) != 0)
    g_test_message ("%s", test->sql);
  g_assert_cmpstr (got, ==, test->expected);
  driver->close (connection);
}

/* The names of what is read, with blanks between. */
static char *
names (const json_t *schema)
{
  GString *text = g_string_new (NULL);
  gsize i;
  const json_t *table;

  json_array_foreach (json_object_get (schema, "tables"), i, table)
      g_string_append_printf (text, i ? " %s" : "%s", json_string_value (json_object_get (table, "name")));
  return g_string_free (text, FALSE);
}

static void
test_which (void)
{
  const char *const wanted[] = { "B", "nowhere", NULL };
  const LbReflect some = { .what = LB_REFLECT_COLUMNS, .tables = wanted };
  LbConnection *connection = open_memory ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LbSchema) read = NULL;
  json_auto_t *plain = NULL, *views = NULL, *attached = NULL, *temporary = NULL;
  g_autofree char *plain_names = NULL, *view_names = NULL, *attached_names = NULL, *temporary_names = NULL;
  g_autofree char *standard = NULL;
  g_auto (GStrv)
    schemas = NULL;

  say (connection, "ATTACH ':memory:' AS s; CREATE TABLE b (id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE TABLE a (x);"
                   "CREATE VIEW v AS SELECT 1; CREATE TEMP TABLE tt (x); CREATE TABLE s.st (x)");
  plain = reflect (connection, LB_REFLECT_NAMES, NULL);
  views = reflect (connection, LB_REFLECT_VIEWS, NULL);
  attached = reflect (connection, LB_REFLECT_TABLE, "s");
  temporary = reflect (connection, LB_REFLECT_TEMPORARY, NULL);
  g_assert_cmpstr ((plain_names = names (plain)), ==, "a b");
  g_assert_cmpstr ((view_names = names (views)), ==, "a b v");
  g_assert_cmpstr ((attached_names = names (attached)), ==, "st");
  g_assert_cmpstr ((temporary_names = names (temporary)), ==, "tt");

  read = driver->reflect (connection, &some, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->tables->len, ==, 1);
  g_assert_cmpstr (((LbTable *) g_ptr_array_index (read->tables, 0))->name, ==, "b");

  schemas = driver->schema_names (connection, &standard, &error);
  g_assert_cmpstr (schemas[0], ==, "main");
  g_assert_cmpstr (schemas[1], ==, "s");
  g_assert_null (schemas[2]);
  g_assert_cmpstr (standard, ==, "main");
  driver->close (connection);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  load_driver ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/sqlite/reflect/%02u", i);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/sqlite/reflect/which", test_which);
  return g_test_run ();
}
