#include "cli/editor.h"
#include "cli/listing.h"
#include "revision/resolve.h"

#include <string.h>

static GPtrArray *
find_current (LbCli *cli, GError **error)
{
  g_auto (GStrv)
    rows = lb_current_rows (cli, error);

  if (!rows)
    return NULL;
  if (!rows[0]) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_UNKNOWN_REVISION, "No current revisions");
    return NULL;
  }
  return lb_resolve_rows (cli->graph, (const char *const *) rows, error);
}

static GPtrArray *
find (LbCli *cli, const char *typed, GError **error)
{
  g_autoptr (GPtrArray) revisions = NULL;

  if (strcmp (typed, "current") == 0)
    return find_current (cli, error);
  revisions = lb_resolve (cli->graph, typed, error);
  if (revisions && !revisions->len) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNKNOWN_REVISION, "No revision files indicated by symbol '%s'", typed);
    return NULL;
  }
  return g_steal_pointer (&revisions);
}

static gboolean
run (LbCli *cli, GError **error)
{
  g_autoptr (GPtrArray) revisions = find (cli, lb_args_positionals (cli->args)[0], error);

  if (!revisions)
    return FALSE;
  for (guint i = 0; i < revisions->len; i++)
    if (!lb_edit_file (((const LbRevision *) revisions->pdata[i])->path, error))
      return FALSE;
  return TRUE;
}

static const LbOptionGroup *const groups[] = { &lb_group_database, NULL };

const LbCommand lb_command_edit = {
  .name = "edit",
  .summary = "open a revision file in the editor",
  .description = "Opens the files of the revisions meant, one after the other, with $EDITOR, else $VISUAL, else the "
                 "first of sensible-editor, editor, nano, vim and code that is installed. $EDITOR may have arguments. "
                 "The database is asked only for current.",
  .groups = groups,
  .positional = { "revision", 1, 1, "revision id or its beginning, label, head, current", LB_COMPLETE_REVISION },
  .needs = LB_NEEDS_CONFIG | LB_NEEDS_SCRIPTS | LB_NEEDS_GRAPH,
  .run = run,
};
