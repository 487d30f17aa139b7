#include "url.h"

#include "url_text.h"
#include "util/error.h"

#include <string.h>

/* Names a URL may begin with, where they are not the name of the dialect itself. */
static const struct {
  const char *name;
  const char *backend;
} aliases[] = {
  { "postgres", "postgresql" },
  { "pgsql", "postgresql" },
  { "sqlite3", "sqlite" },
};

static void
host_free (gpointer data)
{
  LbUrlHost *host = data;

  g_free (host->host);
  g_free (host);
}

static void
parameter_free (gpointer data)
{
  LbUrlParameter *parameter = data;

  g_free (parameter->key);
  g_free (parameter->value);
  g_free (parameter);
}

void
lb_url_free (LbUrl *url)
{
  if (!url)
    return;
  g_free (url->backend);
  g_free (url->driver);
  g_free (url->user);
  g_free (url->password);
  g_free (url->database);
  g_ptr_array_unref (url->hosts);
  g_ptr_array_unref (url->parameters);
  g_ptr_array_unref (url->query);
  g_free (url);
}

static gboolean
fail (GError **error, const char *what, const char *hint)
{
  GError *made = g_error_new (LB_ERROR, LB_ERROR_CONFIG, "%s", what);

  lb_error_set_hint (made, "%s", hint);
  g_propagate_error (error, made);
  return FALSE;
}

/* Decode @length bytes of @text into @ret, which stays as it is on failure. */
static gboolean
decode (const char *text, gsize length, gboolean plus_is_space, char **ret, GError **error)
{
  char *decoded = lb_url_decode (text, length, plus_is_space);

  if (!decoded)
    return fail (error, "the database address contains %00, which no database accepts",
                 "Remove the zero byte from the address.");
  *ret = decoded;
  return TRUE;
}

/* "postgresql+asyncpg": the dialect and, behind the plus, the Python driver, which means nothing here. */
static gboolean
parse_scheme (LbUrl *url, const char *text, gsize length, GError **error)
{
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isalnum (text[i]) && text[i] != '_' && text[i] != '+' && text[i] != '-')
      return fail (error, "the database address does not begin with the name of a database",
                   "Write it as backend://user:password@host/database, without quotes around it.");
  }
  g_autofree char *scheme = g_ascii_strdown (text, (gssize) length);
  char *plus = strchr (scheme, '+');
  const char *backend = scheme;

  if (plus)
    *plus = '\0';
  if (*scheme == '\0')
    return fail (error, "the database address does not begin with the name of a database",
                 "Write it as backend://user:password@host/database.");
  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++) {
    if (g_str_equal (scheme, aliases[i].name))
      backend = aliases[i].backend;
  }
  url->backend = g_strdup (backend);
  url->driver = plus && plus[1] ? g_strdup (plus + 1) : NULL;
  return TRUE;
}

/* Whether "host:5432/name?..." stands before an @ that belongs to the query, not to a password. */
static gboolean
at_is_in_query (const char *text, gsize colon, const char *at)
{
  gsize query = strcspn (text, "?");

  if (text + query >= at)
    return FALSE;
  if (*text == '[')
    return TRUE;
  gsize digits = strspn (text + colon + 1, "0123456789");
  char behind = text[colon + 1 + digits];
  return digits > 0 && (behind == '/' || behind == ',' || behind == '?');
}

/* Take user and password off the front of @text; returns what follows the @. SQLAlchemy's rule: the user ends at the
 * first colon, a password may hold slashes. An @ that was not escaped still belongs to the password when another @
 * follows before the next slash. */
static const char *
parse_credentials (LbUrl *url, const char *text, GError **error)
{
  gsize user_end = strcspn (text, ":/?");
  const char *at = text[user_end] == ':' ? strchr (text + user_end, '@') : NULL;

  if (at && at_is_in_query (text, user_end, at))
    at = NULL;
  if (at) {
    for (gsize more; at[more = 1 + strcspn (at + 1, "@/?")] == '@';)
      at += more;
    if (!decode (text + user_end + 1, (gsize) (at - text) - user_end - 1, FALSE, &url->password, error))
      return NULL;
  } else {
    at = g_strrstr_len (text, (gssize) user_end, "@");
    if (!at)
      return text;
    user_end = (gsize) (at - text);
  }
  if (!decode (text, user_end, FALSE, &url->user, error))
    return NULL;
  return at + 1;
}

/* A port: digits, 1 to 65535; an empty one is none. The text is not shown: where the @ was forgotten it is a password.
 */
