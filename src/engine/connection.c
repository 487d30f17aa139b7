#include "service_private.h"

#include "util/error.h"
#include "util/interrupt.h"

/* Pauses between two tries for the lock: they grow, so that many waiters do not hammer the server, and jitter, so that
 * they do not come in step. */
enum { FIRST_PAUSE_MS = 25, LONGEST_PAUSE_MS = 1000 };

static void
cancel_statement (gpointer data)
{
  LbEngine *engine = data;

  engine->driver->cancel (engine->connection);
}

void
lb_engine_log_context (LbEngine *engine, gboolean offline)
{
  LbLog *log = engine->options.log;

  lb_log (log, LB_LOG_INFO, LB_LOGGER_MIGRATION, "Context impl %s.", engine->dialect->impl);
  if (offline)
    lb_log (log, LB_LOG_INFO, LB_LOGGER_MIGRATION, "Generating static SQL");
  lb_log (log, LB_LOG_INFO, LB_LOGGER_MIGRATION, "Will assume %stransactional DDL.",
          engine->says_transactional ? "" : "non-");
}

gboolean
lb_engine_connect (LbEngine *engine, gboolean read_only, GError **error)
{
  if (engine->connection)
    return TRUE;
  if (!lb_interrupt_check (error))
    return FALSE;
  if (engine->in_environment || !engine->url) {
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "env.py has configured no connection");
    if (error)
      lb_error_set_hint (*error, "Online, context.configure() needs connection=.");
    return FALSE;
  }
  if (!engine->driver) /* tests put their own here */
    engine->driver = lb_driver_load (engine->dialect, error);
  if (!engine->driver)
    return FALSE;
  engine->connect.read_only = read_only;
  engine->connection = engine->driver->open (engine->url, &engine->connect, error);
  if (!engine->connection)
    return FALSE;
  lb_interrupt_set_hook (cancel_statement, engine);
  lb_engine_log_context (engine, FALSE);
  return TRUE;
}

void
lb_engine_disconnect (LbEngine *engine)
{
  if (!engine->connection || engine->foreign_connection)
    return;
  lb_interrupt_set_hook (NULL, NULL);
  engine->driver->close (engine->connection);
  engine->connection = NULL;
}

guint
lb_engine_server_version (const LbEngine *engine)
{
  return engine->connection ? engine->driver->server_version (engine->connection) : 0;
}

/* What the lock is called: one per version table. */
static char *
lock_name (const LbEngine *engine)
{
  return engine->schema ? g_strdup_printf ("%s.%s", engine->schema, engine->table) : g_strdup (engine->table);
}

static void
set_locked_error (LbEngine *engine, const char *holder, guint waited_ms, GError **error)
{
  g_set_error (error, LB_ERROR, LB_ERROR_LOCKED, "another run holds the lock of '%s', waited %.1f s", engine->table,
               waited_ms / 1000.0);
  if (!error)
    return;
  lb_error_set_detail (*error, holder);
  lb_error_set_hint (*error, "Let it end, or allow more time with --lock-wait or lock_wait in [limbeck]. The lock "
                             "vanishes with the process that holds it.");
  lb_error_set_outcome (*error, "nothing was changed");
}

gboolean
lb_engine_keeps_waiting (LbEngine *engine, gint64 start, const char *holder, guint *ret_waited_ms)
{
  LbObserver *observer = engine->options.observer;

  *ret_waited_ms = (guint) ((g_get_monotonic_time () - start) / 1000);
  if (*ret_waited_ms >= engine->lock_wait_ms)
    return FALSE;
  if (observer && observer->waiting)
    observer->waiting (observer, holder, *ret_waited_ms, engine->lock_wait_ms);
  return TRUE;
}

gboolean
lb_engine_lock (LbEngine *engine, GError **error)
{
  g_autofree char *name = lock_name (engine);
  gint64 start = g_get_monotonic_time ();
  guint pause = FIRST_PAUSE_MS;

  for (;;) {
    g_autofree char *holder = NULL;
    gboolean held = FALSE;
    guint waited;

    if (!engine->driver->try_lock (engine->connection, name, &held, error))
      return FALSE;
    if (held)
      return TRUE;
    holder = engine->driver->lock_holder (engine->connection, name);
    if (!lb_engine_keeps_waiting (engine, start, holder, &waited)) {
      set_locked_error (engine, holder, waited, error);
      return FALSE;
    }
    lb_interrupt_sleep (
        MIN ((guint) g_random_int_range ((gint32) pause / 2, (gint32) pause + 1), engine->lock_wait_ms - waited + 1));
    if (!lb_interrupt_check (error))
      return FALSE;
    pause = MIN (pause * 2, LONGEST_PAUSE_MS);
  }
}

gboolean
lb_engine_begin (LbEngine *engine, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  guint waited = 0;

  for (;;) {
    g_autoptr (GError) local = NULL;

    /* in slices, so that whoever watches hears that we wait */
    if (engine->driver->begin (engine->connection, MIN (engine->lock_wait_ms - waited, LONGEST_PAUSE_MS), &local))
      return TRUE;
    if (!g_error_matches (local, LB_ERROR, LB_ERROR_LOCKED)
        || !lb_engine_keeps_waiting (engine, start, NULL, &waited)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  }
}

void
lb_engine_unlock (LbEngine *engine)
{
  g_autofree char *name = lock_name (engine);

  if (engine->outer && lb_service_keep_lock (engine->service, engine, name))
    return;
  engine->driver->unlock (engine->connection, name);
}
