/* Tokens of SQL text, for any database.
 *
 * The lexer owns nothing: tokens point into the text. It knows where strings, names and comments end,
 * not what statements mean. It takes any bytes: those of 0x80 and above are letters, as the databases have it.
 */
#ifndef LB_SQL_LEXER_H
#define LB_SQL_LEXER_H

#include "syntax.h"

typedef enum {
  LB_TOKEN_END, /* the text has ended */
  LB_TOKEN_SPACE,
  LB_TOKEN_COMMENT,
  LB_TOKEN_WORD,   /* keyword or plain name */
  LB_TOKEN_NAME,   /* quoted name, quotes included */
  LB_TOKEN_STRING, /* string of any kind, prefix and quotes included */
  LB_TOKEN_NUMBER,
  LB_TOKEN_PARAMETER, /* $1, :name, ?, @name: what the database takes for one */
  LB_TOKEN_SYMBOL,    /* one operator or punctuation character, or ::, or the two ends of an executable comment */
  LB_TOKEN_OPEN,      /* ( */
  LB_TOKEN_CLOSE,     /* ) */
  LB_TOKEN_SEMICOLON, /* or the delimiter set in its place */
  LB_TOKEN_BACKSLASH  /* a client command: \i ... to the line's end */
} LbTokenKind;

typedef struct {
  LbTokenKind kind;
  const char *start;
  gsize length;
  guint line; /* 1-based line the token starts on */
} LbToken;

typedef struct {
  const LbSqlSyntax *syntax;
  const char *at;
  const char *end;
  guint line;
  const char *delimiter; /* what ends a statement instead of a semicolon, borrowed; NULL for the semicolon */
  gsize delimiter_length;
} LbLexer;

/* Start reading @length bytes of @text, the first of which stands on line @line. */
void lb_lexer_init (LbLexer *lexer, const LbSqlSyntax *syntax, const char *text, gsize length, guint line);

/* Read the next token. FALSE with @error (LB_ERROR_SCRIPT, line set to where it started) for a string, name or comment
 * that does not end; the end of the text is LB_TOKEN_END and TRUE. */
gboolean lb_lexer_next (LbLexer *lexer, LbToken *ret_token, GError **error);

/* The same without spaces and comments. */
gboolean lb_lexer_next_solid (LbLexer *lexer, LbToken *ret_token, GError **error);

/* Go over words, numbers, plain symbols and white space without naming them, up to a byte that may start something else
 * (string, name, comment, parameter, parenthesis, semicolon, client command) or the end: the fast way through the
 * middle of a statement. With a delimiter set it goes nowhere.
 * Returns the end of the last token passed, or NULL if there was none but white space. */
const char *lb_lexer_skip (LbLexer *lexer);

/* Whether a WORD token is @word (lower case ASCII), in any case. */
gboolean lb_token_is (const LbToken *token, const char *word);

/* Whether a WORD token is one of @words (lower case ASCII, NULL-terminated), in any case. */
gboolean lb_token_is_any (const LbToken *token, const char *const *words);

/* The name a WORD or NAME token stands for: quotes removed, doubled quotes single, folded (ASCII letters only) if
 * unquoted. The escapes of U&"..." stay as written. */
char *lb_token_name (const LbToken *token, const LbSqlSyntax *syntax);

#endif
