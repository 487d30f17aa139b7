#include "editor.h"
#include "list.h"
#include "util/error.h"

#include <string.h>
#include <sys/wait.h>

static const char *const variables[] = { "EDITOR", "VISUAL" };
static const char *const known[] = { "sensible-editor", "editor", "nano", "vim", "code" };

static char **
single (const char *word)
{
  char **words = g_new0 (char *, 2);

  words[0] = g_strdup (word);
  return words;
}

char **
lb_editor_command (const char *(*lookup) (const char *name), char *(*find) (const char *program))
{
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++) {
    const char *value = lookup (variables[i]);
    g_auto (GStrv)
      words = NULL;

    if (!value || !*value)
      continue;
    /* a path with blanks, as it is: Alembic's rule; then a program with its arguments, which Alembic does not know */
    if (g_file_test (value, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (value, G_FILE_TEST_IS_DIR))
      return single (value);
    if (g_shell_parse_argv (value, NULL, &words, NULL)) {
      g_autofree char *program = find (words[0]);

      if (program)
        return g_steal_pointer (&words);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    g_autofree char *program = find (known[i]);

    if (program)
      return single (known[i]);
  }
  return NULL;
}

static const char *
lookup_environment (const char *name)
{
  return g_getenv (name);
}

static char *
find_program (const char *program)
{
  return g_find_program_in_path (program);
}

gboolean
lb_edit_file (const char *path, GError **error)
{
  g_auto (GStrv)
    words = lb_editor_command (lookup_environment, find_program);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  int status;

  if (!words) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_IO,
                         "Error executing editor (No suitable editor found. Please set the \"EDITOR\" or \"VISUAL\" "
                         "environment variables)");
    return FALSE;
  }
  for (guint i = 0; words[i]; i++)
    g_ptr_array_add (argv, words[i]);
  lb_list_add (argv, path);
  g_ptr_array_add (argv, NULL);
  if (g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL,
                    NULL, NULL, &status, &cause)
      && g_spawn_check_wait_status (status, &cause))
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_IO, "Error executing editor (%s: %s)", words[0], cause->message);
  return FALSE;
}
