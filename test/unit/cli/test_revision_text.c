/* Lines and entries of revisions: Alembic's, to the letter. */
#include "cli/revision_text.h"

static void
add (LbGraph *graph, const char *id, const char *message, const char *down, const char *depends, const char *label)
{
  g_auto (GStrv)
    parents = g_strsplit (down, ",", -1);
  const char *depends_on[] = { depends, NULL };
  const char *labels[] = { label, NULL };
  g_autofree char *path = g_strdup_printf ("/v/%s.py", id);
  LbRevisionSpec spec = { id, message, path, (const char *const *) parents, depends_on, labels };
  g_autoptr (GError) error = NULL;

  lb_graph_add (graph, &spec, &error);
  g_assert_no_error (error);
}

/* The drawing of Alembic's documentation: a base, two branches, a merge, and a line that depends on one of them. */
static LbGraph *
build (void)
{
  LbGraph *graph = lb_graph_new ();
  g_autoptr (GError) error = NULL;

  add (graph, "1975ea83b712", "create account table", "", NULL, NULL);
  add (graph, "27c6a30d7c24", "add cart", "1975ea83b712", NULL, "shoppingcart");
  add (graph, "ae1027a6acf", "add order", "1975ea83b712", NULL, NULL);
  add (graph, "53fffde5ad5", "merge ae and 27", "ae1027a6acf,27c6a30d7c24", NULL, NULL);
  add (graph, "3cac04ae8714", "networking", "", "ae1027a6acf", "networking");
  add (graph, "55af2cb1c267", "needs the merge", "3cac04ae8714", "53fffde5ad5", NULL);
  lb_graph_link (graph, &error);
  g_assert_no_error (error);
  return graph;
}

static void
test_lines (void)
{
  static const struct {
    const char *id;
    guint parts;
    const char *expected;
  } cases[] = {
    { "1975ea83b712", LB_TEXT_PARENTS | LB_TEXT_LABELS | LB_TEXT_TREE | LB_TEXT_DOC,
      "<base> -> 1975ea83b712 (branchpoint), create account table" },
    { "1975ea83b712", 0, "1975ea83b712" },
    { "53fffde5ad5", LB_TEXT_PARENTS | LB_TEXT_LABELS | LB_TEXT_TREE | LB_TEXT_DOC | LB_TEXT_CURRENT,
      "ae1027a6acf, 27c6a30d7c24 -> 53fffde5ad5 (shoppingcart) (effective head) (current) (mergepoint), merge ae and "
      "27" },
    { "3cac04ae8714", LB_TEXT_PARENTS | LB_TEXT_LABELS | LB_TEXT_DOC,
      "<base> (ae1027a6acf) -> 3cac04ae8714 (networking), networking" },
    { "55af2cb1c267", LB_TEXT_LABELS, "55af2cb1c267 (networking) (head)" },
    { "27c6a30d7c24", LB_TEXT_LABELS | LB_TEXT_TREE, "27c6a30d7c24 (shoppingcart)" },
  };
  g_autoptr (LbGraph) graph = build ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) text = g_string_new (NULL);

    lb_revision_line (text, lb_graph_lookup (graph, cases[i].id), cases[i].parts);
    g_assert_cmpstr (text->str, ==, cases[i].expected);
  }
}

static void
test_entries (void)
{
  g_autoptr (LbGraph) graph = build ();
  g_autoptr (GString) text = g_string_new (NULL);

  lb_revision_entry (text, lb_graph_lookup (graph, "1975ea83b712"), TRUE, "create account table\n\nRevision ID: x");
  g_assert_cmpstr (text->str, ==,
                   "Rev: 1975ea83b712 (branchpoint) (current)\n"
                   "Parent: <base>\n"
                   "Branches into: 27c6a30d7c24, ae1027a6acf\n"
                   "Path: /v/1975ea83b712.py\n"
                   "\n"
                   "    create account table\n"
                   "    \n"
                   "    Revision ID: x\n");
  g_string_truncate (text, 0);
  lb_revision_entry (text, lb_graph_lookup (graph, "53fffde5ad5"), FALSE, "");
  g_assert_cmpstr (text->str, ==,
                   "Rev: 53fffde5ad5 (head) (mergepoint)\n"
                   "Merges: ae1027a6acf, 27c6a30d7c24\n"
                   "Branch names: shoppingcart\n"
                   "Path: /v/53fffde5ad5.py\n"
                   "\n\n");
  g_string_truncate (text, 0);
  lb_revision_entry (text, lb_graph_lookup (graph, "55af2cb1c267"), FALSE, "d\r\n");
  g_assert_cmpstr (text->str, ==,
                   "Rev: 55af2cb1c267 (head)\n"
                   "Parent: 3cac04ae8714\n"
                   "Also depends on: 53fffde5ad5\n"
                   "Branch names: networking\n"
                   "Path: /v/55af2cb1c267.py\n"
                   "\n"
                   "    d\n");
}

static void
test_json (void)
{
  g_autoptr (LbGraph) graph = build ();
  json_t *object = lb_revision_json (lb_graph_lookup (graph, "3cac04ae8714"));
  char *text;

  text = json_dumps (object, JSON_COMPACT);
  g_assert_cmpstr (text, ==,
                   "{\"revision\":\"3cac04ae8714\",\"down_revision\":[],\"depends_on\":[\"ae1027a6acf\"],"
                   "\"children\":[\"55af2cb1c267\"],\"branch_labels\":[\"networking\"],\"message\":\"networking\","
                   "\"path\":\"/v/3cac04ae8714.py\",\"is_head\":false,\"is_effective_head\":false,\"is_base\":true,"
                   "\"is_branch_point\":false,\"is_merge_point\":false}");
  free (text);
  json_decref (object);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/revision_text/lines", test_lines);
  g_test_add_func ("/revision_text/entries", test_entries);
  g_test_add_func ("/revision_text/json", test_json);
  return g_test_run ();
}
