#include "private.h"

#include "util/error.h"

#include <string.h>

void
lb_sqlite_echo (const LbConnection *connection, const char *sql)
{
  if (connection->echo)
    lb_log (connection->log, LB_LOG_INFO, "sqlalchemy.engine.Engine", "%s", sql);
}

/* Whether only blanks, comments and semicolons are left of a text: SQLite prepares the first statement and says where
 * it ends. */
static gboolean
is_over (const char *rest)
{
  LbLexer lexer;
  LbToken token;

  while (g_ascii_isspace (*rest) || *rest == ';')
    rest++;
  if (!*rest)
    return TRUE;
  lb_lexer_init (&lexer, lb_sqlite_syntax (), rest, strlen (rest), 1);
  while (lb_lexer_next_solid (&lexer, &token, NULL))
    if (token.kind != LB_TOKEN_SEMICOLON)
      return token.kind == LB_TOKEN_END;
  return FALSE;
}

static gboolean
refuse_rest (const LbStatement *statement, const char *sql, GError **error)
{
  g_set_error (error, LB_ERROR, LB_ERROR_DATABASE, "several statements where one was expected");
  if (error) {
    lb_error_set_statement (*error, statement ? statement->text : sql, 0);
    if (statement && statement->file)
      lb_error_set_place (*error, statement->file, statement->line);
  }
  return FALSE;
}

/* @ret_prepared is NULL for a text of comments. */
static gboolean
prepare (LbConnection *connection, const LbStatement *statement, const char *sql, sqlite3_stmt **ret_prepared,
         GError **error)
{
  const char *rest = NULL;
  int code = sqlite3_prepare_v3 (connection->db, sql, -1, 0, ret_prepared, &rest);

  if (code != SQLITE_OK) {
    g_propagate_error (error, lb_sqlite_error_new (connection, code, statement, sql));
    return FALSE;
  }
  if (is_over (rest))
    return TRUE;
  sqlite3_finalize (*ret_prepared);
  return refuse_rest (statement, sql, error);
}

static char **
cells_of (sqlite3_stmt *prepared)
{
  int n = sqlite3_column_count (prepared);
  char **cells = g_new0 (char *, (gsize) n + 1);

  for (int i = 0; i < n; i++)
    cells[i] = g_strdup ((const char *) sqlite3_column_text (prepared, i));
  return cells;
}

/* Step to the end. @rows: NULL to throw rows away. */
static gboolean
step (LbConnection *connection, const LbStatement *statement, const char *sql, sqlite3_stmt *prepared, LbRows *rows,
      GError **error)
{
  int code;

  while ((code = sqlite3_step (prepared)) == SQLITE_ROW)
    if (rows)
      lb_rows_take (rows, cells_of (prepared));
  if (code == SQLITE_DONE)
    return TRUE;
  g_propagate_error (error, lb_sqlite_error_new (connection, code, statement, sql));
  return FALSE;
}

/* What the statement just run has changed; SQLite keeps the numbers of the statement before for all but these. */
gint64
lb_sqlite_changed (const LbConnection *connection, sqlite3_stmt *prepared, gint64 *ret_insert_id)
{
  static const char *const changing[] = { "insert", "replace", "with", "update", "delete", NULL };
  LbLexer lexer;
  LbToken verb;
  const char *sql = prepared ? sqlite3_sql (prepared) : "";

  if (ret_insert_id)
    *ret_insert_id = 0;
  lb_lexer_init (&lexer, lb_sqlite_syntax (), sql, strlen (sql), 1);
  if (!prepared || sqlite3_stmt_readonly (prepared) || !lb_lexer_next_solid (&lexer, &verb, NULL)
      || !lb_token_is_any (&verb, changing))
    return -1;
  if (ret_insert_id && (lb_token_is (&verb, "insert") || lb_token_is (&verb, "replace")))
    *ret_insert_id = sqlite3_last_insert_rowid (connection->db);
#if SQLITE_VERSION_NUMBER >= 3037000
  return sqlite3_changes64 (connection->db);
#else
  return sqlite3_changes (connection->db);
#endif
}

static gboolean
execute_one (LbConnection *connection, const LbStatement *statement, const char *sql, gint64 wait_ms,
             gint64 *ret_changed, GError **error)
{
  sqlite3_stmt *prepared = NULL;
  gboolean good;

  lb_sqlite_echo (connection, sql);
  if (lb_sqlite_is_rebuild (sql))
    return lb_sqlite_rebuild (connection, sql, error);
  if (!lb_sqlite_ready (connection, wait_ms, error) || !prepare (connection, statement, sql, &prepared, error))
    return FALSE;
  good = !prepared || step (connection, statement, sql, prepared, NULL, error);
  if (good && ret_changed)
    *ret_changed = lb_sqlite_changed (connection, prepared, NULL);
  sqlite3_finalize (prepared);
  return good;
}

gboolean
lb_sqlite_execute (LbConnection *connection, const LbStatement *const *statements, guint n, guint *ret_failed,
                   gint64 *ret_changed, GError **error)
{
  for (guint i = 0; i < n; i++) {
    if (execute_one (connection, statements[i], statements[i]->text, connection->busy_ms,
                     ret_changed ? &ret_changed[i] : NULL, error))
      continue;
    if (ret_failed)
      *ret_failed = i;
    lb_sqlite_rebuild_abandon (connection);
    return FALSE;
  }
  return TRUE;
}

gboolean
lb_sqlite_say (LbConnection *connection, const char *sql, gint64 wait_ms, GError **error)
{
  return execute_one (connection, NULL, sql, wait_ms, NULL, error);
}

LbRows *
lb_sqlite_query (LbConnection *connection, const char *sql, GError **error)
{
  g_autoptr (LbRows) rows = NULL;
  sqlite3_stmt *prepared = NULL;
  gboolean good;

  lb_sqlite_echo (connection, sql);
  if (!lb_sqlite_ready (connection, connection->busy_ms, error) || !prepare (connection, NULL, sql, &prepared, error))
    return NULL;
  rows = lb_rows_new (prepared ? (guint) sqlite3_column_count (prepared) : 0);
  good = !prepared || step (connection, NULL, sql, prepared, rows, error);
  sqlite3_finalize (prepared);
  return good ? g_steal_pointer (&rows) : NULL;
}
