#include "pool.h"

enum { BLOCK_SIZE = 64 * 1024 };

void
lb_pool_init (LbPool *pool)
{
  pool->blocks = g_ptr_array_new_with_free_func (g_free);
  pool->next = NULL;
  pool->left = 0;
}

void
lb_pool_release (LbPool *pool)
{
  g_clear_pointer (&pool->blocks, g_ptr_array_unref);
  pool->next = NULL;
  pool->left = 0;
}

gpointer
lb_pool_alloc (LbPool *pool, gsize size)
{
  gpointer memory;

  size = (size + sizeof (gpointer) - 1) & ~(sizeof (gpointer) - 1);
  if (size > BLOCK_SIZE / 8) { /* a block of its own, so that the rest of the last one is not lost */
    memory = g_malloc0 (size);
    g_ptr_array_add (pool->blocks, memory);
    return memory;
  }
  if (size > pool->left) {
    pool->next = g_malloc0 (BLOCK_SIZE);
    pool->left = BLOCK_SIZE;
    g_ptr_array_add (pool->blocks, pool->next);
  }
  memory = pool->next;
  pool->next += size;
  pool->left -= size;
  return memory;
}
