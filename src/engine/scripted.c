#include "private.h"

#include "sql/lexer.h"
#include "util/error.h"
#include "util/interrupt.h"

#include <string.h>

/* A script is no list of statements: each is known when the script says it. What is remembered of a half-applied one is
 * how many of its changing statements are done, and a checksum over them. A run that takes it up runs the script from
 * its beginning and passes over so many; what the script reads it reads anew. If it says something else than it did,
 * the checksum does not fit and a person has to look. */
struct LbScripted {
  const LbStep *step;
  GChecksum *sum; /* over the statements so far */
  guint n;        /* how many */
  guint skip;     /* those that a former run has done, */
  char *expected; /* their checksum; NULL: checked, or none */
  char *settled;  /* and the one behind them, which was under way and turned out to be done; NULL: none */
  gboolean block; /* in an autocommit block: every statement commits by itself */
};

gboolean
lb_step_is_script (const LbStep *step)
{
  return step->revision && lb_script_format (step->revision->path) == LB_SCRIPT_PYTHON;
}

gboolean
lb_statement_reads (const LbDialect *dialect, const LbStatement *statement)
{
  static const char *const readers[]
      = { "select", "show", "explain", "values", "table", "pragma", "describe", "desc", "with", NULL };
  static const char *const writers[] = { "insert", "update", "delete", "merge", "into", NULL };
  LbLexer lexer;
  LbToken token;
  gboolean with = FALSE;

  lb_lexer_init (&lexer, dialect->syntax, statement->text, strlen (statement->text), 1);
  do {
    if (!lb_lexer_next_solid (&lexer, &token, NULL))
      return FALSE;
  } while (token.kind == LB_TOKEN_OPEN);
  for (const char *const *word = readers; token.kind == LB_TOKEN_WORD && *word; word++)
    with |= lb_token_is (&token, *word);
  while (with && lb_lexer_next_solid (&lexer, &token, NULL) && token.kind != LB_TOKEN_END)
    for (const char *const *word = writers; token.kind == LB_TOKEN_WORD && *word; word++)
      if (lb_token_is (&token, *word))
        return FALSE;
  return with;
}

/* ---- counting */

static void
count (LbScripted *scripted, const char *text)
{
  scripted->n++;
  /* with the final zero byte, so that no two lists of statements run together alike */
  g_checksum_update (scripted->sum, (const guchar *) text, (gssize) strlen (text) + 1);
}

static char *
checksum (const LbScripted *scripted)
{
  g_autoptr (GChecksum) copy = g_checksum_copy (scripted->sum); /* reading closes it */

  return g_strdup (g_checksum_get_string (copy));
}

static gboolean
remember (LbRun *run, const char *under_way, GError **error)
{
  LbScripted *scripted = run->scripted;
  g_autofree char *sum = checksum (scripted);

  return lb_run_remember (run, scripted->step, sum, scripted->n, 0, under_way ? under_way : scripted->settled, error);
}

static gboolean
refuse_changed (const LbScripted *scripted, const char *what, GError **error)
{
  lb_set_error_at (error, LB_ERROR_UNFINISHED, scripted->step->revision->path, 0, "revision %s is half-applied, and %s",
                   scripted->step->revision->id, what);
  if (error)
    lb_error_set_hint (*error,
                       "A script that is taken up must begin with the statements that are done. Put it back as it was, "
                       "or bring the database by hand to where it stood before the revision, or to where the revision "
                       "is applied whole, and say so with `limbeck stamp REVISION`, which forgets the rest.");
  return FALSE;
}

/* Whether the script has not come again to where a former run stopped. */
static gboolean
is_catching_up (const LbScripted *scripted)
{
  return scripted->n < scripted->skip;
}

/* Whether a former run has done @statement; then it is counted, and what it does to the session alone is done again. */
static gboolean
pass_over (LbRun *run, const LbStatement *statement, gboolean *ret_passed, GError **error)
{
  LbScripted *scripted = run->scripted;
  const LbEngine *engine = run->engine;

  *ret_passed = FALSE;
  if (is_catching_up (scripted)) {
    count (scripted, statement->text);
    if (scripted->n == scripted->skip) {
      g_autofree char *sum = checksum (scripted);

      if (strcmp (sum, scripted->expected) != 0)
        return refuse_changed (scripted, "its script does not say what it said then", error);
    }
    *ret_passed = TRUE;
    return !engine->dialect->of_session || !engine->dialect->of_session (statement)
           || engine->driver->execute (engine->connection, &statement, 1, NULL, NULL, error);
  }
  if (scripted->settled) {
    g_autofree char *settled = g_steal_pointer (&scripted->settled);

    if (strcmp (settled, statement->text) != 0)
      return refuse_changed (scripted, "the statement that was under way, and is done, is not in its script any more",
                             error);
    count (scripted, statement->text);
    *ret_passed = TRUE;
  }
  return TRUE;
}

/* ---- running */

