#include "cli/listing.h"
#include "cli/revision_text.h"
#include "revision/resolve.h"

#include <string.h>

/* The children of a branch point, each behind as many blanks as the branch point's id is long. */
static void
print_children (LbCli *cli, const LbRevision *revision, gboolean verbose)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < revision->children.n; i++) {
    g_string_append_printf (text, "%*s -> ", (int) strlen (revision->id), "");
    lb_revision_line (text, revision->children.items[i], LB_TEXT_LABELS | LB_TEXT_TREE | (verbose ? LB_TEXT_DOC : 0));
    g_string_append_c (text, '\n');
  }
  g_string_append_c (text, '\n');
  lb_output_text (cli->out, text->str);
}

static gboolean
run (LbCli *cli, GError **error)
{
  gboolean verbose = lb_args_flag (cli->args, "verbose");
  gboolean json = lb_args_flag (cli->args, "json");
  g_autoptr (GPtrArray) all = lb_history_range (cli->graph, NULL, NULL, error);
  json_t *array;

  if (!all)
    return FALSE;
  array = json_array ();
  for (guint i = 0; i < all->len; i++) {
    const LbRevision *revision = all->pdata[i];

    if (!lb_revision_is_branch_point (revision))
      continue;
    if (json) {
      json_array_append_new (array, lb_revision_json (revision));
      continue;
    }
    if (!lb_print_revision (cli, revision, verbose, LB_TEXT_LABELS | LB_TEXT_TREE, error)) {
      json_decref (array);
      return FALSE;
    }
    print_children (cli, revision, verbose);
  }
  if (json)
    lb_output_json (cli->out, array);
  else
    json_decref (array);
  return TRUE;
}

static const LbOption options[] = {
  LB_OPTION_VERBOSE,
  LB_OPTION_JSON,
  { NULL },
};

const LbCommand lb_command_branches = {
  .name = "branches",
  .summary = "show the branch points",
  .description = "Prints every revision that has several children, newest first, each with its children.",
  .options = options,
  .json = "An array; for each branch point " LB_JSON_REVISION,
  .needs = LB_NEEDS_CONFIG | LB_NEEDS_SCRIPTS | LB_NEEDS_GRAPH,
  .run = run,
};
