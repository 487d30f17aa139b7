/* The run's lock: an advisory lock of the server, taken by asking and never by waiting.
 *
 * A statement that *waits* for a lock holds a snapshot, and CREATE INDEX CONCURRENTLY of the one who has the lock would
 * wait for that snapshot for ever. So each try is one short statement.
 *
 * The key: the first eight bytes, as a big-endian bigint, of the SHA-256 of "limbeck:" and the name of the version
 * table. Others who want to keep limbeck out compute it so (PostgreSQL 11 and newer):
 *
 *   select ('x' || left(encode(sha256('limbeck:alembic_version'), 'hex'), 16))::bit(64)::bigint
 *
 * Advisory locks are per database already.
 *
 * Behind a pooler in transaction mode a session lock is useless: the next statement may run in another session of the
 * server, and the lock would stay in one that others get. There the lock is one of a transaction, on a second
 * connection whose transaction stays open and does nothing else: that pins one session of the server for as long as we
 * live. The key is the same, so both kinds keep each other out; it needs no table and no clock; and it too vanishes
 * with the process. An idle transaction that has read nothing since its last statement holds no snapshot, so CREATE
 * INDEX CONCURRENTLY does not wait for it.
 */
#include "private.h"

#include "sql/build.h"
#include "util/error.h"
#include "util/interrupt.h"

#include <poll.h>
#include <string.h>

static gint64
key_of (const char *name)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 key = 0;

  g_checksum_update (checksum, (const guchar *) "limbeck:", -1);
  g_checksum_update (checksum, (const guchar *) name, -1);
  g_checksum_get_digest (checksum, digest, &length);
  for (guint i = 0; i < 8; i++)
    key = key << 8 | digest[i];
  return (gint64) key;
}

/* ---- behind a pooler */

/* How often who waits for the second connection looks whether a signal has come. */
enum { LOOK_EVERY_MS = 200 };

/* The last result of @sql on the second connection. It takes a round trip, unless the pooler has no session of the
 * server to give: then it waits as long as the pooler lets it, or until a signal comes. */
static PGresult *
run_on_lock_connection (PGconn *pg, const char *sql, GError **error)
{
  PGresult *last = NULL;
  PGresult *result;

  if (!PQsendQuery (pg, sql))
    return NULL;
  for (;;) {
    struct pollfd socket = { .fd = PQsocket (pg), .events = POLLIN };

    while (PQisBusy (pg) && (poll (&socket, 1, LOOK_EVERY_MS) <= 0 || PQconsumeInput (pg))) {
      if (!lb_interrupt_check (error)) {
        PQclear (last);
        return NULL;
      }
    }
    result = PQgetResult (pg);
    if (!result)
      return last;
    PQclear (last);
    last = result;
  }
}

/* Run one string on the second connection; its last cell. */
static char *
ask_lock_connection (LbConnection *connection, const char *sql, GError **error)
{
  GError *interrupted = NULL;
  g_autoptr (PGresult) result = run_on_lock_connection (connection->lock_pg, sql, &interrupted);

  if (interrupted) {
    g_propagate_error (error, interrupted);
    return NULL;
  }

  if (PQresultStatus (result) == PGRES_TUPLES_OK && PQntuples (result) > 0)
    return g_strdup (PQgetvalue (result, 0, 0));
  if (PQresultStatus (result) == PGRES_COMMAND_OK)
    return g_strdup ("");
  g_set_error (error, LB_ERROR, PQstatus (connection->lock_pg) == CONNECTION_BAD ? LB_ERROR_CONNECT : LB_ERROR_DATABASE,
               "cannot take the run's lock through the pooler: %s", g_strchomp (PQerrorMessage (connection->lock_pg)));
  if (error) {
    lb_error_set_sqlstate (*error, PQresultErrorField (result, PG_DIAG_SQLSTATE));
    lb_error_set_hint (*error,
                       "A run needs two sessions of the server: see that the pooler is in transaction or session "
                       "mode and that its pool has room for both, or connect to the server itself.");
  }
  return NULL;
}

/* The server must not end the transaction for doing nothing, which is its task. */
static const char *
begin_to_hold (const LbConnection *connection)
{
  int version = PQserverVersion (connection->pg);

  if (version >= 170000)
    return "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL idle_in_transaction_session_timeout = 0; "
           "SET LOCAL transaction_timeout = 0";
  if (version >= 90600)
    return "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL idle_in_transaction_session_timeout = 0";
  return "BEGIN ISOLATION LEVEL READ COMMITTED";
}

static gboolean
try_pinned (LbConnection *connection, gint64 key, gboolean *ret_held, GError **error)
{
  g_autofree char *sql
      = lb_sql_format (lb_pg_syntax (), "%s; SELECT pg_try_advisory_xact_lock(%d)", begin_to_hold (connection), key);
  g_autofree char *answer = NULL;
  g_autofree char *ended = NULL;

  if (!connection->lock_pg)
    connection->lock_pg = lb_pg_connect_again (connection, error);
  if (!connection->lock_pg)
    return FALSE;
  answer = ask_lock_connection (connection, sql, error);
  if (answer && strcmp (answer, "t") == 0) {
    *ret_held = TRUE;
    return TRUE;
  }
  ended = ask_lock_connection (connection, "ROLLBACK", answer ? error : NULL);
  if (answer && ended)
    return TRUE;
  PQfinish (connection->lock_pg);
  connection->lock_pg = NULL;
  return FALSE;
}

/* ---- the lock */

