#include "python_value.h"

#include "python_string.h"

#include <string.h>

/* Brackets within brackets and names that stand for names. */
#define MAX_DEPTH 40

static const char *const header_names[LB_HEADER_N_VALUES] = {
  [LB_HEADER_ID] = "revision",        [LB_HEADER_DOWN] = "down_revision", [LB_HEADER_LABELS] = "branch_labels",
  [LB_HEADER_DEPENDS] = "depends_on", [LB_HEADER_DATE] = "__doc__",
};

typedef struct {
  const LbPyNames *names;
  LbPyLexer lexer;
  GPtrArray *strings;
  guint n_bindings; /* those before the place that is evaluated */
  guint depth;
} Evaluation;

static gboolean evaluate (Evaluation *at, LbPyValue *value, GError **error);

gboolean
lb_py_header_name (const LbPyToken *name, LbHeaderValue *ret_value)
{
  for (guint i = 0; i < LB_HEADER_N_VALUES; i++) {
    if (lb_py_is (name, header_names[i])) {
      *ret_value = i;
      return TRUE;
    }
  }
  return FALSE;
}

static void
set_value (LbPyValue *value, LbPyType type, const char *what)
{
  value->type = type;
  value->what = what;
}

/* The next token without going there. */
static gboolean
peek (const Evaluation *at, LbPyToken *token, GError **error)
{
  LbPyLexer ahead = at->lexer;

  return lb_py_next (&ahead, token, error);
}

/* One or several string literals side by side. */
static gboolean
evaluate_strings (Evaluation *at, LbPyToken token, LbPyValue *value, GError **error)
{
  LbHeaderReader *reader = at->names->reader;
  LbPyStringKind worst = LB_PY_TEXT;

  g_string_truncate (reader->scratch, 0);
  value->plain = TRUE;
  for (;;) {
    LbPyStringKind kind;
    gboolean plain;

    if (!lb_py_string_decode (&at->lexer, &token, reader->scratch, &kind, &plain, error))
      return FALSE;
    worst = MAX (worst, kind);
    value->plain &= plain;
    if (!peek (at, &token, error))
      return FALSE;
    if (token.kind != LB_PY_STRING)
      break;
    if (!lb_py_next (&at->lexer, &token, error))
      return FALSE;
  }
  if (worst == LB_PY_BYTES) {
    set_value (value, LB_PY_WRONG, "bytes");
  } else if (worst == LB_PY_COMPUTED) {
    set_value (value, LB_PY_NONLITERAL, "an f-string with fields");
  } else {
    set_value (value, LB_PY_STR, NULL);
    value->inexact |= worst == LB_PY_INEXACT;
    g_ptr_array_add (at->strings, lb_header_keep (reader, reader->scratch->str, reader->scratch->len));
  }
  return TRUE;
}

/* The value of a header variable that was assigned before. */
static void
copy_header_value (const Evaluation *at, LbHeaderValue which, LbPyValue *value)
{
  const LbPyValue *from = &at->names->values[which];
  const GPtrArray *list = at->names->reader->lists[which];

  if (from->type == LB_PY_UNSET) {
    set_value (value, LB_PY_NONLITERAL, "a name that has no literal value");
    return;
  }
  set_value (value, from->type, from->what);
  value->inexact |= from->inexact;
  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (at->strings, g_ptr_array_index (list, i));
}

/* What @name stands for: the last assignment before the place that is evaluated. */
static gboolean
evaluate_name (const Evaluation *at, const LbPyToken *name, LbPyValue *value, GError **error)
{
  GArray *bindings = at->names->reader->bindings;
  LbHeaderValue which;

  if (lb_py_header_name (name, &which)) {
    copy_header_value (at, which, value);
    return TRUE;
  }
  for (guint i = at->n_bindings; i > 0; i--) {
    const LbPyBinding *binding = &g_array_index (bindings, LbPyBinding, i - 1);
    Evaluation there = *at;

    if (binding->length != name->length || memcmp (binding->name, name->start, name->length) != 0)
      continue;
    if (!binding->value.at)
      break;
    there.lexer = binding->value;
    there.n_bindings = i - 1;
    there.depth++;
    return evaluate (&there, value, error);
  }
  set_value (value, LB_PY_NONLITERAL, "a name that has no literal value");
  return TRUE;
}

static const struct {
  const char *word;
  LbPyType type;
  const char *what;
} constants[] = {
  { "None", LB_PY_NONE, NULL },
  { "True", LB_PY_WRONG, "a boolean" },
  { "False", LB_PY_WRONG, "a boolean" },
};

static gboolean
evaluate_word (const Evaluation *at, const LbPyToken *name, LbPyValue *value, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (constants); i++) {
    if (lb_py_is (name, constants[i].word)) {
      set_value (value, constants[i].type, constants[i].what);
      return TRUE;
    }
  }
  return evaluate_name (at, name, value, error);
}

static gboolean evaluate_item (Evaluation *at, const LbPyToken *first, LbPyValue *value, GError **error);

