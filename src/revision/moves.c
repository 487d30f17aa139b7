/* How the rows of the version table follow the steps.
 *
 * A row stands for a revision and for all that it needs, so a step changes only the rows of the revision and its
 * parents. The tests and their order are Alembic's:
 * - upgrade, none of the parents has a row: INSERT
 * - upgrade, several have one: DELETE all of them but the last, UPDATE that one
 * - downgrade, no parent is left without a row above it: DELETE
 * - downgrade, several are: INSERT all of them but the last, UPDATE to that one
 * - else UPDATE
 */
#include "private.h"

#define NO_SLOT G_MAXUINT

struct LbRowSet {
  const LbGraph *graph;
  GPtrArray *slots; /* const LbRevision *, in order; NULL where a row was deleted */
  guint *slot;      /* by index of the revision */
  guint n;

  /* for downgrades */
  guint *users; /* by index: how many applied revisions have it as a parent */
  guint8 *applied;
  guint *seen; /* by index: number of the last search that came by */
  guint search;
};

LbRowSet *
lb_row_set_new (const LbGraph *graph, const GPtrArray *revisions)
{
  LbRowSet *rows = g_new0 (LbRowSet, 1);

  rows->graph = graph;
  rows->slots = g_ptr_array_new ();
  rows->slot = g_new (guint, MAX (lb_graph_size (graph), 1));
  for (guint i = 0; i < lb_graph_size (graph); i++)
    rows->slot[i] = NO_SLOT;
  for (guint i = 0; i < revisions->len; i++)
    lb_row_set_move (rows, NULL, NULL, revisions->pdata[i]);
  return rows;
}

void
lb_row_set_free (LbRowSet *rows)
{
  if (!rows)
    return;
  g_ptr_array_unref (rows->slots);
  g_free (rows->slot);
  g_free (rows->users);
  g_free (rows->applied);
  g_free (rows->seen);
  g_free (rows);
}

gboolean
lb_row_set_have (const LbRowSet *rows, const LbRevision *revision)
{
  return rows->slot[revision->index] != NO_SLOT;
}

void
lb_row_set_move (LbRowSet *rows, GArray *moves, const LbRevision *from, const LbRevision *to)
{
  guint slot = from ? rows->slot[from->index] : rows->slots->len;
  LbRowMove move = {
    .kind = from && to ? LB_ROW_UPDATE
            : to       ? LB_ROW_INSERT
                       : LB_ROW_DELETE,
    .from = from ? from->id : NULL,
    .to = to ? to->id : NULL,
  };

  if (from)
    rows->slot[from->index] = NO_SLOT;
  else
    g_ptr_array_add (rows->slots, NULL);
  rows->slots->pdata[slot] = lb_unconst (to);
  if (to)
    rows->slot[to->index] = slot;
  rows->n += (to != NULL);
  rows->n -= (from != NULL);
  if (moves)
    g_array_append_val (moves, move);
}

char **
lb_row_set_ids (const LbRowSet *rows)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < rows->slots->len; i++)
    if (rows->slots->pdata[i])
      g_ptr_array_add (ids, g_strdup (((const LbRevision *) rows->slots->pdata[i])->id));
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (ids, FALSE);
}

/* The rows of an upgrade are never implied by each other (the plan refuses those), so a parent with a row can only be
 * the top of what it stands for. */
void
lb_row_set_upgrade (LbRowSet *rows, const LbRevision *revision, GArray *moves)
{
  const LbRevision *last = NULL;

  for (guint i = 0; i < revision->parents.n; i++) {
    const LbRevision *parent = revision->parents.items[i];

    if (!lb_row_set_have (rows, parent))
      continue;
    if (last)
      lb_row_set_move (rows, moves, last, NULL);
    last = parent;
  }
  lb_row_set_move (rows, moves, last, revision);
}

void
lb_row_set_expect_downgrades (LbRowSet *rows, const LbMarks *applied)
{
  guint n = MAX (lb_graph_size (rows->graph), 1);

  rows->users = g_new0 (guint, n);
  rows->seen = g_new0 (guint, n);
  rows->applied = g_memdup2 (applied, n);
  for (guint i = 0; i < lb_graph_size (rows->graph); i++)
    for (guint j = 0; applied[i] && j < NTH (rows->graph, i)->parents.n; j++)
      rows->users[NTH (rows->graph, i)->parents.items[j]->index]++;
}

/* Put on @stack what is applied, uses @revision, and was not seen in this search. TRUE if one of these answers it: a
 * row, or a revision that ranks above @without, so that the row above it must be another one. */
static gboolean
look_above (LbRowSet *rows, const LbRevisionList *users, const LbRevision *without, GPtrArray *stack)
{
  for (guint i = 0; i < users->n; i++) {
    const LbRevision *user = users->items[i];

    if (user == without || !rows->applied[user->index] || rows->seen[user->index] == rows->search)
      continue;
    if (user->rank > without->rank || lb_row_set_have (rows, user))
      return TRUE;
    rows->seen[user->index] = rows->search;
    g_ptr_array_add (stack, lb_unconst (user));
  }
  return FALSE;
}

/* Whether a row other than that of @without needs @revision: everything applied is below a row. */
static gboolean
is_needed_besides (LbRowSet *rows, const LbRevision *revision, const LbRevision *without)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();

  rows->search++;
  g_ptr_array_add (stack, lb_unconst (revision));
  while (stack->len) {
    const LbRevision *at = g_ptr_array_steal_index_fast (stack, stack->len - 1);

    if (look_above (rows, &at->children, without, stack) || look_above (rows, &at->dependents, without, stack))
      return TRUE;
  }
  return FALSE;
}

/* Whether @parent needs no row of its own when that of @revision goes. */
static gboolean
is_implied (LbRowSet *rows, const LbRevision *parent, const LbRevision *revision)
{
  gboolean others = rows->users[parent->index] > 1;

  if (lb_row_set_have (rows, parent))
    return TRUE;
  /* With a single parent, other users are not below the revision. With the only row gone, the other users are below
   * another parent, which stands for this one. Else a user may be either. */
  if (!others || revision->parents.n == 1 || rows->n == 1)
    return others;
  return is_needed_besides (rows, parent, revision);
}

void
lb_row_set_downgrade (LbRowSet *rows, const LbRevision *revision, GArray *moves)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new ();

  for (guint i = 0; i < revision->parents.n; i++)
    if (!is_implied (rows, revision->parents.items[i], revision))
      g_ptr_array_add (left, lb_unconst (revision->parents.items[i]));
  for (guint i = 0; i < revision->parents.n; i++)
    rows->users[revision->parents.items[i]->index]--;
  rows->applied[revision->index] = 0;
  for (guint i = 0; i + 1 < left->len; i++)
    lb_row_set_move (rows, moves, NULL, left->pdata[i]);
  lb_row_set_move (rows, moves, revision, left->len ? left->pdata[left->len - 1] : NULL);
}
