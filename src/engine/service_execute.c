#include "service_private.h"

#include "operation/json.h"
#include "operation/rows.h"
#include "operation/wire.h"
#include "sql/build.h"
#include "util/error.h"
#include "util/interrupt.h"

#include <string.h>

enum {
  FIRST_ROWS = 500,    /* that come with the answer of execute */
  MANY_AT_ONCE = 1000, /* statements of an executemany that go to the server in one piece */
};

/* A result of which rows are left to fetch. */
typedef struct {
  LbResult *result;
  gint64 next;
} Fetched;

static gboolean
is_offline (LbService *service, const json_t *message)
{
  return service->engine && service->engine->writer && !json_is_integer (json_object_get (message, "connection"));
}

/* ---- results */

static void
append_changed (GString *json, gint64 changed)
{
  if (changed == LB_PASSED_OVER)
    g_string_append (json, ",\"changed\":-1,\"passed\":true");
  else
    g_string_append_printf (json, ",\"changed\":%" G_GINT64_FORMAT, changed);
}

/* Takes @result. */
static char *
result_text (LbService *service, LbResult *result)
{
  GString *json = g_string_new ("{\"columns\":");
  gint64 to = MIN (result->n_rows, FIRST_ROWS);
  gboolean more = to < result->n_rows;

  lb_result_append_columns (json, result);
  g_string_append (json, ",\"rows\":");
  lb_result_append_rows (json, result, 0, to);
  append_changed (json, result->changed);
  g_string_append_printf (json, ",\"more\":%s,\"insert_id\":%" G_GINT64_FORMAT, more ? "true" : "false",
                          result->insert_id);
  if (more) {
    Fetched *fetched = g_new (Fetched, 1);

    *fetched = (Fetched){ .result = result, .next = to };
    service->last_result++;
    g_hash_table_insert (service->results, GUINT_TO_POINTER (service->last_result), fetched);
    g_string_append_printf (json, ",\"result\":%u", service->last_result);
  } else {
    lb_result_free (result);
  }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

static Fetched *
find_result (LbService *service, const json_t *message, GError **error)
{
  guint number = (guint) json_integer_value (json_object_get (message, "result"));
  Fetched *fetched = g_hash_table_lookup (service->results, GUINT_TO_POINTER (number));

  if (!fetched)
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "result %u is closed", number);
  return fetched;
}

void
lb_service_free_result (gpointer result)
{
  Fetched *fetched = result;

  lb_result_free (fetched->result);
  g_free (fetched);
}

static void
release (LbService *service, guint number)
{
  g_hash_table_remove (service->results, GUINT_TO_POINTER (number));
}

char *
lb_call_fetch (LbService *service, const json_t *message, GError **error)
{
  Fetched *fetched = find_result (service, message, error);
  json_int_t n = json_integer_value (json_object_get (message, "n"));
  GString *json;
  gint64 to;
  gboolean more;

  if (!fetched)
    return NULL;
  to = n > 0 ? MIN (fetched->next + n, fetched->result->n_rows) : fetched->result->n_rows;
  more = to < fetched->result->n_rows;
  json = g_string_new ("{\"rows\":");
  lb_result_append_rows (json, fetched->result, fetched->next, to);
  g_string_append_printf (json, ",\"more\":%s}", more ? "true" : "false");
  fetched->next = to;
  if (!more)
    release (service, (guint) json_integer_value (json_object_get (message, "result")));
  return g_string_free (json, FALSE);
}

char *
lb_call_release (LbService *service, const json_t *message, GError **error)
{
  release (service, (guint) json_integer_value (json_object_get (message, "result")));
  return g_strdup ("{}");
}

/* ---- statements */

static char *
changed_text (gint64 changed)
{
  GString *json = g_string_new ("{\"columns\":null,\"rows\":[],\"more\":false");

  append_changed (json, changed);
  g_string_append (json, ",\"insert_id\":0}");
  return g_string_free (json, FALSE);
}

static LbResult *
run_one (LbService *service, LbLink *link, const LbStatement *statement, gboolean counts, GError **error)
{
  LbRun *run = lb_service_run_on (service, link);

  lb_link_watch (link);
  if (!lb_interrupt_check (error))
    return NULL;
  return run ? lb_scripted_run (run, statement, counts, error) : link->driver->run (link->connection, statement, error);
}

