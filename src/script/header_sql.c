/* The header of a SQL revision: comment lines at the top of the file. header.h says what it is made of. */
#include "header_private.h"

#include "util/error.h"
#include "util/suggest.h"

#include <string.h>

#define MARKER "-- limbeck:"

typedef struct {
  const char *name;
  gboolean list;
  const char *nothing; /* a word that stands for no value besides "none" */
} Key;

/* In the order of LbHeaderValue. */
static const Key keys[LB_HEADER_N_VALUES] = {
  [LB_HEADER_ID] = { .name = "revision" },
  [LB_HEADER_DOWN] = { .name = "down_revision", .list = TRUE, .nothing = "base" },
  [LB_HEADER_LABELS] = { .name = "branch_labels", .list = TRUE },
  [LB_HEADER_DEPENDS] = { .name = "depends_on", .list = TRUE },
  [LB_HEADER_DATE] = { .name = "create_date" },
};

/* Bytes of the text. */
typedef struct {
  const char *start;
  const char *end;
} Span;

typedef struct {
  LbHeaderReader *reader;
  const LbHeaderSource *source;
  guint line;
  guint lines[LB_HEADER_N_VALUES]; /* where each key stands; 0: not seen */
  gboolean any_key;
  const char *end; /* of the last line of the header */
  Span near;       /* the first key of the description that is nearly a known one */
  guint near_line;
  LbHeaderValue near_to;
} Parse;

static gsize
span_length (Span span)
{
  return (gsize) (span.end - span.start);
}

static Span
strip (Span span)
{
  while (span.start < span.end && g_ascii_isspace (*span.start))
    span.start++;
  while (span.end > span.start && g_ascii_isspace (span.end[-1]))
    span.end--;
  return span;
}

/* `-- KEY: VALUE` taken apart. FALSE if what stands before the colon cannot be a key: two words at most. */
static gboolean
split_key (Span comment, Span *ret_key, Span *ret_value)
{
  const char *colon = memchr (comment.start, ':', span_length (comment));
  guint blanks = 0;
  Span key;

  if (!colon)
    return FALSE;
  key = strip ((Span){ comment.start, colon });
  if (key.start == key.end)
    return FALSE;
  for (const char *c = key.start; c < key.end; c++) {
    if (*c == ' ')
      blanks++;
    else if (!g_ascii_isalpha (*c) && *c != '_' && *c != '-')
      return FALSE;
  }
  *ret_key = key;
  *ret_value = strip ((Span){ colon + 1, comment.end });
  return blanks < 2;
}