static gboolean
parse_port (const char *text, gsize length, guint *ret_port, GError **error)
{
  guint64 port = 0;

  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isdigit (text[i]))
      return fail (
          error, "the port of the database address is not a number",
          "Write user:password@host:port; put an IPv6 address in [ ], and percent-encode : / @ in a password.");
    port = MIN (port * 10 + (guint64) (text[i] - '0'), G_MAXUINT16 + 1);
  }
  if (length > 0 && (port == 0 || port > G_MAXUINT16))
    return fail (error, "the port of the database address is not between 1 and 65535", "Give the port of the server.");
  *ret_port = (guint) port;
  return TRUE;
}

static void
add_host (GPtrArray *hosts, char *name, guint port)
{
  LbUrlHost *host = g_new (LbUrlHost, 1);

  *host = (LbUrlHost){ .host = name, .port = port };
  g_ptr_array_add (hosts, host);
}

/* One of "host", "host:port", "[v6]", "[v6]:port". */
static gboolean
parse_host (GPtrArray *hosts, const char *text, gsize length, GError **error)
{
  gsize begin = 0, end, port_at;
  guint port = 0;
  g_autofree char *name = NULL;

  if (length > 0 && text[0] == '[') {
    const char *bracket = memchr (text, ']', length);

    if (!bracket || (bracket + 1 < text + length && bracket[1] != ':'))
      return fail (error, "the IPv6 address in the database address does not end with ]",
                   "Write it as [::1] or [::1]:5432.");
    if (bracket == text + 1)
      return fail (error, "the IPv6 address in the database address is empty", "Write it as [::1] or [::1]:5432.");
    begin = 1;
    end = (gsize) (bracket - text);
    port_at = end + 1;
  } else {
    const char *colon = memchr (text, ':', length);

    end = colon ? (gsize) (colon - text) : length;
    port_at = end;
  }
  if (port_at < length && !parse_port (text + port_at + 1, length - port_at - 1, &port, error))
    return FALSE;
  if (!decode (text + begin, end - begin, FALSE, &name, error))
    return FALSE;
  add_host (hosts, g_steal_pointer (&name), port);
  return TRUE;
}

/* "host1:1,host2:2" */
static gboolean
parse_hosts (GPtrArray *hosts, const char *text, gsize length, GError **error)
{
  gsize begin = 0;

  if (length == 0)
    return TRUE;
  for (gsize i = 0; i <= length; i++) {
    if (i < length && text[i] != ',')
      continue;
    if (!parse_host (hosts, text + begin, i - begin, error))
      return FALSE;
    begin = i + 1;
  }
  const LbUrlHost *first = hosts->pdata[0];
  if (hosts->len == 1 && *first->host == '\0' && first->port == 0) /* a colon alone */
    g_ptr_array_set_size (hosts, 0);
  return TRUE;
}

/* The rules of Python's parse_qsl: pieces without a value are dropped, a plus is a blank. */
static gboolean
parse_query (GPtrArray *parameters, const char *text, GError **error)
{
  while (*text) {
    gsize length = strcspn (text, "&");
    const char *equals = memchr (text, '=', length);

    if (equals && equals + 1 < text + length) {
      LbUrlParameter *parameter = g_new0 (LbUrlParameter, 1);

      g_ptr_array_add (parameters, parameter);
      if (!decode (text, (gsize) (equals - text), TRUE, &parameter->key, error)
          || !decode (equals + 1, (gsize) (text + length - equals) - 1, TRUE, &parameter->value, error))
        return FALSE;
    }
    text += length + (text[length] == '&');
  }
  return TRUE;
}

