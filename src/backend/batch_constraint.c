/* Constraints and indexes in a batch. */
#include "batch_private.h"
#include "expression.h"

#include <string.h>

/* ---- operations */

static gboolean
refuse_nameless (GError **error)
{
  g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT, "Constraint must have a name");
  return FALSE;
}

static LbConstraint *
primary_key (const LbBatchRun *run)
{
  for (guint i = 0; i < run->constraints->len; i++) {
    LbConstraint *constraint = g_ptr_array_index (run->constraints, i);

    if (constraint->kind == LB_CONSTRAINT_PRIMARY)
      return constraint;
  }
  return NULL;
}

static void
mark_primary (const LbBatchRun *run, const LbConstraint *key, gboolean primary)
{
  for (guint i = 0; i < key->columns->len; i++) {
    LbBatchColumn *column = lb_batch_column (run, g_ptr_array_index (key->columns, i));

    if (!column)
      continue;
    column->column->primary_key = primary;
    if (primary)
      column->column->nullable = FALSE;
  }
}

gboolean
lb_batch_remove_constraint (LbBatchRun *run, const char *name)
{
  for (guint i = 0; i < run->constraints->len; i++) {
    LbConstraint *constraint = g_ptr_array_index (run->constraints, i);

    if (g_strcmp0 (constraint->name, name) != 0)
      continue;
    if (constraint->kind == LB_CONSTRAINT_PRIMARY)
      mark_primary (run, constraint, FALSE);
    g_ptr_array_remove_index (run->constraints, i);
    return TRUE;
  }
  return FALSE;
}

/* CHECKs written inside of a column, of copy_from. */
static gboolean
remove_inline_check (LbBatchRun *run, const char *name)
{
  for (guint i = 0; i < run->columns->len; i++) {
    GPtrArray *checks = ((LbBatchColumn *) g_ptr_array_index (run->columns, i))->column->checks;

    for (guint j = 0; checks && j < checks->len; j++) {
      if (g_strcmp0 (((LbConstraint *) g_ptr_array_index (checks, j))->name, name) == 0) {
        g_ptr_array_remove_index (checks, j);
        return TRUE;
      }
    }
  }
  return FALSE;
}

void
lb_batch_put_constraint (LbBatchRun *run, const LbConstraint *constraint)
{
  LbConstraint *copy = lb_constraint_copy (constraint);
  LbConstraint *key = constraint->kind == LB_CONSTRAINT_PRIMARY ? primary_key (run) : NULL;

  if (key) {
    mark_primary (run, key, FALSE);
    g_ptr_array_remove (run->constraints, key);
  }
  if (copy->name)
    lb_batch_remove_constraint (run, copy->name);
  for (guint i = 0; i < copy->columns->len; i++) {
    char *name = g_strdup (lb_batch_name_now (run, g_ptr_array_index (copy->columns, i)));

    g_free (copy->columns->pdata[i]);
    copy->columns->pdata[i] = name;
  }
  if (copy->kind == LB_CONSTRAINT_PRIMARY)
    mark_primary (run, copy, TRUE);
  g_ptr_array_add (run->constraints, copy);
}

gboolean
lb_batch_create_constraint (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  if (!operation->constraint->name)
    return refuse_nameless (error);
  lb_batch_put_constraint (run, operation->constraint);
  return TRUE;
}

gboolean
lb_batch_drop_constraint (LbBatchRun *run, const LbOperation *operation, GError **error)
{
  const char *name = operation->constraint->name;

  if (!name)
    return refuse_nameless (error);
  if (lb_batch_remove_constraint (run, name) || remove_inline_check (run, name) || operation->if_exists)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "No such constraint: '%s'", name);
  return FALSE;
}

/* ---- what is left when columns were dropped */

