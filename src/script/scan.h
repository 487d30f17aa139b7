/* The files of the version directories, in the order in which Alembic loads them.
 *
 * - Directories in the order given; one that does not exist holds nothing.
 * - Within a directory files sorted by name, bytewise; then, if asked for, its sub-directories sorted by name, except
 *   those whose name ends with __pycache__. Links to directories are not entered.
 * - Files named *.py and *.sql that begin with neither ".#" (editors' lock files) nor "__init__". A link counts as what
 * it points to, also its name.
 * - A file that turns up again, through a link or a directory listed twice, is passed over with a warning.
 */
#ifndef LB_SCRIPT_SCAN_H
#define LB_SCRIPT_SCAN_H

#include "header.h"
#include "util/log.h"

typedef struct {
  const char *path; /* absolute, links resolved */
  int dir;          /* file descriptor of a directory ... */
  const char *name; /* ... and what opens the file there */
  LbScriptFormat format;
} LbScriptFile;

typedef struct {
  gboolean recursive;
  gboolean sourceless; /* compiled files without source are revisions too: they cannot be read, so they are an error */
} LbScanRules;

/* Called for each file; FALSE with @error ends the scan. */
typedef gboolean (*LbScanFunc) (const LbScriptFile *file, gpointer data, GError **error);

/* Visit every file of @locations (absolute, NULL-terminated). @log gets the warnings.
 * FALSE with the error of @visit, LB_ERROR_SCRIPT for a directory that cannot be read or a link that leads nowhere,
 * LB_ERROR_UNSUPPORTED for a compiled file without source. */
gboolean lb_scan (const char *const *locations, const LbScanRules *rules, LbLog *log, LbScanFunc visit, gpointer data,
                  GError **error);

#endif
