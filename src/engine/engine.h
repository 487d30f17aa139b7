/* A run: lock, transactions, version table, online or offline, what to do after a failure.
 *
 * The engine prints nothing: it reports through an LbLog and an LbObserver, writes offline SQL through an LbSqlSink,
 * and returns results as data.
 */
#ifndef LB_ENGINE_ENGINE_H
#define LB_ENGINE_ENGINE_H

#include "backend/backend.h"
#include "revision/plan.h"
#include "script/directory.h"
#include "service.h"

/* Told what happens during a run, for progress lines and JSON. Every member may be NULL. */
typedef struct LbObserver LbObserver;
struct LbObserver {
  void (*waiting) (LbObserver *observer, const char *holder, guint waited_ms,
                   guint limit_ms); /* for the lock; @holder may be NULL */
  void (*planned) (LbObserver *observer, const LbPlan *plan);
  void (*step_begins) (LbObserver *observer, const LbStep *step, guint index, guint n_steps, guint n_statements);
  void (*step_ends) (LbObserver *observer, const LbStep *step, guint index, guint n_steps, gint64 microseconds);
  void (*resumes) (LbObserver *observer, const LbStep *step, guint done, guint n_statements);
};

/* Receives offline SQL piece by piece; an empty piece asks that what came before is out, because others are going to
 * print. FALSE with @error (LB_ERROR_IO) ends the run. */
typedef gboolean (*LbSqlSink) (const char *text, gpointer data, GError **error);

typedef struct LbEngine LbEngine;

typedef struct {
  const LbSettings *settings;
  LbScripts *scripts;
  LbLog *log;           /* may be NULL */
  LbObserver *observer; /* may be NULL */
  const char *command;  /* "upgrade": shown to others who wait for the lock */
  LbService *service;   /* of the program that called this command; NULL: the engine starts its own when it needs one */
} LbEngineOptions;

/* Prepare a run; nothing is opened yet. LB_ERROR_CONFIG: no or bad URL, unknown dialect, bad setting; where env.py
 * stands, it says which database. */
LbEngine *lb_engine_new (const LbEngineOptions *options, GError **error);
void lb_engine_free (LbEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbEngine, lb_engine_free)

/* Who is told of the run from now on; NULL nobody. */
void lb_engine_set_observer (LbEngine *engine, LbObserver *observer);

/* What is done with a database once it is known which. */
typedef gboolean (*LbEnvironmentTask) (LbEngine *engine, gpointer data, GError **error);

/* What env.py may ask about the command. Strings may be NULL. */
typedef struct {
  gboolean offline;        /* --sql */
  const char *destination; /* what was typed */
  const char *tag;         /* --tag */
  json_t *options;         /* further options of the command, as an object; borrowed */
} LbEnvironmentRequest;

/* Do @task with the database of the project. If the script directory has an env.py it is run, and @task is done when it
 * calls run_migrations(): once for each time, with the connection that it configured. */
gboolean lb_engine_in_environment (LbEngine *engine, const LbEnvironmentRequest *request, LbEnvironmentTask task,
                                   gpointer data, GError **error);

/* Have a function that env.py has registered handle a new revision file. @ret_known: FALSE if there is none of that
 * name, or no env.py has run. */
gboolean lb_engine_run_hook (LbEngine *engine, const char *name, const char *path, GHashTable *options,
                             gboolean *ret_known, GError **error);

/* NULL where env.py brought a connection that has none. */
const LbUrl *lb_engine_url (const LbEngine *engine);
const LbDialect *lb_engine_dialect (const LbEngine *engine);

/* The rows of the version table, sorted; empty if there is no table. Takes no lock, creates nothing. Free with
 * g_strfreev. */
char **lb_engine_rows (LbEngine *engine, GError **error);

/* A half-applied revision, if the database remembers one. */
typedef struct {
  char *revision;
  LbStepKind kind;
  guint done; /* statements that are done */
  guint total;
  char *under_way; /* the statement that was started after those, or NULL */
} LbUnfinished;
void lb_unfinished_free (LbUnfinished *unfinished);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbUnfinished, lb_unfinished_free)
/* NULL without @error: none. */
LbUnfinished *lb_engine_unfinished (LbEngine *engine, GError **error);

/* Run. On failure the error's outcome says what was undone and where the database is now.
 * A run with nothing to do takes no lock. */
gboolean lb_engine_upgrade (LbEngine *engine, const char *target, GError **error);
gboolean lb_engine_downgrade (LbEngine *engine, const char *target, GError **error);
gboolean lb_engine_stamp (LbEngine *engine, const char *const *targets, gboolean purge, GError **error);
gboolean lb_engine_ensure_version (LbEngine *engine, GError **error);

/* The same as SQL text into @sink, without any connection. @target may be a range. */
gboolean lb_engine_upgrade_sql (LbEngine *engine, const char *target, LbSqlSink sink, gpointer data, GError **error);
gboolean lb_engine_downgrade_sql (LbEngine *engine, const char *target, LbSqlSink sink, gpointer data, GError **error);
gboolean lb_engine_stamp_sql (LbEngine *engine, const char *const *targets, LbSqlSink sink, gpointer data,
                              GError **error);
gboolean lb_engine_ensure_version_sql (LbEngine *engine, LbSqlSink sink, gpointer data, GError **error);

/* What a run would do, for --dry-run: reads the version table and the files, changes nothing. */
typedef struct {
  const LbStep *step; /* of the preview's plan */
  gboolean is_script; /* Python: what it does is known when it runs; the counts are 0 */
  guint n_statements;
  guint n_alone;      /* those that run outside a transaction */
  guint already_done; /* those a former run did (resume) */
  gboolean transaction_off;
} LbPreviewStep;
typedef struct {
  LbPlan *plan;
  GArray *steps;           /* LbPreviewStep */
  const char *transaction; /* "revision" or "run": the mode in force */
} LbPreview;
void lb_preview_free (LbPreview *preview);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbPreview, lb_preview_free)
LbPreview *lb_engine_preview (LbEngine *engine, LbStepKind kind, const char *target, GError **error);

#endif
