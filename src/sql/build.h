/* SQL text is made here and nowhere else, so that no name and no value goes unquoted.
 *
 * Formats of lb_sql_appendf:
 *   %I  a name (const char *), quoted where the database needs it: upper case, odd characters, reserved words
 *   %T  a table or other object: two arguments, schema (may be NULL) and name
 *   %L  a string literal (const char *), NULL gives NULL
 *   %d  a gint64
 *   %s  SQL made by this builder or written by the author of a revision: never a name, never a value
 *   %%  a percent sign
 */
#ifndef LB_SQL_BUILD_H
#define LB_SQL_BUILD_H

#include "syntax.h"

void lb_sql_appendf (GString *sql, const LbSqlSyntax *syntax, const char *format, ...);
char *lb_sql_format (const LbSqlSyntax *syntax, const char *format, ...);

/* Whether @name must be quoted. Rule: SQLAlchemy's, so that texts are Alembic's: a reserved word, a character that is
 * not [a-z0-9_$], a first character that is a digit or $, or a letter of the case that the database folds away. */
gboolean lb_sql_name_needs_quotes (const LbSqlSyntax *syntax, const char *name);

#endif
