#include "schema.h"

/* Making, copying and freeing; schema.h has the structures. */

static gpointer
copy_string (gconstpointer string, gpointer unused)
{
  return g_strdup (string);
}

static gpointer
copy_constraint (gconstpointer constraint, gpointer unused)
{
  return lb_constraint_copy (constraint);
}

static gpointer
copy_column (gconstpointer column, gpointer unused)
{
  return lb_column_copy (column);
}

static gpointer
copy_index (gconstpointer index, gpointer unused)
{
  return lb_index_copy (index);
}

/* The free function of the array does not come along with g_ptr_array_copy in older GLib, so it is said again. */
static GPtrArray *
copy_array (const GPtrArray *array, GCopyFunc copy_item, GDestroyNotify free_item)
{
  GPtrArray *copy;

  if (!array)
    return NULL;
  copy = g_ptr_array_new_full (array->len, free_item);
  for (guint i = 0; i < array->len; i++)
    g_ptr_array_add (copy, copy_item (array->pdata[i], NULL));
  return copy;
}

static GPtrArray *
copy_strings (const GPtrArray *strings)
{
  return copy_array (strings, copy_string, g_free);
}

/* ---- columns */

static LbIdentity *
copy_identity (const LbIdentity *identity)
{
  return identity ? g_memdup2 (identity, sizeof *identity) : NULL;
}

static LbComputed *
copy_computed (const LbComputed *computed)
{
  LbComputed *copy;

  if (!computed)
    return NULL;
  copy = g_memdup2 (computed, sizeof *computed);
  copy->sql = g_strdup (computed->sql);
  return copy;
}

void
lb_computed_free (LbComputed *computed)
{
  if (!computed)
    return;
  g_free (computed->sql);
  g_free (computed);
}

LbColumn *
lb_column_new (const char *name, LbType *type)
{
  LbColumn *column = g_new0 (LbColumn, 1);

  column->name = g_strdup (name);
  column->type = type;
  column->nullable = TRUE;
  column->options = json_object ();
  return column;
}

LbColumn *
lb_column_copy (const LbColumn *column)
{
  LbColumn *copy = g_memdup2 (column, sizeof *column);

  copy->name = g_strdup (column->name);
  copy->type = lb_type_copy (column->type);
  copy->server_default.text = g_strdup (column->server_default.text);
  copy->identity = copy_identity (column->identity);
  copy->computed = copy_computed (column->computed);
  copy->sequence = g_strdup (column->sequence);
  copy->sequence_schema = g_strdup (column->sequence_schema);
  copy->comment = g_strdup (column->comment);
  copy->checks = copy_array (column->checks, copy_constraint, (GDestroyNotify) lb_constraint_free);
  copy->options = json_deep_copy (column->options);
  return copy;
}

void
lb_column_free (LbColumn *column)
{
  if (!column)
    return;
  g_free (column->name);
  lb_type_free (column->type);
  g_free (column->server_default.text);
  g_free (column->identity);
  lb_computed_free (column->computed);
  g_free (column->sequence);
  g_free (column->sequence_schema);
  g_free (column->comment);
  g_clear_pointer (&column->checks, g_ptr_array_unref);
  json_decref (column->options);
  g_free (column);
}

/* ---- constraints */

static void
clear_exclude_element (gpointer data)
{
  LbExcludeElement *element = data;

  g_free (element->column);
  g_free (element->sql);
  g_free (element->operator);
  g_free (element->opclass);
}

GArray *
lb_exclude_elements_new (void)
{
  GArray *elements = g_array_new (FALSE, TRUE, sizeof (LbExcludeElement));

  g_array_set_clear_func (elements, clear_exclude_element);
  return elements;
}

static GArray *
copy_elements (const GArray *elements)
{
  GArray *copy;

  if (!elements)
    return NULL;
  copy = lb_exclude_elements_new ();
  for (guint i = 0; i < elements->len; i++) {
    const LbExcludeElement *element = &g_array_index (elements, LbExcludeElement, i);
    LbExcludeElement made = { g_strdup (element->column), g_strdup (element->sql), g_strdup (element->operator),
                              g_strdup (element->opclass) };

    g_array_append_val (copy, made);
  }
  return copy;
}

LbConstraint *
lb_constraint_new (LbConstraintKind kind, const char *name)
{
  LbConstraint *constraint = g_new0 (LbConstraint, 1);

  constraint->kind = kind;
  constraint->name = g_strdup (name);
  constraint->columns = g_ptr_array_new_with_free_func (g_free);
  constraint->referent_columns = g_ptr_array_new_with_free_func (g_free);
  constraint->options = json_object ();
  return constraint;
}

LbConstraint *
lb_constraint_copy (const LbConstraint *constraint)
{
  LbConstraint *copy = g_memdup2 (constraint, sizeof *constraint);

  copy->name = g_strdup (constraint->name);
  copy->columns = copy_strings (constraint->columns);
  copy->check_sql = g_strdup (constraint->check_sql);
  copy->referent_schema = g_strdup (constraint->referent_schema);
  copy->referent_table = g_strdup (constraint->referent_table);
  copy->referent_columns = copy_strings (constraint->referent_columns);
  copy->on_update = g_strdup (constraint->on_update);
  copy->on_delete = g_strdup (constraint->on_delete);
  copy->match = g_strdup (constraint->match);
  copy->elements = copy_elements (constraint->elements);
  copy->exclude_using = g_strdup (constraint->exclude_using);
  copy->exclude_where_sql = g_strdup (constraint->exclude_where_sql);
  copy->initially = g_strdup (constraint->initially);
  copy->comment = g_strdup (constraint->comment);
  copy->options = json_deep_copy (constraint->options);
  return copy;
}

