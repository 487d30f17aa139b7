/* Names in revision files that nothing bears. */
#include "private.h"

#include "util/error.h"
#include "util/suggest.h"

enum { MOST_SHOWN = 10 };

static const char *
suggestion (const LbGraph *graph, const LbMissing *what)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < lb_graph_size (graph); i++)
    if (lb_graph_nth (graph, i) != what->revision)
      g_ptr_array_add (words, lb_unconst (lb_graph_nth (graph, i)->id));
  for (guint i = 0; what->is_dependency && i < graph->labels->len; i++)
    g_ptr_array_add (words, g_ptr_array_index (graph->labels, i));
  g_ptr_array_add (words, NULL);
  return lb_suggest (what->name, (const char *const *) words->pdata);
}

static void
set_hint (const LbGraph *graph, const LbMissing *what, GError *error)
{
  const LbRevision *labelled = lb_graph_lookup_label (graph, what->name);
  const char *near = suggestion (graph, what);
  const LbRevision *revision = near ? lb_graph_lookup (graph, near) : NULL;

  if (labelled)
    lb_error_set_hint (error, "'%s' is a branch label; write the revision it stands on, '%s', as down_revision in %s.",
                       what->name, labelled->id, what->revision->path);
  else if (revision)
    lb_error_set_hint (error, "Did you mean '%s' (%s)? Else restore the file that is missing, or correct %s.", near,
                       revision->path, what->revision->path);
  else if (near)
    lb_error_set_hint (error,
                       "Did you mean the branch label '%s'? Else restore the file that is missing, or correct %s.",
                       near, what->revision->path);
  else
    lb_error_set_hint (error, "Restore the file that is missing, or correct %s.", what->revision->path);
}

static char *
describe (const LbMissing *what)
{
  return what->is_dependency
             ? g_strdup_printf ("Revision or branch label %s named in depends_on of %s (%s) is not present", what->name,
                                what->revision->id, what->revision->path)
             : g_strdup_printf ("Revision %s referenced from %s (%s) is not present", what->name, what->revision->id,
                                what->revision->path);
}

void
lb_missing_error (const LbGraph *graph, const GArray *missing, GError **error)
{
  const LbMissing *first = &g_array_index (missing, LbMissing, 0);
  g_autoptr (GString) others = g_string_new (NULL);
  g_autofree char *message = describe (first);

  lb_set_error_at (error, LB_ERROR_GRAPH, first->revision->path, 0, "%s", message);
  if (!error)
    return;
  for (guint i = 1; i < missing->len && i < MOST_SHOWN; i++) {
    g_autofree char *line = describe (&g_array_index (missing, LbMissing, i));

    g_string_append_printf (others, "%s%s", others->len ? "\n" : "", line);
  }
  if (missing->len > MOST_SHOWN)
    g_string_append_printf (others, "\nand %u more", missing->len - MOST_SHOWN);
  if (others->len)
    lb_error_set_detail (*error, others->str);
  set_hint (graph, first, *error);
}
