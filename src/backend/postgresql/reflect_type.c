#include "reflect.h"

#include <string.h>

/* Types of columns as SQLAlchemy names them. */

typedef struct {
  Oid item;          /* of an array, or what a domain stands on; 0 */
  int item_modifier; /* of a domain */
  guint dimensions;  /* of a domain on an array */
  char kind;         /* typtype: b base, d domain, e enum, r range, m multirange */
  gboolean visible;
  char *name, *schema;
  char *item_sql; /* format_type() of what a domain stands on */
  json_t *more;   /* enum: its labels; domain: default, not_null, constraint_name, check, collation */
} Type;

static void
free_type (gpointer data)
{
  Type *type = data;

  g_free (type->name);
  g_free (type->schema);
  g_free (type->item_sql);
  json_decref (type->more);
  g_free (type);
}

/* ---- modifiers: what is between the parentheses, packed by each type in its own way */

static void
set_integer (LbType *type, const char *key, gint64 value)
{
  json_object_set_new (type->arguments, key, json_integer (value));
}

static void
set_length (LbType *type, int modifier)
{
  if (modifier >= 4) /* VARHDRSZ is added */
    set_integer (type, "length", modifier - 4);
}

static void
set_bits (LbType *type, int modifier)
{
  if (modifier > 0)
    set_integer (type, "length", modifier);
}

static void
set_varying_bits (LbType *type, int modifier)
{
  json_object_set_new (type->arguments, "varying", json_true ());
  set_bits (type, modifier);
}

/* make_numeric_typmod() in numeric.c: precision in the upper half, below it the scale in eleven bits, with a sign */
static void
set_numeric (LbType *type, int modifier)
{
  if (modifier < 4)
    return;
  set_integer (type, "precision", ((modifier - 4) >> 16) & 0xffff);
  set_integer (type, "scale", (((modifier - 4) & 0x7ff) ^ 1024) - 1024);
}

static void
set_time (LbType *type, int modifier)
{
  if (modifier >= 0)
    set_integer (type, "precision", modifier);
}

static void
set_zoned_time (LbType *type, int modifier)
{
  json_object_set_new (type->arguments, "timezone", json_true ());
  set_time (type, modifier);
}

/* intervaltypmodout() in timestamp.c: fields in the upper half, precision in the lower */
static void
set_interval (LbType *type, int modifier)
{
  enum { MONTH = 1 << 1, YEAR = 1 << 2, DAY = 1 << 3, HOUR = 1 << 10, MINUTE = 1 << 11, SECOND = 1 << 12 };
  static const struct {
    int mask;
    const char *fields;
  } ranges[] = {
    { YEAR, "year" },
    { MONTH, "month" },
    { DAY, "day" },
    { HOUR, "hour" },
    { MINUTE, "minute" },
    { SECOND, "second" },
    { YEAR | MONTH, "year to month" },
    { DAY | HOUR, "day to hour" },
    { DAY | HOUR | MINUTE, "day to minute" },
    { DAY | HOUR | MINUTE | SECOND, "day to second" },
    { HOUR | MINUTE, "hour to minute" },
    { HOUR | MINUTE | SECOND, "hour to second" },
    { MINUTE | SECOND, "minute to second" },
  };

  if (modifier < 0)
    return;
  if ((modifier & 0xffff) != 0xffff)
    set_integer (type, "precision", modifier & 0xffff);
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (((modifier >> 16) & 0x7fff) == ranges[i].mask)
      json_object_set_new (type->arguments, "fields", json_string (ranges[i].fields));
}

/* ---- classes */

/* By the catalogue's name. @package: whether SQLAlchemy has the class in its dialect only. */
typedef struct {
  const char *name, *class;
  gboolean package;
  void (*set) (LbType *type, int modifier);
} Class;

