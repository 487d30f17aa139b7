/* Options that upgrade, downgrade, stamp and ensure_version have in common. */
#ifndef LB_CLI_RUN_OPTIONS_H
#define LB_CLI_RUN_OPTIONS_H

#include "cli.h"

#define LB_OPTION_SQL                                                                                                  \
  {                                                                                                                    \
    "sql", .help = "print the SQL on standard output instead of running it; no database is needed"                     \
  }
#define LB_OPTION_TAG                                                                                                  \
  {                                                                                                                    \
    "tag", 0, LB_OPTION_VALUE, "TAG", .help = "free word for env.py"                                                   \
  }
#define LB_OPTION_DRY_RUN                                                                                              \
  {                                                                                                                    \
    "dry-run", .extra = TRUE, .help = "print the steps without running them"                                           \
  }
#define LB_OPTION_RUN_JSON                                                                                             \
  {                                                                                                                    \
    "json", .extra = TRUE, .help = "print one JSON document with the steps; no progress line"                          \
  }

/* What --json prints, for help and manual. */
#define LB_JSON_RUN                                                                                                    \
  "An object: command, target (array), from and to (rows of the version table before and after), steps (for each: "    \
  "revision, from, to, seconds, and statements_done_before where a former run was continued), seconds. With "          \
  "--dry-run: dry_run, command, target, transaction, from, to, warning, and steps (number, kind, revision, from, to, " \
  "statements, outside_transaction, transaction_off, statements_done_before). On failure: error (kind, status, "       \
  "message, file, line, statement, position, sqlstate, detail, context, state, hint)"

/* For LbCommand.check: FALSE with LB_ERROR_USAGE for options that exclude each other. */
gboolean lb_check_run_options (LbCli *cli, GError **error);

/* The same for upgrade and downgrade, whose target may be a range with --sql only. */
gboolean lb_check_target (LbCli *cli, GError **error);

#endif
