/* Tokens of Python source: as much of the language as it takes to find what a module assigns at its top level, without
 * being misled by strings, f-strings, comments, brackets and continued lines. Any Python from 3.6 on; private to the
 * header reader.
 */
#ifndef LB_SCRIPT_PYTHON_LEX_H
#define LB_SCRIPT_PYTHON_LEX_H

#include <glib.h>

typedef enum {
  LB_PY_END,     /* the text has ended */
  LB_PY_NEWLINE, /* the logical line has ended */
  LB_PY_NAME,    /* identifier or keyword */
  LB_PY_NUMBER,
  LB_PY_STRING,  /* one literal with its prefix and quotes */
  LB_PY_OPERATOR /* operator or bracket */
} LbPyKind;

typedef struct {
  LbPyKind kind;
  const char *start;
  gsize length;
} LbPyToken;

/* A place in the text. Copying it is how to look ahead. */
typedef struct {
  const char *path; /* for messages */
  const char *text;
  const char *end;
  const char *at;
  guint depth;      /* of brackets */
  const char *open; /* the outermost bracket that is open */
} LbPyLexer;

/* Read the next token of the logical line. FALSE with LB_ERROR_SCRIPT and the line for a string or bracket that does
 * not end, and a bracket that was never opened. */
gboolean lb_py_next (LbPyLexer *lexer, LbPyToken *ret_token, GError **error);

/* Go behind the rest of the statement: behind its newline, or with @semicolon behind the `;` that ends it, whichever
 * comes first. Errors as of lb_py_next. */
gboolean lb_py_skip (LbPyLexer *lexer, gboolean semicolon, GError **error);

/* At the start of a line: its indentation in columns, as Python counts; the lexer is then behind it. */
guint lb_py_indent (LbPyLexer *lexer);

gboolean lb_py_is (const LbPyToken *token, const char *text);

#endif
