/* What the database holds, in one query of information_schema for each kind of thing. */
#include "reflect.h"

#include "sql/build.h"

#include <stdlib.h>
#include <string.h>

/* "X.table_schema = ... AND X.table_name IN (...)". @schema, @table: what the two are called. */
static char *
conditions_on (const LbMyReading *reading, const char *schema, const char *table)
{
  const LbSqlSyntax *syntax = lb_my_syntax (reading->connection);
  GString *sql = g_string_new (schema);

  g_string_append_c (sql, ' ');
  lb_my_append_schema (sql, reading->connection, reading->what->schema);
  if (reading->what->tables && !*reading->what->tables)
    g_string_append (sql, " AND FALSE");
  for (const char *const *name = reading->what->tables; name && *name; name++) {
    if (name == reading->what->tables)
      g_string_append_printf (sql, " AND %s IN (", table);
    lb_sql_appendf (sql, syntax, name == reading->what->tables ? "%L" : ", %L", *name);
  }
  if (reading->what->tables && *reading->what->tables)
    g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

gboolean
lb_my_for_each_row (LbMyReading *reading, const char *format, const char *alias, LbMyTakeRow take, GError **error)
{
  const char *point = strchr (alias, '.'); /* "k.constraint": the schema is called constraint_schema there */
  g_autofree char *schema = point ? g_strconcat (alias, "_schema", NULL) : g_strconcat (alias, ".table_schema", NULL);
  g_autofree char *of = point ? g_strndup (alias, (gsize) (point - alias)) : g_strdup (alias);
  g_autofree char *table = g_strconcat (of, ".table_name", NULL);
  g_autofree char *conditions = conditions_on (reading, schema, table);
  g_autoptr (GString) any = g_string_new (NULL);
  g_autofree char *sql = NULL;
  g_autoptr (LbRows) rows = NULL;

  lb_my_append_schema (any, reading->connection, reading->what->schema);
  sql = lb_sql_format (lb_my_syntax (reading->connection), format, conditions, any->str);
  rows = lb_my_query (reading->connection, sql, error);
  if (!rows)
    return FALSE;
  for (guint i = 0; i < rows->rows->len; i++) {
    char **cells = g_ptr_array_index (rows->rows, i);
    LbTable *found = g_hash_table_lookup (reading->tables, cells[0]);

    if (found)
      take (reading, found, cells);
  }
  return TRUE;
}

/* ---- tables and views */

enum { TABLE, KIND, ENGINE, COLLATION, COMMENT, OPTIONS, CHARSET };

static const char tables[]
    = "SELECT t.table_name, t.table_type, t.engine, t.table_collation, t.table_comment, t.create_options,"
      " (SELECT a.character_set_name FROM information_schema.collation_character_set_applicability a"
      " WHERE %s = t.table_collation LIMIT 1) FROM information_schema.tables t WHERE %s AND t.table_type IN (%s)";
static const char views[]
    = "SELECT v.table_name, v.view_definition FROM information_schema.views v WHERE %s ORDER BY v.table_name";

static void
set_option (LbMyReading *reading, LbTable *table, const char *key, const char *value)
{
  g_autofree char *name = g_strconcat (reading->prefix, "_", key, NULL);

  if (value)
    json_object_set_new (table->options, name, json_string (value));
}

/* "row_format=DYNAMIC key_block_size=8 partitioned": the pairs. */
static void
set_create_options (LbMyReading *reading, LbTable *table, const char *text)
{
  g_auto (GStrv)
    words = g_strsplit (text, " ", -1);

  for (char **word = words; *word; word++) {
    char *equals = strchr (*word, '=');

    if (!equals)
      continue;
    *equals = '\0';
    g_strdelimit (*word, "`", ' ');
    set_option (reading, table, g_strstrip (*word), equals + 1);
  }
}

static void
take_table (LbMyReading *reading, char **cells)
{
  LbTable *table = lb_table_new (cells[TABLE], reading->what->schema);

  g_ptr_array_add (reading->schema->tables, table);
  g_hash_table_insert (reading->tables, table->name, table);
  if (strstr (cells[KIND], "VIEW")) {
    table->kind = LB_TABLE_VIEW;
    return;
  }
  g_hash_table_insert (reading->charsets, table->name, g_strdup (cells[COLLATION]));
  table->comment = cells[COMMENT] && *cells[COMMENT] ? g_strdup (cells[COMMENT]) : NULL;
  set_option (reading, table, "engine", cells[ENGINE]);
  set_option (reading, table, "default_charset", cells[CHARSET]);
  set_option (reading, table, "collate", cells[COLLATION]);
  if (cells[OPTIONS])
    set_create_options (reading, table, cells[OPTIONS]);
}

static int
compare_tables (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const LbTable *const *) a)->name, (*(const LbTable *const *) b)->name);
}

