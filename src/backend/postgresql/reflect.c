#include "reflect.h"

#include "sql/build.h"
#include "util/error.h"

#include <string.h>

/* ---- queries */

/* Columns of the catalogue that came later than the oldest server we read, and what stands for them before; and SQL
 * that several queries have. */
static const struct {
  const char *mark;
  guint since;
  const char *sql, *before;
} marks[] = {
  { "{generated}", 120000, "a.attgenerated", "''" },
  { "{nulls not distinct}", 150000, "i.indnullsnotdistinct", "false" },
  { "{delete columns}", 150000, "k.confdelsetcols", "CAST(NULL AS pg_catalog.int2[])" },
  { "{enforced}", 180000, "k.conenforced", "true" },
  { "{sequence options}", 0,
    "pg_catalog.json_build_object('start', s.seqstart, 'increment', s.seqincrement, 'minvalue', s.seqmin,"
    " 'maxvalue', s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle)",
    NULL },
};

static const char *
find_mark (const LbPgReflection *reflection, const char *mark)
{
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (strcmp (mark, marks[i].mark) == 0)
      return reflection->version >= marks[i].since ? marks[i].sql : marks[i].before;
  return g_hash_table_lookup (reflection->scopes, mark);
}

static char *
expand (const LbPgReflection *reflection, const char *query)
{
  GString *sql = g_string_new (NULL);
  const char *start, *end;

  for (; (start = strchr (query, '{')); query = end) {
    g_autofree char *mark = NULL;

    end = strchr (start, '}') + 1;
    mark = g_strndup (start, (gsize) (end - start));
    g_string_append_len (sql, query, start - query);
    g_string_append (sql, find_mark (reflection, mark));
  }
  g_string_append (sql, query);
  return g_string_free (sql, FALSE);
}

PGresult *
lb_pg_reflect_query (LbPgReflection *reflection, const char *query, GError **error)
{
  g_autofree char *sql = expand (reflection, query);
  LbConnection *connection = reflection->connection;

  if (!lb_pg_ready (connection, error) || !lb_pg_send_begin (connection, error))
    return NULL;
  return lb_pg_run (connection, sql, TRUE, LB_PG_HEARING, NULL, error);
}

/* ---- cells */

const char *
lb_pg_cell (const PGresult *rows, int row, int column)
{
  return PQgetisnull (rows, row, column) ? NULL : PQgetvalue (rows, row, column);
}

gboolean
lb_pg_cell_true (const PGresult *rows, int row, int column)
{
  return PQgetvalue (rows, row, column)[0] == 't';
}

gint64
lb_pg_cell_integer (const PGresult *rows, int row, int column)
{
  return g_ascii_strtoll (PQgetvalue (rows, row, column), NULL, 10);
}

char *
lb_pg_cell_dup (const PGresult *rows, int row, int column)
{
  return g_strdup (lb_pg_cell (rows, row, column));
}

json_t *
lb_pg_cell_json (const PGresult *rows, int row, int column)
{
  const char *text = lb_pg_cell (rows, row, column);

  return text ? json_loads (text, JSON_DECODE_ANY, NULL) : NULL;
}

void
lb_pg_cell_strings (const PGresult *rows, int row, int column, GPtrArray *strings)
{
  json_t *list = lb_pg_cell_json (rows, row, column);

  for (gsize i = 0; i < json_array_size (list); i++)
    g_ptr_array_add (strings, g_strdup (json_string_value (json_array_get (list, i))));
  json_decref (list);
}

LbTable *
lb_pg_reflect_table (const LbPgReflection *reflection, const PGresult *rows, int row)
{
  return g_hash_table_lookup (reflection->tables, GSIZE_TO_POINTER ((gsize) lb_pg_cell_integer (rows, row, 0)));
}

/* ---- which objects */

static void
append_names (GString *sql, const char *const *names)
{
  g_string_append (sql, " AND c.relname IN (NULL");
  for (; *names; names++)
    lb_sql_appendf (sql, lb_pg_syntax (), ", %L", *names);
  g_string_append_c (sql, ')');
}

