#include "service_private.h"

#include "util/error.h"

#include <string.h>

/* The project's env.py says which database, which version table and what transactions, and then has the engine do the
 * command's work: `context.configure(...)` and `context.run_migrations()`. Without one the settings say all that. */

/* Log lines of a project with an env.py go where its logging says. limbeck's own, which no fileConfig knows of, stay.
 */
typedef struct {
  LbLog log;
  LbService *service;
  LbLog *own;
} ScriptLog;

static void
write_log (LbLog *log, LbLogLevel level, const char *logger, const char *message)
{
  ScriptLog *script = (ScriptLog *) log;
  json_t *members;

  if (g_str_has_prefix (logger, "limbeck") || !script->service->channel) {
    lb_log (script->own, level, logger, "%s", message);
    return;
  }
  members = json_pack ("{s:s, s:i, s:s}", "logger", logger, "level", (int) level, "message", message);
  if (!members || !lb_channel_tell (script->service->channel, "log", members))
    lb_log (script->own, level, logger, "%s", message);
}

/* ---- the host */

LbService *
lb_engine_service (LbEngine *engine, GError **error)
{
  if (!engine->service) {
    engine->owns_service = engine->options.service == NULL;
    engine->service = engine->owns_service ? lb_service_new () : engine->options.service;
    if (engine->owns_service)
      lb_service_set_log (engine->service, engine->options.log);
  }
  if (!lb_service_start (engine->service, engine->options.settings, error))
    return NULL;
  engine->service->engine = engine;
  return engine->service;
}

static json_t *
string_or_null (const char *text)
{
  return text ? json_string (text) : json_null ();
}

/* The address, where env.py would not find it in the file: from the command line, or from the environment with none, or
 * the template's placeholder, in the file. */
static void
add_url (const LbEngine *engine, json_t *options)
{
  const LbSettings *settings = engine->options.settings;
  g_autofree char *written = lb_settings_main_option (settings, "sqlalchemy.url", NULL);
  LbOrigin origin = lb_settings_origin (settings, LB_SETTING_URL, NULL);
  g_autofree char *url = NULL;

  if (origin != LB_ORIGIN_COMMAND_LINE
      && (origin != LB_ORIGIN_ENVIRONMENT || (written && *written && !g_str_has_prefix (written, "driver://"))))
    return;
  url = lb_settings_string (settings, LB_SETTING_URL, NULL);
  if (url)
    json_object_set_new (options, "sqlalchemy.url", json_string (url));
}

static json_t *
config_json (const LbEngine *engine)
{
  const LbSettings *settings = engine->options.settings;
  json_t *config = json_object ();
  json_t *options = json_object ();

  add_url (engine, options);
  json_object_set_new (config, "file",
                       string_or_null (lb_settings_ini (settings) ? lb_settings_ini_path (settings) : NULL));
  json_object_set_new (config, "toml",
                       string_or_null (lb_settings_has_toml (settings) ? lb_settings_toml_path (settings) : NULL));
  json_object_set_new (config, "section", json_string (lb_settings_section (settings)));
  json_object_set_new (config, "options", options);
  return config;
}

static json_t *
names_json (const GPtrArray *names)
{
  json_t *list = json_array ();

  for (guint i = 0; names && i < names->len; i++)
    json_array_append_new (list, json_string (g_ptr_array_index (names, i)));
  return list;
}

/* ---- scripts */

static json_t *
script_json (const LbStep *step)
{
  json_t *script = json_object ();

  json_object_set_new (script, "revision", json_string (step->revision->id));
  json_object_set_new (script, "path", json_string (step->revision->path));
  json_object_set_new (script, "doc", json_string (step->revision->message));
  return script;
}

static const char *const directions[] = { [LB_STEP_UPGRADE] = "upgrade", [LB_STEP_DOWNGRADE] = "downgrade" };

