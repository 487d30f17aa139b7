/* Columns in a batch: added, dropped, altered. */
#include "batch_private.h"
#include "expression.h"
#include "sql/build.h"

#include <string.h>

LbBatchColumn *
lb_batch_column_new (const char *key, const char *source, LbColumn *column)
{
  LbBatchColumn *new = g_new0 (LbBatchColumn, 1);

  new->key = g_strdup (key);
  new->source = g_strdup (source);
  new->column = column;
  return new;
}

void
lb_batch_column_free (LbBatchColumn *column)
{
  g_free (column->key);
  g_free (column->source);
  lb_column_free (column->column);
  g_free (column);
}

LbBatchColumn *
lb_batch_column (const LbBatchRun *run, const char *name)
{
  LbBatchColumn *by_name = NULL;

  for (guint i = 0; i < run->columns->len; i++) {
    LbBatchColumn *column = g_ptr_array_index (run->columns, i);

    if (strcmp (column->key, name) == 0)
      return column;
    if (strcmp (column->column->name, name) == 0)
      by_name = column;
  }
  return by_name;
}

const char *
lb_batch_name_now (const LbBatchRun *run, const char *key)
{
  const LbBatchColumn *column = lb_batch_column (run, key);

  return column ? column->column->name : key;
}

static LbBatchColumn *
expect_column (const LbBatchRun *run, const char *name, GError **error)
{
  LbBatchColumn *column = lb_batch_column (run, name);

  if (!column)
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "No such column: '%s' in table '%s'", name, run->batch->table);
  return column;
}

/* ---- added */

static gboolean
add_constraints (LbBatchRun *run, const GPtrArray *constraints, GError **error)
{
  for (guint i = 0; constraints && i < constraints->len; i++) {
    const LbConstraint *constraint = g_ptr_array_index (constraints, i);

    if (constraint->kind == LB_CONSTRAINT_PRIMARY)
      continue;
    if (!constraint->name && !constraint->type_bound) {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT, "Constraint must have a name");
      return FALSE;
    }
    lb_batch_put_constraint (run, constraint);
  }
  return TRUE;
}

gboolean
lb_batch_add_column (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  LbColumn *column = operation->column;
  LbBatchColumn *new;

  if (lb_batch_column (run, column->name)) {
    if (operation->if_not_exists)
      return TRUE;
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "column '%s' of table '%s' already exists", column->name,
                 run->batch->table);
    return FALSE;
  }
  if (!lb_batch_wish (run, column->name, operation->insert_before, operation->insert_after, error))
    return FALSE;
  new = lb_batch_column_new (column->name, NULL, lb_column_copy (column));
  new->retyped = TRUE;
  g_ptr_array_add (run->columns, new);
  if (!add_constraints (run, operation->constraints, error))
    return FALSE;
  for (guint i = 0; operation->indexes && i < operation->indexes->len; i++)
    g_ptr_array_add (run->new_indexes, lb_index_copy (g_ptr_array_index (operation->indexes, i)));
  return TRUE;
}

/* ---- dropped */

static void
forget_place (LbBatchRun *run, const char *key)
{
  guint place;

  if (g_ptr_array_find_with_equal_func (run->order, key, g_str_equal, &place))
    g_ptr_array_remove_index (run->order, place);
}

gboolean
lb_batch_drop_column (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  const char *name = operation->column->name;
  LbBatchColumn *column = lb_batch_column (run, name);

  if (!column && operation->if_exists)
    return TRUE;
  column = expect_column (run, name, error);
  if (!column)
    return FALSE;
  g_ptr_array_add (run->dropped, g_strdup (column->column->name));
  forget_place (run, column->key);
  g_ptr_array_remove (run->columns, column);
  return TRUE;
}

/* ---- renamed */

static void
rename_name (char **name, const char *old, const char *new)
{
  if (*name && strcmp (*name, old) == 0) {
    g_free (*name);
    *name = g_strdup (new);
  }
}

static void
rename_in (const LbBatchRun *run, char **sql, const char *old, const char *new)
{
  char *renamed = *sql ? lb_expression_rename (run->dialect->syntax, *sql, old, new) : NULL;

  g_free (*sql);
  *sql = renamed;
}

static void
rename_in_constraint (const LbBatchRun *run, LbConstraint *constraint, const char *old, const char *new)
{
  for (guint i = 0; i < constraint->columns->len; i++)
    rename_name ((char **) &constraint->columns->pdata[i], old, new);
  rename_in (run, &constraint->check_sql, old, new);
  /* a key to the table itself */
  if (constraint->kind == LB_CONSTRAINT_FOREIGN && strcmp (constraint->referent_table, run->batch->table) == 0)
    for (guint i = 0; i < constraint->referent_columns->len; i++)
      rename_name ((char **) &constraint->referent_columns->pdata[i], old, new);
}

static void
rename_in_index (const LbBatchRun *run, LbIndex *index, const char *old, const char *new)
{
  for (guint i = 0; i < index->columns->len; i++) {
    LbIndexColumn *column = &g_array_index (index->columns, LbIndexColumn, i);

    rename_name (&column->column, old, new);
    rename_in (run, &column->sql, old, new);
  }
  rename_in (run, &index->where_sql, old, new);
  if (index->definition_sql && lb_expression_names (run->dialect->syntax, index->definition_sql, old))
    g_clear_pointer (&index->definition_sql, g_free);
}

static void
rename_everywhere (LbBatchRun *run, const char *old, const char *new_name)
{
  for (guint i = 0; i < run->columns->len; i++) {
    LbColumn *other = ((LbBatchColumn *) g_ptr_array_index (run->columns, i))->column;

    if (other->computed)
      rename_in (run, &other->computed->sql, old, new_name);
  }
  for (guint i = 0; i < run->constraints->len; i++)
    rename_in_constraint (run, g_ptr_array_index (run->constraints, i), old, new_name);
  for (guint i = 0; i < run->indexes->len; i++)
    rename_in_index (run, g_ptr_array_index (run->indexes, i), old, new_name);
}

