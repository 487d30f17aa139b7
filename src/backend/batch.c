/* The flow of a batch, and the statements of move and copy. */
#include "batch_private.h"

#include "sql/build.h"

#include <string.h>

enum { LONGEST_TEMPORARY_NAME = 50 }; /* characters; Alembic's limit */

/* ---- the run */

static void
free_pair (gpointer pair)
{
  g_strfreev (pair);
}

static void
run_clear (LbBatchRun *run)
{
  lb_table_free (run->old);
  lb_table_free (run->live);
  g_clear_pointer (&run->renamed, g_hash_table_unref);
  g_ptr_array_unref (run->columns);
  g_ptr_array_unref (run->dropped);
  g_ptr_array_unref (run->constraints);
  g_ptr_array_unref (run->indexes);
  g_ptr_array_unref (run->new_indexes);
  g_ptr_array_unref (run->wishes);
  g_ptr_array_unref (run->order);
  g_free (run->comment);
  g_free (run->name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LbBatchRun, run_clear)

static LbBatchRun
run_init (const LbDialect *dialect, const LbBatch *batch, const LbTarget *target, GPtrArray *statements)
{
  return (LbBatchRun){
    .dialect = dialect,
    .batch = batch,
    .target = target,
    .statements = statements,
    .columns = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_batch_column_free),
    .dropped = g_ptr_array_new_with_free_func (g_free),
    .constraints = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_constraint_free),
    .indexes = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_index_free),
    .new_indexes = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_index_free),
    .wishes = g_ptr_array_new_with_free_func (free_pair),
    .order = g_ptr_array_new_with_free_func (g_free),
  };
}

void
lb_batch_take (LbBatchRun *run, char *sql)
{
  g_ptr_array_add (run->statements, lb_statement_new (sql, NULL, 0));
  g_free (sql);
}

/* Compile one operation as the dialect has it. */
static gboolean
compile (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  return run->dialect->compile (operation, run->target, run->statements, error);
}

/* ---- the old table */

static gboolean
refuse_offline (const LbBatchRun *run, GError **error)
{
  g_set_error (
      error, LB_ERROR, LB_ERROR_SCRIPT,
      "This operation cannot proceed in --sql mode; batch mode with dialect %s requires a live database "
      "connection with which to reflect the table \"%s\". To generate a batch SQL migration script using table "
      "\"move and copy\", a complete Table object should be passed to the \"copy_from\" argument of the "
      "batch_alter_table() method so that table reflection can be skipped.",
      run->dialect->name, run->batch->table);
  return FALSE;
}

LbTable *
lb_batch_read (LbBatchRun *run, LbReflectWhat what, GError **error)
{
  const char *tables[] = { run->batch->table, NULL };
  LbReflect reflect = { .schema = run->batch->schema, .tables = tables, .what = what };
  g_autoptr (LbSchema) schema = run->target->driver->reflect (run->target->connection, &reflect, error);

  if (!schema)
    return NULL;
  if (schema->tables->len == 0) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "there is no table '%s' to change in batch mode", run->batch->table);
    return NULL;
  }
  return lb_table_copy (g_ptr_array_index (schema->tables, 0));
}

gboolean
lb_batch_is_live (const LbBatchRun *run)
{
  return run->target && run->target->connection;
}

/* What the script says of the table counts, but for triggers, of which it can say nothing. */
static gboolean
take_from_script (LbBatchRun *run, GError **error)
{
  const struct LbBatchHooks *hooks = run->dialect->batch;

  run->old = lb_table_copy (run->batch->copy_from);
  if (!lb_batch_is_live (run))
    return TRUE;
  run->live = lb_batch_read (run, LB_REFLECT_TABLE | LB_REFLECT_TRIGGERS, error);
  return run->live && (!hooks || !hooks->begin || hooks->begin (run, error));
}

static gboolean
read_table (LbBatchRun *run, GError **error)
{
  const struct LbBatchHooks *hooks = run->dialect->batch;

  if (run->batch->copy_from)
    return take_from_script (run, error);
  if (!lb_batch_is_live (run))
    return refuse_offline (run, error);
  run->reflected = TRUE;
  if (hooks && hooks->read)
    return hooks->read (run, error);
  run->old = lb_batch_read (run, LB_REFLECT_TABLE | LB_REFLECT_TRIGGERS, error);
  return run->old != NULL;
}

