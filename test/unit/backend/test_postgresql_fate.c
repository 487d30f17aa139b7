/* After a crash: what became of a statement that cannot run in a transaction, asked of a real catalogue. */
#include "postgresql.h"

typedef struct {
  const char *setup;     /* made before; NULL: nothing */
  const char *statement; /* the one that was under way */
  LbFate fate;
  const char *check; /* must give t afterwards; NULL: nothing */
} Case;

static const char *const fate_names[] = { "not done", "done", "repeatable", "unknown" };

static LbFate
look_for (LbConnection *connection, const char *text, gboolean mend)
{
  g_autoptr (LbStatement) statement = lb_statement_new (text, NULL, 0);
  GError *error = NULL;
  LbFate fate = LB_FATE_UNKNOWN;

  driver->fate (connection, statement, mend, &fate, &error);
  g_assert_no_error (error);
  return fate;
}

static LbFate
fate_of (LbConnection *connection, const char *text)
{
  return look_for (connection, text, TRUE);
}

static void
check (LbConnection *connection, const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    if (cases[i].setup) {
      g_auto (GStrv)
        parts = g_strsplit (cases[i].setup, ";", -1);

      for (char **part = parts; *part; part++)
        if (!run (connection, *part, NULL) && !strstr (*part, "CONCURRENTLY"))
          g_error ("setup failed: %s", *part);
    }
    g_test_message ("%s", cases[i].statement);
    g_assert_cmpstr (fate_names[fate_of (connection, cases[i].statement)], ==, fate_names[cases[i].fate]);
    if (cases[i].check)
      assert_cell (connection, cases[i].check, "t");
  }
}

/* Duplicates make a unique index fail in its second phase: it stays, invalid. */
#define BROKEN_INDEX                                                                                                   \
  "DROP TABLE IF EXISTS s.t; CREATE TABLE s.t(a int, b int); INSERT INTO s.t VALUES (1, 1), (1, 1);"                   \
  "CREATE UNIQUE INDEX CONCURRENTLY i ON s.t(a)"
#define WHOLE_INDEX "DROP TABLE IF EXISTS s.t; CREATE TABLE s.t(a int, b int); CREATE INDEX i ON s.t(a)"
#define NO_INDEX    "DROP TABLE IF EXISTS s.t; CREATE TABLE s.t(a int, b int)"
#define GONE        "SELECT to_regclass('s.i') IS NULL"

static void
test_index (void)
{
  static const Case cases[] = {
    { BROKEN_INDEX, "CREATE UNIQUE INDEX CONCURRENTLY i ON s.t(a)", LB_FATE_NOT_DONE, GONE },
    { BROKEN_INDEX, "create unique index concurrently if not exists \"i\" on only \"s\".T (a)", LB_FATE_NOT_DONE,
      GONE },
    { BROKEN_INDEX, "CREATE INDEX CONCURRENTLY other ON s.t(a)", LB_FATE_NOT_DONE,
      "SELECT to_regclass('s.i') IS NOT NULL" },
    { WHOLE_INDEX, "CREATE INDEX CONCURRENTLY i ON s.t(a)", LB_FATE_DONE, NULL },
    { NULL, "CREATE INDEX CONCURRENTLY i ON t(a)", LB_FATE_NOT_DONE, NULL }, /* s is not on the search path */
    { NULL, "CREATE INDEX CONCURRENTLY j ON s.t(a)", LB_FATE_NOT_DONE, NULL },
    { NULL, "CREATE INDEX CONCURRENTLY i ON s.nowhere(a)", LB_FATE_NOT_DONE, NULL },
    /* without a name */
    { WHOLE_INDEX, "CREATE INDEX CONCURRENTLY ON s.t(a)", LB_FATE_DONE, NULL },
    { NULL, "CREATE INDEX CONCURRENTLY ON s.t (a, b)", LB_FATE_NOT_DONE, NULL },
    { NULL, "CREATE INDEX CONCURRENTLY ON s.t (lower(a))", LB_FATE_UNKNOWN, NULL },
    { NULL, "CREATE INDEX CONCURRENTLY ON s.t (a) WHERE b > 0", LB_FATE_UNKNOWN, NULL },
    { BROKEN_INDEX, "CREATE UNIQUE INDEX CONCURRENTLY ON s.t(a)", LB_FATE_NOT_DONE, GONE },
    /* dropping */
    { NO_INDEX, "DROP INDEX CONCURRENTLY s.i", LB_FATE_DONE, NULL },
    { NULL, "DROP INDEX CONCURRENTLY IF EXISTS s.i", LB_FATE_DONE, NULL },
    { WHOLE_INDEX, "DROP INDEX CONCURRENTLY s.i", LB_FATE_NOT_DONE, NULL },
    { NULL, "DROP INDEX CONCURRENTLY IF EXISTS s.i RESTRICT", LB_FATE_NOT_DONE, NULL },
    { BROKEN_INDEX, "DROP INDEX CONCURRENTLY s.i", LB_FATE_NOT_DONE, NULL },
  };
  LbConnection *connection = open_plain ();

  must_run (connection, "CREATE SCHEMA s");
  check (connection, cases, G_N_ELEMENTS (cases));
  must_run (connection, "DROP SCHEMA s CASCADE");
  driver->close (connection);
}

