#include "private.h"

#include "sql/build.h"
#include "util/error.h"

#include <string.h>

const char *
lb_version_schema (const LbEngine *engine)
{
  return engine->schema ? engine->schema : engine->found_schema;
}

char *
lb_version_qualified (const LbEngine *engine)
{
  return lb_sql_format (engine->dialect->syntax, "%T", lb_version_schema (engine), engine->table);
}

/* Alembic's column for ids, as the database writes the type. */
static char *
id_type (const LbDialect *dialect)
{
  enum { ID_LENGTH = 32 };
  g_autoptr (LbType) type = lb_type_new ("String", NULL);
  char *text;

  json_object_set_new (type->arguments, "length", json_integer (ID_LENGTH));
  text = dialect->type_text ? dialect->type_text (type, NULL) : NULL;
  return text ? text : g_strdup ("VARCHAR(32)");
}

LbStatement *
lb_version_create (const LbEngine *engine)
{
  const LbSqlSyntax *syntax = engine->dialect->syntax;
  g_autofree char *key = g_strconcat (engine->table, "_pkc", NULL);
  g_autofree char *type = id_type (engine->dialect);
  g_autoptr (GString) sql = g_string_new (NULL);

  lb_sql_appendf (sql, syntax, "CREATE TABLE %T (\n    version_num %s NOT NULL", lb_version_schema (engine),
                  engine->table, type);
  if (engine->table_pk)
    lb_sql_appendf (sql, syntax, ", \n    CONSTRAINT %I PRIMARY KEY (version_num)", key);
  g_string_append (sql, "\n)");
  return lb_statement_new (sql->str, NULL, 0);
}

LbStatement *
lb_version_move (const LbEngine *engine, const LbRowMove *move)
{
  const LbSqlSyntax *syntax = engine->dialect->syntax;
  g_autofree char *table = lb_version_qualified (engine);
  g_autoptr (GString) sql = g_string_new (NULL);

  switch (move->kind) {
    case LB_ROW_INSERT:
      lb_sql_appendf (sql, syntax, "INSERT INTO %s (version_num) VALUES (%L)", table, move->to);
      break;
    case LB_ROW_DELETE:
      lb_sql_appendf (sql, syntax, "DELETE FROM %s WHERE %s.version_num = %L", table, table, move->from);
      break;
    case LB_ROW_UPDATE:
      lb_sql_appendf (sql, syntax, "UPDATE %s SET version_num=%L WHERE %s.version_num = %L", table, move->to, table,
                      move->from);
      break;
  }
  return lb_statement_new (sql->str, NULL, 0);
}

LbStatement *
lb_version_purge (const LbEngine *engine)
{
  g_autofree char *sql
      = lb_sql_format (engine->dialect->syntax, "DELETE FROM %T", lb_version_schema (engine), engine->table);

  return lb_statement_new (sql, NULL, 0);
}

gboolean
lb_version_check_moves (const LbEngine *engine, const GArray *moves, const gint64 *changed, GError **error)
{
  for (guint i = 0; i < moves->len; i++) {
    const LbRowMove *move = &g_array_index (moves, LbRowMove, i);

    if (move->kind == LB_ROW_INSERT || changed[i] == 1 || changed[i] < 0)
      continue;
    if (move->kind == LB_ROW_UPDATE)
      g_set_error (error, LB_ERROR, LB_ERROR_DATABASE,
                   "Online migration expected to match one row when updating '%s' to '%s' in '%s'; %d found",
                   move->from, move->to, engine->table, (int) changed[i]);
    else
      g_set_error (error, LB_ERROR, LB_ERROR_DATABASE,
                   "Online migration expected to match one row when deleting '%s' in '%s'; %d found", move->from,
                   engine->table, (int) changed[i]);
    if (error)
      lb_error_set_hint (*error,
                         "Somebody changed the version table during the run. Look at it with `limbeck current`.");
    return FALSE;
  }
  return TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

gboolean
lb_version_read (LbEngine *engine, char ***ret_rows, gboolean *ret_exists, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  char *schema = NULL;
  gboolean exists;

  if (!engine->driver->has_table (engine->connection, engine->schema, engine->table, &exists, &schema, error))
    return FALSE;
  g_free (engine->found_schema);
  engine->found_schema = schema;
  if (exists) {
    g_autofree char *sql
        = lb_sql_format (engine->dialect->syntax, "SELECT %T.version_num FROM %T", lb_version_schema (engine),
                         engine->table, lb_version_schema (engine), engine->table);
    g_autoptr (LbRows) rows = engine->driver->query (engine->connection, sql, error);

    if (!rows)
      return FALSE;
    for (guint i = 0; i < rows->rows->len; i++) {
      char **cells = g_ptr_array_index (rows->rows, i);

      g_ptr_array_add (ids, g_strdup (cells[0] ? cells[0] : ""));
    }
    g_ptr_array_sort (ids, compare_ids);
  }
  g_ptr_array_add (ids, NULL);
  if (ret_rows)
    *ret_rows = (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
  if (ret_exists)
    *ret_exists = exists;
  return TRUE;
}

static void
remove_id (GPtrArray *rows, const char *id)
{
  guint index;

  if (g_ptr_array_find_with_equal_func (rows, id, g_str_equal, &index))
    g_ptr_array_remove_index (rows, index);
}

void
lb_version_apply (GPtrArray *rows, const GArray *moves)
{
  for (guint i = 0; i < moves->len; i++) {
    const LbRowMove *move = &g_array_index (moves, LbRowMove, i);

    if (move->kind != LB_ROW_INSERT)
      remove_id (rows, move->from);
    if (move->kind != LB_ROW_DELETE)
      g_ptr_array_add (rows, g_strdup (move->to));
  }
  g_ptr_array_sort (rows, compare_ids);
}
