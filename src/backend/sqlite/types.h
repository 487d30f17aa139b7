/* Types of SQLAlchemy and what a column of SQLite is declared as. */
#ifndef LB_BACKEND_SQLITE_TYPES_H
#define LB_BACKEND_SQLITE_TYPES_H

#include "schema/schema.h"

/* LbDialect's type_text. */
char *lb_sqlite_type_text (const LbType *type, GError **error);

/* ' COLLATE "nocase"' */
void lb_sqlite_append_collation (GString *sql, const char *collation);

/* The type that SQLAlchemy takes a column for that is declared as @declared ("VARCHAR(50)"; "" or NULL for none): by
 * name, or by SQLite's rules of affinity for a name that it does not know. NULL for a column that takes values as they
 * come. */
LbType *lb_sqlite_type_read (const char *declared);

#endif
