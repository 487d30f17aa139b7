/* Tokens of SQL text, for any database.
 *
 * The lexer owns nothing: tokens point into the text. It knows where strings, names and comments end,
 * not what statements mean.
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
  LB_TOKEN_STRING, /* string of any kind, quotes included */
  LB_TOKEN_NUMBER,
  LB_TOKEN_PARAMETER, /* $1, :name, ?, @name */
  LB_TOKEN_SYMBOL,    /* one operator or punctuation character, or :: */
  LB_TOKEN_OPEN,      /* ( */
  LB_TOKEN_CLOSE,     /* ) */
  LB_TOKEN_SEMICOLON,
  LB_TOKEN_BACKSLASH /* a client command in the first column or between statements: \i ... to the line's end */
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
} LbLexer;

/* Start reading @length bytes of @text, the first of which stands on line @line. */
void lb_lexer_init (LbLexer *lexer, const LbSqlSyntax *syntax, const char *text, gsize length, guint line);

/* Read the next token. FALSE with @error (LB_ERROR_SCRIPT, line set) for a string, name or comment that does not
 * end; the end of the text is LB_TOKEN_END and TRUE. */
gboolean lb_lexer_next (LbLexer *lexer, LbToken *ret_token, GError **error);

/* The same without spaces and comments. */
gboolean lb_lexer_next_solid (LbLexer *lexer, LbToken *ret_token, GError **error);

/* Whether a WORD token is @word (lower case ASCII), in any case. */
gboolean lb_token_is (const LbToken *token, const char *word);

/* The name a WORD or NAME token stands for: quotes removed, doubled quotes single, folded if unquoted. */
char *lb_token_name (const LbToken *token, const LbSqlSyntax *syntax);

#endif
