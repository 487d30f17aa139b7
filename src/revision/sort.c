/* The order of history.
 *
 * Alembic's rule: there is a list of heads, at first those asked for, in file order. The walk goes down from one of
 * them, line by line. Before a revision is listed, every head in the list that needs it is looked at, and if there is
 * one, the walk goes on at the first of these. At a merge the first parent takes the place of its child in the list,
 * the others join its end; where a line ends, its place is dropped and the walk goes on at the place before it.
 *
 * Here the list is a chain of numbered places, and the question "who needs this" is answered by pending.c, so that the
 * work stays near linear where comparing sets of ancestors grows with the square.
 */
#include "pending.h"

typedef struct {
  const LbGraph *graph;
  guint8 *part;     /* see pending.h */
  guint8 *is_head;  /* by index: in the list */
  guint8 *is_start; /* by index: found from a head */
  LbPending *pending;
  LbPlaces places;
  GArray *heads;  /* by place: guint index of its head */
  GArray *before; /* by place: the place before it in the list */
  GArray *after;
  guint first;
  guint last;
  GPtrArray *listed;
} Sorter;

#define AT(array, place) g_array_index (array, guint, place)

static guint
add_place (Sorter *sorter, guint revision)
{
  guint place = sorter->heads->len;
  guint none = LB_NO_PLACE;

  g_array_append_val (sorter->heads, revision);
  g_array_append_val (sorter->before, sorter->last);
  g_array_append_val (sorter->after, none);
  if (sorter->last == LB_NO_PLACE)
    sorter->first = place;
  else
    AT (sorter->after, sorter->last) = place;
  sorter->last = place;
  sorter->is_head[revision] = 1;
  lb_pending_place (sorter->pending, revision, place);
  return place;
}

/* Returns where the walk goes on. */
static guint
drop_place (Sorter *sorter, guint place)
{
  guint before = AT (sorter->before, place);
  guint after = AT (sorter->after, place);

  if (before == LB_NO_PLACE)
    sorter->first = after;
  else
    AT (sorter->after, before) = after;
  if (after == LB_NO_PLACE)
    sorter->last = before;
  else
    AT (sorter->before, after) = before;
  sorter->places.since[place] = sorter->places.now++;
  return before != LB_NO_PLACE ? before : after;
}

/* List the head of @place, and let its parents take part. */
static guint
list_head (Sorter *sorter, guint place)
{
  guint revision = AT (sorter->heads, place);
  const LbRevisionList *parents = &NTH (sorter->graph, revision)->parents;
  gboolean moved = FALSE;

  g_ptr_array_add (sorter->listed, NTH (sorter->graph, revision));
  sorter->is_head[revision] = 0;
  lb_pending_done (sorter->pending, revision);
  if (lb_pending_n_parents (sorter->pending, revision) > 1)
    sorter->places.since[place] = sorter->places.now++;
  for (guint i = 0; i < parents->n; i++) {
    guint parent = parents->items[i]->index;

    if (sorter->part[parent] != 1 || sorter->is_head[parent])
      continue;
    if (moved) {
      add_place (sorter, parent);
      continue;
    }
    AT (sorter->heads, place) = parent;
    sorter->is_head[parent] = 1;
    lb_pending_place (sorter->pending, parent, place);
    moved = TRUE;
  }
  return moved ? place : drop_place (sorter, place);
}

static void
walk (Sorter *sorter)
{
  guint place = sorter->first;

  while (place != LB_NO_PLACE) {
    guint revision = AT (sorter->heads, place);

    if (lb_pending_waits (sorter->pending, revision))
      place = lb_pending_first (sorter->pending, revision, &sorter->places);
    else
      place = list_head (sorter, place);
  }
}

/* ---- what takes part */

static void
mark_between (Sorter *sorter)
{
  g_autofree LbMarks *below = lb_marks_new (sorter->graph);
  g_autofree LbMarks *above = lb_marks_new (sorter->graph);
  g_autoptr (GPtrArray) listed = g_ptr_array_new ();

  for (guint i = 0; i < lb_graph_size (sorter->graph); i++)
    if (sorter->part[i])
      g_ptr_array_add (listed, NTH (sorter->graph, i));
  lb_marks_ancestors (below, listed, LB_EDGES_ALL);
  lb_marks_descendants (above, listed, LB_EDGES_ALL);
  for (guint i = 0; i < lb_graph_size (sorter->graph); i++)
    if (!sorter->part[i] && below[i] && above[i])
      sorter->part[i] = 2;
}

