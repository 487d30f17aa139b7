/* A table is changed by building it anew: CREATE under another name, INSERT ... SELECT, DROP, RENAME
 * (https://www.sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes"). While that goes on,
 * foreign keys must not be enforced, or DROP deletes the rows of tables that refer to it, and RENAME must not look into
 * views and triggers, which name a table that is not there for a moment. PRAGMA foreign_keys does nothing inside a
 * transaction, and the steps must be in one. sqlite3_db_config is not so restricted, because it leaves to its caller
 * what the PRAGMA guards: that no violation is overlooked. So the statements of a rebuild stand between two words of
 * ours,
 *
 *   PRAGMA limbeck_rebuild_begin = t
 *   PRAGMA limbeck_rebuild_end = t
 *
 * which SQLite would take for unknown pragmas and pass over. The first opens a savepoint and changes the settings, the
 * second gives them back and looks whether foreign keys, views and triggers still hold. Whatever fails, all is undone:
 * a script that catches the error finds the table as it was. */
#include "private.h"

#include "sql/build.h"
#include "util/error.h"

#include <string.h>

#define BEGIN "PRAGMA limbeck_rebuild_begin = "
#define END   "PRAGMA limbeck_rebuild_end = "

gboolean
lb_sqlite_is_rebuild (const char *sql)
{
  return g_str_has_prefix (sql, BEGIN) || g_str_has_prefix (sql, END);
}

/* ---- settings */

static int
setting (LbConnection *connection, int option)
{
  int value = 0;

  sqlite3_db_config (connection->db, option, -1, &value);
  return value;
}

static void
set (LbConnection *connection, int option, int value)
{
  sqlite3_db_config (connection->db, option, value, NULL);
}

static void
give_back (LbConnection *connection)
{
  set (connection, SQLITE_DBCONFIG_ENABLE_FKEY, connection->foreign_keys);
  set (connection, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, connection->legacy_alter);
  connection->rebuilding = FALSE;
}

void
lb_sqlite_rebuild_abandon (LbConnection *connection)
{
  if (!connection->rebuilding)
    return;
  /* after some errors SQLite has rolled everything back already */
  if (!sqlite3_get_autocommit (connection->db)) {
    sqlite3_progress_handler (connection->db, 0, NULL, NULL);
    sqlite3_exec (connection->db, "ROLLBACK TO limbeck_rebuild; RELEASE limbeck_rebuild", NULL, NULL, NULL);
    lb_sqlite_watch (connection);
  }
  give_back (connection);
}

/* ---- is all well? */

/* The first word behind "=": [schema .] table. */
static gboolean
read_table (const char *sql, char **ret_schema, char **ret_table, GError **error)
{
  const LbSqlSyntax *syntax = lb_sqlite_syntax ();
  const char *name = strchr (sql, '=') + 1;
  LbLexer lexer;
  LbToken token;

  lb_lexer_init (&lexer, syntax, name, strlen (name), 1);
  if (!lb_lexer_next_solid (&lexer, &token, error))
    return FALSE;
  *ret_table = lb_token_name (&token, syntax);
  if (!lb_lexer_next_solid (&lexer, &token, error))
    return FALSE;
  if (token.kind == LB_TOKEN_END) {
    *ret_schema = g_strdup ("main");
    return TRUE;
  }
  *ret_schema = g_steal_pointer (ret_table);
  if (!lb_lexer_next_solid (&lexer, &token, error))
    return FALSE;
  *ret_table = lb_token_name (&token, syntax);
  return TRUE;
}

static gboolean
has_views_or_triggers (LbConnection *connection, const char *schema, gboolean *ret_has, GError **error)
{
  g_autofree char *sql = lb_sql_format (lb_sqlite_syntax (),
                                        "SELECT 1 FROM %T WHERE type IN ('view', 'trigger') UNION ALL "
                                        "SELECT 1 FROM sqlite_temp_master WHERE type IN ('view', 'trigger') LIMIT 1",
                                        schema, "sqlite_master");
  g_autoptr (LbRows) rows = lb_sqlite_query (connection, sql, error);

  *ret_has = rows && rows->rows->len > 0;
  return rows != NULL;
}

/* Whether every view and trigger can be compiled. SQLite tries them all when a table is renamed; so it is, and then
 * everything is put back. */
