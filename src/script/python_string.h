/* String literals of Python source: where they end, and what they mean. Private to the header reader. */
#ifndef LB_SCRIPT_PYTHON_STRING_H
#define LB_SCRIPT_PYTHON_STRING_H

#include "python_lex.h"

/* Where the literal whose first quote stands at @quote begins: at the letters before it, if they are a prefix. */
const char *lb_py_string_prefix (const LbPyLexer *lexer, const char *quote);

/* Behind the literal that begins at @start and whose first quote stands at @quote. The fields of f-strings may hold any
 * expression, with strings in the same quotes (Python 3.12) and f-strings again.
 * NULL with LB_ERROR_SCRIPT and the line if it does not end. */
const char *lb_py_string_end (const LbPyLexer *lexer, const char *start, const char *quote, GError **error);

typedef enum {
  LB_PY_TEXT,    /* the value is known and appended */
  LB_PY_INEXACT, /* the same, but U+FFFD stands for what cannot be held: \N{name}, lone surrogates, NUL */
  LB_PY_BYTES,   /* no text: b"..." */
  LB_PY_COMPUTED /* an f-string with fields, a template string */
} LbPyStringKind;

/* Append the value of a STRING token to @out, which holds UTF-8. @ret_plain: it is no f-string, and so may be a
 * docstring. FALSE with LB_ERROR_SCRIPT and the line for an escape that Python refuses. */
gboolean lb_py_string_decode (const LbPyLexer *lexer, const LbPyToken *token, GString *out, LbPyStringKind *ret_kind,
                              gboolean *ret_plain, GError **error);

#endif
