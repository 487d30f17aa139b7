/* Targets of upgrade and downgrade: which scripts run, in which order. */
#include "drawing.h"

#define LINE  "a b<a c<b d<c"
#define TWO   "a b<a b2<b#left c<a c2<c#right"
#define APART "a a2<a#one x x2<x#two"
#define NEEDS "a a2<a#one x x2<x+a#two" /* x2 depends on a */

#define MULTIPLE(x)                                                                                                    \
  "! Multiple head revisions are present for given argument '" x "'; please specify a specific target revision, "      \
  "'<branchname>@" x "' to narrow to a specific head, or 'heads' for all heads"

typedef LbPlan *(*Planner) (const LbGraph *graph, const char *const *rows, const char *target, GError **error);

typedef struct {
  const char *drawing, *rows, *target, *expected; /* "a b c", or "! message" */
} Case;

static const Case upgrades[] = {
  { LINE, "", "head", "a b c d" },
  { LINE, "", "b", "a b" },
  { LINE, "b", "head", "c d" },
  { LINE, "d", "head", "" },
  { LINE, "c", "b", "" }, /* below where we are: nothing to do, and nothing to say */
  { LINE, "c", "base", "" },
  { LINE, "", "+1", "a" },
  { LINE, "b", "+1", "c" },
  { LINE, "b", "+2", "c d" },
  { LINE, "b", "+3", "! Relative revision +3 didn't produce 3 migrations" },
  { LINE, "b", "+0", "! Relative revision 0 didn't produce 0 migrations" },
  { LINE, "b", "-1", "! Relative revision -1 didn't produce 1 migrations" },
  { LINE, "", "b+1", "a b c" },
  { LINE, "", "head-1", "a b c" },
  { LINE, "", "heads-2", "a b" },
  { LINE, "", "base+2", "a b" },
  { LINE, "", "a-1", "" },
  { LINE, "", "a-2", "! Walked too far" },
  { LINE, "", "c+9", "! Walked too far" },
  { LINE, "", "base-1", "! Walked too far" },
  { LINE, "", "-1O", "! Can't locate revision identified by '-1O'" }, /* a slip is no relative form */
  { LINE, "", "nosuch", "! Can't locate revision identified by 'nosuch'" },
  { LINE, "gone", "head", "! Can't locate revision identified by 'gone'" },
  { LINE, "b c", "head", "! Requested revision c overlaps with other requested revisions b" },
  { LINE, "b b", "head", "c d" },
  { "", "", "head", "" },
  { TWO, "", "head", MULTIPLE ("head") },
  { TWO, "", "head-1", MULTIPLE ("head-1") },
  { TWO, "", "heads", "a c c2 b b2" },
  { TWO, "", "left@head", "a b b2" },
  { TWO, "b2", "right@head", "c c2" },
  { TWO, "a", "+1", "! Ambiguous walk" },
  { TWO, "a", "left@+1", "b" },
  { TWO, "", "left@+2", "a b" },
  { TWO, "b c", "+1", "! Ambiguous upgrade from multiple current revisions" },
  { TWO, "b c", "left@+1", "b2" },
  { TWO, "", "left@base+2", "a b" },
  { TWO, "", "left@c", "! Can't locate revision identified by 'c'" },
  { TWO, "", "left@a+1", "a b" },
  { APART, "", "heads", "x x2 a a2" },
  { APART, "a", "two@+1", "x" }, /* a branch of which nothing is applied starts at its base */
  { NEEDS, "", "two@head", "a x x2" },
  { NEEDS, "x", "x2", "a x2" },
  { NEEDS, "x2", "one@+1", "a2" }, /* from the tip that x2 implies */
  { NEEDS, "x2", "heads", "a2" },
  { "a b<a c<a m<b,c", "b", "head", "c m" },
  { "h1 h2+h1", "", "h1@heads", "h1" },
  { "b h1<b h2<b+h1", "", "b@heads", "! Requested revision h2 overlaps with other requested revisions h1" },
};

