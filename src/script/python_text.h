/* Python source text: how a string is written, and where in a source text one is. */
#ifndef LB_SCRIPT_PYTHON_TEXT_H
#define LB_SCRIPT_PYTHON_TEXT_H

#include <glib.h>

/* Append what Python's repr() gives for the string @text (valid UTF-8): the same choice of quotes, the same escapes. */
void lb_python_append_repr (GString *out, const char *text);

/* Where the end of a piece of Python source is. */
typedef struct {
  enum { LB_PYTHON_CODE, LB_PYTHON_COMMENT, LB_PYTHON_STRING } place;
  char quote;      /* of the string: ' or " */
  gboolean triple; /* it is a triple-quoted one */
  gboolean raw;    /* its backslashes are plain characters */
} LbPythonState;

/* Carry @state, which holds for @text[from], on to @text[to]. Start with all zero at 0. */
void lb_python_scan (const char *text, gsize from, gsize to, LbPythonState *state);

/* Append @text so that it stays what it is where @state says it lands: in a string literal it is escaped (evaluating
 * the literal gives @text again), in a comment further lines get a "# ", in code it is copied as it is.
 * @before, @after: the characters of the source around it, 0 if unknown; a quote next to one is escaped. */
void lb_python_append_guarded (GString *out, const char *text, const LbPythonState *state, char before, char after);

#endif
