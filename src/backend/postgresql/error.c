#include "private.h"

#include "util/error.h"

#include <stdlib.h>
#include <string.h>

const LbSqlSyntax *
lb_pg_syntax (void)
{
  return lb_dialect_find ("postgresql")->syntax;
}

/* ---- a connection that could not be made */

/* libpq gives no SQLSTATE for these, only the text. Where the server's language is not English none fits, and the text
 * stands alone. The first that fits counts. */
static const struct {
  const char *text;
  LbErrorCode code;
  const char *sqlstate;
  const char *hint;
} connect_hints[] = {
  { "password authentication failed", LB_ERROR_CONNECT, "28P01",
    "Check user and password in the URL; in the URL special characters of the password are percent-encoded." },
  { "no password supplied", LB_ERROR_CONNECT, "28P01", "Give a password in the URL, in PGPASSWORD or in ~/.pgpass." },
  { "no pg_hba.conf entry", LB_ERROR_CONNECT, "28000",
    "The server's pg_hba.conf lets nobody in from here as this user to this database in this way; try "
    "?sslmode=require, or add "
    "a line there and reload the server." },
  { "Peer authentication failed", LB_ERROR_CONNECT, "28000",
    "Over its socket the server lets in only the system user of the same name; name a host in the URL to use a "
    "password." },
  { "server does not support SSL", LB_ERROR_CONNECT, NULL,
    "The URL asks for an encrypted connection and the server offers none; use sslmode=prefer or set up SSL there." },
  { "certificate verify failed", LB_ERROR_CONNECT, NULL,
    "The server's certificate is not signed by the authority in sslrootcert." },
  { "root certificate file", LB_ERROR_CONNECT, NULL,
    "Name the certificate of the authority with ?sslrootcert=FILE, or use sslmode=require." },
  { "database system is starting up", LB_ERROR_CONNECT, "57P03", "Wait until the server has started." },
  { "database system is shutting down", LB_ERROR_CONNECT, "57P03",
    "The server is being stopped; wait until it is back." },
  { "too many clients", LB_ERROR_CONNECT, "53300", "All connections of the server are in use." },
  { "remaining connection slots", LB_ERROR_CONNECT, "53300", "All connections of the server are in use." },
  { "could not translate host name", LB_ERROR_CONNECT, NULL, "Check the name of the host; it cannot be resolved." },
  { "timeout expired", LB_ERROR_CONNECT, NULL,
    "The host did not answer in time: check host, port and firewalls, or raise connect_timeout." },
  { "Connection refused", LB_ERROR_CONNECT, NULL, "Start the server, or check host and port." },
  { "Is the server running", LB_ERROR_CONNECT, NULL,
    "Start the server, or check the directory of its socket and the port." },
  { "not in hot standby mode", LB_ERROR_CONNECT, NULL, "None of the hosts is what target_session_attrs asks for." },
  { "session is read-only", LB_ERROR_CONNECT, NULL, "None of the hosts is what target_session_attrs asks for." },
  { "unsupported startup parameter", LB_ERROR_CONNECT, "08P01",
    "The pooler does not pass this parameter on: leave it out of the URL, or list it in its "
    "ignore_startup_parameters." },
  { "invalid ", LB_ERROR_CONFIG, NULL, "Check the parameters of the database URL." },
};

/* @sqlstate and @hint for what @message is about; TRUE if known. */
static gboolean
find_connect_hint (const char *message, LbErrorCode *ret_code, const char **ret_sqlstate, const char **ret_hint)
{
  for (gsize i = 0; i < G_N_ELEMENTS (connect_hints); i++) {
    if (!strstr (message, connect_hints[i].text))
      continue;
    *ret_code = connect_hints[i].code;
    *ret_sqlstate = connect_hints[i].sqlstate;
    *ret_hint = connect_hints[i].hint;
    return TRUE;
  }
  return FALSE;
}

