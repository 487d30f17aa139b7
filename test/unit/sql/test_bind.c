/* lb_sql_bind: what is a mark in each style and what only looks like one. */
#include "backend/backend.h"
#include "util/error.h"

#include <string.h>

/* Values are written as <text>, so that it shows where they went. */
static gboolean
append (GString *sql, const LbValue *value, GError **error)
{
  g_string_append_printf (sql, "<%s>", value->text ? value->text : "null");
  return TRUE;
}

static const LbValue places[] = {
  { .kind = LB_VALUE_TEXT, .text = "1", .length = 1 },
  { .kind = LB_VALUE_TEXT, .text = "2", .length = 1 },
  { .kind = LB_VALUE_TEXT, .text = "3", .length = 1 },
};

/* a, b, name_1, 1 and, with n places, so many of them. */
static char *
bind (const char *dialect, LbParamStyle style, const char *text, guint n_places, GError **error)
{
  static const char *const names[] = { "a", "b", "name_1", "1", "\xc3\xa9" };
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  LbValue values[G_N_ELEMENTS (names)];
  LbBindings bindings = { .by_place = places, .n_by_place = n_places };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    values[i] = (LbValue){ .kind = LB_VALUE_TEXT, .text = names[i], .length = strlen (names[i]) };
    g_hash_table_insert (by_name, (gpointer) names[i], &values[i]);
  }
  if (style == LB_PARAMSTYLE_NAMED || style == LB_PARAMSTYLE_PYFORMAT)
    bindings.by_name = by_name;
  return lb_sql_bind (lb_dialect_find (dialect)->syntax, append, text, style, &bindings, error);
}

typedef struct {
  const char *text, *bound;
  guint n;             /* values by place */
  const char *dialect; /* NULL: postgresql */
} Case;

static void
check (LbParamStyle style, const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    GError *error = NULL;
    g_autofree char *sql
        = bind (cases[i].dialect ? cases[i].dialect : "postgresql", style, cases[i].text, cases[i].n, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (sql, ==, cases[i].bound);
  }
}

static void
test_named (void)
{
  static const Case cases[] = {
    { "", "" },
    { ":a", "<a>" },
    { "select :a, :b, :a", "select <a>, <b>, <a>" },
    { "(:name_1)", "(<name_1>)" },
    { ":1", "<1>" },
    { ":\xc3\xa9", "<\xc3\xa9>" },
    /* strings, names and comments */
    { "select ':a', :a", "select ':a', <a>" },
    { "select 'it''s :a' || :b", "select 'it''s :a' || <b>" },
    { "select E'\\' :a' , :b", "select E'\\' :a' , <b>" },
    { "select $$ :a $$, $x$ :a $$ :b $x$, :a", "select $$ :a $$, $x$ :a $$ :b $x$, <a>" },
    { "select \":a\", :b", "select \":a\", <b>" },
    { "-- :a ' \n:b", "-- :a ' \n<b>" },
    { "/* :a /* ' */ :a */ :b", "/* :a /* ' */ :a */ <b>" },
    /* casts, assignment, slices */
    { "x::a", "x::a" },
    { "CAST(:a AS int)::b", "CAST(<a> AS int)::b" },
    { ":a::jsonb", "<a>::jsonb" },
    { ":nothing::jsonb, :a", ":nothing::jsonb, <a>" },
    { "x := 5, :a", "x := 5, <a>" },
    { "select x[1:2], x[y:z], :a", "select x[1:2], x[y:z], <a>" },
    { "x[:a]", "x[<a>]" },
    { "a:b :a", "a:b <a>" },
    { "$1:a", "$1:a" },
    { ": a, :", ": a, :" },
    /* escapes are taken out everywhere */
    { "\\:a, :b", ":a, <b>" },
    { "x\\:\\:int, :a", "x::int, <a>" },
    { "'\\:a 12\\:30', :b", "':a 12:30', <b>" },
    { "-- \\:a\n:b", "-- :a\n<b>" },
    { "\\::a :b", "\\::a <b>" },
    { "\\:a:b", "\\:a:b" },
    { "'C:\\temp', :a", "'C:\\temp', <a>" },
    { "\\d :a", "\\d <a>" },
    /* ? and % are nothing here */
    { "x ? 'a' and y ?| z and :a % 5 = %s", "x ? 'a' and y ?| z and <a> % 5 = %s" },
    { "`:a` = ':a\\' :b' and :b", "`:a` = ':a\\' :b' and <b>", 0, "mysql" },
    { "[:a] = :b and ?1", "[:a] = <b> and ?1", 0, "sqlite" },
    { "@a := :a", "@a := <a>", 0, "mysql" },
  };

  check (LB_PARAMSTYLE_NAMED, cases, G_N_ELEMENTS (cases));
}

static void
test_question (void)
{
  static const Case cases[] = {
    { "select ?, ?", "select <1>, <2>", 2 },
    { "'?' || ? -- ?\n|| $$?$$ || \"?\"", "'?' || <1> -- ?\n|| $$?$$ || \"?\"", 1 },
    { "x ?| y and x ?& z and x @? '$' and a = ?", "x ?| y and x ?& z and x @? '$' and a = <1>", 1 },
    { "?||'x'", "<1>||'x'", 1 },
    { "?|?", "<1>|<2>", 2, "sqlite" },
    { "?2, ?1, ?", "<2>, <1>, <3>", 3, "sqlite" },
    { "(?,?,?)", "(<1>,<2>,<3>)", 3, "mysql" },
    { "\\:a %s ?", "\\:a %s <1>", 1 },
  };

  check (LB_PARAMSTYLE_QMARK, cases, G_N_ELEMENTS (cases));
}

