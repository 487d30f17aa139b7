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

/* The first cell of a PRAGMA's answer; NULL if there is none. */
static char *
pragma_cell (LbConnection *connection, const char *sql, GError **error)
{
  g_autoptr (LbRows) rows = lb_sqlite_query (connection, sql, error);

  return rows && rows->rows->len ? g_strdup (((char **) g_ptr_array_index (rows->rows, 0))[0]) : NULL;
}

/* A run commits once per revision. A journal that is cut to nothing instead of deleted commits as safely and spares the
 * directory a sync each time: https://www.sqlite.org/pragma.html#pragma_journal_mode. The mode is this connection's
 * alone. */
static void
cut_journals (LbConnection *connection)
{
  g_autofree char *mode = NULL;

  if (connection->journal_chosen)
    return;
  connection->journal_chosen = TRUE;
  mode = pragma_cell (connection, "PRAGMA main.journal_mode", NULL);
  if (g_strcmp0 (mode, "delete") == 0)
    g_free (pragma_cell (connection, "PRAGMA main.journal_mode = truncate", NULL));
}

void
lb_sqlite_delete_journal (LbConnection *connection)
{
  g_autofree char *mode = NULL;

  if (!connection->journal_chosen)
    return;
  /* a revision may have chosen another one (WAL), which stays */
  mode = pragma_cell (connection, "PRAGMA main.journal_mode", NULL);
  if (g_strcmp0 (mode, "truncate") == 0)
    g_free (pragma_cell (connection, "PRAGMA main.journal_mode = delete", NULL));
}

gboolean
lb_sqlite_changed_elsewhere (LbConnection *connection, gboolean *ret_changed, GError **error)
{
  /* a number that other connections' commits change: https://www.sqlite.org/pragma.html#pragma_data_version */
  char *version = pragma_cell (connection, "PRAGMA main.data_version", error);

  if (!version)
    return FALSE;
  *ret_changed = g_strcmp0 (version, connection->data_version) != 0;
  g_free (connection->data_version);
  connection->data_version = version;
  return TRUE;
}

gboolean
lb_sqlite_begin (LbConnection *connection, guint wait_ms, GError **error)
{
  cut_journals (connection);
  /* The write lock at once: a transaction that has read and then wants to write while another does is refused without
   * waiting. */
  return lb_sqlite_say (connection, "BEGIN IMMEDIATE", wait_ms, error);
}

gboolean
lb_sqlite_commit (LbConnection *connection, GError **error)
{
  return lb_sqlite_say (connection, "COMMIT", connection->busy_ms, error);
}

void
lb_sqlite_rollback (LbConnection *connection)
{
  lb_sqlite_rebuild_abandon (connection);
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
                     char **ret_schema, GError **error)
{
  /* names count in any case; a schema is an attached database */
  g_autofree char *sql = lb_sql_format (lb_sqlite_syntax (),
                                        "SELECT 1 FROM %T WHERE type IN ('table', 'view') AND name = %L COLLATE NOCASE",
                                        schema, "sqlite_master", table);
  g_autoptr (LbRows) rows = lb_sqlite_query (connection, sql, error);

  if (!rows)
    return FALSE;
  *ret_exists = rows->rows->len > 0;
  if (ret_schema)
    *ret_schema = NULL; /* no statement changes where names resolve */
  return TRUE;
}

/* ---- after a crash */

gboolean
lb_sqlite_fate (LbConnection *connection, const LbStatement *statement, gboolean mend, LbFate *ret_fate, GError **error)
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
