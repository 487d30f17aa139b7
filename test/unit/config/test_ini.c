#include "config/ini.h"
#include "util/error.h"

#include <glib/gstdio.h>
#include <string.h>

#define INVALID "\1" /* the key is there, but its value cannot be put together */

/* What Python's ConfigParser says to each of these, asked of Python 3.11. */
static const struct {
  const char *name;
  const char *text;
  const char *section;
  const char *key;
  const char *value;
} values[] = {
  { "plain", "[a]\nk = v\n", "a", "k", "v" },
  { "colon", "[a]\nk: v\n", "a", "k", "v" },
  { "no blanks", "[a]\nk=v", "a", "k", "v" },
  { "first delimiter wins", "[a]\nk = a:b=c\n", "a", "k", "a:b=c" },
  { "colon before equals", "[a]\nk:=v\n", "a", "k", "=v" },
  { "keys lower-cased", "[a]\nKeY = v\n", "a", "kEy", "v" },
  { "key with blanks", "[a]\nmy key = v\n", "a", "my key", "v" },
  { "non-ASCII key", "[a]\n\303\211t\303\211 = v\n", "a", "\303\251t\303\251", "v" },
  { "sections keep their case", "[A]\nk=1\n[a]\nk=2\n", "A", "k", "1" },
  { "empty value", "[a]\nk =\nl = 1\n", "a", "k", "" },
  { "comments", "# c\n[a]\n; c\n# k = 0\nk = v\n", "a", "k", "v" },
  { "no inline comment", "[a]\nk = os  # Use os.pathsep\n", "a", "k", "os  # Use os.pathsep" },
  { "no inline comment ;", "[a]\nk = v ; c\n", "a", "k", "v ; c" },
  { "continuation", "[a]\nk = one\n  two\n\tthree\n", "a", "k", "one\ntwo\nthree" },
  { "continuation only", "[a]\nk =\n  one\n  two\n", "a", "k", "\none\ntwo" },
  { "continuation looks like a key", "[a]\nk = one\n  l = two\n", "a", "k", "one\nl = two" },
  { "continuation looks like a section", "[a]\nk = one\n  [b]\n", "a", "k", "one\n[b]" },
  { "comment inside a value", "[a]\nk = one\n# c\n  two\n", "a", "k", "one\ntwo" },
  { "indented comment inside", "[a]\nk = one\n  ; c\n  two\n", "a", "k", "one\ntwo" },
  { "blank line inside a value", "[a]\nk = one\n\n  two\n", "a", "k", "one\n\ntwo" },
  { "blank lines at the end go", "[a]\nk = one\n\n\n[b]\n", "a", "k", "one" },
  { "blank line with blanks", "[a]\nk = one\n   \n  two\n", "a", "k", "one\n\ntwo" },
  { "indented key is a key", "[a]\n  k = one\n  l = two\n", "a", "l", "two" },
  { "deeper than an indented key", "[a]\n  k = one\n    two\n", "a", "k", "one\ntwo" },
  { "less indented ends the value", "[a]\n    k = one\n  l = two\n", "a", "l", "two" },
  { "tab counts as one", "[a]\n\tk = one\n  two\n", "a", "k", "one\ntwo" },
  { "no continuation behind a header", "[a]\n  k = v\n", "a", "k", "v" },
  { "bracket in the name", "[a]b]\nk = v\n", "a]b", "k", "v" },
  { "text behind a header", "[a] junk\nk = v\n", "a", "k", "v" },
  { "blanks in a header stay", "[ a ]\nk = v\n", " a ", "k", "v" },
  { "CRLF", "[a]\r\nk = one\r\n  two\r\nl = 3\r\n", "a", "k", "one\ntwo" },
  { "CR alone", "[a]\rk = v\rl = w\r", "a", "k", "v" },
  { "BOM", "\357\273\277[a]\nk = v\n", "a", "k", "v" },
  { "Unicode blanks", "[a]\nk\302\240=\343\200\200v\342\200\203\n", "a", "k", "v" },
  { "Unicode indent", "[a]\nk = v\n\302\240w\n", "a", "k", "v\nw" },
  { "DEFAULT", "[DEFAULT]\nk = v\n[a]\n", "a", "k", "v" },
  { "own value before DEFAULT", "[DEFAULT]\nk = v\n[a]\nk = w\n", "a", "k", "w" },
  { "DEFAULT twice", "[DEFAULT]\nk = v\n[a]\n[DEFAULT]\nl = w\n", "a", "l", "w" },
  { "here", "[a]\nk = %(here)s/x\n", "a", "k", "/srv/app/x" },
  { "here in capitals", "[a]\nk = %(HERE)s/x\n", "a", "k", "/srv/app/x" },
  { "own here", "[a]\nhere = /o\nk = %(here)s/x\n", "a", "k", "/o/x" },
  { "DEFAULT here", "[DEFAULT]\nhere = /d\n[a]\nk = %(here)s/x\n", "a", "k", "/d/x" },
  { "here itself", "[a]\n", "a", "here", "/srv/app" },
  { "double percent", "[a]\nk = %%(rev)s_%%d\n", "a", "k", "%(rev)s_%d" },
  { "reference", "[a]\nx = 1\nk = <%(x)s>\n", "a", "k", "<1>" },
  { "reference forward", "[a]\nk = %(x)s\nx = 1\n", "a", "k", "1" },
  { "chain", "[a]\nk = %(x)s\nx = %(y)s\ny = z%%\n", "a", "k", "z%" },
  { "DEFAULT resolves in the section", "[DEFAULT]\nk = %(x)s\n[a]\nx = mine\n", "a", "k", "mine" },
  { "percent at the end", "[a]\nk = 100%\n", "a", "k", INVALID },
  { "bare percent", "[a]\nk = p%40w\n", "a", "k", INVALID },
  { "unclosed", "[a]\nk = %(x\n", "a", "k", INVALID },
  { "empty name", "[a]\nk = %()s\n", "a", "k", INVALID },
  { "other conversion", "[a]\nx=1\nk = %(x)d\n", "a", "k", INVALID },
  { "unknown name", "[a]\nk = %(nope)s\n", "a", "k", INVALID },
  { "itself", "[a]\nk = %(k)s\n", "a", "k", INVALID },
  { "circle", "[a]\nk = %(l)s\nl = %(k)s\n", "a", "k", INVALID },
  { "ten levels",
    "[a]\nk=%(a1)s\na1=%(a2)s\na2=%(a3)s\na3=%(a4)s\na4=%(a5)s\na5=%(a6)s\na6=%(a7)s\na7=%(a8)s\na8=%(a9)s\na9=end\n",
    "a", "k", "end" },
  { "eleven levels",
    "[a]\nk=%(a1)s\na1=%(a2)s\na2=%(a3)s\na3=%(a4)s\na4=%(a5)s\na5=%(a6)s\na6=%(a7)s\na7=%(a8)s\na8=%(a9)s\na9=%(a10)"
    "s\na10=%(a11)s\na11=end\n",
    "a", "k", INVALID },
  { "bad value elsewhere", "[a]\nk = v\nl = 100%\n", "a", "k", "v" },
  { "absent key", "[a]\nk = v\n", "a", "nope", NULL },
  { "absent section", "[a]\nk = v\n", "b", "k", NULL },
};

