/* What the files of the driver of MySQL and MariaDB share; nobody outside includes it. */
#ifndef LB_BACKEND_MYSQL_PRIVATE_H
#define LB_BACKEND_MYSQL_PRIVATE_H

#include "backend/backend.h"

#include <mysql.h>

/* ---- parameters.c: a URL as options of the client library */

/* What a connection is made from. Owns copies, so that it can be made again by another thread. */
typedef struct {
  GPtrArray *hosts; /* LbMyHost *, at least one */
  char *user;       /* NULL: as the option file or the client library has it */
  char *password;
  char *database;
  char *unix_socket;
  gboolean tcp;          /* "localhost" means its address and not the socket */
  guint connect_timeout; /* s; 0: the client library's */
  GArray *options;       /* LbMyOption */
  char *program_name;
  guint lock_timeout_ms, statement_timeout_ms;
  char *session_sql; /* the URL's statements for each session, with semicolons between; NULL: none */
  char *backend;     /* "mysql" or "mariadb", as the URL has it */
  char *masked;      /* the URL as people may see it */
} LbMyParameters;

typedef struct {
  char *host; /* NULL: the client library's default */
  guint port;
} LbMyHost;

typedef struct {
  enum mysql_option option;
  gboolean is_text; /* else a number or boolean */
  char *text;
  guint number;
} LbMyOption;

/* LB_ERROR_CONFIG for a parameter of the URL that no driver of the database knows, or a value that cannot be. */
LbMyParameters *lb_my_parameters_new (const LbUrl *url, const LbConnectOptions *options, GError **error);
void lb_my_parameters_free (LbMyParameters *parameters);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbMyParameters, lb_my_parameters_free)

/* A handle with the options set, for one attempt at one host. */
MYSQL *lb_my_parameters_handle (const LbMyParameters *parameters, const LbMyHost *host);

/* ---- companion.c: the thread that connects, and then cancels */

typedef struct LbMyCompanion LbMyCompanion;

/* Start it: it connects. It takes @parameters over. */
LbMyCompanion *lb_my_companion_new (LbMyParameters *parameters);

/* The parameters, as long as the companion lives. */
const LbMyParameters *lb_my_companion_parameters (const LbMyCompanion *companion);

/* Wait for the connection, which is the caller's then. NULL with LB_ERROR_CONNECT or LB_ERROR_INTERRUPTED. */
MYSQL *lb_my_companion_wait (LbMyCompanion *companion, GError **error);

/* Another connection, made as that one was; NULL if that fails. */
MYSQL *lb_my_companion_connect (const LbMyCompanion *companion);

/* A call to the server begins. FALSE with LB_ERROR_INTERRUPTED if cancel came between two calls. From now on cancel
 * stops what the server does. */
gboolean lb_my_companion_begin (LbMyCompanion *companion, GError **error);

/* It has ended. Returns whether it was told to stop. */
gboolean lb_my_companion_end (LbMyCompanion *companion);

/* Async-signal-safe. */
void lb_my_companion_cancel (LbMyCompanion *companion);

/* End the thread; if it is still connecting it ends by itself later. */
void lb_my_companion_free (LbMyCompanion *companion);

/* ---- the connection */

struct LbConnection {
  MYSQL *my;
  LbMyCompanion *companion;
  LbLog *log;
  gboolean echo;
  gboolean cancelled;      /* the server was told to stop the last call */
  gboolean lost;           /* the connection is gone */
  gboolean begin_pending;  /* begin() was called and nothing sent yet */
  gboolean in_transaction; /* the session has autocommit off */
  gboolean touched;        /* statements were executed that may have changed the session since it was freshened */
  char *lock_held;         /* name of the server's lock if it is ours */
  char *database;          /* the one of the URL, as the server names it */
  gsize packet;            /* the server's max_allowed_packet; 0: not asked yet */
};

/* Whether it is MariaDB, whatever the URL says. MySQL's versions have not reached 10. */
gboolean lb_my_is_mariadb (const LbConnection *connection);

/* The syntax of the database at the other end. */
const LbSqlSyntax *lb_my_syntax (const LbConnection *connection);

/* ---- connect.c */

LbConnection *lb_my_open (const LbUrl *url, const LbConnectOptions *options, GError **error);
void lb_my_close (LbConnection *connection);

/* Give the session back as it was opened. Its locks are gone then. */
gboolean lb_my_reset_session (LbConnection *connection, GError **error);

/* ---- run.c: statements, interruptibly */

typedef enum {
  LB_MY_HEARING, /* cancel() cancels it */
  LB_MY_DEAF     /* it must be answered: COMMIT, ROLLBACK */
} LbMyHearing;

/* A text of one statement or several on its way: what is sent, and what came of it. */
typedef struct {
  const char *sql;
  gsize length;
  gboolean rows; /* keep the rows of the last result */
  LbMyHearing hearing;
  const LbStatement *const *statements; /* what they are, for errors; NULL: of our own */
  guint n_statements;
  gint64 *changes; /* room for what each changed, as many; may be NULL */

  MYSQL_RES *result; /* of the last; NULL where it returns no rows */
  gint64 changed;    /* by the last; -1 where it returns rows */
  gint64 insert_id;
  guint n; /* results that have come: on failure, the number of statements that were done */
} LbMyCall;

