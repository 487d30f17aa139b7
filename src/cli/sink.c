#include "sink.h"

#include <string.h>

struct LbSink {
  LbLog log; /* first: the others see this */
  LbOutput *out;
  const LbSettings *settings;
  LbLogging *logging; /* NULL until the first line, or where it cannot be read */
  gboolean looked;
  gboolean verbose;
  gboolean keep_off_stdout;
};

/* Loggers whose lines do not ask the configuration: they come only when somebody asked for them. */
static const struct {
  const char *logger;
  gboolean wants_verbose;
} special[] = {
  { "limbeck.notice", TRUE },            /* NOTICE and INFO of the server */
  { "sqlalchemy.engine.Engine", FALSE }, /* DB_ECHO_SQL: the driver logs statements only then */
};

static const LbLogging *
logging_of (LbSink *sink)
{
  if (!sink->looked && sink->settings) {
    sink->looked = TRUE;
    /* whoever needs these sections to be right has read them; here a broken one only means the default */
    sink->logging = lb_settings_logging (sink->settings, NULL);
  }
  return sink->logging;
}

static gboolean
is_wanted (LbSink *sink, LbLogLevel level, const char *logger)
{
  const LbLogging *logging;

  for (guint i = 0; i < G_N_ELEMENTS (special); i++)
    if (strcmp (logger, special[i].logger) == 0)
      return !special[i].wants_verbose || sink->verbose || level >= LB_LOG_WARNING;
  logging = logging_of (sink);
  if (!logging)
    return level >= LB_LOG_WARNING;
  return (gint) level >= lb_logging_level (logging, logger) && (gint) level >= logging->handler_level;
}

static const char *
level_name (LbLogLevel level)
{
  return level >= LB_LOG_ERROR ? "ERROR" : level >= LB_LOG_WARNING ? "WARNI" : level >= LB_LOG_INFO ? "INFO " : "DEBUG";
}

static void
write_line (LbLog *log, LbLogLevel level, const char *logger, const char *message)
{
  LbSink *sink = (LbSink *) log;
  const LbLogging *logging;
  g_autofree char *line = NULL;
  g_autofree char *whole = NULL;

  if (!is_wanted (sink, level, logger))
    return;
  logging = logging_of (sink);
  if (logging) {
    /* reading the time zone's file is only for formats that show the time */
    gboolean timed = logging->format && strstr (logging->format, "asctime");
    g_autoptr (GDateTime) now = timed ? g_date_time_new_now_local () : g_date_time_new_now_utc ();

    line = lb_logging_format (logging, level, logger, message, now);
  } else {
    line = g_strdup_printf ("%s [%s] %s", level_name (level), logger, message);
  }
  whole = g_strconcat (line, "\n", NULL);
  if (logging && logging->to_stdout && !sink->keep_off_stdout)
    lb_output_raw (sink->out, whole, strlen (whole));
  else
    lb_output_error (sink->out, whole);
}

LbSink *
lb_sink_new (LbOutput *out)
{
  LbSink *sink = g_new0 (LbSink, 1);

  sink->log.write = write_line;
  sink->out = out;
  return sink;
}

void
lb_sink_free (LbSink *sink)
{
  if (!sink)
    return;
  if (sink->logging)
    lb_logging_free (sink->logging);
  g_free (sink);
}

LbLog *
lb_sink_log (LbSink *sink)
{
  return &sink->log;
}

void
lb_sink_set_settings (LbSink *sink, const LbSettings *settings)
{
  sink->settings = settings;
}

void
lb_sink_set_verbose (LbSink *sink, gboolean verbose)
{
  sink->verbose = verbose;
}

void
lb_sink_keep_off_stdout (LbSink *sink)
{
  sink->keep_off_stdout = TRUE;
}
