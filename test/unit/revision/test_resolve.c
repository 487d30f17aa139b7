/* The grammar of identifiers. */
#include "drawing.h"
#include "revision/resolve.h"

/* Two lines from one base: aaaa1 - bbbb1 - bbbb2 (shop) and aaaa1 - cccc1 - cccc2; a second base xyz1 - xyz2 (net), on
 * which cccc2 depends. */
#define TWO "aaaa1 bbbb1<aaaa1 bbbb2<bbbb1#shop cccc1<aaaa1 cccc2<cccc1+xyz2 xyz1 xyz2<xyz1#net"
#define ONE "ab1 ab2<ab1 abcd<ab2"

#define MULTIPLE(x)                                                                                                    \
  "! Multiple head revisions are present for given argument '" x "'; please specify a specific target revision, "      \
  "'<branchname>@" x "' to narrow to a specific head, or 'heads' for all heads"
#define NOT_THERE(x) "! Can't locate revision identified by '" x "'"

static const struct {
  const char *drawing, *typed, *expected, *detail, *hint;
} cases[] = {
  { TWO, "bbbb2", "bbbb2", NULL, NULL },
  { TWO, "bbbb", NOT_THERE ("bbbb"), "Multiple revisions start with 'bbbb': 'bbbb1', 'bbbb2'...", NULL },
  { TWO, "aa", "aaaa1", NULL, NULL }, /* what is typed may be short */
  { TWO, "shop", "bbbb2", NULL, NULL },
  { TWO, "sho", "bbbb2", NULL, NULL }, /* labels are found by a part, too */
  { TWO, "ne", NOT_THERE ("ne"),
    "No such revision or branch 'ne'; please ensure at least four characters are present for "
    "partial revision identifier matches",
    "Did you mean 'net'?" }, /* three letters are too few */
  { TWO, "aaaa2", NOT_THERE ("aaaa2"), "No such revision or branch 'aaaa2'", "Did you mean 'aaaa1'?" },
  { TWO, "", NOT_THERE (""), NULL, NULL },
  { TWO, "base", "", NULL, NULL },
  { TWO, "heads", "bbbb2 cccc2", NULL, NULL }, /* real heads: xyz2 is depended on */
  { TWO, "head", MULTIPLE ("head"), NULL, "The heads are bbbb2 (shop), cccc2, xyz2 (net)." },
  { TWO, "shop@head", "bbbb2", NULL, NULL },
  { TWO, "net@head", "xyz2", NULL, NULL },
  { TWO, "aaaa1@heads", "bbbb2 cccc2", NULL, NULL },
  { TWO, "aa@heads", "bbbb2 cccc2", NULL, NULL },
  { TWO, "aaaa1@head", MULTIPLE ("aaaa1@head"), NULL, NULL },
  { TWO, "shop@base", "", NULL, NULL },
  { TWO, "shop@bbbb1", "bbbb1", NULL, NULL },
  { TWO, "shop@bbbb", NOT_THERE ("bbbb"), "Multiple revisions start with", NULL },
  { TWO, "cccc2@aa", "aaaa1", NULL, NULL },
  { TWO, "shop@cccc1", NOT_THERE ("cccc1"), "Revision cccc1 is not a member of branch 'shop'", NULL },
  { TWO, "shop@xyz", NOT_THERE ("xyz"), "No such revision or branch 'xyz'", NULL },
  { TWO, "nosuch@head", NOT_THERE ("nosuch"), "No such revision or branch 'nosuch'", NULL },
  { TWO, "nosuch@bbbb1", NOT_THERE ("nosuch"), "No such branch: 'nosuch'", NULL },
  { TWO, "base@heads", NOT_THERE ("base"), "No such branch: 'base'", NULL },
  { TWO, "@bbbb1", "bbbb1", NULL, NULL },
  { TWO, "-1", "bbbb1 cccc1", NULL, NULL }, /* from every real head */
  { TWO, "shop@-1", "bbbb1", NULL, NULL },
  { TWO, "-9", "! Relative revision -9 didn't produce 9 migrations", NULL, NULL },
  { TWO, "head-1", NOT_THERE ("head-1"), NULL, "Did you mean 'head'?" },
  { TWO, "+1", NOT_THERE ("+1"), NULL, NULL },
  { "a b<a c<a m<b,c", "-1", "! Ambiguous walk", "several ways lead on from m: b, c", NULL },
  { ONE, "ab", "abcd", NULL, NULL }, /* shorter ids are not found by a part */
  { ONE, "ab1", "ab1", NULL, NULL },
  { ONE, "head", "abcd", NULL, NULL },
  { "", "head", "", NULL, NULL },
  { "", "heads", "", NULL, NULL },
  { "1234 12345<1234", "1234", "1234", NULL, NULL }, /* exact before partial */
};

