/* Moving through the text of an expression: blanks, names, punctuation. */
#include "expression_text.h"

#include "util/error.h"

#include <string.h>

void
lb_expression_fail (const LbExpressionText *text, GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  lb_set_error_at (error, LB_ERROR_SCRIPT, text->file, text->line, "%s", message);
  if (error)
    lb_error_set_hint (*error, "Templates are rendered without Python: names, attributes, calls of the usual functions "
                               "and string methods, conditions and loops are understood.");
}

void
lb_expression_skip_blanks (LbExpressionText *text)
{
  while (text->at < text->end) {
    char c = *text->at;

    if (c == '\\' && text->end - text->at >= 2 && text->at[1] == '\n') {
      text->at += 2;
      text->line++;
    } else if (c == '\\' && text->end - text->at >= 3 && text->at[1] == '\r' && text->at[2] == '\n') {
      text->at += 3;
      text->line++;
    } else if (c == '#') {
      while (text->at < text->end && *text->at != '\n')
        text->at++;
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || (c == '\n' && !text->by_line)) {
      text->line += c == '\n';
      text->at++;
    } else {
      return;
    }
  }
}

gboolean
lb_is_name_start (char c)
{
  return g_ascii_isalpha (c) || c == '_' || (guchar) c >= 0x80;
}

static gboolean
is_name_part (char c)
{
  return lb_is_name_start (c) || g_ascii_isdigit (c);
}

gsize
lb_expression_name_length (const LbExpressionText *text)
{
  const char *at = text->at;

  if (at < text->end && lb_is_name_start (*at))
    while (at < text->end && is_name_part (*at))
      at++;
  return (gsize) (at - text->at);
}

gboolean
lb_expression_comes (const LbExpressionText *text, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (text->end - text->at) < length || strncmp (text->at, word, length) != 0)
    return FALSE;
  return !lb_is_name_start (*word) || text->at + length == text->end || !is_name_part (text->at[length]);
}

gboolean
lb_expression_take (LbExpressionText *text, const char *word)
{
  if (!lb_expression_comes (text, word))
    return FALSE;
  text->at += strlen (word);
  lb_expression_skip_blanks (text);
  return TRUE;
}

gboolean
lb_expression_expect (LbExpressionText *text, const char *word, GError **error)
{
  if (lb_expression_take (text, word))
    return TRUE;
  if (text->at >= text->end)
    lb_expression_fail (text, error, "template: '%s' expected before the end", word);
  else
    lb_expression_fail (text, error, "template: '%s' expected at '%.*s'", word,
                        (int) strcspn (text->at, "\r\n") > 20 ? 20 : (int) strcspn (text->at, "\r\n"), text->at);
  return FALSE;
}

gboolean
lb_expression_close (LbExpressionText *text, const char *close, gboolean by_line, GError **error)
{
  if (!lb_expression_comes (text, close))
    return lb_expression_expect (text, close, error);
  text->by_line = by_line;
  return lb_expression_take (text, close);
}

GPtrArray *
lb_expression_array (LbExpressionText *text)
{
  return lb_arena_adopt (text->arena, g_ptr_array_new (), (GDestroyNotify) g_ptr_array_unref);
}

const char *const *
lb_expression_parse_targets (LbExpressionText *text, guint *ret_n, GError **error)
{
  GPtrArray *names = lb_expression_array (text);
  gboolean parentheses = lb_expression_take (text, "(");

  do {
    gsize length = lb_expression_name_length (text);

    if (!length && names->len) /* "a," */
      break;
    if (!length || lb_expression_comes (text, "in")) {
      lb_expression_fail (text, error, "template: a name expected");
      return NULL;
    }
    g_ptr_array_add (names, (gpointer) lb_arena_string (text->arena, text->at, length));
    text->at += length;
    lb_expression_skip_blanks (text);
  } while (lb_expression_take (text, ",") && !lb_expression_comes (text, "in"));
  if (parentheses && !lb_expression_expect (text, ")", error))
    return NULL;
  *ret_n = names->len;
  g_ptr_array_add (names, NULL);
  return (const char *const *) names->pdata;
}
