/* The common DDL of tables and their columns. */
#include "ddl_private.h"

/* ---- columns */

gboolean
lb_ddl_type (LbDdlRun *run, const LbType *type, GError **error)
{
  g_autofree char *text = NULL;

  if (!type) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                         "Can't generate DDL for NullType(); did you forget to specify a type on this Column?");
    return FALSE;
  }
  text = run->ddl->dialect->type_text (lb_type_for (type, run->ddl->dialect->name), error);
  if (!text)
    return FALSE;
  lb_ddl_write (run, "%s", text);
  return TRUE;
}

void
lb_ddl_default_value (LbDdlRun *run, const LbDefault *value)
{
  lb_ddl_write (run, value->kind == LB_DEFAULT_TEXT ? "%L" : "%s", value->text);
}

void
lb_ddl_column_default (LbDdlRun *run, const LbColumn *column)
{
  if (column->server_default.kind == LB_DEFAULT_NONE)
    return;
  lb_ddl_write (run, " DEFAULT ");
  HOOK (run, default_value) (run, &column->server_default);
}

gboolean
lb_ddl_computed (LbDdlRun *run, const LbComputed *computed, GError **error)
{
  lb_ddl_write (run, "GENERATED ALWAYS AS (%s)", computed->sql);
  if (computed->has_persisted)
    lb_ddl_write (run, computed->persisted ? " STORED" : " VIRTUAL");
  return TRUE;
}

void
lb_ddl_sequence_options (LbDdlRun *run, const LbSequenceOptions *options)
{
  const struct {
    gboolean given;
    const char *words;
    gint64 number;
  } numbers[] = {
    { options->has_increment, "INCREMENT BY", options->increment },
    { options->has_start, "START WITH", options->start },
    { options->has_min, "MINVALUE", options->min },
    { options->has_max, "MAXVALUE", options->max },
    { options->no_min, "NO MINVALUE", G_MININT64 },
    { options->no_max, "NO MAXVALUE", G_MININT64 },
    { options->has_cache, "CACHE", options->cache },
  };
  const char *blank = "";

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    if (!numbers[i].given)
      continue;
    lb_ddl_write (run, "%s%s", blank, numbers[i].words);
    if (numbers[i].words[0] != 'N')
      lb_ddl_write (run, " %d", numbers[i].number);
    blank = " ";
  }
  if (options->has_cycle)
    lb_ddl_write (run, "%s%s", blank, options->cycle ? "CYCLE" : "NO CYCLE");
}

gboolean
lb_ddl_identity_column (LbDdlRun *run, const LbIdentity *identity, GError **error)
{
  gsize start, inside;

  lb_ddl_write (run, "GENERATED %s AS IDENTITY", identity->always ? "ALWAYS" : "BY DEFAULT");
  start = run->sql->len;
  lb_ddl_write (run, " (");
  inside = run->sql->len;
  HOOK (run, sequence_options) (run, &identity->options);
  if (run->sql->len == inside)
    g_string_truncate (run->sql, start);
  else
    lb_ddl_write (run, ")");
  return TRUE;
}

gboolean
lb_ddl_column (LbDdlRun *run, const LbTable *table, const LbColumn *column, GError **error)
{
  gboolean identity = column->identity && run->ddl->identity;

  lb_ddl_write (run, "%I ", column->name);
  if (!lb_ddl_type (run, column->type, error))
    return FALSE;
  lb_ddl_column_default (run, column);
  if (column->computed) {
    lb_ddl_write (run, " ");
    if (!HOOK (run, computed) (run, column->computed, error))
      return FALSE;
  }
  if (identity) {
    lb_ddl_write (run, " ");
    return HOOK (run, identity_column) (run, column->identity, error);
  }
  if (!column->nullable)
    lb_ddl_write (run, " NOT NULL");
  return TRUE;
}

static gboolean
write_inline_checks (LbDdlRun *run, const LbColumn *column, GError **error)
{
  for (guint i = 0; column->checks && i < column->checks->len; i++) {
    lb_ddl_write (run, " ");
    if (!HOOK (run, constraint) (run, NULL, g_ptr_array_index (column->checks, i), error))
      return FALSE;
  }
  return TRUE;
}

