#include "reflect.h"

#include <string.h>

void
lb_pg_sequence_options (const json_t *json, LbSequenceOptions *options)
{
  *options = (LbSequenceOptions){
    .has_start = TRUE,
    .start = json_integer_value (json_object_get (json, "start")),
    .has_increment = TRUE,
    .increment = json_integer_value (json_object_get (json, "increment")),
    .has_min = TRUE,
    .min = json_integer_value (json_object_get (json, "minvalue")),
    .has_max = TRUE,
    .max = json_integer_value (json_object_get (json, "maxvalue")),
    .has_cache = TRUE,
    .cache = json_integer_value (json_object_get (json, "cache")),
    .has_cycle = TRUE,
    .cycle = json_is_true (json_object_get (json, "cycle")),
  };
}

enum {
  TABLE,
  NAME,
  NOT_NULL,
  TYPE,
  MODIFIER,
  DIMENSIONS,
  TYPE_SQL,
  DEFAULT,
  GENERATED,
  IDENTITY,
  SEQUENCE,
  COLLATION,
  COMMENT
};

static LbIdentity *
read_identity (const PGresult *rows, int row)
{
  LbIdentity *identity = g_new0 (LbIdentity, 1);
  json_t *json = lb_pg_cell_json (rows, row, SEQUENCE);

  identity->always = PQgetvalue (rows, row, IDENTITY)[0] == 'a';
  if (json)
    lb_pg_sequence_options (json, &identity->options);
  json_decref (json);
  return identity;
}

/* 's' stored, 'v' virtual */
static LbComputed *
read_computed (const PGresult *rows, int row)
{
  LbComputed *computed = g_new0 (LbComputed, 1);

  computed->sql = lb_pg_cell_dup (rows, row, DEFAULT);
  computed->has_persisted = TRUE;
  computed->persisted = PQgetvalue (rows, row, GENERATED)[0] == 's';
  return computed;
}

static void
read_default (LbColumn *column, const PGresult *rows, int row)
{
  const char *sql = lb_pg_cell (rows, row, DEFAULT);

  if (PQgetvalue (rows, row, IDENTITY)[0])
    column->identity = read_identity (rows, row);
  else if (PQgetvalue (rows, row, GENERATED)[0])
    column->computed = read_computed (rows, row);
  else if (sql)
    column->server_default = (LbDefault){ LB_DEFAULT_SQL, g_strdup (sql) };
  if (column->identity || (sql && g_str_has_prefix (sql, "nextval(")))
    column->autoincrement = LB_AUTOINCREMENT_ON;
}

static LbColumn *
read_column (const LbPgReflection *reflection, const PGresult *rows, int row)
{
  LbType *type = lb_pg_reflect_type (
      reflection, (Oid) lb_pg_cell_integer (rows, row, TYPE), (int) lb_pg_cell_integer (rows, row, MODIFIER),
      (guint) lb_pg_cell_integer (rows, row, DIMENSIONS), lb_pg_cell (rows, row, TYPE_SQL));
  LbColumn *column = lb_column_new (PQgetvalue (rows, row, NAME), type);
  const char *collation = lb_pg_cell (rows, row, COLLATION);

  if (collation)
    json_object_set_new (type->arguments, "collation", json_string (collation));
  column->nullable = !lb_pg_cell_true (rows, row, NOT_NULL);
  column->comment = lb_pg_cell_dup (rows, row, COMMENT);
  read_default (column, rows, row);
  return column;
}

gboolean
lb_pg_reflect_columns (LbPgReflection *reflection, GError **error)
{
  g_autoptr (PGresult) rows = lb_pg_reflect_query (
      reflection,
      "SELECT c.oid, a.attname, a.attnotnull, a.atttypid, a.atttypmod, a.attndims,"
      " pg_catalog.format_type(a.atttypid, a.atttypmod), pg_catalog.pg_get_expr(d.adbin, d.adrelid),"
      " {generated}, a.attidentity, CASE WHEN a.attidentity <> '' THEN (SELECT {sequence options}"
      " FROM pg_catalog.pg_depend p JOIN pg_catalog.pg_sequence s ON s.seqrelid = p.objid"
      " WHERE p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass"
      " AND p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass"
      " AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype = 'i') END,"
      " CASE WHEN a.attcollation <> t.typcollation THEN o.collname END, m.description"
      " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
      " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
      " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
      " LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
      " LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation"
      " LEFT JOIN pg_catalog.pg_description m ON m.objoid = a.attrelid AND m.objsubid = a.attnum"
      " AND m.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass"
      " WHERE {scope} ORDER BY a.attrelid, a.attnum",
      error);

  for (int i = 0; rows && i < PQntuples (rows); i++) {
    LbTable *table = lb_pg_reflect_table (reflection, rows, i);

    if (table)
      g_ptr_array_add (table->columns, read_column (reflection, rows, i));
  }
  return rows != NULL;
}
