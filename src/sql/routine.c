#include "routine.h"

/* How far behind CREATE the kind of object is looked for when DEFINER = somebody lies between. */
enum { MAX_DEFINER_TOKENS = 16 };

void
lb_routine_init (LbRoutine *routine, const LbSqlSyntax *syntax)
{
  gboolean possible = syntax->begin_atomic || syntax->compound_triggers || syntax->compound_routines;

  *routine = (LbRoutine){ .syntax = syntax, .kind = possible ? LB_ROUTINE_UNDECIDED : LB_ROUTINE_NONE };
}

static gboolean
is_symbol (const LbToken *token, char symbol)
{
  return token->kind == LB_TOKEN_SYMBOL && token->length == 1 && *token->start == symbol;
}

static void
open_block (LbRoutine *routine, guint line)
{
  if (routine->depth++ == 0)
    routine->line = line;
}

static void
close_block (LbRoutine *routine)
{
  if (--routine->depth == 0)
    routine->kind = LB_ROUTINE_NONE;
}

static LbRoutineKind
kind_of_object (const LbSqlSyntax *syntax, const LbToken *token)
{
  static const char *const routines[] = { "function", "procedure", NULL };

  if (lb_token_is_any (token, routines)) {
    if (syntax->begin_atomic)
      return LB_ROUTINE_ATOMIC;
    return syntax->compound_routines ? LB_ROUTINE_COMPOUND : LB_ROUTINE_NONE;
  }
  if (lb_token_is (token, "trigger") && syntax->compound_triggers)
    return LB_ROUTINE_TRIGGER;
  if (syntax->compound_routines && (lb_token_is (token, "trigger") || lb_token_is (token, "event")))
    return LB_ROUTINE_COMPOUND;
  return LB_ROUTINE_NONE;
}

static void
decide (LbRoutine *routine, const LbToken *token)
{
  static const char *const modifiers[] = { "or", "replace", "temp", "temporary", "aggregate", "definer", NULL };

  if (routine->n_tokens == 0) {
    if (!lb_token_is (token, "create") && !(routine->syntax->compound_routines && lb_token_is (token, "begin")))
      routine->kind = LB_ROUTINE_NONE;
    return;
  }
  if (lb_token_is (&routine->last, "begin")) { /* a block without a routine: BEGIN NOT ATOMIC ...; END */
    routine->kind = lb_token_is (token, "not") ? LB_ROUTINE_COMPOUND : LB_ROUTINE_NONE;
    if (routine->kind == LB_ROUTINE_COMPOUND)
      open_block (routine, routine->last.line);
    return;
  }
  routine->definer |= lb_token_is (token, "definer");
  if (lb_token_is_any (token, modifiers))
    return;

  LbRoutineKind kind = kind_of_object (routine->syntax, token);
  if (kind != LB_ROUTINE_NONE || !routine->definer || routine->n_tokens > MAX_DEFINER_TOKENS)
    routine->kind = kind;
}

/* BEGIN ATOMIC opens; END opens no statement, so that one behind a semicolon (or in an empty body) closes. CASE ... END
 * needs no counting: no semicolon stands before its END. */
static void
feed_atomic (LbRoutine *routine, const LbToken *token)
{
  if (routine->depth == 0 && lb_token_is (token, "atomic") && lb_token_is (&routine->last, "begin"))
    open_block (routine, routine->last.line);
  else if (routine->depth && lb_token_is (token, "end")
           && (routine->last.kind == LB_TOKEN_SEMICOLON || lb_token_is (&routine->last, "atomic")))
    close_block (routine);
}

/* The same rule for END. BEGIN, which is a name where SQLite wants one, opens unless what stands around it makes it
 * one. */
