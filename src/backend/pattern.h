/* What kind a statement is, by a table of patterns over its tokens.
 *
 * A pattern is words with one blank between:
 *   create        that token, in any case; a quoted name never matches, a string matches with its quotes ('off')
 *   drop|alter    one of these
 *   [only]        one of these, or nothing
 *   [()]          a group in parentheses, or nothing
 *   ...           any tokens, as few as do
 *   $             the end of the statement (last in the pattern)
 * What follows the pattern does not matter.
 */
#ifndef LB_BACKEND_PATTERN_H
#define LB_BACKEND_PATTERN_H

#include "backend.h"

typedef struct {
  const char *pattern;  /* starts with a word or words: they are how the table is searched */
  int kind;             /* what a match means: an LbStatementKind for lb_pattern_classify, else the table's own */
  guint before_version; /* holds on servers older than this only; 0: on all. An unknown server is not older */
} LbPattern;

/* The first of @patterns (ended by a NULL pattern) that @statement matches, or NULL. */
const LbPattern *lb_pattern_find (const LbPattern *patterns, const LbSqlSyntax *syntax, const LbStatement *statement,
                                  guint server_version);

/* The kind of the first of @patterns (ended by a NULL pattern) that @statement matches; LB_STATEMENT_PLAIN if none. */
LbStatementKind lb_pattern_classify (const LbPattern *patterns, const LbSqlSyntax *syntax, const LbStatement *statement,
                                     guint server_version);

#endif
