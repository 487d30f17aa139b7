/* The frame of the DDL compiler: dispatch, statements, names, options. */
#include "ddl.h"

#include "batch.h"

#include <string.h>

#include "ddl_private.h"

/* ---- statements */

void
lb_ddl_emit (LbDdlRun *run)
{
  char *text = g_strstrip (run->sql->str);

  if (*text)
    g_ptr_array_add (run->statements, lb_statement_new (text, NULL, 0));
  g_string_truncate (run->sql, 0);
}

/* ---- dispatch */

static gboolean
compile_batch (LbDdlRun *run, GError **error)
{
  return lb_batch_compile (run->ddl->dialect, run->operation->batch, run->target, run->statements, error);
}

/* Types of their own are PostgreSQL's; elsewhere SQLAlchemy makes and drops none, and says nothing. */
static gboolean
say_nothing (LbDdlRun *run G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  return TRUE;
}

static const LbDdlCompile common[] = {
  [LB_OP_CREATE_TABLE] = lb_ddl_common_create_table,
  [LB_OP_DROP_TABLE] = lb_ddl_common_drop_table,
  [LB_OP_RENAME_TABLE] = lb_ddl_common_rename_table,
  [LB_OP_ADD_COLUMN] = lb_ddl_common_add_column,
  [LB_OP_DROP_COLUMN] = lb_ddl_common_drop_column,
  [LB_OP_ALTER_COLUMN] = lb_ddl_common_alter_column,
  [LB_OP_CREATE_INDEX] = lb_ddl_common_create_index,
  [LB_OP_DROP_INDEX] = lb_ddl_common_drop_index,
  [LB_OP_CREATE_CONSTRAINT] = lb_ddl_common_create_constraint,
  [LB_OP_DROP_CONSTRAINT] = lb_ddl_common_drop_constraint,
  [LB_OP_TABLE_COMMENT] = lb_ddl_common_table_comment,
  [LB_OP_COLUMN_COMMENT] = lb_ddl_common_column_comment,
  [LB_OP_CREATE_TYPE] = say_nothing,
  [LB_OP_DROP_TYPE] = say_nothing,
  [LB_OP_CREATE_SEQUENCE] = lb_ddl_common_create_sequence,
  [LB_OP_DROP_SEQUENCE] = lb_ddl_common_drop_sequence,
  [LB_OP_CREATE_SCHEMA] = lb_ddl_common_create_schema,
  [LB_OP_DROP_SCHEMA] = lb_ddl_common_drop_schema,
  [LB_OP_BULK_INSERT] = lb_ddl_common_bulk_insert,
  [LB_OP_BATCH] = compile_batch,
};

gboolean
lb_ddl_common (LbDdlRun *run, GError **error)
{
  return common[run->operation->kind](run, error);
}

/* check_first of a table: on a live database, whether it is there already, or gone. */
static gboolean
find_done (const LbOperation *operation, const LbTarget *target, gboolean *ret_done, GError **error)
{
  gboolean create = operation->kind == LB_OP_CREATE_TABLE;
  gboolean exists;

  *ret_done = FALSE;
  if (!operation->check_first || !target->driver || !(create || operation->kind == LB_OP_DROP_TABLE))
    return TRUE;
  if (!target->driver->has_table (target->connection, operation->table->schema, operation->table->name, &exists, NULL,
                                  error))
    return FALSE;
  *ret_done = exists == create;
  return TRUE;
}

gboolean
lb_ddl_compile (const LbDdl *ddl, const LbOperation *operation, const LbTarget *target, GPtrArray *statements,
                GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  LbDdlRun run = { .ddl = ddl, .operation = operation, .target = target, .statements = statements, .sql = sql };
  const LbDdlCompile own = ddl->operations[operation->kind];
  gboolean done;

  if (!find_done (operation, target, &done, error))
    return FALSE;
  if (done)
    return TRUE;
  return own ? own (&run, error) : lb_ddl_common (&run, error);
}

/* ---- names */

/* SQLAlchemy quotes each part of a schema with points in it where the database has schemas in databases. */
static void
write_schema (LbDdlRun *run, const char *schema)
{
  g_auto (GStrv)
    parts = run->ddl->dotted_schemas ? g_strsplit (schema, ".", -1) : NULL;

  if (!parts) {
    lb_ddl_write (run, "%I.", schema);
    return;
  }
  for (guint i = 0; parts[i]; i++)
    lb_ddl_write (run, "%I.", parts[i]);
}

