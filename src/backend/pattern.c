#include "pattern.h"

#include <string.h>

/* Tokens of a statement that are looked at. Patterns that have to look far are for utility commands, which are short.
 */
enum { MAX_TOKENS = 256 };

typedef struct {
  LbToken tokens[MAX_TOKENS];
  guint n;
  gboolean whole; /* the statement has no more */
} Head;

/* The next token that counts: the marks of executable comments do not, what they hold does. */
static gboolean
next_token (LbLexer *lexer, LbToken *token)
{
  do {
    if (!lb_lexer_next_solid (lexer, token, NULL) || token->kind == LB_TOKEN_END)
      return FALSE;
  } while (token->kind == LB_TOKEN_SYMBOL && token->length > 1 && *token->start != ':');
  return TRUE;
}

static gboolean
token_equals (const LbToken *token, const char *word, gsize length)
{
  return token->length == length && g_ascii_strncasecmp (token->start, word, length) == 0;
}

/* Whether @token is one of the words of @element, a|b|c up to @end. */
static gboolean
token_matches (const LbToken *token, const char *element, const char *end)
{
  while (element < end) {
    const char *bar = memchr (element, '|', (gsize) (end - element));
    const char *to = bar ? bar : end;

    if (token_equals (token, element, (gsize) (to - element)))
      return TRUE;
    element = to + 1;
  }
  return FALSE;
}

/* Behind the group in parentheses that starts at token @at; @at if none does. */
static guint
skip_group (const Head *head, guint at)
{
  guint depth = 0;
  guint i = at;

  do {
    if (i == head->n)
      return at;
    depth += head->tokens[i].kind == LB_TOKEN_OPEN;
    depth -= head->tokens[i].kind == LB_TOKEN_CLOSE && depth;
    i++;
  } while (depth);
  return i == at + 1 ? at : i;
}

/* As deep as the pattern is long. */
static gboolean
matches_from (const char *pattern, const Head *head, guint at)
{
  const char *end = strchrnul (pattern, ' ');
  const char *rest = *end ? end + 1 : end;
  gsize length = (gsize) (end - pattern);

  if (length == 0)
    return TRUE;
  if (length == 1 && *pattern == '$')
    return at == head->n && head->whole;
  if (strncmp (pattern, "...", 3) == 0) {
    for (; at < head->n; at++)
      if (matches_from (rest, head, at))
        return TRUE;
    return FALSE;
  }
  if (strncmp (pattern, "[()]", 4) == 0) {
    guint behind = skip_group (head, at);

    return (behind > at && matches_from (rest, head, behind)) || matches_from (rest, head, at);
  }
  if (*pattern == '[')
    return (at < head->n && token_matches (&head->tokens[at], pattern + 1, end - 1)
            && matches_from (rest, head, at + 1))
           || matches_from (rest, head, at);
  return at < head->n && token_matches (&head->tokens[at], pattern, end) && matches_from (rest, head, at + 1);
}

const LbPattern *
lb_pattern_find (const LbPattern *patterns, const LbSqlSyntax *syntax, const LbStatement *statement,
                 guint server_version)
{
  LbLexer lexer;
  Head head;

  lb_lexer_init (&lexer, syntax, statement->text, strlen (statement->text), 1);
  head.n = (guint) next_token (&lexer, &head.tokens[0]);
  head.whole = FALSE;
  if (head.n == 0)
    return NULL;
  for (const LbPattern *entry = patterns; entry->pattern; entry++) {
    /* Most statements match no first word: the others are read further only now. */
    if (!token_matches (&head.tokens[0], entry->pattern, strchrnul (entry->pattern, ' ')))
      continue;
    while (!head.whole && head.n < MAX_TOKENS) {
      if (next_token (&lexer, &head.tokens[head.n]))
        head.n++;
      else
        head.whole = TRUE;
    }
    if ((entry->before_version == 0 || (server_version && server_version < entry->before_version))
        && matches_from (entry->pattern, &head, 0))
      return entry;
  }
  return NULL;
}

LbStatementKind
lb_pattern_classify (const LbPattern *patterns, const LbSqlSyntax *syntax, const LbStatement *statement,
                     guint server_version)
{
  const LbPattern *found = lb_pattern_find (patterns, syntax, statement, server_version);

  return found ? (LbStatementKind) found->kind : LB_STATEMENT_PLAIN;
}
