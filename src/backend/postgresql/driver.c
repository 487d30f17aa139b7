/* What the module exports. */
#include "private.h"

#include <unistd.h>

/* Called from a signal handler: only tells lb_pg_wait, which sends the request to the server from ordinary code. So a
 * server that cannot be reached does not hang the handler, and a second signal ends the process as it should. */
static void
cancel (LbConnection *connection)
{
  static const guint64 one = 1;
  ssize_t written = write (connection->cancel_event, &one, sizeof one);

  (void) written; /* it fails only if the counter is full: then the event is there already */
}

__attribute__ ((visibility ("default"))) const LbDriver lb_driver = {
  .contract = LB_DRIVER_CONTRACT,
  .name = "postgresql",
  .open = lb_pg_open,
  .close = lb_pg_close,
  .server_version = lb_pg_server_version,
  .execute = lb_pg_execute,
  .query = lb_pg_query,
  .run = lb_pg_run_statement,
  .insert_rows = lb_pg_insert_rows,
  .reflect = lb_pg_reflect,
  .schema_names = lb_pg_schema_names,
  .begin = lb_pg_begin,
  .commit = lb_pg_commit,
  .rollback = lb_pg_rollback,
  .try_lock = lb_pg_try_lock,
  .unlock = lb_pg_unlock,
  .lock_holder = lb_pg_lock_holder,
  .has_table = lb_pg_has_table,
  .fate = lb_pg_fate,
  .freshen = lb_pg_freshen,
  .lock_capacity = lb_pg_lock_capacity,
  .cancel = cancel,
};
