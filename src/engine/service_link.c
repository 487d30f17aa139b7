#include "service_private.h"

#include "util/error.h"
#include "util/interrupt.h"

#include <string.h>

static void
cancel (gpointer data)
{
  LbLink *link = data;

  link->driver->cancel (link->connection);
}

void
lb_link_watch (LbLink *link)
{
  lb_interrupt_set_hook (cancel, link);
}

static void
close_link (LbLink *link)
{
  lb_interrupt_set_hook (NULL, NULL);
  if (link->connection && !link->borrowed)
    link->driver->close (link->connection);
  g_clear_pointer (&link->url, lb_url_free);
  g_free (link->lock_name);
  g_free (link);
}

void
lb_service_close_links (LbService *service)
{
  for (guint i = 0; i < service->links->len; i++)
    if (g_ptr_array_index (service->links, i))
      close_link (g_ptr_array_index (service->links, i));
  g_ptr_array_set_size (service->links, 0);
}

static LbLink *
add_link (LbService *service, const LbDialect *dialect, const LbDriver *driver, LbConnection *connection)
{
  LbLink *link = g_new0 (LbLink, 1);

  *link = (LbLink){ .number = service->links->len + 1, .dialect = dialect, .driver = driver, .connection = connection };
  g_ptr_array_add (service->links, link);
  return link;
}

LbLink *
lb_service_link_of_engine (LbService *service, LbEngine *engine)
{
  LbLink *link;

  for (guint i = 0; i < service->links->len; i++) {
    link = g_ptr_array_index (service->links, i);
    if (link && link->connection == engine->connection)
      return link;
  }
  link = add_link (service, engine->dialect, engine->driver, engine->connection);
  link->borrowed = TRUE;
  return link;
}

LbLink *
lb_service_link (LbService *service, const json_t *message, GError **error)
{
  const json_t *number = json_object_get (message, "connection");
  json_int_t n = json_integer_value (number);
  LbLink *link = NULL;

  if (!json_is_integer (number)) {
    if (service->engine && service->engine->connection)
      return lb_service_link_of_engine (service, service->engine);
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "there is no database to ask: %s",
                 service->engine ? "SQL is only written (--sql)" : "no run is under way");
    return NULL;
  }
  if (n > 0 && n <= (json_int_t) service->links->len)
    link = g_ptr_array_index (service->links, n - 1);
  if (!link)
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "connection %" JSON_INTEGER_FORMAT " is closed", n);
  return link;
}

gboolean
lb_service_keep_lock (LbService *service, LbEngine *engine, const char *name)
{
  LbLink *link = lb_service_link_of_engine (service, engine);

  if (!link->in_transaction)
    return FALSE;
  g_free (link->lock_name);
  link->lock_name = g_strdup (name);
  link->locked = TRUE;
  return TRUE;
}

static void
append_text (GString *json, const char *key, const char *text)
{
  g_string_append_printf (json, ",\"%s\":", key);
  if (text)
    lb_json_append_string (json, text, strlen (text));
  else
    g_string_append (json, "null");
}

static char *
link_text (const LbLink *link)
{
  GString *json = g_string_new (NULL);

  g_string_append_printf (json, "{\"connection\":%u,\"version\":%u", link->number,
                          link->driver->server_version (link->connection));
  append_text (json, "dialect", link->dialect->name);
  append_text (json, "impl", link->dialect->impl);
  append_text (json, "database", link->url ? link->url->database : NULL);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

static const LbDialect *
dialect_named (const char *name, GError **error)
{
  const LbDialect *dialect = name ? lb_dialect_find (name) : NULL;

  if (!dialect)
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "unknown database '%s'", name ? name : "");
  return dialect;
}

