/* The logging sections of alembic.ini ([loggers], [handlers], [formatters] and what they name), reduced to what the
 * command line needs: one stream, one format, and a level for each logger.
 *
 * Python's fileConfig decides what they mean. All records go through the handler of the root logger, or that of the
 * first logger that has one; other handler classes than StreamHandler count as one on stderr. */
#ifndef LB_CONFIG_LOGGING_H
#define LB_CONFIG_LOGGING_H

#include "ini.h"
#include "util/log.h"

typedef struct LbSettings LbSettings;

typedef struct {
  GHashTable *levels; /* logger name (qualname) -> GINT_TO_POINTER (level); "" is the root; missing or 0: inherit */
  char *format;       /* Python %-style: "%(levelname)-5.5s [%(name)s] %(message)s" */
  char *datefmt;      /* strftime; NULL: Python's default */
  gboolean to_stdout; /* handler's args name sys.stdout */
  gint handler_level;
} LbLogging;

/* From the ini file; without its logging sections: root WARNING, alembic INFO, "LEVEL [name] message" on stderr.
 * NULL with LB_ERROR_CONFIG (file, line): a section that is named but missing, an unknown level. */
LbLogging *lb_settings_logging (const LbSettings *settings, GError **error);
LbLogging *lb_logging_from_ini (const LbIni *ini, GError **error); /* @ini: NULL for the default */
void lb_logging_free (LbLogging *logging);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbLogging, lb_logging_free)

/* The number of a level's name ("INFO", "WARN", "NOTSET", "15"); FALSE if it is none. */
gboolean lb_logging_parse_level (const char *name, gint *ret_level);

/* The level that applies to @logger: its own or that of the nearest parent. */
gint lb_logging_level (const LbLogging *logging, const char *logger);

/* A record as text, no newline at the end: %(levelname) %(levelno) %(name) %(message) %(asctime) %(process) and the
 * other attributes of Python's LogRecord, with flags, width and precision; what is none stays as it is.
 * @now: the time of the record, in the zone to show it in */
char *lb_logging_format (const LbLogging *logging, LbLogLevel level, const char *logger, const char *message,
                         GDateTime *now);

#endif
