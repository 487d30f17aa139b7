#include "private.h"

#include <string.h>

/* Every script is read twice: when the plan is checked and when its step runs. What was read first is kept for the
 * second time, up to a limit, so that a long chain of small files is read once and memory does not grow with the size
 * of the files. */
enum {
  KEEP_BYTES = 1 << 20,
  BYTES_OF_STATEMENT = 128 /* besides its text */
};

typedef struct {
  LbBody *body;
  GArray *units;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_clear_pointer (&kept->body, lb_body_free);
  g_clear_pointer (&kept->units, g_array_unref);
  g_free (kept);
}

static gsize
size_of (const LbBody *body)
{
  gsize bytes = 0;

  for (guint i = 0; i < body->sections->len; i++) {
    const LbSection *section = g_ptr_array_index (body->sections, i);

    for (guint j = 0; j < section->statements->len; j++)
      bytes += strlen (((LbStatement *) g_ptr_array_index (section->statements, j))->text) + BYTES_OF_STATEMENT;
  }
  return bytes;
}

void
lb_engine_keep_step (LbEngine *engine, const LbStep *step, LbBody *body, GArray *units)
{
  Kept *kept = g_new (Kept, 1);

  *kept = (Kept){ .body = body, .units = units };
  engine->kept_bytes += size_of (body);
  if (engine->kept_bytes > KEEP_BYTES) {
    kept_free (kept);
    return;
  }
  if (!engine->kept)
    engine->kept = g_hash_table_new_full (NULL, NULL, NULL, kept_free);
  g_hash_table_insert (engine->kept, (gpointer) step, kept);
}

void
lb_engine_forget_steps (LbEngine *engine)
{
  g_clear_pointer (&engine->kept, g_hash_table_unref);
  engine->kept_bytes = 0;
}

LbBody *
lb_engine_read_step (LbEngine *engine, const LbStep *step, GArray **ret_units, GError **error)
{
  Kept *kept = engine->kept ? g_hash_table_lookup (engine->kept, step) : NULL;
  g_autoptr (LbBody) body = NULL;

  if (kept) {
    body = g_steal_pointer (&kept->body);
    *ret_units = g_steal_pointer (&kept->units);
    g_hash_table_remove (engine->kept, step);
    return g_steal_pointer (&body);
  }
  body = lb_host_body (engine->options.scripts, step->revision, step->kind, engine->dialect, error);
  if (!body)
    return NULL;
  *ret_units = lb_units_of (body, engine->dialect, lb_engine_server_version (engine), error);
  return *ret_units ? g_steal_pointer (&body) : NULL;
}
