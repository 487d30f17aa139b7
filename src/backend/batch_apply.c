#include "batch_private.h"

#include <string.h>

static gboolean
refuse_create_table (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT, "Can't create table in batch mode");
  return FALSE;
}

static gboolean
refuse_drop_table (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT, "Can't drop table in batch mode");
  return FALSE;
}

static gboolean
drop_from (GPtrArray *indexes, const char *name)
{
  for (guint i = 0; i < indexes->len; i++) {
    if (g_strcmp0 (((LbIndex *) g_ptr_array_index (indexes, i))->name, name) == 0) {
      g_ptr_array_remove_index (indexes, i);
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
drop_index (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  const char *name = operation->index->name;

  if (drop_from (run->indexes, name) || drop_from (run->new_indexes, name) || operation->if_exists)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "No such index: '%s'", name);
  return FALSE;
}

static gboolean
comment_table (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  g_free (run->comment);
  run->comment = g_strdup (operation->comment);
  return TRUE;
}

static gboolean
comment_column (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  LbBatchColumn *column = lb_batch_column (run, operation->column->name);

  if (column) {
    g_free (column->column->comment);
    column->column->comment = g_strdup (operation->column->comment);
  }
  return TRUE;
}

static gboolean (*const appliers[LB_OP_BATCH + 1]) (LbBatchRun *run, const LbOperation *operation, GError **error) = {
  [LB_OP_CREATE_TABLE] = refuse_create_table,
  [LB_OP_DROP_TABLE] = refuse_drop_table,
  [LB_OP_ADD_COLUMN] = lb_batch_add_column,
  [LB_OP_DROP_COLUMN] = lb_batch_drop_column,
  [LB_OP_ALTER_COLUMN] = lb_batch_alter_column,
  [LB_OP_CREATE_INDEX] = lb_batch_create_index,
  [LB_OP_DROP_INDEX] = drop_index,
  [LB_OP_CREATE_CONSTRAINT] = lb_batch_create_constraint,
  [LB_OP_DROP_CONSTRAINT] = lb_batch_drop_constraint,
  [LB_OP_TABLE_COMMENT] = comment_table,
  [LB_OP_COLUMN_COMMENT] = comment_column,
};

gboolean
lb_batch_apply (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  if (appliers[operation->kind])
    return appliers[operation->kind](run, operation, error);
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "%s cannot be done in batch mode",
               lb_operation_name (operation->kind));
  return FALSE;
}