/* The host has read the scripts: whether they have what will be called. */
static gboolean
check_loaded (const GPtrArray *steps, const json_t *answer, GError **error)
{
  const json_t *list = json_object_get (answer, "revisions");

  for (guint i = 0; i < steps->len; i++) {
    const LbStep *step = g_ptr_array_index (steps, i);
    const char *direction = directions[step->kind];

    if (json_is_true (json_object_get (json_array_get (list, i), direction)))
      continue;
    lb_set_error_at (error, LB_ERROR_SCRIPT, step->revision->path, 0, "revision %s has no function %s()",
                     step->revision->id, direction);
    return FALSE;
  }
  return TRUE;
}

gboolean
lb_engine_load_scripts (LbEngine *engine, const LbPlan *plan, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new ();
  json_t *list, *members, *answer;
  LbService *service;
  gboolean done;

  for (guint i = 0; i < plan->steps->len; i++)
    if (lb_step_is_script (g_ptr_array_index (plan->steps, i)))
      g_ptr_array_add (steps, g_ptr_array_index (plan->steps, i));
  if (!steps->len)
    return TRUE;
  service = lb_engine_service (engine, error);
  if (!service)
    return FALSE;
  list = json_array ();
  for (guint i = 0; i < steps->len; i++)
    json_array_append_new (list, script_json (g_ptr_array_index (steps, i)));
  members = json_object ();
  json_object_set_new (members, "revisions", list);
  json_object_set_new (members, "directory", json_string (lb_scripts_dir (engine->options.scripts)));
  json_object_set_new (members, "config", config_json (engine));
  answer = lb_service_call (service, "load", members, error);
  if (!answer)
    return FALSE;
  done = check_loaded (steps, answer, error);
  json_decref (answer);
  return done;
}

gboolean
lb_engine_run_script (LbEngine *engine, const LbStep *step, GError **error)
{
  LbService *service = lb_engine_service (engine, error);
  json_t *members, *answer;

  if (!service)
    return FALSE;
  members = script_json (step);
  json_object_set_new (members, "direction", json_string (directions[step->kind]));
  json_object_set_new (members, "dialect", json_string (engine->dialect->name));
  json_object_set_new (members, "offline", json_boolean (engine->writer != NULL));
  json_object_set_new (members, "connection",
                       engine->connection ? json_integer (lb_service_link_of_engine (service, engine)->number)
                                          : json_null ());
  answer = lb_service_call (service, "step", members, error);
  if (answer) {
    json_decref (answer);
    return TRUE;
  }
  if (error && !lb_error_parts (*error)->file)
    lb_error_set_place (*error, step->revision->path, 0);
  return FALSE;
}

gboolean
lb_engine_has_own_host (LbEngine *engine)
{
  return engine->service && engine->service->process;
}

gboolean
lb_engine_run_scripts (LbEngine *engine, const GPtrArray *steps, guint first, guint end, GError **error)
{
  json_t *list = json_array (), *members = json_object (), *answer;

  for (guint i = first; i < end; i++) {
    const LbStep *step = g_ptr_array_index (steps, i);
    json_t *script = json_object ();

    json_object_set_new (script, "revision", json_string (step->revision->id));
    json_object_set_new (script, "direction", json_string (directions[step->kind]));
    if (engine->in_environment) {
      g_autofree char *line = lb_step_line (step);

      json_object_set_new (script, "log", json_string (line));
    }
    json_array_append_new (list, script);
  }
  json_object_set_new (members, "steps", list);
  json_object_set_new (members, "logger", json_string (LB_LOGGER_MIGRATION));
  json_object_set_new (members, "dialect", json_string (engine->dialect->name));
  json_object_set_new (members, "offline", json_true ());
  answer = lb_service_call (engine->service, "steps", members, error);
  if (answer)
    json_decref (answer);
  return answer != NULL;
}

gboolean
lb_engine_tell (LbEngine *engine, const char *name, json_t *members, GError **error)
{
  if (lb_channel_tell (engine->service->channel, name, members))
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "the process that runs the scripts has ended");
  return FALSE;
}

