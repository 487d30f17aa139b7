#include "config/toml.h"
#include "util/error.h"

#include <string.h>

/* Documents and their canonical form, as Python's tomllib reads them. */
static const struct {
  const char *name;
  const char *text;
  const char *form;
} documents[] = {
  { "empty", "", "{}" },
  { "hex without digits", "a = 0x", NULL },
  { "numbers", "a = 1_000\nb = 0xfF\nc = 0o17\nd = 0b101\ne = -0\nf = +5", "{a=1000,b=255,c=15,d=5,e=0,f=5,}" },
  { "leading zero", "a = 01", NULL },
  { "underscores", "a = 1__0", NULL },
  { "hex with a sign", "a = +0x1", NULL },
  { "too large", "a = 9223372036854775808", NULL },
  { "floats", "a = 1.5\nb = 1e3\nc = -2.5E-1\nd = inf\ne = -inf", "{a=f1.5,b=f1000,c=f-0.25,d=finf,e=f-inf,}" },
  { "float without digits", "a = 1.", NULL },
  { "booleans", "a = true\nb = false", "{a=true,b=false,}" },
  { "capital boolean", "a = True", NULL },
  { "dates", "a = 2026-01-02\nb = 2026-01-02T03:04:05.6Z\nc = 2026-01-02 03:04:05-08:00\nd = 03:04:05",
    "{a=@2026-01-02,b=@2026-01-02T03:04:05.6Z,c=@2026-01-02 03:04:05-08:00,d=@03:04:05,}" },
  { "no such day", "a = 2026-02-30", NULL },
  { "strings", "a = \"x\\t\\u00e9\\\"\"\nb = 'C:\\x'", "{a='x\t\303\251\"',b='C:\\x',}" },
  { "multi-line", "a = \"\"\"\none\\\n   two\nthree\"\"\"\nb = '''\nx\\\n'''", "{a='onetwo\nthree',b='x\\\n',}" },
  { "quotes before the end", "a = \"\"\"\"q\"\"\"\"\"\nb = ''''q'''''",
    "{a='\"q\"\"',b=''q''',"
    "}" },
  { "unknown escape", "a = \"\\x\"", NULL },
  { "surrogate", "a = \"\\ud800\"", NULL },
  { "zero byte", "a = \"\\u0000\"", NULL },
  { "open string", "a = \"x\nb = 1", NULL },
  { "open multi-line", "a = '''x\n", NULL },
  { "CRLF", "a = 1\r\n[b]\r\nc = '''x\r\ny'''\r\n", "{a=1,b={c='x\ny',},}" },
  { "keys", "\"a b\" = 1\n'c.d' = 2\n3 = 3\n-_ = 4", "{a b=1,c.d=2,3=3,-_=4,}" },
  { "dotted keys", "a.b = 1\na . \"c d\" = 2\n3.4 = 5", "{a={b=1,c d=2,},3={4=5,},}" },
  { "tables", "[a.b]\nc = 1\n[a]\nd = 2\n[ x . y ]", "{a={b={c=1,},d=2,},x={y={},},}" },
  { "arrays of tables", "[[a]]\nb = 1\n[[a]]\n[a.c]\nd = 2\n[[a.e]]", "{a=[{b=1,},{c={d=2,},e=[{},],},],}" },
  { "arrays", "a = [1, 'x', [2,],\n # c\n [],\n]", "{a=[1,'x',[2,],[],],}" },
  { "inline tables", "a = {b = 1, c.d = 2, e = {}}", "{a={b=1,c={d=2,},e={},},}" },
  { "comments", "# c\na = 1 # c\n[b] # c\n", "{a=1,b={},}" },
  { "sub-table of dotted keys", "[a]\nb.c = 1\n[a.b.d]", "{a={b={c=1,d={},},},}" },
  { "key twice", "a = 1\na = 2", NULL },
  { "table twice", "[a]\n[b]\n[a]", NULL },
  { "table over a value", "a = 1\n[a]", NULL },
  { "table over dotted keys", "a.b = 1\n[a]", NULL },
  { "dotted keys into a declared table", "[a.b]\n[a]\nb.c = 1", NULL },
  { "array over a table", "[a]\n[[a]]", NULL },
  { "table over an array", "[[a]]\n[a]", NULL },
  { "header into a static array", "a = [{}]\n[[a]]", NULL },
  { "header into an inline table", "a = {b = {}}\n[a.b.c]", NULL },
  { "dotted keys into an inline table", "a = {b.c = 1}\na.b.d = 2", NULL },
  { "newline in an inline table", "a = {b = 1,\nc = 2}", NULL },
  { "comma at the end of an inline table", "a = {b = 1,}", NULL },
  { "text behind a value", "a = 1 b = 2", NULL },
  { "no value", "a =", NULL },
  { "no equals", "a 1", NULL },
  { "open header", "[a", NULL },
  { "half an array header", "[[a]", NULL },
  { "bare CR", "a = 1\rb = 2", NULL },
  { "control character in a comment", "# \1", NULL },
  { "not UTF-8", "a = '\xff'", NULL },
};

