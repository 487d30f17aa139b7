/* How the statements of a step divide into what commits together. */
#include "engine/private.h"
#include "util/error.h"

#include <string.h>

/* Units as text: T transaction, G group, A alone; first+n..end. */
static char *
describe (const GArray *units)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < units->len; i++) {
    const LbUnit *unit = &g_array_index (units, LbUnit, i);

    g_string_append_printf (text, "%s%c%u+%u..%u", i ? " " : "", "TGA"[unit->kind], unit -> first, unit -> n,
                            unit -> end);
  }
  return g_string_free (text, FALSE);
}

static GArray *
units_of (const char *database, const char *text, GError **error)
{
  const LbDialect *dialect = lb_dialect_find (database);
  g_autoptr (LbBody) body = lb_sql_body ("x.sql", text, strlen (text), LB_STEP_UPGRADE, dialect, NULL);

  g_assert_nonnull (body);
  return lb_units_of (body, dialect, 150000, error);
}

static const struct {
  const char *database, *text, *expected;
} cases[] = {
  { "postgresql", "-- limbeck:upgrade\n", "" },
  { "postgresql", "-- limbeck:upgrade\nSELECT 1; SELECT 2;\n", "T0+2..2" },
  { "postgresql", "-- limbeck:upgrade\nSELECT 1;\n-- limbeck:upgrade\nSELECT 2;\n", "T0+2..2" },
  { "postgresql", "-- limbeck:upgrade\nCREATE INDEX CONCURRENTLY i ON t (a);\n", "A0+1..1" },
  { "postgresql", "-- limbeck:upgrade\nSELECT 1; VACUUM t; SELECT 2; SELECT 3;\n", "T0+1..1 A1+1..2 T2+2..4" },
  { "postgresql", "-- limbeck:upgrade transaction=off\nSELECT 1; SELECT 2;\n", "T0+1..1 T1+1..2" },
  { "postgresql", "-- limbeck:upgrade transaction=off\nSELECT 1;\nBEGIN; SELECT 2; SELECT 3; COMMIT; SELECT 4;\n",
    "T0+1..1 G2+2..5 T5+1..6" },
  { "postgresql",
    "-- limbeck:upgrade\nSELECT 1;\n-- limbeck:upgrade transaction=off\nSELECT 2;\n-- limbeck:upgrade\nSELECT 3;",
    "T0+1..1 T1+1..2 T2+1..3" },
  { "postgresql", "-- limbeck:upgrade transaction=off\nBEGIN; COMMIT;\n", "G1+0..2" },
  { "sqlite", "-- limbeck:upgrade\nCREATE TABLE t (a); VACUUM;\n", "T0+1..1 A1+1..2" },
  { "mysql", "-- limbeck:upgrade\nCREATE TABLE t (a int); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2);\n",
    "A0+1..1 T1+2..3" },
};

static void
test_units (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) units = units_of (cases[i].database, cases[i].text, &error);
    g_autofree char *found = NULL;

    g_test_message ("%s", cases[i].text);
    g_assert_no_error (error);
    found = describe (units);
    g_assert_cmpstr (found, ==, cases[i].expected);
  }
}

static const struct {
  const char *text;
  guint line;
} refused[] = {
  { "-- limbeck:upgrade\nSELECT 1;\nBEGIN;\nSELECT 2;\nCOMMIT;\n", 3 },
  { "-- limbeck:upgrade\nSELECT 1;\nCOMMIT;\n", 3 },
  { "-- limbeck:upgrade\nSELECT 1;\nROLLBACK;\n", 3 },
  { "-- limbeck:upgrade transaction=off\nBEGIN;\nSELECT 1;\n", 2 },
  { "-- limbeck:upgrade transaction=off\nBEGIN;\nBEGIN;\nCOMMIT;\n", 3 },
  { "-- limbeck:upgrade transaction=off\nCOMMIT;\n", 2 },
  { "-- limbeck:upgrade transaction=off\nBEGIN;\nVACUUM;\nCOMMIT;\n", 3 },
  { "-- limbeck:upgrade transaction=off\nBEGIN;\nROLLBACK;\n", 3 },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) units = units_of ("postgresql", refused[i].text, &error);

    g_test_message ("%s", refused[i].text);
    g_assert_null (units);
    g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
    g_assert_cmpuint (lb_error_parts (error)->line, ==, refused[i].line);
  }
}

static void
test_rest (void)
{
  static const struct {
    LbUnit unit;
    guint done, first, n;
  } rests[] = {
    { { LB_UNIT_TRANSACTION, 2, 3, 5 }, 0, 2, 3 }, { { LB_UNIT_TRANSACTION, 2, 3, 5 }, 2, 2, 3 },
    { { LB_UNIT_TRANSACTION, 2, 3, 5 }, 4, 4, 1 }, { { LB_UNIT_TRANSACTION, 2, 3, 5 }, 5, 5, 0 },
    { { LB_UNIT_TRANSACTION, 2, 3, 5 }, 9, 5, 0 }, { { LB_UNIT_GROUP, 2, 2, 5 }, 5, 4, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rests); i++) {
    LbUnit rest = lb_unit_rest (&rests[i].unit, rests[i].done);

    g_assert_cmpuint (rest.first, ==, rests[i].first);
    g_assert_cmpuint (rest.n, ==, rests[i].n);
  }
}

static void
test_locks (void)
{
  static const struct {
    const char *sql;
    guint locks;
  } statements[] = {
    { "CREATE TABLE t (a int)", 3 },
    { "CREATE TABLE t (id serial PRIMARY KEY, b int UNIQUE)", 6 },
    { "CREATE UNIQUE INDEX i ON t (a)", 1 },
    { "CREATE TEMP TABLE t (a int)", 3 },
    { "create or replace view v as select 1", 1 },
    { "INSERT INTO t VALUES (1)", 0 },
    { "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1'", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    g_autoptr (LbStatement) statement = lb_statement_new (statements[i].sql, NULL, 0);

    g_test_message ("%s", statements[i].sql);
    g_assert_cmpuint (lb_statement_locks (statement, lb_dialect_find ("postgresql")), ==, statements[i].locks);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/unit/units", test_units);
  g_test_add_func ("/engine/unit/refused", test_refused);
  g_test_add_func ("/engine/unit/rest", test_rest);
  g_test_add_func ("/engine/unit/locks", test_locks);
  return g_test_run ();
}
