#include "backend/backend.h"
#include "util/error.h"

#include <string.h>

static void
test_find (void)
{
  static const struct {
    const char *name, *found, *impl, *returning;
    gboolean says, real;
  } cases[] = {
    { "postgresql", "postgresql", "PostgresqlImpl", " RETURNING %s.version_num", TRUE, TRUE },
    { "postgres", "postgresql", "PostgresqlImpl", " RETURNING %s.version_num", TRUE, TRUE },
    { "sqlite", "sqlite", "SQLiteImpl", " RETURNING version_num", FALSE, TRUE },
    { "mysql", "mysql", "MySQLImpl", NULL, FALSE, FALSE },
    { "mariadb", "mariadb", "MariaDBImpl", " RETURNING %s.version_num", FALSE, FALSE },
    { "mssql", "mssql", "MSSQLImpl", NULL, TRUE, TRUE },
    { "oracle", "oracle", "OracleImpl", " RETURNING %s.version_num INTO :ret_0", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const LbDialect *dialect = lb_dialect_find (cases[i].name);

    g_assert_nonnull (dialect);
    g_assert_cmpstr (dialect->name, ==, cases[i].found);
    g_assert_cmpstr (dialect->impl, ==, cases[i].impl);
    g_assert_cmpstr (dialect->insert_returning, ==, cases[i].returning);
    g_assert_cmpint (dialect->says_transactional, ==, cases[i].says);
    g_assert_cmpint (dialect->transactional_ddl, ==, cases[i].real);
  }
  g_assert_null (lb_dialect_find ("db2"));
  g_assert_null (lb_dialect_find (""));
  g_assert_null (lb_dialect_find ("Postgresql"));
}

/* Databases that are only written for say so. */
static void
test_sql_only (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lb_driver_load (lb_dialect_find ("mssql"), &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED);
  g_assert_cmpstr (error->message, ==, "limbeck cannot connect to SQL Server");
  g_assert_nonnull (strstr (lb_error_parts (error)->hint, "--sql"));
}

/* What the quoting searches by halves must be in order. */
static void
test_reserved_words (void)
{
  for (const LbDialect *const *dialect = lb_dialects (); *dialect; dialect++) {
    const char *const *words = (*dialect)->syntax->reserved_words;

    g_assert_nonnull (words[0]);
    for (guint i = 1; words[i]; i++)
      g_assert_cmpint (strcmp (words[i - 1], words[i]), <, 0);
  }
}

#define P LB_STATEMENT_PLAIN
#define A LB_STATEMENT_ALONE

typedef struct {
  const char *text;
  LbStatementKind kind;
} Case;

static const Case postgresql_cases[] = {
  { "select 1", P },
  { "insert into vacuum values ('vacuum')", P },
  { "\"vacuum\"", P },
  { "create index i on t (a)", P },
  { "CREATE INDEX CONCURRENTLY i ON t (a)", A },
  { "create unique index concurrently if not exists i on t (a)", A },
  { "create /* c */ index -- d\n concurrently on t (a)", A },
  { "create index \"concurrently\" on t (a)", P },
  { "create index on concurrently (a)", P },
  { "comment on index i is 'create index concurrently'", P },
  { "drop index i", P },
  { "drop index concurrently if exists i, j", A },
  { "reindex table t", P },
  { "reindex (verbose) table t", P },
  { "reindex table concurrently t", A },
  { "reindex index concurrently i", A },
  { "reindex (concurrently) table t", A },
  { "reindex (verbose, concurrently true) index i", A },
  { "reindex (verbose, concurrently off) index i", P },
  { "reindex (concurrently false) schema s", A },
  { "reindex schema s", A },
  { "reindex (verbose) database d", A },
  { "reindex system d", A },
  { "vacuum", A },
  { "vacuum (analyze) t", A },
  { "analyze t", P },
  { "cluster", A },
  { "cluster verbose", A },
  { "cluster (verbose)", A },
  { "cluster t using i", P },
  { "cluster verbose t", P },
  { "cluster (verbose) t", P },
  { "repack", A },
  { "repack using index", A },
  { "repack t", P },
  { "repack (concurrently) t", A },
  { "repack (concurrently off) t", P },
  { "create database d", A },
  { "drop database if exists d", A },
  { "alter database d set tablespace x", A },
  { "alter database d set search_path to tablespace", P },
  { "create tablespace x location '/x'", A },
  { "drop tablespace x", A },
  { "alter tablespace x owner to y", P },
  { "alter system set work_mem = '1GB'", A },
  { "alter table t detach partition p", P },
  { "alter table if exists only s.t detach partition s.p concurrently", A },
  { "alter table t detach partition p finalize", P },
  { "create subscription s connection 'c' publication p", A },
  { "create subscription s connection 'c' publication p with (enabled = false, create_slot = false)", P },
  { "create subscription s connection 'c' publication p with (connect = 'off')", P },
  { "create subscription s connection 'c' publication p with (connect = true)", A },
  { "drop subscription s", A },
  { "alter subscription s refresh publication", A },
  { "alter subscription s set publication p", A },
  { "alter subscription s add publication p with (refresh = false)", P },
  { "alter subscription s disable", P },
  { "alter subscription s set (failover = true)", A },
  { "alter subscription s set (synchronous_commit = off)", P },
  { "refresh materialized view concurrently m", P },
  { "discard all", A },
  { "discard plans", P },
  { "commit prepared 'x'", A },
  { "rollback prepared 'x'", A },
  { "prepare transaction 'x'", LB_STATEMENT_COMMIT },
  { "prepare transaction_x as select 1", P },
  { "begin", LB_STATEMENT_BEGIN },
  { "BEGIN ISOLATION LEVEL SERIALIZABLE", LB_STATEMENT_BEGIN },
  { "start transaction read only", LB_STATEMENT_BEGIN },
  { "commit", LB_STATEMENT_COMMIT },
  { "commit and chain", LB_STATEMENT_COMMIT },
  { "end work", LB_STATEMENT_COMMIT },
  { "rollback", LB_STATEMENT_ROLLBACK },
  { "rollback and chain", LB_STATEMENT_ROLLBACK },
  { "abort transaction", LB_STATEMENT_ROLLBACK },
  { "rollback to x", P },
  { "rollback work to savepoint x", P },
  { "savepoint x", P },
  { "release x", P },
  { "do $$ begin commit; end $$", P },
  { "create function f() returns int begin atomic select 1; end", P },
  { "create table t (a int)", P },
};

static const Case sqlite_cases[] = {
  { "create table t (a)", P },
  { "create trigger t after insert on x begin select 1; end", P },
  { "begin immediate", LB_STATEMENT_BEGIN },
  { "commit transaction", LB_STATEMENT_COMMIT },
  { "end", LB_STATEMENT_COMMIT },
  { "rollback", LB_STATEMENT_ROLLBACK },
  { "rollback transaction to x", P },
  { "rollback to savepoint x", P },
  { "savepoint x", P },
  { "vacuum into 'x'", A },
  { "attach 'x' as y", A },
  { "detach database y", A },
  { "pragma foreign_keys", P },
  { "PRAGMA foreign_keys = ON", A },
  { "pragma foreign_keys(0)", A },
  { "pragma main.journal_mode = wal", A },
  { "pragma main.journal_mode", P },
  { "pragma synchronous=1", A },
  { "pragma page_size=8192", A },
  { "pragma wal_checkpoint", A },
  { "pragma wal_checkpoint(truncate)", A },
  { "pragma main.wal_checkpoint(truncate)", A },
  { "pragma foreign_key_check", P },
  { "pragma user_version = 5", P },
  { "pragma defer_foreign_keys = on", P },
  { "pragma legacy_alter_table = 1", P },
  { "pragma writable_schema = 1", P },
};

static const Case mysql_cases[] = {
  { "insert into t values (1)", P },
  { "create table t (a int)", A },
  { "create temporary table t (a int)", P },
  { "create or replace temporary table t (a int)", P },
  { "drop temporary table t", P },
  { "/*!50001 create view v as select 1 */", A },
  { "/*!40101 set names utf8 */", P },
  { "alter table t add b int", A },
  { "drop index i on t", A },
  { "rename table a to b", A },
  { "truncate t", A },
  { "grant select on t to u", A },
  { "analyze table t", A },
  { "optimize table t", A },
  { "lock tables t write", A },
  { "unlock tables", A },
  { "set password = 'x'", A },
  { "set autocommit = 1", A },
  { "set @a = 1", P },
  { "begin", LB_STATEMENT_BEGIN },
  { "begin not atomic select 1; end", P },
  { "start transaction", LB_STATEMENT_BEGIN },
  { "start slave", A },
  { "commit", LB_STATEMENT_COMMIT },
  { "rollback", LB_STATEMENT_ROLLBACK },
  { "rollback work to savepoint x", P },
  { "xa commit 'x'", LB_STATEMENT_COMMIT },
};

static void
check (const char *dialect, const Case *cases, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (LbStatement) statement = lb_statement_new (cases[i].text, NULL, 1);

    g_test_message ("%s: %s", dialect, cases[i].text);
    g_assert_cmpint (lb_dialect_find (dialect)->classify (statement, 150018), ==, cases[i].kind);
  }
}