/* Before the statement is started, looking changes nothing and waits for nobody. */
static void
test_look_only (void)
{
  static const Case cases[] = {
    { BROKEN_INDEX, "CREATE UNIQUE INDEX CONCURRENTLY i ON s.t(a)", LB_FATE_NOT_DONE, NULL },
    { BROKEN_INDEX, "DROP INDEX CONCURRENTLY s.i", LB_FATE_NOT_DONE, NULL },
    { BROKEN_INDEX, "REINDEX TABLE CONCURRENTLY s.t", LB_FATE_REPEATABLE, NULL },
    { WHOLE_INDEX, "CREATE INDEX CONCURRENTLY i ON s.t(b)", LB_FATE_DONE, NULL },
    { WHOLE_INDEX, "DROP INDEX CONCURRENTLY s.other", LB_FATE_DONE, NULL },
  };
  LbConnection *connection = open_plain ();

  must_run (connection, "CREATE SCHEMA IF NOT EXISTS s");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv)
      parts = g_strsplit (cases[i].setup, ";", -1);

    for (char **part = parts; *part; part++)
      run (connection, *part, NULL); /* the unique index is to fail */
    g_test_message ("%s", cases[i].statement);
    g_assert_cmpstr (fate_names[look_for (connection, cases[i].statement, FALSE)], ==, fate_names[cases[i].fate]);
    assert_cell (connection, "SELECT to_regclass('s.i') IS NOT NULL", "t");
  }
  must_run (connection, "DROP SCHEMA s CASCADE");
  driver->close (connection);
}

/* A leftover as a failed REINDEX CONCURRENTLY has it. */
#define LEFTOVERS                                                                                                      \
  "DROP TABLE IF EXISTS s.t; CREATE TABLE s.t(a int, b int); INSERT INTO s.t VALUES (1, 1), (1, 1); CREATE INDEX i "   \
  "ON s.t(a);"                                                                                                         \
  "CREATE UNIQUE INDEX CONCURRENTLY i_ccnew ON s.t(a); CREATE UNIQUE INDEX CONCURRENTLY i_ccold1 ON s.t(a);"           \
  "CREATE UNIQUE INDEX CONCURRENTLY mine ON s.t(a)"
#define CLEANED                                                                                                        \
  "SELECT array_agg(c.relname::text ORDER BY c.relname) = '{i,mine}' FROM pg_index JOIN pg_class c ON c.oid = "        \
  "indexrelid"                                                                                                         \
  " WHERE indrelid = 's.t'::regclass"
#define UNTOUCHED                                                                                                      \
  "SELECT count(*) = 4 FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = 's.t'::regclass"

static void
test_reindex (void)
{
  static const Case cases[] = {
    { LEFTOVERS, "REINDEX INDEX CONCURRENTLY s.i", LB_FATE_REPEATABLE, CLEANED },
    { LEFTOVERS, "REINDEX (VERBOSE) TABLE CONCURRENTLY s.t", LB_FATE_REPEATABLE, CLEANED },
    { LEFTOVERS, "REINDEX (CONCURRENTLY) TABLE s.t", LB_FATE_REPEATABLE, CLEANED },
    { LEFTOVERS, "REINDEX SCHEMA CONCURRENTLY s", LB_FATE_REPEATABLE, CLEANED },
    { LEFTOVERS, "REINDEX DATABASE CONCURRENTLY postgres", LB_FATE_REPEATABLE, CLEANED },
    { LEFTOVERS, "REINDEX TABLE CONCURRENTLY s.other", LB_FATE_REPEATABLE, UNTOUCHED },
    { NULL, "REINDEX SCHEMA CONCURRENTLY public", LB_FATE_REPEATABLE, UNTOUCHED },
    { NULL, "REINDEX DATABASE postgres", LB_FATE_REPEATABLE, UNTOUCHED },
  };
  LbConnection *connection = open_plain ();

  must_run (connection, "CREATE SCHEMA s");
  check (connection, cases, G_N_ELEMENTS (cases));
  must_run (connection, "DROP SCHEMA s CASCADE");
  driver->close (connection);
}

