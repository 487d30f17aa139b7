#include "host.h"

#include "util/error.h"

#include <string.h>

void
lb_body_free (LbBody *body)
{
  if (!body)
    return;
  g_ptr_array_unref (body->sections);
  g_free (body);
}

const LbStatement *
lb_body_statement (const LbBody *body, guint n)
{
  for (guint i = 0; i < body->sections->len; i++) {
    const LbSection *section = g_ptr_array_index (body->sections, i);

    if (n < section->statements->len)
      return g_ptr_array_index (section->statements, n);
    n -= section->statements->len;
  }
  return NULL;
}

char *
lb_body_checksum (const LbBody *body, guint n)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < n; i++) {
    const LbStatement *statement = lb_body_statement (body, i);

    if (!statement)
      break;
    /* with the final zero byte, so that no two lists of statements run together alike */
    g_checksum_update (sum, (const guchar *) statement->text, (gssize) strlen (statement->text) + 1);
  }
  return g_strdup (g_checksum_get_string (sum));
}

LbBody *
lb_host_body (LbScripts *scripts, const LbRevision *revision, LbStepKind kind, const LbDialect *dialect, GError **error)
{
  g_autoptr (GBytes) text = NULL;

  if (lb_script_format (revision->path) != LB_SCRIPT_SQL) {
    lb_set_error_at (error, LB_ERROR_UNSUPPORTED, revision->path, 0,
                     "revision %s is a Python script, and this version runs SQL revisions only", revision->id);
    if (error)
      lb_error_set_hint (*error, "Write the step as a .sql revision, or run it with Alembic; `current`, `history`, "
                                 "`stamp` and `revision` work on such a project.");
    return NULL;
  }
  text = lb_scripts_text (scripts, revision, error);
  return text ? lb_sql_body (revision->path, g_bytes_get_data (text, NULL), g_bytes_get_size (text), kind, dialect,
                             error)
              : NULL;
}
