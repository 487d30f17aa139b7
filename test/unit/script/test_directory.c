/* The script directory: which files are revisions, in which order, and what is reported about the others. */
#include "script/directory.h"
#include "script/scan.h"
#include "util/error.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NONE "revision = '%s'\ndown_revision = None\n"

typedef struct {
  char *root; /* resolved */
  LbLog log;
} Fixture;

static GString *logged; /* the log has no room for data of its own */

static void
write_log (LbLog *log, LbLogLevel level, const char *logger, const char *message)
{
  g_assert_cmpint (level, ==, LB_LOG_WARNING);
  g_string_append_printf (logged, "%s\n", message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *made = g_dir_make_tmp ("limbeck-XXXXXX", NULL);
  char *resolved = realpath (made, NULL); /* TMPDIR may be a link */

  fixture->root = g_strdup (resolved);
  free (resolved);
  fixture->log.write = write_log;
  logged = g_string_new (NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *below = g_build_filename (path, name, NULL);

    remove_tree (below);
  }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->root);
  g_free (fixture->root);
  g_string_free (logged, TRUE);
}

/* Write @text to @name below the root; the directories on the way are made. */
static void
write_file (const Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->root, name, NULL);
  g_autofree char *dir = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (dir, 0755), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* A first revision called @id in @name. */
static void
write_revision (const Fixture *fixture, const char *name, const char *id)
{
  g_autofree char *text = NULL;

  if (g_str_has_suffix (name, ".sql"))
    text = g_strdup_printf ("-- %s\n-- revision: %s\n-- down_revision:\n\n-- limbeck:upgrade\n", id, id);
  else
    text = g_strdup_printf (NONE, id);
  write_file (fixture, name, text);
}

static void
link_file (const Fixture *fixture, const char *target, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->root, name, NULL);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

/* --- the scan alone --- */

static gboolean
note (const LbScriptFile *file, gpointer data, GError **error)
{
  char byte;
  int fd = openat (file->dir, file->name, O_RDONLY);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (read (fd, &byte, 1), >=, 0);
  close (fd);
  g_string_append_printf (data, "%s\n", file->path);
  return TRUE;
}

/* The paths of a scan of @locations (relative to the root, separated by blanks) without the root, or the error. */
static char *
scan (Fixture *fixture, const char *locations, LbScanRules rules)
{
  g_auto (GStrv)
    dirs = g_strsplit (locations, " ", -1);
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (char **dir = dirs; *dir; dir++) {
    char *path = g_build_filename (fixture->root, *dir, NULL);

    g_free (*dir);
    *dir = path;
  }
  if (!lb_scan ((const char *const *) dirs, &rules, &fixture->log, note, found, &error)) {
    const LbErrorParts *parts = lb_error_parts (error);

    g_string_printf (found, "%s: %s", parts->file, error->message);
  }
  g_string_replace (found, fixture->root, "", 0);
  g_string_replace (logged, fixture->root, "", 0);
  return g_string_free (g_steal_pointer (&found), FALSE);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "v/b.py",
                                       "v/a.sql",
                                       "v/Z.py",
                                       "v/a.py",
                                       "v/__init__.py",
                                       "v/__init__x.py",
                                       "v/.#b.py",
                                       "v/.hidden.py",
                                       "v/README",
                                       "v/x.pyc",
                                       "v/x.py~",
                                       "v/s2/d.py",
                                       "v/s1/c.sql",
                                       "v/s1/t/e.py",
                                       "v/.git/f.py",
                                       "w/a.py",
                                       "v/d.py/inner.py",
                                       "v/__pycache__/b.cpython-311.pyc",
                                       "v/__pycache__/x.py",
                                       "v/é.py" };
  g_autofree char *flat = NULL, *deep = NULL, *reversed = NULL, *nothing = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    write_file (fixture, names[i], "x");
  flat = scan (fixture, "v w", (LbScanRules){ 0 });
  g_assert_cmpstr (flat, ==, "/v/.hidden.py\n/v/Z.py\n/v/a.py\n/v/a.sql\n/v/b.py\n/v/é.py\n/w/a.py\n");
  deep = scan (fixture, "v", (LbScanRules){ .recursive = TRUE });
  g_assert_cmpstr (deep, ==,
                   "/v/.hidden.py\n/v/Z.py\n/v/a.py\n/v/a.sql\n/v/b.py\n/v/é.py\n/v/.git/f.py\n/v/d.py/inner.py\n"
                   "/v/s1/c.sql\n/v/s1/t/e.py\n/v/s2/d.py\n");
  reversed = scan (fixture, "w v/s1", (LbScanRules){ 0 });
  g_assert_cmpstr (reversed, ==, "/w/a.py\n/v/s1/c.sql\n");
  nothing = scan (fixture, "absent v/a.py w/a.py/x", (LbScanRules){ 0 });
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (logged->str, ==, "");
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  g_autofree char *found = NULL, *broken = NULL;

  write_file (fixture, "v/m.py", "x");
  write_file (fixture, "other/far.sql", "x");
  write_file (fixture, "other/plain.txt", "x");
  write_file (fixture, "dir/d.py", "x");
  link_file (fixture, "../other/far.sql", "v/a.sql");
  link_file (fixture, "../other/plain.txt", "v/b.py"); /* its own name counts, not the link's */
  link_file (fixture, "../dir", "v/c");                /* not entered */
  link_file (fixture, "../dir", "v/c.py");
  link_file (fixture, "../dir/d.py", "v/n.txt");
  link_file (fixture, "user@host.1234:5678", "v/.#m.py"); /* Emacs' lock */
  link_file (fixture, "user@host.1234:5678", "v/m2.py");
  found = scan (fixture, "v", (LbScanRules){ .recursive = TRUE });
  g_assert_cmpstr (found, ==, "/other/far.sql\n/v/m.py\n/dir/d.py\n");
  link_file (fixture, "gone.py", "v/z.py");
  broken = scan (fixture, "v", (LbScanRules){ 0 });
  g_assert_cmpstr (broken, ==, "/v/z.py: cannot read /v/z.py: No such file or directory");
}

