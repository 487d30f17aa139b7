#include "cli/migrate.h"
#include "cli/run_options.h"

static gboolean
upgrade (LbCli *cli, GError **error)
{
  return lb_engine_upgrade (cli->engine, lb_args_positionals (cli->args)[0], error);
}

static gboolean
in_environment (LbCli *cli, GError **error)
{
  const char *const *target = lb_args_positionals (cli->args);

  if (lb_args_flag (cli->args, "sql")) {
    LbEngine *engine = lb_cli_engine (cli, NULL, error);

    return engine && lb_engine_upgrade_sql (engine, target[0], lb_write_sql, cli->out, error);
  }
  if (lb_args_flag (cli->args, "dry-run"))
    return lb_migrate_preview (cli, LB_STEP_UPGRADE, target[0], error);
  return lb_migrate_online (cli, target, upgrade, error);
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
  { "upgrade head", "to the newest revision" },
  { "upgrade heads", "to the newest revision of every branch" },
  { "upgrade +1", "one revision further" },
  { "upgrade head --dry-run", "show the steps without running them" },
  { "upgrade ae10:head --sql", "print the SQL from one revision to the head; no database is needed" },
  { NULL },
};

const LbCommand lb_command_upgrade = {
  .name = "upgrade",
  .summary = "upgrade to a later revision",
  .description
  = "Runs the upgrade scripts between the revisions that the version table holds and the target. One run "
    "at a time holds the lock of the database; others wait for it. A database that is at the target "
    "already is left alone.\n\nWhen a step fails, the error says what was rolled back and which revision the "
    "database is at. A step that stopped where nothing can be rolled back is continued by the next run.",
  .options = options,
  .groups = groups,
  .positional = { "revision", 1, 1,
                  "target: revision id or its beginning, label, head, heads, +N, branch@head; with --sql also a range "
                  "from:to",
                  LB_COMPLETE_REVISION },
  .json = LB_JSON_RUN,
  .examples = examples,
  .needs = LB_NEEDS_CONFIG | LB_NEEDS_SCRIPTS | LB_NEEDS_TARGET,
  .check = lb_check_target,
  .run = run,
};
