#include "suggest.h"

#include <string.h>

/* Words longer than this are never near what a person typed; it bounds the work on hostile input. */
#define LONGEST_WORD 256

static guint
min3 (guint a, guint b, guint c)
{
  return MIN (MIN (a, b), c);
}

guint
lb_suggest_distance (const char *a, const char *b)
{
  gsize width = strlen (b) + 1;
  g_autofree guint *rows = g_new (guint, width * 3);
  guint *before = rows, *above = rows + width, *row = rows + 2 * width; /* a swap looks two rows back */

  for (gsize j = 0; j < width; j++)
    above[j] = (guint) j;
  for (gsize i = 1; a[i - 1] != '\0'; i++) {
    char ca = g_ascii_tolower (a[i - 1]);

    row[0] = (guint) i;
    for (gsize j = 1; j < width; j++) {
      char cb = g_ascii_tolower (b[j - 1]);

      row[j] = min3 (above[j] + 1, row[j - 1] + 1, above[j - 1] + (ca != cb));
      if (i > 1 && j > 1 && ca == g_ascii_tolower (b[j - 2]) && g_ascii_tolower (a[i - 2]) == cb)
        row[j] = MIN (row[j], before[j - 2] + 1);
    }
    guint *free_row = before;
    before = above;
    above = row;
    row = free_row;
  }
  return above[width - 1];
}

const char *
lb_suggest (const char *typed, const char *const *words)
{
  gsize length = strlen (typed);
  const char *nearest = NULL, *begun = NULL;
  guint least = G_MAXUINT;

  if (length == 0 || length > LONGEST_WORD || !words)
    return NULL;
  for (gsize i = 0; words[i]; i++) {
    gsize word_length = strlen (words[i]);
    gsize longer = MAX (length, word_length);

    if (word_length > LONGEST_WORD)
      continue;
    if (!begun && length >= 2 && g_ascii_strncasecmp (words[i], typed, length) == 0)
      begun = words[i];
    /* the difference in length alone is a lower bound of the distance */
    if (longer - MIN (length, word_length) > (longer + 2) / 3)
      continue;
    guint distance = lb_suggest_distance (typed, words[i]);
    if (distance <= (longer + 2) / 3 && distance < longer && distance < least) {
      least = distance;
      nearest = words[i];
    }
  }
  return begun && least > 1 ? begun : nearest;
}
