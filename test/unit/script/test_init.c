/* init: what is laid down where, and that nothing that exists is changed. */
#include "script/init.h"

#include "scratch.h"

static void
announce (const char *text, gboolean done, gboolean note, gpointer data)
{
  if (done)
    g_string_append_printf (data, "%s%s\n", text, note ? "" : " ...  done");
}

static gboolean
init (const char *directory, const char *template, gboolean package, GString *announced, GError **error)
{
  g_autoptr (LbSettings) settings = scratch_settings (FALSE);

  return lb_init (settings, directory, template, package, announced ? announce : NULL, announced, error);
}

static void
test_templates (void)
{
  static const char *const names[] = { "generic", "async", "multidb", "pyproject", "pyproject_async", "sql" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) templates = lb_templates (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (templates->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < templates->len; i++) {
    const LbTemplate *template = templates->pdata[i];

    g_assert_cmpstr (template->name, ==, names[i]);
    g_assert_true (g_str_has_suffix (template->synopsis, "."));
  }
}

static void
test_layout (Scratch *scratch, gconstpointer data)
{
  static const struct {
    const char *template;
    const char *files;
  } cases[] = {
    { NULL, "alembic.ini mig/README mig/env.py mig/script.py.mako" },
    { "async", "alembic.ini mig/README mig/env.py mig/script.py.mako" },
    { "multidb", "alembic.ini mig/README mig/env.py mig/script.py.mako" },
    { "pyproject", "alembic.ini mig/README mig/env.py mig/script.py.mako pyproject.toml" },
    { "pyproject_async", "alembic.ini mig/README mig/env.py mig/script.py.mako pyproject.toml" },
    { "sql", "alembic.ini mig/README" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (LbSettings) settings = NULL;
    g_autofree char *files = NULL;
    g_autofree char *location = NULL;
    g_autofree char *expected = g_build_filename (scratch->root, "mig", NULL);

    g_assert_true (init ("mig", cases[i].template, FALSE, NULL, &error));
    files = scratch_list (".");
    g_assert_cmpstr (files, ==, cases[i].files);
    g_assert_true (g_file_test ("mig/versions", G_FILE_TEST_IS_DIR));
    settings = scratch_settings (TRUE); /* what was written is read */
    location = lb_settings_string (settings, LB_SETTING_SCRIPT_LOCATION, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (location, ==, expected);
    scratch_remove ("mig");
    g_unlink ("alembic.ini");
    g_unlink ("pyproject.toml");
  }
}

static void
test_announced (Scratch *scratch, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) announced = g_string_new (NULL);
  g_autoptr (GString) expected = g_string_new (NULL);

  g_string_append (expected, "Creating directory @/db/mig ...  done\nCreating directory @/db/mig/versions ...  done\n"
                             "Generating @/db/mig/README ...  done\nGenerating @/alembic.ini ...  done\n"
                             "Adding @/db/mig/__init__.py ...  done\nAdding @/db/mig/versions/__init__.py ...  done\n"
                             "Please edit configuration/connection/logging settings in @/alembic.ini before "
                             "proceeding.\n");
  g_string_replace (expected, "@", scratch->root, 0);
  g_assert_true (init ("db/mig", "sql", TRUE, announced, &error));
  g_assert_cmpstr (announced->str, ==, expected->str);
}

static void
test_existing (Scratch *scratch, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) announced = g_string_new (NULL);
  g_autofree char *ini = NULL;
  g_autofree char *toml = NULL;
  g_autofree char *skipped = g_strdup_printf ("File %s/alembic.ini already exists, skipping\n", scratch->root);
  g_autofree char *appended = g_strdup_printf ("Appending to existing %s/pyproject.toml ...  done\n", scratch->root);
  g_autofree char *kept = g_strdup_printf ("File %s/pyproject.toml already exists and already has a [tool.alembic] "
                                           "section, skipping\n",
                                           scratch->root);

  scratch_write ("alembic.ini", "[alembic]\n# mine\n");
  scratch_write ("pyproject.toml", "[project]\nname = \"shop\"\n");
  g_assert_true (init ("one", "pyproject", FALSE, announced, &error));
  g_assert_nonnull (strstr (announced->str, skipped));
  g_assert_nonnull (strstr (announced->str, appended));
  ini = scratch_read ("alembic.ini");
  g_assert_cmpstr (ini, ==, "[alembic]\n# mine\n");
  toml = scratch_read ("pyproject.toml");
  g_assert_true (g_str_has_prefix (toml, "[project]\nname = \"shop\"\n\n\n[tool.alembic]\n"));
  g_assert_nonnull (strstr (toml, "\nscript_location = \"%(here)s/one\"\n"));
  g_string_truncate (announced, 0);
  g_assert_true (init ("two", "pyproject", FALSE, announced, &error));
  g_assert_nonnull (strstr (announced->str, kept));
}

static void
test_location (Scratch *scratch, gconstpointer data)
{
  static const struct {
    const char *directory;
    const char *line;
  } cases[] = {
    { "a/b", "\nscript_location = %(here)s/a/b\n" },
    { "./c/", "\nscript_location = %(here)s/c\n" },
    { "100%", "\nscript_location = %(here)s/100%%\n" },
  };
  g_autofree char *outside = g_build_filename (scratch->root, "abs", NULL);
  g_autofree char *line = g_strdup_printf ("\nscript_location = %s\n", outside);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *ini = NULL;

    g_assert_true (init (cases[i].directory, "sql", FALSE, NULL, &error));
    ini = scratch_read ("alembic.ini");
    if (!strstr (ini, cases[i].line))
      g_error ("'%s' is not in %s", cases[i].line, ini);
    g_unlink ("alembic.ini");
  }
  g_assert_true (init (outside, "sql", FALSE, NULL, &error));
  text = scratch_read ("alembic.ini");
  g_assert_nonnull (strstr (text, line));
}

