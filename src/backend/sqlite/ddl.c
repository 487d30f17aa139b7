/* SQLite's DDL: what it says otherwise than others. */
#include "backend/ddl.h"
#include "sqlite.h"
#include "util/error.h"

#include <string.h>

/* ---- columns */

/* Text that DEFAULT takes as it is: one literal, with a sign perhaps, one word, or what stands in parentheses already.
 * https://www.sqlite.org/lang_createtable.html#the_default_clause */
static gboolean
is_plain_default (const char *sql)
{
  LbLexer lexer;
  LbToken first, next;
  guint depth = 0, n = 0;

  lb_lexer_init (&lexer, lb_dialect_sqlite.syntax, sql, strlen (sql), 1);
  if (!lb_lexer_next_solid (&lexer, &first, NULL))
    return TRUE;
  if (first.kind == LB_TOKEN_SYMBOL && first.length == 1 && strchr ("+-", *first.start)
      && !lb_lexer_next_solid (&lexer, &first, NULL))
    return TRUE;
  next = first;
  while (next.kind != LB_TOKEN_END) {
    if (depth == 0 && n > 0)
      return FALSE;
    depth = depth + (next.kind == LB_TOKEN_OPEN) - (next.kind == LB_TOKEN_CLOSE && depth > 0);
    n++;
    if (!lb_lexer_next_solid (&lexer, &next, NULL))
      return TRUE;
  }
  return TRUE;
}

static void
default_value (LbDdlRun *run, const LbDefault *value)
{
  gboolean bare = value->kind != LB_DEFAULT_SQL || is_plain_default (value->text);

  lb_ddl_write (run, bare ? "" : "(");
  lb_ddl_default_value (run, value);
  lb_ddl_write (run, bare ? "" : ")");
}

static guint
key_width (const LbTable *table)
{
  const LbConstraint *key = lb_table_primary_key (table);
  guint n = 0;

  if (key && key->columns->len)
    return key->columns->len;
  for (guint i = 0; i < table->columns->len; i++)
    n += ((const LbColumn *) g_ptr_array_index (table->columns, i))->primary_key;
  return n;
}

/* AUTOINCREMENT can only be said inside of the column, and so its PRIMARY KEY too. */
static gboolean
has_inline_key (const LbDdlRun *run, const LbTable *table, const LbColumn *column)
{
  return column->primary_key && lb_ddl_option_boolean (run, table->options, "autoincrement") && key_width (table) == 1
         && lb_type_is_integer (column->type, "sqlite") && !column->has_foreign_key;
}

static void
write_conflict (LbDdlRun *run, const json_t *options, const char *key)
{
  const char *what = lb_ddl_option_string (run, options, key);

  if (what)
    lb_ddl_write (run, " ON CONFLICT %s", what);
}

static gboolean
column (LbDdlRun *run, const LbTable *table, const LbColumn *column, GError **error)
{
  gsize before;

  lb_ddl_write (run, "%I", column->name);
  before = run->sql->len;
  lb_ddl_write (run, " ");
  if (!lb_ddl_type (run, column->type, error))
    return FALSE;
  if (run->sql->len == before + 1) /* a column may have no type */
    g_string_truncate (run->sql, before);
  lb_ddl_column_default (run, column);
  if (!column->nullable) {
    lb_ddl_write (run, " NOT NULL");
    write_conflict (run, column->options, "on_conflict_not_null");
  }
  if (column->primary_key && column->autoincrement == LB_AUTOINCREMENT_ON && key_width (table) > 1) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                         "SQLite does not support autoincrement for composite primary keys");
    return FALSE;
  }
  if (has_inline_key (run, table, column)) {
    lb_ddl_write (run, " PRIMARY KEY");
    write_conflict (run, column->options, "on_conflict_primary_key");
    lb_ddl_write (run, " AUTOINCREMENT");
  }
  if (!column->computed)
    return TRUE;
  lb_ddl_write (run, " ");
  return lb_ddl_computed (run, column->computed, error);
}

/* ---- constraints */

/* The column of a key of one column; NULL otherwise. */
static const LbColumn *
only_column (const LbTable *table, const LbConstraint *key)
{
  return table && key->columns->len == 1 ? lb_table_column (table, g_ptr_array_index (key->columns, 0)) : NULL;
}

/* A key whose columns have a COLLATE or DESC, which only the text of the table says. */
static gboolean
write_key_as_is (LbDdlRun *run, const LbConstraint *key, const char *columns, GError **error)
{
  if (!lb_ddl_constraint_name (run, key, error))
    return FALSE;
  lb_ddl_write (run, "%s (%s)", key->kind == LB_CONSTRAINT_PRIMARY ? "PRIMARY KEY" : "UNIQUE", columns);
  return TRUE;
}

