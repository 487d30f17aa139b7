/* The common DDL of indexes. */
#include "ddl_private.h"

static gboolean
write_part (LbDdlRun *run, const LbIndex *index, LbDdlPlace place, GError **error)
{
  return !run->ddl->index_part || run->ddl->index_part (run, index, place, error);
}

gboolean
lb_ddl_index_column (LbDdlRun *run, const LbIndex *index G_GNUC_UNUSED, const LbIndexColumn *column,
                     GError **error G_GNUC_UNUSED)
{
  lb_ddl_write (run, column->column ? "%I" : "%s", column->column ? column->column : column->sql);
  if (column->collation)
    lb_ddl_write (run, " COLLATE %I", column->collation);
  if (column->opclass)
    lb_ddl_write (run, " %s", column->opclass);
  if (column->suffix_sql)
    lb_ddl_write (run, " %s", column->suffix_sql);
  return TRUE;
}

static gboolean
check_index (LbDdlRun *run, const LbIndex *index, const char *verb, GError **error)
{
  if (!index->name) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "%s INDEX requires that the index have a name", verb);
    return FALSE;
  }
  return lb_ddl_check_length (index->name, run->ddl->longest_index, error)
         && lb_ddl_check_options (run, LB_DDL_INDEX, index->options, error);
}

static gboolean
write_columns (LbDdlRun *run, const LbIndex *index, GError **error)
{
  lb_ddl_write (run, "(");
  for (guint i = 0; i < index->columns->len; i++) {
    lb_ddl_write (run, i ? ", " : "");
    if (!HOOK (run, index_column) (run, index, &g_array_index (index->columns, LbIndexColumn, i), error))
      return FALSE;
  }
  lb_ddl_write (run, ")");
  return TRUE;
}

gboolean
lb_ddl_create_index (LbDdlRun *run, const LbIndex *index, gboolean if_not_exists, GError **error)
{
  if (!check_index (run, index, "CREATE", error))
    return FALSE;
  if (!index->table) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "Index '%s' is not associated with any table.", index->name);
    return FALSE;
  }
  lb_ddl_write (run, "CREATE %s", index->unique ? "UNIQUE " : "");
  if (!write_part (run, index, LB_DDL_BEFORE_WORD, error))
    return FALSE;
  lb_ddl_write (run, "INDEX ");
  if (!write_part (run, index, LB_DDL_BEHIND_WORD, error))
    return FALSE;
  if (if_not_exists && !run->ddl->plain_create_index)
    lb_ddl_write (run, "IF NOT EXISTS ");
  lb_ddl_table (run, run->ddl->index_schema ? index->schema : NULL, index->name);
  lb_ddl_write (run, " ON ");
  lb_ddl_table (run, run->ddl->index_bare_table ? NULL : index->schema, index->table);
  lb_ddl_write (run, " ");
  if (!write_part (run, index, LB_DDL_BEFORE_COLUMNS, error) || !write_columns (run, index, error)
      || !write_part (run, index, LB_DDL_BEHIND_COLUMNS, error))
    return FALSE;
  lb_ddl_emit (run);
  return TRUE;
}

gboolean
lb_ddl_common_create_index (LbDdlRun *run, GError **error)
{
  return lb_ddl_create_index (run, run->operation->index, run->operation->if_not_exists, error);
}

gboolean
lb_ddl_common_drop_index (LbDdlRun *run, GError **error)
{
  const LbIndex *index = run->operation->index;

  if (!check_index (run, index, "DROP", error))
    return FALSE;
  lb_ddl_write (run, "DROP INDEX ");
  if (!write_part (run, index, LB_DDL_BEHIND_WORD, error))
    return FALSE;
  if (run->operation->if_exists)
    lb_ddl_write (run, "IF EXISTS ");
  lb_ddl_table (run, run->ddl->index_of_table ? NULL : index->schema, index->name);
  if (run->ddl->index_of_table) {
    lb_ddl_write (run, " ON ");
    lb_ddl_table (run, index->schema,
                  index->table ? index->table : "no_table"); /* Alembic's word where it is unknown */
  }
  lb_ddl_emit (run);
  return TRUE;
}
