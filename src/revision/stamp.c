/* Moving the rows without running scripts. */
#include "plan.h"
#include "private.h"
#include "resolve.h"

#include "util/error.h"

typedef struct {
  const LbGraph *graph;
  GPtrArray *rows;    /* all that share lineage with a target: what a stamp may touch */
  GPtrArray *targets; /* each once */
  LbMarks *is_row;
  LbMarks *is_target;
} Stamp;

static void
stamp_init (Stamp *stamp, const LbGraph *graph)
{
  stamp->graph = graph;
  stamp->rows = g_ptr_array_new ();
  stamp->targets = g_ptr_array_new ();
  stamp->is_row = lb_marks_new (graph);
  stamp->is_target = lb_marks_new (graph);
}

static void
stamp_release (Stamp *stamp)
{
  g_clear_pointer (&stamp->rows, g_ptr_array_unref);
  g_clear_pointer (&stamp->targets, g_ptr_array_unref);
  g_clear_pointer (&stamp->is_row, g_free);
  g_clear_pointer (&stamp->is_target, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stamp, stamp_release)

static void
append_once (GPtrArray *into, LbMarks *marks, const GPtrArray *revisions)
{
  for (guint i = 0; i < revisions->len; i++) {
    const LbRevision *revision = revisions->pdata[i];

    if (!marks[revision->index])
      g_ptr_array_add (into, lb_unconst (revision));
    marks[revision->index] = 1;
  }
}

static gboolean
find_stamp (Stamp *stamp, const GPtrArray *current, const char *const *typed, GError **error)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new ();

  for (guint i = 0; typed[i]; i++) {
    g_autoptr (GPtrArray) shared = lb_filter_lineage (stamp->graph, current, typed[i], LB_EDGES_ALL, error);

    if (!shared)
      return FALSE;
    append_once (stamp->rows, stamp->is_row, shared);
  }
  for (guint i = 0; typed[i]; i++)
    if (!lb_find_all (stamp->graph, typed[i], FALSE, targets, error))
      return FALSE;
  append_once (stamp->targets, stamp->is_target, targets);
  return TRUE;
}

/* Take out what another target implies: its row would be one that `upgrade` refuses. Returns the warning, or NULL. */
static char *
drop_implied (Stamp *stamp)
{
  g_autofree LbMarks *implied = NULL;
  g_autoptr (GPtrArray) parents = NULL;
  GPtrArray *kept;
  GString *ids = NULL;

  if (stamp->targets->len < 2)
    return NULL;
  implied = lb_marks_new (stamp->graph);
  parents = g_ptr_array_new ();
  for (guint i = 0; i < stamp->targets->len; i++) {
    const LbRevision *target = stamp->targets->pdata[i];

    for (guint j = 0; j < target->parents.n; j++)
      g_ptr_array_add (parents, lb_unconst (target->parents.items[j]));
  }
  lb_marks_ancestors (implied, parents, LB_EDGES_ALL);
  kept = g_ptr_array_new ();
  for (guint i = 0; i < stamp->targets->len; i++) {
    const LbRevision *target = stamp->targets->pdata[i];

    if (!implied[target->index]) {
      g_ptr_array_add (kept, lb_unconst (target));
      continue;
    }
    stamp->is_target[target->index] = 0;
    if (!ids)
      ids = g_string_new ("not stamped, because the other revisions imply it: ");
    else
      g_string_append (ids, ", ");
    g_string_append (ids, target->id);
  }
  g_ptr_array_unref (stamp->targets);
  stamp->targets = kept;
  return ids ? g_string_free (ids, FALSE) : NULL;
}

/* The rows in question that @target needs, or that need it. */
static GPtrArray *
related (const Stamp *stamp, const LbRevision *target, gboolean above)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autofree LbMarks *marks = NULL;
  g_autoptr (GPtrArray) start = NULL;

  if (!stamp->rows->len)
    return found;
  marks = lb_marks_new (stamp->graph);
  start = g_ptr_array_new ();
  g_ptr_array_add (start, lb_unconst (target));
  if (above)
    lb_marks_descendants (marks, start, LB_EDGES_ALL);
  else
    lb_marks_ancestors (marks, start, LB_EDGES_ALL);
  for (guint i = 0; i < stamp->rows->len; i++)
    if (marks[((const LbRevision *) stamp->rows->pdata[i])->index])
      g_ptr_array_add (found, stamp->rows->pdata[i]);
  return found;
}

/* One step: @from (may be empty) become @to (may be NULL). */
static void
add_step (LbPlan *plan, LbRowSet *state, const GPtrArray *from, const LbRevision *to)
{
  LbStep *step = lb_plan_add_step (plan, LB_STEP_STAMP, NULL);

  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (step->from, lb_unconst (((const LbRevision *) from->pdata[i])->id));
  if (to)
    g_ptr_array_add (step->to, lb_unconst (to->id));
  for (guint i = 0; i + 1 < from->len; i++)
    lb_row_set_move (state, step->moves, from->pdata[i], NULL);
  lb_row_set_move (state, step->moves, from->len ? from->pdata[from->len - 1] : NULL, to);
}