static void
test_classify (void)
{
  check ("postgresql", postgresql_cases, G_N_ELEMENTS (postgresql_cases));
  check ("sqlite", sqlite_cases, G_N_ELEMENTS (sqlite_cases));
  check ("mysql", mysql_cases, G_N_ELEMENTS (mysql_cases));
  check ("mariadb", mysql_cases, G_N_ELEMENTS (mysql_cases));
}

static void
test_classify_version (void)
{
  const LbDialect *dialect = lb_dialect_find ("postgresql");
  g_autoptr (LbStatement) statement = lb_statement_new ("ALTER TYPE s.e ADD VALUE IF NOT EXISTS 'x'", NULL, 1);

  g_assert_cmpint (dialect->classify (statement, 110022), ==, A);
  g_assert_cmpint (dialect->classify (statement, 120000), ==, P);
  g_assert_cmpint (dialect->classify (statement, 0), ==, P);
}

/* Odd and long statements. */
static void
test_classify_limits (void)
{
  const LbDialect *dialect = lb_dialect_find ("postgresql");
  GString *text = g_string_new ("cluster verbose");

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, " (x");
  g_autofree char *sql = g_string_free (text, FALSE);
  g_autoptr (LbStatement) long_one = lb_statement_new (sql, NULL, 1);
  g_autoptr (LbStatement) empty = lb_statement_new ("", NULL, 1);
  g_autoptr (LbStatement) broken = lb_statement_new ("vacuum 'x", NULL, 1);
  g_autoptr (LbStatement) first_broken = lb_statement_new ("'x", NULL, 1);

  g_assert_cmpint (dialect->classify (long_one, 0), ==, P);
  g_assert_cmpint (dialect->classify (empty, 0), ==, P);
  g_assert_cmpint (dialect->classify (broken, 0), ==, A);
  g_assert_cmpint (dialect->classify (first_broken, 0), ==, P);
}

