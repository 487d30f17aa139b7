#include "python_string.h"

#include "header_private.h"
#include "util/error.h"

#include <string.h>

/* f-strings and fields within each other; Python itself stops at 150. */
#define MAX_NESTING 100

#define REPLACEMENT 0xfffd

typedef struct {
  const LbPyLexer *lexer;
  char quote;
  gboolean triple;
  gboolean raw;
  guint nesting;
} Quoted;

static const char *end_nested (const LbPyLexer *lexer, const char *start, const char *quote, guint nesting);

const char *
lb_py_string_prefix (const LbPyLexer *lexer, const char *quote)
{
  const char *start = quote;
  gboolean raw = FALSE;
  char other = '\0';

  while (start > lexer->text && g_ascii_isalpha (start[-1])) {
    char c = g_ascii_tolower (start[-1]);

    if (c == 'r' && !raw)
      raw = TRUE;
    else if (strchr ("bfut", c) && !other)
      other = c;
    else
      return quote;
    start--;
  }
  if (raw && other == 'u')
    return quote;
  if (start > lexer->text && (g_ascii_isdigit (start[-1]) || start[-1] == '_' || (guchar) start[-1] >= 0x80))
    return quote;
  return start;
}

/* Whether the literal's own quotes stand at @at. */
static gboolean
closes (const Quoted *string, const char *at)
{
  if (*at != string->quote)
    return FALSE;
  return !string->triple || (string->lexer->end - at >= 3 && at[1] == string->quote && at[2] == string->quote);
}

/* Behind the backslash at @at and what it takes with it. */
static const char *
after_escape (const char *at, const char *end)
{
  if (at + 1 == end)
    return end;
  if (at[1] == '\r' && at + 2 < end && at[2] == '\n')
    return at + 3;
  return at + 2;
}

/* Behind the end of a literal that is no f-string; @at is behind its first quotes. NULL if there is none. */
static const char *
plain_end (const Quoted *string, const char *at)
{
  const char *end = string->lexer->end;

  while (at < end) {
    if (*at == string->quote) {
      if (closes (string, at))
        return at + (string->triple ? 3 : 1);
      at++;
    } else if (*at == '\\') {
      at = after_escape (at, end);
    } else if ((*at == '\n' || *at == '\r') && !string->triple) {
      return NULL;
    } else {
      at++;
    }
  }
  return NULL;
}

static const char *field_end (const Quoted *string, const char *at, guint nesting);

/* Behind the format specification of a field and its closing brace. NULL if there is none. */
static const char *
spec_end (const Quoted *string, const char *at, guint nesting)
{
  while (at && at < string->lexer->end && !closes (string, at)) {
    if (*at == '}')
      return at + 1;
    at = *at == '{' ? field_end (string, at + 1, nesting + 1) : at + 1;
  }
  return NULL;
}

/* Behind the closing brace of the field that begins at @at. NULL if there is none. */
static const char *
field_end (const Quoted *string, const char *at, guint nesting)
{
  const char *end = string->lexer->end;
  guint depth = 0;

  if (nesting > MAX_NESTING)
    return NULL;
  while (at && at < end) {
    switch (*at) {
      case '\'':
      case '"':
        at = end_nested (string->lexer, lb_py_string_prefix (string->lexer, at), at, nesting + 1);
        continue;
      case '#':
        while (at < end && *at != '\n' && *at != '\r')
          at++;
        continue;
      case '(':
      case '[':
      case '{':
        depth++;
        break;
      case '}':
        if (depth == 0)
          return at + 1;
        depth--;
        break;
      case ')':
      case ']':
        if (depth > 0)
          depth--;
        break;
      case ':':
        if (depth == 0)
          return spec_end (string, at + 1, nesting);
        break;
    }
    at++;
  }
  return NULL;
}

/* As plain_end, for an f-string. */
static const char *
fstring_end (const Quoted *string, const char *at)
{
  const char *end = string->lexer->end;

  while (at && at < end) {
    if (closes (string, at))
      return at + (string->triple ? 3 : 1);
    if (*at == '\\') {
      if (!string->raw && end - at > 2 && at[1] == 'N' && at[2] == '{')
        at = memchr (at, '}', (gsize) (end - at));
      else
        at = at + 1 < end && at[1] == '{' ? at + 1 : after_escape (at, end);
    } else if (*at == '{') {
      at = at + 1 < end && at[1] == '{' ? at + 2 : field_end (string, at + 1, string->nesting + 1);
    } else if ((*at == '\n' || *at == '\r') && !string->triple) {
      return NULL;
    } else {
      at++;
    }
  }
  return NULL;
}

/* Behind the literal, NULL if it does not end. */
static const char *
end_nested (const LbPyLexer *lexer, const char *start, const char *quote, guint nesting)
{
  Quoted string = { .lexer = lexer, .quote = *quote, .nesting = nesting };
  gboolean fields = FALSE;

  for (const char *c = start; c < quote; c++) {
    fields |= strchr ("fFtT", *c) != NULL;
    string.raw |= strchr ("rR", *c) != NULL;
  }
  string.triple = lexer->end - quote >= 3 && quote[1] == *quote && quote[2] == *quote;
  quote += string.triple ? 3 : 1;
  return fields ? fstring_end (&string, quote) : plain_end (&string, quote);
}

const char *
lb_py_string_end (const LbPyLexer *lexer, const char *start, const char *quote, GError **error)
{
  const char *end = end_nested (lexer, start, quote, 0);

  if (!end)
    lb_set_error_at (error, LB_ERROR_SCRIPT, lexer->path, lb_header_line (lexer->text, start),
                     "a string is never closed");
  return end;
}

