#include "lexer.h"

gboolean
lb_token_is (const LbToken *token, const char *word)
{
  if (token->kind != LB_TOKEN_WORD)
    return FALSE;
  for (gsize i = 0; i < token->length; i++)
    if (g_ascii_tolower (token->start[i]) != word[i]) /* also where word ends: its NUL is no byte of a WORD */
      return FALSE;
  return word[token->length] == '\0';
}

gboolean
lb_token_is_any (const LbToken *token, const char *const *words)
{
  for (; *words; words++)
    if (lb_token_is (token, *words))
      return TRUE;
  return FALSE;
}

static char *
folded (const LbToken *token, const LbSqlSyntax *syntax)
{
  return syntax->fold_upper ? g_ascii_strup (token->start, (gssize) token->length)
                            : g_ascii_strdown (token->start, (gssize) token->length);
}

char *
lb_token_name (const LbToken *token, const LbSqlSyntax *syntax)
{
  const char *p = token->start;
  const char *end = token->start + token->length;
  char quote;

  if (token->kind != LB_TOKEN_NAME)
    return folded (token, syntax);
  if (*p == 'U' || *p == 'u')
    p += 2;
  quote = *p++;
  end--;
  if (quote == '[')
    return g_strndup (p, (gsize) (end - p));

  GString *name = g_string_sized_new ((gsize) (end - p));
  for (; p < end; p++) {
    g_string_append_c (name, *p);
    if (*p == quote)
      p++;
  }
  return g_string_free (name, FALSE);
}