/* An executemany: in pieces, without rows. */
static char *
run_many (LbService *service, LbLink *link, GPtrArray *statements, GError **error)
{
  g_autofree gint64 *changed = g_new0 (gint64, MANY_AT_ONCE);
  LbRun *run = lb_service_run_on (service, link);
  gint64 total = 0;
  gboolean passed = FALSE;

  lb_link_watch (link);
  for (guint at = 0; at < statements->len; at += MANY_AT_ONCE) {
    guint n = MIN (MANY_AT_ONCE, statements->len - at);
    const LbStatement *const *piece = (const LbStatement *const *) statements->pdata + at;

    if (!lb_interrupt_check (error))
      return NULL;
    if (!(run ? lb_scripted_execute (run, piece, n, changed, error)
              : link->driver->execute (link->connection, piece, n, NULL, changed, error)))
      return NULL;
    for (guint i = 0; i < n; i++) {
      total += MAX (changed[i], 0);
      passed |= changed[i] == LB_PASSED_OVER;
    }
  }
  return changed_text (passed ? LB_PASSED_OVER : total);
}

char *
lb_call_execute (LbService *service, const json_t *message, GError **error)
{
  gboolean offline = is_offline (service, message);
  gboolean reads = json_is_true (json_object_get (message, "returning"));
  LbLink *link = offline ? NULL : lb_service_link (service, message, error);
  g_autoptr (GPtrArray) statements = NULL;
  LbResult *result;

  if (!link && !offline)
    return NULL;
  statements = lb_service_statements (offline ? service->engine->dialect : link->dialect, message, error);
  if (!statements)
    return NULL;
  if (offline)
    return lb_offline_write (service->engine, statements, error) ? changed_text (-1) : NULL;
  if (json_is_array (json_object_get (message, "many")) && !reads)
    return run_many (service, link, statements, error);
  result = NULL;
  for (guint i = 0; i < statements->len; i++) {
    const LbStatement *statement = g_ptr_array_index (statements, i);

    lb_result_free (result);
    result = run_one (service, link, statement, !reads || !lb_statement_reads (link->dialect, statement), error);
    if (!result)
      return NULL;
  }
  return result ? result_text (service, result) : changed_text (0);
}

/* context.static_output(): text of the script's own into the SQL under way. */
char *
lb_call_output (LbService *service, const json_t *message, GError **error)
{
  const char *text = json_string_value (json_object_get (message, "text"));

  if (text && service->engine && service->engine->writer && !lb_offline_text (service->engine, text, error))
    return NULL;
  return g_strdup ("{}");
}

char *
lb_call_text (LbService *service, const json_t *message, GError **error)
{
  const LbDialect *dialect = lb_service_dialect (message, error);
  g_autoptr (GPtrArray) statements = dialect ? lb_service_statements (dialect, message, error) : NULL;
  GString *json;

  if (!statements)
    return NULL;
  json = g_string_new ("{\"sql\":");
  for (guint i = 0; i < 1 && i < statements->len; i++) {
    const LbStatement *statement = g_ptr_array_index (statements, i);

    lb_json_append_string (json, statement->text, strlen (statement->text));
  }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* ---- operations */

/* Run the statements of an operation one after the other: the next may rely on what the one before it found. */
static gboolean
run_all (LbService *service, LbLink *link, GPtrArray *statements, GError **error)
{
  for (guint i = 0; i < statements->len; i++) {
    LbResult *result = run_one (service, link, g_ptr_array_index (statements, i), TRUE, error);

    if (!result)
      return FALSE;
    lb_result_free (result);
  }
  return TRUE;
}

char *
lb_call_operation (LbService *service, const json_t *message, GError **error)
{
  gboolean offline = is_offline (service, message);
  LbLink *link = offline ? NULL : lb_service_link (service, message, error);
  g_autoptr (LbOperation) operation = NULL;
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);
  const LbDialect *dialect;
  LbTarget target = { 0 };

  if (!link && !offline)
    return NULL;
  operation = lb_operation_from_json (json_object_get (message, "operation"), error);
  if (!operation)
    return NULL;
  dialect = offline ? service->engine->dialect : link->dialect;
  if (offline)
    target = lb_offline_target (service->engine);
  if (!dialect->compile) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "%s has no operations", dialect->syntax->name);
    return NULL;
  }
  if (link) {
    LbRun *run = lb_service_run_on (service, link);

    if (run && !lb_run_begin (run, error)) /* what the operation asks the database is asked in the transaction */
      return NULL;
    target = (LbTarget){ .driver = link->driver,
                         .connection = link->connection,
                         .server_version = link->driver->server_version (link->connection) };
    lb_link_watch (link);
  }
  if (!dialect->compile (operation, &target, statements, error))
    return NULL;
  if (!(offline ? lb_offline_write (service->engine, statements, error) : run_all (service, link, statements, error)))
    return NULL;
  return g_strdup ("{}");
}

