/* What the files of the DDL of MySQL and MariaDB share. */
#ifndef LB_BACKEND_MYSQL_DDL_H
#define LB_BACKEND_MYSQL_DDL_H

#include "backend/ddl.h"

/* dialect.c: for servers that have a type UUID */
extern const LbDialect lb_dialect_mysql_uuid;
extern const LbDialect lb_dialect_mariadb_uuid;

/* alter.c */
gboolean lb_mysql_alter_column (LbDdlRun *run, GError **error);
gboolean lb_mysql_column_comment (LbDdlRun *run, GError **error);
gboolean lb_mysql_drop_constraint (LbDdlRun *run, GError **error);

#endif
