/* Templates: what Mako gives for them (the expected texts are Mako's own output), and what is refused. */
#include "script/python_text.h"
#include "script/template.h"
#include "util/error.h"

#include <string.h>

static char *
read_option (const char *section, const char *key, gpointer data, GError **error)
{
  if (strcmp (key, "bad") == 0) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFIG, "bad percent sign");
    return NULL;
  }
  if (strcmp (key, "databases") == 0 && !section)
    return g_strdup ("engine1, engine2");
  return section && strcmp (key, "url") == 0 ? g_strconcat ("url of ", section, NULL) : NULL;
}

static const LbValue *
list_of (LbScope *scope, LbValueKind kind, const char *const *texts)
{
  GPtrArray *items = g_ptr_array_new ();

  for (; *texts; texts++)
    g_ptr_array_add (items, (gpointer) lb_value_string (scope->arena, *texts));
  return lb_value_take_items (scope->arena, kind, items);
}

/* Render @text with @message; NULL with @error. */
static char *
render_with (const char *text, const char *message, GError **error)
{
  static const char *const labels[] = { "shop", NULL };
  static const char *const depends[] = { "a", "it's", NULL };
  g_autoptr (LbMako) mako = lb_mako_parse ("t.mako", text, strlen (text), error);
  g_autoptr (LbScope) scope = NULL;
  g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 11, 21, 10, 0, 0.5);

  if (!mako)
    return NULL;
  scope = lb_scope_new ();
  scope->config = read_option;
  lb_scope_set (scope, "message", lb_value_string (scope->arena, message));
  lb_scope_set (scope, "rev", lb_value_string (scope->arena, "ae10"));
  lb_scope_set (scope, "down", &lb_value_none);
  lb_scope_set (scope, "labels", list_of (scope, LB_VALUE_TUPLE, labels));
  lb_scope_set (scope, "depends", list_of (scope, LB_VALUE_LIST, depends));
  lb_scope_set (scope, "date", lb_value_time (scope->arena, LB_VALUE_DATETIME, date, FALSE));
  lb_scope_set (scope, "zoned", lb_value_time (scope->arena, LB_VALUE_DATETIME, date, TRUE));
  return lb_mako_render (mako, scope, error);
}

typedef struct {
  const char *text;
  const char *gives;
} Case;

static const Case syntax_cases[] = {
  { "", "" },
  { "plain $ { } <b> % x # y\n", "plain $ { } <b> % x # y\n" },
  { "${rev}", "ae10" },
  { "a${rev}b${rev}\n", "aae10bae10\n" },
  { "x\n## gone\n  ## gone too\ny\n", "x\ny\n" },
  { "x\n%% kept\n  %% indented\n", "x\n% kept\n  % indented\n" },
  { "a \\\nb\\\r\nc", "a bc" },
  { "% if rev:\nyes\n% endif\n", "yes\n" },
  { "% if down:\na\n% elif rev == 'ae10':\nb\n% else:\nc\n% endif\nd", "b\nd" },
  { "% if down: # comment\na\n%else:\nc\n%endif # comment", "c\n" },
  { "% if rev and \\\n   rev:\nx\n% endif\r\ny", "x\ny" },
  { "% for x in labels + ('b',):\n${x} ${loop.index} ${loop.last}\n% endfor\n", "shop 0 False\nb 1 True\n" },
  { "% for i, x in enumerate(depends):\n${i}${x}\n% endfor\n", "0a\n1it's\n" },
  { "% for x in [1, 2]:\n% for y in [3]:\n${x}${y}${loop.first}\n% endfor\n${loop.index}\n% endfor\n",
    "13True\n0\n23True\n1\n" },
  { "% for x in ():\nnever\n% endfor\n", "" },
  { "<%doc>\n${broken\n</%doc>x", "x" },
  { "<%text>${raw}\n% if</%text>", "${raw}\n% if" },
  { "<%! import re, os.path as p\nfrom a import (b,\n c) %>x", "x" },
  { "<% a = 1\nb, c = [a, 'x']; a += 1 %>${a}${b}${c}", "21x" },
  { "<%\n  # 'comment' %\n  x = '%>'\n%>${x}", "%>" },
  { "## -*- coding: utf-8 -*-\nx", "x" },
  { "# coding: latin-1\n\xe9", "é" },
  { "\xef\xbb\xbfx", "x" },
  { "a <& b", "a <& b" },
};

