#include "cli/migrate.h"
#include "cli/run_options.h"
#include "util/interrupt.h"

static gboolean
in_environment (LbCli *cli, GError **error)
{
  LbEngine *engine = lb_cli_engine (cli, NULL, error);

  if (!engine)
    return FALSE;
  if (lb_args_flag (cli->args, "sql"))
    return lb_engine_ensure_version_sql (engine, lb_write_sql, cli->out, error);
  lb_interrupt_catch ();
  return lb_engine_ensure_version (engine, error);
}

static gboolean
run (LbCli *cli, GError **error)
{
  return lb_cli_in_environment (cli, in_environment, error);
}

static const LbOption options[] = {
  LB_OPTION_SQL,
  { NULL },
};

static const LbOptionGroup *const groups[] = { &lb_group_database, NULL };

const LbCommand lb_command_ensure_version = {
  .name = "ensure_version",
  .summary = "create the version table if it is missing",
  .description = "Creates the version table, empty, where there is none, and prints nothing.",
  .options = options,
  .groups = groups,
  .needs = LB_NEEDS_CONFIG | LB_NEEDS_SCRIPTS,
  .run = run,
};
