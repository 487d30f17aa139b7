#include "listing.h"
#include "revision_text.h"

gboolean
lb_print_revision (LbCli *cli, const LbRevision *revision, gboolean verbose, guint parts, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (verbose) {
    g_autofree char *doc = lb_scripts_doc (revision, error);

    if (!doc)
      return FALSE;
    lb_revision_entry (text, revision, (parts & LB_TEXT_CURRENT) != 0, doc);
  } else {
    lb_revision_line (text, revision, parts);
  }
  g_string_append_c (text, '\n');
  lb_output_text (cli->out, text->str);
  return TRUE;
}

gboolean
lb_rows_hold (const char *const *rows, const char *id)
{
  return rows && g_strv_contains (rows, id);
}

static gboolean
read_rows (LbCli *cli, GError **error)
{
  g_strfreev (cli->rows);
  cli->rows = lb_engine_rows (cli->engine, error);
  return cli->rows != NULL;
}

char **
lb_current_rows (LbCli *cli, GError **error)
{
  if (!lb_cli_in_environment (cli, read_rows, error)) {
    g_clear_pointer (&cli->rows, g_strfreev);
    return NULL;
  }
  if (!cli->rows) /* env.py ran no migrations: it says nothing of a database */
    return g_new0 (char *, 1);
  return g_steal_pointer (&cli->rows);
}
