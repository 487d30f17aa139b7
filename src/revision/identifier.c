/* Identifiers: names, partial names, symbols, and branches before an @. */
#include "private.h"

#include "util/error.h"

#include <string.h>

enum {
  SHORTEST_STORED = 4, /* characters: shorter ids and labels are not found by a part of them */
  MOST_CANDIDATES = 3
};

/* ---- a name */

/* Candidates are asked in map order: ids in file order, then labels. @lineage: NULL for any. */
typedef struct {
  const char *part;
  const LbMarks *lineage;
  const LbRevision *found;
  guint n;
  GString *names;
} Search;

static void
consider (Search *search, const char *name, const LbRevision *revision)
{
  if (!g_str_has_prefix (name, search->part) || g_utf8_strlen (name, -1) < SHORTEST_STORED
      || (search->lineage && !search->lineage[revision->index]))
    return;
  if (search->n++ == 0)
    search->found = revision;
  if (search->n <= MOST_CANDIDATES)
    g_string_append_printf (search->names, "%s'%s'", search->n > 1 ? ", " : "", name);
}

static const LbRevision *
find_exact (const LbGraph *graph, const char *name)
{
  const LbRevision *revision = lb_graph_lookup (graph, name);

  return revision ? revision : lb_graph_lookup_label (graph, name);
}

static const LbRevision *
find_partial (const LbGraph *graph, const char *part, const LbMarks *lineage, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  Search search = { .part = part, .lineage = lineage, .names = names };
  g_autofree char *detail = NULL;

  for (guint i = 0; *part && i < lb_graph_size (graph); i++)
    consider (&search, NTH (graph, i)->id, NTH (graph, i));
  for (guint i = 0; *part && i < graph->labels->len; i++) {
    const char *label = g_ptr_array_index (graph->labels, i);

    consider (&search, label, lb_graph_lookup_label (graph, label));
  }
  if (search.n == 1)
    return search.found;
  if (search.n == 0) {
    detail = g_strdup_printf ("No such revision or branch '%s'%s", part,
                              g_utf8_strlen (part, -1) < SHORTEST_STORED
                                  ? "; please ensure at least four characters are present for partial revision "
                                    "identifier matches"
                                  : "");
    lb_error_unknown (graph, part, detail, error);
    return NULL;
  }
  detail = g_strdup_printf ("Multiple revisions start with '%s': %s...", part, names->str);
  g_set_error (error, LB_ERROR, LB_ERROR_AMBIGUOUS, "Can't locate revision identified by '%s'", part);
  if (error) {
    lb_error_set_detail (*error, detail);
    lb_error_set_hint (*error, "Type more characters of the revision you mean.");
  }
  return NULL;
}

const LbRevision *
lb_find_branch (const LbGraph *graph, const char *branch, GError **error)
{
  const LbRevision *revision = find_exact (graph, branch);
  GError *local = NULL;

  if (!revision)
    revision = find_partial (graph, branch, NULL, &local);
  if (local) {
    if (g_error_matches (local, LB_ERROR, LB_ERROR_UNKNOWN_REVISION)) {
      g_autofree char *detail = g_strdup_printf ("No such branch: '%s'", branch);

      lb_error_set_detail (local, detail);
    }
    g_propagate_error (error, local);
  }
  return revision;
}

static LbMarks *
lineage_of (const LbGraph *graph, const GPtrArray *revisions, LbEdges edges)
{
  LbMarks *marks = lb_marks_new (graph);
  g_autofree LbMarks *above = lb_marks_new (graph);

  lb_marks_ancestors (marks, revisions, edges);
  lb_marks_descendants (above, revisions, edges);
  for (guint i = 0; i < lb_graph_size (graph); i++)
    marks[i] |= above[i];
  return marks;
}

static gboolean
check_member (const LbRevision *revision, const char *typed, const char *branch, const LbMarks *lineage, GError **error)
{
  g_autofree char *detail = NULL;

  if (lineage[revision->index])
    return TRUE;
  detail = g_strdup_printf ("Revision %s is not a member of branch '%s'", revision->id, branch);
  g_set_error (error, LB_ERROR, LB_ERROR_UNKNOWN_REVISION, "Can't locate revision identified by '%s'", typed);
  if (error)
    lb_error_set_detail (*error, detail);
  return FALSE;
}

