#include "cli/migrate.h"
#include "cli/run_options.h"

#include <string.h>

/* Nothing but a range says where an offline downgrade starts. */
static gboolean
check (LbCli *cli, GError **error)
{
  if (!lb_args_flag (cli->args, "sql") || strchr (lb_args_positionals (cli->args)[0], ':'))
    return lb_check_target (cli, error);
  g_set_error_literal (error, LB_ERROR, LB_ERROR_USAGE, "downgrade with --sql requires <fromrev>:<torev>");
  return FALSE;
}

static gboolean
downgrade (LbCli *cli, GError **error)
{
  return lb_engine_downgrade (cli->engine, lb_args_positionals (cli->args)[0], error);
}

static gboolean
in_environment (LbCli *cli, GError **error)
{
  const char *const *target = lb_args_positionals (cli->args);

  if (lb_args_flag (cli->args, "sql")) {
    LbEngine *engine = lb_cli_engine (cli, NULL, error);

    return engine && lb_engine_downgrade_sql (engine, target[0], lb_write_sql, cli->out, error);
  }
  if (lb_args_flag (cli->args, "dry-run"))
    return lb_migrate_preview (cli, LB_STEP_DOWNGRADE, target[0], error);
  return lb_migrate_online (cli, target, downgrade, error);
}

static gboolean
run (LbCli *cli, GError **error)
{
  return lb_cli_in_environment (cli, in_environment, error);
}

static const LbOption options[] = {
  LB_OPTION_SQL, LB_OPTION_TAG, LB_OPTION_DRY_RUN, LB_OPTION_RUN_JSON, { NULL },
};

static const LbOptionGroup *const groups[] = { &lb_group_database, &lb_group_run, NULL };

static const LbExample examples[] = {
  { "downgrade -1", "one revision back" },
  { "downgrade 1975ea", "back to that revision, which stays applied" },
  { "downgrade base --dry-run", "show what undoing everything would run" },
  { "downgrade head:-2 --sql", "print the SQL that undoes the last two; no database is needed" },
  { NULL },
};

const LbCommand lb_command_downgrade = {
  .name = "downgrade",
  .summary = "revert to an earlier revision",
  .description = "Runs the downgrade scripts from the revisions that the version table holds down to the target, which "
                 "stays applied; base undoes everything. Revisions of other branches that depend on what goes are "
                 "undone too.",
  .options = options,
  .groups = groups,
  .positional = { "revision", 1, 1,
                  "target: revision id or its beginning, label, base, -N, branch@base; with --sql a range from:to",
                  LB_COMPLETE_REVISION },
  .json = LB_JSON_RUN,
  .examples = examples,
  .needs = LB_NEEDS_CONFIG | LB_NEEDS_SCRIPTS | LB_NEEDS_TARGET,
  .check = check,
  .run = run,
};