/* Run it and read all of its results. */
gboolean lb_my_run (LbConnection *connection, LbMyCall *call, GError **error);

/* The same for a text of our own whose results do not matter. */
gboolean lb_my_run_text (LbConnection *connection, const char *sql, LbMyHearing hearing, GError **error);

/* Send what begin() put off. */
gboolean lb_my_send_begin (LbConnection *connection, GError **error);

/* Note what a statement of a script may do to the session. */
void lb_my_note (LbConnection *connection, const LbStatement *statement);

/* ---- execute.c, result.c, insert.c */

gboolean lb_my_execute (LbConnection *connection, const LbStatement *const *statements, guint n, guint *ret_failed,
                        gint64 *ret_changed, GError **error);
LbResult *lb_my_result (LbConnection *connection, const LbStatement *statement, GError **error);
gboolean lb_my_insert_rows (LbConnection *connection, const char *table, const char *const *columns, GPtrArray *rows,
                            GError **error);

/* ---- session.c */

guint lb_my_server_version (LbConnection *connection);
LbRows *lb_my_query (LbConnection *connection, const char *sql, GError **error);
/* The single cell of a query of our own; NULL without @error for no row or SQL's NULL. */
char *lb_my_query_cell (LbConnection *connection, const char *sql, GError **error);
gboolean lb_my_begin (LbConnection *connection, guint wait_ms, GError **error);
gboolean lb_my_commit (LbConnection *connection, GError **error);
void lb_my_rollback (LbConnection *connection);
gboolean lb_my_has_table (LbConnection *connection, const char *schema, const char *table, gboolean *ret_exists,
                          char **ret_schema, GError **error);
gboolean lb_my_freshen (LbConnection *connection, GError **error);
char **lb_my_schema_names (LbConnection *connection, char **ret_default, GError **error);

/* ---- lock.c */

gboolean lb_my_try_lock (LbConnection *connection, const char *name, gboolean *ret_held, GError **error);
void lb_my_unlock (LbConnection *connection, const char *name);
char *lb_my_lock_holder (LbConnection *connection, const char *name);
/* Reset the session (lb_my_reset_session) without letting anybody else have the lock. */
gboolean lb_my_reset_locked (LbConnection *connection, GError **error);

/* ---- fate.c, fate_table.c, fate_words.c */

gboolean lb_my_fate (LbConnection *connection, const LbStatement *statement, gboolean mend, LbFate *ret_fate,
                     GError **error);

/* The solid tokens of a statement and how far they are read. */
typedef struct {
  const LbSqlSyntax *syntax;
  GArray *tokens; /* LbToken; the last is LB_TOKEN_END */
  guint at;
} LbMyWords;

gboolean lb_my_words_read (LbMyWords *words, const LbSqlSyntax *syntax, const LbStatement *statement, GError **error);
void lb_my_words_clear (LbMyWords *words);
/* The token that comes next. */
const LbToken *lb_my_next (const LbMyWords *words);
/* Step over @sequence ("if not exists") if those words come next. */
gboolean lb_my_accept (LbMyWords *words, const char *sequence);
/* Step over one of @words, separated by |, if it comes next. */
gboolean lb_my_accept_any (LbMyWords *words, const char *alternatives);
/* Step over this one character if it comes next. */
gboolean lb_my_accept_symbol (LbMyWords *words, char symbol);
/* Read a name, qualified or not. FALSE if none comes next. @ret_schema is NULL for an unqualified one. */
gboolean lb_my_accept_name (LbMyWords *words, char **ret_schema, char **ret_name);
/* Read (a, b(10) DESC, ...) as names; NULL if that does not come next or holds an expression. */
GPtrArray *lb_my_accept_columns (LbMyWords *words);
/* Step over everything up to the comma at this depth, or the end. */
void lb_my_skip_to_comma (LbMyWords *words);

/* "= 'shop'" or "= DATABASE()". */
void lb_my_append_schema (GString *sql, const LbConnection *connection, const char *schema);
/* Whether the query gives a row. */
gboolean lb_my_exists (LbConnection *connection, const char *sql, gboolean *ret_exists, GError **error);

/* ALTER TABLE: @words stand behind these two. */
gboolean lb_my_fate_alter_table (LbConnection *connection, LbMyWords *words, LbFate *ret_fate, GError **error);

/* ---- reflect.c and its parts */

LbSchema *lb_my_reflect (LbConnection *connection, const LbReflect *what, GError **error);

/* ---- error.c */

/* The error that the connection is in as ours. @statement may be NULL, @sql is then its text. */
GError *lb_my_error_new (const LbConnection *connection, const LbStatement *statement, const char *sql);

/* A connection could not be made. */
GError *lb_my_connect_error_new (const char *where, guint number, const char *sqlstate, const char *message);

/* Whether the number says that the session has ended. */
gboolean lb_my_is_lost (guint number);

#endif
