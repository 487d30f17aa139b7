#include "wire.h"

#include <math.h>
#include <string.h>

/* The key of each kind that is no plain JSON, and the word for it as an item of an array. */
static const char *const kind_keys[] = {
  [LB_VALUE_NULL] = NULL,           [LB_VALUE_BOOLEAN] = "boolean",   [LB_VALUE_INTEGER] = "integer",
  [LB_VALUE_NUMBER] = "number",     [LB_VALUE_FLOAT] = "float",       [LB_VALUE_TEXT] = "text",
  [LB_VALUE_BYTES] = "bytes",       [LB_VALUE_DATE] = "date",         [LB_VALUE_TIME] = "time",
  [LB_VALUE_DATETIME] = "datetime", [LB_VALUE_INTERVAL] = "interval", [LB_VALUE_UUID] = "uuid",
  [LB_VALUE_JSON] = "json",         [LB_VALUE_ARRAY] = "array",
};

/* ---- from JSON */

static void
take_text (LbValue *value, LbValueKind kind, char *text, gsize length)
{
  *value = (LbValue){ .kind = kind, .text = text, .length = length };
}

static const char *
skip_digits (const char *p)
{
  while (g_ascii_isdigit (*p))
    p++;
  return p;
}

/* -12 */
static gboolean
is_integer (const char *text)
{
  const char *digits = text + (*text == '-' || *text == '+');
  const char *end = skip_digits (digits);

  return end > digits && *end == '\0';
}

/* -12.50E+3 */
static gboolean
is_decimal (const char *text)
{
  const char *digits = text + (*text == '-' || *text == '+');
  const char *end = skip_digits (digits);
  gsize n = (gsize) (end - digits);

  if (*end == '.') {
    const char *fraction = end + 1;

    end = skip_digits (fraction);
    n += (gsize) (end - fraction);
  }
  return n > 0 && (*end == '\0' || ((*end == 'e' || *end == 'E') && is_integer (end + 1)));
}

/* The words of Python's Decimal and float, and ours for them. */
static const struct {
  const char *word, *number, *real;
} not_finite[] = {
  { "nan", "NaN", "nan" },           { "snan", "NaN", "nan" },        { "inf", "Infinity", "inf" },
  { "infinity", "Infinity", "inf" }, { "-inf", "-Infinity", "-inf" }, { "-infinity", "-Infinity", "-inf" },
};

static gboolean
read_number (const LbJson *at, LbValueKind kind, LbValue *value, GError **error)
{
  const char *text = json_string_value (at->value);
  gsize length = json_string_length (at->value);

  if (strlen (text) == length && (kind == LB_VALUE_INTEGER ? is_integer (text) : is_decimal (text))) {
    take_text (value, kind, g_strndup (text, length), length);
    return TRUE;
  }
  for (gsize i = 0; kind != LB_VALUE_INTEGER && i < G_N_ELEMENTS (not_finite); i++)
    if (g_ascii_strcasecmp (text, not_finite[i].word) == 0) {
      const char *ours = kind == LB_VALUE_NUMBER ? not_finite[i].number : not_finite[i].real;

      take_text (value, kind, g_strdup (ours), strlen (ours));
      return TRUE;
    }
  return lb_json_expected (at, "the digits of a number", error);
}

static gboolean
read_bytes (const LbJson *at, LbValueKind kind, LbValue *value, GError **error)
{
  gsize length;
  guchar *bytes = g_base64_decode (json_string_value (at->value), &length);

  bytes = g_realloc (bytes, length + 1);
  bytes[length] = '\0';
  take_text (value, kind, (char *) bytes, length);
  return TRUE;
}

static gboolean
read_text (const LbJson *at, LbValueKind kind, LbValue *value, GError **error)
{
  gsize length = json_string_length (at->value);

  take_text (value, kind, g_memdup2 (json_string_value (at->value), length + 1), length);
  return TRUE;
}

static gboolean
read_array (const LbJson *at, LbValueKind kind, LbValue *value, GError **error)
{
  gsize n = json_array_size (at->value);

  *value = (LbValue){ .kind = kind, .items = n ? g_new0 (LbValue, n) : NULL, .n_items = (guint) n };
  for (gsize i = 0; i < n; i++) {
    LbJson item = { json_array_get (at->value, i), at, NULL, (guint) i };

    if (!lb_value_read (&item, &value->items[i], error)) {
      lb_value_clear (value);
      return FALSE;
    }
  }
  return TRUE;
}

typedef gboolean (*ReadKind) (const LbJson *at, LbValueKind kind, LbValue *value, GError **error);

static const ReadKind kind_readers[G_N_ELEMENTS (kind_keys)] = {
  [LB_VALUE_INTEGER] = read_number, [LB_VALUE_NUMBER] = read_number, [LB_VALUE_FLOAT] = read_number,
  [LB_VALUE_BYTES] = read_bytes,    [LB_VALUE_DATE] = read_text,     [LB_VALUE_TIME] = read_text,
  [LB_VALUE_DATETIME] = read_text,  [LB_VALUE_INTERVAL] = read_text, [LB_VALUE_UUID] = read_text,
  [LB_VALUE_JSON] = read_text,      [LB_VALUE_ARRAY] = read_array,
};

