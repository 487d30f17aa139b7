/* Oracle, for --sql only. */
#include "backend/dialects.h"
#include "backend/pattern.h"
#include "ddl.h"

/* Names are written as SQLAlchemy means them: lower case is no case at all. */
const LbSqlSyntax lb_oracle_syntax = {
  .name = "Oracle",
  .parameters = ":",
  .compound_routines = TRUE,
  .name_quote_open = '"',
  .name_quote_close = '"',
  .underscore_needs_quotes = TRUE,
  .reserved_words = lb_oracle_reserved_words,
};

static const LbPattern patterns[] = {
  { "commit", LB_STATEMENT_COMMIT, 0 },
  { "rollback [work] to", LB_STATEMENT_PLAIN, 0 },
  { "rollback", LB_STATEMENT_ROLLBACK, 0 },
  { NULL, LB_STATEMENT_PLAIN, 0 },
};

static LbStatementKind
classify (const LbStatement *statement, guint server_version)
{
  return lb_pattern_classify (patterns, &lb_oracle_syntax, statement, server_version);
}

const LbDialect lb_dialect_oracle = {
  .name = "oracle",
  .impl = "OracleImpl",
  .syntax = &lb_oracle_syntax,
  .classify = classify,
  .longest_name = 128,
  .long_text = "CLOB",
  .append_value = lb_oracle_append_value,
  .type_text = lb_oracle_type_text,
  .compile = lb_oracle_compile,
  .insert_returning = " RETURNING %s.version_num INTO :ret_0",
  .sql_only = TRUE,
  .terminator = "",
  .separator = "/",
  .begin = "SET TRANSACTION READ WRITE\n\n/", /* with its separator */
};
