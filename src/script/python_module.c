#include "python_module.h"

#include <string.h>

/* Targets of one assignment, a = b = value. */
#define MAX_TARGETS 8

#define NOT_HIDDEN G_MAXUINT

typedef struct {
  LbPyNames *names;
  LbPyLexer lexer;
  gboolean any_statement; /* the docstring can only be the first */
  gboolean conditional;   /* inside of a block that may not run, or run often */
  guint hidden;           /* lines indented more than this belong to a function or class */
} Parse;

static gboolean
ends_statement (const LbPyToken *token)
{
  return token->kind == LB_PY_NEWLINE || token->kind == LB_PY_END || lb_py_is (token, ";");
}

/* --- bindings --- */

/* @name gets a value that cannot be read, for the reason @what. */
static void
bind_unknown (Parse *parse, const LbPyToken *name, const char *what)
{
  LbHeaderReader *reader = parse->names->reader;
  LbPyBinding binding = { .name = name->start, .length = name->length };
  LbHeaderValue which;

  if (lb_py_header_name (name, &which)) {
    parse->names->values[which] = (LbPyValue){ .type = LB_PY_NONLITERAL, .what = what, .at = name->start };
    g_ptr_array_set_size (reader->lists[which], 0);
  } else {
    g_array_append_val (reader->bindings, binding);
  }
}

/* @name = the expression at @value. Only what the header needs is evaluated; the rest when it is referred to. */
static gboolean
bind (Parse *parse, const LbPyToken *name, const LbPyLexer *value, GError **error)
{
  LbHeaderReader *reader = parse->names->reader;
  LbPyBinding binding = { .name = name->start, .length = name->length, .value = *value };
  LbPyValue evaluated; /* which may refer to the value it replaces */
  LbHeaderValue which;
  GPtrArray *strings;

  if (parse->conditional) {
    bind_unknown (parse, name, "assigned inside of a block");
    return TRUE;
  }
  if (!lb_py_header_name (name, &which)) {
    g_array_append_val (reader->bindings, binding);
    return TRUE;
  }
  strings = reader->spare;
  g_ptr_array_set_size (strings, 0);
  if (!lb_py_evaluate (parse->names, *value, &evaluated, strings, error))
    return FALSE;
  parse->names->values[which] = evaluated;
  reader->spare = reader->lists[which];
  reader->lists[which] = strings;
  return TRUE;
}

/* --- statements --- */

/* `name: annotation` up to its `=`, which becomes @token, or the end of the statement. */
static gboolean
skip_annotation (LbPyLexer *look, LbPyToken *token, GError **error)
{
  do {
    if (!lb_py_next (look, token, error))
      return FALSE;
  } while (!ends_statement (token) && !(look->depth == 0 && lb_py_is (token, "=")));
  return TRUE;
}

/* `a, b = ...`: values of several targets are not taken apart. @look is behind the first comma, behind @first. */
static gboolean
bind_tuple (Parse *parse, const LbPyToken *first, LbPyLexer look, GError **error)
{
  LbPyLexer start = look;
  LbPyToken token, before = { .kind = LB_PY_OPERATOR, .start = ",", .length = 1 };

  if (!skip_annotation (&look, &token, error))
    return FALSE;
  if (ends_statement (&token))
    return TRUE;
  bind_unknown (parse, first, "assigned together with others");
  for (;;) {
    if (!lb_py_next (&start, &token, error))
      return FALSE;
    if (start.at == look.at)
      return TRUE;
    if (token.kind == LB_PY_NAME && !lb_py_is (&before, "."))
      bind_unknown (parse, &token, "assigned together with others");
    before = token;
  }
}

/* A statement that begins with the name @first, if it is an assignment. The lexer stays behind @first. */
static gboolean
read_assignment (Parse *parse, const LbPyToken *first, GError **error)
{
  LbPyToken targets[MAX_TARGETS] = { *first };
  guint n_targets = 1;
  LbPyLexer look = parse->lexer;
  LbPyToken token;

  if (!lb_py_next (&look, &token, error))
    return FALSE;
  if (lb_py_is (&token, ","))
    return bind_tuple (parse, first, look, error);
  if (token.kind == LB_PY_OPERATOR && token.length > 1 && token.start[token.length - 1] == '='
      && !strchr ("=!<>:", *token.start)) {
    bind_unknown (parse, first, "changed by an operator");
    return TRUE;
  }
  if (lb_py_is (&token, ":") && !skip_annotation (&look, &token, error))
    return FALSE;
  if (!lb_py_is (&token, "="))
    return TRUE;
  while (n_targets < MAX_TARGETS) { /* a = b = value */
    LbPyLexer ahead = look;

    if (!lb_py_next (&ahead, &targets[n_targets], error))
      return FALSE;
    if (targets[n_targets].kind != LB_PY_NAME)
      break;
    if (!lb_py_next (&ahead, &token, error))
      return FALSE;
    if (!lb_py_is (&token, "="))
      break;
    n_targets++;
    look = ahead;
  }
  for (guint i = 0; i < n_targets; i++) {
    if (!bind (parse, &targets[i], &look, error))
      return FALSE;
  }
  return TRUE;
}

