#include "private.h"

#include "util/error.h"

#include <string.h>

LbGraph *
lb_graph_new (void)
{
  LbGraph *graph = g_new0 (LbGraph, 1);

  graph->revisions = g_ptr_array_new ();
  graph->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  graph->by_label = g_hash_table_new (g_str_hash, g_str_equal);
  graph->labels = g_ptr_array_new ();
  graph->strings = g_string_chunk_new (16384);
  graph->arena = lb_arena_new ();
  return graph;
}

void
lb_graph_free (LbGraph *graph)
{
  if (!graph)
    return;
  g_ptr_array_unref (graph->revisions);
  g_hash_table_unref (graph->by_id);
  g_hash_table_unref (graph->by_label);
  g_ptr_array_unref (graph->labels);
  g_string_chunk_free (graph->strings);
  lb_arena_free (graph->arena);
  g_free (graph);
}

/* ---- adding */

gboolean
lb_revision_check_id (const char *id, GError **error)
{
  static const char illegal[] = "+-:@"; /* in the order Alembic lists them */
  g_autoptr (GString) found = g_string_new (NULL);

  for (const char *c = illegal; *c; c++)
    if (strchr (id, *c))
      g_string_append_printf (found, "%s%c", found->len ? ", " : "", *c);
  if (found->len) {
    g_set_error (error, LB_ERROR, LB_ERROR_GRAPH, "Character(s) '%s' not allowed in revision identifier '%s'",
                 found->str, id);
    return FALSE;
  }
  if (!*id) {
    g_set_error (error, LB_ERROR, LB_ERROR_GRAPH, "a revision identifier is empty");
    return FALSE;
  }
  return TRUE;
}

static const char *
store (LbGraph *graph, const char *text)
{
  return text && *text ? g_string_chunk_insert (graph->strings, text) : "";
}

static const char *const *
store_list (LbGraph *graph, const char *const *list)
{
  static const char *const none[] = { NULL };
  guint n = list ? g_strv_length ((char **) lb_unconst (list)) : 0;
  const char **copy;

  if (!n)
    return none;
  copy = lb_arena_alloc (graph->arena, sizeof (char *) * (n + 1));
  for (guint i = 0; i < n; i++)
    copy[i] = store (graph, list[i]);
  return copy;
}

gboolean
lb_graph_add (LbGraph *graph, const LbRevisionSpec *spec, GError **error)
{
  const LbRevision *there;
  LbRevision *revision;

  if (!lb_revision_check_id (spec->id, error)) {
    if (error) {
      lb_error_set_place (*error, spec->path, 0);
      lb_error_set_hint (*error, "Change the revision identifier in %s.", spec->path ? spec->path : "the file");
    }
    return FALSE;
  }
  there = g_hash_table_lookup (graph->by_id, spec->id);
  if (there) {
    g_set_error (error, LB_ERROR, LB_ERROR_GRAPH, "Revision %s is present more than once: in %s and in %s", spec->id,
                 there->path, spec->path ? spec->path : "");
    if (error) {
      lb_error_set_place (*error, spec->path, 0);
      lb_error_set_hint (*error, "Remove one of the two files, or give one of them another revision identifier.");
    }
    return FALSE;
  }
  revision = lb_arena_alloc (graph->arena, sizeof (LbRevision));
  revision->id = store (graph, spec->id);
  revision->message = store (graph, spec->message);
  revision->path = store (graph, spec->path);
  revision->index = graph->revisions->len;
  revision->down_ids = store_list (graph, spec->down);
  revision->depends_ids = store_list (graph, spec->depends);
  revision->own_labels = store_list (graph, spec->labels);
  revision->labels = store_list (graph, NULL);
  g_ptr_array_add (graph->revisions, revision);
  g_hash_table_insert (graph->by_id, lb_unconst (revision->id), revision);
  return TRUE;
}

/* ---- asking */

guint
lb_graph_size (const LbGraph *graph)
{
  return graph->revisions->len;
}

const LbRevision *
lb_graph_nth (const LbGraph *graph, guint index)
{
  return NTH (graph, index);
}

const LbRevision *
lb_graph_lookup (const LbGraph *graph, const char *id)
{
  return g_hash_table_lookup (graph->by_id, id);
}

const LbRevision *
lb_graph_lookup_label (const LbGraph *graph, const char *label)
{
  return g_hash_table_lookup (graph->by_label, label);
}

const LbRevisionList *
lb_graph_heads (const LbGraph *graph)
{
  return &graph->heads;
}

const LbRevisionList *
lb_graph_real_heads (const LbGraph *graph)
{
  return &graph->real_heads;
}

const LbRevisionList *
lb_graph_bases (const LbGraph *graph)
{
  return &graph->bases;
}

const LbRevisionList *
lb_graph_real_bases (const LbGraph *graph)
{
  return &graph->real_bases;
}

gboolean
lb_revision_is_head (const LbRevision *revision)
{
  return revision->children.n == 0;
}

gboolean
lb_revision_is_real_head (const LbRevision *revision)
{
  return revision->children.n == 0 && revision->dependents.n == 0;
}

gboolean
lb_revision_is_base (const LbRevision *revision)
{
  return revision->down.n == 0;
}

gboolean
lb_revision_is_branch_point (const LbRevision *revision)
{
  return revision->children.n > 1;
}

gboolean
lb_revision_is_merge_point (const LbRevision *revision)
{
  return revision->down.n > 1;
}

/* A revision that is child and dependent at once counts once. */
gboolean
lb_revision_is_real_branch_point (const LbRevision *revision)
{
  guint both = 0;

  if (revision->children.n > 1 || revision->dependents.n > 1)
    return TRUE;
  if (revision->children.n && revision->dependents.n && revision->children.items[0] == revision->dependents.items[0])
    both = 1;
  return revision->children.n + revision->dependents.n - both > 1;
}