/* ---- CREATE TABLE */

static gboolean
write_columns (LbDdlRun *run, const LbTable *table, GError **error)
{
  const char *separator = "\n    ";

  for (guint i = 0; i < table->columns->len; i++) {
    const LbColumn *column = g_ptr_array_index (table->columns, i);

    if (column->system)
      continue;
    lb_ddl_write (run, "%s", separator);
    separator = ", \n    ";
    if (!lb_ddl_check_options (run, LB_DDL_COLUMN, column->options, error))
      return FALSE;
    if (!HOOK (run, column) (run, table, column, error)) {
      if (error && g_error_matches (*error, LB_ERROR, LB_ERROR_UNSUPPORTED)) /* SQLAlchemy's CompileError */
        g_prefix_error (error, "(in table '%s', column '%s'): ", table->name, column->name);
      return FALSE;
    }
    if (!write_inline_checks (run, column, error))
      return FALSE;
  }
  return TRUE;
}

/* The type that a CHECK came with: of the column that it names, else of the first that can have brought one. */
static const LbType *
type_of_check (const LbDdlRun *run, const LbTable *table, const LbConstraint *check)
{
  for (guint i = 0; i < table->columns->len; i++) {
    const LbColumn *column = g_ptr_array_index (table->columns, i);

    if (!column->type)
      continue;
    if (check->columns->len
            ? g_str_equal (column->name, g_ptr_array_index (check->columns, 0))
            : lb_type_boolean (lb_type_for (column->type, run->ddl->dialect->name), "create_constraint", FALSE))
      return lb_type_for (column->type, run->ddl->dialect->name);
  }
  return NULL;
}

static gboolean
is_wanted (LbDdlRun *run, const LbTable *table, const LbConstraint *constraint)
{
  if (constraint->use_alter && !run->ddl->keeps_use_alter)
    return FALSE;
  return !constraint->type_bound || lb_ddl_wants_check (run->ddl, constraint, type_of_check (run, table, constraint));
}

/* The primary key of columns that say primary_key, in a table that has no constraint for it. */
static LbConstraint *
implied_key (const LbTable *table)
{
  g_autoptr (LbConstraint) key = NULL;

  if (lb_table_primary_key (table))
    return NULL;
  key = lb_constraint_new (LB_CONSTRAINT_PRIMARY, NULL);
  for (guint i = 0; i < table->columns->len; i++) {
    const LbColumn *column = g_ptr_array_index (table->columns, i);

    if (column->primary_key)
      g_ptr_array_add (key->columns, g_strdup (column->name));
  }
  return g_steal_pointer (&key);
}

static gboolean
write_constraint (LbDdlRun *run, const LbTable *table, const LbConstraint *constraint, GError **error)
{
  gsize before = run->sql->len, after;

  if (!is_wanted (run, table, constraint))
    return TRUE;
  if (!lb_ddl_check_constraint_options (run, constraint, error))
    return FALSE;
  lb_ddl_write (run, before && run->sql->str[before - 1] == '(' ? "\n    " : ", \n    ");
  after = run->sql->len;
  if (!HOOK (run, constraint) (run, table, constraint, error))
    return FALSE;
  if (run->sql->len == after)
    g_string_truncate (run->sql, before);
  return TRUE;
}

