#include "rows.h"

#include <string.h>

/* The text is overwritten from its beginning: what is read is never shorter than what is made of it. */
typedef struct {
  char *at;
  const char *end;
} Reader;

static gboolean
take (Reader *reader, char wanted)
{
  if (reader->at == reader->end || *reader->at != wanted)
    return FALSE;
  reader->at++;
  return TRUE;
}

static gboolean
read_word (Reader *reader, const char *word, LbValueKind kind, const char *text, LbValue *value)
{
  gsize length = strlen (word);

  if ((gsize) (reader->end - reader->at) < length || memcmp (reader->at, word, length) != 0)
    return FALSE;
  reader->at += length;
  *value = (LbValue){ .kind = kind, .text = text, .length = text ? strlen (text) : 0 };
  return TRUE;
}

/* The code unit of \uXXXX, of which @at is the first digit; G_MAXUINT for none. */
static guint
code_unit (const Reader *reader, const char *at)
{
  guint unit = 0;

  if (reader->end - at < 4)
    return G_MAXUINT;
  for (guint i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (at[i]);

    if (digit < 0)
      return G_MAXUINT;
    unit = unit << 4 | (guint) digit;
  }
  return unit;
}

/* Behind a backslash: what is meant goes to @to. NUL and halves of pairs are left to whoever has words for them. */
static char *
read_escape (Reader *reader, char *to)
{
  static const char letters[256] = {
    ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'
  };
  char letter = reader->at < reader->end ? *reader->at++ : '\0';
  guint unit;

  if (letters[(guint8) letter]) {
    *to = letters[(guint8) letter];
    return to + 1;
  }
  unit = letter == 'u' ? code_unit (reader, reader->at) : G_MAXUINT;
  if (unit == 0 || unit > 0xFFFF || (unit >= 0xD800 && unit < 0xE000))
    return NULL;
  reader->at += 4;
  return to + g_unichar_to_utf8 (unit, to);
}

static gboolean
read_text (Reader *reader, LbValue *value)
{
  char *from = reader->at, *to = from;

  while (reader->at < reader->end && *reader->at != '"') {
    if ((guint8) *reader->at < ' ')
      return FALSE;
    if (*reader->at != '\\') {
      *to++ = *reader->at++;
      continue;
    }
    reader->at++;
    to = read_escape (reader, to);
    if (!to)
      return FALSE;
  }
  *value = (LbValue){ .kind = LB_VALUE_TEXT, .text = from, .length = (gsize) (to - from) };
  if (!take (reader, '"'))
    return FALSE;
  *to = '\0';
  return TRUE;
}

static const char *
skip_digits (const char *at, const char *end)
{
  while (at < end && g_ascii_isdigit (*at))
    at++;
  return at;
}

/* By JSON's rule, so that its text can stand in SQL. What ends it is not overwritten yet: see read_row(). */
static gboolean
read_number (Reader *reader, LbValue *value)
{
  const char *from = reader->at, *end = reader->end;
  const char *digits = from + (*from == '-');
  const char *at = skip_digits (digits, end);
  gboolean whole = TRUE;

  if (at == digits || (*digits == '0' && at > digits + 1))
    return FALSE;
  if (at < end && *at == '.') {
    whole = FALSE;
    digits = at + 1;
    at = skip_digits (digits, end);
    if (at == digits)
      return FALSE;
  }
  if (at < end && (*at == 'e' || *at == 'E')) {
    whole = FALSE;
    digits = at + 1;
    digits += digits < end && (*digits == '+' || *digits == '-');
    at = skip_digits (digits, end);
    if (at == digits)
      return FALSE;
  }
  *value = (LbValue){ .kind = whole ? LB_VALUE_INTEGER : LB_VALUE_FLOAT, .text = from, .length = (gsize) (at - from) };
  reader->at += at - from;
  return TRUE;
}

static gboolean
read_value (Reader *reader, LbValue *value)
{
  if (reader->at == reader->end)
    return FALSE;
  switch (*reader->at) {
    case '"':
      reader->at++;
      return read_text (reader, value);
    case 'n':
      return read_word (reader, "null", LB_VALUE_NULL, NULL, value);
    case 't':
      return read_word (reader, "true", LB_VALUE_BOOLEAN, "t", value);
    case 'f':
      return read_word (reader, "false", LB_VALUE_BOOLEAN, "f", value);
    default:
      return read_number (reader, value);
  }
}

static gboolean
read_row (Reader *reader, LbValue *values, guint n_columns)
{
  if (!take (reader, '['))
    return FALSE;
  for (guint i = 0; i < n_columns; i++)
    if (!read_value (reader, &values[i]) || !take (reader, i + 1 < n_columns ? ',' : ']'))
      return FALSE;
    else
      reader->at[-1] = '\0'; /* the end of a number */
  return TRUE;
}

GPtrArray *
lb_rows_read (char *text, gsize length, guint n_columns)
{
  Reader reader = { text, text + length };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);

  if (!n_columns || !g_utf8_validate_len (text, length, NULL) || !take (&reader, '['))
    return NULL;
  do {
    LbValue *values = g_new (LbValue, n_columns);

    g_ptr_array_add (rows, values);
    if (!read_row (&reader, values, n_columns))
      return NULL;
  } while (take (&reader, ','));
  return take (&reader, ']') && reader.at == reader.end ? g_steal_pointer (&rows) : NULL;
}
