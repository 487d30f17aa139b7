/* The contract of a database: what is special about it, in two halves.
 *
 * The dialect is pure text and facts and is always linked. The driver does I/O; it is a loadable module per database
 * (drivers/NAME.so), loaded when a run needs a connection, so that commands that only read files never pay for a client
 * library. Adding a database is adding a folder that provides the two; no other folder asks which database it is.
 */
#ifndef LB_BACKEND_BACKEND_H
#define LB_BACKEND_BACKEND_H

#include "sql/split.h"
#include "sql/syntax.h"
#include "url.h"
#include "util/log.h"

/* ---- dialect ---------------------------------------------------------------------------------------------------- */

/* How a statement stands to transactions. */
typedef enum {
  LB_STATEMENT_PLAIN,   /* runs inside a transaction */
  LB_STATEMENT_ALONE,   /* the server refuses it inside a transaction: CREATE INDEX CONCURRENTLY, VACUUM */
  LB_STATEMENT_BEGIN,   /* BEGIN, START TRANSACTION */
  LB_STATEMENT_COMMIT,  /* COMMIT, END; also PREPARE TRANSACTION, which ends the transaction too */
  LB_STATEMENT_ROLLBACK /* ROLLBACK, ABORT (not ROLLBACK TO SAVEPOINT, which is plain) */
} LbStatementKind;

typedef struct {
  const char *name;           /* as in URLs and section limits: "postgresql" */
  const char *const *aliases; /* other names of it in URLs: "postgres", ...; NULL-terminated, may be NULL */
  const char *impl;           /* Alembic's name in its log lines: "PostgresqlImpl" */
  const LbSqlSyntax *syntax;
  gboolean says_transactional; /* Alembic's word for it in log lines, and whether --sql writes BEGIN; and COMMIT; */
  gboolean transactional_ddl;  /* whether DDL really rolls back here */

  /* What @statement is, judged by its tokens. @server_version: of the server (150018), 0 when unknown (--sql): then
   * what newer servers allow in a transaction counts as PLAIN, because whoever runs the file can review it.
   * A statement that only its object makes impossible in a transaction (REINDEX of a partitioned table) is PLAIN. */
  LbStatementKind (*classify) (const LbStatement *statement, guint server_version);

  /* Whether what @statement does lasts for the session and is lost with it (SET, ATTACH): it is said again when a later
   * session goes on behind it. NULL: none does. */
  gboolean (*of_session) (const LbStatement *statement);

  guint longest_name; /* bytes that the database keeps of a name; 0: all */

  /* Text put behind the INSERT of a version row in --sql output, as SQLAlchemy adds it; @table is formatted already. */
  const char
      *insert_returning; /* " RETURNING %s.version_num" or " RETURNING version_num"; NULL for none; %s at most once */
} LbDialect;

/* The dialect of that name or alias, or NULL. */
const LbDialect *lb_dialect_find (const char *name);

/* All dialects, NULL-terminated, for messages and completion. */
const LbDialect *const *lb_dialects (void);

/* ---- driver ----------------------------------------------------------------------------------------------------- */

typedef struct LbConnection LbConnection; /* each driver's own */

typedef struct {
  gboolean read_only;           /* nothing will be written: do not create a missing database file */
  guint connect_timeout_ms;     /* 0: the client library's default */
  guint lock_timeout_ms;        /* how long one statement may wait for locks; 0 unlimited or the server's setting */
  guint statement_timeout_ms;   /* how long one statement may take; 0 as above */
  const char *application_name; /* shown to whoever looks at the server's sessions */
  LbLog *log;                   /* notices of the server; logger "limbeck.notice". May be NULL */
  gboolean echo;                /* log every statement at INFO on logger "sqlalchemy.engine.Engine" (DB_ECHO_SQL) */
} LbConnectOptions;

/* The result of a query: rows of strings, NULL cells for SQL NULL. Small by use: version rows, catalogue look-ups. */
typedef struct {
  guint n_columns;
  GPtrArray *rows; /* char **, n_columns cells each */
} LbRows;
void lb_rows_free (LbRows *rows);
LbRows *lb_rows_new (guint n_columns);
void lb_rows_take (LbRows *rows, char **cells); /* cells: n_columns + 1 long, NULL cells allowed, each g_malloc'ed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbRows, lb_rows_free)

/* What became of a statement that was under way when a run died. */
typedef enum {
  LB_FATE_NOT_DONE,   /* the database shows no effect of it, or the driver removed what was half done: run it */
  LB_FATE_DONE,       /* its effect is there whole: go on behind it */
  LB_FATE_REPEATABLE, /* cannot be told, and running it again does no harm (VACUUM) */
  LB_FATE_UNKNOWN     /* cannot be told: a person must look */
} LbFate;

#define LB_DRIVER_CONTRACT 1

