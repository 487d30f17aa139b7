#include "report.h"
#include "exit.h"
#include "output.h"

#include <string.h>

enum {
  TAB = 8,
  HEAD_LINES = 5,      /* of a statement where no position is known */
  LONGEST_LINE = 2000, /* columns of it that are shown where lines are not cut: some scripts hold megabytes in one */
  CARET_ROOM = 20      /* columns kept free behind the caret in a cut line */
};

/* The place in a statement that the server points at. */
typedef struct {
  const char *line; /* start of the line that failed */
  guint number;     /* lines before it in the statement */
  gsize offset;     /* bytes into the line */
} Spot;

static gsize
line_length (const char *line)
{
  gsize length = strcspn (line, "\n");

  return length && line[length - 1] == '\r' ? length - 1 : length;
}

static Spot
find_spot (const char *statement, guint position)
{
  Spot spot = { statement, 0, 0 };
  const char *at = statement;

  for (guint i = 1; i < position && *at; i++) {
    if (*at == '\n') {
      spot.line = at + 1;
      spot.number++;
    }
    at = lb_text_next (at);
  }
  /* a broken last character must not carry us behind the end */
  spot.offset = MIN ((gsize) (at - spot.line), strlen (spot.line));
  return spot;
}

/* Text with tabs as blanks, so that the caret below stands where it should. */
static char *
expand (const char *text, gsize length)
{
  GString *out = g_string_sized_new (length);
  guint column = 0;

  for (gsize i = 0; i < length;) {
    gsize width = MIN ((gsize) (lb_text_next (text + i) - (text + i)), length - i);

    if (text[i] == '\t') {
      guint blanks = TAB - column % TAB;

      g_string_append_printf (out, "%*s", (int) blanks, "");
      column += blanks;
    } else {
      g_string_append_len (out, text + i, (gssize) width);
      column += lb_text_columns (text + i, (gssize) width);
    }
    i += width;
  }
  return g_string_free (out, FALSE);
}

/* The start of the character at or behind which @columns columns of @text have passed. */
static const char *
skip_columns (const char *text, guint columns)
{
  guint passed = 0;

  while (*text && passed < columns) {
    const char *next = lb_text_next (text);

    passed += lb_text_columns (text, next - text);
    text = next;
  }
  return text;
}

/* One line of an excerpt, " 12 | text", cut to the width with the column of the caret inside.
 * Returns how many columns were cut away in front. */
static guint
append_line (GString *out, const LbReportStyle *style, guint number, const char *line, guint caret)
{
  g_autofree char *expanded = expand (line, line_length (line));
  g_autofree char *valid = g_utf8_make_valid (expanded, -1);
  guint columns = lb_text_columns (valid, -1);
  guint room = style->width > 16 ? style->width - 9 : LONGEST_LINE;
  guint cut = 0;
  const char *from = valid;
  const char *to = valid + strlen (valid);

  if (columns > room) {
    if (caret + CARET_ROOM > room) {
      cut = caret + CARET_ROOM - room;
      from = skip_columns (valid, cut);
      cut = lb_text_columns (valid, from - valid);
    }
    to = skip_columns (from, room);
  }
  if (number)
    g_string_append_printf (out, "%s%5u |%s ", lb_style_on (LB_STYLE_FAINT, style->color), number,
                            lb_style_off (LB_STYLE_FAINT, style->color));
  else
    g_string_append_printf (out, "%s      |%s ", lb_style_on (LB_STYLE_FAINT, style->color),
                            lb_style_off (LB_STYLE_FAINT, style->color));
  g_string_append_len (out, from, to - from);
  g_string_append_c (out, '\n');
  return cut;
}

static void
append_caret (GString *out, const LbReportStyle *style, guint column)
{
  g_string_append_printf (out, "%s      |%s %*s%s^%s\n", lb_style_on (LB_STYLE_FAINT, style->color),
                          lb_style_off (LB_STYLE_FAINT, style->color), (int) column, "",
                          lb_style_on (LB_STYLE_ERROR, style->color), lb_style_off (LB_STYLE_ERROR, style->color));
}

/* The line that failed, the one before it, and the caret. */
static void
append_pointed (GString *out, const LbErrorParts *parts, const LbReportStyle *style)
{
  Spot spot = find_spot (parts->statement, parts->position);
  g_autofree char *before = expand (spot.line, spot.offset);
  guint caret = lb_text_columns (before, -1);
  guint number = parts->line ? parts->line + spot.number : 0;
  guint cut;

  if (spot.number) {
    const char *previous = spot.line - 1;

    while (previous > parts->statement && previous[-1] != '\n')
      previous--;
    append_line (out, style, number ? number - 1 : 0, previous, 0);
  }
  cut = append_line (out, style, number, spot.line, caret);
  append_caret (out, style, caret - cut);
}