/* FATAL:  database "shop" does not exist; FATAL:  role "app" does not exist */
static void
set_missing_hint (GError *error, const char *message)
{
  const char *database = strstr (message, "database \"");
  const char *role = strstr (message, "role \"");
  const char *start = database ? strchr (database, '"') + 1 : role ? strchr (role, '"') + 1 : NULL;
  const char *end = start ? strstr (start, "\" does not exist") : NULL;

  if (!end)
    return;
  lb_error_set_sqlstate (error, database ? "3D000" : "28000");
  lb_error_set_hint (error, "Create the %s first: %s %.*s", database ? "database" : "role",
                     database ? "createdb" : "createuser", (int) (end - start), start);
}

GError *
lb_pg_connect_error_new (const char *where, const char *message)
{
  g_autofree char *text = g_strchomp (g_strdup (message));
  char *rest = strchr (text, '\n');
  LbErrorCode code = LB_ERROR_CONNECT;
  const char *sqlstate = NULL;
  const char *hint = NULL;
  gboolean known = find_connect_hint (text, &code, &sqlstate, &hint);
  GError *error;

  if (rest)
    *rest++ = '\0';
  error = g_error_new (LB_ERROR, (int) code, "cannot connect to %s: %s", where, text);
  /* a second try at the same address, without encryption, fails in the same words */
  if (rest && strcmp (g_strstrip (rest), text) != 0)
    lb_error_set_detail (error, rest);
  if (known) {
    lb_error_set_sqlstate (error, sqlstate);
    lb_error_set_hint (error, "%s", hint);
  } else {
    set_missing_hint (error, text);
  }
  return error;
}

/* ---- a statement that failed */

static const struct {
  const char *sqlstate;
  const char *hint; /* where the server gives none */
} statement_hints[] = {
  { "55P03",
    "Somebody else holds a lock on it for longer than lock_timeout; run again when they are done, or allow more time "
    "with lock_timeout in [limbeck]." },
  { "3F000",
    "Create the schema first; if it is that of the version table, version_table_schema in [limbeck] names it." },
  { "40P01", "Run it again; of two that waited for each other the server ended this one." },
  { "40001", "Run it again." },
  { "25P02", "An earlier statement of the transaction has failed." },
  { "53100", "The server's disk is full; make room there." },
  { "53200",
    "The server is out of memory; if it names max_locks_per_transaction, divide the work or raise that setting." },
  { "25006", "The server or the session is read-only: a standby, or default_transaction_read_only is set." },
  { "42501", "The user of the URL lacks this right; use the owner of the object, or grant it." },
};

static void
set_statement_hint (GError *error, const char *sqlstate, const char *given)
{
  if (given) {
    lb_error_set_hint (error, "%s", given);
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (statement_hints); i++)
    if (sqlstate && strcmp (statement_hints[i].sqlstate, sqlstate) == 0)
      lb_error_set_hint (error, "%s", statement_hints[i].hint);
}

/* Ends of the session rather than of a statement: class 08 connection exception, 57P01-57P05 shut down by an
 * administrator, by a crash, or for being idle, 25P03 and 25P04 for a transaction that was idle or took too long. */
static gboolean
is_lost (const LbConnection *connection, const char *sqlstate)
{
  return PQstatus (connection->pg) == CONNECTION_BAD
         || (sqlstate
             && (g_str_has_prefix (sqlstate, "08") || g_str_has_prefix (sqlstate, "57P")
                 || strcmp (sqlstate, "25P03") == 0 || strcmp (sqlstate, "25P04") == 0));
}

static LbErrorCode
code_of (const LbConnection *connection, const char *sqlstate)
{
  if (sqlstate && strcmp (sqlstate, "57014") == 0 && connection->cancelled)
    return LB_ERROR_INTERRUPTED;
  return is_lost (connection, sqlstate) ? LB_ERROR_CONNECT : LB_ERROR_DATABASE;
}

/* The server's DETAIL, and the objects that the message is about where it does not name them. */
static char *
detail_of (const PGresult *result)
{
  static const struct {
    int field;
    const char *label;
  } objects[] = {
    { PG_DIAG_SCHEMA_NAME, "schema" },         { PG_DIAG_TABLE_NAME, "table" },
    { PG_DIAG_COLUMN_NAME, "column" },         { PG_DIAG_DATATYPE_NAME, "data type" },
    { PG_DIAG_CONSTRAINT_NAME, "constraint" },
  };
  const char *message = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
  const char *detail = PQresultErrorField (result, PG_DIAG_MESSAGE_DETAIL);
  GString *text = g_string_new (detail);
  const char *separator = text->len ? "\n" : "";

  for (gsize i = 0; i < G_N_ELEMENTS (objects); i++) {
    const char *name = PQresultErrorField (result, objects[i].field);
    g_autofree char *quoted = g_strdup_printf ("\"%s\"", name);

    if (!name || (message && strstr (message, quoted)) || (detail && strstr (detail, quoted)))
      continue;
    g_string_append_printf (text, "%s%s %s", separator, objects[i].label, name);
    separator = ", ";
  }
  return g_string_free (text, text->len == 0);
}