gboolean
lb_engine_applied (LbEngine *engine, const LbStep *step, const GPtrArray *rows, GError **error)
{
  json_t *described, *members, *answer;

  if (!engine->callbacks)
    return TRUE;
  described = json_object ();
  json_object_set_new (described, "is_upgrade", json_boolean (step->kind != LB_STEP_DOWNGRADE));
  json_object_set_new (described, "is_stamp", json_boolean (step->kind == LB_STEP_STAMP));
  json_object_set_new (described, "up", names_json (step->kind == LB_STEP_DOWNGRADE ? step->from : step->to));
  json_object_set_new (described, "down", names_json (step->kind == LB_STEP_DOWNGRADE ? step->to : step->from));
  json_object_set_new (described, "heads", names_json (rows));
  members = json_object ();
  json_object_set_new (members, "step", described);
  answer = lb_service_call (engine->service, "applied", members, error);
  if (answer)
    json_decref (answer);
  return answer != NULL;
}

gboolean
lb_engine_run_hook (LbEngine *engine, const char *name, const char *path, GHashTable *options, gboolean *ret_known,
                    GError **error)
{
  json_t *members, *given, *answer;
  GHashTableIter iter;
  gpointer key, value;

  *ret_known = FALSE;
  if (!engine->service)
    return TRUE;
  given = json_object ();
  g_hash_table_iter_init (&iter, options);
  while (g_hash_table_iter_next (&iter, &key, &value))
    json_object_set_new (given, key, json_string (value));
  members = json_object ();
  json_object_set_new (members, "name", json_string (name));
  json_object_set_new (members, "path", json_string (path));
  json_object_set_new (members, "options", given);
  answer = lb_service_call (engine->service, "hook", members, error);
  if (!answer)
    return FALSE;
  *ret_known = json_is_true (json_object_get (answer, "known"));
  json_decref (answer);
  return TRUE;
}

/* ---- configure */

static const char *
text (const json_t *message, const char *key)
{
  const char *value = json_string_value (json_object_get (message, key));

  return value && *value ? value : NULL;
}

static const LbDialect *
named_dialect (const char *name, GError **error)
{
  const LbDialect *dialect = lb_dialect_find (name);

  if (!dialect)
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "env.py configures the unknown database '%s'", name);
  return dialect;
}

/* What is configured: a connection, or only the kind of the database. */
static gboolean
take_database (LbService *service, LbEngine *engine, const json_t *message, GError **error)
{
  const char *url = text (message, "url");
  const char *dialect = text (message, "dialect");

  engine->connection = NULL;
  if (json_is_integer (json_object_get (message, "connection"))) {
    LbLink *link = lb_service_link (service, message, error);

    if (!link)
      return FALSE;
    engine->dialect = link->dialect;
    engine->driver = link->driver;
    engine->connection = link->connection;
    engine->foreign_connection = TRUE;
    engine->outer = link->in_transaction || json_is_true (json_object_get (message, "in_transaction"));
    engine->link_url = link->url;
    lb_link_watch (link);
    return TRUE;
  }
  if (dialect) {
    engine->dialect = named_dialect (dialect, error);
  } else if (url) {
    g_clear_pointer (&engine->url, lb_url_free);
    engine->url = lb_url_parse (url, error);
    engine->dialect = engine->url ? named_dialect (engine->url->backend, error) : NULL;
  } else {
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "Connection, url, or dialect_name is required.");
    return FALSE;
  }
  return engine->dialect != NULL;
}

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
take_options (LbEngine *engine, const json_t *message)
{
  const json_t *pk = json_object_get (message, "version_table_pk");
  const json_t *ddl = json_object_get (message, "transactional_ddl");

  if (text (message, "version_table"))
    replace (&engine->table, text (message, "version_table"));
  if (text (message, "version_table_schema"))
    replace (&engine->schema, text (message, "version_table_schema"));
  g_clear_pointer (&engine->found_schema, g_free);
  if (json_is_boolean (pk))
    engine->table_pk = json_is_true (pk);
  engine->says_transactional = json_is_boolean (ddl) ? json_is_true (ddl) : engine->dialect->says_transactional;
  if (engine->mode_is_automatic)
    engine->mode = engine->says_transactional && !json_is_true (json_object_get (message, "transaction_per_migration"))
                       ? LB_TRANSACTION_RUN
                       : LB_TRANSACTION_REVISION;
  replace (&engine->starting, text (message, "starting"));
  engine->callbacks = json_is_true (json_object_get (message, "callbacks"));
  engine->own_buffer = json_is_true (json_object_get (message, "buffer"));
}

