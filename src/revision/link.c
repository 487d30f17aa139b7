#include "private.h"

typedef gboolean (*Test) (const LbRevision *revision);

static gboolean
is_real_base (const LbRevision *revision)
{
  return revision->down.n == 0 && revision->depends.n == 0;
}

/* Those of which @test is true, in file order. */
static void
collect (LbGraph *graph, Test test, LbRevisionList *ret)
{
  guint n = 0;

  for (guint i = 0; i < graph->revisions->len; i++)
    n += test (NTH (graph, i)) ? 1 : 0;
  ret->items = lb_arena_alloc (graph->arena, sizeof (LbRevision *) * MAX (n, 1));
  ret->n = 0;
  for (guint i = 0; i < graph->revisions->len; i++)
    if (test (NTH (graph, i)))
      ret->items[ret->n++] = NTH (graph, i);
}

gboolean
lb_graph_link (LbGraph *graph, GError **error)
{
  g_autofree const LbRevision **order = NULL;

  if (!lb_link_labels (graph, error) || !lb_link_edges (graph, error))
    return FALSE;
  order = lb_link_ranks (graph, error);
  if (!order)
    return FALSE;
  lb_link_normalize (graph, order);
  lb_link_inherit_labels (graph, order);
  collect (graph, lb_revision_is_head, &graph->heads);
  collect (graph, lb_revision_is_real_head, &graph->real_heads);
  collect (graph, lb_revision_is_base, &graph->bases);
  collect (graph, is_real_base, &graph->real_bases);
  return TRUE;
}
