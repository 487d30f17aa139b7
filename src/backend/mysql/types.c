/* The types of MySQL and MariaDB as SQL. */
#include "backend/dialects.h"
#include "backend/type_text.h"
#include "text.h"
#include "util/error.h"

#include <string.h>

/* ---- what stands behind a type */

/* Names of character sets and collations: as written where they are words. */
static void
append_set (GString *sql, const LbSqlSyntax *syntax, const char *words, const char *name)
{
  gboolean plain = name[strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] == '\0';

  lb_sql_appendf (sql, syntax, plain ? " %s %s" : " %s %I", words, name);
}

/* UNSIGNED, ZEROFILL: only the types of the database's own package have them. */
static gboolean
end_number (GString *sql, const LbType *type)
{
  if (lb_type_boolean (type, "unsigned", FALSE))
    g_string_append (sql, " UNSIGNED");
  if (lb_type_boolean (type, "zerofill", FALSE))
    g_string_append (sql, " ZEROFILL");
  return TRUE;
}

/* @spec is the type so far; NATIONAL stands before it and instead of a character set. */
static gboolean
end_string (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *spec, gboolean national)
{
  const char *charset = lb_type_string (type, "charset");
  const char *collation = lb_type_string (type, "collation");

  national |= lb_type_boolean (type, "national", FALSE);
  lb_sql_appendf (sql, syntax, national ? "NATIONAL %s" : "%s", spec);
  if (!national && charset)
    append_set (sql, syntax, "CHARACTER SET", charset);
  else if (!national && lb_type_boolean (type, "ascii", FALSE))
    g_string_append (sql, " ASCII");
  else if (!national && lb_type_boolean (type, "unicode", FALSE))
    g_string_append (sql, " UNICODE");
  if (collation)
    append_set (sql, syntax, "COLLATE", collation);
  else if (lb_type_boolean (type, "binary", FALSE))
    g_string_append (sql, " BINARY");
  return TRUE;
}

/* ---- writers */

static gboolean
write_integer (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  g_string_append (sql, word);
  if (lb_type_argument (type, "display_width"))
    lb_sql_appendf (sql, syntax, "(%d)", lb_type_integer (type, "display_width", 0));
  return end_number (sql, type);
}

static gboolean
write_numeric (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  return lb_type_write_numeric (sql, syntax, type, word, error) && end_number (sql, type);
}

/* DOUBLE and REAL take both numbers or none; FLOAT also the first alone. */
static gboolean
write_double (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  gboolean precision = lb_type_argument (type, "precision") != NULL;
  gboolean scale = lb_type_argument (type, "scale") != NULL;

  g_string_append (sql, word);
  if (precision && scale)
    lb_sql_appendf (sql, syntax, "(%d, %d)", lb_type_integer (type, "precision", 0),
                    lb_type_integer (type, "scale", 0));
  else if (precision && strcmp (word, "FLOAT") == 0)
    lb_sql_appendf (sql, syntax, "(%d)", lb_type_integer (type, "precision", 0));
  return end_number (sql, type);
}

/* Fractions of a second; 0 is the same as none. */
static gboolean
write_time (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  gint64 digits = lb_type_integer (type, "fsp", 0);

  g_string_append (sql, word);
  if (digits)
    lb_sql_appendf (sql, syntax, "(%d)", digits);
  return TRUE;
}

static gboolean
refuse_length (const LbSqlSyntax *syntax, const char *word, GError **error)
{
  g_autofree char *dialect = g_ascii_strdown (syntax->name, -1);

  g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "%s requires a length on dialect %s", word, dialect);
  return FALSE;
}

/* WORD[(length)] and its character set; a NATIONAL in @word is one. */
static gboolean
write_string (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  gboolean national = word[0] == 'N';
  const char *plain = national ? word + 1 : word;
  g_autoptr (GString) spec = g_string_new (plain);

  if (lb_type_argument (type, "length"))
    lb_sql_appendf (spec, syntax, "(%d)", lb_type_integer (type, "length", 0));
  else if (strcmp (plain, "VARCHAR") == 0)
    return refuse_length (syntax, word, error);
  return end_string (sql, syntax, type, spec->str, national);
}

/* TINYTEXT and its like, which have no length. */
static gboolean
write_text (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  return end_string (sql, syntax, type, word, FALSE);
}

static gboolean
write_varbinary (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  return lb_type_argument (type, "length") ? lb_type_write_length (sql, syntax, type, word, error)
                                           : refuse_length (syntax, word, error);
}

static gboolean
write_year (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  g_string_append (sql, word);
  if (lb_type_argument (type, "display_width"))
    lb_sql_appendf (sql, syntax, "(%d)", lb_type_integer (type, "display_width", 0));
  return TRUE;
}

/* ENUM('a','b'), SET('a','b') */
static gboolean
write_labels (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  const json_t *labels = lb_type_argument (type, "enums");
  g_autoptr (GString) spec = g_string_new (word);
  gsize i;
  json_t *label;

  if (!labels)
    labels = lb_type_argument (type, "values");
  g_string_append_c (spec, '(');
  json_array_foreach (labels, i, label) lb_sql_appendf (spec, syntax, i ? ",%L" : "%L", json_string_value (label));
  g_string_append_c (spec, ')');
  return end_string (sql, syntax, type, spec->str, FALSE);
}

