/* What the files of reflection share. */
#ifndef LB_BACKEND_MYSQL_REFLECT_H
#define LB_BACKEND_MYSQL_REFLECT_H

#include "private.h"

/* One reading under way. */
typedef struct {
  LbConnection *connection;
  const LbReflect *what;
  const char *prefix; /* of options: "mysql" or "mariadb", as the URL has it */
  gboolean mariadb;
  guint version;
  LbSchema *schema;
  GHashTable *tables;   /* name -> LbTable, borrowed */
  GHashTable *charsets; /* table -> collation of the table, char * */
} LbMyReading;

typedef void (*LbMyTakeRow) (LbMyReading *reading, LbTable *table, char **cells);

/* Give each row to @take with the table that its first cell names. @format: from SELECT on, with a %s for the
 * conditions on the schema and the tables of @alias, which are called table_schema and table_name there, or
 * @alias_schema if it has a point; and, if it likes, a second %s for what any schema's name must be: the server looks
 * into one database then, and not into all. */
gboolean lb_my_for_each_row (LbMyReading *reading, const char *format, const char *alias, LbMyTakeRow take,
                             GError **error);

/* reflect_type.c: "int(10) unsigned" as a type; @charset and @collation NULL where they are those of the table. */
LbType *lb_my_read_type (const char *text, const char *charset, const char *collation);

/* reflect_column.c, reflect_constraint.c */
gboolean lb_my_read_columns (LbMyReading *reading, GError **error);
gboolean lb_my_read_constraints (LbMyReading *reading, GError **error);
gboolean lb_my_read_indexes (LbMyReading *reading, GError **error);

#endif
