#include "logging.h"

#include "settings.h"
#include "util/error.h"

#include <string.h>

#define DEFAULT_FORMAT "%(levelname)-5.5s [%(name)s] %(message)s"

static const struct {
  const char *name;
  gint level;
} level_names[] = {
  { "CRITICAL", 50 }, { "FATAL", 50 },         { "ERROR", LB_LOG_ERROR }, { "WARN", LB_LOG_WARNING },
  { "WARNING", 30 },  { "INFO", LB_LOG_INFO }, { "DEBUG", LB_LOG_DEBUG }, { "NOTSET", 0 },
};

void
lb_logging_free (LbLogging *logging)
{
  if (!logging)
    return;
  g_hash_table_unref (logging->levels);
  g_free (logging->format);
  g_free (logging->datefmt);
  g_free (logging);
}

static LbLogging *
logging_new (void)
{
  LbLogging *logging = g_new0 (LbLogging, 1);

  logging->levels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return logging;
}

static void
set_level (LbLogging *logging, const char *logger, gint level)
{
  g_hash_table_replace (logging->levels, g_strdup (logger), GINT_TO_POINTER (level));
}

static LbLogging *
logging_default (void)
{
  LbLogging *logging = logging_new ();

  set_level (logging, "", LB_LOG_WARNING);
  set_level (logging, "alembic", LB_LOG_INFO);
  logging->format = g_strdup (DEFAULT_FORMAT);
  return logging;
}

gboolean
lb_logging_parse_level (const char *name, gint *ret_level)
{
  gint64 number;

  for (gsize i = 0; i < G_N_ELEMENTS (level_names); i++) {
    if (g_str_equal (name, level_names[i].name)) {
      *ret_level = level_names[i].level;
      return TRUE;
    }
  }
  if (!g_ascii_string_to_signed (name, 10, 0, G_MAXINT, &number, NULL))
    return FALSE;
  *ret_level = (gint) number;
  return TRUE;
}

/* ---- reading the sections -----------------------------------------------------------------------------------------
 */

/* The value of a key, "" if absent; NULL with @error if it cannot be put together. */
static char *
value_of (const LbIni *ini, const char *section, const char *key, GError **error)
{
  GError *cause = NULL;
  char *value = lb_ini_get (ini, section, key, &cause);

  if (cause) {
    g_propagate_error (error, cause);
    return NULL;
  }
  return value ? value : g_strdup ("");
}

/* Comma-separated names without blanks; NULL with @error. */
static char **
names_of (const LbIni *ini, const char *section, const char *key, GError **error)
{
  g_autofree char *text = value_of (ini, section, key, error);

  if (!text)
    return NULL;
  char **names = g_strsplit (text, ",", -1);
  for (guint i = 0; names[i]; i++)
    g_strstrip (names[i]);
  return names;
}

static const char *
file_of (const LbIni *ini)
{
  return lb_ini_path (ini);
}

/* "logger_alembic", which must exist because [loggers] names it. */
static char *
section_of (const LbIni *ini, const char *kind, const char *name, const char *list, const char *list_key,
            GError **error)
{
  g_autofree char *section = g_strconcat (kind, "_", name, NULL);
  guint line = 0;

  if (lb_ini_has_section (ini, section))
    return g_steal_pointer (&section);
  lb_ini_raw (ini, list, list_key, &line);
  lb_set_error_at (error, LB_ERROR_CONFIG, file_of (ini), line, "[%s] of %s names '%s', but there is no section [%s]",
                   list, file_of (ini), name, section);
  lb_error_set_hint (error ? *error : NULL, "Add the section, or remove the name.");
  return NULL;
}

/* The key `level`; *@ret_level is left alone when it is absent. */
static gboolean
read_level (const LbIni *ini, const char *section, gint *ret_level, gboolean *ret_set, GError **error)
{
  g_autofree char *text = value_of (ini, section, "level", error);
  guint line = 0;

  if (!text)
    return FALSE;
  *ret_set = *text != '\0';
  if (!*ret_set || lb_logging_parse_level (text, ret_level))
    return TRUE;
  lb_ini_raw (ini, section, "level", &line);
  lb_set_error_at (error, LB_ERROR_CONFIG, file_of (ini), line, "unknown level '%s' in [%s] of %s", text, section,
                   file_of (ini));
  lb_error_set_hint (error ? *error : NULL, "Levels are DEBUG, INFO, WARNING, ERROR, CRITICAL, NOTSET, or a number.");
  return FALSE;
}

