#include "string_literal.h"

#include "util/error.h"

#include <string.h>

typedef struct {
  gboolean raw;
  gboolean formatted;
  char quote;
  gboolean triple;
} Prefix;

/* Read prefix and opening quote at @at; the number of bytes they take, 0 if no literal begins here. */
static gsize
read_prefix (const char *at, const char *end, Prefix *prefix)
{
  const char *start = at;

  *prefix = (Prefix){ FALSE };
  for (; at < end && at - start < 2 && g_ascii_isalpha (*at); at++) {
    char c = g_ascii_tolower (*at);

    if (!strchr ("ruf", c))
      return 0;
    prefix->raw = prefix->raw || c == 'r';
    prefix->formatted = prefix->formatted || c == 'f';
  }
  if (at >= end || (*at != '"' && *at != '\''))
    return 0;
  prefix->quote = *at;
  prefix->triple = end - at >= 3 && at[1] == *at && at[2] == *at;
  return (gsize) (at - start) + (prefix->triple ? 3 : 1);
}

gboolean
lb_string_literal_starts (const LbExpressionText *text)
{
  Prefix prefix;

  return read_prefix (text->at, text->end, &prefix) > 0;
}

/* \ooo, \xhh, \uhhhh, \Uhhhhhhhh with @at at the first digit. */
static gboolean
read_code (const char **at, const char *end, guint base, guint least, guint most, gunichar *ret_c)
{
  gunichar c = 0;
  guint n = 0;

  for (; n < most && *at < end; n++, (*at)++) {
    int digit = g_ascii_xdigit_value (**at);

    if (digit < 0 || digit >= (int) base)
      break;
    c = c * base + (gunichar) digit;
  }
  *ret_c = c;
  return n >= least && c != 0 && g_unichar_validate (c);
}

/* The escape at @at (the backslash), appended decoded. FALSE: it is none that can be understood. */
static gboolean
append_escape (GString *out, const char **at, const char *end)
{
  static const char letters[] = "abfnrtv\\'\"";
  static const char values[] = "\a\b\f\n\r\t\v\\'\"";
  char c = (*at)[1];
  const char *known = strchr (letters, c);
  gunichar code;
  gboolean ok;

  *at += 2;
  if (known) {
    g_string_append_c (out, values[known - letters]);
    return TRUE;
  }
  switch (c) {
    case '\n':
      return TRUE;
    case 'x':
      ok = read_code (at, end, 16, 2, 2, &code);
      break;
    case 'u':
      ok = read_code (at, end, 16, 4, 4, &code);
      break;
    case 'U':
      ok = read_code (at, end, 16, 8, 8, &code);
      break;
    case 'N':
      return FALSE;
    default:
      if (c < '0' || c > '7') { /* an unknown escape stays as it is */
        g_string_append_c (out, '\\');
        g_string_append_c (out, c);
        return TRUE;
      }
      (*at)--;
      ok = read_code (at, end, 8, 1, 3, &code);
  }
  if (ok)
    g_string_append_unichar (out, code);
  return ok;
}

/* The literal's end: the closing quote, from @at on. NULL if there is none. */
static const char *
find_close (const char *at, const char *end, const Prefix *prefix)
{
  for (; at < end; at++) {
    if (*at == '\\' && at + 1 < end)
      at++;
    else if (*at == '\n' && !prefix->triple)
      return NULL;
    else if (*at == prefix->quote
             && (!prefix->triple || (end - at >= 3 && at[1] == prefix->quote && at[2] == prefix->quote)))
      return at;
  }
  return NULL;
}

typedef struct {
  LbExpressionText *text;
  GString *pending; /* plain characters not yet made an item */
  GPtrArray *items;
  GPtrArray *names;
} Pieces;

static void
flush (Pieces *pieces)
{
  LbExpression *constant;

  if (!pieces->pending->len)
    return;
  constant = lb_arena_alloc (pieces->text->arena, sizeof (LbExpression));
  constant->kind = LB_EXPRESSION_CONSTANT;
  constant->line = pieces->text->line;
  constant->constant = lb_value_string (pieces->text->arena, pieces->pending->str);
  g_ptr_array_add (pieces->items, constant);
  g_ptr_array_add (pieces->names, (gpointer) "s");
  g_string_truncate (pieces->pending, 0);
}

