#include "json.h"

#include "schema/json.h"
#include "wire.h"

#include <string.h>

/* ---- members that are no plain fields */

/* Those that say which table, index or sequence is to be dropped stand in the operation itself. */
static const LbMember dropped_table_members[] = {
  LB_MEMBER_NEEDED ("name", lb_json_string, LbTable, name),
  LB_MEMBER ("schema", lb_json_string, LbTable, schema),
  LB_MEMBER ("options", lb_json_object, LbTable, options),
  { NULL },
};

static const LbMember dropped_index_members[] = {
  LB_MEMBER_NEEDED ("name", lb_json_string, LbIndex, name),
  LB_MEMBER ("table", lb_json_string, LbIndex, table),
  LB_MEMBER ("schema", lb_json_string, LbIndex, schema),
  LB_MEMBER ("options", lb_json_object, LbIndex, options),
  { NULL },
};

static gboolean
read_dropped_table (const LbJson *at, LbOperation *operation, GError **error)
{
  operation->table = lb_table_new (NULL, NULL);
  return lb_json_read (at, dropped_table_members, operation->table, error);
}

static gboolean
read_dropped_index (const LbJson *at, LbOperation *operation, GError **error)
{
  operation->index = lb_index_new (NULL, NULL, NULL);
  return lb_json_read (at, dropped_index_members, operation->index, error);
}

/* A column by its name. */
static gboolean
read_column_name (const LbJson *at, gpointer field, GError **error)
{
  LbColumn **column = field;

  *column = lb_column_new (NULL, NULL);
  return lb_json_string.read (at, &(*column)->name, error);
}

static const LbCodec column_name = { read_column_name, NULL };

static gboolean
read_column_comment (const LbJson *at, LbOperation *operation, GError **error)
{
  operation->column->comment = g_strdup (operation->comment);
  return TRUE;
}

/* A constraint by its name, and its kind in Alembic's words. */
static gboolean
read_dropped_constraint (const LbJson *at, LbOperation *operation, GError **error)
{
  static const char *const types[] = {
    [LB_CONSTRAINT_PRIMARY] = "primary",
    [LB_CONSTRAINT_UNIQUE] = "unique",
    [LB_CONSTRAINT_FOREIGN] = "foreignkey",
    [LB_CONSTRAINT_CHECK] = "check",
    NULL,
  };
  LbJson name = { json_object_get (at->value, "constraint"), at, "constraint", 0 };
  LbJson type = { json_object_get (at->value, "type"), at, "type", 0 };
  int kind = LB_CONSTRAINT_CHECK;

  operation->constraint_typed = type.value && !json_is_null (type.value);
  if (operation->constraint_typed && !lb_json_read_word (&type, types, &kind, error))
    return FALSE;
  operation->constraint = lb_constraint_new ((LbConstraintKind) kind, NULL);
  return !name.value || json_is_null (name.value) || lb_json_string.read (&name, &operation->constraint->name, error);
}

/* ---- alter_column */

static gboolean
read_new_default (const LbJson *at, gpointer structure, GError **error)
{
  LbAlterColumn *alter = structure;

  return lb_json_read_default (at, &alter->server_default, &alter->identity, &alter->computed, error);
}

static gboolean
read_existing_default (const LbJson *at, gpointer structure, GError **error)
{
  LbAlterColumn *alter = structure;

  return lb_json_read_default (at, &alter->existing_default, &alter->existing_identity, &alter->existing_computed,
                               error);
}

static const LbCodec new_default = { read_new_default, NULL };
static const LbCodec existing_default = { read_existing_default, NULL };

#define FIELD(key, codec, field) LB_MEMBER (key, codec, LbAlterColumn, field)
#define GIVEN(key, codec, field) LB_MEMBER_GIVEN (key, codec, LbAlterColumn, field, has_##field)
/* null is as much an answer as a value */
#define NULLABLE(key, codec, offset, has)                                                                              \
  LB_MEMBER_AT (key, codec, offset, offsetof (LbAlterColumn, has), LB_MEMBER_NULL)

static const LbMember alter_members[] = {
  LB_MEMBER_NEEDED ("column", lb_json_string, LbAlterColumn, column),
  FIELD ("new_column_name", lb_json_string, new_name),
  FIELD ("type", lb_json_type, type),
  GIVEN ("nullable", lb_json_boolean, nullable),
  NULLABLE ("server_default", new_default, 0, has_default),
  NULLABLE ("comment", lb_json_string, offsetof (LbAlterColumn, comment), has_comment),
  GIVEN ("autoincrement", lb_json_boolean, autoincrement),
  FIELD ("existing_type", lb_json_type, existing_type),
  GIVEN ("existing_nullable", lb_json_boolean, existing_nullable),
  NULLABLE ("existing_server_default", existing_default, 0, has_existing_default),
  FIELD ("existing_comment", lb_json_string, existing_comment),
  FIELD ("existing_autoincrement", lb_json_flag, existing_autoincrement),
  FIELD ("drop_constraints", lb_json_strings, drop_constraints),
  FIELD ("add_constraints", lb_json_constraints, add_constraints),
  FIELD ("insert_before", lb_json_string, insert_before),
  FIELD ("insert_after", lb_json_string, insert_after),
  FIELD ("options", lb_json_object, options),
  { NULL },
};