static void
test_refused (Scratch *scratch, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  scratch_write ("full/x", "");
  g_assert_false (init ("full", NULL, FALSE, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
  g_assert_cmpstr (error->message, ==, "Directory full already exists and is not empty");
  g_clear_error (&error);
  g_assert_false (init ("new", "genric", FALSE, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_USAGE);
  g_assert_true (g_str_has_prefix (error->message, "No such template /"));
  g_assert_cmpstr (lb_error_parts (error)->hint, ==, "Did you mean 'generic'?");
  g_assert_false (g_file_test ("new", G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  g_assert_false (init ("new", "../generic", FALSE, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_false (init ("", NULL, FALSE, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_false (init ("full/x", NULL, FALSE, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_IO);
}

/* Half-way: the error tells what is there now. */
static void
test_half_way (Scratch *scratch, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *made = g_strdup_printf ("created before it failed: %s/mig, %s/mig/versions, %s/mig/README",
                                           scratch->root, scratch->root, scratch->root);
  g_autoptr (LbSettings) settings = NULL;
  const char *config_files[] = { "file/alembic.ini", NULL };
  LbSettingsRequest request = { .config_files = config_files };

  /* the ini is to go into a directory that is a file */
  scratch_write ("file", "");
  settings = lb_settings_load (&request, NULL, &error);
  g_assert_nonnull (settings);
  g_assert_false (lb_init (settings, "mig", "sql", FALSE, NULL, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_IO);
  g_assert_cmpstr (lb_error_parts (error)->outcome, ==, made);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_path_get_dirname (LB_TEST_DATA);

  g_setenv ("LIMBECK_HOME", home, TRUE); /* the templates of the tree */
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/init/templates", test_templates);
#define ADD(name, function) g_test_add ("/init/" name, Scratch, NULL, scratch_set_up, function, scratch_tear_down)
  ADD ("layout", test_layout);
  ADD ("announced", test_announced);
  ADD ("existing", test_existing);
  ADD ("location", test_location);
  ADD ("refused", test_refused);
  ADD ("half-way", test_half_way);
  return g_test_run ();
}
