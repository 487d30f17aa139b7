/* From a message to the part of a file name that people recognise a revision by. */
#ifndef LB_SCRIPT_SLUG_H
#define LB_SCRIPT_SLUG_H

#include <glib.h>

/* @text (valid UTF-8) as Python's str.lower() gives it, whatever the locale. */
char *lb_python_lower (const char *text);

#endif
