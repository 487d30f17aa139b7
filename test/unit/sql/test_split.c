#include "sql/split.h"

#include "backend/backend.h"
#include "util/error.h"

#include <string.h>

typedef struct {
  const char *dialect;
  const char *text;
  const char *statements[6]; /* NULL-terminated */
  guint last_line;           /* of the last statement; 0 not looked at */
} Case;

static const Case cases[] = {
  /* nothing */
  { "postgresql", "", { NULL }, 0 },
  { "postgresql", ";;; ; \n;", { NULL }, 0 },
  { "postgresql", "-- only\n/* comments; */ ; -- x", { NULL }, 0 },
  { "sqlite", "\xef\xbb\xbf", { NULL }, 0 },

  /* trimming and lines */
  { "postgresql", "\n\n -- c\n  select 1 -- t\n /* u */ ;", { "select 1" }, 4 },
  { "postgresql", "select 1", { "select 1" }, 1 },
  { "postgresql", "a;\r\nb\r\n;\r\n c", { "a", "b", "c" }, 4 },
  { "postgresql", "\xef\xbb\xbfselect 1;", { "select 1" }, 1 },
  { "postgresql", "a\n;'x\ny\n' ; b", { "a", "'x\ny\n'", "b" }, 4 },
  { "postgresql", "$$\n;\n$$; /*\n*/ b", { "$$\n;\n$$", "b" }, 4 },
  { "postgresql", "(\n\n) a; b", { "(\n\n) a", "b" }, 3 },
  { "postgresql", "select '\xff\xfe;'; b\xe4", { "select '\xff\xfe;'", "b\xe4" }, 1 },

  /* strings and names */
  { "postgresql", "'a;''b;' ; \"c;\"\"d;\"", { "'a;''b;'", "\"c;\"\"d;\"" }, 0 },
  { "postgresql", "'\\'; b", { "'\\'", "b" }, 0 },
  { "postgresql", "e'\\';'; b", { "e'\\';'", "b" }, 0 },
  { "postgresql", "xe'\\'; b", { "xe'\\'", "b" }, 0 },
  { "postgresql", "E 'a\\'; b", { "E 'a\\'", "b" }, 0 },
  { "postgresql", "E'a'\n'\\';'; b", { "E'a'\n'\\';'", "b" }, 0 },
  { "postgresql", "E'a' '\\'; b", { "E'a' '\\'", "b" }, 0 },
  { "postgresql", "E'a' --;\n '\\';'; b", { "E'a' --;\n '\\';'", "b" }, 0 },
  { "postgresql", "N'\\'; B'\\'; U&'\\'; U&\"\\\"; c", { "N'\\'", "B'\\'", "U&'\\'", "U&\"\\\"", "c" }, 0 },
  { "mysql", "'\\';'; \"\\\";\"; `\\`; n'\\';'", { "'\\';'", "\"\\\";\"", "`\\`", "n'\\';'" }, 0 },
  { "sqlite", "'\\'; `;``;`; [;]; \"'\"; c", { "'\\'", "`;``;`", "[;]", "\"'\"", "c" }, 0 },
  { "postgresql", "a[1]; b", { "a[1]", "b" }, 0 },

  /* dollar quotes */
  { "postgresql", "$a$;$b$;$$;$a$; b", { "$a$;$b$;$$;$a$", "b" }, 0 },
  { "postgresql", "$a$;$a $a$; b", { "$a$;$a $a$", "b" }, 0 },
  { "postgresql", "$a$;$$a$; b", { "$a$;$$a$", "b" }, 0 },
  { "postgresql", "a$b$; b$$;", { "a$b$", "b$$" }, 0 },
  { "postgresql", "1$$;$$; b", { "1$$;$$", "b" }, 0 },
  { "postgresql", "$1 $2; $1$$;$$; b", { "$1 $2", "$1$$;$$", "b" }, 0 },
  { "postgresql", "$1a$; b", { "$1a$", "b" }, 0 },
  { "postgresql", "$\xc3\xa4$;$\xc3\xa4$; b", { "$\xc3\xa4$;$\xc3\xa4$", "b" }, 0 },
  { "sqlite", "$$; b", { "$$", "b" }, 0 },

  /* comments */
  { "postgresql", "a /* ; /* ; */ ; */; b", { "a", "b" }, 0 },
  { "postgresql", "a /*/ ; */ c; b", { "a /*/ ; */ c", "b" }, 0 },
  { "postgresql", "a /* /*/ ; */ ; */ c; b", { "a /* /*/ ; */ ; */ c", "b" }, 0 },
  { "postgresql", "a */ b /**/ c; d", { "a */ b /**/ c", "d" }, 0 },
  { "sqlite", "a /* ; /* ; */; b", { "a", "b" }, 0 },
  { "postgresql", "a --b;\rc; d", { "a --b;\rc", "d" }, 0 },
  { "sqlite", "a --b;\rc; d\n; e", { "a", "e" }, 0 },
  { "mysql", "a --b; c -- ;\n; d # ;\n; e --", { "a --b", "c", "d", "e" }, 0 },
  { "mysql", "/*!40000 a; b */ c; /*M!100 d; */; e", { "/*!40000 a; b */ c", "/*M!100 d; */", "e" }, 0 },
  { "postgresql", "a # b; c", { "a # b", "c" }, 0 },

  /* parentheses */
  { "postgresql",
    "create rule r as on insert to t do (a; b; (c;)); d",
    { "create rule r as on insert to t do (a; b; (c;))", "d" },
    0 },
  { "postgresql", "a); b", { "a)", "b" }, 0 },

  /* bodies */
  { "postgresql",
    "create function f() returns int begin atomic a; case when b then c end; end; d",
    { "create function f() returns int begin atomic a; case when b then c end; end", "d" },
    0 },
  { "postgresql",
    "CREATE OR REPLACE PROCEDURE f() BEGIN /* ; */ ATOMIC a; END; d",
    { "CREATE OR REPLACE PROCEDURE f() BEGIN /* ; */ ATOMIC a; END", "d" },
    0 },
  { "postgresql", "create function f() begin; d", { "create function f() begin", "d" }, 0 },
  { "postgresql", "create view f as begin atomic; end; d", { "create view f as begin atomic", "end", "d" }, 0 },
  { "postgresql", "begin; end; begin atomic; d", { "begin", "end", "begin atomic", "d" }, 0 },
  { "sqlite",
    "create trigger t after insert on x begin a; case b when c then d end; end; e",
    { "create trigger t after insert on x begin a; case b when c then d end; end", "e" },
    0 },
  { "sqlite",
    "create trigger t after insert on x when new.begin = 1 begin a; end; e",
    { "create trigger t after insert on x when new.begin = 1 begin a; end", "e" },
    0 },
  { "sqlite", "create table t (begin); end; e", { "create table t (begin)", "end", "e" }, 0 },
  { "postgresql",
    "create trigger t before insert on begin begin; e",
    { "create trigger t before insert on begin begin", "e" },
    0 },

  /* the word DELIMITER */
  { "mysql", "delimiter ;;\na; b;;\nc ;;\nDELIMITER ;\nd; e", { "a; b", "c", "d", "e" }, 5 },
  { "mysql", "delimiter $$\nend$$ b$$\n'$$' $$", { "end", "b", "'$$'" }, 3 },
  { "postgresql", "delimiter //\n; b", { "delimiter //", "b" }, 0 },

  /* client commands where they are none */
  { "postgresql", "'\\i x'; \"\\i\"; $$\\i$$; -- \\i\n/* \\i */ b", { "'\\i x'", "\"\\i\"", "$$\\i$$", "b" }, 0 },
  { "postgresql",
    "copy t from '/x'; copy t from program 'x'; copy (select 1 from stdin) to '/x'",
    { "copy t from '/x'", "copy t from program 'x'", "copy (select 1 from stdin) to '/x'" },
    0 },
  { "postgresql",
    "select a from stdin; select \"copy\" from stdin",
    { "select a from stdin", "select \"copy\" from stdin" },
    0 },
  { "sqlite", "select a\n.b; select\n.5", { "select a\n.b", "select\n.5" }, 0 },
  { "mysql", "select \\N; b", { "select \\N", "b" }, 0 },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Case *test = &cases[i];
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) statements
        = lb_sql_split (lb_dialect_find (test->dialect)->syntax, "f.sql", test->text, strlen (test->text), 1, &error);
    guint n = 0;

    g_test_message ("%s: %s", test->dialect, test->text);
    g_assert_no_error (error);
    for (; test->statements[n]; n++) {
      g_assert_cmpuint (n, <, statements->len);
      g_assert_cmpstr (((LbStatement *) statements->pdata[n])->text, ==, test->statements[n]);
      g_assert_cmpstr (((LbStatement *) statements->pdata[n])->file, ==, "f.sql");
    }
    g_assert_cmpuint (statements->len, ==, n);
    if (test->last_line)
      g_assert_cmpuint (((LbStatement *) statements->pdata[n - 1])->line, ==, test->last_line);
  }
}

