#include "plan.h"
#include "private.h"
#include "resolve.h"

#include "util/error.h"

static void
step_free (gpointer data)
{
  LbStep *step = data;

  g_ptr_array_unref (step->from);
  g_ptr_array_unref (step->to);
  g_array_unref (step->moves);
  g_free (step);
}

LbPlan *
lb_plan_new (void)
{
  LbPlan *plan = g_new0 (LbPlan, 1);

  plan->steps = g_ptr_array_new_with_free_func (step_free);
  return plan;
}

void
lb_plan_free (LbPlan *plan)
{
  if (!plan)
    return;
  g_ptr_array_unref (plan->steps);
  g_strfreev (plan->rows_after);
  g_free (plan->warning);
  g_free (plan);
}

LbStep *
lb_plan_add_step (LbPlan *plan, LbStepKind kind, const LbRevision *revision)
{
  LbStep *step = g_new0 (LbStep, 1);

  step->kind = kind;
  step->revision = revision;
  step->from = g_ptr_array_new ();
  step->to = g_ptr_array_new ();
  step->moves = g_array_new (FALSE, FALSE, sizeof (LbRowMove));
  g_ptr_array_add (plan->steps, step);
  return step;
}

/* A script's step, without its moves. */
static LbStep *
add_script (LbPlan *plan, LbStepKind kind, const LbRevision *revision)
{
  LbStep *step = lb_plan_add_step (plan, kind, revision);
  GPtrArray *below = kind == LB_STEP_UPGRADE ? step->from : step->to;

  for (guint i = 0; i < revision->down.n; i++)
    g_ptr_array_add (below, lb_unconst (revision->down.items[i]->id));
  g_ptr_array_add (kind == LB_STEP_UPGRADE ? step->to : step->from, lb_unconst (revision->id));
  return step;
}

/* Rows that imply each other come from `stamp a b` or by hand. */
static gboolean
check_rows (const LbGraph *graph, const GPtrArray *rows, GError **error)
{
  if (lb_check_overlap (graph, rows, error))
    return TRUE;
  if (error) {
    lb_error_set_detail (*error, "the version table holds a revision that another one in it implies");
    lb_error_set_hint (*error,
                       "Stamp the revisions that are applied, without those they imply: stamp --purge REVISION...");
  }
  return FALSE;
}

/* ---- upgrade */

static gboolean
find_upgrade (const LbGraph *graph, const char *const *rows, const char *target, GPtrArray **ret_rows,
              GPtrArray **ret_targets, GError **error)
{
  g_autoptr (GPtrArray) current = NULL;
  g_autoptr (GPtrArray) targets = NULL;
  gboolean from_rows = lb_target_is_from_rows (target);

  if (from_rows && !(current = lb_resolve_rows (graph, rows, error)))
    return FALSE;
  targets = lb_target_upgrade (graph, current, target, FALSE, error);
  if (!targets || !lb_check_overlap (graph, targets, error))
    return FALSE;
  if (!from_rows && !(current = lb_resolve_rows (graph, rows, error)))
    return FALSE;
  if (!check_rows (graph, current, error))
    return FALSE;
  *ret_rows = g_steal_pointer (&current);
  *ret_targets = g_steal_pointer (&targets);
  return TRUE;
}

LbPlan *
lb_plan_upgrade (const LbGraph *graph, const char *const *rows, const char *target, GError **error)
{
  g_autoptr (GPtrArray) current = NULL;
  g_autoptr (GPtrArray) targets = NULL;
  g_autoptr (GPtrArray) order = NULL;
  g_autofree LbMarks *needed = NULL;
  g_autofree LbMarks *applied = NULL;
  g_autoptr (LbRowSet) state = NULL;
  GError *local = NULL;
  LbPlan *plan;

  if (!find_upgrade (graph, rows, target, &current, &targets, &local)) {
    lb_error_heads_argument (local, target);
    g_propagate_error (error, local);
    return NULL;
  }
  needed = lb_marks_new (graph);
  applied = lb_marks_new (graph);
  lb_marks_ancestors (needed, targets, LB_EDGES_ALL);
  lb_marks_ancestors (applied, current, LB_EDGES_ALL);
  for (guint i = 0; i < lb_graph_size (graph); i++)
    needed[i] = needed[i] && !applied[i];
  order = lb_sort (graph, needed, targets, TRUE);
  state = lb_row_set_new (graph, current);
  plan = lb_plan_new ();
  for (guint i = order->len; i-- > 0;) /* oldest first */
    lb_row_set_upgrade (state, order->pdata[i], add_script (plan, LB_STEP_UPGRADE, order->pdata[i])->moves);
  plan->rows_after = lb_row_set_ids (state);
  return plan;
}

