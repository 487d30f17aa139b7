/* Operations: whatever the JSON, there is an operation or an error that names a script's fault, and what the tables of
 * an operation are written as can be read again. */
#include "operation/json.h"
#include "schema/json.h"
#include "util/error.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static G_NORETURN void
fail (const char *what)
{
  g_printerr ("%s\n", what);
  abort ();
}

static void
check_table (const LbTable *table)
{
  json_t *written = lb_table_to_json (table);
  json_t *message = json_pack ("{s:s, s:O}", "op", "create_table", "table", written);
  g_autoptr (LbOperation) again = lb_operation_from_json (message, NULL);
  g_autoptr (LbTable) copy = again ? lb_table_copy (again->table) : NULL;
  json_t *twice = copy ? lb_table_to_json (copy) : NULL;

  if (!json_equal (written, twice))
    fail ("a table is another one when it is read again");
  json_decref (written);
  json_decref (message);
  json_decref (twice);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  json_t *message = json_loadb ((const char *) data, size, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbOperation) operation = NULL;

  if (!message)
    return 0;
  operation = lb_operation_from_json (message, &error);
  json_decref (message);
  if (!operation && !g_error_matches (error, LB_ERROR, LB_ERROR_SCRIPT))
    fail ("neither operation nor error");
  if (operation && operation->kind == LB_OP_CREATE_TABLE)
    check_table (operation->table);
  if (operation)
    g_free (lb_operation_title (operation));
  return 0;
}
