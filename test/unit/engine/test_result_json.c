/* Rows on their way to a script: every kind of value as doc/script-host.md has it, and back again as it was. */
#include "engine/service_private.h"
#include "operation/wire.h"

#include <string.h>

static const struct {
  LbValueKind kind, item_kind;
  const char *text; /* as a driver gives it */
  gssize length;    /* -1: all of it */
  const char *json;
} cells[] = {
  { LB_VALUE_NULL, 0, NULL, 0, "null" },
  { LB_VALUE_BOOLEAN, 0, "t", -1, "true" },
  { LB_VALUE_BOOLEAN, 0, "f", -1, "false" },
  { LB_VALUE_INTEGER, 0, "0", -1, "0" },
  { LB_VALUE_INTEGER, 0, "-12", -1, "-12" },
  { LB_VALUE_INTEGER, 0, "999999999999999999", -1, "999999999999999999" },
  { LB_VALUE_INTEGER, 0, "9223372036854775807", -1, "{\"integer\":\"9223372036854775807\"}" },
  { LB_VALUE_INTEGER, 0, "-9223372036854775808", -1, "{\"integer\":\"-9223372036854775808\"}" },
  { LB_VALUE_INTEGER, 0, "123456789012345678901234567890", -1, "{\"integer\":\"123456789012345678901234567890\"}" },
  { LB_VALUE_NUMBER, 0, "1.50", -1, "{\"number\":\"1.50\"}" },
  { LB_VALUE_NUMBER, 0, "NaN", -1, "{\"number\":\"NaN\"}" },
  { LB_VALUE_FLOAT, 0, "1", -1, "1.0" },
  { LB_VALUE_FLOAT, 0, "-0", -1, "-0.0" },
  { LB_VALUE_FLOAT, 0, "0.1", -1, "0.1" },
  { LB_VALUE_FLOAT, 0, "0.30000000000000004", -1, "0.30000000000000004" },
  { LB_VALUE_FLOAT, 0, "1e300", -1, "1e+300" },
  { LB_VALUE_FLOAT, 0, "5e-324", -1, "4.94065645841247e-324" },
  { LB_VALUE_FLOAT, 0, "NaN", -1, "{\"float\":\"nan\"}" },
  { LB_VALUE_FLOAT, 0, "Infinity", -1, "{\"float\":\"inf\"}" },
  { LB_VALUE_FLOAT, 0, "-Infinity", -1, "{\"float\":\"-inf\"}" },
  { LB_VALUE_TEXT, 0, "", -1, "\"\"" },
  { LB_VALUE_TEXT, 0, "it's \"so\"\\\n\t\x01 €😀", -1, "\"it's \\\"so\\\"\\\\\\u000a\\u0009\\u0001 €😀\"" },
  { LB_VALUE_TEXT, 0, "a\0b", 3, "\"a\\u0000b\"" },
  { LB_VALUE_TEXT, 0, "a\xff", -1, "\"a\xef\xbf\xbd\"" },
  { LB_VALUE_BYTES, 0, "", 0, "{\"bytes\":\"\"}" },
  { LB_VALUE_BYTES, 0, "\0\x01\xff", 3, "{\"bytes\":\"AAH/\"}" },
  { LB_VALUE_DATE, 0, "2026-01-31", -1, "{\"date\":\"2026-01-31\"}" },
  { LB_VALUE_TIME, 0, "23:59:59.000001+02:00", -1, "{\"time\":\"23:59:59.000001+02:00\"}" },
  { LB_VALUE_DATETIME, 0, "2026-01-31 23:59:59", -1, "{\"datetime\":\"2026-01-31 23:59:59\"}" },
  { LB_VALUE_INTERVAL, 0, "1 day 02:03:04.5", -1, "{\"interval\":\"1 day 02:03:04.5\"}" },
  { LB_VALUE_UUID, 0, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", -1,
    "{\"uuid\":\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\"}" },
  { LB_VALUE_JSON, 0, "{\"a\": [1, \"\\u0000\"]}", -1, "{\"json\":\"{\\\"a\\\": [1, \\\"\\\\u0000\\\"]}\"}" },
  { LB_VALUE_ARRAY, LB_VALUE_INTEGER, "{1,2,NULL}", -1, "{\"array\":\"{1,2,NULL}\",\"of\":\"integer\"}" },
  { LB_VALUE_ARRAY, LB_VALUE_TEXT, "{\"a,b\"}", -1, "{\"array\":\"{\\\"a,b\\\"}\",\"of\":\"text\"}" },
};