static void
test_twice (Fixture *fixture, gconstpointer data)
{
  g_autofree char *found = NULL;

  write_file (fixture, "v/a.py", "x");
  write_file (fixture, "v/b.py", "x");
  write_file (fixture, "v/s/c.py", "x");
  link_file (fixture, "a.py", "v/z.py");
  link_file (fixture, "v", "w");
  found = scan (fixture, "v/s v w", (LbScanRules){ .recursive = TRUE });
  g_assert_cmpstr (found, ==, "/v/s/c.py\n/v/a.py\n/v/b.py\n");
#define TWICE(path) "File " path " loaded twice! ignoring. Please ensure version_locations is unique.\n"
  g_assert_cmpstr (logged->str, ==,
                   TWICE ("/v/a.py") TWICE ("/v/s/c.py") /* v: by the link z.py, and s */
                   TWICE ("/v/a.py") TWICE ("/v/b.py") TWICE ("/v/a.py") TWICE ("/v/s/c.py")); /* w is v */
}

static void
test_sourceless (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *name, *expected;
  } cases[] = {
    { "v/a.pyc", "/v/a.py\n" },
    { "v/__pycache__/a.cpython-311.pyc", "/v/a.py\n" },
    { "v/__init__.pyc", "/v/a.py\n" },
    { "v/__pycache__/__init__.cpython-311.pyc", "/v/a.py\n" },
    { "v/b.pyc", "/v/b.pyc: compiled revision without its source: b.pyc" },
    { "v/b.pyo", "/v/b.pyo: compiled revision without its source: b.pyo" },
    { "v/__pycache__/b.cpython-311.pyc",
      "/v/__pycache__/b.cpython-311.pyc: compiled revision without its source: __pycache__/b.cpython-311.pyc" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *v = g_build_filename (fixture->root, "v", NULL);
    g_autofree char *ignored = NULL, *found = NULL;

    remove_tree (v);
    write_file (fixture, "v/a.py", "x");
    write_file (fixture, cases[i].name, "x");
    ignored = scan (fixture, "v", (LbScanRules){ 0 });
    g_assert_cmpstr (ignored, ==, "/v/a.py\n");
    found = scan (fixture, "v", (LbScanRules){ .sourceless = TRUE });
    g_assert_cmpstr (found, ==, cases[i].expected);
  }
}

