/* What the files of the engine share; nobody outside includes it. */
#ifndef LB_ENGINE_PRIVATE_H
#define LB_ENGINE_PRIVATE_H

#include "engine.h"
#include "host/host.h"

#include <jansson.h>

#define LB_LOGGER_MIGRATION                                                                                            \
  "alembic.runtime.migration" /* Alembic's name, so that scripts that filter go on working                             \
                               */

typedef enum {
  LB_TRANSACTION_REVISION, /* one transaction per revision */
  LB_TRANSACTION_RUN       /* one around all of them */
} LbTransactionMode;

typedef struct LbRun LbRun;
typedef struct LbOfflineWriter LbOfflineWriter;

struct LbEngine {
  LbEngineOptions options;
  LbUrl *url; /* NULL until asked for offline: only the dialect counts there */
  const LbDialect *dialect;
  LbTransactionMode mode;
  gboolean mode_is_automatic; /* nobody asked for it */
  char *table;                /* name of the version table */
  char *schema;               /* NULL: where unqualified names resolve */
  char *found_schema; /* ... which is there, since the database was asked; NULL: not asked, or names have no schema */
  gboolean table_pk;
  guint lock_wait_ms;
  LbConnectOptions connect;
  char *application_name;

  /* once connected */
  const LbDriver *driver;
  LbConnection *connection;

  /* Python: what runs env.py and revisions; see environment.c */
  LbService *service; /* NULL until needed */
  gboolean owns_service;
  gboolean configured;         /* env.py has called configure() */
  gboolean in_environment;     /* env.py is running */
  gboolean outer;              /* the script has begun a transaction on the connection, and will end it */
  gboolean foreign_connection; /* the connection is env.py's: not opened and not closed here, its session is its own */
  const LbUrl *link_url;       /* of that connection, if it has one */
  gboolean callbacks;          /* there are on_version_apply functions */
  gboolean says_transactional; /* of the dialect, or what env.py says */
  gboolean own_buffer;         /* SQL goes to a buffer of the script's */
  char *starting;              /* --sql: where to start, said by env.py; NULL: not said */
  LbEnvironmentTask task;      /* what env.py's run_migrations() is to do */
  gpointer task_data;
  GError *task_error;      /* how it failed */
  char *reached;           /* where the last run of it left the database; NULL: none has ended well */
  LbRun *run;              /* under way */
  LbOfflineWriter *writer; /* under way */

  /* step.c: scripts read and not run yet */
  GHashTable *kept;
  gsize kept_bytes;
};

/* ---- connection.c */

/* Connect if that has not happened yet. Logs Alembic's two context lines. @read_only: see LbConnectOptions. */
gboolean lb_engine_connect (LbEngine *engine, gboolean read_only, GError **error);

void lb_engine_disconnect (LbEngine *engine);

/* Alembic's two lines about the database. */
void lb_engine_log_context (LbEngine *engine, gboolean offline);

guint lb_engine_server_version (const LbEngine *engine); /* 0 without a connection */

/* Take the run's lock, waiting and saying for whom. LB_ERROR_LOCKED after the time is up. */
gboolean lb_engine_lock (LbEngine *engine, GError **error);
void lb_engine_unlock (LbEngine *engine);

/* Begin a transaction; where that takes a lock of the whole database (SQLite), wait for it as for the run's. */
gboolean lb_engine_begin (LbEngine *engine, GError **error);

/* TRUE, and whoever watches was told, if a wait since @start (monotonic time) may go on. */
gboolean lb_engine_keeps_waiting (LbEngine *engine, gint64 start, const char *holder, guint *ret_waited_ms);

/* ---- version_table.c: the SQL of the version table, online and offline */

LbStatement *lb_version_create (const LbEngine *engine);
LbStatement *lb_version_move (const LbEngine *engine, const LbRowMove *move);
LbStatement *lb_version_purge (const LbEngine *engine);
char *lb_version_qualified (const LbEngine *engine); /* schema.table as SQL */
/* The schema of both tables as it stands in SQL, NULL for none: a script may change where unqualified names resolve,
 * and its row must not go to another table for that. */
const char *lb_version_schema (const LbEngine *engine);
/* Every move must have changed one row: @changed are the counts for @moves. LB_ERROR_DATABASE in Alembic's words. */
gboolean lb_version_check_moves (const LbEngine *engine, const GArray *moves, const gint64 *changed, GError **error);
/* @ret_rows: sorted ids; @ret_exists: whether there is a version table. Either may be NULL. */
gboolean lb_version_read (LbEngine *engine, char ***ret_rows, gboolean *ret_exists, GError **error);
/* @rows (char *, sorted) as they are after @moves. */
void lb_version_apply (GPtrArray *rows, const GArray *moves);

/* ---- unit.c: a body into what runs together */

