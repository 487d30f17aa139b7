#include "logging.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

/* A record, and what a format may ask of it. */
typedef struct {
  const LbLogging *logging;
  LbLogLevel level;
  const char *logger;
  const char *message;
  GDateTime *now;
} Record;

/* One "%(name)-5.5s". */
typedef struct {
  char name[32];
  gboolean left, zero, plus, blank;
  gint width;     /* 0: none */
  gint precision; /* -1: none */
  char type;
} Conversion;

#define LONGEST 1000 /* width and precision; more is a slip */

/* ---- attributes -----------------------------------------------------------------------------------------------------
 */

static char *
level_name (const Record *record)
{
  static const struct {
    gint level;
    const char *name;
  } names[]
      = { { 10, "DEBUG" }, { 20, "INFO" }, { 30, "WARNING" }, { 40, "ERROR" }, { 50, "CRITICAL" }, { 0, "NOTSET" } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (names[i].level == (gint) record->level)
      return g_strdup (names[i].name);
  }
  return g_strdup_printf ("Level %d", (gint) record->level);
}

static char *
logger_name (const Record *record)
{
  return g_strdup (record->logger);
}

static char *
message (const Record *record)
{
  return g_strdup (record->message);
}

static gint
milliseconds (const Record *record)
{
  return g_date_time_get_microsecond (record->now) / 1000;
}

/* The format is the user's. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static gsize
format_time (char *text, gsize size, const char *format, const struct tm *tm)
{
  return strftime (text, size, format, tm);
}
#pragma GCC diagnostic pop

/* strftime, as Python does it, and not GLib's own letters. */
static char *
time_text (const Record *record)
{
  const char *format = record->logging->datefmt;
  struct tm tm = {
    .tm_year = g_date_time_get_year (record->now) - 1900,
    .tm_mon = g_date_time_get_month (record->now) - 1,
    .tm_mday = g_date_time_get_day_of_month (record->now),
    .tm_hour = g_date_time_get_hour (record->now),
    .tm_min = g_date_time_get_minute (record->now),
    .tm_sec = (int) g_date_time_get_seconds (record->now),
    .tm_wday = g_date_time_get_day_of_week (record->now) % 7,
    .tm_yday = g_date_time_get_day_of_year (record->now) - 1,
    .tm_isdst = g_date_time_is_daylight_savings (record->now),
    .tm_gmtoff = g_date_time_get_utc_offset (record->now) / G_USEC_PER_SEC,
    .tm_zone = g_date_time_get_timezone_abbreviation (record->now),
  };
  char text[512];

  if (!format) {
    g_autofree char *seconds = g_date_time_format (record->now, "%Y-%m-%d %H:%M:%S");

    return g_strdup_printf ("%s,%03d", seconds, milliseconds (record));
  }
  gsize length = format_time (text, sizeof text, format, &tm);
  return g_strndup (text, length);
}

static double
level_number (const Record *record)
{
  return record->level;
}

static double
process_number (const Record *record)
{
  return getpid ();
}

static double
created (const Record *record)
{
  return (double) g_date_time_to_unix (record->now) + g_date_time_get_microsecond (record->now) / 1e6;
}

static double
msecs (const Record *record)
{
  return milliseconds (record);
}

static double
zero (const Record *record)
{
  return 0;
}

/* What Python would know of its own source is not there: it reads as limbeck's, line 0. */
static const struct {
  const char *name;
  char *(*text) (const Record *record);
  double (*number) (const Record *record);
  const char *constant;
} attributes[] = {
  { "levelname", level_name, NULL, NULL },
  { "name", logger_name, NULL, NULL },
  { "message", message, NULL, NULL },
  { "asctime", time_text, NULL, NULL },
  { "levelno", NULL, level_number, NULL },
  { "process", NULL, process_number, NULL },
  { "created", NULL, created, NULL },
  { "msecs", NULL, msecs, NULL },
  { "lineno", NULL, zero, NULL },
  { "thread", NULL, zero, NULL },
  { "relativeCreated", NULL, zero, NULL },
  { "processName", NULL, NULL, "MainProcess" },
  { "threadName", NULL, NULL, "MainThread" },
  { "taskName", NULL, NULL, "None" },
  { "filename", NULL, NULL, "limbeck" },
  { "pathname", NULL, NULL, "limbeck" },
  { "module", NULL, NULL, "limbeck" },
  { "funcName", NULL, NULL, "main" },
};

/* ---- conversions ----------------------------------------------------------------------------------------------------
 */