/* One statement that takes the lock only in a session of our own. A pooler makes up the session's number that it tells
 * its clients: where that is not what the server says, the answer is NULL. */
static char *
try_session (LbConnection *connection, gint64 key, gboolean *ret_pooled, GError **error)
{
  g_autofree char *sql = lb_sql_format (
      lb_pg_syntax (), "SELECT CASE WHEN pg_backend_pid() = %d THEN pg_try_advisory_lock(%d)::text END",
      (gint64) PQbackendPID (connection->pg), key);
  g_autoptr (LbRows) rows = lb_pg_query (connection, sql, error);
  char **cells = rows && rows->rows->len ? g_ptr_array_index (rows->rows, 0) : NULL;

  *ret_pooled = cells && !cells[0];
  return cells ? g_strdup (cells[0] ? cells[0] : "") : NULL;
}

gboolean
lb_pg_try_lock (LbConnection *connection, const char *name, gboolean *ret_held, GError **error)
{
  gint64 key = key_of (name);
  gboolean held = FALSE;

  if (g_strcmp0 (connection->lock_held, name) == 0) {
    *ret_held = TRUE; /* the server would count it twice */
    return TRUE;
  }
  if (!connection->lock_pg) {
    gboolean pooled = FALSE;
    g_autofree char *answer = try_session (connection, key, &pooled, error);

    if (!answer || (pooled && !try_pinned (connection, key, &held, error)))
      return FALSE;
    held |= strcmp (answer, "true") == 0;
  } else if (!lb_pg_ready (connection, error) || !try_pinned (connection, key, &held, error)) {
    return FALSE;
  }
  if (held) {
    g_free (connection->lock_held);
    connection->lock_held = g_strdup (name);
  }
  *ret_held = held;
  return TRUE;
}

gboolean
lb_pg_keep_lock (LbConnection *connection, GError **error)
{
  g_autofree char *sql = NULL;
  g_autofree char *answer = NULL;
  GError *failure = NULL;
  guint64 key;

  if (!connection->lock_in_doubt || !connection->lock_held || connection->lock_pg)
    return TRUE;
  connection->lock_in_doubt = FALSE;
  key = (guint64) key_of (connection->lock_held);
  /* not simply taken once more: the server counts, and would keep it after one unlock */
  sql = lb_sql_format (lb_pg_syntax (),
                       "SELECT CASE WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'advisory'"
                       " AND pid = pg_backend_pid() AND granted AND objsubid = 1 AND classid = %d AND objid = %d)"
                       " THEN true ELSE pg_catalog.pg_try_advisory_lock(%d) END",
                       (gint64) (key >> 32), (gint64) (key & G_MAXUINT32), (gint64) key);
  answer = lb_pg_query_cell (connection, sql, &failure);
  if (failure) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  if (g_strcmp0 (answer, "t") == 0)
    return TRUE;
  g_clear_pointer (&connection->lock_held, g_free);
  g_set_error (error, LB_ERROR, LB_ERROR_LOCKED,
               "a statement released the run's lock, and another run has taken it since");
  if (error)
    lb_error_set_hint (*error, "Take DISCARD ALL or pg_advisory_unlock_all() out of the script, and run again.");
  return FALSE;
}

void
lb_pg_unlock (LbConnection *connection, const char *name)
{
  g_autoptr (PGresult) result = NULL;

  if (g_strcmp0 (connection->lock_held, name) != 0)
    return;
  g_clear_pointer (&connection->lock_held, g_free);
  if (connection->lock_pg) {
    /* the transaction, and the lock with it, ends with the connection; said first, so that it is over when we go on */
    g_free (ask_lock_connection (connection, "ROLLBACK", NULL));
    PQfinish (connection->lock_pg);
    connection->lock_pg = NULL;
  } else if (PQstatus (connection->pg) == CONNECTION_OK) {
    g_autofree char *sql = lb_sql_format (lb_pg_syntax (), "SELECT pg_advisory_unlock(%d)", key_of (name));

    result = lb_pg_run (connection, sql, TRUE, LB_PG_DEAF, NULL, NULL);
  }
}

/* "pid 4711, deploy@10.0.0.7, limbeck upgrade, since 12 s"; what the server does not show to everybody is left out. */
static char *
holder_text (char *const *cells)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "pid %s", cells[0]);
  if (cells[1])
    g_string_append_printf (text, ", %s@%s", cells[1], cells[2] ? cells[2] : "local");
  if (cells[3] && *cells[3])
    g_string_append_printf (text, ", %s", cells[3]);
  if (cells[4])
    g_string_append_printf (text, ", since %s s", cells[4]);
  return g_string_free (text, FALSE);
}

char *
lb_pg_lock_holder (LbConnection *connection, const char *name)
{
  guint64 key = (guint64) key_of (name);
  /* a bigint key stands in pg_locks in two halves, with objsubid 1; a session takes the lock when it begins, or little
   * later */
  g_autofree char *sql
      = lb_sql_format (lb_pg_syntax (),
                       "SELECT l.pid, a.usename, host(a.client_addr), a.application_name,"
                       " floor(extract(epoch FROM clock_timestamp() - a.backend_start))::bigint"
                       " FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid"
                       " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
                       " AND l.classid = %d AND l.objid = %d"
                       " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())",
                       (gint64) (key >> 32), (gint64) (key & G_MAXUINT32));
  g_autoptr (LbRows) rows = lb_pg_query (connection, sql, NULL);

  return rows && rows->rows->len ? holder_text (g_ptr_array_index (rows->rows, 0)) : NULL;
}
