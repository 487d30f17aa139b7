/* "Did you mean": the known word nearest to what a person typed. */
#ifndef LB_UTIL_SUGGEST_H
#define LB_UTIL_SUGGEST_H

#include <glib.h>

/* How many slips of the hand lie between two words: letters missing, added, replaced, or two neighbours swapped
 * (Damerau-Levenshtein in its restricted form). Letters are bytes; ASCII case does not count. Memory is linear in the
 * length of @b. */
guint lb_suggest_distance (const char *a, const char *b);

/* The word of @words nearest to @typed; NULL if none is near enough for a slip: at most one in three letters, and a
 * word that @typed begins counts as near, before all but a single slip. The first of equals wins.
 *
 * @words: NULL-terminated; may be NULL
 * Returns one of @words, borrowed. */
const char *lb_suggest (const char *typed, const char *const *words);

#endif
