/* `init` and `list_templates`: what is laid down for a new project.
 *
 * A template is a folder of the directory that lb_path_templates() names. Its alembic.ini becomes the configuration
 * file, its pyproject.toml is written or appended to the project's, every other file is copied into the new script
 * directory. In alembic.ini and pyproject.toml the text @script_location@ stands for the directory, written as the file
 * needs it; nothing else is replaced.
 */
#ifndef LB_SCRIPT_INIT_H
#define LB_SCRIPT_INIT_H

#include "config/settings.h"

typedef struct {
  char *name;
  char *synopsis; /* first line of the template's README */
} LbTemplate;

/* The templates beside the program (util/paths.h), sorted by name, "generic" first: LbTemplate, freed with the array.
 * NULL with LB_ERROR_IO. */
GPtrArray *lb_templates (GError **error);

/* Called for each thing that is done: "Creating directory /x", "Generating /x/env.py", "File /x exists, skipping".
 * @done: the action has succeeded (TRUE) or is about to begin (FALSE); messages that are no action come once with @done
 * TRUE and @note TRUE. */
typedef void (*LbInitAnnounce) (const char *text, gboolean done, gboolean note, gpointer data);

/* Lay down @template_name (NULL: "generic") in @directory, relative to the current one. No file that exists is changed,
 * but for pyproject.toml, which is appended to. @package: __init__.py too.
 * FALSE with LB_ERROR_USAGE: no such template (the hint names a near one); LB_ERROR_SCRIPT: the directory is not empty;
 * LB_ERROR_IO, with what was made before as the outcome. @announce may be NULL. */
gboolean lb_init (const LbSettings *settings, const char *directory, const char *template_name, gboolean package,
                  LbInitAnnounce announce, gpointer data, GError **error);

#endif
