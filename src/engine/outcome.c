#include "private.h"

#include "util/error.h"

char *
lb_rows_text (const GPtrArray *rows)
{
  return rows->len ? lb_ids_text (rows) : g_strdup ("base (no revision is applied)");
}

static const char *
id_of (const LbRun *run, guint step)
{
  const LbStep *at = g_ptr_array_index (run->plan->steps, step);

  return at->revision->id;
}

/* Steps of this run before the one that failed, in the same transaction. */
static void
explain_undone (const LbRun *run, GString *text)
{
  guint n = run->step - run->first_pending;

  if (run->done) {
    const char *id = id_of (run, run->step);

    if (run->done == 1)
      g_string_append_printf (text, "the first statement of revision %s is done and stays", id);
    else
      g_string_append_printf (text, "the first %u statements of revision %s are done and stay", run->done, id);
    g_string_append (text, "; the next run goes on behind");
    if (run->total)
      g_string_append_printf (text, " (%u in all)", run->total);
    g_string_append_c (text, '\n');
    return;
  }
  if (!run->in_transaction) { /* it failed outside of one, or none could be begun */
    if (run->statement)
      g_string_append_printf (text, "nothing of revision %s is done\n", id_of (run, run->step));
    return;
  }
  g_string_append_printf (text, "revision %s was rolled back", id_of (run, run->step));
  if (n)
    g_string_append_printf (text, ", and with it %u earlier %s of this run, from %s on: one transaction held them all",
                            n, n == 1 ? "revision" : "revisions", id_of (run, run->first_pending));
  g_string_append_c (text, '\n');
}

/* Whether the server may have done what it was not heard to confirm. */
static gboolean
is_in_doubt (const LbRun *run, const GError *error)
{
  return run->committing && g_error_matches (error, LB_ERROR, LB_ERROR_CONNECT);
}

void
lb_run_explain (LbRun *run, GError *error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *at = lb_rows_text (run->rows);
  const LbErrorParts *parts = lb_error_parts (error);

  if (!parts)
    return;
  if (run->step < run->plan->steps->len) {
    if (run->statement && !parts->context) {
      g_autofree char *where = run->total ? g_strdup_printf ("revision %s, statement %u of %u", id_of (run, run->step),
                                                             run->statement, run->total)
                                          : g_strdup_printf ("revision %s, statement %u of its script",
                                                             id_of (run, run->step), run->statement);

      lb_error_set_context (error, where);
    }
    if (!is_in_doubt (run, error))
      explain_undone (run, text);
  }
  if (is_in_doubt (run, error))
    g_string_append_printf (
        text,
        "the connection was lost while the server committed: the database was at %s before, and the "
        "next run finds out whether it took the commit",
        at);
  else
    g_string_append_printf (text, "the database is at %s", at);
  lb_error_set_outcome (error, text->str);
}
