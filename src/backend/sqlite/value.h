/* How SQLite keeps a value: one of its five storage classes, https://www.sqlite.org/datatype3.html. Dates and times are
 * texts in the form in which SQLAlchemy stores them. */
#ifndef LB_BACKEND_SQLITE_VALUE_H
#define LB_BACKEND_SQLITE_VALUE_H

#include "sql/value.h"

typedef enum { LB_SQLITE_NULL, LB_SQLITE_INTEGER, LB_SQLITE_REAL, LB_SQLITE_TEXT, LB_SQLITE_BLOB } LbSqliteClass;

typedef struct {
  LbSqliteClass kind;
  gint64 integer;
  double real;
  const char *text; /* TEXT and BLOB; INTEGER and REAL: their digits, as a literal */
  gsize length;
  char *owned; /* what @text points to, if it was made */
} LbSqliteStored;
void lb_sqlite_stored_clear (LbSqliteStored *stored);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LbSqliteStored, lb_sqlite_stored_clear)

/* @ret_stored borrows from @value. FALSE with LB_ERROR_UNSUPPORTED for arrays and for what does not fit. */
gboolean lb_sqlite_store (const LbValue *value, LbSqliteStored *ret_stored, GError **error);

/* LbDialect's append_value. */
gboolean lb_sqlite_append_value (GString *sql, const LbValue *value, GError **error);

#endif
