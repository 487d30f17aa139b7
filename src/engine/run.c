#include "private.h"

#include "util/error.h"
#include "util/interrupt.h"

#include <string.h>

/* What goes to the server in one piece. */
typedef struct {
  GPtrArray *statements; /* const LbStatement * */
  GPtrArray *own;        /* LbStatement *: those that limbeck made */
  guint first;           /* index of the script's first statement among them */
  guint n;               /* how many of the script's */
  guint number;          /* 1-based place of the first in the script */
  guint moves;           /* index of the first version row move */
} Batch;

static void
batch_init (Batch *batch)
{
  *batch = (Batch){ .statements = g_ptr_array_new (),
                    .own = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free) };
}

static void
batch_clear (Batch *batch)
{
  g_ptr_array_unref (batch->statements);
  g_ptr_array_unref (batch->own);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

/* Hand a statement that limbeck made to @batch. */
static void
batch_take (Batch *batch, LbStatement *statement)
{
  g_ptr_array_add (batch->own, statement);
  g_ptr_array_add (batch->statements, statement);
}

static void
batch_add_unit (Batch *batch, const LbBody *body, const LbUnit *unit)
{
  batch->first = batch->statements->len;
  batch->n = unit->n;
  batch->number = unit->first + 1;
  for (guint i = 0; i < unit->n; i++)
    g_ptr_array_add (batch->statements, (gpointer) lb_body_statement (body, unit->first + i));
}

static void
batch_add_moves (Batch *batch, const LbEngine *engine, const LbStep *step)
{
  batch->moves = batch->statements->len;
  for (guint i = 0; i < step->moves->len; i++)
    batch_take (batch, lb_version_move (engine, &g_array_index (step->moves, LbRowMove, i)));
}

/* Send the batch. On failure run->statement says which statement of the script it was. */
static gboolean
run_batch (LbRun *run, Batch *batch, gint64 *changed, GError **error)
{
  const LbEngine *engine = run->engine;
  guint failed = G_MAXUINT;

  if (batch->statements->len == 0
      || engine->driver->execute (engine->connection, (const LbStatement *const *) batch->statements->pdata,
                                  batch->statements->len, &failed, changed, error))
    return TRUE;
  if (failed >= batch->first && failed - batch->first < batch->n)
    run->statement = batch->number + failed - batch->first;
  return FALSE;
}

/* ---- transactions */

static GPtrArray *
copy_rows (const GPtrArray *rows)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (copy, g_strdup (g_ptr_array_index (rows, i)));
  return copy;
}

/* Inside of the transaction: whether the database is where this run left it. Only where the run's lock may be missing.
 */
static gboolean
look_again (LbRun *run, GError **error)
{
  g_auto (GStrv)
    rows = NULL;
  g_autoptr (LbProgress) progress = NULL;
  GError *local = NULL;
  gboolean changed, exists;

  if (!run->engine->driver->changed_elsewhere)
    return TRUE;
  if (!run->engine->driver->changed_elsewhere (run->engine->connection, &changed, error))
    return FALSE;
  if (!changed)
    return TRUE;
  if (!lb_version_read (run->engine, &rows, &exists, error))
    return FALSE;
  progress = lb_progress_read (run->engine, &local);
  if (local) {
    g_propagate_error (error, local);
    return FALSE;
  }
  run->moved = g_strv_length (rows) != run->rows->len || exists != run->table_exists
               || (progress != NULL) != run->remembers || (progress && progress->done != run->remembered);
  for (guint i = 0; !run->moved && i < run->rows->len; i++)
    run->moved = strcmp (rows[i], g_ptr_array_index (run->rows, i)) != 0;
  if (run->moved)
    g_set_error (error, LB_ERROR, LB_ERROR_LOCKED, "another run went on with the database at the same time");
  return !run->moved;
}

gboolean
lb_run_begin (LbRun *run, GError **error)
{
  if (run->in_transaction)
    return TRUE;
  if (run->engine->outer) { /* it is open, and whoever began it ends it */
    run->in_transaction = TRUE;
    return TRUE;
  }
  run->in_transaction = lb_engine_begin (run->engine, error);
  return run->in_transaction && look_again (run, error);
}

gboolean
lb_run_commit (LbRun *run, GError **error)
{
  gboolean done = TRUE;

  if (!run->in_transaction)
    return TRUE;
  if (!lb_interrupt_check (error))
    return FALSE;
  run->committing = TRUE;
  if (!run->engine->outer)
    done = run->engine->driver->commit (run->engine->connection, error);
  if (!done)
    return FALSE;
  run->committing = run->in_transaction = FALSE;
  g_ptr_array_unref (run->rows);
  run->rows = copy_rows (run->pending);
  run->first_pending = run->step;
  return TRUE;
}