static gboolean
has_column_now (const LbBatchRun *run, const char *name)
{
  for (guint i = 0; i < run->columns->len; i++)
    if (g_ascii_strcasecmp (((LbBatchColumn *) g_ptr_array_index (run->columns, i))->column->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* The first dropped column that the expression names. */
static const char *
dropped_in (const LbBatchRun *run, const char *sql)
{
  for (guint i = 0; i < run->dropped->len; i++) {
    const char *name = g_ptr_array_index (run->dropped, i);

    if (!has_column_now (run, name) && lb_expression_names (run->dialect->syntax, sql, name))
      return name;
  }
  return NULL;
}

/* A column that stays and that the expression names. */
static const char *
kept_in (const LbBatchRun *run, const char *sql)
{
  for (guint i = 0; i < run->columns->len; i++) {
    const char *name = ((LbBatchColumn *) g_ptr_array_index (run->columns, i))->column->name;

    if (lb_expression_names (run->dialect->syntax, sql, name))
      return name;
  }
  return NULL;
}

/* A CHECK of the dropped column alone goes with it, as it came; one that names others too is about them as well. */
static gboolean
settle_check (LbBatchRun *run, const LbConstraint *check, gboolean *ret_goes, GError **error)
{
  const char *gone = dropped_in (run, check->check_sql);
  const char *kept = gone ? kept_in (run, check->check_sql) : NULL;

  *ret_goes = gone != NULL;
  if (!kept)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
               "CHECK (%s) of table '%s' names column '%s', which is dropped, and '%s', which stays", check->check_sql,
               run->batch->table, gone, kept);
  if (error && check->name)
    lb_error_set_hint (*error, "Drop it too: batch_op.drop_constraint('%s', type_='check').", check->name);
  else if (error)
    lb_error_set_hint (*error, "It has no name to drop it by: give it one with naming_convention, or create the table "
                               "without it from copy_from.");
  return FALSE;
}

static gboolean
stands_on_dropped (const LbBatchRun *run, const LbConstraint *constraint)
{
  for (guint i = 0; i < constraint->columns->len; i++)
    if (!has_column_now (run, g_ptr_array_index (constraint->columns, i)))
      return TRUE;
  return FALSE;
}

/* As Alembic has it, a dropped column leaves the primary key, and takes uniques and foreign keys with it. */
static gboolean
settle (LbBatchRun *run, LbConstraint *constraint, gboolean *ret_goes, GError **error)
{
  if (constraint->kind == LB_CONSTRAINT_CHECK)
    return settle_check (run, constraint, ret_goes, error);
  for (guint i = constraint->columns->len; constraint->kind == LB_CONSTRAINT_PRIMARY && i > 0; i--)
    if (!has_column_now (run, g_ptr_array_index (constraint->columns, i - 1)))
      g_ptr_array_remove_index (constraint->columns, i - 1);
  *ret_goes
      = constraint->kind == LB_CONSTRAINT_PRIMARY ? constraint->columns->len == 0 : stands_on_dropped (run, constraint);
  return TRUE;
}

gboolean
lb_batch_settle_constraints (LbBatchRun *run, GError **error)
{
  for (guint i = 0; run->dropped->len && i < run->constraints->len;) {
    gboolean goes = FALSE;

    if (!settle (run, g_ptr_array_index (run->constraints, i), &goes, error))
      return FALSE;
    if (goes)
      g_ptr_array_remove_index (run->constraints, i);
    else
      i++;
  }
  for (guint i = 0; i < run->columns->len; i++) {
    const LbColumn *column = ((LbBatchColumn *) g_ptr_array_index (run->columns, i))->column;
    const char *gone = column->computed ? dropped_in (run, column->computed->sql) : NULL;

    if (!gone)
      continue;
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                 "column '%s' of table '%s' is computed from column '%s', which is dropped", column->name,
                 run->batch->table, gone);
    return FALSE;
  }
  return TRUE;
}

/* The dropped column that the index names. */
static const char *
dropped_in_index (const LbBatchRun *run, const LbIndex *index)
{
  for (guint i = 0; i < index->columns->len; i++) {
    const LbIndexColumn *column = &g_array_index (index->columns, LbIndexColumn, i);
    const char *gone = column->sql ? dropped_in (run, column->sql) : NULL;

    if (gone || (column->column && !has_column_now (run, column->column)))
      return gone ? gone : column->column;
  }
  return index->where_sql ? dropped_in (run, index->where_sql) : NULL;
}

gboolean
lb_batch_settle_indexes (LbBatchRun *run, GError **error)
{
  for (guint i = 0; i < run->indexes->len; i++) {
    const LbIndex *index = g_ptr_array_index (run->indexes, i);
    const char *gone = dropped_in_index (run, index);

    if (!gone)
      continue;
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "index '%s' of table '%s' names column '%s', which is dropped",
                 index->name, run->batch->table, gone);
    if (error)
      lb_error_set_hint (*error, "Drop the index first: batch_op.drop_index('%s').", index->name);
    return FALSE;
  }
  return TRUE;
}