/* What items of a list make together: strings only; a lone None counts as nothing. */
static void
join_items (LbPyValue *list, const LbPyValue *item, guint n_items)
{
  if (item->type == LB_PY_NONE && n_items == 1)
    set_value (list, LB_PY_NONE, NULL);
  else if (item->type == LB_PY_NONE || list->type == LB_PY_NONE)
    set_value (list, LB_PY_WRONG, "a list with None in it");
  else if (item->type == LB_PY_LIST)
    set_value (list, LB_PY_WRONG, "a list of lists");
  else if (item->type != LB_PY_STR)
    set_value (list, item->type, item->what);
  list->inexact |= item->inexact;
}

/* From behind an opening bracket to behind its closing one: list, tuple, set, or a value in parentheses.
 * @open: the bracket; NULL for a tuple without parentheses, whose first item has been read into @value */
static gboolean
evaluate_items (Evaluation *at, const char *open, LbPyValue *value, GError **error)
{
  LbPyValue list = *value;
  gboolean comma = open == NULL;
  guint n_items = 0;
  LbPyToken token;

  set_value (&list, LB_PY_LIST, NULL);
  if (!open)
    join_items (&list, value, ++n_items);
  while (list.type == LB_PY_LIST || list.type == LB_PY_NONE) { /* else it is decided */
    LbPyValue item = { .type = LB_PY_UNSET };

    if (!open) { /* the end of the statement is the caller's to see */
      if (!peek (at, &token, error))
        return FALSE;
      if (token.kind == LB_PY_NEWLINE || token.kind == LB_PY_END || lb_py_is (&token, ";"))
        break;
    }
    if (!lb_py_next (&at->lexer, &token, error))
      return FALSE;
    if (open && token.kind == LB_PY_OPERATOR && strchr (")]}", *token.start))
      break;
    if (!evaluate_item (at, &token, &item, error))
      return FALSE;
    n_items++;
    if (!peek (at, &token, error))
      return FALSE;
    if (lb_py_is (&token, ",")) {
      comma = TRUE;
      if (!lb_py_next (&at->lexer, &token, error))
        return FALSE;
    } else if (open && token.kind == LB_PY_OPERATOR && strchr (")]}", *token.start)) {
      if (*open == '(' && !comma) { /* no tuple: parentheses */
        *value = item;
        return lb_py_next (&at->lexer, &token, error);
      }
    } else if (open || !(token.kind == LB_PY_NEWLINE || token.kind == LB_PY_END || lb_py_is (&token, ";"))) {
      set_value (value, LB_PY_NONLITERAL, "an expression");
      return TRUE;
    }
    join_items (&list, &item, n_items);
  }
  *value = list;
  if (n_items == 0 && open && *open == '{')
    set_value (value, LB_PY_WRONG, "a dictionary");
  return TRUE;
}

/* One item that begins with the token @first. */
static gboolean
evaluate_item (Evaluation *at, const LbPyToken *first, LbPyValue *value, GError **error)
{
  gboolean good;

  if (at->depth >= MAX_DEPTH) {
    set_value (value, LB_PY_NONLITERAL, "too deeply nested");
    return TRUE;
  }
  at->depth++;
  switch (first->kind) {
    case LB_PY_STRING:
      good = evaluate_strings (at, *first, value, error);
      break;
    case LB_PY_NAME:
      good = evaluate_word (at, first, value, error);
      break;
    case LB_PY_NUMBER:
      set_value (value, LB_PY_WRONG, "a number");
      good = TRUE;
      break;
    case LB_PY_OPERATOR:
      if (strchr ("([{", *first->start)) {
        good = evaluate_items (at, first->start, value, error);
        break;
      }
      G_GNUC_FALLTHROUGH;
    default:
      set_value (value, LB_PY_NONLITERAL, "an expression");
      good = TRUE;
  }
  at->depth--;
  return good;
}

/* A whole expression, up to the end of its statement. */
static gboolean
evaluate (Evaluation *at, LbPyValue *value, GError **error)
{
  LbPyToken token;

  if (!lb_py_next (&at->lexer, &token, error))
    return FALSE;
  if (!evaluate_item (at, &token, value, error))
    return FALSE;
  if (value->type == LB_PY_NONLITERAL || at->lexer.depth > 0) /* given up in the middle */
    return TRUE;
  if (!peek (at, &token, error))
    return FALSE;
  if (lb_py_is (&token, ",")) {
    if (!lb_py_next (&at->lexer, &token, error))
      return FALSE;
    return evaluate_items (at, NULL, value, error);
  }
  if (token.kind != LB_PY_NEWLINE && token.kind != LB_PY_END && !lb_py_is (&token, ";"))
    set_value (value, LB_PY_NONLITERAL, "an expression");
  return TRUE;
}

gboolean
lb_py_evaluate (const LbPyNames *names, LbPyLexer lexer, LbPyValue *ret_value, GPtrArray *strings, GError **error)
{
  GArray *bindings = names->reader->bindings;
  Evaluation at = {
    .names = names,
    .lexer = lexer,
    .strings = strings,
    .n_bindings = bindings ? bindings->len : 0,
  };

  *ret_value = (LbPyValue){ .at = lexer.at };
  return evaluate (&at, ret_value, error);
}
