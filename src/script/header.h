/* What a revision file says about itself, read without running it.
 *
 * A Python revision assigns module variables (header_python.c); a SQL revision carries a header, which is
 *
 *   -- add user preferences              the description: every comment line before the first key line
 *   --
 *   -- A longer explanation, if wanted.
 *   --
 *   -- revision: 8f2c1a9b7d3e            key lines: `-- KEY: VALUE`, KEY in any case, each at most once
 *   -- down_revision: 0607bc5b8535
 *   -- branch_labels: billing, invoices
 *   -- depends_on: ae10
 *   -- create_date: 2026-11-21 10:00:00+00:00
 *
 *   -- limbeck:upgrade
 *
 * in detail:
 * - It is made of the lines at the top that are empty or start with `--`. It ends at the first line that is neither, at
 * the first `-- limbeck:` line, and at the first empty line behind a key line. Line ends are LF or CRLF, a BOM is
 * skipped.
 * - `revision` and `down_revision` are required. `down_revision` empty, `none` or `base` makes a first revision; `none`
 * or nothing is allowed for branch_labels and depends_on too. down_revision, branch_labels and depends_on are lists
 *   separated by commas; a comma may end a list. Identifiers stand as they are, without quotes.
 * - Other lines among the keys are comments. A key that is nearly a known one is an error that names the known one; in
 * the description only if that key is nowhere else.
 * - A file without a `revision` line and without a `-- limbeck:` line is no revision.
 */
#ifndef LB_SCRIPT_HEADER_H
#define LB_SCRIPT_HEADER_H

#include <glib.h>

typedef enum { LB_SCRIPT_SQL, LB_SCRIPT_PYTHON } LbScriptFormat;

typedef struct {
  char *id;
  char **down; /* NULL-terminated, empty for a base */
  char **depends;
  char **labels;
  char *message;     /* first paragraph of the description: as Alembic, it keeps its line breaks; "" if none */
  char *doc;         /* the whole description, stripped; NULL unless asked for */
  char *create_date; /* as written; NULL if absent, and for Python unless doc was asked for */
} LbHeader;

/* Read the header of @text. @with_doc: fill doc (show), which `history` of thousands of files need not.
 * @path: for messages; its last part is the identity of a Python file without `revision` if it is hexadecimal digits
 * and ".py" (Alembic's rule for scripts older than its 0.2).
 * NULL with LB_ERROR_SCRIPT (file, line): no revision, no down_revision, a value that is not literal, an unknown key, a
 * header that does not parse, an encoding that does not decode. */
LbHeader *lb_header_read (LbScriptFormat format, const char *path, const char *text, gsize length, gboolean with_doc,
                          GError **error);
void lb_header_free (LbHeader *header);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbHeader, lb_header_free)

/* The same for many files, with memory that is used again. */
typedef struct LbHeaderReader LbHeaderReader;

typedef struct {
  LbScriptFormat format;
  const char *path; /* as for lb_header_read */
  const char *text;
  gsize length;
  gboolean partial;  /* the file goes on behind @text */
  gboolean with_doc; /* as for lb_header_read */
} LbHeaderSource;

typedef enum {
  LB_HEADER_FAILED,   /* error is set */
  LB_HEADER_REVISION, /* a header was read */
  LB_HEADER_OTHER,    /* a SQL file that is no revision */
  LB_HEADER_MORE      /* the source is partial, and what it has does not decide: call again with more */
} LbHeaderResult;

LbHeaderReader *lb_header_reader_new (void);
void lb_header_reader_free (LbHeaderReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbHeaderReader, lb_header_reader_free)

/* Read one header. @ret_header is set for LB_HEADER_REVISION only, belongs to @reader and is good until its next use.
 * Errors as of lb_header_read, but for the SQL file that is no revision. */
LbHeaderResult lb_header_reader_read (LbHeaderReader *reader, const LbHeaderSource *source, const LbHeader **ret_header,
                                      GError **error);

#endif
