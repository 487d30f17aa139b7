/* Headers of Python revisions: what is read without running the file, and what is refused with which line. */
#include "header_text.h"

#define ID   "revision = 'a1'\n"
#define BASE "down_revision = None\n"

static const struct {
  const char *name, *text, *expected;
} headers[] = {
  { "as Alembic writes it",
    "\"\"\"add users\n\nRevision ID: a1\nRevises: b2\n\n\"\"\"\nfrom typing import Sequence, Union\n\n"
    "revision: str = 'a1'\ndown_revision: Union[str, Sequence[str], None] = 'b2'\n"
    "branch_labels: Union[str, Sequence[str], None] = ('x',)\ndepends_on = ['c3', 'd4']\n",
    "a1 < b2; x; c3,d4; add users" },
  { "no docstring", ID BASE, "a1 < ; ; ; " },
  { "paragraph of several lines", "'''one\ntwo\n\nthree'''\n" ID BASE, "a1 < ; ; ; one\ntwo" },
  { "raw docstring", "r'a\\b'\n" ID BASE, "a1 < ; ; ; a\\b" },
  { "docstring in parts", "('a'\n  \"b\")\n" ID BASE, "a1 < ; ; ; ab" },
  { "f-string is no docstring", "f'a'\n" ID BASE, "a1 < ; ; ; " },
  { "bytes are no docstring", "b'a'\n" ID BASE, "a1 < ; ; ; " },
  { "expression is no docstring", "'a' + 'b'\n" ID BASE, "a1 < ; ; ; " },
  { "second statement is no docstring", "x = 1\n'a'\n" ID BASE, "a1 < ; ; ; " },
  { "docstring assigned", ID BASE "__doc__ = 'later'\n", "a1 < ; ; ; later" },
  { "comments before the docstring", "#!/usr/bin/python\n\n# x\n'a'\n" ID BASE, "a1 < ; ; ; a" },

  { "tuple", ID "down_revision = ('b', 'c')\n", "a1 < b,c; ; ; " },
  { "tuple without parentheses", ID "down_revision = 'b', 'c'\n", "a1 < b,c; ; ; " },
  { "tuple of one", ID "down_revision = 'b',\n", "a1 < b; ; ; " },
  { "empty tuple", ID "down_revision = ()\n", "a1 < ; ; ; " },
  { "set", ID BASE "depends_on = {'b'}\n", "a1 < ; ; b; " },
  { "parentheses", "revision = ('a1')\n" BASE, "a1 < ; ; ; " },
  { "over lines", ID "down_revision = (  # why\n\n  'b',\n# )\n  'c',\n)\n", "a1 < b,c; ; ; " },
  { "backslash", "revision \\\n  = \\\n 'a1'\n" BASE, "a1 < ; ; ; " },
  { "concatenation", "revision = 'a' \"1\" '''b'''\n" BASE, "a1b < ; ; ; " },
  { "prefixes", "revision = u'a' R'\\1' f'{{b}}'\n" BASE, "a\\1{b} < ; ; ; " },
  { "escapes", "revision = '\\x61\\061\\u00e9\\U0001F600\\''\n" BASE, "a1é😀' < ; ; ; " },
  { "line hidden in a string", "revision = 'a\\\n1'\n" BASE, "a1 < ; ; ; " },
  { "empty string counts for nothing", ID "down_revision = ''\ndepends_on = ['', 'x']\n", "a1 < ; ; x; " },
  { "None alone in a tuple", ID "down_revision = (None,)\n", "a1 < ; ; ; " },
  { "chain", "x = revision = y = 'a1'\n" BASE, "a1 < ; ; ; " },
  { "one line", "revision = 'a1'; down_revision = 'b';\n", "a1 < b; ; ; " },
  { "last one wins", "revision = f()\nrevision = 'b'\n" ID BASE, "a1 < ; ; ; " },
  { "name", "PREV = 'b'\n" ID "down_revision = PREV\nPREV = 'c'\n", "a1 < b; ; ; " },
  { "name of a name, in a list", "A = 'b'\nB = (A)\n" ID "down_revision = [B, 'c']\n", "a1 < b,c; ; ; " },
  { "name of a list", "A = ('b', 'c')\n" ID "down_revision = A\n", "a1 < b,c; ; ; " },
  { "name of a header", ID BASE "depends_on = branch_labels = down_revision\n", "a1 < ; ; ; " },
  { "itself", ID "revision = revision\n" BASE, "a1 < ; ; ; " },
  { "annotation only", ID BASE "revision: str\n", "a1 < ; ; ; " },
  { "annotation over lines", "revision: Dict[\n str, 'x=1'] = 'a1'\n" BASE, "a1 < ; ; ; " },
  { "attribute", ID BASE "x.revision = 1\nx.a, x.revision = 1, 2\n", "a1 < ; ; ; " },

  { "in functions and classes",
    ID BASE "def f():\n  revision = 1\n  if x:\n    down_revision = 1\n\nasync def g(): revision = 1\n"
            "class C(object):\n  revision = 1\n@deco(\nrevision=1)\ndef h(a,\nrevision=2):\n  pass\n",
    "a1 < ; ; ; " },
  { "in strings", ID BASE "x = '''\nrevision = 1\n'''\ny = 'a\\\nrevision = 1\\\n'\n", "a1 < ; ; ; " },
  { "in brackets", ID BASE "f(\nrevision = 1,\n)\n", "a1 < ; ; ; " },
  { "quotes in triple quotes", ID BASE "x = \"\"\"a\"b\"\"c\\\"\"\"\nrevision = 1\n\"\"\"\n", "a1 < ; ; ; " },
  { "raw string that ends in backslashes", "x = r'\\\\'\n" ID BASE, "a1 < ; ; ; " },
  { "f-string with the same quotes", "x = f\"{d[\"'\"]:>{w}}\"\n" ID BASE, "a1 < ; ; ; " },
  { "f-string with a format", "x = f'{a!r:}>10}'\n" ID BASE, "a1 < ; ; ; " },
  { "f-string over lines", "x = f'''{\na # }'\n:'}'''\n" ID BASE, "a1 < ; ; ; " },
  { "f-string with a named character", "x = f'\\N{DIGIT ONE}\\{1}{{'\n" ID BASE, "a1 < ; ; ; " },
  { "not run",
    ID BASE "if TYPE_CHECKING:\n  revision = f()\nif typing.TYPE_CHECKING: revision = f()\n"
            "if __name__ == '__main__':\n  revision = f()\n",
    "a1 < ; ; ; " },
  { "imports", ID BASE "try:\n  import x\nexcept E:\n  x = None\nimport revision.a as b\nfrom a import revision as c\n",
    "a1 < ; ; ; " },
  { "keywords", ID BASE "f(revision=1)\nprint(revision == 'x')\nassert revision, 1\n", "a1 < ; ; ; " },

  { "Windows", "'''a\r\n\r\nb'''\r\nrevision = 'a1'\r\ndown_revision = (\r\n'b')\r\n", "a1 < b; ; ; a" },
  { "old Macintosh", "'''a\r\rb'''\rrevision = 'a1'\rdown_revision = None\r", "a1 < ; ; ; a" },
  { "byte order mark", "\xef\xbb\xbf" ID BASE, "a1 < ; ; ; " },
  { "byte order mark and coding", "\xef\xbb\xbf# coding: utf-8\n" ID BASE, "a1 < ; ; ; " },
  { "form feed", "\f" ID "\f\n" BASE, "a1 < ; ; ; " },
  { "no final newline", ID "down_revision = 'b'", "a1 < b; ; ; " },
  { "latin-1", "# -*- coding: latin-1 -*-\n'\xe9'\n" ID BASE, "a1 < ; ; ; é" },
  { "on the second line", "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n'\x80'\n" ID BASE, "a1 < ; ; ; €" },
  { "not on the third", "#\n#\n# coding: nonsense\n" ID BASE, "a1 < ; ; ; " },
  { "not below code", "import x\n# coding: nonsense\n" ID BASE, "a1 < ; ; ; " },
  { "UTF-8 by another name", "# coding=UTF_8-unix\n'é'\n" ID BASE, "a1 < ; ; ; é" },
  { "unnamable in the docstring", "'\\N{BULLET}\\ud800'\n" ID BASE, "a1 < ; ; ; \xef\xbf\xbd\xef\xbf\xbd" },

  { "call", "\nrevision = f()\n" BASE, "2: revision is not literal: a name that has no literal value" },
  { "method", "revision = 'a'.lower()\n" BASE, "1: revision is not literal: an expression" },
  { "sum", "revision = 'a' + 'b'\n" BASE, "1: revision is not literal: an expression" },
  { "in a list", ID "down_revision = ['a', 'b' + 'c']\n", "2: down_revision is not literal: an expression" },
  { "f-string", "revision = f'{x}'\n" BASE, "1: revision is not literal: an f-string with fields" },
  { "later", ID BASE "\nrevision += 'x'\n", "4: revision is not literal: changed by an operator" },
  { "in a block", ID "if x:\n  down_revision = None\n", "3: down_revision is not literal: assigned inside of a block" },
  { "in a block on one line", ID BASE "if x: revision = 'b'\n",
    "3: revision is not literal: assigned inside of a block" },
  { "imported", ID "from x import (a,\n down_revision)\n", "3: down_revision is not literal: imported" },
  { "imported as", ID "from x import a as down_revision\n", "2: down_revision is not literal: imported" },
  { "loop", ID BASE "for revision in x:\n  pass\n", "3: revision is not literal: assigned by a block" },
  { "function", BASE "def revision():\n  pass\n", "2: revision is not literal: a function or class" },
  { "together", "revision, down_revision = 'a', 'b'\n", "1: revision is not literal: assigned together with others" },
  { "deleted", ID BASE "del revision\n", "3: revision is not literal: deleted" },
  { "name assigned in a block", "P = 'a'\nif x:\n  P = 'b'\n" ID "down_revision = P\n",
    "5: down_revision is not literal: a name that has no literal value" },
  { "number", "revision = 1\n" BASE, "1: revision is a number, not a string" },
  { "bytes", "revision = b'a'\n" BASE, "1: revision is bytes, not a string" },
  { "no identity", "revision = None\n" BASE, "1: revision is None, not a string" },
  { "list for an identity", "revision = 'a',\n" BASE, "1: revision is a list, not a string" },
  { "empty identity", "revision = ''\n" BASE, "1: revision is empty, not a string" },
  { "NUL in the identity", "revision = 'a\\0'\n" BASE,
    "1: revision is a string with characters that an identifier cannot have, not a string" },
  { "boolean", ID "down_revision = False\n", "2: down_revision is a boolean, not a string" },
  { "dictionary", ID "down_revision = {}\n", "2: down_revision is a dictionary, not a string" },
  { "lists in lists", ID "down_revision = [('a', 'b'), 'c']\n", "2: down_revision is a list of lists, not a string" },
  { "None among others", ID "down_revision = ('a', None)\n",
    "2: down_revision is a list with None in it, not a string" },
  { "no down_revision", ID, "0: the script assigns no down_revision" },
  { "no revision", BASE,
    "0: Could not determine revision id from filename x.py. Be sure the 'revision' variable is declared inside the "
    "script (please see 'Upgrading from Alembic 0.1 to 0.2' in the documentation)." },
  { "string without end", ID BASE "x = 'a\n", "3: a string is never closed" },
  { "triple string without end", ID "x = '''a\n\n", "2: a string is never closed" },
  { "f-string without end", ID "x = f'{'\n\n", "2: a string is never closed" },
  { "bracket without end", ID BASE "x = (\n[\n", "3: '(' is never closed" },
  { "bracket without beginning", ID "x = 1)\n", "2: unmatched ')'" },
  { "backslash in a line", "x = 1 \\ 2\n" ID BASE, "1: a backslash is followed by more than the end of the line" },
  { "escape", "'\\xg0'\n" ID BASE, "1: truncated \\x escape in a string" },
  { "escape of nothing", "revision = '\\N'\n" BASE, "1: malformed \\N character escape in a string" },
  { "escape too large", "'\\U00110000'\n", "1: illegal Unicode character in a string" },
  { "not UTF-8", ID BASE "# \xe9\n", "3: byte 0xe9 is not valid UTF-8" },
  { "unknown encoding", "# coding: klingon\n" ID BASE, "1: unknown encoding 'klingon'" },
  { "not in the encoding", "# coding: ascii\n" ID "# \xe9\n", "3: byte 0xe9 is not valid ascii" },
  { "byte order mark against coding", "\xef\xbb\xbf# coding: latin-1\n" ID BASE,
    "1: the file starts with UTF-8's byte order mark but names 'latin-1'" },
};

