#include "expression.h"

#include "expression_text.h"
#include "string_literal.h"

#include <string.h>

#define MAX_DEPTH 60 /* of nested brackets and operators: far beyond any template, well within the stack */

static const LbExpression *parse_conditional (LbExpressionText *text, guint depth, GError **error);
static const LbExpression *parse_logic (LbExpressionText *text, gboolean is_or, guint depth, GError **error);

static LbExpression *
expression_new (LbExpressionText *text, LbExpressionKind kind)
{
  LbExpression *expression = lb_arena_alloc (text->arena, sizeof (LbExpression));

  expression->kind = kind;
  expression->line = text->line;
  return expression;
}

static const LbExpression *
expression_of (LbExpressionText *text, LbExpressionKind kind, const char *name, const LbExpression *a,
               const LbExpression *b, const LbExpression *c)
{
  LbExpression *expression = expression_new (text, kind);
  const LbExpression **items = lb_arena_alloc (text->arena, 3 * sizeof (gpointer));

  items[0] = a;
  items[1] = b;
  items[2] = c;
  expression->line = a->line;
  expression->name = name;
  expression->items = (const LbExpression *const *) items;
  expression->n = c ? 3 : b ? 2 : 1;
  return expression;
}

/* The arrays move to the arena. */
static const LbExpression *
expression_of_many (LbExpressionText *text, LbExpressionKind kind, guint line, GPtrArray *items, GPtrArray *names)
{
  LbExpression *expression = expression_new (text, kind);

  expression->line = line;
  expression->n = items->len;
  expression->items = (const LbExpression *const *) items->pdata;
  if (names)
    expression->names = (const char *const *) names->pdata;
  return expression;
}

static const LbExpression *
constant_new (LbExpressionText *text, const LbValue *value)
{
  LbExpression *expression = expression_new (text, LB_EXPRESSION_CONSTANT);

  expression->constant = value;
  return expression;
}

static const LbExpression *
parse_integer (LbExpressionText *text, GError **error)
{
  gint64 number = 0;

  for (; text->at < text->end && (g_ascii_isdigit (*text->at) || *text->at == '_'); text->at++)
    if (*text->at != '_'
        && (__builtin_mul_overflow (number, 10, &number)
            || __builtin_add_overflow (number, *text->at - '0', &number))) {
      lb_expression_fail (text, error, "template: a number too large for 64 bits");
      return NULL;
    }
  if (text->at < text->end && (*text->at == '.' || lb_is_name_start (*text->at))) {
    lb_expression_fail (text, error, "template: a number that is no decimal integer is not understood");
    return NULL;
  }
  return constant_new (text, lb_value_integer (text->arena, number));
}

static const LbExpression *
parse_name (LbExpressionText *text, GError **error)
{
  static const char *const refused[]
      = { "lambda", "await", "yield", "async", "def",    "class", "if",     "else",  "for",  "in",
          "and",    "or",    "not",   "is",    "import", "from",  "return", "while", "with", NULL };
  gsize length = lb_expression_name_length (text);
  const char *name = lb_arena_string (text->arena, text->at, length);
  LbExpression *expression;

  if (g_strv_contains (refused, name)) {
    lb_expression_fail (text, error, "template: '%s' is not understood here", name);
    return NULL;
  }
  text->at += length;
  if (strcmp (name, "None") == 0)
    return constant_new (text, &lb_value_none);
  if (strcmp (name, "True") == 0 || strcmp (name, "False") == 0)
    return constant_new (text, lb_value_boolean (*name == 'T'));
  expression = expression_new (text, LB_EXPRESSION_NAME);
  expression->name = name;
  return expression;
}

/* Behind @what: "for a, b in items [if condition]". */
static const LbExpression *
parse_comprehension (LbExpressionText *text, const LbExpression *what, guint depth, GError **error)
{
  const LbExpression *source, *condition = NULL;
  LbExpression *expression;
  const char *const *names;
  guint n;

  if (!lb_expression_take (text, "for") || !(names = lb_expression_parse_targets (text, &n, error)))
    return NULL;
  if (!lb_expression_expect (text, "in", error) || !(source = parse_logic (text, TRUE, depth, error)))
    return NULL;
  if (lb_expression_take (text, "if") && !(condition = parse_logic (text, TRUE, depth, error)))
    return NULL;
  if (lb_expression_comes (text, "for") || lb_expression_comes (text, "if")) {
    lb_expression_fail (text, error, "template: a comprehension with more than one 'for' or 'if' is not understood");
    return NULL;
  }
  expression = (LbExpression *) expression_of (text, LB_EXPRESSION_COMPREHENSION, NULL, what, source, condition);
  expression->names = names;
  expression->n_names = n;
  return expression;
}

