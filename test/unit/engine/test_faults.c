/* Every call of a driver is one that may fail, or be the last thing the process does. The real SQLite driver runs
 * behind a wrapper that fails at call K, before or after doing it; then a healthy run must end with every statement
 * done exactly once. */
#include "engine/private.h"
#include "util/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef enum {
  FAIL_BEFORE, /* the call is refused, the connection stays */
  LOSE_BEFORE, /* the process or connection is gone before the call */
  LOSE_AFTER,  /* ... after the database did it, before limbeck hears of it */
  N_FAULTS
} Fault;

static const LbDriver *real;
static LbDriver faulty;
static Fault fault;
static guint calls, fail_at; /* 0: never */
static gboolean lost;
static gboolean no_lock;       /* the file system has no lock for the run */
static guint begins, rival_at; /* 0: never; else another run comes just before that BEGIN */
static void (*rival) (void);

/* Count a call; TRUE if it must fail without being done. */
static gboolean
fails (GError **error)
{
  calls++;
  if (lost || (calls == fail_at && fault != LOSE_AFTER)) {
    lost |= fault != FAIL_BEFORE;
    g_set_error (error, LB_ERROR, lost ? LB_ERROR_CONNECT : LB_ERROR_DATABASE, "fault at call %u", calls);
    return TRUE;
  }
  return FALSE;
}

/* TRUE if the call that was just done must be reported as failed. */
static gboolean
fails_behind (gboolean done, GError **error)
{
  if (!done || calls != fail_at || fault != LOSE_AFTER)
    return FALSE;
  lost = TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_CONNECT, "fault behind call %u", calls);
  return TRUE;
}

static gboolean
faulty_execute (LbConnection *connection, const LbStatement *const *statements, guint n, guint *ret_failed,
                gint64 *ret_changed, GError **error)
{
  /* one by one, so that the fault may lie between any two */
  for (guint i = 0; i < n; i++) {
    gboolean done;

    if (ret_failed)
      *ret_failed = i;
    if (fails (error))
      return FALSE;
    done = real->execute (connection, statements + i, 1, NULL, ret_changed ? ret_changed + i : NULL, error);
    if (!done || fails_behind (done, error))
      return FALSE;
  }
  return TRUE;
}

static LbRows *
faulty_query (LbConnection *connection, const char *sql, GError **error)
{
  return fails (error) ? NULL : real->query (connection, sql, error);
}

static gboolean
faulty_begin (LbConnection *connection, guint wait_ms, GError **error)
{
  gboolean done;

  if (++begins == rival_at)
    rival ();
  done = !fails (error) && real->begin (connection, wait_ms, error);
  return done && !fails_behind (done, error);
}

static gboolean
faulty_commit (LbConnection *connection, GError **error)
{
  gboolean done = !fails (error) && real->commit (connection, error);

  return done && !fails_behind (done, error);
}

static void
faulty_rollback (LbConnection *connection)
{
  if (!lost) /* what is gone cannot be asked; closing rolls back */
    real->rollback (connection);
}

static gboolean
faulty_try_lock (LbConnection *connection, const char *name, gboolean *ret_held, GError **error)
{
  if (no_lock)
    *ret_held = TRUE;
  return !fails (error) && (no_lock || real->try_lock (connection, name, ret_held, error));
}

static gboolean
faulty_has_table (LbConnection *connection, const char *schema, const char *table, gboolean *ret_exists,
                  char **ret_schema, GError **error)
{
  return !fails (error) && real->has_table (connection, schema, table, ret_exists, ret_schema, error);
}

static gboolean
faulty_fate (LbConnection *connection, const LbStatement *statement, gboolean mend, LbFate *ret_fate, GError **error)
{
  return !fails (error) && real->fate (connection, statement, mend, ret_fate, error);
}

/* ---- a project */

static const struct {
  const char *name, *text;
} files[] = {
  { "1.sql", "-- one\n-- revision: r1\n-- down_revision:\n\n-- limbeck:upgrade\n"
             "CREATE TABLE log (n INTEGER PRIMARY KEY, what TEXT);\nINSERT INTO log (what) VALUES ('r1.1');\n"
             "-- limbeck:downgrade\nDROP TABLE log;\n" },
  { "2.sql", "-- two\n-- revision: r2\n-- down_revision: r1\n\n-- limbeck:upgrade\n"
             "INSERT INTO log (what) VALUES ('r2.1');\nVACUUM;\nINSERT INTO log (what) VALUES ('r2.2');\nVACUUM;\n"
             "-- limbeck:upgrade transaction=off\n"
             "INSERT INTO log (what) VALUES ('r2.3');\nINSERT INTO log (what) VALUES ('r2.4');\n"
             "BEGIN;\nINSERT INTO log (what) VALUES ('r2.5');\nINSERT INTO log (what) VALUES ('r2.6');\nCOMMIT;\n"
             "-- limbeck:downgrade\nDELETE FROM log WHERE what LIKE 'r2%';\n" },
  { "3.sql", "-- three\n-- revision: r3\n-- down_revision: r2\n\n-- limbeck:upgrade\n"
             "INSERT INTO log (what) VALUES ('r3.1');\n"
             "-- limbeck:downgrade\nDELETE FROM log WHERE what LIKE 'r3%';\n" },
};