typedef enum {
  LB_UNIT_TRANSACTION, /* statements of one transaction: a stretch of the step's own, or one statement of a
                          transaction=off section */
  LB_UNIT_GROUP,       /* BEGIN ... COMMIT written by the author in a transaction=off section, without these two */
  LB_UNIT_ALONE        /* one statement that the database refuses inside a transaction */
} LbUnitKind;

typedef struct {
  LbUnitKind kind;
  guint first; /* statements of the body: the first, */
  guint n;     /* how many run, */
  guint end;   /* and the first of the next unit: BEGIN and COMMIT are skipped */
} LbUnit;

/* LB_ERROR_SCRIPT with file and line for transaction control where it cannot work. */
GArray *lb_units_of (const LbBody *body, const LbDialect *dialect, guint server_version, GError **error);

/* What is left of @unit when the first @done statements of the body are done; n is 0 when nothing is. */
LbUnit lb_unit_rest (const LbUnit *unit, guint done);

/* ---- step.c */

/* The script of @step and its units, both the caller's. */
LbBody *lb_engine_read_step (LbEngine *engine, const LbStep *step, GArray **ret_units, GError **error);

/* Keep what was read for the next lb_engine_read_step of the same step; takes both. Forget all when the plan goes. */
void lb_engine_keep_step (LbEngine *engine, const LbStep *step, LbBody *body, GArray *units);
void lb_engine_forget_steps (LbEngine *engine);

/* ---- progress.c: the memory of a half-applied step */

typedef struct {
  char *revision;
  LbStepKind kind;
  guint done; /* statements */
  guint total;
  char *checksum;  /* over those that are done */
  char *under_way; /* text of the statement that was started; NULL: none */
} LbProgress;

void lb_progress_free (LbProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbProgress, lb_progress_free)

/* NULL without @error if nothing is half-applied. */
LbProgress *lb_progress_read (LbEngine *engine, GError **error);
/* Its name, without schema: that of the version table and "_progress", or, where the database would cut that off, a
 * shorter one that no other version table has. */
char *lb_progress_table (const LbEngine *engine);
LbStatement *lb_progress_create (const LbEngine *engine);
LbStatement *lb_progress_drop (const LbEngine *engine);
/* To forget it in the open transaction: the table goes, or, where that would commit (MySQL), what is in it. */
LbStatement *lb_progress_forget (const LbEngine *engine);
/* Replace what is remembered by this. Two statements in @into. @checksum: over the first @done; @total: of the step, 0
 * if only running it would tell. */
void lb_progress_record (const LbEngine *engine, const LbStep *step, const char *checksum, guint done, guint total,
                         const char *under_way, GPtrArray *into);
/* Whether @progress can go on with @body: FALSE with LB_ERROR_UNFINISHED and instructions if the done part has changed.
 */
gboolean lb_progress_fits (const LbProgress *progress, const LbBody *body, const char *path, GError **error);
/* FALSE with LB_ERROR_UNFINISHED if @plan leaves the half-applied revision where it is. */
gboolean lb_progress_allows (const LbProgress *progress, const LbGraph *graph, const LbPlan *plan, GError **error);

/* ---- check.c */

/* Read every script of @plan before any of them runs, so that what can be known to fail fails now: files that do not
 * parse, ways back that do not exist, one transaction that locks more than the server has room for, a half-applied step
 * whose done part has changed. @progress may be NULL. */
gboolean lb_plan_check (LbEngine *engine, const LbPlan *plan, const LbProgress *progress, GError **error);

/* About how many relations @statement makes, and so locks until its transaction ends: tables with the indexes and
 * sequences that come with them, indexes, views. 0 for everything else. */
guint lb_statement_locks (const LbStatement *statement, const LbDialect *dialect);

/* ---- run.c */

typedef struct LbScripted LbScripted;

/* A run under way: what is committed, what is not, for the report of a failure. */
struct LbRun {
  LbEngine *engine;
  const LbPlan *plan;
  LbProgress *progress;  /* of an earlier run; NULL when none or taken up */
  GPtrArray *rows;       /* char *: committed version rows */
  GPtrArray *pending;    /* char *: rows if the open transaction commits */
  gboolean table_exists; /* the version table: created, be it in the open transaction */
  gboolean remembers;    /* the progress table exists and holds a row, */
  guint remembered;      /* ... that says so many statements are done */
  gboolean moved;        /* it failed because somebody else's run went on with the database: plan again */
  gboolean in_transaction;
  gboolean committing;  /* a COMMIT was sent and not answered */
  guint step;           /* index of the step under way */
  guint first_pending;  /* index of the first step that is not committed yet */
  guint statement;      /* 1-based statement of the step that failed; 0 none */
  guint done;           /* statements of the step that are committed by themselves */
  guint total;          /* statements of the step; 0: a script, of which that is not known */
  LbScripted *scripted; /* the step under way is a Python script */
};

gboolean lb_run_steps (LbRun *run, GError **error);