static const struct {
  const char *name;
  const char *text;
  guint line;
} refused[] = {
  { "section twice", "[a]\n[b]\n[a]\n", 3 },
  { "key twice", "[a]\nk = 1\nK = 2\n", 3 },
  { "key twice in DEFAULT", "[DEFAULT]\nk = 1\n[DEFAULT]\nk = 2\n", 4 },
  { "before a section", "k = v\n[a]\n", 1 },
  { "no delimiter", "[a]\nk = v\n\njunk\n", 4 },
  { "no key", "[a]\n= v\n", 2 },
  { "empty header", "[a]\n[]\n", 2 },
  { "open header", "[a]\n[b\n", 2 },
  { "not UTF-8", "[a]\nk = \xff\n", 2 },
  { "not UTF-8 behind CRLF", "[a]\r\n\r\nk = \xff\r\n", 3 },
};

static LbIni *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  LbIni *ini = lb_ini_parse ("alembic.ini", text, strlen (text), &error);

  g_assert_no_error (error);
  lb_ini_set_injected (ini, "here", "/srv/app");
  return ini;
}

static void
test_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (LbIni) ini = parse (values[i].text);
    g_autoptr (GError) error = NULL;
    g_autofree char *value = lb_ini_get (ini, values[i].section, values[i].key, &error);

    g_test_message ("%s", values[i].name);
    if (g_strcmp0 (values[i].value, INVALID) == 0) {
      g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
      g_assert_cmpuint (lb_error_parts (error)->line, >, 0);
      g_assert_nonnull (lb_error_parts (error)->hint);
      g_assert_null (value);
    } else {
      g_assert_no_error (error);
      g_assert_cmpstr (value, ==, values[i].value);
    }
  }
}

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (LbIni) ini = lb_ini_parse ("my.ini", refused[i].text, strlen (refused[i].text), &error);

    g_test_message ("%s", refused[i].name);
    g_assert_null (ini);
    g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
    g_assert_cmpstr (lb_error_parts (error)->file, ==, "my.ini");
    g_assert_cmpuint (lb_error_parts (error)->line, ==, refused[i].line);
  }
}