static char *
configured_text (const LbService *service, const LbDialect *dialect, gboolean transactional, const json_t *message)
{
  const json_t *connection = json_object_get (message, "connection");

  return json_is_integer (connection)
             ? g_strdup_printf ("{\"dialect\":\"%s\",\"impl\":\"%s\",\"transactional\":%s,"
                                "\"connection\":%" JSON_INTEGER_FORMAT "}",
                                dialect->name, dialect->impl, transactional ? "true" : "false",
                                json_integer_value (connection))
             : g_strdup_printf ("{\"dialect\":\"%s\",\"impl\":\"%s\",\"transactional\":%s,\"connection\":null}",
                                dialect->name, dialect->impl, transactional ? "true" : "false");
}

char *
lb_call_configure (LbService *service, const json_t *message, GError **error)
{
  LbEngine *engine = service->engine;

  if (!engine || !engine->in_environment) { /* a MigrationContext of a program's own */
    LbEngine none = { 0 };
    char *answer = NULL;

    if (take_database (service, &none, message, error))
      answer = configured_text (service, none.dialect, none.dialect->says_transactional, message);
    g_clear_pointer (&none.url, lb_url_free);
    return answer;
  }
  if (!take_database (service, engine, message, error))
    return NULL;
  take_options (engine, message);
  if (!lb_engine_settle (engine, error))
    return NULL;
  engine->configured = TRUE;
  lb_engine_log_context (engine, engine->connection == NULL);
  return configured_text (service, engine->dialect, engine->says_transactional, message);
}

char *
lb_call_run_migrations (LbService *service, const json_t *message, GError **error)
{
  LbEngine *engine = service->engine;
  GError *local = NULL;

  if (!engine || !engine->task || !engine->configured) {
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE,
                 engine && engine->task ? "run_migrations() before configure()" : "no command is under way");
    return NULL;
  }
  if (engine->task (engine, engine->task_data, &local))
    return g_strdup ("{}");
  g_clear_error (&engine->task_error);
  engine->task_error = g_error_copy (local);
  g_propagate_error (error, local);
  return NULL;
}

/* ---- env.py */

static json_t *
env_members (LbEngine *engine, const LbEnvironmentRequest *request)
{
  g_autofree char *path = g_build_filename (lb_scripts_dir (engine->options.scripts), "env.py", NULL);
  const char *const *x = lb_settings_x_args (engine->options.settings);
  const char *colon = request->destination ? strchr (request->destination, ':') : NULL;
  json_t *members = json_object ();
  json_t *list = json_array ();

  for (; x && *x; x++)
    json_array_append_new (list, json_string (*x));
  json_object_set_new (members, "path", json_string (path));
  json_object_set_new (members, "command", json_string (engine->options.command));
  json_object_set_new (members, "config", config_json (engine));
  json_object_set_new (members, "directory", json_string (lb_scripts_dir (engine->options.scripts)));
  json_object_set_new (members, "offline", json_boolean (request->offline));
  json_object_set_new (members, "starting",
                       colon ? json_stringn (request->destination, (size_t) (colon - request->destination))
                             : json_null ());
  json_object_set_new (members, "destination", string_or_null (colon ? colon + 1 : request->destination));
  json_object_set_new (members, "tag", string_or_null (request->tag));
  json_object_set_new (members, "x", list);
  json_object_set_new (members, "options", request->options ? json_incref (request->options) : json_object ());
  return members;
}

