/* Which editor is opened. */
#include "cli/editor.h"

#include <string.h>

static const char *the_editor;
static const char *the_visual;
static const char *installed; /* names of programs between blanks */

static const char *
lookup (const char *name)
{
  return strcmp (name, "EDITOR") == 0 ? the_editor : the_visual;
}

static char *
find (const char *program)
{
  g_autofree char *word = g_strdup_printf (" %s ", program);

  return strstr (installed, word) ? g_strdup (program) : NULL;
}

static void
test_choice (void)
{
  static const struct {
    const char *editor, *visual, *installed, *expected;
  } cases[] = {
    { "vi", NULL, " vi nano ", "vi" },
    { "code --wait -n", NULL, " code nano ", "code|--wait|-n" },
    { "'my editor' -x", NULL, " nano ", "nano" },
    { "missing", "vi -e", " vi nano ", "vi|-e" },
    { "", NULL, " vim nano ", "nano" },
    { NULL, NULL, " code vim ", "vim" },
    { NULL, NULL, " ed ", NULL },
    { "unbalanced 'quote", NULL, " ed ", NULL },
    { "/bin/sh", NULL, " nano ", "/bin/sh" },
    { "/tmp", NULL, " nano ", "nano" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv)
      words = NULL;
    g_autofree char *got = NULL;

    the_editor = cases[i].editor;
    the_visual = cases[i].visual;
    installed = cases[i].installed;
    words = lb_editor_command (lookup, find);
    got = words ? g_strjoinv ("|", words) : NULL;
    g_assert_cmpstr (got, ==, cases[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/editor/choice", test_choice);
  return g_test_run ();
}