/* A bare percent sign: the message names the line and says what to write, and does not give the password away. */
static void
test_percent_hint (void)
{
  g_autoptr (LbIni) ini = parse ("[alembic]\n\nsqlalchemy.url = postgresql://u:sec%40ret@h/d\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *value = lb_ini_get (ini, "alembic", "sqlalchemy.url", &error);
  const LbErrorParts *parts = lb_error_parts (error);

  g_assert_null (value);
  g_assert_cmpstr (parts->file, ==, "alembic.ini");
  g_assert_cmpuint (parts->line, ==, 3);
  g_assert_nonnull (strstr (parts->hint, "%%"));
  g_assert_nonnull (strstr (error->message, "sqlalchemy.url"));
  g_assert_null (strstr (error->message, "sec"));
  g_assert_null (strstr (error->message, "ret@"));
}

/* A directory may have a percent sign in its name. */
static void
test_injected_is_literal (void)
{
  g_autoptr (LbIni) ini = parse ("[a]\nk = %(here)s/x\n");
  g_autoptr (GError) error = NULL;
  guint line = 99;

  lb_ini_set_injected (ini, "Here", "/srv/100%");
  g_autofree char *value = lb_ini_get (ini, "a", "k", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, "/srv/100%/x");
  g_assert_cmpstr (lb_ini_raw (ini, "a", "here", &line), ==, "/srv/100%");
  g_assert_cmpuint (line, ==, 0);
}

/* Ten lines that would expand to 10^10 characters. */
static void
test_expansion_is_bounded (void)
{
  g_autoptr (GString) text = g_string_new ("[a]\n");

  for (guint i = 0; i < 9; i++) {
    g_string_append_printf (text, "k%u = ", i);
    for (guint j = 0; j < 100; j++)
      g_string_append_printf (text, "%%(k%u)s", i + 1);
    g_string_append_c (text, '\n');
  }
  g_string_append (text, "k9 = ten bytes.\n");
  g_autoptr (LbIni) ini = parse (text->str);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = lb_ini_get (ini, "a", "k0", &error);
  g_assert_null (value);
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
}

static void
test_lists_and_lines (void)
{
  g_autoptr (LbIni) ini = parse ("[DEFAULT]\nd = 1\n[z]\nb = 1\n A = 2\n[a]\nkey = v\n\n# c\n  w\nlast = 1\n");
  g_autoptr (GPtrArray) sections = lb_ini_sections (ini);
  g_autoptr (GPtrArray) keys = lb_ini_keys (ini, "a");
  g_autoptr (GPtrArray) none = lb_ini_keys (ini, "nope");
  guint line = 0;

  g_assert_cmpstr (lb_ini_path (ini), ==, "alembic.ini");
  g_assert_cmpuint (sections->len, ==, 2);
  g_assert_cmpstr (sections->pdata[0], ==, "z");
  g_assert_cmpstr (sections->pdata[1], ==, "a");
  g_assert_cmpuint (keys->len, ==, 2);
  g_assert_cmpstr (keys->pdata[1], ==, "last");
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (lb_ini_has_section (ini, "z"));
  g_assert_false (lb_ini_has_section (ini, "DEFAULT"));
  g_assert_cmpstr (lb_ini_raw (ini, "a", "KEY", &line), ==, "v\n\nw");
  g_assert_cmpuint (line, ==, 7);
  g_assert_cmpstr (lb_ini_raw (ini, "a", "last", &line), ==, "1");
  g_assert_cmpuint (line, ==, 11);
  g_assert_cmpstr (lb_ini_raw (ini, "a", "d", &line), ==, "1");
  g_assert_cmpuint (line, ==, 2);
  g_assert_null (lb_ini_raw (ini, "a", "b", NULL));
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbIni) ini = lb_ini_read ("/nonexistent/alembic.ini", &error);

  g_assert_null (ini);
  g_assert_error (error, LB_ERROR, LB_ERROR_IO);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config/ini/values", test_values);
  g_test_add_func ("/config/ini/refused", test_refused);
  g_test_add_func ("/config/ini/percent-hint", test_percent_hint);
  g_test_add_func ("/config/ini/injected-is-literal", test_injected_is_literal);
  g_test_add_func ("/config/ini/expansion-is-bounded", test_expansion_is_bounded);
  g_test_add_func ("/config/ini/lists-and-lines", test_lists_and_lines);
  g_test_add_func ("/config/ini/missing-file", test_missing_file);
  return g_test_run ();
}