void
lb_ddl_table (LbDdlRun *run, const char *schema, const char *name)
{
  if (schema)
    write_schema (run, schema);
  lb_ddl_write (run, "%I", name);
}

void
lb_ddl_alter_table (LbDdlRun *run)
{
  lb_ddl_write (run, "ALTER TABLE ");
  lb_ddl_table (run, run->operation->schema, run->operation->name);
  lb_ddl_write (run, " ");
}

void
lb_ddl_names (LbDdlRun *run, const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    lb_ddl_write (run, "%s%I", i ? ", " : "", (const char *) g_ptr_array_index (names, i));
}

gboolean
lb_ddl_check_length (const char *name, guint longest, GError **error)
{
  if (!longest || g_utf8_strlen (name, -1) <= (glong) longest)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "Identifier '%s' exceeds maximum length of %u characters", name,
               longest);
  return FALSE;
}

/* ---- options */

const json_t *
lb_ddl_option (const LbDdlRun *run, const json_t *options, const char *key)
{
  return lb_option (options, run->ddl->prefixes, key);
}

const char *
lb_ddl_option_string (const LbDdlRun *run, const json_t *options, const char *key)
{
  return lb_option_string (options, run->ddl->prefixes, key);
}

gboolean
lb_ddl_option_boolean (const LbDdlRun *run, const json_t *options, const char *key)
{
  return lb_option_boolean (options, run->ddl->prefixes, key);
}

void
lb_ddl_option_names (LbDdlRun *run, const json_t *option)
{
  gsize i;
  json_t *name;

  if (json_is_string (option))
    lb_ddl_write (run, "%I", json_string_value (option));
  json_array_foreach ((json_t *) option, i, name) if (json_is_string (name))
      lb_ddl_write (run, "%s%I", i ? ", " : "", json_string_value (name));
}

static const char *const object_classes[LB_DDL_N_OBJECTS] = {
  [LB_DDL_TABLE] = "Table",
  [LB_DDL_COLUMN] = "Column",
  [LB_DDL_INDEX] = "Index",
  [LB_DDL_PRIMARY] = "PrimaryKeyConstraint",
  [LB_DDL_UNIQUE] = "UniqueConstraint",
  [LB_DDL_FOREIGN] = "ForeignKeyConstraint",
  [LB_DDL_CHECK] = "CheckConstraint",
};

/* Whether @key is among the blank-separated @words. */
static gboolean
is_known (const char *words, const char *key)
{
  g_auto (GStrv)
    known = NULL;

  if (!words)
    return FALSE;
  if (g_str_equal (words, "*"))
    return TRUE;
  known = g_strsplit (words, " ", -1);
  return g_strv_contains ((const char *const *) known, key);
}

gboolean
lb_ddl_check_options (LbDdlRun *run, LbDdlObject object, const json_t *options, GError **error)
{
  const char *name;
  json_t *value;

  json_object_foreach ((json_t *) options, name, value)
  {
    for (const char *const *prefix = run->ddl->prefixes; *prefix; prefix++) {
      gsize length = strlen (*prefix);

      if (strncmp (name, *prefix, length) != 0 || name[length] != '_'
          || is_known (run->ddl->options[object], name + length + 1))
        continue;
      g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT,
                   "Argument '%s' is not accepted by dialect '%s' on behalf of <class 'sqlalchemy.sql.schema.%s'>",
                   name, *prefix, object_classes[object]);
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
lb_ddl_check_constraint_options (LbDdlRun *run, const LbConstraint *constraint, GError **error)
{
  static const LbDdlObject objects[] = {
    [LB_CONSTRAINT_PRIMARY] = LB_DDL_PRIMARY, [LB_CONSTRAINT_UNIQUE] = LB_DDL_UNIQUE,
    [LB_CONSTRAINT_FOREIGN] = LB_DDL_FOREIGN, [LB_CONSTRAINT_CHECK] = LB_DDL_CHECK,
    [LB_CONSTRAINT_EXCLUDE] = LB_DDL_CHECK,
  };

  return lb_ddl_check_options (run, objects[constraint->kind], constraint->options, error);
}
