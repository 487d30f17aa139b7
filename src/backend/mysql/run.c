#include "private.h"

#include "util/error.h"

#include <string.h>

gboolean
lb_my_send_begin (LbConnection *connection, GError **error)
{
  if (!connection->begin_pending)
    return TRUE;
  connection->begin_pending = FALSE;
  connection->in_transaction = TRUE;
  return lb_my_run_text (connection, "SET autocommit = 0", LB_MY_HEARING, error);
}

static void
echo (const LbConnection *connection, const char *sql, gsize length)
{
  if (connection->echo)
    lb_log (connection->log, LB_LOG_INFO, "sqlalchemy.engine.Engine", "%.*s", (int) MIN (length, G_MAXINT), sql);
}

/* Warnings and notes that the last statement left. Asked for only where somebody hears them. */
static void
log_warnings (LbConnection *connection)
{
  MYSQL_RES *result;
  MYSQL_ROW row;

  if (!connection->log || mysql_warning_count (connection->my) == 0 || mysql_query (connection->my, "SHOW WARNINGS"))
    return;
  result = mysql_store_result (connection->my);
  while (result && (row = mysql_fetch_row (result)))
    if (row[0] && row[1] && row[2])
      lb_log (connection->log, strcmp (row[0], "Note") == 0 ? LB_LOG_INFO : LB_LOG_WARNING, "limbeck.notice", "%s: %s",
              row[1], row[2]);
  mysql_free_result (result);
}

/* Read the rows of a result and forget them. FALSE if that failed. */
static gboolean
skip_rows (LbConnection *connection)
{
  MYSQL_RES *result = mysql_use_result (connection->my);

  while (result && mysql_fetch_row (result))
    ;
  mysql_free_result (result);
  return result && mysql_errno (connection->my) == 0;
}

/* Take the result that has come. FALSE if reading it failed. */
static gboolean
take_result (LbConnection *connection, LbMyCall *call)
{
  gboolean has_rows = mysql_field_count (connection->my) > 0;

  g_clear_pointer (&call->result, mysql_free_result);
  if (has_rows && call->rows)
    call->result = mysql_store_result (connection->my);
  if (has_rows && !call->result && (call->rows || !skip_rows (connection)))
    return FALSE;
  call->changed = has_rows ? -1 : (gint64) mysql_affected_rows (connection->my);
  call->insert_id = (gint64) mysql_insert_id (connection->my);
  if (call->changes && call->n < call->n_statements)
    call->changes[call->n] = call->changed;
  call->n++;
  return TRUE;
}

static gboolean
run_all (LbConnection *connection, LbMyCall *call)
{
  int more = mysql_real_query (connection->my, call->sql, call->length);

  while (more == 0) {
    if (!take_result (connection, call))
      return FALSE;
    more = mysql_next_result (connection->my);
  }
  return more < 0;
}

gboolean
lb_my_run (LbConnection *connection, LbMyCall *call, GError **error)
{
  gboolean done;

  if (call->hearing == LB_MY_HEARING && !lb_my_companion_begin (connection->companion, error))
    return FALSE;
  echo (connection, call->sql, call->length);
  done = run_all (connection, call);
  connection->cancelled = call->hearing == LB_MY_HEARING && lb_my_companion_end (connection->companion);
  if (done) {
    if (call->n_statements && call->statements[0]->file) /* of a script, not of limbeck */
      log_warnings (connection);
    return TRUE;
  }
  g_clear_pointer (&call->result, mysql_free_result);
  connection->lost |= lb_my_is_lost (mysql_errno (connection->my));
  g_propagate_error (
      error,
      lb_my_error_new (connection, call->n_statements ? call->statements[MIN (call->n, call->n_statements - 1)] : NULL,
                       call->sql));
  return FALSE;
}

gboolean
lb_my_run_text (LbConnection *connection, const char *sql, LbMyHearing hearing, GError **error)
{
  LbMyCall call = { .sql = sql, .length = strlen (sql), .hearing = hearing };

  return lb_my_run (connection, &call, error);
}