/* ---- downgrade */

static void
downgrade_target_release (LbDowngradeTarget *target)
{
  g_clear_pointer (&target->branch, g_free);
  g_clear_pointer (&target->warning, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LbDowngradeTarget, downgrade_target_release)

/* What goes first: the children of the target, or all bases; at a fork with a branch named, only what leads to that
 * branch. */
static GPtrArray *
find_roots (const LbGraph *graph, const LbDowngradeTarget *target, GError **error)
{
  const LbRevisionList *list = target->target ? &target->target->children : &graph->bases;
  g_autoptr (GPtrArray) roots = g_ptr_array_new ();
  g_autoptr (GPtrArray) start = NULL;
  g_autofree LbMarks *leading = NULL;

  if (target->branch) { /* looked up even if there is one root: a slip in its name must not take down everything */
    const LbRevision *branch = lb_find_branch (graph, target->branch, error);

    if (!branch)
      return NULL;
    start = g_ptr_array_new ();
    g_ptr_array_add (start, lb_unconst (branch));
    leading = lb_marks_new (graph);
    lb_marks_ancestors (leading, start, LB_EDGES_VERSIONED);
  }
  for (guint i = 0; i < list->n; i++)
    if (list->n == 1 || !leading || leading[list->items[i]->index])
      g_ptr_array_add (roots, lb_unconst (list->items[i]));
  if (leading && list->n > 1 && !roots->len) {
    g_set_error (error, LB_ERROR, LB_ERROR_TARGET, "Not a valid downgrade target from current heads");
    return NULL;
  }
  return g_steal_pointer (&roots);
}

static gboolean
contains (const GPtrArray *revisions, const LbRevision *revision)
{
  return g_ptr_array_find (lb_unconst (revisions), revision, NULL);
}

/* The marks of what is to go, and of all that is applied. */
static gboolean
find_downgrade (const LbGraph *graph, const GPtrArray *current, const char *typed, LbDowngradeTarget *target,
                LbMarks *applied, LbMarks *going, GError **error)
{
  g_autoptr (GPtrArray) roots = NULL;
  gboolean some = FALSE;

  if (!lb_target_downgrade (graph, current, typed, target, error))
    return FALSE;
  roots = find_roots (graph, target, error);
  if (!roots)
    return FALSE;
  lb_marks_ancestors (applied, current, LB_EDGES_ALL);
  lb_marks_descendants (going, roots, LB_EDGES_ALL);
  for (guint i = 0; i < lb_graph_size (graph); i++) {
    going[i] = going[i] && applied[i];
    some = some || going[i];
  }
  if (!some && target->target && !contains (current, target->target)) {
    g_set_error (error, LB_ERROR, LB_ERROR_TARGET,
                 "Destination %s is not a valid downgrade target from current head(s)", typed);
    if (error)
      lb_error_set_detail (*error, "nothing that is applied comes after it");
    return FALSE;
  }
  return TRUE;
}

LbPlan *
lb_plan_downgrade (const LbGraph *graph, const char *const *rows, const char *target, GError **error)
{
  g_auto (LbDowngradeTarget)
    to = { 0 };
  g_autoptr (GPtrArray) current = lb_resolve_rows (graph, rows, error);
  g_autoptr (GPtrArray) order = NULL;
  g_autofree LbMarks *applied = lb_marks_new (graph);
  g_autofree LbMarks *going = lb_marks_new (graph);
  g_autoptr (LbRowSet) state = NULL;
  GError *local = NULL;
  LbPlan *plan;

  if (!current)
    return NULL;
  if (!find_downgrade (graph, current, target, &to, applied, going, &local)) {
    lb_error_heads_argument (local, target);
    g_propagate_error (error, local);
    return NULL;
  }
  order = lb_sort (graph, going, current, TRUE);
  state = lb_row_set_new (graph, current);
  lb_row_set_expect_downgrades (state, applied);
  plan = lb_plan_new ();
  for (guint i = 0; i < order->len; i++)
    lb_row_set_downgrade (state, order->pdata[i], add_script (plan, LB_STEP_DOWNGRADE, order->pdata[i])->moves);
  plan->rows_after = lb_row_set_ids (state);
  plan->warning = g_steal_pointer (&to.warning);
  return plan;
}
