/* Slugs, lower case and shell words, against what Python gives. */
#include "script/generate.h"
#include "script/shell_words.h"
#include "script/slug.h"
#include "util/error.h"

static void
test_slug (void)
{
  static const struct {
    const char *message;
    gsize length;
    const char *slug;
  } cases[] = {
    { NULL, 40, "" },
    { "", 40, "" },
    { "!!! ---", 40, "" },
    { "create account table", 40, "create_account_table" },
    { "add a column!! Foo-Bar baz, a very long message indeed", 40, "add_a_column_foo_bar_baz_a_very_long_" },
    { "exactly ten", 11, "exactly_ten" },
    { "exactly tens", 11, "exactly_" },
    { "oneverylongwordwithoutend", 10, "oneverylon_" },
    { "__init__  x", 40, "__init___x" },
    { "zero is forty: aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd", 0, "zero_is_forty_aaaaaaaaaa_bbbbbbbbbb_" },
    { "Größe Ändern ÇA É", 40, "größe_ändern_ça_é" },
    { "日本語 テーブル", 40, "日本語_テーブル" },
    { "größer größer größer", 8, "größer_" }, /* characters are counted, not bytes */
    { "x²½ Ⅷ", 40, "x²½_ⅷ" },
    { "a\nb\tc", 40, "a_b_c" },
    { "e\xcc\x81t", 40, "e_t" }, /* a combining accent is no part of a word to Python */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *slug = lb_slug (cases[i].message, cases[i].length);

    g_assert_cmpstr (slug, ==, cases[i].slug);
  }
}

static void
test_lower (void)
{
  static const struct {
    const char *text;
    const char *lower;
  } cases[] = {
    { "ABC xyz 123", "abc xyz 123" },
    { "İI", "i̇i" },
    { "ΟΔΥΣΣΕΥΣ", "οδυσσευς" },
    { "Σ", "σ" },
    { "ΑΣ. Σ", "ας. σ" },
    { "ẞ", "ß" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *lower = lb_python_lower (cases[i].text);

    g_assert_cmpstr (lower, ==, cases[i].lower);
  }
}

static void
test_shell_words (void)
{
  static const struct {
    const char *line;
    const char *words; /* joined by "|"; NULL: refused */
  } cases[] = {
    { "", "" },
    { "  -l 79  F ", "-l|79|F" },
    { "'a b' \"c d\"e", "a b|c de" },
    { "a\\ b \"x\\\"y\\\\z\\n\"", "a b|x\"y\\z\\n" },
    { "'a\\b'", "a\\b" },
    { "# no comment", "#|no|comment" },
    { "'' \"\"", "|" },
    { "'open", NULL },
    { "a \"open", NULL },
    { "end\\", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GError) error = NULL;
    gboolean ok = lb_shell_split (cases[i].line, words, &error);

    if (!cases[i].words) {
      g_assert_false (ok);
      g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
      continue;
    }
    g_assert_no_error (error);
    g_ptr_array_add (words, NULL);

    g_autofree char *joined = g_strjoinv ("|", (char **) words->pdata);
    g_assert_cmpstr (joined, ==, cases[i].words);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slug/slug", test_slug);
  g_test_add_func ("/slug/lower", test_lower);
  g_test_add_func ("/slug/shell-words", test_shell_words);
  return g_test_run ();
}
