#include "reflect.h"

#include "text.h"

#include <string.h>

enum { TABLE, NAME, TYPE, NULLABLE, DEFAULT, EXTRA, COMMENT, CHARSET, COLLATION, GENERATION };

static const char query[]
    = "SELECT c.table_name, c.column_name, c.column_type, c.is_nullable, c.column_default, c.extra, c.column_comment,"
      " c.character_set_name, c.collation_name, c.generation_expression FROM information_schema.columns c"
      " WHERE %s ORDER BY c.table_name, c.ordinal_position";

/* MySQL escapes the quotes in the expressions that it shows. */
static char *
expression (const LbMyReading *reading, const char *text)
{
  g_auto (GStrv)
    parts = NULL;

  if (reading->mariadb)
    return g_strdup (text);
  parts = g_strsplit (text, "\\'", -1);
  return g_strjoinv ("'", parts);
}

static LbType *
read_type (LbMyReading *reading, const LbTable *table, char **cells)
{
  const char *collation = g_hash_table_lookup (reading->charsets, table->name);
  gboolean own = collation && cells[COLLATION] && strcmp (collation, cells[COLLATION]) != 0;
  gsize length = cells[CHARSET] ? strlen (cells[CHARSET]) : 0;
  /* a collation's name begins with that of its set */
  gboolean same_set = own && length && strncmp (collation, cells[CHARSET], length) == 0 && collation[length] == '_';

  return lb_my_read_type (cells[TYPE], own && !same_set ? cells[CHARSET] : NULL, own ? cells[COLLATION] : NULL);
}

static void
take_column (LbMyReading *reading, LbTable *table, char **cells)
{
  LbMysqlColumn there
      = { .type = cells[TYPE], .default_ = cells[DEFAULT], .extra = cells[EXTRA], .generation = cells[GENERATION] };
  LbColumn *column = lb_column_new (cells[NAME], read_type (reading, table, cells));

  column->nullable = strcmp (cells[NULLABLE], "YES") == 0;
  column->comment = *cells[COMMENT] ? g_strdup (cells[COMMENT]) : NULL;
  column->autoincrement = lb_mysql_is_auto_increment (&there) ? LB_AUTOINCREMENT_ON : LB_AUTOINCREMENT_OFF;
  column->server_default.text = lb_mysql_default_sql (&there, reading->version);
  if (column->server_default.text)
    column->server_default.kind = LB_DEFAULT_SQL;
  if (there.generation && *there.generation) {
    column->computed = g_new0 (LbComputed, 1);
    column->computed->sql = expression (reading, there.generation);
    column->computed->has_persisted = TRUE;
    column->computed->persisted = lb_mysql_is_stored (&there);
  }
  g_ptr_array_add (table->columns, column);
}

gboolean
lb_my_read_columns (LbMyReading *reading, GError **error)
{
  return lb_my_for_each_row (reading, query, "c", take_column, error);
}
