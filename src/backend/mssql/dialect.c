/* SQL Server, for --sql only. */
#include "backend/dialects.h"
#include "backend/pattern.h"
#include "ddl.h"

const LbSqlSyntax lb_mssql_syntax = {
  .name = "SQL Server",
  .nested_comments = TRUE,
  .bracket_names = TRUE,
  .parameters = "@?",
  .compound_routines = TRUE,
  .name_quote_open = '[',
  .name_quote_close = ']',
  .reserved_words = lb_mssql_reserved_words,
};

/* "Transact-SQL statements not allowed in a transaction", and the transaction commands. */
static const LbPattern patterns[] = {
  { "begin tran|transaction|distributed", LB_STATEMENT_BEGIN, 0 },
  { "commit", LB_STATEMENT_COMMIT, 0 },
  { "rollback", LB_STATEMENT_ROLLBACK, 0 },
  { "create|alter|drop database", LB_STATEMENT_ALONE, 0 },
  { "create|alter|drop fulltext", LB_STATEMENT_ALONE, 0 },
  { "backup|restore|reconfigure", LB_STATEMENT_ALONE, 0 },
  { NULL, LB_STATEMENT_PLAIN, 0 },
};

static LbStatementKind
classify (const LbStatement *statement, guint server_version)
{
  return lb_pattern_classify (patterns, &lb_mssql_syntax, statement, server_version);
}

const LbDialect lb_dialect_mssql = {
  .name = "mssql",
  .impl = "MSSQLImpl",
  .syntax = &lb_mssql_syntax,
  .says_transactional = TRUE,
  .transactional_ddl = TRUE,
  .classify = classify,
  .longest_name = 128,
  .long_text = "NVARCHAR(max)",
  .append_value = lb_mssql_append_value,
  .type_text = lb_mssql_type_text,
  .compile = lb_mssql_compile,
  .insert_output = " OUTPUT inserted.version_num",
  .sql_only = TRUE,
  .separator = "GO",
  .begin = "BEGIN TRANSACTION",
};
