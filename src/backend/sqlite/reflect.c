/* What the database holds, in one query for each kind of thing: pragmas as table-valued functions, joined with the
 * names in sqlite_master (https://www.sqlite.org/pragma.html#pragfunc). What they do not say is read from the text of
 * CREATE TABLE. */
#include "private.h"
#include "table_text.h"
#include "text_reader.h"
#include "types.h"

#include "sql/build.h"

#include <string.h>

typedef struct {
  LbConnection *connection;
  const LbReflect *what;
  const char *database; /* "main", "temp" or an attached one */
  char *which;          /* " AND m.name COLLATE NOCASE IN (...)" or "" */
  LbSchema *schema;
  GHashTable *tables; /* name in lower case -> LbTable, borrowed */
} Reading;

static void
reading_clear (Reading *reading)
{
  g_free (reading->which);
  lb_schema_free (reading->schema);
  g_clear_pointer (&reading->tables, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

/* ---- queries */

static char *
which_tables (const char *const *tables)
{
  GString *sql = g_string_new (NULL);

  if (tables && !*tables)
    g_string_append (sql, " AND FALSE");
  for (const char *const *table = tables; table && *table; table++)
    lb_sql_appendf (sql, lb_sqlite_syntax (), table == tables ? " AND m.name COLLATE NOCASE IN (%L" : ", %L", *table);
  if (tables && *tables)
    g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

typedef void (*TakeRow) (Reading *reading, LbTable *table, char **cells);

/* Give each row to @take, with the table that its first cell names. */
static gboolean
for_each_row (Reading *reading, const char *sql, TakeRow take, GError **error)
{
  g_autoptr (LbRows) rows = lb_sqlite_query (reading->connection, sql, error);

  if (!rows)
    return FALSE;
  for (guint i = 0; i < rows->rows->len; i++) {
    char **cells = g_ptr_array_index (rows->rows, i);
    g_autofree char *key = g_ascii_strdown (cells[0], -1);
    LbTable *table = g_hash_table_lookup (reading->tables, key);

    if (table)
      take (reading, table, cells);
  }
  return TRUE;
}

/* ---- tables and views */

static gboolean
read_tables (Reading *reading, GError **error)
{
  const char *kinds = reading->what->what & LB_REFLECT_VIEWS ? "'table', 'view'" : "'table'";
  g_autofree char *sql = lb_sql_format (lb_sqlite_syntax (),
                                        "SELECT m.name, m.type, m.sql FROM %T AS m WHERE m.type IN (%s) AND m.name NOT "
                                        "LIKE 'sqlite~_%%' ESCAPE '~'%s ORDER BY m.name",
                                        reading->database, "sqlite_master", kinds, reading->which);
  g_autoptr (LbRows) rows = lb_sqlite_query (reading->connection, sql, error);

  for (guint i = 0; rows && i < rows->rows->len; i++) {
    char **cells = g_ptr_array_index (rows->rows, i);
    LbTable *table = lb_table_new (cells[0], reading->what->schema);

    table->kind = strcmp (cells[1], "view") == 0 ? LB_TABLE_VIEW : LB_TABLE_PLAIN;
    table->definition_sql = g_strdup (cells[2]);
    g_ptr_array_add (reading->schema->tables, table);
    g_hash_table_insert (reading->tables, g_ascii_strdown (table->name, -1), table);
  }
  return rows != NULL;
}

/* ---- columns */

enum { XINFO_TABLE, XINFO_NAME, XINFO_TYPE, XINFO_NOT_NULL, XINFO_DEFAULT, XINFO_KEY, XINFO_HIDDEN };

static void
take_column (Reading *reading, LbTable *table, char **cells)
{
  LbColumn *column = lb_column_new (cells[XINFO_NAME], lb_sqlite_type_read (cells[XINFO_TYPE]));

  column->nullable = cells[XINFO_NOT_NULL][0] == '0';
  column->primary_key = cells[XINFO_KEY][0] != '0';
  if (cells[XINFO_DEFAULT])
    column->server_default = (LbDefault){ LB_DEFAULT_SQL, g_strdup (cells[XINFO_DEFAULT]) };
  g_ptr_array_add (table->columns, column);
}

static gboolean
read_columns (Reading *reading, GError **error)
{
  /* hidden 1: of a virtual table, and not shown by it either */
  g_autofree char *sql
      = lb_sql_format (lb_sqlite_syntax (),
                       "SELECT m.name, x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden FROM %T AS m, "
                       "pragma_table_xinfo(m.name, %L) AS x WHERE m.type IN ('table', 'view') AND x.hidden <> 1%s "
                       "ORDER BY m.name, x.cid",
                       reading->database, "sqlite_master", reading->database, reading->which);

  return for_each_row (reading, sql, take_column, error);
}

/* ---- what the text says */

/* Only texts have a collation in SQLAlchemy. */
static gboolean
takes_collation (const LbType *type)
{
  return type && (g_str_has_suffix (type->name, "CHAR") || strcmp (type->name, "TEXT") == 0);
}

static void
take_column_text (LbTable *table, LbColumn *text)
{
  LbColumn *column = lb_table_column (table, text->name);
  const char *collation = text->type ? lb_type_string (text->type, "collation") : NULL;

  if (!column)
    return;
  column->computed = g_steal_pointer (&text->computed);
  column->has_foreign_key = text->has_foreign_key;
  json_object_update (column->options, text->options);
  if (column->computed) { /* SQLite takes GENERATED ALWAYS for part of the type */
    lb_type_free (column->type);
    column->type = lb_sqlite_type_read (text->type ? lb_type_string (text->type, "sql") : NULL);
  }
  if (collation && takes_collation (column->type))
    json_object_set_new (column->type->arguments, "collation", json_string (collation));
}

/* A virtual table has no text that could be read: then there are columns only. */
static void
read_text (LbTable *table, LbReflectWhat what)
{
  g_autoptr (LbTable) text = lb_sqlite_table_read (table->definition_sql, NULL);

  if (!text)
    return;
  for (guint i = 0; i < text->columns->len && what & LB_REFLECT_COLUMNS; i++)
    take_column_text (table, g_ptr_array_index (text->columns, i));
  json_object_update (table->options, text->options);
  if (!(what & LB_REFLECT_CONSTRAINTS))
    return;
  for (guint i = 0; i < text->constraints->len; i++) {
    LbConstraint *constraint = g_ptr_array_index (text->constraints, i);

    if (constraint->kind == LB_CONSTRAINT_FOREIGN)
      constraint->referent_schema = g_strdup (table->schema);
    g_ptr_array_insert (table->constraints, constraint->kind == LB_CONSTRAINT_PRIMARY ? 0 : -1,
                        lb_constraint_copy (constraint));
  }
}

/* REFERENCES t alone means the primary key of t. Rows: table, referent, column, in the order of the key. */
static void
take_referent (Reading *reading, LbTable *table, char **cells)
{
  for (guint i = 0; i < table->constraints->len; i++) {
    LbConstraint *constraint = g_ptr_array_index (table->constraints, i);

    if (constraint->kind == LB_CONSTRAINT_FOREIGN && constraint->referent_columns->len < constraint->columns->len
        && g_ascii_strcasecmp (constraint->referent_table, cells[1]) == 0)
      g_ptr_array_add (constraint->referent_columns, g_strdup (cells[2]));
  }
}

static gboolean
read_referents (Reading *reading, GError **error)
{
  g_autofree char *sql = lb_sql_format (
      lb_sqlite_syntax (),
      "SELECT DISTINCT m.name, f.\"table\", p.name, p.pk FROM %T AS m, pragma_foreign_key_list(m.name, %L) AS f, "
      "pragma_table_xinfo(f.\"table\", %L) AS p WHERE m.type = 'table' AND f.\"to\" IS NULL AND p.pk > 0%s ORDER BY "
      "m.name, f.\"table\", p.pk",
      reading->database, "sqlite_master", reading->database, reading->database, reading->which);

  return for_each_row (reading, sql, take_referent, error);
}

/* ---- triggers */

static void
take_trigger (Reading *reading, LbTable *table, char **cells)
{
  if (!table->triggers)
    table->triggers = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (table->triggers, g_strdup (cells[1]));
}

static gboolean
read_triggers (Reading *reading, GError **error)
{
  g_autofree char *sql = lb_sql_format (lb_sqlite_syntax (),
                                        "SELECT m.name, m.sql FROM (SELECT tbl_name AS name, sql, rowid AS place FROM "
                                        "%T WHERE type = 'trigger') AS m WHERE "
                                        "TRUE%s ORDER BY m.name, m.place",
                                        reading->database, "sqlite_master", reading->which);

  return for_each_row (reading, sql, take_trigger, error);
}

/* ---- indexes */

enum { INDEX_TABLE, INDEX_NAME, INDEX_UNIQUE, INDEX_COLUMN, INDEX_SQL };

/* "a COLLATE x DESC" behind the name a; an expression stays whole. */
static void
read_item (LbIndexColumn *column, const char *item)
{
  LbTextReader reader;

  if (!column->column) {
    column->sql = g_strdup (item);
    return;
  }
  lb_text_reader_init (&reader, item);
  g_free (lb_text_name (&reader));
  if (lb_text_take (&reader, "collate"))
    column->collation = lb_text_name (&reader);
  if (lb_text_take (&reader, "desc"))
    column->suffix_sql = g_strdup ("DESC");
}

/* What the pragmas do not say. */
static void
read_index_text (LbIndex *index)
{
  g_autoptr (GPtrArray) items = NULL;

  if (!lb_sqlite_index_read (index->definition_sql, &items, &index->where_sql, NULL))
    return;
  for (guint i = 0; i < MIN (items->len, index->columns->len); i++)
    read_item (&g_array_index (index->columns, LbIndexColumn, i), g_ptr_array_index (items, i));
}

/* One row for each column; those of an index come one after the other, in their order. */
static void
take_index_column (Reading *reading, LbTable *table, char **cells)
{
  LbIndex *index = lb_table_index (table, cells[INDEX_NAME]);
  LbIndexColumn column = { .column = g_strdup (cells[INDEX_COLUMN]) };

  if (!index) {
    index = lb_index_new (cells[INDEX_NAME], reading->what->schema, table->name);
    index->unique = cells[INDEX_UNIQUE][0] != '0';
    index->definition_sql = g_strdup (cells[INDEX_SQL]);
    g_ptr_array_add (table->indexes, index);
  }
  g_array_append_val (index->columns, column);
}

/* Those without a text stand behind constraints. */
static gboolean
read_indexes (Reading *reading, GError **error)
{
  g_autofree char *sql
      = lb_sql_format (lb_sqlite_syntax (),
                       "SELECT m.name, m.title, l.\"unique\", x.name, m.sql FROM (SELECT tbl_name AS name, name AS "
                       "title, sql FROM %T WHERE "
                       "type = 'index' AND sql IS NOT NULL) AS m, pragma_index_list(m.name, %L) AS l, "
                       "pragma_index_xinfo(m.title, %L) AS x "
                       "WHERE l.name = m.title AND x.key%s ORDER BY m.name, m.title, x.seqno",
                       reading->database, "sqlite_master", reading->database, reading->database, reading->which);

  if (!for_each_row (reading, sql, take_index_column, error))
    return FALSE;
  for (guint i = 0; i < reading->schema->tables->len; i++) {
    LbTable *table = g_ptr_array_index (reading->schema->tables, i);

    for (guint j = 0; j < table->indexes->len; j++)
      read_index_text (g_ptr_array_index (table->indexes, j));
  }
  return TRUE;
}

/* ---- all of it */

static const struct {
  LbReflectWhat what;
  gboolean (*read) (Reading *reading, GError **error);
} steps[] = {
  { LB_REFLECT_COLUMNS, read_columns },
  { LB_REFLECT_INDEXES, read_indexes },
  { LB_REFLECT_TRIGGERS, read_triggers },
};

static void
read_texts (Reading *reading)
{
  for (guint i = 0; i < reading->schema->tables->len; i++) {
    LbTable *table = g_ptr_array_index (reading->schema->tables, i);

    if (table->kind == LB_TABLE_PLAIN)
      read_text (table, reading->what->what);
  }
}

LbSchema *
lb_sqlite_reflect (LbConnection *connection, const LbReflect *what, GError **error)
{
  g_auto (Reading)
    reading = {
      .connection = connection,
      .what = what,
      .database = what->what & LB_REFLECT_TEMPORARY ? "temp"
                  : what->schema                    ? what->schema
                                                    : "main",
      .which = which_tables (what->tables),
      .schema = lb_schema_new (),
      .tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    };

  if (!read_tables (&reading, error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (what->what & steps[i].what && !steps[i].read (&reading, error))
      return NULL;
  if (what->what & (LB_REFLECT_COLUMNS | LB_REFLECT_CONSTRAINTS))
    read_texts (&reading);
  if (what->what & LB_REFLECT_CONSTRAINTS && !read_referents (&reading, error))
    return NULL;
  return g_steal_pointer (&reading.schema);
}

char **
lb_sqlite_schema_names (LbConnection *connection, char **ret_default, GError **error)
{
  g_autoptr (LbRows) rows
      = lb_sqlite_query (connection, "SELECT name FROM pragma_database_list WHERE name <> 'temp' ORDER BY name", error);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (!rows)
    return NULL;
  for (guint i = 0; i < rows->rows->len; i++)
    g_strv_builder_add (names, ((char **) g_ptr_array_index (rows->rows, i))[0]);
  if (ret_default)
    *ret_default = g_strdup ("main");
  return g_strv_builder_end (names);
}
