/* "..." % values and "...".format(...) of templates. */
#include "evaluate.h"

#include "percent.h"
#include "util/error.h"

#include <string.h>

typedef struct {
  const LbValue *arguments;
  guint next; /* positional argument to be used next */
} Arguments;

static gboolean
append_converted (GString *out, const LbValue *value, char conversion, GError **error)
{
  return conversion == 's' ? lb_value_append_str (out, value, error) : lb_value_append_repr (out, value, error);
}

static gboolean
next_argument (const char *name, char conversion, LbPercentValue *ret_value, gpointer data, GError **error)
{
  Arguments *arguments = data;
  const LbValue *value = arguments->arguments;

  if (name) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "%%(%s): a format with names is not understood", name);
    return FALSE;
  }
  if (value->kind == LB_VALUE_TUPLE) {
    if (arguments->next >= value->n) {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT, "not enough values for the format");
      return FALSE;
    }
    value = value->items[arguments->next];
  } else if (arguments->next > 0) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT, "not enough values for the format");
    return FALSE;
  }
  arguments->next++;
  if (strchr ("sra", conversion)) {
    g_autoptr (GString) text = g_string_new (NULL);

    if (!append_converted (text, value, conversion, error))
      return FALSE;
    ret_value->text = g_string_free (g_steal_pointer (&text), FALSE);
  } else {
    ret_value->is_integer = value->kind == LB_VALUE_INTEGER || value->kind == LB_VALUE_BOOLEAN;
    ret_value->integer = value->integer;
  }
  return TRUE;
}

const LbValue *
lb_evaluate_percent (LbScope *scope, const LbValue *format, const LbValue *arguments, GError **error)
{
  Arguments state = { arguments, 0 };
  char *text = lb_percent_format (format->text, next_argument, &state, error);

  if (!text)
    return NULL;
  if (arguments->kind == LB_VALUE_TUPLE ? state.next < arguments->n : state.next == 0) {
    g_free (text);
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "format '%s': more values than tokens", format->text);
    return NULL;
  }
  return lb_value_take_string (scope->arena, text);
}

/* The argument a field of str.format() names: "", "0", "name". */
static const LbValue *
find_field (const LbCall *call, const char *field, guint *next)
{
  guint wanted;

  if (!*field || g_ascii_isdigit (*field)) {
    guint64 number = *field ? g_ascii_strtoull (field, NULL, 10) : (*next)++;

    if (strspn (field, "0123456789") != strlen (field) || number > G_MAXINT)
      return NULL;
    wanted = (guint) number;
    for (guint i = 0; i < call->n; i++)
      if (!call->keywords[i] && wanted-- == 0)
        return call->arguments[i];
    return NULL;
  }
  for (guint i = 0; i < call->n; i++)
    if (call->keywords[i] && strcmp (call->keywords[i], field) == 0)
      return call->arguments[i];
  return NULL;
}

/* "{...}" with @at behind the opening brace; moved behind the closing one. */
static gboolean
append_field (GString *out, const LbCall *call, const char **at, guint *next, GError **error)
{
  const char *close = strchr (*at, '}');
  g_autofree char *field = close ? g_strndup (*at, (gsize) (close - *at)) : NULL;
  char *bang = field ? strchr (field, '!') : NULL;
  char conversion = 's';
  const LbValue *value;

  if (bang && (strcmp (bang, "!r") == 0 || strcmp (bang, "!s") == 0)) {
    conversion = bang[1];
    *bang = '\0';
  }
  value = field && !strpbrk (field, ":!.[{") ? find_field (call, field, next) : NULL;
  if (!value) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "format '%s': a field that has no value or is not understood",
                 call->self->text);
    return FALSE;
  }
  *at = close + 1;
  return append_converted (out, value, conversion, error);
}

const LbValue *
lb_evaluate_format (LbScope *scope, const LbCall *call, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = call->self->text;
  guint next = 0;

  while (*at) {
    char c = *at++;

    if ((c == '{' || c == '}') && *at == c) {
      g_string_append_c (out, c);
      at++;
    } else if (c == '{') {
      if (!append_field (out, call, &at, &next, error))
        return NULL;
    } else if (c == '}') {
      g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "format '%s': a '}' without its '{'", call->self->text);
      return NULL;
    } else {
      g_string_append_c (out, c);
    }
  }
  return lb_value_string_n (scope->arena, out->str, out->len);
}
