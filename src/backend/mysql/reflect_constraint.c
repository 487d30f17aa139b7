/* Keys, foreign keys, CHECKs and indexes. */
#include "reflect.h"

#include <stdlib.h>
#include <string.h>

/* ---- indexes, and the constraints that they are */

enum { TABLE, INDEX, NON_UNIQUE, COLUMN, SUB_PART, KIND, DIRECTION, COMMENT, EXPRESSION };

/* MariaDB has no expressions in indexes, and no column to show them. */
static const char mariadb_indexes[]
    = "SELECT s.table_name, s.index_name, s.non_unique, s.column_name, s.sub_part, s.index_type, s.collation,"
      " s.index_comment, NULL FROM information_schema.statistics s WHERE %s"
      " ORDER BY s.table_name, s.index_name <> 'PRIMARY', s.index_name, s.seq_in_index";
static const char mysql_indexes[]
    = "SELECT s.table_name, s.index_name, s.non_unique, s.column_name, s.sub_part, s.index_type, s.collation,"
      " s.index_comment, s.expression FROM information_schema.statistics s WHERE %s"
      " ORDER BY s.table_name, s.index_name <> 'PRIMARY', s.index_name, s.seq_in_index";

static void
take_key_column (LbTable *table, LbConstraintKind kind, const char *name, const char *column)
{
  LbConstraint *last
      = table->constraints->len ? g_ptr_array_index (table->constraints, table->constraints->len - 1) : NULL;

  if (!last || last->kind != kind || g_strcmp0 (last->name, name) != 0) {
    last = lb_constraint_new (kind, name);
    g_ptr_array_add (table->constraints, last);
  }
  g_ptr_array_add (last->columns, g_strdup (column));
}

static LbIndex *
index_of (LbMyReading *reading, LbTable *table, char **cells)
{
  LbIndex *last = table->indexes->len ? g_ptr_array_index (table->indexes, table->indexes->len - 1) : NULL;
  gboolean special = strcmp (cells[KIND], "FULLTEXT") == 0 || strcmp (cells[KIND], "SPATIAL") == 0;
  g_autofree char *prefix = g_strconcat (reading->prefix, "_prefix", NULL);

  if (last && strcmp (last->name, cells[INDEX]) == 0)
    return last;
  last = lb_index_new (cells[INDEX], table->schema, table->name);
  last->unique = strcmp (cells[NON_UNIQUE], "0") == 0;
  last->of_constraint = last->unique;
  last->method = g_ascii_strdown (cells[KIND], -1);
  if (special)
    json_object_set_new (last->options, prefix, json_string (cells[KIND]));
  g_ptr_array_add (table->indexes, last);
  return last;
}

/* The first characters of a column: mysql_length={"a": 10}. */
static void
set_length (LbMyReading *reading, LbIndex *index, char **cells)
{
  g_autofree char *key = g_strconcat (reading->prefix, "_length", NULL);
  json_t *lengths = json_object_get (index->options, key);

  if (!lengths) {
    lengths = json_object ();
    json_object_set_new (index->options, key, lengths);
  }
  json_object_set_new (lengths, cells[COLUMN], json_integer (strtoll (cells[SUB_PART], NULL, 10)));
}

static void
take_index (LbMyReading *reading, LbTable *table, char **cells)
{
  gboolean wanted = (reading->what->what & LB_REFLECT_INDEXES) != 0;
  gboolean keys = (reading->what->what & LB_REFLECT_CONSTRAINTS) != 0;
  LbIndexColumn column = { .column = g_strdup (cells[COLUMN]) };
  LbIndex *index;

  if (keys && strcmp (cells[INDEX], "PRIMARY") == 0)
    take_key_column (table, LB_CONSTRAINT_PRIMARY, NULL, cells[COLUMN]);
  else if (keys && strcmp (cells[NON_UNIQUE], "0") == 0 && cells[COLUMN])
    take_key_column (table, LB_CONSTRAINT_UNIQUE, cells[INDEX], cells[COLUMN]);
  if (!wanted || strcmp (cells[INDEX], "PRIMARY") == 0) {
    g_free (column.column);
    return;
  }
  index = index_of (reading, table, cells);
  if (!column.column)
    column.sql = g_strdup_printf ("(%s)", cells[EXPRESSION] ? cells[EXPRESSION] : "");
  if (g_strcmp0 (cells[DIRECTION], "D") == 0)
    column.suffix_sql = g_strdup ("DESC");
  g_array_append_val (index->columns, column);
  if (cells[SUB_PART] && cells[COLUMN] && strcmp (index->method, "spatial") != 0)
    set_length (reading, index, cells);
}

