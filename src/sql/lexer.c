#include "lexer.h"

#include "scan.h"
#include "util/error.h"

#include <string.h>

/* What a byte can be part of, the same for every database. */
enum {
  SPACE = 1 << 0,
  DIGIT = 1 << 1,
  WORD_START = 1 << 2,
  WORD_REST = 1 << 3,
  PLAIN = 1 << 4 /* a symbol that never starts anything longer, in no database */
};

static const guint8 byte_class[256] = {
  ['\t'] = SPACE,
  ['\n'] = SPACE,
  ['\v'] = SPACE,
  ['\f'] = SPACE,
  ['\r'] = SPACE,
  [' '] = SPACE,
  ['0' ... '9'] = DIGIT | WORD_REST,
  ['A' ... 'Z'] = WORD_START | WORD_REST,
  ['a' ... 'z'] = WORD_START | WORD_REST,
  ['_'] = WORD_START | WORD_REST,
  [0x80 ... 0xff] = WORD_START | WORD_REST,
  ['$'] = WORD_REST,
  ['!'] = PLAIN,
  ['%'] = PLAIN,
  ['&'] = PLAIN,
  ['+'] = PLAIN,
  [','] = PLAIN,
  ['.'] = PLAIN,
  ['<'] = PLAIN,
  ['='] = PLAIN,
  ['>'] = PLAIN,
  ['^'] = PLAIN,
  ['|'] = PLAIN,
  ['~'] = PLAIN,
};

static gboolean
is_class (char c, guint8 class)
{
  return (byte_class[(guint8) c] & class) != 0;
}

void
lb_lexer_init (LbLexer *lexer, const LbSqlSyntax *syntax, const char *text, gsize length, guint line)
{
  *lexer = (LbLexer){ .syntax = syntax, .at = text, .end = text + length, .line = line };
}

/* The byte @offset behind the one to read next, or NUL at the end. */
static char
peek (const LbLexer *lexer, gsize offset)
{
  return offset < (gsize) (lexer->end - lexer->at) ? lexer->at[offset] : '\0';
}

static guint
count_lines (const char *from, const char *to)
{
  guint lines = 0;

  while (from < to && (from = memchr (from, '\n', (gsize) (to - from)))) {
    lines++;
    from++;
  }
  return lines;
}

/* The token is what lies up to @to. */
static gboolean
take (LbLexer *lexer, LbToken *token, LbTokenKind kind, const char *to)
{
  *token = (LbToken){ kind, lexer->at, (gsize) (to - lexer->at), lexer->line };
  lexer->at = to;
  return TRUE;
}

/* The same for a token that may hold line breaks. */
static gboolean
take_lines (LbLexer *lexer, LbToken *token, LbTokenKind kind, const char *to)
{
  take (lexer, token, kind, to);
  lexer->line += count_lines (token->start, to);
  return TRUE;
}

static gboolean
unterminated (const LbLexer *lexer, const char *what, const char *hint, GError **error)
{
  lb_set_error_at (error, LB_ERROR_SCRIPT, NULL, lexer->line, "%s does not end", what);
  if (error)
    lb_error_set_hint (*error, "%s", hint);
  return FALSE;
}

static gboolean
read_space (LbLexer *lexer, LbToken *token)
{
  const char *p = lexer->at;
  guint lines = 0;

  for (; p < lexer->end && is_class (*p, SPACE); p++)
    lines += *p == '\n';
  take (lexer, token, LB_TOKEN_SPACE, p);
  lexer->line += lines;
  return TRUE;
}

static gboolean
read_line_comment (LbLexer *lexer, LbToken *token)
{
  gsize length = (gsize) (lexer->end - lexer->at);
  const char *to = memchr (lexer->at, '\n', length);

  if (!to)
    to = lexer->end;
  if (lexer->syntax->cr_ends_line) {
    const char *cr = memchr (lexer->at, '\r', (gsize) (to - lexer->at));

    to = cr ? cr : to;
  }
  return take (lexer, token, LB_TOKEN_COMMENT, to);
}

/* From a slash-star. */
static gboolean
read_block_comment (LbLexer *lexer, LbToken *token, GError **error)
{
  const char *to;

  if (lexer->syntax->executable_comments
      && (peek (lexer, 2) == '!' || (peek (lexer, 2) == 'M' && peek (lexer, 3) == '!'))) {
    to = lexer->at + (peek (lexer, 2) == '!' ? 3 : 4);
    while (to < lexer->end && is_class (*to, DIGIT))
      to++;
    return take (lexer, token, LB_TOKEN_SYMBOL, to);
  }
  to = lb_scan_block_comment (lexer->at + 2, lexer->end, lexer->syntax->nested_comments);
  if (!to)
    return unterminated (lexer, "comment", "Close the comment with */.", error);
  return take_lines (lexer, token, LB_TOKEN_COMMENT, to);
}