static gboolean
write_constraints (LbDdlRun *run, const LbTable *table, GError **error)
{
  g_autoptr (LbConstraint) key = implied_key (table);

  if (key && !write_constraint (run, table, key, error))
    return FALSE;
  for (guint i = 0; i < table->constraints->len; i++)
    if (!write_constraint (run, table, g_ptr_array_index (table->constraints, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
write_table_part (LbDdlRun *run, const LbTable *table, LbDdlPlace place, GError **error)
{
  return !run->ddl->table_part || run->ddl->table_part (run, table, place, error);
}

static gboolean
create_table (LbDdlRun *run, const LbTable *table, GError **error)
{
  if (!lb_ddl_check_options (run, LB_DDL_TABLE, table->options, error))
    return FALSE;
  run->serial = lb_table_autoincrement (table, run->ddl->dialect->name);
  lb_ddl_write (run, "CREATE ");
  for (guint i = 0; table->prefixes && i < table->prefixes->len; i++)
    lb_ddl_write (run, "%s ", (const char *) g_ptr_array_index (table->prefixes, i));
  lb_ddl_write (run, "TABLE %s", run->operation->if_not_exists ? "IF NOT EXISTS " : "");
  lb_ddl_table (run, table->schema, table->name);
  lb_ddl_write (run, " ");
  if (!write_table_part (run, table, LB_DDL_BEFORE_COLUMNS, error))
    return FALSE;
  lb_ddl_write (run, "(");
  if (!write_columns (run, table, error) || !write_constraints (run, table, error))
    return FALSE;
  lb_ddl_write (run, "\n)");
  if (!write_table_part (run, table, LB_DDL_BEHIND_COLUMNS, error))
    return FALSE;
  lb_ddl_emit (run);
  return TRUE;
}

gboolean
lb_ddl_common_create_table (LbDdlRun *run, GError **error)
{
  const LbTable *table = run->operation->table;

  if (!create_table (run, table, error))
    return FALSE;
  for (guint i = 0; i < table->indexes->len; i++)
    if (!lb_ddl_create_index (run, g_ptr_array_index (table->indexes, i), FALSE, error))
      return FALSE;
  if (run->ddl->comments != LB_DDL_COMMENT_STATEMENT)
    return TRUE;
  if (table->comment && !HOOK (run, comment) (run, table->schema, table->name, NULL, table->comment, NULL, error))
    return FALSE;
  for (guint i = 0; i < table->columns->len; i++) {
    const LbColumn *column = g_ptr_array_index (table->columns, i);

    if (column->comment
        && !HOOK (run, comment) (run, table->schema, table->name, column->name, column->comment, NULL, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
lb_ddl_common_drop_table (LbDdlRun *run, GError **error)
{
  const LbTable *table = run->operation->table;

  if (!lb_ddl_check_options (run, LB_DDL_TABLE, table->options, error))
    return FALSE;
  lb_ddl_write (run, "DROP TABLE %s", run->operation->if_exists ? "IF EXISTS " : "");
  lb_ddl_table (run, table->schema, table->name);
  lb_ddl_emit (run);
  return TRUE;
}

gboolean
lb_ddl_common_rename_table (LbDdlRun *run, GError **error G_GNUC_UNUSED)
{
  lb_ddl_alter_table (run);
  lb_ddl_statement (run, "RENAME TO %I", run->operation->new_name);
  return TRUE;
}

/* ---- ADD and DROP COLUMN */

/* The one foreign key of the column alone, if it is to be written inside of the column. */
static const LbConstraint *
inline_reference (const LbDdlRun *run)
{
  const GPtrArray *constraints = run->operation->constraints;
  const LbConstraint *found = NULL;

  if (!run->operation->inline_references || !constraints)
    return NULL;
  for (guint i = 0; i < constraints->len; i++) {
    const LbConstraint *constraint = g_ptr_array_index (constraints, i);

    if (constraint->kind != LB_CONSTRAINT_FOREIGN)
      continue;
    if (found || constraint->columns->len != 1)
      return NULL;
    found = constraint;
  }
  return found;
}

static gboolean
write_reference (LbDdlRun *run, const LbConstraint *key, GError **error)
{
  lb_ddl_write (run, " REFERENCES ");
  lb_ddl_table (run, key->referent_schema, key->referent_table);
  lb_ddl_write (run, " (");
  lb_ddl_names (run, key->referent_columns);
  lb_ddl_write (run, ")");
  return lb_ddl_match_and_actions (run, key, error) && lb_ddl_deferrability (run, key, error);
}

/* A table that has this column only: what SQLAlchemy makes of the operation, and so what decides about SERIAL. */
static LbTable *
table_of_column (const LbOperation *operation)
{
  LbTable *table = lb_table_new (operation->name, operation->schema);

  g_ptr_array_add (table->columns, lb_column_copy (operation->column));
  return table;
}

static gboolean
add_column (LbDdlRun *run, const LbConstraint *reference, GError **error)
{
  const LbOperation *operation = run->operation;
  g_autoptr (LbTable) table = table_of_column (operation);
  const LbColumn *column = g_ptr_array_index (table->columns, 0);
  gboolean plain = run->ddl->plain_add_column;
  gboolean written;

  run->serial = lb_table_autoincrement (table, run->ddl->dialect->name);
  lb_ddl_alter_table (run);
  lb_ddl_write (run, "%s ", run->ddl->words.add_column ? run->ddl->words.add_column : "ADD COLUMN");
  if (operation->if_not_exists && !plain)
    lb_ddl_write (run, "IF NOT EXISTS ");
  written = lb_ddl_check_options (run, LB_DDL_COLUMN, column->options, error)
            && HOOK (run, column) (run, table, column, error);
  run->serial = NULL;
  if (!written)
    return FALSE;
  if (!plain) {
    if (operation->inline_primary_key && column->primary_key)
      lb_ddl_write (run, " PRIMARY KEY");
    if (reference && !write_reference (run, reference, error))
      return FALSE;
    if (!write_inline_checks (run, column, error))
      return FALSE;
  }
  lb_ddl_emit (run);
  return TRUE;
}

/* ADD COLUMN, then its constraints, its indexes, its comment. */
gboolean
lb_ddl_common_add_column (LbDdlRun *run, GError **error)
{
  const LbOperation *operation = run->operation;
  const LbColumn *column = operation->column;
  const LbConstraint *reference = inline_reference (run);

  if (!add_column (run, reference, error))
    return FALSE;
  for (guint i = 0; operation->constraints && i < operation->constraints->len; i++) {
    const LbConstraint *constraint = g_ptr_array_index (operation->constraints, i);

    if (constraint != reference && constraint->kind != LB_CONSTRAINT_PRIMARY
        && !lb_ddl_add_constraint (run, constraint, column->type, error))
      return FALSE;
  }
  for (guint i = 0; operation->indexes && i < operation->indexes->len; i++)
    if (!lb_ddl_create_index (run, g_ptr_array_index (operation->indexes, i), FALSE, error))
      return FALSE;
  return !column->comment || run->ddl->comments != LB_DDL_COMMENT_STATEMENT
         || HOOK (run, comment) (run, operation->schema, operation->name, column->name, column->comment, NULL, error);
}

gboolean
lb_ddl_common_drop_column (LbDdlRun *run, GError **error G_GNUC_UNUSED)
{
  lb_ddl_alter_table (run);
  lb_ddl_statement (run, "DROP COLUMN %s%I", run->operation->if_exists ? "IF EXISTS " : "",
                    run->operation->column->name);
  return TRUE;
}

/* ---- comments */

gboolean
lb_ddl_comment (LbDdlRun *run, const char *schema, const char *table, const char *column, const char *comment,
                const char *existing G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  lb_ddl_write (run, "COMMENT ON %s ", column ? "COLUMN" : "TABLE");
  lb_ddl_table (run, schema, table);
  if (column)
    lb_ddl_write (run, ".%I", column);
  lb_ddl_statement (run, " IS %L", comment);
  return TRUE;
}

gboolean
lb_ddl_common_table_comment (LbDdlRun *run, GError **error)
{
  const LbOperation *operation = run->operation;

  return HOOK (run, comment) (run, operation->schema, operation->name, NULL, operation->comment,
                              operation->existing_comment, error);
}

gboolean
lb_ddl_common_column_comment (LbDdlRun *run, GError **error)
{
  const LbOperation *operation = run->operation;

  return HOOK (run, comment) (run, operation->schema, operation->name, operation->column->name,
                              operation->column->comment, operation->existing_comment, error);
}
