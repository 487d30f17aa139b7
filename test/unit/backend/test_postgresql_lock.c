/* The lock of a run on PostgreSQL: in sessions of our own, and through a pooler that hands sessions around. */
#include "postgresql.h"

static gboolean
try_lock (LbConnection *connection, const char *name)
{
  GError *error = NULL;
  gboolean held = FALSE;

  driver->try_lock (connection, name, &held, &error);
  g_assert_no_error (error);
  return held;
}

static void
test_two (void)
{
  LbConnection *one = open_with (&(LbConnectOptions){ .application_name = "limbeck upgrade" });
  LbConnection *two = open_plain ();
  g_autofree char *holder = NULL;
  g_autofree char *nobody = NULL;

  g_assert_true (try_lock (one, "alembic_version"));
  g_assert_true (try_lock (one, "alembic_version"));
  g_assert_false (try_lock (two, "alembic_version"));
  g_assert_true (try_lock (two, "other.alembic_version"));
  holder = driver->lock_holder (two, "alembic_version");
  g_assert_true (g_regex_match_simple ("^pid [0-9]+, [a-z_]+@\\S+, limbeck upgrade, since [0-9]+ s$", holder, 0, 0));
  /* a transaction does not end it, and one unlock is enough for two tries */
  driver->begin (one, 0, NULL);
  must_run (one, "SELECT 1");
  driver->rollback (one);
  g_assert_false (try_lock (two, "alembic_version"));
  driver->unlock (one, "alembic_version");
  nobody = driver->lock_holder (two, "alembic_version");
  g_assert_null (nobody);
  g_assert_true (try_lock (two, "alembic_version"));
  g_assert_false (try_lock (one, "alembic_version"));
  driver->close (two);
  for (int tries = 0; !try_lock (one, "alembic_version"); tries++) {
    g_assert_cmpint (tries, <, 100); /* the server ends the session in its own time */
    g_usleep (20 * 1000);
  }
  driver->close (one);
}

/* The key that is documented for others. */
static void
test_key (void)
{
  LbConnection *one = open_plain ();
  LbConnection *two = open_plain ();

  assert_cell (one,
               "SELECT pg_try_advisory_lock(('x' || left(encode(sha256('limbeck:Ä.v'), 'hex'), 16))::bit(64)::bigint)",
               "t");
  g_assert_false (try_lock (two, "Ä.v"));
  driver->close (two);
  driver->close (one);
}

/* CREATE INDEX CONCURRENTLY of the one who holds the lock does not wait for those who try to get it. */
static void
test_concurrently (LbConnection *holder, LbConnection *waiting)
{
  must_run (holder, "CREATE TABLE c(a int)");
  g_assert_false (try_lock (waiting, "alembic_version"));
  run (holder, "SET statement_timeout = '10s'", NULL);
  must_run (holder, "CREATE INDEX CONCURRENTLY i ON c(a)");
  must_run (holder, "REINDEX INDEX CONCURRENTLY i");
  must_run (holder, "DROP INDEX CONCURRENTLY i");
  must_run (holder, "DROP TABLE c");
}

static void
test_index (void)
{
  LbConnection *one = open_plain ();
  LbConnection *two = open_plain ();

  g_assert_true (try_lock (one, "alembic_version"));
  test_concurrently (one, two);
  driver->close (two);
  driver->close (one);
}

/* ---- behind PgBouncer */

static GPid bouncer;

static gboolean
start_bouncer (void)
{
  g_autofree char *program = g_find_program_in_path ("pgbouncer");
  g_autofree char *settings = NULL;
  g_autofree char *url = NULL;

  if (!program)
    program = g_strdup ("/usr/sbin/pgbouncer");
  /* both are among what `make test` installs; a server that is somebody else's has no socket directory to point at */
  g_assert_nonnull (cluster.dir);
  g_assert_true (g_file_test (program, G_FILE_TEST_IS_EXECUTABLE));
  settings = g_strdup_printf ("[databases]\n"
                              "* = host=%s port=5432 user=postgres\n"
                              "[pgbouncer]\n"
                              "listen_addr =\n"
                              "listen_port = 6432\n"
                              "unix_socket_dir = %s\n"
                              "auth_type = any\n"
                              "pool_mode = transaction\n"
                              "default_pool_size = 5\n",
                              cluster.dir, cluster.dir);
  cluster_write ("bouncer.ini", settings);
  {
    g_autofree char *command = g_strdup_printf ("%s bouncer.ini", program);

    bouncer = cluster_spawn (command);
  }
  url = g_strdup_printf ("postgresql://postgres@/postgres?host=%s&port=6432", cluster.dir);
  cluster_await (url);
  return TRUE;
}

