#include "cli/cli.h"
#include "script/init.h"

#include <string.h>

static void
print (LbCli *cli, const char *word, const char *meaning)
{
  lb_output_printf (cli->out, "%s%s%s\n", word, *meaning ? "\t" : "", meaning);
}

static void
complete_commands (LbCli *cli)
{
  for (const LbCommand *const *command = lb_commands (); *command; command++)
    if (!(*command)->hidden)
      print (cli, (*command)->name, (*command)->summary);
}

static void
complete_templates (LbCli *cli)
{
  g_autoptr (GPtrArray) templates = lb_templates (NULL);

  for (guint i = 0; templates && i < templates->len; i++) {
    const LbTemplate *template = templates->pdata[i];

    print (cli, template->name, template->synopsis);
  }
}

/* The configuration as far as it can be read: a person who presses a key wants no error. */
static gboolean
load (LbCli *cli)
{
  LbSettingsRequest request = {
    .config_files = lb_args_list (cli->args, "config"),
    .section = lb_args_value (cli->args, "name"),
  };

  cli->settings = lb_settings_load (&request, NULL, NULL);
  return cli->settings != NULL;
}

static void
complete_settings (LbCli *cli)
{
  g_autoptr (GPtrArray) rows = load (cli) ? lb_settings_describe (cli->settings) : NULL;

  for (guint i = 0; rows && i < rows->len; i++) {
    const LbSettingRow *row = rows->pdata[i];

    print (cli, row->key, "");
  }
}

static void
complete_revisions (LbCli *cli)
{
  static const char *const words[] = { "head", "heads", "base", "current" };
  const LbGraph *graph;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    print (cli, words[i], "");
  cli->scripts = load (cli) ? lb_scripts_open (cli->settings, NULL, NULL) : NULL;
  graph = cli->scripts ? lb_scripts_graph (cli->scripts, NULL) : NULL;
  for (guint i = graph ? lb_graph_size (graph) : 0; i > 0; i--) {
    const LbRevision *revision = lb_graph_nth (graph, i - 1);

    print (cli, revision->id, revision->message);
    for (guint j = 0; revision->own_labels && revision->own_labels[j]; j++)
      print (cli, revision->own_labels[j], "branch label");
  }
}

static const struct {
  const char *kind;
  void (*complete) (LbCli *cli);
} kinds[] = {
  { "commands", complete_commands },
  { "templates", complete_templates },
  { "settings", complete_settings },
  { "revisions", complete_revisions },
};

static gboolean
run (LbCli *cli, GError **error)
{
  const char *kind = lb_args_positionals (cli->args)[0];

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].kind, kind) == 0)
      kinds[i].complete (cli);
  return TRUE;
}

const LbCommand lb_command_complete = {
  .name = "__complete",
  .summary = "words for the completion scripts: a word and its meaning on each line",
  .positional = { "kind", 1, 1, "commands, templates, settings or revisions" },
  .needs = LB_NEEDS_NOTHING,
  .hidden = TRUE,
  .extra = TRUE,
  .run = run,
};
