#include "cli/listing.h"
#include "cli/graph_draw.h"
#include "cli/list.h"
#include "cli/revision_text.h"
#include "revision/resolve.h"

#include <string.h>

enum { LINE = LB_TEXT_PARENTS | LB_TEXT_LABELS | LB_TEXT_TREE | LB_TEXT_DOC };

/* Whether a side of the range is "current": then the database must be asked. */
static gboolean
range_needs_rows (const char *range)
{
  g_auto (GStrv)
    sides = range ? g_strsplit (range, ":", -1) : NULL;

  for (guint i = 0; sides && sides[i]; i++)
    if (strcmp (g_strstrip (sides[i]), "current") == 0)
      return TRUE;
  return FALSE;
}

static void
append_styled (GString *text, LbStyle style, gboolean color, const char *format, const char *value)
{
  g_string_append (text, lb_style_on (style, color));
  g_string_append (text, format);
  g_string_append (text, value);
  g_string_append (text, ")");
  g_string_append (text, lb_style_off (style, color));
}

/* What stands beside a node of the drawing. @data: the rows of the version table, or NULL */
static void
append_label (GString *text, const LbRevision *revision, gboolean color, gpointer data)
{
  const char *const *rows = data;

  g_string_append (text, lb_style_on (LB_STYLE_ID, color));
  g_string_append (text, revision->id);
  g_string_append (text, lb_style_off (LB_STYLE_ID, color));
  if (revision->labels && revision->labels[0]) {
    g_autofree char *labels = g_strjoinv (", ", lb_unconst (revision->labels));

    append_styled (text, LB_STYLE_LABEL, color, " (", labels);
  }
  if (lb_revision_is_head (revision))
    append_styled (text, LB_STYLE_MARK, color, " (", lb_revision_is_real_head (revision) ? "head" : "effective head");
  if (lb_rows_hold (rows, revision->id))
    append_styled (text, LB_STYLE_MARK, color, " (", "current");
  if (revision->depends_ids && revision->depends_ids[0]) {
    g_autofree char *depends = g_strjoinv (", ", lb_unconst (revision->depends_ids));

    append_styled (text, LB_STYLE_FAINT, color, " (depends on ", depends);
  }
  lb_revision_message (text, ", ", revision);
}

static void
print_graph (LbCli *cli, const GPtrArray *revisions, char **rows)
{
  g_autoptr (GString) text = g_string_new (NULL);
  LbGraphStyle style = {
    .ascii = lb_args_flag (cli->args, "ascii") || !lb_locale_is_utf8 (),
    .color = lb_output_color (cli->out, FALSE),
    .width = lb_output_width (cli->out, FALSE),
    .label = append_label,
    .label_data = rows,
  };

  lb_graph_draw (text, revisions, lb_graph_size (cli->graph), &style);
  lb_output_text (cli->out, text->str);
}

static void
print_json (LbCli *cli, const GPtrArray *revisions, char **rows)
{
  json_t *array = json_array ();

  for (guint i = 0; i < revisions->len; i++) {
    const LbRevision *revision = revisions->pdata[i];
    json_t *object = lb_revision_json (revision);

    if (rows)
      json_object_set_new (object, "is_current",
                           json_boolean (lb_rows_hold ((const char *const *) rows, revision->id)));
    json_array_append_new (array, object);
  }
  lb_output_json (cli->out, array);
}

static gboolean
print_lines (LbCli *cli, const GPtrArray *revisions, char **rows, GError **error)
{
  gboolean verbose = lb_args_flag (cli->args, "verbose");

  for (guint i = 0; i < revisions->len; i++) {
    const LbRevision *revision = revisions->pdata[i];
    guint mark = lb_rows_hold ((const char *const *) rows, revision->id) ? LB_TEXT_CURRENT : 0;

    if (!lb_print_revision (cli, revision, verbose, LINE | mark, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check (LbCli *cli, GError **error)
{
  const char *range = lb_args_value (cli->args, "rev-range");

  if (!range || strchr (range, ':'))
    return TRUE;
  g_set_error_literal (error, LB_ERROR, LB_ERROR_USAGE, "History range requires [start]:[end], [start]:, or :[end]");
  return FALSE;
}

static gboolean
run (LbCli *cli, GError **error)
{
  const char *range = lb_args_value (cli->args, "rev-range");
  gboolean indicate = lb_args_flag (cli->args, "indicate-current");
  g_auto (GStrv)
    rows = NULL;
  g_autoptr (GPtrArray) revisions = NULL;

  if (indicate || range_needs_rows (range)) {
    rows = lb_current_rows (cli, error);
    if (!rows)
      return FALSE;
  } else if (!lb_cli_revision_environment (cli, error)) {
    return FALSE;
  }
  revisions = lb_history_range (cli->graph, range, (const char *const *) rows, error);
  if (!revisions)
    return FALSE;
  if (!indicate)
    g_clear_pointer (&rows, g_strfreev);
  if (lb_args_flag (cli->args, "json"))
    print_json (cli, revisions, rows);
  else if (lb_args_flag (cli->args, "graph"))
    print_graph (cli, revisions, rows);
  else
    return print_lines (cli, revisions, rows, error);
  return TRUE;
}

static const LbOption options[] = {
  { "rev-range", 'r', LB_OPTION_VALUE, "RANGE", .complete = LB_COMPLETE_REVISION,
    .help = "only the revisions of this range, [start]:[end]; a side may be empty, relative (-3) or current" },
  LB_OPTION_VERBOSE,
  { "indicate-current", 'i', .help = "mark the revisions that the version table holds" },
  { "graph", .extra = TRUE, .help = "draw the graph of the revisions" },
  { "ascii", .extra = TRUE, .help = "draw with ASCII characters only; default where the locale is not UTF-8" },
  LB_OPTION_JSON,
  { NULL },
};

static const LbOptionGroup *const groups[] = { &lb_group_database, NULL };

static const LbExample examples[] = {
  { "history --graph -i", "draw the graph and mark where the database is" },
  { "history -r current:head", "what an upgrade to the head would run, newest first" },
  { "history -r-3:", "the last three revisions before the head, and the head" },
  { NULL },
};

const LbCommand lb_command_history = {
  .name = "history",
  .summary = "list the revisions, newest first",
  .description = "Prints a line for each revision: its parents, its labels, what it is (head, branchpoint, mergepoint) "
                 "and its message. The database is asked only with -i or where the range says current.",
  .options = options,
  .groups = groups,
  .json = "An array, newest first; for each revision " LB_JSON_REVISION "; with -i also is_current",
  .examples = examples,
  .needs = LB_NEEDS_CONFIG | LB_NEEDS_SCRIPTS | LB_NEEDS_GRAPH,
  .check = check,
  .run = run,
};
