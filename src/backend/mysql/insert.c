/* Many rows into a table: INSERT statements of many rows each. */
#include "private.h"

#include "sql/build.h"
#include "util/error.h"

#include <string.h>

/* The longest text of one statement, if the server takes that much: longer ones are not faster. */
enum { STATEMENT_BYTES = 1024 * 1024 };

typedef struct {
  LbConnection *connection;
  GString *sql;
  gsize head;       /* length of "INSERT INTO t (a, b) VALUES " */
  gsize most;       /* bytes of one statement */
  gboolean guarded; /* what was sent can be taken back */
} Insert;

static gsize
longest_statement (LbConnection *connection)
{
  if (!connection->packet) {
    g_autofree char *cell = lb_my_query_cell (connection, "SELECT @@max_allowed_packet", NULL);

    connection->packet = cell ? (gsize) g_ascii_strtoull (cell, NULL, 10) : 0;
    if (connection->packet < 1024)
      connection->packet = STATEMENT_BYTES;
  }
  /* what goes with the text takes a few bytes */
  return MIN (connection->packet - 512, STATEMENT_BYTES);
}

static gboolean
flush (Insert *insert, GError **error)
{
  LbMyCall call = { .sql = insert->sql->str, .length = insert->sql->len, .hearing = LB_MY_HEARING };
  gboolean done = insert->sql->len == insert->head || lb_my_run (insert->connection, &call, error);

  g_string_truncate (insert->sql, insert->head);
  return done;
}

/* The statement is full and rows remain: several statements, which must be one. */
static gboolean
flush_full (Insert *insert, GError **error)
{
  if (!insert->guarded
      && !lb_my_run_text (insert->connection,
                          insert->connection->in_transaction ? "SAVEPOINT limbeck_insert" : "START TRANSACTION",
                          LB_MY_HEARING, error))
    return FALSE;
  insert->guarded = TRUE;
  return flush (insert, error);
}

static gboolean
append_row (GString *sql, LbAppendValue append_value, const LbValue *row, guint n, GError **error)
{
  g_string_append_c (sql, '(');
  for (guint i = 0; i < n; i++) {
    if (i)
      g_string_append (sql, ", ");
    if (!append_value (sql, &row[i], error))
      return FALSE;
  }
  g_string_append_c (sql, ')');
  return TRUE;
}

static gboolean
insert_all (Insert *insert, guint n_columns, GPtrArray *rows, GError **error)
{
  LbAppendValue append_value
      = lb_dialect_find (lb_my_is_mariadb (insert->connection) ? "mariadb" : "mysql")->append_value;
  g_autoptr (GString) row = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++) {
    g_string_truncate (row, 0);
    if (!append_row (row, append_value, g_ptr_array_index (rows, i), n_columns, error))
      return FALSE;
    if (insert->sql->len > insert->head && insert->sql->len + row->len + 2 > insert->most
        && !flush_full (insert, error))
      return FALSE;
    if (insert->sql->len > insert->head)
      g_string_append (insert->sql, ", ");
    g_string_append_len (insert->sql, row->str, (gssize) row->len);
  }
  return flush (insert, error);
}

/* The end of what flush_full has begun. */
static gboolean
settle (Insert *insert, gboolean done, GError **error)
{
  gboolean inside = insert->connection->in_transaction;

  if (!insert->guarded || insert->connection->lost)
    return done;
  if (done)
    return lb_my_run_text (insert->connection, inside ? "RELEASE SAVEPOINT limbeck_insert" : "COMMIT", LB_MY_DEAF,
                           error);
  lb_my_run_text (insert->connection, inside ? "ROLLBACK TO SAVEPOINT limbeck_insert" : "ROLLBACK", LB_MY_DEAF, NULL);
  return FALSE;
}

gboolean
lb_my_insert_rows (LbConnection *connection, const char *table, const char *const *columns, GPtrArray *rows,
                   GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  Insert insert = { .connection = connection, .sql = sql };
  guint n = 0;

  if (rows->len == 0)
    return TRUE;
  if (!lb_my_send_begin (connection, error))
    return FALSE;
  lb_sql_appendf (sql, lb_my_syntax (connection), "INSERT INTO %s (", table);
  for (; columns[n]; n++)
    lb_sql_appendf (sql, lb_my_syntax (connection), n ? ", %I" : "%I", columns[n]);
  g_string_append (sql, ") VALUES ");
  insert.head = sql->len;
  insert.most = longest_statement (connection);
  return settle (&insert, insert_all (&insert, n, rows, error), error);
}
