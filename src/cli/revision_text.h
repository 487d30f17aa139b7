/* Revisions as lines for people and as JSON: the forms of Alembic's listings, to the letter. */
#ifndef LB_CLI_REVISION_TEXT_H
#define LB_CLI_REVISION_TEXT_H

#include "revision/graph.h"

#include <jansson.h>

typedef enum {
  LB_TEXT_PARENTS = 1 << 0, /* "<base> -> " or "a, b (depends) -> " in front */
  LB_TEXT_LABELS = 1 << 1,  /* " (label, label)" */
  LB_TEXT_TREE = 1 << 2,    /* " (branchpoint)", " (mergepoint)" */
  LB_TEXT_DOC = 1 << 3,     /* ", message" at the end */
  LB_TEXT_CURRENT = 1 << 4  /* " (current)": the version table holds it */
} LbTextParts;

/* One line without its newline: "<base> -> 1975ea83b712 (branchpoint), create account table". (head) and (effective
 * head) are always in it. */
void lb_revision_line (GString *text, const LbRevision *revision, guint parts);

/* @before and the message on one line, whatever its line breaks, for drawings and plans; nothing if there is none. */
void lb_revision_message (GString *text, const char *before, const LbRevision *revision);

/* The entry of `show` and of -v: several lines, the last with its newline.
 * @doc: the whole description of the file; "" if none */
void lb_revision_entry (GString *text, const LbRevision *revision, gboolean current, const char *doc);

/* The object that stands for a revision in every JSON document; `limbeck help history` names its members. */
json_t *lb_revision_json (const LbRevision *revision);

/* An array of strings; @strings NULL-terminated, NULL for an empty one. */
json_t *lb_strings_json (const char *const *strings);

/* The same from an array of const char *. */
json_t *lb_names_json (const GPtrArray *names);

#endif
