/* Headers of SQL revisions: what is read, and what is refused with which line. */
#include "header_text.h"

#define ID   "-- revision: a1\n"
#define BASE "-- down_revision:\n"

static const struct {
  const char *name, *text, *expected;
} headers[] = {
  { "whole", "-- add users\n--\n" ID "-- down_revision: b2\n-- branch_labels: x, y\n-- depends_on: c3,d4\n",
    "a1 < b2; x,y; c3,d4; add users" },
  { "description of several paragraphs", "-- one\n-- two\n--\n-- three\n" ID BASE, "a1 < ; ; ; one\ntwo" },
  { "empty line ends a paragraph", "-- one\n\n-- two\n" ID BASE, "a1 < ; ; ; one" },
  { "empty lines before", "\n\n-- one\n" ID BASE, "a1 < ; ; ; one" },
  { "no description", ID BASE, "a1 < ; ; ; " },
  { "description keeps its indentation", "-- one\n--   two\n" ID BASE, "a1 < ; ; ; one\n  two" },
  { "base", ID "-- down_revision: base\n", "a1 < ; ; ; " },
  { "none, in any case", ID "-- down_revision: None\n-- depends_on: NONE\n-- branch_labels: none\n", "a1 < ; ; ; " },
  { "base is a label elsewhere", ID BASE "-- branch_labels: base\n", "a1 < ; base; ; " },
  { "merge", ID "-- down_revision: b2, c3 ,d4\n", "a1 < b2,c3,d4; ; ; " },
  { "comma at the end", ID "-- down_revision: b2,\n", "a1 < b2; ; ; " },
  { "keys in any case and order", "--DOWN_REVISION:b2\n--Revision :a1\n", "a1 < b2; ; ; " },
  { "Windows", "-- add\r\n-- revision: a1 \r\n-- down_revision: b2\t\r\n\r\n", "a1 < b2; ; ; add" },
  { "byte order mark", "\xef\xbb\xbf-- add\n" ID BASE, "a1 < ; ; ; add" },
  { "no final newline", ID "-- down_revision: b2", "a1 < b2; ; ; " },
  { "ends at the marker", ID BASE "-- limbeck:upgrade\n-- depends_on: x\n-- revision: y\n", "a1 < ; ; ; " },
  { "ends at an empty line", ID BASE "\n-- depends_on: x\n", "a1 < ; ; ; " },
  { "ends at SQL", ID BASE "SELECT 1;\n-- depends_on: x\n", "a1 < ; ; ; " },
  { "comments among the keys", ID "-- chosen by hand\n--\n-- author: me\n" BASE, "a1 < ; ; ; " },
  { "colons in the description", "-- note: see http://x\n-- Revises: b2\n" ID BASE,
    "a1 < ; ; ; note: see http://x\nRevises: b2" },
  { "a near key in the description, the real one below", "-- revisions: two of them\n" ID BASE,
    "a1 < ; ; ; revisions: two of them" },
  { "not ASCII", "-- größer\n-- revision: é\n" BASE, "é < ; ; ; größer" },
  { "broken text behind the header", ID BASE "\nSELECT '\xff';", "a1 < ; ; ; " },

  { "no down_revision", "-- x\n" ID, "2: the script has no down_revision line in its header" },
  { "down_revision below an empty line", ID "\n" BASE, "1: the script has no down_revision line in its header" },
  { "no revision, but a section", "-- x\n-- limbeck:upgrade\n", "1: the script has no revision line in its header" },
  { "nothing", "", "1: the script has no revision line" },
  { "empty revision", "-- revision:\n" BASE, "1: revision is empty" },
  { "twice", ID BASE "-- revision: b\n", "3: revision is given twice, first on line 1" },
  { "two identities", "-- revision: a, b\n" BASE, "1: revision 'a, b' is no identifier" },
  { "quotes", "-- revision: 'a'\n" BASE, "1: revision ''a'' is no identifier" },
  { "blank for a comma", ID "-- down_revision: b2 c3\n", "2: down_revision 'b2 c3' is no identifier" },
  { "empty item", ID "-- down_revision: b2,,c3\n", "2: down_revision has a comma with no identifier before it" },
  { "misspelt key", ID BASE "-- depend_on: x\n", "3: unknown header key 'depend_on'" },
  { "dash for underscore", ID "-- down-revision: x\n" BASE, "2: unknown header key 'down-revision'" },
  { "blank for underscore", ID BASE "-- Depends on: x\n", "3: unknown header key 'Depends on'" },
  { "misspelt first key", "-- add\n-- revison: a1\n" BASE "-- limbeck:upgrade\n", "2: unknown header key 'revison'" },
  { "not UTF-8", "-- \xe9\n" ID BASE, "1: byte 0xe9 is not valid UTF-8" },
};

