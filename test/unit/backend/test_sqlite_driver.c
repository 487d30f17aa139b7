/* The SQLite driver on real files: locks among connections and processes, and what happens when the file system says
 * no. */
#include "backend/backend.h"
#include "util/error.h"
#include "util/interrupt.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const LbDriver *driver;

/* ---- helpers */

typedef struct {
  char *dir;
  char *path; /* of a database file in it */
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->dir = g_dir_make_tmp ("limbeck-sqlite-XXXXXX", NULL);
  g_assert_nonnull (place->dir);
  place->path = g_build_filename (place->dir, "x.db", NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", place->dir);

  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
  g_free (place->dir);
  g_free (place->path);
}

static LbConnection *
try_open (const char *text, const LbConnectOptions *options, GError **error)
{
  g_autoptr (LbUrl) url = lb_url_parse (text, error);

  return url ? driver->open (url, options, error) : NULL;
}

static LbConnection *
open_path_with (const char *path, const LbConnectOptions *options)
{
  g_autofree char *url = g_strconcat ("sqlite:///", path, NULL);
  GError *error = NULL;
  LbConnection *connection = try_open (url, options, &error);

  g_assert_no_error (error);
  return connection;
}

static LbConnection *
open_path (const char *path)
{
  return open_path_with (path, &(LbConnectOptions){ .lock_timeout_ms = 100 });
}

static gboolean
run (LbConnection *connection, const char *sql, GError **error)
{
  g_autoptr (LbStatement) statement = lb_statement_new (sql, "one.sql", 7);
  const LbStatement *statements[] = { statement };
  guint failed;

  return driver->execute (connection, statements, 1, &failed, NULL, error);
}

static void
must_run (LbConnection *connection, const char *sql)
{
  GError *error = NULL;

  run (connection, sql, &error);
  g_assert_no_error (error);
}

static void
assert_cell (LbConnection *connection, const char *sql, const char *expected)
{
  GError *error = NULL;
  g_autoptr (LbRows) rows = driver->query (connection, sql, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->rows->len, >=, 1);
  g_assert_cmpstr (((char **) g_ptr_array_index (rows->rows, 0))[0], ==, expected);
}

static void
assert_failure (const GError *error, LbErrorCode code, const char *name, const char *message, const char *hint)
{
  const LbErrorParts *parts = lb_error_parts (error);

  g_assert_error (error, LB_ERROR, (int) code);
  g_assert_cmpstr (parts->sqlstate, ==, name);
  if (message && !strstr (error->message, message))
    g_error ("'%s' is not in '%s'", message, error->message);
  if (hint && (!parts->hint || !strstr (parts->hint, hint)))
    g_error ("'%s' is not in '%s'", hint, parts->hint);
}

/* ---- opening */

static void
test_open (Place *place, gconstpointer data)
{
  static const char *const memory[]
      = { "sqlite://", "sqlite:///:memory:", "sqlite+aiosqlite://", "sqlite:///file::memory:?cache=shared&uri=true",
          "sqlite:///:memory:?check_same_thread=false&timeout=2.5&isolation_level=IMMEDIATE" };
  g_autofree char *uri = g_strdup_printf ("sqlite:///file:%s?mode=ro&uri=true", place->path);
  GError *error = NULL;
  LbConnection *connection;

  for (gsize i = 0; i < G_N_ELEMENTS (memory); i++) {
    connection = try_open (memory[i], &(LbConnectOptions){ 0 }, &error);
    g_assert_no_error (error);
    must_run (connection, "CREATE TABLE t(a)");
    assert_cell (connection, "SELECT count(*) FROM t", "0");
    assert_cell (connection, "PRAGMA foreign_keys", "0");
    driver->close (connection);
  }
  connection = open_path (place->path);
  g_assert_cmpuint (driver->server_version (connection), >=, 3035000);
  must_run (connection, "CREATE TABLE t(a)");
  driver->close (connection);
  connection = try_open (uri, &(LbConnectOptions){ 0 }, &error);
  g_assert_no_error (error);
  g_assert_false (run (connection, "INSERT INTO t VALUES (1)", &error));
  assert_failure (error, LB_ERROR_DATABASE, "SQLITE_READONLY", place->path, "mode=ro");
  g_error_free (error);
  driver->close (connection);
}

/* Who only looks creates nothing. */
static void
test_open_read_only (Place *place, gconstpointer data)
{
  LbConnection *connection = open_path_with (place->path, &(LbConnectOptions){ .read_only = TRUE });
  gboolean exists = TRUE;

  g_assert_true (driver->has_table (connection, NULL, "alembic_version", &exists, NULL, NULL));
  g_assert_false (exists);
  driver->close (connection);
  g_assert_false (g_file_test (place->path, G_FILE_TEST_EXISTS));
}

static void
test_open_errors (Place *place, gconstpointer data)
{
  static const struct {
    const char *url; /* %s: the directory */
    LbErrorCode code;
    const char *name;
    const char *message;
    const char *hint;
  } cases[] = {
    { "sqlite:///%s/no/x.db", LB_ERROR_CONNECT, "SQLITE_CANTOPEN", "there is no directory", "mkdir -p" },
    { "sqlite:///%s", LB_ERROR_CONNECT, "SQLITE_CANTOPEN", "it is a directory", "path of a file" },
    { "sqlite:///%s/x.db?tmeout=1", LB_ERROR_CONFIG, NULL, "unknown parameter 'tmeout'", "timeout" },
    { "sqlite:///%s/x.db?timeout=soon", LB_ERROR_CONFIG, NULL, "timeout=soon", NULL },
    { "sqlite:///%s/x.db?mode=ro", LB_ERROR_CONFIG, NULL, "needs uri=true", "file:" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv)
      parts = g_strsplit (cases[i].url, "%s", 2);
    g_autofree char *url = g_strconcat (parts[0], place->dir, parts[1], NULL);
    g_autoptr (GError) error = NULL;

    g_assert_null (try_open (url, &(LbConnectOptions){ 0 }, &error));
    assert_failure (error, cases[i].code, cases[i].name, cases[i].message, cases[i].hint);
  }
}

static void
test_not_a_database (Place *place, gconstpointer data)
{
  LbConnection *connection;
  gboolean exists;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (place->path, "This is a letter to my aunt, and no database at all, however long it gets.", -1,
                       NULL);
  connection = open_path (place->path);
  g_assert_false (driver->has_table (connection, NULL, "t", &exists, NULL, &error));
  assert_failure (error, LB_ERROR_CONNECT, "SQLITE_NOTADB", place->path, "path in the URL");
  driver->close (connection);
}

/* ---- statements */

static void
test_statements (Place *place, gconstpointer data)
{
  LbConnection *connection = open_path (place->path);
  static const char *const texts[] = { "CREATE TABLE t(a UNIQUE, b CHECK (b > 0))",
                                       "INSERT INTO t VALUES (1, 1), (2, 1)",
                                       "CREATE INDEX i ON t(b)",
                                       "WITH x AS (SELECT 1) UPDATE t SET b = 2",
                                       "SELECT * FROM t",
                                       "DELETE FROM t WHERE a = 2 RETURNING a",
                                       "INSERT INTO t VALUES (1, 1)",
                                       "CREATE TABLE never(a)" };
  static const gint64 expected[] = { -1, 2, -1, 2, -1, 1 };
  LbStatement *statements[G_N_ELEMENTS (texts)];
  gint64 changed[G_N_ELEMENTS (texts)];
  guint failed = 99;
  gboolean exists;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    statements[i] = lb_statement_new (texts[i], "one.sql", i + 1);
  g_assert_false (driver->execute (connection, (const LbStatement *const *) statements, G_N_ELEMENTS (texts), &failed,
                                   changed, &error));
  assert_failure (error, LB_ERROR_DATABASE, "SQLITE_CONSTRAINT_UNIQUE", "UNIQUE constraint failed: t.a", NULL);
  g_assert_cmpuint (failed, ==, 6);
  g_assert_cmpuint (lb_error_parts (error)->line, ==, 7);
  g_assert_cmpstr (lb_error_parts (error)->statement, ==, texts[6]);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (changed[i], ==, expected[i]);
  g_assert_true (driver->has_table (connection, NULL, "T", &exists, NULL, NULL) && exists);
  g_assert_true (driver->has_table (connection, "main", "t", &exists, NULL, NULL) && exists);
  g_assert_true (driver->has_table (connection, NULL, "never", &exists, NULL, NULL) && !exists);
  g_assert_false (driver->has_table (connection, "nowhere", "t", &exists, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    lb_statement_free (statements[i]);
  driver->close (connection);
}

static void
test_statement_errors (Place *place, gconstpointer data)
{
  LbConnection *connection = open_path (place->path);
  g_autoptr (GError) syntax = NULL;
  g_autoptr (GError) several = NULL;

  g_assert_false (run (connection, "SELECT 'ä' FORM t", &syntax));
  assert_failure (syntax, LB_ERROR_DATABASE, "SQLITE_ERROR", "near \"t\"", NULL);
  g_assert_cmpuint (lb_error_parts (syntax)->position, ==, 17);
  g_assert_false (run (connection, "CREATE TABLE a(x); CREATE TABLE b(x)", &several));
  g_assert_nonnull (strstr (several->message, "several statements"));
  must_run (connection, "CREATE TABLE c(x); -- that was all");
  must_run (connection, "/* nothing */");
  driver->close (connection);
}

static void
test_transactions (Place *place, gconstpointer data)
{
  LbConnection *connection = open_path (place->path);
  g_autoptr (GError) error = NULL;

  must_run (connection, "CREATE TABLE t(a UNIQUE)");
  driver->rollback (connection);
  g_assert_true (driver->begin (connection, 0, NULL));
  must_run (connection, "INSERT INTO t VALUES (1)");
  driver->rollback (connection);
  assert_cell (connection, "SELECT count(*) FROM t", "0");
  g_assert_true (driver->begin (connection, 0, NULL));
  must_run (connection, "INSERT INTO t VALUES (1)");
  g_assert_true (driver->commit (connection, NULL));
  g_assert_true (driver->begin (connection, 0, NULL));
  g_assert_false (run (connection, "INSERT OR ROLLBACK INTO t VALUES (1)", NULL)); /* SQLite rolls back by itself */
  driver->rollback (connection);
  g_assert_false (driver->commit (connection, &error));
  assert_cell (connection, "SELECT count(*) FROM t", "1");
  driver->close (connection);
}

static void
test_fate (Place *place, gconstpointer data)
{
  static const struct {
    const char *text;
    LbFate fate;
  } cases[] = {
    { "VACUUM", LB_FATE_REPEATABLE },
    { "/* x */ pragma journal_mode = wal", LB_FATE_REPEATABLE },
    { "ATTACH 'a.db' AS a", LB_FATE_REPEATABLE },
    { "CREATE TABLE t(a)", LB_FATE_UNKNOWN },
  };
  LbConnection *connection = open_path (place->path);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbStatement) statement = lb_statement_new (cases[i].text, NULL, 0);
    LbFate fate;

    g_assert_true (driver->fate (connection, statement, TRUE, &fate, NULL));
    g_assert_cmpint (fate, ==, cases[i].fate);
  }
  driver->close (connection);
}

/* ---- locks */

static void
test_busy (Place *place, gconstpointer data)
{
  LbConnection *one = open_path (place->path);
  LbConnection *two = open_path (place->path);
  g_autoptr (GError) waited = NULL;
  g_autoptr (GError) refused = NULL;
  gint64 start;

  g_assert_true (driver->begin (one, 0, NULL));
  start = g_get_monotonic_time ();
  g_assert_false (driver->begin (two, 300, &waited));
  assert_failure (waited, LB_ERROR_LOCKED, "SQLITE_BUSY", place->path, "Another process");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 290 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3000 * 1000);
  start = g_get_monotonic_time ();
  g_assert_false (run (two, "CREATE TABLE t(a)", &refused)); /* lock_timeout_ms */
  assert_failure (refused, LB_ERROR_LOCKED, "SQLITE_BUSY", NULL, NULL);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 90 * 1000);
  driver->rollback (one);
  g_assert_true (driver->begin (two, 0, NULL));
  driver->close (two);
  driver->close (one);
}