/* {"date": "2026-01-31"} */
static gboolean
read_tagged (const LbJson *at, LbValue *value, GError **error)
{
  const char *key = json_object_iter_key (json_object_iter ((json_t *) at->value));

  for (guint kind = 0; key && json_object_size (at->value) == 1 && kind < G_N_ELEMENTS (kind_keys); kind++) {
    LbJson inner = { json_object_get (at->value, key), at, key, 0 };

    if (!kind_readers[kind] || strcmp (kind_keys[kind], key) != 0)
      continue;
    if (kind == LB_VALUE_ARRAY ? !json_is_array (inner.value) : !json_is_string (inner.value))
      return lb_json_expected (&inner, kind == LB_VALUE_ARRAY ? "a list" : "a string", error);
    return kind_readers[kind](&inner, (LbValueKind) kind, value, error);
  }
  return lb_json_expected (at, "a value", error);
}

/* The shortest text that reads back the same. */
static void
read_real (double real, LbValue *value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 15; digits <= 17; digits++) {
    char format[] = "%.15g";

    format[3] = (char) ('0' + digits - 10);
    g_ascii_formatd (text, sizeof text, format, real);
    if (g_ascii_strtod (text, NULL) == real)
      break;
  }
  take_text (value, LB_VALUE_FLOAT, g_strdup (text), strlen (text));
}

gboolean
lb_value_read (const LbJson *at, LbValue *ret_value, GError **error)
{
  char digits[24];
  int length;

  *ret_value = (LbValue){ .kind = LB_VALUE_NULL };
  switch (at->value ? json_typeof (at->value) : JSON_NULL) {
    case JSON_NULL:
      return TRUE;
    case JSON_TRUE:
    case JSON_FALSE:
      *ret_value = (LbValue){ .kind = LB_VALUE_BOOLEAN, .text = json_is_true (at->value) ? "t" : "f", .length = 1 };
      return TRUE;
    case JSON_INTEGER:
      length = g_snprintf (digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value (at->value));
      take_text (ret_value, LB_VALUE_INTEGER, g_strndup (digits, (gsize) length), (gsize) length);
      return TRUE;
    case JSON_REAL:
      read_real (json_real_value (at->value), ret_value);
      return TRUE;
    case JSON_STRING:
      return read_text (at, LB_VALUE_TEXT, ret_value, error);
    case JSON_OBJECT:
      return read_tagged (at, ret_value, error);
    case JSON_ARRAY:
    default:
      return lb_json_expected (at, "a value", error);
  }
}

gboolean
lb_value_from_json (const json_t *json, LbValue *ret_value, GError **error)
{
  LbJson at = { json, NULL, "value", 0 };

  return lb_value_read (&at, ret_value, error);
}

/* ---- to JSON */

static json_t *
new_string (const char *text, gsize length)
{
  json_t *string = json_stringn (text, length);
  g_autofree char *valid = string ? NULL : g_utf8_make_valid (text, (gssize) length);

  return string ? string : json_string (valid);
}

static json_t *
new_tagged (const LbValue *value, json_t *inner)
{
  json_t *object = json_object ();

  json_object_set_new_nocheck (object, kind_keys[value->kind], inner);
  return object;
}

static json_t *
write_null (const LbValue *value)
{
  return json_null ();
}

static json_t *
write_boolean (const LbValue *value)
{
  return json_boolean (value->text[0] == 't');
}

static json_t *
write_text (const LbValue *value)
{
  return new_string (value->text, value->length);
}

static json_t *
write_tagged (const LbValue *value)
{
  return new_tagged (value, new_string (value->text, value->length));
}

static json_t *
write_integer (const LbValue *value)
{
  gint64 integer;

  if (value->length < 19 || g_ascii_string_to_signed (value->text, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return json_integer (value->length < 19 ? g_ascii_strtoll (value->text, NULL, 10) : integer);
  return write_tagged (value);
}

static json_t *
write_float (const LbValue *value)
{
  double real = g_ascii_strtod (value->text, NULL);

  return isfinite (real) ? json_real (real) : write_tagged (value);
}

static json_t *
write_bytes (const LbValue *value)
{
  g_autofree char *text = g_base64_encode ((const guchar *) value->text, value->length);

  return new_tagged (value, json_string_nocheck (text));
}

static json_t *
write_array (const LbValue *value)
{
  json_t *object, *items;

  if (value->text) {
    LbValueKind of = value->item_kind == LB_VALUE_NULL ? LB_VALUE_TEXT : value->item_kind;

    object = write_tagged (value);
    json_object_set_new_nocheck (object, "of", json_string (kind_keys[of]));
    return object;
  }
  items = json_array ();
  for (guint i = 0; i < value->n_items; i++)
    json_array_append_new (items, lb_value_to_json (&value->items[i]));
  return new_tagged (value, items);
}

json_t *
lb_value_to_json (const LbValue *value)
{
  static json_t *(*const writers[]) (const LbValue *) = {
    [LB_VALUE_NULL] = write_null,       [LB_VALUE_BOOLEAN] = write_boolean, [LB_VALUE_INTEGER] = write_integer,
    [LB_VALUE_NUMBER] = write_tagged,   [LB_VALUE_FLOAT] = write_float,     [LB_VALUE_TEXT] = write_text,
    [LB_VALUE_BYTES] = write_bytes,     [LB_VALUE_DATE] = write_tagged,     [LB_VALUE_TIME] = write_tagged,
    [LB_VALUE_DATETIME] = write_tagged, [LB_VALUE_INTERVAL] = write_tagged, [LB_VALUE_UUID] = write_tagged,
    [LB_VALUE_JSON] = write_tagged,     [LB_VALUE_ARRAY] = write_array,
  };

  return writers[value->kind](value);
}