/* The first lines, where nobody knows which of them is at fault. */
static void
append_head (GString *out, const LbErrorParts *parts, const LbReportStyle *style)
{
  const char *line = parts->statement;

  for (guint i = 0; *line; i++) {
    if (i == HEAD_LINES) {
      g_string_append_printf (out, "%s      |%s ...\n", lb_style_on (LB_STYLE_FAINT, style->color),
                              lb_style_off (LB_STYLE_FAINT, style->color));
      return;
    }
    append_line (out, style, parts->line ? parts->line + i : 0, line, 0);
    line += strcspn (line, "\n");
    line += *line == '\n';
  }
}

/* A part under its name; further lines of it are indented. */
static void
append_part (GString *out, const LbReportStyle *style, LbStyle kind, const char *name, const char *value)
{
  g_auto (GStrv)
    lines = NULL;
  g_autofree char *copy = NULL;

  if (!value || !*value)
    return;
  copy = g_strchomp (g_strdup (value));
  lines = g_strsplit (copy, "\n", -1);
  g_string_append_printf (out, "  %s%s:%s ", lb_style_on (kind, style->color), name, lb_style_off (kind, style->color));
  for (guint i = 0; lines[i]; i++)
    g_string_append_printf (out, "%s%s\n", i ? "    " : "", lines[i]);
}

static void
append_place (GString *out, const LbErrorParts *parts, const LbReportStyle *style)
{
  guint line = parts->line;

  if (!parts->file)
    return;
  if (line && parts->statement && parts->position)
    line += find_spot (parts->statement, parts->position).number;
  g_autofree char *place = line ? g_strdup_printf ("%s:%u", parts->file, line) : g_strdup (parts->file);
  append_part (out, style, LB_STYLE_HEADING, "at", place);
}

/* As the script's language shows it, to the letter: people look for that. */
static void
append_trace (GString *text, const char *trace)
{
  if (!trace || !*trace)
    return;
  g_string_append (text, trace);
  if (!g_str_has_suffix (trace, "\n"))
    g_string_append_c (text, '\n');
}

void
lb_report (GString *text, const GError *error, const LbReportStyle *style)
{
  const LbErrorParts *parts = lb_error_parts (error);

  g_string_append_printf (text, "%sFAILED:%s %s\n", lb_style_on (LB_STYLE_ERROR, style->color),
                          lb_style_off (LB_STYLE_ERROR, style->color), error->message);
  if (style->with_code)
    g_string_append_printf (text, "  kind: %s (exit status %d)\n", lb_error_code_name (error), lb_exit_status (error));
  if (!parts)
    return;
  append_place (text, parts, style);
  if (parts->statement && *parts->statement)
    (parts->position ? append_pointed : append_head) (text, parts, style);
  append_part (text, style, LB_STYLE_HEADING, "code", parts->sqlstate);
  append_part (text, style, LB_STYLE_HEADING, "detail", parts->detail);
  append_part (text, style, LB_STYLE_HEADING, "context", parts->context);
  append_trace (text, parts->trace);
  append_part (text, style, LB_STYLE_HEADING, "state", parts->outcome);
  append_part (text, style, LB_STYLE_HINT, "hint", parts->hint);
}

static void
set_text (json_t *object, const char *key, const char *value)
{
  g_autofree char *valid = value ? g_utf8_make_valid (value, -1) : NULL;

  if (valid && *valid)
    json_object_set_new (object, key, json_string (valid));
}

static void
set_number (json_t *object, const char *key, guint value)
{
  if (value)
    json_object_set_new (object, key, json_integer (value));
}

json_t *
lb_report_json (const GError *error)
{
  const LbErrorParts *parts = lb_error_parts (error);
  json_t *object = json_object ();

  set_text (object, "kind", lb_error_code_name (error));
  json_object_set_new (object, "status", json_integer (lb_exit_status (error)));
  set_text (object, "message", error->message);
  if (!parts)
    return object;
  set_text (object, "file", parts->file);
  set_number (object, "line", parts->line);
  set_text (object, "statement", parts->statement);
  set_number (object, "position", parts->position);
  set_text (object, "sqlstate", parts->sqlstate);
  set_text (object, "detail", parts->detail);
  set_text (object, "context", parts->context);
  set_text (object, "trace", parts->trace);
  set_text (object, "state", parts->outcome);
  set_text (object, "hint", parts->hint);
  return object;
}
