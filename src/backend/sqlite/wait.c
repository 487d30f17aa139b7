#include "private.h"

#include "util/error.h"
#include "util/interrupt.h"

/* How many instructions of SQLite's machine run between two looks at the clock: about a tenth of a millisecond. */
enum { LOOK_EVERY = 10000 };

/* Pauses between two tries for a lock, in milliseconds: they grow, and half of each is left to chance, so that those
 * who wait do not come in step. */
enum { FIRST_PAUSE_MS = 2, LONGEST_PAUSE_MS = 100 };

void
lb_sqlite_cancel (LbConnection *connection)
{
  connection->cancelled = 1;
  /* All it does is to set an integer that the running statement looks at; documented for other threads, it takes no
   * lock and no memory, so a signal handler may call it as well: the sqlite3 shell does. */
  sqlite3_interrupt (connection->db);
}

gboolean
lb_sqlite_ready (LbConnection *connection, gint64 wait_ms, GError **error)
{
  gint64 now = g_get_monotonic_time ();

  if (connection->cancelled) {
    connection->cancelled = 0;
    if (lb_interrupt_check (error))
      g_set_error (error, LB_ERROR, LB_ERROR_INTERRUPTED, "interrupted");
    return FALSE;
  }
  connection->busy_until = now + wait_ms * 1000;
  connection->ends_at = connection->statement_ms ? now + connection->statement_ms * 1000 : 0;
  connection->timed_out = FALSE;
  return TRUE;
}

/* Whether the statement under way has to end. */
static gboolean
must_end (LbConnection *connection)
{
  if (connection->cancelled)
    return TRUE;
  connection->timed_out = connection->ends_at && g_get_monotonic_time () >= connection->ends_at;
  return connection->timed_out;
}

static int
on_progress (void *data)
{
  return must_end (data);
}

/* Somebody else holds the lock; nonzero to try again. */
static int
on_busy (void *data, int tries)
{
  LbConnection *connection = data;
  gint64 left_ms = (connection->busy_until - g_get_monotonic_time ()) / 1000;
  guint pause = MIN (FIRST_PAUSE_MS << MIN (tries, 10), LONGEST_PAUSE_MS);

  if (left_ms <= 0 || must_end (connection))
    return 0;
  lb_interrupt_sleep (MIN ((guint) g_random_int_range ((gint32) (pause / 2), (gint32) pause + 1), (guint) left_ms));
  return !must_end (connection);
}

void
lb_sqlite_watch (LbConnection *connection)
{
  sqlite3_busy_handler (connection->db, on_busy, connection);
  sqlite3_progress_handler (connection->db, LOOK_EVERY, on_progress, connection);
}
