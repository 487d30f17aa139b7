/* What revision and merge share: writing a file, running the hooks, telling. */
#ifndef LB_CLI_NEW_FILE_H
#define LB_CLI_NEW_FILE_H

#include "cli.h"
#include "script/generate.h"

/* Write the revision file that @revision describes, run the post-write hooks on it, and print what Alembic prints, or
 * with --json {revision, down_revision, depends_on, branch_labels, message, path}. */
gboolean lb_write_revision (LbCli *cli, const LbNewRevision *revision, GError **error);

#endif
