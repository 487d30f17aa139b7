#include "util/suggest.h"

static void
test_distance (void)
{
  static const struct {
    const char *a, *b;
    guint distance;
  } cases[] = {
    { "", "", 0 },
    { "", "abc", 3 },
    { "abc", "", 3 },
    { "abc", "abc", 0 },
    { "abc", "ABC", 0 },
    { "upgrade", "upgrde", 1 },
    { "ab", "ba", 1 },
    { "upgrade", "ugprade", 1 },
    { "kitten", "sitting", 3 },
    { "ca", "abc", 3 },
    { "abcd", "badc", 2 },
    { "a", "b", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpuint (lb_suggest_distance (cases[i].a, cases[i].b), ==, cases[i].distance);
    g_assert_cmpuint (lb_suggest_distance (cases[i].b, cases[i].a), ==, cases[i].distance);
  }
}

static void
test_suggest (void)
{
  static const char *const words[]
      = { "branches", "check", "current", "downgrade", "heads", "history", "merge", "show", "stamp", "upgrade", NULL };
  static const struct {
    const char *typed, *expected;
  } cases[] = {
    { "upgrde", "upgrade" },
    { "ugprade", "upgrade" },
    { "upgraed", "upgrade" },
    { "Upgrade", "upgrade" },
    { "head", "heads" },
    { "hist", "history" },
    { "dow", "downgrade" }, /* not show */
    { "sho", "show" },
    { "curent", "current" },
    { "dwongrade", "downgrade" },
    { "xyz", NULL },
    { "", NULL },
    { "u", NULL },
    { "autogenerate", NULL },
    { "mreg", "merge" },
    { "stmap", "stamp" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (lb_suggest (cases[i].typed, words), ==, cases[i].expected);
}

static void
test_edges (void)
{
  static const char *const equals[] = { "abd", "abe", NULL };
  static const char *const none[] = { NULL };
  g_autofree char *huge = g_strnfill (1 << 20, 'a');
  const char *const with_huge[] = { huge, "aaa", NULL };

  g_assert_cmpstr (lb_suggest ("abc", equals), ==, "abd"); /* the first of equals */
  g_assert_null (lb_suggest ("abc", none));
  g_assert_null (lb_suggest ("abc", NULL));
  g_assert_null (lb_suggest (huge, equals));
  g_assert_cmpstr (lb_suggest ("aab", with_huge), ==, "aaa");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/util/suggest/distance", test_distance);
  g_test_add_func ("/util/suggest/suggest", test_suggest);
  g_test_add_func ("/util/suggest/edges", test_edges);
  return g_test_run ();
}
