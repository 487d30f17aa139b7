/* The process that runs Python revisions and env.py, and the conversation with it. */
#ifndef LB_HOST_PROCESS_H
#define LB_HOST_PROCESS_H

#include "channel.h"
#include "config/settings.h"

/* The descriptor of the other end, in the environment of whoever is started. */
#define LB_HOST_FD_VARIABLE "LIMBECK_HOST_FD"

typedef struct LbHostProcess LbHostProcess;

/* The interpreter for a project: [limbeck] python, else the active virtual environment's, else python3 of PATH.
 * NULL with LB_ERROR_CONFIG for a setting that names no program, LB_ERROR_UNSUPPORTED when there is none. */
char *lb_host_interpreter (const LbSettings *settings, GError **error);

/* The environment of a process whose Python is to find limbeck's modules first: PYTHONPATH, and LIMBECK, this program.
 * Free with g_strfreev. */
char **lb_host_environment (void);

/* Start one; it begins to load at once, nothing is waited for. @real: with the environment's own SQLAlchemy instead of
 * limbeck's. @answer: see lb_channel_new. */
LbHostProcess *lb_host_process_start (const LbSettings *settings, gboolean real, LbAnswer answer, gpointer data,
                                      GError **error);

/* Close the conversation, wait a moment for the process to end, and end it. */
void lb_host_process_free (LbHostProcess *process);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbHostProcess, lb_host_process_free)

LbChannel *lb_host_process_channel (LbHostProcess *process);

/* After the conversation has broken off: put what became of the process into @error ("killed by signal 9 (Killed)"). */
void lb_host_process_explain (LbHostProcess *process, GError *error);

#endif
