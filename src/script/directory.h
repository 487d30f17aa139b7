/* The script directory: where revisions live, and the graph they form. */
#ifndef LB_SCRIPT_DIRECTORY_H
#define LB_SCRIPT_DIRECTORY_H

#include "config/settings.h"
#include "header.h"
#include "revision/graph.h"

typedef struct LbScripts LbScripts;

/* Open the directory that the settings name. Reads no revision. @settings and @log must outlive it; @log gets warnings
 * about files, and may be NULL. LB_ERROR_CONFIG when no directory is named, LB_ERROR_SCRIPT when it is not there. */
LbScripts *lb_scripts_open (const LbSettings *settings, LbLog *log, GError **error);
void lb_scripts_free (LbScripts *scripts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbScripts, lb_scripts_free)

/* The graph of all revisions; files are read on the first call. scan.h says which files count and in which order,
 * header.h what is read of them. A version directory that does not exist holds no revisions. Borrowed.
 * LB_ERROR_SCRIPT (file, line), LB_ERROR_GRAPH, LB_ERROR_UNSUPPORTED for a compiled revision without source. */
const LbGraph *lb_scripts_graph (LbScripts *scripts, GError **error);

const char *lb_scripts_dir (const LbScripts *scripts);              /* absolute */
const char *const *lb_scripts_locations (const LbScripts *scripts); /* absolute version directories, in order */
gboolean lb_scripts_has_env (const LbScripts *scripts);             /* env.py stands in it */
char *lb_scripts_template_path (const LbScripts *scripts);          /* script.py.mako; NULL if there is none */
const LbSettings *lb_scripts_settings (const LbScripts *scripts);

LbScriptFormat lb_script_format (const char *path); /* by its ending */

/* A run will want the text of the scripts: keep those of SQL revisions, up to a megabyte, when the graph is read. */
void lb_scripts_keep_texts (LbScripts *scripts);

/* The text of a revision's file: what was kept, once, else read now. LB_ERROR_IO. */
GBytes *lb_scripts_text (LbScripts *scripts, const LbRevision *revision, GError **error);

/* The whole description of a revision, read anew from its file; "" if none. NULL with LB_ERROR_SCRIPT. */
char *lb_scripts_doc (const LbRevision *revision, GError **error);

#endif
