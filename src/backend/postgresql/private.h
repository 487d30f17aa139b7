/* What the files of the PostgreSQL driver share; nobody outside includes it. */
#ifndef LB_BACKEND_POSTGRESQL_PRIVATE_H
#define LB_BACKEND_POSTGRESQL_PRIVATE_H

#include "backend/backend.h"

#include <libpq-fe.h>

/* ---- parameters.c: a URL as libpq's connection parameters */

typedef struct {
  GPtrArray *keywords; /* char *, NULL at the end */
  GPtrArray *values;   /* the same length */
} LbPgParameters;

/* LB_ERROR_CONFIG for a parameter of the URL that neither libpq nor a Python driver of PostgreSQL knows.
 * @session: whether settings of the session (timeouts) may go with the start of the connection, in `options` */
LbPgParameters *lb_pg_parameters_new (const LbUrl *url, const LbConnectOptions *options, gboolean session,
                                      GError **error);
void lb_pg_parameters_free (LbPgParameters *parameters);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbPgParameters, lb_pg_parameters_free)

/* ---- the connection */

struct LbConnection {
  PGconn *pg;
  LbPgParameters *parameters; /* as connected with, for the second connection behind a pooler */
  LbLog *log;
  gboolean echo;
  char *begin_settings;   /* BEGIN and SET LOCAL, where settings of the session cannot be made at its start; or NULL */
  int cancel_event;       /* eventfd that cancel() writes to */
  gboolean cancelled;     /* a cancel request went to the server during the call under way */
  gboolean begin_pending; /* begin() was called and BEGIN was not sent yet: it goes with the first statements */
  gboolean touched;       /* statements were executed that may have changed the session since it was freshened */
  gboolean lock_in_doubt; /* ... or released the run's lock */
  char *lock_held;        /* name of the run's lock if it is ours */
  PGconn *lock_pg;        /* behind a pooler: the second connection, whose open transaction holds the lock */
};

/* ---- connect.c */

LbConnection *lb_pg_open (const LbUrl *url, const LbConnectOptions *options, GError **error);
void lb_pg_close (LbConnection *connection);

/* A second connection, made as the first was. */
PGconn *lb_pg_connect_again (LbConnection *connection, GError **error);

/* ---- run.c: waiting for the server, interruptibly */

typedef enum {
  LB_PG_HEARING, /* cancel() cancels it */
  LB_PG_DEAF     /* it must be answered: COMMIT, ROLLBACK */
} LbPgHearing;

/* Before a call that can be cancelled: forget the cancel of earlier ones. FALSE with LB_ERROR_INTERRUPTED if cancel()
 * came between two calls, or LB_ERROR_CONNECT if the connection that holds the run's lock is gone. */
gboolean lb_pg_ready (LbConnection *connection, GError **error);

/* Wait until the server has something to say, or, if @write, can take more. FALSE when the connection has no socket any
 * more. */
gboolean lb_pg_wait (LbConnection *connection, gboolean write, LbPgHearing hearing);

/* Run @sql by the simple protocol, in one round trip. What comes last of it is the result: NULL only with @error.
 * @rows: whether rows are wanted; they are thrown away one by one otherwise
 * @statement: what @sql is, for errors; may be NULL */
