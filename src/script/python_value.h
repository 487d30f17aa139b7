/* Values of Python expressions, as far as they are literal. Private to the header reader. */
#ifndef LB_SCRIPT_PYTHON_VALUE_H
#define LB_SCRIPT_PYTHON_VALUE_H

#include "header_private.h"
#include "python_lex.h"

typedef enum {
  LB_PY_UNSET,
  LB_PY_NONE,
  LB_PY_STR,
  LB_PY_LIST,      /* tuple, list or set of strings */
  LB_PY_WRONG,     /* literal, but of a type no header value has */
  LB_PY_NONLITERAL /* only running the file would tell */
} LbPyType;

typedef struct {
  LbPyType type;
  const char *what; /* of WRONG and NONLITERAL: what it is instead, "a number" */
  const char *at;   /* where the value stands */
  gboolean plain;   /* of STR: a literal without f, which may be a docstring */
  gboolean inexact; /* holds characters that U+FFFD stands for */
} LbPyValue;

/* What a module variable was bound to last. */
typedef struct {
  const char *name;
  gsize length;
  LbPyLexer value; /* where the expression begins; at is NULL if it is not to be evaluated */
} LbPyBinding;

/* What names mean at the place that is evaluated. */
typedef struct {
  LbHeaderReader *reader; /* its lists hold the strings of @values, its bindings the other variables */
  LbPyValue values[LB_HEADER_N_VALUES];
} LbPyNames;

/* Which header value a Python name is; FALSE if none. */
gboolean lb_py_header_name (const LbPyToken *name, LbHeaderValue *ret_value);

/* Evaluate the expression at @lexer (a copy: the caller's stays). Its strings are appended to @strings.
 * FALSE with LB_ERROR_SCRIPT for what is no Python. */
gboolean lb_py_evaluate (const LbPyNames *names, LbPyLexer lexer, LbPyValue *ret_value, GPtrArray *strings,
                         GError **error);

#endif
