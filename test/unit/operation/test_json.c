/* Operations from messages: every operation of doc/script-host.md, and what is wrong with those that are none. */
#include "operation/json.h"
#include "sql/value.h"
#include "util/error.h"

#include <string.h>

/* @text with ' for ". */
static json_t *
parse (const char *text)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  json_error_t error;
  json_t *json = json_loads (quoted, JSON_DECODE_ANY, &error);

  if (!json)
    g_error ("%s: %s", text, error.text);
  return json;
}

static LbOperation *
read_text (const char *text, GError **error)
{
  json_t *json = parse (text);
  LbOperation *operation = lb_operation_from_json (json, error);

  json_decref (json); /* the operation must not need it any more */
  return operation;
}

static LbOperation *
must_read (const char *text)
{
  GError *error = NULL;
  LbOperation *operation = read_text (text, &error);

  g_assert_no_error (error);
  return operation;
}

/* ---- each operation: its title says that the parts are in their places */

static void
test_titles (void)
{
  static const struct {
    const char *json, *title;
  } cases[] = {
    { "{'op':'create_table','table':{'name':'t','schema':'s'}}", "create_table s.t" },
    { "{'op':'drop_table','name':'t','schema':'s'}", "drop_table s.t" },
    { "{'op':'rename_table','name':'t','new_name':'u'}", "rename_table t" },
    { "{'op':'add_column','name':'t','column':{'name':'c'}}", "add_column t.c" },
    { "{'op':'drop_column','name':'t','schema':'s','column':'c'}", "drop_column s.t.c" },
    { "{'op':'alter_column','name':'t','column':'c'}", "alter_column t.c" },
    { "{'op':'create_index','index':{'name':'i','table':'t','columns':[{'column':'c'}]}}", "create_index i" },
    { "{'op':'drop_index','name':'i','table':'t','schema':'s'}", "drop_index s.i" },
    { "{'op':'create_constraint','name':'t','constraint':{'kind':'unique','name':'u','columns':['c']}}",
      "create_constraint t.u" },
    { "{'op':'create_constraint','name':'t','constraint':{'kind':'check','sql':'a > 5'}}", "create_constraint t" },
    { "{'op':'drop_constraint','name':'t','constraint':'u','type':'unique'}", "drop_constraint t.u" },
    { "{'op':'table_comment','name':'t','comment':'x'}", "table_comment t" },
    { "{'op':'column_comment','name':'t','column':'c','comment':'x'}", "column_comment t.c" },
    { "{'op':'create_type','type':{'type':'Enum','name':'mood','enums':['a']}}", "create_type mood" },
    { "{'op':'drop_type','type':{'type':'Enum','name':'mood','schema':'s'}}", "drop_type s.mood" },
    { "{'op':'create_sequence','sequence':{'name':'q'}}", "create_sequence q" },
    { "{'op':'drop_sequence','sequence':{'name':'q','schema':'s'}}", "drop_sequence s.q" },
    { "{'op':'create_schema','name':'s'}", "create_schema s" },
    { "{'op':'drop_schema','name':'s','cascade':true}", "drop_schema s" },
    { "{'op':'bulk_insert','name':'t','columns':['a'],'rows':[[1],[null]]}", "bulk_insert t" },
    { "{'op':'batch','name':'t','operations':[]}", "batch t" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbOperation) operation = must_read (cases[i].json);
    g_autofree char *title = lb_operation_title (operation);

    g_assert_cmpstr (title, ==, cases[i].title);
    g_assert_nonnull (operation->options);
  }
}

/* ---- members */

