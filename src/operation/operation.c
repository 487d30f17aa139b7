#include "operation.h"

#include "sql/value.h"

LbOperation *
lb_operation_new (LbOperationKind kind)
{
  LbOperation *operation = g_new0 (LbOperation, 1);

  operation->kind = kind;
  operation->options = json_object ();
  return operation;
}

LbAlterColumn *
lb_alter_column_new (const char *column)
{
  LbAlterColumn *alter = g_new0 (LbAlterColumn, 1);

  alter->column = g_strdup (column);
  alter->options = json_object ();
  return alter;
}

void
lb_alter_column_free (LbAlterColumn *alter)
{
  if (!alter)
    return;
  g_free (alter->column);
  g_free (alter->new_name);
  lb_type_free (alter->type);
  g_free (alter->server_default.text);
  g_free (alter->identity);
  lb_computed_free (alter->computed);
  g_free (alter->comment);
  lb_type_free (alter->existing_type);
  g_free (alter->existing_default.text);
  g_free (alter->existing_identity);
  lb_computed_free (alter->existing_computed);
  g_free (alter->existing_comment);
  g_clear_pointer (&alter->drop_constraints, g_ptr_array_unref);
  g_clear_pointer (&alter->add_constraints, g_ptr_array_unref);
  g_free (alter->insert_before);
  g_free (alter->insert_after);
  json_decref (alter->options);
  g_free (alter);
}

LbBatch *
lb_batch_new (const char *schema, const char *table)
{
  LbBatch *batch = g_new0 (LbBatch, 1);

  batch->schema = g_strdup (schema);
  batch->table = g_strdup (table);
  batch->operations = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_operation_free);
  batch->table_options = json_object ();
  return batch;
}

void
lb_batch_free (LbBatch *batch)
{
  if (!batch)
    return;
  g_free (batch->table);
  g_free (batch->schema);
  lb_table_free (batch->copy_from);
  g_ptr_array_unref (batch->operations);
  g_clear_pointer (&batch->reordering, g_ptr_array_unref);
  g_clear_pointer (&batch->table_constraints, g_ptr_array_unref);
  g_clear_pointer (&batch->overrides, g_ptr_array_unref);
  json_decref (batch->table_options);
  json_decref (batch->conventions);
  g_free (batch);
}

static void
free_rows (LbOperation *operation)
{
  for (guint i = 0; operation->rows && i < operation->rows->len; i++)
    lb_value_row_free (g_ptr_array_index (operation->rows, i), operation->row_columns->len);
  g_clear_pointer (&operation->rows, g_ptr_array_unref);
  g_clear_pointer (&operation->row_columns, g_ptr_array_unref);
}

void
lb_operation_free (LbOperation *operation)
{
  if (!operation)
    return;
  g_free (operation->schema);
  g_free (operation->name);
  g_free (operation->new_name);
  lb_table_free (operation->table);
  lb_column_free (operation->column);
  g_clear_pointer (&operation->constraints, g_ptr_array_unref);
  g_clear_pointer (&operation->indexes, g_ptr_array_unref);
  g_free (operation->insert_before);
  g_free (operation->insert_after);
  lb_alter_column_free (operation->alter);
  lb_index_free (operation->index);
  lb_constraint_free (operation->constraint);
  lb_type_free (operation->type);
  lb_sequence_free (operation->sequence);
  lb_batch_free (operation->batch);
  g_clear_pointer (&operation->types, g_ptr_array_unref);
  g_free (operation->comment);
  g_free (operation->existing_comment);
  free_rows (operation);
  json_decref (operation->options);
  g_free (operation);
}

/* ---- names */

const char *
lb_operation_name (LbOperationKind kind)
{
  static const char *const names[] = {
    [LB_OP_CREATE_TABLE] = "create_table",
    [LB_OP_DROP_TABLE] = "drop_table",
    [LB_OP_RENAME_TABLE] = "rename_table",
    [LB_OP_ADD_COLUMN] = "add_column",
    [LB_OP_DROP_COLUMN] = "drop_column",
    [LB_OP_ALTER_COLUMN] = "alter_column",
    [LB_OP_CREATE_INDEX] = "create_index",
    [LB_OP_DROP_INDEX] = "drop_index",
    [LB_OP_CREATE_CONSTRAINT] = "create_constraint",
    [LB_OP_DROP_CONSTRAINT] = "drop_constraint",
    [LB_OP_TABLE_COMMENT] = "table_comment",
    [LB_OP_COLUMN_COMMENT] = "column_comment",
    [LB_OP_CREATE_TYPE] = "create_type",
    [LB_OP_DROP_TYPE] = "drop_type",
    [LB_OP_CREATE_SEQUENCE] = "create_sequence",
    [LB_OP_DROP_SEQUENCE] = "drop_sequence",
    [LB_OP_CREATE_SCHEMA] = "create_schema",
    [LB_OP_DROP_SCHEMA] = "drop_schema",
    [LB_OP_BULK_INSERT] = "bulk_insert",
    [LB_OP_BATCH] = "batch",
  };

  return names[kind];
}

/* What the operation is about: the object, and the part of it. */
typedef struct {
  const char *schema, *name, *part;
} Object;

static Object
object_of (const LbOperation *operation)
{
  if (operation->table)
    return (Object){ operation->table->schema, operation->table->name, NULL };
  if (operation->index)
    return (Object){ operation->index->schema, operation->index->name, NULL };
  if (operation->sequence)
    return (Object){ operation->sequence->schema, operation->sequence->name, NULL };
  if (operation->batch)
    return (Object){ operation->batch->schema, operation->batch->table, NULL };
  if (operation->type)
    return (Object){ lb_type_string (operation->type, "schema"), lb_type_string (operation->type, "name"), NULL };
  return (Object){ operation->schema, operation->name,
                   operation->column       ? operation->column->name
                   : operation->alter      ? operation->alter->column
                   : operation->constraint ? operation->constraint->name
                                           : NULL };
}

char *
lb_operation_title (const LbOperation *operation)
{
  GString *title = g_string_new (lb_operation_name (operation->kind));
  Object object = object_of (operation);

  if (object.name) {
    g_string_append_c (title, ' ');
    if (object.schema)
      g_string_append_printf (title, "%s.", object.schema);
    g_string_append (title, object.name);
  }
  if (object.part)
    g_string_append_printf (title, ".%s", object.part);
  return g_string_free (title, FALSE);
}
