#include "toml.h"

#include "toml_private.h"
#include "util/error.h"

#include <string.h>

#define MAX_DEPTH 100 /* arrays and inline tables within each other */

static LbTomlValue *read_value (LbTomlReader *reader, guint depth, GError **error);

gboolean
lb_toml_fail (const LbTomlReader *reader, GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  lb_set_error_at (error, LB_ERROR_CONFIG, reader->path, reader->line, "%s is not correct TOML: %s", reader->path,
                   what);
  return FALSE;
}

LbTomlValue *
lb_toml_value_new (LbTomlType type, guint line)
{
  LbTomlValue *value = g_new0 (LbTomlValue, 1);

  value->type = type;
  value->line = line;
  if (type == LB_TOML_ARRAY)
    value->items = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_toml_free);
  if (type == LB_TOML_TABLE) {
    value->keys = g_ptr_array_new ();
    value->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) lb_toml_free);
  }
  return value;
}

void
lb_toml_free (LbTomlValue *value)
{
  if (!value)
    return;
  g_free (value->text);
  if (value->items)
    g_ptr_array_unref (value->items);
  if (value->keys)
    g_ptr_array_unref (value->keys);
  if (value->members)
    g_hash_table_unref (value->members);
  g_free (value);
}

const LbTomlValue *
lb_toml_member (const LbTomlValue *table, const char *key)
{
  return table && table->type == LB_TOML_TABLE ? g_hash_table_lookup (table->members, key) : NULL;
}

static LbTomlValue *
find (const LbTomlValue *table, const char *key)
{
  return g_hash_table_lookup (table->members, key);
}

/* Takes @value. */
static LbTomlValue *
insert (LbTomlValue *table, const char *key, LbTomlValue *value)
{
  char *copy = g_strdup (key);

  g_ptr_array_add (table->keys, copy);
  g_hash_table_insert (table->members, copy, value);
  return value;
}

/* ---- what stands between values ---------------------------------------------------------------------------------- */

static void
skip_blanks (LbTomlReader *reader)
{
  reader->p += strspn (reader->p, " \t");
}

static gboolean
skip_comment (LbTomlReader *reader, GError **error)
{
  if (*reader->p != '#')
    return TRUE;
  for (; reader->p < reader->end && *reader->p != '\n'; reader->p++) {
    guchar c = (guchar) *reader->p;

    if (c == '\r' && reader->p[1] == '\n')
      return TRUE;
    if ((c < 0x20 && c != '\t') || c == 0x7f)
      return lb_toml_fail (reader, error, "a comment contains a control character");
  }
  return TRUE;
}

static gboolean
take_newline (LbTomlReader *reader)
{
  gsize length = reader->p[0] == '\n' ? 1 : reader->p[0] == '\r' && reader->p[1] == '\n' ? 2 : 0;

  reader->p += length;
  reader->line += length > 0;
  return length > 0;
}

/* Blanks, comments and line ends. */
static gboolean
skip_lines (LbTomlReader *reader, GError **error)
{
  do {
    skip_blanks (reader);
    if (!skip_comment (reader, error))
      return FALSE;
  } while (take_newline (reader));
  return TRUE;
}

static gboolean
end_line (LbTomlReader *reader, GError **error)
{
  skip_blanks (reader);
  if (!skip_comment (reader, error))
    return FALSE;
  if (reader->p == reader->end || take_newline (reader))
    return TRUE;
  return lb_toml_fail (reader, error, "something follows where the line should end");
}

/* ---- keys ------------------------------------------------------------------------------------------------------- */

