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

char **
lb_current_rows (LbCli *cli, GError **error)
{
  LbEngine *engine = lb_cli_engine (cli, NULL, error);

  return engine ? lb_engine_rows (engine, error) : NULL;
}
