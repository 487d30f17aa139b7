/* The types of PostgreSQL as SQL. */
#include "backend/type_text.h"
#include "ddl.h"
#include "util/error.h"

#include <string.h>

static gboolean
write_zoned (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
             GError **error G_GNUC_UNUSED)
{
  lb_sql_appendf (sql, syntax, "%s", word);
  if (lb_type_argument (type, "precision"))
    lb_sql_appendf (sql, syntax, "(%d)", lb_type_integer (type, "precision", 0));
  g_string_append (sql, lb_type_boolean (type, "timezone", FALSE) ? " WITH TIME ZONE" : " WITHOUT TIME ZONE");
  return TRUE;
}

static void
write_interval_parts (GString *sql, const LbSqlSyntax *syntax, const char *fields, const json_t *precision)
{
  g_string_append (sql, "INTERVAL");
  if (fields)
    lb_sql_appendf (sql, syntax, " %s", fields);
  if (json_is_integer (precision))
    lb_sql_appendf (sql, syntax, " (%d)", (gint64) json_integer_value (precision));
}

static gboolean
write_sql_interval (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word G_GNUC_UNUSED,
                    GError **error G_GNUC_UNUSED)
{
  write_interval_parts (sql, syntax, lb_type_string (type, "fields"), lb_type_argument (type, "precision"));
  return TRUE;
}

/* The generic one is a timestamp beside an epoch where it must not be the database's own. */
static gboolean
write_interval (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word G_GNUC_UNUSED,
                GError **error G_GNUC_UNUSED)
{
  if (lb_type_boolean (type, "native", TRUE))
    write_interval_parts (sql, syntax, NULL, lb_type_argument (type, "second_precision"));
  else
    g_string_append (sql, "TIMESTAMP WITHOUT TIME ZONE");
  return TRUE;
}

static gboolean
write_bit (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word G_GNUC_UNUSED,
           GError **error G_GNUC_UNUSED)
{
  gboolean varying = lb_type_boolean (type, "varying", FALSE);

  g_string_append (sql, varying ? "BIT VARYING" : "BIT");
  if (!varying || lb_type_argument (type, "length"))
    lb_sql_appendf (sql, syntax, "(%d)", lb_type_integer (type, "length", 1));
  return TRUE;
}

static gboolean
write_uuid (GString *sql, const LbSqlSyntax *syntax G_GNUC_UNUSED, const LbType *type, const char *word,
            GError **error G_GNUC_UNUSED)
{
  g_string_append (sql, lb_type_boolean (type, "native_uuid", TRUE) ? word : "CHAR(32)");
  return TRUE;
}

/* A type of its own is written as its name. */
static gboolean
write_name (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word G_GNUC_UNUSED, GError **error)
{
  const char *name = lb_type_string (type, "name");

  if (!name || !*name) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "PostgreSQL %s type requires a name.", type->name);
    return FALSE;
  }
  lb_sql_appendf (sql, syntax, "%T", lb_type_string (type, "schema"), name);
  return TRUE;
}

static gboolean
write_enum (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  if (lb_type_boolean (type, "native_enum", TRUE))
    return write_name (sql, syntax, type, word, error);
  lb_sql_appendf (sql, syntax, "VARCHAR(%d)", lb_type_enum_length (type));
  return TRUE;
}

/* The dimensions stand before the item's COLLATE. */
static gboolean
write_array (GString *sql, const LbSqlSyntax *syntax G_GNUC_UNUSED, const LbType *type, const char *word G_GNUC_UNUSED,
             GError **error)
{
  g_autofree char *item = lb_postgresql_type_text (lb_type_for (type->item, "postgresql"), error);
  const char *collate;

  if (!item)
    return FALSE;
  collate = strstr (item, " COLLATE");
  g_string_append_len (sql, item, collate ? collate - item : (gssize) strlen (item));
  for (gint64 n = lb_type_integer (type, "dimensions", 1); n > 0; n--)
    g_string_append (sql, "[]");
  g_string_append (sql, collate ? collate : "");
  return TRUE;
}

#define WORD(name)                                                                                                     \
  {                                                                                                                    \
#name, lb_type_write_word, #name                                                                                   \
  }