static gboolean
write_enum (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  if (lb_type_boolean (type, "native_enum", TRUE))
    return write_labels (sql, syntax, type, word, error);
  lb_sql_appendf (sql, syntax, "VARCHAR(%d)", lb_type_enum_length (type));
  return TRUE;
}

static const LbTypeRow rows[] = {
  /* generic */
  { "Integer", write_integer, "INTEGER" },
  { "BigInteger", write_integer, "BIGINT" },
  { "SmallInteger", write_integer, "SMALLINT" },
  { "Numeric", write_numeric, "NUMERIC" },
  { "Float", write_double, "FLOAT" },
  { "Double", write_double, "DOUBLE" },
  { "String", write_string, "VARCHAR" },
  { "Unicode", write_string, "VARCHAR" },
  { "Text", write_string, "TEXT" },
  { "UnicodeText", write_string, "TEXT" },
  { "Boolean", lb_type_write_word, "BOOL" },
  { "MatchType", lb_type_write_word, "BOOL" },
  { "Date", lb_type_write_word, "DATE" },
  { "Time", write_time, "TIME" },
  { "DateTime", write_time, "DATETIME" },
  { "Interval", lb_type_write_word, "DATETIME" },
  { "LargeBinary", lb_type_write_length, "BLOB" },
  { "PickleType", lb_type_write_length, "BLOB" },
  { "Enum", write_enum, "ENUM" },
  { "Uuid", lb_type_write_word, "CHAR(32)" },

  /* SQL, and the database's own */
  { "INTEGER", write_integer, "INTEGER" },
  { "BIGINT", write_integer, "BIGINT" },
  { "SMALLINT", write_integer, "SMALLINT" },
  { "TINYINT", write_integer, "TINYINT" },
  { "MEDIUMINT", write_integer, "MEDIUMINT" },
  { "NUMERIC", write_numeric, "NUMERIC" },
  { "DECIMAL", write_numeric, "DECIMAL" },
  { "DOUBLE", write_double, "DOUBLE" },
  { "DOUBLE_PRECISION", lb_type_write_word, "DOUBLE PRECISION" },
  { "REAL", write_double, "REAL" },
  { "FLOAT", write_double, "FLOAT" },
  { "BOOLEAN", lb_type_write_word, "BOOL" },
  { "BIT", lb_type_write_length, "BIT" },
  { "YEAR", write_year, "YEAR" },
  { "DATE", lb_type_write_word, "DATE" },
  { "DATETIME", write_time, "DATETIME" },
  { "TIMESTAMP", write_time, "TIMESTAMP" },
  { "TIME", write_time, "TIME" },
  { "VARCHAR", write_string, "VARCHAR" },
  { "NVARCHAR", write_string, "NVARCHAR" },
  { "CHAR", write_string, "CHAR" },
  { "NCHAR", write_string, "NCHAR" },
  { "TEXT", write_string, "TEXT" },
  { "TINYTEXT", write_text, "TINYTEXT" },
  { "MEDIUMTEXT", write_text, "MEDIUMTEXT" },
  { "LONGTEXT", write_text, "LONGTEXT" },
  { "CLOB", lb_type_write_word, "CLOB" },
  { "BINARY", lb_type_write_length, "BINARY" },
  { "VARBINARY", write_varbinary, "VARBINARY" },
  { "BLOB", lb_type_write_length, "BLOB" },
  { "TINYBLOB", lb_type_write_word, "TINYBLOB" },
  { "MEDIUMBLOB", lb_type_write_word, "MEDIUMBLOB" },
  { "LONGBLOB", lb_type_write_word, "LONGBLOB" },
  { "ENUM", write_labels, "ENUM" },
  { "SET", write_labels, "SET" },
  { "JSON", lb_type_write_word, "JSON" },
  { "UUID", lb_type_write_word, "UUID" },
  { "INET4", lb_type_write_word, "INET4" },
  { "INET6", lb_type_write_word, "INET6" },
  { NULL, NULL, NULL },
};

char *
lb_mysql_type_text (const LbType *type, GError **error)
{
  const LbTypeTable table = { rows, "mysql.base.MySQLTypeCompiler", lb_dialect_mysql.syntax };

  return lb_type_table_text (&table, type, error);
}

char *
lb_mariadb_type_text (const LbType *type, GError **error)
{
  const LbTypeTable table = { rows, "mysql.base.MySQLTypeCompiler", lb_dialect_mariadb.syntax };

  return lb_type_table_text (&table, type, error);
}

char *
lb_mariadb_type_text_uuid (const LbType *type, GError **error)
{
  if (type && g_str_equal (type->name, "Uuid") && lb_type_boolean (type, "native_uuid", TRUE))
    return g_strdup ("UUID");
  return lb_mariadb_type_text (type, error);
}