/* All values of the parameters named @key, one after the other with commas between. */
static char *
joined_values (const GPtrArray *parameters, const char *key, guint *ret_n)
{
  g_autoptr (GString) all = g_string_new (NULL);

  *ret_n = 0;
  for (guint i = 0; i < parameters->len; i++) {
    const LbUrlParameter *parameter = parameters->pdata[i];

    if (!g_str_equal (parameter->key, key))
      continue;
    g_string_append (all, *ret_n ? "," : "");
    g_string_append (all, parameter->value);
    ++*ret_n;
  }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* Whether a host of the query carries its port: "name:5432", but neither a socket directory nor a bare IPv6 address. */
static gboolean
host_has_port (const char *text)
{
  const char *colon = strchr (text, ':');

  return *text == '[' || (colon && *text != '/' && !strchr (colon + 1, ':'));
}

/* Ports of "?port=1,2", one for each host, or one for all. */
static gboolean
apply_ports (GPtrArray *hosts, const char *text, GError **error)
{
  g_auto (GStrv)
    ports = g_strsplit (text, ",", -1);
  guint n_ports = g_strv_length (ports);

  if (hosts->len == 0)
    add_host (hosts, g_strdup (""), 0);
  if (n_ports != 1 && n_ports != hosts->len)
    return fail (error, "the database address has another number of ports than of hosts",
                 "Give one port for each host, or one for all.");
  for (guint i = 0; i < hosts->len; i++) {
    LbUrlHost *host = hosts->pdata[i];
    const char *port = ports[n_ports == 1 ? 0 : i];

    if (!parse_port (port, strlen (port), &host->port, error))
      return FALSE;
  }
  return TRUE;
}

/* SQLAlchemy's other way to name servers: "?host=a&host=b:5433", "?host=a,b&port=1,2", "?host=/socket/dir". They stand
 * in place of those before the path. */
static gboolean
take_hosts_of_query (LbUrl *url, GError **error)
{
  guint n_hosts, n_ports;
  g_autofree char *hosts = joined_values (url->query, "host", &n_hosts);
  g_autofree char *ports = joined_values (url->query, "port", &n_ports);

  if (n_hosts > 0) {
    g_auto (GStrv)
      names = g_strsplit (hosts, ",", -1);

    g_ptr_array_set_size (url->hosts, 0);
    for (guint i = 0; names[i]; i++) {
      if (!host_has_port (names[i]))
        add_host (url->hosts, g_strdup (names[i]), 0);
      else if (n_ports > 0)
        return fail (error, "the database address gives ports both behind its hosts and as a parameter",
                     "Write host=h1:p1&host=h2:p2 or host=h1,h2&port=p1,p2.");
      else if (!parse_host (url->hosts, names[i], strlen (names[i]), error))
        return FALSE;
    }
  }
  return n_ports == 0 || apply_ports (url->hosts, ports, error);
}

/* What a driver gets: the parameters without those that have become hosts. */
static void
take_parameters (LbUrl *url)
{
  for (guint i = 0; i < url->query->len; i++) {
    const LbUrlParameter *parameter = url->query->pdata[i];

    if (g_str_equal (parameter->key, "host") || g_str_equal (parameter->key, "port"))
      continue;
    LbUrlParameter *copy = g_new (LbUrlParameter, 1);
    *copy = (LbUrlParameter){ .key = g_strdup (parameter->key), .value = g_strdup (parameter->value) };
    g_ptr_array_add (url->parameters, copy);
  }
}

/* A database that is a file has no server: "sqlite://x.db" lacks a slash. */
static gboolean
check_file_address (const LbUrl *url, GError **error)
{
  if (!g_str_equal (url->backend, "sqlite") || (!url->user && !url->password && url->hosts->len == 0))
    return TRUE;
  return fail (
      error, "a sqlite address names a file, no host or user",
      "Use three slashes for a relative path (sqlite:///app.db), four for an absolute one (sqlite:////srv/app.db).");
}

LbUrl *
lb_url_parse (const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text ? text : ""));
  const char *scheme_end = strstr (trimmed, "://");

  if (*trimmed == '\0') {
    fail (error, "the database address is empty", "Set it, for example to sqlite:///app.db.");
    return NULL;
  }
  if (!scheme_end) {
    fail (error, "the database address has no '://'",
          "Write it as backend://user:password@host/database, without quotes around it.");
    return NULL;
  }
  g_autoptr (LbUrl) url = g_new0 (LbUrl, 1);
  url->hosts = g_ptr_array_new_with_free_func (host_free);
  url->parameters = g_ptr_array_new_with_free_func (parameter_free);
  url->query = g_ptr_array_new_with_free_func (parameter_free);
  if (!parse_scheme (url, trimmed, (gsize) (scheme_end - trimmed), error))
    return NULL;
  const char *rest = parse_credentials (url, scheme_end + 3, error);
  if (!rest)
    return NULL;
  gsize length = strcspn (rest, "/?");
  if (!parse_hosts (url->hosts, rest, length, error))
    return NULL;
  rest += length;
  if (*rest == '/') {
    length = strcspn (++rest, "?");
    if (!decode (rest, length, FALSE, &url->database, error))
      return NULL;
    rest += length;
  }
  if (*rest == '?' && !parse_query (url->query, rest + 1, error))
    return NULL;
  if (!take_hosts_of_query (url, error) || !check_file_address (url, error))
    return NULL;
  take_parameters (url);
  return g_steal_pointer (&url);
}

const char *
lb_url_parameter (const LbUrl *url, const char *key)
{
  for (guint i = url->parameters->len; i-- > 0;) {
    const LbUrlParameter *parameter = url->parameters->pdata[i];

    if (g_str_equal (parameter->key, key))
      return parameter->value;
  }
  return NULL;
}