#define ALL "r1.1 r2.1 r2.2 r2.3 r2.4 r2.5 r2.6 r3.1"

typedef struct {
  char *dir;
  char *ini;
  char *database;
} Project;

static void
write_file (const char *dir, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
project_set_up (Project *project)
{
  g_autofree char *versions = NULL, *ini = NULL;

  project->dir = g_dir_make_tmp ("limbeck-XXXXXX", NULL);
  g_assert_nonnull (project->dir);
  versions = g_build_filename (project->dir, "versions", NULL);
  g_assert_cmpint (g_mkdir (versions, 0755), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    write_file (versions, files[i].name, files[i].text);
  project->database = g_build_filename (project->dir, "x.db", NULL);
  ini = g_strdup_printf ("[alembic]\nscript_location = %s\nsqlalchemy.url = sqlite:///%s\n", project->dir,
                         project->database);
  write_file (project->dir, "alembic.ini", ini);
  project->ini = g_build_filename (project->dir, "alembic.ini", NULL);
}

static void
project_tear_down (Project *project)
{
  g_autofree char *versions = g_build_filename (project->dir, "versions", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (versions, files[i].name, NULL);

    g_unlink (path);
  }
  g_unlink (project->database);
  g_unlink (project->ini);
  g_rmdir (versions);
  g_assert_cmpint (g_rmdir (project->dir), ==, 0); /* nothing else was left behind */
  g_free (project->dir);
  g_free (project->ini);
  g_free (project->database);
}

/* Run upgrade or downgrade to @target; with the faulty driver if @with_faults. */
static gboolean
migrate (const Project *project, const char *mode, LbStepKind kind, const char *target, gboolean with_faults,
         GError **error)
{
  const char *const config_files[] = { project->ini, NULL };
  LbSettingsRequest request = { .config_files = config_files, .need_config = TRUE };
  g_autoptr (LbSettings) settings = NULL;
  g_autoptr (LbScripts) scripts = NULL;
  g_autoptr (LbEngine) engine = NULL;
  g_autoptr (GError) local = NULL;

  request.values[LB_SETTING_TRANSACTION] = mode;
  settings = lb_settings_load (&request, NULL, &local);
  g_assert_no_error (local);
  scripts = lb_scripts_open (settings, NULL, &local);
  g_assert_no_error (local);
  engine = lb_engine_new (&(LbEngineOptions){ .settings = settings, .scripts = scripts, .command = "test" }, &local);
  g_assert_no_error (local);
  real = lb_driver_load (lb_engine_dialect (engine), &local);
  g_assert_no_error (local);
  faulty = *real;
  faulty.execute = faulty_execute;
  faulty.query = faulty_query;
  faulty.begin = faulty_begin;
  faulty.commit = faulty_commit;
  faulty.rollback = faulty_rollback;
  faulty.try_lock = faulty_try_lock;
  faulty.has_table = faulty_has_table;
  faulty.fate = faulty_fate;
  engine->driver = with_faults ? &faulty : NULL;
  return kind == LB_STEP_UPGRADE ? lb_engine_upgrade (engine, target, error)
                                 : lb_engine_downgrade (engine, target, error);
}

/* The first column of @sql, joined by blanks; "" if its table does not exist. */
static char *
look (const Project *project, const char *table, const char *sql)
{
  g_autofree char *text = g_strdup_printf ("sqlite:///%s", project->database);
  g_autoptr (LbUrl) url = lb_url_parse (text, NULL);
  LbConnection *connection = real->open (url, &(LbConnectOptions){ .read_only = TRUE }, NULL);
  GString *found = g_string_new (NULL);
  gboolean exists;

  g_assert_nonnull (connection);
  g_assert_true (real->has_table (connection, NULL, table, &exists, NULL, NULL));
  if (exists) {
    g_autoptr (LbRows) rows = real->query (connection, sql, NULL);

    g_assert_nonnull (rows);
    for (guint i = 0; i < rows->rows->len; i++)
      g_string_append_printf (found, "%s%s", i ? " " : "", ((char **) g_ptr_array_index (rows->rows, i))[0]);
  }
  real->close (connection);
  return g_string_free (found, FALSE);
}

/* What the report of a failure says about the database must be what the database says. */
static void
check_report (const Project *project, const GError *error)
{
  const LbErrorParts *parts = lb_error_parts (error);
  g_autofree char *rows = look (project, "alembic_version", "SELECT version_num FROM alembic_version");
  g_autofree char *claim = g_strdup_printf ("the database is at %s", *rows ? rows : "base (no revision is applied)");

  if (!parts->outcome) /* it failed before anything was begun */
    g_assert_cmpstr (rows, ==, "");
  else if (!strstr (parts->outcome, "the next run finds out"))
    g_assert_cmpstr (strstr (parts->outcome, "the database is at"), ==, claim);
}

static void
check_all_done (const Project *project)
{
  g_autofree char *log = look (project, "log", "SELECT what FROM log ORDER BY n");
  g_autofree char *rows = look (project, "alembic_version", "SELECT version_num FROM alembic_version");
  g_autofree char *memory = look (project, "alembic_version_progress", "SELECT 'left over'");

  g_assert_cmpstr (log, ==, ALL);
  g_assert_cmpstr (rows, ==, "r3");
  g_assert_cmpstr (memory, ==, "");
}

/* One run that fails at call @at, then a healthy one. FALSE when the run had fewer calls and so did not fail. */
static gboolean
fail_once (const char *mode, Fault kind, guint at)
{
  Project project;
  g_autoptr (GError) error = NULL, second = NULL;
  gboolean failed;

  project_set_up (&project);
  fault = kind;
  fail_at = at;
  calls = 0;
  lost = FALSE;
  failed = !migrate (&project, mode, LB_STEP_UPGRADE, "head", TRUE, &error);
  if (failed) {
    g_assert_error (error, LB_ERROR, (gint) (kind == FAIL_BEFORE ? LB_ERROR_DATABASE : LB_ERROR_CONNECT));
    check_report (&project, error);
    migrate (&project, mode, LB_STEP_UPGRADE, "head", FALSE, &second);
    g_assert_no_error (second);
  }
  check_all_done (&project);
  migrate (&project, mode, LB_STEP_DOWNGRADE, "base", FALSE, &second);
  g_assert_no_error (second);
  project_tear_down (&project);
  return failed;
}

static void
test_every_call (gconstpointer data)
{
  const char *mode = data;

  for (int kind = 0; kind < N_FAULTS; kind++) {
    guint at = 1;
    guint limit;

    /* a query whose answer is lost is as good as one that was not asked: LOSE_AFTER does not fail there. So go on to
     * the number of calls of a run without faults. */
    g_assert_false (fail_once (mode, (Fault) kind, 0));
    limit = calls;
    g_assert_cmpuint (limit, >, 20);
    for (; at <= limit; at++)
      if (!fail_once (mode, (Fault) kind, at))
        g_assert_cmpint (kind, ==, LOSE_AFTER);
  }
}

/* ---- another run in between */

static const Project *rival_project;
static const char *rival_mode;

static void
run_rival (void)
{
  g_autoptr (GError) error = NULL;

  rival_at = 0;
  migrate (rival_project, rival_mode, LB_STEP_UPGRADE, "head", TRUE, &error);
  g_assert_no_error (error);
}

/* Without a lock for the run, another one may do its work before any of our transactions: ours finds out, plans again,
 * and finds nothing to do. */
static void
test_rival (gconstpointer data)
{
  guint n = 0;

  rival_mode = data;
  rival = run_rival;
  no_lock = TRUE;
  fail_at = 0;
  lost = FALSE;
  for (guint at = 1; at <= n || n == 0; at++) {
    Project project;
    g_autoptr (GError) error = NULL;

    project_set_up (&project);
    rival_project = &project;
    begins = 0;
    rival_at = n ? at : 0; /* the first run counts the transactions */
    g_assert_true (migrate (&project, rival_mode, LB_STEP_UPGRADE, "head", TRUE, &error));
    g_assert_no_error (error);
    check_all_done (&project);
    migrate (&project, rival_mode, LB_STEP_DOWNGRADE, "base", FALSE, &error);
    g_assert_no_error (error);
    project_tear_down (&project);
    if (n == 0) {
      n = begins;
      at = 0;
    }
  }
  no_lock = FALSE;
  g_assert_cmpuint (n, >, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/engine/faults/revision", "revision", test_every_call);
  g_test_add_data_func ("/engine/faults/run", "run", test_every_call);
  g_test_add_data_func ("/engine/faults/rival/revision", "revision", test_rival);
  g_test_add_data_func ("/engine/faults/rival/run", "run", test_rival);
  return g_test_run ();
}
