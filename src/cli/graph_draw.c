#include "graph_draw.h"
#include "list.h"
#include "output.h"

#include <string.h>

enum {
  NO_LANE = G_MAXUINT,
  GAP_LIMIT = 4 /* holes between lanes that are borne before lanes move together */
};

/* What a cell of a row shows. A row is lanes, each a glyph and the dash or blank behind it. */
typedef enum {
  CELL_BLANK,
  CELL_NODE,
  CELL_PASS,      /* a lane that has nothing to do with this row */
  CELL_LINE,      /* horizontal */
  CELL_FORK_LEFT, /* left end, lane goes on above and below */
  CELL_FORK_RIGHT,
  CELL_CROSS,      /* linked in the middle, lane goes on */
  CELL_DOWN_LEFT,  /* left end, lane starts here and goes down */
  CELL_DOWN_RIGHT, /* right end, the same */
  CELL_DOWN,       /* the same in the middle */
  CELL_UP_LEFT,    /* left end, lane from above ends here */
  CELL_UP_RIGHT,
  CELL_UP,
  CELL_ELSEWHERE, /* a parent that is not shown */
  N_CELLS
} Cell;

static const char *const glyphs[2][N_CELLS] = {
  { " ", "*", "│", "─", "├", "┤", "┼", "╭", "╮", "┬", "╰", "╯", "┴", "~" },
  { " ", "*", "|", "-", "|", "|", "+", ".", ".", ".", "`", "'", "'", "~" },
};

/* Where a link row touches a lane. */
enum { TOUCH = 1, ABOVE = 2, BELOW = 4 };

typedef struct {
  GString *text;
  const LbGraphStyle *style;
  GArray *lanes;   /* const LbRevision *: what the lane waits for; NULL: a hole */
  guint *lane_of;  /* revision index -> lane that waits for it */
  guint8 *shown;   /* revision index -> whether it is drawn at all */
  GArray *touches; /* guint8: flags of the link row being made */
  guint ended;     /* the lane that ended with the last row, or NO_LANE */
} Drawing;

static const LbRevision *
lane (const Drawing *drawing, guint i)
{
  return g_array_index (drawing->lanes, const LbRevision *, i);
}

static void
set_lane (Drawing *drawing, guint i, const LbRevision *revision)
{
  g_array_index (drawing->lanes, const LbRevision *, i) = revision;
  if (revision)
    drawing->lane_of[revision->index] = i;
}

/* Take the holes at the right end away. */
static void
trim_lanes (Drawing *drawing)
{
  while (drawing->lanes->len && !lane (drawing, drawing->lanes->len - 1))
    g_array_set_size (drawing->lanes, drawing->lanes->len - 1);
}

/* A free lane at or behind @from, new if there is no hole. */
static guint
free_lane (Drawing *drawing, guint from)
{
  const LbRevision *none = NULL;

  for (guint i = from; i < drawing->lanes->len; i++)
    if (!lane (drawing, i))
      return i;
  g_array_append_val (drawing->lanes, none);
  return drawing->lanes->len - 1;
}

/* ---- rows ---- */

static void
append_cell (Drawing *drawing, guint column, Cell cell)
{
  static const char *const colors[] = { "\033[31m", "\033[32m", "\033[34m", "\033[35m", "\033[36m", "\033[91m" };
  const char *glyph = glyphs[drawing->style->ascii ? 1 : 0][cell];

  if (drawing->style->color && cell != CELL_BLANK && cell != CELL_NODE)
    g_string_append_printf (drawing->text, "%s%s\033[0m", colors[column % G_N_ELEMENTS (colors)], glyph);
  else if (drawing->style->color && cell == CELL_NODE)
    g_string_append_printf (drawing->text, "\033[1m%s\033[0m", glyph);
  else
    g_string_append (drawing->text, glyph);
}

