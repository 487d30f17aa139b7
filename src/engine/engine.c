#include "service_private.h"

#include "util/error.h"

#include <string.h>
#include <unistd.h>

static const struct {
  const char *word;
  int mode; /* -1: decided by the project */
} transaction_modes[] = {
  { "revision", LB_TRANSACTION_REVISION },
  { "run", LB_TRANSACTION_RUN },
  { "auto", -1 },
};

/* Alembic's default is one transaction around the run where the database can, and env.py projects expect it. A project
 * without env.py gets a transaction per revision: locks are held as short as can be, and a failure costs one revision,
 * not all. */
static LbTransactionMode
automatic_mode (const LbEngine *engine)
{
  gboolean as_alembic = lb_scripts_has_env (engine->options.scripts) && engine->says_transactional;

  return as_alembic ? LB_TRANSACTION_RUN : LB_TRANSACTION_REVISION;
}

static gboolean
read_mode (LbEngine *engine, GError **error)
{
  g_autofree char *word = lb_settings_string (engine->options.settings, LB_SETTING_TRANSACTION, error);

  if (!word)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (transaction_modes); i++) {
    if (strcmp (word, transaction_modes[i].word) == 0) {
      engine->mode_is_automatic = transaction_modes[i].mode < 0;
      engine->mode = (LbTransactionMode) MAX (transaction_modes[i].mode, 0);
      return TRUE;
    }
  }
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "transaction is '%s'; expected revision, run or auto", word);
  return FALSE;
}

/* The database would cut a longer name short, make the table under that one, and never find it by the other. */
static gboolean
check_table_name (const LbEngine *engine, GError **error)
{
  guint longest = engine->dialect->longest_name;

  if (longest == 0 || strlen (engine->table) <= longest)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "version_table '%s' has %zu bytes; %s keeps %u of a name",
               engine->table, strlen (engine->table), engine->dialect->syntax->name, longest);
  return FALSE;
}

/* Everything of the settings that a run needs, checked before anything is opened. */
static gboolean
read_settings (LbEngine *engine, GError **error)
{
  const LbSettings *settings = engine->options.settings;
  GError *local = NULL;

  engine->table = lb_settings_string (settings, LB_SETTING_VERSION_TABLE, error);
  if (!engine->table)
    return FALSE;
  engine->schema = lb_settings_string (settings, LB_SETTING_VERSION_TABLE_SCHEMA, &local);
  if (local) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (engine->schema && !*engine->schema)
    g_clear_pointer (&engine->schema, g_free);
  return lb_settings_boolean (settings, LB_SETTING_VERSION_TABLE_PK, &engine->table_pk, error)
         && lb_settings_duration (settings, LB_SETTING_LOCK_WAIT, &engine->lock_wait_ms, error)
         && lb_settings_duration (settings, LB_SETTING_LOCK_TIMEOUT, &engine->connect.lock_timeout_ms, error)
         && lb_settings_duration (settings, LB_SETTING_STATEMENT_TIMEOUT, &engine->connect.statement_timeout_ms, error)
         && lb_settings_duration (settings, LB_SETTING_CONNECT_TIMEOUT, &engine->connect.connect_timeout_ms, error)
         && lb_settings_boolean (settings, LB_SETTING_ECHO, &engine->connect.echo, error) && read_mode (engine, error);
}

static const LbDialect *
find_dialect (const LbUrl *url, GError **error)
{
  const LbDialect *dialect = lb_dialect_find (url->backend);

  if (!dialect) {
    g_autoptr (GString) known = g_string_new (NULL);

    for (const LbDialect *const *d = lb_dialects (); *d; d++)
      g_string_append_printf (known, "%s%s", known->len ? ", " : "", (*d)->name);
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "unknown database '%s' in the URL", url->backend);
    if (error)
      lb_error_set_hint (*error, "The URL begins with one of: %s.", known->str);
  }
  return dialect;
}

gboolean
lb_engine_settle (LbEngine *engine, GError **error)
{
  return check_table_name (engine, error);
}

LbEngine *
lb_engine_new (const LbEngineOptions *options, GError **error)
{
  g_autoptr (LbEngine) engine = g_new0 (LbEngine, 1);

  engine->options = *options;
  if (!read_settings (engine, error))
    return NULL;
  if (!lb_scripts_has_env (options->scripts)) {
    engine->url = lb_settings_url (options->settings, error);
    engine->dialect = engine->url ? find_dialect (engine->url, error) : NULL;
    if (!engine->dialect)
      return NULL;
    engine->says_transactional = engine->dialect->says_transactional;
    if (engine->mode_is_automatic)
      engine->mode = automatic_mode (engine);
    if (!lb_engine_settle (engine, error))
      return NULL;
  }
  engine->application_name = g_strdup_printf ("limbeck %s (pid %d)", options->command, (int) getpid ());
  engine->connect.application_name = engine->application_name;
  engine->connect.log = options->log;
  lb_scripts_keep_texts (options->scripts);
  return g_steal_pointer (&engine);
}

void
lb_engine_free (LbEngine *engine)
{
  if (!engine)
    return;
  if (engine->service) {
    engine->service->engine = NULL;
    if (engine->owns_service)
      lb_service_free (engine->service);
  }
  lb_engine_disconnect (engine);
  lb_engine_forget_steps (engine);
  g_clear_error (&engine->task_error);
  g_free (engine->starting);
  g_clear_pointer (&engine->url, lb_url_free);
  g_free (engine->table);
  g_free (engine->schema);
  g_free (engine->reached);
  g_free (engine->found_schema);
  g_free (engine->application_name);
  g_free (engine);
}

void
lb_engine_set_observer (LbEngine *engine, LbObserver *observer)
{
  engine->options.observer = observer;
}

const LbUrl *
lb_engine_url (const LbEngine *engine)
{
  return engine->foreign_connection ? engine->link_url : engine->url;
}

const LbDialect *
lb_engine_dialect (const LbEngine *engine)
{
  return engine->dialect;
}

char *
lb_step_title (const LbStep *step)
{
  static const char *const functions[] = {
    [LB_STEP_UPGRADE] = "upgrade",
    [LB_STEP_DOWNGRADE] = "downgrade",
    [LB_STEP_STAMP] = "stamp_revision",
  };
  g_autofree char *from = lb_ids_text (step->from);
  g_autofree char *to = lb_ids_text (step->to);

  return g_strdup_printf ("%s %s -> %s", functions[step->kind], from, to);
}

char *
lb_ids_text (const GPtrArray *ids)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "", (const char *) g_ptr_array_index (ids, i));
  return g_string_free (text, FALSE);
}

char *
lb_step_line (const LbStep *step)
{
  g_autofree char *title = lb_step_title (step);
  const char *message = step->revision ? step->revision->message : "";

  return g_strdup_printf ("Running %s%s%s", title, *message ? ", " : "", message);
}

void
lb_step_log (LbEngine *engine, const LbStep *step)
{
  g_autofree char *line = lb_step_line (step);

  lb_log (engine->options.log, LB_LOG_INFO, LB_LOGGER_MIGRATION, "%s", line);
}
