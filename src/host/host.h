/* What runs a script: a revision file and a direction into statements for the engine.
 *
 * SQL files are read and split here, in the process (sql.c).
 */
#ifndef LB_HOST_HOST_H
#define LB_HOST_HOST_H

#include "backend/backend.h"
#include "revision/plan.h"

/* The part of one revision file that a step runs. */
typedef struct {
  GPtrArray *statements;    /* LbStatement */
  gboolean transaction_off; /* the section says transaction=off */
  char *checksum;           /* SHA-256 in hex over the statements; see lb_body_checksum */
} LbBody;

void lb_body_free (LbBody *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbBody, lb_body_free)

/* Read the section of @path for @kind and @dialect. A file without a section for this database but with one for others
 * gives an empty body; a downgrade of a file that says `-- limbeck:irreversible REASON` is LB_ERROR_TARGET with the
 * reason; errors of the file are LB_ERROR_SCRIPT with file and line. */
LbBody *lb_sql_body (const char *path, LbStepKind kind, const LbDialect *dialect, GError **error);

/* SHA-256 (hex) over the texts of the first @n statements: what a half-applied step remembers. */
char *lb_body_checksum (const LbBody *body, guint n);

#endif
