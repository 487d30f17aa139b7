#include "types.h"

#include "backend/type_text.h"

#include <string.h>

/* ---- to SQL */

/* WORD[(length)][ COLLATE "x"]: SQLAlchemy quotes the collation in any case. */
static gboolean
write_string (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  const char *collation = lb_type_string (type, "collation");

  lb_type_write_length (sql, syntax, type, word, error);
  if (collation)
    lb_sqlite_append_collation (sql, collation);
  return TRUE;
}

void
lb_sqlite_append_collation (GString *sql, const char *collation)
{
  g_auto (GStrv)
    parts = g_strsplit (collation, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  g_string_append_printf (sql, " COLLATE \"%s\"", doubled);
}

/* An enum is a text as long as its longest label. */
static gboolean
write_enum (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, GError **error)
{
  lb_sql_appendf (sql, syntax, "VARCHAR(%d)", lb_type_enum_length (type));
  return TRUE;
}

static const LbTypeRow rows[] = {
  { "Integer", lb_type_write_word, "INTEGER" },
  { "INTEGER", lb_type_write_word, "INTEGER" },
  { "INT", lb_type_write_word, "INTEGER" },
  { "BigInteger", lb_type_write_word, "BIGINT" },
  { "BIGINT", lb_type_write_word, "BIGINT" },
  { "SmallInteger", lb_type_write_word, "SMALLINT" },
  { "SMALLINT", lb_type_write_word, "SMALLINT" },
  { "Boolean", lb_type_write_word, "BOOLEAN" },
  { "BOOLEAN", lb_type_write_word, "BOOLEAN" },
  { "MatchType", lb_type_write_word, "BOOLEAN" },
  { "Float", lb_type_write_word, "FLOAT" },
  { "FLOAT", lb_type_write_word, "FLOAT" },
  { "Double", lb_type_write_word, "DOUBLE" },
  { "DOUBLE", lb_type_write_word, "DOUBLE" },
  { "DOUBLE_PRECISION", lb_type_write_word, "DOUBLE PRECISION" },
  { "REAL", lb_type_write_word, "REAL" },
  { "Numeric", lb_type_write_numeric, "NUMERIC" },
  { "NUMERIC", lb_type_write_numeric, "NUMERIC" },
  { "DECIMAL", lb_type_write_numeric, "DECIMAL" },
  { "String", write_string, "VARCHAR" },
  { "Unicode", write_string, "VARCHAR" },
  { "VARCHAR", write_string, "VARCHAR" },
  { "NVARCHAR", write_string, "NVARCHAR" },
  { "CHAR", write_string, "CHAR" },
  { "NCHAR", write_string, "NCHAR" },
  { "Text", write_string, "TEXT" },
  { "UnicodeText", write_string, "TEXT" },
  { "TEXT", write_string, "TEXT" },
  { "CLOB", lb_type_write_word, "CLOB" },
  { "NCLOB", lb_type_write_word, "NCLOB" },
  { "LargeBinary", lb_type_write_word, "BLOB" },
  { "PickleType", lb_type_write_word, "BLOB" },
  { "BLOB", lb_type_write_word, "BLOB" },
  { "BINARY", lb_type_write_length, "BINARY" },
  { "VARBINARY", lb_type_write_length, "VARBINARY" },
  { "Date", lb_type_write_word, "DATE" },
  { "DATE", lb_type_write_word, "DATE" },
  { "Time", lb_type_write_word, "TIME" },
  { "TIME", lb_type_write_word, "TIME" },
  { "DateTime", lb_type_write_word, "DATETIME" },
  { "DATETIME", lb_type_write_word, "DATETIME" },
  { "TIMESTAMP", lb_type_write_word, "TIMESTAMP" },
  { "Interval", lb_type_write_word, "DATETIME" },
  { "Uuid", lb_type_write_word, "CHAR(32)" },
  { "UUID", lb_type_write_word, "UUID" },
  { "JSON", lb_type_write_word, "JSON" },
  { "JSONB", lb_type_write_word, "JSONB" },
  { "Enum", write_enum, NULL },
  { "ENUM", write_enum, NULL },
  { NULL, NULL, NULL },
};

static const LbTypeTable table = {
  .rows = rows,
  .compiler = "sqlite.base.SQLiteTypeCompiler",
};

char *
lb_sqlite_type_text (const LbType *type, GError **error)
{
  return lb_type_table_text (&table, lb_type_for (type, "sqlite"), error);
}

/* ---- from what is declared */

/* Which arguments a constructor takes from the numbers in parentheses. */
typedef enum { ARGUMENTS_NONE, ARGUMENTS_LENGTH, ARGUMENTS_NUMERIC, ARGUMENTS_PRECISION } Arguments;

static const struct {
  const char *declared;
  const char *name;
  const char *dialect;
  Arguments arguments;
} known[] = {
  { "BIGINT", "BIGINT", NULL, ARGUMENTS_NONE },
  { "BLOB", "BLOB", NULL, ARGUMENTS_LENGTH },
  { "BOOL", "BOOLEAN", NULL, ARGUMENTS_NONE },
  { "BOOLEAN", "BOOLEAN", NULL, ARGUMENTS_NONE },
  { "CHAR", "CHAR", NULL, ARGUMENTS_LENGTH },
  { "DATE", "DATE", NULL, ARGUMENTS_NONE },
  { "DATE_CHAR", "DATE", NULL, ARGUMENTS_NONE },
  { "DATETIME", "DATETIME", NULL, ARGUMENTS_NONE },
  { "DATETIME_CHAR", "DATETIME", NULL, ARGUMENTS_NONE },
  { "DECIMAL", "DECIMAL", NULL, ARGUMENTS_NUMERIC },
  { "DOUBLE", "DOUBLE", NULL, ARGUMENTS_PRECISION },
  { "FLOAT", "FLOAT", NULL, ARGUMENTS_PRECISION },
  { "INT", "INTEGER", NULL, ARGUMENTS_NONE },
  { "INTEGER", "INTEGER", NULL, ARGUMENTS_NONE },
  { "JSON", "JSON", "sqlite", ARGUMENTS_NONE },
  { "JSONB", "JSONB", "sqlite", ARGUMENTS_NONE },
  { "NCHAR", "NCHAR", NULL, ARGUMENTS_LENGTH },
  { "NUMERIC", "NUMERIC", NULL, ARGUMENTS_NUMERIC },
  { "NVARCHAR", "NVARCHAR", NULL, ARGUMENTS_LENGTH },
  { "REAL", "REAL", NULL, ARGUMENTS_PRECISION },
  { "SMALLINT", "SMALLINT", NULL, ARGUMENTS_NONE },
  { "TEXT", "TEXT", NULL, ARGUMENTS_LENGTH },
  { "TIME", "TIME", NULL, ARGUMENTS_NONE },
  { "TIME_CHAR", "TIME", NULL, ARGUMENTS_NONE },
  { "TIMESTAMP", "TIMESTAMP", NULL, ARGUMENTS_NONE },
  { "VARCHAR", "VARCHAR", NULL, ARGUMENTS_LENGTH },
};

/* What a name holds decides its affinity, in this order: https://www.sqlite.org/datatype3.html section 3.1. */
static const struct {
  const char *part;
  const char *name;
  Arguments arguments;
} affinities[] = {
  { "INT", "INTEGER", ARGUMENTS_NONE },    { "CHAR", "TEXT", ARGUMENTS_LENGTH },
  { "CLOB", "TEXT", ARGUMENTS_LENGTH },    { "TEXT", "TEXT", ARGUMENTS_LENGTH },
  { "BLOB", NULL, ARGUMENTS_NONE },        { "REAL", "REAL", ARGUMENTS_PRECISION },
  { "FLOA", "REAL", ARGUMENTS_PRECISION }, { "DOUB", "REAL", ARGUMENTS_PRECISION },
  { "", "NUMERIC", ARGUMENTS_NUMERIC },
};

static LbType *
type_of_name (const char *name, Arguments *ret_arguments)
{
  *ret_arguments = ARGUMENTS_NONE;
  if (!*name)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    if (strcmp (known[i].declared, name) == 0) {
      *ret_arguments = known[i].arguments;
      return lb_type_new (known[i].name, known[i].dialect);
    }
  }
  for (gsize i = 0;; i++) {
    if (strstr (name, affinities[i].part)) {
      *ret_arguments = affinities[i].arguments;
      return affinities[i].name ? lb_type_new (affinities[i].name, NULL) : NULL;
    }
  }
}

/* The numbers in @text, as many as there are names for them. */
static void
read_arguments (LbType *type, const char *text, Arguments arguments)
{
  static const char *const names[][3] = {
    [ARGUMENTS_NONE] = { NULL },
    [ARGUMENTS_LENGTH] = { "length", NULL },
    [ARGUMENTS_NUMERIC] = { "precision", "scale", NULL },
    [ARGUMENTS_PRECISION] = { "precision", NULL },
  };

  for (const char *const *name = names[arguments]; *name; name++) {
    char *end;
    gint64 number;

    while (*text && !g_ascii_isdigit (*text))
      text++;
    if (!*text)
      return;
    number = g_ascii_strtoll (text, &end, 10);
    json_object_set_new (type->arguments, *name, json_integer (number));
    text = end;
  }
}

LbType *
lb_sqlite_type_read (const char *declared)
{
  g_autofree char *upper = g_ascii_strup (declared ? declared : "", -1);
  char *open = strchr (upper, '(');
  Arguments arguments;
  LbType *type;

  if (open)
    *open = '\0';
  type = type_of_name (g_strstrip (upper), &arguments);
  if (open && type)
    read_arguments (type, open + 1, arguments);
  return type;
}
