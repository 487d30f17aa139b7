/* Methods of str that templates use. */
#include "call.h"

#include "slug.h"
#include "util/error.h"

#include <string.h>

#define MAX_REPLACED (16u << 20) /* bytes that replace() may at most come to */

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || (c >= 0x1c && c <= 0x1f) || c == '\v' || c == 0x85;
}

static gboolean
is_stripped (gunichar c, const char *characters)
{
  return characters ? g_utf8_strchr (characters, -1, c) != NULL : is_space (c);
}

static const LbValue *
strip (LbScope *scope, const LbCall *call, gboolean left, gboolean right, GError **error)
{
  const char *start = call->self->text;
  const char *end = start + strlen (start);
  const char *characters;

  if (!lb_call_string (call, 0, NULL, &characters, error))
    return NULL;
  while (left && start < end && is_stripped (g_utf8_get_char (start), characters))
    start = g_utf8_next_char (start);
  while (right && end > start && is_stripped (g_utf8_get_char (g_utf8_prev_char (end)), characters))
    end = g_utf8_prev_char (end);
  return lb_value_string_n (scope->arena, start, (gsize) (end - start));
}

static const LbValue *
run_strip (LbScope *scope, const LbCall *call, GError **error)
{
  return strip (scope, call, TRUE, TRUE, error);
}

static const LbValue *
run_lstrip (LbScope *scope, const LbCall *call, GError **error)
{
  return strip (scope, call, TRUE, FALSE, error);
}

static const LbValue *
run_rstrip (LbScope *scope, const LbCall *call, GError **error)
{
  return strip (scope, call, FALSE, TRUE, error);
}

static const LbValue *
run_lower (LbScope *scope, const LbCall *call, GError **error)
{
  return lb_value_take_string (scope->arena, lb_python_lower (call->self->text));
}

static void
append_upper (GString *out, gunichar c)
{
  if (c == 0xdf) /* the sharp s, the one common letter whose upper case is two */
    g_string_append (out, "SS");
  else
    g_string_append_unichar (out, g_unichar_toupper (c));
}

static const LbValue *
run_upper (LbScope *scope, const LbCall *call, GError **error)
{
  GString *out = g_string_new (NULL);

  for (const char *at = call->self->text; *at; at = g_utf8_next_char (at))
    append_upper (out, g_utf8_get_char (at));
  return lb_value_take_string (scope->arena, g_string_free (out, FALSE));
}

/* capitalize: the first character of the text; title: the first of each run of letters. */
static const LbValue *
capitalize (LbScope *scope, const LbCall *call, gboolean every_word)
{
  g_autofree char *lower = lb_python_lower (call->self->text);
  GString *out = g_string_new (NULL);
  gboolean start = TRUE;

  for (const char *at = lower; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (out, start ? g_unichar_totitle (c) : c);
    start = every_word && !g_unichar_isalpha (c);
  }
  return lb_value_take_string (scope->arena, g_string_free (out, FALSE));
}

static const LbValue *
run_capitalize (LbScope *scope, const LbCall *call, GError **error)
{
  return capitalize (scope, call, FALSE);
}

static const LbValue *
run_title (LbScope *scope, const LbCall *call, GError **error)
{
  return capitalize (scope, call, TRUE);
}

static gboolean
need_string (const LbCall *call, guint i, const char **ret_text, GError **error)
{
  if (!lb_call_string (call, i, NULL, ret_text, error))
    return FALSE;
  if (!*ret_text)
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "%s(): argument %u is a text, not NoneType", call->name, i + 1);
  return *ret_text != NULL;
}

static const LbValue *
run_join (LbScope *scope, const LbCall *call, GError **error)
{
  g_autoptr (GPtrArray) elements = lb_evaluate_elements (scope, call->arguments[0], error);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; elements && i < elements->len; i++) {
    const LbValue *element = elements->pdata[i];

    if (element->kind != LB_VALUE_STRING) {
      g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "join(): element %u is of type %s, not str", i + 1,
                   lb_value_type (element));
      return NULL;
    }
    if (i)
      g_string_append (out, call->self->text);
    g_string_append (out, element->text);
  }
  return elements ? lb_value_string_n (scope->arena, out->str, out->len) : NULL;
}

/* @new goes before every character and to the end, @count times at most; -1: without a limit. */
static void
append_interleaved (GString *out, const char *text, const char *new, gint64 count)
{
  for (; count != 0 && *text; count--) {
    const char *next = g_utf8_next_char (text);

    g_string_append (out, new);
    g_string_append_len (out, text, next - text);
    text = next;
  }
  if (count != 0)
    g_string_append (out, new);
  g_string_append (out, text);
}

static const LbValue *
run_replace (LbScope *scope, const LbCall *call, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *text = call->self->text;
  const char *old, *new;
  gint64 count;

  if (!need_string (call, 0, &old, error) || !need_string (call, 1, &new, error)
      || !lb_call_integer (call, 2, "count", -1, &count, error))
    return NULL;
  if ((strlen (text) + 1) * (strlen (new) + 1) > MAX_REPLACED) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "replace() to more than %u bytes", MAX_REPLACED);
    return NULL;
  }
  if (!*old) {
    append_interleaved (out, text, new, count);
  } else {
    g_string_assign (out, text);
    if (count != 0) /* 0 is "all" to GLib */
      g_string_replace (out, old, new, count < 0 || count > G_MAXUINT ? 0 : (guint) count);
  }
  return lb_value_string_n (scope->arena, out->str, out->len);
}

