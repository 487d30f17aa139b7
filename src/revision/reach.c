#include "private.h"

#include "util/error.h"

LbMarks *
lb_marks_new (const LbGraph *graph)
{
  return g_new0 (LbMarks, MAX (lb_graph_size (graph), 1));
}

static void
mark (LbMarks *marks, GPtrArray *stack, const LbRevisionList *list)
{
  for (guint i = 0; i < list->n; i++)
    if (!marks[list->items[i]->index]) {
      marks[list->items[i]->index] = 1;
      g_ptr_array_add (stack, lb_unconst (list->items[i]));
    }
}

/* A stack that holds @revisions, each marked. */
static GPtrArray *
begin (LbMarks *marks, const GPtrArray *revisions)
{
  GPtrArray *stack = g_ptr_array_new ();

  for (guint i = 0; i < revisions->len; i++) {
    const LbRevision *revision = revisions->pdata[i];

    if (!marks[revision->index]) {
      marks[revision->index] = 1;
      g_ptr_array_add (stack, lb_unconst (revision));
    }
  }
  return stack;
}

/* The closure over parents is that over down and all of depends: what parents leaves out, an ancestor has. */
void
lb_marks_ancestors (LbMarks *marks, const GPtrArray *revisions, LbEdges edges)
{
  g_autoptr (GPtrArray) stack = begin (marks, revisions);

  while (stack->len) {
    const LbRevision *revision = g_ptr_array_steal_index_fast (stack, stack->len - 1);

    mark (marks, stack, edges == LB_EDGES_ALL ? &revision->parents : &revision->down);
  }
}

void
lb_marks_descendants (LbMarks *marks, const GPtrArray *revisions, LbEdges edges)
{
  g_autoptr (GPtrArray) stack = begin (marks, revisions);

  while (stack->len) {
    const LbRevision *revision = g_ptr_array_steal_index_fast (stack, stack->len - 1);

    mark (marks, stack, &revision->children);
    if (edges == LB_EDGES_ALL)
      mark (marks, stack, &revision->dependents);
  }
}

/* Names of those of @revisions that @revision needs, one after the other. */
static char *
implied_by (const LbGraph *graph, const GPtrArray *revisions, const LbRevision *revision)
{
  g_autofree LbMarks *marks = lb_marks_new (graph);
  g_autofree LbMarks *named = lb_marks_new (graph);
  g_autoptr (GPtrArray) start = g_ptr_array_new ();
  GString *ids = g_string_new (NULL);

  g_ptr_array_add (start, lb_unconst (revision));
  lb_marks_ancestors (marks, start, LB_EDGES_ALL);
  named[revision->index] = 1;
  for (guint i = 0; i < revisions->len; i++) {
    const LbRevision *other = revisions->pdata[i];

    if (marks[other->index] && !named[other->index])
      g_string_append_printf (ids, "%s%s", ids->len ? ", " : "", other->id);
    named[other->index] = 1;
  }
  return g_string_free (ids, ids->len == 0);
}

gboolean
lb_check_overlap (const LbGraph *graph, const GPtrArray *revisions, GError **error)
{
  g_autofree LbMarks *marks = NULL;
  g_autoptr (GPtrArray) parents = NULL;
  gboolean overlap = FALSE;

  if (revisions->len < 2)
    return TRUE;
  marks = lb_marks_new (graph);
  parents = g_ptr_array_new ();
  for (guint i = 0; i < revisions->len; i++) {
    const LbRevision *revision = revisions->pdata[i];

    for (guint j = 0; j < revision->parents.n; j++)
      g_ptr_array_add (parents, lb_unconst (revision->parents.items[j]));
  }
  lb_marks_ancestors (marks, parents, LB_EDGES_ALL);
  for (guint i = 0; i < revisions->len && !overlap; i++)
    overlap = marks[((const LbRevision *) revisions->pdata[i])->index];
  for (guint i = 0; overlap && i < revisions->len; i++) {
    const LbRevision *revision = revisions->pdata[i];
    g_autofree char *implied = implied_by (graph, revisions, revision);

    if (implied) {
      g_set_error (error, LB_ERROR, LB_ERROR_TARGET, "Requested revision %s overlaps with other requested revisions %s",
                   revision->id, implied);
      return FALSE;
    }
  }
  return TRUE;
}