/* ---- one step */

/* The version table is made in the transaction of the first step, so that a run that dies leaves both or neither; and
 * before the statements of that step, which may speak of it (GRANT) or change where it would be made. */
static void
add_version_table (LbRun *run, Batch *batch)
{
  if (run->table_exists)
    return;
  batch_take (batch, lb_version_create (run->engine));
  run->table_exists = TRUE;
}

/* Remember in the open transaction that the first @done statements are done and @under_way is started. */
static void
add_memory (LbRun *run, Batch *batch, const LbStep *step, const char *checksum, guint done, guint total,
            const char *under_way)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();

  if (!run->remembers && run->engine->dialect->transactional_ddl)
    batch_take (batch, lb_progress_create (run->engine));
  run->remembers = TRUE;
  lb_progress_record (run->engine, step, checksum, done, total, under_way, records);
  for (guint i = 0; i < records->len; i++)
    batch_take (batch, g_ptr_array_index (records, i));
}

gboolean
lb_run_remember (LbRun *run, const LbStep *step, const char *checksum, guint done, guint total, const char *under_way,
                 GError **error)
{
  g_auto (Batch)
    batch;

  batch_init (&batch);
  if (!lb_run_begin (run, error))
    return FALSE;
  add_version_table (run, &batch);
  add_memory (run, &batch, step, checksum, done, total, under_way);
  if (!run_batch (run, &batch, NULL, error) || !lb_run_commit (run, error))
    return FALSE;
  run->done = run->remembered = done;
  return TRUE;
}

static gboolean
remember (LbRun *run, const LbStep *step, const LbBody *body, guint done, const char *under_way, GError **error)
{
  g_autofree char *checksum = lb_body_checksum (body, done);

  return lb_run_remember (run, step, checksum, done, body->n_statements, under_way, error);
}

/* Not if what it does is there before it has begun, because then nothing would tell later whether it was done. It fails
 * then, or does nothing. */
gboolean
lb_run_must_remember (LbRun *run, const LbStatement *statement, gboolean *ret_must, GError **error)
{
  LbFate before;

  if (!run->engine->driver->fate (run->engine->connection, statement, FALSE, &before, error))
    return FALSE;
  *ret_must = before != LB_FATE_DONE;
  return TRUE;
}

/* A statement that the database refuses inside a transaction: remembered before it and behind it. */
static gboolean
run_alone (LbRun *run, const LbStep *step, const LbBody *body, const LbUnit *unit, gboolean last, GError **error)
{
  const LbStatement *statement = lb_body_statement (body, unit->first);
  gboolean under_way = FALSE;
  g_auto (Batch)
    batch;

  batch_init (&batch);
  if (!lb_run_must_remember (run, statement, &under_way, error))
    return FALSE;
  /* what is open, earlier steps too, commits here: with the memory of this one, so that it knows where it is */
  if (!remember (run, step, body, unit->first, under_way ? statement->text : NULL, error))
    return FALSE;
  batch_add_unit (&batch, body, unit);
  if (!run_batch (run, &batch, NULL, error))
    return FALSE;
  return last || remember (run, step, body, unit->end, NULL, error);
}

/* The end of a step, in the open transaction: its version rows, and nothing to remember any more. @batch may hold the
 * last statements of the script. */
static gboolean
finish_step (LbRun *run, const LbStep *step, Batch *batch, GError **error)
{
  g_autofree gint64 *changed = NULL;

  if (!lb_run_begin (run, error))
    return FALSE;
  add_version_table (run, batch);
  batch_add_moves (batch, run->engine, step);
  if (run->remembers)
    batch_take (batch, lb_progress_forget (run->engine));
  changed = g_new (gint64, batch->statements->len);
  if (!run_batch (run, batch, changed, error)
      || !lb_version_check_moves (run->engine, step->moves, changed + batch->moves, error))
    return FALSE;
  run->remembers = FALSE;
  lb_version_apply (run->pending, step->moves);
  return lb_engine_applied (run->engine, step, run->pending, error);
}

gboolean
lb_run_finish_step (LbRun *run, const LbStep *step, GError **error)
{
  g_auto (Batch)
    batch;

  batch_init (&batch);
  return finish_step (run, step, &batch, error);
}

gboolean
lb_run_make_table (LbRun *run, GError **error)
{
  g_auto (Batch)
    batch;

  batch_init (&batch);
  add_version_table (run, &batch);
  return run_batch (run, &batch, NULL, error);
}

