#include "settings_private.h"

#include "backend/url_text.h"
#include "util/error.h"

#include <string.h>

/* What `init` and Alembic's templates write where the address belongs. */
#define PLACEHOLDER "driver://user:pass@localhost/dbname"

gboolean
lb_settings_is_placeholder (const char *text)
{
  return g_str_equal (text, PLACEHOLDER);
}

static const char *
environment (const char *name)
{
  const char *value = g_getenv (name);

  return value && *value ? value : NULL;
}

/* DB_HOST may be a name, several names, an IPv6 address or a socket directory. */
static void
append_host (GString *url, const char *host)
{
  const char *colon = strchr (host, ':');
  gboolean is_ipv6 = *host != '[' && colon && strchr (colon + 1, ':') && !strchr (host, ',');

  g_string_append (url, is_ipv6 ? "[" : "");
  lb_url_encode (url, host, ":,[]", FALSE);
  g_string_append (url, is_ipv6 ? "]" : "");
}

/* One PostgreSQL address from DB_HOST, DB_PORT, DB_USER, DB_PASSWORD and DB_NAME, whose values are taken literally;
 * NULL if neither a host nor a database is named. */
static char *
url_of_parts (void)
{
  const char *host = environment ("DB_HOST"), *port = environment ("DB_PORT"), *user = environment ("DB_USER");
  const char *password = environment ("DB_PASSWORD"), *name = environment ("DB_NAME");

  if (!host && !name)
    return NULL;
  GString *url = g_string_new ("postgresql://");
  if (user || password) {
    lb_url_encode (url, user ? user : "", "", FALSE);
    if (password) {
      g_string_append_c (url, ':');
      lb_url_encode (url, password, "", FALSE);
    }
    g_string_append_c (url, '@');
  }
  if (host)
    append_host (url, host);
  if (name) {
    g_string_append_c (url, '/');
    lb_url_encode (url, name, "", FALSE);
  }
  if (port) {
    g_string_append (url, "?port=");
    lb_url_encode (url, port, ",", FALSE);
  }
  return g_string_free (url, FALSE);
}

void
lb_settings_read_environment (LbSettings *settings)
{
  for (LbSettingId id = 0; id < LB_N_SETTINGS; id++) {
    const char *const *variables = lb_setting_info (id)->variables;

    for (guint i = 0; variables && variables[i] && !settings->environment[id]; i++) {
      settings->environment[id] = g_strdup (environment (variables[i]));
      settings->variables[id] = variables[i];
    }
  }
  if (settings->environment[LB_SETTING_URL])
    return;
  settings->environment[LB_SETTING_URL] = url_of_parts ();
  settings->variables[LB_SETTING_URL] = environment ("DB_HOST") ? "DB_HOST" : "DB_NAME";
}

/* No address at all: is at least the template's line there? */
static void
report_missing (const LbSettings *settings, GError **error)
{
  guint line = 0;
  const char *text = settings->ini ? lb_ini_raw (settings->ini, settings->section, "sqlalchemy.url", &line) : NULL;

  if (text && lb_settings_is_placeholder (text))
    lb_set_error_at (error, LB_ERROR_CONFIG, settings->ini_name, line,
                     "sqlalchemy.url in %s still is the template's placeholder, no database address is set",
                     settings->ini_name);
  else
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "no database address is set");
  lb_error_set_hint (error ? *error : NULL,
                     "Set sqlalchemy.url in [%s] of %s, or the environment variable DATABASE_URL, or give --url.",
                     settings->section, settings->ini_name);
}

LbUrl *
lb_settings_url (const LbSettings *settings, GError **error)
{
  g_autoptr (GError) cause = NULL;
  LbFound found;

  lb_settings_find (settings, LB_SETTING_URL, &found);
  g_autofree char *text = lb_settings_expand (settings, &found, &cause);
  if (!text && !cause) {
    report_missing (settings, error);
    return NULL;
  }
  LbUrl *url = text ? lb_url_parse (text, &cause) : NULL;
  if (url)
    return url;
  if (found.file) {
    if (lb_error_parts (cause)->line == 0)
      lb_error_set_place (cause, found.file, found.line);
  } else {
    g_autofree char *place = lb_settings_place (&found);
    g_autofree char *context = g_strdup_printf ("database address of %s", place);

    lb_error_set_context (cause, context);
  }
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}