/* ---- taking it apart */

static LbColumn *
override_of (const LbBatch *batch, const char *name)
{
  for (guint i = 0; batch->overrides && i < batch->overrides->len; i++) {
    LbColumn *column = g_ptr_array_index (batch->overrides, i);

    if (strcmp (column->name, name) == 0)
      return column;
  }
  return NULL;
}

static void
take_column (LbBatchRun *run, const LbColumn *column)
{
  const LbColumn *override = run->reflected ? override_of (run->batch, column->name) : NULL;
  const char *key = run->renamed ? g_hash_table_lookup (run->renamed, column->name) : NULL;
  LbBatchColumn *taken
      = lb_batch_column_new (key ? key : column->name, column->name, lb_column_copy (override ? override : column));

  taken->retyped = override || !run->reflected;
  g_ptr_array_add (run->columns, taken);
  g_ptr_array_add (run->order, g_strdup (taken->key));
}

/* Named ones first, as in Alembic; those of table_args before all. */
static void
take_constraints (LbBatchRun *run)
{
  const LbBatch *batch = run->batch;
  GPtrArray *old = run->old->constraints;

  if (run->reflected)
    lb_batch_name_constraints (batch, run->old, old);
  for (guint i = 0; batch->table_constraints && i < batch->table_constraints->len; i++)
    g_ptr_array_add (run->constraints, lb_constraint_copy (g_ptr_array_index (batch->table_constraints, i)));
  for (guint named = 2; named-- > 0;)
    for (guint i = 0; i < old->len; i++) {
      const LbConstraint *constraint = g_ptr_array_index (old, i);

      if ((constraint->name != NULL) == named)
        g_ptr_array_add (run->constraints, lb_constraint_copy (constraint));
    }
}