/* One logger: its level goes to @logging; its first handler to *@ret_handler if none was seen yet. */
static gboolean
read_logger (const LbIni *ini, const char *name, LbLogging *logging, char **ret_handler, GError **error)
{
  g_autofree char *section = section_of (ini, "logger", name, "loggers", "keys", error);
  gboolean is_root = g_str_equal (name, "root"), set;
  gint level = 0;

  if (!section || !read_level (ini, section, &level, &set, error))
    return FALSE;
  g_autofree char *qualname = value_of (ini, section, "qualname", error);
  g_auto (GStrv)
    handlers = qualname ? names_of (ini, section, "handlers", error) : NULL;
  if (!handlers)
    return FALSE;
  if (set)
    set_level (logging, is_root ? "" : qualname, level);
  if (handlers[0] && *handlers[0] && (!*ret_handler || is_root)) {
    g_free (*ret_handler);
    *ret_handler = g_strdup (handlers[0]);
  }
  return TRUE;
}

/* `format` and `datefmt` are full of percent signs and are not interpolated. */
static gboolean
read_formatter (const LbIni *ini, const char *name, const char *handler_section, LbLogging *logging, GError **error)
{
  g_autofree char *section = section_of (ini, "formatter", name, handler_section, "formatter", error);

  if (!section)
    return FALSE;
  const char *format = lb_ini_raw (ini, section, "format", NULL);
  const char *datefmt = lb_ini_raw (ini, section, "datefmt", NULL);
  if (format && *format) {
    g_free (logging->format);
    logging->format = g_strdup (format);
  }
  if (datefmt && *datefmt)
    logging->datefmt = g_strdup (datefmt);
  return TRUE;
}

static gboolean
read_handler (const LbIni *ini, const char *name, LbLogging *logging, GError **error)
{
  g_autofree char *section = section_of (ini, "handler", name, "handlers", "keys", error);
  gboolean set;

  if (!section || !read_level (ini, section, &logging->handler_level, &set, error))
    return FALSE;
  const char *args = lb_ini_raw (ini, section, "args", NULL);
  logging->to_stdout = args && strstr (args, "sys.stdout") != NULL;
  g_autofree char *formatter = value_of (ini, section, "formatter", error);
  if (!formatter)
    return FALSE;
  return *formatter == '\0' || read_formatter (ini, formatter, section, logging, error);
}

LbLogging *
lb_logging_from_ini (const LbIni *ini, GError **error)
{
  g_autofree char *handler = NULL;

  if (!ini || !lb_ini_raw (ini, "loggers", "keys", NULL))
    return logging_default ();
  g_auto (GStrv)
    loggers = names_of (ini, "loggers", "keys", error);
  if (!loggers)
    return NULL;
  g_autoptr (LbLogging) logging = logging_new ();
  logging->format = g_strdup ("%(message)s"); /* a handler without a formatter */
  set_level (logging, "", LB_LOG_WARNING);    /* a root logger that has no level of its own */
  for (guint i = 0; loggers[i]; i++) {
    if (*loggers[i] && !read_logger (ini, loggers[i], logging, &handler, error))
      return NULL;
  }
  if (!handler)
    logging->handler_level = LB_LOG_WARNING; /* Python's handler of last resort */
  else if (!read_handler (ini, handler, logging, error))
    return NULL;
  return g_steal_pointer (&logging);
}

LbLogging *
lb_settings_logging (const LbSettings *settings, GError **error)
{
  return lb_logging_from_ini (lb_settings_ini (settings), error);
}

gint
lb_logging_level (const LbLogging *logging, const char *logger)
{
  g_autofree char *name = g_strdup (logger);

  for (;;) {
    gint level = GPOINTER_TO_INT (g_hash_table_lookup (logging->levels, name));
    char *dot = strrchr (name, '.');

    if (level != 0 || *name == '\0')
      return level;
    *(dot ? dot : name) = '\0';
  }
}
