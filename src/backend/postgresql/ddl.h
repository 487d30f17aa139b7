/* What the files of PostgreSQL's dialect share. */
#ifndef LB_BACKEND_POSTGRESQL_DDL_H
#define LB_BACKEND_POSTGRESQL_DDL_H

#include "backend/ddl.h"

extern const LbSqlSyntax lb_postgresql_syntax;

/* LbDialect's type_text, append_value and compile. */
char *lb_postgresql_type_text (const LbType *type, GError **error);
gboolean lb_postgresql_append_value (GString *sql, const LbValue *value, GError **error);
gboolean lb_postgresql_compile (const LbOperation *operation, const LbTarget *target, GPtrArray *statements,
                                GError **error);

/* ---- types of their own: enums and domains */

/* Emit what makes the types that @columns (LbColumn) need: all with --sql, those that are missing on a live database.
 * @sure: missing types only, whatever else is said: an existing one of other labels is no error */
gboolean lb_postgresql_create_types (LbDdlRun *run, const GPtrArray *columns, gboolean sure, GError **error);

/* The operations create_type and drop_type. */
gboolean lb_postgresql_create_type (LbDdlRun *run, GError **error);
gboolean lb_postgresql_drop_type (LbDdlRun *run, GError **error);

/* Emit DROP TYPE for each of @types (LbType; may be NULL); on a live database with IF EXISTS. */
gboolean lb_postgresql_drop_types (LbDdlRun *run, const GPtrArray *types, GError **error);

#endif