/* Those of the schema asked for; of the default one: what is found by its bare name, as SQLAlchemy has it.
 * @visible: SQL that asks whether an object is */
static GString *
scope_of (const LbReflect *what, const char *visible)
{
  GString *sql = g_string_new (NULL);

  if (what->what & LB_REFLECT_TEMPORARY)
    g_string_append (sql, "n.oid = pg_catalog.pg_my_temp_schema()");
  else if (what->schema)
    lb_sql_appendf (sql, lb_pg_syntax (), "n.nspname = %L", what->schema);
  else
    lb_sql_appendf (sql, lb_pg_syntax (),
                    "n.nspname NOT IN ('pg_catalog', 'information_schema')"
                    " AND n.oid <> pg_catalog.pg_my_temp_schema() AND %s",
                    visible);
  return sql;
}

static GHashTable *
make_scopes (const LbReflect *what)
{
  GHashTable *scopes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  GString *sql = scope_of (what, "pg_catalog.pg_table_is_visible(c.oid)");

  g_hash_table_insert (scopes, (gpointer) "{sequence scope}", g_strdup (sql->str));
  if (what->tables)
    append_names (sql, what->tables);
  g_string_append (sql, what->what & LB_REFLECT_VIEWS ? " AND c.relkind IN ('r', 'p', 'f', 'v', 'm')"
                                                      : " AND c.relkind IN ('r', 'p', 'f')");
  g_hash_table_insert (scopes, (gpointer) "{scope}", g_string_free (sql, FALSE));
  sql = scope_of (what, "pg_catalog.pg_type_is_visible(t.oid)");
  g_hash_table_insert (scopes, (gpointer) "{enum scope}", g_string_free (sql, FALSE));
  return scopes;
}

/* ---- tables */

static LbTableKind
kind_of (char relkind)
{
  switch (relkind) {
    case 'v':
      return LB_TABLE_VIEW;
    case 'm':
      return LB_TABLE_MATERIALIZED_VIEW;
    case 'f':
      return LB_TABLE_FOREIGN;
    default:
      return LB_TABLE_PLAIN;
  }
}

static void
set_option (LbTable *table, const char *key, json_t *value)
{
  if (value)
    json_object_set_new (table->options, key, value);
}

static void
set_prefix (LbTable *table, char persistence)
{
  const char *prefix = persistence == 'u' ? "UNLOGGED" : persistence == 't' ? "TEMPORARY" : NULL;

  if (!prefix)
    return;
  table->prefixes = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (table->prefixes, g_strdup (prefix));
}

static LbTable *
new_table (const PGresult *rows, int row, const LbReflect *what)
{
  enum { OID, SCHEMA, NAME, KIND, PERSISTENCE, COMMENT, DEFINITION, PARTITION_BY, INHERITS, WITH, TABLESPACE };
  LbTable *table = lb_table_new (PQgetvalue (rows, row, NAME), what->schema ? PQgetvalue (rows, row, SCHEMA) : NULL);

  table->kind = kind_of (PQgetvalue (rows, row, KIND)[0]);
  set_prefix (table, PQgetvalue (rows, row, PERSISTENCE)[0]);
  table->comment = lb_pg_cell_dup (rows, row, COMMENT);
  table->definition_sql = lb_pg_cell_dup (rows, row, DEFINITION);
  if (lb_pg_cell (rows, row, PARTITION_BY))
    set_option (table, "postgresql_partition_by", json_string (lb_pg_cell (rows, row, PARTITION_BY)));
  set_option (table, "postgresql_inherits", lb_pg_cell_json (rows, row, INHERITS));
  set_option (table, "postgresql_with", lb_pg_cell_json (rows, row, WITH));
  if (lb_pg_cell (rows, row, TABLESPACE))
    set_option (table, "postgresql_tablespace", json_string (lb_pg_cell (rows, row, TABLESPACE)));
  return table;
}

