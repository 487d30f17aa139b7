/* The texts of MySQL and MariaDB: LbDialect's functions, and what they share with the driver. */
#ifndef LB_BACKEND_MYSQL_TEXT_H
#define LB_BACKEND_MYSQL_TEXT_H

#include "backend/backend.h"

/* value.c */
gboolean lb_mysql_append_value (GString *sql, const LbValue *value, GError **error);

/* types.c */
char *lb_mysql_type_text (const LbType *type, GError **error);
char *lb_mariadb_type_text (const LbType *type, GError **error);
char *lb_mariadb_type_text_uuid (const LbType *type, GError **error); /* MariaDB 10.7: with a UUID of its own */

/* ddl.c */
gboolean lb_mysql_compile (const LbOperation *operation, const LbTarget *target, GPtrArray *statements, GError **error);
gboolean lb_mariadb_compile (const LbOperation *operation, const LbTarget *target, GPtrArray *statements,
                             GError **error);

/* column.c: a column as information_schema tells of it */

/* @version: of the server; from 10.0 on it is MariaDB, since MySQL's have not reached that. */
gboolean lb_mysql_is_mariadb (guint version);

typedef struct {
  const char *type; /* column_type: "int(11) unsigned" */
  gboolean nullable;
  const char *default_; /* column_default as it stands there; NULL: none */
  const char *extra;    /* "auto_increment", "on update current_timestamp()", "VIRTUAL GENERATED" */
  const char *comment;  /* "" for none */
  const char *charset;  /* NULL: not a text */
  const char *collation;
  const char *generation; /* its expression; NULL or "": not generated */
} LbMysqlColumn;

/* What of the column_default is SQL to write behind DEFAULT, ON UPDATE included; NULL: nothing. The two servers tell of
 * it in different ways. */
char *lb_mysql_default_sql (const LbMysqlColumn *column, guint version);

gboolean lb_mysql_is_auto_increment (const LbMysqlColumn *column);
gboolean lb_mysql_is_stored (const LbMysqlColumn *column); /* of a generated one: STORED, else VIRTUAL */

#endif
