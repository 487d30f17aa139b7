#include "help.h"
#include "exit.h"

#include <string.h>

/* Text for roff: no line may start as a request, no backslash or dash may be taken for something else. */
static void
append_text (GString *out, const char *text)
{
  gboolean at_start = !out->len || out->str[out->len - 1] == '\n';

  for (; *text; text++) {
    if (at_start && (*text == '.' || *text == '\''))
      g_string_append (out, "\\&");
    at_start = *text == '\n';
    switch (*text) {
      case '\\':
        g_string_append (out, "\\e");
        break;
      case '-':
        g_string_append (out, "\\-");
        break;
      case '\'':
        g_string_append (out, "\\(aq");
        break;
      default:
        g_string_append_c (out, *text);
    }
  }
}

static void
append_line (GString *out, const char *text)
{
  append_text (out, text);
  g_string_append_c (out, '\n');
}

static void
append_macro (GString *out, const char *macro, const char *text)
{
  g_string_append_printf (out, ".%s ", macro);
  append_line (out, text);
}

static void
append_paragraphs (GString *out, const char *paragraphs)
{
  g_auto (GStrv)
    parts = g_strsplit (paragraphs, "\n\n", -1);

  for (guint i = 0; parts[i]; i++) {
    if (i)
      g_string_append (out, ".PP\n");
    append_line (out, parts[i]);
  }
}

static void
append_option (GString *out, const LbOption *option)
{
  g_string_append (out, ".TP\n");
  if (option->letter)
    g_string_append_printf (out, "\\fB\\-%c\\fR", option->letter);
  if (option->letter && option->name)
    g_string_append (out, ", ");
  if (option->name) {
    g_string_append (out, "\\fB\\-\\-");
    append_text (out, option->name);
    g_string_append (out, "\\fR");
  }
  if (option->argument)
    g_string_append_printf (out, " \\fI%s\\fR", option->argument);
  g_string_append_c (out, '\n');
  append_line (out, option->help);
}

static void
append_options (GString *out, const LbOption *options)
{
  for (const LbOption *option = options; option->name || option->letter; option++)
    append_option (out, option);
}

static void
append_examples (GString *out, const LbExample *examples)
{
  for (const LbExample *example = examples; example->command; example++) {
    g_string_append (out, ".TP\n\\fBlimbeck ");
    append_text (out, example->command);
    g_string_append (out, "\\fR\n");
    append_line (out, example->text);
  }
}

static void
append_statuses (GString *out)
{
  g_string_append (out, ".SH EXIT STATUS\n");
  for (const LbExitStatus *status = lb_exit_statuses; status->meaning; status++) {
    g_string_append_printf (out, ".TP\n\\fB%d\\fR\n", status->status);
    append_line (out, status->meaning);
  }
}

static void
append_program (GString *out)
{
  g_string_append (out, ".TH LIMBECK 1 \"\" \"limbeck " LB_VERSION "\" \"Limbeck manual\"\n"
                        ".SH NAME\nlimbeck \\- schema migrations\n"
                        ".SH SYNOPSIS\n\\fBlimbeck\\fR [\\fIoptions\\fR] \\fICOMMAND\\fR [\\fIarguments\\fR]\n"
                        ".SH DESCRIPTION\n");
  append_line (out, lb_help_about);
  g_string_append (out, ".SH COMMANDS\n");
  for (const LbCommand *const *command = lb_commands (); *command; command++) {
    if ((*command)->hidden)
      continue;
    g_string_append (out, ".TP\n\\fBlimbeck\\-");
    append_text (out, (*command)->name);
    g_string_append (out, "\\fR(1)\n");
    append_line (out, (*command)->summary);
  }
  g_string_append (out, ".SH OPTIONS\nThey stand before the command, or behind it where the command has no such "
                        "option of its own. Long options may be cut to a unique prefix.\n");
  append_options (out, lb_global_options);
  append_statuses (out);
}

static void
append_command (GString *out, const LbCommand *command)
{
  g_autofree char *upper = g_ascii_strup (command->name, -1);
  g_autofree char *positional = lb_positional_usage (&command->positional);

  g_string_append_printf (out, ".TH LIMBECK\\-%s 1 \"\" \"limbeck " LB_VERSION "\" \"Limbeck manual\"\n.SH NAME\n",
                          upper);
  g_string_append_printf (out, "limbeck\\-%s \\- ", command->name);
  append_line (out, command->summary);
  g_string_append_printf (out, ".SH SYNOPSIS\n\\fBlimbeck %s\\fR [\\fIoptions\\fR]\\fI%s\\fR\n.SH DESCRIPTION\n",
                          command->name, positional);
  append_paragraphs (out, command->description ? command->description : command->summary);
  g_string_append (out, ".SH OPTIONS\n");
  if (command->positional.name) {
    g_autofree char *name = g_ascii_strup (command->positional.name, -1);

    g_string_append_printf (out, ".TP\n\\fI%s\\fR\n", name);
    append_line (out, command->positional.help);
  }
  if (command->options)
    append_options (out, command->options);
  for (guint i = 0; command->groups && command->groups[i]; i++) {
    append_macro (out, "SS", command->groups[i]->title);
    append_options (out, command->groups[i]->options);
  }
  if (command->json) {
    g_string_append (out, ".SH JSON\n");
    append_line (out, command->json);
  }
  if (command->examples) {
    g_string_append (out, ".SH EXAMPLES\n");
    append_examples (out, command->examples);
  }
  append_statuses (out);
  g_string_append (out, ".SH SEE ALSO\n\\fBlimbeck\\fR(1)\n");
}

void
lb_manual (GString *text, const LbCommand *command)
{
  if (command)
    append_command (text, command);
  else
    append_program (text);
}
