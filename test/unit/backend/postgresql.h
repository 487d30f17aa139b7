/* For the tests of the PostgreSQL driver: a private server in a scratch directory, reached by its socket there, and
 * short ways to talk to it. */
#ifndef LB_TEST_POSTGRESQL_H
#define LB_TEST_POSTGRESQL_H

#include "backend/backend.h"
#include "util/error.h"

#include <glib/gstdio.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const LbDriver *driver;

typedef struct {
  char *dir; /* NULL: the server of LIMBECK_TEST_PG is used */
  char *bin;
  char *url;  /* of a database to work in */
  char *skip; /* why there is no server; NULL if there is */
  GPid server;
} Cluster;

static Cluster cluster;

/* ---- the server */

/* The newest server that Debian's packages have installed, or the one in PATH. */
static char *
find_bin (void)
{
  g_autofree char *initdb = g_find_program_in_path ("initdb");
  g_autoptr (GDir) versions = g_dir_open ("/usr/lib/postgresql", 0, NULL);
  const char *name;
  guint64 best = 0;

  if (initdb)
    return g_path_get_dirname (initdb);
  while (versions && (name = g_dir_read_name (versions))) {
    g_autofree char *path = g_strdup_printf ("/usr/lib/postgresql/%s/bin/initdb", name);

    if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
      best = MAX (best, g_ascii_strtoull (name, NULL, 10));
  }
  return best ? g_strdup_printf ("/usr/lib/postgresql/%" G_GUINT64_FORMAT "/bin", best) : NULL;
}

/* Start @command in the scratch directory, as the user that servers run as, for they refuse to be root. It dies with
 * this process, however that ends. */
static GPid
cluster_spawn (const char *command)
{
  g_autofree char *line
      = g_strdup_printf ("setpriv %s --pdeathsig KILL sh -c 'exec %s >>output 2>&1 </dev/null'",
                         geteuid () == 0 ? "--reuid postgres --regid postgres --clear-groups" : "", command);
  g_auto (GStrv)
    argv = NULL;
  GError *error = NULL;
  GPid pid;

  g_shell_parse_argv (line, NULL, &argv, NULL);
  g_spawn_async (cluster.dir, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

static gboolean
cluster_run (const char *command)
{
  int status = -1;

  waitpid (cluster_spawn (command), &status, 0);
  return status == 0;
}

/* Write a file in the scratch directory. */
G_GNUC_UNUSED static void
cluster_write (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (cluster.dir, name, NULL);
  GError *error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
}

/* Wait until @url can be connected to. */
static void
cluster_await (const char *text)
{
  g_autoptr (LbUrl) url = lb_url_parse (text, NULL);

  for (int tries = 0; tries < 200; tries++) {
    LbConnection *connection = driver->open (url, &(LbConnectOptions){ 0 }, NULL);

    if (connection) {
      driver->close (connection);
      return;
    }
    g_usleep (50 * 1000);
  }
  g_error ("the server did not start: see %s/output", cluster.dir);
}

static void
cluster_start (void)
{
  const char *given = g_getenv ("LIMBECK_TEST_PG");
  const struct passwd *user = getpwnam ("postgres");
  g_autofree char *initdb = NULL;
  g_autofree char *server = NULL;

  if (given && *given) {
    cluster.url = g_strdup (given);
    g_setenv ("LIMBECK_TEST_PG_OF_PARENT", cluster.url, TRUE);
    return;
  }
  cluster.bin = find_bin ();
  if (!cluster.bin || (geteuid () == 0 && !user)) {
    cluster.skip = g_strdup ("no PostgreSQL server is installed");
    return;
  }
  cluster.dir = g_dir_make_tmp ("limbeck-pg-XXXXXX", NULL);
  g_assert_nonnull (cluster.dir);
  if (geteuid () == 0)
    g_assert_cmpint (chown (cluster.dir, user->pw_uid, user->pw_gid), ==, 0);
  cluster.url = g_strdup_printf ("postgresql://postgres@/postgres?host=%s", cluster.dir);
  initdb = g_strdup_printf ("%s/initdb -D data -U postgres -A trust -N", cluster.bin);
  server = g_strdup_printf ("%s/postgres -D data -F -k %s -c listen_addresses= -c max_prepared_transactions=2",
                            cluster.bin, cluster.dir);
  if (!cluster_run (initdb))
    g_error ("there is no cluster: see %s/output", cluster.dir);
  g_setenv ("LIMBECK_TEST_PG_OF_PARENT", cluster.url, TRUE);
  cluster.server = cluster_spawn (server);
  cluster_await (cluster.url);
}

/* Stop the server at once, as a crash would: it tells nobody good bye. */
G_GNUC_UNUSED static void
cluster_crash (void)
{
  kill (cluster.server, SIGQUIT);
  waitpid (cluster.server, NULL, 0);
  cluster.server = 0;
}

static void
cluster_stop (void)
{
  if (cluster.server)
    cluster_crash ();
  if (cluster.dir) {
    g_autofree char *remove = g_strdup_printf ("rm -rf '%s'", cluster.dir);

    g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL);
  }
  g_free (cluster.dir);
  g_free (cluster.bin);
  g_free (cluster.url);
  g_free (cluster.skip);
}

/* Run the tests that were added, with a server. */
static int
cluster_test (void (*add_tests) (void))
{
  GError *error = NULL;
  int status = 0;

  driver = lb_driver_load (lb_dialect_find ("postgresql"), &error);
  g_assert_no_error (error);
  if (g_test_subprocess ()) {
    cluster.url = g_strdup (g_getenv ("LIMBECK_TEST_PG_OF_PARENT"));
  } else {
    cluster_start ();
  }
  if (cluster.skip) {
    g_print ("1..0 # SKIP %s\n", cluster.skip);
  } else {
    add_tests ();
    status = g_test_run ();
  }
  cluster_stop ();
  return status;
}

/* ---- talking to it */

typedef struct {
  LbLog log;
  GString *text;
} TestLog;

G_GNUC_UNUSED static void
write_log (LbLog *log, LbLogLevel level, const char *logger, const char *message)
{
  g_string_append_printf (((TestLog *) log)->text, "%d %s: %s\n", level, logger, message);
}

G_GNUC_UNUSED static LbConnection *
try_open (const char *parameters, const LbConnectOptions *options, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s%s%s", cluster.url,
                                           !parameters[0]              ? ""
                                           : strchr (cluster.url, '?') ? "&"
                                                                       : "?",
                                           parameters);
  g_autoptr (LbUrl) url = lb_url_parse (text, error);

  return url ? driver->open (url, options, error) : NULL;
}