/* "{expression}" or "{expression!r}" of an f-string; @at at the brace. */
static gboolean
read_field (Pieces *pieces, const char **at, const char *close, GError **error)
{
  LbExpressionText inner = *pieces->text;
  const LbExpression *expression;
  const char *conversion = "s";

  inner.at = *at + 1;
  inner.end = close;
  inner.by_line = FALSE;
  if (!(expression = lb_expression_parse (&inner, FALSE, error)))
    return FALSE;
  if (lb_expression_take (&inner, "!r"))
    conversion = "r";
  else
    lb_expression_take (&inner, "!s");
  if (inner.at >= close || *inner.at != '}') {
    lb_expression_fail (pieces->text, error, "template: an f-string field with a format is not understood");
    return FALSE;
  }
  flush (pieces);
  g_ptr_array_add (pieces->items, (gpointer) expression);
  g_ptr_array_add (pieces->names, (gpointer) conversion);
  *at = inner.at + 1;
  return TRUE;
}

static gboolean
read_body (Pieces *pieces, const Prefix *prefix, const char *at, const char *close, GError **error)
{
  while (at < close) {
    gboolean doubled = at + 1 < close && at[1] == *at;

    if (*at == '\\' && !prefix->raw) {
      if (!append_escape (pieces->pending, &at, close)) {
        lb_expression_fail (pieces->text, error, "template: an escape in a string that is not understood");
        return FALSE;
      }
    } else if (prefix->formatted && (*at == '{' || *at == '}') && doubled) {
      g_string_append_c (pieces->pending, *at);
      at += 2;
    } else if (prefix->formatted && *at == '{') {
      if (!read_field (pieces, &at, close, error))
        return FALSE;
    } else if (*at == '\0') {
      lb_expression_fail (pieces->text, error, "template: a NUL in a string");
      return FALSE;
    } else {
      g_string_append_c (pieces->pending, *at++);
    }
  }
  return TRUE;
}

static gboolean
read_literal (Pieces *pieces, GError **error)
{
  LbExpressionText *text = pieces->text;
  Prefix prefix;
  const char *body = text->at + read_prefix (text->at, text->end, &prefix);
  const char *close = find_close (body, text->end, &prefix);

  if (!close) {
    lb_expression_fail (text, error, "template: a string that does not end");
    return FALSE;
  }
  if (!read_body (pieces, &prefix, body, close, error))
    return FALSE;
  for (; text->at < close; text->at++)
    text->line += *text->at == '\n';
  text->at = close + (prefix.triple ? 3 : 1);
  lb_expression_skip_blanks (text);
  return TRUE;
}

/* One f-string may stand in another one's field; how deep is bounded here, for each level has other quotes in Python,
 * so that more than four are not Python either. */
#define MAX_FORMAT_DEPTH 4

const LbExpression *
lb_string_literal_parse (LbExpressionText *text, GError **error)
{
  static __thread guint depth;
  g_autoptr (GString) pending = g_string_new (NULL);
  GPtrArray *items = lb_arena_adopt (text->arena, g_ptr_array_new (), (GDestroyNotify) g_ptr_array_unref);
  GPtrArray *names = lb_arena_adopt (text->arena, g_ptr_array_new (), (GDestroyNotify) g_ptr_array_unref);
  Pieces pieces = { text, pending, items, names };
  LbExpression *joined = lb_arena_alloc (text->arena, sizeof (LbExpression));
  gboolean ok = depth < MAX_FORMAT_DEPTH;

  joined->line = text->line;
  if (!ok)
    lb_expression_fail (text, error, "template: f-strings nested more than %d deep", MAX_FORMAT_DEPTH);
  depth++;
  while (ok && lb_string_literal_starts (text))
    ok = read_literal (&pieces, error);
  depth--;
  if (!ok)
    return NULL;
  if (!items->len) {
    joined->kind = LB_EXPRESSION_CONSTANT;
    joined->constant = lb_value_string (text->arena, pending->str);
    return joined;
  }
  flush (&pieces);
  joined->kind = LB_EXPRESSION_JOINED;
  joined->items = (const LbExpression *const *) items->pdata;
  joined->names = (const char *const *) names->pdata;
  joined->n = items->len;
  return joined;
}
