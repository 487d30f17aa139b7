/* The person's editor. */
#ifndef LB_CLI_EDITOR_H
#define LB_CLI_EDITOR_H

#include <glib.h>

/* Open @path and wait for the editor to end. FALSE with LB_ERROR_IO in Alembic's words: no editor is found, or it ends
 * with a status other than 0. */
gboolean lb_edit_file (const char *path, GError **error);

/* The words of the editor's command, without the file: of $EDITOR, $VISUAL, or the first known editor on PATH.
 * @lookup: gives an environment variable; @find: the path of a program, or NULL (g_find_program_in_path)
 * NULL if there is none. */
char **lb_editor_command (const char *(*lookup) (const char *name), char *(*find) (const char *program));

#endif