static void
feed_trigger (LbRoutine *routine, const LbToken *token)
{
  static const char *const before_name[] = { "trigger", "exists", "on", "of", NULL };
  static const char *const after_name[]
      = { "begin",   "on",     "for",     "when",   "and",     "or",      "is",     "in",
          "not",     "like",   "between", "glob",   "match",   "then",    "regexp", "isnull",
          "notnull", "escape", "after",   "before", "instead", "collate", NULL };

  if (routine->depth) {
    if (lb_token_is (token, "end")
        && (routine->last.kind == LB_TOKEN_SEMICOLON || lb_token_is (&routine->last, "begin")))
      close_block (routine);
    return;
  }
  if (routine->candidate
      && (token->kind == LB_TOKEN_SEMICOLON
          || (token->kind == LB_TOKEN_WORD && !lb_token_is_any (token, after_name)))) {
    open_block (routine, routine->last.line);
    if (lb_token_is (token, "end"))
      close_block (routine);
  }
  routine->candidate = lb_token_is (token, "begin") && !is_symbol (&routine->last, '.')
                       && !is_symbol (&routine->last, ',') && !lb_token_is_any (&routine->last, before_name);
}

/* Whether a statement of a compound body starts behind the last token. */
static gboolean
at_statement (const LbRoutine *routine)
{
  static const char *const before_statement[] = { "begin", "then", "else", "do", "loop", "repeat", NULL };

  return routine->last.kind == LB_TOKEN_SEMICOLON || is_symbol (&routine->last, ':')
         || (routine->cases == 0 && lb_token_is_any (&routine->last, before_statement));
}

/* Between CREATE PROCEDURE and its body. */
static void
feed_compound_head (LbRoutine *routine, const LbToken *token)
{
  static const char *const blocks[] = { "begin", "if", "case", "loop", "while", "repeat", "for", NULL };
  static const char *const objects[] = { "procedure", "function", "trigger", "event", NULL };
  static const char *const statements[] = { "return", "call", "select", "insert", "update", "delete", "set", NULL };
  static const char *const no_statement[] = { "before", "after", "or", "character", "charset", NULL };

  if (routine->single || is_symbol (&routine->last, '.'))
    return;
  if (lb_token_is_any (token, statements))
    routine->single = !lb_token_is_any (&routine->last, no_statement);
  else if (lb_token_is (token, "for") && !is_symbol (&routine->last, ':'))
    return; /* FOR EACH ROW */
  else if (lb_token_is_any (token, blocks) && !(lb_token_is (token, "if") && lb_token_is_any (&routine->last, objects)))
    open_block (routine, token->line);
}

static void
feed_compound_body (LbRoutine *routine, const LbToken *token)
{
  static const char *const blocks[] = { "begin", "if", "case", "loop", "while", "repeat", "for", NULL };

  if (lb_token_is (token, "end")) {
    if (routine->cases)
      routine->cases--;
    else if (routine->until || routine->last.kind == LB_TOKEN_SEMICOLON || lb_token_is (&routine->last, "begin"))
      close_block (routine);
    routine->until = FALSE;
  } else if (lb_token_is (&routine->last, "end")) {
    return; /* END IF, END CASE, ... */
  } else if (lb_token_is_any (token, blocks) && at_statement (routine)) {
    open_block (routine, token->line);
  } else if (lb_token_is (token, "case")) {
    routine->cases++;
  } else if (routine->handler && lb_token_is (token, "begin")) {
    open_block (routine, token->line);
  } else {
    routine->until |= lb_token_is (token, "until");
    routine->handler |= lb_token_is (token, "handler");
  }
}

static void
feed_compound (LbRoutine *routine, const LbToken *token)
{
  if (token->kind == LB_TOKEN_SEMICOLON) {
    routine->cases = 0;
    routine->handler = routine->until = FALSE;
  } else if (token->kind == LB_TOKEN_WORD) {
    if (routine->depth == 0)
      feed_compound_head (routine, token);
    else
      feed_compound_body (routine, token);
  }
}

void
lb_routine_feed (LbRoutine *routine, const LbToken *token)
{
  switch (routine->kind) {
    case LB_ROUTINE_UNDECIDED:
      decide (routine, token);
      break;
    case LB_ROUTINE_ATOMIC:
      feed_atomic (routine, token);
      break;
    case LB_ROUTINE_TRIGGER:
      feed_trigger (routine, token);
      break;
    case LB_ROUTINE_COMPOUND:
      feed_compound (routine, token);
      break;
    case LB_ROUTINE_NONE:
      return;
  }
  routine->last = *token;
  routine->n_tokens++;
}
