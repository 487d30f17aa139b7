/* A scratch project on disk, for the tests of what writes files. */
#ifndef LB_TEST_SCRIPT_SCRATCH_H
#define LB_TEST_SCRIPT_SCRATCH_H

#include "config/settings.h"
#include "util/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  char *root;
  char *before; /* the current directory to go back to */
} Scratch;

static inline void
scratch_set_up (Scratch *scratch, gconstpointer data)
{
  g_autofree char *made = g_dir_make_tmp ("limbeck-XXXXXX", NULL);

  scratch->before = g_get_current_dir ();
  g_assert_cmpint (g_chdir (made), ==, 0);
  scratch->root = g_get_current_dir (); /* links resolved */
}

static inline void
scratch_remove (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *below = g_build_filename (path, name, NULL);

    scratch_remove (below);
  }
  g_remove (path);
}

static inline void
scratch_tear_down (Scratch *scratch, gconstpointer data)
{
  g_assert_cmpint (g_chdir (scratch->before), ==, 0);
  scratch_remove (scratch->root);
  g_free (scratch->root);
  g_free (scratch->before);
}

/* Write @text to @name, relative to the root. */
static inline void
scratch_write (const char *name, const char *text)
{
  g_autofree char *dir = g_path_get_dirname (name);

  g_assert_cmpint (g_mkdir_with_parents (dir, 0755), ==, 0);
  g_assert_true (g_file_set_contents (name, text, -1, NULL));
}

static inline char *
scratch_read (const char *name)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (name, &text, NULL, NULL));
  return text;
}

static inline LbSettings *
scratch_settings (gboolean need_config)
{
  LbSettingsRequest request = { .need_config = need_config };
  g_autoptr (GError) error = NULL;
  LbSettings *settings = lb_settings_load (&request, NULL, &error);

  g_assert_no_error (error);
  return settings;
}

/* Names below @directory, sorted, separated by blanks; directories are gone into, hidden files are named too. */
static inline void
scratch_list_into (GPtrArray *names, const char *directory, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (directory, name, NULL);
    g_autofree char *shown = g_strconcat (prefix, name, "/", NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      scratch_list_into (names, path, shown);
    else
      g_ptr_array_add (names, g_strconcat (prefix, name, NULL));
  }
}

static inline gint
scratch_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static inline char *
scratch_list (const char *directory)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  scratch_list_into (names, directory, "");
  g_ptr_array_sort (names, scratch_compare);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

#endif
