#include "config/logging.h"
#include "util/error.h"

#include <string.h>
#include <unistd.h>

/* What Alembic's templates hold. */
#define TEMPLATE                                                                                                       \
  "[loggers]\nkeys = root,sqlalchemy,alembic\n[handlers]\nkeys = console\n[formatters]\nkeys = generic\n"              \
  "[logger_root]\nlevel = WARNING\nhandlers = console\nqualname =\n"                                                   \
  "[logger_sqlalchemy]\nlevel = WARN\nhandlers =\nqualname = sqlalchemy.engine\n"                                      \
  "[logger_alembic]\nlevel = INFO\nhandlers =\nqualname = alembic\n"                                                   \
  "[handler_console]\nclass = StreamHandler\nargs = (sys.stderr,)\nlevel = NOTSET\nformatter = generic\n"              \
  "[formatter_generic]\nformat = %(levelname)-5.5s [%(name)s] %(message)s\ndatefmt = %H:%M:%S\n"

static LbLogging *
read_logging (const char *text, GError **error)
{
  g_autoptr (LbIni) ini = text ? lb_ini_parse ("alembic.ini", text, strlen (text), NULL) : NULL;

  g_assert_true (!text || ini);
  return lb_logging_from_ini (ini, error);
}

static char *
format (const LbLogging *logging, LbLogLevel level, const char *logger, const char *message)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (3600);
  g_autoptr (GDateTime) now = g_date_time_new (zone, 2026, 1, 2, 3, 4, 5.678901);

  return lb_logging_format (logging, level, logger, message, now);
}

static void
test_default (void)
{
  static const char *const texts[] = { NULL, "[alembic]\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (LbLogging) logging = read_logging (texts[i], NULL);
    g_autofree char *line
        = format (logging, LB_LOG_INFO, "alembic.runtime.migration", "Running upgrade  -> 1975ea83b712, create");

    g_assert_cmpstr (line, ==, "INFO  [alembic.runtime.migration] Running upgrade  -> 1975ea83b712, create");
    g_assert_cmpint (lb_logging_level (logging, "alembic.runtime.migration"), ==, LB_LOG_INFO);
    g_assert_cmpint (lb_logging_level (logging, "sqlalchemy.engine"), ==, LB_LOG_WARNING);
    g_assert_cmpint (lb_logging_level (logging, "alembicx"), ==, LB_LOG_WARNING);
    g_assert_false (logging->to_stdout);
    g_assert_cmpint (logging->handler_level, ==, 0);
  }
}

static void
test_template (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbLogging) logging = read_logging (TEMPLATE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (logging->format, ==, "%(levelname)-5.5s [%(name)s] %(message)s");
  g_assert_cmpstr (logging->datefmt, ==, "%H:%M:%S");
  g_assert_cmpint (lb_logging_level (logging, ""), ==, LB_LOG_WARNING);
  g_assert_cmpint (lb_logging_level (logging, "alembic"), ==, LB_LOG_INFO);
  g_assert_cmpint (lb_logging_level (logging, "alembic.a.b"), ==, LB_LOG_INFO);
  g_assert_cmpint (lb_logging_level (logging, "sqlalchemy.engine.Engine"), ==, LB_LOG_WARNING);
}

static void
test_handlers (void)
{
  g_autoptr (LbLogging) to_stdout = read_logging (
      "[loggers]\nkeys=root\n[logger_root]\nhandlers = a, b\nlevel = 15\n[handler_a]\nclass = StreamHandler\n"
      "args = (sys.stdout,)\nlevel = ERROR\n",
      NULL);
  g_assert_true (to_stdout->to_stdout);
  g_assert_cmpint (to_stdout->handler_level, ==, LB_LOG_ERROR);
  g_assert_cmpint (lb_logging_level (to_stdout, "x"), ==, 15);
  g_assert_cmpstr (to_stdout->format, ==, "%(message)s");
  g_assert_null (to_stdout->datefmt);

  /* no handler anywhere: Python's last resort shows warnings */
  g_autoptr (LbLogging) none = read_logging ("[loggers]\nkeys=root\n[logger_root]\nlevel = DEBUG\n", NULL);
  g_assert_cmpint (none->handler_level, ==, LB_LOG_WARNING);

  /* the root has none, another logger has */
  g_autoptr (LbLogging) other
      = read_logging ("[loggers]\nkeys=root,x\n[logger_root]\nhandlers=\n[logger_x]\nqualname=x\nhandlers=a\n"
                      "[handler_a]\nformatter=f\n[formatter_f]\nformat=%(name)s\n",
                      NULL);
  g_assert_cmpstr (other->format, ==, "%(name)s");
}

static void
test_levels (void)
{
  static const struct {
    const char *name;
    gint level;
  } good[] = { { "DEBUG", 10 }, { "INFO", 20 },     { "WARN", 30 },  { "WARNING", 30 }, { "ERROR", 40 },
               { "FATAL", 50 }, { "CRITICAL", 50 }, { "NOTSET", 0 }, { "15", 15 } };
  static const char *const bad[] = { "info", "LOUD", "", "-1", "1x" };
  gint level;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_assert_true (lb_logging_parse_level (good[i].name, &level));
    g_assert_cmpint (level, ==, good[i].level);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (lb_logging_parse_level (bad[i], &level));
}