static gboolean
write_key (LbDdlRun *run, const LbTable *table, const LbConstraint *key, GError **error)
{
  const LbColumn *only = only_column (table, key);
  const char *columns = lb_ddl_option_string (run, key->options, "columns_sql");
  gboolean primary = key->kind == LB_CONSTRAINT_PRIMARY;

  if (primary && only && has_inline_key (run, table, only))
    return TRUE;
  if (columns ? !write_key_as_is (run, key, columns, error) : !lb_ddl_constraint (run, table, key, error))
    return FALSE;
  if (lb_ddl_option_string (run, key->options, "on_conflict"))
    write_conflict (run, key->options, "on_conflict");
  else if (only)
    write_conflict (run, only->options, primary ? "on_conflict_primary_key" : "on_conflict_unique");
  return TRUE;
}

/* A key to another database is left out: SQLite has none. */
static gboolean
write_foreign (LbDdlRun *run, const LbTable *table, const LbConstraint *key, GError **error)
{
  LbConstraint unqualified = *key;

  unqualified.referent_schema = NULL;
  return (table && g_strcmp0 (table->schema, key->referent_schema) != 0)
         || lb_ddl_constraint (run, table, &unqualified, error);
}

static gboolean
write_check (LbDdlRun *run, const LbTable *table, const LbConstraint *check, GError **error)
{
  if (!table && lb_ddl_option_string (run, check->options, "on_conflict")) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                         "SQLite does not support on conflict clause for column check constraint");
    return FALSE;
  }
  if (!lb_ddl_constraint (run, table, check, error))
    return FALSE;
  write_conflict (run, check->options, "on_conflict");
  return TRUE;
}

static gboolean
constraint (LbDdlRun *run, const LbTable *table, const LbConstraint *constraint, GError **error)
{
  switch (constraint->kind) {
    case LB_CONSTRAINT_PRIMARY:
    case LB_CONSTRAINT_UNIQUE:
      return write_key (run, table, constraint, error);
    case LB_CONSTRAINT_FOREIGN:
      return write_foreign (run, table, constraint, error);
    case LB_CONSTRAINT_CHECK:
      return write_check (run, table, constraint, error);
    default:
      g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "SQLite has no EXCLUDE constraints");
      return FALSE;
  }
}

static gboolean
refuse_constraint (LbDdlRun *run, GError **error)
{
  g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                       "No support for ALTER of constraints in SQLite dialect. Please refer to the batch mode feature "
                       "which allows for SQLite migrations using a copy-and-move strategy.");
  return FALSE;
}

/* ---- tables and indexes */

static gboolean
table_part (LbDdlRun *run, const LbTable *table, LbDdlPlace place, GError **error)
{
  const json_t *with_rowid = lb_ddl_option (run, table->options, "with_rowid");
  const char *separator = "\n ";

  if (place != LB_DDL_BEHIND_COLUMNS)
    return TRUE;
  if (with_rowid && !lb_ddl_option_boolean (run, table->options, "with_rowid")) {
    lb_ddl_write (run, "%sWITHOUT ROWID", separator);
    separator = ",\n ";
  }
  if (lb_ddl_option_boolean (run, table->options, "strict"))
    lb_ddl_write (run, "%sSTRICT", separator);
  return TRUE;
}

static gboolean
index_part (LbDdlRun *run, const LbIndex *index, LbDdlPlace place, GError **error)
{
  const char *where = lb_ddl_option_string (run, index->options, "where");

  if (!where)
    where = index->where_sql;
  if (place == LB_DDL_BEHIND_COLUMNS && where)
    lb_ddl_write (run, " WHERE %s", where);
  return TRUE;
}

static gboolean
comment (LbDdlRun *run, const char *schema, const char *table, const char *column, const char *text,
         const char *existing, GError **error)
{
  if (column) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                         "SQLite has no comments: <class 'alembic.ddl.base.ColumnComment'> construct has no default "
                         "compilation handler.");
    return FALSE;
  }
  lb_ddl_write (run, "COMMENT ON TABLE ");
  lb_ddl_table (run, schema, table);
  lb_ddl_statement (run, text ? " IS %L" : " IS NULL", text);
  return TRUE;
}

/* ---- ADD, DROP and ALTER COLUMN */

/* Whether the column is there; only a live database can be asked. */
static gboolean
has_column (const LbDdlRun *run, const char *name, gboolean *ret_has, GError **error)
{
  const LbOperation *operation = run->operation;
  g_autofree char *sql = NULL;
  g_autoptr (LbRows) rows = NULL;

  sql = lb_sql_format (lb_dialect_sqlite.syntax,
                       operation->schema ? "SELECT 1 FROM pragma_table_xinfo(%L, %L) WHERE name = %L COLLATE NOCASE"
                                         : "SELECT 1 FROM pragma_table_xinfo(%L) WHERE name = %L COLLATE NOCASE",
                       operation->name, operation->schema ? operation->schema : name, name);
  rows = run->target->driver->query (run->target->connection, sql, error);
  *ret_has = rows && rows->rows->len > 0;
  return rows != NULL;
}