static void
test_format (void)
{
  static const Case places_cases[] = {
    { "select %s, %s", "select <1>, <2>", 2 },
    { "(%s,%s)", "(<1>,<2>)", 2 },
    { "x like 'a%%' and y = %s", "x like 'a%' and y = <1>", 1 },
    { "x %% 5 = %s", "x % 5 = <1>", 1 },
    { "%%s %s", "%s <1>", 1 },
    { "%%%s", "%<1>", 1 },
    { "'%s' \"%s\" $$%s$$ /* %s */ %s", "'%s' \"%s\" $$%s$$ /* %s */ <1>", 1 },
    { "x % 5, %s", "x % 5, <1>", 1 },
    { ":a ? %s %", ":a ? <1> %", 1 },
  };
  static const Case names_cases[] = {
    { "%(a)s, %(b)s, %(a)s", "<a>, <b>, <a>" },
    { "'%(a)s' || %(b)s", "'%(a)s' || <b>" },
    { "'%%(a)s' || %%(b)s, %(a)s", "'%(a)s' || %(b)s, <a>" },
    { "%(a)d, %(a, %(a)s", "%(a)d, %(a, <a>" },
    { "%(name_1)s::int", "<name_1>::int" },
  };

  check (LB_PARAMSTYLE_FORMAT, places_cases, G_N_ELEMENTS (places_cases));
  check (LB_PARAMSTYLE_PYFORMAT, names_cases, G_N_ELEMENTS (names_cases));
}

/* Nothing is bound: the text stands, but for its escapes. */
static void
test_nothing (void)
{
  static const struct {
    LbParamStyle style;
    const char *text, *bound;
  } cases[] = {
    { LB_PARAMSTYLE_NONE, "a \\: %% :b ? %s '", "a \\: %% :b ? %s '" },
    { LB_PARAMSTYLE_NAMED, "select :x, '\\:y', \\:z", "select :x, ':y', :z" },
    { LB_PARAMSTYLE_NAMED, "'no end \\:", "'no end :" },
    { LB_PARAMSTYLE_QMARK, "x ? 'a'", "x ? 'a'" },
    { LB_PARAMSTYLE_FORMAT, "'a%%' %s 5 % 2 %", "'a%' %s 5 % 2 %" },
    { LB_PARAMSTYLE_PYFORMAT, "%(a)s %%(b)s", "%(a)s %(b)s" },
  };
  const LbSqlSyntax *syntax = lb_dialect_find ("postgresql")->syntax;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const LbBindings empty = { NULL };
    g_autofree char *none = lb_sql_bind (syntax, append, cases[i].text, cases[i].style, NULL, NULL);
    g_autofree char *sql = lb_sql_bind (syntax, append, cases[i].text, cases[i].style, &empty, NULL);

    g_assert_cmpstr (none, ==, cases[i].bound);
    g_assert_cmpstr (sql, ==, cases[i].bound);
  }
}

static void
test_errors (void)
{
  static const struct {
    LbParamStyle style;
    const char *text;
    guint n;
    const char *message;
  } cases[] = {
    { LB_PARAMSTYLE_NAMED, ":a, :missing", 0, "A value is required for bind parameter 'missing'" },
    { LB_PARAMSTYLE_PYFORMAT, "%(missing)s", 0, "A value is required for bind parameter 'missing'" },
    { LB_PARAMSTYLE_FORMAT, "%(a)s", 1, "A value is required for bind parameter 'a'" },
    { LB_PARAMSTYLE_QMARK, "?, ?", 1, "the statement has 2 marks for values and 1 values are given" },
    { LB_PARAMSTYLE_QMARK, "?", 2, "the statement has 1 marks for values and 2 values are given" },
    { LB_PARAMSTYLE_FORMAT, "%s", 3, "the statement has 1 marks for values and 3 values are given" },
    { LB_PARAMSTYLE_NAMED, ":a 'x", 0, "string does not end" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (bind ("postgresql", cases[i].style, cases[i].text, cases[i].n, &error));
    g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }
}

static gboolean
refuse (GString *sql, const LbValue *value, GError **error)
{
  g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "no literal");
  return FALSE;
}

static void
test_refused (void)
{
  const LbBindings bindings = { .by_place = places, .n_by_place = 1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (
      lb_sql_bind (lb_dialect_find ("postgresql")->syntax, refuse, "%s", LB_PARAMSTYLE_FORMAT, &bindings, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED);
}

/* What could be read again and again from every byte on is read once: a megabyte each is done at once, or never. */
static void
test_long (void)
{
  static const char *const parts[] = { "%(", ":a:", "\\:", "?|", "%%", "'' ", "x:" };
  static const LbParamStyle styles[]
      = { LB_PARAMSTYLE_NAMED, LB_PARAMSTYLE_QMARK, LB_PARAMSTYLE_FORMAT, LB_PARAMSTYLE_PYFORMAT };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autoptr (GString) text = g_string_new (NULL);

    while (text->len < 1000 * 1000)
      g_string_append (text, parts[i]);
    for (gsize s = 0; s < G_N_ELEMENTS (styles); s++) {
      g_autoptr (GError) error = NULL;
      g_autofree char *sql = bind ("postgresql", styles[s], text->str, 1, &error);

      g_assert_true ((sql == NULL) == (error != NULL));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql/bind/named", test_named);
  g_test_add_func ("/sql/bind/question", test_question);
  g_test_add_func ("/sql/bind/format", test_format);
  g_test_add_func ("/sql/bind/nothing", test_nothing);
  g_test_add_func ("/sql/bind/errors", test_errors);
  g_test_add_func ("/sql/bind/refused", test_refused);
  g_test_add_func ("/sql/bind/long", test_long);
  return g_test_run ();
}
