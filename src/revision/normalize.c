/* Which dependencies count for the rows of the version table: those that no versioned ancestor has already. */
#include "private.h"

#include <string.h>

/* A dependency that only one revision names cannot be an ancestor's too, so most are settled at once. The others are
 * asked in batches: one pass over the graph carries a bit for each of 64 of them from parent to child. */
enum { BATCH = 64 };

typedef struct {
  LbGraph *graph;
  const LbRevision *const *order;
  guint *bit;       /* by index of the dependency: 1-based bit in this batch, 0 for none */
  guint64 *above;   /* by index: those that versioned ancestors depend on */
  GByteArray *drop; /* a byte for each depends edge, in file order */
  guint *first;     /* by index: where the edges of a revision begin in drop */
} Normalizer;

static guint64
own_bits (const Normalizer *normalizer, const LbRevision *revision)
{
  guint64 bits = 0;

  for (guint i = 0; i < revision->depends.n; i++) {
    guint bit = normalizer->bit[revision->depends.items[i]->index];

    if (bit)
      bits |= G_GUINT64_CONSTANT (1) << (bit - 1);
  }
  return bits;
}

static void
run_batch (Normalizer *normalizer)
{
  for (guint i = 0; i < lb_graph_size (normalizer->graph); i++) {
    const LbRevision *revision = normalizer->order[i];
    guint64 above = 0;

    for (guint j = 0; j < revision->down.n; j++) {
      const LbRevision *down = revision->down.items[j];

      above |= normalizer->above[down->index];
      if (down->depends.n)
        above |= own_bits (normalizer, down);
    }
    normalizer->above[revision->index] = above;
    for (guint j = 0; above && j < revision->depends.n; j++) {
      guint bit = normalizer->bit[revision->depends.items[j]->index];

      if (bit && above >> (bit - 1) & 1)
        normalizer->drop->data[normalizer->first[revision->index] + j] = 1;
    }
  }
}

static int
by_index (gconstpointer a, gconstpointer b)
{
  const LbRevision *x = *(const LbRevision *const *) a;
  const LbRevision *y = *(const LbRevision *const *) b;

  return x->index < y->index ? -1 : x->index > y->index;
}

static void
set_parents (Normalizer *normalizer, LbRevision *revision)
{
  LbGraph *graph = normalizer->graph;
  g_autoptr (GPtrArray) kept = NULL;

  revision->parents = revision->down;
  if (!revision->depends.n)
    return;
  kept = g_ptr_array_new ();
  for (guint i = 0; i < revision->depends.n; i++)
    if (!normalizer->drop->data[normalizer->first[revision->index] + i])
      g_ptr_array_add (kept, lb_unconst (revision->depends.items[i]));
  g_ptr_array_sort (kept, by_index);
  revision->normal_depends.items = lb_arena_alloc (graph->arena, sizeof (LbRevision *) * MAX (kept->len, 1));
  for (guint i = 0; i < kept->len; i++) {
    const LbRevision *other = kept->pdata[i];
    gboolean is_down = FALSE;

    for (guint j = 0; j < revision->down.n && !is_down; j++)
      is_down = revision->down.items[j] == other;
    revision->normal_depends.items[revision->normal_depends.n++] = other;
    if (!is_down)
      revision->parents.items[revision->parents.n++] = other; /* into the room that edges.c left */
  }
}

void
lb_link_normalize (LbGraph *graph, const LbRevision *const *order)
{
  guint n = lb_graph_size (graph);
  g_autoptr (GByteArray) drop = g_byte_array_new ();
  g_autofree guint *bit = g_new0 (guint, n);
  g_autofree guint *first = g_new0 (guint, n);
  g_autofree guint64 *above = g_new0 (guint64, n);
  Normalizer normalizer = { graph, order, bit, above, drop, first };
  guint edges = 0;

  for (guint i = 0; i < n; i++) {
    first[i] = edges;
    edges += NTH (graph, i)->depends.n;
  }
  g_byte_array_set_size (drop, edges);
  if (edges)
    memset (drop->data, 0, edges);
  for (guint i = 0; edges && i < n;) {
    guint used = 0;
    guint from = i;

    for (; i < n && used < BATCH; i++)
      if (NTH (graph, i)->dependents.n > 1)
        bit[i] = ++used;
    if (used)
      run_batch (&normalizer);
    for (guint j = from; j < i; j++)
      bit[j] = 0;
  }
  for (guint i = 0; i < n; i++)
    set_parents (&normalizer, NTH (graph, i));
}
