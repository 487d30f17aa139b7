#include "cli/cli.h"

#include "host/process.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Becomes the interpreter: signals, terminal and exit status are its own. */
static gboolean
run (LbCli *cli, GError **error)
{
  const char *const *words = lb_args_positionals (cli->args);
  g_autofree char *interpreter = lb_host_interpreter (cli->settings, error);
  g_auto (GStrv)
    environment = NULL;
  g_autofree const char **argv = NULL;
  guint n = g_strv_length ((char **) words);

  if (!interpreter)
    return FALSE;
  environment = lb_host_environment ();
  argv = g_new0 (const char *, n + 2);
  argv[0] = interpreter;
  memcpy (argv + 1, words, n * sizeof *words);
  execve (interpreter, (char **) argv, environment);
  g_set_error (error, LB_ERROR, LB_ERROR_IO, "cannot start %s: %s", interpreter, g_strerror (errno));
  return FALSE;
}

static const LbExample examples[] = {
  { "python -m pytest", "run tests that use `from alembic import command`" },
  { "python scripts/history.py", "run a script that reads the script directory" },
  { NULL },
};

const LbCommand lb_command_python = {
  .name = "python",
  .summary = "run the project's Python with limbeck's alembic and sqlalchemy",
  .description = "Runs the interpreter that revision scripts run in, with limbeck's modules `alembic` and `sqlalchemy` "
                 "first on its path. Everything behind the word python is the interpreter's.",
  .positional = { "arguments", 0, G_MAXUINT, "what the interpreter is given", LB_COMPLETE_FILE },
  .examples = examples,
  .needs = LB_NEEDS_SETTINGS,
  .extra = TRUE,
  .verbatim = TRUE,
  .run = run,
};