static gboolean
try_lock (LbConnection *connection, const char *name)
{
  gboolean held = FALSE;

  g_assert_true (driver->try_lock (connection, name, &held, NULL));
  return held;
}

/* A child process that takes the lock and keeps it until it is killed. */
static pid_t
child_that_locks (const char *path)
{
  int ready[2];
  char byte = 0;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0) {
    LbConnection *connection = open_path (path);

    byte = try_lock (connection, "alembic_version") ? 'y' : 'n';
    /* transactions come and go while the lock stays */
    must_run (connection, "CREATE TABLE IF NOT EXISTS t(a)");
    driver->begin (connection, 0, NULL);
    driver->rollback (connection);
    g_assert_cmpint (write (ready[1], &byte, 1), ==, 1);
    for (;;)
      pause ();
  }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  g_assert_cmpint (byte, ==, 'y');
  close (ready[0]);
  close (ready[1]);
  return child;
}

static void
test_run_lock (Place *place, gconstpointer data)
{
  pid_t child = child_that_locks (place->path);
  LbConnection *one = open_path (place->path);
  LbConnection *two = open_path (place->path);
  LbConnection *reader = open_path_with (place->path, &(LbConnectOptions){ .read_only = TRUE });

  g_assert_false (try_lock (one, "alembic_version"));
  g_assert_true (try_lock (one, "other_version"));
  g_assert_true (driver->begin (one, 0, NULL)); /* it keeps nobody from writing */
  driver->rollback (one);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  g_assert_true (try_lock (one, "alembic_version"));
  g_assert_true (try_lock (one, "alembic_version"));
  g_assert_false (try_lock (two, "alembic_version"));
  assert_cell (reader, "SELECT count(*) FROM t", "0");
  g_assert_null (driver->lock_holder (two, "alembic_version"));
  driver->unlock (one, "alembic_version");
  g_assert_true (try_lock (two, "alembic_version"));
  driver->close (reader);
  driver->close (one);
  driver->close (two);
}