static LbResult *
nothing_returned (gint64 changed)
{
  LbResult *result = g_new0 (LbResult, 1);

  result->changed = changed;
  return result;
}

static LbResult *
send (LbRun *run, const LbStatement *statement, GError **error)
{
  LbResult *result = run->engine->driver->run (run->engine->connection, statement, error);

  if (!result)
    run->statement = run->scripted ? run->scripted->n + 1 : 0;
  return result;
}

/* A statement that the database refuses inside a transaction: remembered before it and behind it. */
static LbResult *
run_alone (LbRun *run, const LbStatement *statement, GError **error)
{
  g_autoptr (LbResult) result = NULL;
  gboolean under_way;

  if (run->engine->outer) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                 "the database does not run this statement inside a transaction, and env.py has begun one");
    if (error) {
      lb_error_set_statement (*error, statement->text, 0);
      lb_error_set_hint (*error, "Let env.py use connect() instead of begin(), or leave the transaction to "
                                 "context.begin_transaction().");
    }
    return NULL;
  }
  if (!lb_run_must_remember (run, statement, &under_way, error)
      || !remember (run, under_way ? statement->text : NULL, error))
    return NULL;
  result = send (run, statement, error);
  if (!result)
    return NULL;
  count (run->scripted, statement->text);
  return remember (run, NULL, error) ? g_steal_pointer (&result) : NULL;
}

static LbResult *
run_plain (LbRun *run, const LbStatement *statement, gboolean counts, GError **error)
{
  g_autoptr (LbResult) result = NULL;

  if (!lb_run_begin (run, error))
    return NULL;
  result = send (run, statement, error);
  if (!result)
    return NULL;
  if (!run->scripted || !counts)
    return g_steal_pointer (&result);
  count (run->scripted, statement->text);
  if (run->scripted->block && !remember (run, NULL, error))
    return NULL;
  return g_steal_pointer (&result);
}

static LbResult *
run_single (LbRun *run, const LbStatement *statement, gboolean counts, GError **error)
{
  LbStatementKind kind = run->engine->dialect->classify (statement, lb_engine_server_version (run->engine));
  gboolean passed = FALSE;

  switch (kind) {
    case LB_STATEMENT_PLAIN:
    case LB_STATEMENT_ALONE:
      break;
    case LB_STATEMENT_BEGIN: /* a step is always in one; what a COMMIT ended begins again with the next statement */
      return lb_run_begin (run, error) ? nothing_returned (-1) : NULL;
    case LB_STATEMENT_COMMIT:
      return lb_scripted_commit (run, error) ? nothing_returned (-1) : NULL;
    case LB_STATEMENT_ROLLBACK:
      return lb_scripted_rollback (run, error) ? nothing_returned (-1) : NULL;
  }
  counts |= kind == LB_STATEMENT_ALONE;
  if (run->scripted && counts && !pass_over (run, statement, &passed, error))
    return NULL;
  if (passed)
    return nothing_returned (LB_PASSED_OVER);
  return run->scripted && kind == LB_STATEMENT_ALONE ? run_alone (run, statement, error)
                                                     : run_plain (run, statement, counts, error);
}

/* The statements of one text, if they are several; NULL for one, and for what cannot be taken apart: the database says
 * what is wrong with it. */
static GPtrArray *
take_apart (const LbDialect *dialect, const LbStatement *statement)
{
  const char *semicolon = strchr (statement->text, ';');
  GPtrArray *parts;

  if (!semicolon || !semicolon[1 + strspn (semicolon + 1, " \t\r\n;")])
    return NULL;
  parts = lb_sql_split (dialect->syntax, NULL, statement->text, strlen (statement->text), 1, NULL);
  if (parts && parts->len > 1)
    return parts;
  g_clear_pointer (&parts, g_ptr_array_unref);
  return NULL;
}

LbResult *
lb_scripted_run (LbRun *run, const LbStatement *statement, gboolean counts, GError **error)
{
  g_autoptr (GPtrArray) parts = take_apart (run->engine->dialect, statement);
  LbResult *result = NULL;

  if (!parts)
    return run_single (run, statement, counts, error);
  for (guint i = 0; i < parts->len; i++) {
    lb_result_free (result);
    result = run_single (run, g_ptr_array_index (parts, i), counts, error);
    if (!result)
      return NULL;
  }
  return result;
}

gboolean
lb_scripted_execute (LbRun *run, const LbStatement *const *statements, guint n, gint64 *ret_changed, GError **error)
{
  const LbEngine *engine = run->engine;
  gboolean apart = run->scripted && (run->scripted->block || is_catching_up (run->scripted));

  for (guint i = 0; !apart && i < n; i++)
    apart = engine->dialect->classify (statements[i], 0) != LB_STATEMENT_PLAIN;
  if (!apart) {
    if (!lb_run_begin (run, error)
        || !engine->driver->execute (engine->connection, statements, n, NULL, ret_changed, error))
      return FALSE;
    for (guint i = 0; run->scripted && i < n; i++)
      count (run->scripted, statements[i]->text);
    return TRUE;
  }
  for (guint i = 0; i < n; i++) {
    g_autoptr (LbResult) result = lb_scripted_run (run, statements[i], TRUE, error);

    if (!result)
      return FALSE;
    ret_changed[i] = result->changed;
  }
  return TRUE;
}