static const Class classes[] = {
  { "bit", "BIT", TRUE, set_bits },
  { "bool", "BOOLEAN", FALSE, NULL },
  { "bpchar", "CHAR", FALSE, set_length },
  { "bytea", "BYTEA", TRUE, NULL },
  { "cidr", "CIDR", TRUE, NULL },
  { "citext", "CITEXT", TRUE, NULL },
  { "date", "DATE", FALSE, NULL },
  { "datemultirange", "DATEMULTIRANGE", TRUE, NULL },
  { "daterange", "DATERANGE", TRUE, NULL },
  { "float4", "REAL", FALSE, NULL },
  { "float8", "DOUBLE_PRECISION", TRUE, NULL },
  { "hstore", "HSTORE", TRUE, NULL },
  { "inet", "INET", TRUE, NULL },
  { "int2", "SMALLINT", FALSE, NULL },
  { "int4", "INTEGER", FALSE, NULL },
  { "int4multirange", "INT4MULTIRANGE", TRUE, NULL },
  { "int4range", "INT4RANGE", TRUE, NULL },
  { "int8", "BIGINT", FALSE, NULL },
  { "int8multirange", "INT8MULTIRANGE", TRUE, NULL },
  { "int8range", "INT8RANGE", TRUE, NULL },
  { "interval", "INTERVAL", TRUE, set_interval },
  { "json", "JSON", TRUE, NULL },
  { "jsonb", "JSONB", TRUE, NULL },
  { "jsonpath", "JSONPATH", TRUE, NULL },
  { "macaddr", "MACADDR", TRUE, NULL },
  { "macaddr8", "MACADDR8", TRUE, NULL },
  { "money", "MONEY", TRUE, NULL },
  { "numeric", "NUMERIC", FALSE, set_numeric },
  { "nummultirange", "NUMMULTIRANGE", TRUE, NULL },
  { "numrange", "NUMRANGE", TRUE, NULL },
  { "oid", "OID", TRUE, NULL },
  { "regclass", "REGCLASS", TRUE, NULL },
  { "regconfig", "REGCONFIG", TRUE, NULL },
  { "text", "TEXT", FALSE, NULL },
  { "time", "TIME", TRUE, set_time },
  { "timestamp", "TIMESTAMP", TRUE, set_time },
  { "timestamptz", "TIMESTAMP", TRUE, set_zoned_time },
  { "timetz", "TIME", TRUE, set_zoned_time },
  { "tsmultirange", "TSMULTIRANGE", TRUE, NULL },
  { "tsquery", "TSQUERY", TRUE, NULL },
  { "tsrange", "TSRANGE", TRUE, NULL },
  { "tstzmultirange", "TSTZMULTIRANGE", TRUE, NULL },
  { "tstzrange", "TSTZRANGE", TRUE, NULL },
  { "tsvector", "TSVECTOR", TRUE, NULL },
  { "uuid", "UUID", FALSE, NULL },
  { "varbit", "BIT", TRUE, set_varying_bits },
  { "varchar", "VARCHAR", FALSE, set_length },
};

static int
compare_class (const void *name, const void *class)
{
  return strcmp (name, ((const Class *) class)->name);
}

/* Types of extensions are told by their name alone: nobody else makes one of it. */
static gboolean
is_known (const Type *type)
{
  return strcmp (type->schema, "pg_catalog") == 0 || strcmp (type->name, "hstore") == 0
         || strcmp (type->name, "citext") == 0;
}

/* NULL for a type without a class. */
static LbType *
new_base (const Type *type, int modifier)
{
  const Class *class = is_known (type)
                           ? bsearch (type->name, classes, G_N_ELEMENTS (classes), sizeof (Class), compare_class)
                           : NULL;
  LbType *made = class ? lb_type_new (class->class, class->package ? "postgresql" : NULL) : NULL;

  if (made && class->set)
    class->set (made, modifier);
  return made;
}

/* ---- types with names of their own */

static LbType *
new_named (const char *class, const Type *type)
{
  LbType *made = lb_type_new (class, "postgresql");

  json_object_set_new (made->arguments, "name", json_string (type->name));
  if (!type->visible)
    json_object_set_new (made->arguments, "schema", json_string (type->schema));
  return made;
}

static LbType *
new_enum (const Type *type)
{
  LbType *made = new_named ("ENUM", type);

  json_object_set (made->arguments, "enums", type->more);
  return made;
}

static LbType *
new_domain (const LbPgReflection *reflection, const Type *type)
{
  LbType *made = new_named ("DOMAIN", type);
  const char *key;
  json_t *value;

  made->item = lb_pg_reflect_type (reflection, type->item, type->item_modifier, type->dimensions, type->item_sql);
  json_object_foreach (type->more, key, value)
  {
    if (!json_is_null (value))
      json_object_set (made->arguments, key, value);
  }
  return made;
}

