/* Batch mode on tables made by chance: what the batch does not speak of is as it was. Columns are called col0x, col1x,
 * ... and renamed to new0x, so that a name can be replaced in any text. */
#include "schema/json.h"
#include "sqlite.h"

enum { ROUNDS = 150, MOST_COLUMNS = 7 };

typedef struct {
  GRand *random;
  LbConnection *connection;
  guint n_columns;
  gboolean dropped[MOST_COLUMNS];
  gboolean renamed[MOST_COLUMNS];
  gboolean altered[MOST_COLUMNS];
  gboolean bound[MOST_COLUMNS]; /* something besides its own CHECK names it: it is not dropped */
  GString *sql;                 /* of the table and what belongs to it */
  GString *operations;
} Round;

static gboolean
chance (Round *round, guint percent)
{
  return (guint) g_rand_int_range (round->random, 0, 100) < percent;
}

/* A column, which something is going to name. */
static guint
pick (Round *round)
{
  guint i = (guint) g_rand_int_range (round->random, 0, (gint32) round->n_columns);

  round->bound[i] = TRUE;
  return i;
}

/* ---- a table */

static void
add_column (Round *round, guint i)
{
  static const char *const types[] = { "INTEGER", "VARCHAR(20)", "MONEY",    "TEXT COLLATE NOCASE", "NUMERIC(8, 2)",
                                       "",        "BLOB",        "DATETIME", "tiny int (3)" };
  static const char *const defaults[] = { "",
                                          " DEFAULT 7",
                                          " DEFAULT 'it''s'",
                                          " DEFAULT (1 + 2)",
                                          " DEFAULT -1.5",
                                          " DEFAULT (datetime('now'))",
                                          " DEFAULT CURRENT_TIMESTAMP" };

  g_string_append_printf (round->sql, ", col%ux %s%s", i,
                          types[g_rand_int_range (round->random, 0, G_N_ELEMENTS (types))],
                          defaults[g_rand_int_range (round->random, 0, G_N_ELEMENTS (defaults))]);
  if (chance (round, 30))
    g_string_append (round->sql, " NOT NULL");
  if (chance (round, 20))
    g_string_append_printf (round->sql, " CHECK (col%ux IS NOT 'no, (never')", i);
  if (chance (round, 10))
    g_string_append_printf (round->sql, " CONSTRAINT uq%u UNIQUE", i);
}

static void
add_constraints (Round *round)
{
  if (chance (round, 40))
    g_string_append_printf (round->sql, ", gen AS (col%ux || '-') %s", pick (round),
                            chance (round, 50) ? "STORED" : "");
  if (chance (round, 40))
    g_string_append_printf (round->sql, ", CONSTRAINT \"my check\" CHECK (col%ux IS NOT 5 OR col%ux <> 6)",
                            pick (round), pick (round));
  if (chance (round, 40))
    g_string_append_printf (round->sql, ", CHECK (length(col%ux) < 99)", pick (round));
  if (chance (round, 30))
    g_string_append_printf (round->sql,
                            ", CONSTRAINT fk FOREIGN KEY (p) REFERENCES o ON DELETE %s DEFERRABLE INITIALLY "
                            "DEFERRED",
                            chance (round, 50) ? "CASCADE" : "SET NULL");
  g_string_append_printf (round->sql, ", UNIQUE (id, col%ux)", pick (round));
}

static void
add_company (Round *round)
{
  g_string_append (round->sql,
                   ";CREATE TABLE child (id INTEGER PRIMARY KEY, t_id REFERENCES t (id) ON DELETE CASCADE)");
  if (chance (round, 60))
    g_string_append_printf (round->sql, ";CREATE INDEX i1 ON t (lower(col%ux) DESC, id) WHERE col%ux IS NOT 'none'",
                            pick (round), pick (round));
  if (chance (round, 60))
    g_string_append_printf (round->sql, ";CREATE INDEX i2 ON t (col%ux COLLATE RTRIM, col%ux)", pick (round),
                            pick (round));
  if (chance (round, 60))
    g_string_append_printf (round->sql,
                            ";CREATE TRIGGER tr AFTER UPDATE OF col%ux ON t WHEN NEW.col%ux = 1 BEGIN INSERT INTO o "
                            "VALUES (NEW.id + 100); END",
                            pick (round), pick (round));
  if (chance (round, 60))
    g_string_append_printf (round->sql, ";CREATE VIEW v AS SELECT id, col%ux AS one, t.col%ux AS two FROM t",
                            pick (round), pick (round));
}