PGresult *lb_pg_run (LbConnection *connection, const char *sql, gboolean rows, LbPgHearing hearing,
                     const LbStatement *statement, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

/* The steps of it, for who has something to do between them. lb_pg_receive takes all results that are still to come,
 * behind @first (taken; may be NULL). */
gboolean lb_pg_send (LbConnection *connection, const char *sql, LbPgHearing hearing, const LbStatement *statement,
                     GError **error);
gboolean lb_pg_flush (LbConnection *connection, LbPgHearing hearing);
/* The next result; NULL when there is none any more. A lost connection shows as a result of its own. */
PGresult *lb_pg_next_result (LbConnection *connection, LbPgHearing hearing);
PGresult *lb_pg_receive (LbConnection *connection, PGresult *first, LbPgHearing hearing, const LbStatement *statement,
                         const char *sql, GError **error);

/* Send the BEGIN that begin() put off, for calls that cannot take it along. */
gboolean lb_pg_send_begin (LbConnection *connection, GError **error);

/* The text to begin a transaction with. */
const char *lb_pg_begin_text (const LbConnection *connection);

/* Log @sql as SQLAlchemy's engine logs statements, if that is wanted. */
void lb_pg_echo (const LbConnection *connection, const char *sql);

/* A statement of a script has answered so: note what it may have done to the session. */
void lb_pg_note (LbConnection *connection, const PGresult *result);

/* The rows a statement has changed, -1 for one that does not say. */
gint64 lb_pg_changed (PGresult *result);

/* ---- execute.c */

gboolean lb_pg_execute (LbConnection *connection, const LbStatement *const *statements, guint n, guint *ret_failed,
                        gint64 *ret_changed, GError **error);

/* ---- result.c */

LbResult *lb_pg_run_statement (LbConnection *connection, const LbStatement *statement, GError **error);

/* ---- insert.c */

gboolean lb_pg_insert_rows (LbConnection *connection, const char *table, const char *const *columns, GPtrArray *rows,
                            GError **error);

/* ---- reflect.c */

LbSchema *lb_pg_reflect (LbConnection *connection, const LbReflect *what, GError **error);
char **lb_pg_schema_names (LbConnection *connection, char **ret_default, GError **error);

/* ---- session.c */

guint lb_pg_server_version (LbConnection *connection);
LbRows *lb_pg_query (LbConnection *connection, const char *sql, GError **error);
/* The single cell of a query of our own; NULL without @error for no row or SQL's NULL. */
char *lb_pg_query_cell (LbConnection *connection, const char *sql, GError **error);
gboolean lb_pg_begin (LbConnection *connection, guint wait_ms, GError **error);
gboolean lb_pg_commit (LbConnection *connection, GError **error);
void lb_pg_rollback (LbConnection *connection);
gboolean lb_pg_has_table (LbConnection *connection, const char *schema, const char *table, gboolean *ret_exists,
                          char **ret_schema, GError **error);
guint lb_pg_lock_capacity (LbConnection *connection);
gboolean lb_pg_freshen (LbConnection *connection, GError **error);

/* ---- lock.c */

gboolean lb_pg_try_lock (LbConnection *connection, const char *name, gboolean *ret_held, GError **error);
void lb_pg_unlock (LbConnection *connection, const char *name);
char *lb_pg_lock_holder (LbConnection *connection, const char *name);
/* If a statement may have released the run's lock (DISCARD ALL, pg_advisory_unlock_all()): see that it is ours, or take
 * it again. LB_ERROR_LOCKED if somebody else was faster. */
gboolean lb_pg_keep_lock (LbConnection *connection, GError **error);

/* ---- fate.c, fate_index.c */

/* The solid tokens of a statement and how far they are read. */
typedef struct {
  GArray *tokens; /* LbToken; the last is LB_TOKEN_END */
  guint at;
  gboolean mend; /* see LbDriver.fate */
} LbPgWords;

/* Step over @sequence ("if not exists") if they come next. */
gboolean lb_pg_accept (LbPgWords *words, const char *sequence);
/* Whether @sequence comes anywhere from here on. */
gboolean lb_pg_comes (const LbPgWords *words, const char *sequence);
/* Read a name, qualified or not. FALSE if none comes next. @ret_schema is NULL for an unqualified one. */
gboolean lb_pg_accept_name (LbPgWords *words, char **ret_schema, char **ret_name);

/* Step over ( ... ) if it comes next. */
void lb_pg_skip_parentheses (LbPgWords *words);
/* The token that comes next. */
const LbToken *lb_pg_next (const LbPgWords *words);
/* A condition that the pg_class and pg_namespace of these aliases are @schema's @name; for NULL, what the name finds.
 */
void lb_pg_append_relation (GString *sql, const char *class_alias, const char *namespace_alias, const char *schema,
                            const char *name);

gboolean lb_pg_fate (LbConnection *connection, const LbStatement *statement, gboolean mend, LbFate *ret_fate,
                     GError **error);

/* The part about indexes. @words stand behind the words of the table in fate.c. */
gboolean lb_pg_fate_create_index (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error);
gboolean lb_pg_fate_drop_index (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error);
gboolean lb_pg_fate_reindex (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error);

/* ---- error.c */

const LbSqlSyntax *lb_pg_syntax (void);

/* An error of the server as ours. @statement may be NULL, @sql is then its text. */
GError *lb_pg_error_new (const LbConnection *connection, const PGresult *result, const LbStatement *statement,
                         const char *sql);

/* The connection was lost: libpq's message, LB_ERROR_CONNECT. */
GError *lb_pg_lost_new (const LbConnection *connection, const LbStatement *statement, const char *sql);

/* COPY FROM STDIN and COPY TO STDOUT, which have no place in a revision. */
GError *lb_pg_copy_error_new (const LbStatement *statement, const char *sql);

/* A connection could not be made. */
GError *lb_pg_connect_error_new (const char *where, const char *message);

/* Hands the server's notices to the log of the LbConnection @data. */
void lb_pg_notice (void *data, const PGresult *result);

#endif