/* A stretch of statements that commit together: the last one with the version rows, others with the memory of them. */
static gboolean
run_together (LbRun *run, const LbStep *step, const LbBody *body, const LbUnit *unit, gboolean last, GError **error)
{
  g_autofree char *checksum = NULL;
  g_auto (Batch)
    batch;

  batch_init (&batch);
  if (!lb_run_begin (run, error))
    return FALSE;
  add_version_table (run, &batch);
  batch_add_unit (&batch, body, unit);
  if (last)
    return finish_step (run, step, &batch, error);
  checksum = lb_body_checksum (body, unit->end);
  add_memory (run, &batch, step, checksum, unit->end, body->n_statements, NULL);
  if (!run_batch (run, &batch, NULL, error) || !lb_run_commit (run, error))
    return FALSE;
  run->done = run->remembered = unit->end;
  return TRUE;
}

static gboolean
run_units (LbRun *run, const LbStep *step, const LbBody *body, const GArray *units, GError **error)
{
  gboolean finished = FALSE;

  for (guint i = 0; i < units->len; i++) {
    LbUnit rest = lb_unit_rest (&g_array_index (units, LbUnit, i), run->done);
    const LbUnit *unit = &rest;
    gboolean last = i + 1 == units->len;

    if (unit->n == 0)
      continue;
    if (!lb_interrupt_check (error))
      return FALSE;
    if (unit->kind == LB_UNIT_ALONE) {
      if (!run_alone (run, step, body, unit, last, error))
        return FALSE;
    } else {
      if (!run_together (run, step, body, unit, last, error))
        return FALSE;
      finished = last;
    }
  }
  if (!finished) {
    g_auto (Batch)
      batch;

    batch_init (&batch);
    return finish_step (run, step, &batch, error);
  }
  return TRUE;
}

/* What became of the statement that was under way when an earlier run stopped: TRUE with @ret_done, or FALSE with
 * @error if that cannot be told or is not what the file says any more. */
static gboolean
settle_under_way (LbRun *run, const LbProgress *progress, const LbStep *step, const LbBody *body, gboolean *ret_done,
                  GError **error)
{
  g_autoptr (LbStatement) started = lb_statement_new (progress->under_way, step->revision->path, 0);
  const LbStatement *written = lb_body_statement (body, progress->done);
  LbFate fate;

  if (!run->engine->driver->fate (run->engine->connection, started, TRUE, &fate, error))
    return FALSE;
  *ret_done = fate == LB_FATE_DONE;
  if (fate == LB_FATE_NOT_DONE || fate == LB_FATE_REPEATABLE)
    return TRUE;
  if (fate == LB_FATE_DONE && written && strcmp (written->text, started->text) == 0)
    return TRUE;
  lb_set_error_at (
      error, LB_ERROR_UNFINISHED, step->revision->path, written ? written->line : 0,
      fate == LB_FATE_DONE
          ? "revision %s is half-applied, and its statement %u, which was done, is not in the file any more"
          : "revision %s stopped in statement %u, and the database does not show whether it was done",
      step->revision->id, progress->done + 1);
  if (error) {
    lb_error_set_statement (*error, progress->under_way, 0);
    lb_error_set_hint (*error,
                       "Bring the database by hand to where it stood before the revision, or to where the revision "
                       "is applied whole, and say so with `limbeck stamp REVISION`, which forgets the rest.");
  }
  return FALSE;
}

/* Say again what the statements that are done did to the session of the run that did them: the next ones rely on it. */
static gboolean
restore_session (LbRun *run, const LbBody *body, guint done, GError **error)
{
  const LbEngine *engine = run->engine;

  for (guint i = 0; engine->dialect->of_session && i < done; i++) {
    const LbStatement *statement = lb_body_statement (body, i);

    if (!statement || !engine->dialect->of_session (statement))
      continue;
    run->statement = i + 1;
    if (!engine->driver->execute (engine->connection, &statement, 1, NULL, NULL, error))
      return FALSE;
  }
  run->statement = 0;
  return TRUE;
}