static char *
read_simple_key (LbTomlReader *reader, GError **error)
{
  if (reader->p < reader->end && (*reader->p == '"' || *reader->p == '\''))
    return lb_toml_scan_string (reader, FALSE, error);
  gsize length = strspn (reader->p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  if (length == 0) {
    lb_toml_fail (reader, error, "a key is missing");
    return NULL;
  }
  reader->p += length;
  return g_strndup (reader->p - length, length);
}

/* a."b c".d; with the blanks around it */
static GPtrArray *
read_key (LbTomlReader *reader, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (;;) {
    skip_blanks (reader);
    char *part = read_simple_key (reader, error);
    if (!part)
      return NULL;
    g_ptr_array_add (parts, part);
    skip_blanks (reader);
    if (*reader->p != '.')
      return g_steal_pointer (&parts);
    reader->p++;
  }
}

/* ---- tables ----------------------------------------------------------------------------------------------------- */

/* Go from @table along all but the last of @parts, as a dotted key does: it makes the tables on its way, and may add
 * only to tables that dotted keys of the same section have made, or that only their children have named. */
static LbTomlValue *
walk_dotted (LbTomlReader *reader, LbTomlValue *table, const GPtrArray *parts, GError **error)
{
  for (guint i = 0; i + 1 < parts->len; i++) {
    LbTomlValue *next = find (table, parts->pdata[i]);

    if (!next)
      next = insert (table, parts->pdata[i], lb_toml_value_new (LB_TOML_TABLE, reader->line));
    if (next->type != LB_TOML_TABLE || next->nature.frozen || next->nature.declared
        || (next->nature.dotted_in && next->nature.dotted_in != reader->section)) {
      lb_toml_fail (reader, error, "key '%s' is already complete, nothing can be added to it",
                    (const char *) parts->pdata[i]);
      return NULL;
    }
    next->nature.dotted_in = reader->section;
    table = next;
  }
  return table;
}

/* The same for a [header]: passes through the last table of an array of tables. */
static LbTomlValue *
walk_header (LbTomlReader *reader, LbTomlValue *table, const GPtrArray *parts, GError **error)
{
  for (guint i = 0; i + 1 < parts->len; i++) {
    LbTomlValue *next = find (table, parts->pdata[i]);

    if (!next)
      next = insert (table, parts->pdata[i], lb_toml_value_new (LB_TOML_TABLE, reader->line));
    if (next->type == LB_TOML_ARRAY && !next->nature.frozen)
      next = next->items->pdata[next->items->len - 1];
    if (next->type != LB_TOML_TABLE || next->nature.frozen) {
      lb_toml_fail (reader, error, "'%s' is no table that could hold another", (const char *) parts->pdata[i]);
      return NULL;
    }
    table = next;
  }
  return table;
}

/* key = value */
static gboolean
read_pair (LbTomlReader *reader, LbTomlValue *table, guint depth, GError **error)
{
  g_autoptr (GPtrArray) parts = read_key (reader, error);

  if (!parts)
    return FALSE;
  const char *last = parts->pdata[parts->len - 1];
  if (*reader->p != '=')
    return lb_toml_fail (reader, error, "key '%s' is not followed by '='", last);
  reader->p++;
  skip_blanks (reader);
  table = walk_dotted (reader, table, parts, error);
  if (!table)
    return FALSE;
  if (find (table, last))
    return lb_toml_fail (reader, error, "key '%s' stands twice", last);
  LbTomlValue *value = read_value (reader, depth, error);
  if (!value)
    return FALSE;
  insert (table, last, value);
  return TRUE;
}

static LbTomlValue *
declare_table (LbTomlReader *reader, LbTomlValue *parent, const char *name, GError **error)
{
  LbTomlValue *table = find (parent, name);

  if (!table)
    table = insert (parent, name, lb_toml_value_new (LB_TOML_TABLE, reader->line));
  if (table->type != LB_TOML_TABLE || table->nature.declared || table->nature.frozen || table->nature.dotted_in) {
    lb_toml_fail (reader, error, "table [%s] stands twice", name);
    return NULL;
  }
  table->nature.declared = TRUE;
  table->line = reader->line;
  return table;
}

static LbTomlValue *
declare_array_item (LbTomlReader *reader, LbTomlValue *parent, const char *name, GError **error)
{
  LbTomlValue *array = find (parent, name);

  if (!array) {
    array = insert (parent, name, lb_toml_value_new (LB_TOML_ARRAY, reader->line));
    array->nature.declared = TRUE;
  }
  if (array->type != LB_TOML_ARRAY || array->nature.frozen) {
    lb_toml_fail (reader, error, "'%s' is no array of tables", name);
    return NULL;
  }
  LbTomlValue *table = lb_toml_value_new (LB_TOML_TABLE, reader->line);
  table->nature.declared = TRUE;
  g_ptr_array_add (array->items, table);
  return table;
}

/* [a.b] or [[a.b]]; returns the table that the lines below it fill. */
static LbTomlValue *
read_header (LbTomlReader *reader, LbTomlValue *root, GError **error)
{
  gboolean is_array = reader->p[1] == '[';

  reader->p += is_array ? 2 : 1;
  g_autoptr (GPtrArray) parts = read_key (reader, error);
  if (!parts)
    return NULL;
  if (*reader->p != ']' || (is_array && reader->p[1] != ']')) {
    lb_toml_fail (reader, error, "a table header does not end with %s", is_array ? "]]" : "]");
    return NULL;
  }
  reader->p += is_array ? 2 : 1;
  reader->section++;
  LbTomlValue *parent = walk_header (reader, root, parts, error);
  const char *last = parts->pdata[parts->len - 1];
  if (!parent)
    return NULL;
  return is_array ? declare_array_item (reader, parent, last, error) : declare_table (reader, parent, last, error);
}

/* ---- values ----------------------------------------------------------------------------------------------------- */

static LbTomlValue *
read_array (LbTomlReader *reader, guint depth, GError **error)
{
  g_autoptr (LbTomlValue) array = lb_toml_value_new (LB_TOML_ARRAY, reader->line);

  array->nature.frozen = TRUE;
  reader->p++;
  for (;;) {
    if (!skip_lines (reader, error))
      return NULL;
    if (*reader->p == ']')
      break;
    LbTomlValue *item = read_value (reader, depth + 1, error);
    if (!item)
      return NULL;
    g_ptr_array_add (array->items, item);
    if (!skip_lines (reader, error))
      return NULL;
    if (*reader->p == ']')
      break;
    if (*reader->p != ',') {
      lb_toml_fail (reader, error, "an array has neither ',' nor ']' behind a value");
      return NULL;
    }
    reader->p++;
  }
  reader->p++;
  return g_steal_pointer (&array);
}

/* Nothing may be added to an inline table from outside, nor to the tables that dotted keys made in it. */
static void
freeze (LbTomlValue *table)
{
  table->nature.frozen = TRUE;
  for (guint i = 0; i < table->keys->len; i++) {
    LbTomlValue *member = find (table, table->keys->pdata[i]);

    if (member->type == LB_TOML_TABLE && !member->nature.frozen)
      freeze (member);
  }
}

static LbTomlValue *
read_inline_table (LbTomlReader *reader, guint depth, GError **error)
{
  g_autoptr (LbTomlValue) table = lb_toml_value_new (LB_TOML_TABLE, reader->line);

  reader->p++;
  skip_blanks (reader);
  while (*reader->p != '}') {
    if (!read_pair (reader, table, depth + 1, error))
      return NULL;
    skip_blanks (reader);
    if (*reader->p == '}')
      break;
    if (*reader->p != ',') {
      lb_toml_fail (reader, error, "an inline table has neither ',' nor '}' behind a value");
      return NULL;
    }
    reader->p++;
    skip_blanks (reader);
    if (*reader->p == '}') {
      lb_toml_fail (reader, error, "an inline table ends with a comma");
      return NULL;
    }
  }
  reader->p++;
  freeze (table);
  return g_steal_pointer (&table);
}

static LbTomlValue *
read_value (LbTomlReader *reader, guint depth, GError **error)
{
  guint line = reader->line;

  if (depth > MAX_DEPTH) {
    lb_toml_fail (reader, error, "more than %d arrays and tables stand within each other", MAX_DEPTH);
    return NULL;
  }
  switch (*reader->p) {
    case '[':
      return read_array (reader, depth, error);
    case '{':
      return read_inline_table (reader, depth, error);
    case '"':
    case '\'': {
      char *text = lb_toml_scan_string (reader, TRUE, error);
      LbTomlValue *value = text ? lb_toml_value_new (LB_TOML_STRING, line) : NULL;

      if (value)
        value->text = text;
      return value;
    }
    default:
      return lb_toml_scan_scalar (reader, error);
  }
}

/* ---- the document ----------------------------------------------------------------------------------------------- */

static gboolean
read_document (LbTomlReader *reader, LbTomlValue *root, GError **error)
{
  LbTomlValue *table = root;

  for (;;) {
    if (!skip_lines (reader, error))
      return FALSE;
    if (reader->p == reader->end)
      return TRUE;
    if (*reader->p == '[') {
      table = read_header (reader, root, error);
      if (!table)
        return FALSE;
    } else if (!read_pair (reader, table, 0, error)) {
      return FALSE;
    }
    if (!end_line (reader, error))
      return FALSE;
  }
}

LbTomlValue *
lb_toml_parse (const char *path, const char *text, gsize length, GError **error)
{
  /* the copy ends with a zero byte, so that looking ahead needs no bounds */
  g_autofree char *copy = g_strndup (text, length);
  LbTomlReader reader = { .path = path, .p = copy, .end = copy + length, .line = 1, .section = 1 };
  const char *invalid;

  if (!g_utf8_validate (text, (gssize) length, &invalid)) {
    for (const char *p = text; p < invalid; p++)
      reader.line += *p == '\n';
    lb_toml_fail (&reader, error, "line %u is not UTF-8", reader.line);
    return NULL;
  }
  if (g_str_has_prefix (copy, "\xef\xbb\xbf"))
    reader.p += 3;
  g_autoptr (LbTomlValue) root = lb_toml_value_new (LB_TOML_TABLE, 1);
  return read_document (&reader, root, error) ? g_steal_pointer (&root) : NULL;
}

LbTomlValue *
lb_toml_read (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &cause)) {
    lb_set_error_at (error, LB_ERROR_IO, path, 0, "%s", cause->message);
    return NULL;
  }
  return lb_toml_parse (path, text, length, error);
}
