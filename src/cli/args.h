/* What was typed, into options and positionals, after tables.
 *
 * The tables are the only source: parsing, `--help`, the manual pages and the shell completions read the same ones. The
 * rules are those of Alembic's parser (Python's argparse): long options may be cut to a unique prefix,
 * `--option=value`,
 * `-ovalue`, short flags in one word, `--` ends the options, and a word such as `-1` is no option but a revision. In
 * addition global options may stand behind the command.
 */
#ifndef LB_CLI_ARGS_H
#define LB_CLI_ARGS_H

#include "config/settings.h"
#include "util/error.h"

typedef struct LbCommand LbCommand;

/* What a shell may offer in place of a value. */
typedef enum {
  LB_COMPLETE_NOTHING,
  LB_COMPLETE_FILE,
  LB_COMPLETE_DIRECTORY,
  LB_COMPLETE_REVISION,
  LB_COMPLETE_TEMPLATE,
  LB_COMPLETE_COMMAND,
  LB_COMPLETE_SETTING,
  LB_COMPLETE_CHOICE /* the choices of the option or positional */
} LbComplete;

typedef enum {
  LB_OPTION_FLAG,  /* takes no value */
  LB_OPTION_VALUE, /* takes one; the last wins */
  LB_OPTION_LIST   /* takes one; may be given several times */
} LbOptionKind;

typedef struct {
  const char *name; /* without the dashes; NULL ends a table, and for -x there is none: then the letter's own text */
  char letter;      /* 0: none */
  LbOptionKind kind;
  const char *argument;       /* what stands for the value in help: "FILE"; NULL for flags */
  const char *help;           /* one sentence without full stop */
  const char *const *choices; /* allowed values, NULL-terminated; NULL: any */
  LbComplete complete;
  LbSettingId setting; /* the value overrides this setting; 0 (script_location, which no option sets): none */
  gboolean extra;      /* Alembic has no such option: loses against Alembic's when a cut name fits both */
} LbOption;

/* The positionals of a command: one slot that takes from @min to @max words. */
typedef struct {
  const char *name; /* "revision"; NULL: the command takes none */
  guint min;
  guint max; /* G_MAXUINT: any number */
  const char *help;
  LbComplete complete;
  const char *const *choices;
} LbPositional;

typedef struct LbArgs LbArgs;

/* Parse @argv (NULL-terminated, without the program's name). The texts stay @argv's.
 *
 * @globals: table of the options that stand before the command, and behind it where the command has no such option
 * @commands: NULL-terminated
 * Returns NULL with LB_ERROR_USAGE; @ret_command, if not NULL, is then the command whose usage explains it, or NULL.
 * `-h` and `--version` are no errors and end the parsing: ask for the flags "help" and "version". */
LbArgs *lb_args_parse (const LbOption *globals, const LbCommand *const *commands, const char *const *argv,
                       const LbCommand **ret_command, GError **error);
void lb_args_free (LbArgs *args);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbArgs, lb_args_free)

const LbCommand *lb_args_command (const LbArgs *args); /* NULL: none was typed */

/* Values by long name (or letter, for options without one). Flags and values answer for the global option and the
 * command's of the same name alike. */
gboolean lb_args_flag (const LbArgs *args, const char *name);
const char *lb_args_value (const LbArgs *args, const char *name); /* the last; NULL: not given */

/* All values of a list option in order, NULL-terminated; NULL if there are none. Owned by @args. */
const char *const *lb_args_list (LbArgs *args, const char *name);

/* The positionals, NULL-terminated, never NULL. */
const char *const *lb_args_positionals (const LbArgs *args);

/* The values of all options that override a setting, into @values (LB_N_SETTINGS long). */
void lb_args_settings (const LbArgs *args, const char **values);

/* How an option is written: "--sql", "-x". Owned by the caller. */
char *lb_option_spelling (const LbOption *option);

#endif
