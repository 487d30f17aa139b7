/* Memory for what lives as long as its graph: arrays and structs, given back all at once. */
#ifndef LB_REVISION_POOL_H
#define LB_REVISION_POOL_H

#include <glib.h>

typedef struct {
  GPtrArray *blocks;
  char *next; /* free part of the last block */
  gsize left;
} LbPool;

void lb_pool_init (LbPool *pool);
void lb_pool_release (LbPool *pool);

/* @size zeroed bytes, aligned for pointers. */
gpointer lb_pool_alloc (LbPool *pool, gsize size);

#endif
