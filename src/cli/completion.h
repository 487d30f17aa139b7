/* Completion scripts, one writer per shell. What they complete comes from the option tables; revisions, templates and
 * settings are asked from the program itself (`limbeck __complete KIND`) when the person presses the key. */
#ifndef LB_CLI_COMPLETION_H
#define LB_CLI_COMPLETION_H

#include "cli.h"

/* The word after __complete for what is asked from the program: "revisions"; NULL for what the shell knows itself. */
const char *lb_complete_kind (LbComplete complete);

/* The tables that hold the options of @command (NULL: the global ones only), nearest first, NULL-terminated. */
enum { LB_MAX_TABLES = 6 };
void lb_option_tables (const LbCommand *command, const LbOption *ret_tables[LB_MAX_TABLES]);

/* Append @text for use between single quotes of a shell; the characters of @special get a backslash. */
void lb_append_quoted (GString *out, const char *text, const char *special);

/* @also: the program's second name, or NULL */
void lb_completion_bash (GString *out, const char *also);
void lb_completion_zsh (GString *out, const char *also);
void lb_completion_fish (GString *out, const char *also);

#endif
