/* The encoding of a template: a byte order mark or a first line that names it, as Mako reads them. */
#include "template_private.h"

#include "python_source.h"
#include "util/error.h"

#include <string.h>

/* The name in a first line such as "## -*- coding: latin-1 -*-"; NULL if it is none. */
static char *
coding_of (const char *line, gsize length)
{
  g_autofree char *text = g_strndup (line, length);
  char *at = *text == '#' ? g_strrstr (text, "coding") : NULL;

  if (!at || (at[6] != ':' && at[6] != '='))
    return NULL;
  at += 7 + strspn (at + 7, " \t");
  at[strspn (at, "-_.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")] = '\0';
  return *at ? g_strdup (at) : NULL;
}

char *
lb_mako_decode (const char *path, const char *text, gsize length, guint *ret_first_line, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *coding = NULL;
  g_autofree char *charset = NULL;
  g_autofree char *decoded = NULL;
  const char *newline;

  *ret_first_line = 1;
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0) {
    text += 3;
    length -= 3;
  }
  newline = length ? memchr (text, '\n', length) : NULL;
  coding = newline ? coding_of (text, (gsize) (newline - text)) : NULL;
  if (coding) {
    length -= (gsize) (newline + 1 - text);
    text = newline + 1;
    *ret_first_line = 2;
  }
  if (memchr (text, '\0', length)) {
    lb_set_error_at (error, LB_ERROR_SCRIPT, path, 1, "template contains a NUL byte");
    return NULL;
  }
  charset = coding ? lb_py_charset (coding) : NULL;
  if (charset)
    decoded = g_convert (text, (gssize) length, "UTF-8", charset, NULL, NULL, &local);
  else if (g_utf8_validate_len (text, length, NULL))
    decoded = g_strndup (text, length);
  if (!decoded)
    lb_set_error_at (error, LB_ERROR_SCRIPT, path, 1, "template is not in the encoding %s", coding ? coding : "utf-8");
  return g_steal_pointer (&decoded);
}
