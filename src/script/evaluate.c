#include "evaluate.h"

#include "operator.h"
#include "util/error.h"

#include <string.h>

#define MAX_STEPS 1000000
#define MAX_BYTES ((gsize) 256 << 20)

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

LbScope *
lb_scope_new (void)
{
  LbScope *scope = g_new0 (LbScope, 1);

  scope->arena = lb_arena_new ();
  scope->names = g_hash_table_new (g_str_hash, g_str_equal);
  lb_scope_set (scope, "config", lb_value_named (scope->arena, LB_VALUE_CONFIG, "config"));
  return scope;
}

void
lb_scope_free (LbScope *scope)
{
  if (!scope)
    return;
  g_hash_table_unref (scope->names);
  lb_arena_free (scope->arena);
  g_free (scope);
}

void
lb_scope_set (LbScope *scope, const char *name, const LbValue *value)
{
  g_hash_table_insert (scope->names, (gpointer) lb_arena_string (scope->arena, name, strlen (name)), (gpointer) value);
}

const LbValue *
lb_evaluate_name (LbScope *scope, const char *name)
{
  const LbValue *value = g_hash_table_lookup (scope->names, name);

  if (value)
    return value;
  if (lb_is_function (name))
    return lb_value_named (scope->arena, LB_VALUE_FUNCTION, name);
  if (strcmp (name, "context") == 0)
    return lb_value_named (scope->arena, LB_VALUE_CONTEXT, name);
  return lb_value_named (scope->arena, LB_VALUE_UNDEFINED, name);
}

GPtrArray *
lb_evaluate_elements (LbScope *scope, const LbValue *value, GError **error)
{
  GPtrArray *elements = g_ptr_array_new ();

  if (value->kind == LB_VALUE_LIST || value->kind == LB_VALUE_TUPLE) {
    for (guint i = 0; i < value->n; i++)
      g_ptr_array_add (elements, (gpointer) value->items[i]);
  } else if (value->kind == LB_VALUE_STRING) {
    for (const char *at = value->text; *at; at = g_utf8_next_char (at))
      g_ptr_array_add (elements, (gpointer) lb_value_string_n (scope->arena, at, (gsize) (g_utf8_next_char (at) - at)));
  } else {
    g_ptr_array_unref (elements);
    if (value->kind == LB_VALUE_UNDEFINED)
      fail (error, "Undefined: no value has the name '%s'", value->text);
    else
      fail (error, "a value of type %s has no elements to go through", lb_value_type (value));
    return NULL;
  }
  return elements;
}

gboolean
lb_evaluate_assign (LbScope *scope, const char *const *names, guint n, const LbValue *value, GError **error)
{
  g_autoptr (GPtrArray) elements = NULL;

  if (n == 1) {
    g_hash_table_insert (scope->names, (gpointer) names[0], (gpointer) value);
    return TRUE;
  }
  if (!(elements = lb_evaluate_elements (scope, value, error)))
    return FALSE;
  if (elements->len != n)
    return fail (error, "%u values for %u names", elements->len, n);
  for (guint i = 0; i < n; i++)
    g_hash_table_insert (scope->names, (gpointer) names[i], elements->pdata[i]);
  return TRUE;
}

static gboolean
is_number (const LbValue *value)
{
  return value->kind == LB_VALUE_INTEGER || value->kind == LB_VALUE_BOOLEAN;
}

static const LbValue *
compare_chain (LbScope *scope, const LbExpression *expression, GError **error)
{
  const LbValue *left = lb_evaluate (scope, expression->items[0], error);
  gboolean truth = TRUE;

  for (guint i = 1; left && truth && i < expression->n; i++) {
    const LbValue *right = lb_evaluate (scope, expression->items[i], error);

    if (!right || !lb_operator_compare (scope, expression->names[i], left, right, &truth, error))
      return NULL;
    left = right;
  }
  return left ? lb_value_boolean (truth) : NULL;
}

/* Where an index as written falls in @length elements; -1 outside. */
static gint64
place_index (gint64 index, gint64 length)
{
  if (index < 0)
    index += length;
  return index >= 0 && index < length ? index : -1;
}

static gint64
clamp_bound (gint64 bound, gint64 length)
{
  if (bound < 0)
    bound = bound < -length ? 0 : bound + length;
  return MIN (bound, length);
}

static const LbValue *
evaluate_index (LbScope *scope, const LbExpression *expression, GError **error)
{
  const LbValue *of = lb_evaluate (scope, expression->items[0], error);
  const LbValue *at = of ? lb_evaluate (scope, expression->items[1], error) : NULL;
  gint64 index;

  if (!at)
    return NULL;
  if (of->kind == LB_VALUE_CONTEXT && at->kind == LB_VALUE_STRING) {
    const LbValue *value = lb_evaluate_name (scope, at->text);

    if (value->kind == LB_VALUE_UNDEFINED)
      return fail (error, "the context has no '%s'", at->text), NULL;
    return value;
  }
  if (!is_number (at) || (of->kind != LB_VALUE_STRING && of->kind != LB_VALUE_LIST && of->kind != LB_VALUE_TUPLE))
    return fail (error, "%s[%s] is not understood", lb_value_type (of), lb_value_type (at)), NULL;

  g_autoptr (GPtrArray) elements = lb_evaluate_elements (scope, of, error);
  index = place_index (at->integer, elements->len);
  if (index < 0)
    return fail (error, "index %" G_GINT64_FORMAT " of a %s of %u", at->integer, lb_value_type (of), elements->len),
           NULL;
  return elements->pdata[index];
}