/* NULL for a type that SQLAlchemy has no class for. */
static LbType *
new_type (const LbPgReflection *reflection, Oid oid, int modifier, guint dimensions)
{
  const Type *type = g_hash_table_lookup (reflection->types, GSIZE_TO_POINTER ((gsize) oid));
  LbType *item, *made;

  if (!type)
    return NULL;
  if (type->kind == 'e')
    return new_enum (type);
  if (type->kind == 'd')
    return new_domain (reflection, type);
  if (!type->item)
    return new_base (type, modifier);
  item = new_type (reflection, type->item, modifier, 0);
  if (!item)
    return NULL;
  made = lb_type_new ("ARRAY", "postgresql");
  made->item = item;
  if (dimensions > 1) /* one is what an array has anyway, and the server enforces none */
    set_integer (made, "dimensions", dimensions);
  return made;
}

LbType *
lb_pg_reflect_type (const LbPgReflection *reflection, Oid oid, int modifier, guint dimensions, const char *sql)
{
  LbType *made = new_type (reflection, oid, modifier, dimensions);

  if (made)
    return made;
  made = lb_type_new ("SQL", NULL);
  json_object_set_new (made->arguments, "sql", json_string (sql));
  return made;
}

/* ---- reading them */

static Type *
read_type (const PGresult *rows, int row)
{
  enum { OID, NAME, SCHEMA, KIND, ITEM, MODIFIER, DIMENSIONS, VISIBLE, ITEM_SQL, MORE };
  Type *type = g_new0 (Type, 1);

  type->name = lb_pg_cell_dup (rows, row, NAME);
  type->schema = lb_pg_cell_dup (rows, row, SCHEMA);
  type->kind = PQgetvalue (rows, row, KIND)[0];
  type->item = (Oid) lb_pg_cell_integer (rows, row, ITEM);
  type->item_modifier = (int) lb_pg_cell_integer (rows, row, MODIFIER);
  type->dimensions = (guint) lb_pg_cell_integer (rows, row, DIMENSIONS);
  type->visible = lb_pg_cell_true (rows, row, VISIBLE);
  type->item_sql = lb_pg_cell_dup (rows, row, ITEM_SQL);
  type->more = lb_pg_cell_json (rows, row, MORE);
  return type;
}

/* The types of the columns, and those that they are made of in turn. */
gboolean
lb_pg_reflect_types (LbPgReflection *reflection, GError **error)
{
  g_autoptr (PGresult) rows = lb_pg_reflect_query (
      reflection,
      "WITH RECURSIVE used(oid) AS (SELECT a.atttypid"
      " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
      " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE {scope}"
      " UNION SELECT CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.typelem END"
      " FROM used u JOIN pg_catalog.pg_type t ON t.oid = u.oid WHERE t.typtype = 'd' OR t.typcategory = 'A')"
      " SELECT t.oid, t.typname, n.nspname, t.typtype, CASE WHEN t.typtype = 'd' THEN t.typbasetype"
      " WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END, t.typtypmod, t.typndims,"
      " pg_catalog.pg_type_is_visible(t.oid), pg_catalog.format_type(t.typbasetype, t.typtypmod),"
      " CASE t.typtype WHEN 'e' THEN (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder)"
      " FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)"
      " WHEN 'd' THEN pg_catalog.json_build_object('default', t.typdefault, 'not_null', NULLIF(t.typnotnull, false),"
      " 'constraint_name', k.conname, 'check', pg_catalog.pg_get_expr(k.conbin, 0, true),"
      " 'collation', CASE WHEN t.typcollation <> b.typcollation THEN o.collname END) END"
      " FROM used u JOIN pg_catalog.pg_type t ON t.oid = u.oid"
      " JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
      " LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype"
      " LEFT JOIN pg_catalog.pg_collation o ON o.oid = t.typcollation"
      " LEFT JOIN LATERAL (SELECT d.conname, d.conbin FROM pg_catalog.pg_constraint d"
      " WHERE d.contypid = t.oid AND d.contype = 'c' ORDER BY d.conname LIMIT 1) k ON true",
      error);

  reflection->types = g_hash_table_new_full (NULL, NULL, NULL, free_type);
  for (int i = 0; rows && i < PQntuples (rows); i++)
    g_hash_table_insert (reflection->types, GSIZE_TO_POINTER ((gsize) lb_pg_cell_integer (rows, i, 0)),
                         read_type (rows, i));
  return rows != NULL;
}
