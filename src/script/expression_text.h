/* Moving through the text of an expression: shared by expression.c and what parses around it. */
#ifndef LB_SCRIPT_EXPRESSION_TEXT_H
#define LB_SCRIPT_EXPRESSION_TEXT_H

#include "expression.h"

/* Whether @c can begin a name: a letter, an underscore, anything beyond ASCII. */
gboolean lb_is_name_start (char c);

/* How many bytes the name at text->at takes; 0 if there is none. */
gsize lb_expression_name_length (const LbExpressionText *text);

/* Whether @word comes next, as a whole. */
gboolean lb_expression_comes (const LbExpressionText *text, const char *word);

/* Take @word, or FALSE with LB_ERROR_SCRIPT that says it is expected. */
gboolean lb_expression_expect (LbExpressionText *text, const char *word, GError **error);

/* Take the closing bracket and go back to @by_line before the blanks behind it are skipped. */
gboolean lb_expression_close (LbExpressionText *text, const char *close, gboolean by_line, GError **error);

/* An array that the arena frees. */
GPtrArray *lb_expression_array (LbExpressionText *text);

#endif
