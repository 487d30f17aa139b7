#include "private.h"

#include "sql/build.h"
#include "util/error.h"

#include <string.h>

guint
lb_sqlite_server_version (LbConnection *connection)
{
  return (guint) sqlite3_libversion_number ();
}

guint
lb_sqlite_lock_capacity (LbConnection *connection)
{
  return 0;
}

/* ---- transactions */

gboolean
lb_sqlite_begin (LbConnection *connection, guint wait_ms, GError **error)
{
  /* The write lock at once: a transaction that has read and then wants to write while another does is refused without
   * waiting. */
  return lb_sqlite_run (connection, "BEGIN IMMEDIATE", wait_ms, error);
}

gboolean
lb_sqlite_commit (LbConnection *connection, GError **error)
{
  return lb_sqlite_run (connection, "COMMIT", connection->busy_ms, error);
}

void
lb_sqlite_rollback (LbConnection *connection)
{
  /* after some errors (disk full, interrupted) SQLite has done it already */
  if (sqlite3_get_autocommit (connection->db))
    return;
  if (connection->echo)
    lb_log (connection->log, LB_LOG_INFO, "sqlalchemy.engine.Engine", "ROLLBACK");
  /* whatever interrupts it, closing the connection rolls back as well */
  sqlite3_progress_handler (connection->db, 0, NULL, NULL);
  sqlite3_exec (connection->db, "ROLLBACK", NULL, NULL, NULL);
  lb_sqlite_watch (connection);
}

/* ---- tables */

gboolean
lb_sqlite_has_table (LbConnection *connection, const char *schema, const char *table, gboolean *ret_exists,
                     GError **error)
{
  /* names count in any case; a schema is an attached database */
  g_autofree char *sql = lb_sql_format (lb_sqlite_syntax (),
                                        "SELECT 1 FROM %T WHERE type IN ('table', 'view') AND name = %L COLLATE NOCASE",
                                        schema, "sqlite_master", table);
  g_autoptr (LbRows) rows = lb_sqlite_query (connection, sql, error);

  if (!rows)
    return FALSE;
  *ret_exists = rows->rows->len > 0;
  return TRUE;
}

/* ---- after a crash */

gboolean
lb_sqlite_fate (LbConnection *connection, const LbStatement *statement, LbFate *ret_fate, GError **error)
{
  /* what SQLite refuses in a transaction, or ignores there, can all be said again */
  static const char *const repeatable[] = { "vacuum", "pragma", "attach", "detach", NULL };
  LbLexer lexer;
  LbToken token;

  *ret_fate = LB_FATE_UNKNOWN;
  lb_lexer_init (&lexer, lb_sqlite_syntax (), statement->text, strlen (statement->text), statement->line);
  if (!lb_lexer_next_solid (&lexer, &token, error))
    return FALSE;
  for (const char *const *word = repeatable; *word; word++)
    if (token.kind == LB_TOKEN_WORD && lb_token_is (&token, *word))
      *ret_fate = LB_FATE_REPEATABLE;
  return TRUE;
}