/* Closing a connection, and with it the descriptor of its lock, must not take away the SQLite locks of another one. */
static void
test_locks_survive_close (Place *place, gconstpointer data)
{
  LbConnection *writer = open_path (place->path);
  LbConnection *other = open_path (place->path);
  pid_t child;
  int status;

  must_run (writer, "CREATE TABLE t(a)");
  g_assert_true (try_lock (other, "alembic_version"));
  g_assert_true (driver->begin (writer, 0, NULL));
  must_run (writer, "INSERT INTO t VALUES (1)");
  driver->close (other);
  child = fork ();
  if (child == 0) {
    LbConnection *third = open_path (place->path);

    _exit (driver->begin (third, 0, NULL) ? 1 : 0);
  }
  waitpid (child, &status, 0);
  g_assert_cmpint (status, ==, 0);
  g_assert_true (driver->commit (writer, NULL));
  driver->close (writer);
}

static void
test_memory_lock (void)
{
  LbConnection *one = try_open ("sqlite://", &(LbConnectOptions){ 0 }, NULL);
  LbConnection *two = try_open ("sqlite://", &(LbConnectOptions){ 0 }, NULL);

  g_assert_true (try_lock (one, "alembic_version"));
  g_assert_true (try_lock (two, "alembic_version"));
  driver->close (one);
  driver->close (two);
}

