/* What a person typed, into revisions (ALEMBIC.md 4.2, 4.3). */
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

/* Every revision in the order of `history`, newest first, from @base (exclusive of nothing: the start is inclusive) to
 * @head.
 * @range: NULL for all, or "[start]:[end]" as typed; "current" in it stands for @rows, which may be NULL when it does
 * not occur. */
GPtrArray *lb_history_range (const LbGraph *graph, const char *range, const char *const *rows, GError **error);

/* The branch tips that `current` shows for @rows: rows that dependencies imply are expanded (ALEMBIC.md, current). */
GPtrArray *lb_current_tips (const LbGraph *graph, const char *const *rows, GError **error);

/* Whether @rows is all that `upgrade heads` would leave: every head is applied, be it by a row or by a dependency.
 * Better than Alembic's set comparison (ALEMBIC.md Appendix C 21). */
gboolean lb_rows_at_heads (const LbGraph *graph, const char *const *rows);

#endif