typedef struct {
  const char *dialect;
  const char *text;
  guint line;
  const char *message;
  const char *hint; /* a part of it */
} Failure;

static const Failure failures[] = {
  { "postgresql", "a;\nselect 'b\n;c;", 2, "string does not end", "quote" },
  { "postgresql", "a;\n\nselect \"b\n;c;", 3, "quoted name does not end", "quote" },
  { "postgresql", "\nE'a\\'", 2, "string does not end", "quote" },
  { "postgresql", "E'a\\", 1, "string does not end", "quote" },
  { "postgresql", "E'a'\n'\\", 1, "string does not end", "quote" },
  { "postgresql", "a\n$x$ $X$ $y$\n\n", 2, "dollar-quoted string does not end", "$x$" },
  { "postgresql", "a\n/* /* \n*/ b;", 2, "comment does not end", "*/" },
  { "sqlite", "[a\n", 1, "quoted name does not end", "]" },
  { "sqlite", "/*/", 1, "comment does not end", "*/" },
  { "mysql", "'\\'", 1, "string does not end", "quote" },
  { "mysql", "a;\n/*!1 b;", 2, "executable comment does not end", "*/" },
  { "postgresql", "a;\nb (\n((); c;\nd;", 2, "parenthesis is not closed", "semicolon" },
  { "postgresql", "\ncreate function f()\nbegin atomic\na; b; d;", 3, "the body that begins here has no END",
    "semicolon" },
  { "postgresql", "create function f() begin atomic a end; b;", 1, "the body that begins here has no END",
    "semicolon" },
  { "sqlite", "create trigger t after insert on x\nbegin a; b; c", 2, "the body that begins here has no END",
    "semicolon" },
  { "mysql", "create procedure p()\nbegin if a then b; end if;", 2, "the body that begins here has no END",
    "semicolon" },
  { "postgresql", "a;\n\\i other.sql\n", 2, "\\i is a command of psql, not SQL", "revision of its own" },
  { "postgresql", "a;\nselect b \\gset\n", 2, "\\gset is a command of psql, not SQL", "Write the value" },
  { "postgresql", "\\restrict abc\n", 1, "\\restrict is a command of psql, not SQL", "pg_dump" },
  { "postgresql", "\\d+ t", 1, "\\d is a command of psql, not SQL", "Remove the line" },
  { "postgresql", "\\", 1, "\\ is a command of psql, not SQL", "Remove the line" },
  { "postgresql", "\\.\n", 1, "\\. is a command of psql, not SQL", "INSERT" },
  { "postgresql", "a;\ncopy t (a, b)\nfrom stdin with (format csv);\n1,'\n\\.\n", 2,
    "COPY ... FROM stdin needs psql at the other end", "INSERT" },
  { "postgresql", "COPY BINARY t FROM STDIN", 1, "COPY ... FROM stdin needs psql at the other end", "INSERT" },
  { "postgresql", "copy (select 1) to stdout", 1, "COPY ... TO stdout needs psql at the other end", "Leave it out" },
  { "sqlite", "a;\n\n.read x.sql\n", 3, ".read is a command of the sqlite3 shell, not SQL", "revision of its own" },
  { "sqlite", ".mode csv", 1, ".mode is a command of the sqlite3 shell, not SQL", "Remove the line" },
  { "sqlite", ".", 1, ". is a command of the sqlite3 shell, not SQL", "Remove the line" },
  { "mysql", "a;\ndelimiter\nb", 2, "DELIMITER without a delimiter", "on one line" },
  { "mysql", "delimiter '", 1, "DELIMITER with a quote or backslash", "//" },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++) {
    const Failure *test = &failures[i];
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) statements = lb_sql_split (lb_dialect_find (test->dialect)->syntax, "dir/f.sql", test->text,
                                                     strlen (test->text), 1, &error);

    g_test_message ("%s: %s", test->dialect, test->text);
    g_assert_null (statements);
    g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
    g_assert_cmpstr (error->message, ==, test->message);
    g_assert_cmpuint (lb_error_parts (error)->line, ==, test->line);
    g_assert_cmpstr (lb_error_parts (error)->file, ==, "dir/f.sql");
    g_assert_nonnull (strstr (lb_error_parts (error)->hint, test->hint));
  }
}

