/* The types of SQL Server as SQL, as SQLAlchemy writes them for a server it knows nothing of. */
#include "backend/type_text.h"
#include "ddl.h"
#include "util/error.h"

#include <string.h>

/* Collations are words here, which cannot be quoted. */
static gboolean
write_collation (GString *sql, const LbSqlSyntax *syntax, const LbType *type, GError **error)
{
  const char *collation = lb_type_string (type, "collation");

  if (!collation)
    return TRUE;
  if (collation[strspn (collation, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_")]) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "Unexpected SQL phrase: '%s'", collation);
    return FALSE;
  }
  lb_sql_appendf (sql, syntax, " COLLATE %s", collation);
  return TRUE;
}

/* WORD[(length)][ COLLATE x] */
static gboolean
write_text (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  return lb_type_write_length (sql, syntax, type, word, error) && write_collation (sql, syntax, type, error);
}

/* WORD(length or max)[ COLLATE x] */
static gboolean
write_varying (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  gint64 length = lb_type_integer (type, "length", 0);

  lb_sql_appendf (sql, syntax, length ? "%s(%d)" : "%s(max)", word, length);
  return write_collation (sql, syntax, type, error);
}

static gboolean
write_varbinary (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  if (!write_varying (sql, syntax, type, word, error))
    return FALSE;
  g_string_append (sql, lb_type_boolean (type, "filestream", FALSE) ? " FILESTREAM" : "");
  return TRUE;
}

static gboolean
write_enum (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error G_GNUC_UNUSED)
{
  lb_sql_appendf (sql, syntax, "%s(%d)", word, lb_type_enum_length (type));
  return TRUE;
}

/* A precision of 0 is said, too. */
static gboolean
write_precision (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
                 GError **error G_GNUC_UNUSED)
{
  lb_sql_appendf (sql, syntax, lb_type_argument (type, "precision") ? "%s(%d)" : "%s", word,
                  lb_type_integer (type, "precision", 0));
  return TRUE;
}

static gboolean
write_datetime (GString *sql, const LbSqlSyntax *syntax G_GNUC_UNUSED, const LbType *type, const char *word,
                GError **error G_GNUC_UNUSED)
{
  g_string_append (sql, lb_type_boolean (type, "timezone", FALSE) ? "DATETIMEOFFSET" : word);
  return TRUE;
}

static gboolean
write_uuid (GString *sql, const LbSqlSyntax *syntax G_GNUC_UNUSED, const LbType *type, const char *word,
            GError **error G_GNUC_UNUSED)
{
  g_string_append (sql, lb_type_boolean (type, "native_uuid", TRUE) ? word : "CHAR(32)");
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
  { "Float", write_precision, "FLOAT" },
  { "Double", lb_type_write_word, "DOUBLE PRECISION" },
  { "String", write_varying, "VARCHAR" },
  { "Unicode", write_varying, "NVARCHAR" },
  { "Text", write_text, "TEXT" },
  { "UnicodeText", write_text, "NTEXT" },
  { "Boolean", lb_type_write_word, "BIT" },
  { "Date", lb_type_write_word, "DATETIME" },
  { "Time", lb_type_write_word, "DATETIME" },
  { "DateTime", write_datetime, "DATETIME" },
  { "Interval", lb_type_write_word, "DATETIME" },
  { "LargeBinary", lb_type_write_word, "IMAGE" },
  { "PickleType", lb_type_write_word, "IMAGE" },
  { "Uuid", write_uuid, "UNIQUEIDENTIFIER" },
  { "Enum", write_enum, "VARCHAR" },

  /* SQL */
  WORD (INTEGER),
  WORD (BIGINT),
  WORD (SMALLINT),
  { "NUMERIC", lb_type_write_numeric, "NUMERIC" },
  { "DECIMAL", lb_type_write_numeric, "DECIMAL" },
  { "FLOAT", write_precision, "FLOAT" },
  WORD (REAL),
  WORD (DOUBLE),
  { "DOUBLE_PRECISION", lb_type_write_word, "DOUBLE PRECISION" },
  { "VARCHAR", write_varying, "VARCHAR" },
  { "NVARCHAR", write_varying, "NVARCHAR" },
  { "CHAR", write_text, "CHAR" },
  { "NCHAR", write_text, "NCHAR" },
  { "TEXT", write_text, "TEXT" },
  WORD (CLOB),
  WORD (NCLOB),
  WORD (BLOB),
  { "BINARY", lb_type_write_length, "BINARY" },
  { "VARBINARY", write_varbinary, "VARBINARY" },
  WORD (BOOLEAN),
  WORD (DATE),
  WORD (DATETIME),
  { "TIME", write_precision, "TIME" },
  WORD (TIMESTAMP),
  WORD (UUID),
  { "JSON", lb_type_write_word, "NVARCHAR(max)" },

  /* SQL Server's own */
  WORD (TINYINT),
  WORD (BIT),
  { "NTEXT", write_text, "NTEXT" },
  { "DATETIME2", write_precision, "DATETIME2" },
  { "DATETIMEOFFSET", write_precision, "DATETIMEOFFSET" },
  WORD (SMALLDATETIME),
  WORD (ROWVERSION),
  WORD (IMAGE),
  WORD (MONEY),
  WORD (SMALLMONEY),
  WORD (UNIQUEIDENTIFIER),
  WORD (SQL_VARIANT),
  WORD (XML),
  { NULL, NULL, NULL },
};

char *
lb_mssql_type_text (const LbType *type, GError **error)
{
  static const LbTypeTable table = { rows, "mssql.base.MSTypeCompiler", &lb_mssql_syntax };

  return lb_type_table_text (&table, type, error);
}