static const Case expression_cases[] = {
  { "${'a}b|c'}${(1 if 0 else 'd|e')}", "a}b|cd|e" },
  { "${down} ${down | comma,n}|${depends | comma,n}|${rev | comma, n}", "None |a, it's|ae10" },
  { "${repr(labels)} ${repr(depends)} ${repr(down)} ${repr(rev)}", "('shop',) ['a', \"it's\"] None 'ae10'" },
  { "${imports if imports else 'none'} ${context.get('nope', 'x')}", "none x" },
  { "${config.get_main_option('databases')} ${config.get_main_option('nope', 'd')}", "engine1, engine2 d" },
  { "${config.get_section_option('engine1', 'url')} ${config.config_ini_section}", "url of engine1 alembic" },
  { "<%! import re %>${re.split(r',\\s*', config.get_main_option('databases'))}", "['engine1', 'engine2']" },
  { "${date} ${zoned}", "2026-11-21 10:00:00.500000 2026-11-21 10:00:00.500000+00:00" },
  { "${date.strftime('%Y%m%d %H:%M %f %%')} ${zoned.strftime('%z')}|${date.strftime('%z')}",
    "20261121 10:00 500000 % +0000|" },
  { "${date.isoformat()} ${date.isoformat(' ', 'seconds')} ${date.date()} ${date.year}",
    "2026-11-21T10:00:00.500000 2026-11-21 10:00:00 2026-11-21 2026" },
  { "${date.replace(microsecond=0)}", "2026-11-21 10:00:00" },
  { "${'%s-%03d-%r-%%' % (rev, 7, 'x')} ${'%s' % rev}", "ae10-007-'x'-% ae10" },
  { "${'{}.{1!r}'.format(1, 2) if 0 else '{0}{x}{{'.format(1, x='y')}", "1y{" },
  { "${f'{rev}:{1 + 1}' 'b' r'\\d' '\\x41\\t'}", "ae10:2b\\dA\t" },
  { "${', '.join([x.upper() for x in depends if x != 'a'])}", "IT'S" },
  { "${rev[:2]}${rev[-1]}${rev[1:-1]}${len(rev)}${depends[0]}", "ae0e14a" },
  { "${1 + 2 * 3 - 7 // 2} ${-7 // 2} ${-7 % 3} ${'ab' * 2}", "4 -4 2 abab" },
  { "${1 < 2 < 3} ${'a' in depends} ${down is None} ${not rev} ${0 or 'x'} ${1 and 0}", "True True True False x 0" },
  { "${' a '.strip()}${'a-b'.replace('-', '_')}${'a,b'.split(',')}${'ab'.startswith(('x', 'a'))}",
    "aa_b['a', 'b']True" },
  { "${'<&>' | h}${' x ' | trim}${'a b/' | u}", "&lt;&amp;&gt;xa+b%2F" },
  { "${'ß'.upper()}${'déjà vu'.title()}${'aé'.replace('', '-')}", "SSDéjà Vu-a-é-" },
  { "${sorted(['b', 'a'])}${list(range(2))}${(1,)}${()}", "['a', 'b'][0, 1](1,)()" },
};

static void
check_cases (const Case *cases, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = render_with (cases[i].text, "add users", &error);

    if (error)
      g_error ("'%s': %s", cases[i].text, error->message);
    g_assert_cmpstr (text, ==, cases[i].gives);
  }
}

static void
test_syntax (void)
{
  check_cases (syntax_cases, G_N_ELEMENTS (syntax_cases));
}

static void
test_expressions (void)
{
  check_cases (expression_cases, G_N_ELEMENTS (expression_cases));
}

