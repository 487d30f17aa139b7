/* New revision files: where they go, what is in them, and that nothing is ever overwritten or left behind. */
#include "script/generate.h"
#include "script/write.h"

#include "scratch.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define INI "[alembic]\nscript_location = mig\npath_separator = os\n"
#define MAKO                                                                                                           \
  "\"\"\"${message}\n\nCreate Date: ${create_date}\n\n\"\"\"\n"                                                        \
  "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n"                                          \
  "branch_labels = ${repr(branch_labels)}\ndepends_on = ${repr(depends_on)}\n"

static void
write_sql (const char *path, const char *id, const char *down, const char *extra)
{
  g_autofree char *text = g_strdup_printf ("-- %s\n--\n-- revision: %s\n-- down_revision: %s\n%s\n-- limbeck:upgrade\n",
                                           id, id, down, extra);

  scratch_write (path, text);
}

/* Generate as the ini file @ini and @revision say; the path relative to the root, or NULL with @error. */
static char *
generate (const Scratch *scratch, const char *ini, LbNewRevision revision, GError **error)
{
  g_autoptr (LbSettings) settings = NULL;
  g_autoptr (LbScripts) scripts = NULL;
  g_autofree char *path = NULL;

  scratch_write ("alembic.ini", ini);
  g_assert_cmpint (g_mkdir_with_parents ("mig/versions", 0755), ==, 0);
  settings = scratch_settings (TRUE);
  scripts = lb_scripts_open (settings, NULL, error);
  g_assert_nonnull (scripts);
  if (!lb_generate (scripts, &revision, &path, error))
    return NULL;
  g_assert_true (g_str_has_prefix (path, scratch->root));
  return g_strdup (path + strlen (scratch->root) + 1);
}

static void
test_sql (Scratch *scratch, gconstpointer data)
{
  static const char *const heads[] = { "ae10", "27c6", NULL };
  static const char *const labels[] = { "shop", "cart", NULL };
  static const char *const depends[] = { "ne", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  write_sql ("mig/versions/1.sql", "ae10", "", "");
  write_sql ("mig/versions/2.sql", "27c6", "", "");
  write_sql ("mig/versions/3.sql", "net123", "", "");
  path = generate (scratch, INI,
                   (LbNewRevision){ .message = "merge: both\n\nrevision: not a key\ncr\rlf\x01.",
                                    .rev_id = "53ff",
                                    .heads = heads,
                                    .branch_labels = labels,
                                    .depends_on = depends },
                   &error);
  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, "mig/versions/53ff_merge_both_revision_not_a_key_cr_lf.sql");
  text = scratch_read (path);
  g_assert_cmpstr (text, ==,
                   "-- > merge: both\n--\n-- > revision: not a key\n-- cr\n-- lf .\n--\n"
                   "-- revision: 53ff\n-- down_revision: ae10, 27c6\n-- branch_labels: shop, cart\n"
                   "-- depends_on: net123\n-- create_date: 2026-11-21 10:00:00+00:00\n\n"
                   "-- limbeck:upgrade\n\n\n-- limbeck:downgrade\n\n");
}

