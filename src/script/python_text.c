#include "python_text.h"

#include <string.h>

/* What Python's str.isprintable() says of one character. */
static gboolean
is_printable (gunichar c)
{
  switch (g_unichar_type (c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return FALSE;
    case G_UNICODE_SPACE_SEPARATOR:
      return c == ' ';
    default:
      return TRUE;
  }
}

static void
append_escaped (GString *out, gunichar c)
{
  switch (c) {
    case '\n':
      g_string_append (out, "\\n");
      break;
    case '\r':
      g_string_append (out, "\\r");
      break;
    case '\t':
      g_string_append (out, "\\t");
      break;
    default:
      if (c <= 0xff)
        g_string_append_printf (out, "\\x%02x", c);
      else if (c <= 0xffff)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_printf (out, "\\U%08x", c);
  }
}

void
lb_python_append_repr (GString *out, const char *text)
{
  char quote = strchr (text, '\'') && !strchr (text, '"') ? '"' : '\'';

  g_string_append_c (out, quote);
  for (const char *at = text; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (c == '\\' || c == (gunichar) quote) {
      g_string_append_c (out, '\\');
      g_string_append_c (out, (char) c);
    } else if (is_printable (c)) {
      g_string_append_unichar (out, c);
    } else {
      append_escaped (out, c);
    }
  }
  g_string_append_c (out, quote);
}

static gboolean
is_prefix_letter (char c)
{
  return c && strchr ("rRbBuUfF", c);
}

/* Whether the quote at @at stands behind a string prefix that contains an r. */
static gboolean
is_raw (const char *text, gsize at)
{
  gsize start = at;
  gboolean raw = FALSE;

  while (start > 0 && at - start < 2 && is_prefix_letter (text[start - 1])) {
    start--;
    raw = raw || text[start] == 'r' || text[start] == 'R';
  }
  return raw && (start == 0 || !(g_ascii_isalnum (text[start - 1]) || text[start - 1] == '_'));
}

static gboolean
is_tripled (const char *text, gsize at, gsize to, char quote)
{
  return at + 2 < to && text[at] == quote && text[at + 1] == quote && text[at + 2] == quote;
}

/* One step in a string: how many bytes it takes. */
static gsize
step_in_string (const char *text, gsize at, gsize to, LbPythonState *state)
{
  if (text[at] == '\\')
    return 2; /* in a raw string too, a quote behind a backslash does not end it */
  if (text[at] == state->quote) {
    if (!state->triple || is_tripled (text, at, to, state->quote)) {
      gsize length = state->triple ? 3 : 1;

      *state = (LbPythonState){ LB_PYTHON_CODE };
      return length;
    }
  } else if (text[at] == '\n' && !state->triple) {
    *state = (LbPythonState){ LB_PYTHON_CODE }; /* unterminated: a fault of the template; go on as if it had ended */
  }
  return 1;
}

static gsize
step_in_code (const char *text, gsize at, gsize to, LbPythonState *state)
{
  char c = text[at];

  if (c == '#') {
    state->place = LB_PYTHON_COMMENT;
  } else if (c == '"' || c == '\'') {
    state->place = LB_PYTHON_STRING;
    state->quote = c;
    state->raw = is_raw (text, at);
    state->triple = is_tripled (text, at, to, c);
    return state->triple ? 3 : 1;
  }
  return 1;
}

void
lb_python_scan (const char *text, gsize from, gsize to, LbPythonState *state)
{
  gsize at = from;

  while (at < to) {
    if (state->place == LB_PYTHON_STRING) {
      at += step_in_string (text, at, to, state);
    } else if (state->place == LB_PYTHON_CODE) {
      at += step_in_code (text, at, to, state);
    } else {
      if (text[at] == '\n')
        state->place = LB_PYTHON_CODE;
      at++;
    }
  }
}

/* Whether the quote at @at of @text would end the literal, or help its neighbours to. */
static gboolean
quote_is_dangerous (const char *text, const char *at, const LbPythonState *state, char before, char after)
{
  const char *first = at;
  const char *last = at;

  if (!state->triple)
    return TRUE;
  while (first > text && first[-1] == state->quote)
    first--;
  while (last[1] == state->quote)
    last++;
  if (last - first + 1 >= 3)
    return TRUE;
  if (last[1] == '\0' && (after == state->quote || after == '\0'))
    return TRUE;
  return first == text && before == state->quote && last[1] == state->quote;
}

static void
append_in_string (GString *out, const char *text, const LbPythonState *state, char before, char after)
{
  for (const char *at = text; *at; at++) {
    guchar c = (guchar) *at;

    if (*at == '\\' || (*at == state->quote && quote_is_dangerous (text, at, state, before, after))) {
      g_string_append_c (out, '\\');
      g_string_append_c (out, *at);
    } else if ((c < 0x20 && *at != '\t' && !(*at == '\n' && state->triple)) || c == 0x7f) {
      append_escaped (out, c);
    } else {
      g_string_append_c (out, *at);
    }
  }
}

static void
append_in_comment (GString *out, const char *text)
{
  for (const char *at = text; *at; at++) {
    if (*at == '\n')
      g_string_append (out, "\n# ");
    else if (*at == '\r' || *at == '\f' || *at == '\v')
      g_string_append_c (out, ' ');
    else
      g_string_append_c (out, *at);
  }
}

void
lb_python_append_guarded (GString *out, const char *text, const LbPythonState *state, char before, char after)
{
  if (state->place == LB_PYTHON_CODE || (state->place == LB_PYTHON_STRING && state->raw))
    g_string_append (out, text); /* a raw string has no escapes to use; what does not fit there shows when re-read */
  else if (state->place == LB_PYTHON_COMMENT)
    append_in_comment (out, text);
  else
    append_in_string (out, text, state, before, after);
}