/* The server's CONTEXT, and the statement of a function that failed inside. */
static char *
context_of (const PGresult *result)
{
  const char *context = PQresultErrorField (result, PG_DIAG_CONTEXT);
  const char *query = PQresultErrorField (result, PG_DIAG_INTERNAL_QUERY);

  if (!query)
    return g_strdup (context);
  return g_strdup_printf ("inner statement: %s%s%s", query, context ? "\n" : "", context ? context : "");
}

static void
set_statement (GError *error, const LbStatement *statement, const char *sql, guint position)
{
  lb_error_set_statement (error, statement ? statement->text : sql, position);
  if (statement && statement->file)
    lb_error_set_place (error, statement->file, statement->line);
}

GError *
lb_pg_error_new (const LbConnection *connection, const PGresult *result, const LbStatement *statement, const char *sql)
{
  const char *sqlstate = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  const char *message = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
  const char *position = PQresultErrorField (result, PG_DIAG_STATEMENT_POSITION);
  g_autofree char *detail = detail_of (result);
  g_autofree char *context = context_of (result);
  GError *error;

  if (!message)
    return lb_pg_lost_new (connection, statement, sql);
  error = g_error_new_literal (LB_ERROR, (int) code_of (connection, sqlstate), message);
  lb_error_set_sqlstate (error, sqlstate);
  lb_error_set_detail (error, detail);
  lb_error_set_context (error, context);
  set_statement_hint (error, sqlstate, PQresultErrorField (result, PG_DIAG_MESSAGE_HINT));
  set_statement (error, statement, sql, position ? (guint) strtoul (position, NULL, 10) : 0);
  return error;
}

GError *
lb_pg_lost_new (const LbConnection *connection, const LbStatement *statement, const char *sql)
{
  g_autofree char *text = g_strstrip (g_strdup (PQerrorMessage (connection->pg)));
  char *rest = strchr (text, '\n');
  GError *error;

  if (rest)
    *rest++ = '\0';
  error = g_error_new (LB_ERROR, LB_ERROR_CONNECT, "the connection to the server was lost: %s",
                       *text ? text : "it was closed");
  lb_error_set_detail (error, rest ? g_strstrip (rest) : NULL);
  set_statement (error, statement, sql, 0);
  return error;
}

GError *
lb_pg_copy_error_new (const LbStatement *statement, const char *sql)
{
  GError *error = g_error_new (LB_ERROR, LB_ERROR_DATABASE, "COPY from or to the client cannot be run");

  lb_error_set_hint (error, "Write INSERT statements, or copy from and to a file or program of the server.");
  set_statement (error, statement, sql, 0);
  return error;
}

/* ---- notices */

static LbLogLevel
level_of (const char *severity)
{
  if (severity && strcmp (severity, "WARNING") == 0)
    return LB_LOG_WARNING;
  return severity && strcmp (severity, "DEBUG") == 0 ? LB_LOG_DEBUG : LB_LOG_INFO;
}

void
lb_pg_notice (void *data, const PGresult *result)
{
  const LbConnection *connection = data;
  const char *severity = PQresultErrorField (result, PG_DIAG_SEVERITY_NONLOCALIZED);
  const char *message = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
  const char *detail = PQresultErrorField (result, PG_DIAG_MESSAGE_DETAIL);
  const char *hint = PQresultErrorField (result, PG_DIAG_MESSAGE_HINT);

  if (message)
    lb_log (connection->log, level_of (severity), "limbeck.notice", "%s%s%s%s%s", message, detail ? "\ndetail: " : "",
            detail ? detail : "", hint ? "\nhint: " : "", hint ? hint : "");
}