static void
add_rows (Round *round)
{
  guint n = (guint) g_rand_int_range (round->random, 0, 12);

  for (guint row = 1; row <= n; row++) {
    g_string_append_printf (round->sql, ";INSERT INTO t (id, p");
    for (guint i = 0; i < round->n_columns; i++)
      g_string_append_printf (round->sql, ", col%ux", i);
    g_string_append_printf (round->sql, ") VALUES (%u, 1", row * 3);
    for (guint i = 0; i < round->n_columns; i++)
      g_string_append_printf (round->sql, ", '%u.%u'", row, i);
    g_string_append_printf (round->sql, ");INSERT INTO child VALUES (%u, %u)", row, row * 3);
  }
}

static void
make_table (Round *round)
{
  static const char *const ends[] = { "", " WITHOUT ROWID" };
  gboolean counting = chance (round, 40);

  round->n_columns = (guint) g_rand_int_range (round->random, 2, MOST_COLUMNS + 1);
  g_string_assign (round->sql,
                   "PRAGMA foreign_keys = ON;CREATE TABLE o (id INTEGER PRIMARY KEY);INSERT INTO o VALUES (1);");
  g_string_append_printf (round->sql, "CREATE TABLE t (id INTEGER NOT NULL %s, p INTEGER",
                          counting ? "PRIMARY KEY AUTOINCREMENT" : "CONSTRAINT \"p k\" PRIMARY KEY");
  for (guint i = 0; i < round->n_columns; i++)
    add_column (round, i);
  add_constraints (round);
  g_string_append_printf (round->sql, ")%s", ends[!counting && chance (round, 30)]);
  add_company (round);
  add_rows (round);
}

/* ---- a batch */

static void add_operation (Round *round, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_operation (Round *round, const char *format, ...)
{
  va_list arguments;

  if (round->operations->len)
    g_string_append (round->operations, ", ");
  va_start (arguments, format);
  g_string_append_vprintf (round->operations, format, arguments);
  va_end (arguments);
}

static void
change_column (Round *round, guint i)
{
  if (!round->bound[i] && chance (round, 40)) {
    round->dropped[i] = TRUE;
    add_operation (round, "{\"op\": \"drop_column\", \"name\": \"t\", \"column\": \"col%ux\"}", i);
  } else if (chance (round, 30)) {
    round->renamed[i] = TRUE;
    add_operation (round,
                   "{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"col%ux\", \"new_column_name\": "
                   "\"new%ux\"}",
                   i, i);
  } else if (chance (round, 30)) {
    round->altered[i] = TRUE;
    add_operation (round,
                   "{\"op\": \"alter_column\", \"name\": \"t\", \"column\": \"col%ux\", \"nullable\": true, "
                   "\"server_default\": {\"text\": \"x'y\"}}",
                   i);
  }
}

static LbOperation *
make_batch (Round *round)
{
  g_autofree char *json = NULL;

  for (guint i = 0; i < round->n_columns; i++)
    change_column (round, i);
  if (chance (round, 30))
    add_operation (round, "{\"op\": \"add_column\", \"name\": \"t\", \"column\": {\"name\": \"added\", \"type\": "
                          "{\"type\": \"Text\"}, \"default\": {\"sql\": \"'a' || 'b'\"}}}");
  if (chance (round, 30))
    add_operation (round, "{\"op\": \"create_constraint\", \"name\": \"t\", \"constraint\": {\"kind\": \"check\", "
                          "\"name\": \"fresh\", \"sql\": \"id > 0\"}}");
  json = g_strdup_printf ("{\"op\": \"batch\", \"name\": \"t\", \"recreate\": \"always\", \"operations\": [%s]}",
                          round->operations->str);
  return operation_of (json);
}

/* ---- before and after */

static char *
renamed_text (const Round *round, const char *text)
{
  g_autoptr (GString) changed = g_string_new (text);

  for (guint i = 0; i < round->n_columns; i++) {
    g_autofree char *old = g_strdup_printf ("col%ux", i);
    g_autofree char *new = g_strdup_printf ("new%ux", i);

    if (round->renamed[i])
      g_string_replace (changed, old, new, 0);
  }
  return g_string_free (g_steal_pointer (&changed), FALSE);
}

/* Whether the text is about a column of which @flags is set. */
static gboolean
is_about (const char *text, const gboolean *flags, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_strdup_printf ("col%ux", i);

    if (flags[i] && strstr (text, name))
      return TRUE;
  }
  return FALSE;
}