static void
test_create_table (void)
{
  g_autoptr (LbOperation) operation
      = must_read ("{'op':'create_table','if_not_exists':true,'check_first':1,'other':'left alone','table':{'name':'t',"
                   "'prefixes':['TEMPORARY'],'comment':'c','options':{'mysql_engine':'InnoDB'},'columns':["
                   "{'name':'id','type':{'type':'Integer'},'nullable':false,'primary_key':true,'autoincrement':true},"
                   "{'name':'s','type':{'type':'String','length':50,'variants':{'mysql':{'type':'TINYTEXT',"
                   "'dialect':'mysql'}}},'default':{'text':'it'},'comment':'x','checks':[{'kind':'check','sql':'1'}]},"
                   "{'name':'i','type':{'type':'BigInteger'},'default':{'identity':{'always':true,'start':5,"
                   "'cycle':false,'minvalue':null}}},"
                   "{'name':'g','type':{'type':'Null'},'default':{'computed':{'sql':'a+b','persisted':null}}},"
                   "{'name':'f','type':{'type':'Integer'},'foreign_key':true,'autoincrement':'ignore_fk',"
                   "'sequence':{'name':'q','schema':'s'},'default':null},"
                   "{'name':'a','type':{'type':'ARRAY','item':{'type':'Numeric','precision':5}},"
                   "'default':{'sql':'now()'},'autoincrement':false}],"
                   "'constraints':[{'kind':'primary','columns':['id'],'name':null},"
                   "{'kind':'foreign','columns':['f'],'referent':{'table':'u','columns':['id'],'schema':'x'},"
                   "'ondelete':'CASCADE','deferrable':false,'initially':'DEFERRED'},"
                   "{'kind':'exclude','using':'gist','where':'a','elements':[{'column':'a','operator':'&&'},"
                   "{'sql':'b','operator':'=','opclass':'o'}]}]}}");
  const LbTable *table = operation->table;
  const LbColumn *column;
  const LbConstraint *constraint;

  g_assert_true (operation->if_not_exists && operation->check_first && !operation->if_exists);
  g_assert_cmpstr (table->prefixes->pdata[0], ==, "TEMPORARY");
  g_assert_cmpstr (json_string_value (json_object_get (table->options, "mysql_engine")), ==, "InnoDB");
  g_assert_cmpuint (table->columns->len, ==, 6);

  column = lb_table_column (table, "id");
  g_assert_true (column->primary_key && !column->nullable && column->autoincrement == LB_AUTOINCREMENT_ON);
  column = lb_table_column (table, "s");
  g_assert_true (column->nullable);
  g_assert_cmpint (lb_type_integer (column->type, "length", -1), ==, 50);
  g_assert_null (json_object_get (column->type->arguments, "variants"));
  g_assert_cmpstr (lb_type_for (column->type, "mysql")->name, ==, "TINYTEXT");
  g_assert_true (lb_type_for (column->type, "sqlite") == column->type);
  g_assert_cmpint (column->server_default.kind, ==, LB_DEFAULT_TEXT);
  g_assert_cmpstr (column->server_default.text, ==, "it");
  g_assert_cmpuint (column->checks->len, ==, 1);

  column = lb_table_column (table, "i");
  g_assert_true (column->identity->always && column->identity->options.has_start);
  g_assert_cmpint (column->identity->options.start, ==, 5);
  g_assert_true (column->identity->options.has_cycle && !column->identity->options.cycle);
  g_assert_false (column->identity->options.has_min);
  column = lb_table_column (table, "g");
  g_assert_null (column->type);
  g_assert_cmpstr (column->computed->sql, ==, "a+b");
  g_assert_false (column->computed->has_persisted);
  column = lb_table_column (table, "f");
  g_assert_false (column->has_foreign_key);
  g_assert_cmpstr (column->sequence, ==, "q");
  g_assert_cmpstr (column->sequence_schema, ==, "s");
  column = lb_table_column (table, "a");
  g_assert_cmpint (column->autoincrement, ==, LB_AUTOINCREMENT_OFF);
  g_assert_cmpint (column->server_default.kind, ==, LB_DEFAULT_SQL);
  g_assert_cmpint (lb_type_integer (column->type->item, "precision", 0), ==, 5);

  constraint = table->constraints->pdata[1];
  g_assert_cmpstr (constraint->referent_schema, ==, "x");
  g_assert_cmpstr (constraint->referent_columns->pdata[0], ==, "id");
  g_assert_true (constraint->has_deferrable && !constraint->deferrable);
  g_assert_cmpstr (constraint->on_delete, ==, "CASCADE");
  g_assert_null (constraint->on_update);
  constraint = table->constraints->pdata[2];
  g_assert_cmpuint (constraint->elements->len, ==, 2);
  g_assert_cmpstr (g_array_index (constraint->elements, LbExcludeElement, 1).sql, ==, "b");
  g_assert_cmpstr (g_array_index (constraint->elements, LbExcludeElement, 1).opclass, ==, "o");
}

