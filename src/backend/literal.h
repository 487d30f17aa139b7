/* Values as literals for databases that are written for, not connected to. */
#ifndef LB_BACKEND_LITERAL_H
#define LB_BACKEND_LITERAL_H

#include "backend.h"

/* How a database writes the values of one kind. */
typedef struct {
  const char *before; /* the literal's text is this, */
  const char *after;  /* the value, this; both NULL: it has no literal */
  gboolean quoted;    /* the value as a string literal */
} LbLiteralForm;

/* @forms: by LbValueKind; NULL is always NULL, a boolean 1 or 0. LB_ERROR_UNSUPPORTED for a kind without a form. */
gboolean lb_literal_append (GString *sql, const LbSqlSyntax *syntax, const LbLiteralForm *forms, const LbValue *value,
                            GError **error);

#endif