static void
test_python (Scratch *scratch, gconstpointer data)
{
  static const char *const labels[] = { "shop", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *text = NULL;

  scratch_write ("mig/script.py.mako", MAKO);
  first = generate (scratch, INI, (LbNewRevision){ .rev_id = "ae10", .branch_labels = labels }, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, "mig/versions/ae10_.py");
  second = generate (scratch, INI, (LbNewRevision){ .message = "say \"\"\" \\N", .rev_id = "27c6" }, &error);
  g_assert_no_error (error);
  text = scratch_read (first);
  g_assert_cmpstr (text, ==,
                   "\"\"\"empty message\n\nCreate Date: 2026-11-21 10:00:00\n\n\"\"\"\nrevision = 'ae10'\n"
                   "down_revision = None\nbranch_labels = ('shop',)\ndepends_on = None\n");
  g_free (text);
  text = scratch_read (second);
  g_assert_nonnull (strstr (text, "\"\"\"say \\\"\\\"\\\" \\\\N\n"));
  g_assert_nonnull (strstr (text, "down_revision = 'ae10'\n"));
}

static void
test_format (Scratch *scratch, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = generate (scratch, INI, (LbNewRevision){ .rev_id = "1" }, &error);

  g_assert_cmpstr (path, ==, "mig/versions/1_.sql"); /* no template: SQL */
  scratch_write ("mig/script.py.mako", MAKO);
  g_free (path);
  path = generate (scratch, INI, (LbNewRevision){ .rev_id = "2" }, &error);
  g_assert_cmpstr (path, ==, "mig/versions/2_.sql"); /* as the parent is */
  g_free (path);
  path = generate (scratch, INI "[limbeck]\nrevision_format = py\n", (LbNewRevision){ .rev_id = "3" }, &error);
  g_assert_cmpstr (path, ==, "mig/versions/3_.py");
  g_free (path);
  path = generate (scratch, INI, (LbNewRevision){ .rev_id = "4" }, &error);
  g_assert_cmpstr (path, ==, "mig/versions/4_.py");
  g_free (path);
  path = generate (scratch, INI, (LbNewRevision){ .rev_id = "5", .format = "sql" }, &error);
  g_assert_cmpstr (path, ==, "mig/versions/5_.sql");
  g_free (path);
  g_assert_cmpint (g_unlink ("mig/script.py.mako"), ==, 0);
  path = generate (scratch, INI, (LbNewRevision){ .rev_id = "6", .format = "py" }, &error);
  g_assert_null (path);
  g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
  g_assert_nonnull (strstr (error->message, "no script.py.mako"));
}

static void
test_random_id (Scratch *scratch, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *one = generate (scratch, INI, (LbNewRevision){ .rev_id = "" }, &error);
  g_autofree char *two = generate (scratch, INI, (LbNewRevision){ .message = "x" }, &error);

  g_assert_no_error (error);
  g_assert_true (g_regex_match_simple ("^mig/versions/[0-9a-f]{12}_\\.sql$", one, 0, 0));
  g_assert_true (g_regex_match_simple ("^mig/versions/[0-9a-f]{12}_x\\.sql$", two, 0, 0));
  g_assert_cmpstr (one, !=, two);
}

typedef struct {
  const char *ini;
  LbNewRevision revision;
  LbErrorCode code;
  const char *says;
} Refusal;

static const char *const label_shop[] = { "shop", NULL };
static const char *const label_id[] = { "ae10", NULL };
static const char *const label_empty[] = { "", NULL };
static const char *const label_comma[] = { "a,b", NULL };
static const char *const head_base[] = { "base", NULL };

static const Refusal refusals[] = {
  { INI, { .rev_id = "ae10" }, LB_ERROR_GRAPH, "revision 'ae10' exists already: " },
  { INI,
    { .rev_id = "a@b-c+d:e" },
    LB_ERROR_GRAPH,
    "Character(s) '+, -, :, @' not allowed in revision identifier 'a@b-c+d:e'" },
  { INI, { .rev_id = "0123456789012345678901234567890123" }, LB_ERROR_USAGE, "has 34 characters" },
  { INI, { .rev_id = "a\nb" }, LB_ERROR_USAGE, "a control character" },
  { INI, { .rev_id = "../x" }, LB_ERROR_CONFIG, "leaves its version directory" },
  { INI, { .rev_id = "x/y" }, LB_ERROR_CONFIG, "where it is not found again" },
  { INI, { .message = "\xff" }, LB_ERROR_USAGE, "the message is not UTF-8" },
  { INI, { .branch_labels = label_shop }, LB_ERROR_GRAPH, "already used by revision ae10" },
  { INI, { .branch_labels = label_id }, LB_ERROR_GRAPH, "branch label 'ae10' is the id of a revision" },
  { INI, { .branch_labels = label_empty }, LB_ERROR_USAGE, "the branch label is empty" },
  { INI, { .branch_labels = label_comma }, LB_ERROR_SCRIPT, "cannot hold" },
  { INI, { .format = "rb" }, LB_ERROR_USAGE, "'rb' is neither sql nor py" },
  { INI,
    { .version_path = "elsewhere" },
    LB_ERROR_USAGE,
    "Path elsewhere is not represented in current version locations" },
  { INI "version_locations = mig/versions:mig/more\n",
    { .heads = head_base },
    LB_ERROR_USAGE,
    "Multiple version locations present, please specify --version-path" },
  { INI "file_template = fixed\n", { .rev_id = "new" }, LB_ERROR_IO, "the file exists already" },
  { INI "file_template = %%(year)d/%%(rev)s\n", { .rev_id = "new" }, LB_ERROR_CONFIG, "where it is not found again" },
  { INI "file_template = %%(what)s\n", { .rev_id = "new" }, LB_ERROR_CONFIG, "no token '%(what)'" },
  { INI "timezone = Nowhere\n", { .rev_id = "new" }, LB_ERROR_CONFIG, "Can't locate timezone: Nowhere" },
  { INI "truncate_slug_length = many\n", { .rev_id = "new" }, LB_ERROR_CONFIG, "truncate_slug_length" },
};

static void
test_refused (Scratch *scratch, gconstpointer data)
{
  g_autofree char *before = NULL;

  write_sql ("mig/versions/fixed.sql", "ae10", "", "-- branch_labels: shop\n");
  before = scratch_list ("mig");
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *path = generate (scratch, refusals[i].ini, refusals[i].revision, &error);
    g_autofree char *after = scratch_list ("mig");

    g_assert_null (path);
    g_assert_error (error, LB_ERROR, (gint) refusals[i].code);
    if (!strstr (error->message, refusals[i].says))
      g_error ("case %u says '%s', not '%s'", i, error->message, refusals[i].says);
    g_assert_cmpstr (after, ==, before);
  }
}

