/* What a revision file says about itself, read without running it.
 *
 * SQL files carry `-- key: value` lines before their first section; Python files assign module variables.
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
  char *message;     /* first paragraph of the description, joined to one line */
  char *doc;         /* the whole description, stripped; NULL unless asked for */
  char *create_date; /* as written, or NULL */
} LbHeader;

/* Read the header of @text. @with_doc: fill doc (show), which `history` of thousands of files need not.
 * NULL with LB_ERROR_SCRIPT (file, line): no revision, no down_revision, a value that is not literal, an unknown key, a
 * header that does not parse. */
LbHeader *lb_header_read (LbScriptFormat format, const char *path, const char *text, gsize length, gboolean with_doc,
                          GError **error);
void lb_header_free (LbHeader *header);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbHeader, lb_header_free)

#endif
