/* From the rows of the version table to the steps of a run, and how each step moves the rows. */
#ifndef LB_REVISION_PLAN_H
#define LB_REVISION_PLAN_H

#include "graph.h"

typedef enum { LB_STEP_UPGRADE, LB_STEP_DOWNGRADE, LB_STEP_STAMP } LbStepKind;

typedef enum {
  LB_ROW_INSERT, /* @to */
  LB_ROW_DELETE, /* @from */
  LB_ROW_UPDATE  /* @from becomes @to */
} LbRowMoveKind;

typedef struct {
  LbRowMoveKind kind;
  const char *from; /* borrowed: from the graph, or from the plan for stamps */
  const char *to;
} LbRowMove;

/* One step. The row moves are computed with the plan, in the order to run them. */
typedef struct {
  LbStepKind kind;
  const LbRevision *revision; /* whose script runs; NULL for a stamp */
  GPtrArray *from;            /* const char *: what "Running upgrade a, b -> c" shows on the left */
  GPtrArray *to;              /* const char *: ... and on the right */
  GArray *moves;              /* LbRowMove */
} LbStep;

typedef struct {
  GPtrArray *steps;  /* LbStep *, in the order to run */
  char **rows_after; /* the version rows when all has run, in order */
  char *warning;     /* something to tell the person first, or NULL (downgrade -1 from several heads) */
} LbPlan;

void lb_plan_free (LbPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbPlan, lb_plan_free)

/* Plan from the rows that the version table holds now (ids, NULL-terminated, in table order; empty for a new database)
 * to @target as typed. Nothing to do is a plan without steps. The plan borrows from the graph. NULL with
 * LB_ERROR_UNKNOWN_REVISION (also for a row that no file has), LB_ERROR_AMBIGUOUS, LB_ERROR_MULTIPLE_HEADS,
 * LB_ERROR_TARGET; the messages are Alembic's. For an offline range pass lb_resolve_start of its left side as @rows. */
LbPlan *lb_plan_upgrade (const LbGraph *graph, const char *const *rows, const char *target, GError **error);
LbPlan *lb_plan_downgrade (const LbGraph *graph, const char *const *rows, const char *target, GError **error);
/* For `stamp --purge` pass no rows. Relative targets are not understood, as in Alembic. A target that another one of
 * them implies is left out, with a warning. */
LbPlan *lb_plan_stamp (const LbGraph *graph, const char *const *rows, const char *const *targets, GError **error);

#endif
