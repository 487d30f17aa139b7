/* SQLite, the half that is text and facts. */
#include "backend/pattern.h"
#include "sqlite.h"
#include "types.h"
#include "value.h"

static const LbSqlSyntax syntax = {
  .name = "SQLite",
  .backtick_names = TRUE,
  .bracket_names = TRUE,
  .parameters = "?:@$",
  .compound_triggers = TRUE,
  .dot_commands = TRUE,
  .name_quote_open = '"',
  .name_quote_close = '"',
  .reserved_words = lb_sqlite_reserved_words,
};

/* Settings that are refused or have no effect while a transaction is open (sqlite.org/pragma.html, and tried). */
#define SETTINGS                                                                                                       \
  "journal_mode|foreign_keys|synchronous|locking_mode|temp_store|temp_store_directory|page_size|auto_vacuum|encoding"

static const LbPattern patterns[] = {
  { "rollback [transaction] to", LB_STATEMENT_PLAIN, 0 },
  { "rollback", LB_STATEMENT_ROLLBACK, 0 },
  { "commit|end", LB_STATEMENT_COMMIT, 0 },
  { "begin", LB_STATEMENT_BEGIN, 0 },

  { "vacuum|attach|detach", LB_STATEMENT_ALONE, 0 },
  { "pragma " SETTINGS "|wal_checkpoint =|(", LB_STATEMENT_ALONE, 0 }, /* without a value they only ask */
  { "pragma ... . " SETTINGS "|wal_checkpoint =|(", LB_STATEMENT_ALONE, 0 },
  { "pragma wal_checkpoint", LB_STATEMENT_ALONE, 0 },
  { NULL, LB_STATEMENT_PLAIN, 0 },
};

static LbStatementKind
classify (const LbStatement *statement, guint server_version)
{
  return lb_pattern_classify (patterns, &syntax, statement, server_version);
}

/* Every value set by PRAGMA is, or is kept in the file and can be set again; the words of rebuild.c are none. */
static gboolean
of_session (const LbStatement *statement)
{
  static const LbPattern session_patterns[] = {
    { "pragma limbeck_rebuild_begin|limbeck_rebuild_end", FALSE, 0 },
    { "attach|detach", TRUE, 0 },
    { "pragma ... =|(", TRUE, 0 },
    { NULL, FALSE, 0 },
  };
  const LbPattern *found = lb_pattern_find (session_patterns, &syntax, statement, 0);

  return found && found->kind;
}

const LbDialect lb_dialect_sqlite = {
  .name = "sqlite",
  .impl = "SQLiteImpl",
  .syntax = &syntax,
  .transactional_ddl = TRUE,
  .classify = classify,
  .of_session = of_session,
  .append_value = lb_sqlite_append_value,
  .type_text = lb_sqlite_type_text,
  .compile = lb_sqlite_compile,
  .batch = &lb_sqlite_batch,
  .insert_returning = " RETURNING version_num",
};
