/* The pieces of a schema from and to the messages of a script host: doc/script-host.md, "Operations".
 *
 * Each codec reads into a field of the type named; what stands in the field already is not freed. Errors:
 * LB_ERROR_SCRIPT.
 */
#ifndef LB_SCHEMA_JSON_H
#define LB_SCHEMA_JSON_H

#include "member.h"
#include "schema.h"

extern const LbCodec lb_json_type;       /* LbType *, left NULL for {"type": "Null"} */
extern const LbCodec lb_json_some_type;  /* LbType *, which must be one */
extern const LbCodec lb_json_column;     /* LbColumn * */
extern const LbCodec lb_json_constraint; /* LbConstraint * */
extern const LbCodec lb_json_index;      /* LbIndex * */
extern const LbCodec lb_json_table;      /* LbTable * */
extern const LbCodec lb_json_sequence;   /* LbSequence * */
extern const LbCodec lb_json_types;      /* GPtrArray * of LbType; likewise: */
extern const LbCodec lb_json_columns;
extern const LbCodec lb_json_constraints;
extern const LbCodec lb_json_indexes;

/* The words of a constraint's kind, by LbConstraintKind; NULL-terminated. */
extern const char *const lb_json_constraint_kinds[];

/* DEFAULT: into the one of the three that it is. */
gboolean lb_json_read_default (const LbJson *at, LbDefault *plain, LbIdentity **identity, LbComputed **computed,
                               GError **error);
json_t *lb_json_write_default (const LbDefault *plain, const LbIdentity *identity, const LbComputed *computed);

/* TYPE alone, for a message that is about a type. NULL with LB_ERROR_SCRIPT, also for a type that is none. */
LbType *lb_type_from_json (const json_t *json, GError **error);

/* New references. */
json_t *lb_type_to_json (const LbType *type); /* NULL gives {"type": "Null"} */
json_t *lb_table_to_json (const LbTable *table);
json_t *lb_schema_to_json (const LbSchema *schema);

#endif
