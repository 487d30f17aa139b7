/* "The lowest place whose head needs this revision" is a minimum over everything above it. Three observations keep the
 * search short:
 *
 * - A line of revisions with one parent and one child each holds at most one head, which moves down through it. Such a
 * line is treated as one; it is named by its top.
 * - Seen from one revision, the minimum never falls: heads only move down, and new places have higher numbers. So what
 * was found before bounds what will be found, and the children of a revision can wait in a heap under their bounds.
 * - A result stays true as long as its place has only moved along a line.
 */
#include "pending.h"

typedef struct {
  guint child;
  guint bound; /* the minimum above the child is not lower */
} Entry;

struct LbPending {
  const LbGraph *graph;
  const guint8 *part;
  guint n;
  guint8 *done;
  guint8 *is_start;
  guint *waiting;   /* how many children are not done */
  guint *top;       /* of the line it is in */
  guint *place;     /* by top: whose head is in the line */
  guint *found;     /* by top: last result, ... */
  guint *found_at;  /* ... and when; 0: never */
  guint *first;     /* where the children of each begin in entries; n + 1 */
  guint *n_entries; /* children still in the heap */
  guint *n_parents; /* that take part */
  Entry *entries;   /* of each revision: a heap, lowest bound first */
  GArray *stack;
};

guint
lb_pending_n_parents (const LbPending *pending, guint revision)
{
  return pending->n_parents[revision];
}

static guint
n_children (const LbPending *pending, guint revision)
{
  return pending->first[revision + 1] - pending->first[revision];
}

/* The children, by parents, so that what counts as an edge is the same both ways. */
static void
fill_entries (LbPending *pending)
{
  guint total = 0;

  for (guint i = 0; i < pending->n; i++)
    for (guint j = 0; pending->part[i] && j < NTH (pending->graph, i)->parents.n; j++) {
      guint parent = NTH (pending->graph, i)->parents.items[j]->index;

      if (pending->part[parent]) {
        pending->waiting[parent]++;
        pending->n_parents[i]++;
      }
    }
  for (guint i = 0; i < pending->n; i++) {
    pending->first[i] = total;
    total += pending->waiting[i];
  }
  pending->first[pending->n] = total;
  pending->entries = g_new (Entry, MAX (total, 1));
  for (guint i = 0; i < pending->n; i++)
    for (guint j = 0; pending->part[i] && j < NTH (pending->graph, i)->parents.n; j++) {
      guint parent = NTH (pending->graph, i)->parents.items[j]->index;

      if (pending->part[parent])
        pending->entries[pending->first[parent] + pending->n_entries[parent]++] = (Entry){ i, 0 };
    }
}

static gboolean
is_top (const LbPending *pending, guint revision)
{
  guint child;

  if (n_children (pending, revision) != 1 || pending->is_start[revision] || pending->part[revision] != 1)
    return TRUE;
  child = pending->entries[pending->first[revision]].child;
  return pending->part[child] != 1 || pending->n_parents[child] != 1;
}

static void
fill_tops (LbPending *pending)
{
  for (guint i = 0; i < pending->n; i++) {
    if (!pending->part[i] || !is_top (pending, i))
      continue;
    for (guint at = i;;) { /* down the line */
      const LbRevisionList *parents = &NTH (pending->graph, at)->parents;
      guint next = pending->n;

      pending->top[at] = i;
      for (guint j = 0; j < parents->n; j++)
        if (pending->part[parents->items[j]->index])
          next = parents->items[j]->index;
      if (next == pending->n || pending->n_parents[at] != 1 || is_top (pending, next))
        break;
      at = next;
    }
  }
}

LbPending *
lb_pending_new (const LbGraph *graph, const guint8 *part, const GPtrArray *heads)
{
  LbPending *pending = g_new0 (LbPending, 1);
  guint n = lb_graph_size (graph);

  pending->graph = graph;
  pending->part = part;
  pending->n = n;
  pending->done = g_new0 (guint8, n);
  pending->is_start = g_new0 (guint8, n);
  pending->waiting = g_new0 (guint, n);
  pending->top = g_new0 (guint, n);
  pending->place = g_new0 (guint, n);
  pending->found = g_new0 (guint, n);
  pending->found_at = g_new0 (guint, n);
  pending->first = g_new0 (guint, n + 1);
  pending->n_entries = g_new0 (guint, n);
  pending->n_parents = g_new0 (guint, n);
  pending->stack = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < n; i++)
    pending->place[i] = LB_NO_PLACE;
  for (guint i = 0; i < heads->len; i++)
    pending->is_start[((const LbRevision *) heads->pdata[i])->index] = 1;
  fill_entries (pending);
  fill_tops (pending);
  return pending;
}

