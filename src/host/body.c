#include "host.h"

#include "util/error.h"

#include <string.h>

void
lb_body_free (LbBody *body)
{
  if (!body)
    return;
  g_clear_pointer (&body->summed->sum, g_checksum_free);
  g_free (body->summed);
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
  LbBodySum *so_far = body->summed;
  g_autoptr (GChecksum) sum = NULL;

  if (!so_far->sum || n < so_far->n) {
    g_clear_pointer (&so_far->sum, g_checksum_free);
    *so_far = (LbBodySum){ .sum = g_checksum_new (G_CHECKSUM_SHA256) };
  }
  for (n = MIN (n, body->n_statements); so_far->n < n; so_far->n++) {
    const char *text = lb_body_statement (body, so_far->n)->text;

    /* with the final zero byte, so that no two lists of statements run together alike */
    g_checksum_update (so_far->sum, (const guchar *) text, (gssize) strlen (text) + 1);
  }
  sum = g_checksum_copy (so_far->sum); /* reading closes it */
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
