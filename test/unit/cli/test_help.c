/* The tables that help, manual and completions are made of: complete, and in one style. */
#include "cli/completion.h"
#include "cli/help.h"

#include <string.h>

static void
check_sentence (const char *where, const char *text)
{
  g_test_message ("%s: %s", where, text);
  g_assert_nonnull (text);
  g_assert_true (*text && !g_str_has_suffix (text, "."));
  g_assert_false (g_ascii_isupper (text[0]) && !g_ascii_isupper (text[1]));
}

static void
check_option (const LbCommand *command, const LbOption *option)
{
  g_autofree char *spelling = lb_option_spelling (option);

  check_sentence (spelling, option->help);
  g_assert_cmpint (option->kind == LB_OPTION_FLAG, ==, option->argument == NULL);
  g_assert_cmpint (option->complete == LB_COMPLETE_CHOICE, ==, option->choices != NULL);
  if (option->setting)
    g_assert_cmpint (option->kind, ==, LB_OPTION_VALUE);
}

/* No two options of a command under one name or letter, and none of the groups hides a global one by accident. */
static void
test_tables (void)
{
  for (const LbCommand *const *at = lb_commands (); *at; at++) {
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    const LbOption *tables[LB_MAX_TABLES];

    check_sentence ((*at)->name, (*at)->summary);
    g_assert_nonnull ((*at)->run);
    if ((*at)->positional.name) {
      check_sentence ((*at)->name, (*at)->positional.help);
      g_assert_cmpuint ((*at)->positional.max, >=, (*at)->positional.min);
    }
    lb_option_tables (*at, tables);
    for (guint i = 0; tables[i] && tables[i] != lb_global_options; i++)
      for (const LbOption *option = tables[i]; option->name || option->letter; option++) {
        check_option (*at, option);
        if (option->name)
          g_assert_true (g_hash_table_add (seen, g_strdup (option->name)));
        if (option->letter)
          g_assert_true (g_hash_table_add (seen, g_strdup_printf ("-%c", option->letter)));
      }
  }
  for (const LbOption *option = lb_global_options; option->name || option->letter; option++)
    check_option (NULL, option);
}

/* Every option of every command is named in its help, its manual page and each completion script. */
static void
test_everywhere (void)
{
  GString *scripts[3] = { g_string_new (NULL), g_string_new (NULL), g_string_new (NULL) };

  for (guint i = 0; lb_completion_shells[i]; i++)
    g_assert_true (lb_completion (scripts[i], lb_completion_shells[i], "limbeck"));
  g_assert_false (lb_completion (scripts[0], "tcsh", "limbeck"));
  for (const LbCommand *const *at = lb_commands (); *at; at++) {
    g_autoptr (GString) help = g_string_new (NULL);
    g_autoptr (GString) manual = g_string_new (NULL);
    const LbOption *tables[LB_MAX_TABLES];

    if ((*at)->hidden)
      continue;
    lb_help (help, "limbeck", *at, 80, FALSE);
    lb_manual (manual, *at);
    lb_option_tables (*at, tables);
    for (guint i = 0; tables[i] && tables[i] != lb_global_options; i++)
      for (const LbOption *option = tables[i]; option->name; option++) {
        g_auto (GStrv)
          words = g_strsplit (option->name, "-", -1);
        g_autofree char *escaped = g_strjoinv ("\\-", words);

        g_assert_nonnull (strstr (help->str, option->name));
        g_assert_nonnull (strstr (manual->str, escaped));
        for (guint j = 0; j < G_N_ELEMENTS (scripts); j++)
          g_assert_nonnull (strstr (scripts[j]->str, option->name));
      }
  }
  for (guint j = 0; j < G_N_ELEMENTS (scripts); j++)
    g_string_free (scripts[j], TRUE);
}

static void
test_wrap (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  lb_help_wrap (text, "one two  three\nfour fivesixseveneight", 2, 4, 12);
  g_assert_cmpstr (text->str, ==, "one two\n    three\n    four\n    fivesixseveneight\n");
}

static void
test_width (void)
{
  g_autoptr (GString) help = g_string_new (NULL);
  g_auto (GStrv)
    lines = NULL;

  lb_help (help, "limbeck", NULL, 80, FALSE);
  lines = g_strsplit (help->str, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    g_assert_cmpuint (strlen (lines[i]), <=, 80);
}

/* Called as alembic, the first line is what scripts look for, and both names are told. */
static void
test_names (void)
{
  g_autoptr (GString) version = g_string_new (NULL);
  g_autoptr (GString) help = g_string_new (NULL);

  lb_version_text (version, "alembic");
  g_assert_true (g_str_has_prefix (version->str, "alembic 1.19"));
  g_assert_nonnull (strstr (version->str, "limbeck"));
  lb_help (help, "alembic", NULL, 80, FALSE);
  g_assert_true (g_str_has_prefix (help->str, "usage: alembic "));
  g_assert_nonnull (strstr (help->str, "limbeck"));
  g_string_truncate (version, 0);
  lb_version_text (version, "limbeck");
  g_assert_cmpstr (version->str, ==, "limbeck " LB_VERSION "\n");
}

static void
test_manual_text (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv)
    lines = NULL;

  for (const LbCommand *const *at = lb_commands (); *at; at++)
    lb_manual (text, *at);
  lb_manual (text, NULL);
  lines = g_strsplit (text->str, "\n", -1);
  /* a quote at the start of a line would be a request; empty lines are paragraphs that nobody asked for */
  for (guint i = 0; lines[i + 1]; i++) {
    g_assert_cmpint (lines[i][0], !=, '\'');
    g_assert_cmpint (lines[i][0], !=, '\0');
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/help/tables", test_tables);
  g_test_add_func ("/help/everywhere", test_everywhere);
  g_test_add_func ("/help/wrap", test_wrap);
  g_test_add_func ("/help/width", test_width);
  g_test_add_func ("/help/names", test_names);
  g_test_add_func ("/help/manual_text", test_manual_text);
  return g_test_run ();
}
