#include "private.h"

#include "util/error.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of the server that the header of the client library does not name: of MariaDB, or of newer servers. */
enum {
  CONNECTION_KILLED = 1927,
  STATEMENT_TIMEOUT = 1969, /* MariaDB's max_statement_time */
  QUERY_TIMEOUT = 3024,     /* MySQL's max_execution_time */
  PACKET_TOO_LARGE = 1153,
  CLIENT_TIMEOUT = 4031
};

/* ---- a connection that could not be made */

static const struct {
  guint number;
  const char *hint;
} connect_hints[] = {
  { CR_CONNECTION_ERROR, "Start the server, or name its socket with ?unix_socket=PATH." },
  { CR_CONN_HOST_ERROR, "Start the server, or check host and port." },
  { CR_UNKNOWN_HOST, "Check the name of the host; it cannot be resolved." },
  { CR_SSL_CONNECTION_ERROR,
    "The encrypted connection was refused: check ssl_ca, ssl_cert and ssl_key, and whether the server offers TLS." },
  { CR_AUTH_PLUGIN_CANNOT_LOAD,
    "The client library lacks the server's way to authenticate; plugin_dir names the directory of its plugins." },
  { ER_ACCESS_DENIED_ERROR,
    "Check user and password in the URL; in the URL special characters of the password are percent-encoded." },
  { ER_DBACCESS_DENIED_ERROR, "Check the name of the database in the URL, or grant the user rights on it." },
  { ER_HOST_NOT_PRIVILEGED, "The server lets nobody in from this host: create the user for it." },
  { ER_CON_COUNT_ERROR, "All connections of the server are in use." },
  { ER_USER_LIMIT_REACHED, "All connections of this user are in use." },
};

GError *
lb_my_connect_error_new (const char *where, guint number, const char *sqlstate, const char *message)
{
  GError *error = g_error_new (LB_ERROR, LB_ERROR_CONNECT, "cannot connect to %s: %s", where, message);

  if (strcmp (sqlstate, "HY000") != 0)
    lb_error_set_sqlstate (error, sqlstate);
  for (gsize i = 0; i < G_N_ELEMENTS (connect_hints); i++)
    if (connect_hints[i].number == number)
      lb_error_set_hint (error, "%s", connect_hints[i].hint);
  if (number == ER_BAD_DB_ERROR)
    lb_error_set_hint (error, "Create the database first: CREATE DATABASE NAME.");
  return error;
}

/* ---- a statement that failed */

static const struct {
  guint number;
  const char *hint;
} statement_hints[] = {
  { ER_LOCK_WAIT_TIMEOUT,
    "Somebody else holds a lock on it for longer than the lock timeout; run again when they are done, or allow more "
    "time with lock_timeout in [limbeck]." },
  { ER_LOCK_DEADLOCK, "Run it again; of two that waited for each other the server ended this one." },
  { ER_OPTION_PREVENTS_STATEMENT, "The server is read-only: a replica, or read_only is set." },
  { ER_TABLEACCESS_DENIED_ERROR, "The user of the URL lacks this right; grant it." },
  { ER_DBACCESS_DENIED_ERROR, "The user of the URL lacks this right; grant it." },
  { ER_SPECIFIC_ACCESS_DENIED_ERROR, "The user of the URL lacks this right; grant it." },
  { PACKET_TOO_LARGE, "Raise the server's max_allowed_packet, or divide the statement." },
  { ER_RECORD_FILE_FULL, "The server's disk is full; make room there." },
  { ER_NO_DB_ERROR, "Name a database at the end of the URL: mariadb://host/DATABASE." },
  { STATEMENT_TIMEOUT, "It took longer than statement_timeout in [limbeck] or the server's max_statement_time." },
  { QUERY_TIMEOUT, "It took longer than statement_timeout in [limbeck] or the server's max_execution_time." },
};

gboolean
lb_my_is_lost (guint number)
{
  static const guint lost[] = {
    CR_SERVER_GONE_ERROR,    CR_SERVER_LOST,           CR_SERVER_LOST_EXTENDED, CR_CONNECTION_ERROR,
    CR_CONN_HOST_ERROR,      CR_MALFORMED_PACKET,      CONNECTION_KILLED,       CLIENT_TIMEOUT,
    ER_SERVER_SHUTDOWN,      ER_NORMAL_SHUTDOWN,       ER_NET_READ_ERROR,       ER_NET_ERROR_ON_WRITE,
    ER_NET_READ_INTERRUPTED, ER_NET_WRITE_INTERRUPTED, ER_FORCING_CLOSE,        ER_ABORTING_CONNECTION,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lost); i++)
    if (lost[i] == number)
      return TRUE;
  return FALSE;
}

static LbErrorCode
code_of (const LbConnection *connection, guint number)
{
  if (connection->cancelled && (number == ER_QUERY_INTERRUPTED || number == STATEMENT_TIMEOUT))
    return LB_ERROR_INTERRUPTED;
  return lb_my_is_lost (number) ? LB_ERROR_CONNECT : LB_ERROR_DATABASE;
}

/* Where "... near 'FORM x' at line 3" is in @text: 1-based, in characters; 0 where the message does not tell. */
static guint
position_of (const char *message, const char *text)
{
  const char *near = strstr (message, " near '");
  const char *end = near ? g_strrstr (near, "' at line ") : NULL;
  const char *from = text;
  g_autofree char *piece = NULL;

  if (!end)
    return 0;
  near += strlen (" near '");
  piece = g_strndup (near, (gsize) (end - near));
  for (gulong line = strtoul (end + strlen ("' at line "), NULL, 10); line > 1 && from; line--) {
    from = strchr (from, '\n');
    from = from ? from + 1 : NULL;
  }
  from = !from ? NULL : *piece ? strstr (from, piece) : text + strlen (text);
  return from ? (guint) g_utf8_strlen (text, from - text) + 1 : 0;
}

/* The header's ER_ numbers are the same in both servers up to 1880; above they differ. */
GError *
lb_my_error_new (const LbConnection *connection, const LbStatement *statement, const char *sql)
{
  guint number = mysql_errno (connection->my);
  const char *message = mysql_error (connection->my);
  const char *sqlstate = mysql_sqlstate (connection->my);
  const char *text = statement ? statement->text : sql;
  g_autofree char *detail = g_strdup_printf ("error %u", number);
  LbErrorCode code = code_of (connection, number);
  GError *error;

  if (code == LB_ERROR_CONNECT)
    error = g_error_new (LB_ERROR, LB_ERROR_CONNECT, "the connection to the server was lost: %s", message);
  else
    error = g_error_new_literal (LB_ERROR, (int) code, message);
  lb_error_set_sqlstate (error, sqlstate);
  lb_error_set_detail (error, detail);
  for (gsize i = 0; i < G_N_ELEMENTS (statement_hints); i++)
    if (statement_hints[i].number == number)
      lb_error_set_hint (error, "%s", statement_hints[i].hint);
  if (text)
    lb_error_set_statement (error, text, number == ER_PARSE_ERROR ? position_of (message, text) : 0);
  if (statement && statement->file)
    lb_error_set_place (error, statement->file, statement->line);
  return error;
}
