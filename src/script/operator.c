#include "operator.h"

#include "util/error.h"

#include <string.h>

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  va_list args;

  if (error) {
    va_start (args, format);
    *error = g_error_new_valist (LB_ERROR, LB_ERROR_SCRIPT, format, args);
    va_end (args);
  }
  return FALSE;
}

static gboolean
is_number (const LbValue *value)
{
  return value->kind == LB_VALUE_INTEGER || value->kind == LB_VALUE_BOOLEAN;
}

static const LbValue *
add (LbScope *scope, const LbValue *a, const LbValue *b, GError **error)
{
  if (a->kind == LB_VALUE_STRING && b->kind == LB_VALUE_STRING)
    return lb_value_take_string (scope->arena, g_strconcat (a->text, b->text, NULL));
  if ((a->kind == LB_VALUE_LIST || a->kind == LB_VALUE_TUPLE) && a->kind == b->kind) {
    GPtrArray *items = lb_evaluate_elements (scope, a, NULL);

    for (guint i = 0; i < b->n; i++)
      g_ptr_array_add (items, (gpointer) b->items[i]);
    return lb_value_take_items (scope->arena, a->kind, items);
  }
  fail (error, "%s + %s is not understood", lb_value_type (a), lb_value_type (b));
  return NULL;
}

static const LbValue *
repeat (LbScope *scope, const LbValue *text, gint64 times, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize length = strlen (text->text);

  if (times > 0 && length && (gsize) times > (gsize) 1000000 / length) {
    fail (error, "a text repeated to more than 1000000 bytes");
    return NULL;
  }
  for (gint64 i = 0; i < times; i++)
    g_string_append_len (out, text->text, (gssize) length);
  return lb_value_string_n (scope->arena, out->str, out->len);
}

const LbValue *
lb_operator_arithmetic (LbScope *scope, char operator, gint64 a, gint64 b, GError **error)
{
  gint64 result;
  gboolean overflow = FALSE;

  if (operator== '+') {
    overflow = __builtin_add_overflow (a, b, &result);
  } else if (operator== '-') {
    overflow = __builtin_sub_overflow (a, b, &result);
  } else if (operator== '*') {
    overflow = __builtin_mul_overflow (a, b, &result);
  } else {
    if (b == 0 || (b == -1 && a == G_MININT64)) {
      fail (error, b ? "a number too large for 64 bits" : "division by zero");
      return NULL;
    }
    result = a % b; /* Python rounds down, C towards zero */
    if (operator== '%')
      result += result && (result < 0) != (b < 0) ? b : 0;
    else
      result = a / b - (result && (result < 0) != (b < 0));
  }
  if (overflow) {
    fail (error, "a number too large for 64 bits");
    return NULL;
  }
  return lb_value_integer (scope->arena, result);
}

const LbValue *
lb_operator_binary (LbScope *scope, const char *operator, const LbValue * a, const LbValue *b, GError **error)
{
  if (is_number (a) && is_number (b))
    return lb_operator_arithmetic (scope, *operator, a->integer, b->integer, error);
  if (*operator== '%' && a->kind == LB_VALUE_STRING)
    return lb_evaluate_percent (scope, a, b, error);
  if (*operator== '+')
    return add (scope, a, b, error);
  if (*operator== '*' && a->kind == LB_VALUE_STRING && is_number (b))
    return repeat (scope, a, b->integer, error);
  if (*operator== '*' && b->kind == LB_VALUE_STRING && is_number (a))
    return repeat (scope, b, a->integer, error);
  fail (error, "%s %s %s is not understood", lb_value_type (a), operator, lb_value_type (b));
  return NULL;
}

static gboolean
contains (LbScope *scope, const LbValue *container, const LbValue *item, gboolean *ret_truth, GError **error)
{
  if (container->kind == LB_VALUE_CONTEXT && item->kind == LB_VALUE_STRING) {
    *ret_truth = g_hash_table_contains (scope->names, item->text) || lb_is_function (item->text);
    return TRUE;
  }
  if (container->kind == LB_VALUE_STRING && item->kind == LB_VALUE_STRING) {
    *ret_truth = strstr (container->text, item->text) != NULL;
    return TRUE;
  }
  if (container->kind != LB_VALUE_LIST && container->kind != LB_VALUE_TUPLE)
    return fail (error, "%s in %s is not understood", lb_value_type (item), lb_value_type (container));
  *ret_truth = FALSE;
  for (guint i = 0; i < container->n && !*ret_truth; i++)
    *ret_truth = lb_value_equal (container->items[i], item);
  return TRUE;
}

/* `a is b`: for what there is one of (None, True, UNDEFINED) and for the same value. */
static gboolean
is_same (const LbValue *a, const LbValue *b)
{
  if (a->kind != b->kind)
    return FALSE;
  return a == b || a->kind == LB_VALUE_NONE || a->kind == LB_VALUE_UNDEFINED
         || (a->kind == LB_VALUE_BOOLEAN && a->integer == b->integer);
}

gboolean
lb_operator_compare (LbScope *scope, const char *operator, const LbValue * a, const LbValue *b, gboolean *ret_truth,
                     GError **error)
{
  int order;

  if (strcmp (operator, "==") == 0 || strcmp (operator, "!=") == 0) {
    *ret_truth = lb_value_equal (a, b) == (*operator== '=');
    return TRUE;
  }
  if (g_str_has_prefix (operator, "is")) {
    *ret_truth = is_same (a, b) == (operator[2] == '\0');
    return TRUE;
  }
  if (strcmp (operator, "in") == 0 || strcmp (operator, "not in") == 0) {
    if (!contains (scope, b, a, ret_truth, error))
      return FALSE;
    *ret_truth = *ret_truth == (*operator== 'i');
    return TRUE;
  }
  if (!lb_value_compare (a, b, &order))
    return fail (error, "%s %s %s: the two have no order", lb_value_type (a), operator, lb_value_type (b));
  *ret_truth = (*operator== '<' ? order < 0 : order> 0) || (operator[1] == '=' && order == 0);
  return TRUE;
}
