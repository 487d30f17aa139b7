/* Python expressions as far as templates of revisions use them: parsed once, evaluated natively.
 *
 * Understood: names, attributes, calls with keywords, indexing and slices, strings of every quote and prefix (also
 * f-strings), integers, None/True/False, tuples, lists, `a if c else b`, and/or/not, comparison chains, in, is,
 * + - * // %, and a comprehension with one `for`. What else Python has (lambda, dictionaries, floats, :=) is refused by
 * name with file and line.
 */
#ifndef LB_SCRIPT_EXPRESSION_H
#define LB_SCRIPT_EXPRESSION_H

#include "value.h"

typedef enum {
  LB_EXPRESSION_CONSTANT,  /* constant */
  LB_EXPRESSION_NAME,      /* name */
  LB_EXPRESSION_ATTRIBUTE, /* items[0] . name */
  LB_EXPRESSION_CALL,      /* items[0] ( items[1..] ), names[i] is the keyword of items[i] or NULL */
  LB_EXPRESSION_INDEX,     /* items[0] [ items[1] ] */
  LB_EXPRESSION_SLICE,     /* items[0] [ items[1] : items[2] ], absent ones NULL */
  LB_EXPRESSION_TUPLE,
  LB_EXPRESSION_LIST,
  LB_EXPRESSION_JOINED, /* an f-string: items in order, names[i] is "s" or "r" */
  LB_EXPRESSION_NEGATE,
  LB_EXPRESSION_NOT,
  LB_EXPRESSION_BINARY,  /* items[0] name items[1] */
  LB_EXPRESSION_COMPARE, /* items[0] names[1] items[1] names[2] items[2] ... */
  LB_EXPRESSION_AND,     /* items[0] and items[1] */
  LB_EXPRESSION_OR,
  LB_EXPRESSION_CONDITIONAL,  /* items[0] if items[1] else items[2] */
  LB_EXPRESSION_COMPREHENSION /* items[0] for names[0..] in items[1] if items[2] (may be NULL) */
} LbExpressionKind;

typedef struct LbExpression LbExpression;
struct LbExpression {
  LbExpressionKind kind;
  guint line;
  const char *name;
  const LbValue *constant;
  const LbExpression *const *items;
  const char *const *names;
  guint n;       /* of items */
  guint n_names; /* comprehension: how many targets */
};

/* A place in the text of a template, and where to stop. */
typedef struct {
  LbArena *arena;
  const char *file;
  const char *at;
  const char *end;
  guint line;       /* 1-based, of @at */
  gboolean by_line; /* a newline outside brackets ends the text, as it ends a statement in Python */
} LbExpressionText;

/* Parse the longest expression at text->at and move behind it and the blanks that follow. What stands there then
 * ("}", "|", ":" or something that does not belong) is for the caller to judge. NULL with LB_ERROR_SCRIPT (file, line,
 * hint). @allow_tuple: "a, b" is a tuple without parentheses. */
const LbExpression *lb_expression_parse (LbExpressionText *text, gboolean allow_tuple, GError **error);

/* The names before `in` or `=`: "a", "a, b", "(a, b)". NULL-terminated; NULL with LB_ERROR_SCRIPT. */
const char *const *lb_expression_parse_targets (LbExpressionText *text, guint *ret_n, GError **error);

/* Skip blanks, comments, backslash-newlines (and newlines, unless by_line). */
void lb_expression_skip_blanks (LbExpressionText *text);

/* Take @word (a name or a punctuation) if it comes next. */
gboolean lb_expression_take (LbExpressionText *text, const char *word);

/* An LB_ERROR_SCRIPT at the place of @text with the hint that says what is understood. */
void lb_expression_fail (const LbExpressionText *text, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

#endif
