#include "cli/help.h"

static gboolean
run (LbCli *cli, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  lb_completion (text, lb_args_positionals (cli->args)[0], cli->program);
  lb_output_raw (cli->out, text->str, text->len);
  return TRUE;
}

static const LbExample examples[] = {
  { "completion bash > ~/.local/share/bash-completion/completions/limbeck", "for one person; an installation has it" },
  { NULL },
};

const LbCommand lb_command_completion = {
  .name = "completion",
  .summary = "print the completion script of a shell",
  .description = "Prints a script that makes the shell complete commands, options, templates and revisions.",
  .positional = { "shell", 1, 1, "bash, zsh or fish", LB_COMPLETE_CHOICE, lb_completion_shells },
  .examples = examples,
  .needs = LB_NEEDS_NOTHING,
  .extra = TRUE,
  .run = run,
};
