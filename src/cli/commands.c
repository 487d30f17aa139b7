#include "cli.h"

#include <string.h>

extern const LbCommand lb_command_branches, lb_command_check, lb_command_complete, lb_command_completion,
    lb_command_config, lb_command_current, lb_command_downgrade, lb_command_edit, lb_command_ensure_version,
    lb_command_heads, lb_command_help, lb_command_history, lb_command_init, lb_command_list_templates, lb_command_man,
    lb_command_merge, lb_command_revision, lb_command_python, lb_command_serve, lb_command_show, lb_command_stamp,
    lb_command_upgrade;

static const LbCommand *const commands[] = {
  &lb_command_branches,
  &lb_command_check,
  &lb_command_completion,
  &lb_command_config,
  &lb_command_current,
  &lb_command_downgrade,
  &lb_command_edit,
  &lb_command_ensure_version,
  &lb_command_heads,
  &lb_command_help,
  &lb_command_history,
  &lb_command_init,
  &lb_command_list_templates,
  &lb_command_merge,
  &lb_command_python,
  &lb_command_revision,
  &lb_command_show,
  &lb_command_stamp,
  &lb_command_upgrade,
  &lb_command_man,
  &lb_command_complete,
  &lb_command_serve,
  NULL,
};

const LbCommand *const *
lb_commands (void)
{
  return commands;
}

const LbCommand *
lb_command_find (const char *name)
{
  for (guint i = 0; commands[i]; i++)
    if (strcmp (commands[i]->name, name) == 0)
      return commands[i];
  return NULL;
}
