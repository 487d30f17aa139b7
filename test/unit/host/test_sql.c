/* Sections of SQL revisions: which run for whom, and what is refused with which line. */
#include "host/host.h"
#include "util/error.h"

#include <string.h>

static LbBody *
read_body (const char *text, LbStepKind kind, const char *database, GError **error)
{
  return lb_sql_body ("versions/x.sql", text, strlen (text), kind, lb_dialect_find (database), error);
}

/* The statements of @body, one a line, an off section's with "off " before them. */
static char *
describe (const LbBody *body)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < body->sections->len; i++) {
    const LbSection *section = g_ptr_array_index (body->sections, i);

    for (guint j = 0; j < section->statements->len; j++) {
      const LbStatement *statement = g_ptr_array_index (section->statements, j);

      g_string_append_printf (text, "%s%u %s\n", section->transaction_off ? "off " : "", statement->line,
                              statement->text);
    }
  }
  return g_string_free (text, FALSE);
}

#define HEADER "-- a revision\n--\n-- revision: x\n-- down_revision:\n\n"

static const struct {
  const char *name, *text;
  LbStepKind kind;
  const char *database, *expected;
} bodies[] = {
  { "plain", HEADER "-- limbeck:upgrade\nSELECT 1;\nSELECT 2;\n-- limbeck:downgrade\nSELECT 3;\n", LB_STEP_UPGRADE,
    "sqlite", "7 SELECT 1\n8 SELECT 2\n" },
  { "way back", HEADER "-- limbeck:upgrade\nSELECT 1;\n-- limbeck:downgrade\nSELECT 3;\n", LB_STEP_DOWNGRADE, "sqlite",
    "9 SELECT 3\n" },
  { "for one database", HEADER "-- limbeck:upgrade postgresql\nSELECT 1;\n-- limbeck:upgrade sqlite\nSELECT 2;\n",
    LB_STEP_UPGRADE, "sqlite", "9 SELECT 2\n" },
  { "for all, then for one", HEADER "-- limbeck:upgrade\nSELECT 1;\n-- limbeck:upgrade sqlite\nSELECT 2;\n",
    LB_STEP_UPGRADE, "sqlite", "7 SELECT 1\n9 SELECT 2\n" },
  { "for several", HEADER "-- limbeck:upgrade mysql,sqlite\nSELECT 1;\n", LB_STEP_UPGRADE, "sqlite", "7 SELECT 1\n" },
  { "for others only", HEADER "-- limbeck:upgrade postgresql\nSELECT 1;\n", LB_STEP_UPGRADE, "sqlite", "" },
  { "for several, with a blank", HEADER "-- limbeck:upgrade mysql, sqlite\nSELECT 1;\n", LB_STEP_UPGRADE, "sqlite",
    "7 SELECT 1\n" },
  { "alias", HEADER "-- limbeck:upgrade postgres\nSELECT 1;\n", LB_STEP_UPGRADE, "postgresql", "7 SELECT 1\n" },
  { "transaction off", HEADER "-- limbeck:upgrade transaction=off\nVACUUM;\n", LB_STEP_UPGRADE, "sqlite",
    "off 7 VACUUM\n" },
  { "database and option", HEADER "-- limbeck:upgrade  sqlite  transaction=off \nVACUUM;\n", LB_STEP_UPGRADE, "sqlite",
    "off 7 VACUUM\n" },
  { "line ends of Windows", "-- revision: x\r\n-- limbeck:upgrade sqlite\r\nSELECT 1;\r\n", LB_STEP_UPGRADE, "sqlite",
    "3 SELECT 1\n" },
  { "no final newline", "-- limbeck:upgrade\nSELECT 1", LB_STEP_UPGRADE, "sqlite", "2 SELECT 1\n" },
  { "empty section", "-- limbeck:upgrade\n-- limbeck:downgrade", LB_STEP_DOWNGRADE, "sqlite", "" },
  { "indented is no marker", "-- limbeck:upgrade\nSELECT 1;\n  -- limbeck:downgrade\nSELECT 2;\n", LB_STEP_UPGRADE,
    "sqlite", "2 SELECT 1\n4 SELECT 2\n" },
  { "irreversible elsewhere", HEADER "-- limbeck:downgrade sqlite\nSELECT 1;\n-- limbeck:irreversible data is gone\n",
    LB_STEP_DOWNGRADE, "sqlite", "7 SELECT 1\n" },
};

static void
test_bodies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (LbBody) body = read_body (bodies[i].text, bodies[i].kind, bodies[i].database, &error);
    g_autofree char *found = NULL;

    g_test_message ("%s", bodies[i].name);
    g_assert_no_error (error);
    found = describe (body);
    g_assert_cmpstr (found, ==, bodies[i].expected);
  }
}

