/* MySQL and MariaDB, the half that is text and facts. */
#include "backend/dialects.h"
#include "backend/pattern.h"
#include "ddl.h"
#include "text.h"

/* What the two have in common; the names they reserve differ. */
#define SYNTAX                                                                                                         \
  .backslash_escapes = TRUE, .hash_comments = TRUE, .dash_needs_space = TRUE, .double_quote_strings = TRUE,            \
  .backtick_names = TRUE, .executable_comments = TRUE, .parameters = "?@", .compound_routines = TRUE,                  \
  .delimiter_command = TRUE, .name_quote_open = '`', .name_quote_close = '`'

static const LbSqlSyntax mysql_syntax = { .name = "MySQL", SYNTAX, .reserved_words = lb_mysql_reserved_words };
static const LbSqlSyntax mariadb_syntax = { .name = "MariaDB", SYNTAX, .reserved_words = lb_mariadb_reserved_words };

/* The statements that commit implicitly ("Statements That Cause an Implicit Commit" of both manuals), which is every
 * DDL but that of temporary tables: none of them can be part of a transaction. */
static const LbPattern patterns[] = {
  { "begin not atomic", LB_STATEMENT_PLAIN, 0 },
  { "begin", LB_STATEMENT_BEGIN, 0 },
  { "start transaction", LB_STATEMENT_BEGIN, 0 },
  { "xa start|begin", LB_STATEMENT_BEGIN, 0 },
  { "commit", LB_STATEMENT_COMMIT, 0 },
  { "xa end|prepare|commit", LB_STATEMENT_COMMIT, 0 },
  { "rollback [work] to", LB_STATEMENT_PLAIN, 0 },
  { "rollback", LB_STATEMENT_ROLLBACK, 0 },
  { "xa rollback", LB_STATEMENT_ROLLBACK, 0 },

  { "create [or] [replace] temporary table", LB_STATEMENT_PLAIN, 0 },
  { "drop temporary", LB_STATEMENT_PLAIN, 0 },
  { "create|alter|drop|rename|truncate", LB_STATEMENT_ALONE, 0 },
  { "grant|revoke|flush|analyze|optimize|repair|check|install|uninstall|reset|change", LB_STATEMENT_ALONE, 0 },
  { "lock|unlock table|tables", LB_STATEMENT_ALONE, 0 },
  { "set password", LB_STATEMENT_ALONE, 0 },
  { "set statement ... for create|alter|drop|rename|truncate", LB_STATEMENT_ALONE, 0 },
  { "set [session] autocommit|@@autocommit", LB_STATEMENT_ALONE, 0 },
  { "start|stop slave|replica|group_replication|all", LB_STATEMENT_ALONE, 0 },
  { "cache index", LB_STATEMENT_ALONE, 0 },
  { "load index", LB_STATEMENT_ALONE, 0 },
  { "import table", LB_STATEMENT_ALONE, 0 },
  { NULL, LB_STATEMENT_PLAIN, 0 },
};

static LbStatementKind
classify_mysql (const LbStatement *statement, guint server_version)
{
  return lb_pattern_classify (patterns, &mysql_syntax, statement, server_version);
}

static LbStatementKind
classify_mariadb (const LbStatement *statement, guint server_version)
{
  return lb_pattern_classify (patterns, &mariadb_syntax, statement, server_version);
}

/* What lasts as long as the session. The first that fits counts: those with GONE are the server's, or over with the
 * statement or transaction they are for. */
enum { GONE, LASTS };

static const LbPattern session_patterns[] = {
  { "set global|persist|persist_only|password|transaction|statement|role|default|autocommit|@@autocommit", GONE, 0 },
  { "set session transaction|autocommit", GONE, 0 },
  { "set|use|prepare|deallocate", LASTS, 0 },
  { "drop prepare", LASTS, 0 },
  { NULL, GONE, 0 },
};

static gboolean
of_session_mysql (const LbStatement *statement)
{
  const LbPattern *found = lb_pattern_find (session_patterns, &mysql_syntax, statement, 0);

  return found && found->kind == LASTS;
}

static gboolean
of_session_mariadb (const LbStatement *statement)
{
  const LbPattern *found = lb_pattern_find (session_patterns, &mariadb_syntax, statement, 0);

  return found && found->kind == LASTS;
}

/* @types: LbDialect.type_text */
#define MYSQL(types)                                                                                                   \
  {                                                                                                                    \
    .name = "mysql", .impl = "MySQLImpl", .syntax = &mysql_syntax, .append_value = lb_mysql_append_value,              \
    .type_text = (types), .compile = lb_mysql_compile, .longest_name = 64, .long_text = "LONGTEXT",                    \
    .classify = classify_mysql, .of_session = of_session_mysql                                                         \
  }

/* SQLAlchemy 2 adds RETURNING for this name of the dialect only. */
#define MARIADB(types)                                                                                                 \
  {                                                                                                                    \
    .name = "mariadb", .driver = "mysql", .impl = "MariaDBImpl", .syntax = &mariadb_syntax,                            \
    .append_value = lb_mysql_append_value, .type_text = (types), .compile = lb_mariadb_compile, .longest_name = 64,    \
    .long_text = "LONGTEXT", .classify = classify_mariadb, .of_session = of_session_mariadb,                           \
    .insert_returning = " RETURNING %s.version_num"                                                                    \
  }

const LbDialect lb_dialect_mysql = MYSQL (lb_mysql_type_text);
const LbDialect lb_dialect_mariadb = MARIADB (lb_mariadb_type_text);

/* What they are for the compiler where the server is MariaDB 10.7 or newer, which has a type UUID. */
const LbDialect lb_dialect_mysql_uuid = MYSQL (lb_mariadb_type_text_uuid);
const LbDialect lb_dialect_mariadb_uuid = MARIADB (lb_mariadb_type_text_uuid);