/* The next separator from @at on; NULL: none. Without @separator it is a run of blanks. */
static const char *
find_separator (const char *at, const char *separator, gsize *ret_length)
{
  const char *found;

  if (separator) {
    *ret_length = strlen (separator);
    return strstr (at, separator);
  }
  for (; *at && !is_space (g_utf8_get_char (at)); at = g_utf8_next_char (at))
    ;
  for (found = at; *at && is_space (g_utf8_get_char (at)); at = g_utf8_next_char (at))
    ;
  *ret_length = (gsize) (at - found);
  return *found ? found : NULL;
}

static const LbValue *
run_split (LbScope *scope, const LbCall *call, GError **error)
{
  const char *at = call->self->text;
  const char *separator;
  GPtrArray *parts;
  gint64 most;

  if (!lb_call_string (call, 0, "sep", &separator, error) || !lb_call_integer (call, 1, "maxsplit", -1, &most, error))
    return NULL;
  if (separator && !*separator) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT, "split(): the separator is empty");
    return NULL;
  }
  parts = g_ptr_array_new ();
  while (!separator && is_space (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  while (separator || *at) {
    gsize length = 0;
    const char *found = most < 0 || parts->len < (guint64) most ? find_separator (at, separator, &length) : NULL;
    gsize size = found ? (gsize) (found - at) : strlen (at);

    g_ptr_array_add (parts, (gpointer) lb_value_string_n (scope->arena, at, size));
    if (!found)
      break;
    at = found + length;
  }
  return lb_value_take_items (scope->arena, LB_VALUE_LIST, parts);
}

static const LbValue *
run_splitlines (LbScope *scope, const LbCall *call, GError **error)
{
  GPtrArray *lines = g_ptr_array_new ();
  const char *at = call->self->text;

  while (*at) {
    gsize length = strcspn (at, "\r\n");

    g_ptr_array_add (lines, (gpointer) lb_value_string_n (scope->arena, at, length));
    at += length;
    if (*at)
      at += at[0] == '\r' && at[1] == '\n' ? 2 : 1;
  }
  return lb_value_take_items (scope->arena, LB_VALUE_LIST, lines);
}

/* startswith and endswith take one text or a tuple of them. */
static const LbValue *
has_affix (const LbCall *call, gboolean (*test) (const char *, const char *), GError **error)
{
  const LbValue *affix = call->arguments[0];
  gboolean truth = FALSE;

  if (affix->kind == LB_VALUE_TUPLE) {
    for (guint i = 0; i < affix->n; i++)
      truth = truth || (affix->items[i]->kind == LB_VALUE_STRING && test (call->self->text, affix->items[i]->text));
    return lb_value_boolean (truth);
  }
  if (affix->kind != LB_VALUE_STRING) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "%s(): argument 1 is a text, not %s", call->name,
                 lb_value_type (affix));
    return NULL;
  }
  return lb_value_boolean (test (call->self->text, affix->text));
}

static gboolean
starts (const char *text, const char *prefix)
{
  return g_str_has_prefix (text, prefix);
}

static gboolean
ends (const char *text, const char *suffix)
{
  return g_str_has_suffix (text, suffix);
}

static const LbValue *
run_startswith (LbScope *scope, const LbCall *call, GError **error)
{
  return has_affix (call, starts, error);
}

static const LbValue *
run_endswith (LbScope *scope, const LbCall *call, GError **error)
{
  return has_affix (call, ends, error);
}

static const LbValue *
run_removeprefix (LbScope *scope, const LbCall *call, GError **error)
{
  const char *prefix;

  if (!need_string (call, 0, &prefix, error))
    return NULL;
  return g_str_has_prefix (call->self->text, prefix)
             ? lb_value_string (scope->arena, call->self->text + strlen (prefix))
             : call->self;
}

static const LbValue *
run_removesuffix (LbScope *scope, const LbCall *call, GError **error)
{
  const char *suffix;

  if (!need_string (call, 0, &suffix, error))
    return NULL;
  return g_str_has_suffix (call->self->text, suffix)
             ? lb_value_string_n (scope->arena, call->self->text, strlen (call->self->text) - strlen (suffix))
             : call->self;
}

const LbCallable lb_call_string_methods[] = {
  { "join", 1, 1, run_join, { NULL } },
  { "format", 0, 100, lb_evaluate_format, { NULL } },
  { "replace", 2, 3, run_replace, { NULL } },
  { "split", 0, 2, run_split, { "sep", "maxsplit", NULL } },
  { "splitlines", 0, 0, run_splitlines, { NULL } },
  { "strip", 0, 1, run_strip, { NULL } },
  { "lstrip", 0, 1, run_lstrip, { NULL } },
  { "rstrip", 0, 1, run_rstrip, { NULL } },
  { "lower", 0, 0, run_lower, { NULL } },
  { "upper", 0, 0, run_upper, { NULL } },
  { "title", 0, 0, run_title, { NULL } },
  { "capitalize", 0, 0, run_capitalize, { NULL } },
  { "startswith", 1, 1, run_startswith, { NULL } },
  { "endswith", 1, 1, run_endswith, { NULL } },
  { "removeprefix", 1, 1, run_removeprefix, { NULL } },
  { "removesuffix", 1, 1, run_removesuffix, { NULL } },
  { NULL },
};
