/* What the files of this folder share; nobody outside includes it. */
#ifndef LB_REVISION_PRIVATE_H
#define LB_REVISION_PRIVATE_H

#include "graph.h"
#include "plan.h"
#include "util/arena.h"

struct LbGraph {
  GPtrArray *revisions; /* LbRevision *, file order; they live in the arena */
  GHashTable *by_id;    /* id -> LbRevision * */
  GHashTable *by_label; /* label -> LbRevision * that carries it */
  GPtrArray *labels;    /* const char *, in file order of their carriers */
  GStringChunk *strings;
  LbArena *arena;
  LbRevisionList heads;
  LbRevisionList real_heads;
  LbRevisionList bases;
  LbRevisionList real_bases;
};

/* GLib's containers take plain pointers; what goes in as const comes out as const. */
static inline gpointer
lb_unconst (gconstpointer pointer)
{
  union {
    gconstpointer in;
    gpointer out;
  } both = { pointer };

  return both.out;
}

/* The revision at @index, to write to while linking. */
#define NTH(graph, index) ((LbRevision *) g_ptr_array_index ((graph)->revisions, index))

/* ---- link time, in this order */

/* down_revision and depends_on by name into down, depends, children and dependents. (edges.c) */
gboolean lb_link_labels (LbGraph *graph, GError **error); /* names of labels; clashes (labels.c) */
gboolean lb_link_edges (LbGraph *graph, GError **error);
/* Ranks; returns the revisions in rank order, NULL with LB_ERROR_GRAPH for a cycle. (cycle.c) */
const LbRevision **lb_link_ranks (LbGraph *graph, GError **error);
void lb_link_normalize (LbGraph *graph, const LbRevision *const *order); /* normal_depends and parents (normalize.c) */
void lb_link_inherit_labels (LbGraph *graph, const LbRevision *const *order); /* labels (labels.c) */

/* LB_ERROR_GRAPH for names that nothing bears. (missing.c) */
typedef struct {
  const LbRevision *revision; /* that names it */
  const char *name;
  gboolean is_dependency;
} LbMissing;
void lb_missing_error (const LbGraph *graph, const GArray *missing, GError **error);

/* ---- sets of revisions: a byte for each, by index; g_free (reach.c) */

typedef guint8 LbMarks;

typedef enum {
  LB_EDGES_VERSIONED, /* down_revision alone */
  LB_EDGES_ALL        /* with depends_on */
} LbEdges;

LbMarks *lb_marks_new (const LbGraph *graph);
/* Mark @revisions (const LbRevision *) and all they need, or all that needs them. */
void lb_marks_ancestors (LbMarks *marks, const GPtrArray *revisions, LbEdges edges);
void lb_marks_descendants (LbMarks *marks, const GPtrArray *revisions, LbEdges edges);
/* FALSE with LB_ERROR_TARGET if one of @revisions is an ancestor of another one, in Alembic's words. */
gboolean lb_check_overlap (const LbGraph *graph, const GPtrArray *revisions, GError **error);

/* Those of @applied, which holds all that its members need, without a versioned child in it. File order. (current.c) */
void lb_applied_tips (const LbGraph *graph, const LbMarks *applied, GPtrArray *tips);

/* ---- order of history (sort.c) */

/* The marked revisions, newest first, in Alembic's order.
 * @heads:  where the walk begins; those that are not marked do not count
 * @convex: whether all that lies between two marked revisions is marked too, which saves a search */
GPtrArray *lb_sort (const LbGraph *graph, const LbMarks *marks, const GPtrArray *heads, gboolean convex);

/* ---- errors (errors.c) */

