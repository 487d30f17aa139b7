#include "split.h"

#include "client.h"
#include "routine.h"
#include "util/error.h"

#include <string.h>

LbStatement *
lb_statement_new (const char *text, const char *file, guint line)
{
  LbStatement *statement = g_new (LbStatement, 1);

  *statement = (LbStatement){ .text = g_strdup (text), .file = g_intern_string (file), .line = line };
  return statement;
}

void
lb_statement_free (LbStatement *statement)
{
  if (!statement)
    return;
  g_free (statement->text);
  g_free (statement);
}

typedef struct {
  LbLexer lexer;
  const char *file; /* interned */
  GPtrArray *statements;

  /* the statement under way */
  const char *start; /* NULL between statements */
  const char *end;   /* of its last solid token */
  guint line;
  guint depth;           /* of parentheses: a semicolon within is part of the statement, as psql has it */
  guint depth_line;      /* of the outermost open one */
  guint executable_line; /* of the open executable comment; 0 none */
  LbRoutine routine;
  LbClientCopy copy;
} Splitter;

static gboolean
fail (guint line, const char *hint, GError **error, const char *message)
{
  lb_set_error_at (error, LB_ERROR_SCRIPT, NULL, line, "%s", message);
  if (error)
    lb_error_set_hint (*error, "%s", hint);
  return FALSE;
}

static void
end_statement (Splitter *splitter)
{
  if (!splitter->start)
    return;

  LbStatement *statement = g_new (LbStatement, 1);
  *statement = (LbStatement){ .text = g_strndup (splitter->start, (gsize) (splitter->end - splitter->start)),
                              .file = splitter->file,
                              .line = splitter->line };
  g_ptr_array_add (splitter->statements, statement);
  splitter->start = NULL;
}

/* DELIMITER // : the rest of the line, up to white space, ends statements from now on. */
static gboolean
set_delimiter (Splitter *splitter, const LbToken *token, GError **error)
{
  LbLexer *lexer = &splitter->lexer;
  const char *line_end = memchr (lexer->at, '\n', (gsize) (lexer->end - lexer->at));
  const char *p = lexer->at;
  const char *to;

  line_end = line_end ? line_end : lexer->end;
  while (p < line_end && g_ascii_isspace (*p))
    p++;
  for (to = p; to < line_end && !g_ascii_isspace (*to);)
    to++;
  if (to == p)
    return fail (token->line, "Write DELIMITER and the characters that end statements, on one line.", error,
                 "DELIMITER without a delimiter");
  if (memchr (p, '\\', (gsize) (to - p)) || strchr ("'\"`", *p))
    return fail (token->line, "Use characters such as // or $$.", error, "DELIMITER with a quote or backslash");
  lexer->delimiter = to - p == 1 && *p == ';' ? NULL : p;
  lexer->delimiter_length = (gsize) (to - p);
  lexer->at = line_end;
  return TRUE;
}

static void
start_statement (Splitter *splitter, const LbToken *token)
{
  splitter->start = token->start;
  splitter->line = token->line;
  splitter->depth = 0;
  splitter->executable_line = 0;
  splitter->copy = (LbClientCopy){ 0 };
  lb_routine_init (&splitter->routine, splitter->lexer.syntax);
}

/* Keep count of what semicolons may stand within besides routines. TRUE if the token is such a bracket. */
static gboolean
take_executable (Splitter *splitter, const LbToken *token)
{
  if (!splitter->lexer.syntax->executable_comments || token->kind != LB_TOKEN_SYMBOL || token->length < 2)
    return FALSE;
  if (*token->start == '/')
    splitter->executable_line = token->line;
  else if (*token->start == '*')
    splitter->executable_line = 0;
  return *token->start != ':';
}

/* A token of a statement, the semicolon that may end it included. */
static gboolean
take_solid (Splitter *splitter, const LbToken *token, GError **error)
{
  const LbSqlSyntax *syntax = splitter->lexer.syntax;

  if (!splitter->start)
    start_statement (splitter, token);
  if (take_executable (splitter, token)) {
    splitter->end = token->start + token->length;
    return TRUE;
  }
  if (token->kind == LB_TOKEN_CLOSE && splitter->depth)
    splitter->depth--;
  if (splitter->depth == 0) {
    if (!splitter->lexer.delimiter)
      lb_routine_feed (&splitter->routine, token);
    if (syntax->copy_from_stdin && !lb_client_copy_feed (&splitter->copy, token, error))
      return FALSE;
  }
  if (token->kind == LB_TOKEN_OPEN && splitter->depth++ == 0)
    splitter->depth_line = token->line;
  splitter->end = token->start + token->length;
  return TRUE;
}