static void
test_refused (void)
{
  static const struct {
    const char *text;
    guint line;
    const char *says;
  } cases[] = {
    { "\n${nobody}", 2, "no value has the name 'nobody'" },
    { "${nobody()}", 1, "the function 'nobody' is not understood" },
    { "a\nb\n${lambda: 1}", 3, "'lambda' is not understood" },
    { "${ {'a': 1} }", 1, "'{' is not understood" },
    { "${1.5}", 1, "no decimal integer" },
    { "${rev", 1, "'}' expected" },
    { "${rev rev}", 1, "'}' expected" },
    { "${'open}", 1, "a string that does not end" },
    { "${rev | foo}", 1, "the filter 'foo' is not understood" },
    { "${down | n}", 1, "is not text" },
    { "${rev.encode()}", 1, "str.encode() is not understood" },
    { "<% import os %>\n${os.getenv('X')}", 2, "os.getenv() is not understood" },
    { "% if rev\n% endif", 1, "':' expected" },
    { "% if rev:\n", 1, "'if' without its end" },
    { "x\n% endif\n", 2, "'endif' without an open 'if'" },
    { "% for x in labels:\n% endif\n", 2, "'endif' without an open 'if'" },
    { "% else:\n", 1, "'else' without an open 'if'" },
    { "% if rev:\n% else:\n% else:\n% endif\n", 3, "'else' without an open 'if'" },
    { "% while rev:\n% endwhile\n", 1, "'% while rev:' is not understood" },
    { "<%def name=\"f()\">x</%def>", 1, "the tag '<%def>' is not understood" },
    { "x</%text>", 1, "a closing tag without its opening one" },
    { "<%doc>", 1, "'</%doc>' is missing" },
    { "<%\n\n  if rev:\n    x = 1\n%>", 3, "the statement 'if' is not understood" },
    { "<% print(rev) %>", 1, "only assignments and imports" },
    { "<% x = 1", 1, "'%>' is missing" },
    { "<%\n x = 1 2 %>", 2, "the end of a statement expected" },
    { "${rev + 1}", 1, "str + int is not understood" },
    { "${1 // 0}", 1, "division by zero" },
    { "${9223372036854775807 + 1}", 1, "too large" },
    { "${rev[9]}", 1, "index 9 of a str of 4" },
    { "${'%s %s' % rev}", 1, "not enough values" },
    { "${'x' % rev}", 1, "more values than tokens" },
    { "${config.get_main_option('bad')}", 1, "bad percent sign" },
    { "% for a, b in depends + ['abc']:\n% endfor", 1, "1 values for 2 names" },
    { "${'x' * 99999999}", 1, "more than 1000000 bytes" },
    { "\xff", 1, "not in the encoding utf-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = render_with (cases[i].text, "m", &error);

    g_assert_null (text);
    g_assert_nonnull (error);
    if (!strstr (error->message, cases[i].says))
      g_error ("'%s' gives '%s', not '%s'", cases[i].text, error->message, cases[i].says);
    g_assert_cmpstr (lb_error_parts (error)->file, ==, "t.mako");
    g_assert_cmpuint (lb_error_parts (error)->line, ==, cases[i].line);
    g_assert_nonnull (strcmp (cases[i].says, "not in the encoding utf-8") ? lb_error_parts (error)->hint : "");
  }
}

/* A template that would run for ever, or eat all memory, ends with an error. */
static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  g_autofree char *rendered = NULL;

  for (guint i = 0; i < 5; i++)
    g_string_append (text, "% for x in range(1000):\n");
  g_string_append (text, "${x}\n");
  for (guint i = 0; i < 5; i++)
    g_string_append (text, "% endfor\n");
  rendered = render_with (text->str, "m", &error);
  g_assert_null (rendered);
  g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
  g_clear_error (&error);

  g_string_assign (text, "${");
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '(');
  rendered = render_with (text->str, "m", &error);
  g_assert_null (rendered);
  g_assert_nonnull (strstr (error->message, "nested"));
  g_string_free (text, TRUE);
}

/* A bare message cannot break the literal or comment it stands in. */
static void
test_guarded_message (void)
{
  static const struct {
    const char *text;
    const char *message;
    const char *gives;
  } cases[] = {
    { "\"\"\"${message}\n\"\"\"", "plain 'x' \"y\"", "\"\"\"plain 'x' \"y\"\n\"\"\"" },
    { "\"\"\"${message}\n\"\"\"", "a\"\"\"b", "\"\"\"a\\\"\\\"\\\"b\n\"\"\"" },
    { "\"\"\"${message}\"\"\"", "ends with \"", "\"\"\"ends with \\\"\"\"\"" },
    { "\"\"\"${message}${rev}\"\"\"", "x\"", "\"\"\"x\\\"ae10\"\"\"" },
    { "'''${message}\n'''", "it''' \"\"\"", "'''it\\'\\'\\' \"\"\"\n'''" },
    { "\"\"\"${message}\n\"\"\"", "C:\\new \\N{x}", "\"\"\"C:\\\\new \\\\N{x}\n\"\"\"" },
    { "\"\"\"${message}\n\"\"\"", "two\nlines\r\x01", "\"\"\"two\nlines\\r\\x01\n\"\"\"" },
    { "x = '${message}'", "it's\nso", "x = 'it\\'s\\nso'" },
    { "x = r'${message}'", "a\\b", "x = r'a\\b'" },
    { "# ${message}\ny", "one\ntwo", "# one\n# two\ny" },
    { "'#' # it's ${message}\n", "a\nb", "'#' # it's a\n# b\n" },
    { "${repr(message)}", "a'b\"c\\", "'a\\'b\"c\\\\'" },
    { "${message}", "raw \\ code", "raw \\ code" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = render_with (cases[i].text, cases[i].message, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (text, ==, cases[i].gives);
  }
}

static void
test_repr (void)
{
  static const Case cases[] = {
    { "", "''" },
    { "a", "'a'" },
    { "it's", "\"it's\"" },
    { "it's \"x\"", "'it\\'s \"x\"'" },
    { "\"", "'\"'" },
    { "\\\n\r\t\x01\x7f", "'\\\\\\n\\r\\t\\x01\\x7f'" },
    { "é日😀", "'é日😀'" },
    { "\xc2\x80\xc2\xa0\xe2\x80\x8b\xe2\x80\xa8\xf0\xaf\xbf\xbf", "'\\x80\\xa0\\u200b\\u2028\\U0002ffff'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) out = g_string_new (NULL);

    lb_python_append_repr (out, cases[i].text);
    g_assert_cmpstr (out->str, ==, cases[i].gives);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/template/syntax", test_syntax);
  g_test_add_func ("/template/expressions", test_expressions);
  g_test_add_func ("/template/refused", test_refused);
  g_test_add_func ("/template/limits", test_limits);
  g_test_add_func ("/template/guarded-message", test_guarded_message);
  g_test_add_func ("/template/repr", test_repr);
  return g_test_run ();
}
