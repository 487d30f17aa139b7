#include "service_private.h"

#include "operation/wire.h"
#include "util/error.h"

#include <string.h>

/* A connection that only the script's process can use: made by a function of its own, by a cloud's connector, or by the
 * application's own SQLAlchemy. What the engine has to say on it goes over the channel. Its rows come as the wire has
 * them. It has no lock but that of the version row itself: what holds a session together is not the engine's. */
struct LbConnection {
  LbService *service;
  gint64 number;
  guint version;
};

LbConnection *
lb_foreign_connection_new (LbService *service, gint64 number, guint version)
{
  LbConnection *connection = g_new0 (LbConnection, 1);

  *connection = (LbConnection){ .service = service, .number = number, .version = version };
  return connection;
}

static void
close_connection (LbConnection *connection)
{
  g_free (connection);
}

static guint
server_version (LbConnection *connection)
{
  return connection->version;
}

static json_t *
ask (LbConnection *connection, const char *verb, const char *sql, GError **error)
{
  json_t *members = json_object ();

  json_object_set_new (members, "connection", json_integer (connection->number));
  json_object_set_new (members, "verb", json_string (verb));
  if (sql)
    json_object_set_new (members, "sql", json_string (sql));
  return lb_service_call (connection->service, "foreign", members, error);
}

/* ---- results */

static void
cell (LbResult *result, gint64 row, guint column, LbValue *ret_value)
{
  const LbValue *values = g_ptr_array_index ((GPtrArray *) result->rows, row);

  *ret_value = values[column];
}

static void
free_rows (LbResult *result)
{
  g_ptr_array_unref (result->rows);
}

static gboolean
read_row (LbResult *result, const json_t *cells, GError **error)
{
  LbValue *values = g_new0 (LbValue, result->n_columns + 1);

  g_ptr_array_add (result->rows, values);
  for (guint i = 0; i < result->n_columns && i < json_array_size (cells); i++)
    if (!lb_value_from_json (json_array_get (cells, i), &values[i], error))
      return FALSE;
  result->n_rows++;
  return TRUE;
}

static LbResult *
read_result (const json_t *answer, GError **error)
{
  const json_t *columns = json_object_get (answer, "columns");
  const json_t *rows = json_object_get (answer, "rows");
  const json_t *changed = json_object_get (answer, "changed");
  g_autoptr (LbResult) result = g_new0 (LbResult, 1);

  result->n_columns = (guint) json_array_size (columns);
  result->columns = g_new0 (LbResultColumn, result->n_columns);
  for (guint i = 0; i < result->n_columns; i++) {
    const char *name = json_string_value (json_object_get (json_array_get (columns, i), "name"));

    result->columns[i].name = g_strdup (name ? name : "");
  }
  result->changed = json_is_integer (changed) ? json_integer_value (changed) : -1;
  result->rows = g_ptr_array_new ();
  result->cell = cell;
  result->free_rows = free_rows;
  for (gsize i = 0; i < json_array_size (rows); i++)
    if (!read_row (result, json_array_get (rows, i), error))
      return NULL;
  return g_steal_pointer (&result);
}

static LbResult *
run (LbConnection *connection, const LbStatement *statement, GError **error)
{
  json_t *answer = ask (connection, "execute", statement->text, error);
  LbResult *result = answer ? read_result (answer, error) : NULL;

  if (answer)
    json_decref (answer);
  if (!result && error && *error && !lb_error_parts (*error)->statement)
    lb_error_set_statement (*error, statement->text, 0);
  return result;
}

static gboolean
execute (LbConnection *connection, const LbStatement *const *statements, guint n, guint *ret_failed,
         gint64 *ret_changed, GError **error)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (LbResult) result = run (connection, statements[i], error);

    if (!result) {
      if (ret_failed)
        *ret_failed = i;
      return FALSE;
    }
    if (ret_changed)
      ret_changed[i] = result->changed;
  }
  return TRUE;
}

static LbRows *
query (LbConnection *connection, const char *sql, GError **error)
{
  g_autoptr (LbStatement) statement = lb_statement_new (sql, NULL, 0);
  g_autoptr (LbResult) result = run (connection, statement, error);
  LbRows *rows;

  if (!result)
    return NULL;
  rows = lb_rows_new (result->n_columns);
  for (gint64 i = 0; i < result->n_rows; i++) {
    char **cells = g_new0 (char *, result->n_columns + 1);

    for (guint j = 0; j < result->n_columns; j++) {
      LbValue value;

      cell (result, i, j, &value);
      cells[j] = g_strdup (value.text);
    }
    lb_rows_take (rows, cells);
  }
  return rows;
}

/* ---- transactions */

static gboolean
say (LbConnection *connection, const char *verb, GError **error)
{
  json_t *answer = ask (connection, verb, NULL, error);

  if (answer)
    json_decref (answer);
  return answer != NULL;
}

static gboolean
begin (LbConnection *connection, guint wait_ms, GError **error)
{
  return say (connection, "begin", error);
}

static gboolean
commit (LbConnection *connection, GError **error)
{
  return say (connection, "commit", error);
}

static void
rollback (LbConnection *connection)
{
  say (connection, "rollback", NULL);
}

static gboolean
try_lock (LbConnection *connection, const char *name, gboolean *ret_held, GError **error)
{
  *ret_held = TRUE;
  return TRUE;
}

static void
unlock (LbConnection *connection, const char *name)
{
}

static char *
lock_holder (LbConnection *connection, const char *name)
{
  return NULL;
}

static gboolean
has_table (LbConnection *connection, const char *schema, const char *table, gboolean *ret_exists, char **ret_schema,
           GError **error)
{
  json_t *members = json_object ();
  json_t *answer;

  json_object_set_new (members, "connection", json_integer (connection->number));
  json_object_set_new (members, "verb", json_string ("has_table"));
  json_object_set_new (members, "table", json_string (table));
  json_object_set_new (members, "schema", schema ? json_string (schema) : json_null ());
  answer = lb_service_call (connection->service, "foreign", members, error);
  if (!answer)
    return FALSE;
  *ret_exists = json_is_true (json_object_get (answer, "exists"));
  if (ret_schema)
    *ret_schema = NULL;
  json_decref (answer);
  return TRUE;
}

static gboolean
fate (LbConnection *connection, const LbStatement *statement, gboolean mend, LbFate *ret_fate, GError **error)
{
  *ret_fate = LB_FATE_UNKNOWN;
  return TRUE;
}

static LbSchema *
reflect (LbConnection *connection, const LbReflect *what, GError **error)
{
  g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
               "the schema cannot be read over a connection that the script has made itself");
  if (error)
    lb_error_set_hint (*error, "Let create_engine() make the connection from a URL, or give batch_alter_table() the "
                               "table as copy_from.");
  return NULL;
}

static char **
schema_names (LbConnection *connection, char **ret_default, GError **error)
{
  return (char **) reflect (connection, NULL, error);
}

static guint
lock_capacity (LbConnection *connection)
{
  return 0;
}

static void
cancel (LbConnection *connection)
{
}

const LbDriver *
lb_foreign_driver (void)
{
  static const LbDriver driver = {
    .contract = LB_DRIVER_CONTRACT,
    .name = "foreign",
    .close = close_connection,
    .server_version = server_version,
    .execute = execute,
    .query = query,
    .run = run,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .try_lock = try_lock,
    .unlock = unlock,
    .lock_holder = lock_holder,
    .has_table = has_table,
    .reflect = reflect,
    .schema_names = schema_names,
    .fate = fate,
    .lock_capacity = lock_capacity,
    .cancel = cancel,
  };

  return &driver;
}