/* "c IN (0, 1)" of a Boolean, "c IN ('a', 'b')" of an Enum. */
static char *
check_of_type (const LbBatchRun *run, const char *column, const LbType *type)
{
  const LbSqlSyntax *syntax = run->dialect->syntax;
  g_autoptr (GString) sql = g_string_new (NULL);
  gsize i;
  json_t *label;

  lb_sql_appendf (sql, syntax, "%I IN (", column);
  if (g_ascii_strcasecmp (type->name, "Boolean") == 0)
    g_string_append (sql, "0, 1");
  json_array_foreach ((json_t *) lb_type_argument (type, "enums"), i, label)
      lb_sql_appendf (sql, syntax, i ? ", %L" : "%L", json_string_value (label));
  g_string_append_c (sql, ')');
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* The database does not say which CHECK came with a type; a column of reflect_args does, so that it can be changed. */
static void
take_type_checks (LbBatchRun *run)
{
  for (guint i = 0; run->reflected && run->batch->overrides && i < run->batch->overrides->len; i++) {
    const LbColumn *column = g_ptr_array_index (run->batch->overrides, i);
    const LbType *type = lb_type_for (column->type, run->dialect->name);
    g_autoptr (LbConstraint) check = NULL;

    if (!type || !lb_type_boolean (type, "create_constraint", FALSE) || !lb_batch_column (run, column->name))
      continue;
    check = lb_constraint_new (LB_CONSTRAINT_CHECK, lb_type_string (type, "name"));
    check->check_sql = check_of_type (run, column->name, type);
    check->type_bound = TRUE;
    g_ptr_array_add (check->columns, g_strdup (column->name));
    lb_batch_put_constraint (run, check);
  }
}

static void
take_apart (LbBatchRun *run)
{
  for (guint i = 0; i < run->old->columns->len; i++)
    take_column (run, g_ptr_array_index (run->old->columns, i));
  take_constraints (run);
  take_type_checks (run);
  for (guint i = 0; i < run->old->indexes->len; i++) {
    const LbIndex *index = g_ptr_array_index (run->old->indexes, i);

    if (!index->of_constraint)
      g_ptr_array_add (run->indexes, lb_index_copy (index));
  }
  run->comment = g_strdup (run->old->comment);
}

/* ---- the new table */

/* The primary key comes first, and what has a name before what has none. */
static int
rank_of (const LbConstraint *constraint)
{
  return constraint->kind == LB_CONSTRAINT_PRIMARY ? 0 : constraint->name ? 1 : 2;
}

static LbTable *
make_table (const LbBatchRun *run)
{
  LbTable *table = lb_table_new (run->name, run->batch->schema);

  for (guint i = 0; i < run->columns->len; i++)
    g_ptr_array_add (table->columns, lb_column_copy (((LbBatchColumn *) g_ptr_array_index (run->columns, i))->column));
  for (int rank = 0; rank < 3; rank++)
    for (guint i = 0; i < run->constraints->len; i++)
      if (rank_of (g_ptr_array_index (run->constraints, i)) == rank)
        g_ptr_array_add (table->constraints, lb_constraint_copy (g_ptr_array_index (run->constraints, i)));
  json_object_update (table->options, run->old->options);
  json_object_update (table->options, run->batch->table_options);
  table->comment = g_strdup (run->comment);
  return table;
}

/* ---- statements */

static gboolean
create_new (LbBatchRun *run, GError **error)
{
  g_autoptr (LbOperation) operation = lb_operation_new (LB_OP_CREATE_TABLE);

  operation->table = make_table (run);
  return compile (run, operation, error);
}

static gboolean
append_source (const LbBatchRun *run, GString *sql, const LbBatchColumn *column, GError **error)
{
  g_autofree char *type = NULL;
  const LbSqlSyntax *syntax = run->dialect->syntax;

  lb_sql_appendf (sql, syntax, column->cast ? "CAST(%T.%I AS " : "%T.%I", run->batch->schema, run->batch->table,
                  column->source);
  if (!column->cast)
    return TRUE;
  type = run->dialect->type_text (lb_type_for (column->column->type, run->dialect->name), error);
  if (!type)
    return FALSE;
  lb_sql_appendf (sql, syntax, "%s) AS %I", type, column->source);
  return TRUE;
}

static gboolean
copy_rows (LbBatchRun *run, GError **error)
{
  g_autoptr (GString) into = g_string_new (NULL);
  g_autoptr (GString) from = g_string_new (NULL);
  const LbSqlSyntax *syntax = run->dialect->syntax;

  for (guint i = 0; i < run->columns->len; i++) {
    const LbBatchColumn *column = g_ptr_array_index (run->columns, i);

    if (!column->source || column->column->computed)
      continue;
    lb_sql_appendf (into, syntax, into->len ? ", %I" : "%I", column->column->name);
    g_string_append (from, from->len ? ", " : "");
    if (!append_source (run, from, column, error))
      return FALSE;
  }
  if (into->len)
    lb_batch_say (run, "INSERT INTO %T (%s) SELECT %s \nFROM %T", run->batch->schema, run->name, into->str, from->str,
                  run->batch->schema, run->batch->table);
  return TRUE;
}

static gboolean
drop_old (LbBatchRun *run, GError **error)
{
  const struct LbBatchHooks *hooks = run->dialect->batch;
  g_autoptr (LbOperation) operation = lb_operation_new (LB_OP_DROP_TABLE);

  if (hooks && hooks->before_drop && !hooks->before_drop (run, error))
    return FALSE;
  operation->table = lb_table_new (run->batch->table, run->batch->schema);
  return compile (run, operation, error);
}

static gboolean
rename_new (LbBatchRun *run, GError **error)
{
  g_autoptr (LbOperation) operation = lb_operation_new (LB_OP_RENAME_TABLE);

  operation->schema = g_strdup (run->batch->schema);
  operation->name = g_strdup (run->name);
  operation->new_name = g_strdup (run->batch->table);
  return compile (run, operation, error);
}

static char *
say_again (LbBatchRun *run, const char *sql)
{
  const struct LbBatchHooks *hooks = run->dialect->batch;

  return hooks && hooks->say_again ? hooks->say_again (run, sql) : g_strdup (sql);
}

static gboolean
create_index (LbBatchRun *run, const LbIndex *index, GError **error)
{
  g_autoptr (LbOperation) operation = NULL;

  if (index->definition_sql) {
    lb_batch_take (run, say_again (run, index->definition_sql));
    return TRUE;
  }
  operation = lb_operation_new (LB_OP_CREATE_INDEX);
  operation->index = lb_index_copy (index);
  for (guint i = 0; i < index->columns->len; i++) {
    LbIndexColumn *column = &g_array_index (operation->index->columns, LbIndexColumn, i);
    char *name = column->column ? g_strdup (lb_batch_name_now (run, column->column)) : NULL;

    g_free (column->column);
    column->column = name;
  }
  return compile (run, operation, error);
}

static gboolean
create_indexes (LbBatchRun *run, GError **error)
{
  for (guint i = 0; i < run->indexes->len; i++)
    if (!create_index (run, g_ptr_array_index (run->indexes, i), error))
      return FALSE;
  for (guint i = 0; i < run->new_indexes->len; i++)
    if (!create_index (run, g_ptr_array_index (run->new_indexes, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
create_triggers (LbBatchRun *run, GError **error)
{
  const GPtrArray *triggers = run->live ? run->live->triggers : run->old->triggers;

  for (guint i = 0; triggers && i < triggers->len; i++)
    lb_batch_take (run, say_again (run, g_ptr_array_index (triggers, i)));
  return TRUE;
}

static gboolean
has_constraint (const LbBatchRun *run, const char *name)
{
  for (guint i = 0; i < run->constraints->len; i++)
    if (g_strcmp0 (((LbConstraint *) g_ptr_array_index (run->constraints, i))->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* Names of constraints count in the whole schema: those that are kept are free only when the old table has lost them.
 */
static gboolean
drop_old_constraints (LbBatchRun *run, GError **error)
{
  const struct LbBatchHooks *hooks = run->dialect->batch;

  for (guint i = 0; hooks && hooks->drops_constraints_first && i < run->old->constraints->len; i++) {
    const LbConstraint *constraint = g_ptr_array_index (run->old->constraints, i);
    g_autoptr (LbOperation) operation = lb_operation_new (LB_OP_DROP_CONSTRAINT);

    if (!constraint->name || !has_constraint (run, constraint->name))
      continue;
    operation->schema = g_strdup (run->batch->schema);
    operation->name = g_strdup (run->batch->table);
    operation->constraint = lb_constraint_copy (constraint);
    operation->constraint_typed = TRUE;
    if (!compile (run, operation, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
move_and_copy (LbBatchRun *run, GError **error)
{
  static gboolean (*const steps[]) (LbBatchRun * run, GError * *error)
      = { drop_old_constraints, create_new, copy_rows, drop_old, rename_new, create_indexes, create_triggers };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!steps[i](run, error))
      return FALSE;
  return TRUE;
}

/* ---- all of it */

static gboolean
recreate (LbBatchRun *run, GError **error)
{
  const struct LbBatchHooks *hooks = run->dialect->batch;
  g_autofree char *name = g_strconcat ("_alembic_tmp_", run->batch->table, NULL);

  run->name = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), LONGEST_TEMPORARY_NAME));
  if (!read_table (run, error))
    return FALSE;
  take_apart (run);
  for (guint i = 0; i < run->batch->operations->len; i++)
    if (!lb_batch_apply (run, g_ptr_array_index (run->batch->operations, i), error))
      return FALSE;
  return lb_batch_settle_constraints (run, error) && lb_batch_settle_indexes (run, error) && lb_batch_sort (run, error)
         && (!hooks || !hooks->settled || hooks->settled (run, error)) && move_and_copy (run, error)
         && (!hooks || !hooks->end || hooks->end (run, error));
}

static gboolean
alter_in_place (const LbDialect *dialect, const LbBatch *batch, const LbTarget *target, GPtrArray *statements,
                GError **error)
{
  for (guint i = 0; i < batch->operations->len; i++) {
    const LbOperation *operation = g_ptr_array_index (batch->operations, i);

    if (operation->kind == LB_OP_ADD_COLUMN && (operation->insert_before || operation->insert_after)) {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT,
                           "Can't specify insert_before or insert_after when using ALTER; please specify "
                           "recreate='always'");
      return FALSE;
    }
    if (!dialect->compile (operation, target, statements, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
wants_recreate (const LbDialect *dialect, const LbBatch *batch)
{
  if (batch->recreate == LB_RECREATE_AUTO)
    return dialect->batch && dialect->batch->needs_recreate && dialect->batch->needs_recreate (batch);
  return batch->recreate == LB_RECREATE_ALWAYS;
}

gboolean
lb_batch_compile (const LbDialect *dialect, const LbBatch *batch, const LbTarget *target, GPtrArray *statements,
                  GError **error)
{
  if (!wants_recreate (dialect, batch))
    return alter_in_place (dialect, batch, target, statements, error);
  g_auto (LbBatchRun)
    run = run_init (dialect, batch, target, statements);
  return recreate (&run, error);
}
