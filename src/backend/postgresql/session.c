#include "private.h"

#include "sql/build.h"
#include "util/error.h"

#include <stdlib.h>

guint
lb_pg_server_version (LbConnection *connection)
{
  return (guint) MAX (PQserverVersion (connection->pg), 0);
}

/* ---- queries */

static char **
cells_of (const PGresult *result, int row)
{
  int n = PQnfields (result);
  char **cells = g_new0 (char *, (gsize) n + 1);

  for (int i = 0; i < n; i++)
    cells[i] = PQgetisnull (result, row, i) ? NULL : g_strdup (PQgetvalue (result, row, i));
  return cells;
}

LbRows *
lb_pg_query (LbConnection *connection, const char *sql, GError **error)
{
  g_autoptr (PGresult) result = NULL;
  LbRows *rows;

  if (!lb_pg_ready (connection, error) || !lb_pg_send_begin (connection, error))
    return NULL;
  result = lb_pg_run (connection, sql, TRUE, LB_PG_HEARING, NULL, error);
  if (!result)
    return NULL;
  rows = lb_rows_new ((guint) PQnfields (result));
  for (int i = 0; i < PQntuples (result); i++)
    lb_rows_take (rows, cells_of (result, i));
  return rows;
}

char *
lb_pg_query_cell (LbConnection *connection, const char *sql, GError **error)
{
  g_autoptr (LbRows) rows = lb_pg_query (connection, sql, error);

  return rows && rows->rows->len && rows->n_columns ? g_strdup (((char **) g_ptr_array_index (rows->rows, 0))[0])
                                                    : NULL;
}

gboolean
lb_pg_has_table (LbConnection *connection, const char *schema, const char *table, gboolean *ret_exists,
                 char **ret_schema, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (LbRows) rows = NULL;
  char **cells;

  /* what can be read like a table, as SQLAlchemy's has_table: ordinary, partitioned and foreign tables, both kinds of
   * views */
  lb_sql_appendf (sql, lb_pg_syntax (),
                  "SELECT (SELECT n.nspname FROM pg_catalog.pg_class c"
                  " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                  " WHERE c.relname = %L AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND ",
                  table);
  if (schema)
    lb_sql_appendf (sql, lb_pg_syntax (), "n.nspname = %L", schema);
  else
    g_string_append (sql, "pg_catalog.pg_table_is_visible(c.oid)");
  g_string_append (sql, "), pg_catalog.current_schema()");
  rows = lb_pg_query (connection, sql->str, error);
  if (!rows)
    return FALSE;
  cells = g_ptr_array_index (rows->rows, 0);
  *ret_exists = cells[0] != NULL;
  if (ret_schema)
    *ret_schema = schema ? NULL : g_strdup (cells[0] ? cells[0] : cells[1]);
  return TRUE;
}

guint
lb_pg_lock_capacity (LbConnection *connection)
{
  /* the size of the server's lock table: https://www.postgresql.org/docs/current/runtime-config-locks.html */
  g_autofree char *cell = lb_pg_query_cell (connection,
                                            "SELECT current_setting('max_locks_per_transaction')::bigint"
                                            " * (current_setting('max_connections')::bigint"
                                            " + current_setting('max_prepared_transactions')::bigint)",
                                            NULL);

  return cell ? (guint) MIN (g_ascii_strtoull (cell, NULL, 10), G_MAXUINT) : 0;
}

gboolean
lb_pg_freshen (LbConnection *connection, GError **error)
{
  g_autoptr (LbRows) rows = NULL;

  /* behind a pooler in transaction mode the session at hand is another one each time */
  if (!connection->touched || connection->lock_pg)
    return TRUE;
  connection->touched = FALSE;
  rows = lb_pg_query (connection, "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL", error);
  return rows && lb_pg_keep_lock (connection, error);
}

/* ---- transactions */

gboolean
lb_pg_begin (LbConnection *connection, guint wait_ms, GError **error)
{
  if (!lb_pg_keep_lock (connection, error))
    return FALSE;
  /* BEGIN alone takes no lock and cannot fail: it travels with the first statements and saves a round trip */
  connection->begin_pending = TRUE;
  return TRUE;
}

/* COMMIT in a transaction that has failed is answered with ROLLBACK, and no error. */
static gboolean
check_committed (PGresult *result, GError **error)
{
  if (g_strcmp0 (PQcmdStatus (result), "COMMIT") == 0)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_DATABASE, "the server rolled the transaction back instead of committing it");
  return FALSE;
}

gboolean
lb_pg_commit (LbConnection *connection, GError **error)
{
  g_autoptr (PGresult) result = NULL;

  if (connection->begin_pending) {
    connection->begin_pending = FALSE;
    return TRUE;
  }
  if (!lb_pg_ready (connection, error))
    return FALSE;
  result = lb_pg_run (connection, "COMMIT", FALSE, LB_PG_DEAF, NULL, error);
  return result && check_committed (result, error);
}

void
lb_pg_rollback (LbConnection *connection)
{
  g_autoptr (PGresult) result = NULL;

  connection->begin_pending = FALSE;
  if (PQtransactionStatus (connection->pg) == PQTRANS_INTRANS
      || PQtransactionStatus (connection->pg) == PQTRANS_INERROR)
    result = lb_pg_run (connection, "ROLLBACK", FALSE, LB_PG_DEAF, NULL, NULL);
}
