/* Linking: edges both ways, heads and bases, what a revision really needs; and graphs that are none. */
#include "drawing.h"

#define LINE   "a b<a c<b"
#define FORK   "a b<a c<a"
#define MERGE  "a b<a c<a m<c,b"
#define ACROSS "a b<a x y<x+a"

static char *
list_text (const LbRevisionList *list)
{
  return ids_text (list->items, list->n);
}

static const struct {
  const char *drawing, *heads, *real_heads, *bases, *real_bases;
} ends[] = {
  { "", "", "", "", "" },
  { "a", "a", "a", "a", "a" },
  { LINE, "c", "c", "a", "a" },
  { "c<b b<a a", "c", "c", "a", "a" }, /* files may stand in any order */
  { FORK, "b c", "b c", "a", "a" },
  { MERGE, "m", "m", "a", "a" },
  { ACROSS, "b y", "b y", "a x", "a x" },
  { "a b<a x+b y<x", "b y", "y", "a x", "a" }, /* b is a head, but not a real one; x a base, but not a real one */
  { "z a", "z a", "z a", "z a", "z a" },
};

static void
test_ends (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autoptr (LbGraph) graph = draw (ends[i].drawing);
    g_autofree char *heads = list_text (lb_graph_heads (graph));
    g_autofree char *real_heads = list_text (lb_graph_real_heads (graph));
    g_autofree char *bases = list_text (lb_graph_bases (graph));
    g_autofree char *real_bases = list_text (lb_graph_real_bases (graph));

    g_assert_cmpstr (heads, ==, ends[i].heads);
    g_assert_cmpstr (real_heads, ==, ends[i].real_heads);
    g_assert_cmpstr (bases, ==, ends[i].bases);
    g_assert_cmpstr (real_bases, ==, ends[i].real_bases);
  }
}

static const struct {
  const char *drawing, *id, *down, *depends, *normal, *parents, *children, *dependents;
} edges[] = {
  { MERGE, "m", "c b", "", "", "c b", "", "" },
  { MERGE, "a", "", "", "", "", "b c", "" },
  { ACROSS, "y", "x", "a", "a", "x a", "", "" },
  { ACROSS, "a", "", "", "", "", "b", "y" },
  { "a x+a y<x+a", "y", "x", "a", "", "x", "", "" },       /* x has it already */
  { "a x+a y<x z<y+a", "z", "y", "a", "", "y", "", "" },   /* and so does an ancestor farther down */
  { "a x+a y+x,a", "y", "", "x a", "a x", "a x", "", "" }, /* only versioned ancestors count */
  { "a b<a c<b+a", "c", "b", "a", "a", "b a", "", "" },    /* an ancestor itself is no reason to leave it out */
  { "a b<a+a", "b", "a", "a", "a", "a", "", "" },          /* parent and dependency at once */
  { "a b<a x+b,a", "x", "", "b a", "a b", "a b", "", "" }, /* file order where Alembic has a set's */
  { "a#shop b<a x+shop", "x", "", "a", "a", "a", "", "" }, /* by label */
  { "a b<a,a", "b", "a", "", "", "a", "", "" },
};

static void
test_edges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++) {
    g_autoptr (LbGraph) graph = draw (edges[i].drawing);
    const LbRevision *revision = lb_graph_lookup (graph, edges[i].id);
    const struct {
      const LbRevisionList *list;
      const char *expected;
    } lists[] = {
      { &revision->down, edges[i].down },
      { &revision->depends, edges[i].depends },
      { &revision->normal_depends, edges[i].normal },
      { &revision->parents, edges[i].parents },
      { &revision->children, edges[i].children },
      { &revision->dependents, edges[i].dependents },
    };

    for (guint j = 0; j < G_N_ELEMENTS (lists); j++) {
      g_autofree char *text = list_text (lists[j].list);

      g_assert_cmpstr (text, ==, lists[j].expected);
    }
  }
}

/* More shared dependencies than one batch of the pass that finds them holds. */
static void
test_many_dependencies (void)
{
  enum { N = 150 };
  g_autoptr (GString) drawing = g_string_new (NULL);
  g_autoptr (LbGraph) graph = NULL;

  for (guint i = 0; i < N; i++)
    g_string_append_printf (drawing, "d%u ", i);
  for (guint i = 0; i < N; i++)
    g_string_append_printf (drawing, "x%u%s+d%u,d%u y%u<x%u+d%u ", i, i ? "<top" : "", i, (i + 1) % N, i, i, i);
  g_string_append (drawing, "top");
  graph = draw (drawing->str);
  for (guint i = 0; i < N; i++) {
    g_autofree char *x = g_strdup_printf ("x%u", i);
    g_autofree char *y = g_strdup_printf ("y%u", i);

    g_assert_cmpuint (lb_graph_lookup (graph, x)->normal_depends.n, ==, 2);
    g_assert_cmpuint (lb_graph_lookup (graph, y)->normal_depends.n, ==, 0);
  }
}

