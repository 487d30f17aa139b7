/* SQL Server's ALTER COLUMN, which says type and NULL in one, and its constraints without a known name. */
#include "ddl.h"
#include "util/error.h"

#include <string.h>

void
lb_mssql_drop_constraint_of (LbDdlRun *run, const char *column, LbMssqlConstraint kind)
{
  static const char *const from[] = {
    [LB_MSSQL_DEFAULT] = " sys.default_constraints\nwhere parent_object_id = object_id(%L)\n"
                         "and col_name(parent_object_id, parent_column_id) = %L\n",
    [LB_MSSQL_CHECK] = " sys.check_constraints\nwhere parent_object_id = object_id(%L)\n"
                       "and col_name(parent_object_id, parent_column_id) = %L\n",
    [LB_MSSQL_FOREIGN_KEY] = "\nsys.foreign_keys fk join sys.foreign_key_columns fkc\n"
                             "on fk.object_id=fkc.constraint_object_id\n"
                             "where fkc.parent_object_id = object_id(%L)\n"
                             "and col_name(fkc.parent_object_id, fkc.parent_column_id) = %L\n",
  };
  const LbOperation *operation = run->operation;
  g_autofree char *plain
      = g_strconcat (operation->schema ? operation->schema : "", operation->schema ? "." : "", operation->name, NULL);
  g_autofree char *drop = NULL;
  gsize start = run->sql->len;

  lb_ddl_write (run, "alter table ");
  lb_ddl_table (run, operation->schema, operation->name);
  lb_ddl_write (run, " drop constraint ");
  drop = g_strdup (run->sql->str + start);
  g_string_truncate (run->sql, start);

  lb_ddl_write (run, "declare @const_name varchar(256)\nselect @const_name = QUOTENAME([name]) from");
  lb_ddl_write (run, from[kind], plain, column);
  lb_ddl_statement (run, "exec(%L + @const_name)", drop);
}

/* ALTER COLUMN with the type, and NULL or NOT NULL as far as known. */
static gboolean
alter_type (LbDdlRun *run, GError **error)
{
  const LbAlterColumn *alter = run->operation->alter;
  const LbType *type = alter->type ? alter->type : alter->existing_type;
  gboolean known = alter->has_nullable || alter->has_existing_nullable;
  gboolean nullable = alter->has_nullable ? alter->nullable : alter->existing_nullable;

  if (!alter->type && !alter->has_nullable)
    return TRUE;
  if (!type) {
    g_set_error_literal (
        error, LB_ERROR, LB_ERROR_SCRIPT,
        "MS-SQL ALTER COLUMN operations with NULL or NOT NULL require the existing_type or a new type_ "
        "be passed.");
    return FALSE;
  }
  lb_ddl_alter_table (run);
  lb_ddl_write (run, "ALTER COLUMN %I ", alter->column);
  if (!lb_ddl_type (run, type, error))
    return FALSE;
  if (known)
    lb_ddl_write (run, nullable ? " NULL" : " NOT NULL");
  lb_ddl_emit (run);
  return TRUE;
}

static void
rename_column (LbDdlRun *run, const LbAlterColumn *alter)
{
  g_autofree char *column = NULL;
  gsize start = run->sql->len;

  lb_ddl_table (run, run->operation->schema, run->operation->name);
  lb_ddl_write (run, ".%I", alter->column);
  column = g_strdup (run->sql->str + start);
  g_string_truncate (run->sql, start);
  lb_ddl_statement (run, "EXEC sp_rename %L, %I, 'COLUMN'", column, alter->new_name);
}

gboolean
lb_mssql_alter_column (LbDdlRun *run, GError **error)
{
  const LbOperation *operation = run->operation;
  const LbAlterColumn *alter = operation->alter;
  gboolean drops_default = alter->has_default && alter->server_default.kind == LB_DEFAULT_NONE;

  if (!lb_ddl_alter_default_allowed (run, error) || !lb_ddl_drop_type_checks (run, error))
    return FALSE;
  if (drops_default || (alter->has_default && alter->has_existing_default))
    lb_mssql_drop_constraint_of (run, alter->column, LB_MSSQL_DEFAULT);
  if (!alter_type (run, error))
    return FALSE;
  if (alter->has_comment
      && !run->ddl->comment (run, operation->schema, operation->name, alter->column, alter->comment,
                             alter->existing_comment, error))
    return FALSE;
  if (alter->has_default && !drops_default) {
    lb_ddl_alter_table (run);
    lb_ddl_write (run, "ADD DEFAULT ");
    lb_ddl_default_value (run, &alter->server_default);
    lb_ddl_statement (run, " FOR %I", alter->column);
  }
  if (alter->new_name)
    rename_column (run, alter);
  return lb_ddl_add_type_checks (run, error);
}
