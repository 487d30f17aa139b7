#include "cli/listing.h"
#include "cli/revision_text.h"

static gboolean
run (LbCli *cli, GError **error)
{
  const LbRevisionList *heads = lb_args_flag (cli->args, "resolve-dependencies") ? lb_graph_real_heads (cli->graph)
                                                                                 : lb_graph_heads (cli->graph);
  gboolean verbose = lb_args_flag (cli->args, "verbose");

  if (lb_args_flag (cli->args, "json")) {
    json_t *array = json_array ();

    for (guint i = 0; i < heads->n; i++)
      json_array_append_new (array, lb_revision_json (heads->items[i]));
    lb_output_json (cli->out, array);
    return TRUE;
  }
  for (guint i = 0; i < heads->n; i++)
    if (!lb_print_revision (cli, heads->items[i], verbose, LB_TEXT_LABELS, error))
      return FALSE;
  return TRUE;
}

static const LbOption options[] = {
  LB_OPTION_VERBOSE,
  { "resolve-dependencies", .help = "count what other revisions depend on as no head" },
  LB_OPTION_JSON,
  { NULL },
};

const LbCommand lb_command_heads = {
  .name = "heads",
  .summary = "show the heads of the script directory",
  .description = "Prints the newest revision of each branch, from the files alone: no database is asked.",
  .options = options,
  .json = "An array; for each head " LB_JSON_REVISION,
  .needs = LB_NEEDS_CONFIG | LB_NEEDS_SCRIPTS | LB_NEEDS_GRAPH,
  .run = run,
};
