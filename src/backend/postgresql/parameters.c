#include "private.h"

#include "util/error.h"
#include "util/suggest.h"

#include <string.h>

/* Parameters of URLs that belong to a Python driver or to SQLAlchemy. */
typedef struct {
  const char *key;
  const char *keyword; /* what libpq calls the same; NULL: it means nothing here */
} Foreign;

static const Foreign foreign[] = {
  { "ssl", "sslmode" },             /* asyncpg */
  { "timeout", "connect_timeout" }, /* asyncpg, pg8000: seconds */
  { "async_fallback", NULL },
  { "command_timeout", NULL },
  { "direct_tls", NULL },
  { "executemany_batch_page_size", NULL },
  { "executemany_mode", NULL },
  { "executemany_values_page_size", NULL },
  { "max_cacheable_statement_size", NULL },
  { "max_cached_statement_lifetime", NULL },
  { "native_inet_types", NULL },
  { "pgbouncer", NULL },
  { "plugin", NULL },
  { "prepare_threshold", NULL },
  { "prepared_statement_cache_size", NULL },
  { "prepared_statement_name_func", NULL },
  { "server_settings", NULL },
  { "statement_cache_size", NULL },
  { "tcp_keepalive", NULL },
  { "use_native_hstore", NULL },
  { "use_native_unicode", NULL },
  { "use_native_uuid", NULL },
};

/* Values of asyncpg's ssl that libpq spells otherwise. */
static const struct {
  const char *value;
  const char *sslmode;
} ssl_values[] = {
  { "true", "require" },  { "True", "require" },  { "1", "require" },
  { "false", "disable" }, { "False", "disable" }, { "0", "disable" },
};

/* What a parameter is unless the URL, the service or the environment says otherwise. */
static const struct {
  const char *keyword;
  const char *value;
} defaults[] = {
  /* A server that is gone is noticed after 90 seconds, not after the two hours of most systems. No tcp_user_timeout: it
   * would also end a connection whose server is busy with one statement while the next ones fill its buffers. */
  { "keepalives_idle", "30" },
  { "keepalives_interval", "10" },
  { "keepalives_count", "6" },
};

/* The last value set for @keyword counts, as in libpq. */
static void
set (LbPgParameters *parameters, const char *keyword, const char *value)
{
  for (guint i = 0; i < parameters->keywords->len; i++) {
    if (strcmp (g_ptr_array_index (parameters->keywords, i), keyword) == 0) {
      g_free (g_ptr_array_index (parameters->values, i));
      g_ptr_array_index (parameters->values, i) = g_strdup (value);
      return;
    }
  }
  g_ptr_array_add (parameters->keywords, g_strdup (keyword));
  g_ptr_array_add (parameters->values, g_strdup (value));
}

static const char *
get (const LbPgParameters *parameters, const char *keyword)
{
  for (guint i = 0; i < parameters->keywords->len; i++)
    if (strcmp (g_ptr_array_index (parameters->keywords, i), keyword) == 0)
      return g_ptr_array_index (parameters->values, i);
  return NULL;
}

static const Foreign *
find_foreign (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++)
    if (strcmp (foreign[i].key, key) == 0)
      return &foreign[i];
  return NULL;
}

static const PQconninfoOption *
find_option (const PQconninfoOption *options, const char *keyword)
{
  for (; options && options->keyword; options++)
    if (strcmp (options->keyword, keyword) == 0)
      return options;
  return NULL;
}

static gboolean
refuse (const PQconninfoOption *options, const char *key, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  const char *near;

  for (; options && options->keyword; options++)
    g_ptr_array_add (known, options->keyword);
  g_ptr_array_add (known, NULL);
  near = lb_suggest (key, (const char *const *) known->pdata);
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "unknown parameter '%s' in the database URL", key);
  if (error && near)
    lb_error_set_hint (*error, "Did you mean '%s'?", near);
  else if (error)
    lb_error_set_hint (*error,
                       "Known are the connection parameters of libpq (sslmode, connect_timeout, options, ...).");
  return FALSE;
}