static gboolean
reflect_tables (LbPgReflection *reflection, GError **error)
{
  g_autoptr (PGresult) rows = lb_pg_reflect_query (
      reflection,
      "SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, pg_catalog.obj_description(c.oid, 'pg_class'),"
      " CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END,"
      " CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,"
      " CASE WHEN NOT c.relispartition THEN (SELECT pg_catalog.json_agg(h.inhparent::pg_catalog.regclass::text"
      " ORDER BY h.inhseqno) FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid) END,"
      " (SELECT pg_catalog.json_object_agg(o.option_name, o.option_value)"
      " FROM pg_catalog.pg_options_to_table(c.reloptions) o), s.spcname"
      " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
      " LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace"
      " WHERE {scope} ORDER BY n.nspname, c.relname",
      error);

  for (int i = 0; rows && i < PQntuples (rows); i++) {
    LbTable *table = new_table (rows, i, reflection->what);

    g_ptr_array_add (reflection->schema->tables, table);
    g_hash_table_insert (reflection->tables, GSIZE_TO_POINTER ((gsize) lb_pg_cell_integer (rows, i, 0)), table);
  }
  return rows != NULL;
}

/* ---- all of it */

/* Each part is read if it is asked for. Columns want the types before them. */
static const struct {
  LbReflectWhat what;
  gboolean (*read) (LbPgReflection *reflection, GError **error);
} parts[] = {
  { LB_REFLECT_COLUMNS, lb_pg_reflect_types },           { LB_REFLECT_COLUMNS, lb_pg_reflect_columns },
  { LB_REFLECT_CONSTRAINTS, lb_pg_reflect_constraints }, { LB_REFLECT_INDEXES, lb_pg_reflect_indexes },
  { LB_REFLECT_TRIGGERS, lb_pg_reflect_triggers },       { LB_REFLECT_TYPES, lb_pg_reflect_enums },
  { LB_REFLECT_SEQUENCES, lb_pg_reflect_sequences },
};

static gboolean
reflect_parts (LbPgReflection *reflection, GError **error)
{
  if (!reflect_tables (reflection, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    gboolean of_tables = (parts[i].what & ~(LB_REFLECT_TYPES | LB_REFLECT_SEQUENCES)) != 0;

    if (!(reflection->what->what & parts[i].what) || (of_tables && reflection->schema->tables->len == 0))
      continue;
    if (!parts[i].read (reflection, error))
      return FALSE;
  }
  return TRUE;
}

LbSchema *
lb_pg_reflect (LbConnection *connection, const LbReflect *what, GError **error)
{
  g_autoptr (LbSchema) schema = lb_schema_new ();
  LbPgReflection reflection = {
    .connection = connection,
    .what = what,
    .version = lb_pg_server_version (connection),
    .scopes = make_scopes (what),
    .tables = g_hash_table_new (NULL, NULL),
    .schema = schema,
  };
  gboolean read = reflect_parts (&reflection, error);

  g_hash_table_unref (reflection.scopes);
  g_hash_table_unref (reflection.tables);
  g_clear_pointer (&reflection.types, g_hash_table_unref);
  return read ? g_steal_pointer (&schema) : NULL;
}

char **
lb_pg_schema_names (LbConnection *connection, char **ret_default, GError **error)
{
  g_autoptr (LbRows) rows = lb_pg_query (connection,
                                         "SELECT nspname, nspname = pg_catalog.current_schema()"
                                         " FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%'"
                                         " ORDER BY nspname",
                                         error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (!rows)
    return NULL;
  *ret_default = NULL;
  for (guint i = 0; i < rows->rows->len; i++) {
    char **cells = g_ptr_array_index (rows->rows, i);

    g_ptr_array_add (names, g_strdup (cells[0]));
    if (cells[1] && cells[1][0] == 't')
      *ret_default = g_strdup (cells[0]);
  }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
