#include "value.h"

#include "python_text.h"
#include "util/error.h"

#include <string.h>

const LbValue lb_value_none = { LB_VALUE_NONE };
const LbValue lb_value_true = { LB_VALUE_BOOLEAN, 1 };
const LbValue lb_value_false = { LB_VALUE_BOOLEAN, 0 };

const LbValue *
lb_value_boolean (gboolean truth)
{
  return truth ? &lb_value_true : &lb_value_false;
}

static LbValue *
value_new (LbArena *arena, LbValueKind kind)
{
  LbValue *value = lb_arena_alloc (arena, sizeof (LbValue));

  value->kind = kind;
  return value;
}

const LbValue *
lb_value_integer (LbArena *arena, gint64 integer)
{
  LbValue *value = value_new (arena, LB_VALUE_INTEGER);

  value->integer = integer;
  return value;
}

const LbValue *
lb_value_string_n (LbArena *arena, const char *text, gsize length)
{
  LbValue *value = value_new (arena, LB_VALUE_STRING);

  value->text = lb_arena_string (arena, text, length);
  return value;
}

const LbValue *
lb_value_string (LbArena *arena, const char *text)
{
  return lb_value_string_n (arena, text, strlen (text));
}

const LbValue *
lb_value_take_string (LbArena *arena, char *text)
{
  const LbValue *value = lb_value_string (arena, text);

  g_free (text);
  return value;
}

const LbValue *
lb_value_take_items (LbArena *arena, LbValueKind kind, GPtrArray *array)
{
  LbValue *value = value_new (arena, kind);
  const LbValue **items = lb_arena_alloc (arena, (array->len + 1) * sizeof (gpointer));

  for (guint i = 0; i < array->len; i++)
    items[i] = g_ptr_array_index (array, i);
  value->items = (const LbValue *const *) items;
  value->n = array->len;
  g_ptr_array_unref (array);
  return value;
}

const LbValue *
lb_value_time (LbArena *arena, LbValueKind kind, GDateTime *time, gboolean aware)
{
  LbValue *value = value_new (arena, kind);

  value->time = lb_arena_adopt (arena, g_date_time_ref (time), (GDestroyNotify) g_date_time_unref);
  value->aware = aware;
  return value;
}

const LbValue *
lb_value_named (LbArena *arena, LbValueKind kind, const char *name)
{
  LbValue *value = value_new (arena, kind);

  value->text = lb_arena_string (arena, name, strlen (name));
  return value;
}

gboolean
lb_value_truth (const LbValue *value)
{
  switch (value->kind) {
    case LB_VALUE_NONE:
    case LB_VALUE_UNDEFINED:
      return FALSE;
    case LB_VALUE_BOOLEAN:
    case LB_VALUE_INTEGER:
      return value->integer != 0;
    case LB_VALUE_STRING:
      return *value->text != '\0';
    case LB_VALUE_LIST:
    case LB_VALUE_TUPLE:
      return value->n > 0;
    default:
      return TRUE;
  }
}

static gboolean
is_number (const LbValue *value)
{
  return value->kind == LB_VALUE_BOOLEAN || value->kind == LB_VALUE_INTEGER;
}

gboolean
lb_value_equal (const LbValue *a, const LbValue *b)
{
  if (is_number (a) && is_number (b))
    return a->integer == b->integer;
  if (a->kind != b->kind)
    return FALSE;
  switch (a->kind) {
    case LB_VALUE_STRING:
    case LB_VALUE_MODULE:
    case LB_VALUE_FUNCTION:
      return strcmp (a->text, b->text) == 0;
    case LB_VALUE_LIST:
    case LB_VALUE_TUPLE:
      if (a->n != b->n)
        return FALSE;
      for (guint i = 0; i < a->n; i++)
        if (!lb_value_equal (a->items[i], b->items[i]))
          return FALSE;
      return TRUE;
    case LB_VALUE_DATETIME:
    case LB_VALUE_DATE:
      return g_date_time_equal (a->time, b->time);
    default:
      return TRUE; /* None, undefined, and the objects of which there is one */
  }
}

gboolean
lb_value_compare (const LbValue *a, const LbValue *b, int *ret_order)
{
  if (is_number (a) && is_number (b)) {
    *ret_order = (a->integer > b->integer) - (a->integer < b->integer);
    return TRUE;
  }
  if (a->kind != b->kind)
    return FALSE;
  switch (a->kind) {
    case LB_VALUE_STRING:
      *ret_order = strcmp (a->text, b->text); /* UTF-8 sorts as code points do */
      return TRUE;
    case LB_VALUE_LIST:
    case LB_VALUE_TUPLE:
      for (guint i = 0; i < a->n && i < b->n; i++)
        if (!lb_value_equal (a->items[i], b->items[i]))
          return lb_value_compare (a->items[i], b->items[i], ret_order);
      *ret_order = (a->n > b->n) - (a->n < b->n);
      return TRUE;
    case LB_VALUE_DATETIME:
    case LB_VALUE_DATE:
      *ret_order = g_date_time_compare (a->time, b->time);
      return TRUE;
    default:
      return FALSE;
  }
}