/* Absent is not given; null is None where None says something. */
static void
test_alter_column (void)
{
  static const struct {
    const char *members;
    gboolean nullable, server_default, comment, existing_nullable, existing_default, autoincrement;
  } cases[] = {
    { "'options':{}", FALSE, FALSE, FALSE, FALSE, FALSE, FALSE },
    { "'nullable':false", TRUE, FALSE, FALSE, FALSE, FALSE, FALSE },
    { "'nullable':null", FALSE, FALSE, FALSE, FALSE, FALSE, FALSE },
    { "'server_default':null", FALSE, TRUE, FALSE, FALSE, FALSE, FALSE },
    { "'server_default':{'text':'x'}", FALSE, TRUE, FALSE, FALSE, FALSE, FALSE },
    { "'comment':null", FALSE, FALSE, TRUE, FALSE, FALSE, FALSE },
    { "'comment':'x'", FALSE, FALSE, TRUE, FALSE, FALSE, FALSE },
    { "'existing_nullable':true", FALSE, FALSE, FALSE, TRUE, FALSE, FALSE },
    { "'existing_server_default':null", FALSE, FALSE, FALSE, FALSE, TRUE, FALSE },
    { "'existing_server_default':{'sql':'now()'}", FALSE, FALSE, FALSE, FALSE, TRUE, FALSE },
    { "'autoincrement':true", FALSE, FALSE, FALSE, FALSE, FALSE, TRUE },
    { "'type':null,'existing_type':{'type':'Null'},'new_column_name':null", FALSE, FALSE, FALSE, FALSE, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("{'op':'alter_column','name':'t','column':'c',%s}", cases[i].members);
    g_autoptr (LbOperation) operation = must_read (text);
    const LbAlterColumn *alter = operation->alter;

    g_assert_cmpint (alter->has_nullable, ==, cases[i].nullable);
    g_assert_cmpint (alter->has_default, ==, cases[i].server_default);
    g_assert_cmpint (alter->has_comment, ==, cases[i].comment);
    g_assert_cmpint (alter->has_existing_nullable, ==, cases[i].existing_nullable);
    g_assert_cmpint (alter->has_existing_default, ==, cases[i].existing_default);
    g_assert_cmpint (alter->has_autoincrement, ==, cases[i].autoincrement);
    g_assert_null (alter->type);
    g_assert_null (alter->existing_type);
    g_assert_null (alter->new_name);
  }
}

static void
test_others (void)
{
  g_autoptr (LbOperation) dropped = must_read ("{'op':'drop_table','name':'t','options':{'a':1},'if_exists':true,"
                                               "'types':[{'type':'Enum','name':'mood'}]}");
  g_autoptr (LbOperation) constraint = must_read ("{'op':'drop_constraint','name':'t','constraint':null,'type':null}");
  g_autoptr (LbOperation) typed
      = must_read ("{'op':'drop_constraint','name':'t','constraint':'k','type':'foreignkey'}");
  g_autoptr (LbOperation) comment = must_read ("{'op':'column_comment','name':'t','column':'c','comment':null}");
  g_autoptr (LbOperation) rows = must_read (
      "{'op':'bulk_insert','name':'t','columns':['a','b'],'rows':[[1,{'date':'x'}],[true,{'array':[1]}]]}");
  g_autoptr (LbOperation) batch = must_read (
      "{'op':'batch','name':'t','recreate':'always','copy_from':{'name':'t'},'operations':["
      "{'op':'drop_column','name':'t','column':'c'},{'op':'add_column','name':'t','column':{'name':'d'},"
      "'insert_after':'a'}],'partial_reordering':[['a','b'],['c']],'table_args':[{'kind':'check','sql':'x'}],"
      "'table_kwargs':{'k':1},'naming_convention':{'uq':'x'},'reflect_columns':[{'name':'e'}]}");
  const LbValue *row = rows->rows->pdata[1];

  g_assert_cmpstr (dropped->table->name, ==, "t");
  g_assert_true (dropped->if_exists && json_object_get (dropped->table->options, "a"));
  g_assert_cmpuint (dropped->types->len, ==, 1);
  g_assert_false (constraint->constraint_typed);
  g_assert_null (constraint->constraint->name);
  g_assert_true (typed->constraint_typed && typed->constraint->kind == LB_CONSTRAINT_FOREIGN);
  g_assert_null (comment->column->comment);
  g_assert_cmpuint (rows->rows->len, ==, 2);
  g_assert_cmpstr (row[0].text, ==, "t");
  g_assert_cmpuint (row[1].n_items, ==, 1);
  g_assert_cmpint (batch->batch->recreate, ==, LB_RECREATE_ALWAYS);
  g_assert_cmpuint (batch->batch->operations->len, ==, 2);
  g_assert_cmpstr (((LbOperation *) batch->batch->operations->pdata[1])->insert_after, ==, "a");
  g_assert_cmpstr (((char **) batch->batch->reordering->pdata[0])[1], ==, "b");
  g_assert_cmpuint (batch->batch->overrides->len, ==, 1);
  g_assert_cmpstr (json_string_value (json_object_get (batch->batch->conventions, "uq")), ==, "x");
}

/* ---- errors */

static void
test_errors (void)
{
  static const struct {
    const char *json, *message;
  } cases[] = {
    { "null", "operation must be the name of an operation" },
    { "[]", "operation must be the name of an operation" },
    { "{}", "operation: op must be the name of an operation" },
    { "{'op':5}", "operation: op must be the name of an operation" },
    { "{'op':'create_tables'}", "operation: op must be the name of an operation" },
    { "{'op':'create_table'}", "create_table: table must be given" },
    { "{'op':'create_table','table':null}", "create_table: table must be given" },
    { "{'op':'create_table','table':'t'}", "create_table: table must be an object" },
    { "{'op':'create_table','table':{'name':5}}", "create_table: table.name must be a string" },
    { "{'op':'create_table','table':{'name':'t','columns':{}}}", "create_table: table.columns must be a list" },
    { "{'op':'create_table','table':{'name':'t','columns':[{'name':'a'},{'type':'x'}]}}",
      "create_table: table.columns[1].name must be given" },
    { "{'op':'create_table','table':{'name':'t','columns':[{'name':'a','type':'Integer'}]}}",
      "create_table: table.columns[0].type must be an object" },
    { "{'op':'create_table','table':{'name':'t','columns':[{'name':'a','type':{'type':'ARRAY','item':5}}]}}",
      "create_table: table.columns[0].type.item must be an object" },
    { "{'op':'create_table','table':{'name':'t','columns':[{'name':'a','type':{'type':'X','variants':{'mysql':1}}}]}}",
      "create_table: table.columns[0].type.variants.mysql must be an object" },
    { "{'op':'create_table','table':{'name':'t','columns':[{'name':'a','nullable':'no'}]}}",
      "create_table: table.columns[0].nullable must be true or false" },
    { "{'op':'create_table','table':{'name':'t','columns':[{'name':'a','default':'x'}]}}",
      "create_table: table.columns[0].default must be an object" },
    { "{'op':'create_table','table':{'name':'t','columns':[{'name':'a','default':{}}]}}",
      "create_table: table.columns[0].default must be one of text, sql, identity and computed" },
    { "{'op':'create_table','table':{'name':'t','columns':[{'name':'a','default':{'text':'a','sql':'b'}}]}}",
      "create_table: table.columns[0].default must be one of text, sql, identity and computed" },
    { "{'op':'create_table','table':{'name':'t','columns':[{'name':'a','default':{'identity':{'start':1.5}}}]}}",
      "create_table: table.columns[0].default.identity.start must be an integer of at most 64 bits" },
    { "{'op':'create_table','table':{'name':'t','columns':[{'name':'a','default':{'computed':{}}}]}}",
      "create_table: table.columns[0].default.computed.sql must be given" },
    { "{'op':'create_table','table':{'name':'t','columns':[{'name':'a','autoincrement':'maybe'}]}}",
      "create_table: table.columns[0].autoincrement must be true, false, auto or ignore_fk" },
    { "{'op':'create_table','table':{'name':'t','kind':'tree'}}",
      "create_table: table.kind must be one of table, view, materialized_view, foreign" },
    { "{'op':'create_table','table':{'name':'t','options':[]}}", "create_table: table.options must be an object" },
    { "{'op':'create_table','table':{'name':'t','constraints':[{'columns':[]}]}}",
      "create_table: table.constraints[0].kind must be given" },
    { "{'op':'create_table','table':{'name':'t','constraints':[{'kind':'primary','columns':['a',5]}]}}",
      "create_table: table.constraints[0].columns[1] must be a string" },
    { "{'op':'create_constraint','name':'t','constraint':{'kind':'odd'}}",
      "create_constraint: constraint.kind must be one of primary, unique, foreign, check, exclude" },
    { "{'op':'create_constraint','name':'t','constraint':{'kind':'foreign'}}",
      "create_constraint: constraint must be given a referent" },
    { "{'op':'create_constraint','name':'t','constraint':{'kind':'foreign','referent':{}}}",
      "create_constraint: constraint.referent.table must be given" },
    { "{'op':'create_constraint','name':'t','constraint':{'kind':'check'}}",
      "create_constraint: constraint must be given its sql" },
    { "{'op':'create_constraint','name':'t','constraint':{'kind':'exclude'}}",
      "create_constraint: constraint must be given elements" },
    { "{'op':'create_constraint','name':'t','constraint':{'kind':'exclude','elements':[{'operator':'='}]}}",
      "create_constraint: constraint.elements[0] must be a column or an expression" },
    { "{'op':'create_constraint','name':'t','constraint':{'kind':'exclude','elements':[{'column':'a'}]}}",
      "create_constraint: constraint.elements[0].operator must be given" },
    { "{'op':'create_index','index':{'columns':[{'column':'a','sql':'b'}]}}",
      "create_index: index.columns[0] must be a column or an expression" },
    { "{'op':'add_column','name':'t','column':'c'}", "add_column: column must be an object" },
    { "{'op':'add_column','column':{'name':'c'}}", "add_column: name must be given" },
    { "{'op':'drop_column','name':'t','column':{'name':'c'}}", "drop_column: column must be a string" },
    { "{'op':'alter_column','name':'t'}", "alter_column: column must be given" },
    { "{'op':'alter_column','name':'t','column':'c','server_default':'x'}",
      "alter_column: server_default must be an object" },
    { "{'op':'alter_column','name':'t','column':'c','nullable':'x'}", "alter_column: nullable must be true or false" },
    { "{'op':'drop_constraint','name':'t','constraint':'k','type':'foreign'}",
      "drop_constraint: type must be one of primary, unique, foreignkey, check" },
    { "{'op':'create_type','type':{'type':'Null'}}", "create_type: type must be a type" },
    { "{'op':'create_sequence','sequence':{'name':'q','increment':'1'}}",
      "create_sequence: sequence.increment must be an integer of at most 64 bits" },
    { "{'op':'bulk_insert','name':'t','columns':['a']}", "bulk_insert: rows must be a list" },
    { "{'op':'bulk_insert','name':'t','columns':['a'],'rows':[[1],[1,2]]}",
      "bulk_insert: rows[1] must be a list of as many values as there are columns" },
    { "{'op':'bulk_insert','name':'t','columns':['a'],'rows':[5]}",
      "bulk_insert: rows[0] must be a list of as many values as there are columns" },
    { "{'op':'bulk_insert','name':'t','columns':['a'],'rows':[[1],[{'date':1}]]}",
      "bulk_insert: rows[1][0].date must be a string" },
    { "{'op':'batch','name':'t','recreate':true}", "batch: recreate must be one of auto, always, never" },
    { "{'op':'batch','name':'t','operations':[{'op':'batch','name':'u'}]}",
      "batch: operations[0] must be no batch inside of a batch" },
    { "{'op':'batch','name':'t','operations':[{'op':'rename_table','name':'u'}]}",
      "batch: operations[0].new_name must be given" },
    { "{'op':'batch','name':'t','operations':[5]}", "batch: operations[0] must be the name of an operation" },
    { "{'op':'batch','name':'t','partial_reordering':['a']}", "batch: partial_reordering[0] must be a list" },
    { "{'op':'batch','name':'t','naming_convention':'x'}", "batch: naming_convention must be an object" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_text (cases[i].json, &error));
    g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }
}

/* Nesting as deep as a parser lets through. */
static void
test_deep (void)
{
  enum { DEPTH = 2000 };
  json_t *type = json_pack ("{s:s}", "type", "Integer");
  json_t *message;
  g_autoptr (LbOperation) operation = NULL;
  const LbType *at;
  guint depth = 0;

  for (int i = 0; i < DEPTH; i++)
    type = json_pack ("{s:s, s:o}", "type", "ARRAY", "item", type);
  message = json_pack ("{s:s, s:o}", "op", "create_type", "type", type);
  operation = lb_operation_from_json (message, NULL);
  json_decref (message);
  for (at = operation->type; at->item; at = at->item)
    depth++;
  g_assert_cmpuint (depth, ==, DEPTH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operation/json/titles", test_titles);
  g_test_add_func ("/operation/json/create-table", test_create_table);
  g_test_add_func ("/operation/json/alter-column", test_alter_column);
  g_test_add_func ("/operation/json/others", test_others);
  g_test_add_func ("/operation/json/errors", test_errors);
  g_test_add_func ("/operation/json/deep", test_deep);
  return g_test_run ();
}
