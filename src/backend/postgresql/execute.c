#include "private.h"

#include "util/error.h"

#include <string.h>

/* Bytes that are queued before the socket is asked to take them: libpq's own measure. */
enum { FLUSH_AT = 65536 };

/* Statements under way in a pipeline. The server sees all of them up to the sync as one transaction if none is open:
 * whoever wants them to commit together calls begin first, and whoever does not sends them one at a time. */
typedef struct {
  LbConnection *connection;
  const LbStatement *const *statements;
  guint n;
  gboolean begins;  /* BEGIN goes first */
  guint queued;     /* commands handed to libpq, BEGIN included */
  guint answered;   /* commands whose results have all come */
  gsize bytes;      /* queued since the socket took all */
  gboolean synced;  /* the sync that ends the pipeline is queued */
  gboolean flushed; /* the socket has taken everything that was queued */
  gboolean over;    /* the sync was answered */
  gint64 *changed;  /* may be NULL */
  guint failed;
  GError *error; /* the first */
} Pipeline;

static guint
total (const Pipeline *pipeline)
{
  return pipeline->n + (pipeline->begins ? 1 : 0);
}

/* The statement that command @index is; NULL for BEGIN. */
static const LbStatement *
statement_of (const Pipeline *pipeline, guint index)
{
  if (pipeline->begins && index == 0)
    return NULL;
  return index < total (pipeline) ? pipeline->statements[index - (pipeline->begins ? 1 : 0)] : NULL;
}

static void
fail (Pipeline *pipeline, GError *error)
{
  guint index = MIN (pipeline->answered, total (pipeline) - 1);

  if (pipeline->error) {
    g_error_free (error);
    return;
  }
  pipeline->error = error;
  pipeline->failed = index - (pipeline->begins && index ? 1 : 0);
}

static void
fail_lost (Pipeline *pipeline)
{
  fail (pipeline, lb_pg_lost_new (pipeline->connection, statement_of (pipeline, pipeline->answered), NULL));
}

static gboolean
queue_next (Pipeline *pipeline)
{
  PGconn *pg = pipeline->connection->pg;
  const LbStatement *statement = statement_of (pipeline, pipeline->queued);
  const char *sql = statement ? statement->text : lb_pg_begin_text (pipeline->connection);

  if (pipeline->error || pipeline->queued == total (pipeline)) {
    pipeline->synced = TRUE;
    return PQpipelineSync (pg);
  }
  lb_pg_echo (pipeline->connection, sql);
  if (!PQsendQueryParams (pg, sql, 0, NULL, NULL, NULL, NULL, 0))
    return FALSE;
  /* rows of a SELECT come one by one, so that they need no room; refused, and not needed, while another is under way */
  if (pipeline->answered == pipeline->queued)
    PQsetSingleRowMode (pg);
  pipeline->queued++;
  pipeline->bytes += strlen (sql);
  return TRUE;
}

/* Queue as much as the socket takes without waiting. */
static gboolean
fill (Pipeline *pipeline)
{
  for (;;) {
    if (!pipeline->flushed || pipeline->bytes >= FLUSH_AT || pipeline->synced) {
      int left = PQflush (pipeline->connection->pg);

      pipeline->flushed = left == 0;
      if (left != 0)
        return left > 0;
      pipeline->bytes = 0;
    }
    if (pipeline->synced)
      return TRUE;
    if (!queue_next (pipeline))
      return FALSE;
    pipeline->flushed &= !pipeline->synced;
  }
}

static void
take_result (Pipeline *pipeline, const PGresult *result)
{
  const LbStatement *statement = statement_of (pipeline, pipeline->answered);

  if (statement)
    lb_pg_note (pipeline->connection, result);
  if (statement && pipeline->changed)
    pipeline->changed[pipeline->answered - (pipeline->begins ? 1 : 0)] = lb_pg_changed ((PGresult *) result);
}

