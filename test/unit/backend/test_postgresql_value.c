/* Values as literals of PostgreSQL. */
#include "backend/backend.h"
#include "operation/wire.h"
#include "util/error.h"

#include <string.h>

/* The literal of a value in its wire form. */
static char *
literal (const char *json, GError **error)
{
  json_t *wire = json_loads (json, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
  GString *sql = g_string_new (NULL);
  LbValue value;
  gboolean written;

  g_assert_nonnull (wire);
  g_assert_true (lb_value_from_json (wire, &value, NULL));
  written = lb_dialect_find ("postgresql")->append_value (sql, &value, error);
  lb_value_clear (&value);
  json_decref (wire);
  return g_string_free (sql, !written);
}

static void
test_literals (void)
{
  static const struct {
    const char *json, *sql;
  } cases[] = {
    { "null", "NULL" },
    { "true", "true" },
    { "false", "false" },
    { "5", "5" },
    { "-5", " -5" },
    { "{\"integer\": \"123456789012345678901234567890\"}", "123456789012345678901234567890" },
    { "1.5", "1.5" },
    { "-0.25", " -0.25" },
    { "5.0", "5.0" },
    { "1e300", "1e+300" },
    { "0.1", "0.1" },
    { "{\"float\": \"nan\"}", "'nan'::float" },
    { "{\"float\": \"-inf\"}", "'-inf'::float" },
    { "{\"number\": \"1.50\"}", "1.50" },
    { "{\"number\": \"-1E+3\"}", " -1E+3" },
    { "{\"number\": \"NaN\"}", "'NaN'::numeric" },
    { "{\"number\": \"-Infinity\"}", "'-Infinity'::numeric" },
    { "\"\"", "''" },
    { "\"it's\"", "'it''s'" },
    { "\"a\\\\b\"", " E'a\\\\b'" },
    { "\"\\\\'; --\"", " E'\\\\''; --'" },
    { "\"h\xc3\xa9\"", "'h\xc3\xa9'" },
    { "{\"bytes\": \"AP8n\"}", "'\\x00ff27'::bytea" },
    { "{\"bytes\": \"\"}", "'\\x'::bytea" },
    { "{\"date\": \"2026-01-31\"}", "'2026-01-31'::date" },
    { "{\"date\": \"'); drop\"}", "'''); drop'::date" },
    { "{\"time\": \"23:59:59.000001\"}", "'23:59:59.000001'::time" },
    { "{\"time\": \"23:59:59-05:00\"}", "'23:59:59-05:00'::timetz" },
    { "{\"datetime\": \"2026-01-31 23:59:59\"}", "'2026-01-31 23:59:59'::timestamp" },
    { "{\"datetime\": \"2026-01-31 23:59:59+02:00\"}", "'2026-01-31 23:59:59+02:00'::timestamptz" },
    { "{\"interval\": \"-1 days 2.500000 seconds\"}", "'-1 days 2.500000 seconds'::interval" },
    { "{\"uuid\": \"00000000-0000-0000-0000-000000000005\"}", "'00000000-0000-0000-0000-000000000005'::uuid" },
    { "{\"json\": \"{\\\"a\\\": \\\"it's\\\"}\"}", "'{\"a\": \"it''s\"}'" },
    { "{\"array\": []}", "'{}'" },
    { "{\"array\": [1, -2, null]}", "ARRAY[1, -2,NULL]" },
    { "{\"array\": [null, null]}", "'{NULL,NULL}'" },
    { "{\"array\": [{\"array\": []}]}", "'{{}}'" },
    { "{\"array\": [\"a\", \"b\\\\\"]}", "ARRAY['a', E'b\\\\']" },
    { "{\"array\": [{\"array\": [1]}, {\"array\": [2]}]}", "ARRAY[ARRAY[1],ARRAY[2]]" },
    { "{\"array\": [{\"date\": \"2026-01-31\"}]}", "ARRAY['2026-01-31'::date]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    GError *error = NULL;
    g_autofree char *sql = literal (cases[i].json, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (sql, ==, cases[i].sql);
  }
}

static void
test_nul (void)
{
  static const char *const cases[]
      = { "\"a\\u0000b\"", "{\"json\": \"\\u0000\"}", "{\"array\": [\"a\", \"\\u0000\"]}", "{\"uuid\": \"\\u0000\"}" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (literal (cases[i], &error));
    g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
    g_assert_nonnull (strstr (error->message, "NUL"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/postgresql/value/literals", test_literals);
  g_test_add_func ("/postgresql/value/nul", test_nul);
  return g_test_run ();
}
