/* What a table knows of itself. */
#include "schema/json.h"

#include <string.h>

/* A table in its wire form, with ' for ". */
static LbTable *
read_table (const char *text)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  json_t *json = json_loads (quoted, 0, NULL);
  LbJson at = { json, NULL, "table", 0 };
  LbTable *table = NULL;
  GError *error = NULL;

  lb_json_table.read (&at, &table, &error);
  g_assert_no_error (error);
  json_decref (json);
  return table;
}

#define INTEGER      "'type':{'type':'Integer'}"
#define KEY(columns) "'constraints':[{'kind':'primary','columns':[" columns "]}]"

static void
test_autoincrement (void)
{
  static const struct {
    const char *table;
    const char *column; /* "": none */
  } cases[] = {
    { "{'name':'t','columns':[{'name':'a'," INTEGER "}]," KEY ("'a'") "}", "a" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER ",'primary_key':true}]}", "a" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER "}]}", "" },
    { "{'name':'t','columns':[{'name':'b'," INTEGER ",'primary_key':true},{'name':'a'," INTEGER "}]," KEY ("'a'") "}",
      "a" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER "}]," KEY ("'other'") "}", "" },
    { "{'name':'t','columns':[{'name':'a','type':{'type':'SMALLINT'}}]," KEY ("'a'") "}", "a" },
    { "{'name':'t','columns':[{'name':'a','type':{'type':'String'}}]," KEY ("'a'") "}", "" },
    { "{'name':'t','columns':[{'name':'a','type':{'type':'Null'}}]," KEY ("'a'") "}", "" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER ",'autoincrement':false}]," KEY ("'a'") "}", "" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER ",'foreign_key':true}]," KEY ("'a'") "}", "" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER
      ",'foreign_key':true,'autoincrement':'ignore_fk'}]," KEY ("'a'") "}",
      "a" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER ",'foreign_key':true,'autoincrement':true}]," KEY ("'a'") "}",
      "a" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER ",'default':{'text':'1'}}]," KEY ("'a'") "}", "" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER ",'default':{'identity':{}}}]," KEY ("'a'") "}", "a" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER ",'default':{'computed':{'sql':'1'}}}]," KEY ("'a'") "}", "" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER ",'sequence':{'name':'q'}}]," KEY ("'a'") "}", "" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER "},{'name':'b'," INTEGER "}]," KEY ("'a','b'") "}", "" },
    { "{'name':'t','columns':[{'name':'a'," INTEGER "},{'name':'b'," INTEGER
      ",'autoincrement':true}]," KEY ("'a','b'") "}",
      "b" },
    { "{'name':'t','columns':[{'name':'a','type':{'type':'String','variants':{'sqlite':{'type':'Integer'}}}}]," KEY (
          "'a'") "}",
      "" },
    { "{'name':'t','columns':[{'name':'a','type':{'type':'String','variants':{'postgresql':{'type':'BIGINT'}}}}]," KEY (
          "'a'") "}",
      "a" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbTable) table = read_table (cases[i].table);
    const LbColumn *column = lb_table_autoincrement (table, "postgresql");

    g_assert_cmpstr (column ? column->name : "", ==, cases[i].column);
  }
}

static void
test_lookups (void)
{
  g_autoptr (LbTable) table = read_table ("{'name':'t','columns':[{'name':'a'}],'indexes':[{'name':'i'},{}],"
                                          "'constraints':[{'kind':'unique'},{'kind':'unique','name':'u'}]}");

  g_assert_cmpstr (lb_table_column (table, "a")->name, ==, "a");
  g_assert_null (lb_table_column (table, "A"));
  g_assert_cmpstr (lb_table_constraint (table, "u")->name, ==, "u");
  g_assert_null (lb_table_constraint (table, "x"));
  g_assert_cmpstr (lb_table_index (table, "i")->name, ==, "i");
  g_assert_null (lb_table_index (table, "x"));
  g_assert_null (lb_table_primary_key (table));
}

static void
test_options (void)
{
  static const char *const mysql[] = { "mysql", "mariadb", NULL };
  static const char *const mariadb[] = { "mariadb", "mysql", NULL };
  json_t *options
      = json_pack ("{s:s, s:s, s:n, s:s, s:b, s:i, s:i}", "mysql_engine", "InnoDB", "mariadb_engine", "Aria",
                   "mariadb_charset", "mysql_charset", "utf8", "mysql_a", 1, "mysql_b", 1, "mysql_c", 0);

  g_assert_cmpstr (lb_option_string (options, mysql, "engine"), ==, "InnoDB");
  g_assert_cmpstr (lb_option_string (options, mariadb, "engine"), ==, "Aria");
  g_assert_cmpstr (lb_option_string (options, mariadb, "charset"), ==, "utf8");
  g_assert_null (lb_option_string (options, mysql, "a"));
  g_assert_null (lb_option (options, mysql, "nothing"));
  g_assert_true (lb_option_boolean (options, mysql, "a") && lb_option_boolean (options, mysql, "b"));
  g_assert_false (lb_option_boolean (options, mysql, "c") || lb_option_boolean (options, mysql, "nothing"));
  json_decref (options);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/table/autoincrement", test_autoincrement);
  g_test_add_func ("/schema/table/lookups", test_lookups);
  g_test_add_func ("/schema/table/options", test_options);
  return g_test_run ();
}