static gboolean
add_query (LbPgParameters *parameters, const LbUrl *url, const PQconninfoOption *options, GError **error)
{
  for (guint i = 0; i < url->parameters->len; i++) {
    const LbUrlParameter *parameter = g_ptr_array_index (url->parameters, i);
    const Foreign *other = find_foreign (parameter->key);
    const char *value = parameter->value;

    if (find_option (options, parameter->key)) {
      set (parameters, parameter->key, value);
      continue;
    }
    if (!other)
      return refuse (options, parameter->key, error);
    if (!other->keyword)
      continue;
    for (gsize j = 0; strcmp (other->key, "ssl") == 0 && j < G_N_ELEMENTS (ssl_values); j++)
      if (strcmp (value, ssl_values[j].value) == 0)
        value = ssl_values[j].sslmode;
    set (parameters, other->keyword, value);
  }
  return TRUE;
}

/* Hosts and ports as libpq's comma-separated lists. */
static void
add_hosts (LbPgParameters *parameters, const LbUrl *url)
{
  g_autoptr (GString) hosts = g_string_new (NULL);
  g_autoptr (GString) ports = g_string_new (NULL);
  gboolean any_port = FALSE;

  for (guint i = 0; i < url->hosts->len; i++) {
    const LbUrlHost *host = g_ptr_array_index (url->hosts, i);

    g_string_append_printf (hosts, "%s%s", i ? "," : "", host->host);
    g_string_append (ports, i ? "," : "");
    if (host->port)
      g_string_append_printf (ports, "%u", host->port);
    any_port |= host->port != 0;
  }
  if (hosts->len)
    set (parameters, "host", hosts->str);
  if (any_port)
    set (parameters, "port", ports->str);
}

/* Settings of the session travel with the start of the connection and cost no round trip. Ours come first, so that
 * those of the URL or of PGOPTIONS win. */
static void
add_session (LbPgParameters *parameters, const LbConnectOptions *options)
{
  const char *given = get (parameters, "options");
  g_autoptr (GString) text = g_string_new (NULL);

  if (!given)
    given = g_getenv ("PGOPTIONS");
  if (options->lock_timeout_ms)
    g_string_append_printf (text, "-c lock_timeout=%u ", options->lock_timeout_ms);
  if (options->statement_timeout_ms)
    g_string_append_printf (text, "-c statement_timeout=%u ", options->statement_timeout_ms);
  if (text->len == 0)
    return;
  g_string_append (text, given ? given : "");
  set (parameters, "options", text->str);
}

static void
add_defaults (LbPgParameters *parameters, const LbConnectOptions *options)
{
  for (gsize i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (!get (parameters, defaults[i].keyword))
      set (parameters, defaults[i].keyword, defaults[i].value);
  if (options->connect_timeout_ms && !get (parameters, "connect_timeout")) {
    g_autofree char *seconds = g_strdup_printf ("%u", (options->connect_timeout_ms - 1) / 1000 + 1);

    set (parameters, "connect_timeout", seconds);
  }
  /* the URL's application_name and PGAPPNAME win over the fallback */
  set (parameters, "fallback_application_name", options->application_name ? options->application_name : "limbeck");
  set (parameters, "client_encoding", "UTF8");
}

void
lb_pg_parameters_free (LbPgParameters *parameters)
{
  if (!parameters)
    return;
  g_ptr_array_unref (parameters->keywords);
  g_ptr_array_unref (parameters->values);
  g_free (parameters);
}

LbPgParameters *
lb_pg_parameters_new (const LbUrl *url, const LbConnectOptions *options, gboolean session, GError **error)
{
  LbPgParameters *parameters = g_new0 (LbPgParameters, 1);
  PQconninfoOption *known = PQconndefaults ();
  gboolean good;

  parameters->keywords = g_ptr_array_new_with_free_func (g_free);
  parameters->values = g_ptr_array_new_with_free_func (g_free);
  add_hosts (parameters, url);
  if (url->user)
    set (parameters, "user", url->user);
  if (url->password)
    set (parameters, "password", url->password);
  if (url->database && *url->database)
    set (parameters, "dbname", url->database);
  good = add_query (parameters, url, known, error);
  PQconninfoFree (known);
  if (!good) {
    lb_pg_parameters_free (parameters);
    return NULL;
  }
  add_defaults (parameters, options);
  if (session)
    add_session (parameters, options);
  g_ptr_array_add (parameters->keywords, NULL);
  g_ptr_array_add (parameters->values, NULL);
  return parameters;
}