static gboolean
find_key (Span name, LbHeaderValue *ret_key)
{
  for (guint i = 0; i < LB_HEADER_N_VALUES; i++) {
    if (strlen (keys[i].name) == span_length (name)
        && g_ascii_strncasecmp (keys[i].name, name.start, span_length (name)) == 0) {
      *ret_key = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* TRUE if @name is a slip of the hand away from a key: one letter for the short key, two for the long ones. */
static gboolean
find_near_key (Span name, LbHeaderValue *ret_key)
{
  char word[20];

  if (span_length (name) >= sizeof word)
    return FALSE;
  memcpy (word, name.start, span_length (name));
  word[span_length (name)] = '\0';
  for (guint i = 0; i < LB_HEADER_N_VALUES; i++) {
    if (lb_suggest_distance (word, keys[i].name) <= (i == LB_HEADER_ID ? 1 : 2)) {
      *ret_key = i;
      return TRUE;
    }
  }
  return FALSE;
}

static void
set_near_error (const Parse *parse, Span name, guint line, LbHeaderValue near, GError **error)
{
  lb_set_error_at (error, LB_ERROR_SCRIPT, parse->source->path, line, "unknown header key '%.*s'",
                   (int) span_length (name), name.start);
  if (error)
    lb_error_set_hint (*error, "Did you mean '%s'?", keys[near].name);
}

static gboolean
is_plain (Span id)
{
  for (const char *c = id.start; c < id.end; c++) {
    if (g_ascii_isspace (*c) || g_ascii_iscntrl (*c) || strchr ("'\"`(),;[]{}", *c))
      return FALSE;
  }
  return TRUE;
}

/* Append one identifier to the value of @key. */
static gboolean
add_id (Parse *parse, LbHeaderValue key, Span id, GError **error)
{
  if (!is_plain (id)) {
    lb_set_error_at (error, LB_ERROR_SCRIPT, parse->source->path, parse->line, "%s '%.*s' is no identifier",
                     keys[key].name, (int) span_length (id), id.start);
    if (error)
      lb_error_set_hint (*error, keys[key].list ? "Write identifiers without quotes, separated by commas."
                                                : "Write one identifier without quotes.");
    return FALSE;
  }
  g_ptr_array_add (parse->reader->lists[key], lb_header_keep (parse->reader, id.start, span_length (id)));
  return TRUE;
}

static gboolean
is_word (Span span, const char *word)
{
  return word && strlen (word) == span_length (span) && g_ascii_strncasecmp (word, span.start, strlen (word)) == 0;
}

static gboolean
add_list (Parse *parse, LbHeaderValue key, Span value, GError **error)
{
  if (is_word (value, "none") || is_word (value, keys[key].nothing))
    return TRUE;
  while (value.start < value.end) {
    const char *comma = memchr (value.start, ',', span_length (value));
    Span id = strip ((Span){ value.start, comma ? comma : value.end });

    if (id.start == id.end) {
      lb_set_error_at (error, LB_ERROR_SCRIPT, parse->source->path, parse->line,
                       "%s has a comma with no identifier before it", keys[key].name);
      return FALSE;
    }
    if (!add_id (parse, key, id, error))
      return FALSE;
    value = strip ((Span){ comma ? comma + 1 : value.end, value.end });
  }
  return TRUE;
}

static gboolean
add_value (Parse *parse, LbHeaderValue key, Span value, GError **error)
{
  if (parse->lines[key]) {
    lb_set_error_at (error, LB_ERROR_SCRIPT, parse->source->path, parse->line, "%s is given twice, first on line %u",
                     keys[key].name, parse->lines[key]);
    return FALSE;
  }
  parse->lines[key] = parse->line;
  parse->any_key = TRUE;
  if (keys[key].list)
    return add_list (parse, key, value, error);
  if (key == LB_HEADER_DATE) {
    if (value.start < value.end)
      parse->reader->header.create_date = lb_header_keep (parse->reader, value.start, span_length (value));
    return TRUE;
  }
  if (value.start == value.end) {
    lb_set_error_at (error, LB_ERROR_SCRIPT, parse->source->path, parse->line, "%s is empty", keys[key].name);
    return FALSE;
  }
  return add_id (parse, key, value, error);
}

/* One comment line; @comment is what stands behind its dashes. */
static gboolean
read_comment (Parse *parse, Span comment, GError **error)
{
  GString *description = parse->reader->scratch;
  LbHeaderValue key;
  Span name, value;

  if (split_key (comment, &name, &value)) {
    if (find_key (name, &key))
      return add_value (parse, key, value, error);
    if (find_near_key (name, &key)) {
      if (parse->any_key) {
        set_near_error (parse, name, parse->line, key, error);
        return FALSE;
      }
      if (!parse->near_line) {
        parse->near = name;
        parse->near_line = parse->line;
        parse->near_to = key;
      }
    }
  }
  if (!parse->any_key) {
    if (comment.start < comment.end && *comment.start == ' ')
      comment.start++;
    g_string_append_len (description, comment.start, (gssize) span_length (comment));
    g_string_append_c (description, '\n');
  }
  return TRUE;
}

/* Whether a line of the file starts with the marker of a section. */
static gboolean
has_marker (const LbHeaderSource *source)
{
  const char *at = source->text, *end = source->text + source->length;

  while ((at = memmem (at, (gsize) (end - at), MARKER, strlen (MARKER)))) {
    if (at == source->text || at[-1] == '\n')
      return TRUE;
    at++;
  }
  return FALSE;
}

/* Where the header ends: LB_HEADER_MORE if @source is too short to tell. */
static LbHeaderResult
read_lines (Parse *parse, GError **error)
{
  const LbHeaderSource *source = parse->source;
  const char *at = source->text, *end = source->text + source->length;

  while (at < end) {
    const char *newline = memchr (at, '\n', (gsize) (end - at));
    Span line = { at, newline ? newline : end };

    if (!newline && source->partial)
      return LB_HEADER_MORE;
    parse->line++;
    if (span_length (line) >= strlen (MARKER) && memcmp (at, MARKER, strlen (MARKER)) == 0)
      return LB_HEADER_REVISION;
    at = newline ? newline + 1 : end;
    line = strip (line);
    if (line.start == line.end) {
      if (parse->any_key)
        return LB_HEADER_REVISION;
      g_string_append_c (parse->reader->scratch, '\n');
      continue;
    }
    if (span_length (line) < 2 || memcmp (line.start, "--", 2) != 0)
      return LB_HEADER_REVISION;
    line.start += 2;
    parse->end = line.end;
    if (!read_comment (parse, line, error))
      return LB_HEADER_FAILED;
  }
  return source->partial ? LB_HEADER_MORE : LB_HEADER_REVISION;
}

/* What follows from the keys that were seen. */
static LbHeaderResult
finish (Parse *parse, GError **error)
{
  const LbHeaderSource *source = parse->source;
  const GString *description = parse->reader->scratch;

  if (!lb_header_check_text (source->path, source->text, (gsize) (parse->end - source->text), "Save the file as UTF-8.",
                             error))
    return LB_HEADER_FAILED;
  if (parse->near_line && !parse->lines[parse->near_to]) {
    set_near_error (parse, parse->near, parse->near_line, parse->near_to, error);
    return LB_HEADER_FAILED;
  }
  for (LbHeaderValue key = LB_HEADER_ID; key <= LB_HEADER_DOWN; key++) {
    if (parse->lines[key])
      continue;
    lb_set_error_at (error, LB_ERROR_SCRIPT, source->path, MAX (parse->lines[LB_HEADER_ID], 1),
                     "the script has no %s line in its header", keys[key].name);
    if (error)
      lb_error_set_hint (*error, key == LB_HEADER_ID
                                     ? "Write '-- revision: ID' into the comment at its top."
                                     : "Write '-- down_revision: ID' below it, or 'base' for a first revision.");
    return LB_HEADER_FAILED;
  }
  lb_header_describe (parse->reader, description->str, description->len, source->with_doc);
  return LB_HEADER_REVISION;
}

LbHeaderResult
lb_header_read_sql (LbHeaderReader *reader, const LbHeaderSource *source, GError **error)
{
  Parse parse = { .reader = reader, .source = source, .end = source->text };
  LbHeaderResult result;

  g_string_truncate (reader->scratch, 0);
  result = read_lines (&parse, error);
  if (result != LB_HEADER_MORE && !parse.lines[LB_HEADER_ID] && !has_marker (source)) {
    g_clear_error (error);
    return source->partial ? LB_HEADER_MORE : LB_HEADER_OTHER;
  }
  return result == LB_HEADER_REVISION ? finish (&parse, error) : result;
}
