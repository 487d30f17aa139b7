/* Exit statuses: one table, from which help and manual are made too. */
#ifndef LB_CLI_EXIT_H
#define LB_CLI_EXIT_H

#include "util/error.h"

typedef struct {
  int status;
  const char *meaning;
} LbExitStatus;

/* Every status with its meaning, ascending; ends with meaning NULL. */
extern const LbExitStatus lb_exit_statuses[];

/* The status for @error; 0 for NULL. */
int lb_exit_status (const GError *error);

/* The name of the kind of error, for JSON and --raiseerr: "database", "unknown_revision". */
const char *lb_error_code_name (const GError *error);

#endif