/* A result of one column, whose rows are the table's. */
static void
cell (LbResult *result, gint64 row, guint column, LbValue *ret_value)
{
  *ret_value = (LbValue){ .kind = cells[row].kind,
                          .item_kind = cells[row].item_kind,
                          .text = cells[row].text,
                          .length = cells[row].length < 0 ? strlen (cells[row].text) : (gsize) cells[row].length };
}

static void
test_every_kind (void)
{
  LbResult result = { .n_columns = 1, .n_rows = G_N_ELEMENTS (cells), .cell = cell };

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++) {
    g_autoptr (GString) json = g_string_new (NULL);
    g_autofree char *expected = g_strdup_printf ("[[%s]]", cells[i].json);

    lb_result_append_rows (json, &result, (gint64) i, (gint64) i + 1);
    g_assert_cmpstr (json->str, ==, expected);
  }
}

/* What a script would send back is the value that came. Arrays come as the database writes them, and go as items. */
static void
test_there_and_back (void)
{
  LbResult result = { .n_columns = 1, .n_rows = G_N_ELEMENTS (cells), .cell = cell };

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    LbValue sent, back = { 0 };
    json_t *json;

    if (cells[i].kind == LB_VALUE_ARRAY)
      continue;
    cell (&result, (gint64) i, 0, &sent);
    lb_result_append_rows (text, &result, (gint64) i, (gint64) i + 1);
    json = json_loadb (text->str, text->len, JSON_ALLOW_NUL, NULL);
    g_assert_nonnull (json);
    g_test_message ("%s", text->str);
    g_assert_true (lb_value_from_json (json_array_get (json_array_get (json, 0), 0), &back, &error));
    g_assert_no_error (error);
    g_assert_cmpint (back.kind, ==, sent.kind);
    if (sent.kind == LB_VALUE_FLOAT) {
      double was = g_ascii_strtod (sent.text, NULL), is = g_ascii_strtod (back.text, NULL);

      g_assert_true (was == is || (was != was && is != is));
    } else if (sent.kind != LB_VALUE_NULL && g_utf8_validate_len (sent.text, sent.length, NULL)) {
      g_assert_cmpmem (back.text, back.length, sent.text, sent.length);
    }
    lb_value_clear (&back);
    json_decref (json);
  }
}

static void
test_rows_and_columns (void)
{
  LbResultColumn columns[] = { { .name = (char *) "a \"b\"", .type = (char *) "int4" }, { .name = (char *) "ä" } };
  LbResult none = { 0 };
  LbResult two = { .n_columns = 2, .columns = columns, .n_rows = 3, .cell = cell };
  g_autoptr (GString) json = g_string_new (NULL);

  lb_result_append_columns (json, &none);
  g_assert_cmpstr (json->str, ==, "null");
  g_string_truncate (json, 0);
  lb_result_append_columns (json, &two);
  g_assert_cmpstr (json->str, ==, "[{\"name\":\"a \\\"b\\\"\",\"type\":\"int4\"},{\"name\":\"ä\"}]");
  g_string_truncate (json, 0);
  lb_result_append_rows (json, &two, 1, 3);
  g_assert_cmpstr (json->str, ==, "[[true,true],[false,false]]");
  g_string_truncate (json, 0);
  lb_result_append_rows (json, &two, 2, 2);
  g_assert_cmpstr (json->str, ==, "[]");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/result-json/every-kind", test_every_kind);
  g_test_add_func ("/result-json/there-and-back", test_there_and_back);
  g_test_add_func ("/result-json/rows-and-columns", test_rows_and_columns);
  return g_test_run ();
}