/* ---- time and signals */

#define FOREVER "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

static void
test_statement_timeout (Place *place, gconstpointer data)
{
  LbConnection *connection = open_path_with (place->path, &(LbConnectOptions){ .statement_timeout_ms = 200 });
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_false (run (connection, FOREVER, &error));
  assert_failure (error, LB_ERROR_DATABASE, "SQLITE_INTERRUPT", "longer than 0.2 s", "statement_timeout");
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  must_run (connection, "SELECT 1");
  driver->close (connection);
}

static void
cancel_connection (gpointer data)
{
  driver->cancel (data);
}

static gpointer
signal_soon (gpointer data)
{
  g_usleep (200 * 1000);
  kill (getpid (), GPOINTER_TO_INT (data));
  return NULL;
}

static void
test_signal (Place *place, gconstpointer data)
{
  LbConnection *connection;
  LbConnection *holder;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) waiting = NULL;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
    g_test_trap_assert_passed ();
    return;
  }
  connection = open_path (place->path);
  holder = open_path (place->path);
  lb_interrupt_catch ();
  lb_interrupt_set_hook (cancel_connection, connection);
  g_thread_unref (g_thread_new ("signal", signal_soon, GINT_TO_POINTER (SIGINT)));
  g_assert_false (run (connection, FOREVER, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_INTERRUPTED);
  must_run (connection, "SELECT 1");
  /* and while it waits for somebody else */
  g_assert_true (driver->begin (holder, 0, NULL));
  g_thread_unref (g_thread_new ("signal", signal_soon, GINT_TO_POINTER (SIGTERM)));
  g_assert_false (driver->begin (connection, 20000, &waiting));
  g_assert_error (waiting, LB_ERROR, LB_ERROR_INTERRUPTED);
  lb_interrupt_set_hook (NULL, NULL);
  driver->close (holder);
  driver->close (connection);
}

