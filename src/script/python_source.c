#include "python_source.h"

#include "header_private.h"
#include "util/error.h"

#include <string.h>

#define BOM      "\xef\xbb\xbf"
#define MAX_NAME 40

/* Names that Python has and iconv has not, after lower-casing and with dashes for underscores. */
static const char *const aliases[][2] = {
  { "latin-1", "ISO-8859-1" },     { "latin1", "ISO-8859-1" },   { "latin", "ISO-8859-1" },
  { "iso-latin-1", "ISO-8859-1" }, { "8859", "ISO-8859-1" },     { "l1", "ISO-8859-1" },
  { "latin-9", "ISO-8859-15" },    { "latin9", "ISO-8859-15" },  { "ascii", "US-ASCII" },
  { "646", "US-ASCII" },           { "cyrillic", "ISO-8859-5" }, { "shift-jis", "SHIFT_JIS" },
  { "sjis", "SHIFT_JIS" },         { "s-jis", "SHIFT_JIS" },     { "mac-roman", "MACINTOSH" },
  { "windows-1252", "CP1252" },    { "windows-1251", "CP1251" }, { "windows-1250", "CP1250" },
};

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\f';
}

static const char *
line_end (const char *at, const char *end)
{
  while (at < end && *at != '\n' && *at != '\r')
    at++;
  return at;
}

/* The encoding that the comment in [@at, @end) names: `coding` with `:` or `=` and a name. */
static gboolean
read_coding (const char *at, const char *end, char name[MAX_NAME])
{
  while ((at = memmem (at, (gsize) (end - at), "coding", strlen ("coding")))) {
    gsize n = 0;

    at += strlen ("coding");
    if (at == end || (*at != ':' && *at != '='))
      continue;
    for (at++; at < end && (*at == ' ' || *at == '\t'); at++)
      ;
    for (; at < end && n + 1 < MAX_NAME && (g_ascii_isalnum (*at) || *at == '-' || *at == '_' || *at == '.'); at++)
      name[n++] = *at == '_' ? '-' : g_ascii_tolower (*at);
    name[n] = '\0';
    if (n > 0)
      return TRUE;
  }
  return FALSE;
}

/* The encoding that one of the first two lines names, and which. The second counts only below a blank or comment line.
 */
static gboolean
find_coding (const char *text, const char *end, char name[MAX_NAME], guint *ret_line)
{
  const char *at = text;

  for (*ret_line = 1; *ret_line <= 2 && at < end; (*ret_line)++) {
    const char *stop = line_end (at, end);

    while (at < stop && is_blank (*at))
      at++;
    if (at < stop && *at != '#')
      return FALSE;
    if (read_coding (at, stop, name))
      return TRUE;
    if (stop == end)
      return FALSE;
    at = stop + (end - stop > 1 && stop[0] == '\r' && stop[1] == '\n' ? 2 : 1);
  }
  return FALSE;
}

static gboolean
is_utf8_name (const char *name)
{
  return strcmp (name, "utf8") == 0 || strcmp (name, "u8") == 0 || strcmp (name, "utf") == 0
         || strcmp (name, "utf-8") == 0 || g_str_has_prefix (name, "utf-8-");
}

static const char *
charset_of (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++) {
    if (strcmp (name, aliases[i][0]) == 0)
      return aliases[i][1];
  }
  return name;
}

char *
lb_py_charset (const char *name)
{
  g_autofree char *lower = g_strdelimit (g_ascii_strdown (name, -1), "_", '-');

  return is_utf8_name (lower) ? NULL : g_strdup (charset_of (lower));
}

static gboolean
convert (LbPySource *source, const char *path, const char *name, guint line, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gsize read = 0, length;

  source->converted
      = g_convert (source->text, (gssize) source->length, "UTF-8", charset_of (name), &read, &length, &failure);
  if (source->converted) {
    source->text = source->converted;
    source->length = length;
    return TRUE;
  }
  if (g_error_matches (failure, G_CONVERT_ERROR, G_CONVERT_ERROR_NO_CONVERSION)) {
    lb_set_error_at (error, LB_ERROR_SCRIPT, path, line, "unknown encoding '%s'", name);
    return FALSE;
  }
  lb_set_error_at (error, LB_ERROR_SCRIPT, path, lb_header_line (source->text, source->text + read),
                   "byte 0x%02x is not valid %s", (guint) (guchar) source->text[MIN (read, source->length - 1)], name);
  if (error)
    lb_error_set_hint (*error, "Save the file in the encoding that line %u names.", line);
  return FALSE;
}

gboolean
lb_py_source_decode (LbPySource *source, const char *path, const char *text, gsize length, GError **error)
{
  char name[MAX_NAME];
  gboolean bom = length >= strlen (BOM) && memcmp (text, BOM, strlen (BOM)) == 0;
  guint line;

  source->text = text + (bom ? strlen (BOM) : 0);
  source->length = length - (bom ? strlen (BOM) : 0);
  source->converted = NULL;
  if (find_coding (source->text, source->text + source->length, name, &line) && !is_utf8_name (name)) {
    if (bom) {
      lb_set_error_at (error, LB_ERROR_SCRIPT, path, line,
                       "the file starts with UTF-8's byte order mark but names '%s'", name);
      return FALSE;
    }
    if (!convert (source, path, name, line, error))
      return FALSE;
  }
  if (!lb_header_check_text (path, source->text, source->length,
                             "Save the file as UTF-8, or name its encoding in a comment on the first line.", error)) {
    lb_py_source_clear (source);
    return FALSE;
  }
  return TRUE;
}

void
lb_py_source_clear (LbPySource *source)
{
  g_clear_pointer (&source->converted, g_free);
}
