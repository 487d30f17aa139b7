#include "scan.h"

#include <string.h>

const char *
lb_scan_block_comment (const char *p, const char *end, gboolean nested)
{
  const char *inside = p; /* stars before this belong to a mark already read */
  gsize depth = 1;

  while (p < end && (p = memchr (p, '/', (gsize) (end - p)))) {
    if (p > inside && p[-1] == '*') {
      inside = ++p;
      if (--depth == 0)
        return p;
    } else if (nested && p + 1 < end && p[1] == '*') {
      inside = p += 2;
      depth++;
    } else {
      p++;
    }
  }
  return NULL;
}

const char *
lb_scan_quoted (const char *p, const char *end, char quote, gboolean escapes)
{
  while (p < end) {
    if (!escapes) {
      p = memchr (p, quote, (gsize) (end - p));
      if (!p)
        return NULL;
    }
    if (*p == quote && (p + 1 == end || p[1] != quote))
      return p;
    if (*p != quote && *p != '\\')
      p++;
    else
      p += MIN (2, end - p);
  }
  return NULL;
}

/* A string goes on in the next one when only white space and -- comments with a line break among them lie between.
 * Where it goes on from @p, behind a closing quote: behind the opening quote there; NULL if it does not.
 * Rule: "quotecontinue" of PostgreSQL's scanner. */
static const char *
string_continuation (const char *p, const char *end)
{
  gboolean line_break = FALSE;

  while (p < end) {
    if (g_ascii_isspace (*p)) {
      line_break |= *p == '\n' || *p == '\r';
      p++;
    } else if (*p == '-' && p + 1 < end && p[1] == '-') {
      while (p < end && *p != '\n' && *p != '\r')
        p++;
    } else {
      return *p == '\'' && line_break ? p + 1 : NULL;
    }
  }
  return NULL;
}

const char *
lb_scan_e_string (const char *p, const char *end)
{
  const char *to = NULL;

  while (p) {
    to = lb_scan_quoted (p, end, '\'', TRUE);
    p = to ? string_continuation (to + 1, end) : NULL;
  }
  return to;
}
