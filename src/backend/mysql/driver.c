/* What the module exports. It serves MySQL and MariaDB, which speak one protocol; what differs is asked of the server
 * at the other end and not of the URL. */
#include "private.h"

static void
cancel (LbConnection *connection)
{
  lb_my_companion_cancel (connection->companion);
}

/* InnoDB has no table of locks that could run full. */
static guint
lock_capacity (LbConnection *connection)
{
  return 0;
}

__attribute__ ((visibility ("default"))) const LbDriver lb_driver = {
  .contract = LB_DRIVER_CONTRACT,
  .name = "mysql",
  .open = lb_my_open,
  .close = lb_my_close,
  .server_version = lb_my_server_version,
  .execute = lb_my_execute,
  .query = lb_my_query,
  .run = lb_my_result,
  .insert_rows = lb_my_insert_rows,
  .reflect = lb_my_reflect,
  .schema_names = lb_my_schema_names,
  .begin = lb_my_begin,
  .commit = lb_my_commit,
  .rollback = lb_my_rollback,
  .try_lock = lb_my_try_lock,
  .unlock = lb_my_unlock,
  .lock_holder = lb_my_lock_holder,
  .has_table = lb_my_has_table,
  .fate = lb_my_fate,
  .freshen = lb_my_freshen,
  .lock_capacity = lock_capacity,
  .cancel = cancel,
};
