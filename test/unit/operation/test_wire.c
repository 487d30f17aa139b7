/* Values over the wire: what is read, what is refused, what is written. */
#include "operation/wire.h"
#include "util/error.h"

#include <string.h>

static json_t *
parse (const char *text)
{
  json_t *json = json_loads (text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

  g_assert_nonnull (json);
  return json;
}

static char *
dump (json_t *json)
{
  char *raw = json_dumps (json, JSON_ENCODE_ANY | JSON_COMPACT);
  char *text = g_strdup (raw);

  free (raw);
  json_decref (json);
  return text;
}

/* Each value as it is read, and as it is written again. */
static void
test_values (void)
{
  static const struct {
    const char *json;
    LbValueKind kind;
    const char *text;
    const char *again; /* NULL: as it came */
  } cases[] = {
    { "null", LB_VALUE_NULL, NULL, NULL },
    { "true", LB_VALUE_BOOLEAN, "t", NULL },
    { "false", LB_VALUE_BOOLEAN, "f", NULL },
    { "0", LB_VALUE_INTEGER, "0", NULL },
    { "-9223372036854775808", LB_VALUE_INTEGER, "-9223372036854775808", NULL },
    { "9223372036854775807", LB_VALUE_INTEGER, "9223372036854775807", NULL },
    { "{\"integer\":\"9223372036854775808\"}", LB_VALUE_INTEGER, "9223372036854775808", NULL },
    { "{\"integer\":\"12\"}", LB_VALUE_INTEGER, "12", "12" },
    { "1.5", LB_VALUE_FLOAT, "1.5", NULL },
    { "2.0", LB_VALUE_FLOAT, "2", NULL },
    { "1e22", LB_VALUE_FLOAT, "1e+22", "1e22" },
    { "0.3", LB_VALUE_FLOAT, "0.3", "0.29999999999999999" },
    { "0.1234567890123456", LB_VALUE_FLOAT, "0.1234567890123456", "0.12345678901234559" },
    { "{\"float\":\"nan\"}", LB_VALUE_FLOAT, "nan", NULL },
    { "{\"float\":\"Infinity\"}", LB_VALUE_FLOAT, "inf", "{\"float\":\"inf\"}" },
    { "{\"number\":\"1.50\"}", LB_VALUE_NUMBER, "1.50", NULL },
    { "{\"number\":\"sNaN\"}", LB_VALUE_NUMBER, "NaN", "{\"number\":\"NaN\"}" },
    { "{\"number\":\".5E-10\"}", LB_VALUE_NUMBER, ".5E-10", NULL },
    { "\"\"", LB_VALUE_TEXT, "", NULL },
    { "\"h\xc3\xa9\xf0\x9f\x98\x80\"", LB_VALUE_TEXT, "h\xc3\xa9\xf0\x9f\x98\x80", NULL },
    { "{\"bytes\":\"YWI=\"}", LB_VALUE_BYTES, "ab", NULL },
    { "{\"date\":\"2026-01-31\"}", LB_VALUE_DATE, "2026-01-31", NULL },
    { "{\"time\":\"23:59:59.000001+02:00\"}", LB_VALUE_TIME, "23:59:59.000001+02:00", NULL },
    { "{\"datetime\":\"2026-01-31 23:59:59\"}", LB_VALUE_DATETIME, "2026-01-31 23:59:59", NULL },
    { "{\"interval\":\"1 days 2.5 seconds\"}", LB_VALUE_INTERVAL, "1 days 2.5 seconds", NULL },
    { "{\"uuid\":\"x\"}", LB_VALUE_UUID, "x", NULL },
    { "{\"json\":\"[1]\"}", LB_VALUE_JSON, "[1]", NULL },
    { "{\"array\":[1,null,\"x\",{\"array\":[]}]}", LB_VALUE_ARRAY, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    json_t *json = parse (cases[i].json);
    g_autofree char *again = NULL;
    GError *error = NULL;
    LbValue value;

    lb_value_from_json (json, &value, &error);
    g_assert_no_error (error);
    g_assert_cmpint (value.kind, ==, cases[i].kind);
    g_assert_cmpstr (value.text, ==, cases[i].text);
    g_assert_cmpint (value.length, ==, cases[i].text ? strlen (cases[i].text) : 0);
    again = dump (lb_value_to_json (&value));
    g_assert_cmpstr (again, ==, cases[i].again ? cases[i].again : cases[i].json);
    lb_value_clear (&value);
    g_assert_cmpint (value.kind, ==, LB_VALUE_NULL);
    json_decref (json);
  }
}

static void
test_nul (void)
{
  json_t *json = parse ("\"a\\u0000b\"");
  g_autofree char *again = NULL;
  LbValue value;

  g_assert_true (lb_value_from_json (json, &value, NULL));
  g_assert_cmpmem (value.text, value.length, "a\0b", 3);
  again = dump (lb_value_to_json (&value));
  g_assert_cmpstr (again, ==, "\"a\\u0000b\"");
  lb_value_clear (&value);
  json_decref (json);
}

static void
test_refused (void)
{
  static const struct {
    const char *json, *message;
  } cases[] = {
    { "[]", "value must be a value" },
    { "{}", "value must be a value" },
    { "{\"date\": 5}", "value: date must be a string" },
    { "{\"date\": \"a\", \"time\": \"b\"}", "value must be a value" },
    { "{\"text\": \"a\"}", "value must be a value" },
    { "{\"boolean\": \"t\"}", "value must be a value" },
    { "{\"number\": \"1; drop table t\"}", "value: number must be the digits of a number" },
    { "{\"number\": \"\"}", "value: number must be the digits of a number" },
    { "{\"number\": \"1e\"}", "value: number must be the digits of a number" },
    { "{\"number\": \"1\\u00002\"}", "value: number must be the digits of a number" },
    { "{\"integer\": \"1.5\"}", "value: integer must be the digits of a number" },
    { "{\"integer\": \"nan\"}", "value: integer must be the digits of a number" },
    { "{\"float\": \".\"}", "value: float must be the digits of a number" },
    { "{\"array\": \"{1}\", \"of\": \"integer\"}", "value must be a value" },
    { "{\"array\": \"{1}\"}", "value: array must be a list" },
    { "{\"array\": [1, {\"array\": [2, {\"uuid\": null}]}]}", "value: array[1].array[1].uuid must be a string" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    json_t *json = parse (cases[i].json);
    g_autoptr (GError) error = NULL;
    LbValue value;

    g_assert_false (lb_value_from_json (json, &value, &error));
    g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
    g_assert_cmpstr (error->message, ==, cases[i].message);
    json_decref (json);
  }
}

/* What a driver hands out: borrowed, arrays as the database writes them. */
static void
test_of_database (void)
{
  static const struct {
    LbValue value;
    const char *json;
  } cases[] = {
    { { .kind = LB_VALUE_ARRAY, .item_kind = LB_VALUE_INTEGER, .text = "{1,NULL}", .length = 8 },
      "{\"array\":\"{1,NULL}\",\"of\":\"integer\"}" },
    { { .kind = LB_VALUE_ARRAY, .text = "{a}", .length = 3 }, "{\"array\":\"{a}\",\"of\":\"text\"}" },
    { { .kind = LB_VALUE_INTEGER, .text = "0000000000000000000005", .length = 22 }, "5" },
    { { .kind = LB_VALUE_TEXT, .text = "a\xff", .length = 2 }, "\"a\xef\xbf\xbd\"" },
    { { .kind = LB_VALUE_BYTES, .text = "\0\xff", .length = 2 }, "{\"bytes\":\"AP8=\"}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *json = dump (lb_value_to_json (&cases[i].value));

    g_assert_cmpstr (json, ==, cases[i].json);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operation/wire/values", test_values);
  g_test_add_func ("/operation/wire/nul", test_nul);
  g_test_add_func ("/operation/wire/refused", test_refused);
  g_test_add_func ("/operation/wire/of-database", test_of_database);
  return g_test_run ();
}
