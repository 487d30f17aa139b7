/* The order of columns, as Alembic finds it: pairs of columns of which one stands behind the other, sorted in rounds.
 */
#include "batch_private.h"

#include <string.h>

static void
add_wish (LbBatchRun *run, const char *first, const char *second)
{
  char **pair = g_new0 (char *, 3);

  pair[0] = g_strdup (first);
  pair[1] = g_strdup (second);
  g_ptr_array_add (run->wishes, pair);
}

/* The place of @key among the columns of the old table; -1: it is not one of them. */
static int
place_of (const LbBatchRun *run, const char *key)
{
  guint place;

  return g_ptr_array_find_with_equal_func (run->order, key, g_str_equal, &place) ? (int) place : -1;
}

/* The other one of the last wish that has @key at @side. */
static const char *
partner (const LbBatchRun *run, const char *key, guint side)
{
  for (guint i = run->wishes->len; i > 0; i--) {
    char **pair = g_ptr_array_index (run->wishes, i - 1);

    if (strcmp (pair[side], key) == 0)
      return pair[!side];
  }
  return NULL;
}

/* The column next to @key, at @step 1 behind or -1 before it; NULL at the end. */
static const char *
neighbour (const LbBatchRun *run, const char *key, int step)
{
  int place = place_of (run, key);

  if (place < 0)
    return partner (run, key, step > 0 ? 0 : 1);
  place += step;
  return place >= 0 && place < (int) run->order->len ? g_ptr_array_index (run->order, place) : NULL;
}

static gboolean
check_known (const LbBatchRun *run, const char *name, GError **error)
{
  if (!name || lb_batch_column (run, name))
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "No such column: '%s'", name);
  return FALSE;
}

gboolean
lb_batch_wish (LbBatchRun *run, const char *key, const char *before, const char *after, GError **error)
{
  gboolean free_order = !run->batch->reordering || run->batch->reordering->len == 0;

  if (!check_known (run, before, error) || !check_known (run, after, error))
    return FALSE;
  if (free_order && after && !before)
    before = neighbour (run, after, 1);
  else if (free_order && before && !after)
    after = neighbour (run, before, -1);
  if (before)
    add_wish (run, key, before);
  if (after)
    add_wish (run, after, key);
  if (free_order && !before && !after && run->order->len)
    add_wish (run, g_ptr_array_index (run->order, run->order->len - 1), key);
  return TRUE;
}

/* ---- sorting */

static void
add_pairs_of_script (LbBatchRun *run)
{
  for (guint i = 0; i < run->batch->reordering->len; i++) {
    char **names = g_ptr_array_index (run->batch->reordering, i);

    for (guint j = 1; names[0] && names[j]; j++)
      add_wish (run, names[j - 1], names[j]);
  }
}

static void
add_pairs_of_table (LbBatchRun *run)
{
  for (guint i = 1; i < run->order->len; i++)
    add_wish (run, g_ptr_array_index (run->order, i - 1), g_ptr_array_index (run->order, i));
}

/* Whether a column in @waiting is to stand before @column. */
static gboolean
must_wait (const LbBatchRun *run, const GPtrArray *waiting, const LbBatchColumn *column)
{
  for (guint i = 0; i < run->wishes->len; i++) {
    char **pair = g_ptr_array_index (run->wishes, i);

    if (strcmp (pair[1], column->key) != 0 || strcmp (pair[0], pair[1]) == 0)
      continue;
    for (guint j = 0; j < waiting->len; j++)
      if (strcmp (((LbBatchColumn *) g_ptr_array_index (waiting, j))->key, pair[0]) == 0)
        return TRUE;
  }
  return FALSE;
}

/* One round: the columns that need not wait for another of @waiting. */
static GPtrArray *
next_round (const LbBatchRun *run, GPtrArray *waiting)
{
  GPtrArray *ready = g_ptr_array_new ();

  for (guint i = 0; i < waiting->len; i++)
    if (!must_wait (run, waiting, g_ptr_array_index (waiting, i)))
      g_ptr_array_add (ready, g_ptr_array_index (waiting, i));
  for (guint i = 0; i < ready->len; i++)
    g_ptr_array_remove (waiting, g_ptr_array_index (ready, i));
  return ready;
}

gboolean
lb_batch_sort (LbBatchRun *run, GError **error)
{
  gboolean asked = run->batch->reordering && run->batch->reordering->len > 0;
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  guint n = run->columns->len;

  if (!asked && run->wishes->len == 0)
    return TRUE;
  if (asked)
    add_pairs_of_script (run);
  else
    add_pairs_of_table (run);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (waiting, g_ptr_array_index (run->columns, i));
  while (waiting->len) {
    g_autoptr (GPtrArray) round = next_round (run, waiting);

    if (round->len == 0) {
      g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "Circular dependency detected: the order of column '%s'",
                   ((LbBatchColumn *) g_ptr_array_index (waiting, 0))->key);
      return FALSE;
    }
    for (guint i = 0; i < round->len; i++)
      g_ptr_array_add (sorted, g_ptr_array_index (round, i));
  }
  memcpy (run->columns->pdata, sorted->pdata, n * sizeof (gpointer));
  return TRUE;
}