/* The SQL of an operation, without doing it: str(CreateTable(table)). */
char *
lb_call_statements (LbService *service, const json_t *message, GError **error)
{
  const LbDialect *dialect = lb_service_dialect (message, error);
  g_autoptr (LbOperation) operation
      = dialect ? lb_operation_from_json (json_object_get (message, "operation"), error) : NULL;
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);
  LbTarget nowhere = { 0 };
  GString *json;

  if (!operation || !dialect->compile (operation, &nowhere, statements, error))
    return NULL;
  json = g_string_new ("{\"statements\":[");
  for (guint i = 0; i < statements->len; i++) {
    const LbStatement *statement = g_ptr_array_index (statements, i);

    g_string_append (json, i ? "," : "");
    lb_json_append_string (json, statement->text, strlen (statement->text));
  }
  g_string_append (json, "]}");
  return g_string_free (json, FALSE);
}

/* ---- scripts that run in one go, with --sql */

char *
lb_call_begin_script (LbService *service, const json_t *message, GError **error)
{
  if (service->engine)
    lb_offline_begin_script (service->engine);
  return NULL;
}

char *
lb_call_perform (LbService *service, const json_t *message, GError **error)
{
  GError *failure = NULL;

  if (service->engine && service->engine->writer)
    g_free (lb_call_operation (service, message, &failure));
  if (failure)
    lb_offline_fail (service->engine, failure);
  return NULL;
}

char *
lb_call_sync (LbService *service, const json_t *message, GError **error)
{
  return !service->engine || lb_offline_sync (service->engine, error) ? g_strdup ("{}") : NULL;
}

/* ---- rows */

static void
free_row (gpointer data)
{
  g_free (data); /* its values are freed by whoever knows how many there are */
}

/* LbValue[n_columns] each. */
static GPtrArray *
read_rows (const json_t *rows, guint n_columns, GError **error)
{
  GPtrArray *read = g_ptr_array_new_with_free_func (free_row);

  for (gsize i = 0; i < json_array_size (rows); i++) {
    const json_t *cells = json_array_get (rows, i);
    LbValue *values = g_new0 (LbValue, n_columns);

    g_ptr_array_add (read, values);
    if (json_array_size (cells) != n_columns) {
      g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "row %zu has %zu values for %u columns", i, json_array_size (cells),
                   n_columns);
      return read;
    }
    for (guint j = 0; j < n_columns; j++)
      if (!lb_value_from_json (json_array_get (cells, j), &values[j], error))
        return read;
  }
  return read;
}

static void
free_rows (GPtrArray *rows, guint n_columns)
{
  for (guint i = 0; i < rows->len; i++)
    for (guint j = 0; j < n_columns; j++)
      lb_value_clear ((LbValue *) g_ptr_array_index (rows, i) + j);
  g_ptr_array_unref (rows);
}

/* Where the driver has nothing faster: one INSERT for each row. */
static gboolean
insert_one_by_one (LbService *service, LbLink *link, const char *table, const char *const *columns, GPtrArray *rows,
                   GError **error)
{
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);
  g_autoptr (GString) head = g_string_new (NULL);
  guint n = g_strv_length ((char **) columns);
  g_autofree char *answer = NULL;

  lb_sql_appendf (head, link->dialect->syntax, "INSERT INTO %s (", table);
  for (guint i = 0; i < n; i++)
    lb_sql_appendf (head, link->dialect->syntax, "%s%I", i ? ", " : "", columns[i]);
  g_string_append (head, ") VALUES (");
  for (guint row = 0; row < rows->len; row++) {
    g_autoptr (GString) sql = g_string_new (head->str);

    for (guint i = 0; i < n; i++) {
      g_string_append (sql, i ? ", " : "");
      if (!link->dialect->append_value (sql, (LbValue *) g_ptr_array_index (rows, row) + i, error))
        return FALSE;
    }
    g_string_append_c (sql, ')');
    g_ptr_array_add (statements, lb_statement_new (sql->str, NULL, 0));
  }
  answer = run_many (service, link, statements, error);
  return answer != NULL;
}

