/* Values as literals: what PyMySQL and SQLAlchemy write. */
#include "text.h"

#include "util/error.h"

#include <stdlib.h>
#include <string.h>

/* Quotes doubled, backslashes too: sessions read them so (connect.c takes NO_BACKSLASH_ESCAPES out of theirs). */
static void
append_text (GString *sql, const char *text, gsize length)
{
  g_string_append_c (sql, '\'');
  for (gsize i = 0; i < length; i++) {
    if (text[i] == '\0') {
      g_string_append (sql, "\\0");
      continue;
    }
    if (text[i] == '\'' || text[i] == '\\')
      g_string_append_c (sql, text[i]);
    g_string_append_c (sql, text[i]);
  }
  g_string_append_c (sql, '\'');
}

static void
append_bytes (GString *sql, const LbValue *value)
{
  g_string_append (sql, "x'");
  for (gsize i = 0; i < value->length; i++)
    g_string_append_printf (sql, "%02x", (guint8) value->text[i]);
  g_string_append_c (sql, '\'');
}

/* "inf", "nan", "Infinity": numbers that the database does not have. */
static gboolean
append_number (GString *sql, const LbValue *value, GError **error)
{
  const char *digits = *value->text == '-' || *value->text == '+' ? value->text + 1 : value->text;

  if (!g_ascii_isdigit (*digits) && *digits != '.') {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "%s can not be used with MySQL", value->text);
    return FALSE;
  }
  g_string_append_len (sql, value->text, (gssize) value->length);
  return TRUE;
}

/* Behind the time a zone may stand: "23:59:59+02:00". The database has no times with a zone, and PyMySQL writes none.
 */
static void
append_zoneless (GString *sql, const LbValue *value, gsize time)
{
  const char *zone = value->length > time ? strpbrk (value->text + time, "+-Z") : NULL;

  append_text (sql, value->text, zone ? (gsize) (zone - value->text) : value->length);
}

/* The microseconds of "1 day -02:03:04.5", "-1 days 86399.5 seconds"; FALSE for what has months. */
static gboolean
read_interval (const char *text, gint64 *ret_micros)
{
  static const struct {
    const char *unit;
    gint64 micros;
  } units[] = { { "day", 86400 * (gint64) G_USEC_PER_SEC },
                { "hour", 3600 * (gint64) G_USEC_PER_SEC },
                { "min", (gint64) 60 * G_USEC_PER_SEC },
                { "sec", G_USEC_PER_SEC } };
  gint64 total = 0;

  while (*text) {
    gboolean negative = *text == '-';
    char *end;
    double number = g_ascii_strtod (text, &end);
    gint64 micros = 0;

    if (end == text)
      return FALSE;
    if (*end == ':') {
      guint minutes = (guint) strtoul (end + 1, &end, 10);
      double seconds = *end == ':' ? g_ascii_strtod (end + 1, &end) : 0;

      micros = ((gint64) ABS (number) * 3600 + (gint64) minutes * 60) * G_USEC_PER_SEC
               + (gint64) (seconds * G_USEC_PER_SEC + 0.5);
      micros = negative ? -micros : micros;
    } else {
      end += strspn (end, " ");
      for (gsize i = 0; i < G_N_ELEMENTS (units) && micros == 0; i++)
        if (g_str_has_prefix (end, units[i].unit))
          micros = (gint64) (number * (double) units[i].micros + (negative ? -0.5 : 0.5));
      if (micros == 0 && number != 0)
        return FALSE;
      end += strcspn (end, " ");
    }
    total += micros;
    text = end + strspn (end, " ");
  }
  *ret_micros = total;
  return TRUE;
}

/* '26:03:04.5': a TIME, whose hours are not those of a day. */
static gboolean
append_interval (GString *sql, const LbValue *value, GError **error)
{
  gint64 micros;

  if (!read_interval (value->text, &micros)) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "the interval '%s' is no time of MySQL", value->text);
    return FALSE;
  }
  g_string_append (sql, micros < 0 ? "'-" : "'");
  micros = ABS (micros);
  g_string_append_printf (sql, "%02" G_GINT64_FORMAT ":%02d:%02d", micros / (3600 * (gint64) G_USEC_PER_SEC),
                          (int) (micros / ((gint64) 60 * G_USEC_PER_SEC) % 60), (int) (micros / G_USEC_PER_SEC % 60));
  if (micros % G_USEC_PER_SEC)
    g_string_append_printf (sql, ".%06d", (int) (micros % G_USEC_PER_SEC));
  g_string_append_c (sql, '\'');
  return TRUE;
}

/* (1, 2, 3): what a list is behind IN. */
static gboolean
append_list (GString *sql, const LbValue *value, GError **error)
{
  if (value->n_items == 0 || value->text) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "MySQL has no arrays");
    return FALSE;
  }
  for (guint i = 0; i < value->n_items; i++) {
    g_string_append (sql, i ? ", " : "(");
    if (!lb_mysql_append_value (sql, &value->items[i], error))
      return FALSE;
  }
  g_string_append_c (sql, ')');
  return TRUE;
}

gboolean
lb_mysql_append_value (GString *sql, const LbValue *value, GError **error)
{
  switch (value->kind) {
    case LB_VALUE_NULL:
      g_string_append (sql, "NULL");
      return TRUE;
    case LB_VALUE_BOOLEAN:
      g_string_append (sql, value->text[0] == 't' ? "true" : "false");
      return TRUE;
    case LB_VALUE_INTEGER:
    case LB_VALUE_NUMBER:
    case LB_VALUE_FLOAT:
      return append_number (sql, value, error);
    case LB_VALUE_BYTES:
      append_bytes (sql, value);
      return TRUE;
    case LB_VALUE_TIME:
      append_zoneless (sql, value, 0);
      return TRUE;
    case LB_VALUE_DATETIME:
      append_zoneless (sql, value, strlen ("2026-01-31"));
      return TRUE;
    case LB_VALUE_INTERVAL:
      return append_interval (sql, value, error);
    case LB_VALUE_ARRAY:
      return append_list (sql, value, error);
    case LB_VALUE_TEXT:
    case LB_VALUE_DATE:
    case LB_VALUE_UUID:
    case LB_VALUE_JSON:
      break;
  }
  append_text (sql, value->text, value->length);
  return TRUE;
}