/* @name in the lineage of @branch; either may be NULL. NULL without @error: the base. */
static gboolean
find_in_branch (const LbGraph *graph, const char *name, const char *branch, const LbRevision **ret, GError **error)
{
  g_autofree LbMarks *lineage = NULL;
  const LbRevision *revision;

  *ret = NULL;
  if (branch) {
    const LbRevision *tip = lb_find_branch (graph, branch, error);
    g_autoptr (GPtrArray) tips = g_ptr_array_new ();

    if (!tip)
      return FALSE;
    g_ptr_array_add (tips, lb_unconst (tip));
    lineage = lineage_of (graph, tips, LB_EDGES_VERSIONED);
  }
  if (!name)
    return TRUE;
  revision = find_exact (graph, name);
  if (!revision)
    revision = find_partial (graph, name, lineage, error);
  if (!revision)
    return FALSE;
  if (lineage && !check_member (revision, name, branch, lineage, error))
    return FALSE;
  *ret = revision;
  return TRUE;
}

/* ---- symbols */

/* An identifier taken apart: a name, or the revisions that a symbol stands for. */
typedef struct {
  char *branch;         /* or NULL */
  const char *name;     /* NULL: a symbol */
  GPtrArray *revisions; /* of the symbol; empty for "base" */
} Parts;

