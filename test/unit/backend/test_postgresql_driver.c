/* The PostgreSQL driver against a real server: what it sends, what it reports, what it survives. */
#include "postgresql.h"

#include "util/interrupt.h"

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

/* ---- connecting */

static void
test_connect_errors (void)
{
  static const struct {
    const char *parameters;
    LbErrorCode code;
    const char *sqlstate;
    const char *message; /* part of it */
    const char *hint;    /* part of it */
  } cases[] = {
    { "dbname=nowhere", LB_ERROR_CONNECT, "3D000", "\"nowhere\" does not exist", "createdb nowhere" },
    { "user=nobody_here", LB_ERROR_CONNECT, "28000", "role \"nobody_here\" does not exist", "createuser nobody_here" },
    { "port=1", LB_ERROR_CONNECT, NULL, "cannot connect to postgresql", "Start the server" },
    { "sslmode=never", LB_ERROR_CONFIG, NULL, "sslmode", "parameters" },
    { "sslmod=require", LB_ERROR_CONFIG, NULL, "unknown parameter 'sslmod'", "'sslmode'" },
    { "zzz=1", LB_ERROR_CONFIG, NULL, "unknown parameter 'zzz'", "libpq" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (try_open (cases[i].parameters, &(LbConnectOptions){ 0 }, &error));
    assert_error (error, (int) cases[i].code, cases[i].sqlstate);
    g_assert_nonnull (strstr (error->message, cases[i].message));
    g_assert_nonnull (strstr (lb_error_parts (error)->hint, cases[i].hint));
  }
}

static void
test_connect_password (void)
{
  g_autoptr (LbUrl) url = lb_url_parse ("postgresql://u:s3cret@127.0.0.1:1,127.0.0.1:2/x", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (driver->open (url, &(LbConnectOptions){ 0 }, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CONNECT);
  g_assert_null (strstr (error->message, "s3cret"));
  g_assert_null (strstr (lb_error_parts (error)->detail, "s3cret"));
  g_assert_nonnull (strstr (error->message, "port 1 failed"));
  g_assert_nonnull (strstr (lb_error_parts (error)->detail, "port 2 failed"));
}

static void
test_connect_settings (void)
{
  static const LbConnectOptions options = { .lock_timeout_ms = 1500,
                                            .statement_timeout_ms = 60000,
                                            .connect_timeout_ms = 9001,
                                            .application_name = "limbeck test" };
  GError *error = NULL;
  LbConnection *connection = try_open ("ssl=disable&prepared_statement_cache_size=0&async_fallback=true&"
                                       "options=-c%20work_mem%3D5MB%20-c%20statement_timeout%3D7s",
                                       &options, &error);
  g_autofree char *capacity = NULL;

  g_assert_no_error (error);
  assert_cell (connection, "SHOW lock_timeout", "1500ms");
  assert_cell (connection, "SHOW statement_timeout", "7s"); /* the URL's own wins */
  assert_cell (connection, "SHOW work_mem", "5MB");
  assert_cell (connection, "SHOW application_name", "limbeck test");
  assert_cell (connection, "SHOW client_encoding", "UTF8");
  g_assert_cmpuint (driver->server_version (connection), >=, 90000);
  capacity = g_strdup_printf ("%u", driver->lock_capacity (connection));
  assert_cell (connection,
               "SELECT current_setting('max_locks_per_transaction')::int * (current_setting('max_connections')::int"
               " + current_setting('max_prepared_transactions')::int)",
               capacity);
  driver->close (connection);
}

/* ---- statements */

static void
test_batch (void)
{
  LbConnection *connection = open_plain ();
  g_autoptr (GPtrArray) statements = statements_new ();
  g_autofree gint64 *changed = g_new0 (gint64, 5003);
  g_autoptr (GError) error = NULL;

  add (statements, "CREATE TEMP TABLE t(a int)");
  for (int i = 0; i < 5000; i++)
    add (statements, "INSERT INTO t SELECT generate_series(1, 2)");
  add (statements, "UPDATE t SET a = 3 WHERE a = 1");
  add (statements, "SELECT * FROM t");
  g_assert_true (driver->begin (connection, 0, &error));
  execute (connection, statements, NULL, changed, &error);
  g_assert_no_error (error);
  g_assert_cmpint (changed[0], ==, -1);
  g_assert_cmpint (changed[1], ==, 2);
  g_assert_cmpint (changed[5000], ==, 2);
  g_assert_cmpint (changed[5001], ==, 5000);
  g_assert_cmpint (changed[5002], ==, -1);
  g_assert_true (driver->commit (connection, &error));
  assert_cell (connection, "SELECT count(*) FROM t", "10000");
  driver->close (connection);
}

static glong
peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* Megabytes in both directions at once: whoever sends without reading would wait for ever. */
static void
test_batch_megabytes (void)
{
  LbConnection *connection = open_plain ();
  g_autoptr (GPtrArray) statements = statements_new ();
  g_autofree char *filling = g_strnfill (100 * 1000, 'x');
  g_autofree char *insert = g_strdup_printf ("INSERT INTO big VALUES ('%s') RETURNING a || a", filling);
  g_autoptr (GError) error = NULL;
  glong before;

  add (statements, "CREATE TEMP TABLE big(a text)");
  for (int i = 0; i < 500; i++)
    add (statements, insert);
  before = peak_kib ();
  g_assert_true (driver->begin (connection, 0, &error));
  execute (connection, statements, NULL, NULL, &error);
  g_assert_no_error (error);
  driver->commit (connection, NULL);
  assert_cell (connection, "SELECT sum(length(a)) FROM big", "50000000");
  g_test_message ("50 MB out, 100 MB in: peak memory grew by %ld KiB", peak_kib () - before);
  g_ptr_array_set_size (statements, 0);
  add (statements, "SELECT repeat('x', 1000) FROM generate_series(1, 100000)");
  add (statements, "SELECT repeat('x', 1000) FROM generate_series(1, 100000)");
  before = peak_kib ();
  g_assert_true (execute (connection, statements, NULL, NULL, NULL));
#ifndef __SANITIZE_ADDRESS__                            /* it keeps what is freed */
  g_assert_cmpint (peak_kib () - before, <, 50 * 1000); /* 200 MB of rows that nobody wants */
#endif
  driver->close (connection);
}

static void
test_batch_error (void)
{
  LbConnection *connection = open_plain ();

  for (guint begins = 0; begins < 2; begins++) {
    g_autoptr (GPtrArray) statements = statements_new ();
    g_autoptr (GError) error = NULL;
    guint failed = 99;

    add (statements, "CREATE TABLE e(a int CONSTRAINT positive CHECK (a > 0))");
    add (statements, "SELECT 'ä', nonsense FROM e");
    for (int i = 0; i < 3000; i++)
      add (statements, "INSERT INTO e VALUES (1)");
    if (begins)
      driver->begin (connection, 0, NULL);
    g_assert_false (execute (connection, statements, &failed, NULL, &error));
    assert_error (error, LB_ERROR_DATABASE, "42703");
    g_assert_cmpuint (failed, ==, 1);
    g_assert_cmpuint (lb_error_parts (error)->position, ==, 13);
    g_assert_cmpstr (lb_error_parts (error)->file, ==, "one.sql");
    g_assert_cmpuint (lb_error_parts (error)->line, ==, 2);
    g_assert_cmpstr (lb_error_parts (error)->statement, ==, "SELECT 'ä', nonsense FROM e");
    driver->rollback (connection);
    assert_cell (connection, "SELECT to_regclass('e') IS NULL", "t"); /* and the connection can be used */
  }
  driver->close (connection);
}

static void
test_error_parts (void)
{
  LbConnection *connection = open_plain ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) inner = NULL;

  must_run (connection, "CREATE TEMP TABLE u(id int CONSTRAINT only_one UNIQUE)");
  must_run (connection, "INSERT INTO u VALUES (1)");
  g_assert_false (run (connection, "INSERT INTO u VALUES (1)", &error));
  assert_error (error, LB_ERROR_DATABASE, "23505");
  g_assert_nonnull (strstr (lb_error_parts (error)->detail, "Key (id)=(1) already exists."));
  g_assert_nonnull (strstr (lb_error_parts (error)->detail, "table u"));
  g_assert_false (run (connection, "DO $$ BEGIN PERFORM nonsense; END $$", &inner));
  g_assert_nonnull (strstr (lb_error_parts (inner)->context, "inner statement: SELECT nonsense"));
  driver->close (connection);
}

static void
test_copy (void)
{
  static const char *const refused[]
      = { "COPY t FROM STDIN", "copy t to stdout", "COPY (SELECT 1) TO STDOUT", "/* odd */ COPY t FROM STDIN",
          "/* odd */ COPY (SELECT generate_series(1, 100000)) TO STDOUT" };
  LbConnection *connection = open_plain ();

  must_run (connection, "CREATE TEMP TABLE t(a int)");
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (run (connection, refused[i], &error));
    g_assert_error (error, LB_ERROR, LB_ERROR_DATABASE);
    g_assert_nonnull (strstr (lb_error_parts (error)->hint, "INSERT"));
    assert_cell (connection, "SELECT 1", "1");
  }
  driver->close (connection);
}

static void
test_alone (void)
{
  LbConnection *connection = open_plain ();
  g_autoptr (GError) error = NULL;

  must_run (connection, "VACUUM");
  must_run (connection, "CREATE TEMP TABLE v(a int)");
  must_run (connection, "CREATE INDEX CONCURRENTLY ON v(a)");
  driver->begin (connection, 0, NULL);
  g_assert_false (run (connection, "VACUUM", &error));
  assert_error (error, LB_ERROR_DATABASE, "25001");
  driver->rollback (connection);
  driver->close (connection);
}

static void
test_log (void)
{
  TestLog log = { .log = { write_log }, .text = g_string_new (NULL) };
  LbConnection *connection = open_with (&(LbConnectOptions){ .log = &log.log, .echo = TRUE });

  must_run (connection, "DO $$ BEGIN RAISE NOTICE 'hello'; RAISE WARNING 'careful' USING HINT = 'look'; END $$");
  g_assert_nonnull (strstr (log.text->str, "20 sqlalchemy.engine.Engine: DO $$"));
  g_assert_nonnull (strstr (log.text->str, "20 limbeck.notice: hello\n"));
  g_assert_nonnull (strstr (log.text->str, "30 limbeck.notice: careful\nhint: look\n"));
  driver->close (connection);
  g_string_free (log.text, TRUE);
}

static void
test_query (void)
{
  LbConnection *connection = open_plain ();
  g_autoptr (LbRows) rows
      = driver->query (connection, "SELECT 'a', NULL, 3 UNION ALL SELECT 'b', 'c', 4 ORDER BY 1", NULL);
  char **second = g_ptr_array_index (rows->rows, 1);
  g_autoptr (GError) error = NULL;
  gboolean exists;

  g_assert_cmpuint (rows->n_columns, ==, 3);
  g_assert_cmpuint (rows->rows->len, ==, 2);
  g_assert_null (((char **) g_ptr_array_index (rows->rows, 0))[1]);
  g_assert_cmpstr (second[2], ==, "4");
  g_assert_null (driver->query (connection, "SELECT FROM WHERE", &error));
  assert_error (error, LB_ERROR_DATABASE, "42601");

  must_run (connection, "CREATE SCHEMA \"Odd's\"");
  must_run (connection, "CREATE TABLE \"Odd's\".\"T\"()");
  g_assert_true (driver->has_table (connection, "Odd's", "T", &exists, NULL, NULL) && exists);
  g_assert_true (driver->has_table (connection, "Odd's", "t", &exists, NULL, NULL) && !exists);
  g_assert_true (driver->has_table (connection, NULL, "T", &exists, NULL, NULL) && !exists);
  g_assert_true (driver->has_table (connection, "nowhere", "T", &exists, NULL, NULL) && !exists);
  must_run (connection, "SET search_path = \"Odd's\"");
  g_assert_true (driver->has_table (connection, NULL, "T", &exists, NULL, NULL) && exists);
  must_run (connection, "DROP SCHEMA \"Odd's\" CASCADE");
  driver->close (connection);
}

static void
test_transactions (void)
{
  LbConnection *connection = open_plain ();
  g_autoptr (GError) error = NULL;

  must_run (connection, "CREATE TEMP TABLE t(a int)");
  g_assert_true (driver->begin (connection, 0, NULL));
  g_assert_true (driver->commit (connection, NULL)); /* nothing was done: nothing is sent */
  driver->begin (connection, 0, NULL);
  must_run (connection, "INSERT INTO t VALUES (1)");
  driver->rollback (connection);
  driver->rollback (connection);
  assert_cell (connection, "SELECT count(*) FROM t", "0");
  driver->begin (connection, 0, NULL);
  assert_cell (connection, "SELECT 1", "1");
  must_run (connection, "INSERT INTO t VALUES (1)");
  g_assert_true (driver->commit (connection, NULL));
  driver->begin (connection, 0, NULL);
  g_assert_false (run (connection, "INSERT INTO nowhere VALUES (1)", NULL));
  g_assert_false (driver->commit (connection, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_DATABASE);
  assert_cell (connection, "SELECT count(*) FROM t", "1");
  driver->close (connection);
}

/* ---- time, signals, loss */

static void
test_timeouts (void)
{
  LbConnection *holder = open_plain ();
  LbConnection *connection = open_with (&(LbConnectOptions){ .lock_timeout_ms = 100, .statement_timeout_ms = 400 });
  g_autoptr (GError) locked = NULL;
  g_autoptr (GError) late = NULL;

  must_run (holder, "CREATE TABLE w()");
  driver->begin (holder, 0, NULL);
  must_run (holder, "LOCK TABLE w");
  g_assert_false (run (connection, "ALTER TABLE w ADD a int", &locked));
  assert_error (locked, LB_ERROR_DATABASE, "55P03");
  g_assert_nonnull (strstr (lb_error_parts (locked)->hint, "lock_timeout"));
  g_assert_false (run (connection, "SELECT pg_sleep(20)", &late));
  assert_error (late, LB_ERROR_DATABASE, "57014");
  driver->rollback (holder);
  must_run (holder, "DROP TABLE w");
  driver->close (connection);
  driver->close (holder);
}

static void
cancel_connection (gpointer data)
{
  driver->cancel (data);
}

static gpointer
signal_soon (gpointer data)
{
  g_usleep (300 * 1000);
  kill (getpid (), SIGTERM);
  return NULL;
}

static void
test_signal (void)
{
  LbConnection *connection;
  g_autoptr (GPtrArray) statements = statements_new ();
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  guint failed = 99;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
    g_test_trap_assert_passed ();
    return;
  }
  connection = open_plain ();
  add (statements, "SELECT 1");
  add (statements, "SELECT pg_sleep(20)");
  add (statements, "SELECT 2");
  lb_interrupt_catch ();
  lb_interrupt_set_hook (cancel_connection, connection);
  g_thread_unref (g_thread_new ("signal", signal_soon, NULL));
  driver->begin (connection, 0, NULL);
  g_assert_false (execute (connection, statements, &failed, NULL, &error));
  assert_error (error, LB_ERROR_INTERRUPTED, "57014");
  g_assert_cmpuint (failed, ==, 1);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  driver->rollback (connection);
  assert_cell (connection, "SELECT 1", "1");
  lb_interrupt_set_hook (NULL, NULL);
  driver->close (connection);
}

/* A host that takes connections and says nothing. */
static LbConnection *
open_silent (guint timeout_ms, GError **error)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int server = socket (AF_INET, SOCK_STREAM, 0);
  g_autofree char *text = NULL;
  g_autoptr (LbUrl) url = NULL;

  g_assert_cmpint (bind (server, (struct sockaddr *) &address, length), ==, 0);
  g_assert_cmpint (listen (server, 5), ==, 0);
  getsockname (server, (struct sockaddr *) &address, &length);
  text = g_strdup_printf ("postgresql://u@127.0.0.1:%u/d", ntohs (address.sin_port));
  url = lb_url_parse (text, NULL);
  return driver->open (url, &(LbConnectOptions){ .connect_timeout_ms = timeout_ms }, error);
}

