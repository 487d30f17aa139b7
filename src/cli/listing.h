/* What the commands that list revisions share. */
#ifndef LB_CLI_LISTING_H
#define LB_CLI_LISTING_H

#include "cli.h"

/* A -v and a --json, as the listing commands have them. */
#define LB_OPTION_VERBOSE                                                                                              \
  {                                                                                                                    \
    "verbose", 'v', .help = "print the whole entry of each revision"                                                   \
  }
#define LB_OPTION_JSON                                                                                                 \
  {                                                                                                                    \
    "json", .extra = TRUE, .help = "print one JSON document instead of lines"                                          \
  }

/* What a revision is in JSON, for the json texts of commands; made by lb_revision_json. */
#define LB_JSON_REVISION                                                                                               \
  "an object with revision, down_revision, depends_on, children and branch_labels (arrays), message, path, is_head, "  \
  "is_effective_head, is_base, is_branch_point, is_merge_point"

/* Print one revision and a newline: its line (@parts, see revision_text.h) or, with @verbose, its entry. The entry
 * reads the description from the file. */
gboolean lb_print_revision (LbCli *cli, const LbRevision *revision, gboolean verbose, guint parts, GError **error);

/* Whether @rows (NULL-terminated; NULL: none) holds @id. */
gboolean lb_rows_hold (const char *const *rows, const char *id);

/* The rows of the version table as revisions that may be shown: the rows, asked from the database. Free with
 * g_strfreev. */
char **lb_current_rows (LbCli *cli, GError **error);

#endif
