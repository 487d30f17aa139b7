#include "cli/new_file.h"
#include "cli/listing.h"

static const char *const formats[] = { "sql", "py", NULL };

static gboolean
check (LbCli *cli, GError **error)
{
  if (!lb_args_flag (cli->args, "autogenerate"))
    return TRUE;
  g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                       "--autogenerate compares the database with models, which limbeck " LB_VERSION " does not do");
  if (error)
    lb_error_set_hint (*error, "Without it '%s revision' writes an empty revision file to fill in.", cli->program);
  return FALSE;
}

/* --sql is about env.py that runs along; a file is written either way. */
static gboolean
check_sql (LbCli *cli, GError **error)
{
  gboolean runs_env = FALSE;

  if (!lb_args_flag (cli->args, "sql"))
    return TRUE;
  if (!lb_settings_boolean (cli->settings, LB_SETTING_REVISION_ENVIRONMENT, &runs_env, error))
    return FALSE;
  if (runs_env)
    return TRUE;
  g_set_error_literal (error, LB_ERROR, LB_ERROR_USAGE,
                       "Using --sql with the revision command when revision_environment is not configured does not "
                       "make any sense");
  return FALSE;
}

static gboolean
run (LbCli *cli, GError **error)
{
  const char *head[] = { lb_args_value (cli->args, "head"), NULL };
  LbNewRevision revision = {
    .message = lb_args_value (cli->args, "message"),
    .rev_id = lb_args_value (cli->args, "rev-id"),
    .heads = head[0] ? head : NULL,
    .splice = lb_args_flag (cli->args, "splice"),
    .branch_labels = lb_args_list (cli->args, "branch-label"),
    .depends_on = lb_args_list (cli->args, "depends-on"),
    .version_path = lb_args_value (cli->args, "version-path"),
    .format = lb_args_value (cli->args, "format"),
  };

  return check_sql (cli, error) && lb_write_revision (cli, &revision, error);
}

static const LbOption options[] = {
  { "message", 'm', LB_OPTION_VALUE, "TEXT", .help = "what the revision does, a line" },
  { "autogenerate", .help = "fill the file by comparison with the models (not in this version)" },
  { "sql", .help = "accepted where revision_environment is set" },
  { "head", 0, LB_OPTION_VALUE, "REVISION", .complete = LB_COMPLETE_REVISION,
    .help = "parent of the new revision: id, label, branch@head, or base for a new root; default: head" },
  { "splice", .help = "let the parent be a revision that has children already" },
  { "branch-label", 0, LB_OPTION_LIST, "LABEL", .help = "label for the branch that starts here; may be repeated" },
  { "version-path", 0, LB_OPTION_VALUE, "DIR", .complete = LB_COMPLETE_DIRECTORY,
    .help = "which of the version_locations the file goes to" },
  { "rev-id", 0, LB_OPTION_VALUE, "ID", .help = "id of the new revision; default: twelve random digits" },
  { "depends-on", 0, LB_OPTION_LIST, "REVISION", .complete = LB_COMPLETE_REVISION,
    .help = "revision of another branch that must come first; may be repeated" },
  { "format", 0, LB_OPTION_VALUE, "FORMAT", .choices = formats, .complete = LB_COMPLETE_CHOICE, .extra = TRUE,
    .help = "write SQL or Python; default: revision_format of the configuration, else what the directory holds" },
  { "json", .extra = TRUE, .help = "print what was written as one JSON document" },
  { NULL },
};

static const LbExample examples[] = {
  { "revision -m 'create account table'", "a file that follows the head" },
  { "revision -m 'start shop' --head base --branch-label shop", "a branch with a root of its own" },
  { "revision -m 'add cart' --head shop@head", "a file that follows the head of a branch" },
  { NULL },
};

const LbCommand lb_command_revision = {
  .name = "revision",
  .summary = "write a new revision file",
  .description = "Writes a file for a new revision and prints its path. Files are never overwritten. No database is "
                 "asked.",
  .options = options,
  .json = "An object: revision, down_revision, depends_on and branch_labels (arrays), message, path",
  .examples = examples,
  .needs = LB_NEEDS_CONFIG | LB_NEEDS_SCRIPTS,
  .check = check,
  .run = run,
};