/* A template that loses what it was told is caught before the file is there. */
static void
test_deficient_template (Scratch *scratch, gconstpointer data)
{
  static const struct {
    const char *template;
    const char *says;
  } cases[] = {
    { "revision = 'x'\ndown_revision = None\n", "however the migration file" },
    { "revision = ${repr(up_revision)}\ndown_revision = None\nbranch_labels = 'new'\ndepends_on = None\n",
      "does not write the 'depends_on'" },
    { "revision = 'other'\ndown_revision = None\nbranch_labels = 'new'\n", "does not write the 'revision'" },
    { "revision = ${repr(up_revision)}\ndown_revision = 'q'\nbranch_labels = 'new'\ndepends_on = 'ae10'\n",
      "does not write the 'down_revision'" },
    { "\nx\n", "revision" },
    { "${nobody}", "no value has the name 'nobody'" },
  };
  static const char *const labels[] = { "new", NULL };
  static const char *const depends[] = { "ae10", NULL };

  write_sql ("mig/versions/1.sql", "ae10", "", "");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *path = NULL;
    g_autofree char *after = NULL;

    scratch_write ("mig/script.py.mako", cases[i].template);
    path = generate (
        scratch, INI,
        (LbNewRevision){
            .rev_id = "n", .heads = head_base, .format = "py", .branch_labels = labels, .depends_on = depends },
        &error);
    after = scratch_list ("mig/versions");
    g_assert_null (path);
    g_assert_nonnull (error);
    if (!strstr (error->message, cases[i].says))
      g_error ("case %u says '%s', not '%s'", i, error->message, cases[i].says);
    g_assert_cmpstr (after, ==, "1.sql");
  }
}

static void
test_locations (Scratch *scratch, gconstpointer data)
{
  static const char *const head[] = { "27c6", NULL };
  const char *ini = INI "version_locations = mig/versions:mig/more\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  write_sql ("mig/versions/1.sql", "ae10", "", "");
  write_sql ("mig/more/2.sql", "27c6", "", "");
  path = generate (scratch, ini, (LbNewRevision){ .rev_id = "a", .heads = head }, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, "mig/more/a_.sql"); /* where its parent is */
  g_free (path);
  path = generate (scratch, ini,
                   (LbNewRevision){ .rev_id = "b", .heads = head_base, .version_path = "./mig/versions/" }, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, "mig/versions/b_.sql");
  g_free (path);
  path = generate (scratch, INI "recursive_version_locations = true\nfile_template = %%(year)d/%%(month).2d/%%(rev)s\n",
                   (LbNewRevision){ .rev_id = "c", .heads = head_base }, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, "mig/versions/2026/11/c.sql");
}

static void
test_encoding (Scratch *scratch, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  scratch_write ("mig/script.py.mako", "# ${message}\n# -*- coding: latin-1 -*-\n" MAKO);
  path
      = generate (scratch, INI "output_encoding = latin-1\n", (LbNewRevision){ .rev_id = "a", .message = "é" }, &error);
  g_assert_no_error (error);
  text = scratch_read (path);
  g_assert_true (g_str_has_prefix (text, "# \xe9\n"));
  g_free (path);
  path = generate (scratch, INI "output_encoding = latin-1\n", (LbNewRevision){ .rev_id = "b", .message = "日" },
                   &error);
  g_assert_null (path);
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
  g_assert_nonnull (strstr (error->message, "latin-1"));
}

static void
test_write (Scratch *scratch, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *names = NULL;
  struct stat status;
  mode_t mask = umask (022);

  g_assert_true (lb_write_new_file ("a/b/c.sql", "one", 3, &error));
  g_assert_cmpint (stat ("a/b/c.sql", &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0644);
  umask (mask);
  g_assert_false (lb_write_new_file ("a/b/c.sql", "two", 3, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "a/b/c.sql"));
  text = scratch_read ("a/b/c.sql");
  g_assert_cmpstr (text, ==, "one");
  names = scratch_list (".");
  g_assert_cmpstr (names, ==, "a/b/c.sql");
}

/* A file that cannot be written whole (here: a limit on file sizes, as a full disk does) leaves nothing. */
static void
test_write_fails (Scratch *scratch, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL;
  g_autofree char *long_name = g_strnfill (300, 'x');
  struct rlimit before, small;
  gboolean ok;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = 2;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  ok = lb_write_new_file ("new/dir/c.sql", "longer", 6, &error);
  setrlimit (RLIMIT_FSIZE, &before);
  g_assert_false (ok);
  g_assert_error (error, LB_ERROR, LB_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "new/dir/c.sql"));
  g_assert_false (g_file_test ("new", G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  g_assert_false (lb_write_new_file (long_name, "x", 1, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_IO);
  names = scratch_list (".");
  g_assert_cmpstr (names, ==, "");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_setenv ("SOURCE_DATE_EPOCH", "1795255200", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/generate/" name, Scratch, NULL, scratch_set_up, function, scratch_tear_down)
  ADD ("sql", test_sql);
  ADD ("python", test_python);
  ADD ("format", test_format);
  ADD ("random-id", test_random_id);
  ADD ("refused", test_refused);
  ADD ("deficient-template", test_deficient_template);
  ADD ("locations", test_locations);
  ADD ("encoding", test_encoding);
  ADD ("write", test_write);
  ADD ("write-fails", test_write_fails);
  return g_test_run ();
}
