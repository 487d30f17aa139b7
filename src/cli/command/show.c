#include "cli/listing.h"
#include "cli/revision_text.h"
#include "revision/resolve.h"

#include <string.h>

static GPtrArray *
find (LbCli *cli, const char *typed, GError **error)
{
  g_auto (GStrv)
    rows = NULL;

  if (strcmp (typed, "current") != 0)
    return lb_resolve (cli->graph, typed, error);
  rows = lb_current_rows (cli, error);
  return rows ? lb_resolve_rows (cli->graph, (const char *const *) rows, error) : NULL;
}

static gboolean
print_json (LbCli *cli, const GPtrArray *revisions, GError **error)
{
  json_t *array = json_array ();

  for (guint i = 0; i < revisions->len; i++) {
    g_autofree char *doc = lb_scripts_doc (revisions->pdata[i], error);
    json_t *object;

    if (!doc) {
      json_decref (array);
      return FALSE;
    }
    object = lb_revision_json (revisions->pdata[i]);
    g_autofree char *valid = g_utf8_make_valid (doc, -1);
    json_object_set_new (object, "description", json_string (valid));
    json_array_append_new (array, object);
  }
  lb_output_json (cli->out, array);
  return TRUE;
}

static gboolean
run (LbCli *cli, GError **error)
{
  g_autoptr (GPtrArray) revisions = find (cli, lb_args_positionals (cli->args)[0], error);

  if (!revisions)
    return FALSE;
  if (lb_args_flag (cli->args, "json"))
    return print_json (cli, revisions, error);
  for (guint i = 0; i < revisions->len; i++)
    if (!lb_print_revision (cli, revisions->pdata[i], TRUE, 0, error))
      return FALSE;
  return TRUE;
}

static const LbOption options[] = {
  LB_OPTION_JSON,
  { NULL },
};

static const LbOptionGroup *const groups[] = { &lb_group_database, NULL };

const LbCommand lb_command_show = {
  .name = "show",
  .summary = "show a revision",
  .description = "Prints the entry of each revision meant: what it is, its parents, its file and its description. The "
                 "database is asked only for current.",
  .options = options,
  .groups = groups,
  .positional = { "revision", 1, 1, "revision id or its beginning, label, head, heads, current", LB_COMPLETE_REVISION },
  .json = "An array; for each revision " LB_JSON_REVISION " and description",
  .needs = LB_NEEDS_CONFIG | LB_NEEDS_SCRIPTS | LB_NEEDS_GRAPH,
  .run = run,
};
