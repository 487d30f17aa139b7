#include "cli/cli.h"

static gboolean
run (LbCli *cli, GError **error)
{
  g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                       "check compares the database with models, which limbeck " LB_VERSION " does not do");
  if (error)
    lb_error_set_hint (*error, "'%s current --check-heads' tells whether every revision is applied.", cli->program);
  return FALSE;
}

static const LbOptionGroup *const groups[] = { &lb_group_database, NULL };

const LbCommand lb_command_check = {
  .name = "check",
  .summary = "check for pending changes of the models (not in this version)",
  .description = "Would compare the database with the models. This version does not compare: the command says so and "
                 "exits with status 11.",
  .groups = groups,
  .needs = LB_NEEDS_NOTHING,
  .run = run,
};
