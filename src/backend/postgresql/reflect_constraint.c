#include "reflect.h"

#include "sql/build.h"

#include <string.h>

enum {
  TABLE,
  NAME,
  KIND,
  COLUMNS,
  CHECK,
  REFERENT_SCHEMA,
  REFERENT_VISIBLE,
  REFERENT_TABLE,
  REFERENT_COLUMNS,
  MATCH,
  ON_UPDATE,
  ON_DELETE,
  DELETE_COLUMNS,
  DEFERRABLE,
  DEFERRED,
  VALID,
  ENFORCED,
  NO_INHERIT,
  INCLUDE,
  NULLS_NOT_DISTINCT,
  USING,
  WHERE,
  ELEMENTS,
  COMMENT
};

static LbConstraintKind
kind_of (char contype)
{
  switch (contype) {
    case 'p':
      return LB_CONSTRAINT_PRIMARY;
    case 'u':
      return LB_CONSTRAINT_UNIQUE;
    case 'f':
      return LB_CONSTRAINT_FOREIGN;
    case 'x':
      return LB_CONSTRAINT_EXCLUDE;
    default:
      return LB_CONSTRAINT_CHECK;
  }
}

static void
set_option (LbConstraint *constraint, const char *key, json_t *value)
{
  if (value)
    json_object_set_new (constraint->options, key, value);
}

/* ---- foreign keys */

/* NO ACTION is what is done if nothing is said. */
static char *
action_of (char letter)
{
  switch (letter) {
    case 'r':
      return g_strdup ("RESTRICT");
    case 'c':
      return g_strdup ("CASCADE");
    case 'n':
      return g_strdup ("SET NULL");
    case 'd':
      return g_strdup ("SET DEFAULT");
    default:
      return NULL;
  }
}

/* ON DELETE SET NULL (a, b) */
static char *
add_columns (char *action, const PGresult *rows, int row)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
  GString *sql = g_string_new (action);

  lb_pg_cell_strings (rows, row, DELETE_COLUMNS, columns);
  for (guint i = 0; i < columns->len; i++)
    lb_sql_appendf (sql, lb_pg_syntax (), i ? ", %I" : " (%I", (char *) columns->pdata[i]);
  g_string_append_c (sql, ')');
  g_free (action);
  return g_string_free (sql, FALSE);
}

/* The schema is told as SQLAlchemy does: when the name alone would not find the table, or when it is the schema that is
 * being read by its name. */
static void
read_referent (const LbPgReflection *reflection, LbConstraint *constraint, const PGresult *rows, int row)
{
  const char *schema = lb_pg_cell (rows, row, REFERENT_SCHEMA);
  const char match = PQgetvalue (rows, row, MATCH)[0];

  if (!lb_pg_cell_true (rows, row, REFERENT_VISIBLE) || g_strcmp0 (schema, reflection->what->schema) == 0)
    constraint->referent_schema = g_strdup (schema);
  constraint->referent_table = lb_pg_cell_dup (rows, row, REFERENT_TABLE);
  lb_pg_cell_strings (rows, row, REFERENT_COLUMNS, constraint->referent_columns);
  constraint->match = g_strdup (match == 'f' ? "FULL" : match == 'p' ? "PARTIAL" : NULL);
  constraint->on_update = action_of (PQgetvalue (rows, row, ON_UPDATE)[0]);
  constraint->on_delete = action_of (PQgetvalue (rows, row, ON_DELETE)[0]);
  if (lb_pg_cell (rows, row, DELETE_COLUMNS))
    constraint->on_delete = add_columns (constraint->on_delete, rows, row);
}

/* ---- exclude */

