#include "sql/lexer.h"

#include "backend/backend.h"
#include "util/error.h"

#include <string.h>

/* Tokens as text: a letter for the kind, the token, and a blank between. */
static char *
tokens_of (const char *dialect, const char *text, const char *delimiter)
{
  static const char letters[] = { 'E', '_', 'C', 'W', 'N', 'S', '0', 'P', 'Y', '(', ')', ';', '\\' };
  GString *list = g_string_new (NULL);
  LbLexer lexer;
  LbToken token;

  lb_lexer_init (&lexer, lb_dialect_find (dialect)->syntax, text, strlen (text), 1);
  lexer.delimiter = delimiter;
  lexer.delimiter_length = delimiter ? strlen (delimiter) : 0;
  while (lb_lexer_next_solid (&lexer, &token, NULL) && token.kind != LB_TOKEN_END) {
    g_string_append_printf (list, "%s%c%.*s", list->len ? " " : "", letters[token.kind], (int) token.length,
                            token.start);
  }
  return g_string_free (list, FALSE);
}

static const struct {
  const char *dialect;
  const char *text;
  const char *tokens;
} cases[] = {
  { "postgresql", "select a1, \"B\"\"c\" from t_$", "Wselect Wa1 Y, N\"B\"\"c\" Wfrom Wt_$" },
  { "postgresql", "1.5e10 2 .5 0x1F 1_000", "01.5e10 02 Y. 05 00x1F 01_000" },
  { "postgresql", "a::int :b ? $1 @c", "Wa Y:: Wint Y: Wb Y? P$1 Y@ Wc" },
  { "sqlite", "? ?1 :b @c $d ::", "P? P?1 P:b P@c P$d Y::" },
  { "mysql", "? @a @@b.c l:begin", "P? P@a P@@b Y. Wc Wl Y: Wbegin" },
  { "postgresql", "'a''b' e'\\'' E'a'\n'\\'' n'c' b'1' x'f' u&'d' U&\"e\"",
    "S'a''b' Se'\\'' SE'a'\n'\\'' Sn'c' Sb'1' Sx'f' Su&'d' NU&\"e\"" },
  { "sqlite", "e'a' u&'b' [c d] `e``f`", "We S'a' Wu Y& S'b' N[c d] N`e``f`" },
  { "mysql", "\"a\\\"\" `b` _utf8'c' # d\n e", "S\"a\\\"\" N`b` W_utf8 S'c' We" },
  { "mysql", "/*!50003 a */ /*M! b */ /*+ c */", "Y/*!50003 Wa Y*/ Y/*M! Wb Y*/" },
  { "postgresql", "(a);$$b$$ \\c d\n e", "(( Wa )) ;; S$$b$$ \\\\c d We" },
  { "postgresql", "a/**/b--c\n-d", "Wa Wb Y- Wd" },
  { "mysql", "a--b", "Wa Y- Y- Wb" },
  { "postgresql", "\xc3\xa4\xff", "W\xc3\xa4\xff" },
};

static void
test_tokens (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *got = tokens_of (cases[i].dialect, cases[i].text, NULL);

    g_assert_cmpstr (got, ==, cases[i].tokens);
  }
}

static void
test_delimiter (void)
{
  g_autofree char *dollars = tokens_of ("mysql", "end$$ a;b $$1$$'$$'", "$$");
  g_autofree char *slashes = tokens_of ("mysql", "end// a/b;", "//");
  g_autofree char *words = tokens_of ("mysql", "a GO go1GO", "GO");

  g_assert_cmpstr (dollars, ==, "Wend ;$$ Wa Y; Wb ;$$ 01 ;$$ S'$$'");
  g_assert_cmpstr (slashes, ==, "Wend ;// Wa Y/ Wb Y;");
  g_assert_cmpstr (words, ==, "Wa ;GO Wgo1 ;GO");
}

static void
test_lines (void)
{
  const char text[] = "a\n\n'b\nc' /*\n*/ --\n$$\n\n$$ d";
  static const guint lines[] = { 1, 3, 6, 8 };
  LbLexer lexer;
  LbToken token;

  lb_lexer_init (&lexer, lb_dialect_find ("postgresql")->syntax, text, strlen (text), 1);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_assert_true (lb_lexer_next_solid (&lexer, &token, NULL));
    g_assert_cmpuint (token.line, ==, lines[i]);
  }
  g_assert_true (lb_lexer_next_solid (&lexer, &token, NULL));
  g_assert_cmpint (token.kind, ==, LB_TOKEN_END);
  g_assert_true (lb_lexer_next (&lexer, &token, NULL)); /* the end stays the end */
  g_assert_cmpint (token.kind, ==, LB_TOKEN_END);
}

