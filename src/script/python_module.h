/* The module variables of a Python file. Private to the header reader.
 *
 * Every statement of the top level is looked at, since the last assignment counts. What stands inside of functions and
 * classes is passed over. An assignment inside of `if`, `try`, `for` or `with` is not literal: whether it happens is
 * not known here. Only `if TYPE_CHECKING:` and `if __name__ == ...:` are known not to happen.
 */
#ifndef LB_SCRIPT_PYTHON_MODULE_H
#define LB_SCRIPT_PYTHON_MODULE_H

#include "python_value.h"

/* Read @text, which is UTF-8, and leave in @names what the header's names are bound to at its end; the docstring is
 * LB_HEADER_DATE. The other variables go into the reader's bindings, which must exist.
 * FALSE with LB_ERROR_SCRIPT and the line for what Python would not read either: strings and brackets without end. */
gboolean lb_py_read_module (LbPyNames *names, const char *path, const char *text, gsize length, GError **error);

#endif