/* Every column, constraint, index and trigger of t, as one text each; the order of constraints does not count. */
static GPtrArray *
pieces (LbConnection *connection)
{
  static const char *const what[] = { "columns", "constraints", "indexes", "triggers", NULL };
  const char *const tables[] = { "t", NULL };
  const LbReflect question = { .what = LB_REFLECT_TABLE | LB_REFLECT_TRIGGERS, .tables = tables };
  g_autoptr (GError) error = NULL;
  g_autoptr (LbSchema) schema = driver->reflect (connection, &question, &error);
  json_auto_t *table = NULL;
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  g_assert_no_error (error);
  table = lb_table_to_json (g_ptr_array_index (schema->tables, 0));
  for (const char *const *kind = what; *kind; kind++) {
    gsize i;
    const json_t *piece;

    json_array_foreach (json_object_get (table, *kind), i, piece)
        g_ptr_array_add (texts, json_dumps (piece, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY));
  }
  if (json_object_get (table, "options"))
    g_ptr_array_add (texts, json_dumps (json_object_get (table, "options"), JSON_COMPACT | JSON_SORT_KEYS));
  return texts;
}

/* The rows of the columns that stay. */
static char *
rows (const Round *round, gboolean after)
{
  g_autoptr (GString) sql = g_string_new ("SELECT id, p");

  for (guint i = 0; i < round->n_columns; i++)
    if (!round->dropped[i])
      g_string_append_printf (sql, ", %s%ux", after && round->renamed[i] ? "new" : "col", i);
  g_string_append (sql, " FROM t ORDER BY id");
  return ask (round->connection, sql->str);
}

static char *
company (const Round *round)
{
  g_autofree char *child = ask (round->connection, "SELECT * FROM child ORDER BY id");
  g_autofree char *counter = ask (round->connection, "SELECT name, seq FROM sqlite_sequence");
  gboolean has_view = TRUE;
  g_autofree char *view = ask (round->connection, "SELECT count(*) FROM sqlite_master WHERE name = 'v'");

  has_view = strcmp (view, "1") == 0;
  if (has_view) {
    g_free (view);
    view = ask (round->connection, "SELECT * FROM v ORDER BY id");
  }
  return g_strjoin ("\n--\n", child, counter, view, NULL);
}

static void
compare (const Round *round, GPtrArray *before)
{
  g_autoptr (GPtrArray) after = pieces (round->connection);

  for (guint i = 0; i < before->len; i++) {
    const char *text = g_ptr_array_index (before, i);
    g_autofree char *expected = renamed_text (round, text);

    if (is_about (text, round->dropped, round->n_columns))
      continue;
    if (g_str_has_prefix (text, "{\"default\"") || g_str_has_prefix (text, "{\"name\":\"col"))
      if (is_about (text, round->altered, round->n_columns))
        continue;
    if (!g_ptr_array_find_with_equal_func (after, expected, g_str_equal, NULL)) {
      g_test_message ("lost: %s\nof %s\nby %s", expected, round->sql->str, round->operations->str);
      g_test_fail ();
    }
  }
}

static void
play (guint seed)
{
  Round round = { .random = g_rand_new_with_seed (seed),
                  .connection = open_memory (),
                  .sql = g_string_new (NULL),
                  .operations = g_string_new (NULL) };
  g_autoptr (LbOperation) batch = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autofree char *rows_before = NULL, *rows_after = NULL, *company_before = NULL, *company_after = NULL;
  g_autoptr (GError) error = NULL;

  make_table (&round);
  if (!strstr (round.sql->str, "AUTOINCREMENT")) /* so that there is the table to ask */
    g_string_append (round.sql, ";CREATE TABLE counting (id INTEGER PRIMARY KEY AUTOINCREMENT)");
  say (round.connection, round.sql->str);
  batch = make_batch (&round);
  before = pieces (round.connection);
  rows_before = rows (&round, FALSE);
  company_before = company (&round);

  g_assert_true (driver->begin (round.connection, 0, NULL));
  if (!operate (round.connection, batch, &error))
    g_test_message ("seed %u: %s\n%s", seed, round.sql->str, round.operations->str);
  g_assert_no_error (error);
  driver->commit (round.connection, &error);
  g_assert_no_error (error);

  rows_after = rows (&round, TRUE);
  g_assert_cmpstr (rows_after, ==, rows_before);
  company_after = company (&round);
  g_assert_cmpstr (company_after, ==, company_before);
  compare (&round, before);
  expect (round.connection, "PRAGMA integrity_check", "ok");
  expect (round.connection, "PRAGMA foreign_keys", "1");

  driver->close (round.connection);
  g_rand_free (round.random);
  g_string_free (round.sql, TRUE);
  g_string_free (round.operations, TRUE);
}

static void
test_property (void)
{
  for (guint seed = 0; seed < ROUNDS; seed++)
    play (seed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  load_driver ();
  g_test_add_func ("/sqlite/batch/property", test_property);
  return g_test_run ();
}
