#include "python_lex.h"

#include "header_private.h"
#include "python_string.h"
#include "util/error.h"

#include <string.h>

#define IS_LETTER(c) ((c) == '_' || g_ascii_isalpha (c) || (guchar) (c) >= 0x80)
#define IS_WORD(c)   (IS_LETTER (c) || g_ascii_isdigit (c))

/* The bytes lb_py_skip has to look at. */
static const guint8 special[256] = {
  ['\n'] = 1, ['\r'] = 1, ['#'] = 1, ['\''] = 1, ['"'] = 1,  ['('] = 1, [')'] = 1,
  ['['] = 1,  [']'] = 1,  ['{'] = 1, ['}'] = 1,  ['\\'] = 1, [';'] = 1,
};

gboolean
lb_py_is (const LbPyToken *token, const char *text)
{
  return strlen (text) == token->length && memcmp (token->start, text, token->length) == 0;
}

guint
lb_py_indent (LbPyLexer *lexer)
{
  guint column = 0;

  for (; lexer->at < lexer->end; lexer->at++) {
    if (*lexer->at == ' ')
      column++;
    else if (*lexer->at == '\t')
      column = (column / 8 + 1) * 8;
    else if (*lexer->at == '\f')
      column = 0;
    else
      break;
  }
  return column;
}

/* Behind the line end that stands at @at. */
static const char *
after_newline (const char *at, const char *end)
{
  return at + (*at == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1);
}

static const char *
comment_end (const char *at, const char *end)
{
  while (at < end && *at != '\n' && *at != '\r')
    at++;
  return at;
}

/* Count the bracket at @at. */
static gboolean
bracket (LbPyLexer *lexer, const char *at, GError **error)
{
  if (strchr ("([{", *at)) {
    if (lexer->depth++ == 0)
      lexer->open = at;
    return TRUE;
  }
  if (lexer->depth > 0) {
    lexer->depth--;
    return TRUE;
  }
  lb_set_error_at (error, LB_ERROR_SCRIPT, lexer->path, lb_header_line (lexer->text, at), "unmatched '%c'", *at);
  return FALSE;
}

/* Behind the backslash at @at and the line end it hides. NULL with @error if something else follows it. */
static const char *
continuation (const LbPyLexer *lexer, const char *at, GError **error)
{
  if (at + 1 < lexer->end && (at[1] == '\n' || at[1] == '\r'))
    return after_newline (at + 1, lexer->end);
  lb_set_error_at (error, LB_ERROR_SCRIPT, lexer->path, lb_header_line (lexer->text, at),
                   "a backslash is followed by more than the end of the line");
  return NULL;
}

/* FALSE with @error if the text ends inside of brackets. */
static gboolean
check_closed (const LbPyLexer *lexer, GError **error)
{
  if (lexer->depth == 0)
    return TRUE;
  lb_set_error_at (error, LB_ERROR_SCRIPT, lexer->path, lb_header_line (lexer->text, lexer->open),
                   "'%c' is never closed", *lexer->open);
  return FALSE;
}

gboolean
lb_py_skip (LbPyLexer *lexer, gboolean semicolon, GError **error)
{
  const char *at = lexer->at, *end = lexer->end;

  for (;;) {
    while (at < end && !special[(guchar) *at])
      at++;
    if (at == end) {
      lexer->at = end;
      return check_closed (lexer, error);
    }
    switch (*at) {
      case '\n':
      case '\r':
        at = after_newline (at, end);
        if (lexer->depth == 0) {
          lexer->at = at;
          return TRUE;
        }
        break;
      case '#':
        at = comment_end (at, end);
        break;
      case '\'':
      case '"':
        at = lb_py_string_end (lexer, lb_py_string_prefix (lexer, at), at, error);
        break;
      case '\\':
        at = continuation (lexer, at, error);
        break;
      case ';':
        at++;
        if (semicolon && lexer->depth == 0) {
          lexer->at = at;
          return TRUE;
        }
        break;
      default:
        if (!bracket (lexer, at++, error))
          return FALSE;
    }
    if (!at)
      return FALSE;
  }
}

/* Over blanks, hidden line ends and, within brackets, comments and line ends. NULL with @error. */
static const char *
skip_blank (const LbPyLexer *lexer, GError **error)
{
  const char *at = lexer->at, *end = lexer->end;

  while (at && at < end) {
    if (*at == ' ' || *at == '\t' || *at == '\f')
      at++;
    else if (*at == '#')
      at = comment_end (at, end);
    else if (*at == '\\')
      at = continuation (lexer, at, error);
    else if (lexer->depth > 0 && (*at == '\n' || *at == '\r'))
      at = after_newline (at, end);
    else
      break;
  }
  return at;
}

/* The length of the operator at @at: as long as Python reads it. */
static gsize
operator_length (const char *at, const char *end)
{
  gsize n = 1;

  if (strchr ("*/<>", *at) && at + 1 < end && at[1] == *at)
    n = 2;
  if (strchr ("=!<>+-*/%&|^@:", *at) && at + n < end && at[n] == '=')
    n++;
  return n;
}

gboolean
lb_py_next (LbPyLexer *lexer, LbPyToken *ret_token, GError **error)
{
  const char *at = skip_blank (lexer, error);
  const char *end = lexer->end;

  if (!at)
    return FALSE;
  ret_token->start = at;
  if (at == end) {
    ret_token->kind = LB_PY_END;
    if (!check_closed (lexer, error))
      return FALSE;
  } else if (*at == '\n' || *at == '\r') {
    ret_token->kind = LB_PY_NEWLINE;
    at = after_newline (at, end);
  } else if (IS_WORD (*at)) {
    ret_token->kind = g_ascii_isdigit (*at) ? LB_PY_NUMBER : LB_PY_NAME;
    while (at < end && (IS_WORD (*at) || (ret_token->kind == LB_PY_NUMBER && *at == '.')))
      at++;
    if (ret_token->kind == LB_PY_NAME && at < end && (*at == '\'' || *at == '"')
        && lb_py_string_prefix (lexer, at) == ret_token->start) {
      ret_token->kind = LB_PY_STRING;
      at = lb_py_string_end (lexer, ret_token->start, at, error);
    }
  } else if (*at == '\'' || *at == '"') {
    ret_token->kind = LB_PY_STRING;
    at = lb_py_string_end (lexer, at, at, error);
  } else {
    ret_token->kind = LB_PY_OPERATOR;
    if (strchr ("([{}])", *at) && !bracket (lexer, at, error))
      return FALSE;
    at += operator_length (at, end);
  }
  if (!at)
    return FALSE;
  ret_token->length = (gsize) (at - ret_token->start);
  lexer->at = at;
  return TRUE;
}