/* Take up what an earlier run left of this step: run->done becomes the number of statements to skip. */
static gboolean
resume (LbRun *run, const LbStep *step, const LbBody *body, GError **error)
{
  g_autoptr (LbProgress) progress = NULL;
  LbObserver *observer = run->engine->options.observer;
  gboolean done = FALSE;

  if (!run->progress || step->kind != run->progress->kind || strcmp (step->revision->id, run->progress->revision) != 0)
    return TRUE;
  progress = g_steal_pointer (&run->progress);
  run->done = run->remembered = progress->done;
  /* the file was checked before the run; it may have changed since */
  if (!lb_progress_fits (progress, body, step->revision->path, error)
      || !restore_session (run, body, progress->done, error))
    return FALSE;
  if (progress->under_way && !settle_under_way (run, progress, step, body, &done, error))
    return FALSE;
  run->done += done;
  if (observer && observer->resumes)
    observer->resumes (observer, step, run->done, body->n_statements);
  if (run->done == 0)
    lb_log (run->engine->options.log, LB_LOG_INFO, LB_LOGGER_MIGRATION,
            "revision %s was begun, and none of its statements is done: beginning again", step->revision->id);
  else
    lb_log (run->engine->options.log, LB_LOG_INFO, LB_LOGGER_MIGRATION,
            "revision %s is half-applied: going on behind statement %u of %u", step->revision->id, run->done,
            body->n_statements);
  return TRUE;
}

/* Say that the step begins. The session is made fresh for it, unless it is env.py's, who may have set it up. */
static gboolean
begin_step (LbRun *run, const LbStep *step, GError **error)
{
  LbEngine *engine = run->engine;
  LbObserver *observer = engine->options.observer;

  if (observer && observer->step_begins)
    observer->step_begins (observer, step, run->step, run->plan->steps->len, run->total);
  lb_step_log (engine, step);
  return engine->foreign_connection || !engine->driver->freshen || engine->driver->freshen (engine->connection, error);
}

static gboolean
run_sql (LbRun *run, const LbStep *step, GError **error)
{
  g_autoptr (GArray) units = NULL;
  g_autoptr (LbBody) body = lb_engine_read_step (run->engine, step, &units, error);

  if (!body)
    return FALSE;
  run->total = body->n_statements;
  return begin_step (run, step, error) && resume (run, step, body, error) && run_units (run, step, body, units, error);
}

static gboolean
run_script (LbRun *run, const LbStep *step, GError **error)
{
  run->total = 0;
  return begin_step (run, step, error) && lb_scripted_step (run, step, error) && lb_run_finish_step (run, step, error);
}

static gboolean
run_step (LbRun *run, const LbStep *step, GError **error)
{
  LbEngine *engine = run->engine;
  LbObserver *observer = engine->options.observer;
  gint64 start = g_get_monotonic_time ();

  run->statement = run->done = 0;
  if (!(lb_step_is_script (step) ? run_script : run_sql) (run, step, error))
    return FALSE;
  run->step++;
  /* one transaction around all of them is not to be had where DDL commits by itself */
  if ((engine->mode == LB_TRANSACTION_REVISION || !engine->dialect->transactional_ddl) && !lb_run_commit (run, error)) {
    run->step--;
    return FALSE;
  }
  if (observer && observer->step_ends)
    observer->step_ends (observer, step, run->step - 1, run->plan->steps->len, g_get_monotonic_time () - start);
  return TRUE;
}

/* Where making a table commits what is open (MySQL), the two tables are there before anything is, and the memory stays
 * to the end of the run: empty, it says that nothing is half-applied. */
static gboolean
make_tables (LbRun *run, GError **error)
{
  g_auto (Batch)
    batch;

  batch_init (&batch);
  if (run->engine->dialect->transactional_ddl || run->plan->steps->len == 0)
    return TRUE;
  add_version_table (run, &batch);
  batch_take (&batch, lb_progress_create (run->engine));
  return run_batch (run, &batch, NULL, error);
}

static void
drop_memory (LbRun *run)
{
  g_auto (Batch)
    batch;

  batch_init (&batch);
  if (run->engine->dialect->transactional_ddl || run->remembers || run->plan->steps->len == 0)
    return;
  batch_take (&batch, lb_progress_drop (run->engine));
  run_batch (run, &batch, NULL, NULL); /* it may stay */
}

gboolean
lb_run_steps (LbRun *run, GError **error)
{
  gboolean done;

  run->pending = copy_rows (run->rows);
  done = make_tables (run, error);
  for (guint i = 0; done && i < run->plan->steps->len; i++)
    done = lb_interrupt_check (error) && run_step (run, g_ptr_array_index (run->plan->steps, i), error);
  if (done && run->plan->steps->len == 0 && !run->table_exists) {
    g_auto (Batch)
      batch;

    batch_init (&batch);
    done = lb_run_begin (run, error);
    add_version_table (run, &batch);
    done = done && run_batch (run, &batch, NULL, error);
  }
  run->statement = done ? 0 : run->statement;
  done = done && lb_run_commit (run, error);
  if (!done)
    run->engine->driver->rollback (run->engine->connection);
  else
    drop_memory (run);
  return done;
}
