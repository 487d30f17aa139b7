/* New SQL revisions: the header of header.h, and two empty sections. */
#include "new_text.h"

#include "util/error.h"

#include <string.h>

/* One comment line per line of the message. Control characters would be line ends to some readers. @quoted: a line with
 * a colon gets a "> ", which keeps it from being read as a key. */
static void
append_description (GString *out, const char *message, gboolean quoted)
{
  g_autofree char *text = g_strdup (message);
  g_auto (GStrv)
    lines = NULL;

  for (char *at = text; *at; at++) {
    if (*at == '\r')
      *at = at[1] == '\n' ? ' ' : '\n';
    else if ((guchar) *at < 0x20 && *at != '\n' && *at != '\t')
      *at = ' ';
  }
  lines = g_strsplit (g_strstrip (text), "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    g_strchomp (lines[i]);
    if (!*lines[i])
      g_string_append (out, "--\n");
    else
      g_string_append_printf (out, "-- %s%s\n", quoted && strchr (lines[i], ':') ? "> " : "", lines[i]);
  }
}

static void
append_list (GString *out, const char *key, const char *const *values, gboolean always)
{
  g_autofree char *joined = g_strjoinv (", ", (char **) values);

  if (always || *joined)
    g_string_append_printf (out, "-- %s:%s%s\n", key, *joined ? " " : "", joined);
}

/* Without a zone of its own the date is that of UTC, to the second. */
static void
append_date (GString *out, const LbNewText *text)
{
  g_autoptr (GDateTime) date = text->aware ? g_date_time_ref (text->date) : g_date_time_to_utc (text->date);
  g_autofree char *shown = g_date_time_format (date, "%Y-%m-%d %H:%M:%S%:z");

  g_string_append_printf (out, "-- create_date: %s\n", shown);
}

static void
append_section (GString *out, const char *name, const char *body)
{
  g_string_append_printf (out, "\n-- limbeck:%s\n", name);
  if (body && *body)
    g_string_append_printf (out, "%s%s", body, g_str_has_suffix (body, "\n") ? "" : "\n");
  else
    g_string_append_c (out, '\n');
}

static char *
render (const LbNewText *text, gboolean quoted)
{
  GString *out = g_string_new (NULL);

  append_description (out, text->message, quoted);
  g_string_append (out, "--\n");
  g_string_append_printf (out, "-- revision: %s\n", text->rev_id);
  append_list (out, "down_revision", text->down, TRUE);
  append_list (out, "branch_labels", text->labels, FALSE);
  append_list (out, "depends_on", text->depends, FALSE);
  append_date (out, text);
  append_section (out, "upgrade", text->request->upgrades);
  append_section (out, "downgrade", text->request->downgrades);
  return g_string_free (out, FALSE);
}

static gboolean
is_read_back (const LbNewText *text, const char *rendered, GError **error)
{
  g_autoptr (LbHeader) header = lb_header_read (LB_SCRIPT_SQL, text->path, rendered, strlen (rendered), FALSE, error);

  if (!header)
    return FALSE;
  if (strcmp (header->id, text->rev_id) == 0 && g_strv_equal ((const char *const *) header->down, text->down)
      && g_strv_equal ((const char *const *) header->labels, text->labels)
      && g_strv_equal ((const char *const *) header->depends, text->depends))
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "the header of a SQL revision cannot hold the values of revision %s",
               text->rev_id);
  if (error)
    lb_error_set_hint (*error, "Identifiers and labels in it may not contain blanks, quotes or commas.");
  return FALSE;
}

char *
lb_new_sql_text (const LbNewText *text, GError **error)
{
  g_autofree char *rendered = render (text, FALSE);

  if (is_read_back (text, rendered, NULL))
    return g_steal_pointer (&rendered);
  g_free (rendered);
  rendered = render (text, TRUE);
  return is_read_back (text, rendered, error) ? g_steal_pointer (&rendered) : NULL;
}