/* Quoted text after @prefix bytes; the first byte after them is the opening quote. */
static gboolean
read_quoted (LbLexer *lexer, LbToken *token, LbTokenKind kind, gsize prefix, gboolean escapes, GError **error)
{
  char quote = lexer->at[prefix];
  const char *to = lb_scan_quoted (lexer->at + prefix + 1, lexer->end, quote, escapes);

  if (to)
    return take_lines (lexer, token, kind, to + 1);
  return unterminated (lexer, kind == LB_TOKEN_STRING ? "string" : "quoted name",
                       kind == LB_TOKEN_STRING ? "Close it with its quote; a quote inside is written twice."
                                               : "Close the name with its quote; a quote inside is written twice.",
                       error);
}

static gboolean
read_bracket_name (LbLexer *lexer, LbToken *token, GError **error)
{
  const char *to = memchr (lexer->at, ']', (gsize) (lexer->end - lexer->at));

  if (to)
    return take_lines (lexer, token, LB_TOKEN_NAME, to + 1);
  return unterminated (lexer, "quoted name", "Close the name with ].", error);
}

static gboolean
read_e_string (LbLexer *lexer, LbToken *token, GError **error)
{
  const char *to = lb_scan_e_string (lexer->at + 2, lexer->end);

  if (to)
    return take_lines (lexer, token, LB_TOKEN_STRING, to + 1);
  return unterminated (lexer, "string", "Close it with its quote; a quote inside is written twice or as \\'.", error);
}

/* Dollar quote, if there is one here: FALSE without @error if not. */
static gboolean
read_dollar_quote (LbLexer *lexer, LbToken *token, GError **error)
{
  const char *p = lexer->at + 1;
  const char *to;

  if (p < lexer->end && is_class (*p, WORD_START))
    while (p < lexer->end && is_class (*p, WORD_START | DIGIT))
      p++;
  if (p == lexer->end || *p != '$')
    return FALSE;

  gsize length = (gsize) (++p - lexer->at);
  to = memmem (p, (gsize) (lexer->end - p), lexer->at, length);
  if (to)
    return take_lines (lexer, token, LB_TOKEN_STRING, to + length);
  g_autofree char *hint
      = g_strdup_printf ("Close it with the same %.*s it was opened with.", (int) MIN (length, 64), lexer->at);
  return unterminated (lexer, "dollar-quoted string", hint, error);
}

/* A word or number that ends at @to ends earlier when the delimiter lies across its end or inside: END$$. */
static const char *
cut_at_delimiter (const LbLexer *lexer, const char *to)
{
  gsize reach = MIN ((gsize) (lexer->end - lexer->at), (gsize) (to - lexer->at) + lexer->delimiter_length - 1);
  const char *found = memmem (lexer->at, reach, lexer->delimiter, lexer->delimiter_length);

  return found ? found : to;
}

static const char *
end_of_word (const char *p, const char *end)
{
  while (p < end && is_class (*p, WORD_REST))
    p++;
  return p;
}

static const char *
end_of_number (const char *p, const char *end)
{
  while (p < end && (*p == '.' || is_class (*p, WORD_START | DIGIT)))
    p++;
  return p;
}

/* A word, or the string or name it is the prefix of. */
static gboolean
read_word (LbLexer *lexer, LbToken *token, GError **error)
{
  const LbSqlSyntax *syntax = lexer->syntax;
  const char *to = end_of_word (lexer->at, lexer->end);

  if (to - lexer->at == 1) {
    char letter = g_ascii_tolower (*lexer->at);
    char next = peek (lexer, 1);

    if (next == '\'' && letter == 'e' && syntax->e_strings)
      return read_e_string (lexer, token, error);
    if (next == '\'' && (letter == 'n' || letter == 'b' || letter == 'x'))
      return read_quoted (lexer, token, LB_TOKEN_STRING, 1, syntax->backslash_escapes, error);
    if (next == '&' && letter == 'u' && syntax->e_strings && (peek (lexer, 2) == '\'' || peek (lexer, 2) == '"'))
      return read_quoted (lexer, token, peek (lexer, 2) == '"' ? LB_TOKEN_NAME : LB_TOKEN_STRING, 2, FALSE, error);
  }
  if (lexer->delimiter)
    to = cut_at_delimiter (lexer, to);
  return take (lexer, token, LB_TOKEN_WORD, to);
}

static gboolean
read_number (LbLexer *lexer, LbToken *token)
{
  const char *to = end_of_number (lexer->at, lexer->end);

  if (lexer->delimiter)
    to = cut_at_delimiter (lexer, to);
  return take (lexer, token, LB_TOKEN_NUMBER, to);
}

/* Parameter, if there is one here: its mark (? also alone), and a word or number without $. */
static gboolean
read_parameter (LbLexer *lexer, LbToken *token)
{
  const char *p = lexer->at;
  const char *name;

  if (!lexer->syntax->parameters || !strchr (lexer->syntax->parameters, *p))
    return FALSE;
  p += *p == '@' && peek (lexer, 1) == '@' ? 2 : 1;
  for (name = p; p < lexer->end && is_class (*p, WORD_START | DIGIT);)
    p++;
  return (p > name || *lexer->at == '?') && take (lexer, token, LB_TOKEN_PARAMETER, p);
}

