#include "schema.h"

#include <string.h>

LbColumn *
lb_table_column (const LbTable *table, const char *name)
{
  for (guint i = 0; i < table->columns->len; i++) {
    LbColumn *column = g_ptr_array_index (table->columns, i);

    if (strcmp (column->name, name) == 0)
      return column;
  }
  return NULL;
}

LbConstraint *
lb_table_primary_key (const LbTable *table)
{
  for (guint i = 0; i < table->constraints->len; i++) {
    LbConstraint *constraint = g_ptr_array_index (table->constraints, i);

    if (constraint->kind == LB_CONSTRAINT_PRIMARY)
      return constraint;
  }
  return NULL;
}

LbConstraint *
lb_table_constraint (const LbTable *table, const char *name)
{
  for (guint i = 0; i < table->constraints->len; i++) {
    LbConstraint *constraint = g_ptr_array_index (table->constraints, i);

    if (g_strcmp0 (constraint->name, name) == 0)
      return constraint;
  }
  return NULL;
}

LbIndex *
lb_table_index (const LbTable *table, const char *name)
{
  for (guint i = 0; i < table->indexes->len; i++) {
    LbIndex *index = g_ptr_array_index (table->indexes, i);

    if (g_strcmp0 (index->name, name) == 0)
      return index;
  }
  return NULL;
}

/* ---- autoincrement */

/* The columns of the primary key: of the constraint, or those that say so themselves. */
static GPtrArray *
key_columns (const LbTable *table)
{
  const LbConstraint *key = lb_table_primary_key (table);
  GPtrArray *columns = g_ptr_array_new ();

  if (key && key->columns->len > 0) {
    for (guint i = 0; i < key->columns->len; i++) {
      LbColumn *column = lb_table_column (table, g_ptr_array_index (key->columns, i));

      if (column)
        g_ptr_array_add (columns, column);
    }
    return columns;
  }
  for (guint i = 0; i < table->columns->len; i++) {
    LbColumn *column = g_ptr_array_index (table->columns, i);

    if (column->primary_key)
      g_ptr_array_add (columns, column);
  }
  return columns;
}

const LbColumn *
lb_table_autoincrement (const LbTable *table, const char *dialect)
{
  g_autoptr (GPtrArray) key = key_columns (table);
  const LbColumn *only;

  for (guint i = 0; i < key->len; i++) {
    const LbColumn *column = g_ptr_array_index (key, i);

    if (column->autoincrement == LB_AUTOINCREMENT_ON)
      return column;
  }
  if (key->len != 1)
    return NULL;
  only = g_ptr_array_index (key, 0);
  if (only->autoincrement == LB_AUTOINCREMENT_OFF || only->has_foreign_key || only->sequence || only->computed
      || only->server_default.kind != LB_DEFAULT_NONE)
    return NULL;
  return lb_type_is_integer (only->type, dialect) ? only : NULL;
}
