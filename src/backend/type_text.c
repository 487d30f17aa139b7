#include "type_text.h"

#include "util/error.h"

gboolean
lb_type_refuse_null (GError **error)
{
  g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                       "Can't generate DDL for NullType(); did you forget to specify a type on this Column?");
  return FALSE;
}

static const LbTypeRow *
find_row (const LbTypeRow *rows, const char *name)
{
  for (; rows->name; rows++)
    if (g_str_equal (rows->name, name))
      return rows;
  return NULL;
}

char *
lb_type_table_text (const LbTypeTable *table, const LbType *type, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  const LbTypeRow *row;

  if (type && g_str_equal (type->name, "SQL") && lb_type_string (type, "sql"))
    return g_strdup (lb_type_string (type, "sql"));
  if (!type || g_str_equal (type->name, "Null") || g_str_equal (type->name, "NullType")) {
    lb_type_refuse_null (error);
    return NULL;
  }
  row = find_row (table->rows, type->name);
  if (!row) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                 "Compiler <sqlalchemy.dialects.%s object> can't render element of type %s", table->compiler,
                 type->name);
    return NULL;
  }
  if (!row->write (sql, table->syntax, type, row->word, error))
    return NULL;
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* ---- writers */

gboolean
lb_type_write_word (GString *sql, const LbSqlSyntax *syntax G_GNUC_UNUSED, const LbType *type G_GNUC_UNUSED,
                    const char *word, GError **error G_GNUC_UNUSED)
{
  g_string_append (sql, word);
  return TRUE;
}

/* WORD, and the number in parentheses if it is given and not 0. */
static gboolean
write_number (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word, const char *key)
{
  gint64 number = lb_type_integer (type, key, 0);

  lb_sql_appendf (sql, syntax, number ? "%s(%d)" : "%s", word, number);
  return TRUE;
}

gboolean
lb_type_write_length (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
                      GError **error G_GNUC_UNUSED)
{
  return write_number (sql, syntax, type, word, "length");
}

gboolean
lb_type_write_precision (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
                         GError **error G_GNUC_UNUSED)
{
  return write_number (sql, syntax, type, word, "precision");
}

gboolean
lb_type_write_numeric (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
                       GError **error G_GNUC_UNUSED)
{
  if (!lb_type_argument (type, "precision"))
    lb_sql_appendf (sql, syntax, "%s", word);
  else if (!lb_type_argument (type, "scale"))
    lb_sql_appendf (sql, syntax, "%s(%d)", word, lb_type_integer (type, "precision", 0));
  else
    lb_sql_appendf (sql, syntax, "%s(%d, %d)", word, lb_type_integer (type, "precision", 0),
                    lb_type_integer (type, "scale", 0));
  return TRUE;
}

/* SQLAlchemy quotes a collation in any case. */
static void
write_quoted (GString *sql, const LbSqlSyntax *syntax, const char *name)
{
  g_string_append_c (sql, syntax->name_quote_open);
  for (; *name; name++) {
    if (*name == syntax->name_quote_close)
      g_string_append_c (sql, *name);
    g_string_append_c (sql, *name);
  }
  g_string_append_c (sql, syntax->name_quote_close);
}

gboolean
lb_type_write_string (GString *sql, const LbSqlSyntax *syntax, const LbType *type, const char *word,
                      GError **error G_GNUC_UNUSED)
{
  const char *collation = lb_type_string (type, "collation");
  const char *schema = lb_type_string (type, "collation_schema");

  write_number (sql, syntax, type, word, "length");
  if (collation) {
    g_string_append (sql, " COLLATE ");
    if (schema)
      lb_sql_appendf (sql, syntax, "%I.", schema);
    write_quoted (sql, syntax, collation);
  }
  return TRUE;
}

gint64
lb_type_enum_length (const LbType *type)
{
  gint64 longest = lb_type_integer (type, "length", 0);
  gsize i;
  json_t *label;

  json_array_foreach ((json_t *) lb_type_argument (type, "enums"), i, label) longest
      = MAX (longest, g_utf8_strlen (json_string_value (label) ? json_string_value (label) : "", -1));
  return longest;
}
