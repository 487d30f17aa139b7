/* Graphs for tests, drawn in a line: a revision is written id<down,down+depends,depends#label,label, and they stand in
 * the order of their files: "a b<a c<a+b#shop". The file of a is /v/a.sql. And answers in a line, to compare. */
#ifndef LB_TEST_REVISION_DRAWING_H
#define LB_TEST_REVISION_DRAWING_H

#include "revision/plan.h"
#include "util/error.h"

#include <string.h>

/* What follows @mark in @word, up to the next mark, as a list. */
static inline char **
draw_list (const char *word, char mark)
{
  const char *from = strchr (word, mark);
  g_autofree char *part = from ? g_strndup (from + 1, strcspn (from + 1, "<+#")) : g_strdup ("");

  return *part ? g_strsplit (part, ",", -1) : g_new0 (char *, 1);
}

static inline LbGraph *
draw_or_fail (const char *drawing, GError **error)
{
  g_autoptr (LbGraph) graph = lb_graph_new ();
  g_auto (GStrv)
    words = g_strsplit (drawing, " ", -1);

  for (char **word = words; *word && **word; word++) {
    g_autofree char *id = g_strndup (*word, strcspn (*word, "<+#"));
    g_autofree char *path = g_strdup_printf ("/v/%s.sql", id);
    g_auto (GStrv)
      down = draw_list (*word, '<');
    g_auto (GStrv)
      depends = draw_list (*word, '+');
    g_auto (GStrv)
      labels = draw_list (*word, '#');
    LbRevisionSpec spec = {
      id, "message", path, (const char *const *) down, (const char *const *) depends, (const char *const *) labels
    };

    if (!lb_graph_add (graph, &spec, error))
      return NULL;
  }
  return lb_graph_link (graph, error) ? g_steal_pointer (&graph) : NULL;
}

static inline LbGraph *
draw (const char *drawing)
{
  GError *error = NULL;
  LbGraph *graph = draw_or_fail (drawing, &error);

  g_assert_no_error (error);
  return graph;
}

static inline char **
words_of (const char *text)
{
  return *text ? g_strsplit (text, " ", -1) : g_new0 (char *, 1);
}

/* "a b c" */
static inline char *
ids_text (const LbRevision *const *items, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i ? " " : "", items[i]->id);
  return g_string_free (text, FALSE);
}

/* What came of a question: ids, or "! " and the message of the error, which is freed. */
static inline char *
answer_text (GPtrArray *revisions, GError *error)
{
  char *text;

  if (!revisions) {
    g_assert_nonnull (error);
    text = g_strconcat ("! ", error->message, NULL);
    g_error_free (error);
    return text;
  }
  g_assert_no_error (error);
  text = ids_text ((const LbRevision *const *) revisions->pdata, revisions->len);
  g_ptr_array_unref (revisions);
  return text;
}

/* "a +a; b a>b; c -x b>c": for each step its revision (or "from->to" of a stamp) and the moves of the rows. */
static inline char *
plan_text (LbPlan *plan, GError *error)
{
  GString *text;

  if (!plan) {
    g_assert_nonnull (error);
    text = g_string_new ("! ");
    g_string_append (text, error->message);
    g_error_free (error);
    return g_string_free (text, FALSE);
  }
  g_assert_no_error (error);
  text = g_string_new (NULL);
  for (guint i = 0; i < plan->steps->len; i++) {
    const LbStep *step = plan->steps->pdata[i];

    g_string_append (text, i ? "; " : "");
    if (step->revision)
      g_string_append (text, step->revision->id);
    for (guint j = 0; !step->revision && j < step->from->len; j++)
      g_string_append_printf (text, "%s%s", j ? "," : "", (const char *) step->from->pdata[j]);
    if (!step->revision)
      g_string_append_printf (text, "->%s", step->to->len ? (const char *) step->to->pdata[0] : "");
    for (guint j = 0; j < step->moves->len; j++) {
      const LbRowMove *move = &g_array_index (step->moves, LbRowMove, j);

      if (move->kind == LB_ROW_INSERT)
        g_string_append_printf (text, " +%s", move->to);
      else if (move->kind == LB_ROW_DELETE)
        g_string_append_printf (text, " -%s", move->from);
      else
        g_string_append_printf (text, " %s>%s", move->from, move->to);
    }
  }
  lb_plan_free (plan);
  return g_string_free (text, FALSE);
}

#endif