/* What went wrong, from @came_back (taken; NULL: nothing came through env.py) and what the task says. An error of
 * env.py's own, or of the script that the task ran, stands as it came; what the task knows of the database goes with
 * it. Else the task's says more than what passed the wire. */
static GError *
settle_error (LbEngine *engine, GError *came_back)
{
  g_autoptr (GError) task = g_steal_pointer (&engine->task_error);
  g_autoptr (GError) local = came_back;
  const char *kind = lb_channel_kind (engine->service->channel);
  const LbErrorParts *said = local ? lb_error_parts (local) : NULL;
  const LbErrorParts *known = task ? lb_error_parts (task) : NULL;

  if (!known)
    return g_steal_pointer (&local);
  if (!said)
    return g_steal_pointer (&task);
  if (kind && strcmp (kind, "engine") != 0) {
    if (known->outcome)
      lb_error_set_outcome (local, known->outcome);
    if (known->context && !said->context)
      lb_error_set_context (local, known->context);
    return g_steal_pointer (&local);
  }
  if (said->file && !known->file)
    lb_error_set_place (task, said->file, said->line);
  return g_steal_pointer (&task);
}

/* What a run has done before env.py failed stays, unless the transaction is env.py's. */
static void
explain_reached (const LbEngine *engine, GError *error)
{
  const LbErrorParts *parts = lb_error_parts (error);
  g_autofree char *outcome = NULL;

  if (!engine->reached || !parts || parts->outcome)
    return;
  outcome = g_strdup_printf (
      "env.py failed behind run_migrations(), and what that has done stays\nthe database is at %s", engine->reached);
  lb_error_set_outcome (error, outcome);
}

static gboolean
run_env (LbEngine *engine, const LbEnvironmentRequest *request, GError **error)
{
  LbService *service = lb_engine_service (engine, error);
  ScriptLog log = { .log = { .write = write_log }, .service = service, .own = engine->options.log };
  GError *local = NULL;
  json_t *answer;
  gboolean done;

  if (!service)
    return FALSE;
  engine->options.log = &log.log;
  engine->connect.log = &log.log;
  engine->in_environment = TRUE;
  lb_scripts_graph (engine->options.scripts, NULL); /* while the host starts; whoever needs it hears of errors */
  answer = lb_service_call (service, "env", env_members (engine, request), &local);
  engine->in_environment = FALSE;
  engine->options.log = engine->connect.log = log.own;
  done = answer != NULL && !engine->task_error;
  if (!done) {
    local = settle_error (engine, local);
    explain_reached (engine, local);
    g_propagate_error (error, local);
  }
  if (answer)
    json_decref (answer);
  return done;
}

/* Forget what env.py has configured. */
static void
reset (LbEngine *engine)
{
  if (engine->foreign_connection)
    engine->connection = NULL;
  engine->link_url = NULL;
  g_clear_pointer (&engine->reached, g_free);
  engine->configured = engine->foreign_connection = engine->outer = engine->callbacks = FALSE;
}

gboolean
lb_engine_in_environment (LbEngine *engine, const LbEnvironmentRequest *request, LbEnvironmentTask task, gpointer data,
                          GError **error)
{
  gboolean has_env = lb_scripts_has_env (engine->options.scripts);

  engine->task = task;
  engine->task_data = data;
  for (;;) {
    g_autoptr (GError) local = NULL;
    gboolean done = has_env ? run_env (engine, request, &local) : task (engine, data, &local);

    reset (engine);
    if (done) {
      engine->task = NULL;
      return TRUE;
    }
    if (!engine->service || !lb_service_restarts (engine->service, engine->options.settings)) {
      engine->task = NULL;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    lb_log (engine->options.log, LB_LOG_WARNING, "limbeck.host",
            "running the scripts with the project's own SQLAlchemy, because limbeck's has no %s", local->message);
  }
}