static void
append_form (GString *out, const LbTomlValue *value)
{
  switch (value->type) {
    case LB_TOML_STRING:
      g_string_append_printf (out, "'%s'", value->text);
      break;
    case LB_TOML_DATE:
      g_string_append_printf (out, "@%s", value->text);
      break;
    case LB_TOML_INTEGER:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, value->integer);
      break;
    case LB_TOML_FLOAT:
      g_string_append_printf (out, "f%g", value->number);
      break;
    case LB_TOML_BOOLEAN:
      g_string_append (out, value->boolean ? "true" : "false");
      break;
    case LB_TOML_ARRAY:
      g_string_append_c (out, '[');
      for (guint i = 0; i < value->items->len; i++) {
        append_form (out, value->items->pdata[i]);
        g_string_append_c (out, ',');
      }
      g_string_append_c (out, ']');
      break;
    case LB_TOML_TABLE:
      g_string_append_c (out, '{');
      for (guint i = 0; i < value->keys->len; i++) {
        g_string_append_printf (out, "%s=", (char *) value->keys->pdata[i]);
        append_form (out, lb_toml_member (value, value->keys->pdata[i]));
        g_string_append_c (out, ',');
      }
      g_string_append_c (out, '}');
      break;
  }
}

static void
test_documents (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (LbTomlValue) root
        = lb_toml_parse ("pyproject.toml", documents[i].text, strlen (documents[i].text), &error);
    g_autoptr (GString) form = g_string_new (NULL);

    g_test_message ("%s", documents[i].name);
    if (documents[i].form) {
      g_assert_no_error (error);
      append_form (form, root);
      g_assert_cmpstr (form->str, ==, documents[i].form);
    } else {
      g_assert_null (root);
      g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
      g_assert_cmpstr (lb_error_parts (error)->file, ==, "pyproject.toml");
      g_assert_cmpuint (lb_error_parts (error)->line, >, 0);
    }
  }
}

static void
test_lines (void)
{
  const char *text = "[tool.x]\na = 1\nb = '''\n\n'''\nc = [\n 1,\n 'x',\n]\n[[tool.y]]\n";
  g_autoptr (LbTomlValue) root = lb_toml_parse ("p", text, strlen (text), NULL);
  const LbTomlValue *x = lb_toml_member (lb_toml_member (root, "tool"), "x");

  g_assert_cmpuint (x->line, ==, 1);
  g_assert_cmpuint (lb_toml_member (x, "b")->line, ==, 3);
  g_assert_cmpuint (lb_toml_member (x, "c")->line, ==, 6);
  g_assert_cmpuint (((LbTomlValue *) lb_toml_member (x, "c")->items->pdata[1])->line, ==, 8);
  g_assert_cmpuint (lb_toml_member (lb_toml_member (root, "tool"), "y")->line, ==, 10);
  g_assert_null (lb_toml_member (x, "d"));
  g_assert_null (lb_toml_member (lb_toml_member (x, "a"), "b"));
  g_assert_null (lb_toml_member (NULL, "b"));
}

static void
test_error_line (void)
{
  const char *text = "a = 1\r\nb = '''\nx\n'''\nc = \n";
  g_autoptr (GError) error = NULL;
  g_autoptr (LbTomlValue) root = lb_toml_parse ("p", text, strlen (text), &error);

  g_assert_null (root);
  g_assert_cmpuint (lb_error_parts (error)->line, ==, 5);
}

/* A reader that recursed without end would overflow its stack. */
static void
test_depth (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *text = g_strconcat ("a = ", deep, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbTomlValue) root = lb_toml_parse ("p", text, strlen (text), &error);

  g_assert_null (root);
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config/toml/documents", test_documents);
  g_test_add_func ("/config/toml/lines", test_lines);
  g_test_add_func ("/config/toml/error-line", test_error_line);
  g_test_add_func ("/config/toml/depth", test_depth);
  return g_test_run ();
}
