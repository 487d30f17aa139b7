/* Post-write hooks: programs that a new revision file is given to. */
#include "generate.h"

#include "shell_words.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#define FILENAME_TOKEN "REVISION_SCRIPT_FILENAME"

/* One hook about to run. */
typedef struct {
  const LbSettings *settings;
  const LbHook *hook;
  const char *path;
  GPtrArray *argv; /* char * */
} Run;

static const char *
option (const Run *run, const char *name)
{
  return g_hash_table_lookup (run->hook->options, name);
}

static const char *
required_option (const Run *run, const char *name, GError **error)
{
  const char *value = option (run, name);

  if (!value)
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "Key %s.%s is required for post write hook '%s'", run->hook->name,
                 name, run->hook->name);
  return value;
}

static void
add_argument (Run *run, const char *text)
{
  g_ptr_array_add (run->argv, g_strdup (text));
}

/* The interpreter: the project's, the active environment's, or what PATH has. */
static char *
find_python (const Run *run, GError **error)
{
  GError *local = NULL;
  char *set = lb_settings_string (run->settings, LB_SETTING_PYTHON, &local);
  const char *venv = g_getenv ("VIRTUAL_ENV");

  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  if (set && *set)
    return set;
  g_free (set);
  if (venv && *venv) {
    g_autofree char *python = g_build_filename (venv, "bin", "python", NULL);

    if (g_file_test (python, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&python);
  }
  return g_strdup ("python3");
}

/* Ask Python something; its answer on stdout, without blanks around it. *ret_ok: it exited with 0. */
static char *
ask_python (const char *python, const char *program, const char *argument, gboolean *ret_ok, GError **error)
{
  const char *argv[] = { python, "-c", program, argument, NULL };
  g_autoptr (GError) local = NULL;
  char *answer = NULL;
  int status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &answer, NULL, &status, &local)) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "cannot run '%s' for a post write hook: %s", python, local->message);
    if (error)
      lb_error_set_hint (*error, "Set python in section [limbeck], or use a hook of type exec.");
    return NULL;
  }
  *ret_ok = status == 0;
  return g_strstrip (answer);
}

/* Where a console script begins, "module:attribute", is known to Python's package data only. */
static gboolean
prepare_console_script (Run *run, GError **error)
{
  static const char find[] = "import sys\n"
                             "from importlib import metadata\n"
                             "found = metadata.entry_points()\n"
                             "found = found.select(group='console_scripts') if hasattr(found, 'select') "
                             "else found.get('console_scripts', ())\n"
                             "for entry in found:\n"
                             "    if entry.name == sys.argv[1]:\n"
                             "        print(entry.value.split('[')[0])\n"
                             "        break\n"
                             "else:\n"
                             "    sys.exit(1)\n";
  const char *entrypoint = required_option (run, "entrypoint", error);
  g_autofree char *python = entrypoint ? find_python (run, error) : NULL;
  g_autofree char *answer = NULL;
  g_auto (GStrv)
    parts = NULL;
  gboolean found;

  if (!python || !(answer = ask_python (python, find, entrypoint, &found, error)))
    return FALSE;
  parts = g_strsplit (answer, ":", 2);
  if (!found || !parts[0] || !parts[1]) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "Could not find entrypoint console_scripts.%s", entrypoint);
    if (error)
      lb_error_set_hint (*error, "It is not installed for %s; install it there, or use a hook of type exec.", python);
    return FALSE;
  }

  g_autofree char *module = g_strdup (g_strstrip (parts[0]));
  g_autofree char *program = g_strdup_printf ("import %s; %s.%s()", module, module, g_strstrip (parts[1]));
  add_argument (run, python);
  add_argument (run, "-c");
  add_argument (run, program);
  return TRUE;
}

static gboolean
prepare_module (Run *run, GError **error)
{
  static const char find[] = "import importlib.util, sys\n"
                             "sys.exit(importlib.util.find_spec(sys.argv[1]) is None)\n";
  const char *module = required_option (run, "module", error);
  g_autofree char *python = module ? find_python (run, error) : NULL;
  g_autofree char *answer = NULL;
  gboolean found;

  if (!python || !(answer = ask_python (python, find, module, &found, error)))
    return FALSE;
  if (!found) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "Could not find module %s", module);
    if (error)
      lb_error_set_hint (*error, "It is not installed for %s; install it there, or use a hook of type exec.", python);
    return FALSE;
  }
  add_argument (run, python);
  add_argument (run, "-m");
  add_argument (run, module);
  return TRUE;
}