/* SQLite has no IF [NOT] EXISTS for columns: live, a look takes its place. @ret_do: whether there is anything to do */
static gboolean
look_first (LbDdlRun *run, gboolean asked, gboolean wanted, const char *name, gboolean *ret_do, GError **error)
{
  gboolean has;

  *ret_do = TRUE;
  if (!asked || !run->target || !run->target->connection)
    return TRUE;
  if (!has_column (run, name, &has, error))
    return FALSE;
  *ret_do = has == wanted;
  return TRUE;
}

/* Foreign keys and uniques cannot be added; CHECKs that come with the type are left out, as Alembic does. */
static gboolean
check_added_constraints (LbDdlRun *run, GError **error)
{
  const LbOperation *operation = run->operation;
  guint n_references = 0;

  for (guint i = 0; operation->constraints && i < operation->constraints->len; i++) {
    const LbConstraint *constraint = g_ptr_array_index (operation->constraints, i);

    if (constraint->kind == LB_CONSTRAINT_FOREIGN && operation->inline_references && constraint->columns->len == 1
        && n_references++ == 0)
      continue;
    if (constraint->kind != LB_CONSTRAINT_PRIMARY && !constraint->type_bound)
      return refuse_constraint (run, error);
  }
  return TRUE;
}

static GPtrArray *
without_type_checks (const GPtrArray *constraints)
{
  GPtrArray *kept = g_ptr_array_new ();

  for (guint i = 0; constraints && i < constraints->len; i++)
    if (!((const LbConstraint *) g_ptr_array_index (constraints, i))->type_bound)
      g_ptr_array_add (kept, g_ptr_array_index (constraints, i));
  return kept;
}

static gboolean
add_column (LbDdlRun *run, GError **error)
{
  g_autoptr (GPtrArray) kept = without_type_checks (run->operation->constraints);
  LbOperation operation = *run->operation;
  gboolean live = run->target && run->target->connection;
  gboolean wanted;

  if (!look_first (run, operation.if_not_exists, FALSE, operation.column->name, &wanted, error))
    return FALSE;
  if (!wanted)
    return TRUE;
  if (!check_added_constraints (run, error))
    return FALSE;
  operation.constraints = kept;
  operation.if_not_exists = operation.if_not_exists && !live;
  run->operation = &operation;
  return lb_ddl_common (run, error);
}

static gboolean
drop_column (LbDdlRun *run, GError **error)
{
  LbOperation operation = *run->operation;
  gboolean live = run->target && run->target->connection;
  gboolean wanted;

  if (!look_first (run, operation.if_exists, TRUE, operation.column->name, &wanted, error))
    return FALSE;
  if (!wanted)
    return TRUE;
  operation.if_exists = operation.if_exists && !live;
  run->operation = &operation;
  return lb_ddl_common (run, error);
}

/* CHECKs that come and go with a type are left out, as Alembic does. */
static gboolean
alter_column (LbDdlRun *run, GError **error)
{
  LbOperation operation = *run->operation;
  LbAlterColumn alter = *operation.alter;

  alter.drop_constraints = NULL;
  alter.add_constraints = NULL;
  operation.alter = &alter;
  run->operation = &operation;
  return lb_ddl_common (run, error);
}

/* ---- */

static const char *const prefixes[] = { "sqlite", NULL };

static const LbDdl ddl = {
  .dialect = &lb_dialect_sqlite,
  .prefixes = prefixes,
  .options = {
    [LB_DDL_TABLE] = "autoincrement with_rowid strict",
    [LB_DDL_COLUMN] = "on_conflict_primary_key on_conflict_not_null on_conflict_unique",
    [LB_DDL_INDEX] = "where",
    [LB_DDL_PRIMARY] = "on_conflict columns_sql",
    [LB_DDL_UNIQUE] = "on_conflict columns_sql",
    [LB_DDL_CHECK] = "on_conflict",
  },
  .words = { .rename_column = "RENAME COLUMN" },
  .comments = LB_DDL_COMMENT_NONE,
  .keeps_use_alter = TRUE,
  .index_schema = TRUE,
  .index_bare_table = TRUE,
  .no_sequences = TRUE,
  .operations = {
    [LB_OP_ADD_COLUMN] = add_column,
    [LB_OP_DROP_COLUMN] = drop_column,
    [LB_OP_ALTER_COLUMN] = alter_column,
    [LB_OP_CREATE_CONSTRAINT] = refuse_constraint,
    [LB_OP_DROP_CONSTRAINT] = refuse_constraint,
  },
  .column = column,
  .default_value = default_value,
  .constraint = constraint,
  .table_part = table_part,
  .index_part = index_part,
  .comment = comment,
};

gboolean
lb_sqlite_compile (const LbOperation *operation, const LbTarget *target, GPtrArray *statements, GError **error)
{
  return lb_ddl_compile (&ddl, operation, target, statements, error);
}