static void
read_elements (LbConstraint *constraint, const PGresult *rows, int row)
{
  json_t *list = lb_pg_cell_json (rows, row, ELEMENTS);

  constraint->exclude_using = lb_pg_cell_dup (rows, row, USING);
  constraint->exclude_where_sql = lb_pg_cell_dup (rows, row, WHERE);
  constraint->elements = lb_exclude_elements_new ();
  for (gsize i = 0; i < json_array_size (list); i++) {
    const json_t *item = json_array_get (list, i);
    const char *column = json_string_value (json_object_get (item, "column"));
    LbExcludeElement element = {
      .column = g_strdup (column),
      .sql = column ? NULL : g_strdup (json_string_value (json_object_get (item, "sql"))),
      .operator= g_strdup (json_string_value (json_object_get (item, "operator"))),
      .opclass = g_strdup (json_string_value (json_object_get (item, "opclass"))),
    };

    g_array_append_val (constraint->elements, element);
  }
  json_decref (list);
}

/* ---- all of them */

static void
read_options (LbConstraint *constraint, const PGresult *rows, int row)
{
  constraint->not_valid = !lb_pg_cell_true (rows, row, VALID) && lb_pg_cell_true (rows, row, ENFORCED);
  if (constraint->not_valid)
    set_option (constraint, "postgresql_not_valid", json_true ());
  if (!lb_pg_cell_true (rows, row, ENFORCED))
    set_option (constraint, "postgresql_not_enforced", json_true ());
  if (constraint->kind == LB_CONSTRAINT_CHECK && lb_pg_cell_true (rows, row, NO_INHERIT))
    set_option (constraint, "postgresql_no_inherit", json_true ());
  set_option (constraint, "postgresql_include", lb_pg_cell_json (rows, row, INCLUDE));
  if (lb_pg_cell_true (rows, row, NULLS_NOT_DISTINCT))
    set_option (constraint, "postgresql_nulls_not_distinct", json_true ());
}

static LbConstraint *
read_constraint (const LbPgReflection *reflection, const PGresult *rows, int row)
{
  LbConstraint *constraint
      = lb_constraint_new (kind_of (PQgetvalue (rows, row, KIND)[0]), PQgetvalue (rows, row, NAME));

  if (constraint->kind != LB_CONSTRAINT_EXCLUDE)
    lb_pg_cell_strings (rows, row, COLUMNS, constraint->columns);
  if (constraint->kind == LB_CONSTRAINT_FOREIGN)
    read_referent (reflection, constraint, rows, row);
  if (constraint->kind == LB_CONSTRAINT_EXCLUDE)
    read_elements (constraint, rows, row);
  constraint->check_sql = lb_pg_cell_dup (rows, row, CHECK);
  constraint->deferrable = constraint->has_deferrable = lb_pg_cell_true (rows, row, DEFERRABLE);
  constraint->initially = g_strdup (lb_pg_cell_true (rows, row, DEFERRED) ? "DEFERRED" : NULL);
  constraint->comment = lb_pg_cell_dup (rows, row, COMMENT);
  read_options (constraint, rows, row);
  return constraint;
}

static void
mark_columns (const LbTable *table, const LbConstraint *constraint)
{
  for (guint i = 0; i < constraint->columns->len; i++) {
    LbColumn *column = lb_table_column (table, constraint->columns->pdata[i]);

    if (column && constraint->kind == LB_CONSTRAINT_PRIMARY)
      column->primary_key = TRUE;
    if (column && constraint->kind == LB_CONSTRAINT_FOREIGN)
      column->has_foreign_key = TRUE;
  }
}

/* The names of the columns of @relation whose numbers are in @numbers, as a JSON list in that order. */
#define NAMES(relation, numbers)                                                                                       \
  "(SELECT pg_catalog.json_agg(a.attname ORDER BY u.place) FROM pg_catalog.unnest(" numbers                            \
  ") WITH ORDINALITY u(number, place)"                                                                                 \
  " JOIN pg_catalog.pg_attribute a ON a.attrelid = " relation " AND a.attnum = u.number)"

/* Left out: the copies that a foreign key has for each partition of what it references, and NOT NULL, which stands in
 * the columns. */
