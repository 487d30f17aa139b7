#include "private.h"

#include "revision/resolve.h"
#include "sql/build.h"
#include "util/error.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Writing a run as SQL. The shape is Alembic's to the letter, so that reviewed scripts and the tools that read them
 * stay as they are: each statement, its semicolon, an empty line. */
struct LbOfflineWriter {
  LbEngine *engine;
  LbSqlSink sink;
  gpointer data;
  GPtrArray *rows; /* char *: what the version table holds by then */
  gboolean in_transaction;
  gboolean block;         /* in an autocommit block of a script */
  const GPtrArray *steps; /* those that the host runs without waiting; NULL: none. Then: */
  guint first, next, end; /* the first, the next that begins, and where they end */
  GError *failure;        /* what went wrong meanwhile, which the host does not know */
  GHashTable *made;       /* see LbTarget */
};
typedef LbOfflineWriter Writer;

static void
writer_clear (Writer *writer)
{
  g_ptr_array_unref (writer->rows);
  g_hash_table_unref (writer->made);
  g_clear_error (&writer->failure);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

/* A statement with what ends it: a semicolon, and for some clients a word on a line of its own. */
static gboolean
write_ended (Writer *writer, const char *text, const char *separator, GError **error)
{
  const char *terminator = writer->engine->dialect->terminator;
  g_autofree char *piece = g_strconcat (text, terminator ? terminator : ";", "\n\n", separator ? separator : "",
                                        separator ? "\n\n" : "", NULL);

  return writer->sink (piece, writer->data, error);
}

static gboolean
write_statement (Writer *writer, const char *text, GError **error)
{
  return write_ended (writer, text, writer->engine->dialect->separator, error);
}

static gboolean
write_begin (Writer *writer, GError **error)
{
  if (writer->in_transaction || !writer->engine->says_transactional)
    return TRUE;
  writer->in_transaction = TRUE;
  return write_ended (writer, writer->engine->dialect->begin ? writer->engine->dialect->begin : "BEGIN", NULL, error);
}

static gboolean
write_commit (Writer *writer, GError **error)
{
  if (!writer->in_transaction)
    return TRUE;
  writer->in_transaction = FALSE;
  return write_statement (writer, "COMMIT", error);
}

static gboolean
write_create (Writer *writer, GError **error)
{
  g_autoptr (LbStatement) create = lb_version_create (writer->engine);

  return write_statement (writer, create->text, error);
}

static gboolean
write_moves (Writer *writer, const LbStep *step, GError **error)
{
  const LbDialect *dialect = writer->engine->dialect;
  g_autofree char *table = lb_version_qualified (writer->engine);

  for (guint i = 0; i < step->moves->len; i++) {
    const LbRowMove *move = &g_array_index (step->moves, LbRowMove, i);
    g_autoptr (LbStatement) statement = lb_version_move (writer->engine, move);
    g_autoptr (GString) text = g_string_new (statement->text);

    if (move->kind == LB_ROW_INSERT && dialect->insert_output) {
      g_autofree char *before = g_strconcat (dialect->insert_output, " VALUES (", NULL);

      g_string_replace (text, " VALUES (", before, 1);
    }
    if (move->kind == LB_ROW_INSERT && dialect->insert_returning) {
      g_autoptr (GString) returning = g_string_new (dialect->insert_returning);

      g_string_replace (returning, "%s", table, 0);
      g_string_append (text, returning->str);
    }
    if (!write_statement (writer, text->str, error))
      return FALSE;
  }
  lb_version_apply (writer->rows, step->moves);
  return TRUE;
}

/* The statements of the step; those that must stand outside a transaction end the open one and begin a new one behind
 * them. */
static gboolean
write_body (Writer *writer, const LbBody *body, GError **error)
{
  const LbDialect *dialect = writer->engine->dialect;

  for (guint i = 0; i < body->sections->len; i++) {
    const LbSection *section = g_ptr_array_index (body->sections, i);

    for (guint j = 0; j < section->statements->len; j++) {
      const LbStatement *statement = g_ptr_array_index (section->statements, j);
      gboolean outside = section->transaction_off || dialect->classify (statement, 0) == LB_STATEMENT_ALONE;

      if (!(outside ? write_commit (writer, error) : write_begin (writer, error))
          || !write_statement (writer, statement->text, error))
        return FALSE;
    }
  }
  return write_begin (writer, error);
}

/* As Alembic prints what a script says: four blanks for a tab, no white space at the ends. */
static char *
printed (const char *statement)
{
  g_autoptr (GString) text = g_string_new (statement);

  g_string_replace (text, "\t", "    ", 0);
  return g_strdup (g_strstrip (text->str));
}

/* After an error that the host was not told yet nothing more is written. */
static gboolean
may_write (const Writer *writer, GError **error)
{
  if (writer->failure)
    g_propagate_error (error, g_error_copy (writer->failure));
  return writer->failure == NULL;
}

gboolean
lb_offline_write (LbEngine *engine, const GPtrArray *statements, GError **error)
{
  Writer *writer = engine->writer;

  if (!may_write (writer, error))
    return FALSE;
  for (guint i = 0; i < statements->len; i++) {
    const LbStatement *statement = g_ptr_array_index (statements, i);
    LbStatementKind kind = engine->dialect->classify (statement, 0);
    gboolean outside = writer->block || (kind == LB_STATEMENT_ALONE && engine->says_transactional);
    g_autofree char *text = printed (statement->text);

    if (kind != LB_STATEMENT_COMMIT && !(outside ? write_commit (writer, error) : write_begin (writer, error)))
      return FALSE;
    if (kind == LB_STATEMENT_COMMIT)
      writer->in_transaction = FALSE;
    if (!write_statement (writer, text, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
lb_offline_text (LbEngine *engine, const char *text, GError **error)
{
  g_autofree char *piece = g_strconcat (text, "\n\n", NULL);

  return may_write (engine->writer, error) && engine->writer->sink (piece, engine->writer->data, error);
}

LbTarget
lb_offline_target (LbEngine *engine)
{
  return (LbTarget){ .made = engine->writer->made };
}

gboolean
lb_offline_block (LbEngine *engine, gboolean on, GError **error)
{
  Writer *writer = engine->writer;

  if (!may_write (writer, error))
    return FALSE;
  writer->block = on;
  return on ? write_commit (writer, error) : write_begin (writer, error);
}

/* What is written is out before a script prints. */
static gboolean
flush (Writer *writer, GError **error)
{
  return writer->sink ("", writer->data, error);
}

static gboolean
write_script (Writer *writer, const LbStep *step, GError **error)
{
  gboolean done;

  if (!flush (writer, error))
    return FALSE;
  writer->engine->writer = writer;
  done = lb_engine_run_script (writer->engine, step, error);
  writer->engine->writer = NULL;
  return done && write_begin (writer, error);
}

static gboolean
write_head (Writer *writer, const LbStep *step, GError **error)
{
  g_autofree char *title = lb_step_title (step);
  g_autofree char *comment = g_strdup_printf ("-- Running %s\n\n", title);

  return write_begin (writer, error) && (writer->rows->len > 0 || write_create (writer, error))
         && writer->sink (comment, writer->data, error);
}

static gboolean
write_tail (Writer *writer, const LbStep *step, GError **error)
{
  return write_moves (writer, step, error)
         && (writer->engine->mode == LB_TRANSACTION_RUN || write_commit (writer, error));
}

static gboolean
write_step (Writer *writer, const LbStep *step, GError **error)
{
  g_autoptr (LbBody) body = NULL;
  g_autoptr (GArray) units = NULL;

  if (step->revision && !lb_step_is_script (step)) {
    body = lb_engine_read_step (writer->engine, step, &units, error);
    if (!body)
      return FALSE;
  }
  lb_step_log (writer->engine, step);
  return write_head (writer, step, error) && (!body || write_body (writer, body, error))
         && (!lb_step_is_script (step) || write_script (writer, step, error)) && write_tail (writer, step, error);
}

/* ---- many scripts in one go: the host does not wait while what it says is written */

/* The script under way, if any, has said all. */
static gboolean
end_script (Writer *writer, GError **error)
{
  return writer->next == writer->first
         || (write_begin (writer, error)
             && write_tail (writer, g_ptr_array_index (writer->steps, writer->next - 1), error));
}

/* Take note of @failure, and of where it was: it is reported when the host is done. */
static void
keep_failure (Writer *writer, GError *failure)
{
  const LbStep *step = writer->next > writer->first ? g_ptr_array_index (writer->steps, writer->next - 1) : NULL;

  if (step && step->revision && !lb_error_parts (failure)->file)
    lb_error_set_place (failure, step->revision->path, 0);
  if (writer->failure)
    g_error_free (failure);
  else
    writer->failure = failure;
}

void
lb_offline_begin_script (LbEngine *engine)
{
  Writer *writer = engine->writer;
  GError *failure = NULL;
  const LbStep *step;

  if (!writer || !writer->steps || writer->next == writer->end || writer->failure)
    return;
  step = g_ptr_array_index (writer->steps, writer->next);
  if (end_script (writer, &failure)) {
    writer->next++;
    if (!engine->in_environment) /* else the host has logged it, by its own logging */
      lb_step_log (engine, step);
    write_head (writer, step, &failure);
  }
  if (failure)
    keep_failure (writer, failure);
}

void
lb_offline_fail (LbEngine *engine, GError *failure)
{
  if (engine->writer && engine->writer->steps)
    keep_failure (engine->writer, failure);
  else
    g_error_free (failure);
}

gboolean
lb_offline_sync (LbEngine *engine, GError **error)
{
  return !engine->writer || flush (engine->writer, error);
}

static gboolean
write_scripts (Writer *writer, const GPtrArray *steps, guint first, guint end, GError **error)
{
  GError *local = NULL;
  gboolean done;

  if (!flush (writer, error))
    return FALSE;
  writer->engine->writer = writer;
  writer->steps = steps;
  writer->first = writer->next = first;
  writer->end = end;
  done = lb_engine_run_scripts (writer->engine, steps, first, end, &local) && !writer->failure
         && end_script (writer, &local);
  writer->engine->writer = NULL;
  writer->steps = NULL;
  if (!done && writer->failure) {
    g_clear_error (&local);
    local = g_steal_pointer (&writer->failure);
  }
  if (local)
    g_propagate_error (error, local);
  return done;
}

/* Whether log lines and SQL come out in one place: then each has to wait for the other. */
static gboolean
is_one_stream (void)
{
  struct stat out, err;

  return isatty (STDOUT_FILENO)
         || (fstat (STDOUT_FILENO, &out) == 0 && fstat (STDERR_FILENO, &err) == 0 && out.st_dev == err.st_dev
             && out.st_ino == err.st_ino && !S_ISCHR (out.st_mode));
}

/* Where the scripts end that can run in one go from @first on; @first if they cannot. */
static guint
scripts_end (const Writer *writer, const GPtrArray *steps, guint first)
{
  guint end = first;

  if (writer->engine->callbacks || writer->engine->own_buffer || !lb_engine_has_own_host (writer->engine)
      || is_one_stream ())
    return first;
  while (end < steps->len && lb_step_is_script (g_ptr_array_index (steps, end)))
    end++;
  return end;
}

/* A buffer that the script gave to configure(). */
static gboolean
write_to_script (const char *text, gpointer data, GError **error)
{
  LbEngine *engine = data;

  return lb_engine_tell (engine, "output", json_pack ("{s:s}", "text", text), error);
}

static void
writer_init (Writer *writer, LbEngine *engine, const char *const *rows, LbSqlSink sink, gpointer data)
{
  *writer = (Writer){ .engine = engine, .sink = engine->own_buffer ? write_to_script : sink, .data = data };
  if (engine->own_buffer)
    writer->data = engine;
  writer->made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  writer->rows = g_ptr_array_new_with_free_func (g_free);
  for (; *rows; rows++)
    g_ptr_array_add (writer->rows, g_strdup (*rows));
}

static gboolean
write_plan (LbEngine *engine, const LbPlan *plan, const char *const *rows, LbSqlSink sink, gpointer data,
            GError **error)
{
  g_auto (Writer)
    writer;

  writer_init (&writer, engine, rows, sink, data);
  if (!lb_plan_check (engine, plan, NULL, error))
    return FALSE;
  if (plan->warning)
    lb_log (engine->options.log, LB_LOG_WARNING, LB_LOGGER_MIGRATION, "%s", plan->warning);
  if (engine->mode == LB_TRANSACTION_RUN && !write_begin (&writer, error))
    return FALSE;
  for (guint i = 0; i < plan->steps->len;) {
    guint end = scripts_end (&writer, plan->steps, i);

    if (!(end > i ? write_scripts (&writer, plan->steps, i, end, error)
                  : write_step (&writer, g_ptr_array_index (plan->steps, i), error)))
      return FALSE;
    i = MAX (end, i + 1);
  }
  return write_commit (&writer, error);
}

/* "a:b" into its sides; no colon: an empty @ret_start and the whole as @ret_target. */
static gboolean
split_range (const char *typed, char **ret_start, char **ret_target, GError **error)
{
  const char *colon = strchr (typed, ':');

  if (colon && strchr (colon + 1, ':')) {
    g_set_error (error, LB_ERROR, LB_ERROR_TARGET, "'%s' has more than one ':'", typed);
    if (error)
      lb_error_set_hint (*error, "A range is written FROM:TO.");
    return FALSE;
  }
  *ret_start = colon ? g_strndup (typed, (gsize) (colon - typed)) : g_strdup ("");
  *ret_target = g_strdup (colon ? colon + 1 : typed);
  return TRUE;
}

static gboolean
migrate_sql (LbEngine *engine, LbStepKind kind, const char *typed, LbSqlSink sink, gpointer data, GError **error)
{
  const LbGraph *graph = lb_scripts_graph (engine->options.scripts, error);
  g_autofree char *start = NULL, *target = NULL;
  g_auto (GStrv)
    rows = NULL;
  g_autoptr (LbPlan) plan = NULL;

  if (!graph || !split_range (typed, &start, &target, error))
    return FALSE;
  rows = lb_resolve_start (graph, *start || !engine->starting ? start : engine->starting, error);
  if (!rows)
    return FALSE;
  plan = kind == LB_STEP_UPGRADE ? lb_plan_upgrade (graph, (const char *const *) rows, target, error)
                                 : lb_plan_downgrade (graph, (const char *const *) rows, target, error);
  if (!plan)
    return FALSE;
  if (!engine->configured) /* then env.py's configure() has said it */
    lb_engine_log_context (engine, TRUE);
  return write_plan (engine, plan, (const char *const *) rows, sink, data, error);
}

gboolean
lb_engine_upgrade_sql (LbEngine *engine, const char *target, LbSqlSink sink, gpointer data, GError **error)
{
  return migrate_sql (engine, LB_STEP_UPGRADE, target, sink, data, error);
}

gboolean
lb_engine_downgrade_sql (LbEngine *engine, const char *target, LbSqlSink sink, gpointer data, GError **error)
{
  if (!strchr (target, ':')) {
    g_set_error (error, LB_ERROR, LB_ERROR_TARGET, "downgrade with --sql requires <fromrev>:<torev>");
    return FALSE;
  }
  return migrate_sql (engine, LB_STEP_DOWNGRADE, target, sink, data, error);
}

/* The one start that all of @typed name, and their targets. */
static gboolean
split_stamps (const char *const *typed, char **ret_start, GPtrArray *targets, GError **error)
{
  g_autofree char *common = NULL;

  for (; *typed; typed++) {
    g_autofree char *start = NULL, *target = NULL;

    if (!split_range (*typed, &start, &target, error))
      return FALSE;
    if (common && strcmp (common, start) != 0) {
      g_set_error (error, LB_ERROR, LB_ERROR_TARGET,
                   "Stamp operation with --sql only supports a single starting revision at a time");
      return FALSE;
    }
    if (!common)
      common = g_steal_pointer (&start);
    g_ptr_array_add (targets, g_steal_pointer (&target));
  }
  g_ptr_array_add (targets, NULL);
  *ret_start = common ? g_steal_pointer (&common) : g_strdup ("");
  return TRUE;
}

gboolean
lb_engine_stamp_sql (LbEngine *engine, const char *const *targets, LbSqlSink sink, gpointer data, GError **error)
{
  const LbGraph *graph = lb_scripts_graph (engine->options.scripts, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *start = NULL;
  g_auto (GStrv)
    rows = NULL;
  g_autoptr (LbPlan) plan = NULL;

  if (!graph || !split_stamps (targets, &start, names, error))
    return FALSE;
  rows = lb_resolve_start (graph, start, error);
  if (!rows)
    return FALSE;
  plan = lb_plan_stamp (graph, (const char *const *) rows, (const char *const *) names->pdata, error);
  if (!plan)
    return FALSE;
  if (!engine->configured) /* then env.py's configure() has said it */
    lb_engine_log_context (engine, TRUE);
  return write_plan (engine, plan, (const char *const *) rows, sink, data, error);
}

gboolean
lb_engine_ensure_version_sql (LbEngine *engine, LbSqlSink sink, gpointer data, GError **error)
{
  static const char *const no_rows[] = { NULL };
  g_auto (Writer)
    writer;

  writer_init (&writer, engine, no_rows, sink, data);
  if (!engine->configured) /* then env.py's configure() has said it */
    lb_engine_log_context (engine, TRUE);
  return write_begin (&writer, error) && write_create (&writer, error) && write_commit (&writer, error);
}
