/* Splitting a command line as Python's shlex.split() does. */
#ifndef LB_SCRIPT_SHELL_WORDS_H
#define LB_SCRIPT_SHELL_WORDS_H

#include <glib.h>

/* The words of @line, appended to @words (char *). Quotes and backslashes as in the POSIX mode of shlex; "#" begins no
 * comment. FALSE with LB_ERROR_CONFIG for a quote that is not closed or a backslash at the end. */
gboolean lb_shell_split (const char *line, GPtrArray *words, GError **error);

#endif
