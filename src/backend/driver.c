#include "backend.h"

#include "util/error.h"
#include "util/paths.h"

#include <dlfcn.h>
#include <string.h>

/* The Debian package of a shared library by Debian's own rule: libpq.so.5 is in libpq5, libsqlite3.so.0 in libsqlite3-0
 * (a dash where the name ends in a digit). NULL if @soname does not look like one. */
static char *
package_of (const char *soname)
{
  const char *so = strstr (soname, ".so.");

  if (!g_str_has_prefix (soname, "lib") || !so)
    return NULL;
  return g_strdup_printf ("%.*s%s%s", (int) (so - soname), soname, g_ascii_isdigit (so[-1]) ? "-" : "", so + 4);
}

/* The loader's message begins with the library that is missing: "libpq.so.5: cannot open shared object file: ...". */
static void
set_load_error (GError **error, const LbDialect *dialect, const char *path, const char *message)
{
  const char *colon = strchr (message, ':');
  g_autofree char *library = colon ? g_strndup (message, (gsize) (colon - message)) : g_strdup ("");
  g_autofree char *package = strstr (message, "cannot open shared object file") ? package_of (library) : NULL;

  g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "the driver for %s cannot be loaded: %s", dialect->syntax->name,
               message);
  if (!error)
    return;
  if (package)
    lb_error_set_hint (*error, "Install the client library %s (Debian: apt-get install %s).", library, package);
  else
    lb_error_set_hint (*error, "Build or install limbeck again: %s does not fit this system.", path);
}

static const LbDriver *
load (const LbDialect *dialect, GError **error)
{
  const char *name = dialect->driver ? dialect->driver : dialect->name;
  g_autofree char *path = g_strdup_printf ("%s/%s.so", lb_path_drivers (), name);
  const LbDriver *driver;
  void *module;

  if (dialect->sql_only) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "limbeck cannot connect to %s", dialect->syntax->name);
    if (error)
      lb_error_set_hint (*error, "With --sql the SQL is written out, to be run by a client of %s.",
                         dialect->syntax->name);
    return NULL;
  }
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "this limbeck has no driver for %s: there is no %s",
                 dialect->syntax->name, path);
    if (error)
      lb_error_set_hint (*error,
                         "Install the package of limbeck that holds it, or build limbeck where the client "
                         "library of %s is.",
                         dialect->syntax->name);
    return NULL;
  }
  /* Lazily: of the two dozen libraries behind libpq few functions are ever called. The modules themselves are linked
   * with -z now, so that one that does not fit this program fails here and not in the middle of a run. */
  module = dlopen (path, RTLD_LAZY | RTLD_LOCAL);
  if (!module) {
    set_load_error (error, dialect, path, dlerror ());
    return NULL;
  }
  driver = dlsym (module, LB_DRIVER_SYMBOL);
  if (!driver || driver->contract != LB_DRIVER_CONTRACT || strcmp (driver->name, name) != 0) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "%s is no driver for %s of this limbeck: %s", path,
                 dialect->syntax->name,
                 !driver                                  ? "it exports no " LB_DRIVER_SYMBOL
                 : driver->contract != LB_DRIVER_CONTRACT ? "it was built for another version"
                                                          : "it serves another database");
    if (error)
      lb_error_set_hint (*error, "Build or install limbeck and its drivers together.");
    dlclose (module);
    return NULL;
  }
  return driver; /* the module stays for the life of the process */
}

const LbDriver *
lb_driver_load (const LbDialect *dialect, GError **error)
{
  static GHashTable *loaded; /* const LbDialect * -> const LbDriver * */
  const LbDriver *driver;

  if (!loaded)
    loaded = g_hash_table_new (NULL, NULL);
  driver = g_hash_table_lookup (loaded, dialect);
  if (!driver) {
    driver = load (dialect, error);
    if (driver)
      g_hash_table_insert (loaded, (gpointer) dialect, (gpointer) driver);
  }
  return driver;
}
