/* The types of Oracle as SQL. */
#include "backend/type_text.h"
#include "ddl.h"
#include "util/error.h"

#include <string.h>

/* VARCHAR2(10 CHAR), NVARCHAR2(10); a collation is left out. */
static gboolean
write_varying (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
               GError **error G_GNUC_UNUSED)
{
  gint64 length = lb_type_integer (type, "length", 0);
  gboolean national = word[0] == 'N';

  lb_sql_appendf (sql, syntax, !length ? "%s" : national ? "%s(%d)" : "%s(%d CHAR)", word, length);
  return TRUE;
}

static gboolean
write_enum (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error G_GNUC_UNUSED)
{
  lb_sql_appendf (sql, syntax, "%s(%d CHAR)", word, lb_type_enum_length (type));
  return TRUE;
}

/* FLOAT counts bits: a number of decimal digits is no answer. */
static gboolean
write_float (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  gint64 binary = lb_type_integer (type, "binary_precision", 0);
  gint64 precision = lb_type_integer (type, "precision", 0);

  if (precision && !binary) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                 "Oracle Database FLOAT types use 'binary precision', which does not convert cleanly from decimal "
                 "'precision'.  Please specify this type with a separate Oracle Database variant, such as "
                 "%s(precision=%" G_GINT64_FORMAT ").with_variant(oracle.FLOAT(binary_precision=%" G_GINT64_FORMAT
                 "), 'oracle'), so that the Oracle Database specific 'binary_precision' may be specified accurately.",
                 type->name, precision, (gint64) ((double) precision / 0.30103));
    return FALSE;
  }
  lb_sql_appendf (sql, syntax, binary ? "%s(%d)" : "%s", word, binary);
  return TRUE;
}

static gboolean
write_timestamp (GString *sql, const LbSqlSyntax *syntax G_GNUC_UNUSED, const LbType *type, const char *word,
                 GError **error G_GNUC_UNUSED)
{
  g_string_append (sql, word);
  if (lb_type_boolean (type, "local_timezone", FALSE))
    g_string_append (sql, " WITH LOCAL TIME ZONE");
  else if (lb_type_boolean (type, "timezone", FALSE))
    g_string_append (sql, " WITH TIME ZONE");
  return TRUE;
}

static gboolean
write_interval (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word G_GNUC_UNUSED,
                GError **error G_GNUC_UNUSED)
{
  static const char *const parts[][2] = { { "INTERVAL DAY", "day_precision" }, { " TO SECOND", "second_precision" } };

  if (!lb_type_boolean (type, "native", TRUE)) {
    g_string_append (sql, "DATE");
    return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    lb_sql_appendf (sql, syntax, lb_type_argument (type, parts[i][1]) ? "%s(%d)" : "%s", parts[i][0],
                    lb_type_integer (type, parts[i][1], 0));
  return TRUE;
}

static gboolean
write_json (GString *sql, const LbSqlSyntax *syntax G_GNUC_UNUSED, const LbType *type, const char *word,
            GError **error G_GNUC_UNUSED)
{
  g_string_append (sql, lb_type_boolean (type, "use_blob", FALSE) ? "BLOB" : word);
  return TRUE;
}

#define WORD(name)                                                                                                     \
  {                                                                                                                    \
#name, lb_type_write_word, #name                                                                                   \
  }

static const LbTypeRow rows[] = {
  /* generic */
  { "Integer", lb_type_write_word, "INTEGER" },
  { "BigInteger", lb_type_write_word, "NUMBER(19)" },
  { "SmallInteger", lb_type_write_word, "SMALLINT" },
  { "Numeric", lb_type_write_numeric, "NUMERIC" },
  { "Float", write_float, "FLOAT" },
  { "Double", lb_type_write_numeric, "DOUBLE PRECISION" },
  { "String", write_varying, "VARCHAR2" },
  { "Unicode", write_varying, "VARCHAR2" },
  { "Text", lb_type_write_word, "CLOB" },
  { "UnicodeText", lb_type_write_word, "CLOB" },
  { "Boolean", lb_type_write_word, "SMALLINT" },
  { "Date", lb_type_write_word, "DATE" },
  { "Time", lb_type_write_word, "TIME" },
  { "DateTime", lb_type_write_word, "DATE" },
  { "Interval", write_interval, NULL },
  { "LargeBinary", lb_type_write_word, "BLOB" },
  { "PickleType", lb_type_write_word, "BLOB" },
  { "Uuid", lb_type_write_word, "CHAR(32)" },
  { "Enum", write_enum, "VARCHAR" },

  /* SQL */
  WORD (INTEGER),
  WORD (BIGINT),
  WORD (SMALLINT),
  { "NUMERIC", lb_type_write_numeric, "NUMERIC" },
  { "DECIMAL", lb_type_write_numeric, "DECIMAL" },
  { "FLOAT", write_float, "FLOAT" },
  WORD (REAL),
  WORD (DOUBLE),
  { "DOUBLE_PRECISION", lb_type_write_numeric, "DOUBLE PRECISION" },
  { "VARCHAR", write_varying, "VARCHAR" },
  { "NVARCHAR", write_varying, "NVARCHAR2" },
  { "CHAR", lb_type_write_string, "CHAR" },
  { "NCHAR", lb_type_write_string, "NCHAR" },
  { "TEXT", lb_type_write_string, "TEXT" },
  WORD (CLOB),
  WORD (NCLOB),
  WORD (BLOB),
  { "BINARY", lb_type_write_length, "BINARY" },
  { "VARBINARY", lb_type_write_length, "VARBINARY" },
  WORD (BOOLEAN),
  WORD (DATE),
  WORD (DATETIME),
  WORD (TIME),
  { "TIMESTAMP", write_timestamp, "TIMESTAMP" },
  WORD (UUID),
  { "JSON", write_json, "JSON" },

  /* Oracle's own */
  { "NUMBER", lb_type_write_numeric, "NUMBER" },
  { "BINARY_DOUBLE", lb_type_write_numeric, "BINARY_DOUBLE" },
  { "BINARY_FLOAT", lb_type_write_numeric, "BINARY_FLOAT" },
  { "VARCHAR2", write_varying, "VARCHAR2" },
  { "NVARCHAR2", write_varying, "NVARCHAR2" },
  { "INTERVAL", write_interval, NULL },
  { "RAW", lb_type_write_length, "RAW" },
  WORD (LONG),
  WORD (ROWID),
  { NULL, NULL, NULL },
};

char *
lb_oracle_type_text (const LbType *type, GError **error)
{
  static const LbTypeTable table = { rows, "oracle.base.OracleTypeCompiler", &lb_oracle_syntax };

  return lb_type_table_text (&table, type, error);
}
