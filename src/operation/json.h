/* Operations from the messages of a script host: doc/script-host.md, "Operations". */
#ifndef LB_OPERATION_JSON_H
#define LB_OPERATION_JSON_H

#include "operation.h"

/* NULL with LB_ERROR_SCRIPT that names the operation, the member and what was expected there:
 * "create_table: table.columns[2].name must be a string". */
LbOperation *lb_operation_from_json (const json_t *message, GError **error);

#endif
