#include "completion.h"
#include "help.h"

#include <string.h>

static const struct {
  const char *shell;
  void (*write) (GString *out, const char *also);
} writers[] = {
  { "bash", lb_completion_bash },
  { "zsh", lb_completion_zsh },
  { "fish", lb_completion_fish },
};

const char *const lb_completion_shells[] = { "bash", "zsh", "fish", NULL };

gboolean
lb_completion (GString *text, const char *shell, const char *program)
{
  const char *also = strcmp (program, "limbeck") == 0 ? NULL : program;

  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    if (strcmp (writers[i].shell, shell) == 0) {
      writers[i].write (text, also);
      return TRUE;
    }
  return FALSE;
}

const char *
lb_complete_kind (LbComplete complete)
{
  switch (complete) {
    case LB_COMPLETE_REVISION:
      return "revisions";
    case LB_COMPLETE_TEMPLATE:
      return "templates";
    case LB_COMPLETE_COMMAND:
      return "commands";
    case LB_COMPLETE_SETTING:
      return "settings";
    default:
      return NULL;
  }
}

void
lb_option_tables (const LbCommand *command, const LbOption *ret_tables[LB_MAX_TABLES])
{
  guint n = 0;

  if (command && command->options)
    ret_tables[n++] = command->options;
  for (guint i = 0; command && command->groups && command->groups[i]; i++) {
    g_assert (n < LB_MAX_TABLES - 2);
    ret_tables[n++] = command->groups[i]->options;
  }
  ret_tables[n++] = lb_global_options;
  ret_tables[n] = NULL;
}

void
lb_append_quoted (GString *out, const char *text, const char *special)
{
  for (; *text; text++) {
    if (*text == '\'')
      g_string_append (out, "'\\'");
    else if (strchr (special, *text))
      g_string_append_c (out, '\\');
    g_string_append_c (out, *text);
  }
}

/* ---- bash ---- */

/* "-m|--message" or "-m --message" by @between. */
static void
append_names (GString *out, const LbOption *option, const char *between)
{
  if (option->letter)
    g_string_append_printf (out, "-%c", option->letter);
  if (option->letter && option->name)
    g_string_append (out, between);
  if (option->name)
    g_string_append_printf (out, "--%s", option->name);
}

static void
append_words (GString *out, const char *const *words)
{
  for (guint i = 0; words[i]; i++)
    g_string_append_printf (out, "%s%s", i ? " " : "", words[i]);
}

/* What follows an option or stands as positional: the line that fills COMPREPLY. */
static void
append_action (GString *out, LbComplete complete, const char *const *choices)
{
  const char *kind = lb_complete_kind (complete);

  if (kind)
    g_string_append_printf (out, "_limbeck_ask %s", kind);
  else if (complete == LB_COMPLETE_FILE)
    g_string_append (out, "COMPREPLY=($(compgen -f -- \"$cur\"))");
  else if (complete == LB_COMPLETE_DIRECTORY)
    g_string_append (out, "COMPREPLY=($(compgen -d -- \"$cur\"))");
  else if (choices) {
    g_string_append (out, "_limbeck_words '");
    append_words (out, choices);
    g_string_append (out, "'");
  } else
    g_string_append (out, ":");
}

/* Whether a command's flag has the letter of a global option that takes a value: current -c. */
static gboolean
hides_global (const LbOption *flag)
{
  for (const LbOption *option = lb_global_options; option->name || option->letter; option++)
    if (option->kind != LB_OPTION_FLAG && option->letter && option->letter == flag->letter)
      return TRUE;
  return FALSE;
}

static void
append_values (GString *out, const char *command, const LbOption *options)
{
  for (const LbOption *option = options; option->name || option->letter; option++) {
    if (option->kind == LB_OPTION_FLAG && !hides_global (option))
      continue;
    g_string_append (out, "    ");
    if (option->letter)
      g_string_append_printf (out, "%s:-%c%s", command, option->letter, option->name ? "|" : "");
    if (option->name)
      g_string_append_printf (out, "%s:--%s", command, option->name);
    g_string_append (out, ") ");
    if (option->kind == LB_OPTION_FLAG) {
      g_string_append (out, ";;\n");
      continue;
    }
    append_action (out, option->complete, option->choices);
    g_string_append (out, "; return ;;\n");
  }
}

static void
append_global_takers (GString *out, const char *before)
{
  const char *bar = before;

  for (const LbOption *option = lb_global_options; option->name || option->letter; option++)
    if (option->kind != LB_OPTION_FLAG) {
      g_string_append (out, bar);
      append_names (out, option, "|");
      bar = "|";
    }
}

static void
append_option_words (GString *out, const LbCommand *command)
{
  const LbOption *tables[LB_MAX_TABLES];

  lb_option_tables (command, tables);
  for (guint i = 0; tables[i]; i++)
    for (const LbOption *option = tables[i]; option->name || option->letter; option++) {
      append_names (out, option, " ");
      g_string_append_c (out, ' ');
    }
}

static void
append_bash_commands (GString *out)
{
  g_string_append (out, "  case $command in\n");
  for (const LbCommand *const *command = lb_commands (); *command; command++) {
    if ((*command)->hidden)
      continue;
    g_string_append_printf (out, "    %s)\n      if [[ $cur == -* ]]; then _limbeck_words '", (*command)->name);
    append_option_words (out, *command);
    g_string_append (out, "'; else ");
    append_action (out, (*command)->positional.complete, (*command)->positional.choices);
    g_string_append (out, "; fi ;;\n");
  }
  g_string_append (out, "    '')\n      if [[ $cur == -* ]]; then _limbeck_words '");
  append_option_words (out, NULL);
  g_string_append (out, "'; else _limbeck_ask commands; fi ;;\n  esac\n");
}

void
lb_completion_bash (GString *out, const char *also)
{
  g_string_append (out,
                   "# bash completion for limbeck; made by: limbeck completion bash\n"
                   "_limbeck_words () { COMPREPLY=($(compgen -W \"$1\" -- \"$cur\")); }\n"
                   "_limbeck_ask ()\n{\n"
                   "  _limbeck_words \"$(\"${COMP_WORDS[0]}\" \"${config[@]}\" __complete \"$1\" 2>/dev/null |\n"
                   "    cut -f1)\"\n}\n"
                   "_limbeck ()\n{\n"
                   "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= i word\n"
                   "  local -a config=()\n"
                   "  COMPREPLY=()\n" /* for bash, --name=value is three words */
                   "  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
                   "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
                   "    word=${COMP_WORDS[i]}\n"
                   "    case $word in\n"
                   "      -c|--config|-n|--name) config+=(\"$word\" \"${COMP_WORDS[i+1]}\"); ((i++)) ;;\n      ");
  append_global_takers (out, "");
  g_string_append (out, ") ((i++)) ;;\n"
                        "      -*) ;;\n"
                        "      *) command=$word; break ;;\n"
                        "    esac\n  done\n"
                        "  case $command:$prev in\n");
  for (const LbCommand *const *command = lb_commands (); *command; command++) {
    const LbOption *tables[LB_MAX_TABLES];

    lb_option_tables (*command, tables);
    for (guint i = 0; !(*command)->hidden && tables[i] && tables[i] != lb_global_options; i++)
      append_values (out, (*command)->name, tables[i]);
  }
  append_values (out, "*", lb_global_options);
  g_string_append (out, "  esac\n");
  append_bash_commands (out);
  g_string_append_printf (out, "}\ncomplete -F _limbeck limbeck%s%s\n", also ? " " : "", also ? also : "");
}
