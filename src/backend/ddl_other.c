/* The common DDL of what stands beside tables, and rows of --sql. */
#include "ddl_private.h"

/* check_first on a live database: the statement asks. */
static gboolean
is_asked (const LbDdlRun *run)
{
  return run->operation->check_first && run->target->driver;
}

gboolean
lb_ddl_common_create_sequence (LbDdlRun *run, GError **error)
{
  const LbSequence *sequence = run->operation->sequence;
  gsize before;

  if (run->ddl->no_sequences)
    return TRUE;
  lb_ddl_write (run, "CREATE SEQUENCE %s", run->operation->if_not_exists || is_asked (run) ? "IF NOT EXISTS " : "");
  lb_ddl_table (run, sequence->schema, sequence->name);
  if (sequence->type) {
    lb_ddl_write (run, " AS ");
    if (!lb_ddl_type (run, sequence->type, error))
      return FALSE;
  }
  lb_ddl_write (run, " ");
  before = run->sql->len;
  HOOK (run, sequence_options) (run, &sequence->options);
  if (run->sql->len == before)
    g_string_truncate (run->sql, before - 1);
  lb_ddl_emit (run);
  return TRUE;
}

gboolean
lb_ddl_common_drop_sequence (LbDdlRun *run, GError **error G_GNUC_UNUSED)
{
  const LbSequence *sequence = run->operation->sequence;

  if (run->ddl->no_sequences)
    return TRUE;
  lb_ddl_write (run, "DROP SEQUENCE %s", run->operation->if_exists || is_asked (run) ? "IF EXISTS " : "");
  lb_ddl_table (run, sequence->schema, sequence->name);
  lb_ddl_emit (run);
  return TRUE;
}

gboolean
lb_ddl_common_create_schema (LbDdlRun *run, GError **error G_GNUC_UNUSED)
{
  lb_ddl_statement (run, "CREATE SCHEMA %s%I", run->operation->if_not_exists ? "IF NOT EXISTS " : "",
                    run->operation->name);
  return TRUE;
}

gboolean
lb_ddl_common_drop_schema (LbDdlRun *run, GError **error G_GNUC_UNUSED)
{
  lb_ddl_statement (run, "DROP SCHEMA %s%I%s", run->operation->if_exists ? "IF EXISTS " : "", run->operation->name,
                    run->operation->cascade ? " CASCADE" : "");
  return TRUE;
}

/* A literal, without the blank that may keep it apart from a word before it. */
static gboolean
write_value (LbDdlRun *run, const LbValue *value, GError **error)
{
  gsize start = run->sql->len;

  if (!run->ddl->dialect->append_value (run->sql, value, error))
    return FALSE;
  if (run->sql->str[start] == ' ')
    g_string_erase (run->sql, start, 1);
  return TRUE;
}

/* One INSERT for each row, with literals, as Alembic writes them in --sql. */
gboolean
lb_ddl_common_bulk_insert (LbDdlRun *run, GError **error)
{
  const LbOperation *operation = run->operation;

  for (guint i = 0; operation->rows && i < operation->rows->len; i++) {
    const LbValue *row = g_ptr_array_index (operation->rows, i);

    lb_ddl_write (run, "INSERT INTO ");
    lb_ddl_table (run, operation->schema, operation->name);
    lb_ddl_write (run, " (");
    lb_ddl_names (run, operation->row_columns);
    lb_ddl_write (run, ") VALUES (");
    for (guint c = 0; c < operation->row_columns->len; c++) {
      lb_ddl_write (run, c ? ", " : "");
      if (!write_value (run, &row[c], error))
        return FALSE;
    }
    lb_ddl_write (run, ")");
    lb_ddl_emit (run);
  }
  return TRUE;
}
