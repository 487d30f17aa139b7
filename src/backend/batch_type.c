#include "batch_private.h"

#include <string.h>

/* SQLAlchemy's type affinity: the class that a type descends from. */
static const struct {
  const char *name;
  const char *kind;
} kinds[] = {
  { "Integer", "Integer" },
  { "INTEGER", "Integer" },
  { "INT", "Integer" },
  { "BigInteger", "Integer" },
  { "BIGINT", "Integer" },
  { "SmallInteger", "Integer" },
  { "SMALLINT", "Integer" },
  { "TINYINT", "Integer" },
  { "MEDIUMINT", "Integer" },
  { "Numeric", "Numeric" },
  { "NUMERIC", "Numeric" },
  { "DECIMAL", "Numeric" },
  { "Float", "Numeric" },
  { "FLOAT", "Numeric" },
  { "Double", "Numeric" },
  { "DOUBLE", "Numeric" },
  { "DOUBLE_PRECISION", "Numeric" },
  { "REAL", "Numeric" },
  { "String", "String" },
  { "Unicode", "String" },
  { "Text", "String" },
  { "UnicodeText", "String" },
  { "VARCHAR", "String" },
  { "NVARCHAR", "String" },
  { "CHAR", "String" },
  { "NCHAR", "String" },
  { "TEXT", "String" },
  { "CLOB", "String" },
  { "Enum", "String" },
  { "ENUM", "String" },
  { "TINYTEXT", "String" },
  { "MEDIUMTEXT", "String" },
  { "LONGTEXT", "String" },
  { "DateTime", "DateTime" },
  { "DATETIME", "DateTime" },
  { "TIMESTAMP", "DateTime" },
  { "Date", "Date" },
  { "DATE", "Date" },
  { "Time", "Time" },
  { "TIME", "Time" },
  { "Boolean", "Boolean" },
  { "BOOLEAN", "Boolean" },
  { "LargeBinary", "Binary" },
  { "BLOB", "Binary" },
  { "BINARY", "Binary" },
  { "VARBINARY", "Binary" },
  { "BYTEA", "Binary" },
  { "PickleType", "Binary" },
  { "JSON", "JSON" },
  { "JSONB", "JSON" },
  { "Uuid", "Uuid" },
  { "UUID", "Uuid" },
};

/* A type that is not in the table is its own kind. */
static const char *
kind_of (const LbType *type)
{
  if (!type)
    return "Null";
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, type->name) == 0)
      return kinds[i].kind;
  return type->name;
}

gboolean
lb_batch_kind_differs (const LbType *a, const LbType *b)
{
  return strcmp (kind_of (a), kind_of (b)) != 0;
}