/* Every byte belongs to exactly one token, in order. */
static void
test_nothing_is_lost (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *at = cases[i].text;
    LbLexer lexer;
    LbToken token;

    lb_lexer_init (&lexer, lb_dialect_find (cases[i].dialect)->syntax, at, strlen (at), 1);
    while (lb_lexer_next (&lexer, &token, NULL) && token.kind != LB_TOKEN_END) {
      g_assert_true (token.start == at);
      g_assert_cmpuint (token.length, >, 0);
      at += token.length;
    }
    g_assert_cmpint (*at, ==, '\0');
  }
}

static void
test_unterminated (void)
{
  static const char *const texts[] = { "a\n'b", "\n\"b", "\n$a$b", "\n/*b", "\ne'b\\'", "\nu&'b", NULL };

  for (const char *const *text = texts; *text; text++) {
    g_autoptr (GError) error = NULL;
    LbLexer lexer;
    LbToken token;

    lb_lexer_init (&lexer, lb_dialect_find ("postgresql")->syntax, *text, strlen (*text), 7);
    while (lb_lexer_next (&lexer, &token, &error))
      g_assert_cmpint (token.kind, !=, LB_TOKEN_END);
    g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
    g_assert_cmpuint (lb_error_parts (error)->line, ==, 8);
  }
}

static void
test_skip (void)
{
  static const struct {
    const char *text;
    gsize passed; /* bytes up to the end of the last token passed; 0 for NULL */
    gsize at;
    guint line;
  } skips[] = {
    { "a = b,\n 1.5 \n 'c'", 11, 14, 3 },
    { "  'c'", 0, 2, 1 },
    { "ab e'c'", 2, 3, 1 },
    { "ab u&'c'", 2, 3, 1 },
    { "me'c'", 2, 2, 1 },
    { "a$b$ $$", 4, 5, 1 },
    { "1$$", 1, 1, 1 },
    { "a ;", 1, 2, 1 },
    { "a -", 1, 2, 1 },
    { "abc", 3, 3, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (skips); i++) {
    const char *text = skips[i].text;
    LbLexer lexer;

    lb_lexer_init (&lexer, lb_dialect_find ("postgresql")->syntax, text, strlen (text), 1);
    const char *passed = lb_lexer_skip (&lexer);
    g_assert_cmpuint (passed ? (gsize) (passed - text) : 0, ==, skips[i].passed);
    g_assert_cmpuint ((gsize) (lexer.at - text), ==, skips[i].at);
    g_assert_cmpuint (lexer.line, ==, skips[i].line);
  }
}

static LbToken
first_token (const LbSqlSyntax *syntax, const char *text)
{
  LbLexer lexer;
  LbToken token;

  lb_lexer_init (&lexer, syntax, text, strlen (text), 1);
  g_assert_true (lb_lexer_next (&lexer, &token, NULL));
  return token;
}

static void
test_token_is (void)
{
  static const char *const words[] = { "insert", "select", NULL };
  static const char *const others[] = { "selects", "selec", "", NULL };
  const LbSqlSyntax *syntax = lb_dialect_find ("postgresql")->syntax;
  LbToken word = first_token (syntax, "SeLect*");
  LbToken name = first_token (syntax, "\"select\"");

  g_assert_true (lb_token_is (&word, "select"));
  g_assert_true (lb_token_is_any (&word, words));
  g_assert_false (lb_token_is_any (&word, others));
  g_assert_false (lb_token_is (&name, "select"));
  g_assert_false (lb_token_is (&name, "\"select\""));
}

static void
test_token_name (void)
{
  static const struct {
    const char *dialect, *text, *name;
  } names[] = {
    { "postgresql", "AbC", "abc" },     { "postgresql", "\"Ab\"\"C\"", "Ab\"C" },
    { "postgresql", "U&\"Ab\"", "Ab" }, { "postgresql", "\"\"\"\"", "\"" },
    { "sqlite", "[A]", "A" },           { "mysql", "`a``B`", "a`B" },
  };
  LbSqlSyntax upper = *lb_dialect_find ("sqlite")->syntax;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const LbSqlSyntax *syntax = lb_dialect_find (names[i].dialect)->syntax;
    LbToken token = first_token (syntax, names[i].text);
    g_autofree char *name = lb_token_name (&token, syntax);

    g_assert_cmpstr (name, ==, names[i].name);
  }
  upper.fold_upper = TRUE;
  LbToken token = first_token (&upper, "abC");
  g_autofree char *name = lb_token_name (&token, &upper);
  g_assert_cmpstr (name, ==, "ABC");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lexer/tokens", test_tokens);
  g_test_add_func ("/lexer/delimiter", test_delimiter);
  g_test_add_func ("/lexer/lines", test_lines);
  g_test_add_func ("/lexer/nothing-is-lost", test_nothing_is_lost);
  g_test_add_func ("/lexer/unterminated", test_unterminated);
  g_test_add_func ("/lexer/skip", test_skip);
  g_test_add_func ("/lexer/token-is", test_token_is);
  g_test_add_func ("/lexer/token-name", test_token_name);
  return g_test_run ();
}
