#include "toml_private.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define DIGITS "0123456789"

/* ---- strings ---------------------------------------------------------------------------------------------------- */

static const char escapes[][2]
    = { { 'b', '\b' }, { 't', '\t' }, { 'n', '\n' }, { 'f', '\f' }, { 'r', '\r' }, { '"', '"' }, { '\\', '\\' } };

/* \uXXXX or \UXXXXXXXX, at the letter. */
static gboolean
scan_code_point (LbTomlReader *reader, GString *out, GError **error)
{
  guint n = *reader->p == 'u' ? 4 : 8;
  gunichar c = 0;

  reader->p++;
  for (guint i = 0; i < n; i++, reader->p++) {
    if (!g_ascii_isxdigit (*reader->p))
      return lb_toml_fail (reader, error, "an escape \\%c is not followed by %u hex digits", n == 4 ? 'u' : 'U', n);
    c = c * 16 + (gunichar) g_ascii_xdigit_value (*reader->p);
  }
  if (c == 0)
    return lb_toml_fail (reader, error, "a string contains a zero byte");
  if (!g_unichar_validate (c))
    return lb_toml_fail (reader, error, "an escape names no Unicode character");
  g_string_append_unichar (out, c);
  return TRUE;
}

/* A backslash at the end of a line eats the line end and all blanks up to the next text. */
static gboolean
skip_folded_lines (LbTomlReader *reader)
{
  const char *p = reader->p + strspn (reader->p, " \t");

  if (*p != '\n' && !(p[0] == '\r' && p[1] == '\n'))
    return FALSE;
  for (; *p == ' ' || *p == '\t' || *p == '\n' || (p[0] == '\r' && p[1] == '\n'); p++)
    reader->line += *p == '\n';
  reader->p = p;
  return TRUE;
}

/* Behind a backslash. */
static gboolean
scan_escape (LbTomlReader *reader, gboolean multiline, GString *out, GError **error)
{
  if (multiline && skip_folded_lines (reader))
    return TRUE;
  if (*reader->p == 'u' || *reader->p == 'U')
    return scan_code_point (reader, out, error);
  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++) {
    if (*reader->p == escapes[i][0]) {
      g_string_append_c (out, escapes[i][1]);
      reader->p++;
      return TRUE;
    }
  }
  return lb_toml_fail (reader, error, "a backslash in a string begins no escape");
}

/* At a run of quotes in a multi-line string: up to two of them may stand before the three that end it. */
static gboolean
ends_multiline (LbTomlReader *reader, char quote, GString *out)
{
  gsize n = 0;

  while (n < 5 && reader->p[n] == quote)
    n++;
  reader->p += n;
  for (gsize i = n >= 3 ? 3 : 0; i < n; i++)
    g_string_append_c (out, quote);
  return n >= 3;
}

/* One character that is neither quote nor backslash. */
static gboolean
scan_plain (LbTomlReader *reader, gboolean multiline, GString *out, GError **error)
{
  guchar c = (guchar) *reader->p;

  if (reader->p == reader->end)
    return lb_toml_fail (reader, error, "a string is not closed");
  if (c == '\r' && reader->p[1] == '\n') {
    reader->p++;
    c = '\n';
  }
  if (c == '\n' && !multiline)
    return lb_toml_fail (reader, error, "a string is not closed at the end of its line");
  if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f)
    return lb_toml_fail (reader, error, "a string contains a control character");
  reader->line += c == '\n';
  g_string_append_c (out, (char) c);
  reader->p++;
  return TRUE;
}

