#include "private.h"

#include "util/error.h"
#include "util/interrupt.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* One attempt, made in a thread of its own: looking up names and waiting for a host that does not answer cannot be
 * interrupted otherwise. Shared by two, freed by the last. */
typedef struct {
  GPtrArray *keywords;
  GPtrArray *values;
  PGconn *pg;
  int done_event;
} Attempt;

static void
attempt_clear (gpointer data)
{
  Attempt *attempt = data;

  g_ptr_array_unref (attempt->keywords);
  g_ptr_array_unref (attempt->values);
  PQfinish (attempt->pg);
  close (attempt->done_event);
}

static gpointer
attempt_run (gpointer data)
{
  static const guint64 one = 1;
  Attempt *attempt = data;

  attempt->pg = PQconnectdbParams ((const char *const *) attempt->keywords->pdata,
                                   (const char *const *) attempt->values->pdata, FALSE);
  if (write (attempt->done_event, &one, sizeof one) != sizeof one)
    g_warning ("eventfd: %s", g_strerror (errno));
  g_atomic_rc_box_release_full (attempt, attempt_clear);
  return NULL;
}

/* Signals are for the thread that waits. */
static GThread *
start_without_signals (GThreadFunc run, gpointer data)
{
  sigset_t all;
  sigset_t before;
  GThread *thread;

  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &before);
  thread = g_thread_new ("connect", run, data);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  return thread;
}

/* Connect. The result may be a failed connection; NULL only with @error: interrupted. */
static PGconn *
connect_interruptibly (const LbPgParameters *parameters, GError **error)
{
  Attempt *attempt = g_atomic_rc_box_new0 (Attempt);
  struct pollfd done = { .events = POLLIN };
  PGconn *pg = NULL;
  GThread *thread;

  attempt->keywords = g_ptr_array_ref (parameters->keywords);
  attempt->values = g_ptr_array_ref (parameters->values);
  attempt->done_event = done.fd = eventfd (0, EFD_CLOEXEC);
  thread = start_without_signals (attempt_run, g_atomic_rc_box_acquire (attempt));
  /* a signal may come between the look and the wait, so the wait has an end */
  while (poll (&done, 1, 200) <= 0) {
    if (!lb_interrupt_check (error)) {
      g_thread_unref (thread);
      g_atomic_rc_box_release_full (attempt, attempt_clear);
      return NULL;
    }
  }
  g_thread_join (thread);
  pg = g_steal_pointer (&attempt->pg);
  g_atomic_rc_box_release_full (attempt, attempt_clear);
  return pg;
}

static PGconn *
connect_or_fail (const LbPgParameters *parameters, const char *where, GError **error)
{
  PGconn *pg = connect_interruptibly (parameters, error);

  if (!pg || PQstatus (pg) == CONNECTION_OK)
    return pg;
  g_propagate_error (error, lb_pg_connect_error_new (where, PQerrorMessage (pg)));
  PQfinish (pg);
  return NULL;
}

/* Poolers refuse settings of the session at the start of a connection: PgBouncer says "unsupported startup parameter".
 */
static gboolean
is_about_settings (const GError *error)
{
  const LbErrorParts *parts = lb_error_parts (error);

  return strstr (error->message, "unsupported startup parameter")
         || (parts && parts->detail && strstr (parts->detail, "unsupported startup parameter"));
}

static gboolean
has_timeouts (const LbConnectOptions *options)
{
  return options->lock_timeout_ms || options->statement_timeout_ms;
}

/* Where the session is not ours alone, each transaction begins with its own timeouts. */
static char *
settings_of_transactions (const LbConnectOptions *options)
{
  GString *text = g_string_new ("BEGIN");

  if (options->lock_timeout_ms)
    g_string_append_printf (text, "; SET LOCAL lock_timeout = %u", options->lock_timeout_ms);
  if (options->statement_timeout_ms)
    g_string_append_printf (text, "; SET LOCAL statement_timeout = %u", options->statement_timeout_ms);
  return g_string_free (text, FALSE);
}

/* Connect with the settings in the start of the connection if that is possible, else without. */
static gboolean
connect_session (LbConnection *connection, const LbUrl *url, const LbConnectOptions *options, GError **error)
{
  g_autofree char *where = lb_url_masked (url);
  /* a service's file may hold `options` of its own, which ours would replace */
  gboolean service = lb_url_parameter (url, "service") || g_getenv ("PGSERVICE");
  gboolean session = has_timeouts (options) && !service;
  g_autoptr (GError) failure = NULL;

  connection->parameters = lb_pg_parameters_new (url, options, session, error);
  if (!connection->parameters)
    return FALSE;
  connection->pg = connect_or_fail (connection->parameters, where, &failure);
  if (!connection->pg && session && is_about_settings (failure)) {
    g_clear_error (&failure);
    session = FALSE;
    lb_pg_parameters_free (connection->parameters);
    connection->parameters = lb_pg_parameters_new (url, options, session, error);
    if (!connection->parameters)
      return FALSE;
    connection->pg = connect_or_fail (connection->parameters, where, &failure);
  }
  if (!connection->pg) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (has_timeouts (options) && !session)
    connection->begin_settings = settings_of_transactions (options);
  return TRUE;
}

LbConnection *
lb_pg_open (const LbUrl *url, const LbConnectOptions *options, GError **error)
{
  LbConnection *connection = g_new0 (LbConnection, 1);

  connection->log = options->log;
  connection->echo = options->echo;
  connection->cancel_event = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (!connect_session (connection, url, options, error)) {
    lb_pg_close (connection);
    return NULL;
  }
  PQsetnonblocking (connection->pg, TRUE);
  PQsetNoticeReceiver (connection->pg, lb_pg_notice, connection);
  return connection;
}

PGconn *
lb_pg_connect_again (LbConnection *connection, GError **error)
{
  return connect_or_fail (connection->parameters, "the database again, to hold the run's lock", error);
}

void
lb_pg_close (LbConnection *connection)
{
  PQfinish (connection->lock_pg);
  PQfinish (connection->pg);
  if (connection->cancel_event >= 0)
    close (connection->cancel_event);
  lb_pg_parameters_free (connection->parameters);
  g_free (connection->begin_settings);
  g_free (connection->lock_held);
  g_free (connection);
}