static gboolean
take_semicolon (Splitter *splitter, const LbToken *token, GError **error)
{
  const char *end = splitter->end;

  if (!splitter->start)
    return TRUE;
  if (!splitter->lexer.delimiter) {
    if (!take_solid (splitter, token, error))
      return FALSE;
    if (splitter->depth || splitter->executable_line || splitter->routine.depth)
      return TRUE;
  }
  splitter->end = end;
  end_statement (splitter);
  return TRUE;
}

static gboolean
take_end (Splitter *splitter, GError **error)
{
  if (splitter->start && !splitter->lexer.delimiter) {
    if (splitter->routine.depth)
      return fail (splitter->routine.line,
                   "End every statement of the body with a semicolon, also the last, before END.", error,
                   "the body that begins here has no END");
    if (splitter->depth)
      return fail (splitter->depth_line, "A semicolon inside parentheses does not end a statement.", error,
                   "parenthesis is not closed");
    if (splitter->executable_line)
      return fail (splitter->executable_line, "Close the comment with */.", error, "executable comment does not end");
  }
  end_statement (splitter);
  return TRUE;
}

/* Whether only brackets, quotes and semicolons still matter in the statement under way, so that words can be skipped.
 */
static gboolean
words_are_done (const Splitter *splitter)
{
  if (!splitter->start)
    return FALSE;
  if (splitter->depth)
    return TRUE;
  return splitter->routine.kind == LB_ROUTINE_NONE
         && (!splitter->lexer.syntax->copy_from_stdin || (splitter->copy.n_tokens && !splitter->copy.is_copy));
}

static gboolean
split (Splitter *splitter, GError **error)
{
  LbLexer *lexer = &splitter->lexer;
  LbToken token;

  for (;;) {
    if (words_are_done (splitter)) {
      const char *passed = lb_lexer_skip (lexer);

      splitter->end = passed ? passed : splitter->end;
    }
    if (!lb_lexer_next (lexer, &token, error))
      return FALSE;
    switch (token.kind) {
      case LB_TOKEN_SPACE:
      case LB_TOKEN_COMMENT:
        break;
      case LB_TOKEN_END:
        return take_end (splitter, error);
      case LB_TOKEN_BACKSLASH:
        return lb_client_refuse_backslash (&token, error);
      case LB_TOKEN_SEMICOLON:
        if (!take_semicolon (splitter, &token, error))
          return FALSE;
        break;
      default:
        if (!splitter->start && lexer->syntax->dot_commands && *token.start == '.')
          return lb_client_refuse_dot (&token, lexer->end, error);
        if (!splitter->start && lexer->syntax->delimiter_command && lb_token_is (&token, "delimiter")) {
          if (!set_delimiter (splitter, &token, error))
            return FALSE;
        } else if (!take_solid (splitter, &token, error)) {
          return FALSE;
        }
    }
  }
}

static gboolean
has_no_nul (const char *text, gsize length, guint line, GError **error)
{
  const char *nul = length ? memchr (text, '\0', length) : NULL;

  if (!nul)
    return TRUE;
  for (const char *p = text; p < nul; p++)
    line += *p == '\n';
  return fail (line, "Save the file as UTF-8; UTF-16 and binary files cannot be read.", error,
               "NUL byte in the script");
}

GPtrArray *
lb_sql_split (const LbSqlSyntax *syntax, const char *file, const char *text, gsize length, guint line, GError **error)
{
  static const char bom[] = "\xef\xbb\xbf";
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);
  Splitter splitter = { .file = g_intern_string (file), .statements = statements };
  GError *failed = NULL;

  if (line == 1 && length >= 3 && memcmp (text, bom, 3) == 0) {
    text += 3;
    length -= 3;
  }
  lb_lexer_init (&splitter.lexer, syntax, text, length, line);
  if (has_no_nul (text, length, line, &failed) && split (&splitter, &failed))
    return g_steal_pointer (&statements);
  lb_error_set_place (failed, file, lb_error_parts (failed)->line);
  g_propagate_error (error, failed);
  return NULL;
}