/* End the row: no blanks at its end. */
static void
end_row (Drawing *drawing, gsize start)
{
  GString *text = drawing->text;

  while (text->len > start && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}

/* How many lanes fit into the width, some of which the text beside the node needs. */
static guint
visible_lanes (const Drawing *drawing)
{
  guint n = drawing->lanes->len;

  if (!drawing->style->width)
    return n;
  return MIN (n, MAX (drawing->style->width / 4, 1));
}

/* Append the label, cut to what is left of the width. Escape sequences take no columns. */
static void
append_label (Drawing *drawing, const LbRevision *revision, guint used)
{
  const LbGraphStyle *style = drawing->style;
  g_autoptr (GString) label = g_string_new (NULL);
  guint room = style->width > used ? style->width - used : 0;
  guint columns = 0;
  const char *at;

  style->label (label, revision, style->color, style->label_data);
  if (!style->width) {
    g_string_append_len (drawing->text, label->str, (gssize) label->len);
    return;
  }
  for (at = label->str; *at;) {
    const char *next = lb_text_next (at);

    if (*at == '\033') {
      next = at + strcspn (at, "m");
      next += *next == 'm';
    } else {
      columns += lb_text_columns (at, next - at);
    }
    if (columns > room)
      break;
    at = next;
  }
  g_string_append_len (drawing->text, label->str, at - label->str);
  if (*at && style->color)
    g_string_append (drawing->text, "\033[0m");
}

static void
append_node_row (Drawing *drawing, const LbRevision *revision, guint column)
{
  gsize start = drawing->text->len;
  guint visible = visible_lanes (drawing);

  for (guint i = 0; i < visible; i++) {
    append_cell (drawing, i, i == column ? CELL_NODE : lane (drawing, i) ? CELL_PASS : CELL_BLANK);
    g_string_append_c (drawing->text, ' ');
  }
  if (column >= visible) /* too far to the right to show */
    g_string_append (drawing->text, "* ");
  append_label (drawing, revision, 2 * (visible + (column >= visible)));
  end_row (drawing, start);
}

/* A row that only carries the lanes on, with "~" in @elsewhere (or NO_LANE). */
static void
append_pass_row (Drawing *drawing, guint elsewhere)
{
  gsize start = drawing->text->len;
  guint visible = visible_lanes (drawing);

  for (guint i = 0; i < visible; i++) {
    append_cell (drawing, i, i == elsewhere ? CELL_ELSEWHERE : lane (drawing, i) ? CELL_PASS : CELL_BLANK);
    g_string_append_c (drawing->text, ' ');
  }
  end_row (drawing, start);
}

static Cell
link_cell (guint8 touch, gboolean is_left, gboolean is_right)
{
  switch (touch & (ABOVE | BELOW)) {
    case ABOVE | BELOW:
      return is_left ? CELL_FORK_LEFT : is_right ? CELL_FORK_RIGHT : CELL_CROSS;
    case BELOW:
      return is_left ? CELL_DOWN_LEFT : is_right ? CELL_DOWN_RIGHT : CELL_DOWN;
    default:
      return is_left ? CELL_UP_LEFT : is_right ? CELL_UP_RIGHT : CELL_UP;
  }
}

/* The row that joins the touched lanes by one horizontal line. @touches tells which, and whether they go on above and
 * below; all others pass over the line. */
static void
append_link_row (Drawing *drawing)
{
  const guint8 *touches = (const guint8 *) drawing->touches->data;
  guint left = 0;
  guint right = drawing->touches->len - 1;
  gsize start = drawing->text->len;
  guint visible = visible_lanes (drawing);

  while (!touches[left])
    left++;
  while (!touches[right])
    right--;
  for (guint i = 0; i < visible; i++) {
    gboolean inside = i > left && i < right;
    Cell cell = lane (drawing, i) ? CELL_PASS : inside ? CELL_LINE : CELL_BLANK;

    if (touches[i])
      cell = link_cell (touches[i], i == left, i == right);
    append_cell (drawing, i, cell);
    append_cell (drawing, right, i >= left && i < right ? CELL_LINE : CELL_BLANK);
  }
  end_row (drawing, start);
}

/* ---- the graph ---- */

static void
touch (Drawing *drawing, guint column, guint8 flags)
{
  if (column >= drawing->touches->len)
    g_array_set_size (drawing->touches, column + 1);
  g_array_index (drawing->touches, guint8, column) |= TOUCH | flags;
}

/* The parents of @revision that are drawn, without those named twice. */
static GPtrArray *
shown_parents (const Drawing *drawing, const LbRevision *revision)
{
  GPtrArray *parents = g_ptr_array_new ();

  for (guint i = 0; i < revision->down.n; i++) {
    gpointer parent = lb_unconst (revision->down.items[i]);

    if (drawing->shown[revision->down.items[i]->index] && !g_ptr_array_find (parents, parent, NULL))
      g_ptr_array_add (parents, parent);
  }
  return parents;
}

/* The lane of the first parent: the node's own, unless it waits elsewhere already; then the left one of the two stays.
 */
static void
link_first (Drawing *drawing, const LbRevision *parent, guint column)
{
  guint other = drawing->lane_of[parent->index];

  if (other == NO_LANE) {
    set_lane (drawing, column, parent);
    touch (drawing, column, ABOVE | BELOW);
  } else if (other < column) {
    set_lane (drawing, column, NULL);
    touch (drawing, column, ABOVE);
    touch (drawing, other, ABOVE | BELOW);
  } else {
    set_lane (drawing, other, NULL);
    set_lane (drawing, column, parent);
    touch (drawing, column, ABOVE | BELOW);
    touch (drawing, other, ABOVE);
  }
}

static void
link_further (Drawing *drawing, const LbRevision *parent, guint column)
{
  guint other = drawing->lane_of[parent->index];

  if (other != NO_LANE) {
    touch (drawing, other, ABOVE | BELOW);
    return;
  }
  other = free_lane (drawing, column + 1);
  set_lane (drawing, other, parent);
  touch (drawing, other, BELOW);
}

/* From the node in @column to its parents: lanes for those that have none, and the row that shows it, if any. */
static void
link_parents (Drawing *drawing, const LbRevision *revision, guint column)
{
  g_autoptr (GPtrArray) parents = shown_parents (drawing, revision);
  guint n_touched = 0;

  drawing->ended = NO_LANE;
  if (!parents->len) {
    set_lane (drawing, column, NULL);
    if (revision->down.n)
      append_pass_row (drawing, column);
    else
      drawing->ended = column;
    trim_lanes (drawing);
    return;
  }
  g_array_set_size (drawing->touches, 0);
  g_array_set_size (drawing->touches, drawing->lanes->len);
  link_first (drawing, parents->pdata[0], column);
  for (guint i = 1; i < parents->len; i++)
    link_further (drawing, parents->pdata[i], column);
  g_array_set_size (drawing->touches, drawing->lanes->len);
  for (guint i = 0; i < drawing->touches->len; i++)
    n_touched += g_array_index (drawing->touches, guint8, i) != 0;
  if (n_touched > 1)
    append_link_row (drawing);
  trim_lanes (drawing);
}

/* When holes have become many, the last lane moves into the first of them. */
static void
close_gap (Drawing *drawing)
{
  guint holes = 0;
  guint first = NO_LANE;
  guint last = drawing->lanes->len - 1;

  for (guint i = 0; i < drawing->lanes->len; i++)
    if (!lane (drawing, i)) {
      holes++;
      first = MIN (first, i);
    }
  if (holes <= GAP_LIMIT)
    return;
  g_array_set_size (drawing->touches, 0);
  g_array_set_size (drawing->touches, drawing->lanes->len);
  touch (drawing, first, BELOW);
  touch (drawing, last, ABOVE);
  append_link_row (drawing);
  set_lane (drawing, first, lane (drawing, last));
  set_lane (drawing, last, NULL);
  drawing->ended = NO_LANE;
  trim_lanes (drawing);
}

/* The lane of @revision: the one that waits for it, or for a head a new one. A head right under the end of another line
 * would look like its parent: an empty row goes between. */
static guint
place_node (Drawing *drawing, const LbRevision *revision)
{
  guint column = drawing->lane_of[revision->index];

  if (column != NO_LANE)
    return column;
  column = free_lane (drawing, 0);
  if (column == drawing->ended)
    append_pass_row (drawing, NO_LANE);
  set_lane (drawing, column, revision);
  return column;
}

void
lb_graph_draw (GString *text, const GPtrArray *revisions, guint n_graph, const LbGraphStyle *style)
{
  g_autoptr (GArray) lanes = g_array_new (FALSE, TRUE, sizeof (const LbRevision *));
  g_autoptr (GArray) touches = g_array_new (FALSE, TRUE, sizeof (guint8));
  g_autofree guint *lane_of = g_new (guint, n_graph);
  g_autofree guint8 *shown = g_new0 (guint8, n_graph);
  Drawing drawing = { text, style, lanes, lane_of, shown, touches, NO_LANE };

  for (guint i = 0; i < n_graph; i++)
    lane_of[i] = NO_LANE;
  for (guint i = 0; i < revisions->len; i++)
    shown[((const LbRevision *) revisions->pdata[i])->index] = 1;
  for (guint i = 0; i < revisions->len; i++) {
    const LbRevision *revision = revisions->pdata[i];
    guint column = place_node (&drawing, revision);

    append_node_row (&drawing, revision, column);
    shown[revision->index] = 0; /* no line goes upwards */
    link_parents (&drawing, revision, column);
    if (drawing.lanes->len)
      close_gap (&drawing);
  }
}
