#include "ddl.h"

#include "util/error.h"

#include <string.h>

/* ---- strings */

/* @length bytes at @text with @doubled written twice. */
static void
append_doubled (GString *sql, const char *text, gsize length, char doubled)
{
  const char *end = text + length;
  const char *found;

  for (; (found = memchr (text, doubled, (gsize) (end - text))); text = found + 1) {
    g_string_append_len (sql, text, found - text + 1);
    g_string_append_c (sql, doubled);
  }
  g_string_append_len (sql, text, end - text);
}

/* With a backslash it is an E string, which means the same whatever standard_conforming_strings says; the blank keeps
 * it apart from a word before it. */
static void
append_escaped (GString *sql, const char *text, gsize length)
{
  g_autoptr (GString) doubled = g_string_sized_new (length + 16);

  append_doubled (doubled, text, length, '\\');
  g_string_append (sql, " E'");
  append_doubled (sql, doubled->str, doubled->len, '\'');
  g_string_append_c (sql, '\'');
}

static gboolean
append_quoted (GString *sql, const LbValue *value, GError **error)
{
  if (memchr (value->text, '\0', value->length)) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "A string literal cannot contain NUL (0x00) characters.");
    return FALSE;
  }
  if (memchr (value->text, '\\', value->length)) {
    append_escaped (sql, value->text, value->length);
    return TRUE;
  }
  g_string_append_c (sql, '\'');
  append_doubled (sql, value->text, value->length, '\'');
  g_string_append_c (sql, '\'');
  return TRUE;
}

static gboolean
append_typed (GString *sql, const LbValue *value, const char *type, GError **error)
{
  if (!append_quoted (sql, value, error))
    return FALSE;
  g_string_append (sql, "::");
  g_string_append (sql, type);
  return TRUE;
}

/* ---- each kind */

static gboolean
append_null (GString *sql, const LbValue *value, GError **error)
{
  g_string_append (sql, "NULL");
  return TRUE;
}

static gboolean
append_boolean (GString *sql, const LbValue *value, GError **error)
{
  g_string_append (sql, value->text[0] == 't' ? "true" : "false");
  return TRUE;
}

/* The blank keeps a minus before it from making a comment of the two. */
static void
append_digits (GString *sql, const LbValue *value)
{
  if (value->text[0] == '-')
    g_string_append_c (sql, ' ');
  g_string_append_len (sql, value->text, (gssize) value->length);
}

static gboolean
append_integer (GString *sql, const LbValue *value, GError **error)
{
  append_digits (sql, value);
  return TRUE;
}

/* NaN and the infinities, which are words, are strings to the server. */
static gboolean
is_word (const LbValue *value)
{
  return g_ascii_isalpha (value->text[value->text[0] == '-' ? 1 : 0]);
}

static gboolean
append_number (GString *sql, const LbValue *value, GError **error)
{
  if (is_word (value))
    return append_typed (sql, value, "numeric", error);
  append_digits (sql, value);
  return TRUE;
}

static gboolean
append_float (GString *sql, const LbValue *value, GError **error)
{
  if (is_word (value))
    return append_typed (sql, value, "float", error);
  append_digits (sql, value);
  if (!strpbrk (value->text, ".eE")) /* no integer, which divides in another way */
    g_string_append (sql, ".0");
  return TRUE;
}

static gboolean
append_bytes (GString *sql, const LbValue *value, GError **error)
{
  static const char digits[] = "0123456789abcdef";
  gsize at;

  g_string_append (sql, "'\\x");
  at = sql->len;
  g_string_set_size (sql, at + 2 * value->length);
  for (gsize i = 0; i < value->length; i++) {
    sql->str[at++] = digits[(guint8) value->text[i] >> 4];
    sql->str[at++] = digits[(guint8) value->text[i] & 15];
  }
  g_string_append (sql, "'::bytea");
  return TRUE;
}

static gboolean
append_date (GString *sql, const LbValue *value, GError **error)
{
  return append_typed (sql, value, "date", error);
}

/* Whether the time of day in @text, behind its date if it has one, says a zone. */
static gboolean
has_zone (const char *text)
{
  const char *clock = strchr (text, ':');

  return clock && strpbrk (clock, "+-Z");
}

static gboolean
append_time (GString *sql, const LbValue *value, GError **error)
{
  return append_typed (sql, value, has_zone (value->text) ? "timetz" : "time", error);
}

static gboolean
append_datetime (GString *sql, const LbValue *value, GError **error)
{
  return append_typed (sql, value, has_zone (value->text) ? "timestamptz" : "timestamp", error);
}

static gboolean
append_interval (GString *sql, const LbValue *value, GError **error)
{
  return append_typed (sql, value, "interval", error);
}

static gboolean
append_uuid (GString *sql, const LbValue *value, GError **error)
{
  return append_typed (sql, value, "uuid", error);
}

/* ---- arrays */

/* Whether anything in it has a type of its own. */
static gboolean
holds_value (const LbValue *value)
{
  if (value->kind != LB_VALUE_ARRAY || value->text)
    return value->kind != LB_VALUE_NULL;
  for (guint i = 0; i < value->n_items; i++)
    if (holds_value (&value->items[i]))
      return TRUE;
  return FALSE;
}

/* {NULL,NULL} */
static void
append_nulls (GString *sql, const LbValue *value)
{
  if (value->kind == LB_VALUE_NULL) {
    g_string_append (sql, "NULL");
    return;
  }
  g_string_append_c (sql, '{');
  for (guint i = 0; i < value->n_items; i++) {
    if (i > 0)
      g_string_append_c (sql, ',');
    append_nulls (sql, &value->items[i]);
  }
  g_string_append_c (sql, '}');
}

/* ARRAY[...] wants a type; without a value in it a literal takes the one that is expected where it stands. */
static gboolean
append_array (GString *sql, const LbValue *value, GError **error)
{
  if (value->text)
    return append_quoted (sql, value, error);
  if (!holds_value (value)) {
    g_string_append_c (sql, '\'');
    append_nulls (sql, value);
    g_string_append_c (sql, '\'');
    return TRUE;
  }
  g_string_append (sql, "ARRAY[");
  for (guint i = 0; i < value->n_items; i++) {
    if (i > 0)
      g_string_append_c (sql, ',');
    if (!lb_postgresql_append_value (sql, &value->items[i], error))
      return FALSE;
  }
  g_string_append_c (sql, ']');
  return TRUE;
}

gboolean
lb_postgresql_append_value (GString *sql, const LbValue *value, GError **error)
{
  static const LbAppendValue appenders[] = {
    [LB_VALUE_NULL] = append_null,         [LB_VALUE_BOOLEAN] = append_boolean,   [LB_VALUE_INTEGER] = append_integer,
    [LB_VALUE_NUMBER] = append_number,     [LB_VALUE_FLOAT] = append_float,       [LB_VALUE_TEXT] = append_quoted,
    [LB_VALUE_BYTES] = append_bytes,       [LB_VALUE_DATE] = append_date,         [LB_VALUE_TIME] = append_time,
    [LB_VALUE_DATETIME] = append_datetime, [LB_VALUE_INTERVAL] = append_interval, [LB_VALUE_UUID] = append_uuid,
    [LB_VALUE_JSON] = append_quoted,       [LB_VALUE_ARRAY] = append_array,
  };

  return appenders[value->kind](sql, value, error);
}