void lb_error_reword (GError *error, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* LB_ERROR_UNKNOWN_REVISION for a name as typed; @detail says why. */
void lb_error_unknown (const LbGraph *graph, const char *name, const char *detail, GError **error);
void lb_error_multiple_heads (const GPtrArray *heads, const char *argument, GError **error);
/* If @error is LB_ERROR_MULTIPLE_HEADS: let its message speak of @argument. */
void lb_error_heads_argument (GError *error, const char *argument);
/* "Relative revision @text didn't produce @n migrations" */
void lb_error_relative (const char *text, guint n, GError **error);

/* ---- identifiers (identifier.c) */

/* Those of @revisions that share lineage with @typed, in order. Names are looked up only if there is a revision to ask.
 */
GPtrArray *lb_filter_lineage (const LbGraph *graph, const GPtrArray *revisions, const char *typed, LbEdges edges,
                              GError **error);
/* What stands before the @ of an identifier. */
const LbRevision *lb_find_branch (const LbGraph *graph, const char *branch, GError **error);
/* All that @typed stands for, appended to @into. @clamp: "-99" stops at the base instead of failing. */
gboolean lb_find_all (const LbGraph *graph, const char *typed, gboolean clamp, GPtrArray *into, GError **error);
/* One; NULL without @error for the base. */
gboolean lb_find_one (const LbGraph *graph, const char *typed, const LbRevision **ret, GError **error);

/* ---- relative forms (relative.c) */

/* [branch@][symbol](+|-)N */
typedef struct {
  char *branch;
  char *symbol;
  char *text; /* "+2" */
  gboolean up;
  guint n;
} LbRelative;

gboolean lb_relative_parse (const char *typed, LbRelative *ret);
void lb_relative_release (LbRelative *relative);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LbRelative, lb_relative_release)

/* Walk @n revisions along down_revision; NULL is the base. @ret_over: whether the end came first; then *@ret is the
 * last one reached. @branch (may be NULL): which way up at a fork. FALSE with LB_ERROR_AMBIGUOUS at a fork. */
gboolean lb_walk_up (const LbGraph *graph, const LbRevision *start, guint n, const char *branch, const LbRevision **ret,
                     gboolean *ret_over, GError **error);
gboolean lb_walk_down (const LbRevision *start, guint n, const LbRevision **ret, gboolean *ret_over, GError **error);

/* ---- targets of upgrade and downgrade (targets.c) */

/* Whether an upgrade to @typed counts from the current rows: "+N". */
gboolean lb_target_is_from_rows (const char *typed);
/* @rows: revisions; only looked at if lb_target_is_from_rows. @clamp: walks stop at the end instead of failing. */
GPtrArray *lb_target_upgrade (const LbGraph *graph, const GPtrArray *rows, const char *typed, gboolean clamp,
                              GError **error);

typedef struct {
  char *branch;             /* NULL: none */
  const LbRevision *target; /* NULL: base */
  char *warning;            /* or NULL */
} LbDowngradeTarget;
gboolean lb_target_downgrade (const LbGraph *graph, const GPtrArray *rows, const char *typed, LbDowngradeTarget *ret,
                              GError **error);

/* ---- rows (moves.c) */

typedef struct LbRowSet LbRowSet;

LbRowSet *lb_row_set_new (const LbGraph *graph, const GPtrArray *revisions);
void lb_row_set_free (LbRowSet *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbRowSet, lb_row_set_free)
gboolean lb_row_set_have (const LbRowSet *rows, const LbRevision *revision);
void lb_row_set_move (LbRowSet *rows, GArray *moves, const LbRevision *from, const LbRevision *to); /* NULL: none */
/* The moves of one step, appended to @moves and done in @rows. */
void lb_row_set_upgrade (LbRowSet *rows, const LbRevision *revision, GArray *moves);
void lb_row_set_downgrade (LbRowSet *rows, const LbRevision *revision, GArray *moves);
/* Downgrades need to know what is applied: to be called once before the first. */
void lb_row_set_expect_downgrades (LbRowSet *rows, const LbMarks *applied);
char **lb_row_set_ids (const LbRowSet *rows);

/* ---- plans (plan.c) */

LbPlan *lb_plan_new (void);
LbStep *lb_plan_add_step (LbPlan *plan, LbStepKind kind, const LbRevision *revision);

#endif