static void
test_connect_timeout (void)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_null (open_silent (2000, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CONNECT);
  g_assert_nonnull (strstr (lb_error_parts (error)->hint, "did not answer in time"));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
}

static void
test_connect_signal (void)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
    g_test_trap_assert_passed ();
    return;
  }
  lb_interrupt_catch ();
  g_thread_unref (g_thread_new ("signal", signal_soon, NULL));
  g_assert_null (open_silent (0, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_INTERRUPTED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

/* A request that comes between two calls stops the next one, once. */
static void
test_cancel_between (void)
{
  LbConnection *connection = open_plain ();
  g_autoptr (GError) error = NULL;

  driver->cancel (connection);
  g_assert_false (run (connection, "SELECT 1", &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_INTERRUPTED);
  must_run (connection, "SELECT 1");
  driver->close (connection);
}

static void
test_lost (void)
{
  LbConnection *other = open_plain ();

  for (guint n = 1; n <= 2; n++) {
    LbConnection *connection = open_plain ();
    g_autoptr (GPtrArray) statements = statements_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) again = NULL;
    guint failed = 99;

    if (n == 2)
      add (statements, "CREATE TABLE lost()");
    add (statements, "SELECT pg_terminate_backend(pg_backend_pid())");
    driver->begin (connection, 0, NULL);
    g_assert_false (execute (connection, statements, &failed, NULL, &error));
    assert_error (error, LB_ERROR_CONNECT, "57P01");
    g_assert_cmpuint (failed, ==, n - 1);
    g_assert_false (run (connection, "SELECT 1", &again));
    g_assert_error (again, LB_ERROR, LB_ERROR_CONNECT);
    driver->rollback (connection);
    driver->unlock (connection, "x");
    driver->close (connection);
  }
  assert_cell (other, "SELECT to_regclass('lost') IS NULL", "t");
  driver->close (other);
}

static gpointer
crash_soon (gpointer data)
{
  g_usleep (300 * 1000);
  cluster_crash ();
  return NULL;
}

/* The last one: the server does not come back. */
static void
test_crash (void)
{
  LbConnection *connection;
  g_autoptr (GPtrArray) statements = statements_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_assert_nonnull (cluster.dir); /* a server of our own, which may be stopped */
  connection = open_plain ();
  add (statements, "SELECT 1");
  add (statements, "SELECT pg_sleep(20)");
  thread = g_thread_new ("crash", crash_soon, NULL);
  driver->begin (connection, 0, NULL);
  g_assert_false (execute (connection, statements, NULL, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CONNECT);
  driver->rollback (connection);
  g_assert_false (driver->begin (connection, 0, NULL) && run (connection, "SELECT 1", NULL));
  driver->close (connection);
  g_thread_join (thread);
}

static void
add_tests (void)
{
  g_test_add_func ("/postgresql/connect/errors", test_connect_errors);
  g_test_add_func ("/postgresql/connect/password", test_connect_password);
  g_test_add_func ("/postgresql/connect/settings", test_connect_settings);
  g_test_add_func ("/postgresql/connect/timeout", test_connect_timeout);
  g_test_add_func ("/postgresql/connect/signal", test_connect_signal);
  g_test_add_func ("/postgresql/batch", test_batch);
  g_test_add_func ("/postgresql/batch/megabytes", test_batch_megabytes);
  g_test_add_func ("/postgresql/batch/error", test_batch_error);
  g_test_add_func ("/postgresql/error-parts", test_error_parts);
  g_test_add_func ("/postgresql/copy", test_copy);
  g_test_add_func ("/postgresql/alone", test_alone);
  g_test_add_func ("/postgresql/log", test_log);
  g_test_add_func ("/postgresql/query", test_query);
  g_test_add_func ("/postgresql/transactions", test_transactions);
  g_test_add_func ("/postgresql/timeouts", test_timeouts);
  g_test_add_func ("/postgresql/signal", test_signal);
  g_test_add_func ("/postgresql/cancel-between", test_cancel_between);
  g_test_add_func ("/postgresql/lost", test_lost);
  g_test_add_func ("/postgresql/end/crash", test_crash);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  return cluster_test (add_tests);
}
