#include "private.h"

#include "revision/resolve.h"
#include "util/error.h"

#include <string.h>

typedef LbPlan *(*Planner) (const LbGraph *graph, const char *const *rows, const char *target, GError **error);

static Planner
planner_of (LbStepKind kind)
{
  return kind == LB_STEP_UPGRADE ? lb_plan_upgrade : lb_plan_downgrade;
}

/* What the database says before a run. */
typedef struct {
  char **rows;
  gboolean table_exists;
  LbProgress *progress;
} State;

static void
state_clear (State *state)
{
  g_strfreev (state->rows);
  lb_progress_free (state->progress);
  *state = (State){ 0 };
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (State, state_clear)

static gboolean
read_state (LbEngine *engine, State *state, GError **error)
{
  GError *local = NULL;

  state_clear (state);
  if (!lb_version_read (engine, &state->rows, &state->table_exists, error))
    return FALSE;
  state->progress = lb_progress_read (engine, &local);
  if (local) {
    g_propagate_error (error, local);
    return FALSE;
  }
  return TRUE;
}

/* The same with the run's lock held: what somebody else's program locks (SQLite) is waited for. */
static gboolean
wait_for_state (LbEngine *engine, State *state, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  guint waited;

  for (;;) {
    g_autoptr (GError) local = NULL;

    if (read_state (engine, state, &local))
      return TRUE;
    if (!g_error_matches (local, LB_ERROR, LB_ERROR_LOCKED)
        || !lb_engine_keeps_waiting (engine, start, NULL, &waited)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  }
}

char **
lb_engine_rows (LbEngine *engine, GError **error)
{
  char **rows = NULL;

  return lb_engine_connect (engine, TRUE, error) && lb_version_read (engine, &rows, NULL, error) ? rows : NULL;
}

void
lb_unfinished_free (LbUnfinished *unfinished)
{
  if (!unfinished)
    return;
  g_free (unfinished->revision);
  g_free (unfinished->under_way);
  g_free (unfinished);
}

LbUnfinished *
lb_engine_unfinished (LbEngine *engine, GError **error)
{
  g_autoptr (LbProgress) progress = NULL;
  LbUnfinished *unfinished;

  if (!lb_engine_connect (engine, TRUE, error))
    return NULL;
  progress = lb_progress_read (engine, error);
  if (!progress)
    return NULL;
  unfinished = g_new0 (LbUnfinished, 1);
  *unfinished = (LbUnfinished){
    .revision = g_steal_pointer (&progress->revision),
    .kind = progress->kind,
    .done = progress->done,
    .total = progress->total,
    .under_way = g_steal_pointer (&progress->under_way),
  };
  return unfinished;
}

static void
warn_of_plan (LbEngine *engine, const LbPlan *plan)
{
  if (plan->warning)
    lb_log (engine->options.log, LB_LOG_WARNING, LB_LOGGER_MIGRATION, "%s", plan->warning);
}

/* Run @plan from @state; takes the half-applied step over. @ret_moved: see LbRun. */
static gboolean
run_plan (LbEngine *engine, const LbPlan *plan, State *state, gboolean *ret_moved, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  GError *local = NULL;
  LbRun run = { .engine = engine, .plan = plan, .table_exists = state->table_exists };
  gboolean done;

  for (char **row = state->rows; *row; row++)
    g_ptr_array_add (rows, g_strdup (*row));
  run.rows = g_steal_pointer (&rows);
  run.progress = g_steal_pointer (&state->progress);
  run.remembers = run.progress != NULL;
  run.remembered = run.progress ? run.progress->done : 0;
  engine->run = &run;
  done = lb_run_steps (&run, &local);
  engine->run = NULL;
  if (!done) {
    lb_run_explain (&run, local);
    g_propagate_error (error, local);
  }
  g_clear_pointer (&engine->reached, g_free);
  if (done && !engine->outer)
    engine->reached = lb_rows_text (run.rows);
  *ret_moved = run.moved;
  g_ptr_array_unref (run.rows);
  g_ptr_array_unref (run.pending);
  lb_progress_free (run.progress);
  return done;
}

/* With the lock held: look again, plan again, check everything, run. */
static gboolean
migrate_locked (LbEngine *engine, const LbGraph *graph, LbStepKind kind, const char *target, gboolean *ret_moved,
                GError **error)
{
  g_auto (State)
    state = { 0 };
  g_autoptr (LbPlan) plan = NULL;
  LbObserver *observer = engine->options.observer;

  if (!wait_for_state (engine, &state, error))
    return FALSE;
  plan = planner_of (kind) (graph, (const char *const *) state.rows, target, error);
  if (!plan)
    return FALSE;
  if (state.progress && !lb_progress_allows (state.progress, graph, plan, error))
    return FALSE;
  if (!lb_plan_check (engine, plan, state.progress, error))
    return FALSE;
  warn_of_plan (engine, plan);
  if (observer && observer->planned)
    observer->planned (observer, plan);
  return run_plan (engine, plan, &state, ret_moved, error);
}

/* Whether there is nothing to do, by a look without the lock. What cannot be read because another run has it locked is
 * looked at again with the lock held. */
static gboolean
has_nothing_to_do (LbEngine *engine, const LbGraph *graph, LbStepKind kind, const char *target, gboolean *ret_nothing,
                   GError **error)
{
  g_auto (State)
    state = { 0 };
  g_autoptr (LbPlan) plan = NULL;
  g_autoptr (GError) local = NULL;

  *ret_nothing = FALSE;
  if (!read_state (engine, &state, &local)) {
    if (g_error_matches (local, LB_ERROR, LB_ERROR_LOCKED))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  plan = planner_of (kind) (graph, (const char *const *) state.rows, target, error);
  if (!plan)
    return FALSE;
  *ret_nothing = plan->steps->len == 0 && state.table_exists && !state.progress;
  if (*ret_nothing)
    warn_of_plan (engine, plan);
  return TRUE;
}

static gboolean
migrate (LbEngine *engine, LbStepKind kind, const char *target, GError **error)
{
  const LbGraph *graph = lb_scripts_graph (engine->options.scripts, error);
  gboolean done, nothing, moved = FALSE;

  if (!graph)
    return FALSE;
  if (strchr (target, ':')) {
    g_set_error (error, LB_ERROR, LB_ERROR_TARGET, "Range revision not allowed");
    if (error)
      lb_error_set_hint (*error,
                         "A range a:b says where to start, which a database knows by itself; it goes with --sql.");
    return FALSE;
  }
  if (!lb_engine_connect (engine, FALSE, error) || !has_nothing_to_do (engine, graph, kind, target, &nothing, error))
    return FALSE;
  if (nothing)
    return TRUE;
  if (!lb_engine_lock (engine, error))
    return FALSE;
  do {
    if (moved)
      g_clear_error (error);
    moved = FALSE;
    done = migrate_locked (engine, graph, kind, target, &moved, error);
  } while (!done && moved); /* it ends: somebody else's run made the difference */
  lb_engine_unlock (engine);
  return done;
}

gboolean
lb_engine_upgrade (LbEngine *engine, const char *target, GError **error)
{
  return migrate (engine, LB_STEP_UPGRADE, target, error);
}

gboolean
lb_engine_downgrade (LbEngine *engine, const char *target, GError **error)
{
  return migrate (engine, LB_STEP_DOWNGRADE, target, error);
}

/* ---- preview */

void
lb_preview_free (LbPreview *preview)
{
  if (!preview)
    return;
  g_clear_pointer (&preview->plan, lb_plan_free);
  g_array_unref (preview->steps);
  g_free (preview);
}

static gboolean
preview_step (LbEngine *engine, const LbStep *step, const LbProgress *progress, LbPreviewStep *preview, GError **error)
{
  g_autoptr (GArray) units = NULL;
  g_autoptr (LbBody) body = NULL;

  if (lb_step_is_script (step)) {
    *preview = (LbPreviewStep){ .step = step, .is_script = TRUE };
    return TRUE;
  }
  body = lb_engine_read_step (engine, step, &units, error);
  if (!body)
    return FALSE;
  *preview = (LbPreviewStep){ .step = step, .n_statements = body->n_statements };
  for (guint i = 0; i < units->len; i++)
    preview->n_alone += g_array_index (units, LbUnit, i).kind == LB_UNIT_ALONE;
  for (guint i = 0; i < body->sections->len; i++)
    preview->transaction_off |= ((LbSection *) g_ptr_array_index (body->sections, i))->transaction_off;
  if (progress && step->kind == progress->kind && strcmp (step->revision->id, progress->revision) == 0)
    preview->already_done = progress->done;
  return TRUE;
}

LbPreview *
lb_engine_preview (LbEngine *engine, LbStepKind kind, const char *target, GError **error)
{
  const LbGraph *graph = lb_scripts_graph (engine->options.scripts, error);
  g_auto (State)
    state = { 0 };
  g_autoptr (LbPreview) preview = g_new0 (LbPreview, 1);

  preview->steps = g_array_new (FALSE, TRUE, sizeof (LbPreviewStep));
  preview->transaction = engine->mode == LB_TRANSACTION_RUN ? "run" : "revision";
  if (!graph || !lb_engine_connect (engine, TRUE, error) || !read_state (engine, &state, error))
    return NULL;
  preview->plan = planner_of (kind) (graph, (const char *const *) state.rows, target, error);
  if (!preview->plan || (state.progress && !lb_progress_allows (state.progress, graph, preview->plan, error))
      || !lb_plan_check (engine, preview->plan, state.progress, error))
    return NULL;
  for (guint i = 0; i < preview->plan->steps->len; i++) {
    LbPreviewStep step;

    if (!preview_step (engine, g_ptr_array_index (preview->plan->steps, i), state.progress, &step, error))
      return NULL;
    g_array_append_val (preview->steps, step);
  }
  return g_steal_pointer (&preview);
}

/* ---- stamp and ensure_version: rows only, one transaction */

/* Send @statements (LbStatement *) as one transaction. */
static gboolean
run_transaction (LbEngine *engine, GPtrArray *statements, gint64 *changed, GError **error)
{
  const LbDriver *driver = engine->driver;

  if (statements->len == 0)
    return TRUE;
  if ((engine->outer || lb_engine_begin (engine, error))
      && driver->execute (engine->connection, (const LbStatement *const *) statements->pdata, statements->len, NULL,
                          changed, error))
    return TRUE;
  driver->rollback (engine->connection);
  return FALSE;
}

static gboolean
stamp_locked (LbEngine *engine, const LbGraph *graph, const char *const *targets, gboolean purge, GError **error)
{
  static const char *const no_rows[] = { NULL };
  g_auto (State)
    state = { 0 };
  g_autoptr (LbPlan) plan = NULL;
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);
  g_autofree gint64 *changed = NULL;
  guint first_move;

  if (!wait_for_state (engine, &state, error))
    return FALSE;
  plan = lb_plan_stamp (graph, purge ? no_rows : (const char *const *) state.rows, targets, error);
  if (!plan)
    return FALSE;
  if (!state.table_exists)
    g_ptr_array_add (statements, lb_version_create (engine));
  if (purge && state.table_exists)
    g_ptr_array_add (statements, lb_version_purge (engine));
  if (state.progress)
    g_ptr_array_add (statements, lb_progress_forget (engine));
  first_move = statements->len;
  for (guint i = 0; i < plan->steps->len; i++) {
    const LbStep *step = g_ptr_array_index (plan->steps, i);

    lb_step_log (engine, step);
    for (guint j = 0; j < step->moves->len; j++)
      g_ptr_array_add (statements, lb_version_move (engine, &g_array_index (step->moves, LbRowMove, j)));
  }
  changed = g_new (gint64, statements->len + 1);
  if (!run_transaction (engine, statements, changed, error))
    return FALSE;
  for (guint i = 0; i < plan->steps->len; i++) {
    const LbStep *step = g_ptr_array_index (plan->steps, i);

    if (!lb_version_check_moves (engine, step->moves, changed + first_move, error)) {
      engine->driver->rollback (engine->connection);
      return FALSE;
    }
    first_move += step->moves->len;
  }
  for (guint i = 0; i < plan->steps->len; i++)
    if (!lb_engine_applied (engine, g_ptr_array_index (plan->steps, i), NULL, error)) {
      engine->driver->rollback (engine->connection);
      return FALSE;
    }
  return statements->len == 0 || engine->outer || engine->driver->commit (engine->connection, error);
}

gboolean
lb_engine_stamp (LbEngine *engine, const char *const *targets, gboolean purge, GError **error)
{
  const LbGraph *graph = lb_scripts_graph (engine->options.scripts, error);
  gboolean done;

  if (!graph || !lb_engine_connect (engine, FALSE, error) || !lb_engine_lock (engine, error))
    return FALSE;
  done = stamp_locked (engine, graph, targets, purge, error);
  lb_engine_unlock (engine);
  return done;
}

gboolean
lb_engine_ensure_version (LbEngine *engine, GError **error)
{
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);
  gboolean exists, done;

  if (!lb_engine_connect (engine, FALSE, error) || !lb_version_read (engine, NULL, &exists, error))
    return FALSE;
  if (exists)
    return TRUE;
  if (!lb_engine_lock (engine, error))
    return FALSE;
  done = lb_version_read (engine, NULL, &exists, error);
  if (done && !exists) {
    g_ptr_array_add (statements, lb_version_create (engine));
    done = run_transaction (engine, statements, NULL, error)
           && (engine->outer || engine->driver->commit (engine->connection, error));
  }
  lb_engine_unlock (engine);
  return done;
}
