/* What became of statements about indexes. Those with CONCURRENTLY leave an invalid index when they are stopped, which
 * slows every write and helps no query: it is dropped here, and the statement is run again. */
#include "private.h"

#include "sql/build.h"
#include "util/error.h"
#include "util/interrupt.h"

#include <string.h>

enum { LOOK_AGAIN_MS = 200 };

/* Indexes with their tables, and the columns of the answer. */
static const char select_indexes[]
    = "SELECT n.nspname, c.relname, t.oid, i.indisvalid AND i.indisready"
      " FROM pg_catalog.pg_index i"
      " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
      " JOIN pg_catalog.pg_class t ON t.oid = i.indrelid JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace"
      " JOIN pg_catalog.pg_am m ON m.oid = c.relam"
      " WHERE ";

enum { INDEX_SCHEMA, INDEX_NAME, INDEX_TABLE, INDEX_VALID };

static gboolean
is_valid (char *const *cells)
{
  return strcmp (cells[INDEX_VALID], "t") == 0;
}

/* Wait while a session still works on indexes of the table: one whose client has died goes on until its statement ends,
 * and what it is building is invalid until then, but no leftover. */
static gboolean
wait_for_builder (LbConnection *connection, const char *table_oid, gboolean *ret_waited, GError **error)
{
  g_autofree char *sql = lb_sql_format (
      lb_pg_syntax (),
      "SELECT l.pid FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid"
      " WHERE l.locktype = 'relation' AND l.relation = %L::oid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted"
      " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"
      " AND l.pid <> pg_backend_pid() AND a.backend_type = 'client backend'",
      table_oid);

  *ret_waited = FALSE;
  for (;;) {
    g_autoptr (LbRows) rows = lb_pg_query (connection, sql, error);

    if (!rows)
      return FALSE;
    if (rows->rows->len == 0)
      return TRUE;
    if (!*ret_waited)
      lb_log (connection->log, LB_LOG_INFO, "limbeck",
              "waiting for pid %s, which still works on the indexes of the table",
              ((char **) g_ptr_array_index (rows->rows, 0))[0]);
    *ret_waited = TRUE;
    lb_interrupt_sleep (LOOK_AGAIN_MS);
    if (!lb_interrupt_check (error))
      return FALSE;
  }
}

/* The indexes of @sql; with @mend, when nobody works on the invalid ones any more. */
static LbRows *
find_settled (LbConnection *connection, const char *sql, gboolean mend, GError **error)
{
  for (;;) {
    LbRows *rows = lb_pg_query (connection, sql, error);
    gboolean waited = FALSE;
    gboolean good = rows != NULL;

    for (guint i = 0; mend && good && !waited && i < rows->rows->len; i++) {
      char **cells = g_ptr_array_index (rows->rows, i);

      good = is_valid (cells) || wait_for_builder (connection, cells[INDEX_TABLE], &waited, error);
    }
    if (good && !waited)
      return rows;
    lb_rows_free (rows);
    if (!good)
      return NULL;
  }
}

static gboolean
drop_index (LbConnection *connection, char *const *cells, GError **error)
{
  g_autofree char *sql
      = lb_sql_format (lb_pg_syntax (), "DROP INDEX CONCURRENTLY %T", cells[INDEX_SCHEMA], cells[INDEX_NAME]);
  g_autoptr (LbRows) dropped = lb_pg_query (connection, sql, error);

  if (!dropped)
    return FALSE;
  lb_log (connection->log, LB_LOG_INFO, "limbeck", "dropped the invalid index %s.%s, which an interrupted run has left",
          cells[INDEX_SCHEMA], cells[INDEX_NAME]);
  return TRUE;
}

/* With @mend, drop the invalid ones of @rows. @ret_invalid: how many there were; @ret_valid: how many others there are.
 */
