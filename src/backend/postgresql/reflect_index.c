#include "reflect.h"

#include <string.h>

enum {
  TABLE,
  NAME,
  UNIQUE,
  METHOD,
  COLUMNS,
  INCLUDES,
  WHERE,
  NULLS_NOT_DISTINCT,
  WITH,
  TABLESPACE,
  OF_CONSTRAINT,
  INVALID,
  DEFINITION
};

/* pg_index.indoption: INDOPTION_DESC, INDOPTION_NULLS_FIRST. NULLS FIRST is what DESC has by itself. */
static char *
suffix_of (gint64 option)
{
  static const char *const suffixes[] = { NULL, "DESC NULLS LAST", "NULLS FIRST", "DESC" };

  return g_strdup (suffixes[option & 3]);
}

static char *
dup_member (const json_t *object, const char *key)
{
  return g_strdup (json_string_value (json_object_get (object, key)));
}

static void
read_columns (LbIndex *index, const PGresult *rows, int row)
{
  json_t *list = lb_pg_cell_json (rows, row, COLUMNS);

  for (gsize i = 0; i < json_array_size (list); i++) {
    const json_t *item = json_array_get (list, i);
    char *name = dup_member (item, "column");
    LbIndexColumn column = {
      .column = name,
      .sql = name ? NULL : dup_member (item, "sql"),
      .suffix_sql = suffix_of (json_integer_value (json_object_get (item, "option"))),
      .opclass = dup_member (item, "opclass"),
      .collation = dup_member (item, "collation"),
    };

    g_array_append_val (index->columns, column);
  }
  json_decref (list);
}

static void
read_options (LbIndex *index, const PGresult *rows, int row)
{
  json_t *with = lb_pg_cell_json (rows, row, WITH);
  const char *tablespace = lb_pg_cell (rows, row, TABLESPACE);

  if (with)
    json_object_set_new (index->options, "postgresql_with", with);
  if (tablespace)
    json_object_set_new (index->options, "postgresql_tablespace", json_string (tablespace));
  if (lb_pg_cell_true (rows, row, NULLS_NOT_DISTINCT))
    json_object_set_new (index->options, "postgresql_nulls_not_distinct", json_true ());
}

static LbIndex *
read_index (const LbTable *table, const PGresult *rows, int row)
{
  LbIndex *index = lb_index_new (PQgetvalue (rows, row, NAME), table->schema, table->name);

  index->unique = lb_pg_cell_true (rows, row, UNIQUE);
  index->method = lb_pg_cell_dup (rows, row, METHOD);
  read_columns (index, rows, row);
  if (lb_pg_cell (rows, row, INCLUDES)) {
    index->includes = g_ptr_array_new_with_free_func (g_free);
    lb_pg_cell_strings (rows, row, INCLUDES, index->includes);
  }
  index->where_sql = lb_pg_cell_dup (rows, row, WHERE);
  index->of_constraint = lb_pg_cell_true (rows, row, OF_CONSTRAINT);
  index->invalid = lb_pg_cell_true (rows, row, INVALID);
  index->definition_sql = lb_pg_cell_dup (rows, row, DEFINITION);
  read_options (index, rows, row);
  return index;
}

gboolean
lb_pg_reflect_indexes (LbPgReflection *reflection, GError **error)
{
  g_autoptr (PGresult) rows = lb_pg_reflect_query (
      reflection,
      "SELECT c.oid, x.relname, i.indisunique, m.amname,"
      " (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('column', a.attname,"
      " 'sql', CASE WHEN a.attname IS NULL THEN pg_catalog.pg_get_indexdef(x.oid, u.place::int, true) END,"
      " 'option', CASE WHEN m.amname = 'btree' THEN i.indoption[u.place - 1] ELSE 0 END,"
      " 'opclass', CASE WHEN NOT oc.opcdefault THEN CASE WHEN pg_catalog.pg_opclass_is_visible(oc.oid) THEN oc.opcname"
      " ELSE pg_catalog.format('%I.%I', oc.opcnamespace::pg_catalog.regnamespace::text, oc.opcname) END END,"
      " 'collation', CASE WHEN co.oid <> COALESCE(a.attcollation, t.typcollation) THEN co.collname END)"
      " ORDER BY u.place)"
      " FROM pg_catalog.unnest(i.indclass) WITH ORDINALITY u(opclass, place)"
      " JOIN pg_catalog.pg_opclass oc ON oc.oid = u.opclass"
      " JOIN pg_catalog.pg_attribute xa ON xa.attrelid = x.oid AND xa.attnum = u.place"
      " JOIN pg_catalog.pg_type t ON t.oid = xa.atttypid"
      " LEFT JOIN pg_catalog.pg_collation co ON co.oid = i.indcollation[u.place - 1]"
      " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[u.place - 1]"
      " AND a.attnum <> 0),"
      " (SELECT pg_catalog.json_agg(a.attname ORDER BY a.attnum) FROM pg_catalog.pg_attribute a"
      " WHERE a.attrelid = x.oid AND a.attnum > i.indnkeyatts),"
      " pg_catalog.pg_get_expr(i.indpred, i.indrelid, true), {nulls not distinct},"
      " (SELECT pg_catalog.json_object_agg(o.option_name, o.option_value)"
      " FROM pg_catalog.pg_options_to_table(x.reloptions) o), s.spcname,"
      " EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x')),"
      " NOT i.indisvalid, pg_catalog.pg_get_indexdef(x.oid)"
      " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
      " JOIN pg_catalog.pg_index i ON i.indrelid = c.oid JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid"
      " JOIN pg_catalog.pg_am m ON m.oid = x.relam"
      " LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = x.reltablespace"
      " WHERE {scope} ORDER BY c.oid, x.relname",
      error);

  for (int i = 0; rows && i < PQntuples (rows); i++) {
    LbTable *table = lb_pg_reflect_table (reflection, rows, i);

    if (table)
      g_ptr_array_add (table->indexes, read_index (table, rows, i));
  }
  return rows != NULL;
}

gboolean
lb_pg_reflect_triggers (LbPgReflection *reflection, GError **error)
{
  g_autoptr (PGresult) rows
      = lb_pg_reflect_query (reflection,
                             "SELECT c.oid, pg_catalog.pg_get_triggerdef(t.oid)"
                             " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                             " JOIN pg_catalog.pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal"
                             " WHERE {scope} ORDER BY c.oid, t.tgname",
                             error);

  for (int i = 0; rows && i < PQntuples (rows); i++) {
    LbTable *table = lb_pg_reflect_table (reflection, rows, i);

    if (!table)
      continue;
    if (!table->triggers)
      table->triggers = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (table->triggers, lb_pg_cell_dup (rows, i, 1));
  }
  return rows != NULL;
}
