/* Python statements in templates: assignments and imports. */
#include "template_private.h"

#include <string.h>

static LbNode *
assign_new (LbExpressionText *text, guint line)
{
  LbNode *node = lb_arena_alloc (text->arena, sizeof (LbNode));

  node->kind = LB_NODE_ASSIGN;
  node->line = line;
  return node;
}

/* A name with dots, taken; NULL if none comes. */
static const char *
take_dotted_name (LbExpressionText *text)
{
  const char *start = text->at;
  const char *name;

  while (text->at < text->end
         && (g_ascii_isalnum (*text->at) || *text->at == '_' || *text->at == '.' || (guchar) *text->at >= 0x80))
    text->at++;
  name = text->at > start ? lb_arena_string (text->arena, start, (gsize) (text->at - start)) : NULL;
  lb_expression_skip_blanks (text);
  return name;
}

/* Bind @name to the module (or the thing in one) @what. Whether it can be used shows where it is used. */
static void
append_import (LbExpressionText *text, GPtrArray *nodes, const char *name, const char *what, guint line)
{
  LbNode *node = assign_new (text, line);
  LbExpression *constant = lb_arena_alloc (text->arena, sizeof (LbExpression));
  const char **names = lb_arena_alloc (text->arena, 2 * sizeof (gpointer));

  constant->kind = LB_EXPRESSION_CONSTANT;
  constant->line = line;
  constant->constant = lb_value_named (text->arena, LB_VALUE_MODULE, what);
  names[0] = name;
  node->names = (const char *const *) names;
  node->n_names = 1;
  node->expression = constant;
  g_ptr_array_add (nodes, node);
}

/* Behind `import`, or behind `from MODULE import` (then @module is given). */
static gboolean
parse_imports (LbExpressionText *text, const char *module, GPtrArray *nodes, GError **error)
{
  guint line = text->line;
  gboolean by_line = text->by_line;
  gboolean parentheses = module && lb_expression_take (text, "(");

  text->by_line = !parentheses;
  lb_expression_skip_blanks (text);
  do {
    const char *name = take_dotted_name (text);
    const char *as = name && lb_expression_take (text, "as") ? take_dotted_name (text) : NULL;
    g_autofree char *what = module && name ? g_strconcat (module, ".", name, NULL) : g_strdup (name);

    if (!name) {
      lb_expression_fail (text, error, "template: an import that is not understood");
      return FALSE;
    }
    if (!as && !module)
      as = lb_arena_string (text->arena, name, strcspn (name, "."));
    append_import (text, nodes, as ? as : name, what, line);
  } while (lb_expression_take (text, ","));
  text->by_line = by_line;
  if (parentheses && !lb_expression_take (text, ")")) {
    lb_expression_fail (text, error, "template: ')' expected");
    return FALSE;
  }
  return TRUE;
}

static gboolean
parse_assignment (LbExpressionText *text, GPtrArray *nodes, GError **error)
{
  static const char *const keywords[] = { "if",     "for",   "while", "def",    "class", "try",     "with",
                                          "return", "raise", "del",   "global", "break", "continue" };
  LbNode *node = assign_new (text, text->line);
  LbExpressionText start = *text;
  gboolean plus;

  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (lb_expression_take (text, keywords[i])) {
      lb_expression_fail (&start, error, "template: the statement '%s' is not understood", keywords[i]);
      return FALSE;
    }
  if (!(node->names = lb_expression_parse_targets (text, &node->n_names, error)))
    return FALSE;
  plus = lb_expression_take (text, "+=");
  if (!plus && !lb_expression_take (text, "=")) {
    lb_expression_fail (&start, error, "template: only assignments and imports are understood in a block of Python");
    return FALSE;
  }
  if (!(node->expression = lb_expression_parse (text, TRUE, error)))
    return FALSE;
  if (plus) {
    LbExpression *name = lb_arena_alloc (text->arena, sizeof (LbExpression));
    LbExpression *sum = lb_arena_alloc (text->arena, sizeof (LbExpression));
    const LbExpression **items = lb_arena_alloc (text->arena, 2 * sizeof (gpointer));

    name->kind = LB_EXPRESSION_NAME;
    name->name = node->names[0];
    items[0] = name;
    items[1] = node->expression;
    *sum = (LbExpression){ .kind = LB_EXPRESSION_BINARY,
                           .line = node->line,
                           .name = "+",
                           .items = (const LbExpression *const *) items,
                           .n = 2 };
    node->expression = sum;
  }
  g_ptr_array_add (nodes, node);
  return TRUE;
}

static gboolean
parse_statement (LbExpressionText *text, GPtrArray *nodes, GError **error)
{
  if (lb_expression_take (text, "pass"))
    return TRUE;
  if (lb_expression_take (text, "import"))
    return parse_imports (text, NULL, nodes, error);
  if (lb_expression_take (text, "from")) {
    const char *module = take_dotted_name (text);

    if (!module || !lb_expression_take (text, "import")) {
      lb_expression_fail (text, error, "template: an import that is not understood");
      return FALSE;
    }
    return parse_imports (text, module, nodes, error);
  }
  return parse_assignment (text, nodes, error);
}

gboolean
lb_mako_parse_block (LbExpressionText *text, GPtrArray *nodes, GError **error)
{
  while (TRUE) {
    text->by_line = FALSE; /* empty lines between statements */
    lb_expression_skip_blanks (text);
    text->by_line = TRUE;
    if (text->at >= text->end)
      return TRUE;
    if (!parse_statement (text, nodes, error))
      return FALSE;
    lb_expression_skip_blanks (text);
    if (text->at < text->end && *text->at != '\n' && *text->at != ';') {
      lb_expression_fail (text, error, "template: the end of a statement expected");
      return FALSE;
    }
    if (text->at < text->end && *text->at == ';')
      text->at++;
  }
}
