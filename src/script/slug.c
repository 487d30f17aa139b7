#include "slug.h"

#include "generate.h"

#include <string.h>

/* What \w matches in Python: letters, numbers and the underscore; combining marks are none of them. */
static gboolean
is_word (gunichar c)
{
  switch (g_unichar_type (c)) {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_LETTER_NUMBER:
    case G_UNICODE_OTHER_NUMBER:
      return TRUE;
    default:
      return c == '_';
  }
}

static gboolean
is_cased (gunichar c)
{
  return g_unichar_isupper (c) || g_unichar_islower (c) || g_unichar_istitle (c);
}

/* Characters that Unicode's rule for the final sigma looks through. */
static gboolean
is_case_ignorable (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK || type == G_UNICODE_FORMAT
         || type == G_UNICODE_MODIFIER_LETTER || type == G_UNICODE_MODIFIER_SYMBOL || c == '\'' || c == '.' || c == ':'
         || c == 0xb7 || c == 0x2018 || c == 0x2019 || c == 0x2027;
}

/* Whether the sigma at @at ends a word: a cased letter before it and none after it. */
static gboolean
is_final_sigma (const char *text, const char *at)
{
  const char *before = at;
  const char *after = at;

  do {
    before = g_utf8_find_prev_char (text, before);
  } while (before && is_case_ignorable (g_utf8_get_char (before)));
  if (!before || !is_cased (g_utf8_get_char (before)))
    return FALSE;
  do {
    after = g_utf8_next_char (after);
  } while (*after && is_case_ignorable (g_utf8_get_char (after)));
  return !*after || !is_cased (g_utf8_get_char (after));
}

/* One character, by Unicode's simple mapping; GLib maps letters only, not the Roman and circled ones. */
static gunichar
lower (gunichar c)
{
  if (c >= 0x2160 && c <= 0x216f)
    return c + 16;
  if (c >= 0x24b6 && c <= 0x24cf)
    return c + 26;
  return g_unichar_tolower (c);
}

char *
lb_python_lower (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *at = text; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (c == 0x130) /* I with dot above: the one letter whose lower case is two characters */
      g_string_append (out, "i\xcc\x87");
    else if (c == 0x3a3)
      g_string_append_unichar (out, is_final_sigma (text, at) ? 0x3c2 : 0x3c3);
    else
      g_string_append_unichar (out, lower (c));
  }
  return g_string_free (out, FALSE);
}

char *
lb_slug (const char *message, gsize truncate_length)
{
  g_autoptr (GString) words = g_string_new (NULL);
  gboolean in_word = FALSE;

  for (const char *at = message ? message : ""; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (is_word (c)) {
      if (!in_word && words->len)
        g_string_append_c (words, '_');
      g_string_append_unichar (words, c);
    }
    in_word = is_word (c);
  }

  g_autofree char *slug = lb_python_lower (words->str);

  if (truncate_length == 0) /* Alembic takes 0 as "not set" */
    truncate_length = 40;
  if ((gsize) g_utf8_strlen (slug, -1) > truncate_length) {
    char *cut = g_utf8_offset_to_pointer (slug, (glong) truncate_length);

    *cut = '\0';
    cut = strrchr (slug, '_');
    if (cut)
      *cut = '\0';
    return g_strconcat (slug, "_", NULL);
  }
  return g_steal_pointer (&slug);
}
