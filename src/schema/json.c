#include "json.h"

#include <string.h>

/* Columns, constraints, indexes, tables and whole schemas. */

/* ---- the same for each of them: a field that points to a new structure, and lists of those */

#define CODEC(type, noun, plural)                                                                                      \
  static gboolean read_##noun (const LbJson *at, gpointer field, GError **error)                                       \
  {                                                                                                                    \
    __typeof__ (type) *made = read_##noun##_item (at, error);                                                          \
                                                                                                                       \
    if (made)                                                                                                          \
      *(__typeof__ (type) **) field = made;                                                                            \
    return made != NULL;                                                                                               \
  }                                                                                                                    \
  static json_t *write_##noun (gconstpointer field)                                                                    \
  {                                                                                                                    \
    const __typeof__ (type) *structure = *(__typeof__ (type) *const *) field;                                          \
                                                                                                                       \
    return structure ? write_##noun##_item (structure) : NULL;                                                         \
  }                                                                                                                    \
  static gboolean read_##plural (const LbJson *at, gpointer field, GError **error)                                     \
  {                                                                                                                    \
    return lb_json_read_list (at, field, read_##noun##_item, (GDestroyNotify) lb_##noun##_free, error);                \
  }                                                                                                                    \
  static json_t *write_##plural (gconstpointer field)                                                                  \
  {                                                                                                                    \
    return lb_json_write_list (*(GPtrArray *const *) field, write_##noun##_item);                                      \
  }                                                                                                                    \
  const LbCodec lb_json_##noun = { read_##noun, write_##noun };                                                        \
  const LbCodec lb_json_##plural = { read_##plural, write_##plural };

/* ---- CONSTRAINT */

const char *const lb_json_constraint_kinds[] = {
  [LB_CONSTRAINT_PRIMARY] = "primary", [LB_CONSTRAINT_UNIQUE] = "unique",   [LB_CONSTRAINT_FOREIGN] = "foreign",
  [LB_CONSTRAINT_CHECK] = "check",     [LB_CONSTRAINT_EXCLUDE] = "exclude", NULL,
};

static gboolean
read_kind (const LbJson *at, gpointer field, GError **error)
{
  int kind;

  if (!lb_json_read_word (at, lb_json_constraint_kinds, &kind, error))
    return FALSE;
  *(LbConstraintKind *) field = (LbConstraintKind) kind;
  return TRUE;
}

static json_t *
write_kind (gconstpointer field)
{
  return json_string (lb_json_constraint_kinds[*(const LbConstraintKind *) field]);
}

static const LbCodec kind_codec = { read_kind, write_kind };

static const LbMember referent_members[] = {
  LB_MEMBER ("schema", lb_json_string, LbConstraint, referent_schema),
  LB_MEMBER_NEEDED ("table", lb_json_string, LbConstraint, referent_table),
  LB_MEMBER ("columns", lb_json_strings, LbConstraint, referent_columns),
  { NULL },
};

static gboolean
read_referent (const LbJson *at, gpointer structure, GError **error)
{
  return lb_json_read (at, referent_members, structure, error);
}

static json_t *
write_referent (gconstpointer structure)
{
  const LbConstraint *constraint = structure;
  json_t *object;

  if (!constraint->referent_table)
    return NULL;
  object = json_object ();
  lb_json_write (object, referent_members, constraint);
  return object;
}

static const LbCodec referent_codec = { read_referent, write_referent };

static const LbMember element_members[] = {
  LB_MEMBER ("column", lb_json_string, LbExcludeElement, column),
  LB_MEMBER ("sql", lb_json_string, LbExcludeElement, sql),
  LB_MEMBER_NEEDED ("operator", lb_json_string, LbExcludeElement, operator),
  LB_MEMBER ("opclass", lb_json_string, LbExcludeElement, opclass),
  { NULL },
};

/* A list of structures that stand in a GArray themselves; each has `column` or `sql`, its first two fields. */
static gboolean
read_parts (const LbJson *at, GArray *parts, const LbMember *members, GError **error)
{
  gsize n = json_array_size (at->value);

  if (!json_is_array (at->value))
    return lb_json_expected (at, "a list", error);
  for (gsize i = 0; i < n; i++) {
    LbJson item = { json_array_get (at->value, i), at, NULL, (guint) i };
    char **names;

    g_array_set_size (parts, parts->len + 1);
    names = (char **) (gpointer) (parts->data + (gsize) (parts->len - 1) * g_array_get_element_size (parts));
    if (!lb_json_read (&item, members, names, error))
      return FALSE;
    if (!names[0] == !names[1])
      return lb_json_expected (&item, "a column or an expression", error);
  }
  return TRUE;
}

static json_t *
write_parts (GArray *parts, const LbMember *members)
{
  json_t *list;

  if (!parts || parts->len == 0)
    return NULL;
  list = json_array ();
  for (guint i = 0; i < parts->len; i++) {
    json_t *object = json_object ();

    lb_json_write (object, members, parts->data + (gsize) i * g_array_get_element_size (parts));
    json_array_append_new (list, object);
  }
  return list;
}

static gboolean
read_elements (const LbJson *at, gpointer field, GError **error)
{
  GArray **elements = field;

  *elements = lb_exclude_elements_new ();
  return read_parts (at, *elements, element_members, error);
}

static json_t *
write_elements (gconstpointer field)
{
  return write_parts (*(GArray *const *) field, element_members);
}

static const LbCodec elements_codec = { read_elements, write_elements };

static const LbMember constraint_members[] = {
  LB_MEMBER_NEEDED ("kind", kind_codec, LbConstraint, kind),
  LB_MEMBER ("name", lb_json_string, LbConstraint, name),
  LB_MEMBER ("columns", lb_json_strings, LbConstraint, columns),
  LB_MEMBER ("sql", lb_json_string, LbConstraint, check_sql),
  LB_MEMBER ("type_bound", lb_json_flag, LbConstraint, type_bound),
  LB_MEMBER_WHOLE ("referent", referent_codec),
  LB_MEMBER ("onupdate", lb_json_string, LbConstraint, on_update),
  LB_MEMBER ("ondelete", lb_json_string, LbConstraint, on_delete),
  LB_MEMBER ("match", lb_json_string, LbConstraint, match),
  LB_MEMBER ("use_alter", lb_json_flag, LbConstraint, use_alter),
  LB_MEMBER_GIVEN ("deferrable", lb_json_boolean, LbConstraint, deferrable, has_deferrable),
  LB_MEMBER ("initially", lb_json_string, LbConstraint, initially),
  LB_MEMBER ("elements", elements_codec, LbConstraint, elements),
  LB_MEMBER ("using", lb_json_string, LbConstraint, exclude_using),
  LB_MEMBER ("where", lb_json_string, LbConstraint, exclude_where_sql),
  LB_MEMBER ("comment", lb_json_string, LbConstraint, comment),
  LB_MEMBER ("not_valid", lb_json_flag, LbConstraint, not_valid),
  LB_MEMBER ("options", lb_json_object, LbConstraint, options),
  { NULL },
};

/* What makes each kind one. */
static gboolean
check_constraint (const LbJson *at, const LbConstraint *constraint, GError **error)
{
  if (constraint->kind == LB_CONSTRAINT_FOREIGN && !constraint->referent_table)
    return lb_json_expected (at, "given a referent", error);
  if (constraint->kind == LB_CONSTRAINT_CHECK && !constraint->check_sql)
    return lb_json_expected (at, "given its sql", error);
  if (constraint->kind == LB_CONSTRAINT_EXCLUDE && (!constraint->elements || constraint->elements->len == 0))
    return lb_json_expected (at, "given elements", error);
  return TRUE;
}

static gpointer
read_constraint_item (const LbJson *at, GError **error)
{
  g_autoptr (LbConstraint) constraint = lb_constraint_new (LB_CONSTRAINT_CHECK, NULL);

  if (!lb_json_read (at, constraint_members, constraint, error) || !check_constraint (at, constraint, error))
    return NULL;
  return g_steal_pointer (&constraint);
}

static json_t *
write_constraint_item (gconstpointer constraint)
{
  json_t *object = json_object ();

  lb_json_write (object, constraint_members, constraint);
  return object;
}

CODEC (LbConstraint, constraint, constraints)

/* ---- COLUMN */

static const char *const autoincrements[] = { "auto", "ignore_fk", NULL };

static gboolean
read_autoincrement (const LbJson *at, gpointer structure, GError **error)
{
  LbColumn *column = structure;
  int word;

  if (json_is_boolean (at->value)) {
    column->autoincrement = json_is_true (at->value) ? LB_AUTOINCREMENT_ON : LB_AUTOINCREMENT_OFF;
    return TRUE;
  }
  if (!lb_json_read_word (at, autoincrements, &word, NULL))
    return lb_json_expected (at, "true, false, auto or ignore_fk", error);
  if (word == 1)
    column->has_foreign_key = FALSE; /* read before: it does not count */
  return TRUE;
}

static json_t *
write_autoincrement (gconstpointer structure)
{
  const LbColumn *column = structure;

  return column->autoincrement == LB_AUTOINCREMENT_AUTO ? NULL
                                                        : json_boolean (column->autoincrement == LB_AUTOINCREMENT_ON);
}

static const LbCodec autoincrement_codec = { read_autoincrement, write_autoincrement };

static gboolean
read_default (const LbJson *at, gpointer structure, GError **error)
{
  LbColumn *column = structure;

  return lb_json_read_default (at, &column->server_default, &column->identity, &column->computed, error);
}

static json_t *
write_default (gconstpointer structure)
{
  const LbColumn *column = structure;

  return lb_json_write_default (&column->server_default, column->identity, column->computed);
}

static const LbCodec default_codec = { read_default, write_default };

static const LbMember default_sequence_members[] = {
  LB_MEMBER_NEEDED ("name", lb_json_string, LbColumn, sequence),
  LB_MEMBER ("schema", lb_json_string, LbColumn, sequence_schema),
  { NULL },
};

static gboolean
read_default_sequence (const LbJson *at, gpointer structure, GError **error)
{
  return lb_json_read (at, default_sequence_members, structure, error);
}

static json_t *
write_default_sequence (gconstpointer structure)
{
  const LbColumn *column = structure;
  json_t *object;

  if (!column->sequence)
    return NULL;
  object = json_object ();
  lb_json_write (object, default_sequence_members, column);
  return object;
}

static const LbCodec default_sequence_codec = { read_default_sequence, write_default_sequence };

static const LbMember column_members[] = {
  LB_MEMBER_NEEDED ("name", lb_json_string, LbColumn, name),
  LB_MEMBER ("type", lb_json_type, LbColumn, type),
  LB_MEMBER ("nullable", lb_json_flag_on, LbColumn, nullable),
  LB_MEMBER ("primary_key", lb_json_flag, LbColumn, primary_key),
  LB_MEMBER ("foreign_key", lb_json_flag, LbColumn, has_foreign_key),
  LB_MEMBER_WHOLE ("autoincrement", autoincrement_codec),
  LB_MEMBER_WHOLE ("default", default_codec),
  LB_MEMBER_WHOLE ("sequence", default_sequence_codec),
  LB_MEMBER ("comment", lb_json_string, LbColumn, comment),
  LB_MEMBER ("system", lb_json_flag, LbColumn, system),
  LB_MEMBER ("checks", lb_json_constraints, LbColumn, checks),
  LB_MEMBER ("options", lb_json_object, LbColumn, options),
  { NULL },
};

static gpointer
read_column_item (const LbJson *at, GError **error)
{
  g_autoptr (LbColumn) column = lb_column_new (NULL, NULL);

  return lb_json_read (at, column_members, column, error) ? g_steal_pointer (&column) : NULL;
}

static json_t *
write_column_item (gconstpointer column)
{
  json_t *object = json_object ();

  lb_json_write (object, column_members, column);
  return object;
}

CODEC (LbColumn, column, columns)

/* ---- INDEX */

static const LbMember index_column_members[] = {
  LB_MEMBER ("column", lb_json_string, LbIndexColumn, column),
  LB_MEMBER ("sql", lb_json_string, LbIndexColumn, sql),
  LB_MEMBER ("suffix", lb_json_string, LbIndexColumn, suffix_sql),
  LB_MEMBER ("opclass", lb_json_string, LbIndexColumn, opclass),
  LB_MEMBER ("collation", lb_json_string, LbIndexColumn, collation),
  { NULL },
};

static gboolean
read_index_columns (const LbJson *at, gpointer field, GError **error)
{
  return read_parts (at, *(GArray **) field, index_column_members, error);
}

static json_t *
write_index_columns (gconstpointer field)
{
  return write_parts (*(GArray *const *) field, index_column_members);
}

static const LbCodec index_columns_codec = { read_index_columns, write_index_columns };

static const LbMember index_members[] = {
  LB_MEMBER ("name", lb_json_string, LbIndex, name),
  LB_MEMBER ("table", lb_json_string, LbIndex, table),
  LB_MEMBER ("schema", lb_json_string, LbIndex, schema),
  LB_MEMBER ("unique", lb_json_flag, LbIndex, unique),
  LB_MEMBER ("columns", index_columns_codec, LbIndex, columns),
  LB_MEMBER ("includes", lb_json_strings, LbIndex, includes),
  LB_MEMBER ("where", lb_json_string, LbIndex, where_sql),
  LB_MEMBER ("method", lb_json_string, LbIndex, method),
  LB_MEMBER ("of_constraint", lb_json_flag, LbIndex, of_constraint),
  LB_MEMBER ("invalid", lb_json_flag, LbIndex, invalid),
  LB_MEMBER ("options", lb_json_object, LbIndex, options),
  { NULL },
};

static gpointer
read_index_item (const LbJson *at, GError **error)
{
  g_autoptr (LbIndex) index = lb_index_new (NULL, NULL, NULL);

  return lb_json_read (at, index_members, index, error) ? g_steal_pointer (&index) : NULL;
}

static json_t *
write_index_item (gconstpointer index)
{
  json_t *object = json_object ();

  lb_json_write (object, index_members, index);
  return object;
}

CODEC (LbIndex, index, indexes)

/* ---- TABLE */

static const char *const table_kinds[] = {
  [LB_TABLE_PLAIN] = "table",
  [LB_TABLE_VIEW] = "view",
  [LB_TABLE_MATERIALIZED_VIEW] = "materialized_view",
  [LB_TABLE_FOREIGN] = "foreign",
  NULL,
};

static gboolean
read_table_kind (const LbJson *at, gpointer field, GError **error)
{
  int kind;

  if (!lb_json_read_word (at, table_kinds, &kind, error))
    return FALSE;
  *(LbTableKind *) field = (LbTableKind) kind;
  return TRUE;
}

static json_t *
write_table_kind (gconstpointer field)
{
  return json_string (table_kinds[*(const LbTableKind *) field]);
}

static const LbCodec table_kind_codec = { read_table_kind, write_table_kind };

static const LbMember table_members[] = {
  LB_MEMBER_NEEDED ("name", lb_json_string, LbTable, name),
  LB_MEMBER ("schema", lb_json_string, LbTable, schema),
  LB_MEMBER ("kind", table_kind_codec, LbTable, kind),
  LB_MEMBER ("columns", lb_json_columns, LbTable, columns),
  LB_MEMBER ("constraints", lb_json_constraints, LbTable, constraints),
  LB_MEMBER ("indexes", lb_json_indexes, LbTable, indexes),
  LB_MEMBER ("prefixes", lb_json_strings, LbTable, prefixes),
  LB_MEMBER ("comment", lb_json_string, LbTable, comment),
  LB_MEMBER ("definition", lb_json_string, LbTable, definition_sql),
  LB_MEMBER ("triggers", lb_json_strings, LbTable, triggers),
  LB_MEMBER ("options", lb_json_object, LbTable, options),
  { NULL },
};

static gboolean
read_table (const LbJson *at, gpointer field, GError **error)
{
  g_autoptr (LbTable) table = lb_table_new (NULL, NULL);

  if (!lb_json_read (at, table_members, table, error))
    return FALSE;
  *(LbTable **) field = g_steal_pointer (&table);
  return TRUE;
}

json_t *
lb_table_to_json (const LbTable *table)
{
  json_t *object = json_object ();

  lb_json_write (object, table_members, table);
  return object;
}

static json_t *
write_table (gconstpointer field)
{
  const LbTable *table = *(LbTable *const *) field;

  return table ? lb_table_to_json (table) : NULL;
}

const LbCodec lb_json_table = { read_table, write_table };

/* ---- SCHEMA */

static const LbMember enum_members[] = {
  LB_MEMBER ("name", lb_json_string, LbEnum, name),
  LB_MEMBER ("schema", lb_json_string, LbEnum, schema),
  LB_MEMBER ("labels", lb_json_strings, LbEnum, labels),
  LB_MEMBER ("visible", lb_json_flag, LbEnum, visible),
  { NULL },
};

static json_t *
write_enum_item (gconstpointer type)
{
  json_t *object = json_object ();

  lb_json_write (object, enum_members, type);
  return object;
}

static json_t *
write_sequence_item (gconstpointer sequence)
{
  return lb_json_sequence.write (&sequence);
}

static json_t *
write_table_item (gconstpointer table)
{
  return lb_table_to_json (table);
}

json_t *
lb_schema_to_json (const LbSchema *schema)
{
  static const char *const keys[] = { "tables", "sequences", "enums" };
  json_t *lists[] = {
    lb_json_write_list (schema->tables, write_table_item),
    lb_json_write_list (schema->sequences, write_sequence_item),
    lb_json_write_list (schema->enums, write_enum_item),
  };
  json_t *object = json_object ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    json_object_set_new (object, keys[i], lists[i] ? lists[i] : json_array ());
  return object;
}
