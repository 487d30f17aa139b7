/* What the files of Oracle's dialect share. */
#ifndef LB_BACKEND_ORACLE_DDL_H
#define LB_BACKEND_ORACLE_DDL_H

#include "backend/ddl.h"

extern const LbSqlSyntax lb_oracle_syntax;

/* LbDialect's functions. */
char *lb_oracle_type_text (const LbType *type, GError **error);
gboolean lb_oracle_append_value (GString *sql, const LbValue *value, GError **error);
gboolean lb_oracle_compile (const LbOperation *operation, const LbTarget *target, GPtrArray *statements,
                            GError **error);

#endif
