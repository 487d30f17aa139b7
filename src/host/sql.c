#include "host.h"

#include "util/error.h"
#include "util/suggest.h"

#include <string.h>

#define MARKER "-- limbeck:"

static const char *const marker_words[] = { "upgrade", "downgrade", "irreversible", NULL };

/* One marker line, taken apart. */
typedef struct {
  LbStepKind kind;
  gboolean irreversible;
  gboolean matches; /* the database at hand */
  gboolean transaction_off;
  guint line;
  const char *reason; /* of irreversible; borrowed from the line */
} Marker;

/* What the file holds besides the sections that are wanted. */
typedef struct {
  gboolean has_kind; /* a section of the wanted direction, for whatever database */
  gboolean matches;  /* ... and for the one at hand */
  char *reason;      /* the file says it is irreversible */
  guint reason_line;
} Findings;

static void
section_free (gpointer data)
{
  LbSection *section = data;

  g_ptr_array_unref (section->statements);
  g_free (section);
}

/* TRUE if a database of the comma-separated @list is @dialect; FALSE with @error if one is no database at all. */
static gboolean
match_databases (const char *list, const LbDialect *dialect, gboolean *ret_matches, const char *path, guint line,
                 GError **error)
{
  g_auto (GStrv)
    names = g_strsplit (list, ",", -1);

  for (char **name = names; *name; name++) {
    const LbDialect *named = lb_dialect_find (*name);

    if (!**name) /* "postgresql, sqlite" */
      continue;
    if (!named) {
      g_autoptr (GPtrArray) known = g_ptr_array_new ();

      for (const LbDialect *const *d = lb_dialects (); *d; d++)
        g_ptr_array_add (known, (gpointer) (*d)->name);
      g_ptr_array_add (known, NULL);
      lb_set_error_at (error, LB_ERROR_SCRIPT, path, line, "unknown database '%s' in a section marker", *name);
      if (error) {
        g_autofree char *all = g_strjoinv (", ", (char **) known->pdata);

        lb_error_set_hint (*error, "A section may be limited to one or several of: %s.", all);
      }
      return FALSE;
    }
    if (named == dialect)
      *ret_matches = TRUE;
  }
  return TRUE;
}

/* The words behind upgrade or downgrade: databases and options. */
static gboolean
read_limits (Marker *marker, char **words, const LbDialect *dialect, const char *path, GError **error)
{
  gboolean limited = FALSE;

  for (char **word = words; *word; word++) {
    if (!**word)
      continue;
    if (strcmp (*word, "transaction=off") == 0) {
      marker->transaction_off = TRUE;
    } else if (strcmp (*word, "transaction=on") == 0) {
      marker->transaction_off = FALSE;
    } else if (strchr (*word, '=')) {
      lb_set_error_at (error, LB_ERROR_SCRIPT, path, marker->line, "unknown option '%s' in a section marker", *word);
      if (error)
        lb_error_set_hint (*error, "The one option of a section is transaction=off.");
      return FALSE;
    } else {
      limited = TRUE;
      if (!match_databases (*word, dialect, &marker->matches, path, marker->line, error))
        return FALSE;
    }
  }
  if (!limited)
    marker->matches = TRUE;
  return TRUE;
}

/* Take @line (without its newline), which starts with MARKER, apart. */
static gboolean
read_marker (Marker *marker, char *line, const LbDialect *dialect, const char *path, GError **error)
{
  char *text = g_strstrip (line + strlen (MARKER));
  gsize word_length = strcspn (text, " \t");
  g_autofree char *word = g_strndup (text, word_length);
  g_auto (GStrv)
    rest = NULL;
  const char *near;

  if (strcmp (word, "irreversible") == 0) {
    marker->irreversible = TRUE;
    marker->reason = g_strchug (text + word_length);
    return TRUE;
  }
  if (strcmp (word, "upgrade") != 0 && strcmp (word, "downgrade") != 0) {
    near = lb_suggest (word, marker_words);
    lb_set_error_at (error, LB_ERROR_SCRIPT, path, marker->line, "unknown section marker 'limbeck:%s'", word);
    if (error)
      lb_error_set_hint (*error,
                         near ? "Did you mean limbeck:%s?"
                              : "The markers are limbeck:upgrade, limbeck:downgrade and limbeck:irreversible.",
                         near);
    return FALSE;
  }
  marker->kind = *word == 'u' ? LB_STEP_UPGRADE : LB_STEP_DOWNGRADE;
  rest = g_strsplit_set (text + word_length, " \t", -1);
  return read_limits (marker, rest, dialect, path, error);
}

