/* The revision graph as text: one row per revision, newest first, lines from each to its parents.
 *
 *   * 53fffde5ad5 (shoppingcart) (head), merge ae and 27
 *   ├─╮
 *   │ * 27c6a30d7c24 (shoppingcart), add cart
 *   * │ ae1027a6acf, add order
 *   ├─╯
 *   * 1975ea83b712, create account table
 *
 * Each revision that is still to come and has a child above holds one column (a lane). Drawing costs time in proportion
 * to rows times lanes.
 */
#ifndef LB_CLI_GRAPH_DRAW_H
#define LB_CLI_GRAPH_DRAW_H

#include "revision/graph.h"

typedef struct {
  gboolean ascii; /* | - + . ' instead of line drawing characters */
  gboolean color;
  guint width; /* columns to cut rows to; 0: whole rows */
  /* Append what stands beside the node of @revision, without newline and without colours' width mattering. */
  void (*label) (GString *text, const LbRevision *revision, gboolean color, gpointer data);
  gpointer label_data;
} LbGraphStyle;

/* Draw @revisions (const LbRevision *), of which each must stand before its parents. A parent that is not among them is
 * shown as "~". @n_graph: the size of the graph they are from (no index is larger). */
void lb_graph_draw (GString *text, const GPtrArray *revisions, guint n_graph, const LbGraphStyle *style);

#endif