static gboolean
refuse (const LbScriptFile *file, gpointer data, GError **error)
{
  g_set_error_literal (error, LB_ERROR, LB_ERROR_GRAPH, "no");
  return FALSE;
}

static void
test_visit_fails (Fixture *fixture, gconstpointer data)
{
  g_autofree char *v = g_build_filename (fixture->root, "v", NULL);
  const char *const locations[] = { v, NULL };
  g_autoptr (GError) error = NULL;

  write_file (fixture, "v/a.py", "x");
  g_assert_false (lb_scan (locations, &(LbScanRules){ 0 }, NULL, refuse, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_GRAPH);
}

/* --- the directory --- */

/* Settings of a project with @keys in its ini file. */
static LbSettings *
load_settings (const Fixture *fixture, const char *keys)
{
  g_autofree char *path = g_build_filename (fixture->root, "alembic.ini", NULL);
  g_autofree char *text = g_strdup_printf ("[alembic]\n%s", keys);
  const char *const files[] = { path, NULL };
  LbSettingsRequest request = { .config_files = files, .need_config = TRUE };
  g_autoptr (GError) error = NULL;
  LbSettings *settings;

  write_file (fixture, "alembic.ini", text);
  settings = lb_settings_load (&request, NULL, &error);
  g_assert_no_error (error);
  return settings;
}

/* The identities of the project in file order, "a b c", or the error. */
static char *
load (Fixture *fixture, const char *keys)
{
  g_autoptr (LbSettings) settings = load_settings (fixture, keys);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbScripts) scripts = lb_scripts_open (settings, &fixture->log, &error);
  const LbGraph *graph = scripts ? lb_scripts_graph (scripts, &error) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (graph) {
    g_assert_true (lb_scripts_graph (scripts, NULL) == graph);
    for (guint i = 0; i < lb_graph_size (graph); i++)
      g_string_append_printf (text, "%s%s", i ? " " : "", lb_graph_nth (graph, i)->id);
  } else {
    g_string_append (text, error->message);
  }
  g_string_replace (text, fixture->root, "", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *keys, *expected;
  } cases[] = {
    { "script_location = %(here)s/m\n", "a1 b1" },
    { "script_location = %(here)s/m\nrecursive_version_locations = true\n", "a1 b1 c1" },
    { "script_location = %(here)s/m\npath_separator = space\nversion_locations = %(here)s/w %(here)s/m/versions\n",
      "d1 a1 b1" },
    { "script_location = %(here)s/absent\n",
      "Path doesn't exist: /absent.  Please use the 'init' command to create a new scripts folder." },
    { "script_location = %(here)s/alembic.ini\n", "script_location is no directory: /alembic.ini" },
    { "x = y\n", "No 'script_location' key found in configuration." },
  };

  write_revision (fixture, "m/versions/1.sql", "a1");
  write_revision (fixture, "m/versions/2.py", "b1");
  write_revision (fixture, "m/versions/s/3.sql", "c1");
  write_file (fixture, "m/versions/0.sql", "-- a table of countries\nINSERT INTO country VALUES (1);\n");
  write_revision (fixture, "w/9.py", "d1");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = load (fixture, cases[i].keys);

    g_assert_cmpstr (text, ==, cases[i].expected);
  }
  g_assert_cmpstr (logged->str, ==, ""); /* 0.sql may be what 2.py reads */
}

/* A SQL file without a header, where no Python revision can be what reads it. */
static void
test_others (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL, *expected = NULL;

  write_revision (fixture, "m/versions/1.sql", "a1");
  write_file (fixture, "m/versions/2.sql", "CREATE TABLE country (id INTEGER);\n");
  text = load (fixture, "script_location = %(here)s/m\n");
  g_assert_cmpstr (text, ==, "a1");
  expected = g_strdup_printf ("File %s/m/versions/2.sql has no header with a revision line, so it is no revision\n",
                              fixture->root);
  g_assert_cmpstr (logged->str, ==, expected);
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  g_autofree char *computed = NULL, *stray = NULL;
  const char *keys = "script_location = %(here)s/m\n";

  write_revision (fixture, "m/versions/1.sql", "a1");
  write_file (fixture, "m/versions/2.py", "revision = f()\n");
  computed = load (fixture, keys);
  g_assert_cmpstr (computed, ==, "revision is not literal: a name that has no literal value");
  write_file (fixture, "m/versions/2.py", "revision = 'b'\ndown_revision = None\n");
  write_file (fixture, "m/versions/3.sql", "-- limbeck:upgrade\n");
  stray = load (fixture, keys);
  g_assert_cmpstr (stray, ==, "the script has no revision line in its header");
}