static gboolean
is_name_now (const LbBatchRun *run, const char *name)
{
  for (guint i = 0; i < run->columns->len; i++)
    if (strcmp (((LbBatchColumn *) g_ptr_array_index (run->columns, i))->column->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* Where the database itself has renamed the column, only what the script has said since may have the old name. */
static void
rename_column (LbBatchRun *run, LbBatchColumn *column, const char *new_name)
{
  g_autofree char *old = NULL;

  if (strcmp (column->column->name, new_name) == 0) {
    if (!is_name_now (run, column->key))
      rename_everywhere (run, column->key, new_name);
    return;
  }
  old = g_steal_pointer (&column->column->name);
  column->column->name = g_strdup (new_name);
  rename_everywhere (run, old, new_name);
}

/* ---- altered */

static gboolean
is_of_kind_with_check (const LbType *type)
{
  return type && (g_ascii_strcasecmp (type->name, "Boolean") == 0 || g_ascii_strcasecmp (type->name, "Enum") == 0);
}

/* Whether the CHECK is one that Boolean and Enum bring and that has no name: c IN (0, 1). */
static gboolean
is_check_of_type (const LbBatchRun *run, const LbConstraint *check, const char *column)
{
  g_autofree char *plain = lb_sql_format (run->dialect->syntax, "%I IN (", column);

  if (check->kind != LB_CONSTRAINT_CHECK || check->name)
    return FALSE;
  return check->type_bound ? check->columns->len == 1 && strcmp (g_ptr_array_index (check->columns, 0), column) == 0
                           : g_ascii_strncasecmp (check->check_sql, plain, strlen (plain)) == 0;
}

/* What the old type brought goes with it. Its names are known to the script; a CHECK without one is known by its form,
 * if the types are of the kind that brings one. */
static void
drop_checks_of_type (LbBatchRun *run, const LbBatchColumn *column, const LbAlterColumn *alter)
{
  const LbType *old = alter->existing_type ? alter->existing_type : column->column->type;

  for (guint i = 0; alter->drop_constraints && i < alter->drop_constraints->len; i++)
    lb_batch_remove_constraint (run, g_ptr_array_index (alter->drop_constraints, i));
  if (!is_of_kind_with_check (lb_type_for (old, run->dialect->name))
      && !is_of_kind_with_check (lb_type_for (alter->type, run->dialect->name)))
    return;
  for (guint i = run->constraints->len; i > 0; i--)
    if (is_check_of_type (run, g_ptr_array_index (run->constraints, i - 1), column->column->name))
      g_ptr_array_remove_index (run->constraints, i - 1);
}

static void
alter_type (LbBatchRun *run, LbBatchColumn *column, const LbAlterColumn *alter)
{
  const LbType *new = lb_type_for (alter->type, run->dialect->name);
  const struct LbBatchHooks *hooks = run->dialect->batch;

  drop_checks_of_type (run, column, alter);
  column->retyped = TRUE;
  column->cast = column->source && lb_batch_kind_differs (lb_type_for (column->column->type, run->dialect->name), new)
                 && !(hooks && hooks->copies_as_is && hooks->copies_as_is (new));
  lb_type_free (column->column->type);
  column->column->type = lb_type_copy (alter->type);
}

/* The default and what takes its place; each is borrowed for one call of lb_column_copy, which copies it. */
static void
alter_default (LbBatchColumn *column, const LbAlterColumn *alter)
{
  LbColumn *old = column->column;
  LbColumn with = *old;

  with.server_default = alter->server_default;
  with.identity = alter->identity;
  with.computed = alter->computed;
  column->column = lb_column_copy (&with);
  lb_column_free (old);
}

static gboolean
alter_place (LbBatchRun *run, LbBatchColumn *column, const LbAlterColumn *alter, GError **error)
{
  if (!alter->insert_before && !alter->insert_after)
    return TRUE;
  forget_place (run, column->key);
  return lb_batch_wish (run, column->key, alter->insert_before, alter->insert_after, error);
}

gboolean
lb_batch_alter_column (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  const LbAlterColumn *alter = operation->alter;
  LbBatchColumn *column = expect_column (run, alter->column, error);

  if (!column)
    return FALSE;
  if (alter->type)
    alter_type (run, column, alter);
  if (alter->has_nullable)
    column->column->nullable = alter->nullable;
  if (alter->has_default)
    alter_default (column, alter);
  if (alter->has_autoincrement)
    column->column->autoincrement = alter->autoincrement ? LB_AUTOINCREMENT_ON : LB_AUTOINCREMENT_OFF;
  if (alter->has_comment) {
    g_free (column->column->comment);
    column->column->comment = g_strdup (alter->comment);
  }
  if (alter->new_name)
    rename_column (run, column, alter->new_name);
  for (guint i = 0; alter->type && alter->add_constraints && i < alter->add_constraints->len; i++)
    lb_batch_put_constraint (run, g_ptr_array_index (alter->add_constraints, i));
  return alter_place (run, column, alter, error);
}

/* ---- indexes: they name columns as the script knows them */

gboolean
lb_batch_create_index (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  LbIndex *index = lb_index_copy (operation->index);

  for (guint i = 0; i < run->indexes->len && operation->if_not_exists; i++) {
    if (g_strcmp0 (((LbIndex *) g_ptr_array_index (run->indexes, i))->name, index->name) == 0) {
      lb_index_free (index);
      return TRUE;
    }
  }
  g_ptr_array_add (run->new_indexes, index);
  return TRUE;
}
