/* New revision files. */
#ifndef LB_SCRIPT_GENERATE_H
#define LB_SCRIPT_GENERATE_H

#include "directory.h"

typedef struct {
  const char *message;      /* NULL: none */
  const char *rev_id;       /* NULL: 12 random hex digits */
  const char *const *heads; /* parents as typed (NULL-terminated); NULL: "head". "base": a new root */
  gboolean splice;          /* parents need not be heads */
  const char *const *branch_labels;
  const char *const *depends_on;
  const char *version_path;
  const char *format;   /* "sql", "py" or NULL: setting, else what the directory holds */
  const char *upgrades; /* bodies and imports; NULL: none, which templates take as undefined and write "pass" for */
  const char *downgrades;
  const char *imports;
} LbNewRevision;

/* Plan, render and write one revision file; never overwrites. The file appears whole or not at all (written beside,
 * then linked).
 * The format is that asked for, else revision_format, else that of the parent (or of a head), else Python where
 * script.py.mako stands. SOURCE_DATE_EPOCH in the environment fixes the date (filename.h).
 * @ret_path: absolute path of what was written.
 * LB_ERROR_MULTIPLE_HEADS, LB_ERROR_UNKNOWN_REVISION, LB_ERROR_SCRIPT, LB_ERROR_IO; with Alembic's texts. */
gboolean lb_generate (LbScripts *scripts, const LbNewRevision *revision, char **ret_path, GError **error);

/* Run the post-write hooks on @path. @announce is called before and after each (@done), for "Running post write hook
 * 'a' ..." lines. A hook that cannot start or exits non-zero is LB_ERROR_SCRIPT that names it and its status; the file
 * stays. */
typedef void (*LbHookAnnounce) (const char *name, gboolean done, gpointer data);
/* Runs a hook of a type that is no program: one that env.py has registered. @options: char * -> char *.
 * @ret_known: FALSE if nobody has registered it. */
typedef gboolean (*LbHookOther) (const char *type, const char *path, GHashTable *options, gboolean *ret_known,
                                 gpointer data, GError **error);
gboolean lb_run_hooks (const LbSettings *settings, const char *path, LbHookAnnounce announce, LbHookOther other,
                       gpointer data, GError **error);

/* The slug of a message: its words (letters, numbers, underscores of any script) in lower case, joined by "_". More
 * than
 * @truncate_length characters (0: 40) are cut there and back to the last "_", which stays as a mark: Alembic's rule.
 * "add a column!! Foo" -> "add_a_column_foo". @message: UTF-8, or NULL for "". */
char *lb_slug (const char *message, gsize truncate_length);

#endif
