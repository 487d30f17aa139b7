#include "completion.h"

/* What fish offers for a value: "-f -a '...'", files with -F. */
static void
append_action (GString *out, LbComplete complete, const char *const *choices)
{
  const char *kind = lb_complete_kind (complete);

  if (kind)
    g_string_append_printf (out, " -f -a '(limbeck __complete %s 2>/dev/null)'", kind);
  else if (complete == LB_COMPLETE_FILE)
    g_string_append (out, " -F");
  else if (complete == LB_COMPLETE_DIRECTORY)
    g_string_append (out, " -f -a '(__fish_complete_directories)'");
  else if (choices) {
    g_string_append (out, " -f -a '");
    for (guint i = 0; choices[i]; i++)
      g_string_append_printf (out, "%s%s", i ? " " : "", choices[i]);
    g_string_append_c (out, '\'');
  }
}

static void
append_options (GString *out, const char *condition, const LbOption *options)
{
  for (const LbOption *option = options; option->name || option->letter; option++) {
    g_string_append_printf (out, "complete -c limbeck%s", condition);
    if (option->letter)
      g_string_append_printf (out, " -s %c", option->letter);
    if (option->name)
      g_string_append_printf (out, " -l %s", option->name);
    if (option->kind != LB_OPTION_FLAG) {
      g_string_append (out, " -r");
      append_action (out, option->complete, option->choices);
    }
    g_string_append (out, " -d '");
    lb_append_quoted (out, option->help, "\\");
    g_string_append (out, "'\n");
  }
}

void
lb_completion_fish (GString *out, const char *also)
{
  g_string_append (out,
                   "# fish completion for limbeck; made by: limbeck completion fish\n"
                   "complete -c limbeck -f\n"
                   "complete -c limbeck -n __fish_use_subcommand -a '(limbeck __complete commands 2>/dev/null)'\n");
  append_options (out, "", lb_global_options);
  for (const LbCommand *const *at = lb_commands (); *at; at++) {
    const LbCommand *command = *at;
    const LbOption *tables[LB_MAX_TABLES];
    g_autofree char *condition = g_strdup_printf (" -n '__fish_seen_subcommand_from %s'", command->name);

    if (command->hidden)
      continue;
    lb_option_tables (command, tables);
    for (guint i = 0; tables[i] && tables[i] != lb_global_options; i++)
      append_options (out, condition, tables[i]);
    if (command->positional.name) {
      g_string_append_printf (out, "complete -c limbeck%s", condition);
      append_action (out, command->positional.complete, command->positional.choices);
      g_string_append_c (out, '\n');
    }
  }
  if (also)
    g_string_append_printf (out, "complete -c %s -w limbeck\n", also);
}