/* Headers and bodies larger than what is read at first. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) python = g_string_new (NULL), sql = g_string_new ("-- big\n"), tail = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < 20000; i++) {
    g_string_append_printf (python, "x%u = 'value'\n", i);
    g_string_append_printf (sql, "-- line %u\n", i);
  }
  g_string_append (tail, "-- revision: c\n-- down_revision: b\n\n-- limbeck:upgrade\n");
  g_string_append_len (tail, sql->str, (gssize) sql->len);
  g_string_append (python, "revision = 'a'\ndown_revision = None\n");
  g_string_append (sql, "-- revision: b\n-- down_revision: a\n");
  write_file (fixture, "m/versions/1.py", python->str);
  write_file (fixture, "m/versions/2.sql", sql->str);
  write_file (fixture, "m/versions/3.sql", tail->str);
  write_file (fixture, "m/versions/4.sql",
              sql->str + strlen ("-- big\n") + strlen ("-- line 0\n")); /* the same identity: named below */
  text = load (fixture, "script_location = %(here)s/m\n");
  g_assert_nonnull (strstr (text, "2.sql"));
  g_assert_nonnull (strstr (text, "4.sql"));
  g_clear_pointer (&text, g_free);
  write_file (fixture, "m/versions/4.sql", "SELECT 1;");
  text = load (fixture, "script_location = %(here)s/m\n");
  g_assert_cmpstr (text, ==, "a b c");
}

static void
test_facts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LbSettings) settings = NULL;
  g_autoptr (LbScripts) scripts = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL, *mako = NULL, *doc = NULL, *expected = g_build_filename (fixture->root, "m", NULL);
  const LbGraph *graph;

  write_file (fixture, "m/versions/1.py", "'''one\n\nmore'''\nrevision = 'a'\ndown_revision = None\n");
  settings = load_settings (fixture, "script_location = %(here)s/m\n");
  scripts = lb_scripts_open (settings, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lb_scripts_dir (scripts), ==, expected);
  g_assert_true (g_str_has_suffix (lb_scripts_locations (scripts)[0], "/m/versions"));
  g_assert_null (lb_scripts_locations (scripts)[1]);
  g_assert_true (lb_scripts_settings (scripts) == settings);
  g_assert_false (lb_scripts_has_env (scripts));
  none = lb_scripts_template_path (scripts);
  g_assert_null (none);
  write_file (fixture, "m/env.py", "");
  write_file (fixture, "m/script.py.mako", "");
  g_assert_true (lb_scripts_has_env (scripts));
  mako = lb_scripts_template_path (scripts);
  g_assert_true (g_str_has_suffix (mako, "/m/script.py.mako"));
  graph = lb_scripts_graph (scripts, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lb_graph_nth (graph, 0)->message, ==, "one");
  doc = lb_scripts_doc (lb_graph_nth (graph, 0), &error);
  g_assert_cmpstr (doc, ==, "one\n\nmore");
  g_unlink (lb_graph_nth (graph, 0)->path);
  g_assert_null (lb_scripts_doc (lb_graph_nth (graph, 0), &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
  g_assert_cmpint (lb_script_format ("a.sql"), ==, LB_SCRIPT_SQL);
  g_assert_cmpint (lb_script_format ("a.py"), ==, LB_SCRIPT_PYTHON);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/directory/order", test_order },
    { "/directory/links", test_links },
    { "/directory/twice", test_twice },
    { "/directory/sourceless", test_sourceless },
    { "/directory/visit_fails", test_visit_fails },
    { "/directory/load", test_load },
    { "/directory/others", test_others },
    { "/directory/errors", test_errors },
    { "/directory/large", test_large },
    { "/directory/facts", test_facts },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
