/* Where the program's own files are: beside it in the build tree, or below the prefix it was installed to. */
#ifndef LB_UTIL_PATHS_H
#define LB_UTIL_PATHS_H

#include <glib.h>

/* The directory of driver modules, of templates, of the Python modules. LIMBECK_HOME in the environment wins (tests),
 * then the directory of the running program if it holds `drivers/`, then the installed places. Owned by the module. */
const char *lb_path_drivers (void);
const char *lb_path_templates (void);
const char *lb_path_python (void);

#endif