static void
test_headers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_autofree char *text = header_text (LB_SCRIPT_PYTHON, "versions/x.py", headers[i].text, strlen (headers[i].text));

    g_test_message ("%s", headers[i].name);
    g_assert_cmpstr (text, ==, headers[i].expected);
  }
}

static void
test_null_byte (void)
{
  static const char python[] = ID BASE "# \0\n";
  g_autofree char *text = header_text (LB_SCRIPT_PYTHON, "x.py", python, sizeof python - 1);

  g_assert_cmpstr (text, ==, "3: the script holds a null byte");
}

/* Alembic's rule for scripts older than its `revision` variable. */
static void
test_identity_by_name (void)
{
  static const struct {
    const char *path;
    gboolean good;
  } names[] = { { "/v/1a2b.py", TRUE }, { "1a2b.py", TRUE }, { "/v/1a2b_x.py", FALSE }, { "/v/1A.py", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *text = header_text (LB_SCRIPT_PYTHON, names[i].path, BASE, strlen (BASE));

    g_test_message ("%s", names[i].path);
    if (names[i].good)
      g_assert_cmpstr (text, ==, "1a2b < ; ; ; ");
    else
      g_assert_true (g_str_has_prefix (text, "0: Could not determine revision id from filename"));
  }
}

static void
test_doc_and_date (void)
{
  const char *python
      = "'''\n\xc2\xa0 add users\n\nRevision ID: a1\nCreate Date:  2026-11-21 10:00:00 \n\nmore\n '''\n" ID BASE;
  g_autoptr (LbHeader) header = lb_header_read (LB_SCRIPT_PYTHON, "x.py", python, strlen (python), TRUE, NULL);

  g_assert_nonnull (header);
  g_assert_cmpstr (header->doc, ==, "add users\n\nRevision ID: a1\nCreate Date:  2026-11-21 10:00:00 \n\nmore");
  g_assert_cmpstr (header->message, ==, "add users");
  g_assert_cmpstr (header->create_date, ==, "2026-11-21 10:00:00");
}

/* Deep nesting ends in an error, not in the end of the stack. */
static void
test_nesting (void)
{
  static const struct {
    const char *before, *unit, *after, *expected;
  } cases[] = {
    { ID "down_revision = ", "(", "", "2: '(' is never closed" },
    { "x = ", "f'{", "", "1: a string is never closed" },
    { "x = f'{a", ":{b", "", "1: a string is never closed" },
    { "a = 'x'\n" ID, "b = a; a = b\n", "down_revision = a\n",
      "10003: down_revision is not literal: too deeply nested" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) python = g_string_new (cases[i].before);
    g_autofree char *text = NULL;

    for (guint n = 0; n < 10000; n++)
      g_string_append (python, cases[i].unit);
    g_string_append (python, cases[i].after);
    text = header_text (LB_SCRIPT_PYTHON, "x.py", python->str, python->len);
    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

/* Names that stand for lists of names are not multiplied out. */
static void
test_multiplication (void)
{
  g_autoptr (GString) python = g_string_new (ID "a0 = 'x', 'y'\n");
  g_autofree char *text = NULL;

  for (guint level = 1; level <= 15; level++) {
    g_string_append_printf (python, "a%u = ", level);
    for (guint n = 0; n < 10; n++)
      g_string_append_printf (python, "a%u, ", level - 1);
    g_string_append_c (python, '\n');
  }
  g_string_append (python, "down_revision = a15\n");
  text = header_text (LB_SCRIPT_PYTHON, "x.py", python->str, python->len);
  g_assert_cmpstr (text, ==, "18: down_revision is a list of lists, not a string");
}

/* A reader keeps nothing of the file before. */
static void
test_reuse (void)
{
  static const char *const files[]
      = { "'''doc'''\nA = 'x'\n" ID "down_revision = 'b'\ndepends_on = A\n", ID BASE, ID "down_revision = A\n", BASE };
  static const LbHeaderResult results[]
      = { LB_HEADER_REVISION, LB_HEADER_REVISION, LB_HEADER_FAILED, LB_HEADER_FAILED };
  g_autoptr (LbHeaderReader) reader = lb_header_reader_new ();

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    LbHeaderSource source
        = { .format = LB_SCRIPT_PYTHON, .path = "x.py", .text = files[i], .length = strlen (files[i]) };
    const LbHeader *header = NULL;

    g_assert_cmpint (lb_header_reader_read (reader, &source, &header, NULL), ==, results[i]);
    if (i == 1) {
      g_assert_cmpstr (header->message, ==, "");
      g_assert_null (header->down[0]);
      g_assert_null (header->depends[0]);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/header_python/headers", test_headers);
  g_test_add_func ("/header_python/null_byte", test_null_byte);
  g_test_add_func ("/header_python/identity_by_name", test_identity_by_name);
  g_test_add_func ("/header_python/doc_and_date", test_doc_and_date);
  g_test_add_func ("/header_python/nesting", test_nesting);
  g_test_add_func ("/header_python/multiplication", test_multiplication);
  g_test_add_func ("/header_python/reuse", test_reuse);
  return g_test_run ();
}
