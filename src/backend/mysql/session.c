#include "private.h"

#include "sql/build.h"
#include "util/error.h"

#include <string.h>

guint
lb_my_server_version (LbConnection *connection)
{
  return (guint) mysql_get_server_version (connection->my);
}

/* ---- queries */

static char **
cells_of (MYSQL_RES *result, MYSQL_ROW row, guint n)
{
  const unsigned long *lengths = mysql_fetch_lengths (result);
  char **cells = g_new0 (char *, (gsize) n + 1);

  for (guint i = 0; i < n; i++)
    cells[i] = row[i] ? g_strndup (row[i], lengths[i]) : NULL;
  return cells;
}

LbRows *
lb_my_query (LbConnection *connection, const char *sql, GError **error)
{
  LbMyCall call = { .sql = sql, .length = strlen (sql), .rows = TRUE, .hearing = LB_MY_HEARING };
  LbRows *rows;
  MYSQL_ROW row;

  if (!lb_my_send_begin (connection, error) || !lb_my_run (connection, &call, error))
    return NULL;
  rows = lb_rows_new (call.result ? mysql_num_fields (call.result) : 0);
  while (call.result && (row = mysql_fetch_row (call.result)))
    lb_rows_take (rows, cells_of (call.result, row, rows->n_columns));
  mysql_free_result (call.result);
  return rows;
}

char *
lb_my_query_cell (LbConnection *connection, const char *sql, GError **error)
{
  g_autoptr (LbRows) rows = lb_my_query (connection, sql, error);

  return rows && rows->rows->len && rows->n_columns ? g_strdup (((char **) g_ptr_array_index (rows->rows, 0))[0])
                                                    : NULL;
}

void
lb_my_append_schema (GString *sql, const LbConnection *connection, const char *schema)
{
  if (schema)
    lb_sql_appendf (sql, lb_my_syntax (connection), "= %L", schema);
  else
    g_string_append (sql, "= DATABASE()");
}

gboolean
lb_my_exists (LbConnection *connection, const char *sql, gboolean *ret_exists, GError **error)
{
  g_autoptr (LbRows) rows = lb_my_query (connection, sql, error);

  if (!rows)
    return FALSE;
  *ret_exists = rows->rows->len > 0;
  return TRUE;
}

/* Without a database in the URL there is no place for unqualified names. */
static gboolean
refuse_no_database (GError **error)
{
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "the database URL names no database");
  if (error)
    lb_error_set_hint (*error, "Put its name at the end: mariadb://host/DATABASE.");
  return FALSE;
}

gboolean
lb_my_has_table (LbConnection *connection, const char *schema, const char *table, gboolean *ret_exists,
                 char **ret_schema, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT DATABASE(), EXISTS (SELECT 1 FROM information_schema.tables"
                                          " WHERE table_schema ");
  g_autoptr (LbRows) rows = NULL;
  char **cells;

  lb_my_append_schema (sql, connection, schema);
  lb_sql_appendf (sql, lb_my_syntax (connection), " AND table_name = %L)", table);
  rows = lb_my_query (connection, sql->str, error);
  if (!rows)
    return FALSE;
  cells = g_ptr_array_index (rows->rows, 0);
  if (!schema && !cells[0])
    return refuse_no_database (error);
  *ret_exists = strcmp (cells[1], "1") == 0;
  if (ret_schema)
    *ret_schema = schema ? NULL : g_strdup (cells[0]);
  return TRUE;
}

char **
lb_my_schema_names (LbConnection *connection, char **ret_default, GError **error)
{
  g_autoptr (LbRows) rows = lb_my_query (
      connection, "SELECT schema_name, DATABASE() FROM information_schema.schemata ORDER BY schema_name", error);
  GPtrArray *names;

  if (!rows)
    return NULL;
  names = g_ptr_array_new ();
  for (guint i = 0; i < rows->rows->len; i++)
    g_ptr_array_add (names, g_strdup (((char **) g_ptr_array_index (rows->rows, i))[0]));
  if (ret_default)
    *ret_default = rows->rows->len ? g_strdup (((char **) g_ptr_array_index (rows->rows, 0))[1]) : NULL;
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

gboolean
lb_my_freshen (LbConnection *connection, GError **error)
{
  if (!connection->touched || connection->in_transaction) /* which a reset would roll back */
    return TRUE;
  connection->touched = FALSE;
  return lb_my_reset_locked (connection, error);
}

/* ---- transactions */

/* A transaction is a stretch without autocommit and not START TRANSACTION: what follows a statement that commits by
 * itself is in a transaction again, and not committed statement by statement. */
gboolean
lb_my_begin (LbConnection *connection, guint wait_ms, GError **error)
{
  connection->begin_pending = !connection->in_transaction;
  return TRUE;
}

gboolean
lb_my_commit (LbConnection *connection, GError **error)
{
  gboolean nothing = connection->begin_pending;

  connection->begin_pending = FALSE;
  if (nothing)
    return TRUE;
  if (!lb_my_run_text (connection, "COMMIT; SET autocommit = 1", LB_MY_DEAF, error))
    return FALSE;
  connection->in_transaction = FALSE;
  return TRUE;
}

void
lb_my_rollback (LbConnection *connection)
{
  connection->begin_pending = FALSE;
  if (connection->in_transaction && !connection->lost)
    lb_my_run_text (connection, "ROLLBACK; SET autocommit = 1", LB_MY_DEAF, NULL);
  connection->in_transaction = FALSE;
}
