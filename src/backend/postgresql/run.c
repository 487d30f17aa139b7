#include "private.h"

#include "util/error.h"
#include "util/interrupt.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* How long to wait for the effect of a cancel request before sending it again: the first may reach the server before
 * the statement does. */
enum { CANCEL_AGAIN_MS = 500 };

void
lb_pg_echo (const LbConnection *connection, const char *sql)
{
  if (connection->echo)
    lb_log (connection->log, LB_LOG_INFO, "sqlalchemy.engine.Engine", "%s", sql);
}

/* ---- cancelling and waiting */

static gboolean
take_cancel_event (LbConnection *connection)
{
  guint64 count;

  return read (connection->cancel_event, &count, sizeof count) == sizeof count;
}

static void
send_cancel (LbConnection *connection)
{
  char message[256];
  PGcancel *request = PQgetCancel (connection->pg);

  /* a request that fails is sent again by the next round of waiting, and the server may be gone anyway */
  if (request && !PQcancel (request, message, sizeof message))
    lb_log (connection->log, LB_LOG_DEBUG, "limbeck", "cancel request: %s", message);
  PQfreeCancel (request);
  connection->cancelled = TRUE;
}

static gboolean
set_interrupted (GError **error)
{
  if (lb_interrupt_check (error))
    g_set_error (error, LB_ERROR, LB_ERROR_INTERRUPTED, "interrupted");
  return FALSE;
}

/* Behind a pooler the run's lock lives in a second connection: without it nobody else is kept out any more. */
static gboolean
check_lock (LbConnection *connection, GError **error)
{
  struct pollfd socket = { .events = POLLIN };

  if (!connection->lock_pg || !connection->lock_held)
    return TRUE;
  socket.fd = PQsocket (connection->lock_pg);
  /* a notice may have come, or the end: reading tells */
  while (socket.fd >= 0 && poll (&socket, 1, 0) > 0 && PQconsumeInput (connection->lock_pg))
    ;
  if (PQstatus (connection->lock_pg) == CONNECTION_OK)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_CONNECT, "the connection that holds the run's lock was closed");
  if (error)
    lb_error_set_hint (*error,
                       "The lock is an open, idle transaction of a second connection through the pooler: see that "
                       "idle_transaction_timeout does not end it, or connect to the server itself.");
  return FALSE;
}

gboolean
lb_pg_ready (LbConnection *connection, GError **error)
{
  connection->cancelled = FALSE;
  if (take_cancel_event (connection))
    return set_interrupted (error);
  return check_lock (connection, error);
}

gboolean
lb_pg_wait (LbConnection *connection, gboolean write, LbPgHearing hearing)
{
  struct pollfd fds[] = {
    { .fd = PQsocket (connection->pg), .events = (short) (write ? POLLIN | POLLOUT : POLLIN) },
    { .fd = connection->cancel_event, .events = POLLIN },
  };

  while (fds[0].fd >= 0) {
    gboolean hears = hearing == LB_PG_HEARING;
    int n = poll (fds, hears ? 2 : 1, hears && connection->cancelled ? CANCEL_AGAIN_MS : -1);

    if (n < 0 && errno != EINTR)
      return FALSE;
    if (n > 0 && fds[0].revents)
      return TRUE;
    if (hears && (take_cancel_event (connection) || (n == 0 && connection->cancelled)))
      send_cancel (connection);
  }
  return FALSE;
}

/* ---- one string by the simple protocol */

gboolean
lb_pg_flush (LbConnection *connection, LbPgHearing hearing)
{
  int left;

  while ((left = PQflush (connection->pg)) > 0)
    if (!lb_pg_wait (connection, TRUE, hearing) || !PQconsumeInput (connection->pg))
      return FALSE;
  return left == 0;
}

PGresult *
lb_pg_next_result (LbConnection *connection, LbPgHearing hearing)
{
  while (PQisBusy (connection->pg))
    if (!lb_pg_wait (connection, FALSE, hearing) || !PQconsumeInput (connection->pg))
      break;
  return PQgetResult (connection->pg);
}

