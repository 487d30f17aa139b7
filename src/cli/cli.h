/* The command line: what a command is, and what it finds prepared when it runs.
 *
 * This folder is the only place that prints. Each command is a file in command/ that ends with a constant LbCommand;
 * the dispatcher (dispatch.c) prepares what the command says it needs, runs it, and reports its error.
 */
#ifndef LB_CLI_CLI_H
#define LB_CLI_CLI_H

#include "args.h"
#include "engine/engine.h"
#include "output.h"

/* What the dispatcher prepares before a command runs. */
typedef enum {
  LB_NEEDS_NOTHING = 0,
  LB_NEEDS_SETTINGS = 1 << 0, /* the configuration; a missing file is no error */
  LB_NEEDS_CONFIG = 1 << 1,   /* the configuration; without a file it is an error */
  LB_NEEDS_SCRIPTS = 1 << 2,  /* the script directory (with LB_NEEDS_CONFIG) */
  LB_NEEDS_GRAPH = 1 << 3,    /* all revisions, read and linked (with LB_NEEDS_SCRIPTS) */
  LB_NEEDS_TARGET = 1 << 4    /* its first argument is what env.py knows as the destination */
} LbNeeds;

/* A group of options that several commands share. */
typedef struct {
  const char *title; /* heading in help: "connection" */
  const LbOption *options;
} LbOptionGroup;

typedef struct {
  const char *command; /* as typed, without the program's name */
  const char *text;    /* what it does, a few words */
} LbExample;

typedef struct LbCli LbCli;

struct LbCommand {
  const char *name;
  const char *summary;                /* one line, lower case, no full stop */
  const char *description;            /* paragraphs for help and manual, divided by empty lines */
  const LbOption *options;            /* its own; may be NULL */
  const LbOptionGroup *const *groups; /* shared ones; NULL-terminated; may be NULL */
  LbPositional positional;
  const char *json;          /* what --json prints, for help and manual; NULL: it has no --json */
  const LbExample *examples; /* ends with command NULL; may be NULL */
  guint needs;               /* LbNeeds */
  gboolean hidden;           /* not listed in help */
  gboolean extra;            /* Alembic has no such command */
  gboolean verbatim;         /* what stands behind its name is not looked at: all of it are positionals */
  /* Whether the options make sense together, before anything is prepared. LB_ERROR_USAGE, LB_ERROR_UNSUPPORTED. May be
   * NULL. */
  gboolean (*check) (LbCli *cli, GError **error);
  /* Do it. FALSE with @error, which the dispatcher reports and turns into the exit status. */
  gboolean (*run) (LbCli *cli, GError **error);
};

/* One call of the program. */
struct LbCli {
  const char *program; /* "limbeck", or "alembic" when called so */
  LbArgs *args;
  LbOutput *out;
  LbLog *log; /* never NULL; decides by the logging sections of the configuration */
  LbSettings *settings;
  LbScripts *scripts;
  const LbGraph *graph;         /* the scripts' */
  LbEngine *engine;             /* made by lb_cli_engine */
  LbService *service;           /* of the program that has this command run; NULL: a person's */
  const char *const *overrides; /* options of the configuration that it has set; NULL: none */
  gboolean in_environment;
  char **rows; /* lb_current_rows, under way */
};

/* Do @run with the project's database: through its env.py, if it has one. Signals end it in good order. */
gboolean lb_cli_in_environment (LbCli *cli, gboolean (*run) (LbCli *cli, GError **error), GError **error);

/* Run env.py for a command that has no need of a database, if revision_environment says so. */
gboolean lb_cli_revision_environment (LbCli *cli, GError **error);

/* The engine for commands that ask the database. Made at the first call, owned by @cli.
 * @observer: told of the run; may be NULL */
LbEngine *lb_cli_engine (LbCli *cli, LbObserver *observer, GError **error);

/* Run the program: parse, prepare, run, report. Returns the exit status. @argv: NULL-terminated, with the name. */
int lb_cli_main (const char *const *argv);

/* All commands, in the order of help; NULL-terminated. */
const LbCommand *const *lb_commands (void);
const LbCommand *lb_command_find (const char *name); /* exact; NULL if there is none */

/* Options that stand before every command, and the groups that commands share. */
extern const LbOption lb_global_options[];
extern const LbOptionGroup lb_group_database; /* --url and what tells where the version table is */
extern const LbOptionGroup lb_group_run;      /* transactions, locks, timeouts */

#endif