static gboolean
starts_dash_comment (const LbLexer *lexer)
{
  if (peek (lexer, 1) != '-')
    return FALSE;
  return !lexer->syntax->dash_needs_space || lexer->end - lexer->at == 2 || (guint8) peek (lexer, 2) <= ' ';
}

/* What is neither white space, word nor number. */
static gboolean
read_special (LbLexer *lexer, LbToken *token, GError **error)
{
  const LbSqlSyntax *syntax = lexer->syntax;
  const char *at = lexer->at;
  GError *failed = NULL;

  switch (*at) {
    case '\'':
      return read_quoted (lexer, token, LB_TOKEN_STRING, 0, syntax->backslash_escapes, error);
    case '"':
      if (syntax->double_quote_strings)
        return read_quoted (lexer, token, LB_TOKEN_STRING, 0, syntax->backslash_escapes, error);
      return read_quoted (lexer, token, LB_TOKEN_NAME, 0, FALSE, error);
    case '`':
      if (syntax->backtick_names)
        return read_quoted (lexer, token, LB_TOKEN_NAME, 0, FALSE, error);
      break;
    case '[':
      if (syntax->bracket_names)
        return read_bracket_name (lexer, token, error);
      break;
    case '-':
      if (starts_dash_comment (lexer))
        return read_line_comment (lexer, token);
      break;
    case '#':
      if (syntax->hash_comments)
        return read_line_comment (lexer, token);
      break;
    case '/':
      if (peek (lexer, 1) == '*')
        return read_block_comment (lexer, token, error);
      break;
    case '*':
      if (syntax->executable_comments && peek (lexer, 1) == '/')
        return take (lexer, token, LB_TOKEN_SYMBOL, at + 2);
      break;
    case '$':
      if (syntax->dollar_quotes && read_dollar_quote (lexer, token, &failed))
        return TRUE;
      if (failed) {
        g_propagate_error (error, failed);
        return FALSE;
      }
      break;
    case ':':
      if (peek (lexer, 1) == ':')
        return take (lexer, token, LB_TOKEN_SYMBOL, at + 2);
      break;
    case '\\':
      if (syntax->backslash_commands) {
        const char *to = memchr (at, '\n', (gsize) (lexer->end - at));

        return take (lexer, token, LB_TOKEN_BACKSLASH, to ? to : lexer->end);
      }
      break;
    case '(':
      return take (lexer, token, LB_TOKEN_OPEN, at + 1);
    case ')':
      return take (lexer, token, LB_TOKEN_CLOSE, at + 1);
    case ';':
      return take (lexer, token, lexer->delimiter ? LB_TOKEN_SYMBOL : LB_TOKEN_SEMICOLON, at + 1);
    default:
      break;
  }
  return read_parameter (lexer, token) || take (lexer, token, LB_TOKEN_SYMBOL, at + 1);
}

gboolean
lb_lexer_next (LbLexer *lexer, LbToken *ret_token, GError **error)
{
  if (lexer->at == lexer->end)
    return take (lexer, ret_token, LB_TOKEN_END, lexer->at);
  if (G_UNLIKELY (lexer->delimiter) && (gsize) (lexer->end - lexer->at) >= lexer->delimiter_length
      && memcmp (lexer->at, lexer->delimiter, lexer->delimiter_length) == 0)
    return take (lexer, ret_token, LB_TOKEN_SEMICOLON, lexer->at + lexer->delimiter_length);
  if (is_class (*lexer->at, SPACE))
    return read_space (lexer, ret_token);
  if (is_class (*lexer->at, WORD_START))
    return read_word (lexer, ret_token, error);
  if (is_class (*lexer->at, DIGIT))
    return read_number (lexer, ret_token);
  if (is_class (*lexer->at, PLAIN))
    return take (lexer, ret_token, LB_TOKEN_SYMBOL, lexer->at + 1);
  return read_special (lexer, ret_token, error);
}

gboolean
lb_lexer_next_solid (LbLexer *lexer, LbToken *ret_token, GError **error)
{
  do {
    if (!lb_lexer_next (lexer, ret_token, error))
      return FALSE;
  } while (ret_token->kind == LB_TOKEN_SPACE || ret_token->kind == LB_TOKEN_COMMENT);
  return TRUE;
}

const char *
lb_lexer_skip (LbLexer *lexer)
{
  const char *p = lexer->at;
  const char *end = lexer->end;
  const char *passed = NULL;

  if (lexer->delimiter)
    return NULL;
  while (p < end) {
    guint8 class = byte_class[(guint8) *p];

    if (class & SPACE) {
      lexer->line += *p++ == '\n';
      continue;
    }
    if (class & PLAIN) {
      p++;
    } else if (class & WORD_START) {
      const char *to = end_of_word (p, end);

      /* One letter may be the prefix of a string. */
      if (to - p == 1 && to < end && (*to == '\'' || *to == '&'))
        break;
      p = to;
    } else if (class & DIGIT) {
      p = end_of_number (p, end);
    } else {
      break;
    }
    passed = p;
  }
  lexer->at = p;
  return passed;
}