static void
test_all (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbGraph) graph = draw (cases[i].drawing);
    GError *error = NULL;
    GPtrArray *found = lb_resolve (graph, cases[i].typed, &error);
    g_autofree char *detail = error ? g_strdup (lb_error_parts (error)->detail) : NULL;
    g_autofree char *hint = error ? g_strdup (lb_error_parts (error)->hint) : NULL;
    g_autofree char *text = answer_text (found, error);

    g_assert_cmpstr (text, ==, cases[i].expected);
    if (cases[i].detail)
      g_assert_true (detail && strstr (detail, cases[i].detail));
    if (cases[i].hint)
      g_assert_cmpstr (hint, ==, cases[i].hint);
  }
}

static const struct {
  const char *typed;
  LbErrorCode code;
} codes[] = {
  { "nosuch", LB_ERROR_UNKNOWN_REVISION },     { "bbbb", LB_ERROR_AMBIGUOUS },
  { "head", LB_ERROR_MULTIPLE_HEADS },         { "-9", LB_ERROR_TARGET },
  { "shop@cccc1", LB_ERROR_UNKNOWN_REVISION },
};

static void
test_codes (void)
{
  g_autoptr (LbGraph) graph = draw (TWO);

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    GError *error = NULL;

    g_assert_null (lb_resolve (graph, codes[i].typed, &error));
    g_assert_error (error, LB_ERROR, (gint) codes[i].code);
    g_error_free (error);
    g_assert_null (lb_resolve (graph, codes[i].typed, NULL)); /* nobody need ask */
  }
}

static void
test_one (void)
{
  g_autoptr (LbGraph) graph = draw (TWO);
  GError *error = NULL;

  g_assert_cmpstr (lb_resolve_one (graph, "sho", &error)->id, ==, "bbbb2");
  g_assert_null (lb_resolve_one (graph, "base", &error));
  g_assert_no_error (error);
  g_assert_null (lb_resolve_one (graph, "heads", &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_MULTIPLE_HEADS);
  g_clear_error (&error);
  g_assert_null (lb_resolve_one (graph, "nosuch@base", &error)); /* the branch is looked up even so */
  g_assert_error (error, LB_ERROR, LB_ERROR_UNKNOWN_REVISION);
  g_clear_error (&error);
}

static const struct {
  const char *typed, *expected; /* NULL: an error */
} starts[] = {
  { "", "" },         { "base", "" },      { "shop@base", "" },        { "bbbb1", "bbbb1" },
  { "aa", "aaaa1" },  { "head", NULL },    { "heads", "bbbb2 cccc2" }, { "shop@head", "bbbb2" },
  { "nosuch", NULL }, { "bbbb1+1", NULL },
};

static void
test_start (void)
{
  g_autoptr (LbGraph) graph = draw (TWO);

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++) {
    g_auto (GStrv)
      rows = lb_resolve_start (graph, starts[i].typed, NULL);
    g_autofree char *text = rows ? g_strjoinv (" ", rows) : NULL;

    g_assert_cmpstr (text, ==, starts[i].expected);
  }
}

static const struct {
  const char *drawing, *rows, *tips;
  gboolean at_heads;
} currents[] = {
  { TWO, "", "", FALSE },
  { TWO, "bbbb1", "bbbb1", FALSE },
  { TWO, "bbbb2 cccc2", "bbbb2 cccc2 xyz2", TRUE }, /* xyz2 is applied, because cccc2 depends on it */
  { TWO, "cccc2", "cccc2 xyz2", FALSE },
  { TWO, "bbbb2 xyz2", "bbbb2 xyz2", FALSE },
  { "", "", "", TRUE },
  { ONE, "abcd", "abcd", TRUE },
  { ONE, "nosuch", "! Can't locate revision identified by 'nosuch'", FALSE },
  { ONE, "abc", "! Can't locate revision identified by 'abc'", FALSE }, /* rows are whole ids */
};

static void
test_current (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (currents); i++) {
    g_autoptr (LbGraph) graph = draw (currents[i].drawing);
    g_auto (GStrv)
      rows = words_of (currents[i].rows);
    GError *error = NULL;
    GPtrArray *tips = lb_current_tips (graph, (const char *const *) rows, &error);
    g_autofree char *text = answer_text (tips, error);

    g_assert_cmpstr (text, ==, currents[i].tips);
    g_assert_cmpint (lb_rows_at_heads (graph, (const char *const *) rows), ==, currents[i].at_heads);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resolve/all", test_all);
  g_test_add_func ("/resolve/codes", test_codes);
  g_test_add_func ("/resolve/one", test_one);
  g_test_add_func ("/resolve/start", test_start);
  g_test_add_func ("/resolve/current", test_current);
  return g_test_run ();
}
