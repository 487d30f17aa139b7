/* Operators of expressions in templates, on values. */
#ifndef LB_SCRIPT_OPERATOR_H
#define LB_SCRIPT_OPERATOR_H

#include "evaluate.h"

/* + - * // % of two values; NULL with LB_ERROR_SCRIPT for types they are not understood for. */
const LbValue *lb_operator_binary (LbScope *scope, const char *operator, const LbValue * a, const LbValue *b,
                                   GError **error);

/* The same of two integers. LB_ERROR_SCRIPT for a result beyond 64 bits and division by zero. */
const LbValue *lb_operator_arithmetic (LbScope *scope, char operator, gint64 a, gint64 b, GError **error);

/* == != < <= > >= in, not in, is, is not. */
gboolean lb_operator_compare (LbScope *scope, const char *operator, const LbValue * a, const LbValue *b,
                              gboolean *ret_truth, GError **error);

#endif
