/* `limbeck serve`: do what a program that started limbeck asks for (doc/script-host.md). */
#ifndef LB_CLI_SERVE_H
#define LB_CLI_SERVE_H

#include "cli.h"

/* Run one command line of such a program, in this process. @argv: without the program's name. @overrides: options that
 * it has set besides the file, an object; NULL: none. What the command prints goes to @output.
 * Returns the exit status; @error says what a person would have read. */
int lb_cli_run_for (LbService *service, const char *const *argv, json_t *overrides, GString *output, GError **error);

#endif