static void
test_headers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_autofree char *text = header_text (LB_SCRIPT_SQL, "versions/x.sql", headers[i].text, strlen (headers[i].text));

    g_test_message ("%s", headers[i].name);
    g_assert_cmpstr (text, ==, headers[i].expected);
  }
}

static void
test_null_byte (void)
{
  static const char sql[] = "-- a\0b\n" ID BASE;
  g_autofree char *text = header_text (LB_SCRIPT_SQL, "x.sql", sql, sizeof sql - 1);

  g_assert_cmpstr (text, ==, "1: the script holds a null byte");
}

static void
test_hint (void)
{
  g_autoptr (GError) error = NULL;
  const char *sql = ID BASE "-- branch_label: x\n";

  g_assert_null (lb_header_read (LB_SCRIPT_SQL, "x.sql", sql, strlen (sql), FALSE, &error));
  g_assert_cmpstr (lb_error_parts (error)->hint, ==, "Did you mean 'branch_labels'?");
}

static void
test_doc_and_date (void)
{
  const char *sql
      = "--\n-- add users\n--\n-- Why: it was asked for.\n--\n" ID "-- create_date: 2026-11-21 10:00:00+00:00\n" BASE;
  g_autoptr (LbHeader) header = lb_header_read (LB_SCRIPT_SQL, "x.sql", sql, strlen (sql), TRUE, NULL);

  g_assert_nonnull (header);
  g_assert_cmpstr (header->doc, ==, "add users\n\nWhy: it was asked for.");
  g_assert_cmpstr (header->message, ==, "add users");
  g_assert_cmpstr (header->create_date, ==, "2026-11-21 10:00:00+00:00");
}

/* Files that are no revisions, whatever their comments look like. */
static void
test_others (void)
{
  static const char *const others[] = {
    "",
    "SELECT 1;\n",
    "-- PostgreSQL database dump\n\nSET x = 1;\n",
    "-- revison: 1\nSELECT 1;\n",
    "-- depends_on: 'a b'\nSELECT 1;\n",
    "-- \xe9\n",
    "/*\n-- revision: x\n*/\n",
    "SELECT 'x -- limbeck:upgrade';\n",
  };
  g_autoptr (LbHeaderReader) reader = lb_header_reader_new ();

  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    LbHeaderSource source
        = { .format = LB_SCRIPT_SQL, .path = "x.sql", .text = others[i], .length = strlen (others[i]) };
    g_autoptr (GError) error = NULL;
    const LbHeader *header = NULL;

    g_assert_cmpint (lb_header_reader_read (reader, &source, &header, &error), ==, LB_HEADER_OTHER);
    g_assert_no_error (error);
    g_assert_null (header);
  }
}

/* Cut anywhere, a file either asks for more or says what the whole of it says. */
static void
test_partial (void)
{
  const char *sql = "-- add users\n--\n" ID "-- down_revision: b2\n\n-- limbeck:upgrade\nSELECT 1;\n";
  g_autoptr (LbHeaderReader) reader = lb_header_reader_new ();
  gboolean decided = FALSE;

  for (gsize length = 0; length <= strlen (sql); length++) {
    LbHeaderSource source
        = { .format = LB_SCRIPT_SQL, .path = "x.sql", .text = sql, .length = length, .partial = TRUE };
    const LbHeader *header = NULL;
    LbHeaderResult result = lb_header_reader_read (reader, &source, &header, NULL);

    if (result == LB_HEADER_MORE) {
      g_assert_false (decided);
      continue;
    }
    g_assert_cmpint (result, ==, LB_HEADER_REVISION);
    g_assert_cmpstr (header->id, ==, "a1");
    g_assert_cmpstr (header->down[0], ==, "b2");
    g_assert_cmpstr (header->message, ==, "add users");
    decided = TRUE;
  }
  g_assert_true (decided);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/header_sql/headers", test_headers);
  g_test_add_func ("/header_sql/null_byte", test_null_byte);
  g_test_add_func ("/header_sql/hint", test_hint);
  g_test_add_func ("/header_sql/doc_and_date", test_doc_and_date);
  g_test_add_func ("/header_sql/others", test_others);
  g_test_add_func ("/header_sql/partial", test_partial);
  return g_test_run ();
}
