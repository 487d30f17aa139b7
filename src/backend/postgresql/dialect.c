/* PostgreSQL, the half that is text and facts. */
#include "backend/batch.h"
#include "backend/dialects.h"
#include "backend/pattern.h"
#include "ddl.h"

const LbSqlSyntax lb_postgresql_syntax = {
  .name = "PostgreSQL",
  .dollar_quotes = TRUE,
  .e_strings = TRUE,
  .nested_comments = TRUE,
  .cr_ends_line = TRUE,
  .parameters = "$",
  .begin_atomic = TRUE,
  .backslash_commands = TRUE,
  .copy_from_stdin = TRUE,
  .name_quote_open = '"',
  .name_quote_close = '"',
  .reserved_words = lb_postgresql_reserved_words,
};

/* What PreventInTransactionBlock guards in the server's sources, versions 10 to 19, and the transaction commands. */
static const LbPattern patterns[] = {
  { "commit|rollback prepared", LB_STATEMENT_ALONE, 0 },
  { "rollback|abort [work|transaction] to", LB_STATEMENT_PLAIN, 0 },
  { "rollback|abort", LB_STATEMENT_ROLLBACK, 0 },
  { "commit|end", LB_STATEMENT_COMMIT, 0 },
  { "prepare transaction", LB_STATEMENT_COMMIT, 0 },
  { "begin", LB_STATEMENT_BEGIN, 0 },
  { "start transaction", LB_STATEMENT_BEGIN, 0 },

  { "create [unique] index concurrently", LB_STATEMENT_ALONE, 0 },
  { "drop index concurrently", LB_STATEMENT_ALONE, 0 },
  { "reindex [()] schema|database|system", LB_STATEMENT_ALONE, 0 },
  { "reindex [()] index|table concurrently", LB_STATEMENT_ALONE, 0 },
  { "reindex ( ... concurrently false|off|0|'false'|'off'|'0'", LB_STATEMENT_PLAIN, 0 },
  { "reindex ( ... concurrently", LB_STATEMENT_ALONE, 0 },
  { "alter table ... detach partition ... concurrently $", LB_STATEMENT_ALONE, 0 },

  { "vacuum", LB_STATEMENT_ALONE, 0 },
  { "cluster [()] [verbose] $", LB_STATEMENT_ALONE, 0 },
  { "repack ( ... concurrently false|off|0|'false'|'off'|'0'", LB_STATEMENT_PLAIN, 0 },
  { "repack ( ... concurrently", LB_STATEMENT_ALONE, 0 },
  { "repack [()] [using] [index] $", LB_STATEMENT_ALONE, 0 },

  { "create|drop database|tablespace", LB_STATEMENT_ALONE, 0 },
  { "alter database ... set tablespace", LB_STATEMENT_ALONE, 0 },
  { "alter system", LB_STATEMENT_ALONE, 0 },
  { "alter type ... add value", LB_STATEMENT_ALONE, 120000 },
  { "discard all", LB_STATEMENT_ALONE, 0 },

  { "create subscription ... with ( ... connect|create_slot = false|off|0|'false'|'off'|'0'", LB_STATEMENT_PLAIN, 0 },
  { "create|drop subscription", LB_STATEMENT_ALONE, 0 },
  { "alter subscription ... refresh publication", LB_STATEMENT_ALONE, 0 },
  { "alter subscription ... set|add|drop publication ... with ( ... refresh = false|off|0|'false'|'off'|'0'",
    LB_STATEMENT_PLAIN, 0 },
  { "alter subscription ... set|add|drop publication", LB_STATEMENT_ALONE, 0 },
  { "alter subscription ... set ( ... failover|two_phase", LB_STATEMENT_ALONE, 0 },
  { NULL, LB_STATEMENT_PLAIN, 0 },
};

static LbStatementKind
classify (const LbStatement *statement, guint server_version)
{
  return lb_pattern_classify (patterns, &lb_postgresql_syntax, statement, server_version);
}

/* What lasts as long as the session. The first that fits counts: those with GONE end with their transaction. */
enum { GONE, LASTS };

static const LbPattern session_patterns[] = {
  { "set local|transaction|constraints", GONE, 0 },
  { "set|reset|listen|unlisten|load|deallocate", LASTS, 0 },
  { "discard all|plans|sequences", LASTS, 0 },
  { "prepare transaction", GONE, 0 },
  { "prepare", LASTS, 0 },
  { "select set_config (", LASTS, 0 },
  { "select pg_catalog . set_config (", LASTS, 0 },
  { NULL, GONE, 0 },
};

static gboolean
of_session (const LbStatement *statement)
{
  const LbPattern *found = lb_pattern_find (session_patterns, &lb_postgresql_syntax, statement, 0);

  return found && found->kind == LASTS;
}

static const struct LbBatchHooks batch = { .drops_constraints_first = TRUE };

static const char *const aliases[] = { "postgres", NULL };

const LbDialect lb_dialect_postgresql = {
  .name = "postgresql",
  .aliases = aliases,
  .impl = "PostgresqlImpl",
  .syntax = &lb_postgresql_syntax,
  .says_transactional = TRUE,
  .transactional_ddl = TRUE,
  .classify = classify,
  .of_session = of_session,
  .longest_name = 63, /* NAMEDATALEN - 1 */
  .append_value = lb_postgresql_append_value,
  .type_text = lb_postgresql_type_text,
  .compile = lb_postgresql_compile,
  .batch = &batch,
  .insert_returning = " RETURNING %s.version_num",
};
