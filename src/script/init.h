/* `init` and `list_templates`: what is laid down for a new project. */
#ifndef LB_SCRIPT_INIT_H
#define LB_SCRIPT_INIT_H

#include "config/settings.h"

typedef struct {
  char *name;
  char *synopsis; /* first line of the template's README */
} LbTemplate;

/* The templates beside the program (util/paths.h), sorted by name, "generic" first. */
GPtrArray *lb_templates (GError **error);

/* Called for each thing that is done: "Creating directory /x", "Generating /x/env.py", "File /x exists, skipping".
 * @done: the action has succeeded (TRUE) or is about to begin (FALSE); messages that are no action come once with @done
 * TRUE and @note TRUE. */
typedef void (*LbInitAnnounce) (const char *text, gboolean done, gboolean note, gpointer data);

/* Lay down @template (NULL: "generic") in @directory. LB_ERROR_USAGE: no such template (names near ones);
 * LB_ERROR_SCRIPT: the directory is not empty; LB_ERROR_IO. */
gboolean lb_init (const LbSettings *settings, const char *directory, const char *template_name, gboolean package,
                  LbInitAnnounce announce, gpointer data, GError **error);

#endif