#undef FIELD
#undef GIVEN
#undef NULLABLE

static gboolean
read_alter (const LbJson *at, LbOperation *operation, GError **error)
{
  operation->alter = lb_alter_column_new (NULL);
  return lb_json_read (at, alter_members, operation->alter, error);
}

/* ---- bulk_insert */

static gboolean
read_rows (const LbJson *at, LbOperation *operation, GError **error)
{
  LbJson list = { json_object_get (at->value, "rows"), at, "rows", 0 };
  gsize n = json_array_size (list.value);
  guint n_columns = operation->row_columns->len;

  if (!json_is_array (list.value))
    return lb_json_expected (&list, "a list", error);
  operation->rows = g_ptr_array_sized_new ((guint) n);
  for (gsize i = 0; i < n; i++) {
    LbJson row = { json_array_get (list.value, i), &list, NULL, (guint) i };
    LbValue *values;

    if (json_array_size (row.value) != n_columns)
      return lb_json_expected (&row, "a list of as many values as there are columns", error);
    values = g_new0 (LbValue, MAX (n_columns, 1));
    g_ptr_array_add (operation->rows, values);
    for (guint c = 0; c < n_columns; c++) {
      LbJson cell = { json_array_get (row.value, c), &row, NULL, c };

      if (!lb_value_read (&cell, &values[c], error))
        return FALSE;
    }
  }
  return TRUE;
}

/* ---- batch */

static gpointer read_operation (const LbJson *at, GError **error);

static gpointer
read_batch_item (const LbJson *at, GError **error)
{
  LbOperation *operation = read_operation (at, error);

  if (operation && operation->kind == LB_OP_BATCH) {
    lb_json_expected (at, "no batch inside of a batch", error);
    g_clear_pointer (&operation, lb_operation_free);
  }
  return operation;
}

static gboolean
read_batch_operations (const LbJson *at, gpointer field, GError **error)
{
  return lb_json_read_list (at, field, read_batch_item, (GDestroyNotify) lb_operation_free, error);
}