static void
test_nul (void)
{
  const char text[] = "select 1;\n\n-- \0\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) statements
      = lb_sql_split (lb_dialect_find ("sqlite")->syntax, "f.sql", text, sizeof text - 1, 10, &error);

  g_assert_null (statements);
  g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
  g_assert_cmpuint (lb_error_parts (error)->line, ==, 12);
}

static void
test_start_line (void)
{
  const char text[] = "\n a;\nb";
  g_autoptr (GPtrArray) statements
      = lb_sql_split (lb_dialect_find ("sqlite")->syntax, NULL, text, sizeof text - 1, 41, NULL);

  g_assert_cmpuint (statements->len, ==, 2);
  g_assert_cmpuint (((LbStatement *) statements->pdata[0])->line, ==, 42);
  g_assert_cmpuint (((LbStatement *) statements->pdata[1])->line, ==, 43);
  g_assert_null (((LbStatement *) statements->pdata[0])->file);
}

/* What must not take more than linear time or any stack: a megabyte of each would not end here if it did. */
static void
test_hostile (void)
{
  static const char *const pieces[]
      = { "$$", "(", "/*", "$a$ ", "a1$", "E'a'\n", "'", "case ", "$a", "((;))", "[", "{", "--\n" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++) {
    GString *text = g_string_new ("create trigger function ");

    while (text->len < 1000000)
      g_string_append (text, pieces[i]);
    for (const LbDialect *const *dialect = lb_dialects (); *dialect; dialect++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) statements = lb_sql_split ((*dialect)->syntax, NULL, text->str, text->len, 1, &error);

      g_assert_true ((statements == NULL) == (error != NULL));
    }
    g_string_free (text, TRUE);
  }
}

static void
test_statement_new (void)
{
  char file[] = "x.sql";
  g_autoptr (LbStatement) statement = lb_statement_new ("select 1", file, 3);

  file[0] = 'y';
  g_assert_cmpstr (statement->file, ==, "x.sql");
  g_assert_cmpstr (statement->text, ==, "select 1");
  g_assert_cmpuint (statement->line, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/split/cases", test_cases);
  g_test_add_func ("/split/failures", test_failures);
  g_test_add_func ("/split/nul", test_nul);
  g_test_add_func ("/split/start-line", test_start_line);
  g_test_add_func ("/split/hostile", test_hostile);
  g_test_add_func ("/split/statement-new", test_statement_new);
  return g_test_run ();
}
