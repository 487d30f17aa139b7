#include "arena.h"

#include <string.h>

#define ALIGNMENT  (sizeof (gpointer) * 2)
#define BLOCK_SIZE 4096

typedef struct {
  gpointer data;
  GDestroyNotify destroy;
} Adopted;

struct LbArena {
  GPtrArray *blocks;
  char *at; /* free part of the newest shared block */
  gsize left;
  gsize used;
  GArray *adopted;
};

LbArena *
lb_arena_new (void)
{
  LbArena *arena = g_new0 (LbArena, 1);

  arena->blocks = g_ptr_array_new_with_free_func (g_free);
  arena->adopted = g_array_new (FALSE, FALSE, sizeof (Adopted));
  return arena;
}

void
lb_arena_free (LbArena *arena)
{
  if (!arena)
    return;
  for (guint i = arena->adopted->len; i-- > 0;) {
    Adopted *adopted = &g_array_index (arena->adopted, Adopted, i);

    adopted->destroy (adopted->data);
  }
  g_array_free (arena->adopted, TRUE);
  g_ptr_array_free (arena->blocks, TRUE);
  g_free (arena);
}

gpointer
lb_arena_alloc (LbArena *arena, gsize size)
{
  gpointer data;

  size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  arena->used += size;
  if (size > BLOCK_SIZE / 4) { /* large things get a block of their own and leave the shared one as it is */
    data = g_malloc0 (size);
    g_ptr_array_add (arena->blocks, data);
    return data;
  }
  if (size > arena->left) {
    arena->at = g_malloc0 (BLOCK_SIZE);
    arena->left = BLOCK_SIZE;
    g_ptr_array_add (arena->blocks, arena->at);
  }
  data = arena->at;
  arena->at += size;
  arena->left -= size;
  return data;
}

const char *
lb_arena_string (LbArena *arena, const char *text, gsize length)
{
  char *copy = lb_arena_alloc (arena, length + 1);

  if (length)
    memcpy (copy, text, length);
  return copy;
}

gpointer
lb_arena_adopt (LbArena *arena, gpointer data, GDestroyNotify destroy)
{
  Adopted adopted = { data, destroy };

  g_array_append_val (arena->adopted, adopted);
  return data;
}

gsize
lb_arena_used (const LbArena *arena)
{
  return arena->used;
}
