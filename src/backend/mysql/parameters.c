#include "private.h"

#include "sql/build.h"
#include "util/error.h"
#include "util/suggest.h"

#include <string.h>

typedef enum {
  TEXT,     /* the option's value is the text */
  NUMBER,   /* ... a number */
  FLAG,     /* ... true or false */
  REVERSE,  /* ... the opposite of the flag */
  SOCKET,   /* not options of the library: members of LbMyParameters */
  TIMEOUT,  /* the same */
  COMMAND,  /* a statement for the session */
  SQL_MODE, /* its sql_mode */
  SSL_MODE, /* a word of ssl_modes */
  NOTHING   /* means nothing here: of a Python driver */
} Kind;

/* Parameters of URLs, as the Python drivers of the database name them. What limbeck sends is UTF-8 always, so it says
 * utf8mb4 whatever charset is given. */
static const struct {
  const char *key;
  Kind kind;
  enum mysql_option option;
} known[] = {
  { "allow_local_infile", FLAG, MYSQL_OPT_LOCAL_INFILE },
  { "auth_plugin", TEXT, MYSQL_DEFAULT_AUTH },
  { "auth_plugin_map", NOTHING, 0 },
  { "autocommit", NOTHING, 0 },
  { "binary_prefix", NOTHING, 0 },
  { "bind_address", TEXT, MYSQL_OPT_BIND },
  { "buffered", NOTHING, 0 },
  { "charset", NOTHING, 0 },
  { "client_flag", NOTHING, 0 },
  { "collation", NOTHING, 0 },
  { "compress", FLAG, MYSQL_OPT_COMPRESS },
  { "connect_timeout", TIMEOUT, 0 },
  { "connection_timeout", TIMEOUT, 0 },
  { "conv", NOTHING, 0 },
  { "default_auth", TEXT, MYSQL_DEFAULT_AUTH },
  { "defer_connect", NOTHING, 0 },
  { "echo", NOTHING, 0 },
  { "init_command", COMMAND, 0 },
  { "local_infile", FLAG, MYSQL_OPT_LOCAL_INFILE },
  { "max_allowed_packet", NOTHING, 0 },
  { "option_files", TEXT, MYSQL_READ_DEFAULT_FILE },
  { "plugin_dir", TEXT, MYSQL_PLUGIN_DIR },
  { "prefix_cols", NOTHING, 0 },
  { "program_name", NOTHING, 0 },
  { "raise_on_warnings", NOTHING, 0 },
  { "read_default_file", TEXT, MYSQL_READ_DEFAULT_FILE },
  { "read_default_group", TEXT, MYSQL_READ_DEFAULT_GROUP },
  { "read_timeout", NUMBER, MYSQL_OPT_READ_TIMEOUT },
  { "reconnect", NOTHING, 0 },
  { "server_public_key", TEXT, MYSQL_SERVER_PUBLIC_KEY },
  { "sql_mode", SQL_MODE, 0 },
  { "ssl", FLAG, MYSQL_OPT_SSL_ENFORCE },
  { "ssl_ca", TEXT, MYSQL_OPT_SSL_CA },
  { "ssl_capath", TEXT, MYSQL_OPT_SSL_CAPATH },
  { "ssl_cert", TEXT, MYSQL_OPT_SSL_CERT },
  { "ssl_check_hostname", FLAG, MYSQL_OPT_SSL_VERIFY_SERVER_CERT },
  { "ssl_cipher", TEXT, MYSQL_OPT_SSL_CIPHER },
  { "ssl_crl", TEXT, MYSQL_OPT_SSL_CRL },
  { "ssl_crlpath", TEXT, MYSQL_OPT_SSL_CRLPATH },
  { "ssl_disabled", REVERSE, MYSQL_OPT_SSL_ENFORCE },
  { "ssl_key", TEXT, MYSQL_OPT_SSL_KEY },
  { "ssl_mode", SSL_MODE, 0 },
  { "ssl_verify_cert", FLAG, MYSQL_OPT_SSL_VERIFY_SERVER_CERT },
  { "ssl_verify_identity", FLAG, MYSQL_OPT_SSL_VERIFY_SERVER_CERT },
  { "tls_version", TEXT, MARIADB_OPT_TLS_VERSION },
  { "tls_versions", TEXT, MARIADB_OPT_TLS_VERSION },
  { "unix_socket", SOCKET, 0 },
  { "use_pure", NOTHING, 0 },
  { "use_unicode", NOTHING, 0 },
  { "write_timeout", NUMBER, MYSQL_OPT_WRITE_TIMEOUT },
};

