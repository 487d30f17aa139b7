/* Drawings of graphs, compared with what they should look like. */
#include "cli/graph_draw.h"
#include "cli/output.h"

#include <string.h>

static void
free_revision (gpointer data)
{
  LbRevision *revision = data;

  g_free ((gpointer) (guintptr) revision->id);
  g_free (revision->down.items);
  g_free (revision);
}

static LbRevision *
find (const GPtrArray *revisions, const char *id)
{
  for (guint i = 0; i < revisions->len; i++)
    if (strcmp (((LbRevision *) revisions->pdata[i])->id, id) == 0)
      return revisions->pdata[i];
  return NULL;
}

/* The revisions of "id:parent,parent" words, newest first. */
static GPtrArray *
build (const char *words)
{
  GPtrArray *revisions = g_ptr_array_new_with_free_func (free_revision);
  g_auto (GStrv)
    list = g_strsplit (words, " ", -1);

  for (guint i = 0; list[i]; i++) {
    LbRevision *revision = g_new0 (LbRevision, 1);

    revision->id = g_strndup (list[i], strcspn (list[i], ":"));
    revision->index = i;
    g_ptr_array_add (revisions, revision);
  }
  for (guint i = 0; list[i]; i++) {
    LbRevision *revision = revisions->pdata[i];
    const char *colon = strchr (list[i], ':');
    g_auto (GStrv)
      parents = g_strsplit (colon ? colon + 1 : "", ",", -1);

    revision->down.n = g_strv_length (parents);
    revision->down.items = g_new0 (const LbRevision *, revision->down.n + 1);
    for (guint j = 0; parents[j]; j++) {
      revision->down.items[j] = find (revisions, parents[j]);
      g_assert_nonnull (revision->down.items[j]);
    }
  }
  return revisions;
}

static void
label (GString *text, const LbRevision *revision, gboolean color, gpointer data)
{
  g_string_append (text, lb_style_on (LB_STYLE_ID, color));
  g_string_append (text, revision->id);
  g_string_append (text, lb_style_off (LB_STYLE_ID, color));
}

static char *
draw (const char *words, gboolean ascii, guint width, guint skip)
{
  g_autoptr (GPtrArray) revisions = build (words);
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  GString *text = g_string_new (NULL);
  LbGraphStyle style = { .ascii = ascii, .width = width, .label = label };

  for (guint i = 0; i + skip < revisions->len; i++)
    g_ptr_array_add (shown, revisions->pdata[i]);
  lb_graph_draw (text, shown, revisions->len, &style);
  return g_string_free (text, FALSE);
}

static const struct {
  const char *name;
  const char *words;
  guint skip; /* so many of the oldest are left out */
  const char *expected;
} cases[] = {
  { "empty", "a", 1, "" },
  { "chain", "c:b b:a a", 0, "* c\n* b\n* a\n" },
  { "fork", "b:a c:a a", 0, "* b\n│ * c\n├─╯\n* a\n" },
  { "diamond", "m:b,c c:a b:a a", 0, "* m\n├─╮\n│ * c\n* │ b\n├─╯\n* a\n" },
  { "diamond, first parent drawn first", "m:b,c b:a c:a a", 0, "* m\n├─╮\n* │ b\n│ * c\n├─╯\n* a\n" },
  { "octopus", "m:a,b,c c b a", 0, "* m\n├─┬─╮\n│ │ * c\n│ * b\n* a\n" },
  { "merge onto a lane that waits", "x:b m:a,b b:a a", 0, "* x\n│ * m\n├─┤\n* │ b\n├─╯\n* a\n" },
  { "merge that passes over a lane", "x:d y:e m:d,f f e d", 0,
    "* x\n│ * y\n│ │ * m\n├─│─┴─╮\n│ │   * f\n│ * e\n* d\n" },
  { "two bases", "a b", 0, "* a\n\n* b\n" },
  { "two lines", "b:a d:c c a", 0, "* b\n│ * d\n│ * c\n* a\n" },
  { "cut below", "c:b b:a a", 1, "* c\n* b\n~\n" },
  { "cut below a fork", "b:a c:a a", 1, "* b\n~\n* c\n~\n" },
  { "same parent twice", "b:a,a a", 0, "* b\n* a\n" },
};

static void
test_shapes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *got = draw (cases[i].words, FALSE, 0, cases[i].skip);

    g_test_message ("%s", cases[i].name);
    g_assert_cmpstr (got, ==, cases[i].expected);
  }
}

static void
test_ascii (void)
{
  g_autofree char *got = draw ("m:b,c c:a b:a a", TRUE, 0, 0);

  g_assert_cmpstr (got, ==, "* m\n|-.\n| * c\n* | b\n|-'\n* a\n");
}

static void
test_width (void)
{
  g_autofree char *got = draw ("abcdefghij:x x", FALSE, 8, 0);

  g_assert_cmpstr (got, ==, "* abcdef\n* x\n");
}

/* Hundreds of lanes: every revision has its row, no row is wider than asked. */
static void
test_many_lanes (void)
{
  g_autoptr (GString) words = g_string_new (NULL);
  enum { LANES = 300 };
  g_autofree char *got = NULL;
  g_auto (GStrv)
    rows = NULL;
  guint nodes = 0;

  for (guint i = 0; i < LANES; i++)
    g_string_append_printf (words, "h%u:m%u ", i, i);
  for (guint i = 0; i < LANES; i++)
    g_string_append_printf (words, "m%u:root ", i);
  g_string_append (words, "root");
  got = draw (words->str, FALSE, 80, 0);
  rows = g_strsplit (got, "\n", -1);
  for (guint i = 0; rows[i]; i++) {
    nodes += strchr (rows[i], '*') != NULL;
    g_assert_cmpuint (lb_text_columns (rows[i], -1), <=, 80);
  }
  g_assert_cmpuint (nodes, ==, 2 * LANES + 1);
}

/* Broken text must not be read behind its end, nor colours be cut in two. */
static void
test_labels (void)
{
  g_autoptr (GPtrArray) revisions = build ("abc\xc3 x");
  g_autoptr (GString) text = g_string_new (NULL);
  LbGraphStyle style = { .color = TRUE, .width = 4, .label = label };

  lb_graph_draw (text, revisions, revisions->len, &style);
  g_assert_nonnull (strstr (text->str, "\033[33mab\033[0m\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph_draw/shapes", test_shapes);
  g_test_add_func ("/graph_draw/ascii", test_ascii);
  g_test_add_func ("/graph_draw/width", test_width);
  g_test_add_func ("/graph_draw/many_lanes", test_many_lanes);
  g_test_add_func ("/graph_draw/labels", test_labels);
  return g_test_run ();
}
