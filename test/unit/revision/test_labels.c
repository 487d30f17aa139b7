/* To whom branch labels apply. */
#include "drawing.h"

static const struct {
  const char *drawing, *labels; /* labels: "a=x,y b=" for each revision in file order */
} cases[] = {
  { "a b<a", "a= b=" },
  { "a#x b<a c<b", "a=x b=x c=x" },
  { "a b<a#x c<b", "a=x b=x c=x" },                /* down the line, too */
  { "a b<a c<b#z,y", "a=y,z b=y,z c=y,z" },        /* sorted */
  { "a b<a#x c<a", "a= b=x c=" },                  /* down to a branch point, without it */
  { "a b<a#x c<b d<b", "a= b=x c=x d=x" },         /* a branch above: nothing goes down */
  { "a b<a#x c<b+a", "a= b=x c=x" },               /* dependents make a branch point, too */
  { "a b<a c<a m<b,c#x n<m", "a= b= c= m=x n=x" }, /* nor below a merge point */
  { "a b<a#x c<a#y m<b,c", "a= b=x c=y m=x,y" },   /* united above */
  { "a#p b<a#x c<a#y m<b,c#z", "a=p b=p,x c=p,y m=p,x,y,z" },
  { "a#x b<a c<b#y d<c", "a=x,y b=x,y c=x,y d=x,y" },
  { "a b<a#x z y<z+b", "a=x b=x z= y=" }, /* no label goes along depends_on; one dependent and no child is a line */
  { "d<c c<b#x b<a a", "d=x c=x b=x a=x" },
};

static void
test_inheritance (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbGraph) graph = draw (cases[i].drawing);
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint j = 0; j < lb_graph_size (graph); j++) {
      const LbRevision *revision = lb_graph_nth (graph, j);
      g_auto (GStrv)
        copy = g_strdupv ((char **) (guintptr) revision->labels);
      g_autofree char *labels = g_strjoinv (",", copy);

      g_string_append_printf (text, "%s%s=%s", j ? " " : "", revision->id, labels);
    }
    g_assert_cmpstr (text->str, ==, cases[i].labels);
  }
}

static void
test_carriers (void)
{
  g_autoptr (LbGraph) graph = draw ("a b<a#x,y c<b");

  g_assert_cmpstr (lb_graph_lookup_label (graph, "x")->id, ==, "b");
  g_assert_cmpstr (lb_graph_lookup_label (graph, "y")->id, ==, "b");
  g_assert_null (lb_graph_lookup_label (graph, "b"));
  g_assert_null (lb_graph_lookup (graph, "x"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/labels/inheritance", test_inheritance);
  g_test_add_func ("/labels/carriers", test_carriers);
  return g_test_run ();
}
