/* The contract of a database: what is special about it, in two halves.
 *
 * The dialect is pure text and facts and is always linked. The driver does I/O; it is a loadable module per database
 * (drivers/NAME.so), loaded when a run needs a connection, so that commands that only read files never pay for a client
 * library. Adding a database is adding a folder that provides the two; no other folder asks which database it is.
 */
#ifndef LB_BACKEND_BACKEND_H
#define LB_BACKEND_BACKEND_H

#include "operation/operation.h"
#include "schema/schema.h"
#include "sql/split.h"
#include "sql/syntax.h"
#include "sql/value.h"
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

typedef struct LbConnection LbConnection; /* each driver's own */
typedef struct LbDriver LbDriver;

/* Where an operation is compiled for: a live database, or --sql. */
typedef struct {
  const LbDriver *driver;   /* NULL with --sql: nothing can be asked */
  LbConnection *connection; /* NULL with --sql */
  guint server_version;     /* 0 with --sql */
  GHashTable *made;         /* char *, a set: types that --sql has made in this run, each of which Alembic makes only
                             * once. The keys are the set's own (g_free); NULL: not remembered */
} LbTarget;

typedef struct {
  const char *name;           /* as in URLs and section limits: "postgresql" */
  const char *const *aliases; /* other names of it in URLs: "postgres", ...; NULL-terminated, may be NULL */
  const char *impl;           /* Alembic's name in its log lines: "PostgresqlImpl" */
  const char *driver;         /* whose driver serves it, where that is another's; NULL: its own */
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

  guint longest_name;    /* bytes that the database keeps of a name; 0: all */
  const char *long_text; /* the type of a text of any length; NULL: "TEXT" */

  /* One value as a literal. LB_ERROR_UNSUPPORTED for what the database has no literal for. */
  LbAppendValue append_value;

  /* The type as SQL: "VARCHAR(50)". LB_ERROR_UNSUPPORTED in SQLAlchemy's words for a type that the database lacks or
   * that wants a length. */
  char *(*type_text) (const LbType *type, GError **error);

  /* Compile @operation to statements (LbStatement, appended to @statements), each without its semicolon. With a live
   * @target it may ask the database (whether an enum exists; the table of a batch). LB_ERROR_UNSUPPORTED in Alembic's
   * words for what the database cannot do, LB_ERROR_SCRIPT for what is wrong with the operation itself.
   * Layout of the text is Alembic's, see --sql. */
  gboolean (*compile) (const LbOperation *operation, const LbTarget *target, GPtrArray *statements, GError **error);

  /* What is special about batch mode here: batch.h. NULL: nothing. */
  const struct LbBatchHooks *batch;

  /* Text put behind the INSERT of a version row in --sql output, as SQLAlchemy adds it; @table is formatted already. */
  const char
      *insert_returning; /* " RETURNING %s.version_num" or " RETURNING version_num"; NULL for none; %s at most once */
  const char *insert_output; /* the same before VALUES: " OUTPUT inserted.version_num"; NULL for none */

  gboolean sql_only; /* no driver: only --sql can be had */

  /* How --sql writes statements. */
  const char *terminator; /* behind each; NULL: ";" */
  const char *separator;  /* a paragraph of its own behind each but .begin: "GO"; NULL: none */
  const char *begin;      /* NULL: "BEGIN" */
} LbDialect;

/* The dialect of that name or alias, or NULL. */
const LbDialect *lb_dialect_find (const char *name);

/* All dialects, NULL-terminated, for messages and completion. */
const LbDialect *const *lb_dialects (void);

/* ---- driver ----------------------------------------------------------------------------------------------------- */

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

/* What a statement of a script gave back: rows, which stay with the driver until asked for, or a count. */
typedef struct {
  char *name;
  LbValueKind kind;      /* of its cells; LB_VALUE_NULL: each cell has its own (SQLite) */
  LbValueKind item_kind; /* of an ARRAY */
  char *type;            /* the database's name of the type, for cursor.description; may be NULL */
} LbResultColumn;