/* NOTSET on a logger asks its parent; on the root it lets everything through. */
static void
test_inheritance (void)
{
  g_autoptr (LbLogging) logging
      = read_logging ("[loggers]\nkeys=root,a,b\n[logger_root]\nlevel=NOTSET\nhandlers=\n[logger_a]\nlevel=ERROR\n"
                      "qualname=a\nhandlers=\n[logger_b]\nlevel=NOTSET\nqualname=a.b\nhandlers=\n",
                      NULL);

  g_assert_cmpint (lb_logging_level (logging, "a.b.c"), ==, LB_LOG_ERROR);
  g_assert_cmpint (lb_logging_level (logging, "z"), ==, 0);
}

static void
test_refused (void)
{
  static const struct {
    const char *text;
    guint line;
  } cases[] = {
    { "[loggers]\nkeys = root,x\n[logger_root]\nhandlers=\n", 2 },
    { "[loggers]\nkeys = root\n[logger_root]\n\nlevel = LOUD\nhandlers=\n", 5 },
    { "[loggers]\nkeys = root\n[logger_root]\nhandlers=h\n", 0 },
    { "[loggers]\nkeys = root\n[logger_root]\nhandlers=h\n[handler_h]\nformatter = f\n", 6 },
    { "[loggers]\nkeys = %(x)s\n", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (LbLogging) logging = read_logging (cases[i].text, &error);

    g_test_message ("%s", cases[i].text);
    g_assert_null (logging);
    g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
    g_assert_cmpuint (lb_error_parts (error)->line, ==, cases[i].line);
  }
}

/* What Python's logging.Formatter makes of each, level WARNING, logger "a.b", message "häy", Friday 2026-01-02. */
static const struct {
  const char *format;
  const char *datefmt;
  const char *expected;
} formats[] = {
  { "%(levelname)-5.5s|", NULL, "WARNI|" },
  { "%(levelname)s|%(levelname)10s|%(levelname)-10s|", NULL, "WARNING|   WARNING|WARNING   |" },
  { "%(message).2s|%(message)5s|%(message)-5.2s|", NULL, "h\303\244|  h\303\244y|h\303\244   |" },
  { "%(name)r|%(name)7r", NULL, "'a.b'|  'a.b'" },
  { "%(levelno)d %(levelno)05d %(levelno)-5d| %(levelno)+d %(levelno)s", NULL, "30 00030 30   | +30 30" },
  { "%(asctime)s", NULL, "2026-01-02 03:04:05,678" },
  { "%(asctime)s", "%H:%M:%S", "03:04:05" },
  { "%(asctime)s", "%a %d %b %Y %j %z %%", "Fri 02 Jan 2026 002 +0100 %" },
  { "%(msecs)03d %(created).3f", NULL, "678 1767319445.679" },
  { "%(lineno)d %(processName)s %(threadName)s", NULL, "0 MainProcess MainThread" },
  { "100%% %(message)s", NULL, "100% h\303\244y" },
  { "%(nope)s %(message)", NULL, "%(nope)s %(message)" },
  { "%(message)z %(name)d % d %", NULL, "%(message)z %(name)d % d %" },
  { "%(message", NULL, "%(message" },
  { "", NULL, "" },
};

static void
test_formats (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (LbLogging) logging = read_logging (NULL, NULL);

    g_free (logging->format);
    logging->format = g_strdup (formats[i].format);
    logging->datefmt = g_strdup (formats[i].datefmt);
    g_autofree char *line = format (logging, LB_LOG_WARNING, "a.b", "h\303\244y");
    g_assert_cmpstr (line, ==, formats[i].expected);
  }
}

static void
test_process (void)
{
  g_autoptr (LbLogging) logging = read_logging (NULL, NULL);
  g_autofree char *expected = g_strdup_printf ("%d", (int) getpid ());

  g_free (logging->format);
  logging->format = g_strdup ("%(process)d");
  g_autofree char *line = format (logging, LB_LOG_INFO, "a", "m");
  g_assert_cmpstr (line, ==, expected);
}

static void
test_huge_width (void)
{
  g_autoptr (LbLogging) logging = read_logging (NULL, NULL);

  g_free (logging->format);
  logging->format = g_strdup ("%(message)99999999999s");
  g_autofree char *line = format (logging, LB_LOG_INFO, "a", "m");
  g_assert_cmpuint (strlen (line), ==, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config/logging/default", test_default);
  g_test_add_func ("/config/logging/template", test_template);
  g_test_add_func ("/config/logging/handlers", test_handlers);
  g_test_add_func ("/config/logging/levels", test_levels);
  g_test_add_func ("/config/logging/inheritance", test_inheritance);
  g_test_add_func ("/config/logging/refused", test_refused);
  g_test_add_func ("/config/logging/formats", test_formats);
  g_test_add_func ("/config/logging/process", test_process);
  g_test_add_func ("/config/logging/huge-width", test_huge_width);
  return g_test_run ();
}
