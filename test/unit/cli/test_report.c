/* Error reports: the excerpt, the caret, the parts. */
#include "cli/exit.h"
#include "cli/report.h"
#include "util/interrupt.h"

#include <string.h>

static char *
report (const GError *error, guint width)
{
  GString *text = g_string_new (NULL);
  LbReportStyle style = { .width = width };

  lb_report (text, error, &style);
  return g_string_free (text, FALSE);
}

static void
test_plain (void)
{
  g_autoptr (GError) error = g_error_new (LB_ERROR, LB_ERROR_TARGET, "Walked too far");
  g_autofree char *text = report (error, 0);

  g_assert_cmpstr (text, ==, "FAILED: Walked too far\n");
}

static const struct {
  const char *name;
  const char *statement;
  guint position;
  guint line;
  guint width;
  const char *expected; /* from the second line on */
} excerpts[] = {
  { "one line", "SELECT foo", 8, 12, 0,
    "  at: a.sql:12\n"
    "   12 | SELECT foo\n"
    "      |        ^\n" },
  { "second line", "ALTER TABLE t\n  ADD x itn;", 9, 12, 0,
    "  at: a.sql:12\n"
    "   12 | ALTER TABLE t\n"
    "      |         ^\n" },
  { "the line that failed", "ALTER TABLE t\n  ADD x itn", 23, 12, 0,
    "  at: a.sql:13\n"
    "   12 | ALTER TABLE t\n"
    "   13 |   ADD x itn\n"
    "      |         ^\n" },
  { "tabs", "A\n\tB\tC", 6, 1, 0,
    "  at: a.sql:2\n"
    "    1 | A\n"
    "    2 |         B       C\n"
    "      |                 ^\n" },
  { "wide characters", "SELECT '表', x", 13, 1, 0,
    "  at: a.sql:1\n"
    "    1 | SELECT '表', x\n"
    "      |              ^\n" },
  { "carriage returns", "A\r\nB", 4, 1, 0,
    "  at: a.sql:2\n"
    "    1 | A\n"
    "    2 | B\n"
    "      | ^\n" },
  { "behind the end", "AB", 9, 1, 0,
    "  at: a.sql:1\n"
    "    1 | AB\n"
    "      |   ^\n" },
  { "a long line", "SELECT aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bad, bbbbbbbbbbbbbbbbbbbbbbbbbbbbb", 50, 1, 49,
    "  at: a.sql:1\n"
    "    1 | aaaaaaaaaaaaaaaaaa, bad, bbbbbbbbbbbbbbb\n"
    "      |                     ^\n" },
  { "no position", "A\nB", 0, 7, 0,
    "  at: a.sql:7\n"
    "    7 | A\n"
    "    8 | B\n" },
  { "no position, long", "1\n2\n3\n4\n5\n6\n7", 0, 1, 0,
    "  at: a.sql:1\n"
    "    1 | 1\n"
    "    2 | 2\n"
    "    3 | 3\n"
    "    4 | 4\n"
    "    5 | 5\n"
    "      | ...\n" },
};

static void
test_excerpts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (excerpts); i++) {
    g_autoptr (GError) error = g_error_new (LB_ERROR, LB_ERROR_DATABASE, "no");
    g_autofree char *text = NULL;

    lb_error_set_place (error, "a.sql", excerpts[i].line);
    lb_error_set_statement (error, excerpts[i].statement, excerpts[i].position);
    text = report (error, excerpts[i].width);
    g_test_message ("%s", excerpts[i].name);
    g_assert_cmpstr (strchr (text, '\n') + 1, ==, excerpts[i].expected);
  }
}

/* A line of megabytes is not shown whole, however wide the place for it is. */
static void
test_endless_line (void)
{
  g_autoptr (GError) error = g_error_new (LB_ERROR, LB_ERROR_DATABASE, "no");
  g_autofree char *blanks = g_strnfill (1000000, ' ');
  g_autofree char *statement = g_strconcat ("SELECT", blanks, "bad", blanks, NULL);
  g_autofree char *text = NULL;

  lb_error_set_statement (error, statement, 1000007);
  text = report (error, 0);
  g_assert_cmpuint (strlen (text), <, 10000);
  g_assert_nonnull (strstr (text, " bad "));
}

static void
test_parts (void)
{
  g_autoptr (GError) error = g_error_new (LB_ERROR, LB_ERROR_DATABASE, "relation \"a\" does not exist");
  g_autofree char *text = NULL;

  lb_error_set_sqlstate (error, "42P01");
  lb_error_set_detail (error, "one\ntwo");
  lb_error_set_context (error, "revision ae10, statement 3");
  lb_error_set_outcome (error, "revision ae10 was rolled back\nthe database is at 1975\n");
  lb_error_set_hint (error, "Do it.");
  text = report (error, 0);
  g_assert_cmpstr (text, ==,
                   "FAILED: relation \"a\" does not exist\n"
                   "  code: 42P01\n"
                   "  detail: one\n"
                   "    two\n"
                   "  context: revision ae10, statement 3\n"
                   "  state: revision ae10 was rolled back\n"
                   "    the database is at 1975\n"
                   "  hint: Do it.\n");
}

/* Bytes that are no UTF-8 in a statement, and a position inside them. */
static void
test_broken_text (void)
{
  g_autoptr (GError) error = g_error_new (LB_ERROR, LB_ERROR_DATABASE, "no");
  g_autofree char *text = NULL;

  lb_error_set_statement (error, "SELECT '\xc3", 30);
  text = report (error, 40);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
test_json (void)
{
  g_autoptr (GError) error = g_error_new (LB_ERROR, LB_ERROR_LOCKED, "wait has ended");
  json_t *object;

  lb_error_set_hint (error, "Try again.");
  object = lb_report_json (error);
  g_assert_cmpstr (json_string_value (json_object_get (object, "kind")), ==, "locked");
  g_assert_cmpint (json_integer_value (json_object_get (object, "status")), ==, 7);
  g_assert_cmpstr (json_string_value (json_object_get (object, "hint")), ==, "Try again.");
  g_assert_null (json_object_get (object, "file"));
  json_decref (object);
}

/* Every status that an error can end with is in the table that people read. */
static void
test_statuses (void)
{
  for (int code = LB_ERROR_USAGE; code <= LB_ERROR_INTERNAL; code++) {
    g_autoptr (GError) error = g_error_new (LB_ERROR, code, "x");
    int status = lb_exit_status (error);
    gboolean known = FALSE;

    g_assert_cmpint (status, !=, 0);
    for (const LbExitStatus *at = lb_exit_statuses; at->meaning; at++)
      known = known || at->status == status || (status > 128 && at->status == 128);
    g_assert_true (known);
  }
  g_assert_cmpint (lb_exit_status (NULL), ==, 0);
  g_autoptr (GError) foreign = g_error_new (G_FILE_ERROR, G_FILE_ERROR_NOSPC, "x");
  g_assert_cmpint (lb_exit_status (foreign), ==, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/plain", test_plain);
  g_test_add_func ("/report/excerpts", test_excerpts);
  g_test_add_func ("/report/endless-line", test_endless_line);
  g_test_add_func ("/report/parts", test_parts);
  g_test_add_func ("/report/broken_text", test_broken_text);
  g_test_add_func ("/report/json", test_json);
  g_test_add_func ("/report/statuses", test_statuses);
  return g_test_run ();
}
