/* What the text of a CREATE TABLE or CREATE INDEX says that SQLite's pragmas do not: names of constraints, CHECKs,
 * expressions, collations, conflict clauses. The text is one that SQLite has accepted, from sqlite_master.
 * Grammar: https://www.sqlite.org/lang_createtable.html */
#ifndef LB_BACKEND_SQLITE_TABLE_TEXT_H
#define LB_BACKEND_SQLITE_TABLE_TEXT_H

#include "schema/schema.h"

/* The table of a CREATE TABLE, with these conventions:
 * - a column's type is {"type": "SQL"} with the text as declared, and "collation" if it has one; NULL for none
 * - its default is the SQL as written, parentheses included
 * - constraints inside of columns are constraints of the table, in the order of the text; the columns of the primary
 *   key say so themselves too, as do those that are NOT NULL
 * - options: sqlite_autoincrement, sqlite_with_rowid, sqlite_strict of the table; sqlite_on_conflict of a constraint,
 *   sqlite_on_conflict_not_null of a column; sqlite_columns_sql of a key whose columns have COLLATE or DESC: its
 * columns as written NULL with LB_ERROR_UNSUPPORTED for a text that is none, as that of a virtual table. */
LbTable *lb_sqlite_table_read (const char *sql, GError **error);

/* The parts of a CREATE INDEX: its columns as written, and the condition behind WHERE or NULL. FALSE as above. */
gboolean lb_sqlite_index_read (const char *sql, GPtrArray **ret_columns, char **ret_where, GError **error);

#endif
