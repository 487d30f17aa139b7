#include "service_private.h"

#include "util/error.h"

#include <string.h>

static const struct {
  const char *name;
  LbServiceCall answer;
} calls[] = {
  { "execute", lb_call_execute },
  { "operation", lb_call_operation },
  { "fetch", lb_call_fetch },
  { "insert", lb_call_insert },
  { "release", lb_call_release },
  { "begin", lb_call_begin },
  { "commit", lb_call_commit },
  { "rollback", lb_call_rollback },
  { "block", lb_call_block },
  { "connect", lb_call_connect },
  { "adopt", lb_call_adopt },
  { "disconnect", lb_call_disconnect },
  { "configure", lb_call_configure },
  { "run", lb_call_run_migrations },
  { "inspect", lb_call_inspect },
  { "schemas", lb_call_schemas },
  { "facts", lb_call_facts },
  { "type", lb_call_type },
  { "statements", lb_call_statements },
  { "output", lb_call_output },
  { "stamp", lb_call_stamp },
  { "rows", lb_call_rows },
  { "begin_script", lb_call_begin_script },
  { "perform", lb_call_perform },
  { "sync", lb_call_sync },
  { "text", lb_call_text },
  { "version", lb_call_version },
  { "script", lb_call_script },
};

static char *
answer (const char *name, const json_t *message, gpointer data, GError **error)
{
  LbService *service = data;

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    if (strcmp (calls[i].name, name) == 0)
      return calls[i].answer (service, message, error);
  if (strcmp (name, "command") == 0 && service->command)
    return service->command (service, message, service->command_data, error);
  g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "limbeck knows no call '%s'", name);
  return NULL;
}

LbService *
lb_service_new (void)
{
  LbService *service = g_new0 (LbService, 1);

  service->links = g_ptr_array_new ();
  service->results = g_hash_table_new_full (NULL, NULL, NULL, lb_service_free_result);
  return service;
}

void
lb_service_set_log (LbService *service, LbLog *log)
{
  service->log = log;
  service->connect.log = log;
}

static void
end_host (LbService *service)
{
  if (service->process)
    g_clear_pointer (&service->process, lb_host_process_free);
  else
    lb_channel_free (service->channel);
  service->channel = NULL;
  service->loud = FALSE;
}

void
lb_service_free (LbService *service)
{
  if (!service)
    return;
  end_host (service);
  g_hash_table_unref (service->results);
  g_clear_error (&service->insert_failure);
  lb_service_close_links (service);
  g_ptr_array_unref (service->links);
  g_free (service);
}

gboolean
lb_service_serve (LbService *service, int fd, LbServiceCommand command, gpointer data, GError **error)
{
  service->command = command;
  service->command_data = data;
  service->channel = lb_channel_new (fd, answer, service);
  return lb_channel_serve (service->channel, error);
}

gboolean
lb_service_start (LbService *service, const LbSettings *settings, GError **error)
{
  if (service->channel)
    return TRUE;
  service->process = lb_host_process_start (settings, service->real, answer, service, error);
  if (!service->process)
    return FALSE;
  service->channel = lb_host_process_channel (service->process);
  return TRUE;
}

json_t *
lb_service_call (LbService *service, const char *name, json_t *members, GError **error)
{
  GError *local = NULL;
  json_t *value = lb_channel_call (service->channel, name, members, &local);

  if (value)
    return value;
  if (g_strcmp0 (lb_channel_kind (service->channel), "restart") == 0)
    service->wants_real = TRUE;
  if (service->process)
    lb_host_process_explain (service->process, local);
  g_propagate_error (error, local);
  return NULL;
}

gboolean
lb_service_restarts (LbService *service, const LbSettings *settings)
{
  if (!service->wants_real || service->real || !service->process)
    return FALSE;
  end_host (service);
  service->real = TRUE;
  service->wants_real = FALSE;
  return TRUE;
}
