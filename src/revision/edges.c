/* Names into pointers, both ways. */
#include "private.h"

#include "util/error.h"

#include <string.h>

/* Lists are short nearly always; a merge of very many is worth a table. */
enum { FEW = 16 };

/* Append @revision to @list unless it is there. @seen: made when the list gets long. */
static void
append_once (LbRevisionList *list, const LbRevision *revision, GHashTable **seen)
{
  if (list->n < FEW) {
    for (guint i = 0; i < list->n; i++)
      if (list->items[i] == revision)
        return;
  } else {
    if (!*seen) {
      *seen = g_hash_table_new (NULL, NULL);
      for (guint i = 0; i < list->n; i++)
        g_hash_table_add (*seen, lb_unconst (list->items[i]));
    }
    if (!g_hash_table_add (*seen, lb_unconst (revision)))
      return;
  }
  list->items[list->n++] = revision;
}

/* "Self-loop" and "Dependency self-loop": known by the name alone, so told before anything that is missing. */
static gboolean
check_self (const LbRevision *revision, const LbRevision *other, gboolean is_dependency, GError **error)
{
  if (revision != other)
    return TRUE;
  lb_set_error_at (error, LB_ERROR_GRAPH, revision->path, 0, "%s is detected in revisions (%s)",
                   is_dependency ? "Dependency self-loop" : "Self-loop", revision->id);
  if (error) {
    g_autofree char *detail = g_strdup_printf ("%s (%s) names itself as %s", revision->id, revision->path,
                                               is_dependency ? "depends_on" : "down_revision");

    lb_error_set_detail (*error, detail);
    lb_error_set_hint (*error, "Correct %s in %s.", is_dependency ? "depends_on" : "down_revision", revision->path);
  }
  return FALSE;
}

static gboolean
resolve_down (LbGraph *graph, LbRevision *revision, GArray *missing, GError **error)
{
  guint n = g_strv_length ((char **) lb_unconst (revision->down_ids));
  guint n_depends = g_strv_length ((char **) lb_unconst (revision->depends_ids));
  g_autoptr (GHashTable) seen = NULL;

  if (n + n_depends == 0)
    return TRUE;
  /* parents grow into the room after down (normalize.c) */
  revision->down.items = lb_arena_alloc (graph->arena, sizeof (LbRevision *) * (n + n_depends));
  for (guint i = 0; i < n; i++) {
    const LbRevision *down = lb_graph_lookup (graph, revision->down_ids[i]);

    if (!down) {
      LbMissing what = { revision, revision->down_ids[i], FALSE };

      g_array_append_val (missing, what);
      continue;
    }
    if (!check_self (revision, down, FALSE, error))
      return FALSE;
    append_once (&revision->down, down, &seen);
  }
  return TRUE;
}

static gboolean
resolve_depends (LbGraph *graph, LbRevision *revision, GArray *missing, GError **error)
{
  guint n = g_strv_length ((char **) lb_unconst (revision->depends_ids));
  g_autoptr (GHashTable) seen = NULL;

  if (!n)
    return TRUE;
  revision->depends.items = lb_arena_alloc (graph->arena, sizeof (LbRevision *) * n);
  for (guint i = 0; i < n; i++) {
    const char *name = revision->depends_ids[i];
    const LbRevision *other = lb_graph_lookup (graph, name);

    if (!other)
      other = lb_graph_lookup_label (graph, name);
    if (!other) {
      LbMissing what = { revision, name, TRUE };

      g_array_append_val (missing, what);
      continue;
    }
    if (!check_self (revision, other, TRUE, error))
      return FALSE;
    append_once (&revision->depends, other, &seen);
  }
  return TRUE;
}

static void
reserve (LbGraph *graph, LbRevisionList *list)
{
  if (list->n)
    list->items = lb_arena_alloc (graph->arena, sizeof (LbRevision *) * list->n);
  list->n = 0;
}

/* The way back: counted, reserved, filled, so that each list is as long as it needs to be. */
static void
fill_users (LbGraph *graph)
{
  guint n = graph->revisions->len;

  for (guint i = 0; i < n; i++) {
    for (guint j = 0; j < NTH (graph, i)->down.n; j++)
      NTH (graph, NTH (graph, i)->down.items[j]->index)->children.n++;
    for (guint j = 0; j < NTH (graph, i)->depends.n; j++)
      NTH (graph, NTH (graph, i)->depends.items[j]->index)->dependents.n++;
  }
  for (guint i = 0; i < n; i++) {
    reserve (graph, &NTH (graph, i)->children);
    reserve (graph, &NTH (graph, i)->dependents);
  }
  for (guint i = 0; i < n; i++) {
    const LbRevision *revision = NTH (graph, i);

    for (guint j = 0; j < revision->down.n; j++) {
      LbRevisionList *list = &NTH (graph, revision->down.items[j]->index)->children;

      list->items[list->n++] = revision;
    }
    for (guint j = 0; j < revision->depends.n; j++) {
      LbRevisionList *list = &NTH (graph, revision->depends.items[j]->index)->dependents;

      list->items[list->n++] = revision;
    }
  }
}

gboolean
lb_link_edges (LbGraph *graph, GError **error)
{
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (LbMissing));

  for (guint i = 0; i < graph->revisions->len; i++) {
    LbRevision *revision = NTH (graph, i);

    if (!resolve_down (graph, revision, missing, error) || !resolve_depends (graph, revision, missing, error))
      return FALSE;
  }
  if (missing->len) {
    lb_missing_error (graph, missing, error);
    return FALSE;
  }
  fill_users (graph);
  return TRUE;
}
