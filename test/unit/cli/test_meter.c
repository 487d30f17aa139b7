/* The progress line, and what is read from a plan. */
#include "cli/meter.h"

#include <unistd.h>

static void
test_line (void)
{
  LbRevision revision = { .id = "8f2c1a9b7d3e", .message = "add user preferences" };
  LbStep step = { .revision = &revision };
  static const struct {
    guint index, n, width;
    gint64 us;
    const char *expected;
  } cases[] = {
    { 2, 12, 0, 120000, "[ 3/12] 8f2c1a9b7d3e add user preferences ... 0.12 s" },
    { 0, 1, 0, 61500000, "[1/1] 8f2c1a9b7d3e add user preferences ... 61.50 s" },
    { 2, 12, 40, 120000, "[ 3/12] 8f2c1a9b7d3e add use ... 0.12 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) text = g_string_new (NULL);

    lb_meter_line (text, &step, cases[i].index, cases[i].n, cases[i].us, cases[i].width);
    g_assert_cmpstr (text->str, ==, cases[i].expected);
    if (cases[i].width)
      g_assert_cmpuint (text->len, <, cases[i].width);
  }
}

/* A plan with one step whose moves are @moves. */
static char *
rows_before (const char *const *after, const LbRowMove *moves, guint n)
{
  LbStep step = { .moves = g_array_new (FALSE, FALSE, sizeof (LbRowMove)) };
  LbPlan plan = { .steps = g_ptr_array_new (), .rows_after = (char **) (guintptr) after };
  g_auto (GStrv)
    rows = NULL;

  g_array_append_vals (step.moves, moves, n);
  g_ptr_array_add (plan.steps, &step);
  rows = lb_plan_rows_before (&plan);
  g_array_unref (step.moves);
  g_ptr_array_unref (plan.steps);
  return g_strjoinv (",", rows);
}

static void
test_rows_before (void)
{
  const char *const abc[] = { "a", "c", NULL };
  const char *const m[] = { "m", NULL };
  const char *const none[] = { NULL };
  const LbRowMove insert[] = { { LB_ROW_INSERT, NULL, "c" } };
  const LbRowMove update[] = { { LB_ROW_UPDATE, "b", "c" } };
  const LbRowMove merge[] = { { LB_ROW_DELETE, "x", NULL }, { LB_ROW_UPDATE, "y", "m" } };
  const LbRowMove drop[] = { { LB_ROW_DELETE, "z", NULL } };
  g_autofree char *inserted = rows_before (abc, insert, 1);
  g_autofree char *updated = rows_before (abc, update, 1);
  g_autofree char *merged = rows_before (m, merge, 2);
  g_autofree char *dropped = rows_before (none, drop, 1);

  g_assert_cmpstr (inserted, ==, "a");
  g_assert_cmpstr (updated, ==, "a,b");
  g_assert_cmpstr (merged, ==, "x,y");
  g_assert_cmpstr (dropped, ==, "z");
}

/* What @act writes to stderr. */
static char *
catch_stderr (void (*act) (gconstpointer data), gconstpointer data)
{
  g_autofree char *path = NULL;
  int file = g_file_open_tmp ("limbeck-XXXXXX", &path, NULL);
  int saved = dup (STDERR_FILENO);
  char *text = NULL;

  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (dup2 (file, STDERR_FILENO), >=, 0);
  act (data);
  g_assert_cmpint (dup2 (saved, STDERR_FILENO), >=, 0);
  close (saved);
  close (file);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  unlink (path);
  return text;
}

static void
wait_twice (gconstpointer data)
{
  const gboolean *show = data;
  g_autoptr (LbOutput) out = lb_output_new ();
  g_autoptr (LbMeter) meter = lb_meter_new (out, *show);
  LbObserver *observer = lb_meter_observer (meter);

  observer->waiting (observer, "pid 4711", 0, 600000);
  observer->waiting (observer, "pid 4711", 3400, 600000);
  observer->waiting (observer, NULL, 5000, G_MAXUINT);
  lb_meter_end (meter, FALSE);
}

/* On a pipe only the beginning of a wait is told; on a terminal the line is redrawn, and gone in the end. */
static void
test_waiting (void)
{
  const gboolean yes = TRUE;
  const gboolean no = FALSE;
  g_autofree char *plain = catch_stderr (wait_twice, &no);
  g_autofree char *drawn = catch_stderr (wait_twice, &yes);

  g_assert_cmpstr (plain, ==, "waiting for another run (pid 4711), 0 s of 600 s\n");
  g_assert_cmpstr (drawn, ==,
                   "\r\033[Kwaiting for another run (pid 4711), 0 s of 600 s"
                   "\r\033[Kwaiting for another run (pid 4711), 3 s of 600 s"
                   "\r\033[Kwaiting for another run, 5 s"
                   "\r\033[K");
}

static void
run_steps (gconstpointer data)
{
  LbRevision revision = { .id = "ae10", .message = "add" };
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  LbStep step = { .revision = &revision, .from = none, .to = none };
  g_autoptr (LbOutput) out = lb_output_new ();
  g_autoptr (LbMeter) meter = lb_meter_new (out, TRUE);
  LbObserver *observer = lb_meter_observer (meter);

  observer->step_begins (observer, &step, 0, 2, 1);
  lb_output_error (out, "INFO  a line\n");
  observer->step_ends (observer, &step, 0, 2, 2500000);
  lb_meter_end (meter, FALSE);
}

/* A log line takes the drawn line away first; a slow step leaves its own behind. */
static void
test_steps (void)
{
  g_autofree char *text = catch_stderr (run_steps, NULL);

  g_assert_true (g_str_has_prefix (text, "\r\033[K[1/2] ae10 add ... 0.0"));
  g_assert_nonnull (g_strstr_len (text, -1, " s\r\033[KINFO  a line\n"));
  g_assert_true (g_str_has_suffix (text, "\r\033[K[1/2] ae10 add ... 2.50 s\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meter/line", test_line);
  g_test_add_func ("/meter/rows_before", test_rows_before);
  g_test_add_func ("/meter/waiting", test_waiting);
  g_test_add_func ("/meter/steps", test_steps);
  return g_test_run ();
}