/* Drivers to which "localhost" is the address; to the others, and to the client library, it is the socket. */
static const char *const tcp_drivers[]
    = { "aiomysql", "asyncmy", "cymysql", "mysqlconnector", "oursql", "pymysql", NULL };

/* mysqlclient's ssl_mode: whether to encrypt, and whether to look at the certificate. */
static const struct {
  const char *word;
  gboolean enforce, verify;
} ssl_modes[] = {
  { "DISABLED", FALSE, FALSE }, { "PREFERRED", FALSE, FALSE },     { "REQUIRED", TRUE, FALSE },
  { "VERIFY_CA", TRUE, TRUE },  { "VERIFY_IDENTITY", TRUE, TRUE },
};

static void
host_free (gpointer data)
{
  LbMyHost *host = data;

  g_free (host->host);
  g_free (host);
}

static void
option_clear (gpointer data)
{
  g_free (((LbMyOption *) data)->text);
}

/* The last value set for an option counts. */
static LbMyOption *
set (LbMyParameters *parameters, enum mysql_option option)
{
  LbMyOption made = { .option = option };

  for (guint i = 0; i < parameters->options->len; i++) {
    LbMyOption *at = &g_array_index (parameters->options, LbMyOption, i);

    if (at->option == option)
      return at;
  }
  g_array_append_val (parameters->options, made);
  return &g_array_index (parameters->options, LbMyOption, parameters->options->len - 1);
}

static void
set_text (LbMyParameters *parameters, enum mysql_option option, const char *text)
{
  LbMyOption *at = set (parameters, option);

  g_free (at->text);
  at->text = g_strdup (text);
  at->is_text = TRUE;
}

static void
set_number (LbMyParameters *parameters, enum mysql_option option, guint number)
{
  set (parameters, option)->number = number;
}

static gboolean
refuse_value (const LbUrlParameter *parameter, const char *wanted, GError **error)
{
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "invalid value of the parameter '%s' in the database URL",
               parameter->key);
  if (error)
    lb_error_set_hint (*error, "Give %s.", wanted);
  return FALSE;
}

static gboolean
read_flag (const LbUrlParameter *parameter, guint *ret_flag, GError **error)
{
  static const char *const yes[] = { "true", "1", "yes", "on", "t", "y", NULL };
  static const char *const no[] = { "false", "0", "no", "off", "f", "n", NULL };
  g_autofree char *value = g_ascii_strdown (parameter->value, -1);

  *ret_flag = g_strv_contains (yes, value);
  return *ret_flag || g_strv_contains (no, value) || refuse_value (parameter, "true or false", error);
}

static gboolean
read_number (const LbUrlParameter *parameter, guint *ret_number, GError **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (parameter->value, 10, 0, G_MAXINT, &number, NULL))
    return refuse_value (parameter, "a number of seconds", error);
  *ret_number = (guint) number;
  return TRUE;
}

static gboolean
set_ssl_mode (LbMyParameters *parameters, const LbUrlParameter *parameter, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ssl_modes); i++) {
    if (g_ascii_strcasecmp (parameter->value, ssl_modes[i].word) != 0)
      continue;
    set_number (parameters, MYSQL_OPT_SSL_ENFORCE, ssl_modes[i].enforce);
    set_number (parameters, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, ssl_modes[i].verify);
    return TRUE;
  }
  return refuse_value (parameter, "DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY", error);
}