static gboolean
evaluate_bound (LbScope *scope, const LbExpression *expression, gint64 length, gint64 absent, gint64 *ret_bound,
                GError **error)
{
  const LbValue *value = expression ? lb_evaluate (scope, expression, error) : &lb_value_none;

  if (!value)
    return FALSE;
  if (value->kind != LB_VALUE_NONE && !is_number (value))
    return fail (error, "a slice needs integers, not %s", lb_value_type (value));
  *ret_bound = value->kind == LB_VALUE_NONE ? absent : clamp_bound (value->integer, length);
  return TRUE;
}

static const LbValue *
evaluate_slice (LbScope *scope, const LbExpression *expression, GError **error)
{
  const LbValue *of = lb_evaluate (scope, expression->items[0], error);
  g_autoptr (GPtrArray) elements = of ? lb_evaluate_elements (scope, of, error) : NULL;
  g_autoptr (GPtrArray) part = NULL;
  gint64 from = 0, to = 0;

  if (!elements || !evaluate_bound (scope, expression->items[1], elements->len, 0, &from, error)
      || !evaluate_bound (scope, expression->items[2], elements->len, elements->len, &to, error))
    return NULL;
  part = g_ptr_array_new ();
  for (gint64 i = from; i < to; i++)
    g_ptr_array_add (part, elements->pdata[i]);
  if (of->kind == LB_VALUE_STRING) {
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < part->len; i++)
      g_string_append (text, ((const LbValue *) part->pdata[i])->text);
    return lb_value_string_n (scope->arena, text->str, text->len);
  }
  return lb_value_take_items (scope->arena, of->kind, g_steal_pointer (&part));
}

static GPtrArray *
evaluate_items (LbScope *scope, const LbExpression *expression, guint from, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  for (guint i = from; i < expression->n; i++) {
    const LbValue *value = lb_evaluate (scope, expression->items[i], error);

    if (!value)
      return NULL;
    g_ptr_array_add (values, (gpointer) value);
  }
  return g_steal_pointer (&values);
}

static const LbValue *
evaluate_call (LbScope *scope, const LbExpression *expression, GError **error)
{
  const LbExpression *callee = expression->items[0];
  LbCall call = { .n = expression->n - 1, .keywords = expression->names + 1 };
  g_autoptr (GPtrArray) arguments = NULL;

  if (callee->kind == LB_EXPRESSION_ATTRIBUTE) {
    call.name = callee->name;
    if (!(call.self = lb_evaluate (scope, callee->items[0], error)))
      return NULL;
    if (call.self->kind == LB_VALUE_UNDEFINED)
      return fail (error, "Undefined: no value has the name '%s'", call.self->text), NULL;
  } else {
    const LbValue *function = lb_evaluate (scope, callee, error);

    if (!function)
      return NULL;
    if (function->kind == LB_VALUE_UNDEFINED)
      return fail (error, "the function '%s' is not understood", function->text), NULL;
    if (function->kind != LB_VALUE_FUNCTION)
      return fail (error, "a value of type %s cannot be called", lb_value_type (function)), NULL;
    call.name = function->text;
  }
  if (!(arguments = evaluate_items (scope, expression, 1, error)))
    return NULL;
  call.arguments = (const LbValue *const *) arguments->pdata;
  return lb_evaluate_call (scope, &call, error);
}

/* The values of @names before a comprehension hides them, to put back after it. */
static void
keep_names (LbScope *scope, const LbExpression *expression, gpointer *kept, gboolean restore)
{
  for (guint i = 0; i < expression->n_names; i++) {
    if (!restore)
      kept[i] = g_hash_table_lookup (scope->names, expression->names[i]);
    else if (kept[i])
      g_hash_table_insert (scope->names, (gpointer) expression->names[i], kept[i]);
    else
      g_hash_table_remove (scope->names, expression->names[i]);
  }
}

static const LbValue *
evaluate_comprehension (LbScope *scope, const LbExpression *expression, GError **error)
{
  const LbValue *source = lb_evaluate (scope, expression->items[1], error);
  g_autoptr (GPtrArray) elements = source ? lb_evaluate_elements (scope, source, error) : NULL;
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autofree gpointer *kept = g_new0 (gpointer, expression->n_names);
  gboolean ok = elements != NULL;

  keep_names (scope, expression, kept, FALSE);
  for (guint i = 0; ok && i < elements->len; i++) {
    const LbValue *condition = &lb_value_true;
    const LbValue *value = NULL;

    ok = lb_evaluate_assign (scope, expression->names, expression->n_names, elements->pdata[i], error);
    if (ok && expression->items[2])
      ok = (condition = lb_evaluate (scope, expression->items[2], error)) != NULL;
    if (ok && lb_value_truth (condition)) {
      ok = (value = lb_evaluate (scope, expression->items[0], error)) != NULL;
      g_ptr_array_add (values, (gpointer) value);
    }
  }
  keep_names (scope, expression, kept, TRUE);
  return ok ? lb_value_take_items (scope->arena, LB_VALUE_LIST, g_steal_pointer (&values)) : NULL;
}

