#include "ini.h"

#include "ini_private.h"
#include "util/error.h"

#include <string.h>

/* One run over a file. The rules, and where they stop, are those of ConfigParser's reader. */
typedef struct {
  LbIni *ini;
  LbIniSection *section; /* NULL before the first header */
  LbIniOption *option;   /* the one a continuation line belongs to; NULL after a header */
  glong indent;          /* of the line that began the option or section, in characters */
  guint line;
} Reader;

/* What Python's str.isspace says: more than ASCII's six, and not what GLib thinks. */
static gboolean
is_space (gunichar c)
{
  return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680
         || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* g_utf8_next_char casts the const away. */
static const char *
next_char (const char *p)
{
  return p + g_utf8_skip[(guchar) *p];
}

/* The first character of [@p, @end) that is no blank; counts those before it, in characters. */
static const char *
skip_space (const char *p, const char *end, glong *ret_count)
{
  glong count = 0;

  for (; p < end && is_space (g_utf8_get_char (p)); p = next_char (p))
    count++;
  if (ret_count)
    *ret_count = count;
  return p;
}

static const char *
skip_space_back (const char *begin, const char *end)
{
  while (end > begin) {
    const char *before = g_utf8_prev_char (end);

    if (!is_space (g_utf8_get_char (before)))
      break;
    end = before;
  }
  return end;
}

static void
option_free (gpointer data)
{
  LbIniOption *option = data;

  g_free (option->key);
  g_string_free (option->value, TRUE);
  g_free (option);
}

static LbIniSection *
section_new (char *name)
{
  LbIniSection *section = g_new (LbIniSection, 1);

  *section = (LbIniSection){ .name = name,
                             .options = g_ptr_array_new_with_free_func (option_free),
                             .by_key = g_hash_table_new (g_str_hash, g_str_equal) };
  return section;
}

static void
section_free (gpointer data)
{
  LbIniSection *section = data;

  g_free (section->name);
  g_ptr_array_unref (section->options);
  g_hash_table_unref (section->by_key);
  g_free (section);
}

void
lb_ini_free (LbIni *ini)
{
  if (!ini)
    return;
  g_free (ini->path);
  section_free (ini->defaults);
  g_ptr_array_unref (ini->sections);
  g_hash_table_unref (ini->by_name);
  g_hash_table_unref (ini->injected);
  g_free (ini);
}

char *
lb_ini_fold_key (const char *key, gsize length)
{
  GString *out = g_string_sized_new (length);

  for (const char *p = key; p < key + length; p = next_char (p))
    g_string_append_unichar (out, g_unichar_tolower (g_utf8_get_char (p)));
  return g_string_free (out, FALSE);
}

void
lb_ini_set (LbIni *ini, const char *section, const char *key, const char *value)
{
  LbIniSection *found = g_str_equal (section, "DEFAULT") ? ini->defaults : g_hash_table_lookup (ini->by_name, section);
  g_autofree char *folded = lb_ini_fold_key (key, strlen (key));
  LbIniOption *option;

  if (!found) {
    found = section_new (g_strdup (section));
    g_ptr_array_add (ini->sections, found);
    g_hash_table_insert (ini->by_name, found->name, found);
  }
  option = g_hash_table_lookup (found->by_key, folded);
  if (!option) {
    option = g_new0 (LbIniOption, 1);
    option->key = g_steal_pointer (&folded);
    option->value = g_string_new (NULL);
    g_ptr_array_add (found->options, option);
    g_hash_table_insert (found->by_key, option->key, option);
  }
  g_string_assign (option->value, value);
}

static gboolean
begin_section (Reader *reader, const char *name, gsize length, GError **error)
{
  g_autofree char *copy = g_strndup (name, length);

  reader->option = NULL; /* a section cannot begin with a continuation line */
  if (g_str_equal (copy, "DEFAULT")) {
    reader->section = reader->ini->defaults;
    return TRUE;
  }
  if (g_hash_table_contains (reader->ini->by_name, copy)) {
    lb_set_error_at (error, LB_ERROR_CONFIG, reader->ini->path, reader->line, "section [%s] stands twice in %s", copy,
                     reader->ini->path);
    lb_error_set_hint (error ? *error : NULL, "Merge the two sections into one.");
    return FALSE;
  }
  reader->section = section_new (g_steal_pointer (&copy));
  g_ptr_array_add (reader->ini->sections, reader->section);
  g_hash_table_insert (reader->ini->by_name, reader->section->name, reader->section);
  return TRUE;
}

static gboolean
begin_option (Reader *reader, const char *begin, const char *delimiter, const char *end, GError **error)
{
  const char *key_end = skip_space_back (begin, delimiter);
  const char *value = skip_space (delimiter + 1, end, NULL);

  g_autofree char *key = lb_ini_fold_key (begin, (gsize) (key_end - begin));

  if (g_hash_table_contains (reader->section->by_key, key)) {
    lb_set_error_at (error, LB_ERROR_CONFIG, reader->ini->path, reader->line, "key '%s' stands twice in section [%s]",
                     key, reader->section->name);
    lb_error_set_hint (error ? *error : NULL, "Remove one of the two lines.");
    return FALSE;
  }
  LbIniOption *option = g_new (LbIniOption, 1);
  *option = (LbIniOption){ .key = g_steal_pointer (&key), .line = reader->line };
  option->value = g_string_new_len (value, end - value);
  g_ptr_array_add (reader->section->options, option);
  g_hash_table_insert (reader->section->by_key, option->key, option);
  reader->option = option;
  return TRUE;
}

/* A line that is no key. Its text is not shown: it may be the rest of a password. */
static gboolean
refuse_line (const Reader *reader, const char *begin, GError **error)
{
  const char *what = reader->section ? "has no '=' or ':'" : "stands before the first [section]";

  if (reader->section && (*begin == '=' || *begin == ':'))
    what = "has no key before its '='";
  lb_set_error_at (error, LB_ERROR_CONFIG, reader->ini->path, reader->line, "line %u of %s %s", reader->line,
                   reader->ini->path, what);
  lb_error_set_hint (error ? *error : NULL,
                     "A line is 'key = value', '[section]', a comment that begins with # or ;, or "
                     "the continuation of a value, indented deeper than its key.");
  return FALSE;
}

/* One line without its line end. */
static gboolean
read_line (Reader *reader, const char *line, const char *line_end, GError **error)
{
  glong indent;
  const char *begin = skip_space (line, line_end, &indent);
  const char *end = skip_space_back (begin, line_end);

  if (begin == end) { /* an empty line belongs to the value if the value goes on behind it */
    if (reader->option)
      g_string_append_c (reader->option->value, '\n');
    return TRUE;
  }
  if (*begin == '#' || *begin == ';')
    return TRUE;
  if (reader->option && indent > reader->indent) {
    g_string_append_c (reader->option->value, '\n');
    g_string_append_len (reader->option->value, begin, end - begin);
    return TRUE;
  }
  reader->indent = indent;
  if (*begin == '[') {
    const char *bracket = g_strrstr_len (begin, end - begin, "]"); /* the last one: anything behind it is ignored */

    if (bracket && bracket > begin + 1)
      return begin_section (reader, begin + 1, (gsize) (bracket - begin) - 1, error);
  }
  if (!reader->section)
    return refuse_line (reader, begin, error);
  gsize delimiter = 0;
  while (begin + delimiter < end && begin[delimiter] != '=' && begin[delimiter] != ':')
    delimiter++;
  if (delimiter == 0 || begin + delimiter == end)
    return refuse_line (reader, begin, error);
  return begin_option (reader, begin, begin + delimiter, end, error);
}

/* Values end where their last line with text ends. */
static void
trim_values (LbIniSection *section)
{
  for (guint i = 0; i < section->options->len; i++) {
    LbIniOption *option = section->options->pdata[i];
    const char *end = skip_space_back (option->value->str, option->value->str + option->value->len);

    g_string_truncate (option->value, (gsize) (end - option->value->str));
  }
}

static guint
count_lines (const char *text, const char *end)
{
  guint line = 1;

  for (; text < end; text++)
    line += *text == '\n' || (*text == '\r' && text[1] != '\n');
  return line;
}

LbIni *
lb_ini_parse (const char *path, const char *text, gsize length, GError **error)
{
  const char *end = text + length, *invalid;

  if (!g_utf8_validate (text, (gssize) length, &invalid)) {
    guint line = count_lines (text, invalid);

    lb_set_error_at (error, LB_ERROR_CONFIG, path, line, "line %u of %s is not UTF-8", line, path);
    lb_error_set_hint (error ? *error : NULL, "Save the file as UTF-8.");
    return NULL;
  }
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    text += 3;

  g_autoptr (LbIni) ini = g_new (LbIni, 1);
  *ini = (LbIni){ .path = g_strdup (path),
                  .defaults = section_new (g_strdup ("DEFAULT")),
                  .sections = g_ptr_array_new_with_free_func (section_free),
                  .by_name = g_hash_table_new (g_str_hash, g_str_equal),
                  .injected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  Reader reader = { .ini = ini };

  while (text < end) {
    const char *line_end = text;

    while (line_end < end && *line_end != '\n' && *line_end != '\r')
      line_end++;
    reader.line++;
    if (!read_line (&reader, text, line_end, error))
      return NULL;
    text = line_end + 1;
    if (line_end + 1 < end && line_end[0] == '\r' && line_end[1] == '\n')
      text++;
  }
  trim_values (ini->defaults);
  for (guint i = 0; i < ini->sections->len; i++)
    trim_values (ini->sections->pdata[i]);
  return g_steal_pointer (&ini);
}

LbIni *
lb_ini_read (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &cause)) {
    lb_set_error_at (error, LB_ERROR_IO, path, 0, "%s", cause->message);
    return NULL;
  }
  return lb_ini_parse (path, text, length, error);
}