static const LbTypeRow rows[] = {
  /* generic */
  { "Integer", lb_type_write_word, "INTEGER" },
  { "BigInteger", lb_type_write_word, "BIGINT" },
  { "SmallInteger", lb_type_write_word, "SMALLINT" },
  { "Numeric", lb_type_write_numeric, "NUMERIC" },
  { "Float", lb_type_write_precision, "FLOAT" },
  { "Double", lb_type_write_word, "DOUBLE PRECISION" },
  { "String", lb_type_write_string, "VARCHAR" },
  { "Unicode", lb_type_write_string, "VARCHAR" },
  { "Text", lb_type_write_string, "TEXT" },
  { "UnicodeText", lb_type_write_string, "TEXT" },
  { "Boolean", lb_type_write_word, "BOOLEAN" },
  { "MatchType", lb_type_write_word, "BOOLEAN" },
  { "Date", lb_type_write_word, "DATE" },
  { "Time", write_zoned, "TIME" },
  { "DateTime", write_zoned, "TIMESTAMP" },
  { "Interval", write_interval, NULL },
  { "LargeBinary", lb_type_write_word, "BYTEA" },
  { "PickleType", lb_type_write_word, "BYTEA" },
  { "Uuid", write_uuid, "UUID" },
  { "Enum", write_enum, NULL },

  /* SQL */
  WORD (INTEGER),
  WORD (BIGINT),
  WORD (SMALLINT),
  { "NUMERIC", lb_type_write_numeric, "NUMERIC" },
  { "DECIMAL", lb_type_write_numeric, "DECIMAL" },
  { "FLOAT", lb_type_write_precision, "FLOAT" },
  WORD (REAL),
  WORD (DOUBLE),
  { "DOUBLE_PRECISION", lb_type_write_word, "DOUBLE PRECISION" },
  { "VARCHAR", lb_type_write_string, "VARCHAR" },
  { "CHAR", lb_type_write_string, "CHAR" },
  { "NCHAR", lb_type_write_string, "NCHAR" },
  { "NVARCHAR", lb_type_write_string, "NVARCHAR" },
  { "TEXT", lb_type_write_string, "TEXT" },
  WORD (CLOB),
  WORD (NCLOB),
  WORD (BLOB),
  { "BINARY", lb_type_write_length, "BINARY" },
  { "VARBINARY", lb_type_write_length, "VARBINARY" },
  WORD (BOOLEAN),
  WORD (DATE),
  WORD (DATETIME),
  { "TIME", write_zoned, "TIME" },
  { "TIMESTAMP", write_zoned, "TIMESTAMP" },
  WORD (UUID),
  WORD (JSON),
  { "ARRAY", write_array, NULL },

  /* PostgreSQL's own */
  { "ENUM", write_enum, NULL },
  { "DOMAIN", write_name, NULL },
  { "INTERVAL", write_sql_interval, NULL },
  { "BIT", write_bit, NULL },
  WORD (BYTEA),
  WORD (JSONB),
  WORD (JSONPATH),
  WORD (HSTORE),
  WORD (CITEXT),
  WORD (MONEY),
  WORD (OID),
  WORD (REGCLASS),
  WORD (REGCONFIG),
  WORD (TSVECTOR),
  WORD (TSQUERY),
  WORD (INET),
  WORD (CIDR),
  WORD (MACADDR),
  WORD (MACADDR8),
  WORD (INT4RANGE),
  WORD (INT8RANGE),
  WORD (NUMRANGE),
  WORD (DATERANGE),
  WORD (TSRANGE),
  WORD (TSTZRANGE),
  WORD (INT4MULTIRANGE),
  WORD (INT8MULTIRANGE),
  WORD (NUMMULTIRANGE),
  WORD (DATEMULTIRANGE),
  WORD (TSMULTIRANGE),
  WORD (TSTZMULTIRANGE),
  { NULL, NULL, NULL },
};

char *
lb_postgresql_type_text (const LbType *type, GError **error)
{
  static const LbTypeTable table = { rows, "postgresql.base.PGTypeCompiler", &lb_postgresql_syntax };

  return lb_type_table_text (&table, type, error);
}