gboolean
lb_pg_reflect_constraints (LbPgReflection *reflection, GError **error)
{
  static const char query[] = "SELECT c.oid, k.conname, k.contype, " NAMES (
      "k.conrelid",
      "k.conkey") ","
                  " CASE k.contype WHEN 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid, true) END,"
                  " rn.nspname, pg_catalog.pg_table_is_visible(r.oid), r.relname, " NAMES (
                      "k.confrelid",
                      "k.confkey") ","
                                   " k.confmatchtype, k.confupdtype, k.confdeltype, " NAMES (
                                       "k.conrelid",
                                       "{delete columns}") ","
                                                           " k.condeferrable, k.condeferred, k.convalidated, "
                                                           "{enforced}, k.connoinherit,"
                                                           " (SELECT pg_catalog.json_agg(a.attname ORDER BY a.attnum) "
                                                           "FROM pg_catalog.pg_attribute a"
                                                           " WHERE a.attrelid = i.indexrelid AND a.attnum > "
                                                           "i.indnkeyatts), {nulls not distinct}, m.amname,"
                                                           " pg_catalog.pg_get_expr(i.indpred, i.indrelid, true),"
                                                           " CASE k.contype WHEN 'x' THEN (SELECT "
                                                           "pg_catalog.json_agg(pg_catalog.json_build_object('column', "
                                                           "a.attname,"
                                                           " 'sql', pg_catalog.pg_get_indexdef(i.indexrelid, "
                                                           "u.place::int, true),"
                                                           " 'operator', CASE WHEN "
                                                           "pg_catalog.pg_operator_is_visible(o.oid) THEN o.oprname"
                                                           " ELSE pg_catalog.format('OPERATOR(%I.%s)', "
                                                           "o.oprnamespace::pg_catalog.regnamespace, o.oprname) END,"
                                                           " 'opclass', CASE WHEN NOT oc.opcdefault THEN oc.opcname "
                                                           "END) ORDER BY u.place)"
                                                           " FROM pg_catalog.unnest(k.conexclop) WITH ORDINALITY "
                                                           "u(operator, place)"
                                                           " JOIN pg_catalog.pg_operator o ON o.oid = u.operator"
                                                           " JOIN pg_catalog.pg_opclass oc ON oc.oid = "
                                                           "i.indclass[u.place - 1]"
                                                           " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = "
                                                           "i.indrelid AND a.attnum = i.indkey[u.place - 1]"
                                                           " AND a.attnum > 0) END, pg_catalog.obj_description(k.oid, "
                                                           "'pg_constraint')"
                                                           " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
                                                           "ON n.oid = c.relnamespace"
                                                           " JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND "
                                                           "k.contype IN ('p', 'u', 'f', 'c', 'x')"
                                                           " LEFT JOIN pg_catalog.pg_constraint parent ON parent.oid = "
                                                           "k.conparentid"
                                                           " LEFT JOIN pg_catalog.pg_class r ON r.oid = k.confrelid "
                                                           "AND k.contype = 'f'"
                                                           " LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = "
                                                           "r.relnamespace"
                                                           " LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = "
                                                           "k.conindid AND k.contype IN ('p', 'u', 'x')"
                                                           " LEFT JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid"
                                                           " LEFT JOIN pg_catalog.pg_am m ON m.oid = ic.relam"
                                                           " WHERE {scope} AND parent.conrelid IS DISTINCT FROM "
                                                           "k.conrelid"
                                                           " ORDER BY c.oid, pg_catalog.strpos('pufcx', "
                                                           "k.contype::text), k.conname";
  g_autoptr (PGresult) rows = lb_pg_reflect_query (reflection, query, error);

  for (int i = 0; rows && i < PQntuples (rows); i++) {
    LbTable *table = lb_pg_reflect_table (reflection, rows, i);
    LbConstraint *constraint = table ? read_constraint (reflection, rows, i) : NULL;

    if (!table)
      continue;
    mark_columns (table, constraint);
    g_ptr_array_add (table->constraints, constraint);
  }
  return rows != NULL;
}