static gboolean
check_views (LbConnection *connection, const char *schema, const char *table, GError **error)
{
  g_autofree char *rename
      = lb_sql_format (lb_sqlite_syntax (), "ALTER TABLE %T RENAME TO %I", schema, table, "limbeck_is_all_well");
  int legacy = setting (connection, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE);
  gboolean has, well;

  if (!has_views_or_triggers (connection, schema, &has, error))
    return FALSE;
  if (!has)
    return TRUE;
  if (!lb_sqlite_say (connection, "SAVEPOINT limbeck_check", connection->busy_ms, error))
    return FALSE;
  set (connection, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0);
  well = lb_sqlite_say (connection, rename, connection->busy_ms, error);
  set (connection, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, legacy);
  if (!sqlite3_get_autocommit (connection->db))
    sqlite3_exec (connection->db, "ROLLBACK TO limbeck_check; RELEASE limbeck_check", NULL, NULL, NULL);
  if (!well && error)
    lb_error_set_hint (*error,
                       "Drop the view or trigger before the batch and create it behind it, to fit the new table.");
  return well;
}

/* Whether every row of the table, and of those that refer to it, has its parent. */
static gboolean
check_foreign_keys (LbConnection *connection, const char *schema, const char *table, GError **error)
{
  g_autofree char *sql
      = lb_sql_format (lb_sqlite_syntax (),
                       "SELECT c.\"table\", c.rowid, c.parent FROM (SELECT m.name FROM %T AS m, "
                       "pragma_foreign_key_list(m.name, %L) AS f "
                       "WHERE m.type = 'table' AND f.\"table\" = %L COLLATE NOCASE UNION SELECT %L) AS n, "
                       "pragma_foreign_key_check(n.name, %L) AS c LIMIT 1",
                       schema, "sqlite_master", schema, table, table, schema);
  g_autoptr (LbRows) rows = lb_sqlite_query (connection, sql, error);
  char **cells;

  if (!rows || rows->rows->len == 0)
    return rows != NULL;
  cells = g_ptr_array_index (rows->rows, 0);
  g_set_error (error, LB_ERROR, LB_ERROR_DATABASE, "FOREIGN KEY constraint failed: row %s of %s has no parent in %s",
               cells[1] ? cells[1] : "?", cells[0], cells[2]);
  if (error) {
    lb_error_set_sqlstate (*error, "SQLITE_CONSTRAINT_FOREIGNKEY");
    lb_error_set_hint (*error, "PRAGMA foreign_key_check shows all such rows; mend or delete them first.");
  }
  return FALSE;
}

/* ---- the two words */

static gboolean
begin (LbConnection *connection, const char *schema, const char *table, GError **error)
{
  if (!lb_sqlite_say (connection, "SAVEPOINT limbeck_rebuild", connection->busy_ms, error))
    return FALSE;
  connection->rebuilding = TRUE;
  connection->foreign_keys = setting (connection, SQLITE_DBCONFIG_ENABLE_FKEY);
  connection->legacy_alter = setting (connection, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE);
  /* what is broken already is not this table's fault */
  connection->schema_sound = check_views (connection, schema, table, NULL);
  set (connection, SQLITE_DBCONFIG_ENABLE_FKEY, 0);
  set (connection, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 1);
  return TRUE;
}

static gboolean
end (LbConnection *connection, const char *schema, const char *table, GError **error)
{
  if (connection->schema_sound && !check_views (connection, schema, table, error))
    return FALSE;
  if (connection->foreign_keys && !check_foreign_keys (connection, schema, table, error))
    return FALSE;
  if (!lb_sqlite_say (connection, "RELEASE limbeck_rebuild", connection->busy_ms, error))
    return FALSE;
  give_back (connection);
  return TRUE;
}

gboolean
lb_sqlite_rebuild (LbConnection *connection, const char *sql, GError **error)
{
  g_autofree char *schema = NULL;
  g_autofree char *table = NULL;
  gboolean good;

  if (!read_table (sql, &schema, &table, error))
    return FALSE;
  if (g_str_has_prefix (sql, BEGIN)) {
    lb_sqlite_rebuild_abandon (connection);
    good = begin (connection, schema, table, error);
  } else {
    good = !connection->rebuilding || end (connection, schema, table, error);
  }
  if (!good)
    lb_sqlite_rebuild_abandon (connection);
  return good;
}