/* --- what a literal means --- */

typedef struct {
  GString *out;
  gboolean inexact;
  const char *fault; /* what is wrong with an escape */
} Decoding;

static void
append_character (Decoding *to, gunichar c)
{
  if (c == 0 || (c >= 0xd800 && c <= 0xdfff)) {
    to->inexact = TRUE;
    c = REPLACEMENT;
  }
  g_string_append_unichar (to->out, c);
}

/* @digits hexadecimal digits at @at. Returns what follows, or NULL. */
static const char *
decode_hex (Decoding *to, const char *at, const char *end, guint digits)
{
  gunichar c = 0;

  for (guint i = 0; i < digits; i++, at++) {
    if (at == end || !g_ascii_isxdigit (*at)) {
      to->fault = digits == 2 ? "truncated \\x escape" : digits == 4 ? "truncated \\u escape" : "truncated \\U escape";
      return NULL;
    }
    c = c << 4 | (gunichar) g_ascii_xdigit_value (*at);
  }
  if (c > 0x10ffff) {
    to->fault = "illegal Unicode character";
    return NULL;
  }
  append_character (to, c);
  return at;
}

static const char *
decode_octal (Decoding *to, const char *at, const char *end)
{
  gunichar c = 0;

  for (guint i = 0; i < 3 && at < end && *at >= '0' && *at <= '7'; i++, at++)
    c = c << 3 | (gunichar) (*at - '0');
  append_character (to, c);
  return at;
}

/* \N{name}: the names of Unicode's characters are not known here. */
static const char *
decode_name (Decoding *to, const char *at, const char *end)
{
  const char *close = at < end && *at == '{' ? memchr (at, '}', (gsize) (end - at)) : NULL;

  if (!close || close == at + 1) {
    to->fault = "malformed \\N character escape";
    return NULL;
  }
  to->inexact = TRUE;
  g_string_append_unichar (to->out, REPLACEMENT);
  return close + 1;
}

/* The escape whose backslash stands at @at. Returns what follows, or NULL. */
static const char *
decode_escape (Decoding *to, const char *at, const char *end)
{
  static const char letters[] = "\\'\"abfnrtv";
  static const char meanings[] = "\\'\"\a\b\f\n\r\t\v";
  char c = at[1]; /* a literal never ends with a lone backslash */
  const char *letter;

  if (c == '\n' || c == '\r')
    return after_escape (at, end);
  if ((letter = strchr (letters, c))) {
    g_string_append_c (to->out, meanings[letter - letters]);
    return at + 2;
  }
  switch (c) {
    case 'x':
      return decode_hex (to, at + 2, end, 2);
    case 'u':
      return decode_hex (to, at + 2, end, 4);
    case 'U':
      return decode_hex (to, at + 2, end, 8);
    case 'N':
      return decode_name (to, at + 2, end);
    default:
      if (c >= '0' && c <= '7')
        return decode_octal (to, at + 1, end);
      g_string_append_c (to->out, '\\'); /* unknown ones stay as they are */
      return at + 1;
  }
}

/* The body of a literal. Returns FALSE for a fault; *@ret_field: it is an f-string with a field. */
static gboolean
decode_body (Decoding *to, const char *at, const char *end, gboolean raw, gboolean fields, gboolean *ret_field)
{
  while (at && at < end) {
    const char *run = at;

    while (at < end && *at != '\\' && *at != '\r' && *at != '{' && *at != '}')
      at++;
    g_string_append_len (to->out, run, at - run);
    if (at == end)
      break;
    if (*at == '\\' && !raw) {
      at = decode_escape (to, at, end);
    } else if (*at == '\r') { /* Python reads every line end as LF */
      g_string_append_c (to->out, '\n');
      at += at + 1 < end && at[1] == '\n' ? 2 : 1;
    } else if (fields && *at == '{' && (at + 1 == end || at[1] != '{')) {
      *ret_field = TRUE;
      return TRUE;
    } else {
      g_string_append_c (to->out, *at);
      at += fields && (*at == '{' || *at == '}') ? 2 : 1;
    }
  }
  return at != NULL;
}

gboolean
lb_py_string_decode (const LbPyLexer *lexer, const LbPyToken *token, GString *out, LbPyStringKind *ret_kind,
                     gboolean *ret_plain, GError **error)
{
  Decoding to = { .out = out };
  const char *quote = token->start;
  gboolean raw = FALSE, fields = FALSE, has_field = FALSE;
  gsize quotes;

  for (; *quote != '\'' && *quote != '"'; quote++) {
    raw |= strchr ("rR", *quote) != NULL;
    fields |= strchr ("fF", *quote) != NULL;
    if (strchr ("bBtT", *quote)) {
      *ret_kind = strchr ("bB", *quote) ? LB_PY_BYTES : LB_PY_COMPUTED;
      *ret_plain = FALSE;
      return TRUE;
    }
  }
  quotes = token->start + token->length - quote >= 6 && quote[1] == *quote && quote[2] == *quote ? 3 : 1;
  if (!decode_body (&to, quote + quotes, token->start + token->length - quotes, raw, fields, &has_field)) {
    lb_set_error_at (error, LB_ERROR_SCRIPT, lexer->path, lb_header_line (lexer->text, token->start), "%s in a string",
                     to.fault);
    return FALSE;
  }
  *ret_kind = has_field ? LB_PY_COMPUTED : to.inexact ? LB_PY_INEXACT : LB_PY_TEXT;
  *ret_plain = !fields;
  return TRUE;
}