static void
stop_bouncer (void)
{
  kill (bouncer, SIGKILL);
  waitpid (bouncer, NULL, 0);
}

static LbConnection *
open_pooled (const LbConnectOptions *options)
{
  GError *error = NULL;
  LbConnection *connection = try_open ("port=6432", options, &error);

  g_assert_no_error (error);
  return connection;
}

static void
test_pooled (void)
{
  LbConnection *one;
  LbConnection *two;
  LbConnection *direct;
  g_autofree char *holder = NULL;

  if (!start_bouncer ())
    return;
  one = open_pooled (&(LbConnectOptions){ .application_name = "limbeck pooled" });
  two = open_pooled (&(LbConnectOptions){ 0 });
  direct = open_plain ();
  g_assert_true (try_lock (one, "alembic_version"));
  g_assert_false (try_lock (two, "alembic_version"));
  g_assert_false (try_lock (direct, "alembic_version"));
  holder = driver->lock_holder (direct, "alembic_version");
  g_assert_nonnull (strstr (holder, "limbeck pooled"));
  test_concurrently (one, direct);
  test_concurrently (one, two);
  driver->unlock (one, "alembic_version");
  g_assert_true (try_lock (direct, "alembic_version"));
  g_assert_false (try_lock (two, "alembic_version"));
  driver->unlock (direct, "alembic_version");
  g_assert_true (try_lock (two, "alembic_version"));
  driver->close (two); /* without unlocking, as when the process dies */
  for (int tries = 0; !try_lock (one, "alembic_version"); tries++) {
    g_assert_cmpint (tries, <, 100);
    g_usleep (20 * 1000);
  }
  assert_cell (direct, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'", "1");
  driver->close (direct);
  driver->close (one);
  stop_bouncer ();
}

/* The pooler refuses settings at the start of a session: each transaction makes its own. */
static void
test_pooled_timeouts (void)
{
  LbConnection *connection;

  if (!start_bouncer ())
    return;
  connection = open_pooled (&(LbConnectOptions){ .lock_timeout_ms = 1234, .statement_timeout_ms = 4321 });
  assert_cell (connection, "SHOW lock_timeout", "0");
  driver->begin (connection, 0, NULL);
  assert_cell (connection, "SHOW lock_timeout", "1234ms");
  driver->commit (connection, NULL);
  driver->begin (connection, 0, NULL);
  must_run (connection, "CREATE TEMP TABLE x()");
  assert_cell (connection, "SHOW statement_timeout", "4321ms");
  driver->rollback (connection);
  driver->close (connection);
  stop_bouncer ();
}

/* A lock that was lost stops the run before it does anything else. */
static void
test_pooled_lost (void)
{
  LbConnection *connection;
  LbConnection *direct;
  g_autoptr (GError) error = NULL;

  if (!start_bouncer ())
    return;
  connection = open_pooled (&(LbConnectOptions){ 0 });
  direct = open_plain ();
  g_assert_true (try_lock (connection, "alembic_version"));
  must_run (connection, "SELECT 1");
  assert_cell (direct, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'", "t");
  g_usleep (200 * 1000);
  g_assert_false (run (connection, "CREATE TABLE never()", &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CONNECT);
  g_assert_nonnull (strstr (error->message, "lock"));
  driver->close (connection);
  driver->close (direct);
  stop_bouncer ();
}

static void
add_tests (void)
{
  g_test_add_func ("/postgresql/lock/two", test_two);
  g_test_add_func ("/postgresql/lock/key", test_key);
  g_test_add_func ("/postgresql/lock/index", test_index);
  g_test_add_func ("/postgresql/lock/pooled", test_pooled);
  g_test_add_func ("/postgresql/lock/pooled-timeouts", test_pooled_timeouts);
  g_test_add_func ("/postgresql/lock/pooled-lost", test_pooled_lost);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  return cluster_test (add_tests);
}
