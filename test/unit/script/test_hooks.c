/* Post-write hooks: what is run with which arguments, and what is said when it fails. */
#include "script/generate.h"

#include "scratch.h"

static void
announce (const char *name, gboolean done, gpointer data)
{
  g_string_append_printf (data, "%s%s ", name, done ? " done" : "");
}

/* Run the hooks of @section; what was announced. */
static char *
run (const char *section, gboolean *ret_ok, GError **error)
{
  g_autofree char *ini = g_strconcat ("[alembic]\nscript_location = .\n", section, NULL);
  g_autoptr (LbSettings) settings = NULL;
  GString *announced = g_string_new (NULL);

  scratch_write ("alembic.ini", ini);
  settings = scratch_settings (TRUE);
  *ret_ok = lb_run_hooks (settings, "/v/a b.py", announce, NULL, announced, error);
  return g_string_free (announced, FALSE);
}

#define SECTION "[post_write_hooks]\n"
#define SCRIPT  "#!/bin/sh\nfor x; do printf '%s|' \"$x\"; done >> log\npwd >> log\n"

static void
test_exec (Scratch *scratch, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *announced = NULL;
  g_autofree char *log = NULL;
  g_autofree char *expected = NULL;
  gboolean ok;

  scratch_write ("show", SCRIPT);
  scratch_write ("sub/placeholder", "");
  g_assert_cmpint (g_chmod ("show", 0755), ==, 0);
  announced = run (SECTION "hooks = one, two\none.type = exec\none.executable = ./show\n"
                           "one.options = -l 'x y' REVISION_SCRIPT_FILENAME:1\n"
                           "two.type = exec\ntwo.executable = %(here)s/show\ntwo.options = -q\ntwo.cwd = sub\n",
                   &ok, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  g_assert_cmpstr (announced, ==, "one one done two two done ");
  log = scratch_read ("log");
  expected = g_strdup_printf ("-l|x y|/v/a b.py:1|%s\n", scratch->root);
  g_assert_cmpstr (log, ==, expected);
  g_free (log);
  log = scratch_read ("sub/log");
  g_free (expected);
  expected = g_strdup_printf ("/v/a b.py|-q|%s/sub\n", scratch->root);
  g_assert_cmpstr (log, ==, expected);
}

static void
test_failures (Scratch *scratch, gconstpointer data)
{
  static const struct {
    const char *section;
    LbErrorCode code;
    const char *says;
  } cases[] = {
    { "hooks = a\n", LB_ERROR_CONFIG, "Key 'a.type' (or 'type' in toml) is required for post write hook 'a'" },
    { "hooks = a\na.type = mine\n", LB_ERROR_CONFIG, "No formatter with name 'mine' registered" },
    { "hooks = a\na.type = exec\n", LB_ERROR_CONFIG, "Key a.executable is required for post write hook 'a'" },
    { "hooks = a\na.type = module\n", LB_ERROR_CONFIG, "Key a.module is required for post write hook 'a'" },
    { "hooks = a\na.type = console_scripts\n", LB_ERROR_CONFIG,
      "Key a.entrypoint is required for post write hook 'a'" },
    { "hooks = a\na.type = exec\na.executable = false\n", LB_ERROR_SCRIPT,
      "post write hook 'a' failed with exit status 1" },
    { "hooks = a\na.type = exec\na.executable = sh\na.options = -c 'kill -9 $$' REVISION_SCRIPT_FILENAME\n",
      LB_ERROR_SCRIPT, "post write hook 'a' was ended by signal 9" },
    { "hooks = a\na.type = exec\na.executable = /nowhere/at/all\n", LB_ERROR_SCRIPT, "post write hook 'a': " },
    { "hooks = a\na.type = exec\na.executable = true\na.options = 'open\n", LB_ERROR_CONFIG,
      "options of post write hook 'a': " },
    { "hooks = a\na.type = module\na.module = no_such_module_here\n", LB_ERROR_SCRIPT,
      "Could not find module no_such_module_here" },
    { "hooks = a\na.type = console_scripts\na.entrypoint = no-such-script\n", LB_ERROR_SCRIPT,
      "Could not find entrypoint console_scripts.no-such-script" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *section = g_strconcat (SECTION, cases[i].section, NULL);
    g_autoptr (GError) error = NULL;
    g_autofree char *announced = NULL;
    gboolean ok;

    announced = run (section, &ok, &error);
    g_assert_false (ok);
    g_assert_error (error, LB_ERROR, (gint) cases[i].code);
    if (!strstr (error->message, cases[i].says))
      g_error ("case %u says '%s', not '%s'", i, error->message, cases[i].says);
    g_assert_cmpstr (announced, ==, "a ");
    g_assert_cmpstr (lb_error_parts (error)->outcome, ==, "the revision file /v/a b.py is written and stays");
  }
}

/* The first hook that fails is the last one to run. */
static void
test_order (Scratch *scratch, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *announced = NULL;
  gboolean ok;

  announced = run (SECTION "hooks = a b\na.type = exec\na.executable = false\nb.type = exec\nb.executable = true\n",
                   &ok, &error);
  g_assert_false (ok);
  g_assert_cmpstr (announced, ==, "a ");
  g_free (announced);
  g_clear_error (&error);
  announced = run ("", &ok, &error);
  g_assert_true (ok);
  g_assert_cmpstr (announced, ==, "");
}

/* A module and a console script that stand in the current directory and a made-up package. */
static void
test_python (Scratch *scratch, gconstpointer data)
{
  static const char program[]
      = "import sys\n\n\ndef main():\n    open('log', 'a').write(repr(sys.argv[1:]) + '\\n')\n\n\n"
        "if __name__ == '__main__':\n    main()\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *python = g_find_program_in_path ("python3");
  g_autofree char *announced = NULL;
  g_autofree char *log = NULL;
  gboolean ok;

  g_assert_nonnull (python);
  scratch_write ("lb_hook_module.py", program);
  scratch_write ("lb_hook-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: lb-hook\nVersion: 1.0\n");
  scratch_write ("lb_hook-1.0.dist-info/entry_points.txt", "[console_scripts]\nlb-hook = lb_hook_module:main\n");
  g_setenv ("PYTHONPATH", scratch->root, TRUE);
  g_setenv ("PYTHONDONTWRITEBYTECODE", "1", TRUE);
  g_unsetenv ("VIRTUAL_ENV");
  announced
      = run (SECTION "hooks = m c\nm.type = module\nm.module = lb_hook_module\nm.options = -x\n"
                     "c.type = console_scripts\nc.entrypoint = lb-hook\nc.options = REVISION_SCRIPT_FILENAME -y\n",
             &ok, &error);
  g_assert_no_error (error);
  log = scratch_read ("log");
  g_assert_cmpstr (log, ==, "['/v/a b.py', '-x']\n['/v/a b.py', '-y']\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/hooks/" name, Scratch, NULL, scratch_set_up, function, scratch_tear_down)
  ADD ("exec", test_exec);
  ADD ("failures", test_failures);
  ADD ("order", test_order);
  ADD ("python", test_python);
  return g_test_run ();
}