/* The end of what belongs to the piece that starts at @text: the next line that is a marker, or @end. Counts lines. */
static const char *
next_marker (const char *text, const char *end, guint *line)
{
  const char *at = text;

  while (at < end) {
    const char *newline = memchr (at, '\n', (gsize) (end - at));

    if ((gsize) (end - at) >= strlen (MARKER) && memcmp (at, MARKER, strlen (MARKER)) == 0)
      return at;
    if (!newline)
      return end;
    at = newline + 1;
    (*line)++;
  }
  return end;
}

/* Whatever stands before the first marker may be comments only. */
static gboolean
check_preamble (const char *path, const char *text, gsize length, const LbDialect *dialect, GError **error)
{
  g_autoptr (GPtrArray) stray = lb_sql_split (dialect->syntax, path, text, length, 1, error);
  const LbStatement *first;

  if (!stray)
    return FALSE;
  if (stray->len == 0)
    return TRUE;
  first = g_ptr_array_index (stray, 0);
  lb_set_error_at (error, LB_ERROR_SCRIPT, path, first->line, "statement outside of a section");
  if (error)
    lb_error_set_hint (*error, "Put a line `-- limbeck:upgrade` before the statements that apply the revision.");
  return FALSE;
}

/* Whether what was found allows the step; the errors a person can do something about. */
static gboolean
check_findings (const Findings *found, const char *path, LbStepKind kind, GError **error)
{
  if (kind == LB_STEP_DOWNGRADE && found->reason && !found->matches) {
    lb_set_error_at (error, LB_ERROR_TARGET, path, found->reason_line, "the revision cannot be undone%s%s",
                     *found->reason ? ": " : "", found->reason);
    if (error)
      lb_error_set_hint (*error, "Its author marked it irreversible. Restore a backup, or write a new revision that "
                                 "goes forward.");
    return FALSE;
  }
  if (found->has_kind)
    return TRUE;
  lb_set_error_at (error, LB_ERROR_SCRIPT, path, 0, "the file has no %s section",
                   kind == LB_STEP_UPGRADE ? "upgrade" : "downgrade");
  if (error)
    lb_error_set_hint (*error, kind == LB_STEP_UPGRADE
                                   ? "Add a line `-- limbeck:upgrade` before the statements that apply the revision."
                                   : "Add a line `-- limbeck:downgrade` before the statements that undo it, or "
                                     "`-- limbeck:irreversible REASON` if nothing can.");
  return FALSE;
}

/* One section: split its text and add it to @body if it is wanted. */
static gboolean
add_section (LbBody *body, const Marker *marker, const char *path, const char *text, gsize length,
             const LbDialect *dialect, GError **error)
{
  g_autoptr (GPtrArray) statements = lb_sql_split (dialect->syntax, path, text, length, marker->line + 1, error);
  LbSection *section;

  if (!statements)
    return FALSE;
  body->n_statements += statements->len;
  section = g_new0 (LbSection, 1);
  section->line = marker->line;
  section->transaction_off = marker->transaction_off;
  section->statements = g_steal_pointer (&statements);
  g_ptr_array_add (body->sections, section);
  return TRUE;
}

LbBody *
lb_sql_body (const char *path, const char *text, gsize length, LbStepKind kind, const LbDialect *dialect,
             GError **error)
{
  g_autoptr (LbBody) body = g_new0 (LbBody, 1);
  g_autofree char *reason = NULL;
  const char *end = text + length;
  guint line = 1;
  Findings found = { 0 };
  const char *at = next_marker (text, end, &line);

  body->sections = g_ptr_array_new_with_free_func (section_free);
  body->summed = g_new0 (LbBodySum, 1);
  path = g_intern_string (path);
  if (!check_preamble (path, text, (gsize) (at - text), dialect, error))
    return NULL;
  while (at < end) {
    const char *newline = memchr (at, '\n', (gsize) (end - at));
    const char *content = newline ? newline + 1 : end;
    g_autofree char *first_line = g_strndup (at, (gsize) ((newline ? newline : end) - at));
    Marker marker = { .line = line };

    if (!read_marker (&marker, first_line, dialect, path, error))
      return NULL;
    line++;
    at = next_marker (content, end, &line);
    if (marker.irreversible) {
      g_free (reason);
      found.reason = reason = g_strdup (marker.reason);
      found.reason_line = marker.line;
    } else if (marker.kind == kind) {
      found.has_kind = TRUE;
      found.matches |= marker.matches;
      if (marker.matches && !add_section (body, &marker, path, content, (gsize) (at - content), dialect, error))
        return NULL;
    }
  }
  return check_findings (&found, path, kind, error) ? g_steal_pointer (&body) : NULL;
}