static const Case downgrades[] = {
  { LINE, "d", "base", "d c b a" },
  { LINE, "d", "b", "d c" },
  { LINE, "d", "-1", "d" },
  { LINE, "d", "-4", "d c b a" },
  { LINE, "d", "-5", "! Relative revision -5 didn't produce 5 migrations" },
  { LINE, "", "-1", "! Relative revision -1 didn't produce 1 migrations" },
  { LINE, "d", "+1", "! Relative revision +1 didn't produce 1 migrations" },
  { LINE, "d", "head", "" },
  { LINE, "", "base", "" },
  { LINE, "b", "c", "! Destination c is not a valid downgrade target from current head(s)" },
  { LINE, "d", "a+1", "d c" },
  { LINE, "d", "head-1", "d" },
  { LINE, "d", "c-2", "d c b" },
  { LINE, "d", "b-3", "! Walked too far" },
  { LINE, "d", "c+2", "! Walked too far" },
  { LINE, "d", "base+0", "! Walked too far" },
  { LINE, "d", "nosuch@base", "! Can't locate revision identified by 'nosuch'" }, /* Alembic takes down everything */
  { LINE, "d", "nosuch", "! Can't locate revision identified by 'nosuch'" },
  { LINE, "gone", "base", "! Can't locate revision identified by 'gone'" },
  { TWO, "b2 c2", "base", "b2 b c2 c a" },
  { TWO, "b2 c2", "a", "b2 b c2 c" },
  { TWO, "b2 c2", "left@a", "b2 b" },
  { TWO, "b2 c2", "left@-1", "b2" },
  { TWO, "b2 c2", "left@-2", "b2 b" },
  { TWO, "b2 c2", "b", "b2" },
  { TWO, "b2 c2", "head", MULTIPLE ("head") },
  { TWO, "b2 c2", "left@head", MULTIPLE ("left@head") },
  { TWO, "b c", "a@-1", "! Ambiguous downgrade from multiple current revisions" },
  { TWO, "b2 c2", "a@a", "! Not a valid downgrade target from current heads" },
  { APART, "a2 x2", "one@base", "a2 a" },
  { APART, "a2", "two@-1", "! Relative revision -1 didn't produce 1 migrations" },
  { APART, "a2", "x", "! Destination x is not a valid downgrade target from current head(s)" },
  { NEEDS, "a2 x2", "one@base", "a2 x2 a" }, /* x2 depends on a, so it goes too, and x stays */
  { NEEDS, "x2", "one@-1", "x2 a" },
  { "a b<a c<a m<b,c n<m", "n", "b", "n m" },
  { "a b<a c<a m<b,c n<m", "n", "-2", "! Ambiguous walk" },
  { "a b<a c<a m<b,c n<m", "n", "base", "n m b c a" },
};

static char *
order_text (LbPlan *plan)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < plan->steps->len; i++)
    g_string_append_printf (text, "%s%s", i ? " " : "", ((const LbStep *) plan->steps->pdata[i])->revision->id);
  lb_plan_free (plan);
  return g_string_free (text, FALSE);
}

static void
check (const Case *cases, gsize n, Planner planner)
{
  for (gsize i = 0; i < n; i++) {
    g_autoptr (LbGraph) graph = draw (cases[i].drawing);
    g_auto (GStrv)
      rows = words_of (cases[i].rows);
    GError *error = NULL;
    LbPlan *plan = planner (graph, (const char *const *) rows, cases[i].target, &error);
    g_autofree char *text = plan ? order_text (plan) : plan_text (NULL, error);

    g_assert_cmpstr (text, ==, cases[i].expected);
    plan = planner (graph, (const char *const *) rows, cases[i].target, NULL);
    g_clear_pointer (&plan, lb_plan_free);
  }
}

static void
test_upgrades (void)
{
  check (upgrades, G_N_ELEMENTS (upgrades), lb_plan_upgrade);
}

static void
test_downgrades (void)
{
  check (downgrades, G_N_ELEMENTS (downgrades), lb_plan_downgrade);
}

/* Alembic takes whichever row the database names first; here it is the first by id. */
static void
test_ambiguous_downgrade (void)
{
  static const char *const orders[][3] = { { "b2", "c2", NULL }, { "c2", "b2", NULL } };
  static const char *const one[] = { "b2", NULL };
  g_autoptr (LbGraph) graph = draw (TWO);
  LbPlan *plan;

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autofree char *text = NULL;

    plan = lb_plan_downgrade (graph, orders[i], "-2", NULL);
    g_assert_nonnull (strstr (plan->warning, "downgrade -1 from multiple heads is ambiguous"));
    g_assert_nonnull (strstr (plan->warning, "b2"));
    text = order_text (plan);
    g_assert_cmpstr (text, ==, "b2 b"); /* and c, above the same fork, stays */
  }
  plan = lb_plan_downgrade (graph, one, "-1", NULL);
  g_assert_null (plan->warning);
  lb_plan_free (plan);
}

/* What the log line shows: down_revision on the lower side, never depends_on. */
static void
test_sides (void)
{
  static const char *const none[] = { NULL };
  static const char *const rows[] = { "m", NULL };
  g_autoptr (LbGraph) graph = draw ("a b c m<b,a+c");
  g_autoptr (LbPlan) up = lb_plan_upgrade (graph, none, "head", NULL);
  g_autoptr (LbPlan) down = lb_plan_downgrade (graph, rows, "base", NULL);
  const LbStep *last = NULL;
  const LbStep *first = down->steps->pdata[0];

  g_assert_null (up); /* three heads as far as down_revision goes: c and m */
  g_clear_pointer (&up, lb_plan_free);
  up = lb_plan_upgrade (graph, none, "heads", NULL);
  last = up->steps->pdata[up->steps->len - 1];
  g_assert_cmpint (last->kind, ==, LB_STEP_UPGRADE);
  g_assert_cmpuint (last->from->len, ==, 2);
  g_assert_cmpstr (last->from->pdata[0], ==, "b");
  g_assert_cmpstr (last->from->pdata[1], ==, "a");
  g_assert_cmpstr (last->to->pdata[0], ==, "m");
  g_assert_cmpint (first->kind, ==, LB_STEP_DOWNGRADE);
  g_assert_cmpstr (first->from->pdata[0], ==, "m");
  g_assert_cmpuint (first->to->len, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/upgrades", test_upgrades);
  g_test_add_func ("/plan/downgrades", test_downgrades);
  g_test_add_func ("/plan/ambiguous-downgrade", test_ambiguous_downgrade);
  g_test_add_func ("/plan/sides", test_sides);
  return g_test_run ();
}
