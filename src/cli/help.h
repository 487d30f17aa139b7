/* `--help`, usage lines, manual pages and shell completions, all from the tables of options and commands. */
#ifndef LB_CLI_HELP_H
#define LB_CLI_HELP_H

#include "cli.h"

/* "usage: limbeck upgrade [options] REVISION" with its newline; @command NULL: the program's own. */
void lb_help_usage (GString *text, const char *program, const LbCommand *command);

/* The help of the program (@command NULL) or of a command, wrapped to @width columns. */
void lb_help (GString *text, const char *program, const LbCommand *command, guint width, gboolean color);

/* What each exit status means, a line or more each. */
void lb_help_statuses (GString *text, guint width);

/* The manual page in man(7) form. */
void lb_manual (GString *text, const LbCommand *command);

/* The completion script of @shell: "bash", "zsh", "fish". FALSE for any other.
 * @program: "limbeck"; or its second name, which the script then serves too */
gboolean lb_completion (GString *text, const char *shell, const char *program);
extern const char *const lb_completion_shells[4]; /* NULL-terminated */

/* Append @text in lines of at most @width columns; further lines start with @indent blanks. @column: where the first
 * one starts. Ends with a newline. */
void lb_help_wrap (GString *out, const char *text, guint column, guint indent, guint width);

/* "  alembic\n": what the program says of itself when called as alembic, and of the versions. */
void lb_version_text (GString *text, const char *program);

/* What limbeck is, for help and manual. */
extern const char lb_help_about[];

/* The positional as it stands in usage: "REVISION", "REVISION...", "[KEY...]"; "" for none. Owned by the caller. */
char *lb_positional_usage (const LbPositional *positional);

#endif
