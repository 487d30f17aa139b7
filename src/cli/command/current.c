#include "cli/listing.h"
#include "cli/revision_text.h"
#include "revision/resolve.h"

/* A half-applied revision is worth a line whoever asks. */
static void
tell_unfinished (LbCli *cli, const LbUnfinished *unfinished)
{
  const char *kind = unfinished->kind == LB_STEP_DOWNGRADE ? "downgrade" : "upgrade";
  g_autofree char *line = g_strdup_printf ("revision %s is half applied: %u of %u statements of its %s are done; "
                                           "run the %s again to go on from there\n",
                                           unfinished->revision, unfinished->done, unfinished->total, kind, kind);

  lb_output_error (cli->out, line);
}

static json_t *
unfinished_json (const LbUnfinished *unfinished)
{
  json_t *object;

  if (!unfinished)
    return json_null ();
  object = json_object ();
  json_object_set_new (object, "revision", json_string (unfinished->revision));
  json_object_set_new (object, "kind", json_string (unfinished->kind == LB_STEP_DOWNGRADE ? "downgrade" : "upgrade"));
  json_object_set_new (object, "statements_done", json_integer (unfinished->done));
  json_object_set_new (object, "statements", json_integer (unfinished->total));
  json_object_set_new (object, "under_way", unfinished->under_way ? json_string (unfinished->under_way) : json_null ());
  return object;
}

static void
print_json (LbCli *cli, const char *const *rows, const GPtrArray *tips, const LbUnfinished *unfinished)
{
  g_autofree char *url = lb_url_masked (lb_engine_url (cli->engine));
  json_t *document = json_object ();
  json_t *list = json_array ();

  for (guint i = 0; i < tips->len; i++)
    json_array_append_new (list, lb_revision_json (tips->pdata[i]));
  json_object_set_new (document, "url", json_string (url));
  json_object_set_new (document, "rows", lb_strings_json (rows));
  json_object_set_new (document, "current", list);
  json_object_set_new (document, "at_heads", json_boolean (lb_rows_at_heads (cli->graph, rows)));
  json_object_set_new (document, "unfinished", unfinished_json (unfinished));
  lb_output_json (cli->out, document);
}

static gboolean
print_lines (LbCli *cli, const GPtrArray *tips, gboolean verbose, GError **error)
{
  for (guint i = 0; i < tips->len; i++)
    if (!lb_print_revision (cli, tips->pdata[i], verbose, LB_TEXT_TREE, error))
      return FALSE;
  return TRUE;
}

/* --check-heads: the answer to it is the exit status, the lines are only for a database that is there. */
static gboolean
check_heads (LbCli *cli, const char *const *rows, GError **error)
{
  if (!lb_args_flag (cli->args, "check-heads") || lb_rows_at_heads (cli->graph, rows))
    return TRUE;
  g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_AT_HEAD, "Database is not on all head revisions");
  return FALSE;
}

static gboolean
in_environment (LbCli *cli, GError **error)
{
  gboolean verbose = lb_args_flag (cli->args, "verbose");
  gboolean json = lb_args_flag (cli->args, "json");
  g_auto (GStrv)
    rows = lb_current_rows (cli, error);
  const char *const *ids = (const char *const *) rows;
  g_autoptr (LbUnfinished) unfinished = NULL;
  g_autoptr (GPtrArray) tips = NULL;
  GError *local = NULL;

  if (!rows)
    return FALSE;
  unfinished = lb_engine_unfinished (cli->engine, &local);
  if (local) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (unfinished && !json)
    tell_unfinished (cli, unfinished);
  if (verbose && !json) {
    g_autofree char *url = lb_url_masked (lb_engine_url (cli->engine));

    lb_output_printf (cli->out, "Current revision(s) for %s:\n", url);
  }
  if (!json && !check_heads (cli, ids, error))
    return FALSE;
  tips = lb_current_tips (cli->graph, ids, error);
  if (!tips)
    return FALSE;
  if (!json)
    return print_lines (cli, tips, verbose, error);
  print_json (cli, ids, tips, unfinished);
  return check_heads (cli, ids, error);
}

static gboolean
run (LbCli *cli, GError **error)
{
  return lb_cli_in_environment (cli, in_environment, error);
}

static const LbOption options[] = {
  { "check-heads", 'c', .help = "fail with status 9 unless every head is applied" },
  LB_OPTION_VERBOSE,
  LB_OPTION_JSON,
  { NULL },
};

static const LbOptionGroup *const groups[] = { &lb_group_database, NULL };

static const LbExample examples[] = {
  { "current --check-heads -q", "in a deployment: is the database up to date?" },
  { NULL },
};

const LbCommand lb_command_current = {
  .name = "current",
  .summary = "show where the database is",
  .description = "Prints the revisions that the version table holds, and those that they imply by a dependency. "
                 "Nothing is printed for a database without revisions. The version table is never created.",
  .options = options,
  .groups = groups,
  .json = "An object: url (password masked), rows (ids in the version table), current (an array of the revisions that "
          "are printed), at_heads, unfinished (null, or the half-applied revision: revision, kind, statements_done, "
          "statements, under_way). A revision is " LB_JSON_REVISION,
  .examples = examples,
  .needs = LB_NEEDS_CONFIG | LB_NEEDS_SCRIPTS | LB_NEEDS_GRAPH,
  .run = run,
};
