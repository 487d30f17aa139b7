/* Python string literals within expressions of templates. */
#ifndef LB_SCRIPT_STRING_LITERAL_H
#define LB_SCRIPT_STRING_LITERAL_H

#include "expression.h"

/* Whether a string literal (with or without prefix) begins at text->at. */
gboolean lb_string_literal_starts (const LbExpressionText *text);

/* Parse one or several adjacent literals: a constant, or LB_EXPRESSION_JOINED if one is an f-string. */
const LbExpression *lb_string_literal_parse (LbExpressionText *text, GError **error);

#endif