static gboolean
set_parameter (LbMyParameters *parameters, GString *session, gsize index, const LbUrlParameter *parameter,
               GError **error)
{
  enum mysql_option option = known[index].option;
  guint number = 0;

  switch (known[index].kind) {
    case TEXT:
      set_text (parameters, option, parameter->value);
      return TRUE;
    case NUMBER:
      if (!read_number (parameter, &number, error))
        return FALSE;
      set_number (parameters, option, number);
      return TRUE;
    case FLAG:
    case REVERSE:
      if (!read_flag (parameter, &number, error))
        return FALSE;
      if (known[index].kind == FLAG)
        set_number (parameters, option, number);
      else if (number)
        set_number (parameters, option, FALSE);
      return TRUE;
    case SOCKET:
      g_free (parameters->unix_socket);
      parameters->unix_socket = g_strdup (parameter->value);
      return TRUE;
    case TIMEOUT:
      return read_number (parameter, &parameters->connect_timeout, error);
    case COMMAND:
      g_string_append_printf (session, "%s%s", session->len ? ";" : "", parameter->value);
      return TRUE;
    case SQL_MODE:
      g_string_append (session, session->len ? ";" : "");
      lb_sql_appendf (session, lb_dialect_find ("mysql")->syntax, "SET sql_mode = %L", parameter->value);
      return TRUE;
    case SSL_MODE:
      return set_ssl_mode (parameters, parameter, error);
    case NOTHING:
      break;
  }
  return TRUE;
}

static gboolean
refuse (const char *key, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  const char *near;

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    g_ptr_array_add (keys, (gpointer) known[i].key);
  g_ptr_array_add (keys, NULL);
  near = lb_suggest (key, (const char *const *) keys->pdata);
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "unknown parameter '%s' in the database URL", key);
  if (error && near)
    lb_error_set_hint (*error, "Did you mean '%s'?", near);
  else if (error)
    lb_error_set_hint (*error, "Known are the parameters of the Python drivers (unix_socket, charset, ssl_ca, ...).");
  return FALSE;
}

static gboolean
add_query (LbMyParameters *parameters, const LbUrl *url, GString *session, GError **error)
{
  for (guint i = 0; i < url->parameters->len; i++) {
    const LbUrlParameter *parameter = g_ptr_array_index (url->parameters, i);
    gsize index = 0;

    while (index < G_N_ELEMENTS (known) && strcmp (known[index].key, parameter->key) != 0)
      index++;
    if (index == G_N_ELEMENTS (known))
      return refuse (parameter->key, error);
    if (!set_parameter (parameters, session, index, parameter, error))
      return FALSE;
  }
  return TRUE;
}

static const LbMyOption *
find (const LbMyParameters *parameters, enum mysql_option option)
{
  for (guint i = 0; i < parameters->options->len; i++)
    if (g_array_index (parameters->options, LbMyOption, i).option == option)
      return &g_array_index (parameters->options, LbMyOption, i);
  return NULL;
}

/* Whoever names an authority or a certificate wants an encrypted connection, and no other one in silence; who names an
 * authority wants the server's certificate to be from it. */
static void
add_ssl (LbMyParameters *parameters)
{
  static const enum mysql_option files[] = { MYSQL_OPT_SSL_CA, MYSQL_OPT_SSL_CAPATH, MYSQL_OPT_SSL_CERT };
  const LbMyOption *verify = find (parameters, MYSQL_OPT_SSL_VERIFY_SERVER_CERT);
  gboolean wanted = verify && verify->number;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    wanted |= find (parameters, files[i]) != NULL;
  if (wanted && !find (parameters, MYSQL_OPT_SSL_ENFORCE))
    set_number (parameters, MYSQL_OPT_SSL_ENFORCE, TRUE);
  if (!verify && (find (parameters, MYSQL_OPT_SSL_CA) || find (parameters, MYSQL_OPT_SSL_CAPATH)))
    set_number (parameters, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, TRUE);
}

