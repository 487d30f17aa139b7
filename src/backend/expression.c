#include "expression.h"

#include "sql/build.h"
#include "sql/lexer.h"

#include <string.h>

/* The next mention of @column behind @lexer. FALSE at the end, and for what cannot be read with @ret_unreadable. */
static gboolean
next_mention (LbLexer *lexer, const char *column, LbToken *ret_token, gboolean *ret_unreadable)
{
  while (TRUE) {
    LbLexer ahead;
    LbToken token, next;

    if (!lb_lexer_next_solid (lexer, &token, NULL)) {
      *ret_unreadable = TRUE;
      return FALSE;
    }
    if (token.kind == LB_TOKEN_END)
      return FALSE;
    if (token.kind != LB_TOKEN_WORD && token.kind != LB_TOKEN_NAME)
      continue;
    g_autofree char *name = lb_token_name (&token, lexer->syntax);
    if (g_ascii_strcasecmp (name, column) != 0)
      continue;
    ahead = *lexer;
    if (!lb_lexer_next_solid (&ahead, &next, NULL) || (next.kind == LB_TOKEN_OPEN && token.kind == LB_TOKEN_WORD)
        || (next.kind == LB_TOKEN_SYMBOL && next.length == 1 && *next.start == '.'))
      continue;
    *ret_token = token;
    return TRUE;
  }
}

gboolean
lb_expression_names (const LbSqlSyntax *syntax, const char *sql, const char *column)
{
  gboolean unreadable = FALSE;
  LbLexer lexer;
  LbToken token;

  lb_lexer_init (&lexer, syntax, sql, strlen (sql), 1);
  return next_mention (&lexer, column, &token, &unreadable) || unreadable;
}

char *
lb_expression_rename (const LbSqlSyntax *syntax, const char *sql, const char *column, const char *new_name)
{
  GString *text = g_string_new (NULL);
  const char *copied = sql;
  gboolean unreadable = FALSE;
  LbLexer lexer;
  LbToken token;

  lb_lexer_init (&lexer, syntax, sql, strlen (sql), 1);
  while (next_mention (&lexer, column, &token, &unreadable)) {
    g_string_append_len (text, copied, token.start - copied);
    lb_sql_appendf (text, syntax, "%I", new_name);
    copied = token.start + token.length;
  }
  g_string_append (text, copied);
  return g_string_free (text, FALSE);
}
