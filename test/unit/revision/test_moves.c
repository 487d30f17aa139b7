/* The rows of the version table, step by step. */
#include "drawing.h"

#define MERGE "a b<a c<a m<b,c"
#define NEEDS "a a2<a x x2<x+a"

static const struct {
  gboolean down;
  const char *drawing, *rows, *target, *expected, *after;
} cases[] = {
  { FALSE, "a b<a", "", "head", "a +a; b a>b", "b" },
  { FALSE, "a b<a c<a", "", "heads", "a +a; c a>c; b +b", "c b" },
  { FALSE, MERGE, "", "head", "a +a; c a>c; b +b; m -b c>m", "m" },
  { FALSE, MERGE, "c b", "head", "m -b c>m", "m" },
  { FALSE, NEEDS, "", "x2", "a +a; x +x; x2 -x a>x2", "x2" },
  { FALSE, NEEDS, "x2", "heads", "a2 +a2", "x2 a2" }, /* a has no row any more: x2 stands for it */
  { FALSE, NEEDS, "a2 x", "heads", "x2 x>x2", "a2 x2" },
  { FALSE, "a b<a m<a,b", "", "head", "a +a; b a>b; m b>m", "m" }, /* a parent that the other one implies */
  { FALSE, "a b<a z y<z+b c<b", "y", "heads", "c +c", "y c" },
  { TRUE, "a b<a", "b", "base", "b b>a; a -a", "" },
  { TRUE, "a b<a c<a", "b c", "base", "b -b; c c>a; a -a", "" },
  { TRUE, "a b<a c<a", "b c", "a", "b -b; c c>a", "a" },
  { TRUE, MERGE, "m", "a", "m +b m>c; b -b; c c>a", "a" },
  { TRUE, NEEDS, "x2 a2", "base", "a2 -a2; x2 +x x2>a; x -x; a -a", "" },
  { TRUE, NEEDS, "x2", "x", "x2 +x x2>a", "a x" },
  { TRUE, NEEDS, "x2 a2", "x", "x2 x2>x", "x a2" }, /* a is implied by a2 */
  { TRUE, "a b<a m<a,b", "m", "base", "m m>b; b b>a; a -a", "" },
  { TRUE, "a b<a m<a,b z", "m z", "m-1", "! Ambiguous walk", "" },
  { TRUE, "a b<a m<a,b z", "m z", "b", "m +a m>b", "b z a" }, /* another row remains: what b implies is not left out */
};

static void
test_moves (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbGraph) graph = draw (cases[i].drawing);
    g_auto (GStrv)
      rows = words_of (cases[i].rows);
    GError *error = NULL;
    LbPlan *plan = cases[i].down ? lb_plan_downgrade (graph, (const char *const *) rows, cases[i].target, &error)
                                 : lb_plan_upgrade (graph, (const char *const *) rows, cases[i].target, &error);
    g_autofree char *after = plan ? g_strjoinv (" ", plan->rows_after) : g_strdup ("");
    g_autofree char *text = plan_text (plan, error);

    g_assert_cmpstr (text, ==, cases[i].expected);
    g_assert_cmpstr (after, ==, cases[i].after);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/moves", test_moves);
  return g_test_run ();
}
