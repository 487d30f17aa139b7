#include "private.h"

#include "sql/build.h"
#include "util/error.h"

#include <stdlib.h>
#include <string.h>

/* The memory is a table of one row beside the version table. It exists only while a step is half-applied, so that a
 * finished database holds nothing of it. Each change of it commits together with the statement it speaks of, or, for a
 * statement that the database refuses inside a transaction, before it ("under way") and behind it ("done"). */

static const char *const directions[] = { [LB_STEP_UPGRADE] = "upgrade", [LB_STEP_DOWNGRADE] = "downgrade" };

void
lb_progress_free (LbProgress *progress)
{
  if (!progress)
    return;
  g_free (progress->revision);
  g_free (progress->checksum);
  g_free (progress->under_way);
  g_free (progress);
}

char *
lb_progress_table (const LbEngine *engine)
{
  static const char suffix[] = "_progress";
  enum { HASH = 8 };
  gsize room = engine->dialect->longest_name;
  g_autofree char *hash = NULL;
  const char *end;

  if (room == 0 || strlen (engine->table) + strlen (suffix) <= room)
    return g_strconcat (engine->table, suffix, NULL);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, engine->table, -1);
  end = engine->table + room - strlen (suffix) - HASH;
  if (*end & 0x80)
    end = g_utf8_find_prev_char (engine->table, end + 1); /* not in the middle of a character */
  return g_strdup_printf ("%.*s%.*s%s", (int) (end - engine->table), engine->table, HASH, hash, suffix);
}

static LbStatement *
statement (const LbEngine *engine, const char *format)
{
  g_autofree char *table = lb_progress_table (engine);
  g_autofree char *sql = lb_sql_format (engine->dialect->syntax, format, lb_version_schema (engine), table);

  return lb_statement_new (sql, NULL, 0);
}

LbStatement *
lb_progress_create (const LbEngine *engine)
{
  const LbDialect *dialect = engine->dialect;
  g_autofree char *table = lb_progress_table (engine);
  g_autofree char *sql
      = lb_sql_format (dialect->syntax,
                       "CREATE TABLE IF NOT EXISTS %T (revision VARCHAR(255) NOT NULL, direction VARCHAR(10) NOT NULL, "
                       "done INTEGER NOT NULL, total INTEGER NOT NULL, checksum VARCHAR(64) NOT NULL, under_way %s)",
                       lb_version_schema (engine), table, dialect->long_text ? dialect->long_text : "TEXT");

  return lb_statement_new (sql, NULL, 0);
}

LbStatement *
lb_progress_drop (const LbEngine *engine)
{
  return statement (engine, "DROP TABLE IF EXISTS %T");
}

LbStatement *
lb_progress_forget (const LbEngine *engine)
{
  return engine->dialect->transactional_ddl ? lb_progress_drop (engine) : statement (engine, "DELETE FROM %T");
}

void
lb_progress_record (const LbEngine *engine, const LbStep *step, const char *checksum, guint done, guint total,
                    const char *under_way, GPtrArray *into)
{
  g_autofree char *table = lb_progress_table (engine);
  g_autofree char *sql = lb_sql_format (engine->dialect->syntax,
                                        "INSERT INTO %T (revision, direction, done, total, checksum, under_way) "
                                        "VALUES (%L, %L, %d, %d, %L, %L)",
                                        lb_version_schema (engine), table, step->revision->id, directions[step->kind],
                                        (gint64) done, (gint64) total, checksum, under_way);

  g_ptr_array_add (into, statement (engine, "DELETE FROM %T"));
  g_ptr_array_add (into, lb_statement_new (sql, NULL, 0));
}

/* A look without the run's lock may see the table and then not find it, because the step that it was for is over; and
 * the next step may have made another by the time we look again. */
enum { LOOKS = 20 };

