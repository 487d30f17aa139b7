/* The order of history, and ranges of it. */
#include "drawing.h"
#include "revision/resolve.h"

#define LINE "a b<a c<b d<c"
#define TWO  "a b<a b2<b#left c<a c2<c#right"

static const struct {
  const char *drawing, *range, *rows, *expected;
} cases[] = {
  { "", NULL, "", "" },
  { LINE, NULL, "", "d c b a" },
  { LINE, ":", "", "d c b a" },
  { LINE, "b:", "", "d c b" }, /* the start is part of it */
  { LINE, ":b", "", "b a" },
  { LINE, "b:c", "", "c b" },
  { LINE, " b:c ", "", "c b" },
  { LINE, "b:+1", "", "c b" },
  { LINE, ":+2", "", "b a" },
  { LINE, ":+9", "", "d c b a" }, /* a walk past the end stops there */
  { LINE, ":head-1", "", "c b a" },
  { LINE, ":head-9", "", "" },
  { LINE, "-2:", "", "d c b" },
  { LINE, "-9:", "", "d c b a" },
  { LINE, ":-1", "", "! Relative revision -1 didn't produce 1 migrations" },
  { LINE, "head-1:", "", "! Can't locate revision identified by 'head-1'" },
  { LINE, "c:b", "", "! Requested range c:b does not refer to ancestor/descendant revisions along the same branch" },
  { LINE, "current:", "b", "d c b" },
  { LINE, ":current", "b", "b a" },
  { LINE, "current:current", "b", "b" },
  { LINE, ":current", "", "" }, /* nothing is applied */
  { LINE, "current:", "", "d c b a" },
  { LINE, "current:+1", "b", "c b" },
  { LINE, ":current", "gone", "! Can't locate revision identified by 'gone'" },
  { LINE, "b", "", "! History range requires [start]:[end], [start]:, or :[end]" },
  { LINE, "a:b:c", "", "! History range requires [start]:[end], [start]:, or :[end]" },
  { TWO, NULL, "", "b2 b c2 c a" },
  { TWO, "a:left", "", "b2 b a" },
  { TWO, "left@base:", "", "b2 b a" },
  { TWO, "right@base:", "", "c2 c a" },
  { TWO, ":head", "",
    "! Multiple head revisions are present for given argument 'head'; please specify a specific target "
    "revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads" },
  { TWO, "b:c2", "", "! Requested range b:c2 does not refer to ancestor/descendant revisions along the same branch" },
  { "c2<c c<a b2<b b<a a", NULL, "", "c2 c b2 b a" }, /* heads in file order */
  { "a b<a c<a m<b,c n<m", NULL, "", "n m b c a" },   /* the first parent first */
  { "a b<a c<a m<c,b n<m", NULL, "", "n m c b a" },
  { "a b<a c<a d<c m<b,d e<b", NULL, "", "m e b d c a" }, /* b waits for e */
  { "a b<a x+b y<x c<b", NULL, "", "y x c b a" },         /* and for what depends on it */
  { "a b<a p q<p m<b,q#z t<m", "z:", "", "t m" },
  /* Cut in pieces by a dependency that the range leaves out, where Alembic fails: every piece is shown. */
  { "a b<a x y<x+b", "a:y", "", "b a" },
};

static void
test_ranges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbGraph) graph = draw (cases[i].drawing);
    g_auto (GStrv)
      rows = words_of (cases[i].rows);
    GError *error = NULL;
    GPtrArray *found = lb_history_range (graph, cases[i].range, (const char *const *) rows, &error);
    g_autofree char *text = answer_text (found, error);

    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

/* Many lines from one base, and many lines merged at once: each revision once, none before what needs it. */
static void
test_wide (void)
{
  enum { N = 3000 };
  g_autoptr (GString) drawing = g_string_new ("base");
  g_autoptr (GString) merge = g_string_new (" merge");
  g_autoptr (LbGraph) graph = NULL;
  g_autoptr (GPtrArray) order = NULL;
  g_autofree guint *place = NULL;

  for (guint i = 0; i < N; i++) {
    g_string_append_printf (drawing, " r%u<base", i);
    if (i)
      g_string_append_printf (drawing, "+r%u", i / 2);
    g_string_append_printf (merge, "%cr%u", i ? ',' : '<', N - 1 - i);
  }
  g_string_append (drawing, merge->str);
  graph = draw (drawing->str);
  order = lb_history_range (graph, NULL, NULL, NULL);
  g_assert_cmpuint (order->len, ==, N + 2);
  place = g_new0 (guint, N + 2);
  for (guint i = 0; i < order->len; i++)
    place[((const LbRevision *) order->pdata[i])->index] = i + 1;
  for (guint i = 0; i < N + 2; i++) {
    const LbRevision *revision = lb_graph_nth (graph, i);

    g_assert_cmpuint (place[i], >, 0);
    for (guint j = 0; j < revision->parents.n; j++)
      g_assert_cmpuint (place[revision->parents.items[j]->index], >, place[i]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/ranges", test_ranges);
  g_test_add_func ("/history/wide", test_wide);
  return g_test_run ();
}
