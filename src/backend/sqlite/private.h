/* What the files of the SQLite driver share; nobody outside includes it. */
#ifndef LB_BACKEND_SQLITE_PRIVATE_H
#define LB_BACKEND_SQLITE_PRIVATE_H

#include "backend/backend.h"

#include <signal.h>
#include <sqlite3.h>

struct LbConnection {
  sqlite3 *db;
  char *path; /* for messages: the file, or ":memory:" */
  LbLog *log;
  gboolean echo;
  gint64 busy_ms;                  /* how long a statement waits for somebody else's lock */
  gint64 statement_ms;             /* how long a statement may take; 0 unlimited */
  gint64 busy_until;               /* monotonic microseconds: the statement under way waits no longer than this */
  gint64 ends_at;                  /* the same for its whole time; 0 unlimited */
  gboolean timed_out;              /* it was ended at ends_at */
  volatile sig_atomic_t cancelled; /* cancel() has come and was not reported yet */
  char *lock_held;                 /* name of the run's lock if it is ours */
  int lock_fd;                     /* file descriptor that holds it, or -1 */
  gboolean journal_chosen;         /* the first transaction was begun: see cut_journals */
  char *data_version;              /* as it was when asked last */
  gboolean rebuilding;             /* a table is being rebuilt: see rebuild.c */
  int foreign_keys;                /* settings as they were before that */
  int legacy_alter;
  gboolean schema_sound;
};

/* ---- connect.c */

LbConnection *lb_sqlite_open (const LbUrl *url, const LbConnectOptions *options, GError **error);
void lb_sqlite_close (LbConnection *connection);

/* ---- wait.c: locks of others, time limits, signals */

/* Tell SQLite to ask us while it waits and while it works. */
void lb_sqlite_watch (LbConnection *connection);

/* A statement begins: set its limits. @wait_ms: how long it may wait for locks. FALSE with LB_ERROR_INTERRUPTED if
 * cancel() came before. */
gboolean lb_sqlite_ready (LbConnection *connection, gint64 wait_ms, GError **error);

/* Ask the statement under way to stop. Async-signal-safe. */
void lb_sqlite_cancel (LbConnection *connection);

/* ---- execute.c */

gboolean lb_sqlite_execute (LbConnection *connection, const LbStatement *const *statements, guint n, guint *ret_failed,
                            gint64 *ret_changed, GError **error);
LbRows *lb_sqlite_query (LbConnection *connection, const char *sql, GError **error);
/* Run one statement of our own that has no rows. */
gboolean lb_sqlite_say (LbConnection *connection, const char *sql, gint64 wait_ms, GError **error);
/* Rows that the statement just run has changed; -1 for what changes none by its nature. @ret_insert_id: the id of the
 * row that it inserted, else 0; may be NULL */
gint64 lb_sqlite_changed (const LbConnection *connection, sqlite3_stmt *prepared, gint64 *ret_insert_id);
void lb_sqlite_echo (const LbConnection *connection, const char *sql);

/* ---- result.c */

LbResult *lb_sqlite_run (LbConnection *connection, const LbStatement *statement, GError **error);
gboolean lb_sqlite_insert_rows (LbConnection *connection, const char *table, const char *const *columns,
                                GPtrArray *rows, GError **error);

/* ---- rebuild.c: around the statements that put a changed table in the place of the old one */

/* Whether @sql is one of the two words between which they stand, which are the driver's and not SQLite's. */
gboolean lb_sqlite_is_rebuild (const char *sql);
gboolean lb_sqlite_rebuild (LbConnection *connection, const char *sql, GError **error);
/* A statement has failed: if it was one of those, undo them and give the settings back. */
void lb_sqlite_rebuild_abandon (LbConnection *connection);

/* ---- reflect.c */

LbSchema *lb_sqlite_reflect (LbConnection *connection, const LbReflect *what, GError **error);
char **lb_sqlite_schema_names (LbConnection *connection, char **ret_default, GError **error);

/* ---- session.c */

guint lb_sqlite_server_version (LbConnection *connection);
gboolean lb_sqlite_begin (LbConnection *connection, guint wait_ms, GError **error);
gboolean lb_sqlite_commit (LbConnection *connection, GError **error);
void lb_sqlite_rollback (LbConnection *connection);
gboolean lb_sqlite_has_table (LbConnection *connection, const char *schema, const char *table, gboolean *ret_exists,
                              char **ret_schema, GError **error);
gboolean lb_sqlite_fate (LbConnection *connection, const LbStatement *statement, gboolean mend, LbFate *ret_fate,
                         GError **error);
guint lb_sqlite_lock_capacity (LbConnection *connection);
gboolean lb_sqlite_changed_elsewhere (LbConnection *connection, gboolean *ret_changed, GError **error);
void lb_sqlite_delete_journal (LbConnection *connection); /* before the connection is closed */

/* ---- lock.c */

gboolean lb_sqlite_try_lock (LbConnection *connection, const char *name, gboolean *ret_held, GError **error);
void lb_sqlite_unlock (LbConnection *connection, const char *name);
char *lb_sqlite_lock_holder (LbConnection *connection, const char *name);
/* A connection was opened; one was closed and may have held @fd (or -1). */
void lb_sqlite_lock_opened (void);
void lb_sqlite_lock_closed (int fd);

/* ---- error.c */

const LbSqlSyntax *lb_sqlite_syntax (void);

/* What SQLite says of the call that failed with @code. @statement may be NULL, @sql is then its text. */
GError *lb_sqlite_error_new (LbConnection *connection, int code, const LbStatement *statement, const char *sql);

/* The file cannot be opened. */
GError *lb_sqlite_open_error_new (const char *path, int code, const char *message);

/* "SQLITE_CONSTRAINT_UNIQUE" */
const char *lb_sqlite_code_name (int code);

#endif