const char *
lb_value_type (const LbValue *value)
{
  static const char *const names[] = {
    [LB_VALUE_NONE] = "NoneType",     [LB_VALUE_UNDEFINED] = "Undefined", [LB_VALUE_BOOLEAN] = "bool",
    [LB_VALUE_INTEGER] = "int",       [LB_VALUE_STRING] = "str",          [LB_VALUE_LIST] = "list",
    [LB_VALUE_TUPLE] = "tuple",       [LB_VALUE_DATETIME] = "datetime",   [LB_VALUE_DATE] = "date",
    [LB_VALUE_FUNCTION] = "function", [LB_VALUE_MODULE] = "module",       [LB_VALUE_CONFIG] = "Config",
    [LB_VALUE_CONTEXT] = "Context",   [LB_VALUE_LOOP] = "LoopContext",
  };

  return names[value->kind];
}

/* "+02:00", with seconds only where the zone has them. */
static void
append_offset (GString *out, const LbValue *value)
{
  gint64 seconds = g_date_time_get_utc_offset (value->time) / G_TIME_SPAN_SECOND;
  gint64 magnitude = ABS (seconds);

  g_string_append_printf (out, "%c%02d:%02d", seconds < 0 ? '-' : '+', (int) (magnitude / 3600),
                          (int) (magnitude / 60 % 60));
  if (magnitude % 60)
    g_string_append_printf (out, ":%02d", (int) (magnitude % 60));
}

gboolean
lb_value_append_isoformat (GString *out, const LbValue *value, const char *separator, const char *timespec)
{
  static const char *const specs[] = { "hours", "minutes", "seconds", "milliseconds", "microseconds", NULL };
  GDateTime *time = value->time;
  int micro = g_date_time_get_microsecond (time);
  guint detail = micro ? 4 : 2;

  if (timespec && strcmp (timespec, "auto") != 0) {
    for (detail = 0; specs[detail] && strcmp (specs[detail], timespec) != 0;)
      detail++;
    if (!specs[detail])
      return FALSE;
  }
  g_string_append_printf (out, "%04d-%02d-%02d", g_date_time_get_year (time), g_date_time_get_month (time),
                          g_date_time_get_day_of_month (time));
  if (value->kind == LB_VALUE_DATE)
    return TRUE;
  g_string_append_printf (out, "%s%02d", separator, g_date_time_get_hour (time));
  if (detail >= 1)
    g_string_append_printf (out, ":%02d", g_date_time_get_minute (time));
  if (detail >= 2)
    g_string_append_printf (out, ":%02d", g_date_time_get_second (time));
  if (detail == 3)
    g_string_append_printf (out, ".%03d", micro / 1000);
  else if (detail == 4)
    g_string_append_printf (out, ".%06d", micro);
  if (value->aware)
    append_offset (out, value);
  return TRUE;
}

static gboolean
append_items (GString *out, const LbValue *value, GError **error)
{
  gboolean tuple = value->kind == LB_VALUE_TUPLE;

  g_string_append_c (out, tuple ? '(' : '[');
  for (guint i = 0; i < value->n; i++) {
    if (i)
      g_string_append (out, ", ");
    if (!lb_value_append_repr (out, value->items[i], error))
      return FALSE;
  }
  if (tuple && value->n == 1)
    g_string_append_c (out, ',');
  g_string_append_c (out, tuple ? ')' : ']');
  return TRUE;
}

gboolean
lb_value_append_str (GString *out, const LbValue *value, GError **error)
{
  switch (value->kind) {
    case LB_VALUE_STRING:
      g_string_append (out, value->text);
      return TRUE;
    case LB_VALUE_NONE:
      g_string_append (out, "None");
      return TRUE;
    case LB_VALUE_BOOLEAN:
      g_string_append (out, value->integer ? "True" : "False");
      return TRUE;
    case LB_VALUE_INTEGER:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, value->integer);
      return TRUE;
    case LB_VALUE_LIST:
    case LB_VALUE_TUPLE:
      return append_items (out, value, error);
    case LB_VALUE_DATETIME:
    case LB_VALUE_DATE:
      return lb_value_append_isoformat (out, value, " ", NULL);
    case LB_VALUE_UNDEFINED:
      g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "Undefined: no value has the name '%s'", value->text);
      return FALSE;
    default:
      g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "a value of type %s cannot be written as text",
                   lb_value_type (value));
      return FALSE;
  }
}

/* datetime.datetime(2026, 11, 21, 10, 0): trailing zeros are left out, as Python does. */
static void
append_time_repr (GString *out, const LbValue *value)
{
  GDateTime *time = value->time;
  int second = g_date_time_get_second (time);
  int micro = g_date_time_get_microsecond (time);

  g_string_append_printf (out, "datetime.%s(%d, %d, %d", value->kind == LB_VALUE_DATE ? "date" : "datetime",
                          g_date_time_get_year (time), g_date_time_get_month (time),
                          g_date_time_get_day_of_month (time));
  if (value->kind == LB_VALUE_DATETIME) {
    g_string_append_printf (out, ", %d, %d", g_date_time_get_hour (time), g_date_time_get_minute (time));
    if (second || micro)
      g_string_append_printf (out, ", %d", second);
    if (micro)
      g_string_append_printf (out, ", %d", micro);
  }
  g_string_append_c (out, ')');
}

gboolean
lb_value_append_repr (GString *out, const LbValue *value, GError **error)
{
  switch (value->kind) {
    case LB_VALUE_STRING:
      lb_python_append_repr (out, value->text);
      return TRUE;
    case LB_VALUE_DATETIME:
    case LB_VALUE_DATE:
      if (value->aware) {
        g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT, "repr() of a time with a zone is not understood");
        return FALSE;
      }
      append_time_repr (out, value);
      return TRUE;
    default:
      return lb_value_append_str (out, value, error);
  }
}
