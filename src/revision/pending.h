/* For sort.c: which of the places where a walk goes on is the first that must go before a given revision. */
#ifndef LB_REVISION_PENDING_H
#define LB_REVISION_PENDING_H

#include "private.h"

#define LB_NO_PLACE G_MAXUINT

/* A place is an entry of Alembic's list of current heads: it keeps its number while its head moves down, new ones are
 * numbered on. The first in the list is therefore always the one with the lowest number. */
typedef struct {
  guint *since; /* by place: time of its last change that was more than a move to the only parent of its head */
  guint now;
} LbPlaces;

typedef struct LbPending LbPending;

/* @part: by index: 0 not part of it, 1 to be listed, 2 between those that are
 * @heads: where the walk begins */
LbPending *lb_pending_new (const LbGraph *graph, const guint8 *part, const GPtrArray *heads);
void lb_pending_free (LbPending *pending);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbPending, lb_pending_free)

/* Whether something that is to be listed, and is not yet, needs @revision. */
gboolean lb_pending_waits (const LbPending *pending, guint revision);
/* The head of @place is now @revision. */
void lb_pending_place (LbPending *pending, guint revision, guint place);
/* @revision is listed. */
void lb_pending_done (LbPending *pending, guint revision);
/* How many of its parents take part. */
guint lb_pending_n_parents (const LbPending *pending, guint revision);
/* The lowest place whose head needs @revision, which must be waiting. */
guint lb_pending_first (LbPending *pending, guint revision, const LbPlaces *places);

#endif