/* Items up to @close, the opening bracket is taken. @by_line: how to go on behind it. @ret_comma: one was seen. */
static GPtrArray *
parse_items (LbExpressionText *text, const char *close, gboolean by_line, gboolean *ret_comma, guint depth,
             GError **error)
{
  GPtrArray *items = lb_expression_array (text);

  *ret_comma = FALSE;
  while (!lb_expression_comes (text, close)) {
    const LbExpression *item = parse_conditional (text, depth, error);

    if (item && !items->len && lb_expression_comes (text, "for"))
      item = parse_comprehension (text, item, depth, error);
    if (!item)
      return NULL;
    g_ptr_array_add (items, (gpointer) item);
    if (!lb_expression_take (text, ","))
      break;
    *ret_comma = TRUE;
  }
  return lb_expression_close (text, close, by_line, error) ? items : NULL;
}

static const LbExpression *
parse_brackets (LbExpressionText *text, guint depth, GError **error)
{
  gboolean list = *text->at == '[';
  gboolean by_line = text->by_line;
  guint line = text->line;
  gboolean comma;
  GPtrArray *items;

  text->by_line = FALSE;
  lb_expression_take (text, list ? "[" : "(");
  items = parse_items (text, list ? "]" : ")", by_line, &comma, depth, error);
  if (!items)
    return NULL;
  if (items->len == 1 && ((const LbExpression *) items->pdata[0])->kind == LB_EXPRESSION_COMPREHENSION && !comma)
    return items->pdata[0]; /* a generator is read like a list wherever templates use one */
  if (!list && items->len == 1 && !comma)
    return items->pdata[0];
  return expression_of_many (text, list ? LB_EXPRESSION_LIST : LB_EXPRESSION_TUPLE, line, items, NULL);
}

static const LbExpression *
parse_atom (LbExpressionText *text, guint depth, GError **error)
{
  const LbExpression *atom = NULL;

  if (depth > MAX_DEPTH)
    lb_expression_fail (text, error, "template: an expression nested more than %d deep", MAX_DEPTH);
  else if (text->at >= text->end)
    lb_expression_fail (text, error, "template: an expression expected before the end");
  else if (lb_string_literal_starts (text))
    atom = lb_string_literal_parse (text, error);
  else if (g_ascii_isdigit (*text->at))
    atom = parse_integer (text, error);
  else if (*text->at == '(' || *text->at == '[')
    atom = parse_brackets (text, depth + 1, error);
  else if (lb_is_name_start (*text->at))
    atom = parse_name (text, error);
  else
    lb_expression_fail (text, error, "template: '%c' is not understood here",
                        g_ascii_isprint (*text->at) ? *text->at : '?');
  if (atom)
    lb_expression_skip_blanks (text);
  return atom;
}

static const LbExpression *
parse_call (LbExpressionText *text, const LbExpression *callee, gboolean by_line, guint depth, GError **error)
{
  GPtrArray *items = lb_expression_array (text);
  GPtrArray *names = lb_expression_array (text);

  g_ptr_array_add (items, (gpointer) callee);
  g_ptr_array_add (names, NULL);
  while (!lb_expression_comes (text, ")")) {
    const char *keyword = NULL;
    const LbExpression *item;
    LbExpressionText ahead = *text;
    gsize length = lb_expression_name_length (&ahead);

    if (length) { /* "name=", but not "name==" */
      ahead.at += length;
      lb_expression_skip_blanks (&ahead);
      if (lb_expression_comes (&ahead, "=") && !lb_expression_comes (&ahead, "==")) {
        keyword = lb_arena_string (text->arena, text->at, length);
        lb_expression_take (&ahead, "=");
        *text = ahead;
      }
    }
    item = parse_conditional (text, depth, error);
    if (item && lb_expression_comes (text, "for"))
      item = parse_comprehension (text, item, depth, error);
    if (!item)
      return NULL;
    g_ptr_array_add (items, (gpointer) item);
    g_ptr_array_add (names, (gpointer) keyword);
    if (!lb_expression_take (text, ","))
      break;
  }
  if (!lb_expression_close (text, ")", by_line, error))
    return NULL;
  return expression_of_many (text, LB_EXPRESSION_CALL, callee->line, items, names);
}