static gboolean
drop_invalid (LbConnection *connection, const LbRows *rows, gboolean mend, guint *ret_invalid, guint *ret_valid,
              GError **error)
{
  *ret_invalid = *ret_valid = 0;
  for (guint i = 0; i < rows->rows->len; i++) {
    char **cells = g_ptr_array_index (rows->rows, i);

    if (is_valid (cells)) {
      ++*ret_valid;
      continue;
    }
    ++*ret_invalid;
    if (mend && !drop_index (connection, cells, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- CREATE INDEX */

/* A list of plain column names and nothing behind it, as conditions on pg_index; FALSE for anything else. */
static gboolean
append_columns (GString *sql, LbPgWords *words)
{
  const char *separator = "";

  if (lb_pg_next (words)->kind != LB_TOKEN_OPEN)
    return FALSE;
  g_string_append (sql,
                   " AND i.indpred IS NULL AND i.indexprs IS NULL AND m.amname = 'btree' AND ARRAY("
                   "SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)"
                   " JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number ORDER BY k.place)"
                   " = ARRAY[");
  do {
    g_autofree char *schema = NULL;
    g_autofree char *column = NULL;

    words->at++;
    if (!lb_pg_accept_name (words, &schema, &column) || schema)
      return FALSE;
    lb_sql_appendf (sql, lb_pg_syntax (), "%s%L", separator, column);
    separator = ", ";
  } while (lb_pg_next (words)->kind == LB_TOKEN_SYMBOL && lb_pg_next (words)->start[0] == ',');
  g_string_append (sql, "]::text[]");
  if (lb_pg_next (words)->kind != LB_TOKEN_CLOSE)
    return FALSE;
  words->at++;
  return lb_pg_next (words)->kind == LB_TOKEN_END;
}

/* CREATE [UNIQUE] INDEX [CONCURRENTLY] [[IF NOT EXISTS] name] ON [ONLY] table ... The index is in the schema of its
 * table. An index without a name is found by its columns, where they are all that is said of it. */
gboolean
lb_pg_fate_create_index (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error)
{
  g_autofree char *no_schema = NULL;
  g_autofree char *index = NULL;
  g_autofree char *schema = NULL;
  g_autofree char *table = NULL;
  g_autoptr (GString) sql = g_string_new (select_indexes);
  g_autoptr (LbRows) rows = NULL;
  guint invalid;
  guint valid;

  lb_pg_accept (words, "concurrently");
  lb_pg_accept (words, "if not exists");
  if (!lb_pg_accept (words, "on")) {
    if (!lb_pg_accept_name (words, &no_schema, &index) || !lb_pg_accept (words, "on"))
      return TRUE;
  }
  lb_pg_accept (words, "only");
  if (!lb_pg_accept_name (words, &schema, &table))
    return TRUE;
  lb_pg_append_relation (sql, "t", "tn", schema, table);
  if (index)
    lb_sql_appendf (sql, lb_pg_syntax (), " AND c.relname = %L", index);
  else if (!append_columns (sql, words))
    return TRUE;
  rows = find_settled (connection, sql->str, words->mend, error);
  if (!rows || !drop_invalid (connection, rows, words->mend, &invalid, &valid, error))
    return FALSE;
  *ret_fate = invalid == 0 && valid > 0 ? LB_FATE_DONE : LB_FATE_NOT_DONE;
  return TRUE;
}

/* ---- DROP INDEX */

/* DROP INDEX CONCURRENTLY [IF EXISTS] name. Half dropped it is invalid and still there; dropping it again ends that. */
gboolean
lb_pg_fate_drop_index (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error)
{
  g_autofree char *schema = NULL;
  g_autofree char *index = NULL;
  g_autoptr (GString) sql = g_string_new (select_indexes);
  g_autoptr (LbRows) rows = NULL;

  lb_pg_accept (words, "concurrently");
  lb_pg_accept (words, "if exists");
  if (!lb_pg_accept_name (words, &schema, &index))
    return TRUE;
  lb_pg_append_relation (sql, "c", "n", schema, index);
  rows = find_settled (connection, sql->str, words->mend, error);
  if (!rows)
    return FALSE;
  *ret_fate = rows->rows->len == 0 ? LB_FATE_DONE : LB_FATE_NOT_DONE;
  return TRUE;
}

/* ---- REINDEX */

/* What REINDEX ... CONCURRENTLY leaves beside each index: its new copy (_ccnew) or its old one (_ccold). */
static const char is_leftover[] = "NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'";

/* Which tables a REINDEX of each kind is about; the condition that names the object follows. The TOAST table belongs to
 * its table. */
static const struct {
  const char *word;
  const char *class_alias;
  const char *namespace_alias;
  const char *scope;
} reindex_scopes[] = {
  { "index", "x", "xn",
    " AND t.oid IN (SELECT xi.indrelid FROM pg_catalog.pg_index xi JOIN pg_catalog.pg_class x ON x.oid = xi.indexrelid"
    " JOIN pg_catalog.pg_namespace xn ON xn.oid = x.relnamespace WHERE " },
  { "table", "x", "xn",
    " AND t.oid IN (SELECT unnest(ARRAY[x.oid, x.reltoastrelid]) FROM pg_catalog.pg_class x"
    " JOIN pg_catalog.pg_namespace xn ON xn.oid = x.relnamespace WHERE " },
  { "schema", NULL, "xn",
    " AND t.oid IN (SELECT unnest(ARRAY[x.oid, x.reltoastrelid]) FROM pg_catalog.pg_class x"
    " JOIN pg_catalog.pg_namespace xn ON xn.oid = x.relnamespace WHERE " },
};

static void
append_scope (GString *sql, gsize scope, const char *schema, const char *name)
{
  g_string_append (sql, reindex_scopes[scope].scope);
  if (reindex_scopes[scope].class_alias)
    lb_pg_append_relation (sql, reindex_scopes[scope].class_alias, reindex_scopes[scope].namespace_alias, schema, name);
  else
    lb_sql_appendf (sql, lb_pg_syntax (), "%s.nspname = %L", reindex_scopes[scope].namespace_alias, name);
  g_string_append_c (sql, ')');
}

/* REINDEX [(...)] { INDEX | TABLE | SCHEMA | DATABASE | SYSTEM } [CONCURRENTLY] name */
gboolean
lb_pg_fate_reindex (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error)
{
  g_autofree char *schema = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GString) sql = g_string_new (select_indexes);
  g_autoptr (LbRows) rows = NULL;
  gboolean concurrently = lb_pg_comes (words, "concurrently");
  guint invalid;
  guint valid;

  *ret_fate = LB_FATE_REPEATABLE;
  if (!concurrently || !words->mend)
    return TRUE;
  lb_pg_skip_parentheses (words);
  g_string_append (sql, is_leftover);
  for (gsize i = 0; i < G_N_ELEMENTS (reindex_scopes); i++) {
    if (!lb_pg_accept (words, reindex_scopes[i].word))
      continue;
    lb_pg_accept (words, "concurrently");
    if (!lb_pg_accept_name (words, &schema, &name))
      return TRUE;
    append_scope (sql, i, schema, name);
    break;
  }
  rows = find_settled (connection, sql->str, TRUE, error);
  return rows && drop_invalid (connection, rows, TRUE, &invalid, &valid, error);
}