/* ---- a file system that says no */

static void
test_full (Place *place, gconstpointer data)
{
  LbConnection *connection;
  struct rlimit limit;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
    g_test_trap_assert_passed ();
    return;
  }
  connection = open_path (place->path);
  must_run (connection, "CREATE TABLE t(a)");
  getrlimit (RLIMIT_FSIZE, &limit);
  limit.rlim_cur = 100 * 1000;
  setrlimit (RLIMIT_FSIZE, &limit);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_true (driver->begin (connection, 0, NULL));
  while (run (connection, "INSERT INTO t VALUES (randomblob(1000000))", &error))
    ;
  g_assert_error (error, LB_ERROR, LB_ERROR_DATABASE);
  g_assert_nonnull (lb_error_parts (error)->hint);
  g_assert_nonnull (strstr (error->message, place->path));
  driver->rollback (connection);
  assert_cell (connection, "SELECT count(*) FROM t", "0");
  driver->close (connection);
}

static void
test_corrupt (Place *place, gconstpointer data)
{
  LbConnection *connection = open_path (place->path);
  g_autofree char *contents = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;

  must_run (connection, "CREATE TABLE t(a)");
  must_run (connection, "INSERT INTO t SELECT randomblob(100)");
  driver->close (connection);
  g_assert_true (g_file_get_contents (place->path, &contents, &length, NULL));
  memset (contents + 4096, 0xff, length - 4096);
  g_assert_true (g_file_set_contents (place->path, contents, (gssize) length, NULL));
  connection = open_path (place->path);
  g_assert_false (run (connection, "INSERT INTO t VALUES (1)", &error));
  assert_failure (error, LB_ERROR_DATABASE, "SQLITE_CORRUPT", place->path, "recover");
  driver->close (connection);
}

#define ADD(name, function) g_test_add ("/sqlite/" name, Place, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  GError *error = NULL;

  g_test_init (&argc, &argv, NULL);
  driver = lb_driver_load (lb_dialect_find ("sqlite"), &error);
  g_assert_no_error (error);
  ADD ("open/forms", test_open);
  ADD ("open/read-only", test_open_read_only);
  ADD ("open/errors", test_open_errors);
  ADD ("open/not-a-database", test_not_a_database);
  ADD ("statements", test_statements);
  ADD ("statement-errors", test_statement_errors);
  ADD ("transactions", test_transactions);
  ADD ("fate", test_fate);
  ADD ("busy", test_busy);
  ADD ("run-lock", test_run_lock);
  ADD ("locks-survive-close", test_locks_survive_close);
  g_test_add_func ("/sqlite/memory-lock", test_memory_lock);
  ADD ("statement-timeout", test_statement_timeout);
  ADD ("signal", test_signal);
  ADD ("full", test_full);
  ADD ("corrupt", test_corrupt);
  return g_test_run ();
}
