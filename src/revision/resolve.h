/* What a person typed, into revisions. */
#ifndef LB_REVISION_RESOLVE_H
#define LB_REVISION_RESOLVE_H

#include "graph.h"

/* The revisions @typed stands for: full or partial id, head, heads, base, label, branch@head, branch@rev ...
 * "base" gives an empty list. Relative forms are understood where lb_plan_* and lb_history_range say so, and here as
 * `show` understands them.
 *
 * Returns an array of const LbRevision * in the order to show them, owned by the caller (the revisions stay the
 * graph's). NULL with LB_ERROR_UNKNOWN_REVISION, LB_ERROR_AMBIGUOUS, LB_ERROR_MULTIPLE_HEADS; the message is Alembic's,
 * the detail says why (which candidates, which branch), the hint names near misses ("did you mean"). */
GPtrArray *lb_resolve (const LbGraph *graph, const char *typed, GError **error);

/* The same where exactly one revision is wanted; NULL without @error set means "base". */
const LbRevision *lb_resolve_one (const LbGraph *graph, const char *typed, GError **error);

/* The rows of a version table as revisions. LB_ERROR_UNKNOWN_REVISION for a row no file has. @rows: ids. */
GPtrArray *lb_resolve_rows (const LbGraph *graph, const char *const *rows, GError **error);

/* The start of an offline range, "a" of "a:b", as the rows it stands for: one id, those of "head" or "heads"; none for
 * "base" and the empty string. Free with g_strfreev. Errors as lb_resolve. */
char **lb_resolve_start (const LbGraph *graph, const char *typed, GError **error);

/* The revisions of a range in the order of `history`, newest first; start and end are both part of it.
 *
 * @range: NULL for all, or "[start]:[end]" as typed; "current" in it stands for @rows, which may be NULL when it does
 * not occur. A relative right side counts from the left one.
 * LB_ERROR_USAGE for a range without exactly one colon; LB_ERROR_TARGET if the left side is no ancestor of the right
 * one; else as lb_resolve. */
GPtrArray *lb_history_range (const LbGraph *graph, const char *range, const char *const *rows, GError **error);

/* The branch tips that `current` shows for @rows: every applied revision that has no
 * applied versioned child, be it applied by a row or as what a row needs. File order. */
GPtrArray *lb_current_tips (const LbGraph *graph, const char *const *rows, GError **error);

/* Whether @rows is all that `upgrade heads` would leave: every head is applied, be it by a row or by a dependency.
 * (Alembic compares the rows with the heads as sets, which a head that another branch depends on never passes.)
 * FALSE if a row is unknown to the files. */
gboolean lb_rows_at_heads (const LbGraph *graph, const char *const *rows);

#endif
