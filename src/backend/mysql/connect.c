#include "private.h"

#include "util/error.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

/* A server that is gone is noticed after 90 seconds, not after the two hours of most systems. */
static void
keep_alive (MYSQL *my)
{
  static const struct {
    int name;
    int value;
  } settings[] = { { TCP_KEEPIDLE, 30 }, { TCP_KEEPINTVL, 10 }, { TCP_KEEPCNT, 6 } };
  int fd = (int) mysql_get_socket (my);
  int yes = 1;

  setsockopt (fd, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) /* fails, and is not needed, on a unix socket */
    setsockopt (fd, IPPROTO_TCP, settings[i].name, &settings[i].value, sizeof settings[i].value);
}

/* Text goes to the server with its backslashes doubled, so the session must read them as escapes. */
static gboolean
set_escapes (LbConnection *connection, GError **error)
{
  return !(connection->my->server_status & SERVER_STATUS_NO_BACKSLASH_ESCAPES)
         || lb_my_run_text (connection, "SET sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')", LB_MY_HEARING,
                            error);
}

/* Both servers know how long a statement may wait for locks, of tables and of rows, in seconds. How long it may take is
 * max_statement_time in MariaDB, in seconds; MySQL limits only SELECT, in milliseconds. */
static gboolean
set_session (LbConnection *connection, GError **error)
{
  const LbMyParameters *parameters = lb_my_companion_parameters (connection->companion);
  g_autoptr (GString) sql = g_string_new (parameters->session_sql);

  if (parameters->lock_timeout_ms) {
    guint seconds = (parameters->lock_timeout_ms - 1) / 1000 + 1;

    g_string_append_printf (sql, "%sSET lock_wait_timeout = %u, innodb_lock_wait_timeout = %u", sql->len ? ";" : "",
                            seconds, seconds);
  }
  if (parameters->statement_timeout_ms && lb_my_is_mariadb (connection))
    g_string_append_printf (sql, "%sSET max_statement_time = %u.%03u", sql->len ? ";" : "",
                            parameters->statement_timeout_ms / 1000, parameters->statement_timeout_ms % 1000);
  else if (parameters->statement_timeout_ms)
    g_string_append_printf (sql, "%sSET max_execution_time = %u", sql->len ? ";" : "",
                            parameters->statement_timeout_ms);
  return (sql->len == 0 || lb_my_run_text (connection, sql->str, LB_MY_HEARING, error))
         && set_escapes (connection, error);
}

LbConnection *
lb_my_open (const LbUrl *url, const LbConnectOptions *options, GError **error)
{
  LbMyParameters *parameters = lb_my_parameters_new (url, options, error);
  LbConnection *connection;

  if (!parameters)
    return NULL;
  connection = g_new0 (LbConnection, 1);
  connection->log = options->log;
  connection->echo = options->echo;
  connection->companion = lb_my_companion_new (parameters);
  connection->my = lb_my_companion_wait (connection->companion, error);
  if (!connection->my || !set_session (connection, error)) {
    lb_my_close (connection);
    return NULL;
  }
  keep_alive (connection->my);
  return connection;
}

void
lb_my_close (LbConnection *connection)
{
  if (connection->my)
    mysql_close (connection->my);
  lb_my_companion_free (connection->companion);
  g_free (connection->lock_held);
  g_free (connection);
}

gboolean
lb_my_is_mariadb (const LbConnection *connection)
{
  return mysql_get_server_version (connection->my) >= 100000;
}

const LbSqlSyntax *
lb_my_syntax (const LbConnection *connection)
{
  return lb_dialect_find (lb_my_is_mariadb (connection) ? "mariadb" : "mysql")->syntax;
}

gboolean
lb_my_reset_session (LbConnection *connection, GError **error)
{
  const LbMyParameters *parameters = lb_my_companion_parameters (connection->companion);

  if (mysql_reset_connection (connection->my) != 0
      || (parameters->database && mysql_select_db (connection->my, parameters->database) != 0)
      || mysql_set_character_set (connection->my, "utf8mb4") != 0) {
    g_propagate_error (error, lb_my_error_new (connection, NULL, NULL));
    return FALSE;
  }
  return set_session (connection, error);
}
