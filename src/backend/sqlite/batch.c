/* Batch mode on SQLite, which can change little of a table otherwise. Live, the statements of move and copy stand
 * between the two words of rebuild.c, and columns are renamed by SQLite itself before they are copied, because it alone
 * renames them in triggers, views and the foreign keys of other tables. */
#include "sqlite.h"
#include "table_text.h"
#include "text_reader.h"
#include "types.h"

#include "sql/build.h"

#include <string.h>

/* ---- whether */

/* ALTER TABLE ADD COLUMN takes constants only, and no stored computed column. Alembic's rule takes any SQL for an
 * expression. */
static gboolean
can_be_added (const LbOperation *operation)
{
  const LbColumn *column = operation->column;

  for (guint i = 0; operation->constraints && i < operation->constraints->len; i++)
    if (((const LbConstraint *) g_ptr_array_index (operation->constraints, i))->kind != LB_CONSTRAINT_PRIMARY)
      return FALSE;
  return column->server_default.kind != LB_DEFAULT_SQL && !(column->computed && column->computed->persisted);
}

static gboolean
needs_recreate (const LbBatch *batch)
{
  for (guint i = 0; i < batch->operations->len; i++) {
    const LbOperation *operation = g_ptr_array_index (batch->operations, i);

    if (operation->kind == LB_OP_CREATE_INDEX || operation->kind == LB_OP_DROP_INDEX)
      continue;
    if (operation->kind != LB_OP_ADD_COLUMN || !can_be_added (operation))
      return TRUE;
  }
  return FALSE;
}

/* ---- CAST: to a date it would keep the year alone, as the number that the text begins with; JSON stays text */
static gboolean
copies_as_is (const LbType *type)
{
  static const char *const names[]
      = { "JSON", "JSONB", "Date", "DATE", "Time", "TIME", "DateTime", "DATETIME", "TIMESTAMP", "Interval", NULL };

  return type && g_strv_contains (names, type->name);
}

/* ---- renaming */

/* What the column is called now, in the live table. */
typedef struct {
  char *key;
  char *name;
} Name;

static void
name_free (gpointer data)
{
  Name *name = data;

  g_free (name->key);
  g_free (name->name);
  g_free (name);
}

static Name *
find_name (const GPtrArray *names, const char *text)
{
  for (guint i = 0; i < names->len; i++) {
    Name *name = g_ptr_array_index (names, i);

    if (g_ascii_strcasecmp (name->name, text) == 0)
      return name;
  }
  return NULL;
}

static void
say_rename (LbBatchRun *run, Name *name, const char *new_name)
{
  lb_batch_say (run, "ALTER TABLE %T RENAME COLUMN %I TO %I", run->batch->schema, run->batch->table, name->name,
                new_name);
  g_free (name->name);
  name->name = g_strdup (new_name);
}

/* Whether an operation on @said means the column of @key, which is called @now: as lb_batch_column has it. */
static gboolean
is_meant (const LbTable *table, const char *said, const char *key, const char *now)
{
  return strcmp (said, key) == 0 || (strcmp (said, now) == 0 && !lb_table_column (table, said));
}

/* What the column of @key is to be called at the end; NULL if it keeps its name. */
static const char *
wanted_name (const LbBatch *batch, const LbTable *table, const char *key)
{
  const char *wanted = key;

  for (guint i = 0; i < batch->operations->len; i++) {
    const LbOperation *operation = g_ptr_array_index (batch->operations, i);

    if (operation->kind == LB_OP_DROP_COLUMN && is_meant (table, operation->column->name, key, wanted))
      return NULL;
    if (operation->kind == LB_OP_ALTER_COLUMN && operation->alter->new_name
        && is_meant (table, operation->alter->column, key, wanted))
      wanted = operation->alter->new_name;
  }
  return strcmp (wanted, key) == 0 ? NULL : wanted;
}

/* Rename columns; one that is in the way first gets out of it. */
static void
say_renames (LbBatchRun *run, const LbTable *table, GPtrArray *names)
{
  for (guint i = 0; i < table->columns->len; i++) {
    const LbColumn *column = g_ptr_array_index (table->columns, i);
    Name *name = g_new (Name, 1);

    *name = (Name){ g_strdup (column->name), g_strdup (column->name) };
    g_ptr_array_add (names, name);
  }
  for (guint i = 0; i < names->len; i++) {
    const char *wanted = wanted_name (run->batch, table, ((Name *) g_ptr_array_index (names, i))->key);
    Name *in_the_way = wanted ? find_name (names, wanted) : NULL;

    if (in_the_way) {
      g_autofree char *aside = g_strconcat ("_alembic_tmp_", in_the_way->name, NULL);

      say_rename (run, in_the_way, aside);
    }
  }
  for (guint i = 0; i < names->len; i++) {
    Name *name = g_ptr_array_index (names, i);
    const char *wanted = wanted_name (run->batch, table, name->key);

    if (wanted)
      say_rename (run, name, wanted);
  }
}

/* ---- reading */

#define WHAT (LB_REFLECT_TABLE | LB_REFLECT_TRIGGERS)

static gboolean
execute (LbBatchRun *run, const LbStatement *const *statements, guint n, GError **error)
{
  return run->target->driver->execute (run->target->connection, statements, n, NULL, NULL, error);
}