/* What a step that is a script shares with one that is a list of statements. */
gboolean lb_run_begin (LbRun *run, GError **error);
gboolean lb_run_commit (LbRun *run, GError **error);
/* Commit what is open together with the memory that the first @done statements are done and @under_way is started. */
gboolean lb_run_remember (LbRun *run, const LbStep *step, const char *checksum, guint done, guint total,
                          const char *under_way, GError **error);
/* Whether @statement, which cannot run in a transaction, has to be remembered while it is under way. */
gboolean lb_run_must_remember (LbRun *run, const LbStatement *statement, gboolean *ret_must, GError **error);
/* The version rows of @step in the open transaction. */
gboolean lb_run_finish_step (LbRun *run, const LbStep *step, GError **error);
/* See that the version table is there, in the open transaction. */
gboolean lb_run_make_table (LbRun *run, GError **error);

/* ---- scripted.c: a step that is a Python script. Its statements come one by one, and are known only then */

gboolean lb_step_is_script (const LbStep *step);

/* Run it up to its version rows. */
gboolean lb_scripted_step (LbRun *run, const LbStep *step, GError **error);

/* A statement of the script. @counts: it changes something, so that a run that takes up a half-applied step does not do
 * it again. */
LbResult *lb_scripted_run (LbRun *run, const LbStatement *statement, gboolean counts, GError **error);
gboolean lb_scripted_execute (LbRun *run, const LbStatement *const *statements, guint n, gint64 *ret_changed,
                              GError **error);
gboolean lb_scripted_insert (LbRun *run, const char *table, const char *const *columns, GPtrArray *rows,
                             GError **error);
gboolean lb_scripted_commit (LbRun *run, GError **error);
gboolean lb_scripted_rollback (LbRun *run, GError **error);
gboolean lb_scripted_block (LbRun *run, gboolean on, GError **error);

/* Stands in place of a number of changed rows: the statement was not run, since a former run has done it. What it gave
 * then is not known any more. */
#define LB_PASSED_OVER G_MININT64

/* Whether @statement only reads: a SELECT and its like. */
gboolean lb_statement_reads (const LbDialect *dialect, const LbStatement *statement);

/* ---- environment.c: the co-process, and env.py in it */

/* See that the dialect is settled on and what depends on it. */
gboolean lb_engine_settle (LbEngine *engine, GError **error);
/* The service, started. */
LbService *lb_engine_service (LbEngine *engine, GError **error);
/* Have the host read the scripts of @plan. */
gboolean lb_engine_load_scripts (LbEngine *engine, const LbPlan *plan, GError **error);
/* Have the host run the script of @step. */
gboolean lb_engine_run_script (LbEngine *engine, const LbStep *step, GError **error);
/* Have the host run those of @steps from @first to before @end, with --sql: it says of each when it begins, and waits
 * for no answer to an operation (lb_offline_begin_script, lb_offline_fail). */
gboolean lb_engine_run_scripts (LbEngine *engine, const GPtrArray *steps, guint first, guint end, GError **error);
/* Whether scripts run in a co-process of this engine's, rather than in the program that called. */
gboolean lb_engine_has_own_host (LbEngine *engine);
/* Tell the host; takes @members. LB_ERROR_SCRIPT when it is gone. */
gboolean lb_engine_tell (LbEngine *engine, const char *name, json_t *members, GError **error);
/* Call env.py's on_version_apply functions. */
gboolean lb_engine_applied (LbEngine *engine, const LbStep *step, const GPtrArray *rows, GError **error);

/* ---- offline.c */

/* Statements of a script into the SQL under way. */
gboolean lb_offline_write (LbEngine *engine, const GPtrArray *statements, GError **error);
/* Text as it is, a paragraph of its own. */
gboolean lb_offline_text (LbEngine *engine, const char *text, GError **error);
/* For operations of a script. */
LbTarget lb_offline_target (LbEngine *engine);
gboolean lb_offline_block (LbEngine *engine, gboolean on, GError **error);
/* The host begins the next of the scripts that it runs in one go. */
void lb_offline_begin_script (LbEngine *engine);
/* One of them said what cannot be written; takes @failure. */
void lb_offline_fail (LbEngine *engine, GError *failure);
/* What is written is out: a script is going to print. */
gboolean lb_offline_sync (LbEngine *engine, GError **error);

/* ---- outcome.c */

/* What was undone, what stays, and where the database is now, for the error of a failed run. */
void lb_run_explain (LbRun *run, GError *error);
char *lb_rows_text (const GPtrArray *rows); /* "ae10, 27c6", or "base" */

/* ---- log lines */

char *lb_ids_text (const GPtrArray *ids); /* "a, b" */
char *lb_step_title (const LbStep *step); /* "upgrade a, b -> c" */
char *lb_step_line (const LbStep *step);  /* what is logged of it */
void lb_step_log (LbEngine *engine, const LbStep *step);

#endif