gboolean
lb_my_read_indexes (LbMyReading *reading, GError **error)
{
  return lb_my_for_each_row (reading, reading->mariadb ? mariadb_indexes : mysql_indexes, "s", take_index, error);
}

/* ---- foreign keys */

enum { FK_NAME = 1, FK_COLUMN, FK_SCHEMA, FK_TABLE, FK_REFERENT, FK_UPDATE, FK_DELETE, FK_SAME };

static const char foreign_keys[]
    = "SELECT k.table_name, k.constraint_name, k.column_name, k.referenced_table_schema, k.referenced_table_name,"
      " k.referenced_column_name, r.update_rule, r.delete_rule, k.referenced_table_schema = k.table_schema"
      " FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r"
      " ON r.constraint_name = k.constraint_name AND r.table_name = k.table_name"
      " WHERE %s AND k.referenced_table_name IS NOT NULL AND r.constraint_schema %s"
      " ORDER BY k.table_name, k.constraint_name, k.ordinal_position";

/* RESTRICT and NO ACTION are the same here, and what a key has of which nothing was said. */
static char *
action (const char *rule)
{
  return strcmp (rule, "RESTRICT") == 0 || strcmp (rule, "NO ACTION") == 0 ? NULL : g_strdup (rule);
}

static void
take_foreign_key (LbMyReading *reading, LbTable *table, char **cells)
{
  LbConstraint *key;

  take_key_column (table, LB_CONSTRAINT_FOREIGN, cells[FK_NAME], cells[FK_COLUMN]);
  key = g_ptr_array_index (table->constraints, table->constraints->len - 1);
  g_ptr_array_add (key->referent_columns, g_strdup (cells[FK_REFERENT]));
  if (key->referent_table)
    return;
  key->referent_table = g_strdup (cells[FK_TABLE]);
  key->referent_schema = strcmp (cells[FK_SAME], "1") == 0 ? g_strdup (table->schema) : g_strdup (cells[FK_SCHEMA]);
  key->on_update = action (cells[FK_UPDATE]);
  key->on_delete = action (cells[FK_DELETE]);
}

/* ---- CHECKs */

enum { CHECK_NAME = 1, CHECK_SQL, CHECK_LEVEL };

/* Those that MariaDB writes inside of a column have the column's name. MySQL knows the table only in another view. */
static const char mariadb_checks[]
    = "SELECT k.table_name, k.constraint_name, k.check_clause, k.level FROM information_schema.check_constraints k"
      " WHERE %s ORDER BY k.table_name, k.constraint_name";
static const char mysql_checks[]
    = "SELECT t.table_name, k.constraint_name, k.check_clause, 'Table' FROM information_schema.table_constraints t"
      " JOIN information_schema.check_constraints k ON k.constraint_schema = t.constraint_schema"
      " AND k.constraint_name = t.constraint_name WHERE %s AND t.constraint_type = 'CHECK' AND k.constraint_schema %s"
      " ORDER BY t.table_name, k.constraint_name";

static void
take_check (LbMyReading *reading, LbTable *table, char **cells)
{
  LbColumn *column
      = g_ascii_strcasecmp (cells[CHECK_LEVEL], "Column") == 0 ? lb_table_column (table, cells[CHECK_NAME]) : NULL;
  LbConstraint *check = lb_constraint_new (LB_CONSTRAINT_CHECK, column ? NULL : cells[CHECK_NAME]);
  gsize length = strlen (cells[CHECK_SQL]);

  /* MySQL shows it in parentheses */
  check->check_sql = !reading->mariadb && cells[CHECK_SQL][0] == '(' ? g_strndup (cells[CHECK_SQL] + 1, length - 2)
                                                                     : g_strdup (cells[CHECK_SQL]);
  if (!column) {
    g_ptr_array_add (table->constraints, check);
    return;
  }
  if (!column->checks)
    column->checks = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_constraint_free);
  g_ptr_array_add (column->checks, check);
}

/* Servers that know CHECK and show it so. */
static gboolean
has_checks (const LbMyReading *reading)
{
  return reading->version >= (reading->mariadb ? 100510 : 80016);
}

gboolean
lb_my_read_constraints (LbMyReading *reading, GError **error)
{
  if (!lb_my_for_each_row (reading, foreign_keys, "k", take_foreign_key, error))
    return FALSE;
  if (!has_checks (reading))
    return TRUE;
  return reading->mariadb ? lb_my_for_each_row (reading, mariadb_checks, "k.constraint", take_check, error)
                          : lb_my_for_each_row (reading, mysql_checks, "t", take_check, error);
}
