/* What a new revision file says about its place in the graph. */
#ifndef LB_REVISION_PARENTS_H
#define LB_REVISION_PARENTS_H

#include "graph.h"

/* The parents of a new revision.
 *
 * @heads_typed: as typed, NULL-terminated; NULL or empty: "head". "base" makes a new root: an empty array.
 * @splice:      parents need not be heads
 * Returns an array of const LbRevision * in the order typed, owned by the caller. NULL with LB_ERROR_MULTIPLE_HEADS
 * ("head" names several), LB_ERROR_TARGET (no head and no @splice, or the same one twice), or as lb_resolve. */
GPtrArray *lb_resolve_parents (const LbGraph *graph, const char *const *heads_typed, gboolean splice, GError **error);

/* What to write as depends_on of a new revision: partial ids become full ones, branch labels stay labels.
 *
 * @typed: NULL-terminated; may be NULL
 * Returns an array of char *, owned by the caller with its strings. NULL with LB_ERROR_TARGET for "base", or as
 * lb_resolve_one. */
GPtrArray *lb_resolve_depends (const LbGraph *graph, const char *const *typed, GError **error);

#endif