/* One result, or the NULL behind the last of a command. */
static void
take (Pipeline *pipeline, PGresult *result)
{
  PGconn *pg = pipeline->connection->pg;

  if (!result) {
    pipeline->answered++;
    if (pipeline->answered < pipeline->queued)
      PQsetSingleRowMode (pg);
    return;
  }
  switch (PQresultStatus (result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
      take_result (pipeline, result);
      break;
    case PGRES_SINGLE_TUPLE:
    case PGRES_PIPELINE_ABORTED: /* behind the one that failed */
      break;
    case PGRES_PIPELINE_SYNC:
      pipeline->over = TRUE;
      break;
    default:
      fail (pipeline,
            lb_pg_error_new (pipeline->connection, result, statement_of (pipeline, pipeline->answered), NULL));
  }
  PQclear (result);
}

/* Take the results that are there, without waiting. FALSE when the connection is lost. */
static gboolean
drain (Pipeline *pipeline)
{
  PGconn *pg = pipeline->connection->pg;
  gboolean alive = PQconsumeInput (pg);

  /* what the server said last is read even when the connection is gone: it may say why */
  while (!pipeline->over && (pipeline->answered < pipeline->queued || pipeline->synced) && !PQisBusy (pg)) {
    PGresult *result = PQgetResult (pg);

    if (!result && pipeline->answered >= pipeline->queued)
      break;
    take (pipeline, result);
    if (PQstatus (pg) == CONNECTION_BAD)
      return FALSE;
  }
  return alive;
}

static void
run_pipeline (Pipeline *pipeline)
{
  LbConnection *connection = pipeline->connection;

  if (PQstatus (connection->pg) == CONNECTION_BAD || !PQenterPipelineMode (connection->pg)) {
    fail_lost (pipeline);
    return;
  }
  /* results are taken while statements are still being sent: neither side can wait for ever with its buffers full */
  while (!pipeline->over) {
    if (!fill (pipeline) || !lb_pg_wait (connection, !pipeline->flushed, LB_PG_HEARING) || !drain (pipeline)) {
      drain (pipeline);
      fail_lost (pipeline);
      return;
    }
  }
  PQexitPipelineMode (connection->pg);
}

static gboolean
execute_batch (LbConnection *connection, const LbStatement *const *statements, guint n, gboolean begins,
               guint *ret_failed, gint64 *ret_changed, GError **error)
{
  Pipeline pipeline = { .connection = connection, .statements = statements, .n = n, .begins = begins, .flushed = TRUE };

  pipeline.changed = ret_changed;
  run_pipeline (&pipeline);
  if (!pipeline.error)
    return TRUE;
  if (ret_failed)
    *ret_failed = pipeline.failed;
  g_propagate_error (error, pipeline.error);
  return FALSE;
}

/* By the simple protocol: a statement that the server refuses in a transaction (VACUUM) is refused in a pipeline as
 * well. */
static gboolean
execute_one (LbConnection *connection, const LbStatement *statement, gint64 *ret_changed, GError **error)
{
  g_autoptr (PGresult) result = lb_pg_run (connection, statement->text, FALSE, LB_PG_HEARING, statement, error);

  if (result)
    lb_pg_note (connection, result);
  if (result && ret_changed)
    *ret_changed = lb_pg_changed (result);
  return result != NULL;
}

/* COPY from or to the client, which a pipeline cannot recover from: found before anything is sent. */
static gboolean
is_client_copy (const LbStatement *statement)
{
  LbLexer lexer;
  LbToken token;
  guint depth = 0;
  gboolean from_or_to = FALSE;

  if (g_ascii_strncasecmp (statement->text, "copy", 4) != 0)
    return FALSE;
  lb_lexer_init (&lexer, lb_pg_syntax (), statement->text, strlen (statement->text), 1);
  while (lb_lexer_next_solid (&lexer, &token, NULL) && token.kind != LB_TOKEN_END) {
    depth += token.kind == LB_TOKEN_OPEN;
    depth -= token.kind == LB_TOKEN_CLOSE && depth > 0;
    if (depth > 0)
      continue;
    if (from_or_to && (lb_token_is (&token, "stdin") || lb_token_is (&token, "stdout")))
      return TRUE;
    from_or_to = lb_token_is (&token, "from") || lb_token_is (&token, "to");
  }
  return FALSE;
}

static gboolean
refuse_copy (const LbStatement *const *statements, guint n, guint *ret_failed, GError **error)
{
  for (guint i = 0; i < n; i++) {
    if (!is_client_copy (statements[i]))
      continue;
    if (ret_failed)
      *ret_failed = i;
    g_propagate_error (error, lb_pg_copy_error_new (statements[i], NULL));
    return FALSE;
  }
  return TRUE;
}

gboolean
lb_pg_execute (LbConnection *connection, const LbStatement *const *statements, guint n, guint *ret_failed,
               gint64 *ret_changed, GError **error)
{
  gboolean begins;

  if (ret_failed)
    *ret_failed = 0;
  if (n == 0)
    return TRUE;
  if (!lb_pg_ready (connection, error) || !refuse_copy (statements, n, ret_failed, error))
    return FALSE;
  if (connection->begin_settings && !lb_pg_send_begin (connection, error))
    return FALSE;
  begins = connection->begin_pending;
  connection->begin_pending = FALSE;
  if (n == 1 && !begins)
    return execute_one (connection, statements[0], ret_changed, error);
  return execute_batch (connection, statements, n, begins, ret_failed, ret_changed, error);
}
