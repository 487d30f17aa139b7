/* The thread beside a connection. It does the two things that must not hold up the thread that runs the migration:
 * making the connection, since looking up names and waiting for a host that does not answer cannot be interrupted; and
 * stopping a statement, for which the protocol has no message: another connection has to say KILL QUERY.
 *
 * A signal handler can do neither. It writes to an eventfd, on which this thread waits.
 */
#include "private.h"

#include "util/error.h"
#include "util/interrupt.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* How long to wait for the effect of KILL QUERY before sending it again: the first may reach the server before the
 * statement does. And for the connection that says it. */
enum { KILL_AGAIN_MS = 500, CONNECT_AGAIN_S = 5 };

/* Shared by two, freed by the last. */
struct LbMyCompanion {
  LbMyParameters *parameters;
  int asked_event; /* cancel was called, or the thread is to end */
  int made_event;  /* the connection was made, or not */

  /* the outcome of connecting: the thread's until made_event, then the caller's */
  MYSQL *my;
  GError *error;
  const LbMyHost *host; /* that it is connected to */
  unsigned long number; /* of the session */

  GMutex mutex; /* over the rest */
  GCond changed;
  gboolean asked;   /* cancel was called and nothing was stopped for it yet */
  gboolean hearing; /* a call is under way that may be stopped */
  gboolean killed;  /* ... and was told to */
  gboolean quit;
};

static void
companion_clear (gpointer data)
{
  LbMyCompanion *companion = data;

  if (companion->my)
    mysql_close (companion->my);
  g_clear_error (&companion->error);
  lb_my_parameters_free (companion->parameters);
  close (companion->asked_event);
  close (companion->made_event);
  g_mutex_clear (&companion->mutex);
  g_cond_clear (&companion->changed);
}

/* ---- connecting */

static MYSQL *
connect_to (const LbMyParameters *parameters, const LbMyHost *host, guint timeout)
{
  MYSQL *my = lb_my_parameters_handle (parameters, host);

  if (timeout)
    mysql_optionsv (my, MYSQL_OPT_CONNECT_TIMEOUT, &timeout);
  /* rows found, not rows changed: what SQLAlchemy counts, and what the version table is checked by */
  mysql_real_connect (my, host->host, parameters->user, parameters->password, parameters->database, host->port,
                      parameters->unix_socket, CLIENT_FOUND_ROWS | CLIENT_MULTI_STATEMENTS);
  return my;
}

/* The first of the hosts that answers; the last one's error otherwise. */
static void
make_connection (LbMyCompanion *companion)
{
  const LbMyParameters *parameters = companion->parameters;

  for (guint i = 0; i < parameters->hosts->len && !companion->my; i++) {
    const LbMyHost *host = g_ptr_array_index (parameters->hosts, i);
    MYSQL *my = connect_to (parameters, host, 0);

    g_clear_error (&companion->error);
    if (mysql_errno (my) == 0) {
      companion->my = my;
      companion->host = host;
      companion->number = mysql_thread_id (my);
      return;
    }
    companion->error
        = lb_my_connect_error_new (parameters->masked, mysql_errno (my), mysql_sqlstate (my), mysql_error (my));
    mysql_close (my);
  }
}

/* ---- cancelling */

/* With the mutex held, so that the call cannot end, and another begin, before the server has heard it. */
static gboolean
kill_query (LbMyCompanion *companion)
{
  g_autofree char *sql = g_strdup_printf ("KILL QUERY %lu", companion->number);
  MYSQL *my = connect_to (companion->parameters, companion->host, CONNECT_AGAIN_S);
  gboolean said = mysql_errno (my) == 0 && mysql_query (my, sql) == 0;

  mysql_close (my);
  return said;
}

static void
stop_call (LbMyCompanion *companion)
{
  while (companion->asked && companion->hearing && !companion->quit) {
    companion->killed |= kill_query (companion);
    g_cond_wait_until (&companion->changed, &companion->mutex, g_get_monotonic_time () + (gint64) KILL_AGAIN_MS * 1000);
  }
}