void
lb_pending_free (LbPending *pending)
{
  if (!pending)
    return;
  g_free (pending->done);
  g_free (pending->is_start);
  g_free (pending->waiting);
  g_free (pending->top);
  g_free (pending->place);
  g_free (pending->found);
  g_free (pending->found_at);
  g_free (pending->first);
  g_free (pending->n_entries);
  g_free (pending->n_parents);
  g_free (pending->entries);
  g_array_unref (pending->stack);
  g_free (pending);
}

gboolean
lb_pending_waits (const LbPending *pending, guint revision)
{
  return pending->waiting[revision] > 0;
}

void
lb_pending_place (LbPending *pending, guint revision, guint place)
{
  pending->place[pending->top[revision]] = place;
}

/* What lies between is done as soon as nothing above it waits. */
void
lb_pending_done (LbPending *pending, guint revision)
{
  g_array_set_size (pending->stack, 0);
  g_array_append_val (pending->stack, revision);
  while (pending->stack->len) {
    guint at = g_array_index (pending->stack, guint, pending->stack->len - 1);
    const LbRevisionList *parents = &NTH (pending->graph, at)->parents;

    g_array_set_size (pending->stack, pending->stack->len - 1);
    pending->done[at] = 1;
    for (guint i = 0; i < parents->n; i++) {
      guint parent = parents->items[i]->index;

      if (pending->part[parent] && --pending->waiting[parent] == 0 && pending->part[parent] == 2)
        g_array_append_val (pending->stack, parent);
    }
  }
}

/* ---- the heap of a revision's children */

static void
sift_down (Entry *entries, guint n, guint at)
{
  Entry entry = entries[at];

  for (;;) {
    guint child = 2 * at + 1;

    if (child >= n)
      break;
    if (child + 1 < n && entries[child + 1].bound < entries[child].bound)
      child++;
    if (entries[child].bound >= entry.bound)
      break;
    entries[at] = entries[child];
    at = child;
  }
  entries[at] = entry;
}

static gboolean
is_found (const LbPending *pending, guint top, const LbPlaces *places)
{
  return pending->found_at[top] && pending->found_at[top] > places->since[pending->found[top]];
}

static void
set_found (LbPending *pending, guint top, guint place, const LbPlaces *places)
{
  g_assert (place != LB_NO_PLACE); /* all that waits is below a head */
  pending->found[top] = place;
  pending->found_at[top] = places->now;
}

/* One step of the search at @at: TRUE with the minimum over its children in @ret; FALSE if the line of @ret_next has to
 * be asked first. */
static gboolean
ask_children (LbPending *pending, guint at, const LbPlaces *places, guint *ret, guint *ret_next)
{
  Entry *entries = pending->entries + pending->first[at];

  for (;;) {
    guint n = pending->n_entries[at];
    guint top;

    if (n == 0) {
      *ret = LB_NO_PLACE;
      return TRUE;
    }
    if (pending->done[entries[0].child]) {
      entries[0] = entries[n - 1];
      pending->n_entries[at] = n - 1;
      sift_down (entries, n - 1, 0);
      continue;
    }
    top = pending->top[entries[0].child];
    if (!is_found (pending, top, places)) {
      *ret_next = top;
      return FALSE;
    }
    if (pending->found[top] == entries[0].bound) {
      *ret = entries[0].bound;
      return TRUE;
    }
    entries[0].bound = pending->found[top];
    sift_down (entries, n, 0);
  }
}

guint
lb_pending_first (LbPending *pending, guint revision, const LbPlaces *places)
{
  GArray *stack = pending->stack;
  guint result = LB_NO_PLACE;
  guint next;

  g_array_set_size (stack, 0);
  while (!ask_children (pending, revision, places, &result, &next)) {
    g_array_append_val (stack, next);
    while (stack->len) {
      guint top = g_array_index (stack, guint, stack->len - 1);
      guint above = LB_NO_PLACE;

      if (!pending->done[top] && !ask_children (pending, top, places, &above, &next)) {
        g_array_append_val (stack, next);
        continue;
      }
      set_found (pending, top, MIN (pending->place[top], above), places);
      g_array_set_size (stack, stack->len - 1);
    }
  }
  return result;
}
