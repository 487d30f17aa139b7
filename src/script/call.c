#include "call.h"

#include "util/error.h"

#include <string.h>

#define MAX_RANGE 100000

static const LbValue *fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static const LbValue *
fail (GError **error, const char *format, ...)
{
  va_list args;

  if (error) {
    va_start (args, format);
    *error = g_error_new_valist (LB_ERROR, LB_ERROR_SCRIPT, format, args);
    va_end (args);
  }
  return NULL;
}

const LbValue *
lb_call_argument (const LbCall *call, guint i, const char *keyword)
{
  if (i < call->n && !call->keywords[i])
    return call->arguments[i];
  for (i = 0; keyword && i < call->n; i++)
    if (call->keywords[i] && strcmp (call->keywords[i], keyword) == 0)
      return call->arguments[i];
  return NULL;
}

gboolean
lb_call_string (const LbCall *call, guint i, const char *keyword, const char **ret_text, GError **error)
{
  const LbValue *value = lb_call_argument (call, i, keyword);

  if (value && value->kind != LB_VALUE_NONE && value->kind != LB_VALUE_STRING) {
    fail (error, "%s(): argument %u is a text, not %s", call->name, i + 1, lb_value_type (value));
    return FALSE;
  }
  *ret_text = value && value->kind == LB_VALUE_STRING ? value->text : NULL;
  return TRUE;
}

gboolean
lb_call_integer (const LbCall *call, guint i, const char *keyword, gint64 absent, gint64 *ret_integer, GError **error)
{
  const LbValue *value = lb_call_argument (call, i, keyword);

  if (value && value->kind != LB_VALUE_INTEGER && value->kind != LB_VALUE_BOOLEAN) {
    fail (error, "%s(): argument %u is an integer, not %s", call->name, i + 1, lb_value_type (value));
    return FALSE;
  }
  *ret_integer = value ? value->integer : absent;
  return TRUE;
}

static gboolean
knows_keyword (const LbCallable *callable, const char *keyword)
{
  if (strcmp (callable->name, "format") == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (callable->keywords) && callable->keywords[i]; i++)
    if (strcmp (callable->keywords[i], keyword) == 0)
      return TRUE;
  return FALSE;
}

const LbValue *
lb_call_run (const LbCallable *table, LbScope *scope, const LbCall *call, gboolean *ret_found, GError **error)
{
  *ret_found = FALSE;
  for (; table->name; table++) {
    if (strcmp (table->name, call->name) != 0)
      continue;
    *ret_found = TRUE;
    if (call->n < table->least || call->n > table->most)
      return fail (error, "%s() with %u arguments is not understood", call->name, call->n);
    for (guint i = 0; i < call->n; i++)
      if (call->keywords[i] && !knows_keyword (table, call->keywords[i]))
        return fail (error, "%s(%s=...) is not understood", call->name, call->keywords[i]);
    return table->run (scope, call, error);
  }
  return NULL;
}

static const LbValue *
run_repr (LbScope *scope, const LbCall *call, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  return lb_value_append_repr (text, call->arguments[0], error) ? lb_value_string (scope->arena, text->str) : NULL;
}

static const LbValue *
run_str (LbScope *scope, const LbCall *call, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  return lb_value_append_str (text, call->arguments[0], error) ? lb_value_string (scope->arena, text->str) : NULL;
}

static const LbValue *
run_len (LbScope *scope, const LbCall *call, GError **error)
{
  g_autoptr (GPtrArray) elements = lb_evaluate_elements (scope, call->arguments[0], error);

  return elements ? lb_value_integer (scope->arena, elements->len) : NULL;
}

