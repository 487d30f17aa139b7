/* The dialects, each defined in its own folder. Outside of src/backend they are found by lb_dialect_find. */
#ifndef LB_BACKEND_DIALECTS_H
#define LB_BACKEND_DIALECTS_H

#include "backend.h"

extern const LbDialect lb_dialect_postgresql;
extern const LbDialect lb_dialect_sqlite;
extern const LbDialect lb_dialect_mysql;
extern const LbDialect lb_dialect_mariadb;
extern const LbDialect lb_dialect_mssql;
extern const LbDialect lb_dialect_oracle;

/* Lower case, sorted by strcmp, NULL-terminated. */
extern const char *const lb_postgresql_reserved_words[];
extern const char *const lb_sqlite_reserved_words[];
extern const char *const lb_mysql_reserved_words[];
extern const char *const lb_mariadb_reserved_words[];
extern const char *const lb_mssql_reserved_words[];
extern const char *const lb_oracle_reserved_words[];

#endif
