#include "new_file.h"
#include "revision_text.h"

typedef struct {
  LbCli *cli;
  LbOutput *out;
  gboolean silent;    /* --json: no status lines */
  gboolean under_way; /* a status line waits for its end */
} Announcing;

static void
end_status (Announcing *announcing, gboolean done)
{
  if (announcing->under_way)
    lb_output_status_end (announcing->out, done);
  announcing->under_way = FALSE;
}

/* "Running post write hook 'black' ..." on its own line, because the hook may print. */
static void
announce_hook (const char *name, gboolean done, gpointer data)
{
  Announcing *announcing = data;

  if (announcing->silent)
    return;
  if (done) {
    end_status (announcing, TRUE);
    return;
  }
  announcing->under_way = TRUE;
  g_autofree char *text = g_strdup_printf ("Running post write hook '%s'", name);
  lb_output_status_begin (announcing->out, text, TRUE);
}

/* What the new file says of itself: the id may have been drawn, the parents resolved. */
static gboolean
print_json (LbCli *cli, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;
  g_autoptr (LbHeader) header = NULL;
  json_t *object;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  header = lb_header_read (lb_script_format (path), path, text, length, FALSE, error);
  if (!header)
    return FALSE;
  object = json_object ();
  json_object_set_new (object, "revision", json_string (header->id));
  json_object_set_new (object, "down_revision", lb_strings_json ((const char *const *) header->down));
  json_object_set_new (object, "depends_on", lb_strings_json ((const char *const *) header->depends));
  json_object_set_new (object, "branch_labels", lb_strings_json ((const char *const *) header->labels));
  json_object_set_new (object, "message", json_string (header->message ? header->message : ""));
  json_object_set_new (object, "path", json_string (path));
  lb_output_json (cli->out, object);
  return TRUE;
}

/* One that env.py has registered, where env.py has run. */
static gboolean
run_other_hook (const char *type, const char *path, GHashTable *options, gboolean *ret_known, gpointer data,
                GError **error)
{
  const Announcing *announcing = data;

  *ret_known = FALSE;
  return !announcing->cli->engine
         || lb_engine_run_hook (announcing->cli->engine, type, path, options, ret_known, error);
}

gboolean
lb_write_revision (LbCli *cli, const LbNewRevision *revision, GError **error)
{
  gboolean json = lb_args_flag (cli->args, "json");
  Announcing announcing = { cli, cli->out, json, FALSE };
  g_autofree char *path = NULL;

  if (!lb_cli_revision_environment (cli, error) || !lb_generate (cli->scripts, revision, &path, error))
    return FALSE;
  if (json)
    lb_output_claim_stdout (cli->out);
  else
    lb_output_printf (cli->out, "Generating %s ...  done\n", path);
  if (!lb_run_hooks (cli->settings, path, announce_hook, run_other_hook, &announcing, error)) {
    end_status (&announcing, FALSE);
    return FALSE;
  }
  return !json || print_json (cli, path, error);
}