static void
test_points (void)
{
  g_autoptr (LbGraph) graph = draw ("a b<a c<a m<b,c x+b y<x");

  g_assert_true (lb_revision_is_branch_point (lb_graph_lookup (graph, "a")));
  g_assert_false (lb_revision_is_branch_point (lb_graph_lookup (graph, "b")));
  g_assert_true (lb_revision_is_real_branch_point (lb_graph_lookup (graph, "b"))); /* child m, dependent x */
  g_assert_true (lb_revision_is_merge_point (lb_graph_lookup (graph, "m")));
  g_assert_false (lb_revision_is_merge_point (lb_graph_lookup (graph, "y")));
  g_assert_true (lb_revision_is_base (lb_graph_lookup (graph, "x")));
  g_assert_true (lb_revision_is_real_head (lb_graph_lookup (graph, "m")));
  for (guint i = 0; i < lb_graph_size (graph); i++) {
    const LbRevision *revision = lb_graph_nth (graph, i);

    g_assert_cmpuint (revision->index, ==, i);
    for (guint j = 0; j < revision->parents.n; j++)
      g_assert_cmpuint (revision->parents.items[j]->rank, <, revision->rank);
  }
}

static const struct {
  const char *drawing, *message, *file, *detail, *hint;
} faults[] = {
  { "a b<zzz", "Revision zzz referenced from b (/v/b.sql) is not present", "/v/b.sql", NULL, "Restore the file" },
  { "abcdef0 b<abcdef1", "Revision abcdef1 referenced from b (/v/b.sql) is not present", "/v/b.sql", NULL,
    "Did you mean 'abcdef0' (/v/abcdef0.sql)?" },
  { "a b<zzz c<yyy", "Revision zzz referenced from b (/v/b.sql) is not present", "/v/b.sql",
    "Revision yyy referenced from c (/v/c.sql) is not present", NULL },
  { "a#shop b<shop", "Revision shop referenced from b (/v/b.sql) is not present", "/v/b.sql", NULL,
    "'shop' is a branch label" },
  { "a b<a+zzz", "Revision or branch label zzz named in depends_on of b (/v/b.sql) is not present", "/v/b.sql", NULL,
    NULL },
  { "a#shop b<a+shap", "Revision or branch label shap named in depends_on of b (/v/b.sql) is not present", "/v/b.sql",
    NULL, "Did you mean the branch label 'shop'?" },
  { "a b<a a", "Revision a is present more than once: in /v/a.sql and in /v/a.sql", "/v/a.sql", NULL, "Remove one" },
  { "a<a", "Self-loop is detected in revisions (a)", "/v/a.sql", "a (/v/a.sql) names itself as down_revision", NULL },
  { "a+a", "Dependency self-loop is detected in revisions (a)", "/v/a.sql", "as depends_on", NULL },
  { "a+shop#shop", "Dependency self-loop is detected in revisions (a)", "/v/a.sql", NULL, NULL },
  { "b<a a<b", "Cycle is detected in revisions (b, a)", "/v/b.sql",
    "b (/v/b.sql) has the down_revision a\na (/v/a.sql) has the down_revision b", NULL }, /* no head: file order */
  { "base z<base b<a a<c c<b", "Cycle is detected in revisions (a, b, c)", "/v/b.sql",
    "b (/v/b.sql) has the down_revision a\na (/v/a.sql) has the down_revision c\nc (/v/c.sql) has the down_revision b",
    "Correct down_revision" },
  { "base a<base b<a,c c<b top<c", "Cycle is detected in revisions (b, c)", "/v/b.sql", "c (/v/c.sql)", NULL },
  { "a+y b<a x y<x+b", "Dependency cycle is detected in revisions (a, b, x, y)", "/v/a.sql",
    "a (/v/a.sql) depends on y\ny (/v/y.sql) depends on b\nb (/v/b.sql) has the down_revision a", NULL },
  { "a#shop b<a#shop", "Branch name 'shop' in revision b already used by revision a", "/v/b.sql",
    "b: /v/b.sql\na: /v/a.sql", NULL },
  { "a b<a#a", "Branch name 'a' in revision b already used by revision a", "/v/b.sql", NULL, NULL },
  { "a:@b", "Character(s) ':, @' not allowed in revision identifier 'a:@b'", "/v/a:@b.sql", NULL, NULL },
  { "a-b", "Character(s) '-' not allowed in revision identifier 'a-b'", "/v/a-b.sql", NULL, "/v/a-b.sql" },
  { "<a", "a revision identifier is empty", "/v/.sql", NULL, NULL },
};

static void
test_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    GError *error = NULL;
    g_autoptr (LbGraph) graph = draw_or_fail (faults[i].drawing, &error);
    const LbErrorParts *parts = lb_error_parts (error);

    g_assert_null (graph);
    g_assert_error (error, LB_ERROR, LB_ERROR_GRAPH);
    g_assert_cmpstr (error->message, ==, faults[i].message);
    g_assert_cmpstr (parts->file, ==, faults[i].file);
    if (faults[i].detail)
      g_assert_nonnull (strstr (parts->detail, faults[i].detail));
    if (faults[i].hint)
      g_assert_nonnull (strstr (parts->hint, faults[i].hint));
    g_assert_nonnull (parts->hint);
    g_error_free (error);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph/ends", test_ends);
  g_test_add_func ("/graph/edges", test_edges);
  g_test_add_func ("/graph/many-dependencies", test_many_dependencies);
  g_test_add_func ("/graph/points", test_points);
  g_test_add_func ("/graph/faults", test_faults);
  return g_test_run ();
}