static gpointer
companion_run (gpointer data)
{
  static const guint64 one = 1;
  LbMyCompanion *companion = data;
  guint64 count;

  make_connection (companion);
  if (write (companion->made_event, &one, sizeof one) != sizeof one)
    g_warning ("eventfd: %s", g_strerror (errno));
  while (read (companion->asked_event, &count, sizeof count) == sizeof count) {
    gboolean quit;

    g_mutex_lock (&companion->mutex);
    quit = companion->quit;
    companion->asked = TRUE;
    stop_call (companion);
    g_mutex_unlock (&companion->mutex);
    if (quit)
      break;
  }
  g_atomic_rc_box_release_full (companion, companion_clear);
  return NULL;
}

/* ---- the other thread's side */

MYSQL *
lb_my_companion_connect (const LbMyCompanion *companion)
{
  MYSQL *my = connect_to (companion->parameters, companion->host, CONNECT_AGAIN_S);

  if (mysql_errno (my) == 0)
    return my;
  mysql_close (my);
  return NULL;
}

LbMyCompanion *
lb_my_companion_new (LbMyParameters *parameters)
{
  LbMyCompanion *companion = g_atomic_rc_box_new0 (LbMyCompanion);
  sigset_t all;
  sigset_t before;

  companion->parameters = parameters;
  companion->asked_event = eventfd (0, EFD_CLOEXEC);
  companion->made_event = eventfd (0, EFD_CLOEXEC);
  g_mutex_init (&companion->mutex);
  g_cond_init (&companion->changed);
  mysql_server_init (0, NULL, NULL); /* before there are two threads that might */
  /* signals are for the thread that waits */
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &before);
  g_thread_unref (g_thread_new ("companion", companion_run, g_atomic_rc_box_acquire (companion)));
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  return companion;
}

const LbMyParameters *
lb_my_companion_parameters (const LbMyCompanion *companion)
{
  return companion->parameters;
}

MYSQL *
lb_my_companion_wait (LbMyCompanion *companion, GError **error)
{
  struct pollfd made = { .fd = companion->made_event, .events = POLLIN };

  /* a signal may come between the look and the wait, so the wait has an end */
  while (poll (&made, 1, 200) <= 0)
    if (!lb_interrupt_check (error))
      return NULL;
  if (companion->error)
    g_propagate_error (error, g_steal_pointer (&companion->error));
  return g_steal_pointer (&companion->my);
}

gboolean
lb_my_companion_begin (LbMyCompanion *companion, GError **error)
{
  gboolean stopped;

  g_mutex_lock (&companion->mutex);
  stopped = companion->asked;
  companion->asked = FALSE;
  companion->hearing = !stopped;
  companion->killed = FALSE;
  g_mutex_unlock (&companion->mutex);
  if (stopped && lb_interrupt_check (error))
    g_set_error (error, LB_ERROR, LB_ERROR_INTERRUPTED, "interrupted");
  return !stopped;
}

gboolean
lb_my_companion_end (LbMyCompanion *companion)
{
  gboolean killed;

  g_mutex_lock (&companion->mutex);
  killed = companion->killed;
  companion->hearing = FALSE;
  if (killed)
    companion->asked = FALSE;
  g_cond_signal (&companion->changed);
  g_mutex_unlock (&companion->mutex);
  return killed;
}

void
lb_my_companion_cancel (LbMyCompanion *companion)
{
  static const guint64 one = 1;
  ssize_t written = write (companion->asked_event, &one, sizeof one);

  (void) written; /* it fails only if the counter is full: then the event is there already */
}

void
lb_my_companion_free (LbMyCompanion *companion)
{
  if (!companion)
    return;
  g_mutex_lock (&companion->mutex);
  companion->quit = TRUE;
  g_cond_signal (&companion->changed);
  g_mutex_unlock (&companion->mutex);
  lb_my_companion_cancel (companion);
  g_atomic_rc_box_release_full (companion, companion_clear);
}
