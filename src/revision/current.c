/* What the rows of the version table say. */
#include "private.h"
#include "resolve.h"

#include "util/error.h"

GPtrArray *
lb_resolve_rows (const LbGraph *graph, const char *const *rows, GError **error)
{
  g_autoptr (GPtrArray) revisions = g_ptr_array_new ();
  g_autofree LbMarks *seen = lb_marks_new (graph);

  for (; *rows; rows++) {
    const LbRevision *revision = lb_graph_lookup (graph, *rows);

    if (!revision) {
      g_set_error (error, LB_ERROR, LB_ERROR_UNKNOWN_REVISION, "Can't locate revision identified by '%s'", *rows);
      if (error) {
        lb_error_set_detail (*error, "the version table holds a revision that no file has");
        lb_error_set_hint (*error,
                           "Is the database ahead of the files on disk? Deploy the files that are missing; if they "
                           "are gone for good, say where the database stands with `stamp --purge`.");
      }
      return NULL;
    }
    if (!seen[revision->index])
      g_ptr_array_add (revisions, lb_unconst (revision));
    seen[revision->index] = 1;
  }
  return g_steal_pointer (&revisions);
}

/* A set that holds all that its members need: a member has a versioned descendant in it only through a child in it. */
void
lb_applied_tips (const LbGraph *graph, const LbMarks *applied, GPtrArray *tips)
{
  for (guint i = 0; i < lb_graph_size (graph); i++) {
    const LbRevision *revision = NTH (graph, i);
    gboolean is_tip = applied[i];

    for (guint j = 0; is_tip && j < revision->children.n; j++)
      is_tip = !applied[revision->children.items[j]->index];
    if (is_tip)
      g_ptr_array_add (tips, lb_unconst (revision));
  }
}

GPtrArray *
lb_current_tips (const LbGraph *graph, const char *const *rows, GError **error)
{
  g_autoptr (GPtrArray) revisions = lb_resolve_rows (graph, rows, error);
  g_autofree LbMarks *applied = NULL;
  GPtrArray *tips;

  if (!revisions)
    return NULL;
  applied = lb_marks_new (graph);
  lb_marks_ancestors (applied, revisions, LB_EDGES_ALL);
  tips = g_ptr_array_new ();
  lb_applied_tips (graph, applied, tips);
  return tips;
}

gboolean
lb_rows_at_heads (const LbGraph *graph, const char *const *rows)
{
  g_autoptr (GPtrArray) revisions = lb_resolve_rows (graph, rows, NULL);
  g_autofree LbMarks *applied = NULL;

  if (!revisions)
    return FALSE;
  applied = lb_marks_new (graph);
  lb_marks_ancestors (applied, revisions, LB_EDGES_ALL);
  for (guint i = 0; i < graph->heads.n; i++)
    if (!applied[graph->heads.items[i]->index])
      return FALSE;
  return TRUE;
}