static void
parts_release (Parts *parts)
{
  g_clear_pointer (&parts->branch, g_free);
  g_clear_pointer (&parts->revisions, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_release)

static GPtrArray *
from_list (const LbRevisionList *list)
{
  GPtrArray *array = g_ptr_array_sized_new (list->n);

  for (guint i = 0; i < list->n; i++)
    g_ptr_array_add (array, lb_unconst (list->items[i]));
  return array;
}

static gboolean
take_apart (const LbGraph *graph, const char *typed, Parts *ret, GError **error)
{
  const char *at = strchr (typed, '@');
  const char *name = at ? at + 1 : typed;
  gboolean one = g_str_equal (name, "head");

  if (at)
    ret->branch = g_strndup (typed, (gsize) (at - typed));
  if (ret->branch && !*ret->branch) /* "@head": no branch, as Alembic has it */
    g_clear_pointer (&ret->branch, g_free);
  if (g_str_equal (name, "base")) {
    ret->revisions = g_ptr_array_new ();
  } else if (one || g_str_equal (name, "heads")) {
    gboolean real = !one && !ret->branch;

    ret->revisions = from_list (real ? &graph->real_heads : &graph->heads);
    if (ret->branch) {
      GPtrArray *filtered = lb_filter_lineage (graph, ret->revisions, ret->branch, LB_EDGES_VERSIONED, error);

      if (!filtered)
        return FALSE;
      g_ptr_array_unref (ret->revisions);
      ret->revisions = filtered;
    }
    if (one && ret->revisions->len > 1) {
      g_autofree char *argument = ret->branch ? g_strconcat (ret->branch, "@head", NULL) : g_strdup ("head");

      lb_error_multiple_heads (ret->revisions, argument, error);
      return FALSE;
    }
  } else {
    ret->name = name;
  }
  return TRUE;
}

/* ---- lineage */

GPtrArray *
lb_filter_lineage (const LbGraph *graph, const GPtrArray *revisions, const char *typed, LbEdges edges, GError **error)
{
  g_auto (Parts)
    parts = { 0 };
  g_autoptr (GPtrArray) against = g_ptr_array_new ();
  g_autoptr (GPtrArray) shared = g_ptr_array_new ();
  g_autofree LbMarks *lineage = NULL;
  const LbRevision *revision;

  if (!take_apart (graph, typed, &parts, error))
    return NULL;
  if (!revisions->len)
    return g_steal_pointer (&shared);
  if (parts.branch) {
    if (!find_in_branch (graph, parts.branch, NULL, &revision, error))
      return NULL;
    g_ptr_array_add (against, lb_unconst (revision));
  }
  if (parts.name) {
    if (!find_in_branch (graph, parts.name, NULL, &revision, error))
      return NULL;
    g_ptr_array_add (against, lb_unconst (revision));
  }
  for (guint i = 0; parts.revisions && i < parts.revisions->len; i++)
    g_ptr_array_add (against, parts.revisions->pdata[i]);
  if (against->len)
    lineage = lineage_of (graph, against, edges);
  for (guint i = 0; i < revisions->len; i++) {
    revision = revisions->pdata[i];
    if (!lineage || lineage[revision->index]) /* against nothing, as with "base", everything counts */
      g_ptr_array_add (shared, lb_unconst (revision));
  }
  return g_steal_pointer (&shared);
}

/* ---- one and all */

/* "-2", or "branch@-2": so many down from each real head. */
static gboolean
is_down_from_heads (const char *name, guint *ret_n)
{
  const char *digits = name + 1;

  if (*name != '-' || !*digits || strspn (digits, "0123456789") != strlen (digits))
    return FALSE;
  *ret_n = (guint) MIN (g_ascii_strtoull (digits, NULL, 10), G_MAXINT);
  return *ret_n > 0;
}

static gboolean
find_down_from_heads (const LbGraph *graph, const Parts *parts, guint n, gboolean clamp, GPtrArray *into,
                      GError **error)
{
  gboolean at_base = FALSE;

  for (guint i = 0; i < graph->real_heads.n; i++) {
    const LbRevision *head = graph->real_heads.items[i];
    const LbRevision *found;
    gboolean over;

    if (parts->branch && !g_strv_contains (head->labels, parts->branch))
      continue;
    if (!lb_walk_down (head, n, &found, &over, error))
      return FALSE;
    if (found)
      g_ptr_array_add (into, lb_unconst (found));
    else
      at_base = TRUE;
  }
  if (at_base && !clamp) { /* the base is no revision to show, or to stand on */
    lb_error_relative (parts->name, n, error);
    return FALSE;
  }
  return TRUE;
}

/* The symbol's revisions must be of the branch by its own lookup too: "base@heads" names no branch. */
static gboolean
check_symbol (const LbGraph *graph, const Parts *parts, GError **error)
{
  g_autoptr (GPtrArray) tips = NULL;
  g_autofree LbMarks *lineage = NULL;
  const LbRevision *tip;

  if (!parts->branch || !parts->revisions->len)
    return TRUE;
  tip = lb_find_branch (graph, parts->branch, error);
  if (!tip)
    return FALSE;
  tips = g_ptr_array_new ();
  g_ptr_array_add (tips, lb_unconst (tip));
  lineage = lineage_of (graph, tips, LB_EDGES_VERSIONED);
  for (guint i = 0; i < parts->revisions->len; i++) {
    const LbRevision *revision = parts->revisions->pdata[i];

    if (!check_member (revision, revision->id, parts->branch, lineage, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
lb_find_all (const LbGraph *graph, const char *typed, gboolean clamp, GPtrArray *into, GError **error)
{
  g_auto (Parts)
    parts = { 0 };
  const LbRevision *revision;
  guint n;

  if (!take_apart (graph, typed, &parts, error))
    return FALSE;
  if (!parts.name) {
    if (!check_symbol (graph, &parts, error))
      return FALSE;
    g_ptr_array_extend (into, parts.revisions, NULL, NULL);
    return TRUE;
  }
  if (is_down_from_heads (parts.name, &n))
    return find_down_from_heads (graph, &parts, n, clamp, into, error);
  if (!find_in_branch (graph, parts.name, parts.branch, &revision, error))
    return FALSE;
  g_ptr_array_add (into, lb_unconst (revision));
  return TRUE;
}

gboolean
lb_find_one (const LbGraph *graph, const char *typed, const LbRevision **ret, GError **error)
{
  g_auto (Parts)
    parts = { 0 };

  *ret = NULL;
  if (!take_apart (graph, typed, &parts, error))
    return FALSE;
  if (parts.name || !parts.revisions->len)
    return find_in_branch (graph, parts.name, parts.branch, ret, error);
  if (parts.revisions->len > 1) {
    lb_error_multiple_heads (parts.revisions, typed, error);
    return FALSE;
  }
  if (!check_symbol (graph, &parts, error))
    return FALSE;
  *ret = parts.revisions->pdata[0];
  return TRUE;
}
