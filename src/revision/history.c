#include "resolve.h"
#include "private.h"

#include "util/error.h"

#include <string.h>

/* "b@...": only what bears that label is shown; of a branch named by a revision, what bears its only label, or is in
 * its lineage. */
static gboolean
keep_branch (const LbGraph *graph, const char *lower, GPtrArray *targets, GError **error)
{
  const char *at = strchr (lower, '@');
  g_autofree char *branch = at && at > lower ? g_strndup (lower, (gsize) (at - lower)) : NULL;
  const LbRevision *carrier;
  const char *label;
  g_autoptr (GPtrArray) kept = NULL;

  if (!branch)
    return TRUE;
  carrier = lb_find_branch (graph, branch, error);
  if (!carrier)
    return FALSE;
  label = lb_graph_lookup_label (graph, branch) ? branch : NULL;
  if (!label && g_str_equal (carrier->id, branch) && carrier->labels[0] && !carrier->labels[1])
    label = carrier->labels[0];
  if (label) {
    kept = g_ptr_array_new ();
    for (guint i = 0; i < targets->len; i++)
      if (g_strv_contains (((const LbRevision *) targets->pdata[i])->labels, label))
        g_ptr_array_add (kept, targets->pdata[i]);
  } else {
    kept = lb_filter_lineage (graph, targets, carrier->id, LB_EDGES_VERSIONED, error);
  }
  g_ptr_array_set_size (targets, 0);
  g_ptr_array_extend (targets, kept, NULL, NULL);
  return TRUE;
}

/* Marks for all that @targets need down to and with @lowest. */
static LbMarks *
mark_range (const LbGraph *graph, const GPtrArray *targets, const GPtrArray *lowest)
{
  LbMarks *marks = lb_marks_new (graph);
  g_autofree LbMarks *below = lb_marks_new (graph);
  g_autofree LbMarks *above = NULL;

  lb_marks_ancestors (marks, targets, LB_EDGES_ALL);
  if (!lowest->len)
    return marks;
  above = lb_marks_new (graph);
  lb_marks_ancestors (below, lowest, LB_EDGES_ALL);
  lb_marks_descendants (above, lowest, LB_EDGES_VERSIONED);
  for (guint i = 0; i < lowest->len; i++)
    below[((const LbRevision *) lowest->pdata[i])->index] = 0;
  for (guint i = 0; i < lb_graph_size (graph); i++)
    marks[i] = marks[i] && above[i] && !below[i];
  return marks;
}

static gboolean
check_along (const LbGraph *graph, const GPtrArray *targets, const GPtrArray *lowest, const char *lower,
             const char *upper, GError **error)
{
  g_autofree LbMarks *needed = lb_marks_new (graph);

  lb_marks_ancestors (needed, targets, LB_EDGES_ALL);
  for (guint i = 0; i < lowest->len; i++) {
    const LbRevision *revision = lowest->pdata[i];
    g_autofree char *detail = NULL;

    if (needed[revision->index])
      continue;
    g_set_error (error, LB_ERROR, LB_ERROR_TARGET,
                 "Requested range %s:%s does not refer to ancestor/descendant revisions along the same branch", lower,
                 upper);
    detail = g_strdup_printf ("Revision %s is not an ancestor of revision %s", revision->id, upper);
    if (error)
      lb_error_set_detail (*error, detail);
    return FALSE;
  }
  return lb_check_overlap (graph, lowest, error);
}

/* @one: where one revision is wanted, to walk on from. */
static gboolean
find_side (const LbGraph *graph, const char *typed, gboolean one, const char *const *rows, GPtrArray **ret,
           GError **error)
{
  static const char *const none[] = { NULL };
  g_autoptr (GPtrArray) found = NULL;
  const LbRevision *revision;

  if (g_str_equal (typed, "current")) {
    *ret = lb_resolve_rows (graph, rows ? rows : none, error);
    return *ret != NULL;
  }
  found = g_ptr_array_new ();
  if (one) {
    if (!lb_find_one (graph, typed, &revision, error))
      return FALSE;
    if (revision)
      g_ptr_array_add (found, lb_unconst (revision));
  } else if (!lb_find_all (graph, typed, TRUE, found, error)) {
    return FALSE;
  }
  *ret = g_steal_pointer (&found);
  return TRUE;
}

/* The right side comes first, so that of two faults it is told, unless it counts from the left one. */
static gboolean
find_sides (const LbGraph *graph, const char *lower, const char *upper, const char *const *rows, GPtrArray **ret_lowest,
            GPtrArray **ret_targets, GError **error)
{
  gboolean from_lower = lb_target_is_from_rows (upper);

  if (from_lower && !find_side (graph, lower, !strchr (upper, '@'), rows, ret_lowest, error))
    return FALSE;
  if (g_str_equal (upper, "current")) {
    if (!find_side (graph, upper, FALSE, rows, ret_targets, error))
      return FALSE;
  } else {
    *ret_targets = lb_target_upgrade (graph, *ret_lowest, upper, TRUE, error);
    if (!*ret_targets)
      return FALSE;
  }
  return keep_branch (graph, lower, *ret_targets, error) && lb_check_overlap (graph, *ret_targets, error)
         && (from_lower || find_side (graph, lower, FALSE, rows, ret_lowest, error));
}

static GPtrArray *
between (const LbGraph *graph, const char *lower, const char *upper, const char *const *rows, GError **error)
{
  g_autoptr (GPtrArray) lowest = NULL;
  g_autoptr (GPtrArray) targets = NULL;
  g_autofree LbMarks *marks = NULL;

  if (!find_sides (graph, lower, upper, rows, &lowest, &targets, error)
      || !check_along (graph, targets, lowest, lower, upper, error))
    return NULL;
  marks = mark_range (graph, targets, lowest);
  return lb_sort (graph, marks, targets, lowest->len == 0);
}

GPtrArray *
lb_history_range (const LbGraph *graph, const char *range, const char *const *rows, GError **error)
{
  g_autofree char *typed = g_strstrip (g_strdup (range ? range : ":"));
  char *colon = strchr (typed, ':');
  const char *lower, *upper;
  GError *local = NULL;
  GPtrArray *revisions;

  if (!colon || strchr (colon + 1, ':')) {
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "History range requires [start]:[end], [start]:, or :[end]");
    return NULL;
  }
  *colon = '\0';
  lower = *typed ? typed : "base";
  upper = colon[1] ? colon + 1 : "heads";
  revisions = between (graph, lower, upper, rows, &local);
  if (local) {
    lb_error_heads_argument (local, upper);
    g_propagate_error (error, local);
  }
  return revisions;
}
