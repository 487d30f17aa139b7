/* Values on their way from and to a script host: doc/script-host.md, "Values". */
#ifndef LB_OPERATION_WIRE_H
#define LB_OPERATION_WIRE_H

#include "schema/member.h"
#include "sql/value.h"

/* Read @json into @ret_value, which then owns its texts and items (lb_value_clear). What a number is made of is
 * checked, so that its text can stand in SQL; dates and their like are checked by the database. FALSE with
 * LB_ERROR_SCRIPT for what is no value. */
gboolean lb_value_from_json (const json_t *json, LbValue *ret_value, GError **error);

/* The same for a value inside of a message. */
gboolean lb_value_read (const LbJson *at, LbValue *ret_value, GError **error);

/* A new reference. Text that is no UTF-8 is repaired as well as can be. */
json_t *lb_value_to_json (const LbValue *value);

#endif
