/* Ranks by Kahn's algorithm, and what to say when it gets stuck. */
#include "private.h"

#include "util/error.h"

#include <string.h>

static guint
n_needed (const LbRevision *revision, LbEdges edges)
{
  return revision->down.n + (edges == LB_EDGES_ALL ? revision->depends.n : 0);
}

static const LbRevision *
needed (const LbRevision *revision, guint i)
{
  return i < revision->down.n ? revision->down.items[i] : revision->depends.items[i - revision->down.n];
}

static guint
n_users (const LbRevision *revision, LbEdges edges)
{
  return revision->children.n + (edges == LB_EDGES_ALL ? revision->dependents.n : 0);
}

static const LbRevision *
user (const LbRevision *revision, guint i)
{
  return i < revision->children.n ? revision->children.items[i] : revision->dependents.items[i - revision->children.n];
}

/* Every revision after all that it needs, as far as that goes. @waiting: by index, what each still waits for. */
static guint
order_by_need (const LbGraph *graph, LbEdges edges, const LbRevision **order, guint *waiting)
{
  guint n = lb_graph_size (graph);
  guint done = 0;

  for (guint i = 0; i < n; i++) {
    waiting[i] = n_needed (NTH (graph, i), edges);
    if (!waiting[i])
      order[done++] = NTH (graph, i);
  }
  for (guint i = 0; i < done; i++)
    for (guint j = 0; j < n_users (order[i], edges); j++) {
      const LbRevision *next = user (order[i], j);

      if (--waiting[next->index] == 0)
        order[done++] = next;
    }
  return done;
}

/* One cycle among the revisions that wait: from the first one in file order, always to the first need that waits too.
 */
static GPtrArray *
find_cycle (const LbGraph *graph, LbEdges edges, const guint *waiting)
{
  g_autofree guint *seen = g_new0 (guint, lb_graph_size (graph)); /* 1-based place on the path */
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  GPtrArray *cycle = g_ptr_array_new ();
  const LbRevision *at = NULL;

  for (guint i = 0; !at; i++)
    at = waiting[i] ? NTH (graph, i) : NULL;
  while (!seen[at->index]) {
    const LbRevision *next = NULL;

    g_ptr_array_add (path, lb_unconst (at));
    seen[at->index] = path->len;
    for (guint i = 0; !next; i++)
      next = waiting[needed (at, i)->index] ? needed (at, i) : NULL;
    at = next;
  }
  for (guint i = seen[at->index] - 1; i < path->len; i++)
    g_ptr_array_add (cycle, path->pdata[i]);
  return cycle;
}

static int
by_id (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const LbRevision *const *) a)->id, (*(const LbRevision *const *) b)->id);
}

/* Everything reached from @marks (already marked, listed in @stack) along needs or users. */
static void
flood (LbMarks *marks, GPtrArray *stack, LbEdges edges, gboolean down)
{
  while (stack->len) {
    const LbRevision *revision = g_ptr_array_steal_index_fast (stack, stack->len - 1);
    guint n = down ? n_needed (revision, edges) : n_users (revision, edges);

    for (guint i = 0; i < n; i++) {
      const LbRevision *next = down ? needed (revision, i) : user (revision, i);

      if (!marks[next->index]) {
        marks[next->index] = 1;
        g_ptr_array_add (stack, lb_unconst (next));
      }
    }
  }
}

/* The revisions Alembic lists: those that no walk down from a head, or no walk up from a base, comes to, by id; when
 * there is no head or no base at all, everything in file order. It may come to all of them despite the cycle: then the
 * cycle itself. */
static GPtrArray *
listed (const LbGraph *graph, LbEdges edges, const GPtrArray *cycle)
{
  g_autofree LbMarks *below = lb_marks_new (graph);
  g_autofree LbMarks *above = lb_marks_new (graph);
  g_autoptr (GPtrArray) heads = g_ptr_array_new ();
  g_autoptr (GPtrArray) bases = g_ptr_array_new ();
  GPtrArray *list = g_ptr_array_new ();
  gboolean all;

  for (guint i = 0; i < lb_graph_size (graph); i++) {
    const LbRevision *revision = NTH (graph, i);

    if (!n_users (revision, edges)) {
      below[i] = 1;
      g_ptr_array_add (heads, lb_unconst (revision));
    }
    if (!n_needed (revision, edges)) {
      above[i] = 1;
      g_ptr_array_add (bases, lb_unconst (revision));
    }
  }
  all = !heads->len || !bases->len;
  flood (below, heads, edges, TRUE);
  flood (above, bases, edges, FALSE);
  for (guint i = 0; i < lb_graph_size (graph); i++)
    if (all || !below[i] || !above[i])
      g_ptr_array_add (list, NTH (graph, i));
  if (!list->len)
    g_ptr_array_extend (list, lb_unconst (cycle), NULL, NULL);
  if (!all)
    g_ptr_array_sort (list, by_id);
  return list;
}

static void
set_error (const LbGraph *graph, LbEdges edges, const guint *waiting, GError **error)
{
  g_autoptr (GPtrArray) cycle = find_cycle (graph, edges, waiting);
  g_autoptr (GPtrArray) list = listed (graph, edges, cycle);
  const LbRevision *first = cycle->pdata[0];
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autoptr (GString) detail = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (ids, "%s%s", i ? ", " : "", ((const LbRevision *) list->pdata[i])->id);
  for (guint i = 0; i < cycle->len; i++) {
    const LbRevision *from = cycle->pdata[i];
    const LbRevision *to = cycle->pdata[(i + 1) % cycle->len];
    gboolean versioned = FALSE;

    for (guint j = 0; j < from->down.n; j++)
      versioned = versioned || from->down.items[j] == to;
    g_string_append_printf (detail, "%s%s (%s) %s %s", i ? "\n" : "", from->id, from->path,
                            versioned ? "has the down_revision" : "depends on", to->id);
  }
  lb_set_error_at (error, LB_ERROR_GRAPH, first->path, 0, "%s is detected in revisions (%s)",
                   edges == LB_EDGES_ALL ? "Dependency cycle" : "Cycle", ids->str);
  if (error) {
    lb_error_set_detail (*error, detail->str);
    lb_error_set_hint (*error, "Correct %s in one of the files, so that no revision comes before itself.",
                       edges == LB_EDGES_ALL ? "down_revision or depends_on" : "down_revision");
  }
}

const LbRevision **
lb_link_ranks (LbGraph *graph, GError **error)
{
  guint n = lb_graph_size (graph);
  g_autofree const LbRevision **order = g_new (const LbRevision *, MAX (n, 1));
  g_autofree guint *waiting = g_new0 (guint, MAX (n, 1));

  if (order_by_need (graph, LB_EDGES_ALL, order, waiting) < n) {
    LbEdges edges = LB_EDGES_VERSIONED; /* a cycle of these is told first */

    if (order_by_need (graph, edges, order, waiting) == n) {
      edges = LB_EDGES_ALL;
      order_by_need (graph, edges, order, waiting);
    }
    set_error (graph, edges, waiting, error);
    return NULL;
  }
  for (guint i = 0; i < n; i++)
    NTH (graph, order[i]->index)->rank = i;
  return g_steal_pointer (&order);
}
