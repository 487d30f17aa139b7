/* Where a new revision goes. */
#include "drawing.h"
#include "revision/parents.h"

#define ONE "aaaa1 bbbb1<aaaa1"
#define TWO "aaaa1 bbbb1<aaaa1#shop cccc1<aaaa1"

static const struct {
  const char *drawing, *typed;
  gboolean splice;
  const char *expected;
} cases[] = {
  { ONE, "", FALSE, "bbbb1" }, /* the head */
  { "", "", FALSE, "" },       /* the very first */
  { ONE, "head", FALSE, "bbbb1" },
  { ONE, "base", FALSE, "" },
  { ONE, "bb", FALSE, "bbbb1" },
  { ONE, "aaaa1", FALSE,
    "! Revision aaaa1 is not a head revision; please specify --splice to create a new branch from this revision" },
  { ONE, "aaaa1", TRUE, "aaaa1" },
  { ONE, "-1", TRUE, "aaaa1" },
  { ONE, "-2", TRUE, "! Relative revision -2 didn't produce 2 migrations" }, /* not a new root by accident */
  { ONE, "nosuch", FALSE, "! Can't locate revision identified by 'nosuch'" },
  { TWO, "", FALSE,
    "! Multiple heads are present; please specify the head revision on which the new revision should be based, "
    "or perform a merge." },
  { TWO, "heads", FALSE, "bbbb1 cccc1" },
  { TWO, "cccc1 shop", FALSE, "cccc1 bbbb1" }, /* in the order typed */
  { TWO, "shop@head", FALSE, "bbbb1" },
  { TWO, "shop bbbb1", FALSE, "! Duplicate head revisions specified" },
  { TWO, "heads cccc1", FALSE, "! Duplicate head revisions specified" },
  { "a b<a x+b", "b", FALSE, "b" }, /* a head that another revision depends on is one */
};

static void
test_parents (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbGraph) graph = draw (cases[i].drawing);
    g_auto (GStrv)
      typed = words_of (cases[i].typed);
    GError *error = NULL;
    GPtrArray *parents = lb_resolve_parents (graph, (const char *const *) typed, cases[i].splice, &error);
    g_autofree char *text = answer_text (parents, error);

    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

static void
test_default_head (void)
{
  g_autoptr (LbGraph) graph = draw (ONE);
  g_autoptr (GPtrArray) parents = lb_resolve_parents (graph, NULL, FALSE, NULL);

  g_assert_cmpuint (parents->len, ==, 1);
}

static const struct {
  const char *typed, *expected;
} depends[] = {
  { "", "" },
  { "aaaa1", "aaaa1" },
  { "aa cc", "aaaa1 cccc1" }, /* partial ids become full */
  { "shop", "shop" },         /* labels stay */
  { "sho", "bbbb1" },         /* a part of a label is none */
  { "shop@head", "bbbb1" },
  { "base", "! 'base' is no revision that another one could depend on" },
  { "base nosuch", "! Can't locate revision identified by 'nosuch'" },
};

static void
test_depends (void)
{
  g_autoptr (LbGraph) graph = draw (TWO);

  for (guint i = 0; i < G_N_ELEMENTS (depends); i++) {
    g_auto (GStrv)
      typed = words_of (depends[i].typed);
    GError *error = NULL;
    g_autoptr (GPtrArray) names = lb_resolve_depends (graph, (const char *const *) typed, &error);
    g_autofree char *text = NULL;

    if (names) {
      g_ptr_array_add (names, NULL);
      text = g_strjoinv (" ", (char **) names->pdata);
    } else {
      text = answer_text (NULL, error);
    }
    g_assert_cmpstr (text, ==, depends[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parents/heads", test_parents);
  g_test_add_func ("/parents/default", test_default_head);
  g_test_add_func ("/parents/depends", test_depends);
  return g_test_run ();
}
