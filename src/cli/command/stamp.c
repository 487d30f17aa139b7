#include "cli/migrate.h"
#include "cli/run_options.h"

static gboolean
check (LbCli *cli, GError **error)
{
  if (!lb_args_flag (cli->args, "sql") || !lb_args_flag (cli->args, "purge"))
    return lb_check_run_options (cli, error);
  g_set_error_literal (error, LB_ERROR, LB_ERROR_USAGE, "Can't use --purge with --sql mode");
  return FALSE;
}

static gboolean
stamp (LbCli *cli, GError **error)
{
  return lb_engine_stamp (cli->engine, lb_args_positionals (cli->args), lb_args_flag (cli->args, "purge"), error);
}

static gboolean
write_sql (LbCli *cli, GError **error)
{
  LbEngine *engine = lb_cli_engine (cli, NULL, error);

  return engine && lb_engine_stamp_sql (engine, lb_args_positionals (cli->args), lb_write_sql, cli->out, error);
}

/* No script runs in a stamp, so the plan is all there is to see. --purge starts from an empty table. */
static gboolean
preview (LbCli *cli, GError **error)
{
  static const char *const no_rows[] = { NULL };
  const char *const *targets = lb_args_positionals (cli->args);
  LbEngine *engine = lb_cli_engine (cli, NULL, error);
  const LbGraph *graph = engine ? lb_scripts_graph (cli->scripts, error) : NULL;
  g_auto (GStrv)
    rows = graph ? lb_engine_rows (engine, error) : NULL;
  g_autoptr (LbPlan) plan = NULL;

  if (!rows)
    return FALSE;
  plan
      = lb_plan_stamp (graph, lb_args_flag (cli->args, "purge") ? no_rows : (const char *const *) rows, targets, error);
  if (!plan)
    return FALSE;
  lb_plan_print (cli, plan, NULL, NULL, targets);
  return TRUE;
}

static gboolean
in_environment (LbCli *cli, GError **error)
{
  if (lb_args_flag (cli->args, "sql"))
    return write_sql (cli, error);
  if (lb_args_flag (cli->args, "dry-run"))
    return preview (cli, error);
  return lb_migrate_online (cli, lb_args_positionals (cli->args), stamp, error);
}

static gboolean
run (LbCli *cli, GError **error)
{
  return lb_cli_in_environment (cli, in_environment, error);
}

static const LbOption options[] = {
  LB_OPTION_SQL,     LB_OPTION_TAG,      { "purge", .help = "empty the version table first, whatever it holds" },
  LB_OPTION_DRY_RUN, LB_OPTION_RUN_JSON, { NULL },
};

static const LbOptionGroup *const groups[] = { &lb_group_database, &lb_group_run, NULL };

static const LbExample examples[] = {
  { "stamp head", "take an existing database that has the newest schema under control" },
  { "stamp --purge 1975ea", "the version table names revisions that no longer exist: set it right" },
  { NULL },
};

const LbCommand lb_command_stamp = {
  .name = "stamp",
  .summary = "set the version table without running scripts",
  .description = "Makes the version table say that the database is at these revisions. The schema is not touched.",
  .options = options,
  .groups = groups,
  .positional = { "revisions", 1, G_MAXUINT, "revision ids, labels, head, heads or base", LB_COMPLETE_REVISION },
  .json = LB_JSON_RUN,
  .examples = examples,
  .needs = LB_NEEDS_CONFIG | LB_NEEDS_SCRIPTS | LB_NEEDS_TARGET,
  .check = check,
  .run = run,
};
