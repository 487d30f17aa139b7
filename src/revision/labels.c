/* Branch labels: whose they are, and to whom they apply.
 *
 * Alembic's rule: a label applies to the revision that carries it and to all its versioned descendants; and, where
 * these are one line without a branch or merge point up to a head, also down that line to the next branch or merge
 * point.
 */
#include "private.h"

#include "util/error.h"

#include <string.h>

gboolean
lb_link_labels (LbGraph *graph, GError **error)
{
  for (guint i = 0; i < graph->revisions->len; i++) {
    LbRevision *revision = NTH (graph, i);

    for (const char *const *label = revision->own_labels; *label; label++) {
      const LbRevision *other = lb_graph_lookup (graph, *label);

      if (!other)
        other = lb_graph_lookup_label (graph, *label);
      if (!other) {
        g_hash_table_insert (graph->by_label, lb_unconst (*label), revision);
        g_ptr_array_add (graph->labels, lb_unconst (*label));
        continue;
      }
      lb_set_error_at (error, LB_ERROR_GRAPH, revision->path, 0,
                       "Branch name '%s' in revision %s already used by revision %s", *label, revision->id, other->id);
      if (error) {
        g_autofree char *detail
            = g_strdup_printf ("%s: %s\n%s: %s", revision->id, revision->path, other->id, other->path);

        lb_error_set_detail (*error, detail);
        lb_error_set_hint (*error, "Choose another branch label in %s.", revision->path);
      }
      return FALSE;
    }
  }
  return TRUE;
}

/* ---- sets of labels: sorted, NULL-terminated, each kept once however many revisions have it */

typedef const char *const *LabelSet;

static guint
set_hash (gconstpointer key)
{
  guint hash = 5381;

  for (LabelSet label = key; *label; label++) /* the strings are unique, so their addresses will do */
    hash = hash * 33 + g_direct_hash (*label);
  return hash;
}

static gboolean
set_equal (gconstpointer a, gconstpointer b)
{
  LabelSet x = a, y = b;

  for (; *x && *x == *y; x++, y++)
    ;
  return *x == *y;
}

/* The one copy of what @items (sorted) holds. Empties @items. */
static LabelSet
intern (LbGraph *graph, GHashTable *sets, GPtrArray *items)
{
  LabelSet set;

  g_ptr_array_add (items, NULL);
  set = g_hash_table_lookup (sets, items->pdata);
  if (!set) {
    gpointer copy = lb_arena_alloc (graph->arena, sizeof (char *) * items->len);

    memcpy (copy, items->pdata, sizeof (char *) * items->len);
    g_hash_table_add (sets, copy);
    set = copy;
  }
  g_ptr_array_set_size (items, 0);
  return set;
}

static LabelSet
unite (LbGraph *graph, GHashTable *sets, GPtrArray *scratch, LabelSet a, LabelSet b)
{
  LabelSet x = a, y = b;

  if (a == b || !*b)
    return a;
  if (!*a)
    return b;
  while (*x || *y) {
    int order = !*x ? 1 : !*y ? -1 : strcmp (*x, *y);

    g_ptr_array_add (scratch, lb_unconst ((order <= 0 ? *x : *y)));
    x += order <= 0;
    y += order >= 0;
  }
  return intern (graph, sets, scratch);
}

static int
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static LabelSet
own_set (LbGraph *graph, GHashTable *sets, GPtrArray *scratch, const LbRevision *revision)
{
  for (LabelSet label = revision->own_labels; *label; label++)
    g_ptr_array_add (scratch, lb_unconst (*label));
  g_ptr_array_sort (scratch, by_text);
  return intern (graph, sets, scratch);
}

static gboolean
is_plain (const LbRevision *revision)
{
  return !lb_revision_is_real_branch_point (revision) && !lb_revision_is_merge_point (revision);
}

void
lb_link_inherit_labels (LbGraph *graph, const LbRevision *const *order)
{
  g_autoptr (GHashTable) sets = NULL;
  g_autoptr (GPtrArray) scratch = NULL;
  guint n = graph->revisions->len;

  if (!graph->labels->len)
    return;
  sets = g_hash_table_new (set_hash, set_equal);
  scratch = g_ptr_array_new ();
  for (guint i = 0; i < n; i++) { /* from parents to children */
    LbRevision *revision = NTH (graph, order[i]->index);
    LabelSet labels = revision->labels;

    for (guint j = 0; j < revision->down.n; j++)
      labels = unite (graph, sets, scratch, labels, revision->down.items[j]->labels);
    if (*revision->own_labels)
      labels = unite (graph, sets, scratch, labels, own_set (graph, sets, scratch, revision));
    revision->labels = labels;
  }
  /* A plain line that ends in a head has gathered at the head all that applies anywhere on it. */
  for (guint i = n; i-- > 0;) {
    const LbRevision *above = order[i];
    gboolean is_line = above->children.n == 0 && is_plain (above);

    for (; is_line && above->down.n == 1 && is_plain (above->down.items[0]); above = above->down.items[0])
      NTH (graph, above->down.items[0]->index)->labels = above->labels;
  }
}
