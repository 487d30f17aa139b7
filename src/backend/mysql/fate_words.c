/* Reading a statement word by word, for fate.c. */
#include "private.h"

#include <string.h>

gboolean
lb_my_words_read (LbMyWords *words, const LbSqlSyntax *syntax, const LbStatement *statement, GError **error)
{
  LbLexer lexer;
  LbToken token;

  *words = (LbMyWords){ .syntax = syntax, .tokens = g_array_new (FALSE, FALSE, sizeof (LbToken)) };
  lb_lexer_init (&lexer, syntax, statement->text, strlen (statement->text), statement->line);
  do {
    if (!lb_lexer_next_solid (&lexer, &token, error))
      return FALSE;
    g_array_append_val (words->tokens, token);
  } while (token.kind != LB_TOKEN_END);
  return TRUE;
}

void
lb_my_words_clear (LbMyWords *words)
{
  g_array_unref (words->tokens);
}

const LbToken *
lb_my_next (const LbMyWords *words)
{
  return &g_array_index (words->tokens, LbToken, MIN (words->at, words->tokens->len - 1));
}

gboolean
lb_my_accept (LbMyWords *words, const char *sequence)
{
  g_auto (GStrv)
    parts = g_strsplit (sequence, " ", -1);
  guint start = words->at;

  for (char **part = parts; *part; part++, words->at++) {
    if (lb_my_next (words)->kind != LB_TOKEN_WORD || !lb_token_is (lb_my_next (words), *part)) {
      words->at = start;
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
lb_my_accept_any (LbMyWords *words, const char *alternatives)
{
  g_auto (GStrv)
    parts = g_strsplit (alternatives, "|", -1);

  for (char **part = parts; *part; part++)
    if (lb_my_accept (words, *part))
      return TRUE;
  return FALSE;
}

gboolean
lb_my_accept_symbol (LbMyWords *words, char symbol)
{
  const LbToken *token = lb_my_next (words);

  if (token->length != 1 || token->start[0] != symbol)
    return FALSE;
  words->at++;
  return TRUE;
}

gboolean
lb_my_accept_name (LbMyWords *words, char **ret_schema, char **ret_name)
{
  g_autofree char *schema = NULL;
  g_autofree char *name = NULL;

  do {
    const LbToken *token = lb_my_next (words);

    if (token->kind != LB_TOKEN_WORD && token->kind != LB_TOKEN_NAME)
      return FALSE;
    g_free (schema);
    schema = g_steal_pointer (&name);
    name = lb_token_name (token, words->syntax);
    words->at++;
  } while (lb_my_accept_symbol (words, '.'));
  if (ret_schema)
    *ret_schema = g_steal_pointer (&schema);
  *ret_name = g_steal_pointer (&name);
  return TRUE;
}

/* Step over ( ... ) if it comes next. */
static void
skip_parentheses (LbMyWords *words)
{
  guint depth = 0;

  do {
    LbTokenKind kind = lb_my_next (words)->kind;

    depth += kind == LB_TOKEN_OPEN;
    if (depth == 0 || kind == LB_TOKEN_END)
      return;
    depth -= kind == LB_TOKEN_CLOSE;
    words->at++;
  } while (depth > 0);
}

GPtrArray *
lb_my_accept_columns (LbMyWords *words)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (lb_my_next (words)->kind != LB_TOKEN_OPEN)
    return NULL;
  do {
    char *name;

    words->at++;
    if (!lb_my_accept_name (words, NULL, &name))
      return NULL;
    g_ptr_array_add (names, name);
    skip_parentheses (words);
    lb_my_accept_any (words, "asc|desc");
  } while (*lb_my_next (words)->start == ',' && lb_my_next (words)->length == 1);
  if (lb_my_next (words)->kind != LB_TOKEN_CLOSE)
    return NULL;
  words->at++;
  return g_steal_pointer (&names);
}

void
lb_my_skip_to_comma (LbMyWords *words)
{
  while (lb_my_next (words)->kind != LB_TOKEN_END
         && !(lb_my_next (words)->length == 1 && *lb_my_next (words)->start == ',')) {
    if (lb_my_next (words)->kind == LB_TOKEN_OPEN)
      skip_parentheses (words);
    else
      words->at++;
  }
}