static const struct {
  const char *name, *text;
  LbStepKind kind;
  LbErrorCode code;
  guint line;
  const char *message, *hint;
} faults[] = {
  { "statement before any section", "-- revision: x\n\nSELECT 1;\n-- limbeck:upgrade\n", LB_STEP_UPGRADE,
    LB_ERROR_SCRIPT, 3, "outside of a section", "limbeck:upgrade" },
  { "unknown marker", "-- limbeck:upgrad\n", LB_STEP_UPGRADE, LB_ERROR_SCRIPT, 1, "limbeck:upgrad",
    "limbeck:upgrade?" },
  { "unknown database", "\n-- limbeck:upgrade postgrsql\n", LB_STEP_UPGRADE, LB_ERROR_SCRIPT, 2, "'postgrsql'",
    "sqlite" },
  { "unknown option", "-- limbeck:upgrade transaction=no\n", LB_STEP_UPGRADE, LB_ERROR_SCRIPT, 1, "'transaction=no'",
    "transaction=off" },
  { "no way back", "-- limbeck:upgrade\nSELECT 1;\n", LB_STEP_DOWNGRADE, LB_ERROR_SCRIPT, 0, "no downgrade section",
    "irreversible" },
  { "no way forward", "-- limbeck:downgrade\nSELECT 1;\n", LB_STEP_UPGRADE, LB_ERROR_SCRIPT, 0, "no upgrade section",
    "limbeck:upgrade" },
  { "empty file", "", LB_STEP_UPGRADE, LB_ERROR_SCRIPT, 0, "no upgrade section", "limbeck:upgrade" },
  { "irreversible", "-- limbeck:upgrade\nSELECT 1;\n-- limbeck:irreversible the mails are sent\n", LB_STEP_DOWNGRADE,
    LB_ERROR_TARGET, 3, "the mails are sent", "backup" },
  { "irreversible here, not elsewhere", "-- limbeck:downgrade postgresql\nSELECT 1;\n-- limbeck:irreversible no way\n",
    LB_STEP_DOWNGRADE, LB_ERROR_TARGET, 3, "no way", "backup" },
  { "string that does not end", "-- limbeck:upgrade\nSELECT 1;\nSELECT 'a;\n-- limbeck:downgrade\n", LB_STEP_UPGRADE,
    LB_ERROR_SCRIPT, 3, "", NULL },
};

static void
test_faults (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (LbBody) body = read_body (faults[i].text, faults[i].kind, "sqlite", &error);

    g_test_message ("%s", faults[i].name);
    g_assert_null (body);
    g_assert_error (error, LB_ERROR, (gint) faults[i].code);
    g_assert_nonnull (strstr (error->message, faults[i].message));
    g_assert_cmpstr (lb_error_parts (error)->file, ==, "versions/x.sql");
    g_assert_cmpuint (lb_error_parts (error)->line, ==, faults[i].line);
    if (faults[i].hint)
      g_assert_nonnull (strstr (lb_error_parts (error)->hint, faults[i].hint));
  }
}

static void
test_checksum (void)
{
  g_autoptr (LbBody) body = read_body ("-- limbeck:upgrade\nSELECT 1;\nSELECT 2;\n", LB_STEP_UPGRADE, "sqlite", NULL);
  g_autoptr (LbBody) spaced
      = read_body ("-- limbeck:upgrade\n\n/* x */SELECT 1;\n\nSELECT 3;\n", LB_STEP_UPGRADE, "sqlite", NULL);
  g_autofree char *one = lb_body_checksum (body, 1), *two = lb_body_checksum (body, 2);
  g_autofree char *one_spaced = lb_body_checksum (spaced, 1), *two_spaced = lb_body_checksum (spaced, 2);

  g_autofree char *one_again = lb_body_checksum (body, 1), *beyond = lb_body_checksum (body, 9);

  /* in whatever order they are asked for */
  g_assert_cmpstr (one, ==, one_again);
  g_assert_cmpstr (two, ==, beyond);
  /* white space and comments between statements do not count; what they say does */
  g_assert_cmpstr (one, ==, one_spaced);
  g_assert_cmpstr (two, !=, two_spaced);
  g_assert_cmpstr (one, !=, two);
  g_assert_cmpstr (lb_body_statement (body, 1)->text, ==, "SELECT 2");
  g_assert_null (lb_body_statement (body, 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host/sql/bodies", test_bodies);
  g_test_add_func ("/host/sql/faults", test_faults);
  g_test_add_func ("/host/sql/checksum", test_checksum);
  return g_test_run ();
}
