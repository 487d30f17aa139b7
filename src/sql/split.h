/* A script into statements. */
#ifndef LB_SQL_SPLIT_H
#define LB_SQL_SPLIT_H

#include "lexer.h"

/* One statement, as written from its first word to before its semicolon; comments before it are left out. */
typedef struct {
  char *text;
  const char *file; /* borrowed from the interned-string table (g_intern_string); NULL if made by limbeck */
  guint line;       /* 1-based line of the first word */
} LbStatement;

LbStatement *lb_statement_new (const char *text, const char *file, guint line);
void lb_statement_free (LbStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbStatement, lb_statement_free)

/* Split @length bytes of @text into statements, in linear time.
 *
 * A semicolon ends a statement unless it stands in a string, name or comment, in parentheses (CREATE RULE ... DO (a;
 * b)), in an executable comment or in the body of a routine or trigger. Empty statements vanish. Bytes that are no
 * UTF-8 pass through; a byte order mark is skipped where @line is 1.
 *
 * @file: for errors and for the statements' file
 * @line: the line @text starts on
 * Returns an array of LbStatement with a free function; empty for a script of comments. NULL with @error
 * (LB_ERROR_SCRIPT, file and line set) for what does not end (string, comment, dollar quote, parenthesis, body: the
 * line is where it started), for a NUL byte and for client commands that no server understands (\i, COPY ... FROM stdin
 * with its data, .read), with a hint what to write instead. */
GPtrArray *lb_sql_split (const LbSqlSyntax *syntax, const char *file, const char *text, gsize length, guint line,
                         GError **error);

#endif
