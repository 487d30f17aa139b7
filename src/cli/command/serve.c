#include "cli/serve.h"

#include "engine/service.h"
#include "host/process.h"

#include <stdlib.h>
#include <string.h>

/* The words of the command line, after those that say which configuration is meant. */
static const char **
read_argv (const json_t *message)
{
  const json_t *config = json_object_get (message, "config");
  const json_t *words = json_object_get (message, "argv");
  const char *file = json_string_value (json_object_get (config, "file"));
  const char *toml = json_string_value (json_object_get (config, "toml"));
  const char *section = json_string_value (json_object_get (config, "section"));
  GPtrArray *argv = g_ptr_array_new ();

  if (json_is_object (config)) {
    /* a configuration without a file must not pick up one that happens to lie about */
    g_ptr_array_add (argv, (gpointer) "-c");
    g_ptr_array_add (argv, (gpointer) (file ? file : "/dev/null"));
  }
  if (toml) {
    g_ptr_array_add (argv, (gpointer) "-c");
    g_ptr_array_add (argv, (gpointer) toml);
  }
  if (section) {
    g_ptr_array_add (argv, (gpointer) "-n");
    g_ptr_array_add (argv, (gpointer) section);
  }
  for (gsize i = 0; i < json_array_size (words); i++)
    if (json_is_string (json_array_get (words, i)))
      g_ptr_array_add (argv, (gpointer) json_string_value (json_array_get (words, i)));
  g_ptr_array_add (argv, NULL);
  return (const char **) g_ptr_array_free (argv, FALSE);
}

static char *
answer_command (LbService *service, const json_t *message, gpointer data, GError **error)
{
  g_autofree const char **argv = read_argv (message);
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) failure = NULL;
  json_t *overrides = json_object_get (json_object_get (message, "config"), "options");
  int status = lb_cli_run_for (service, argv, overrides, output, &failure);
  json_t *answer = json_object ();
  char *text, *copy;

  json_object_set_new (answer, "status", json_integer (status));
  json_object_set_new (answer, "output", json_stringn (output->str, output->len));
  json_object_set_new (answer, "error", failure ? lb_error_to_json (failure) : json_null ());
  text = json_dumps (answer, JSON_COMPACT);
  copy = g_strdup (text);
  free (text);
  json_decref (answer);
  return copy;
}

static gboolean
run (LbCli *cli, GError **error)
{
  const char *fd = g_getenv (LB_HOST_FD_VARIABLE);
  g_autoptr (LbService) service = NULL;

  if (!fd || !*fd) {
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "nobody is there to be served: " LB_HOST_FD_VARIABLE " is not set");
    if (error)
      lb_error_set_hint (*error, "Programs start this command for themselves; doc/script-host.md says how.");
    return FALSE;
  }
  service = lb_service_new ();
  lb_service_set_log (service, cli->log);
  return lb_service_serve (service, (int) g_ascii_strtoll (fd, NULL, 10), answer_command, NULL, error);
}

const LbCommand lb_command_serve = {
  .name = "serve",
  .summary = "serve a program that runs revision scripts itself",
  .needs = LB_NEEDS_NOTHING,
  .hidden = TRUE,
  .extra = TRUE,
  .run = run,
};
