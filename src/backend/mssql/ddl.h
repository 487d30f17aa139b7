/* What the files of SQL Server's dialect share. */
#ifndef LB_BACKEND_MSSQL_DDL_H
#define LB_BACKEND_MSSQL_DDL_H

#include "backend/ddl.h"

extern const LbSqlSyntax lb_mssql_syntax;

/* LbDialect's functions. */
char *lb_mssql_type_text (const LbType *type, GError **error);
gboolean lb_mssql_append_value (GString *sql, const LbValue *value, GError **error);
gboolean lb_mssql_compile (const LbOperation *operation, const LbTarget *target, GPtrArray *statements, GError **error);

/* The operation alter_column. */
gboolean lb_mssql_alter_column (LbDdlRun *run, GError **error);

/* Emit the block that drops a constraint of a column, whose name only the server knows. */
typedef enum { LB_MSSQL_DEFAULT, LB_MSSQL_CHECK, LB_MSSQL_FOREIGN_KEY } LbMssqlConstraint;
void lb_mssql_drop_constraint_of (LbDdlRun *run, const char *column, LbMssqlConstraint kind);

#endif