static gboolean
prepare_executable (Run *run, GError **error)
{
  const char *executable = required_option (run, "executable", error);

  if (executable)
    add_argument (run, executable);
  return executable != NULL;
}

/* The words of `options`, with the file's path for the token; it comes first if the token is not there. */
static gboolean
add_options (Run *run, GError **error)
{
  const char *options = option (run, "options");
  g_autofree char *line = NULL;
  guint first = run->argv->len;

  if (!options)
    options = "";
  line = strstr (options, FILENAME_TOKEN) ? g_strdup (options) : g_strconcat (FILENAME_TOKEN " ", options, NULL);
  if (!lb_shell_split (line, run->argv, error)) {
    g_prefix_error (error, "options of post write hook '%s': ", run->hook->name);
    return FALSE;
  }
  for (guint i = first; i < run->argv->len; i++) {
    g_autoptr (GString) word = g_string_new (run->argv->pdata[i]);

    g_string_replace (word, FILENAME_TOKEN, run->path, 0);
    g_free (run->argv->pdata[i]);
    run->argv->pdata[i] = g_strdup (word->str);
  }
  g_ptr_array_add (run->argv, NULL);
  return TRUE;
}

static gboolean
check_status (const Run *run, int status, GError **error)
{
  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return TRUE;
  if (WIFEXITED (status))
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "post write hook '%s' failed with exit status %d", run->hook->name,
                 WEXITSTATUS (status));
  else
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "post write hook '%s' was ended by signal %d", run->hook->name,
                 WTERMSIG (status));
  return FALSE;
}

static gboolean
spawn (const Run *run, GError **error)
{
  g_autoptr (GError) local = NULL;
  int status;

  fflush (NULL); /* what has been printed so far stands before what the hook prints */
  if (!g_spawn_sync (option (run, "cwd"), (char **) run->argv->pdata, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL, &status, &local)) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "post write hook '%s': %s", run->hook->name, local->message);
    return FALSE;
  }
  return check_status (run, status, error);
}

static const struct {
  const char *type;
  gboolean (*prepare) (Run *, GError **);
} types[] = {
  { "exec", prepare_executable },
  { "console_scripts", prepare_console_script },
  { "module", prepare_module },
};

static gboolean
run_hook (Run *run, LbHookOther other, gpointer data, GError **error)
{
  const char *type = option (run, "type");
  gboolean known = FALSE;

  if (!type) {
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG,
                 "Key '%s.type' (or 'type' in toml) is required for post write hook '%s'", run->hook->name,
                 run->hook->name);
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].type, type) == 0)
      return types[i].prepare (run, error) && add_options (run, error) && spawn (run, error);
  if (other && !other (type, run->path, run->hook->options, &known, data, error))
    return FALSE;
  if (known)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "No formatter with name '%s' registered", type);
  if (error)
    lb_error_set_hint (*error, "Types are exec, console_scripts and module, and what env.py registers; it is run for "
                               "that with revision_environment = true.");
  return FALSE;
}

gboolean
lb_run_hooks (const LbSettings *settings, const char *path, LbHookAnnounce announce, LbHookOther other, gpointer data,
              GError **error)
{
  g_autoptr (GPtrArray) hooks = lb_settings_hooks (settings, error);
  gboolean ok = hooks != NULL;

  for (guint i = 0; ok && i < hooks->len; i++) {
    const LbHook *hook = hooks->pdata[i];
    g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
    Run run = { settings, hook, path, argv };

    if (announce)
      announce (hook->name, FALSE, data);
    ok = run_hook (&run, other, data, error);
    if (ok && announce)
      announce (hook->name, TRUE, data);
  }
  if (!ok && error && *error) {
    g_autofree char *outcome = g_strdup_printf ("the revision file %s is written and stays", path);

    lb_error_set_outcome (*error, outcome);
  }
  return ok;
}
