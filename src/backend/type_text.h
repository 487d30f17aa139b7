/* Types as SQL, by a table per dialect: the class's name, how it is written, and the database's word for it. */
#ifndef LB_BACKEND_TYPE_TEXT_H
#define LB_BACKEND_TYPE_TEXT_H

#include "backend.h"
#include "sql/build.h"

/* Writes one type; @word is the row's. */
typedef gboolean (*LbTypeWriter) (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
                                  GError **error);

typedef struct {
  const char *name; /* of the class, in its own case: "String", "VARCHAR" */
  LbTypeWriter write;
  const char *word;
} LbTypeRow;

typedef struct {
  const LbTypeRow *rows; /* ended by a row without name */
  const char *compiler;  /* SQLAlchemy's class, for its message: "postgresql.base.PGTypeCompiler" */
  const LbSqlSyntax *syntax;
} LbTypeTable;

/* The text of @type; "SQL" stands for itself in every dialect. NULL with LB_ERROR_UNSUPPORTED for a type that is not in
 * the table and for "Null", or what the row's writer says. */
char *lb_type_table_text (const LbTypeTable *table, const LbType *type, GError **error);

/* ---- writers */

gboolean lb_type_write_word (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
                             GError **error); /* WORD */
gboolean lb_type_write_length (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
                               GError **error); /* WORD[(length)] */
gboolean lb_type_write_precision (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
                                  GError **error); /* WORD[(precision)] */
gboolean lb_type_write_numeric (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
                                GError **error); /* WORD[(precision[, scale])] */
gboolean lb_type_write_string (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
                               GError **error); /* WORD[(length)][ COLLATE collation] */

/* How many characters an enum without a type of its own needs: its length, else the longest label. */
gint64 lb_type_enum_length (const LbType *type);

/* LB_ERROR_UNSUPPORTED in SQLAlchemy's words; always FALSE. */
gboolean lb_type_refuse_null (GError **error);

#endif
