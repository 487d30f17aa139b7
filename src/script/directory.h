/* The script directory: where revisions live, and the graph they form. */
#ifndef LB_SCRIPT_DIRECTORY_H
#define LB_SCRIPT_DIRECTORY_H

#include "config/settings.h"
#include "header.h"
#include "revision/graph.h"

typedef struct LbScripts LbScripts;

/* Open the directory that the settings name. Reads no revision. LB_ERROR_CONFIG or LB_ERROR_SCRIPT when it is not
 * there. */
LbScripts *lb_scripts_open (const LbSettings *settings, LbLog *log, GError **error);
void lb_scripts_free (LbScripts *scripts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbScripts, lb_scripts_free)

/* The graph of all revisions; files are read on the first call. Borrowed. LB_ERROR_SCRIPT, LB_ERROR_GRAPH. */
const LbGraph *lb_scripts_graph (LbScripts *scripts, GError **error);

const char *lb_scripts_dir (const LbScripts *scripts);              /* absolute */
const char *const *lb_scripts_locations (const LbScripts *scripts); /* absolute version directories, in order */
gboolean lb_scripts_has_env (const LbScripts *scripts);             /* env.py stands in it */
char *lb_scripts_template_path (const LbScripts *scripts);          /* script.py.mako, or NULL */
const LbSettings *lb_scripts_settings (const LbScripts *scripts);

LbScriptFormat lb_script_format (const char *path); /* by its ending */

/* The whole description of a revision, read anew from its file; "" if none. */
char *lb_scripts_doc (const LbRevision *revision, GError **error);

#endif
