#include "shell_words.h"

#include "util/error.h"

#include <string.h>

/* A quoted part; @at behind the opening quote, afterwards behind the closing one. Between double quotes a backslash
 * escapes only itself and the quote; between single ones it is a plain character. */
static gboolean
read_quoted (const char **at, char quote, GString *word)
{
  for (; **at && **at != quote; (*at)++) {
    if (quote == '"' && **at == '\\' && ((*at)[1] == '"' || (*at)[1] == '\\'))
      (*at)++;
    g_string_append_c (word, **at);
  }
  if (!**at)
    return FALSE;
  (*at)++;
  return TRUE;
}

gboolean
lb_shell_split (const char *line, GPtrArray *words, GError **error)
{
  const char *at = line;

  while (TRUE) {
    g_autoptr (GString) word = g_string_new (NULL);

    at += strspn (at, " \t\r\n");
    if (!*at)
      return TRUE;
    while (*at && !strchr (" \t\r\n", *at)) {
      char c = *at++;
      gboolean ok = TRUE;

      if (c == '"' || c == '\'')
        ok = read_quoted (&at, c, word);
      else if (c == '\\' && (ok = *at != '\0'))
        g_string_append_c (word, *at++);
      else if (c != '\\')
        g_string_append_c (word, c);
      if (!ok) {
        g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "'%s': %s", line,
                     c == '\\' ? "a backslash at the end" : "a quote that is not closed");
        return FALSE;
      }
    }
    g_ptr_array_add (words, g_strdup (word->str));
  }
}
