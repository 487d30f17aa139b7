#include "resolve.h"
#include "private.h"

#include "util/error.h"

GPtrArray *
lb_resolve (const LbGraph *graph, const char *typed, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  if (!lb_find_all (graph, typed, FALSE, found, error))
    return NULL;
  return g_steal_pointer (&found);
}

const LbRevision *
lb_resolve_one (const LbGraph *graph, const char *typed, GError **error)
{
  const LbRevision *found;

  return lb_find_one (graph, typed, &found, error) ? found : NULL;
}

char **
lb_resolve_start (const LbGraph *graph, const char *typed, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  if (*typed && !lb_find_all (graph, typed, FALSE, found, error))
    return NULL;
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (ids, g_strdup (((const LbRevision *) found->pdata[i])->id));
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}