char *
lb_toml_scan_string (LbTomlReader *reader, gboolean many, GError **error)
{
  char quote = *reader->p;
  gboolean multiline = many && reader->p[1] == quote && reader->p[2] == quote;
  g_autoptr (GString) out = g_string_new (NULL);

  reader->p += multiline ? 3 : 1;
  if (multiline && (*reader->p == '\n' || (reader->p[0] == '\r' && reader->p[1] == '\n'))) {
    reader->p += *reader->p == '\r' ? 2 : 1;
    reader->line++;
  }
  for (;;) {
    if (*reader->p == quote && reader->p < reader->end) {
      if (!multiline) {
        reader->p++;
        break;
      }
      if (ends_multiline (reader, quote, out))
        break;
    } else if (*reader->p == '\\' && quote == '"') {
      reader->p++;
      if (!scan_escape (reader, multiline, out, error))
        return NULL;
    } else if (!scan_plain (reader, multiline, out, error)) {
      return NULL;
    }
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* ---- dates ------------------------------------------------------------------------------------------------------ */

/* Match @text against @pattern, in which 0 stands for a digit; returns what follows, or NULL. */
static const char *
match (const char *text, const char *pattern)
{
  for (; *pattern; pattern++, text++) {
    if (*pattern == '0' ? !g_ascii_isdigit (*text) : g_ascii_toupper (*text) != *pattern)
      return NULL;
  }
  return text;
}

static guint
two_digits (const char *text)
{
  return (guint) (text[0] - '0') * 10 + (guint) (text[1] - '0');
}

static const char *
match_time (const char *text)
{
  const char *rest = match (text, "00:00:00");

  if (!rest || two_digits (text) > 23 || two_digits (text + 3) > 59 || two_digits (text + 6) > 59)
    return NULL;
  if (*rest == '.') {
    gsize digits = strspn (rest + 1, DIGITS);

    if (digits == 0)
      return NULL;
    rest += 1 + digits;
  }
  return rest;
}

static const char *
match_date (const char *text)
{
  const char *rest = match (text, "0000-00-00");

  if (!rest)
    return NULL;
  guint year = two_digits (text) * 100 + two_digits (text + 2);
  return g_date_valid_dmy ((GDateDay) two_digits (text + 8), (GDateMonth) two_digits (text + 5), (GDateYear) year)
             ? rest
             : NULL;
}

static const char *
match_zone (const char *text)
{
  if (*text == 'Z' || *text == 'z')
    return text + 1;
  if (*text != '+' && *text != '-')
    return text;
  const char *rest = match (text + 1, "00:00");
  return rest && two_digits (text + 1) <= 23 && two_digits (text + 4) <= 59 ? rest : NULL;
}

/* The end of a date, time, or date and time at @text; NULL if it is none. */
static const char *
match_moment (const char *text)
{
  const char *time = match_time (text);

  if (time)
    return time;
  const char *date = match_date (text);
  if (!date)
    return NULL;
  if (*date != 'T' && *date != 't' && !(*date == ' ' && g_ascii_isdigit (date[1])))
    return date;
  time = match_time (date + 1);
  return time ? match_zone (time) : NULL;
}

/* ---- numbers ---------------------------------------------------------------------------------------------------- */

/* Digits with single underscores between them; returns what follows, NULL if there is no digit or a stray _. */
static const char *
match_digits (const char *text, const char *digits)
{
  for (;;) {
    gsize n = strspn (text, digits);

    if (n == 0)
      return NULL;
    text += n;
    if (*text != '_')
      return text;
    text++;
  }
}

static const struct {
  const char *prefix;
  const char *digits;
  guint base;
} bases[] = {
  { "0x", "0123456789abcdefABCDEF", 16 },
  { "0o", "01234567", 8 },
  { "0b", "01", 2 },
};

/* An integer in @word without underscores. */
static LbTomlValue *
integer_value (LbTomlReader *reader, const char *word, guint base, GError **error)
{
  LbTomlValue *value;
  gint64 number;

  errno = 0;
  number = g_ascii_strtoll (word, NULL, base);
  if (errno == ERANGE) {
    lb_toml_fail (reader, error, "an integer does not fit into 64 bits");
    return NULL;
  }
  value = lb_toml_value_new (LB_TOML_INTEGER, reader->line);
  value->integer = number;
  return value;
}

static LbTomlValue *
float_value (const LbTomlReader *reader, double number)
{
  LbTomlValue *value = lb_toml_value_new (LB_TOML_FLOAT, reader->line);

  value->number = number;
  return value;
}

static char *
without_underscores (const char *word)
{
  g_auto (GStrv)
    parts = g_strsplit (word, "_", -1);

  return g_strjoinv ("", parts);
}

/* A decimal integer or float; NULL without @error if @word is neither. */
static LbTomlValue *
decimal_value (LbTomlReader *reader, const char *word, GError **error)
{
  const char *digits = word + (*word == '+' || *word == '-');
  const char *p = match_digits (digits, DIGITS);
  gboolean is_float = FALSE;

  if (!p || (digits[0] == '0' && p > digits + 1))
    return NULL;
  if (*p == '.') {
    p = match_digits (p + 1, DIGITS);
    is_float = TRUE;
  }
  if (p && (*p == 'e' || *p == 'E')) {
    p += p[1] == '+' || p[1] == '-' ? 2 : 1;
    p = match_digits (p, DIGITS);
    is_float = TRUE;
  }
  if (!p || *p)
    return NULL;
  g_autofree char *plain = without_underscores (word);
  return is_float ? float_value (reader, g_ascii_strtod (plain, NULL)) : integer_value (reader, plain, 10, error);
}

static LbTomlValue *
based_value (LbTomlReader *reader, const char *word, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bases); i++) {
    if (!g_str_has_prefix (word, bases[i].prefix))
      continue;
    const char *p = match_digits (word + 2, bases[i].digits);
    g_autofree char *plain = without_underscores (word + 2);

    return p && *p == '\0' ? integer_value (reader, plain, bases[i].base, error) : NULL;
  }
  return NULL;
}

/* inf and nan, with or without sign */
static LbTomlValue *
special_value (const LbTomlReader *reader, const char *word)
{
  const char *name = word + (*word == '+' || *word == '-');

  if (!g_str_equal (name, "inf") && !g_str_equal (name, "nan"))
    return NULL;
  double number = *name == 'i' ? (double) INFINITY : (double) NAN;
  return float_value (reader, *word == '-' ? -number : number);
}

LbTomlValue *
lb_toml_scan_scalar (LbTomlReader *reader, GError **error)
{
  const char *moment_end = match_moment (reader->p);
  LbTomlValue *value = NULL;
  GError *cause = NULL;

  if (moment_end) {
    value = lb_toml_value_new (LB_TOML_DATE, reader->line);
    value->text = g_strndup (reader->p, (gsize) (moment_end - reader->p));
    reader->p = moment_end;
    return value;
  }
  gsize length = strspn (reader->p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGITS "_+-.:");
  g_autofree char *word = g_strndup (reader->p, length);

  if (g_str_equal (word, "true") || g_str_equal (word, "false")) {
    value = lb_toml_value_new (LB_TOML_BOOLEAN, reader->line);
    value->boolean = *word == 't';
  }
  if (!value)
    value = special_value (reader, word);
  if (!value)
    value = based_value (reader, word, &cause);
  if (!value && !cause)
    value = decimal_value (reader, word, &cause);
  if (cause)
    g_propagate_error (error, cause);
  else if (!value)
    lb_toml_fail (reader, error, length ? "a value is neither string, number, boolean nor date" : "a value is missing");
  reader->p += length;
  return value;
}
