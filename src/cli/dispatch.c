#include "cli.h"
#include "help.h"
#include "exit.h"
#include "report.h"
#include "serve.h"
#include "sink.h"
#include "util/interrupt.h"

#include <signal.h>
#include <string.h>

enum { PLAIN_WIDTH = 80, MAX_WIDTH = 100 };

LbEngine *
lb_cli_engine (LbCli *cli, LbObserver *observer, GError **error)
{
  LbEngineOptions options = {
    .settings = cli->settings,
    .scripts = cli->scripts,
    .log = cli->log,
    .observer = observer,
    .command = lb_args_command (cli->args)->name,
    .service = cli->service,
  };

  if (!cli->engine)
    cli->engine = lb_engine_new (&options, error);
  else if (observer)
    lb_engine_set_observer (cli->engine, observer);
  return cli->engine;
}

typedef struct {
  LbCli *cli;
  gboolean (*run) (LbCli *cli, GError **error);
} Task;

static gboolean
do_task (LbEngine *engine, gpointer data, GError **error)
{
  Task *task = data;

  return task->run (task->cli, error);
}

gboolean
lb_cli_in_environment (LbCli *cli, gboolean (*run) (LbCli *cli, GError **error), GError **error)
{
  const char *const *targets = lb_args_positionals (cli->args);
  const LbCommand *command = lb_args_command (cli->args);
  gboolean migrates = command->positional.name && (command->needs & LB_NEEDS_TARGET);
  LbEnvironmentRequest request = {
    .offline = lb_args_flag (cli->args, "sql"),
    .destination = migrates ? targets[0] : NULL,
    .tag = lb_args_value (cli->args, "tag"),
  };
  Task task = { cli, run };
  gboolean done;

  if (cli->in_environment)
    return run (cli, error);
  lb_interrupt_catch ();
  if (!lb_cli_engine (cli, NULL, error))
    return FALSE;
  cli->in_environment = TRUE;
  done = lb_engine_in_environment (cli->engine, &request, do_task, &task, error);
  cli->in_environment = FALSE;
  return done;
}

static gboolean
do_nothing (LbCli *cli, GError **error)
{
  return TRUE;
}

gboolean
lb_cli_revision_environment (LbCli *cli, GError **error)
{
  gboolean wanted = FALSE;

  return lb_settings_boolean (cli->settings, LB_SETTING_REVISION_ENVIRONMENT, &wanted, error)
         && (!wanted || !lb_scripts_has_env (cli->scripts) || lb_cli_in_environment (cli, do_nothing, error));
}

/* ---- preparing ---- */

static gboolean
load_settings (LbCli *cli, LbSink *sink, guint needs, GError **error)
{
  LbSettingsRequest request = {
    .config_files = lb_args_list (cli->args, "config"),
    .section = lb_args_value (cli->args, "name"),
    .x_args = lb_args_list (cli->args, "x"),
    .need_config = (needs & LB_NEEDS_CONFIG) != 0,
  };

  if (!(needs & (LB_NEEDS_SETTINGS | LB_NEEDS_CONFIG)))
    return TRUE;
  lb_args_settings (cli->args, request.values);
  request.overrides = cli->overrides;
  cli->settings = lb_settings_load (&request, cli->log, error);
  if (!cli->settings)
    return FALSE;
  lb_sink_set_settings (sink, cli->settings);
  return TRUE;
}

static gboolean
prepare (LbCli *cli, LbSink *sink, GError **error)
{
  guint needs = lb_args_command (cli->args)->needs;

  if (!load_settings (cli, sink, needs, error))
    return FALSE;
  if (needs & LB_NEEDS_SCRIPTS) {
    cli->scripts = lb_scripts_open (cli->settings, cli->log, error);
    if (!cli->scripts)
      return FALSE;
  }
  if (needs & LB_NEEDS_GRAPH) {
    cli->graph = lb_scripts_graph (cli->scripts, error);
    if (!cli->graph)
      return FALSE;
  }
  return TRUE;
}

static gboolean
run (LbCli *cli, LbSink *sink, GError **error)
{
  const LbCommand *command = lb_args_command (cli->args);

  return (!command->check || command->check (cli, error)) && prepare (cli, sink, error) && command->run (cli, error);
}

/* ---- reporting ---- */

/* An error of the command line itself, as Python's argparse shows it. */
static int
report_usage (LbOutput *out, const char *program, const LbCommand *command, const GError *error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const LbErrorParts *parts = lb_error_parts (error);

  lb_help_usage (text, program, command);
  g_string_append_printf (text, "%s%s%s: error: %s\n", program, command ? " " : "", command ? command->name : "",
                          error->message);
  if (parts && parts->hint)
    g_string_append_printf (text, "%s\n", parts->hint);
  lb_output_error (out, text->str);
  return lb_exit_status (error);
}

static void
report (LbCli *cli, const GError *error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  LbReportStyle style = {
    .color = lb_output_color (cli->out, TRUE),
    .width = lb_output_width (cli->out, TRUE),
    .with_code = lb_args_flag (cli->args, "raiseerr"),
  };

  lb_report (text, error, &style);
  lb_output_error (cli->out, text->str);
  if (lb_args_flag (cli->args, "json") && !lb_output_wrote_json (cli->out)) {
    json_t *document = json_object ();

    json_object_set_new (document, "error", lb_report_json (error));
    lb_output_json (cli->out, document);
  }
}

