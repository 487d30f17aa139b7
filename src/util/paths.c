#include "paths.h"

#include <unistd.h>

/* The directory that holds drivers/ and templates/ when the program runs in place; NULL when it is installed.
 */
static const char *
home (void)
{
  static char *found;
  static gsize looked;

  if (g_once_init_enter (&looked)) {
    const char *given = g_getenv ("LIMBECK_HOME");

    if (given && *given) {
      found = g_strdup (given);
    } else {
      g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
      g_autofree char *dir = self ? g_path_get_dirname (self) : NULL;
      g_autofree char *drivers = dir ? g_build_filename (dir, "drivers", NULL) : NULL;

      if (drivers && g_file_test (drivers, G_FILE_TEST_IS_DIR))
        found = g_steal_pointer (&dir);
    }
    g_once_init_leave (&looked, 1);
  }
  return found;
}

static const char *
place (char **cache, const char *name, const char *installed)
{
  if (!*cache)
    *cache = home () ? g_build_filename (home (), name, NULL) : g_build_filename (installed, name, NULL);
  return *cache;
}

const char *
lb_path_drivers (void)
{
  static char *path;

  return place (&path, "drivers", LB_LIBDIR);
}

const char *
lb_path_templates (void)
{
  static char *path;

  return place (&path, "templates", LB_DATADIR);
}

const char *
lb_path_python (void)
{
  static char *path;

  return place (&path, "python", LB_DATADIR);
}