static const LbValue *
evaluate_joined (LbScope *scope, const LbExpression *expression, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < expression->n; i++) {
    const LbValue *value = lb_evaluate (scope, expression->items[i], error);

    if (!value
        || !(*expression->names[i] == 'r' ? lb_value_append_repr (text, value, error)
                                          : lb_value_append_str (text, value, error)))
      return NULL;
  }
  return lb_value_string_n (scope->arena, text->str, text->len);
}

static const LbValue *
evaluate_attribute (LbScope *scope, const LbExpression *expression, GError **error)
{
  const LbValue *of = lb_evaluate (scope, expression->items[0], error);

  return of ? lb_evaluate_attribute (scope, of, expression->name, error) : NULL;
}

static const LbValue *
evaluate_sequence (LbScope *scope, const LbExpression *expression, GError **error)
{
  LbValueKind kind = expression->kind == LB_EXPRESSION_LIST ? LB_VALUE_LIST : LB_VALUE_TUPLE;
  GPtrArray *items = evaluate_items (scope, expression, 0, error);

  return items ? lb_value_take_items (scope->arena, kind, items) : NULL;
}

static const LbValue *
evaluate_negation (LbScope *scope, const LbExpression *expression, GError **error)
{
  const LbValue *value = lb_evaluate (scope, expression->items[0], error);

  if (!value)
    return NULL;
  if (expression->kind == LB_EXPRESSION_NOT)
    return lb_value_boolean (!lb_value_truth (value));
  if (!is_number (value))
    return fail (error, "-%s is not understood", lb_value_type (value)), NULL;
  return lb_operator_arithmetic (scope, '-', 0, value->integer, error);
}

/* and, or, if-else: only what is needed is evaluated. */
static const LbValue *
evaluate_choice (LbScope *scope, const LbExpression *expression, GError **error)
{
  gboolean conditional = expression->kind == LB_EXPRESSION_CONDITIONAL;
  const LbValue *first = lb_evaluate (scope, expression->items[conditional ? 1 : 0], error);

  if (!first)
    return NULL;
  if (conditional)
    return lb_evaluate (scope, expression->items[lb_value_truth (first) ? 0 : 2], error);
  if (lb_value_truth (first) == (expression->kind == LB_EXPRESSION_OR))
    return first;
  return lb_evaluate (scope, expression->items[1], error);
}

static const LbValue *
evaluate_binary (LbScope *scope, const LbExpression *expression, GError **error)
{
  const LbValue *a = lb_evaluate (scope, expression->items[0], error);
  const LbValue *b = a ? lb_evaluate (scope, expression->items[1], error) : NULL;

  return b ? lb_operator_binary (scope, expression->name, a, b, error) : NULL;
}

static const LbValue *
evaluate_constant (LbScope *scope, const LbExpression *expression, GError **error)
{
  return expression->constant;
}

static const LbValue *
evaluate_name (LbScope *scope, const LbExpression *expression, GError **error)
{
  return lb_evaluate_name (scope, expression->name);
}

const LbValue *
lb_evaluate (LbScope *scope, const LbExpression *expression, GError **error)
{
  static const LbValue *(*const evaluators[]) (LbScope *, const LbExpression *, GError **) = {
    [LB_EXPRESSION_CONSTANT] = evaluate_constant,
    [LB_EXPRESSION_NAME] = evaluate_name,
    [LB_EXPRESSION_ATTRIBUTE] = evaluate_attribute,
    [LB_EXPRESSION_CALL] = evaluate_call,
    [LB_EXPRESSION_INDEX] = evaluate_index,
    [LB_EXPRESSION_SLICE] = evaluate_slice,
    [LB_EXPRESSION_TUPLE] = evaluate_sequence,
    [LB_EXPRESSION_LIST] = evaluate_sequence,
    [LB_EXPRESSION_JOINED] = evaluate_joined,
    [LB_EXPRESSION_NEGATE] = evaluate_negation,
    [LB_EXPRESSION_NOT] = evaluate_negation,
    [LB_EXPRESSION_BINARY] = evaluate_binary,
    [LB_EXPRESSION_COMPARE] = compare_chain,
    [LB_EXPRESSION_AND] = evaluate_choice,
    [LB_EXPRESSION_OR] = evaluate_choice,
    [LB_EXPRESSION_CONDITIONAL] = evaluate_choice,
    [LB_EXPRESSION_COMPREHENSION] = evaluate_comprehension,
  };

  if (++scope->steps > MAX_STEPS || lb_arena_used (scope->arena) > MAX_BYTES) {
    fail (error, "the template needs more than %d steps or %u MiB", MAX_STEPS, (guint) (MAX_BYTES >> 20));
    return NULL;
  }
  return evaluators[expression->kind](scope, expression, error);
}
