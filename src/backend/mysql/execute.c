#include "private.h"

#include "backend/pattern.h"
#include "util/error.h"

#include <string.h>

/* Statements that have exactly one result each travel together, with semicolons between them: the server runs them in
 * order and stops at the first that fails. Others (CALL has as many results as it likes) and those that do not fit go
 * by themselves. The text is well below any max_allowed_packet. */
enum { TOGETHER_BYTES = 256 * 1024 };

enum { ALONE, TOGETHER };

static const LbPattern one_result[] = {
  { "insert|update|delete|replace", TOGETHER, 0 },
  { NULL, ALONE, 0 },
};

static gboolean
goes_together (const LbConnection *connection, const LbStatement *statement)
{
  const LbPattern *found = lb_pattern_find (one_result, lb_my_syntax (connection), statement, 0);

  return found && found->kind == TOGETHER;
}

/* How many statements from the first on travel together, and their text where that is more than one. */
static guint
gather (const LbConnection *connection, const LbStatement *const *statements, guint n, GString *text)
{
  guint count = 0;

  g_string_truncate (text, 0);
  while (count < n && goes_together (connection, statements[count])) {
    gsize length = strlen (statements[count]->text);

    if (count && text->len + length > TOGETHER_BYTES)
      break;
    /* on a line of its own, for the text may end in a comment */
    g_string_append_printf (text, "%s%s", count ? "\n;" : "", statements[count]->text);
    count++;
  }
  return MAX (count, 1);
}

/* What a statement may have done to the session. The first that fits counts. */
enum { UNTOUCHED, TOUCHED };

static const LbPattern touching[] = {
  { "set transaction", UNTOUCHED, 0 },
  { "set statement", UNTOUCHED, 0 },
  { "set|use|call|prepare|execute|do|lock", TOUCHED, 0 },
  { "create [or] [replace] temporary", TOUCHED, 0 },
  { "select release_lock|release_all_locks (", TOUCHED, 0 },
  { NULL, UNTOUCHED, 0 },
};

void
lb_my_note (LbConnection *connection, const LbStatement *statement)
{
  const LbPattern *found = lb_pattern_find (touching, lb_my_syntax (connection), statement, 0);

  connection->touched |= found && found->kind == TOUCHED;
}

/* Run @n statements, more than one of them in @text. @ret_done: on failure, how many were done. */
static gboolean
run_gathered (LbConnection *connection, const LbStatement *const *statements, guint n, const GString *text,
              gint64 *changes, guint *ret_done, GError **error)
{
  const char *sql = n > 1 ? text->str : statements[0]->text;
  LbMyCall call = { .sql = sql,
                    .length = strlen (sql),
                    .hearing = LB_MY_HEARING,
                    .statements = statements,
                    .n_statements = n,
                    .changes = changes };
  gboolean done = lb_my_run (connection, &call, error);

  *ret_done = MIN (call.n, n - 1);
  if (!done || n == 1 || call.n == n)
    return done;
  g_set_error (error, LB_ERROR, LB_ERROR_INTERNAL, "the server saw %u statements where limbeck sees %u", call.n, n);
  if (error)
    lb_error_set_hint (*error, "A quote or a backslash means something else to the server: see its sql_mode.");
  return FALSE;
}

gboolean
lb_my_execute (LbConnection *connection, const LbStatement *const *statements, guint n, guint *ret_failed,
               gint64 *ret_changed, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint count;

  if (ret_failed)
    *ret_failed = 0;
  if (n && !lb_my_send_begin (connection, error))
    return FALSE;
  for (guint i = 0; i < n; i += count) {
    guint done;

    count = gather (connection, statements + i, n - i, text);
    if (!run_gathered (connection, statements + i, count, text, ret_changed ? ret_changed + i : NULL, &done, error)) {
      if (ret_failed)
        *ret_failed = i + done;
      return FALSE;
    }
    for (guint j = i; j < i + count; j++)
      lb_my_note (connection, statements[j]);
  }
  return TRUE;
}