char *
lb_call_connect (LbService *service, const json_t *message, GError **error)
{
  const char *text = json_string_value (json_object_get (message, "url"));
  g_autoptr (LbUrl) url = lb_url_parse (text ? text : "", error);
  LbConnectOptions options = service->engine ? service->engine->connect : service->connect;
  const LbDialect *dialect;
  const LbDriver *driver;
  LbConnection *connection;
  LbLink *link;

  if (!url)
    return NULL;
  dialect = dialect_named (url->backend, error);
  driver = dialect ? lb_driver_load (dialect, error) : NULL;
  if (!driver)
    return NULL;
  options.read_only = FALSE;
  options.echo |= json_is_true (json_object_get (message, "echo"));
  connection = driver->open (url, &options, error);
  if (!connection)
    return NULL;
  link = add_link (service, dialect, driver, connection);
  link->url = g_steal_pointer (&url);
  return link_text (link);
}

char *
lb_call_adopt (LbService *service, const json_t *message, GError **error)
{
  const LbDialect *dialect = dialect_named (json_string_value (json_object_get (message, "dialect")), error);
  json_int_t version = json_integer_value (json_object_get (message, "version"));
  LbLink *link;

  if (!dialect)
    return NULL;
  link = add_link (service, dialect, lb_foreign_driver (), NULL);
  link->connection = lb_foreign_connection_new (service, link->number, (guint) CLAMP (version, 0, G_MAXINT));
  return link_text (link);
}

char *
lb_call_disconnect (LbService *service, const json_t *message, GError **error)
{
  LbLink *link = lb_service_link (service, message, error);

  if (!link)
    return NULL;
  if (service->engine && service->engine->connection == link->connection && service->engine->run) {
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "the run's own connection cannot be closed during the run");
    return NULL;
  }
  if (link->borrowed)
    return g_strdup ("{}");
  if (service->engine && service->engine->connection == link->connection) {
    service->engine->connection = NULL;
    service->engine->link_url = NULL;
  }
  g_ptr_array_index (service->links, link->number - 1) = NULL;
  if (link->in_transaction)
    link->driver->rollback (link->connection);
  close_link (link);
  return g_strdup ("{}");
}

/* ---- transactions: of the run, where one is under way on the connection; else the script's own */

static gboolean
say (LbLink *link, const char *text, GError **error)
{
  g_autoptr (LbStatement) statement = lb_statement_new (text, NULL, 0);
  LbResult *result;

  lb_link_watch (link);
  result = link->driver->run (link->connection, statement, error);
  lb_result_free (result);
  return result != NULL;
}

LbRun *
lb_service_run_on (LbService *service, const LbLink *link)
{
  LbEngine *engine = service->engine;

  return engine && engine->run && engine->connection == link->connection ? engine->run : NULL;
}

char *
lb_call_begin (LbService *service, const json_t *message, GError **error)
{
  LbLink *link = lb_service_link (service, message, error);

  if (!link)
    return NULL;
  if (lb_service_run_on (service, link)) /* a step is always in one */
    return g_strdup ("{}");
  if (!link->in_transaction && !say (link, "BEGIN", error))
    return NULL;
  link->in_transaction = TRUE;
  return g_strdup ("{}");
}

/* The lock of a run that went into the script's transaction is let go when that ends. */
static void
unlock (LbLink *link)
{
  if (link->locked)
    link->driver->unlock (link->connection, link->lock_name);
  link->locked = FALSE;
}

char *
lb_call_commit (LbService *service, const json_t *message, GError **error)
{
  LbLink *link = lb_service_link (service, message, error);
  LbRun *run = link ? lb_service_run_on (service, link) : NULL;

  if (!link)
    return NULL;
  if (run)
    return lb_scripted_commit (run, error) ? g_strdup ("{}") : NULL;
  if (link->in_transaction && !say (link, "COMMIT", error))
    return NULL;
  link->in_transaction = FALSE;
  unlock (link);
  return g_strdup ("{}");
}

char *
lb_call_rollback (LbService *service, const json_t *message, GError **error)
{
  LbLink *link = lb_service_link (service, message, error);
  LbRun *run = link ? lb_service_run_on (service, link) : NULL;

  if (!link)
    return NULL;
  if (run)
    return lb_scripted_rollback (run, error) ? g_strdup ("{}") : NULL;
  if (link->in_transaction && !say (link, "ROLLBACK", error))
    return NULL;
  link->in_transaction = FALSE;
  unlock (link);
  return g_strdup ("{}");
}