static const LbExpression *
parse_subscript (LbExpressionText *text, const LbExpression *of, gboolean by_line, guint depth, GError **error)
{
  const LbExpression *first = NULL, *last = NULL;

  if (!lb_expression_comes (text, ":") && !(first = parse_conditional (text, depth, error)))
    return NULL;
  if (lb_expression_comes (text, "]") && lb_expression_close (text, "]", by_line, error))
    return expression_of (text, LB_EXPRESSION_INDEX, NULL, of, first, NULL);
  if (!lb_expression_expect (text, ":", error)
      || (!lb_expression_comes (text, "]") && !(last = parse_conditional (text, depth, error)))
      || !lb_expression_close (text, "]", by_line, error))
    return NULL;
  return expression_of (text, LB_EXPRESSION_SLICE, NULL, of, first, last);
}

/* An atom with the calls, subscripts and attributes behind it. */
static const LbExpression *
parse_primary (LbExpressionText *text, guint depth, GError **error)
{
  const LbExpression *primary = parse_atom (text, depth, error);
  guint chained = 0;

  while (primary && text->at < text->end) {
    gboolean by_line = text->by_line;
    gboolean call = *text->at == '(';

    if (*text->at != '(' && *text->at != '[' && *text->at != '.')
      break;
    if (++chained > MAX_DEPTH) {
      lb_expression_fail (text, error, "template: more than %d calls in a row", MAX_DEPTH);
      return NULL;
    }
    if (lb_expression_take (text, ".")) {
      gsize length = lb_expression_name_length (text);

      if (!length) {
        lb_expression_fail (text, error, "template: a name expected behind '.'");
        return NULL;
      }
      primary = expression_of (text, LB_EXPRESSION_ATTRIBUTE, lb_arena_string (text->arena, text->at, length), primary,
                               NULL, NULL);
      text->at += length;
    } else {
      text->by_line = FALSE;
      lb_expression_take (text, call ? "(" : "[");
      primary = call ? parse_call (text, primary, by_line, depth + 1, error)
                     : parse_subscript (text, primary, by_line, depth + 1, error);
    }
    lb_expression_skip_blanks (text);
  }
  return primary;
}

static const LbExpression *
parse_unary (LbExpressionText *text, guint depth, GError **error)
{
  const LbExpression *operand;
  gboolean negative = lb_expression_comes (text, "-");

  if (!negative && !lb_expression_comes (text, "+"))
    return parse_primary (text, depth, error);
  if (depth > MAX_DEPTH)
    return parse_atom (text, depth, error); /* says so */
  lb_expression_take (text, negative ? "-" : "+");
  operand = parse_unary (text, depth + 1, error);
  return operand && negative ? expression_of (text, LB_EXPRESSION_NEGATE, NULL, operand, NULL, NULL) : operand;
}

/* Operators of one rank: a chain that leans to the left. Its length is bounded as nesting is, for evaluation follows
 * it down. */
static const LbExpression *
parse_chain (LbExpressionText *text, const char *const *operators,
             const LbExpression *(*parse_operand) (LbExpressionText *, guint, GError **), guint depth, GError **error)
{
  const LbExpression *left = parse_operand (text, depth, error);
  guint chained = 0;

  while (left) {
    const LbExpression *right;
    guint i = 0;

    while (operators[i] && !lb_expression_comes (text, operators[i]))
      i++;
    if (!operators[i] || lb_expression_comes (text, "**"))
      break;
    if (++chained > MAX_DEPTH) {
      lb_expression_fail (text, error, "template: more than %d operators in a row", MAX_DEPTH);
      return NULL;
    }
    lb_expression_take (text, operators[i]);
    right = parse_operand (text, depth, error);
    left = right ? expression_of (text, LB_EXPRESSION_BINARY, operators[i], left, right, NULL) : NULL;
  }
  return left;
}

static const LbExpression *
parse_product (LbExpressionText *text, guint depth, GError **error)
{
  static const char *const operators[] = { "*", "//", "%", NULL };

  return parse_chain (text, operators, parse_unary, depth, error);
}