static const char *
parse_number (const char *p, gint *ret_number)
{
  for (*ret_number = 0; g_ascii_isdigit (*p); p++)
    *ret_number = MIN (*ret_number * 10 + (*p - '0'), LONGEST);
  return p;
}

/* At "%("; returns what follows the conversion, NULL if it is none. */
static const char *
parse_conversion (const char *p, Conversion *conversion)
{
  const char *close = strchr (p, ')');

  *conversion = (Conversion){ .precision = -1 };
  if (!close || (gsize) (close - p - 2) >= sizeof conversion->name)
    return NULL;
  memcpy (conversion->name, p + 2, (gsize) (close - p - 2));
  for (p = close + 1; *p && strchr ("-0+ #", *p); p++) {
    conversion->left |= *p == '-';
    conversion->zero |= *p == '0';
    conversion->plus |= *p == '+';
    conversion->blank |= *p == ' ';
  }
  p = parse_number (p, &conversion->width);
  if (*p == '.')
    p = parse_number (p + 1, &conversion->precision);
  conversion->type = *p;
  return *p && strchr ("sradifgeu", *p) ? p + 1 : NULL;
}

/* Text cut to the precision and filled to the width, both counted in characters. */
static void
append_padded (GString *out, const Conversion *conversion, const char *text, gboolean numeric)
{
  glong length = g_utf8_strlen (text, -1);
  const char *end = text + strlen (text);

  if (!numeric && conversion->precision >= 0 && conversion->precision < length) {
    length = conversion->precision;
    end = g_utf8_offset_to_pointer (text, length);
  }
  glong fill = MAX (0, conversion->width - length);
  gboolean zeros = numeric && conversion->zero && !conversion->left;
  if (zeros && (*text == '-' || *text == '+' || *text == ' '))
    g_string_append_c (out, *text++);
  for (glong i = 0; i < fill && !conversion->left; i++)
    g_string_append_c (out, zeros ? '0' : ' ');
  g_string_append_len (out, text, end - text);
  for (glong i = 0; i < fill && conversion->left; i++)
    g_string_append_c (out, ' ');
}

static void
append_number (GString *out, const Conversion *conversion, double number)
{
  const char *sign = number < 0 ? "" : conversion->plus ? "+" : conversion->blank ? " " : "";
  gint precision = conversion->precision >= 0 ? conversion->precision : 6;
  g_autofree char *text = NULL;

  switch (conversion->type) {
    case 'f':
      text = g_strdup_printf ("%s%.*f", sign, precision, number);
      break;
    case 'g':
      text = g_strdup_printf ("%s%.*g", sign, precision, number);
      break;
    case 'e':
      text = g_strdup_printf ("%s%.*e", sign, precision, number);
      break;
    default: { /* whole numbers are whole; a fraction is shown as Python's str does, or cut off by %d */
      gboolean whole = (double) (gint64) number == number || strchr ("diu", conversion->type);

      text = whole ? g_strdup_printf ("%s%" G_GINT64_FORMAT, sign, (gint64) number)
                   : g_strdup_printf ("%s%.6f", sign, number);
    }
  }
  append_padded (out, conversion, text, TRUE);
}

/* FALSE if a record has no such attribute, or it is no number where one is wanted. */
static gboolean
append_attribute (GString *out, const Record *record, const Conversion *conversion)
{
  gboolean is_text = strchr ("sra", conversion->type) != NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++) {
    if (!g_str_equal (attributes[i].name, conversion->name))
      continue;
    if (attributes[i].number) {
      append_number (out, conversion, attributes[i].number (record));
      return TRUE;
    }
    if (!is_text)
      return FALSE;
    g_autofree char *text = attributes[i].text ? attributes[i].text (record) : g_strdup (attributes[i].constant);
    g_autofree char *quoted = conversion->type == 's' ? NULL : g_strdup_printf ("'%s'", text);
    append_padded (out, conversion, quoted ? quoted : text, FALSE);
    return TRUE;
  }
  return FALSE;
}

char *
lb_logging_format (const LbLogging *logging, LbLogLevel level, const char *logger, const char *message_text,
                   GDateTime *now)
{
  const Record record = { .logging = logging, .level = level, .logger = logger, .message = message_text, .now = now };
  GString *out = g_string_new (NULL);

  for (const char *p = logging->format; *p;) {
    Conversion conversion;
    const char *next = p[0] == '%' && p[1] == '(' ? parse_conversion (p, &conversion) : NULL;

    if (next && append_attribute (out, &record, &conversion)) {
      p = next;
    } else {
      g_string_append_c (out, *p);
      p += p[0] == '%' && p[1] == '%' ? 2 : 1;
    }
  }
  return g_string_free (out, FALSE);
}
