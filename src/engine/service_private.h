/* What the files of the service share. */
#ifndef LB_ENGINE_SERVICE_PRIVATE_H
#define LB_ENGINE_SERVICE_PRIVATE_H

#include "host/process.h"
#include "private.h"
#include "service.h"

/* A connection that scripts know by its number. */
typedef struct {
  guint number;
  const LbDialect *dialect;
  const LbDriver *driver;
  LbConnection *connection;
  LbUrl *url;              /* NULL for one that only the host can use */
  gboolean borrowed;       /* the engine's: not closed here */
  gboolean in_transaction; /* the script began one */
  gboolean locked;         /* the run's lock is held on it until its transaction ends */
  char *lock_name;
} LbLink;

struct LbService {
  LbChannel *channel;     /* NULL: nobody listens */
  LbHostProcess *process; /* owns the channel; NULL when the other side started us */
  gboolean real;          /* it was started with the environment's own SQLAlchemy */
  gboolean wants_real;    /* it asked to be */
  gboolean loud;          /* env.py has run: log lines go through the script's logging */
  GPtrArray *links;       /* LbLink; NULL where one was closed. Number n is at n - 1 */
  GHashTable *results;    /* number -> Fetched */
  guint last_result;
  GError *insert_failure; /* of rows that were told of: for the `insert` that ends them */
  LbEngine *engine;       /* whose run is under way; NULL: none */
  LbLog *log;
  LbConnectOptions connect; /* where no engine says otherwise */
  LbServiceCommand command;
  gpointer command_data;
};

/* ---- service.c */

/* See that somebody listens: start the co-process if there is none. */
gboolean lb_service_start (LbService *service, const LbSettings *settings, GError **error);
/* Call the host, with a better error when it has died. */
json_t *lb_service_call (LbService *service, const char *name, json_t *members, GError **error);
/* After the host has asked for it: begin anew with the environment's own SQLAlchemy. FALSE: it did not ask, or has it.
 */
gboolean lb_service_restarts (LbService *service, const LbSettings *settings);

typedef char *(*LbServiceCall) (LbService *service, const json_t *message, GError **error);

/* ---- service_link.c */

LbLink *lb_service_link (LbService *service, const json_t *message, GError **error); /* named, or the run's */
/* The run under way on @link; NULL: none. */
LbRun *lb_service_run_on (LbService *service, const LbLink *link);
LbLink *lb_service_link_of_engine (LbService *service, LbEngine *engine);
void lb_service_close_links (LbService *service);
/* The script's transaction goes on behind the run: the lock @name is let go with it. */
gboolean lb_service_keep_lock (LbService *service, LbEngine *engine, const char *name);
void lb_link_watch (LbLink *link); /* Ctrl-C cancels what runs on it */
char *lb_call_connect (LbService *service, const json_t *message, GError **error);
char *lb_call_adopt (LbService *service, const json_t *message, GError **error);
char *lb_call_disconnect (LbService *service, const json_t *message, GError **error);
char *lb_call_begin (LbService *service, const json_t *message, GError **error);
char *lb_call_commit (LbService *service, const json_t *message, GError **error);
char *lb_call_rollback (LbService *service, const json_t *message, GError **error);

/* ---- service_execute.c */

void lb_service_free_result (gpointer result); /* one of LbService's results */
char *lb_call_execute (LbService *service, const json_t *message, GError **error);
char *lb_call_fetch (LbService *service, const json_t *message, GError **error);
char *lb_call_release (LbService *service, const json_t *message, GError **error);
char *lb_call_operation (LbService *service, const json_t *message, GError **error);
char *lb_call_statements (LbService *service, const json_t *message, GError **error);
char *lb_call_rows (LbService *service, const json_t *message, GError **error);
char *lb_call_insert (LbService *service, const json_t *message, GError **error);
char *lb_call_block (LbService *service, const json_t *message, GError **error);
char *lb_call_output (LbService *service, const json_t *message, GError **error);
char *lb_call_text (LbService *service, const json_t *message, GError **error);
/* Told while many scripts run in one go with --sql. */
char *lb_call_begin_script (LbService *service, const json_t *message, GError **error);
char *lb_call_perform (LbService *service, const json_t *message, GError **error);
char *lb_call_sync (LbService *service, const json_t *message, GError **error);

/* ---- service_bind.c: statements and their values as they come in a message */

/* LbStatement, one for each set of values. */
GPtrArray *lb_service_statements (const LbDialect *dialect, const json_t *message, GError **error);

/* ---- service_look.c */

char *lb_json_text (json_t *json); /* takes @json */

char *lb_call_inspect (LbService *service, const json_t *message, GError **error);
char *lb_call_schemas (LbService *service, const json_t *message, GError **error);
char *lb_call_facts (LbService *service, const json_t *message, GError **error);
char *lb_call_type (LbService *service, const json_t *message, GError **error);
char *lb_call_version (LbService *service, const json_t *message, GError **error);
const LbDialect *lb_service_dialect (const json_t *message, GError **error);

/* ---- service_script.c */

char *lb_call_stamp (LbService *service, const json_t *message, GError **error);
char *lb_call_script (LbService *service, const json_t *message, GError **error);

/* ---- environment.c */

char *lb_call_configure (LbService *service, const json_t *message, GError **error);
char *lb_call_run_migrations (LbService *service, const json_t *message, GError **error);

/* ---- result_json.c */

/* Rows @from up to @to of @result as a JSON array of arrays. */
void lb_result_append_rows (GString *json, LbResult *result, gint64 from, gint64 to);
void lb_result_append_columns (GString *json, const LbResult *result);

/* ---- foreign.c: a driver whose connection is in the script's process */

const LbDriver *lb_foreign_driver (void);
LbConnection *lb_foreign_connection_new (LbService *service, gint64 number, guint version);

#endif
