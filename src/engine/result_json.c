#include "service_private.h"

#include <string.h>

/* What a kind is called where a value needs its kind to come back as it was; NULL: it stands for itself. */
static const char *const tags[] = {
  [LB_VALUE_NUMBER] = "number", [LB_VALUE_BYTES] = "bytes",       [LB_VALUE_DATE] = "date",
  [LB_VALUE_TIME] = "time",     [LB_VALUE_DATETIME] = "datetime", [LB_VALUE_INTERVAL] = "interval",
  [LB_VALUE_UUID] = "uuid",     [LB_VALUE_JSON] = "json",         [LB_VALUE_ARRAY] = "array",
};

/* The items of an array by what doc/script-host.md calls them. */
static const char *const item_names[] = {
  [LB_VALUE_NULL] = "text",         [LB_VALUE_BOOLEAN] = "boolean",   [LB_VALUE_INTEGER] = "integer",
  [LB_VALUE_NUMBER] = "number",     [LB_VALUE_FLOAT] = "float",       [LB_VALUE_TEXT] = "text",
  [LB_VALUE_BYTES] = "bytes",       [LB_VALUE_DATE] = "date",         [LB_VALUE_TIME] = "time",
  [LB_VALUE_DATETIME] = "datetime", [LB_VALUE_INTERVAL] = "interval", [LB_VALUE_UUID] = "uuid",
  [LB_VALUE_JSON] = "json",         [LB_VALUE_ARRAY] = "text",
};

/* So many digits fit into 64 bits whatever they are. */
enum { SAFE_DIGITS = 18 };

static void
append_integer (GString *json, const LbValue *value)
{
  if (value->length <= SAFE_DIGITS)
    g_string_append_len (json, value->text, (gssize) value->length);
  else
    g_string_append_printf (json, "{\"integer\":\"%s\"}", value->text);
}

/* JSON knows no nan, and an integer without a point would come back as one. */
static void
append_float (GString *json, const LbValue *value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double number = g_ascii_strtod (value->text, NULL);

  if (number != number || number > G_MAXDOUBLE || number < -G_MAXDOUBLE) {
    g_string_append_printf (json, "{\"float\":\"%s\"}", number != number ? "nan" : number > 0 ? "inf" : "-inf");
    return;
  }
  g_ascii_dtostr (buffer, sizeof buffer, number);
  for (guint digits = 15; digits < 17; digits++) { /* the shortest that reads back the same */
    char shorter[G_ASCII_DTOSTR_BUF_SIZE];
    char format[8];

    g_snprintf (format, sizeof format, "%%.%ug", digits);
    g_ascii_formatd (shorter, sizeof shorter, format, number);
    if (g_ascii_strtod (shorter, NULL) == number) {
      g_strlcpy (buffer, shorter, sizeof buffer);
      break;
    }
  }
  g_string_append (json, buffer);
  if (!strpbrk (buffer, ".e"))
    g_string_append (json, ".0");
}

static void
append_value (GString *json, const LbValue *value)
{
  switch (value->kind) {
    case LB_VALUE_NULL:
      g_string_append (json, "null");
      return;
    case LB_VALUE_BOOLEAN:
      g_string_append (json, value->text[0] == 't' ? "true" : "false");
      return;
    case LB_VALUE_INTEGER:
      append_integer (json, value);
      return;
    case LB_VALUE_FLOAT:
      append_float (json, value);
      return;
    case LB_VALUE_TEXT:
      lb_json_append_string (json, value->text, value->length);
      return;
    case LB_VALUE_NUMBER:
    case LB_VALUE_BYTES:
    case LB_VALUE_DATE:
    case LB_VALUE_TIME:
    case LB_VALUE_DATETIME:
    case LB_VALUE_INTERVAL:
    case LB_VALUE_UUID:
    case LB_VALUE_JSON:
    case LB_VALUE_ARRAY:
      break;
  }
  g_string_append_printf (json, "{\"%s\":", tags[value->kind]);
  if (value->kind == LB_VALUE_BYTES) {
    g_autofree char *base64 = g_base64_encode ((const guchar *) value->text, value->length);

    g_string_append_printf (json, "\"%s\"", base64);
  } else {
    lb_json_append_string (json, value->text, value->length);
  }
  if (value->kind == LB_VALUE_ARRAY)
    g_string_append_printf (json, ",\"of\":\"%s\"", item_names[value->item_kind]);
  g_string_append_c (json, '}');
}

void
lb_result_append_rows (GString *json, LbResult *result, gint64 from, gint64 to)
{
  g_string_append_c (json, '[');
  for (gint64 row = from; row < to; row++) {
    g_string_append (json, row > from ? ",[" : "[");
    for (guint column = 0; column < result->n_columns; column++) {
      LbValue value = { 0 };

      if (column)
        g_string_append_c (json, ',');
      result->cell (result, row, column, &value);
      append_value (json, &value);
    }
    g_string_append_c (json, ']');
  }
  g_string_append_c (json, ']');
}

void
lb_result_append_columns (GString *json, const LbResult *result)
{
  if (!result->n_columns) {
    g_string_append (json, "null");
    return;
  }
  for (guint i = 0; i < result->n_columns; i++) {
    const LbResultColumn *column = &result->columns[i];

    g_string_append (json, i ? ",{\"name\":" : "[{\"name\":");
    lb_json_append_string (json, column->name, strlen (column->name));
    if (column->type) {
      g_string_append (json, ",\"type\":");
      lb_json_append_string (json, column->type, strlen (column->type));
    }
    g_string_append_c (json, '}');
  }
  g_string_append_c (json, ']');
}
