/* Memory that is given back all at once.
 *
 * Things that die together (the graph of revisions; a template, what it is parsed into and what its expressions come
 * to) are taken from one arena, and nobody in between has to free anything.
 */
#ifndef LB_UTIL_ARENA_H
#define LB_UTIL_ARENA_H

#include <glib.h>

typedef struct LbArena LbArena;

LbArena *lb_arena_new (void);
void lb_arena_free (LbArena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbArena, lb_arena_free)

/* @size zeroed bytes, aligned for any type; live until the arena is freed. */
gpointer lb_arena_alloc (LbArena *arena, gsize size);

/* A NUL-terminated copy of @length bytes of @text. */
const char *lb_arena_string (LbArena *arena, const char *text, gsize length);

/* Hand @data over: the arena calls @destroy on it when it is freed. Returns @data. */
gpointer lb_arena_adopt (LbArena *arena, gpointer data, GDestroyNotify destroy);

/* All bytes given out so far: what a limit on a template's appetite is checked against. */
gsize lb_arena_used (const LbArena *arena);

#endif