static void
test_others (void)
{
  static const Case cases[] = {
    { NULL, "VACUUM FULL", LB_FATE_REPEATABLE, NULL },
    { NULL, "CLUSTER", LB_FATE_REPEATABLE, NULL },
    { NULL, "ALTER SYSTEM SET work_mem = '4MB'", LB_FATE_REPEATABLE, NULL },
    { NULL, "CREATE TABLE x()", LB_FATE_UNKNOWN, NULL },
    { NULL, "CALL something()", LB_FATE_UNKNOWN, NULL },
    { "CREATE TYPE mood AS ENUM ('sad', 'it''s')", "ALTER TYPE mood ADD VALUE 'it''s'", LB_FATE_DONE, NULL },
    { NULL, "ALTER TYPE public.mood ADD VALUE IF NOT EXISTS E'h\\x61ppy' BEFORE 'sad'", LB_FATE_NOT_DONE, NULL },
    { NULL, "ALTER TYPE public.mood ADD VALUE IF NOT EXISTS E's\\x61d'", LB_FATE_DONE, NULL },
    { "DROP TYPE mood", "ALTER TYPE mood ADD VALUE 'sad'", LB_FATE_NOT_DONE, NULL },
    { NULL, "CREATE DATABASE fate_db TEMPLATE template0", LB_FATE_NOT_DONE, NULL },
    { "CREATE DATABASE fate_db", "CREATE DATABASE fate_db", LB_FATE_DONE, NULL },
    { NULL, "DROP DATABASE IF EXISTS fate_db", LB_FATE_NOT_DONE, NULL },
    { "DROP DATABASE fate_db", "DROP DATABASE fate_db WITH (FORCE)", LB_FATE_DONE, NULL },
    { NULL, "DROP TABLESPACE pg_default", LB_FATE_NOT_DONE, NULL },
    { NULL, "CREATE TABLESPACE nowhere LOCATION '/x'", LB_FATE_NOT_DONE, NULL },
    { NULL, "DROP SUBSCRIPTION IF EXISTS none", LB_FATE_DONE, NULL },
    { NULL, "COMMIT PREPARED 'none'", LB_FATE_DONE, NULL },
  };
  LbConnection *connection = open_plain ();

  check (connection, cases, G_N_ELEMENTS (cases));
  driver->close (connection);
}

#define PARTITIONS                                                                                                     \
  "DROP TABLE IF EXISTS p, p1; CREATE TABLE p(a int) PARTITION BY RANGE (a);"                                          \
  "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2)"

static void
test_detach (void)
{
  static const Case cases[] = {
    { PARTITIONS, "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", LB_FATE_NOT_DONE, NULL },
    { NULL, "ALTER TABLE IF EXISTS public.p DETACH PARTITION p1 FINALIZE", LB_FATE_NOT_DONE, NULL },
    /* what the first of its two transactions leaves */
    { PARTITIONS "; UPDATE pg_inherits SET inhdetachpending = true WHERE inhparent = 'p'::regclass",
      "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", LB_FATE_DONE,
      "SELECT count(*) = 0 FROM pg_inherits WHERE inhparent = 'p'::regclass" },
    { NULL, "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", LB_FATE_DONE, NULL },
    { "DROP TABLE p, p1", "ALTER TABLE p ADD COLUMN b int", LB_FATE_UNKNOWN, NULL },
  };
  LbConnection *connection = open_plain ();

  if (driver->server_version (connection) >= 140000) /* which brought it */
    check (connection, cases, G_N_ELEMENTS (cases));
  driver->close (connection);
}

static gpointer
build_slowly (gpointer data)
{
  LbConnection *builder = data;

  /* the function makes the second phase last */
  must_run (builder, "CREATE INDEX CONCURRENTLY slow_index ON slow(slowly(a))");
  return NULL;
}

/* A client that died leaves a session that goes on: what it builds is no leftover. */
static void
test_still_building (void)
{
  LbConnection *builder = open_plain ();
  LbConnection *connection = open_plain ();
  GThread *thread;

  must_run (builder, "CREATE TABLE slow AS SELECT generate_series(1, 5) AS a");
  must_run (builder, "CREATE FUNCTION slowly(a int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS "
                     "$$ BEGIN PERFORM pg_sleep(0.2); RETURN a; END $$");
  thread = g_thread_new ("build", build_slowly, builder);
  for (;;) {
    g_autofree char *there = cell (connection, "SELECT to_regclass('slow_index') IS NOT NULL");

    if (strcmp (there, "t") == 0)
      break;
    g_usleep (10 * 1000);
  }
  g_assert_cmpint (fate_of (connection, "CREATE INDEX CONCURRENTLY slow_index ON slow(slowly(a))"), ==, LB_FATE_DONE);
  g_thread_join (thread);
  must_run (connection, "DROP TABLE slow");
  must_run (connection, "DROP FUNCTION slowly");
  driver->close (builder);
  driver->close (connection);
}

static void
add_tests (void)
{
  g_test_add_func ("/postgresql/fate/index", test_index);
  g_test_add_func ("/postgresql/fate/look-only", test_look_only);
  g_test_add_func ("/postgresql/fate/reindex", test_reindex);
  g_test_add_func ("/postgresql/fate/others", test_others);
  g_test_add_func ("/postgresql/fate/detach", test_detach);
  g_test_add_func ("/postgresql/fate/still-building", test_still_building);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  return cluster_test (add_tests);
}
