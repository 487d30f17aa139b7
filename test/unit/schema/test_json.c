/* What is read is written again: the same JSON, also from a copy of it. */
#include "schema/json.h"
#include "util/error.h"

#include <string.h>

static json_t *
parse (const char *text)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  json_error_t error;
  json_t *json = json_loads (quoted, 0, &error);

  if (!json)
    g_error ("%s: %s", text, error.text);
  return json;
}

static const char *const tables[] = {
  "{'name':'t','kind':'table'}",
  "{'name':'v','schema':'s','kind':'view','definition':'SELECT 1','comment':'c'}",
  "{'name':'m','kind':'materialized_view','triggers':['CREATE TRIGGER x'],'prefixes':['UNLOGGED']}",
  "{'name':'f','kind':'foreign','options':{'mysql_engine':'InnoDB','n':5}}",
  "{'name':'t','kind':'table','columns':["
  "{'name':'a','type':{'type':'VARCHAR','length':50,'collation':'C'},'nullable':false,'primary_key':true,"
  "'autoincrement':true,'comment':'x','system':true,'options':{'sqlite_on_conflict_not_null':'FAIL'}},"
  "{'name':'b','type':{'type':'ENUM','dialect':'postgresql','enums':['x','y'],'name':'mood'},'autoincrement':false,"
  "'foreign_key':true,'default':{'text':'x'},'checks':[{'kind':'check','name':'k','sql':'b > 1'}]},"
  "{'name':'c','type':{'type':'ARRAY','item':{'type':'DOMAIN','item':{'type':'TEXT'}}},'default':{'sql':'now()'}},"
  "{'name':'d','type':{'type':'SQL','sql':'point'},'default':{'identity':{'always':true,'on_null':true,'start':1,"
  "'increment':-2,'minvalue':-9223372036854775808,'maxvalue':9223372036854775807,'cache':5,'cycle':false,'order':true}}"
  "},"
  "{'name':'e','type':{'type':'String','variants':{'mysql':{'type':'TEXT'},'sqlite':{'type':'JSON'}}},"
  "'default':{'computed':{'sql':'a','persisted':false}}},"
  "{'name':'f','default':{'computed':{'sql':'a'}}},"
  "{'name':'g','sequence':{'name':'q','schema':'s'},'default':{'identity':{'nominvalue':true,'nomaxvalue':true}}}]}",
  "{'name':'t','kind':'table','constraints':["
  "{'kind':'primary','columns':['a','b'],'name':'k','options':{'postgresql_include':['c']}},"
  "{'kind':'unique','columns':['a'],'deferrable':false,'comment':'c'},"
  "{'kind':'foreign','columns':['a'],'referent':{'schema':'s','table':'u','columns':['id']},'onupdate':'CASCADE',"
  "'ondelete':'SET NULL "
  "(a)','match':'FULL','use_alter':true,'deferrable':true,'initially':'DEFERRED','not_valid':true},"
  "{'kind':'foreign','columns':['a'],'referent':{'table':'u'}},"
  "{'kind':'check','sql':'a > 5','type_bound':true,'columns':['a']},"
  "{'kind':'exclude','using':'gist','where':'a > 5','elements':[{'column':'a','operator':'=','opclass':'o'},"
  "{'sql':'lower(b)','operator':'&&'}]}]}",
  "{'name':'t','kind':'table','indexes':[{'name':'i','table':'t','schema':'s','unique':true,'columns':["
  "{'column':'a','suffix':'DESC','opclass':'o','collation':'C'},{'sql':'lower(b)'}],'includes':['c'],'where':'a > 5',"
  "'method':'btree','of_constraint':true,'invalid':true,'options':{'postgresql_with':{'fillfactor':'50'}}}]}",
};

static LbTable *
read_table (json_t *json)
{
  LbJson at = { json, NULL, "table", 0 };
  LbTable *table = NULL;
  GError *error = NULL;

  lb_json_table.read (&at, &table, &error);
  g_assert_no_error (error);
  return table;
}

static void
assert_json (json_t *got, json_t *expected)
{
  g_autofree char *shown = json_dumps (got, JSON_SORT_KEYS);

  if (!json_equal (got, expected))
    g_error ("differs: %s", shown);
  json_decref (got);
}

static void
test_tables (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    json_t *json = parse (tables[i]);
    g_autoptr (LbTable) table = read_table (json);
    g_autoptr (LbTable) copy = lb_table_copy (table);

    assert_json (lb_table_to_json (table), json);
    lb_table_free (g_steal_pointer (&table));
    assert_json (lb_table_to_json (copy), json);
    json_decref (json);
  }
}

static void
test_schema (void)
{
  json_t *expected = parse ("{'tables':[{'name':'t','kind':'table'}],'sequences':[{'name':'q','schema':'s','type':"
                            "{'type':'INTEGER'},'start':5,'owner_table':'t','owner_column':'c','of_identity':true}],"
                            "'enums':[{'name':'mood','schema':'s','labels':['a'],'visible':true}]}");
  json_t *empty = parse ("{'tables':[],'sequences':[],'enums':[]}");
  g_autoptr (LbSchema) schema = lb_schema_new ();
  LbEnum *type = g_new0 (LbEnum, 1);
  LbSequence *sequence = NULL;
  LbJson at = { json_array_get (json_object_get (expected, "sequences"), 0), NULL, "sequence", 0 };

  assert_json (lb_schema_to_json (schema), empty);
  g_assert_true (lb_json_sequence.read (&at, &sequence, NULL));
  *type = (LbEnum){ g_strdup ("mood"), g_strdup ("s"), g_ptr_array_new_with_free_func (g_free), TRUE };
  g_ptr_array_add (type->labels, g_strdup ("a"));
  g_ptr_array_add (schema->tables, lb_table_new ("t", NULL));
  g_ptr_array_add (schema->sequences, sequence);
  g_ptr_array_add (schema->enums, type);
  assert_json (lb_schema_to_json (schema), expected);
  json_decref (expected);
  json_decref (empty);
}

static void
test_type (void)
{
  json_t *json = parse ("{'type':'Numeric','precision':5,'asdecimal':false,'scale':null}");
  json_t *none = parse ("{'type':'Null'}");
  g_autoptr (LbType) type = lb_type_from_json (json, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (lb_type_integer (type, "precision", 0), ==, 5);
  g_assert_cmpint (lb_type_integer (type, "scale", 7), ==, 7);
  g_assert_false (lb_type_boolean (type, "asdecimal", TRUE));
  g_assert_true (lb_type_boolean (type, "other", TRUE));
  g_assert_null (lb_type_argument (type, "scale"));
  g_assert_null (lb_type_string (type, "precision"));
  g_assert_null (lb_type_from_json (none, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
  g_assert_cmpstr (error->message, ==, "type must be a type");
  assert_json (lb_type_to_json (NULL), none);
  json_decref (json);
  json_decref (none);
}

/* A database may hold what is no UTF-8. */
static void
test_bytes (void)
{
  g_autoptr (LbTable) table = lb_table_new ("a\xff", NULL);
  json_t *json = lb_table_to_json (table);

  g_assert_cmpstr (json_string_value (json_object_get (json, "name")), ==, "a\xef\xbf\xbd");
  json_decref (json);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/json/tables", test_tables);
  g_test_add_func ("/schema/json/schema", test_schema);
  g_test_add_func ("/schema/json/type", test_type);
  g_test_add_func ("/schema/json/bytes", test_bytes);
  return g_test_run ();
}