/* The rows of the memory, NULL without @error if there is no table. */
static LbRows *
read_rows (LbEngine *engine, GError **error)
{
  const char *schema = lb_version_schema (engine);
  g_autofree char *table = lb_progress_table (engine);
  g_autofree char *sql = lb_sql_format (
      engine->dialect->syntax, "SELECT revision, direction, done, total, checksum, under_way FROM %T", schema, table);

  for (guint looks = 1;; looks++) {
    g_autoptr (GError) failure = NULL;
    LbRows *rows;
    gboolean exists;

    if (!engine->driver->has_table (engine->connection, schema, table, &exists, NULL, error) || !exists)
      return NULL;
    rows = engine->driver->query (engine->connection, sql, &failure);
    if (rows)
      return rows;
    if (looks == LOOKS || !g_error_matches (failure, LB_ERROR, LB_ERROR_DATABASE)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  }
}

LbProgress *
lb_progress_read (LbEngine *engine, GError **error)
{
  g_autoptr (LbRows) rows = read_rows (engine, error);
  LbProgress *progress;
  char **cells;

  if (!rows || rows->rows->len == 0)
    return NULL;
  cells = g_ptr_array_index (rows->rows, 0);
  progress = g_new0 (LbProgress, 1);
  progress->revision = g_strdup (cells[0]);
  progress->kind = g_strcmp0 (cells[1], directions[LB_STEP_DOWNGRADE]) == 0 ? LB_STEP_DOWNGRADE : LB_STEP_UPGRADE;
  progress->done = (guint) strtoul (cells[2] ? cells[2] : "0", NULL, 10);
  progress->total = (guint) strtoul (cells[3] ? cells[3] : "0", NULL, 10);
  progress->checksum = g_strdup (cells[4] ? cells[4] : "");
  progress->under_way = g_strdup (cells[5]);
  return progress;
}

/* The ways out, for every error about a half-applied revision. */
static void
set_ways_out (const LbProgress *progress, GError **error)
{
  if (!error)
    return;
  lb_error_set_hint (
      *error,
      "Go on with `limbeck %s %s`. Or bring the database by hand to where it stood before %s, or to where "
      "the revision is applied whole, and say so with `limbeck stamp REVISION`, which forgets the rest.",
      directions[progress->kind], progress->kind == LB_STEP_UPGRADE ? progress->revision : "-1", progress->revision);
}

gboolean
lb_progress_fits (const LbProgress *progress, const LbBody *body, const char *path, GError **error)
{
  g_autofree char *checksum = lb_body_checksum (body, progress->done);

  if (progress->done <= body->n_statements && strcmp (checksum, progress->checksum) == 0)
    return TRUE;
  lb_set_error_at (error, LB_ERROR_UNFINISHED, path, 0,
                   "revision %s is half-applied, and its first %u statements are not what ran: the file has changed",
                   progress->revision, progress->done);
  if (error)
    lb_error_set_hint (*error,
                       "Put the first %u statements back as they were (those behind them may change) and run again. Or "
                       "bring the database by hand to where it stood before %s, or to where the revision is applied "
                       "whole, and say so with `limbeck stamp REVISION`, which forgets the rest.",
                       progress->done, progress->revision);
  return FALSE;
}

gboolean
lb_progress_allows (const LbProgress *progress, const LbGraph *graph, const LbPlan *plan, GError **error)
{
  for (guint i = 0; i < plan->steps->len; i++) {
    const LbStep *step = g_ptr_array_index (plan->steps, i);

    if (step->kind == progress->kind && step->revision && strcmp (step->revision->id, progress->revision) == 0)
      return TRUE;
  }
  if (progress->total)
    g_set_error (error, LB_ERROR, LB_ERROR_UNFINISHED,
                 "%s of revision %s is half-applied: %u of %u statements are done", directions[progress->kind],
                 progress->revision, progress->done, progress->total);
  else
    g_set_error (error, LB_ERROR, LB_ERROR_UNFINISHED,
                 "%s of revision %s is half-applied: the first %u statements of its script are done",
                 directions[progress->kind], progress->revision, progress->done);
  if (error && progress->under_way)
    lb_error_set_statement (*error, progress->under_way, 0);
  if (error && !lb_graph_lookup (graph, progress->revision)) {
    lb_error_set_detail (*error, "no file has this revision");
    lb_error_set_hint (*error,
                       "Put its file back and run again. Or bring the database by hand to where it stood before, and "
                       "say so with `limbeck stamp REVISION`, which forgets the rest.");
  } else {
    set_ways_out (progress, error);
  }
  return FALSE;
}