void
lb_constraint_free (LbConstraint *constraint)
{
  if (!constraint)
    return;
  g_free (constraint->name);
  g_ptr_array_unref (constraint->columns);
  g_free (constraint->check_sql);
  g_free (constraint->referent_schema);
  g_free (constraint->referent_table);
  g_ptr_array_unref (constraint->referent_columns);
  g_free (constraint->on_update);
  g_free (constraint->on_delete);
  g_free (constraint->match);
  g_clear_pointer (&constraint->elements, g_array_unref);
  g_free (constraint->exclude_using);
  g_free (constraint->exclude_where_sql);
  g_free (constraint->initially);
  g_free (constraint->comment);
  json_decref (constraint->options);
  g_free (constraint);
}

/* ---- indexes */

static void
clear_index_column (gpointer data)
{
  LbIndexColumn *column = data;

  g_free (column->column);
  g_free (column->sql);
  g_free (column->suffix_sql);
  g_free (column->opclass);
  g_free (column->collation);
}

LbIndex *
lb_index_new (const char *name, const char *schema, const char *table)
{
  LbIndex *index = g_new0 (LbIndex, 1);

  index->name = g_strdup (name);
  index->schema = g_strdup (schema);
  index->table = g_strdup (table);
  index->columns = g_array_new (FALSE, TRUE, sizeof (LbIndexColumn));
  g_array_set_clear_func (index->columns, clear_index_column);
  index->options = json_object ();
  return index;
}

LbIndex *
lb_index_copy (const LbIndex *index)
{
  LbIndex *copy = lb_index_new (index->name, index->schema, index->table);

  copy->unique = index->unique;
  for (guint i = 0; i < index->columns->len; i++) {
    const LbIndexColumn *column = &g_array_index (index->columns, LbIndexColumn, i);
    LbIndexColumn made = { g_strdup (column->column), g_strdup (column->sql), g_strdup (column->suffix_sql),
                           g_strdup (column->opclass), g_strdup (column->collation) };

    g_array_append_val (copy->columns, made);
  }
  copy->includes = copy_strings (index->includes);
  copy->where_sql = g_strdup (index->where_sql);
  copy->method = g_strdup (index->method);
  copy->of_constraint = index->of_constraint;
  copy->invalid = index->invalid;
  copy->definition_sql = g_strdup (index->definition_sql);
  json_decref (copy->options);
  copy->options = json_deep_copy (index->options);
  return copy;
}

void
lb_index_free (LbIndex *index)
{
  if (!index)
    return;
  g_free (index->name);
  g_free (index->schema);
  g_free (index->table);
  g_array_unref (index->columns);
  g_clear_pointer (&index->includes, g_ptr_array_unref);
  g_free (index->where_sql);
  g_free (index->method);
  g_free (index->definition_sql);
  json_decref (index->options);
  g_free (index);
}

/* ---- tables */

LbTable *
lb_table_new (const char *name, const char *schema)
{
  LbTable *table = g_new0 (LbTable, 1);

  table->name = g_strdup (name);
  table->schema = g_strdup (schema);
  table->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_column_free);
  table->constraints = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_constraint_free);
  table->indexes = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_index_free);
  table->options = json_object ();
  return table;
}

LbTable *
lb_table_copy (const LbTable *table)
{
  LbTable *copy = g_memdup2 (table, sizeof *table);

  copy->name = g_strdup (table->name);
  copy->schema = g_strdup (table->schema);
  copy->columns = copy_array (table->columns, copy_column, (GDestroyNotify) lb_column_free);
  copy->constraints = copy_array (table->constraints, copy_constraint, (GDestroyNotify) lb_constraint_free);
  copy->indexes = copy_array (table->indexes, copy_index, (GDestroyNotify) lb_index_free);
  copy->prefixes = copy_strings (table->prefixes);
  copy->comment = g_strdup (table->comment);
  copy->definition_sql = g_strdup (table->definition_sql);
  copy->triggers = copy_strings (table->triggers);
  copy->options = json_deep_copy (table->options);
  return copy;
}

void
lb_table_free (LbTable *table)
{
  if (!table)
    return;
  g_free (table->name);
  g_free (table->schema);
  g_ptr_array_unref (table->columns);
  g_ptr_array_unref (table->constraints);
  g_ptr_array_unref (table->indexes);
  g_clear_pointer (&table->prefixes, g_ptr_array_unref);
  g_free (table->comment);
  g_free (table->definition_sql);
  g_clear_pointer (&table->triggers, g_ptr_array_unref);
  json_decref (table->options);
  g_free (table);
}

/* ---- what stands beside tables */

void
lb_sequence_free (LbSequence *sequence)
{
  if (!sequence)
    return;
  g_free (sequence->name);
  g_free (sequence->schema);
  lb_type_free (sequence->type);
  g_free (sequence->owner_table);
  g_free (sequence->owner_column);
  g_free (sequence);
}

void
lb_enum_free (LbEnum *type)
{
  if (!type)
    return;
  g_free (type->name);
  g_free (type->schema);
  g_clear_pointer (&type->labels, g_ptr_array_unref);
  g_free (type);
}

LbSchema *
lb_schema_new (void)
{
  LbSchema *schema = g_new0 (LbSchema, 1);

  schema->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_table_free);
  schema->sequences = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_sequence_free);
  schema->enums = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_enum_free);
  return schema;
}

void
lb_schema_free (LbSchema *schema)
{
  if (!schema)
    return;
  g_ptr_array_unref (schema->tables);
  g_ptr_array_unref (schema->sequences);
  g_ptr_array_unref (schema->enums);
  g_free (schema);
}
