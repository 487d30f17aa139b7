/* Ctrl-C and SIGTERM, once: the running statement is cancelled, the run rolls back and says where things stand.
 * A second signal ends the process at once, as the system does by default.
 */
#ifndef LB_UTIL_INTERRUPT_H
#define LB_UTIL_INTERRUPT_H

#include <glib.h>

/* Catch SIGINT, SIGTERM and SIGHUP from now on. */
void lb_interrupt_catch (void);

/* Whether one of them has come, and which; 0 for none. */
int lb_interrupt_signal (void);

/* What the handler calls besides: must be async-signal-safe. NULL for nothing. */
void lb_interrupt_set_hook (void (*hook) (gpointer data), gpointer data);

/* FALSE with LB_ERROR_INTERRUPTED if a signal has come: for loops between statements and waits. */
gboolean lb_interrupt_check (GError **error);

/* Sleep @ms milliseconds or until a signal comes. */
void lb_interrupt_sleep (guint ms);

#endif