/* INSERT of @to, shown as coming from @from, which earlier steps have used up. */
static void
add_insert (LbPlan *plan, LbRowSet *state, const GPtrArray *from, const LbRevision *to)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  LbStep *step;

  add_step (plan, state, none, to);
  step = plan->steps->pdata[plan->steps->len - 1];
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (step->from, lb_unconst (((const LbRevision *) from->pdata[i])->id));
}

static gboolean
all_present (const LbRowSet *state, const GPtrArray *revisions)
{
  for (guint i = 0; i < revisions->len; i++)
    if (!lb_row_set_have (state, revisions->pdata[i]))
      return FALSE;
  return TRUE;
}

/* Alembic's way: all rows in question move to the first target that is related to one of them, later ones are inserted.
 * FALSE where that comes to grief: rows above a later target are gone already, rows lie on both sides of a target, or
 * the row of a target went to another one. */
static gboolean
plan_as_alembic (const Stamp *stamp, LbPlan *plan, LbRowSet *state)
{
  for (guint i = 0; i < stamp->targets->len; i++) {
    const LbRevision *target = stamp->targets->pdata[i];
    g_autoptr (GPtrArray) none = g_ptr_array_new ();
    g_autoptr (GPtrArray) above = NULL;
    g_autoptr (GPtrArray) below = NULL;

    if (stamp->is_row[target->index])
      continue;
    above = related (stamp, target, TRUE);
    below = related (stamp, target, FALSE);
    if (above->len && (below->len || !all_present (state, stamp->rows)))
      return FALSE;
    if (!above->len && !below->len)
      add_step (plan, state, none, target);
    else if (!all_present (state, stamp->rows))
      add_insert (plan, state, stamp->rows, target);
    else
      add_step (plan, state, stamp->rows, target);
  }
  return all_present (state, stamp->targets);
}

static void
take_rows (const Stamp *stamp, const LbRowSet *state, const GPtrArray *rows, GPtrArray *from)
{
  for (guint i = 0; i < rows->len; i++) {
    const LbRevision *row = rows->pdata[i];

    if (lb_row_set_have (state, row) && !stamp->is_target[row->index])
      g_ptr_array_add (from, lb_unconst (row));
  }
}

/* Each target takes the rows of its own lineage that are left, and no row that is itself a target. */
static void
plan_one_by_one (const Stamp *stamp, LbPlan *plan, LbRowSet *state)
{
  for (guint i = 0; i < stamp->targets->len; i++) {
    const LbRevision *target = stamp->targets->pdata[i];
    g_autoptr (GPtrArray) from = g_ptr_array_new ();
    g_autoptr (GPtrArray) above = NULL;
    g_autoptr (GPtrArray) below = NULL;

    if (lb_row_set_have (state, target))
      continue;
    above = related (stamp, target, TRUE);
    below = related (stamp, target, FALSE);
    take_rows (stamp, state, below, from);
    take_rows (stamp, state, above, from);
    add_step (plan, state, from, target);
  }
}

static void
plan_base (const Stamp *stamp, LbPlan *plan, LbRowSet *state)
{
  for (guint i = 0; i < stamp->rows->len; i++) {
    g_autoptr (GPtrArray) from = g_ptr_array_new ();

    g_ptr_array_add (from, stamp->rows->pdata[i]);
    add_step (plan, state, from, NULL);
  }
}

LbPlan *
lb_plan_stamp (const LbGraph *graph, const char *const *rows, const char *const *targets, GError **error)
{
  static const char *const base[] = { "base", NULL };
  g_auto (Stamp)
    stamp = { graph, g_ptr_array_new (), g_ptr_array_new () };
  g_autoptr (GPtrArray) current = lb_resolve_rows (graph, rows, error);
  g_autoptr (LbPlan) plan = lb_plan_new ();
  g_autoptr (LbRowSet) state = NULL;
  GError *local = NULL;

  if (!current)
    return NULL;
  stamp_init (&stamp, graph);
  if (!find_stamp (&stamp, current, *targets ? targets : base, &local)) {
    if (g_error_matches (local, LB_ERROR, LB_ERROR_MULTIPLE_HEADS))
      lb_error_reword (local, "Multiple heads are present; please specify a single target revision");
    g_propagate_error (error, local);
    return NULL;
  }
  plan->warning = drop_implied (&stamp);
  state = lb_row_set_new (graph, current);
  if (!stamp.targets->len) {
    plan_base (&stamp, plan, state);
  } else if (!plan_as_alembic (&stamp, plan, state)) {
    g_ptr_array_set_size (plan->steps, 0);
    g_clear_pointer (&state, lb_row_set_free);
    state = lb_row_set_new (graph, current);
    plan_one_by_one (&stamp, plan, state);
  }
  plan->rows_after = lb_row_set_ids (state);
  return g_steal_pointer (&plan);
}