G_GNUC_UNUSED static LbConnection *
open_with (const LbConnectOptions *options)
{
  GError *error = NULL;
  LbConnection *connection = try_open ("", options, &error);

  g_assert_no_error (error);
  return connection;
}

G_GNUC_UNUSED static LbConnection *
open_plain (void)
{
  return open_with (&(LbConnectOptions){ 0 });
}

/* The first cell of a query, "NULL" for SQL's NULL, "" for no row. */
G_GNUC_UNUSED static char *
cell (LbConnection *connection, const char *sql)
{
  GError *error = NULL;
  g_autoptr (LbRows) rows = driver->query (connection, sql, &error);
  char **cells;

  g_assert_no_error (error);
  if (rows->rows->len == 0)
    return g_strdup ("");
  cells = g_ptr_array_index (rows->rows, 0);
  return g_strdup (cells[0] ? cells[0] : "NULL");
}

#define assert_cell(connection, sql, expected)                                                                         \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *got = cell (connection, sql);                                                                     \
    g_assert_cmpstr (got, ==, expected);                                                                               \
  }                                                                                                                    \
  G_STMT_END

G_GNUC_UNUSED static GPtrArray *
statements_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);
}

static void
add (GPtrArray *statements, const char *text)
{
  g_ptr_array_add (statements, lb_statement_new (text, "one.sql", statements->len + 1));
}

static gboolean
execute (LbConnection *connection, GPtrArray *statements, guint *ret_failed, gint64 *ret_changed, GError **error)
{
  return driver->execute (connection, (const LbStatement *const *) statements->pdata, statements->len, ret_failed,
                          ret_changed, error);
}

static gboolean
run (LbConnection *connection, const char *sql, GError **error)
{
  g_autoptr (GPtrArray) statements = statements_new ();

  add (statements, sql);
  return execute (connection, statements, NULL, NULL, error);
}

static void
must_run (LbConnection *connection, const char *sql)
{
  GError *error = NULL;

  run (connection, sql, &error);
  g_assert_no_error (error);
}

#define assert_error(error, code_, sqlstate_)                                                                          \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_assert_error (error, LB_ERROR, code_);                                                                           \
    g_assert_cmpstr (lb_error_parts (error)->sqlstate, ==, sqlstate_);                                                 \
  }                                                                                                                    \
  G_STMT_END

#endif
