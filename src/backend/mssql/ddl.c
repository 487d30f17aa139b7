/* SQL Server's DDL: what differs from the common compiler. */
#include "ddl.h"
#include "backend/dialects.h"
#include "util/error.h"

/* ---- columns */

static gboolean
write_computed (LbDdlRun *run, const LbComputed *computed, GError **error G_GNUC_UNUSED)
{
  lb_ddl_write (run, "AS (%s)%s", computed->sql, computed->has_persisted && computed->persisted ? " PERSISTED" : "");
  return TRUE;
}

static void
write_identity (LbDdlRun *run, gboolean given, gint64 start, gint64 increment)
{
  lb_ddl_write (run, " IDENTITY");
  if (given)
    lb_ddl_write (run, "(%d,%d)", start, increment);
}

/* IDENTITY of Identity(), of the options that came before it, or of an integer primary key. FALSE if it is none. */
static gboolean
write_any_identity (LbDdlRun *run, const LbColumn *column)
{
  const json_t *start = lb_ddl_option (run, column->options, "identity_start");
  const json_t *increment = lb_ddl_option (run, column->options, "identity_increment");

  if (column->identity) {
    const LbSequenceOptions *options = &column->identity->options;

    write_identity (run, options->has_start || options->has_increment, options->has_start ? options->start : 1,
                    options->has_increment ? options->increment : 1);
    return TRUE;
  }
  if (column->sequence || (column != run->serial && column->autoincrement != LB_AUTOINCREMENT_ON))
    return FALSE;
  write_identity (run, start || increment, start ? json_integer_value (start) : 1,
                  increment ? json_integer_value (increment) : 1);
  return TRUE;
}

static gboolean
write_column (LbDdlRun *run, const LbTable *table G_GNUC_UNUSED, const LbColumn *column, GError **error)
{
  gboolean never_null = !column->nullable || column->primary_key || column->sequence || column->identity
                        || column->autoincrement == LB_AUTOINCREMENT_ON;

  lb_ddl_write (run, "%I ", column->name);
  if (!(column->computed ? write_computed (run, column->computed, error) : lb_ddl_type (run, column->type, error)))
    return FALSE;
  if (never_null)
    lb_ddl_write (run, " NOT NULL");
  else if (!column->computed)
    lb_ddl_write (run, " NULL");
  if (!write_any_identity (run, column))
    lb_ddl_column_default (run, column);
  return TRUE;
}

/* ---- options */

/* "CLUSTERED ", "NONCLUSTERED ", or nothing if nothing is said. */
static void
write_clustered (LbDdlRun *run, const json_t *options)
{
  const json_t *clustered = lb_ddl_option (run, options, "clustered");

  if (clustered)
    lb_ddl_write (run, lb_ddl_option_boolean (run, options, "clustered") ? "CLUSTERED " : "NONCLUSTERED ");
}

static gboolean
constraint_part (LbDdlRun *run, const LbConstraint *constraint, LbDdlPlace place, GError **error G_GNUC_UNUSED)
{
  if (place == LB_DDL_BEHIND_WORD)
    write_clustered (run, constraint->options);
  return TRUE;
}

static gboolean
index_part (LbDdlRun *run, const LbIndex *index, LbDdlPlace place, GError **error G_GNUC_UNUSED)
{
  const json_t *include = lb_ddl_option (run, index->options, "include");
  const char *where = lb_ddl_option_string (run, index->options, "where");

  if (place == LB_DDL_BEFORE_WORD) {
    write_clustered (run, index->options);
    if (lb_ddl_option_boolean (run, index->options, "columnstore"))
      lb_ddl_write (run, "COLUMNSTORE ");
  }
  if (place != LB_DDL_BEHIND_COLUMNS)
    return TRUE;
  if (include && !(json_is_array (include) && json_array_size (include) == 0)) {
    lb_ddl_write (run, " INCLUDE (");
    lb_ddl_option_names (run, include);
    lb_ddl_write (run, ")");
  }
  if (where)
    lb_ddl_write (run, " WHERE %s", where);
  return TRUE;
}

