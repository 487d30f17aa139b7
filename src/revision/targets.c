/* What upgrade and downgrade are asked to reach. */
#include "private.h"

#include "util/error.h"

#include <string.h>

gboolean
lb_target_is_from_rows (const char *typed)
{
  g_auto (LbRelative)
    relative = { 0 };

  return lb_relative_parse (typed, &relative) && !relative.symbol && relative.up && relative.n > 0;
}

static void
set_too_far (const LbRelative *relative, GError **error)
{
  g_set_error (error, LB_ERROR, LB_ERROR_TARGET, "Walked too far");
  if (error)
    lb_error_set_hint (*error, "There are fewer than %u revisions %s '%s'.", relative->n,
                       relative->up ? "above" : "below", relative->symbol);
}

/* The symbol within the branch: "branch@symbol". */
static gboolean
find_symbol (const LbGraph *graph, const char *branch, const char *symbol, const LbRevision **ret, GError **error)
{
  g_autofree char *whole = branch ? g_strconcat (branch, "@", symbol, NULL) : g_strdup (symbol);

  return lb_find_one (graph, whole, ret, error);
}

/* The revisions of @rows' ancestors that are in @branch and have none of them above. */
static GPtrArray *
tips_in_branch (const LbGraph *graph, const GPtrArray *rows, const char *branch, GError **error)
{
  g_autofree LbMarks *applied = lb_marks_new (graph);
  g_autofree LbMarks *below = lb_marks_new (graph);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) inside = NULL;
  GPtrArray *tips;

  lb_marks_ancestors (applied, rows, LB_EDGES_ALL);
  for (guint i = 0; i < lb_graph_size (graph); i++)
    if (applied[i])
      g_ptr_array_add (all, NTH (graph, i));
  inside = lb_filter_lineage (graph, all, branch, LB_EDGES_VERSIONED, error);
  if (!inside)
    return NULL;
  for (guint i = 0; i < inside->len; i++) {
    const LbRevision *revision = inside->pdata[i];

    for (guint j = 0; j < revision->parents.n; j++)
      below[revision->parents.items[j]->index] = 1;
  }
  tips = g_ptr_array_new ();
  for (guint i = 0; i < inside->len; i++)
    if (!below[((const LbRevision *) inside->pdata[i])->index])
      g_ptr_array_add (tips, inside->pdata[i]);
  return tips;
}

/* Where "+N" and "branch@+N" begin. */
static gboolean
upgrade_start (const LbGraph *graph, const GPtrArray *rows, const char *branch, const LbRevision **ret, GError **error)
{
  g_autoptr (GPtrArray) start = NULL;

  *ret = NULL;
  if (!branch) {
    start = g_ptr_array_new ();
    g_ptr_array_extend (start, lb_unconst (rows), NULL, NULL);
  } else {
    start = lb_filter_lineage (graph, rows, branch, LB_EDGES_VERSIONED, error);
    if (start && !start->len) {
      g_ptr_array_unref (start);
      start = tips_in_branch (graph, rows, branch, error);
    }
    if (!start)
      return FALSE;
  }
  if (start->len > 1) {
    g_set_error (error, LB_ERROR, LB_ERROR_AMBIGUOUS, "Ambiguous upgrade from multiple current revisions");
    if (error)
      lb_error_set_hint (*error, "Say which branch goes on, as in branch@+1, or name the revision to reach.");
    return FALSE;
  }
  if (start->len)
    *ret = start->pdata[0];
  return TRUE;
}

static gboolean
walk_upgrade (const LbGraph *graph, const GPtrArray *rows, const LbRelative *relative, gboolean clamp,
              const LbRevision **ret, GError **error)
{
  const LbRevision *start;
  gboolean over;

  if (!relative->symbol) {
    if (!relative->up || relative->n == 0) {
      lb_error_relative (relative->n ? relative->text : "0", relative->n, error);
      return FALSE;
    }
    if (!upgrade_start (graph, rows, relative->branch, &start, error)
        || !lb_walk_up (graph, start, relative->n, relative->branch, ret, &over, error))
      return FALSE;
    if (over && (!clamp || !*ret)) {
      lb_error_relative (relative->text, relative->n, error);
      return FALSE;
    }
    return TRUE;
  }
  if (relative->up && relative->n > 0) {
    if (!lb_find_one (graph, relative->symbol, &start, error)
        || !lb_walk_up (graph, start, relative->n, relative->branch, ret, &over, error))
      return FALSE;
  } else {
    if (!find_symbol (graph, relative->branch, relative->symbol, &start, error)
        || !lb_walk_down (start, relative->n, ret, &over, error))
      return FALSE;
  }
  if (over && !clamp) {
    set_too_far (relative, error);
    return FALSE;
  }
  return TRUE;
}

