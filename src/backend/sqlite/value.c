#include "value.h"

#include "backend/dialects.h"
#include "sql/build.h"
#include "util/error.h"

#include <math.h>
#include <string.h>

void
lb_sqlite_stored_clear (LbSqliteStored *stored)
{
  g_free (stored->owned);
}

/* ---- numbers */

static gboolean
store_boolean (const LbValue *value, LbSqliteStored *stored, GError **error)
{
  stored->kind = LB_SQLITE_INTEGER;
  stored->integer = value->text[0] == 't';
  stored->text = stored->integer ? "1" : "0";
  return TRUE;
}

static gboolean
store_integer (const LbValue *value, LbSqliteStored *stored, GError **error)
{
  if (!g_ascii_string_to_signed (value->text, 10, G_MININT64, G_MAXINT64, &stored->integer, NULL)) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "the integer %s does not fit into SQLite's 64 bits",
                 value->text);
    return FALSE;
  }
  stored->kind = LB_SQLITE_INTEGER;
  return TRUE;
}

/* SQLite has infinities but no literal for them, and no NaN: it makes NULL of it. */
static gboolean
store_float (const LbValue *value, LbSqliteStored *stored, GError **error)
{
  stored->real = g_ascii_strtod (value->text, NULL);
  stored->kind = isnan (stored->real) ? LB_SQLITE_NULL : LB_SQLITE_REAL;
  if (isinf (stored->real))
    stored->text = stored->real > 0 ? "9e999" : "-9e999";
  else if (!strpbrk (value->text, ".eE"))
    stored->text = stored->owned = g_strconcat (value->text, ".0", NULL);
  return TRUE;
}

/* A Decimal is a number like another: SQLite has no other kind. */
static gboolean
store_number (const LbValue *value, LbSqliteStored *stored, GError **error)
{
  return strpbrk (value->text, ".eEnN") || !store_integer (value, stored, NULL) ? store_float (value, stored, error)
                                                                                : TRUE;
}

/* ---- texts */

static gboolean
store_text (const LbValue *value, LbSqliteStored *stored, GError **error)
{
  stored->kind = LB_SQLITE_TEXT;
  return TRUE;
}

static gboolean
store_bytes (const LbValue *value, LbSqliteStored *stored, GError **error)
{
  stored->kind = LB_SQLITE_BLOB;
  return TRUE;
}

static void
take_text (LbSqliteStored *stored, char *text)
{
  stored->kind = LB_SQLITE_TEXT;
  stored->text = stored->owned = text;
  stored->length = strlen (text);
}

/* "23:59:59" from @seconds_end on back, always with six digits behind the second and without a zone, which SQLAlchemy
 * does not store either: texts of one length are in order. */
static gboolean
store_clock (const LbValue *value, LbSqliteStored *stored, gsize seconds_end)
{
  char digits[] = "000000";
  const char *fraction = value->text + seconds_end;

  if (value->length < seconds_end)
    return store_text (value, stored, NULL);
  if (*fraction == '.')
    for (guint i = 0; i < 6 && g_ascii_isdigit (fraction[i + 1]); i++)
      digits[i] = fraction[i + 1];
  take_text (stored, g_strdup_printf ("%.*s.%s", (int) seconds_end, value->text, digits));
  return TRUE;
}

static gboolean
store_time (const LbValue *value, LbSqliteStored *stored, GError **error)
{
  return store_clock (value, stored, strlen ("23:59:59"));
}

static gboolean
store_datetime (const LbValue *value, LbSqliteStored *stored, GError **error)
{
  return store_clock (value, stored, strlen ("2026-01-31 23:59:59"));
}

/* "DAYS days SECONDS.MICROS seconds" as SQLAlchemy stores an Interval: so long after 1970 began. */
static gboolean
store_interval (const LbValue *value, LbSqliteStored *stored, GError **error)
{
  g_autoptr (GDateTime) epoch = g_date_time_new_from_unix_utc (0);
  g_autoptr (GDateTime) moment = NULL;
  g_autofree char *clock = NULL;
  char *end;
  gint64 days = g_ascii_strtoll (value->text, &end, 10);
  double seconds = 0;
  gint64 micros;

  if (g_str_has_prefix (end, " days "))
    seconds = g_ascii_strtod (end + strlen (" days "), &end);
  if (strcmp (end, " seconds") == 0 && ABS (days) < G_MAXINT32) {
    micros = days * G_TIME_SPAN_DAY + (gint64) llround (seconds * G_TIME_SPAN_SECOND);
    moment = g_date_time_add (epoch, micros);
  }
  if (!moment) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "SQLite cannot keep the interval %s", value->text);
    return FALSE;
  }
  clock = g_date_time_format (moment, "%Y-%m-%d %H:%M:%S");
  take_text (stored, g_strdup_printf ("%s.%06d", clock, g_date_time_get_microsecond (moment)));
  return TRUE;
}

/* ---- */

static gboolean (*const storers[]) (const LbValue *value, LbSqliteStored *stored, GError **error) = {
  [LB_VALUE_BOOLEAN] = store_boolean, [LB_VALUE_INTEGER] = store_integer,   [LB_VALUE_NUMBER] = store_number,
  [LB_VALUE_FLOAT] = store_float,     [LB_VALUE_TEXT] = store_text,         [LB_VALUE_BYTES] = store_bytes,
  [LB_VALUE_DATE] = store_text,       [LB_VALUE_TIME] = store_time,         [LB_VALUE_DATETIME] = store_datetime,
  [LB_VALUE_UUID] = store_text,       [LB_VALUE_INTERVAL] = store_interval, [LB_VALUE_JSON] = store_text,
};

gboolean
lb_sqlite_store (const LbValue *value, LbSqliteStored *ret_stored, GError **error)
{
  *ret_stored = (LbSqliteStored){ .text = value->text, .length = value->length };
  if (value->kind == LB_VALUE_NULL)
    return TRUE;
  if (value->kind < G_N_ELEMENTS (storers) && storers[value->kind])
    return storers[value->kind](value, ret_stored, error);
  g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "SQLite has no arrays");
  return FALSE;
}

static void
append_hex (GString *sql, const char *bytes, gsize length)
{
  static const char digits[] = "0123456789abcdef";

  g_string_append (sql, "x'");
  for (gsize i = 0; i < length; i++) {
    g_string_append_c (sql, digits[(guchar) bytes[i] >> 4]);
    g_string_append_c (sql, digits[(guchar) bytes[i] & 15]);
  }
  g_string_append_c (sql, '\'');
}

gboolean
lb_sqlite_append_value (GString *sql, const LbValue *value, GError **error)
{
  g_auto (LbSqliteStored)
    stored = { 0 };

  if (!lb_sqlite_store (value, &stored, error))
    return FALSE;
  switch (stored.kind) {
    case LB_SQLITE_NULL:
      g_string_append (sql, "NULL");
      break;
    case LB_SQLITE_INTEGER:
    case LB_SQLITE_REAL:
      g_string_append (sql, stored.text);
      break;
    case LB_SQLITE_BLOB:
      append_hex (sql, stored.text, stored.length);
      break;
    case LB_SQLITE_TEXT:
      /* the text of a statement ends at its first NUL */
      if (strlen (stored.text) == stored.length) {
        lb_sql_appendf (sql, lb_dialect_sqlite.syntax, "%L", stored.text);
      } else {
        g_string_append (sql, "CAST(");
        append_hex (sql, stored.text, stored.length);
        g_string_append (sql, " AS TEXT)");
      }
      break;
  }
  return TRUE;
}
