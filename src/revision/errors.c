#include "private.h"

#include "util/error.h"
#include "util/suggest.h"

enum { MOST_SHOWN = 8 };

void
lb_error_reword (GError *error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_free (error->message);
  error->message = g_strdup_vprintf (format, args);
  va_end (args);
}

void
lb_error_unknown (const LbGraph *graph, const char *name, const char *detail, GError **error)
{
  static const char *const symbols[] = { "head", "heads", "base", "current" };
  g_autoptr (GPtrArray) words = NULL;
  const char *near;

  g_set_error (error, LB_ERROR, LB_ERROR_UNKNOWN_REVISION, "Can't locate revision identified by '%s'", name);
  if (!error)
    return;
  lb_error_set_detail (*error, detail);
  words = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    g_ptr_array_add (words, lb_unconst (symbols[i]));
  for (guint i = 0; i < graph->labels->len; i++)
    g_ptr_array_add (words, g_ptr_array_index (graph->labels, i));
  for (guint i = 0; i < lb_graph_size (graph); i++)
    g_ptr_array_add (words, lb_unconst (NTH (graph, i)->id));
  g_ptr_array_add (words, NULL);
  near = lb_suggest (name, (const char *const *) words->pdata);
  if (near && !g_str_equal (near, name))
    lb_error_set_hint (*error, "Did you mean '%s'?", near);
}

void
lb_error_multiple_heads (const GPtrArray *heads, const char *argument, GError **error)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  g_set_error_literal (error, LB_ERROR, LB_ERROR_MULTIPLE_HEADS, "");
  if (!error)
    return;
  lb_error_heads_argument (*error, argument);
  for (guint i = 0; i < heads->len && i < MOST_SHOWN; i++) {
    const LbRevision *head = heads->pdata[i];
    g_autofree char *labels = g_strjoinv (", ", (char **) lb_unconst (head->labels));

    g_string_append_printf (ids, "%s%s", i ? ", " : "", head->id);
    if (*labels)
      g_string_append_printf (ids, " (%s)", labels);
  }
  if (heads->len > MOST_SHOWN)
    g_string_append_printf (ids, " and %u more", heads->len - MOST_SHOWN);
  lb_error_set_hint (*error, "The heads are %s.", ids->str);
}

void
lb_error_heads_argument (GError *error, const char *argument)
{
  if (g_error_matches (error, LB_ERROR, LB_ERROR_MULTIPLE_HEADS))
    lb_error_reword (error,
                     "Multiple head revisions are present for given argument '%s'; please specify a specific target "
                     "revision, '<branchname>@%s' to narrow to a specific head, or 'heads' for all heads",
                     argument, argument);
}

void
lb_error_relative (const char *text, guint n, GError **error)
{
  g_set_error (error, LB_ERROR, LB_ERROR_TARGET, "Relative revision %s didn't produce %u migrations", text, n);
}
