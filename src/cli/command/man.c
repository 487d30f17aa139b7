#include "cli/help.h"

/* For the build, which installs what this prints. */
static gboolean
run (LbCli *cli, GError **error)
{
  const char *name = lb_args_positionals (cli->args)[0];
  const LbCommand *command = name ? lb_command_find (name) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (name && !command) {
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "there is no command '%s'", name);
    return FALSE;
  }
  lb_manual (text, command);
  lb_output_raw (cli->out, text->str, text->len);
  return TRUE;
}

const LbCommand lb_command_man = {
  .name = "man",
  .summary = "print a manual page",
  .positional = { "command", 0, 1, "the command to print the page of", LB_COMPLETE_COMMAND },
  .needs = LB_NEEDS_NOTHING,
  .hidden = TRUE,
  .extra = TRUE,
  .run = run,
};
