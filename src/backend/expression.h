/* Columns in the text of an SQL expression, as far as tokens tell: a word that is a column's name counts as one, in any
 * case, unless a parenthesis follows (a function) or it is qualified by something (t.a is a, a.x is x). */
#ifndef LB_BACKEND_EXPRESSION_H
#define LB_BACKEND_EXPRESSION_H

#include "sql/syntax.h"

/* Whether @sql names the column. TRUE for a text that cannot be read. */
gboolean lb_expression_names (const LbSqlSyntax *syntax, const char *sql, const char *column);

/* @sql with each mention of @column replaced by @new_name. */
char *lb_expression_rename (const LbSqlSyntax *syntax, const char *sql, const char *column, const char *new_name);

#endif