static gpointer
read_names (const LbJson *at, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;

  if (!lb_json_strings.read (at, &names, error))
    return NULL;
  g_ptr_array_add (names, NULL);
  return g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static gboolean
read_reordering (const LbJson *at, gpointer field, GError **error)
{
  return lb_json_read_list (at, field, read_names, (GDestroyNotify) g_strfreev, error);
}

static gboolean
read_recreate (const LbJson *at, gpointer field, GError **error)
{
  static const char *const words[] = {
    [LB_RECREATE_AUTO] = "auto",
    [LB_RECREATE_ALWAYS] = "always",
    [LB_RECREATE_NEVER] = "never",
    NULL,
  };
  int word;

  if (!lb_json_read_word (at, words, &word, error))
    return FALSE;
  *(LbRecreate *) field = (LbRecreate) word;
  return TRUE;
}

static gboolean
read_conventions (const LbJson *at, gpointer field, GError **error)
{
  json_t **conventions = field;

  *conventions = json_object ();
  return lb_json_object.read (at, conventions, error);
}

static const LbCodec batch_operations = { read_batch_operations, NULL };
static const LbCodec reordering = { read_reordering, NULL };
static const LbCodec recreate = { read_recreate, NULL };
static const LbCodec conventions = { read_conventions, NULL };

static const LbMember batch_members[] = {
  LB_MEMBER_NEEDED ("name", lb_json_string, LbBatch, table),
  LB_MEMBER ("schema", lb_json_string, LbBatch, schema),
  LB_MEMBER ("recreate", recreate, LbBatch, recreate),
  LB_MEMBER ("copy_from", lb_json_table, LbBatch, copy_from),
  LB_MEMBER ("operations", batch_operations, LbBatch, operations),
  LB_MEMBER ("partial_reordering", reordering, LbBatch, reordering),
  LB_MEMBER ("table_args", lb_json_constraints, LbBatch, table_constraints),
  LB_MEMBER ("table_kwargs", lb_json_object, LbBatch, table_options),
  LB_MEMBER ("naming_convention", conventions, LbBatch, conventions),
  LB_MEMBER ("reflect_columns", lb_json_columns, LbBatch, overrides),
  { NULL },
};

static gboolean
read_batch (const LbJson *at, LbOperation *operation, GError **error)
{
  operation->batch = lb_batch_new (NULL, NULL);
  return lb_json_read (at, batch_members, operation->batch, error);
}

/* ---- all operations */

#define FIELD(key, codec, field)  LB_MEMBER (key, codec, LbOperation, field)
#define NEEDED(key, codec, field) LB_MEMBER_NEEDED (key, codec, LbOperation, field)

#define TABLE_NAME NEEDED ("name", lb_json_string, name), FIELD ("schema", lb_json_string, schema)

/* What an operation has besides the members that all may have, and what reads the rest of it. */
static const struct {
  LbMember members[8];
  gboolean (*read) (const LbJson *at, LbOperation *operation, GError **error);
} shapes[] = {
  [LB_OP_CREATE_TABLE] = { { NEEDED ("table", lb_json_table, table) }, NULL },
  [LB_OP_DROP_TABLE] = { { FIELD ("types", lb_json_types, types) }, read_dropped_table },
  [LB_OP_RENAME_TABLE] = { { TABLE_NAME, NEEDED ("new_name", lb_json_string, new_name) }, NULL },
  [LB_OP_ADD_COLUMN]
  = { { TABLE_NAME, NEEDED ("column", lb_json_column, column), FIELD ("constraints", lb_json_constraints, constraints),
        FIELD ("indexes", lb_json_indexes, indexes), FIELD ("insert_before", lb_json_string, insert_before),
        FIELD ("insert_after", lb_json_string, insert_after) },
      NULL },
  [LB_OP_DROP_COLUMN] = { { TABLE_NAME, NEEDED ("column", column_name, column) }, NULL },
  [LB_OP_ALTER_COLUMN] = { { TABLE_NAME }, read_alter },
  [LB_OP_CREATE_INDEX] = { { NEEDED ("index", lb_json_index, index) }, NULL },
  [LB_OP_DROP_INDEX] = { { { NULL } }, read_dropped_index },
  [LB_OP_CREATE_CONSTRAINT] = { { TABLE_NAME, NEEDED ("constraint", lb_json_constraint, constraint) }, NULL },
  [LB_OP_DROP_CONSTRAINT] = { { TABLE_NAME }, read_dropped_constraint },
  [LB_OP_TABLE_COMMENT] = { { TABLE_NAME, FIELD ("comment", lb_json_string, comment),
                              FIELD ("existing_comment", lb_json_string, existing_comment) },
                            NULL },
  [LB_OP_COLUMN_COMMENT]
  = { { TABLE_NAME, NEEDED ("column", column_name, column), FIELD ("comment", lb_json_string, comment) },
      read_column_comment },
  [LB_OP_CREATE_TYPE] = { { NEEDED ("type", lb_json_some_type, type) }, NULL },
  [LB_OP_DROP_TYPE] = { { NEEDED ("type", lb_json_some_type, type) }, NULL },
  [LB_OP_CREATE_SEQUENCE] = { { NEEDED ("sequence", lb_json_sequence, sequence) }, NULL },
  [LB_OP_DROP_SEQUENCE] = { { NEEDED ("sequence", lb_json_sequence, sequence) }, NULL },
  [LB_OP_CREATE_SCHEMA] = { { NEEDED ("name", lb_json_string, name) }, NULL },
  [LB_OP_DROP_SCHEMA] = { { NEEDED ("name", lb_json_string, name) }, NULL },
  [LB_OP_BULK_INSERT] = { { TABLE_NAME, NEEDED ("columns", lb_json_strings, row_columns) }, read_rows },
  [LB_OP_BATCH] = { { { NULL } }, read_batch },
};

static const LbMember common_members[] = {
  FIELD ("if_exists", lb_json_flag, if_exists),
  FIELD ("if_not_exists", lb_json_flag, if_not_exists),
  FIELD ("check_first", lb_json_flag, check_first),
  FIELD ("cascade", lb_json_flag, cascade),
  FIELD ("inline_references", lb_json_flag, inline_references),
  FIELD ("inline_primary_key", lb_json_flag, inline_primary_key),
  FIELD ("options", lb_json_object, options),
  { NULL },
};

/* The kind that @name names, or -1. */
static int
find_kind (const char *name)
{
  for (guint kind = 0; name && kind < G_N_ELEMENTS (shapes); kind++)
    if (strcmp (lb_operation_name ((LbOperationKind) kind), name) == 0)
      return (int) kind;
  return -1;
}

static gpointer
read_operation (const LbJson *at, GError **error)
{
  LbJson op = { json_object_get (at->value, "op"), at, "op", 0 };
  int kind = find_kind (json_string_value (op.value));
  g_autoptr (LbOperation) operation = NULL;

  if (kind < 0) {
    lb_json_expected (json_is_object (at->value) ? &op : at, "the name of an operation", error);
    return NULL;
  }
  operation = lb_operation_new ((LbOperationKind) kind);
  if (!lb_json_read (at, shapes[kind].members, operation, error) || !lb_json_read (at, common_members, operation, error)
      || (shapes[kind].read && !shapes[kind].read (at, operation, error)))
    return NULL;
  return g_steal_pointer (&operation);
}

LbOperation *
lb_operation_from_json (const json_t *message, GError **error)
{
  const char *name = json_string_value (json_object_get (message, "op"));
  LbJson at = { message, NULL, find_kind (name) >= 0 ? name : "operation", 0 };

  return read_operation (&at, error);
}
