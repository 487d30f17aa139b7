#include "header_private.h"

#include "util/error.h"

#include <string.h>

#define BOM "\xef\xbb\xbf"

LbHeaderReader *
lb_header_reader_new (void)
{
  LbHeaderReader *reader = g_new0 (LbHeaderReader, 1);

  reader->strings = g_string_chunk_new (512);
  for (guint i = 0; i < LB_HEADER_N_VALUES; i++)
    reader->lists[i] = g_ptr_array_new ();
  reader->spare = g_ptr_array_new ();
  reader->scratch = g_string_new (NULL);
  return reader;
}

void
lb_header_reader_free (LbHeaderReader *reader)
{
  if (!reader)
    return;
  g_string_chunk_free (reader->strings);
  for (guint i = 0; i < LB_HEADER_N_VALUES; i++)
    g_ptr_array_unref (reader->lists[i]);
  g_ptr_array_unref (reader->spare);
  g_string_free (reader->scratch, TRUE);
  g_clear_pointer (&reader->bindings, g_array_unref);
  g_free (reader);
}

static void
reset (LbHeaderReader *reader)
{
  reader->header = (LbHeader){ 0 };
  g_string_chunk_clear (reader->strings);
  for (guint i = 0; i < LB_HEADER_N_VALUES; i++)
    g_ptr_array_set_size (reader->lists[i], 0);
  if (reader->bindings)
    g_array_set_size (reader->bindings, 0);
}

char *
lb_header_keep (LbHeaderReader *reader, const char *text, gsize length)
{
  return g_string_chunk_insert_len (reader->strings, text, (gssize) length);
}

static gboolean
is_python_space (gunichar c)
{
  return (c >= 0x1c && c <= 0x1f) || c == 0x85 || g_unichar_isspace (c) || c == '\v';
}

void
lb_header_describe (LbHeaderReader *reader, const char *text, gsize length, gboolean with_doc)
{
  const char *end = text + length;
  const char *paragraph;

  while (text < end && is_python_space (g_utf8_get_char (text)))
    text += g_utf8_skip[(guchar) *text];
  while (end > text) {
    const char *last = g_utf8_prev_char (end);

    if (!is_python_space (g_utf8_get_char (last)))
      break;
    end = last;
  }
  if (with_doc)
    reader->header.doc = lb_header_keep (reader, text, (gsize) (end - text));
  paragraph = memmem (text, (gsize) (end - text), "\n\n", 2);
  reader->header.message = lb_header_keep (reader, text, (gsize) ((paragraph ? paragraph : end) - text));
}

guint
lb_header_line (const char *text, const char *at)
{
  guint line = 1;

  for (const char *c = text; c < at; c++) {
    if (*c == '\n' || (*c == '\r' && (c + 1 == at || c[1] != '\n')))
      line++;
  }
  return line;
}

gboolean
lb_header_check_text (const char *path, const char *text, gsize length, const char *hint, GError **error)
{
  const char *bad;
  guint line;

  if (g_utf8_validate_len (text, length, &bad))
    return TRUE;
  line = lb_header_line (text, bad);
  if (*bad) {
    lb_set_error_at (error, LB_ERROR_SCRIPT, path, line, "byte 0x%02x is not valid UTF-8", (guint) (guchar) *bad);
    if (error)
      lb_error_set_hint (*error, "%s", hint);
  } else {
    lb_set_error_at (error, LB_ERROR_SCRIPT, path, line, "the script holds a null byte");
  }
  return FALSE;
}

/* Lists end with a NULL that does not count. */
static char **
finish_list (GPtrArray *list)
{
  g_ptr_array_add (list, NULL);
  return (char **) list->pdata;
}

LbHeaderResult
lb_header_reader_read (LbHeaderReader *reader, const LbHeaderSource *source, const LbHeader **ret_header,
                       GError **error)
{
  LbHeaderSource plain = *source;
  LbHeader *header = &reader->header;
  LbHeaderResult result;

  reset (reader);
  if (plain.length == 0)
    plain.text = "";
  if (plain.format == LB_SCRIPT_PYTHON) {
    result = plain.partial ? LB_HEADER_MORE : lb_header_read_python (reader, &plain, error);
  } else {
    if (plain.length >= strlen (BOM) && memcmp (plain.text, BOM, strlen (BOM)) == 0) {
      plain.text += strlen (BOM);
      plain.length -= strlen (BOM);
    }
    result = lb_header_read_sql (reader, &plain, error);
  }
  if (result != LB_HEADER_REVISION)
    return result;
  header->id = g_ptr_array_index (reader->lists[LB_HEADER_ID], 0);
  header->down = finish_list (reader->lists[LB_HEADER_DOWN]);
  header->depends = finish_list (reader->lists[LB_HEADER_DEPENDS]);
  header->labels = finish_list (reader->lists[LB_HEADER_LABELS]);
  *ret_header = header;
  return result;
}

LbHeader *
lb_header_read (LbScriptFormat format, const char *path, const char *text, gsize length, gboolean with_doc,
                GError **error)
{
  g_autoptr (LbHeaderReader) reader = lb_header_reader_new ();
  LbHeaderSource source = { .format = format, .path = path, .text = text, .length = length, .with_doc = with_doc };
  const LbHeader *read = NULL;
  LbHeader *header;

  switch (lb_header_reader_read (reader, &source, &read, error)) {
    case LB_HEADER_REVISION:
      break;
    case LB_HEADER_OTHER:
      lb_set_error_at (error, LB_ERROR_SCRIPT, path, 1, "the script has no revision line");
      if (error)
        lb_error_set_hint (*error, "Write '-- revision: ID' and '-- down_revision: ID' into the comment at its top.");
      return NULL;
    case LB_HEADER_MORE:
    case LB_HEADER_FAILED:
      return NULL;
  }
  header = g_new0 (LbHeader, 1);
  header->id = g_strdup (read->id);
  header->down = g_strdupv (read->down);
  header->depends = g_strdupv (read->depends);
  header->labels = g_strdupv (read->labels);
  header->message = g_strdup (read->message);
  header->doc = g_strdup (read->doc);
  header->create_date = g_strdup (read->create_date);
  return header;
}

void
lb_header_free (LbHeader *header)
{
  if (!header)
    return;
  g_free (header->id);
  g_strfreev (header->down);
  g_strfreev (header->depends);
  g_strfreev (header->labels);
  g_free (header->message);
  g_free (header->doc);
  g_free (header->create_date);
  g_free (header);
}