/* COPY wants data or has some: end it, so that the connection can go on. */
static void
end_copy (LbConnection *connection, ExecStatusType status)
{
  char *row = NULL;

  if (status == PGRES_COPY_IN) {
    PQputCopyEnd (connection->pg, "there is no data to copy in");
    lb_pg_flush (connection, LB_PG_DEAF);
    return;
  }
  PQsetnonblocking (connection->pg, FALSE);
  while (PQgetCopyData (connection->pg, &row, FALSE) > 0)
    PQfreemem (row);
  PQsetnonblocking (connection->pg, TRUE);
}

typedef struct {
  PGresult *last;
  GError *error; /* the first */
} Results;

static void
take_result (LbConnection *connection, Results *results, PGresult *result, const LbStatement *statement,
             const char *sql)
{
  ExecStatusType status = PQresultStatus (result);

  switch (status) {
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
      end_copy (connection, status);
      if (!results->error)
        results->error = lb_pg_copy_error_new (statement, sql);
      break;
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_EMPTY_QUERY:
      PQclear (results->last);
      results->last = result;
      return;
    default:
      if (!results->error)
        results->error = lb_pg_error_new (connection, result, statement, sql);
  }
  PQclear (result);
}

gboolean
lb_pg_send (LbConnection *connection, const char *sql, LbPgHearing hearing, const LbStatement *statement,
            GError **error)
{
  lb_pg_echo (connection, sql);
  if (PQstatus (connection->pg) == CONNECTION_BAD || !PQsendQuery (connection->pg, sql)) {
    g_propagate_error (error, lb_pg_lost_new (connection, statement, sql));
    return FALSE;
  }
  lb_pg_flush (connection, hearing); /* a failure shows in the results */
  return TRUE;
}

PGresult *
lb_pg_receive (LbConnection *connection, PGresult *first, LbPgHearing hearing, const LbStatement *statement,
               const char *sql, GError **error)
{
  Results results = { 0 };
  PGresult *result;

  if (first)
    take_result (connection, &results, first, statement, sql);
  while ((result = lb_pg_next_result (connection, hearing)))
    take_result (connection, &results, result, statement, sql);
  if (!results.error && (!results.last || PQstatus (connection->pg) == CONNECTION_BAD))
    results.error = lb_pg_lost_new (connection, statement, sql);
  if (!results.error)
    return results.last;
  PQclear (results.last);
  g_propagate_error (error, results.error);
  return NULL;
}

PGresult *
lb_pg_run (LbConnection *connection, const char *sql, gboolean rows, LbPgHearing hearing, const LbStatement *statement,
           GError **error)
{
  if (!lb_pg_send (connection, sql, hearing, statement, error))
    return NULL;
  if (!rows)
    PQsetSingleRowMode (connection->pg);
  return lb_pg_receive (connection, NULL, hearing, statement, sql, error);
}

const char *
lb_pg_begin_text (const LbConnection *connection)
{
  return connection->begin_settings ? connection->begin_settings : "BEGIN";
}

gboolean
lb_pg_send_begin (LbConnection *connection, GError **error)
{
  g_autoptr (PGresult) result = NULL;

  if (!connection->begin_pending)
    return TRUE;
  connection->begin_pending = FALSE;
  result = lb_pg_run (connection, lb_pg_begin_text (connection), FALSE, LB_PG_HEARING, NULL, error);
  return result != NULL;
}

void
lb_pg_note (LbConnection *connection, const PGresult *result)
{
  /* by their command tags. What runs functions may do anything; of the others, those whose triggers do such things are
   * not worth a look behind every INSERT. */
  static const char *const touching[] = { "SET", "RESET", "SELECT", "DO", "CALL", "EXECUTE", "DISCARD ALL", NULL };
  const char *tag = PQcmdStatus ((PGresult *) result);

  for (const char *const *verb = touching; *verb; verb++)
    if (g_str_has_prefix (tag, *verb))
      connection->touched = connection->lock_in_doubt = TRUE;
}

gint64
lb_pg_changed (PGresult *result)
{
  static const char *const changing[] = { "INSERT", "UPDATE", "DELETE", "MERGE", NULL };
  const char *tag = PQcmdStatus (result);

  for (const char *const *verb = changing; *verb; verb++)
    if (g_str_has_prefix (tag, *verb))
      return g_ascii_strtoll (PQcmdTuples (result), NULL, 10);
  return -1;
}
