#include "log.h"

void
lb_log (LbLog *log, LbLogLevel level, const char *logger, const char *format, ...)
{
  va_list args;

  if (!log)
    return;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  log->write (log, level, logger, message);
}
