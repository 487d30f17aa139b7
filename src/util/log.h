/* Log lines and notes, as callbacks.
 *
 * Nothing below src/cli prints. What a run has to say on the way (Alembic's log lines, notices of the
 * server, warnings about files) goes through an LbLog that the command line made; it decides level,
 * format and stream. A NULL LbLog is silent.
 */
#ifndef LB_UTIL_LOG_H
#define LB_UTIL_LOG_H

#include <glib.h>

typedef enum { /* the numbers of Python's logging module */
               LB_LOG_DEBUG = 10,
               LB_LOG_INFO = 20,
               LB_LOG_WARNING = 30,
               LB_LOG_ERROR = 40
} LbLogLevel;

typedef struct LbLog LbLog;
struct LbLog {
  /* @logger: Python's logger name, "alembic.runtime.migration"; @message: one line or several, no newline at the end */
  void (*write) (LbLog *log, LbLogLevel level, const char *logger, const char *message);
};

void lb_log (LbLog *log, LbLogLevel level, const char *logger, const char *format, ...) G_GNUC_PRINTF (4, 5);

#endif
