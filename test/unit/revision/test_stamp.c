/* Stamping: rows moved without scripts. */
#include "drawing.h"

#define LINE  "a b<a c<b d<c"
#define TWO   "a b<a b2<b#left c<a c2<c#right"
#define APART "a a2<a#one x x2<x#two"

static const struct {
  const char *drawing, *rows, *targets, *expected, *after;
} cases[] = {
  { LINE, "", "head", "->d +d", "d" },
  { LINE, "", "b", "->b +b", "b" },
  { LINE, "b", "d", "b->d b>d", "d" },
  { LINE, "d", "b", "d->b d>b", "b" },
  { LINE, "b", "b", "", "b" },
  { LINE, "b", "base", "b-> -b", "" },
  { LINE, "", "base", "", "" },
  { LINE, "b", "", "b-> -b", "" }, /* no target at all is the base */
  { LINE, "b", "nosuch", "! Can't locate revision identified by 'nosuch'", "" },
  { LINE, "gone", "b", "! Can't locate revision identified by 'gone'", "" },
  { LINE, "b", "+1", "! Can't locate revision identified by '+1'", "" },
  { LINE, "b", "-1", "! Can't locate revision identified by '-1'", "" },
  { LINE, "b", "head-1", "! Can't locate revision identified by 'head-1'", "" },
  { TWO, "", "head", "! Multiple heads are present; please specify a single target revision", "" },
  { TWO, "", "heads", "->b2 +b2; ->c2 +c2", "b2 c2" },
  { TWO, "a", "heads", "a->b2 a>b2; a->c2 +c2", "b2 c2" },
  { TWO, "b2 c2", "a", "b2,c2->a -b2 c2>a", "a" },
  { TWO, "b2", "c2", "->c2 +c2", "b2 c2" }, /* another branch: a new row */
  { TWO, "b c", "left", "b->b2 b>b2", "b2 c" },
  { TWO, "b2 c2", "left@base", "b2-> -b2", "c2" },
  { TWO, "b2 c2", "base", "b2-> -b2; c2-> -c2", "" },
  { APART, "a2 x2", "one@base", "a2-> -a2", "x2" },
  { APART, "a x", "a2 x2", "a,x->a2 -a x>a2; a,x->x2 +x2", "a2 x2" },
  /* Alembic ends in a traceback here: both rows have moved to a when x comes. */
  { APART, "a2 x2", "a x", "a2->a a2>a; x2->x x2>x", "a x" },
  /* ... and here, where rows lie above and below the target: */
  { "a b<a c<b z y<z+b", "a y", "b", "a,y->b -a y>b", "b" },
  /* A target keeps its row, which Alembic would move to the next target. */
  { APART, "a2 x", "a2 x2", "x->x2 x>x2", "a2 x2" },
};

static void
test_stamps (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbGraph) graph = draw (cases[i].drawing);
    g_auto (GStrv)
      rows = words_of (cases[i].rows);
    g_auto (GStrv)
      targets = words_of (cases[i].targets);
    GError *error = NULL;
    LbPlan *plan = lb_plan_stamp (graph, (const char *const *) rows, (const char *const *) targets, &error);
    g_autofree char *after = plan ? g_strjoinv (" ", plan->rows_after) : g_strdup ("");
    g_autofree char *text = NULL;

    if (plan)
      g_assert_null (plan->warning);
    text = plan_text (plan, error);
    g_assert_cmpstr (text, ==, cases[i].expected);
    g_assert_cmpstr (after, ==, cases[i].after);
  }
}

static const struct {
  const char *rows, *targets, *expected, *after, *warning;
} implied[] = {
  { "", "a c", "->c +c", "c", "not stamped, because the other revisions imply it: a" },
  { "", "c a b", "->c +c", "c", "not stamped, because the other revisions imply it: a, b" },
  { "d", "b c", "d->c d>c", "c", "not stamped, because the other revisions imply it: b" },
  { "b", "a b", "", "b", "not stamped, because the other revisions imply it: a" },
};

/* Two targets of which one needs the other: rows that `upgrade` would refuse are not made. */
static void
test_implied (void)
{
  g_autoptr (LbGraph) graph = draw (LINE);

  for (guint i = 0; i < G_N_ELEMENTS (implied); i++) {
    g_auto (GStrv)
      rows = words_of (implied[i].rows);
    g_auto (GStrv)
      targets = words_of (implied[i].targets);
    LbPlan *plan = lb_plan_stamp (graph, (const char *const *) rows, (const char *const *) targets, NULL);
    g_autofree char *after = g_strjoinv (" ", plan->rows_after);
    g_autofree char *text = NULL;

    g_assert_cmpstr (plan->warning, ==, implied[i].warning);
    text = plan_text (plan, NULL);
    g_assert_cmpstr (text, ==, implied[i].expected);
    g_assert_cmpstr (after, ==, implied[i].after);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stamp/plans", test_stamps);
  g_test_add_func ("/stamp/implied", test_implied);
  return g_test_run ();
}