static gboolean
read_tables (LbMyReading *reading, GError **error)
{
  const char *kinds = reading->what->what & LB_REFLECT_VIEWS ? "'BASE TABLE', 'SYSTEM VERSIONED', 'VIEW', 'SYSTEM VIEW'"
                                                             : "'BASE TABLE', 'SYSTEM VERSIONED'";
  /* MariaDB 10.10 writes the collations of its newer kind in two ways */
  const char *collation = reading->mariadb && reading->version >= 101000 ? "a.full_collation_name" : "a.collation_name";
  g_autofree char *conditions = conditions_on (reading, "t.table_schema", "t.table_name");
  g_autofree char *sql = lb_sql_format (lb_my_syntax (reading->connection), tables, collation, conditions, kinds);
  g_autoptr (LbRows) rows = lb_my_query (reading->connection, sql, error);

  for (guint i = 0; rows && i < rows->rows->len; i++)
    take_table (reading, g_ptr_array_index (rows->rows, i));
  g_ptr_array_sort (reading->schema->tables, compare_tables); /* by bytes, not by the server's collation */
  return rows != NULL;
}

static void
take_view (LbMyReading *reading, LbTable *view, char **cells)
{
  view->definition_sql = g_strdup (cells[1]);
}

static gboolean
read_views (LbMyReading *reading, GError **error)
{
  return lb_my_for_each_row (reading, views, "v", take_view, error);
}

/* ---- triggers */

static const char triggers[]
    = "SELECT g.event_object_table, g.trigger_name, g.action_timing, g.event_manipulation, g.action_statement"
      " FROM (SELECT x.*, x.event_object_schema AS table_schema, x.event_object_table AS table_name"
      " FROM information_schema.triggers x) g WHERE %s ORDER BY g.event_object_table, g.action_order, g.trigger_name";

static void
take_trigger (LbMyReading *reading, LbTable *table, char **cells)
{
  if (!table->triggers)
    table->triggers = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (table->triggers,
                   lb_sql_format (lb_my_syntax (reading->connection), "CREATE TRIGGER %T %s %s ON %T FOR EACH ROW %s",
                                  table->schema, cells[1], cells[2], cells[3], table->schema, table->name, cells[4]));
}

/* ---- sequences, of MariaDB */

/* A sequence is a table of one row: the options of all of them in one query. */
static char *
sequences_query (const LbMyReading *reading, const LbRows *names)
{
  const LbSqlSyntax *syntax = lb_my_syntax (reading->connection);
  GString *sql = g_string_new (NULL);

  for (guint i = 0; i < names->rows->len; i++) {
    const char *name = ((char **) g_ptr_array_index (names->rows, i))[0];

    lb_sql_appendf (sql, syntax, i ? " UNION ALL SELECT %L" : "SELECT %L", name);
    lb_sql_appendf (sql, syntax,
                    ", start_value, minimum_value, maximum_value, increment, cache_size, cycle_option FROM %T",
                    reading->what->schema, name);
  }
  return g_string_free (sql, FALSE);
}

