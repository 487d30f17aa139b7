#include "help.h"
#include "exit.h"

#include <string.h>

enum {
  NAMES_COLUMN = 2,
  HELP_COLUMN = 28, /* where the explanations start */
  MIN_WIDTH = 60
};

/* The version of Alembic whose commands, files and output this program takes over. Scripts look at it. */
#define ALEMBIC_VERSION "1.19.2"

const char lb_help_about[] = "Schema migrations for PostgreSQL and SQLite, written as SQL or as Alembic revisions. It "
                             "reads the configuration, the revision files and the version table of Alembic.";

void
lb_version_text (GString *text, const char *program)
{
  if (strcmp (program, "alembic") == 0)
    g_string_append (text, "alembic " ALEMBIC_VERSION " (limbeck " LB_VERSION ")\n");
  else
    g_string_append (text, "limbeck " LB_VERSION "\n");
}

void
lb_help_wrap (GString *out, const char *text, guint column, guint indent, guint width)
{
  gboolean first = TRUE;

  while (*text) {
    gsize length = strcspn (text, " \n");
    guint columns = lb_text_columns (text, (gssize) length);

    if (!first && column + 1 + columns > width) {
      g_string_append_printf (out, "\n%*s", (int) indent, "");
      column = indent;
    } else if (!first) {
      g_string_append_c (out, ' ');
      column++;
    }
    g_string_append_len (out, text, (gssize) length);
    column += columns;
    first = FALSE;
    text += length;
    text += strspn (text, " \n");
  }
  g_string_append_c (out, '\n');
}

char *
lb_positional_usage (const LbPositional *positional)
{
  g_autofree char *name = positional->name ? g_ascii_strup (positional->name, -1) : NULL;
  const char *more = positional->max > 1 ? "..." : "";

  if (!name)
    return g_strdup ("");
  return g_strdup_printf (positional->min ? " %s%s" : " [%s%s]", name, more);
}

void
lb_help_usage (GString *text, const char *program, const LbCommand *command)
{
  g_autofree char *positional = command ? lb_positional_usage (&command->positional) : NULL;

  if (command)
    g_string_append_printf (text, "usage: %s %s [options]%s\n", program, command->name, positional);
  else
    g_string_append_printf (text, "usage: %s [options] COMMAND [arguments]\n", program);
}

static void
append_heading (GString *text, const char *heading, gboolean color)
{
  g_string_append_printf (text, "\n%s%s:%s\n", lb_style_on (LB_STYLE_HEADING, color), heading,
                          lb_style_off (LB_STYLE_HEADING, color));
}

/* "  names      explanation", the explanation on a line of its own where the names are long. */
static void
append_entry (GString *text, const char *names, const char *help, guint width)
{
  guint used = NAMES_COLUMN + lb_text_columns (names, -1);

  g_string_append_printf (text, "%*s%s", NAMES_COLUMN, "", names);
  if (used + 2 > HELP_COLUMN)
    g_string_append_printf (text, "\n%*s", HELP_COLUMN, "");
  else
    g_string_append_printf (text, "%*s", (int) (HELP_COLUMN - used), "");
  lb_help_wrap (text, help, HELP_COLUMN, HELP_COLUMN, width);
}

static void
append_options (GString *text, const LbOption *options, guint width)
{
  for (const LbOption *option = options; option->name || option->letter; option++) {
    g_autofree char *letter = option->letter ? g_strdup_printf ("-%c", option->letter) : g_strdup ("    ");
    g_autofree char *names = g_strdup_printf ("%s%s%s%s%s%s", letter, option->letter && option->name ? ", " : "",
                                              option->name ? "--" : "", option->name ? option->name : "",
                                              option->argument ? " " : "", option->argument ? option->argument : "");

    append_entry (text, names, option->help, width);
  }
}

void
lb_help_statuses (GString *text, guint width)
{
  for (const LbExitStatus *status = lb_exit_statuses; status->meaning; status++) {
    g_autofree char *number = g_strdup_printf ("%d", status->status);

    g_string_append_printf (text, "  %3s  ", number);
    lb_help_wrap (text, status->meaning, 7, 7, width);
  }
}

static void
append_examples (GString *text, const char *program, const LbExample *examples, guint width)
{
  for (const LbExample *example = examples; example->command; example++) {
    g_string_append_printf (text, "  %s %s\n      ", program, example->command);
    lb_help_wrap (text, example->text, 6, 6, width);
  }
}

static const LbExample program_examples[] = {
  { "init --template sql migrations", "start a project whose revisions are SQL files" },
  { "revision -m 'create account table'", "write a new revision file" },
  { "upgrade head --dry-run", "show what would run" },
  { "upgrade head", "bring the database to the newest revision" },
  { "history --graph", "draw the revisions" },
  { NULL },
};

static void
append_program (GString *text, const char *program, guint width, gboolean color)
{
  g_string_append_c (text, '\n');
  lb_help_wrap (text, lb_help_about, 0, 0, width);
  if (strcmp (program, "alembic") == 0)
    g_string_append (text, "This is limbeck " LB_VERSION ", standing in for alembic " ALEMBIC_VERSION ".\n");
  append_heading (text, "commands", color);
  for (const LbCommand *const *command = lb_commands (); *command; command++)
    if (!(*command)->hidden)
      append_entry (text, (*command)->name, (*command)->summary, width);
  append_heading (text, "options, before or behind the command", color);
  append_options (text, lb_global_options, width);
  append_heading (text, "examples", color);
  append_examples (text, program, program_examples, width);
  append_heading (text, "exit status", color);
  lb_help_statuses (text, width);
  g_string_append_printf (text, "\n'%s help COMMAND' tells about a command.\n", program);
}

/* Paragraphs are divided by empty lines. */
static void
append_paragraphs (GString *text, const char *paragraphs, guint width)
{
  g_auto (GStrv)
    parts = g_strsplit (paragraphs, "\n\n", -1);

  for (guint i = 0; parts[i]; i++) {
    g_string_append_c (text, '\n');
    lb_help_wrap (text, parts[i], 0, 0, width);
  }
}

static void
append_indented (GString *text, const char *paragraph, guint width)
{
  g_string_append (text, "  ");
  lb_help_wrap (text, paragraph, NAMES_COLUMN, NAMES_COLUMN, width);
}

static void
append_command (GString *text, const char *program, const LbCommand *command, guint width, gboolean color)
{
  append_paragraphs (text, command->description ? command->description : command->summary, width);
  if (command->positional.name) {
    g_autofree char *name = g_ascii_strup (command->positional.name, -1);

    append_heading (text, "arguments", color);
    append_entry (text, name, command->positional.help, width);
  }
  if (command->options) {
    append_heading (text, "options", color);
    append_options (text, command->options, width);
  }
  for (guint i = 0; command->groups && command->groups[i]; i++) {
    append_heading (text, command->groups[i]->title, color);
    append_options (text, command->groups[i]->options, width);
  }
  if (command->json) {
    append_heading (text, "--json prints", color);
    append_indented (text, command->json, width);
  }
  if (command->examples) {
    append_heading (text, "examples", color);
    append_examples (text, program, command->examples, width);
  }
  g_string_append_printf (text, "\n'%s --help' tells the options that every command takes.\n", program);
}

void
lb_help (GString *text, const char *program, const LbCommand *command, guint width, gboolean color)
{
  width = MAX (width, MIN_WIDTH);
  lb_help_usage (text, program, command);
  if (command)
    append_command (text, program, command, width, color);
  else
    append_program (text, program, width, color);
}