/* `import a as b`, `from a import b, c as d`: names they bind. The lexer stays. */
static gboolean
read_import (Parse *parse, const LbPyToken *first, GError **error)
{
  LbPyLexer look = parse->lexer;
  gboolean binding = lb_py_is (first, "import");
  LbPyToken name = { .kind = LB_PY_END }, token;

  do {
    if (!lb_py_next (&look, &token, error))
      return FALSE;
    if (token.kind == LB_PY_NAME && lb_py_is (&token, "import"))
      binding = TRUE;
    else if (token.kind == LB_PY_NAME && binding)
      name = token; /* the last name before a comma counts: behind `as` if there is one */
    else if (name.kind == LB_PY_NAME && !lb_py_is (&token, ".")) {
      bind_unknown (parse, &name, "imported");
      name.kind = LB_PY_END;
    }
  } while (!ends_statement (&token));
  return TRUE;
}

/* `del a, b`. The lexer stays. */
static gboolean
read_del (Parse *parse, GError **error)
{
  LbPyLexer look = parse->lexer;
  LbPyToken token;

  do {
    if (!lb_py_next (&look, &token, error))
      return FALSE;
    if (token.kind == LB_PY_NAME)
      bind_unknown (parse, &token, "deleted");
  } while (!ends_statement (&token));
  return TRUE;
}

/* The docstring, if the statement at @at is nothing but a string. */
static gboolean
read_docstring (Parse *parse, LbPyLexer at, GError **error)
{
  LbPyToken name = { .kind = LB_PY_NAME, .start = "__doc__", .length = strlen ("__doc__") };
  LbPyValue *doc = &parse->names->values[LB_HEADER_DATE];

  if (!bind (parse, &name, &at, error))
    return FALSE;
  if (doc->type != LB_PY_STR || !doc->plain)
    *doc = (LbPyValue){ .type = LB_PY_UNSET };
  return TRUE;
}

/* Statements on one line, of which @token is the first and @at the lexer before it. */
static gboolean
read_simple (Parse *parse, LbPyToken token, LbPyLexer at, GError **error)
{
  for (;;) {
    gboolean good = TRUE;
    gboolean first = !parse->any_statement;

    parse->any_statement = TRUE;
    if (first && (token.kind == LB_PY_STRING || lb_py_is (&token, "(")))
      good = read_docstring (parse, at, error);
    else if (token.kind != LB_PY_NAME)
      ;
    else if (lb_py_is (&token, "import") || lb_py_is (&token, "from"))
      good = read_import (parse, &token, error);
    else if (lb_py_is (&token, "del"))
      good = read_del (parse, error);
    else
      good = read_assignment (parse, &token, error);
    if (!good)
      return FALSE;
    if (token.kind == LB_PY_NEWLINE || token.kind == LB_PY_END)
      return TRUE;
    if (!lb_py_is (&token, ";")) {
      const char *before;

      if (!lb_py_skip (&parse->lexer, TRUE, error))
        return FALSE;
      before = parse->lexer.at;
      if (before == parse->lexer.text || before[-1] != ';')
        return TRUE;
    }
    at = parse->lexer;
    if (!lb_py_next (&parse->lexer, &token, error))
      return FALSE;
  }
}

/* --- blocks --- */

typedef enum { BLOCK_NONE, BLOCK_HIDDEN, BLOCK_IF, BLOCK_FOR, BLOCK_OTHER } Block;

static const struct {
  const char *word;
  Block block;
} block_words[] = {
  { "def", BLOCK_HIDDEN },   { "class", BLOCK_HIDDEN },  { "if", BLOCK_IF },       { "elif", BLOCK_IF },
  { "else", BLOCK_OTHER },   { "for", BLOCK_FOR },       { "while", BLOCK_OTHER }, { "try", BLOCK_OTHER },
  { "except", BLOCK_OTHER }, { "finally", BLOCK_OTHER }, { "with", BLOCK_OTHER },
};