typedef struct LbResult LbResult;
struct LbResult {
  guint n_columns; /* 0: the statement returns no rows */
  LbResultColumn *columns;
  gint64 n_rows;
  gint64 changed;   /* rows that it changed; -1 unknown */
  gint64 insert_id; /* the id that the database made for an inserted row; 0 none or unknown (PostgreSQL) */
  /* One cell. The text is valid until the next call or lb_result_free. */
  void (*cell) (LbResult *result, gint64 row, guint column, LbValue *ret_value);
  void (*free_rows) (LbResult *result); /* the driver's part; does not free the struct */
  gpointer rows;                        /* the driver's */
};
void lb_result_free (LbResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbResult, lb_result_free)

/* What to read of a database. */
typedef enum {
  LB_REFLECT_NAMES = 0, /* names and kinds of tables only */
  LB_REFLECT_COLUMNS = 1 << 0,
  LB_REFLECT_CONSTRAINTS = 1 << 1,
  LB_REFLECT_INDEXES = 1 << 2,
  LB_REFLECT_VIEWS = 1 << 3, /* views too, not only tables */
  LB_REFLECT_TRIGGERS = 1 << 4,
  LB_REFLECT_TYPES = 1 << 5, /* enums */
  LB_REFLECT_SEQUENCES = 1 << 6,
  LB_REFLECT_TEMPORARY = 1 << 7, /* temporary tables, instead of lasting ones */
  LB_REFLECT_TABLE = LB_REFLECT_COLUMNS | LB_REFLECT_CONSTRAINTS | LB_REFLECT_INDEXES
} LbReflectWhat;

typedef struct {
  const char *schema;        /* NULL: the default one; tables then carry no schema */
  const char *const *tables; /* only these; NULL: all */
  LbReflectWhat what;
} LbReflect;

/* What became of a statement that was under way when a run died. */
typedef enum {
  LB_FATE_NOT_DONE,   /* the database shows no effect of it, or the driver removed what was half done: run it */
  LB_FATE_DONE,       /* its effect is there whole: go on behind it */
  LB_FATE_REPEATABLE, /* cannot be told, and running it again does no harm (VACUUM) */
  LB_FATE_UNKNOWN     /* cannot be told: a person must look */
} LbFate;

#define LB_DRIVER_CONTRACT 2

struct LbDriver {
  guint contract;   /* LB_DRIVER_CONTRACT the module was built for */
  const char *name; /* the dialect it serves; others may share it, see LbDialect.driver */

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

  /* Run one statement of a script and keep what it returns. @statement is sent as it is: values are in its text.
   * Several statements in one text run in order; the result is the last one's. Errors as execute. */
  LbResult *(*run) (LbConnection *connection, const LbStatement *statement, GError **error);

  /* Put rows into a table, as fast as the database can (COPY, prepared INSERT), in the order given, all or none.
   * @table is SQL, quoted already; @columns are plain names. @rows: LbValue[n_columns] each. NULL: not faster than
   * INSERT statements. */
  gboolean (*insert_rows) (LbConnection *connection, const char *table, const char *const *columns, GPtrArray *rows,
                           GError **error);

  /* Read what @what asks for into a new schema, in a fixed number of queries. Tables that do not exist are simply not
   * in it. */
  LbSchema *(*reflect) (LbConnection *connection, const LbReflect *what, GError **error);

  /* The schemas of the database, for inspect(); sorted, NULL-terminated. @ret_default: the one of unqualified names. */
  char **(*schema_names) (LbConnection *connection, char **ret_default, GError **error);

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
};

/* What a driver module exports, under this name. */
#define LB_DRIVER_SYMBOL "lb_driver"
extern const LbDriver lb_driver;

/* Load the driver of @dialect from the directory of drivers beside the program, checking its contract.
 * Loaded once per process. NULL with LB_ERROR_UNSUPPORTED that says which package or file is missing. */
const LbDriver *lb_driver_load (const LbDialect *dialect, GError **error);

#endif