gboolean
lb_scripted_insert (LbRun *run, const char *table, const char *const *columns, GPtrArray *rows, GError **error)
{
  g_autofree char *names = g_strjoinv (", ", (char **) columns);
  g_autofree char *text = g_strdup_printf ("%u rows into %s (%s)", rows->len, table, names);
  g_autoptr (LbStatement) statement = lb_statement_new (text, NULL, 0);
  gboolean passed = FALSE;

  if (run->scripted && !pass_over (run, statement, &passed, error))
    return FALSE;
  if (passed)
    return TRUE;
  if (!lb_run_begin (run, error)
      || !run->engine->driver->insert_rows (run->engine->connection, table, columns, rows, error))
    return FALSE;
  if (!run->scripted)
    return TRUE;
  count (run->scripted, text);
  return !run->scripted->block || remember (run, NULL, error);
}

/* ---- transactions */

gboolean
lb_scripted_commit (LbRun *run, GError **error)
{
  if (!run->scripted || run->engine->outer)
    return TRUE; /* between two steps the engine commits; and whoever began a transaction ends it */
  if (is_catching_up (run->scripted))
    return TRUE; /* the former run has committed; what is remembered must not go back */
  return remember (run, NULL, error);
}

gboolean
lb_scripted_rollback (LbRun *run, GError **error)
{
  LbScripted *scripted = run->scripted;

  if (!run->in_transaction)
    return TRUE;
  if (!scripted || run->engine->outer || run->first_pending != run->step || scripted->n > run->done) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                 "a revision cannot roll back the transaction that limbeck runs it in");
    if (error)
      lb_error_set_hint (*error, "Use a savepoint: `with connection.begin_nested():`. A revision that must not be "
                                 "applied raises an exception; what it has done is rolled back then.");
    return FALSE;
  }
  return TRUE; /* nothing was changed since the last commit */
}

gboolean
lb_scripted_block (LbRun *run, gboolean on, GError **error)
{
  if (!run->scripted)
    return TRUE;
  if (on && run->engine->outer) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                 "autocommit_block() inside of a transaction that env.py has begun");
    return FALSE;
  }
  if (on && !is_catching_up (run->scripted) && !remember (run, NULL, error))
    return FALSE;
  run->scripted->block = on;
  return TRUE;
}

/* ---- the step */

/* What became of the statement that was under way when a former run stopped. */
static gboolean
settle (LbRun *run, LbScripted *scripted, LbProgress *progress, GError **error)
{
  g_autoptr (LbStatement) started = NULL;
  LbFate fate;

  if (!progress->under_way)
    return TRUE;
  started = lb_statement_new (progress->under_way, scripted->step->revision->path, 0);
  if (!run->engine->driver->fate (run->engine->connection, started, TRUE, &fate, error))
    return FALSE;
  if (fate == LB_FATE_DONE)
    scripted->settled = g_strdup (progress->under_way);
  if (fate != LB_FATE_UNKNOWN)
    return TRUE;
  refuse_changed (scripted, "the database does not show whether the statement under way was done", error);
  if (error)
    lb_error_set_statement (*error, progress->under_way, 0);
  return FALSE;
}

static gboolean
resume (LbRun *run, LbScripted *scripted, GError **error)
{
  LbProgress *progress = run->progress;
  const LbStep *step = scripted->step;
  g_autoptr (LbProgress) taken = NULL;

  if (!progress || step->kind != progress->kind || strcmp (step->revision->id, progress->revision) != 0)
    return TRUE;
  taken = g_steal_pointer (&run->progress);
  run->done = run->remembered = scripted->skip = progress->done;
  scripted->expected = g_strdup (progress->checksum);
  if (!settle (run, scripted, progress, error))
    return FALSE;
  lb_log (run->engine->options.log, LB_LOG_INFO, LB_LOGGER_MIGRATION,
          "revision %s is half-applied: its script runs again, passing over the %u statements that are done",
          step->revision->id, scripted->skip + (scripted->settled != NULL));
  return TRUE;
}

gboolean
lb_scripted_step (LbRun *run, const LbStep *step, GError **error)
{
  LbScripted scripted = { .step = step, .sum = g_checksum_new (G_CHECKSUM_SHA256) };
  gboolean done = resume (run, &scripted, error) && lb_run_begin (run, error) && lb_run_make_table (run, error);

  if (done) {
    run->scripted = &scripted;
    done = lb_engine_run_script (run->engine, step, error);
    run->scripted = NULL;
  }
  if (done && scripted.n < scripted.skip)
    done = refuse_changed (&scripted, "its script has fewer statements than are done", error);
  g_checksum_free (scripted.sum);
  g_free (scripted.expected);
  g_free (scripted.settled);
  return done;
}