static const LbValue *
run_int (LbScope *scope, const LbCall *call, GError **error)
{
  const LbValue *value = call->arguments[0];
  gint64 integer;

  if (value->kind == LB_VALUE_INTEGER || value->kind == LB_VALUE_BOOLEAN)
    return lb_value_integer (scope->arena, value->integer);
  if (value->kind == LB_VALUE_STRING
      && g_ascii_string_to_signed (value->text, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return lb_value_integer (scope->arena, integer);
  return fail (error, "int() of something that is no integer");
}

static const LbValue *
run_bool (LbScope *scope, const LbCall *call, GError **error)
{
  return lb_value_boolean (lb_value_truth (call->arguments[0]));
}

static const LbValue *
to_sequence (LbScope *scope, const LbCall *call, LbValueKind kind, GError **error)
{
  GPtrArray *elements = call->n ? lb_evaluate_elements (scope, call->arguments[0], error) : g_ptr_array_new ();

  return elements ? lb_value_take_items (scope->arena, kind, elements) : NULL;
}

static const LbValue *
run_list (LbScope *scope, const LbCall *call, GError **error)
{
  return to_sequence (scope, call, LB_VALUE_LIST, error);
}

static const LbValue *
run_tuple (LbScope *scope, const LbCall *call, GError **error)
{
  return to_sequence (scope, call, LB_VALUE_TUPLE, error);
}

static const LbValue *
run_reversed (LbScope *scope, const LbCall *call, GError **error)
{
  GPtrArray *elements = lb_evaluate_elements (scope, call->arguments[0], error);

  for (guint i = 0; elements && i < elements->len / 2; i++) {
    gpointer swapped = elements->pdata[i];

    elements->pdata[i] = elements->pdata[elements->len - 1 - i];
    elements->pdata[elements->len - 1 - i] = swapped;
  }
  return elements ? lb_value_take_items (scope->arena, LB_VALUE_LIST, elements) : NULL;
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  int order = 0;

  lb_value_compare (*(const LbValue *const *) a, *(const LbValue *const *) b, &order);
  return order;
}

static const LbValue *
run_sorted (LbScope *scope, const LbCall *call, GError **error)
{
  g_autoptr (GPtrArray) elements = lb_evaluate_elements (scope, call->arguments[0], error);
  int order;

  for (guint i = 1; elements && i < elements->len; i++)
    if (!lb_value_compare (elements->pdata[i - 1], elements->pdata[i], &order))
      return fail (error, "sorted() of values that have no order");
  if (!elements)
    return NULL;
  g_ptr_array_sort (elements, compare_values);
  return lb_value_take_items (scope->arena, LB_VALUE_LIST, g_steal_pointer (&elements));
}

static const LbValue *
run_range (LbScope *scope, const LbCall *call, GError **error)
{
  gint64 from = 0, to, step;
  GPtrArray *items;

  if (!lb_call_integer (call, call->n > 1 ? 1 : 0, NULL, 0, &to, error)
      || (call->n > 1 && !lb_call_integer (call, 0, NULL, 0, &from, error))
      || !lb_call_integer (call, 2, NULL, 1, &step, error))
    return NULL;
  if (step == 0 || ABS (from) > MAX_RANGE || ABS (to) > MAX_RANGE || ABS (step) > MAX_RANGE)
    return fail (error, "range() with a step of 0 or a bound beyond %d", MAX_RANGE);
  items = g_ptr_array_new ();
  for (gint64 i = from; step > 0 ? i < to : i > to; i += step)
    g_ptr_array_add (items, (gpointer) lb_value_integer (scope->arena, i));
  return lb_value_take_items (scope->arena, LB_VALUE_LIST, items);
}

static const LbValue *
run_enumerate (LbScope *scope, const LbCall *call, GError **error)
{
  GPtrArray *elements = lb_evaluate_elements (scope, call->arguments[0], error);
  gint64 start;

  if (!elements)
    return NULL;
  if (!lb_call_integer (call, 1, "start", 0, &start, error)) {
    g_ptr_array_unref (elements);
    return NULL;
  }
  for (guint i = 0; i < elements->len; i++) {
    GPtrArray *pair = g_ptr_array_new ();

    g_ptr_array_add (pair, (gpointer) lb_value_integer (scope->arena, (gint64) ((guint64) start + i)));
    g_ptr_array_add (pair, elements->pdata[i]);
    elements->pdata[i] = (gpointer) lb_value_take_items (scope->arena, LB_VALUE_TUPLE, pair);
  }
  return lb_value_take_items (scope->arena, LB_VALUE_LIST, elements);
}

/* Alembic's `comma`: nothing for None, a text as it is, "a, b" for several. */
static const LbValue *
run_comma (LbScope *scope, const LbCall *call, GError **error)
{
  const LbValue *value = call->arguments[0];
  g_autoptr (GString) text = g_string_new (NULL);

  if (value->kind == LB_VALUE_NONE)
    return lb_value_string (scope->arena, "");
  if (value->kind == LB_VALUE_STRING)
    return value;
  if (value->kind != LB_VALUE_LIST && value->kind != LB_VALUE_TUPLE)
    return fail (error, "comma of a value of type %s is not understood", lb_value_type (value));
  for (guint i = 0; i < value->n; i++) {
    if (i)
      g_string_append (text, ", ");
    if (!lb_value_append_str (text, value->items[i], error))
      return NULL;
  }
  return lb_value_string (scope->arena, text->str);
}

const LbCallable lb_call_functions[] = {
  { "repr", 1, 1, run_repr, { NULL } },
  { "str", 1, 1, run_str, { NULL } },
  { "len", 1, 1, run_len, { NULL } },
  { "int", 1, 1, run_int, { NULL } },
  { "bool", 1, 1, run_bool, { NULL } },
  { "list", 0, 1, run_list, { NULL } },
  { "tuple", 0, 1, run_tuple, { NULL } },
  { "sorted", 1, 1, run_sorted, { NULL } },
  { "reversed", 1, 1, run_reversed, { NULL } },
  { "range", 1, 3, run_range, { NULL } },
  { "enumerate", 1, 2, run_enumerate, { "start", NULL } },
  { "comma", 1, 1, run_comma, { NULL } },
  { NULL },
};

gboolean
lb_is_function (const char *name)
{
  for (const LbCallable *function = lb_call_functions; function->name; function++)
    if (strcmp (function->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* context.get(name, default): what is set, or built in, else the default. */
static const LbValue *
call_context (LbScope *scope, const LbCall *call, GError **error)
{
  const char *name;
  const LbValue *value;

  if (strcmp (call->name, "get") != 0 || call->n < 1 || call->n > 2)
    return fail (error, "context.%s() with %u arguments is not understood", call->name, call->n);
  if (!lb_call_string (call, 0, "key", &name, error))
    return NULL;
  value = lb_evaluate_name (scope, name ? name : "");
  if (value->kind != LB_VALUE_UNDEFINED)
    return value;
  value = lb_call_argument (call, 1, "default");
  return value ? value : &lb_value_none;
}

/* config.get_main_option(key, default), get_alembic_option, get_section_option(section, key, default). */
static const LbValue *
call_config (LbScope *scope, const LbCall *call, GError **error)
{
  gboolean main = strcmp (call->name, "get_main_option") == 0 || strcmp (call->name, "get_alembic_option") == 0;
  guint first = main ? 0 : 1;
  const char *section = NULL, *key = NULL;
  const LbValue *absent;
  GError *local = NULL;
  char *value;

  if ((!main && strcmp (call->name, "get_section_option") != 0) || call->n < first + 1 || call->n > first + 2)
    return fail (error, "config.%s() with %u arguments is not understood", call->name, call->n);
  if ((!main && !lb_call_string (call, 0, "section", &section, error))
      || !lb_call_string (call, first, "name", &key, error))
    return NULL;
  value = scope->config && key ? scope->config (section, key, scope->config_data, &local) : NULL;
  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  if (value)
    return lb_value_take_string (scope->arena, value);
  absent = lb_call_argument (call, first + 1, "default");
  return absent ? absent : &lb_value_none;
}

static const LbValue *
call_loop (LbScope *scope, const LbCall *call, GError **error)
{
  if (strcmp (call->name, "cycle") != 0 || call->n == 0)
    return fail (error, "loop.%s() is not understood", call->name);
  return call->arguments[(guint64) call->self->integer % call->n];
}

const LbValue *
lb_evaluate_call (LbScope *scope, const LbCall *call, GError **error)
{
  const LbValue *self = call->self;
  const LbCallable *table = NULL;
  const LbValue *value;
  gboolean found = FALSE;

  if (!self)
    table = lb_call_functions;
  else if (self->kind == LB_VALUE_CONTEXT)
    return call_context (scope, call, error);
  else if (self->kind == LB_VALUE_CONFIG)
    return call_config (scope, call, error);
  else if (self->kind == LB_VALUE_LOOP)
    return call_loop (scope, call, error);
  else if (self->kind == LB_VALUE_STRING)
    table = lb_call_string_methods;
  else if (self->kind == LB_VALUE_DATETIME || self->kind == LB_VALUE_DATE)
    table = lb_call_time_methods;
  else if (self->kind == LB_VALUE_MODULE && strcmp (self->text, "re") == 0)
    table = lb_call_re_functions;
  value = table ? lb_call_run (table, scope, call, &found, error) : NULL;
  if (found)
    return value;
  if (self && self->kind == LB_VALUE_MODULE)
    return fail (error, "%s.%s() is not understood", self->text, call->name);
  return fail (error, "%s%s%s() is not understood", self ? lb_value_type (self) : "", self ? "." : "", call->name);
}

static const LbValue *
time_attribute (LbScope *scope, const LbValue *value, const char *name)
{
  static const struct {
    const char *name;
    int (*get) (GDateTime *);
  } fields[] = {
    { "year", g_date_time_get_year },
    { "month", g_date_time_get_month },
    { "day", g_date_time_get_day_of_month },
    { "hour", g_date_time_get_hour },
    { "minute", g_date_time_get_minute },
    { "second", g_date_time_get_second },
    { "microsecond", g_date_time_get_microsecond },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].name, name) == 0)
      return lb_value_integer (scope->arena, fields[i].get (value->time));
  return NULL;
}

static const LbValue *
loop_attribute (LbScope *scope, const LbValue *loop, const char *name)
{
  gint64 index = loop->integer;

  if (strcmp (name, "index") == 0)
    return lb_value_integer (scope->arena, index);
  if (strcmp (name, "reverse_index") == 0)
    return lb_value_integer (scope->arena, (gint64) loop->n - index - 1);
  if (strcmp (name, "first") == 0)
    return lb_value_boolean (index == 0);
  if (strcmp (name, "last") == 0)
    return lb_value_boolean (index == (gint64) loop->n - 1);
  if (strcmp (name, "even") == 0 || strcmp (name, "odd") == 0)
    return lb_value_boolean ((index % 2 == 1) == (*name == 'o'));
  return NULL;
}

static const LbValue *
config_attribute (LbScope *scope, const char *name)
{
  if (strcmp (name, "config_file_name") == 0)
    return scope->config_path ? lb_value_string (scope->arena, scope->config_path) : &lb_value_none;
  if (strcmp (name, "config_ini_section") == 0)
    return lb_value_string (scope->arena, scope->config_section ? scope->config_section : "alembic");
  return NULL;
}

const LbValue *
lb_evaluate_attribute (LbScope *scope, const LbValue *value, const char *name, GError **error)
{
  const LbValue *attribute = NULL;

  if (value->kind == LB_VALUE_DATETIME || value->kind == LB_VALUE_DATE)
    attribute = time_attribute (scope, value, name);
  else if (value->kind == LB_VALUE_LOOP)
    attribute = loop_attribute (scope, value, name);
  else if (value->kind == LB_VALUE_CONFIG)
    attribute = config_attribute (scope, name);
  else if (value->kind == LB_VALUE_UNDEFINED)
    return fail (error, "Undefined: no value has the name '%s'", value->text);
  if (attribute)
    return attribute;
  return fail (error, "attribute '%s' of a value of type %s is not understood", name, lb_value_type (value));
}