static void
take_sequence (LbMyReading *reading, char **cells)
{
  LbSequence *sequence = g_new0 (LbSequence, 1);
  LbSequenceOptions *options = &sequence->options;

  sequence->name = g_strdup (cells[0]);
  sequence->schema = g_strdup (reading->what->schema);
  options->has_start = options->has_min = options->has_max = options->has_increment = options->has_cache = TRUE;
  options->start = strtoll (cells[1], NULL, 10);
  options->min = strtoll (cells[2], NULL, 10);
  options->max = strtoll (cells[3], NULL, 10);
  options->increment = strtoll (cells[4], NULL, 10);
  options->cache = strtoll (cells[5], NULL, 10);
  options->has_cycle = TRUE;
  options->cycle = strcmp (cells[6], "0") != 0;
  g_ptr_array_add (reading->schema->sequences, sequence);
}

static gboolean
read_sequences (LbMyReading *reading, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT table_name FROM information_schema.tables"
                                          " WHERE table_type = 'SEQUENCE' AND table_schema ");
  g_autoptr (LbRows) names = NULL;
  g_autoptr (LbRows) rows = NULL;
  g_autofree char *query = NULL;

  if (!reading->mariadb)
    return TRUE;
  lb_my_append_schema (sql, reading->connection, reading->what->schema);
  g_string_append (sql, " ORDER BY table_name");
  names = lb_my_query (reading->connection, sql->str, error);
  if (!names || names->rows->len == 0)
    return names != NULL;
  query = sequences_query (reading, names);
  rows = lb_my_query (reading->connection, query, error);
  for (guint i = 0; rows && i < rows->rows->len; i++)
    take_sequence (reading, g_ptr_array_index (rows->rows, i));
  return rows != NULL;
}

/* ---- all of it */

static gboolean
read_triggers (LbMyReading *reading, GError **error)
{
  return lb_my_for_each_row (reading, triggers, "g", take_trigger, error);
}

/* In this order: a primary key is the first of the constraints, and a CHECK inside of a column needs the column. */
static const struct {
  LbReflectWhat what;
  gboolean (*read) (LbMyReading *reading, GError **error);
} parts[] = {
  { LB_REFLECT_COLUMNS, lb_my_read_columns },
  { LB_REFLECT_CONSTRAINTS | LB_REFLECT_INDEXES, lb_my_read_indexes },
  { LB_REFLECT_CONSTRAINTS, lb_my_read_constraints },
  { LB_REFLECT_VIEWS, read_views },
  { LB_REFLECT_TRIGGERS, read_triggers },
  { LB_REFLECT_SEQUENCES, read_sequences },
};

/* Columns of the primary key say so. */
static void
mark_keys (LbSchema *schema)
{
  for (guint i = 0; i < schema->tables->len; i++) {
    const LbTable *table = g_ptr_array_index (schema->tables, i);
    const LbConstraint *key = lb_table_primary_key (table);

    for (guint j = 0; key && j < key->columns->len; j++) {
      LbColumn *column = lb_table_column (table, g_ptr_array_index (key->columns, j));

      if (column)
        column->primary_key = TRUE;
    }
  }
}

/* Temporary tables are a session's own, and servers before MariaDB 11.2 do not show them. */
LbSchema *
lb_my_reflect (LbConnection *connection, const LbReflect *what, GError **error)
{
  g_autoptr (LbSchema) schema = lb_schema_new ();
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) charsets = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  LbMyReading reading = { .connection = connection,
                          .what = what,
                          .prefix = lb_my_companion_parameters (connection->companion)->backend,
                          .mariadb = lb_my_is_mariadb (connection),
                          .version = lb_my_server_version (connection),
                          .schema = schema,
                          .tables = names,
                          .charsets = charsets };

  if (what->what & LB_REFLECT_TEMPORARY)
    return g_steal_pointer (&schema);
  if (!read_tables (&reading, error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if ((what->what & parts[i].what) && !parts[i].read (&reading, error))
      return NULL;
  mark_keys (schema);
  return g_steal_pointer (&schema);
}