/* The reader of stdout has gone away (history | head): end as the system ends such programs. */
static int
end_by_pipe (void)
{
  signal (SIGPIPE, SIG_DFL);
  raise (SIGPIPE);
  return 128 + SIGPIPE;
}

/* ---- the call ---- */

static void
set_output (LbCli *cli)
{
  static const char *const modes[]
      = { [LB_COLOR_AUTO] = "auto", [LB_COLOR_ALWAYS] = "always", [LB_COLOR_NEVER] = "never" };
  const char *when = lb_args_value (cli->args, "color");

  for (guint i = 0; when && i < G_N_ELEMENTS (modes); i++)
    if (strcmp (modes[i], when) == 0)
      lb_output_set_color (cli->out, (LbColorMode) i);
  lb_output_set_quiet (cli->out, lb_args_flag (cli->args, "quiet"));
}

/* What needs no command to run: --version, --help, and no command at all. TRUE if that was it. */
static gboolean
answer_globals (LbCli *cli, int *ret_status)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint width = lb_output_width (cli->out, FALSE);

  *ret_status = 0;
  if (lb_args_flag (cli->args, "version")) {
    lb_version_text (text, cli->program);
  } else if (lb_args_flag (cli->args, "help")) {
    lb_help (text, cli->program, lb_args_command (cli->args), width ? MIN (width, MAX_WIDTH) : PLAIN_WIDTH,
             lb_output_color (cli->out, FALSE));
  } else if (!lb_args_command (cli->args)) {
    g_autoptr (GError) error = g_error_new (LB_ERROR, LB_ERROR_USAGE, "too few arguments");

    lb_error_set_hint (error, "'%s --help' lists the commands.", cli->program);
    *ret_status = report_usage (cli->out, cli->program, NULL, error);
    return TRUE;
  } else {
    return FALSE;
  }
  lb_output_raw (cli->out, text->str, text->len);
  return TRUE;
}

static int
finish (LbCli *cli, int status)
{
  g_autoptr (GError) error = NULL;

  if (lb_output_flush (cli->out, &error))
    return status;
  if (lb_output_broken_pipe (cli->out))
    return end_by_pipe ();
  if (status)
    return status;
  report (cli, error);
  return lb_exit_status (error);
}

static void
on_write_signal (int number)
{
}

/* FALSE with @error, reported only where a person has typed the command. */
static gboolean
run_command (LbCli *cli, GError **error)
{
  g_autoptr (LbSink) sink = lb_sink_new (cli->out);
  gboolean done;

  cli->log = lb_sink_log (sink);
  lb_sink_set_verbose (sink, lb_args_flag (cli->args, "verbose"));
  if (lb_args_flag (cli->args, "json") || lb_args_flag (cli->args, "sql"))
    lb_sink_keep_off_stdout (sink);
  done = run (cli, sink, error);
  g_clear_pointer (&cli->engine, lb_engine_free);
  g_clear_pointer (&cli->scripts, lb_scripts_free);
  g_clear_pointer (&cli->settings, lb_settings_free);
  return done;
}

int
lb_cli_run_for (LbService *service, const char *const *argv, json_t *overrides, GString *output, GError **error)
{
  g_autoptr (LbOutput) out = lb_output_new ();
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();
  g_autoptr (GError) failure = NULL;
  LbCli cli = { .program = "limbeck", .out = out, .service = service };
  const LbCommand *command = NULL;
  const char *key;
  json_t *value;
  int status = 0;

  json_object_foreach (overrides, key, value)
  {
    if (!json_is_string (value))
      continue;
    g_ptr_array_add (pairs, (gpointer) key);
    g_ptr_array_add (pairs, (gpointer) json_string_value (value));
  }
  g_ptr_array_add (pairs, NULL);
  cli.overrides = (const char *const *) pairs->pdata;
  lb_output_capture (out, output);
  g_autoptr (LbArgs) args = lb_args_parse (lb_global_options, lb_commands (), argv, &command, &failure);
  if (args) {
    cli.args = args;
    set_output (&cli);
    if (!answer_globals (&cli, &status))
      run_command (&cli, &failure);
  }
  lb_output_flush (out, NULL);
  status = failure ? lb_exit_status (failure) : status;
  if (failure)
    g_propagate_error (error, g_steal_pointer (&failure));
  return status;
}

int
lb_cli_main (const char *const *argv)
{
  const char *name = argv[0] ? strrchr (argv[0], '/') : NULL;
  g_autoptr (LbOutput) out = lb_output_new ();
  LbCli cli = { .out = out };
  const LbCommand *command = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  name = name ? name + 1 : argv[0];
  cli.program = g_strcmp0 (name, "alembic") == 0 ? "alembic" : "limbeck";
  /* a handler and not SIG_IGN, because children would inherit that */
  signal (SIGPIPE, on_write_signal);
  /* a file that reaches the limit of its size is an error with a name (EFBIG), not a death */
  signal (SIGXFSZ, on_write_signal);
  g_autoptr (LbArgs) args
      = lb_args_parse (lb_global_options, lb_commands (), argv[0] ? argv + 1 : argv, &command, &error);
  if (!args)
    return report_usage (out, cli.program, command, error);
  cli.args = args;
  set_output (&cli);
  if (!answer_globals (&cli, &status)) {
    g_autoptr (GError) failure = NULL;

    if (!run_command (&cli, &failure)
        && !(lb_output_broken_pipe (out) && g_error_matches (failure, LB_ERROR, LB_ERROR_IO)))
      report (&cli, failure);
    status = lb_exit_status (failure);
  }
  return finish (&cli, status);
}