static Block
find_block (const LbPyToken *token)
{
  if (token->kind != LB_PY_NAME)
    return BLOCK_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (block_words); i++) {
    if (lb_py_is (token, block_words[i].word))
      return block_words[i].block;
  }
  return BLOCK_NONE;
}

/* Go behind the colon of a block's head and note the names that it binds. @ret_runs: FALSE if the block never runs when
 * the file is loaded as a revision. */
static gboolean
read_head (Parse *parse, Block block, gboolean *ret_runs, GError **error)
{
  gboolean targets = block == BLOCK_FOR, as = FALSE;
  LbPyToken token, last = { .kind = LB_PY_END };

  *ret_runs = TRUE;
  for (guint n = 0;; n++) {
    if (!lb_py_next (&parse->lexer, &token, error))
      return FALSE;
    if (token.kind == LB_PY_NEWLINE || token.kind == LB_PY_END)
      return TRUE;
    if (parse->lexer.depth == 0 && lb_py_is (&token, ":")) {
      if (block == BLOCK_IF && last.kind == LB_PY_NAME && lb_py_is (&last, "TYPE_CHECKING") && (n == 1 || n == 3))
        *ret_runs = FALSE;
      return TRUE;
    }
    if (token.kind == LB_PY_NAME) {
      if (n == 0 && block == BLOCK_IF && lb_py_is (&token, "__name__"))
        *ret_runs = FALSE;
      if (lb_py_is (&token, "in"))
        targets = FALSE;
      else if (targets || as)
        bind_unknown (parse, &token, "assigned by a block");
      as = lb_py_is (&token, "as");
    } else if (!lb_py_is (&token, "(")) {
      as = FALSE;
    }
    last = token;
  }
}

/* A statement that begins with the keyword @token, at @indent. */
static gboolean
read_block (Parse *parse, Block block, guint indent, GError **error)
{
  gboolean runs;
  LbPyLexer at;
  LbPyToken token;

  if (block == BLOCK_HIDDEN) {
    if (!lb_py_next (&parse->lexer, &token, error))
      return FALSE;
    if (token.kind == LB_PY_NAME)
      bind_unknown (parse, &token, "a function or class");
    parse->hidden = indent;
    return token.kind == LB_PY_NEWLINE || lb_py_skip (&parse->lexer, FALSE, error);
  }
  if (!read_head (parse, block, &runs, error))
    return FALSE;
  if (!runs) {
    parse->hidden = indent;
    return lb_py_skip (&parse->lexer, FALSE, error);
  }
  at = parse->lexer;
  if (!lb_py_next (&parse->lexer, &token, error))
    return FALSE;
  parse->conditional = TRUE; /* `if x: revision = "a"` on one line */
  return read_simple (parse, token, at, error);
}

/* One logical line; the lexer stands behind its indentation. */
static gboolean
read_line (Parse *parse, guint indent, GError **error)
{
  LbPyLexer at = parse->lexer;
  LbPyToken token;
  Block block;

  if (parse->hidden != NOT_HIDDEN && indent > parse->hidden)
    return lb_py_skip (&parse->lexer, FALSE, error);
  parse->hidden = NOT_HIDDEN;
  parse->conditional = indent > 0;
  if (!lb_py_next (&parse->lexer, &token, error))
    return FALSE;
  if (token.kind == LB_PY_NAME && lb_py_is (&token, "async") && !lb_py_next (&parse->lexer, &token, error))
    return FALSE;
  block = find_block (&token);
  if (block != BLOCK_NONE) {
    parse->any_statement = TRUE;
    return read_block (parse, block, indent, error);
  }
  return read_simple (parse, token, at, error);
}

gboolean
lb_py_read_module (LbPyNames *names, const char *path, const char *text, gsize length, GError **error)
{
  Parse parse = {
    .names = names,
    .lexer = { .path = path, .text = text, .end = text + length, .at = text },
    .hidden = NOT_HIDDEN,
  };
  LbPyLexer *lexer = &parse.lexer;

  while (lexer->at < lexer->end) {
    guint indent = lb_py_indent (lexer);

    if (lexer->at < lexer->end && strchr ("#\r\n", *lexer->at)) { /* blank and comment lines have no indentation */
      if (!lb_py_skip (lexer, FALSE, error))
        return FALSE;
    } else if (!read_line (&parse, indent, error)) {
      return FALSE;
    }
  }
  return TRUE;
}