static const LbExpression *
parse_sum (LbExpressionText *text, guint depth, GError **error)
{
  static const char *const operators[] = { "+", "-", NULL };

  return parse_chain (text, operators, parse_product, depth, error);
}

/* The comparison that comes next, taken; NULL if none does. */
static const char *
take_comparison (LbExpressionText *text)
{
  static const char *const operators[] = { "==", "!=", "<=", ">=", "<", ">", "in", NULL };
  LbExpressionText start = *text;

  for (guint i = 0; operators[i]; i++)
    if (lb_expression_take (text, operators[i]))
      return operators[i];
  if (lb_expression_take (text, "is"))
    return lb_expression_take (text, "not") ? "is not" : "is";
  if (lb_expression_take (text, "not") && lb_expression_take (text, "in"))
    return "not in";
  *text = start;
  return NULL;
}

static const LbExpression *
parse_comparison (LbExpressionText *text, guint depth, GError **error)
{
  const LbExpression *item = parse_sum (text, depth, error);
  const char *operator= item ? take_comparison (text) : NULL;
  GPtrArray *items, *names;

  if (!operator)
    return item;
  items = lb_expression_array (text);
  names = lb_expression_array (text);
  g_ptr_array_add (items, (gpointer) item);
  g_ptr_array_add (names, NULL);
  for (; operator; operator= take_comparison (text)) {
    if (!(item = parse_sum (text, depth, error)))
      return NULL;
    g_ptr_array_add (items, (gpointer) item);
    g_ptr_array_add (names, (gpointer) operator);
  }
  return expression_of_many (text, LB_EXPRESSION_COMPARE, ((const LbExpression *) items->pdata[0])->line, items, names);
}

static const LbExpression *
parse_not (LbExpressionText *text, guint depth, GError **error)
{
  const LbExpression *operand;

  if (!lb_expression_comes (text, "not") || depth > MAX_DEPTH)
    return parse_comparison (text, depth, error);
  lb_expression_take (text, "not");
  operand = parse_not (text, depth + 1, error);
  return operand ? expression_of (text, LB_EXPRESSION_NOT, NULL, operand, NULL, NULL) : NULL;
}

/* `and` binds closer than `or`; both lean to the right here, which changes nothing. */
static const LbExpression *
parse_logic (LbExpressionText *text, gboolean is_or, guint depth, GError **error)
{
  const LbExpression *left = is_or ? parse_logic (text, FALSE, depth, error) : parse_not (text, depth, error);
  const LbExpression *right;

  if (!left || !lb_expression_take (text, is_or ? "or" : "and"))
    return left;
  if (depth > MAX_DEPTH) {
    lb_expression_fail (text, error, "template: more than %d operators in a row", MAX_DEPTH);
    return NULL;
  }
  right = parse_logic (text, is_or, depth + 1, error);
  return right ? expression_of (text, is_or ? LB_EXPRESSION_OR : LB_EXPRESSION_AND, NULL, left, right, NULL) : NULL;
}

static const LbExpression *
parse_conditional (LbExpressionText *text, guint depth, GError **error)
{
  const LbExpression *value = parse_logic (text, TRUE, depth, error);
  const LbExpression *condition, *otherwise;

  if (!value || !lb_expression_take (text, "if"))
    return value;
  if (!(condition = parse_logic (text, TRUE, depth + 1, error)) || !lb_expression_expect (text, "else", error))
    return NULL;
  otherwise = parse_conditional (text, depth + 1, error);
  return otherwise ? expression_of (text, LB_EXPRESSION_CONDITIONAL, NULL, value, condition, otherwise) : NULL;
}

const LbExpression *
lb_expression_parse (LbExpressionText *text, gboolean allow_tuple, GError **error)
{
  const LbExpression *first;
  GPtrArray *items;

  lb_expression_skip_blanks (text);
  first = parse_conditional (text, 0, error);
  if (!first || !allow_tuple || !lb_expression_comes (text, ","))
    return first;
  items = lb_expression_array (text);
  g_ptr_array_add (items, (gpointer) first);
  while (lb_expression_take (text, ",")) {
    const LbExpression *item;

    if (text->at >= text->end || strchr ("}|:\n", *text->at)) /* a comma at the end */
      break;
    if (!(item = parse_conditional (text, 0, error)))
      return NULL;
    g_ptr_array_add (items, (gpointer) item);
  }
  return expression_of_many (text, LB_EXPRESSION_TUPLE, first->line, items, NULL);
}