static void
add_hosts (LbMyParameters *parameters, const LbUrl *url)
{
  for (guint i = 0; i < MAX (url->hosts->len, 1); i++) {
    const LbUrlHost *given = url->hosts->len ? g_ptr_array_index (url->hosts, i) : NULL;
    LbMyHost *host = g_new0 (LbMyHost, 1);

    if (given && *given->host == '/') {
      g_free (parameters->unix_socket);
      parameters->unix_socket = g_strdup (given->host);
    } else if (given && *given->host) {
      host->host = g_strdup (given->host);
    }
    host->port = given ? given->port : 0;
    g_ptr_array_add (parameters->hosts, host);
  }
}

LbMyParameters *
lb_my_parameters_new (const LbUrl *url, const LbConnectOptions *options, GError **error)
{
  g_autoptr (LbMyParameters) parameters = g_new0 (LbMyParameters, 1);
  g_autoptr (GString) session = g_string_new (NULL);

  parameters->hosts = g_ptr_array_new_with_free_func (host_free);
  parameters->options = g_array_new (FALSE, FALSE, sizeof (LbMyOption));
  g_array_set_clear_func (parameters->options, option_clear);
  parameters->user = g_strdup (url->user);
  parameters->password = g_strdup (url->password);
  parameters->database = url->database && *url->database ? g_strdup (url->database) : NULL;
  parameters->tcp = url->driver && g_strv_contains (tcp_drivers, url->driver);
  parameters->program_name = g_strdup (options->application_name ? options->application_name : "limbeck");
  parameters->masked = lb_url_masked (url);
  parameters->backend = g_strdup (url->backend);
  parameters->connect_timeout = options->connect_timeout_ms ? (options->connect_timeout_ms - 1) / 1000 + 1 : 0;
  add_hosts (parameters, url);
  if (!add_query (parameters, url, session, error))
    return NULL;
  add_ssl (parameters);
  parameters->lock_timeout_ms = options->lock_timeout_ms;
  parameters->statement_timeout_ms = options->statement_timeout_ms;
  parameters->session_sql = session->len ? g_strdup (session->str) : NULL;
  return g_steal_pointer (&parameters);
}

void
lb_my_parameters_free (LbMyParameters *parameters)
{
  if (!parameters)
    return;
  g_ptr_array_unref (parameters->hosts);
  g_array_unref (parameters->options);
  g_free (parameters->user);
  g_free (parameters->password);
  g_free (parameters->database);
  g_free (parameters->unix_socket);
  g_free (parameters->program_name);
  g_free (parameters->session_sql);
  g_free (parameters->masked);
  g_free (parameters->backend);
  g_free (parameters);
}

MYSQL *
lb_my_parameters_handle (const LbMyParameters *parameters, const LbMyHost *host)
{
  static const unsigned long packet = 1UL << 30; /* the most that either server takes */
  static const unsigned int tcp = MYSQL_PROTOCOL_TCP;
  static const unsigned int no = 0;
  MYSQL *my = mysql_init (NULL);

  /* a server may ask for files of the client: only where the URL allows it */
  mysql_optionsv (my, MYSQL_OPT_LOCAL_INFILE, &no);
  mysql_optionsv (my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_optionsv (my, MYSQL_OPT_MAX_ALLOWED_PACKET, &packet);
  mysql_optionsv (my, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", parameters->program_name);
  if (parameters->connect_timeout)
    mysql_optionsv (my, MYSQL_OPT_CONNECT_TIMEOUT, &parameters->connect_timeout);
  if (parameters->tcp && host->host && !parameters->unix_socket)
    mysql_optionsv (my, MYSQL_OPT_PROTOCOL, &tcp);
  for (guint i = 0; i < parameters->options->len; i++) {
    const LbMyOption *option = &g_array_index (parameters->options, LbMyOption, i);
    my_bool flag = option->number != 0;

    if (option->is_text)
      mysql_optionsv (my, option->option, option->text);
    else if (option->option == MYSQL_OPT_COMPRESS && !flag)
      continue; /* to name it is to ask for it */
    else if (option->option == MYSQL_OPT_SSL_ENFORCE || option->option == MYSQL_OPT_SSL_VERIFY_SERVER_CERT)
      mysql_optionsv (my, option->option, &flag);
    else
      mysql_optionsv (my, option->option, &option->number);
  }
  return my;
}
