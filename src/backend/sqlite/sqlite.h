/* The parts of SQLite's dialect. */
#ifndef LB_BACKEND_SQLITE_SQLITE_H
#define LB_BACKEND_SQLITE_SQLITE_H

#include "backend/batch.h"
#include "backend/dialects.h"

/* LbDialect's compile. */
gboolean lb_sqlite_compile (const LbOperation *operation, const LbTarget *target, GPtrArray *statements,
                            GError **error);

extern const struct LbBatchHooks lb_sqlite_batch;

#endif
