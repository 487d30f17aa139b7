#include "percent.h"

#include "util/error.h"

#include <string.h>

#define MAX_WIDTH 10000 /* wider than any file name or line of code; keeps a typing error from eating memory */

typedef struct {
  char *name; /* NULL: positional */
  gboolean alternate, zero, left, space, plus;
  gint width;
  gint precision; /* -1: none */
  char conversion;
} Token;

static gboolean
fail (GError **error, const char *format, const char *what)
{
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "format '%s': %s", format, what);
  return FALSE;
}

static gboolean
parse_number (const char **at, gint *ret_number)
{
  gint number = 0;

  while (g_ascii_isdigit (**at)) {
    number = number * 10 + (**at - '0');
    if (number > MAX_WIDTH)
      return FALSE;
    (*at)++;
  }
  *ret_number = number;
  return TRUE;
}

/* "(name)": parentheses within the name nest. */
static char *
parse_name (const char **at)
{
  const char *start = ++*at;
  guint depth = 1;

  for (; **at; (*at)++) {
    if (**at == '(')
      depth++;
    else if (**at == ')' && --depth == 0) {
      (*at)++;
      return g_strndup (start, (gsize) (*at - start - 1));
    }
  }
  return NULL;
}

static void
parse_flags (const char **at, Token *token)
{
  for (; **at; (*at)++) {
    switch (**at) {
      case '#':
        token->alternate = TRUE;
        break;
      case '0':
        token->zero = TRUE;
        break;
      case '-':
        token->left = TRUE;
        break;
      case ' ':
        token->space = TRUE;
        break;
      case '+':
        token->plus = TRUE;
        break;
      default:
        return;
    }
  }
}

/* One token, @at behind its percent sign; afterwards behind its letter. */
static gboolean
parse_token (const char *format, const char **at, Token *token, GError **error)
{
  token->precision = -1;
  if (**at == '(' && !(token->name = parse_name (at)))
    return fail (error, format, "a '(' without its ')'");
  parse_flags (at, token);
  if (!parse_number (at, &token->width))
    return fail (error, format, "a width of more than 10000");
  if (**at == '.') {
    (*at)++;
    if (!parse_number (at, &token->precision))
      return fail (error, format, "a precision of more than 10000");
  }
  if (**at && strchr ("hlL", **at)) /* C's length modifiers: accepted and without meaning, as in Python */
    (*at)++;
  if (!**at)
    return fail (error, format, "the token at its end is incomplete");
  token->conversion = **at;
  if (!strchr ("diuoxXcsra%", token->conversion)) {
    g_autofree char *shown = g_utf8_substring (*at, 0, 1);
    g_autofree char *what = g_strdup_printf ("unsupported conversion '%s'", shown);

    return fail (error, format, what);
  }
  (*at)++;
  return TRUE;
}

static void
append_padded (GString *out, const Token *token, const char *prefix, const char *text, gboolean zero)
{
  glong length = g_utf8_strlen (prefix, -1) + g_utf8_strlen (text, -1);
  glong fill = token->width > length ? token->width - length : 0;

  if (!token->left && !zero)
    for (glong i = 0; i < fill; i++)
      g_string_append_c (out, ' ');
  g_string_append (out, prefix);
  if (!token->left && zero)
    for (glong i = 0; i < fill; i++)
      g_string_append_c (out, '0');
  g_string_append (out, text);
  if (token->left)
    for (glong i = 0; i < fill; i++)
      g_string_append_c (out, ' ');
}

static void
append_integer (GString *out, const Token *token, gint64 value)
{
  guint64 magnitude = value < 0 ? -(guint64) value : (guint64) value;
  g_autofree char *digits = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  const char *sign = value < 0 ? "-" : token->plus ? "+" : token->space ? " " : "";
  const char *base = "";

  switch (token->conversion) {
    case 'o':
      digits = g_strdup_printf ("%" G_GINT64_MODIFIER "o", magnitude);
      base = token->alternate ? "0o" : "";
      break;
    case 'x':
      digits = g_strdup_printf ("%" G_GINT64_MODIFIER "x", magnitude);
      base = token->alternate ? "0x" : "";
      break;
    case 'X':
      digits = g_strdup_printf ("%" G_GINT64_MODIFIER "X", magnitude);
      base = token->alternate ? "0X" : "";
      break;
    default:
      digits = g_strdup_printf ("%" G_GUINT64_FORMAT, magnitude);
  }
  for (gsize n = strlen (digits); token->precision > 0 && n < (gsize) token->precision; n++)
    g_string_append_c (text, '0');
  g_string_append (text, digits);

  g_autofree char *prefix = g_strconcat (sign, base, NULL);
  append_padded (out, token, prefix, text->str, token->zero);
}

static gboolean
append_value (GString *out, const char *format, const Token *token, LbPercentValue *value, GError **error)
{
  if (strchr ("sra", token->conversion)) {
    g_autofree char *text = value->text ? g_steal_pointer (&value->text) : g_strdup ("");

    if (token->precision >= 0 && g_utf8_strlen (text, -1) > token->precision)
      *g_utf8_offset_to_pointer (text, token->precision) = '\0';
    append_padded (out, token, "", text, FALSE);
    return TRUE;
  }
  if (!value->is_integer)
    return fail (error, format, "a number is wanted, not a text");
  if (token->conversion == 'c') {
    char text[7] = "";

    if (value->integer <= 0 || value->integer > 0x10ffff || !g_unichar_validate ((gunichar) value->integer))
      return fail (error, format, "%c of a number that is no character");
    text[g_unichar_to_utf8 ((gunichar) value->integer, text)] = '\0';
    append_padded (out, token, "", text, FALSE);
    return TRUE;
  }
  append_integer (out, token, value->integer);
  return TRUE;
}

static gboolean
format_token (GString *out, const char *format, const char **at, LbPercentLookup lookup, gpointer data, GError **error)
{
  Token token = { NULL };
  LbPercentValue value = { FALSE, 0, NULL };
  gboolean ok = parse_token (format, at, &token, error);

  if (ok && token.conversion == '%')
    g_string_append_c (out, '%');
  else if (ok)
    ok = lookup (token.name, token.conversion, &value, data, error)
         && append_value (out, format, &token, &value, error);
  g_free (token.name);
  g_free (value.text);
  return ok;
}

char *
lb_percent_format (const char *format, LbPercentLookup lookup, gpointer data, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = format;

  while (*at) {
    const char *percent = strchr (at, '%');

    if (!percent) {
      g_string_append (out, at);
      break;
    }
    g_string_append_len (out, at, percent - at);
    at = percent + 1;
    if (!format_token (out, format, &at, lookup, data, error))
      return NULL;
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