/* Rows as they came in a message. */
typedef struct {
  GPtrArray *rows; /* LbValue[n_columns] each */
  char *text;      /* that the values borrow from; NULL: they own theirs */
  guint n_columns;
} Rows;

static gboolean
read_message_rows (const json_t *message, guint n_columns, Rows *ret_rows, GError **error)
{
  const json_t *text = json_object_get (message, "rows_text");
  json_t *list = NULL;
  GError *local = NULL;

  *ret_rows = (Rows){ .n_columns = n_columns };
  if (text) {
    gsize length = json_string_length (text);

    ret_rows->text = g_memdup2 (json_string_value (text), length + 1);
    ret_rows->rows = lb_rows_read (ret_rows->text, length, n_columns);
    if (ret_rows->rows)
      return TRUE;
    g_clear_pointer (&ret_rows->text, g_free);
    list = json_loadb (json_string_value (text), length, JSON_ALLOW_NUL, NULL);
    if (!list) {
      g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "the rows of an insert are no JSON");
      ret_rows->rows = g_ptr_array_new ();
      return FALSE;
    }
  }
  ret_rows->rows = read_rows (list ? list : json_object_get (message, "rows"), n_columns, &local);
  if (list)
    json_decref (list);
  if (local)
    g_propagate_error (error, local);
  return local == NULL;
}

static void
clear_rows (Rows *rows)
{
  if (rows->text)
    g_ptr_array_unref (rows->rows);
  else
    free_rows (rows->rows, rows->n_columns);
  g_free (rows->text);
}

static gboolean
insert (LbService *service, const json_t *message, guint *ret_inserted, GError **error)
{
  LbLink *link = lb_service_link (service, message, error);
  const json_t *names = json_object_get (message, "columns");
  const char *table = json_string_value (json_object_get (message, "table"));
  const char *schema = json_string_value (json_object_get (message, "schema"));
  guint n = (guint) json_array_size (names);
  g_autofree const char **columns = g_new0 (const char *, n + 1);
  g_autofree char *qualified = NULL;
  GError *local = NULL;
  LbRun *run;
  Rows rows;

  if (!link)
    return FALSE;
  for (guint i = 0; i < n; i++)
    columns[i] = json_string_value (json_array_get (names, i));
  for (guint i = 0; i < n; i++)
    if (!table || !columns[i]) {
      g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "insert without a table or with a column that is no name");
      return FALSE;
    }
  qualified = lb_sql_format (link->dialect->syntax, "%T", schema, table);
  run = lb_service_run_on (service, link);
  lb_link_watch (link);
  if (read_message_rows (message, n, &rows, &local)) {
    if (!link->driver->insert_rows)
      insert_one_by_one (service, link, qualified, columns, rows.rows, &local);
    else if (run)
      lb_scripted_insert (run, qualified, columns, rows.rows, &local);
    else
      link->driver->insert_rows (link->connection, qualified, columns, rows.rows, &local);
  }
  *ret_inserted = rows.rows->len;
  clear_rows (&rows);
  if (local)
    g_propagate_error (error, local);
  return local == NULL;
}

char *
lb_call_insert (LbService *service, const json_t *message, GError **error)
{
  guint inserted;

  if (service->insert_failure) {
    g_propagate_error (error, g_steal_pointer (&service->insert_failure));
    return NULL;
  }
  return insert (service, message, &inserted, error) ? g_strdup_printf ("{\"changed\":%u}", inserted) : NULL;
}

char *
lb_call_rows (LbService *service, const json_t *message, GError **error)
{
  guint inserted;

  if (!service->insert_failure)
    insert (service, message, &inserted, &service->insert_failure);
  return NULL;
}

char *
lb_call_block (LbService *service, const json_t *message, GError **error)
{
  gboolean on = json_is_true (json_object_get (message, "on"));
  LbEngine *engine = service->engine;

  if (engine && engine->writer)
    return lb_offline_block (engine, on, error) ? g_strdup ("{}") : NULL;
  if (engine && engine->run)
    return lb_scripted_block (engine->run, on, error) ? g_strdup ("{}") : NULL;
  return g_strdup ("{}"); /* outside of a run nothing is in a transaction that the script has not begun */
}
