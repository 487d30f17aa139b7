#include "cli/new_file.h"

static gboolean
run (LbCli *cli, GError **error)
{
  LbNewRevision revision = {
    .message = lb_args_value (cli->args, "message"),
    .rev_id = lb_args_value (cli->args, "rev-id"),
    .heads = lb_args_positionals (cli->args),
    .splice = lb_args_flag (cli->args, "splice"),
    .branch_labels = lb_args_list (cli->args, "branch-label"),
  };

  return lb_write_revision (cli, &revision, error);
}

static const LbOption options[] = {
  { "message", 'm', LB_OPTION_VALUE, "TEXT", .help = "what is merged, a line" },
  { "branch-label", 0, LB_OPTION_LIST, "LABEL", .help = "label for the branch that starts here; may be repeated" },
  { "rev-id", 0, LB_OPTION_VALUE, "ID", .help = "id of the new revision; default: twelve random digits" },
  { "splice", .help = "let the parents be revisions that have children already" },
  { "json", .extra = TRUE, .help = "print what was written as one JSON document" },
  { NULL },
};

static const LbExample examples[] = {
  { "merge heads -m 'merge shop and main'", "one revision that follows all heads" },
  { NULL },
};

const LbCommand lb_command_merge = {
  .name = "merge",
  .summary = "write a revision that joins several",
  .description = "Writes a revision file with several parents, so that there is one head again.",
  .options = options,
  .positional = { "revisions", 1, G_MAXUINT, "the parents: ids, labels, or heads for all heads", LB_COMPLETE_REVISION },
  .json = "An object: revision, down_revision, depends_on and branch_labels (arrays), message, path",
  .examples = examples,
  .needs = LB_NEEDS_CONFIG | LB_NEEDS_SCRIPTS,
  .run = run,
};
