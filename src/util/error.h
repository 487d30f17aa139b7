/* Errors: one GError domain whose members carry what a person needs to act.
 *
 * A lower layer says what went wrong; an upper layer adds where (file, line, revision) with the
 * lb_error_set_* functions and never rewrites the message. Only src/cli prints an error.
 * Messages are lower case where Alembic's own text does not stand in their place, without a full
 * stop; the hint is a sentence.
 */
#ifndef LB_UTIL_ERROR_H
#define LB_UTIL_ERROR_H

#include <glib.h>

#define LB_ERROR (lb_error_quark ())
GQuark lb_error_quark (void);

/* What kind of failure this is. The kind decides the exit status (src/cli/exit.c). */
typedef enum {
  LB_ERROR_USAGE,            /* the command line is wrong */
  LB_ERROR_CONFIG,           /* alembic.ini, pyproject.toml, environment or URL is wrong */
  LB_ERROR_SCRIPT,           /* a revision file or template cannot be read or written */
  LB_ERROR_GRAPH,            /* the revision files do not form a graph: cycle, duplicate, missing parent */
  LB_ERROR_UNKNOWN_REVISION, /* what was typed, or what the version table holds, is no revision */
  LB_ERROR_AMBIGUOUS,        /* what was typed names several revisions */
  LB_ERROR_MULTIPLE_HEADS,   /* one head was wanted and there are several */
  LB_ERROR_TARGET,           /* the target cannot be reached from the current heads */
  LB_ERROR_CONNECT,          /* no connection could be made, or it was lost */
  LB_ERROR_DATABASE,         /* the server refused a statement */
  LB_ERROR_LOCKED,           /* somebody else holds the lock, and the wait has ended */
  LB_ERROR_INTERRUPTED,      /* Ctrl-C or SIGTERM */
  LB_ERROR_UNFINISHED,       /* a half-applied revision forbids this run */
  LB_ERROR_NOT_AT_HEAD,      /* --check-heads: the database is behind */
  LB_ERROR_IO,               /* the file system refused */
  LB_ERROR_UNSUPPORTED,      /* asked for something this build or database cannot do */
  LB_ERROR_INTERNAL          /* a bug in limbeck */
} LbErrorCode;

/* Parts of an error besides the message. NULL or 0 where unknown. */
typedef struct {
  char *file;      /* the file the fault is in */
  guint line;      /* 1-based; 0 unknown */
  char *statement; /* the SQL statement that failed, as written */
  guint position;  /* 1-based offset in characters into @statement the server points at; 0 unknown */
  char *sqlstate;  /* five characters, or the driver's own code as text */
  char *detail;    /* the server's DETAIL */
  char *hint;      /* what to do, a sentence */
  char *context;   /* the server's CONTEXT, or where limbeck was ("revision ae10, statement 3") */
  char *trace;     /* where a script was, as its language shows it (a Python traceback), lines */
  char *outcome;   /* what was undone and where the database stands now, one sentence a line */
} LbErrorParts;

/* The parts of @error, to read; NULL if @error is not of LB_ERROR. */
const LbErrorParts *lb_error_parts (const GError *error);

/* Set one part, replacing it if set. No effect if @error is NULL or not of LB_ERROR. */
void lb_error_set_place (GError *error, const char *file, guint line);
void lb_error_set_statement (GError *error, const char *statement, guint position);
void lb_error_set_sqlstate (GError *error, const char *sqlstate);
void lb_error_set_detail (GError *error, const char *detail);
void lb_error_set_hint (GError *error, const char *format, ...) G_GNUC_PRINTF (2, 3);
void lb_error_set_context (GError *error, const char *context);
void lb_error_set_trace (GError *error, const char *trace);
void lb_error_set_outcome (GError *error, const char *outcome);

/* g_set_error with a place: for readers of files. */
void lb_set_error_at (GError **error, LbErrorCode code, const char *file, guint line, const char *format, ...)
    G_GNUC_PRINTF (5, 6);

#endif
