#include "reflect.h"

/* What stands beside tables: enums and sequences. */

gboolean
lb_pg_reflect_enums (LbPgReflection *reflection, GError **error)
{
  enum { OID, SCHEMA, NAME, VISIBLE, LABELS };
  g_autoptr (PGresult) rows = lb_pg_reflect_query (
      reflection,
      "SELECT t.oid, n.nspname, t.typname, pg_catalog.pg_type_is_visible(t.oid),"
      " (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e"
      " WHERE e.enumtypid = t.oid)"
      " FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
      " WHERE t.typtype = 'e' AND {enum scope} ORDER BY n.nspname, t.typname",
      error);

  for (int i = 0; rows && i < PQntuples (rows); i++) {
    LbEnum *type = g_new0 (LbEnum, 1);

    type->schema = lb_pg_cell_dup (rows, i, SCHEMA);
    type->name = lb_pg_cell_dup (rows, i, NAME);
    type->visible = lb_pg_cell_true (rows, i, VISIBLE);
    type->labels = g_ptr_array_new_with_free_func (g_free);
    lb_pg_cell_strings (rows, i, LABELS, type->labels);
    g_ptr_array_add (reflection->schema->enums, type);
  }
  return rows != NULL;
}

/* bigint is what a sequence has if nothing is said. */
static LbType *
type_of_sequence (const char *name)
{
  static const struct {
    const char *name, *class;
  } types[] = { { "int2", "SMALLINT" }, { "int4", "INTEGER" } };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].name, name) == 0)
      return lb_type_new (types[i].class, NULL);
  return NULL;
}

gboolean
lb_pg_reflect_sequences (LbPgReflection *reflection, GError **error)
{
  enum { OID, SCHEMA, NAME, TYPE, OPTIONS, OWNER_TABLE, OWNER_COLUMN, OF_IDENTITY };
  g_autoptr (PGresult) rows = lb_pg_reflect_query (
      reflection,
      "SELECT c.oid, n.nspname, c.relname, t.typname, {sequence options}, o.relname, a.attname, p.deptype = 'i'"
      " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
      " JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid JOIN pg_catalog.pg_type t ON t.oid = s.seqtypid"
      " LEFT JOIN pg_catalog.pg_depend p ON p.objid = c.oid AND p.deptype IN ('a', 'i') AND p.refobjsubid > 0"
      " AND p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass"
      " AND p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass"
      " LEFT JOIN pg_catalog.pg_class o ON o.oid = p.refobjid"
      " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid"
      " WHERE c.relkind = 'S' AND {sequence scope} ORDER BY n.nspname, c.relname",
      error);

  for (int i = 0; rows && i < PQntuples (rows); i++) {
    LbSequence *sequence = g_new0 (LbSequence, 1);
    json_t *options = lb_pg_cell_json (rows, i, OPTIONS);

    sequence->schema = reflection->what->schema ? lb_pg_cell_dup (rows, i, SCHEMA) : NULL;
    sequence->name = lb_pg_cell_dup (rows, i, NAME);
    sequence->type = type_of_sequence (lb_pg_cell (rows, i, TYPE));
    lb_pg_sequence_options (options, &sequence->options);
    sequence->owner_table = lb_pg_cell_dup (rows, i, OWNER_TABLE);
    sequence->owner_column = lb_pg_cell_dup (rows, i, OWNER_COLUMN);
    sequence->of_identity = lb_pg_cell_true (rows, i, OF_IDENTITY);
    g_ptr_array_add (reflection->schema->sequences, sequence);
    json_decref (options);
  }
  return rows != NULL;
}
