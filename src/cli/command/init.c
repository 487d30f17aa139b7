#include "cli/cli.h"
#include "script/init.h"

typedef struct {
  LbOutput *out;
  gboolean under_way; /* a status line waits for its end */
} Announcing;

static void
announce (const char *text, gboolean done, gboolean note, gpointer data)
{
  Announcing *announcing = data;

  if (note) {
    lb_output_printf (announcing->out, "%s\n", text);
  } else if (!done) {
    lb_output_status_begin (announcing->out, text, FALSE);
    announcing->under_way = TRUE;
  } else {
    lb_output_status_end (announcing->out, TRUE);
    announcing->under_way = FALSE;
  }
}

static gboolean
run (LbCli *cli, GError **error)
{
  Announcing announcing = { cli->out, FALSE };
  gboolean done = lb_init (cli->settings, lb_args_positionals (cli->args)[0], lb_args_value (cli->args, "template"),
                           lb_args_flag (cli->args, "package"), announce, &announcing, error);

  if (announcing.under_way)
    lb_output_status_end (cli->out, FALSE);
  return done;
}

static const LbOption options[] = {
  { "template", 't', LB_OPTION_VALUE, "NAME", .complete = LB_COMPLETE_TEMPLATE,
    .help = "what to lay down; 'list_templates' names them; default: generic" },
  { "package", .help = "write __init__.py files too, so that the directory is a Python package" },
  { NULL },
};

static const LbExample examples[] = {
  { "init --template sql migrations", "revisions are SQL files; no Python is needed" },
  { "init alembic", "as Alembic lays it down: env.py, script.py.mako" },
  { NULL },
};

const LbCommand lb_command_init = {
  .name = "init",
  .summary = "start a new script directory",
  .description = "Creates the directory for revisions and the configuration file. Nothing that exists is overwritten.",
  .options = options,
  .positional = { "directory", 1, 1, "the script directory to create", LB_COMPLETE_DIRECTORY },
  .examples = examples,
  .needs = LB_NEEDS_SETTINGS,
  .run = run,
};
