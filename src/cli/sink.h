/* Where log lines go: the command line's LbLog.
 *
 * The logging sections of the configuration decide, as Python's logging would with Alembic's env.py: which levels of
 * which loggers are written, how a line looks, and whether it goes to stderr or stdout.
 */
#ifndef LB_CLI_SINK_H
#define LB_CLI_SINK_H

#include "config/settings.h"
#include "output.h"

typedef struct LbSink LbSink;

/* @out is borrowed. Until the settings are set, warnings and errors are written in Alembic's format. */
LbSink *lb_sink_new (LbOutput *out);
void lb_sink_free (LbSink *sink);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbSink, lb_sink_free)

/* The log to hand to the other folders; the sink's. */
LbLog *lb_sink_log (LbSink *sink);

/* The sections are read when the first line comes, so that commands that say nothing do not pay for them. @settings is
 * borrowed. */
void lb_sink_set_settings (LbSink *sink, const LbSettings *settings);

/* -v: notices of the server are shown. */
void lb_sink_set_verbose (LbSink *sink, gboolean verbose);

/* stdout carries SQL or JSON: log lines stay away from it whatever the configuration says. */
void lb_sink_keep_off_stdout (LbSink *sink);

#endif