typedef struct {
  guint contract;   /* LB_DRIVER_CONTRACT the module was built for */
  const char *name; /* the dialect it serves */

  /* Connect. NULL with LB_ERROR_CONNECT (sqlstate, detail where known; the password never in the text) or
   * LB_ERROR_CONFIG. */
  LbConnection *(*open) (const LbUrl *url, const LbConnectOptions *options, GError **error);
  void (*close) (LbConnection *connection);
  guint (*server_version) (LbConnection *connection); /* 150018, 3040001 */

  /* Run statements in order, none of whose rows are wanted, as few round trips as the database allows.
   * @ret_failed: on failure, the index of the statement that failed; those behind it did not run
   * @ret_changed: n long or NULL; the rows each statement changed, -1 where the server does not say
   * FALSE with LB_ERROR_DATABASE (statement, position, sqlstate, detail, hint, context; file and line from the
   * statement), LB_ERROR_CONNECT when the connection was lost, LB_ERROR_INTERRUPTED after cancel, LB_ERROR_LOCKED where
   * somebody else holds the lock of the whole database (SQLite). Several statements outside a transaction may be one
   * transaction to the server: whoever does not want that sends them one at a time, as those that are
   * LB_STATEMENT_ALONE must be. */
  gboolean (*execute) (LbConnection *connection, const LbStatement *const *statements, guint n, guint *ret_failed,
                       gint64 *ret_changed, GError **error);

  /* Run one query and return its rows. Errors as execute. */
  LbRows *(*query) (LbConnection *connection, const char *sql, GError **error);

  /* Transactions. begin takes the write lock at once where the database has one (SQLite: BEGIN IMMEDIATE), waiting at
   * most @wait_ms for it: LB_ERROR_LOCKED after that. Where there is none the driver may put BEGIN off and send it with
   * the first statements; its failure is then theirs. rollback never fails: without a transaction or connection it does
   * nothing. */
  gboolean (*begin) (LbConnection *connection, guint wait_ms, GError **error);
  gboolean (*commit) (LbConnection *connection, GError **error);
  void (*rollback) (LbConnection *connection);

  /* Try once to take the run's lock, which lasts until unlock, close, or the death of the process; never waits.
   * @name: what is locked: the qualified name of the version table
   * @ret_held: whether it is ours now. FALSE with @error only when asking failed. */
  gboolean (*try_lock) (LbConnection *connection, const char *name, gboolean *ret_held, GError **error);
  void (*unlock) (LbConnection *connection, const char *name);

  /* One line about who holds it: "pid 4711, deploy@10.0.0.7, limbeck upgrade, since 12 s"; NULL if that cannot be told.
   */
  char *(*lock_holder) (LbConnection *connection, const char *name);

  /* Whether the table exists. @schema NULL: where unqualified names resolve.
   * @ret_schema: where @schema is NULL, the schema that the table is in or would be made in, so that it is the same
   * table whatever a script does to the rules by which names resolve; NULL where there is none. May be NULL. */
  gboolean (*has_table) (LbConnection *connection, const char *schema, const char *table, gboolean *ret_exists,
                         char **ret_schema, GError **error);

  /* After a crash: what became of @statement (LB_STATEMENT_ALONE), which was started and not recorded as done.
   * @mend: wait for whoever is still at it, and clean up what is half done (drop an invalid index); FALSE only looks,
   * for what is there before the statement is started at all */
  gboolean (*fate) (LbConnection *connection, const LbStatement *statement, gboolean mend, LbFate *ret_fate,
                    GError **error);

  /* A revision begins: give it the session as it was opened, if statements that were executed since may have changed
   * settings, the role, or released the run's lock. LB_ERROR_LOCKED if somebody else has the lock now. May be NULL. */
  gboolean (*freshen) (LbConnection *connection, GError **error);

  /* Inside of a transaction: whether another connection may have committed anything since this was asked last; TRUE the
   * first time. Only where the run's lock may be missing (file systems that have none) while begin always takes the
   * write lock; NULL elsewhere. */
  gboolean (*changed_elsewhere) (LbConnection *connection, gboolean *ret_changed, GError **error);

  /* How many relations one transaction may lock on this server, or 0 if there is no such limit or it cannot be told. */
  guint (*lock_capacity) (LbConnection *connection);

  /* Ask the server to stop what it is doing. Called from a signal handler: async-signal-safe. Between two calls it
   * stops the next one, once. What is being committed or rolled back goes on to its end. */
  void (*cancel) (LbConnection *connection);
} LbDriver;

/* What a driver module exports, under this name. */
#define LB_DRIVER_SYMBOL "lb_driver"
extern const LbDriver lb_driver;

/* Load the driver of @dialect from the directory of drivers beside the program, checking its contract.
 * Loaded once per process. NULL with LB_ERROR_UNSUPPORTED that says which package or file is missing. */
const LbDriver *lb_driver_load (const LbDialect *dialect, GError **error);

#endif
