/* The graph of revisions: what the files on disk say, linked.
 *
 * Two kinds of edges, after Alembic: down_revision (the versioned line) and depends_on (a dependency across lines).
 * Nodes keep the order in which they were added, which is the order of files; ties are broken by it, so that
 * every listing is deterministic.
 */
#ifndef LB_REVISION_GRAPH_H
#define LB_REVISION_GRAPH_H

#include <glib.h>

typedef struct LbRevision LbRevision;

/* Lists of revisions are counted arrays that point into the graph. */
typedef struct {
  const LbRevision **items;
  guint n;
} LbRevisionList;

struct LbRevision {
  const char *id;
  const char *message; /* first paragraph of the description, one line; "" if none */
  const char *path;    /* absolute path of its file */
  guint index;         /* position in file order */
  guint rank;          /* position in an order where every revision comes after all that it needs */

  const char *const *down_ids;    /* as written; NULL-terminated; empty for a base */
  const char *const *depends_ids; /* as written: ids or labels; NULL-terminated */
  const char *const *own_labels;  /* as written; NULL-terminated */

  LbRevisionList down;           /* down_revision, in the order written, each once */
  LbRevisionList depends;        /* depends_on resolved to revisions, in the order written, each once */
  LbRevisionList normal_depends; /* depends without those that an ancestor depends on already, file order */
  LbRevisionList parents;        /* down, then normal_depends that are not in it: what must be there before this one */
  LbRevisionList children;       /* versioned children, file order */
  LbRevisionList dependents;     /* revisions whose depends_on names this one, file order */
  const char *const *labels;     /* all labels that apply, own and inherited, sorted; NULL-terminated */
};

/* What the reader of a file knows; copied by lb_graph_add. Lists may be NULL for none. */
typedef struct {
  const char *id;
  const char *message;
  const char *path;
  const char *const *down;
  const char *const *depends;
  const char *const *labels;
} LbRevisionSpec;

typedef struct LbGraph LbGraph;

LbGraph *lb_graph_new (void);
void lb_graph_free (LbGraph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbGraph, lb_graph_free)

/* Whether @id may name a revision: not empty and without any of "@-+:". FALSE with LB_ERROR_GRAPH in Alembic's words.
 */
gboolean lb_revision_check_id (const char *id, GError **error);

/* Add one revision. FALSE with LB_ERROR_GRAPH for an id with illegal characters or one that is there already (both
 * files named). Must not be called after lb_graph_link. */
gboolean lb_graph_add (LbGraph *graph, const LbRevisionSpec *spec, GError **error);

/* Link what was added. FALSE with LB_ERROR_GRAPH: missing parent, unknown depends_on, cycle, self-loop, label clash;
 * message and detail name the files, the place is the first of them. Nothing may be added afterwards; after a failure
 * the graph can only be freed. Time and memory are linear in revisions and edges. */
gboolean lb_graph_link (LbGraph *graph, GError **error);

guint lb_graph_size (const LbGraph *graph);
const LbRevision *lb_graph_nth (const LbGraph *graph, guint index);
const LbRevision *lb_graph_lookup (const LbGraph *graph, const char *id);          /* exact id only */
const LbRevision *lb_graph_lookup_label (const LbGraph *graph, const char *label); /* the revision that carries it */

/* Heads have no versioned child; real heads have no dependents either. File order. Borrowed from the graph. */
const LbRevisionList *lb_graph_heads (const LbGraph *graph);
const LbRevisionList *lb_graph_real_heads (const LbGraph *graph);
const LbRevisionList *lb_graph_bases (const LbGraph *graph);
const LbRevisionList *lb_graph_real_bases (const LbGraph *graph);

gboolean lb_revision_is_head (const LbRevision *revision);
gboolean lb_revision_is_real_head (const LbRevision *revision);
gboolean lb_revision_is_base (const LbRevision *revision);
gboolean lb_revision_is_branch_point (const LbRevision *revision);
gboolean lb_revision_is_merge_point (const LbRevision *revision);
/* As branch point, with dependents counted among the children. */
gboolean lb_revision_is_real_branch_point (const LbRevision *revision);

#endif
