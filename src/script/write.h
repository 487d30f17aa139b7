/* Files that appear whole or not at all, and never in the place of another one. */
#ifndef LB_SCRIPT_WRITE_H
#define LB_SCRIPT_WRITE_H

#include <glib.h>

/* Write @length bytes of @text to the new file @path, on disk when it returns: written to a file beside it, then linked
 * to the name, which fails if the name is taken. Directories that are missing are made. After an error nothing is left
 * of either.
 * FALSE with LB_ERROR_IO that names the path. */
gboolean lb_write_new_file (const char *path, const char *text, gsize length, GError **error);

/* Make @directory and those above it that are missing. @made, if not NULL, gets the paths made (char *), outermost
 * first. FALSE with LB_ERROR_IO; what was made before stays. */
gboolean lb_make_directories (const char *directory, GPtrArray *made, GError **error);

#endif
