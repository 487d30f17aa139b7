#include "interrupt.h"
#include "error.h"

#include <errno.h>
#include <signal.h>
#include <time.h>

static volatile sig_atomic_t caught;
static void (*volatile the_hook) (gpointer data);
static gpointer volatile the_data;

static void
on_signal (int number)
{
  int saved = errno;
  void (*hook) (gpointer data) = the_hook;

  caught = number;
  if (hook)
    hook (the_data);
  errno = saved;
}

void
lb_interrupt_catch (void)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int) SA_RESETHAND };

  sigemptyset (&action.sa_mask);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++) {
    struct sigaction old;

    /* nohup and background jobs of a shell have them ignored: leave that so */
    if (sigaction (signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
      sigaction (signals[i], &action, NULL);
  }
}

int
lb_interrupt_signal (void)
{
  return caught;
}

void
lb_interrupt_set_hook (void (*hook) (gpointer data), gpointer data)
{
  /* the handler must never see the new hook with the old data */
  the_hook = NULL;
  the_data = data;
  the_hook = hook;
}

gboolean
lb_interrupt_check (GError **error)
{
  if (!caught)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_INTERRUPTED, "interrupted by signal %d (%s)", caught, g_strsignal (caught));
  return FALSE;
}

void
lb_interrupt_sleep (guint ms)
{
  struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = (long) (ms % 1000) * 1000000L };

  /* a signal ends the sleep: whoever waits looks at lb_interrupt_check next */
  nanosleep (&left, NULL);
}
