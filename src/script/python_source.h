/* The text of a Python file, whatever it is written in. Private to src/script. */
#ifndef LB_SCRIPT_PYTHON_SOURCE_H
#define LB_SCRIPT_PYTHON_SOURCE_H

#include <glib.h>

typedef struct {
  const char *text; /* UTF-8 without BOM and without NUL */
  gsize length;
  char *converted; /* what @text points into, if it had to be converted */
} LbPySource;

/* Decode @text as Python does: UTF-8, or what a `coding:` comment on one of the first two lines says (PEP 263).
 * FALSE with LB_ERROR_SCRIPT and the line: an encoding nobody knows, bytes that it does not have, a NUL. */
gboolean lb_py_source_decode (LbPySource *source, const char *path, const char *text, gsize length, GError **error);
void lb_py_source_clear (LbPySource *source);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LbPySource, lb_py_source_clear)

/* What iconv calls the encoding that Python calls @name, owned by the caller; NULL for UTF-8 under any of its names. */
char *lb_py_charset (const char *name);

#endif
