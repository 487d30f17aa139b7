#include "cli/help.h"
#include "util/suggest.h"
#include "cli/list.h"

#include <string.h>

enum { PLAIN_WIDTH = 80, MAX_WIDTH = 100 };

/* What `help` tells about besides commands. */
static const struct {
  const char *name;
  void (*append) (GString *text, guint width);
} topics[] = {
  { "exit-status", lb_help_statuses },
};

static gboolean
set_unknown (const char *typed, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *near;

  for (const LbCommand *const *command = lb_commands (); *command; command++)
    lb_list_add (names, (*command)->name);
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    lb_list_add (names, topics[i].name);
  lb_list_add (names, NULL);
  near = lb_suggest (typed, (const char *const *) names->pdata);
  g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "there is no command '%s'", typed);
  if (near && error)
    lb_error_set_hint (*error, "Did you mean '%s'?", near);
  return FALSE;
}

static gboolean
append_topic (GString *text, const char *name, guint width)
{
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    if (strcmp (topics[i].name, name) == 0) {
      topics[i].append (text, width);
      return TRUE;
    }
  return FALSE;
}

static gboolean
run (LbCli *cli, GError **error)
{
  const char *name = lb_args_positionals (cli->args)[0];
  const LbCommand *command = name ? lb_command_find (name) : NULL;
  guint width = lb_output_width (cli->out, FALSE);
  g_autoptr (GString) text = g_string_new (NULL);

  width = width ? MIN (width, MAX_WIDTH) : PLAIN_WIDTH;
  if (command || !name)
    lb_help (text, cli->program, command, width, lb_output_color (cli->out, FALSE));
  else if (!append_topic (text, name, width))
    return set_unknown (name, error);
  lb_output_raw (cli->out, text->str, text->len);
  return TRUE;
}

const LbCommand lb_command_help = {
  .name = "help",
  .summary = "tell about a command",
  .description = "Prints what --help prints; with exit-status, what each exit status means.",
  .positional = { "command", 0, 1, "the command to tell about, or exit-status", LB_COMPLETE_COMMAND },
  .needs = LB_NEEDS_NOTHING,
  .extra = TRUE,
  .run = run,
};