static gboolean
execute_text (LbBatchRun *run, const char *sql, GError **error)
{
  g_autoptr (LbStatement) statement = lb_statement_new (sql, NULL, 0);
  const LbStatement *statements[] = { statement };

  return execute (run, statements, 1, error);
}

/* The table as it will be when the statements from @first on have run: they do, and are undone. */
static LbTable *
read_ahead (LbBatchRun *run, guint first, GError **error)
{
  LbTable *table = NULL;

  if (!execute_text (run, "SAVEPOINT limbeck_look", error))
    return NULL;
  if (execute (run, (const LbStatement *const *) run->statements->pdata + first, run->statements->len - first, error))
    table = lb_batch_read (run, WHAT, error);
  execute_text (run, "ROLLBACK TO limbeck_look", NULL);
  execute_text (run, "RELEASE limbeck_look", NULL);
  return table;
}

static gboolean
begin (LbBatchRun *run, GError **error)
{
  lb_batch_say (run, "PRAGMA limbeck_rebuild_begin = %T", run->batch->schema, run->batch->table);
  return TRUE;
}

static gboolean
read_table (LbBatchRun *run, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (name_free);
  guint first;

  run->old = lb_batch_read (run, WHAT, error);
  if (!run->old)
    return FALSE;
  begin (run, NULL);
  first = run->statements->len;
  say_renames (run, run->old, names);
  if (run->statements->len == first)
    return TRUE;
  g_clear_pointer (&run->old, lb_table_free);
  run->old = read_ahead (run, first, error);
  run->renamed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < names->len; i++) {
    const Name *name = g_ptr_array_index (names, i);

    g_hash_table_insert (run->renamed, g_strdup (name->name), g_strdup (name->key));
  }
  return run->old != NULL;
}

/* ---- the new table */

/* SQLite keeps any word for a type; those that SQLAlchemy does not know are not to become NUMERIC. So a column that
 * keeps its type keeps the words, unless SQLAlchemy writes them just so. */
static void
keep_declared_type (LbBatchColumn *column, const LbColumn *text)
{
  const char *declared = text->type ? lb_type_string (text->type, "sql") : NULL;
  const char *collation = text->type ? lb_type_string (text->type, "collation") : NULL;
  g_autofree char *written = column->column->type ? lb_sqlite_type_text (column->column->type, NULL) : NULL;
  g_autoptr (GString) sql = g_string_new (declared);

  if (collation)
    lb_sqlite_append_collation (sql, collation);
  if (written && strcmp (sql->str, written) == 0)
    return;
  lb_type_free (column->column->type);
  column->column->type = lb_type_new ("SQL", NULL);
  json_object_set_new (column->column->type->arguments, "sql", json_string (sql->str));
}

static gboolean
settled (LbBatchRun *run, GError **error)
{
  g_autoptr (LbTable) text = NULL;

  if (!run->reflected)
    return TRUE;
  text = lb_sqlite_table_read (run->old->definition_sql, error);
  if (!text)
    return FALSE;
  for (guint i = 0; i < run->columns->len; i++) {
    LbBatchColumn *column = g_ptr_array_index (run->columns, i);
    const LbColumn *as_text = column->source ? lb_table_column (text, column->source) : NULL;

    if (as_text && !column->retyped)
      keep_declared_type (column, as_text);
  }
  return TRUE;
}

/* AUTOINCREMENT never gives an id again, not even that of a row that was deleted: the new table goes on counting where
 * the old one was. https://www.sqlite.org/autoinc.html */
static gboolean
before_drop (LbBatchRun *run, GError **error)
{
  const char *schema = run->batch->schema;
  const LbTable *live = run->live ? run->live : run->old;

  if (!lb_batch_is_live (run) || !json_is_true (json_object_get (live->options, "sqlite_autoincrement")))
    return TRUE;
  lb_batch_say (run, "DELETE FROM %T WHERE name = %L", schema, "sqlite_sequence", run->name);
  lb_batch_say (run, "UPDATE %T SET name = %L WHERE name = %L", schema, "sqlite_sequence", run->name, live->name);
  return TRUE;
}

/* The text in sqlite_master has no schema: CREATE ... INDEX [s.]name. */
static char *
say_again (LbBatchRun *run, const char *sql)
{
  LbTextReader reader;
  g_autofree char *qualifier = NULL;

  if (!run->batch->schema)
    return g_strdup (sql);
  lb_text_reader_init (&reader, sql);
  while (!lb_text_at (&reader, "index") && !lb_text_at (&reader, "trigger") && !lb_text_at_kind (&reader, LB_TOKEN_END))
    lb_text_advance (&reader);
  lb_text_advance (&reader);
  qualifier = lb_sql_format (run->dialect->syntax, "%I.", run->batch->schema);
  return g_strdup_printf ("%.*s%s%s", (int) (reader.token.start - sql), sql, qualifier, reader.token.start);
}

static gboolean
end (LbBatchRun *run, GError **error)
{
  if (lb_batch_is_live (run))
    lb_batch_say (run, "PRAGMA limbeck_rebuild_end = %T", run->batch->schema, run->batch->table);
  return TRUE;
}

const struct LbBatchHooks lb_sqlite_batch = {
  .needs_recreate = needs_recreate,
  .copies_as_is = copies_as_is,
  .read = read_table,
  .begin = begin,
  .settled = settled,
  .before_drop = before_drop,
  .say_again = say_again,
  .end = end,
};
