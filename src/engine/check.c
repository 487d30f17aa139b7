#include "private.h"

#include "sql/lexer.h"
#include "util/error.h"

#include <string.h>

/* A table with more than a page of wide values gets a TOAST table and its index, which are made, and so locked, with
 * it. */
enum { LOCKS_OF_TABLE = 3 };

guint
lb_statement_locks (const LbStatement *statement, const LbDialect *dialect)
{
  static const char *const makes_index[]
      = { "primary", "unique", "serial", "bigserial", "smallserial", "identity", "exclude", NULL };
  LbLexer lexer;
  LbToken token;
  guint locks = 0;
  guint words = 0;
  gboolean create = FALSE;

  lb_lexer_init (&lexer, dialect->syntax, statement->text, strlen (statement->text), 1);
  while (lb_lexer_next_solid (&lexer, &token, NULL) && token.kind != LB_TOKEN_END) {
    if (token.kind != LB_TOKEN_WORD)
      continue;
    words++;
    if (words == 1 && !(create = lb_token_is (&token, "create")))
      return 0;
    if (locks == 0 && words <= 5) {
      if (lb_token_is (&token, "table"))
        locks = LOCKS_OF_TABLE;
      else if (lb_token_is (&token, "index") || lb_token_is (&token, "view") || lb_token_is (&token, "sequence"))
        return 1;
    } else if (locks) {
      for (const char *const *word = makes_index; *word; word++)
        locks += lb_token_is (&token, *word);
    }
  }
  return locks;
}

/* No server has less room than this: below it, it need not be asked. */
enum { LEAST_ROOM = 1000 };

/* What one transaction has locked so far, against what the server has room for. */
typedef struct {
  guint room; /* once asked; 0: no limit */
  gboolean asked;
  guint locks;
  guint steps;
} Capacity;

static gboolean
count_locks (LbEngine *engine, Capacity *capacity, const LbStep *step, const LbBody *body, GError **error)
{
  if (engine->mode == LB_TRANSACTION_REVISION)
    capacity->locks = capacity->steps = 0;
  capacity->steps++;
  for (guint i = 0; i < body->sections->len; i++) {
    const LbSection *section = g_ptr_array_index (body->sections, i);

    for (guint j = 0; !section->transaction_off && j < section->statements->len; j++)
      capacity->locks += lb_statement_locks (g_ptr_array_index (section->statements, j), engine->dialect);
  }
  if (capacity->locks <= LEAST_ROOM)
    return TRUE;
  if (!capacity->asked)
    capacity->room = engine->driver->lock_capacity (engine->connection);
  capacity->asked = TRUE;
  if (capacity->room == 0 || capacity->locks <= capacity->room)
    return TRUE;
  lb_set_error_at (
      error, LB_ERROR_TARGET, step->revision->path, 0,
      "one transaction would make about %u tables, indexes and sequences by revision %s, and the server has "
      "room for the locks of %u",
      capacity->locks, step->revision->id, capacity->room);
  if (error)
    lb_error_set_hint (*error, capacity->steps > 1
                                   ? "Run each revision in its own transaction (--transaction revision), or raise "
                                     "max_locks_per_transaction."
                                   : "Divide the revision, or raise max_locks_per_transaction.");
  return FALSE;
}

static gboolean
check_step (LbEngine *engine, const LbStep *step, const LbProgress *progress, Capacity *capacity, GError **error)
{
  g_autoptr (GArray) units = NULL;
  g_autoptr (LbBody) body = lb_engine_read_step (engine, step, &units, error);

  if (!body)
    return FALSE;
  if (progress && step->kind == progress->kind && strcmp (step->revision->id, progress->revision) == 0
      && !lb_progress_fits (progress, body, step->revision->path, error))
    return FALSE;
  if (engine->connection && !count_locks (engine, capacity, step, body, error))
    return FALSE;
  lb_engine_keep_step (engine, step, g_steal_pointer (&body), g_steal_pointer (&units));
  return TRUE;
}

gboolean
lb_plan_check (LbEngine *engine, const LbPlan *plan, const LbProgress *progress, GError **error)
{
  Capacity capacity = { 0 };

  lb_engine_forget_steps (engine);
  for (guint i = 0; i < plan->steps->len; i++) {
    const LbStep *step = g_ptr_array_index (plan->steps, i);

    if (step->revision && !lb_step_is_script (step) && !check_step (engine, step, progress, &capacity, error))
      return FALSE;
  }
  return lb_engine_load_scripts (engine, plan, error);
}