/* ---- comments, which are extended properties */

static gboolean
write_comment (LbDdlRun *run, const char *schema, const char *table, const char *column, const char *comment,
               const char *existing, GError **error G_GNUC_UNUSED)
{
  gboolean altered = run->operation->kind == LB_OP_ALTER_COLUMN;
  const char *verb = !comment ? "drop" : altered && existing ? "update" : "add";

  lb_ddl_write (run, "%s sp_%sextendedproperty 'MS_Description', ", altered ? "exec" : "execute", verb);
  if (comment)
    lb_ddl_write (run, "N%L, ", comment);
  lb_ddl_write (run, "'schema', %I, 'table', %I", schema ? schema : "dbo", table);
  if (column)
    lb_ddl_write (run, ", 'column', %I", column);
  lb_ddl_emit (run);
  return TRUE;
}

/* ---- operations */

static gboolean
rename_table (LbDdlRun *run, GError **error G_GNUC_UNUSED)
{
  g_autofree char *table = NULL;

  lb_ddl_table (run, run->operation->schema, run->operation->name);
  table = g_strdup (run->sql->str);
  g_string_truncate (run->sql, 0);
  lb_ddl_statement (run, "EXEC sp_rename %L, %I", table, run->operation->new_name);
  return TRUE;
}

static gboolean
drop_column (LbDdlRun *run, GError **error)
{
  static const char *const flags[] = {
    [LB_MSSQL_DEFAULT] = "drop_default",
    [LB_MSSQL_CHECK] = "drop_check",
    [LB_MSSQL_FOREIGN_KEY] = "drop_foreign_key",
  };

  for (LbMssqlConstraint kind = LB_MSSQL_DEFAULT; kind <= LB_MSSQL_FOREIGN_KEY; kind++)
    if (lb_ddl_option_boolean (run, run->operation->options, flags[kind]))
      lb_mssql_drop_constraint_of (run, run->operation->column->name, kind);
  return lb_ddl_common (run, error);
}

/* The server takes values for an IDENTITY column only while this is on. */
static void
set_identity_insert (LbDdlRun *run, const char *state)
{
  lb_ddl_write (run, "SET IDENTITY_INSERT ");
  lb_ddl_table (run, run->operation->schema, run->operation->name);
  lb_ddl_statement (run, " %s", state);
}

static gboolean
bulk_insert (LbDdlRun *run, GError **error)
{
  set_identity_insert (run, "ON");
  if (!lb_ddl_common (run, error))
    return FALSE;
  set_identity_insert (run, "OFF");
  return TRUE;
}

static const char *const prefixes[] = { "mssql", NULL };

static const LbDdl ddl = {
  .dialect = &lb_dialect_mssql,
  .prefixes = prefixes,
  .options = {
    [LB_DDL_COLUMN] = "identity_start identity_increment",
    [LB_DDL_INDEX] = "clustered include where columnstore",
    [LB_DDL_PRIMARY] = "clustered",
    [LB_DDL_UNIQUE] = "clustered",
  },
  .words = { .add_column = "ADD" },
  .comments = LB_DDL_COMMENT_STATEMENT,
  .longest_index = 128,
  .longest_constraint = 128,
  .identity = TRUE,
  .native_boolean = TRUE, /* BIT holds nothing else */
  .plain_add_column = TRUE,
  .plain_create_index = TRUE,
  .index_of_table = TRUE,
  .dotted_schemas = TRUE,
  .operations = {
    [LB_OP_RENAME_TABLE] = rename_table,
    [LB_OP_DROP_COLUMN] = drop_column,
    [LB_OP_ALTER_COLUMN] = lb_mssql_alter_column,
    [LB_OP_BULK_INSERT] = bulk_insert,
  },
  .column = write_column,
  .constraint_part = constraint_part,
  .index_part = index_part,
  .comment = write_comment,
};

gboolean
lb_mssql_compile (const LbOperation *operation, const LbTarget *target, GPtrArray *statements, GError **error)
{
  return lb_ddl_compile (&ddl, operation, target, statements, error);
}