GPtrArray *
lb_target_upgrade (const LbGraph *graph, const GPtrArray *rows, const char *typed, gboolean clamp, GError **error)
{
  g_auto (LbRelative)
    relative = { 0 };
  g_autoptr (GPtrArray) targets = g_ptr_array_new ();
  const LbRevision *reached;

  if (!lb_relative_parse (typed, &relative)) {
    if (!lb_find_all (graph, typed, clamp, targets, error))
      return NULL;
    return g_steal_pointer (&targets);
  }
  if (!walk_upgrade (graph, rows, &relative, clamp, &reached, error))
    return NULL;
  if (reached)
    g_ptr_array_add (targets, lb_unconst (reached));
  return g_steal_pointer (&targets);
}

/* ---- downgrade */

static const LbRevision *
first_by_id (const GPtrArray *rows)
{
  const LbRevision *first = rows->pdata[0];

  for (guint i = 1; i < rows->len; i++) {
    const LbRevision *row = rows->pdata[i];

    if (strcmp (row->id, first->id) < 0)
      first = row;
  }
  return first;
}

/* The row that "branch@-N" goes down from: the one in the branch, or the tip that other rows imply. */
static const LbRevision *
row_in_branch (const LbGraph *graph, const GPtrArray *rows, const LbRelative *relative, GError **error)
{
  g_autoptr (GPtrArray) inside = lb_filter_lineage (graph, rows, relative->branch, LB_EDGES_VERSIONED, error);

  if (inside && !inside->len) {
    g_autofree LbMarks *applied = lb_marks_new (graph);
    g_autoptr (GPtrArray) tips = g_ptr_array_new ();

    lb_marks_ancestors (applied, rows, LB_EDGES_ALL);
    lb_applied_tips (graph, applied, tips);
    g_ptr_array_unref (inside);
    inside = lb_filter_lineage (graph, tips, relative->branch, LB_EDGES_VERSIONED, error);
  }
  if (!inside)
    return NULL;
  if (inside->len == 1)
    return inside->pdata[0];
  if (!inside->len) {
    lb_error_relative (relative->text, relative->n, error);
    if (error)
      lb_error_set_hint (*error, "Nothing of branch '%s' is applied.", relative->branch);
  } else {
    g_set_error (error, LB_ERROR, LB_ERROR_AMBIGUOUS, "Ambiguous downgrade from multiple current revisions");
    if (error)
      lb_error_set_hint (*error, "Several current revisions are in branch '%s'; name the revision to reach.",
                         relative->branch);
  }
  return NULL;
}

/* "-N" and "branch@-N". */
static gboolean
downgrade_from_rows (const LbGraph *graph, const GPtrArray *rows, const LbRelative *relative, LbDowngradeTarget *ret,
                     GError **error)
{
  const LbRevision *row;
  gboolean over;

  if (relative->up || relative->n == 0) {
    lb_error_relative (relative->text, relative->n, error);
    return FALSE;
  }
  if (relative->branch) {
    row = row_in_branch (graph, rows, relative, error);
    if (!row || !find_symbol (graph, relative->branch, row->id, &row, error))
      return FALSE;
    ret->branch = g_strdup (relative->branch);
  } else {
    if (!rows->len) {
      lb_error_relative (relative->text, relative->n, error);
      return FALSE;
    }
    row = first_by_id (rows);
    if (rows->len > 1)
      ret->warning
          = g_strdup_printf ("downgrade -1 from multiple heads is ambiguous; this usage will be disallowed in a "
                             "future release. Going down from %s",
                             row->id);
    ret->branch = g_strdup (row->id); /* at a fork below, only this line goes down */
  }
  if (!lb_walk_down (row, relative->n, &ret->target, &over, error))
    return FALSE;
  if (over)
    lb_error_relative (relative->text, relative->n, error);
  return !over;
}

static gboolean
downgrade_from_symbol (const LbGraph *graph, const LbRelative *relative, LbDowngradeTarget *ret, GError **error)
{
  const LbRevision *start;
  gboolean over;

  ret->branch = g_strdup (relative->branch);
  if (relative->up || relative->n == 0) {
    if (!lb_find_one (graph, relative->symbol, &start, error)
        || !lb_walk_up (graph, start, relative->n, relative->branch, &ret->target, &over, error))
      return FALSE;
    over = over || !ret->target; /* "base+0" */
  } else {
    if (!find_symbol (graph, relative->branch, relative->symbol, &start, error)
        || !lb_walk_down (start, relative->n, &ret->target, &over, error))
      return FALSE;
  }
  if (over)
    set_too_far (relative, error);
  return !over;
}

gboolean
lb_target_downgrade (const LbGraph *graph, const GPtrArray *rows, const char *typed, LbDowngradeTarget *ret,
                     GError **error)
{
  g_auto (LbRelative)
    relative = { 0 };
  const char *at;

  *ret = (LbDowngradeTarget){ 0 };
  if (lb_relative_parse (typed, &relative))
    return relative.symbol ? downgrade_from_symbol (graph, &relative, ret, error)
                           : downgrade_from_rows (graph, rows, &relative, ret, error);
  at = strrchr (typed, '@');
  if (at && at > typed)
    ret->branch = g_strndup (typed, (gsize) (at - typed));
  return lb_find_one (graph, at ? at + 1 : typed, &ret->target, error);
}