static guint
reach (Sorter *sorter, GPtrArray *stack)
{
  guint n = 0;

  while (stack->len) {
    const LbRevision *revision = g_ptr_array_steal_index_fast (stack, stack->len - 1);

    n++;
    for (guint i = 0; i < revision->parents.n; i++) {
      const LbRevision *parent = revision->parents.items[i];

      if (sorter->part[parent->index] == 1 && !sorter->is_start[parent->index]) {
        sorter->is_start[parent->index] = 1;
        g_ptr_array_add (stack, lb_unconst (parent));
      }
    }
  }
  return n;
}

static int
by_index (gconstpointer a, gconstpointer b)
{
  const LbRevision *x = *(const LbRevision *const *) a;
  const LbRevision *y = *(const LbRevision *const *) b;

  return x->index < y->index ? -1 : x->index > y->index;
}

/* The heads to begin with, in file order. A history that dependencies cut in pieces (where Alembic fails) has more of
 * them than were asked for: each revision that no other one leads to. */
static GPtrArray *
find_starts (Sorter *sorter, const GPtrArray *heads)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();
  GPtrArray *starts = g_ptr_array_new ();
  guint n = 0;

  for (guint i = 0; i < heads->len; i++) {
    const LbRevision *head = heads->pdata[i];

    if (sorter->part[head->index] != 1 || sorter->is_start[head->index])
      continue;
    sorter->is_start[head->index] = 1;
    g_ptr_array_add (starts, lb_unconst (head));
    g_ptr_array_add (stack, lb_unconst (head));
  }
  for (guint i = 0; i < lb_graph_size (sorter->graph); i++)
    n += sorter->part[i] == 1;
  if (reach (sorter, stack) < n) {
    /* from the highest rank down, what is not found yet has nothing above it that leads here */
    g_autofree const LbRevision **order = g_new (const LbRevision *, lb_graph_size (sorter->graph));

    for (guint i = 0; i < lb_graph_size (sorter->graph); i++)
      order[NTH (sorter->graph, i)->rank] = NTH (sorter->graph, i);
    for (guint i = lb_graph_size (sorter->graph); i-- > 0;) {
      if (sorter->part[order[i]->index] != 1 || sorter->is_start[order[i]->index])
        continue;
      sorter->is_start[order[i]->index] = 1;
      g_ptr_array_add (starts, lb_unconst (order[i]));
      g_ptr_array_add (stack, lb_unconst (order[i]));
      reach (sorter, stack);
    }
  }
  g_ptr_array_sort (starts, by_index);
  return starts;
}

GPtrArray *
lb_sort (const LbGraph *graph, const LbMarks *marks, const GPtrArray *heads, gboolean convex)
{
  guint n = lb_graph_size (graph);
  g_autoptr (GPtrArray) starts = NULL;
  g_autofree guint8 *part = g_memdup2 (marks, MAX (n, 1));
  g_autofree guint8 *is_head = g_new0 (guint8, n);
  g_autofree guint8 *is_start = g_new0 (guint8, n);
  g_autofree guint *since = g_new0 (guint, n);
  g_autoptr (GArray) place_heads = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (LbPending) pending = NULL;
  Sorter sorter = {
    .graph = graph,
    .part = part,
    .is_head = is_head,
    .is_start = is_start,
    .places = { since, 1 },
    .heads = place_heads,
    .before = before,
    .after = after,
    .first = LB_NO_PLACE,
    .last = LB_NO_PLACE,
    .listed = g_ptr_array_new (),
  };

  if (!convex)
    mark_between (&sorter);
  starts = find_starts (&sorter, heads);
  if (starts->len) {
    pending = lb_pending_new (graph, part, starts);
    sorter.pending = pending;
    for (guint i = 0; i < starts->len; i++)
      add_place (&sorter, ((const LbRevision *) starts->pdata[i])->index);
    walk (&sorter);
  }
  return sorter.listed;
}
