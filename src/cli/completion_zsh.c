#include "completion.h"

static void
append_action (GString *out, LbComplete complete, const char *const *choices)
{
  const char *kind = lb_complete_kind (complete);

  if (kind)
    g_string_append_printf (out, "_limbeck_%s", kind);
  else if (complete == LB_COMPLETE_FILE)
    g_string_append (out, "_files");
  else if (complete == LB_COMPLETE_DIRECTORY)
    g_string_append (out, "_files -/");
  else if (choices) {
    g_string_append_c (out, '(');
    for (guint i = 0; choices[i]; i++)
      g_string_append_printf (out, "%s%s", i ? " " : "", choices[i]);
    g_string_append_c (out, ')');
  }
}

/* One spelling of an option as _arguments wants it: '*--name=[help]:ARGUMENT:action'. */
static void
append_spec (GString *out, const LbOption *option, gboolean is_long)
{
  g_string_append (out, " \\\n        '");
  if (option->kind == LB_OPTION_LIST)
    g_string_append_c (out, '*');
  else if (option->letter && option->name)
    g_string_append_printf (out, "(-%c --%s)", option->letter, option->name);
  if (is_long)
    g_string_append_printf (out, "--%s%s", option->name, option->kind == LB_OPTION_FLAG ? "" : "=");
  else
    g_string_append_printf (out, "-%c%s", option->letter, option->kind == LB_OPTION_FLAG ? "" : "+");
  g_string_append_c (out, '[');
  lb_append_quoted (out, option->help, "[]:\\");
  g_string_append_c (out, ']');
  if (option->kind != LB_OPTION_FLAG) {
    g_string_append_printf (out, ":%s:", option->argument);
    append_action (out, option->complete, option->choices);
  }
  g_string_append_c (out, '\'');
}

static gboolean
has_letter (const LbOption *options, char letter)
{
  for (; letter && (options->name || options->letter); options++)
    if (options->letter == letter)
      return TRUE;
  return FALSE;
}

static gboolean
has_name (const LbOption *options, const char *name)
{
  for (; name && (options->name || options->letter); options++)
    if (g_strcmp0 (options->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* Every spelling of every option; a global one only where the command has not taken it for its own. */
static void
append_specs (GString *out, const LbCommand *command)
{
  const LbOption *tables[LB_MAX_TABLES];

  lb_option_tables (command, tables);
  for (guint i = 0; tables[i]; i++) {
    gboolean is_global = i && tables[i] == lb_global_options;

    for (const LbOption *option = tables[i]; option->name || option->letter; option++) {
      if (option->letter && !(is_global && has_letter (tables[0], option->letter)))
        append_spec (out, option, FALSE);
      if (option->name && !(is_global && has_name (tables[0], option->name)))
        append_spec (out, option, TRUE);
    }
  }
}

static void
append_command (GString *out, const LbCommand *command)
{
  const LbPositional *slot = &command->positional;

  g_string_append_printf (out, "    %s)\n      _arguments -s -S", command->name);
  append_specs (out, command);
  if (slot->name) {
    g_string_append_printf (out, " \\\n        '%s:%s:", slot->max > 1 ? "*" : slot->min ? "1" : "1:", slot->name);
    append_action (out, slot->complete, slot->choices);
    g_string_append_c (out, '\'');
  }
  g_string_append (out, "\n      ;;\n");
}

static const char asking[] = "_limbeck_ask ()\n{\n"
                             "  local -a answers\n"
                             "  answers=(${(f)\"$(_call_program $1 limbeck __complete $1 2>/dev/null)\"})\n"
                             "  answers=(${answers//:/\\\\:})\n"
                             "  answers=(${answers/$'\\t'/:})\n"
                             "  _describe -t $1 $1 answers\n}\n"
                             "_limbeck_revisions () { _limbeck_ask revisions }\n"
                             "_limbeck_templates () { _limbeck_ask templates }\n"
                             "_limbeck_commands () { _limbeck_ask commands }\n"
                             "_limbeck_settings () { _limbeck_ask settings }\n";

void
lb_completion_zsh (GString *out, const char *also)
{
  g_autofree char *names = g_strconcat ("limbeck", also ? " " : NULL, also, NULL);

  g_string_append_printf (out, "#compdef %s\n# zsh completion for limbeck; made by: limbeck completion zsh\n", names);
  g_string_append (out, asking);
  g_string_append (out, "_limbeck ()\n{\n"
                        "  local curcontext=$curcontext state line\n"
                        "  typeset -A opt_args\n"
                        "  _arguments -C -s -S");
  append_specs (out, NULL);
  g_string_append (out, " \\\n        '1:command:_limbeck_commands' '*::argument:->command' && return\n"
                        "  [[ $state == command ]] || return\n"
                        "  case $words[1] in\n");
  for (const LbCommand *const *command = lb_commands (); *command; command++)
    if (!(*command)->hidden)
      append_command (out, *command);
  g_string_append_printf (out,
                          "  esac\n}\nif [[ $funcstack[1] == _limbeck ]]; then _limbeck \"$@\"; else compdef _limbeck "
                          "%s; fi\n",
                          names);
}