/* What a later session has to say again. */
static void
test_of_session (void)
{
  static const struct {
    const char *dialect, *text;
    gboolean lasts;
  } cases[] = {
    { "postgresql", "SET search_path = app", TRUE },
    { "postgresql", "set session authorization bob", TRUE },
    { "postgresql", "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", TRUE },
    { "postgresql", "SET LOCAL search_path = app", FALSE },
    { "postgresql", "SET TRANSACTION READ ONLY", FALSE },
    { "postgresql", "SET CONSTRAINTS ALL DEFERRED", FALSE },
    { "postgresql", "RESET ALL", TRUE },
    { "postgresql", "SELECT pg_catalog.set_config('search_path', '', false)", TRUE },
    { "postgresql", "select set_config('role', 'bob', false)", TRUE },
    { "postgresql", "SELECT set_config FROM t", FALSE },
    { "postgresql", "PREPARE q AS SELECT 1", TRUE },
    { "postgresql", "PREPARE TRANSACTION 'x'", FALSE },
    { "postgresql", "DISCARD ALL", TRUE },
    { "postgresql", "UPDATE t SET a = 1", FALSE },
    { "postgresql", "VACUUM", FALSE },
    { "sqlite", "PRAGMA foreign_keys = ON", TRUE },
    { "sqlite", "PRAGMA main.cache_size(5)", TRUE },
    { "sqlite", "PRAGMA foreign_keys", FALSE },
    { "sqlite", "ATTACH 'x' AS y", TRUE },
    { "sqlite", "DETACH y", TRUE },
    { "sqlite", "CREATE TABLE attach (a)", FALSE },
    { "sqlite", "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbStatement) statement = lb_statement_new (cases[i].text, NULL, 1);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (lb_dialect_find (cases[i].dialect)->of_session (statement), ==, cases[i].lasts);
  }
}

static void
test_rows (void)
{
  g_autoptr (LbRows) rows = lb_rows_new (3);
  char **cells = g_new0 (char *, 4);

  cells[0] = g_strdup ("a");
  cells[2] = g_strdup ("c"); /* behind a NULL */
  lb_rows_take (rows, cells);
  g_assert_cmpuint (rows->rows->len, ==, 1);
  g_assert_cmpuint (rows->n_columns, ==, 3);
  lb_rows_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialect/find", test_find);
  g_test_add_func ("/dialect/sql-only", test_sql_only);
  g_test_add_func ("/dialect/reserved-words", test_reserved_words);
  g_test_add_func ("/dialect/classify", test_classify);
  g_test_add_func ("/dialect/classify-version", test_classify_version);
  g_test_add_func ("/dialect/classify-limits", test_classify_limits);
  g_test_add_func ("/dialect/of-session", test_of_session);
  g_test_add_func ("/rows", test_rows);
  return g_test_run ();
}
