/* What runs a script: a revision file and a direction, into statements for the engine.
 *
 * A SQL revision is a header (script/header.h) and sections. A section starts at a marker line and ends at the next:
 *
 *   -- limbeck:upgrade [DATABASE[,DATABASE...]] [transaction=off]
 *   -- limbeck:downgrade [DATABASE[,DATABASE...]] [transaction=off]
 *   -- limbeck:irreversible REASON
 *
 * All sections of the wanted direction that name the database at hand, or none, run in the order of the file. A marker
 * counts wherever a line starts with it, also inside a string or a function body.
 */
#ifndef LB_HOST_HOST_H
#define LB_HOST_HOST_H

#include "backend/backend.h"
#include "revision/plan.h"
#include "script/directory.h"

typedef struct {
  guint line;               /* of the marker */
  gboolean transaction_off; /* its statements run one by one, outside of the step's transaction */
  GPtrArray *statements;    /* LbStatement */
} LbSection;

/* How far a checksum has come. */
typedef struct {
  GChecksum *sum; /* over the first ...; NULL: not begun */
  guint n;        /* ... statements */
} LbBodySum;

/* What one step runs. */
typedef struct {
  GPtrArray *sections; /* LbSection, in the order of the file; empty when the file has none for this database */
  guint n_statements;  /* in all sections */
  LbBodySum *summed;   /* of lb_body_checksum, which adds to it */
} LbBody;

void lb_body_free (LbBody *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbBody, lb_body_free)

/* Read what @revision has for @kind (upgrade or downgrade) on @dialect.
 *
 * NULL with @error: LB_ERROR_TARGET for the way back of a revision that says it is irreversible, with its reason;
 * LB_ERROR_SCRIPT with file and line for a file that has no section of that direction at all, an unknown marker,
 * statements outside of a section, or SQL that does not split; LB_ERROR_UNSUPPORTED for a script that is not SQL;
 * LB_ERROR_IO. */
LbBody *lb_host_body (LbScripts *scripts, const LbRevision *revision, LbStepKind kind, const LbDialect *dialect,
                      GError **error);

/* The same from the text of a SQL file; @path is for messages. */
LbBody *lb_sql_body (const char *path, const char *text, gsize length, LbStepKind kind, const LbDialect *dialect,
                     GError **error);

/* Statement @n of the body, counted through its sections. */
const LbStatement *lb_body_statement (const LbBody *body, guint n);

/* SHA-256 in hex over the first @n statements: what a half-applied step remembers of what is done. Asked for growing
 * @n, it looks at each statement once. */
char *lb_body_checksum (const LbBody *body, guint n);

#endif
