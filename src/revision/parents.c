#include "parents.h"
#include "private.h"

#include "util/error.h"

static gboolean
check_once (const LbGraph *graph, const GPtrArray *parents, GError **error)
{
  g_autofree LbMarks *seen = lb_marks_new (graph);

  for (guint i = 0; i < parents->len; i++) {
    const LbRevision *parent = parents->pdata[i];

    if (seen[parent->index]) {
      g_set_error (error, LB_ERROR, LB_ERROR_TARGET, "Duplicate head revisions specified");
      if (error)
        lb_error_set_hint (*error, "'%s' is named more than once.", parent->id);
      return FALSE;
    }
    seen[parent->index] = 1;
  }
  return TRUE;
}

GPtrArray *
lb_resolve_parents (const LbGraph *graph, const char *const *heads_typed, gboolean splice, GError **error)
{
  static const char *const head[] = { "head", NULL };
  const char *const *typed = heads_typed && *heads_typed ? heads_typed : head;
  g_autoptr (GPtrArray) parents = g_ptr_array_new ();
  GError *local = NULL;

  for (; *typed; typed++)
    if (!lb_find_all (graph, *typed, FALSE, parents, &local)) {
      if (g_error_matches (local, LB_ERROR, LB_ERROR_MULTIPLE_HEADS))
        lb_error_reword (local,
                         "Multiple heads are present; please specify the head revision on which the new revision "
                         "should be based, or perform a merge.");
      g_propagate_error (error, local);
      return NULL;
    }
  if (!check_once (graph, parents, error))
    return NULL;
  for (guint i = 0; !splice && i < parents->len; i++) {
    const LbRevision *parent = parents->pdata[i];

    if (!lb_revision_is_head (parent)) {
      g_set_error (
          error, LB_ERROR, LB_ERROR_TARGET,
          "Revision %s is not a head revision; please specify --splice to create a new branch from this revision",
          parent->id);
      return NULL;
    }
  }
  return g_steal_pointer (&parents);
}

GPtrArray *
lb_resolve_depends (const LbGraph *graph, const char *const *typed, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *base = NULL;

  for (; typed && *typed; typed++) {
    const LbRevision *revision;

    if (!lb_find_one (graph, *typed, &revision, error))
      return NULL;
    if (revision)
      g_ptr_array_add (names, g_strdup (g_strv_contains (revision->labels, *typed) ? *typed : revision->id));
    else if (!base)
      base = *typed;
  }
  if (base) {
    g_set_error (error, LB_ERROR, LB_ERROR_TARGET, "'%s' is no revision that another one could depend on", base);
    if (error)
      lb_error_set_hint (*error, "Give --depends-on a revision or a branch label.");
    return NULL;
  }
  return g_steal_pointer (&names);
}
