/* What the module exports. */
#include "private.h"

__attribute__ ((visibility ("default"))) const LbDriver lb_driver = {
  .contract = LB_DRIVER_CONTRACT,
  .name = "sqlite",
  .open = lb_sqlite_open,
  .close = lb_sqlite_close,
  .server_version = lb_sqlite_server_version,
  .execute = lb_sqlite_execute,
  .query = lb_sqlite_query,
  .run = lb_sqlite_run,
  .insert_rows = lb_sqlite_insert_rows,
  .reflect = lb_sqlite_reflect,
  .schema_names = lb_sqlite_schema_names,
  .begin = lb_sqlite_begin,
  .commit = lb_sqlite_commit,
  .rollback = lb_sqlite_rollback,
  .try_lock = lb_sqlite_try_lock,
  .unlock = lb_sqlite_unlock,
  .lock_holder = lb_sqlite_lock_holder,
  .has_table = lb_sqlite_has_table,
  .fate = lb_sqlite_fate,
  .changed_elsewhere = lb_sqlite_changed_elsewhere,
  .lock_capacity = lb_sqlite_lock_capacity,
  .cancel = lb_sqlite_cancel,
};
