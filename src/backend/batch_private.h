/* What the files of batch mode share. */
#ifndef LB_BACKEND_BATCH_PRIVATE_H
#define LB_BACKEND_BATCH_PRIVATE_H

#include "batch.h"
#include "util/error.h"

/* ---- batch_apply.c: one operation of the script, done to the table in memory */

gboolean lb_batch_apply (LbBatchRun *run, const LbOperation *operation, GError **error);

/* ---- batch_column.c */

gboolean lb_batch_add_column (LbBatchRun *run, const LbOperation *operation, GError **error);
gboolean lb_batch_drop_column (LbBatchRun *run, const LbOperation *operation, GError **error);
gboolean lb_batch_alter_column (LbBatchRun *run, const LbOperation *operation, GError **error);
gboolean lb_batch_create_index (LbBatchRun *run, const LbOperation *operation, GError **error);

LbBatchColumn *lb_batch_column_new (const char *key, const char *source, LbColumn *column);
void lb_batch_column_free (LbBatchColumn *column);

/* The name that the column of this key has now; the key itself if there is none. */
const char *lb_batch_name_now (const LbBatchRun *run, const char *key);

/* ---- batch_constraint.c */

gboolean lb_batch_create_constraint (LbBatchRun *run, const LbOperation *operation, GError **error);
gboolean lb_batch_drop_constraint (LbBatchRun *run, const LbOperation *operation, GError **error);

/* Add a copy; one of its name, or the primary key, makes room. */
void lb_batch_put_constraint (LbBatchRun *run, const LbConstraint *constraint);
/* FALSE if there is none. */
gboolean lb_batch_remove_constraint (LbBatchRun *run, const char *name);

/* Let go what stands on dropped columns alone; refuse what names others too and would be lost. */
gboolean lb_batch_settle_constraints (LbBatchRun *run, GError **error);
gboolean lb_batch_settle_indexes (LbBatchRun *run, GError **error);

/* ---- batch_names.c */

/* Names for constraints that have none, by the batch's naming_convention. */
void lb_batch_name_constraints (const LbBatch *batch, const LbTable *table, GPtrArray *constraints);

/* ---- batch_order.c */

/* A column is added, or moved: where it wants to stand. */
gboolean lb_batch_wish (LbBatchRun *run, const char *key, const char *before, const char *after, GError **error);

/* Put the columns into their order. LB_ERROR_SCRIPT for wishes that go in a circle. */
gboolean lb_batch_sort (LbBatchRun *run, GError **error);

/* ---- batch_type.c */

/* Whether the two types keep values of different kinds, in SQLAlchemy's view (its type affinity). */
gboolean lb_batch_kind_differs (const LbType *a, const LbType *b);

#endif
