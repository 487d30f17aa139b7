#include "service_private.h"

#include "operation/wire.h"
#include "util/error.h"

#include <string.h>

static const struct {
  const char *name;
  LbParamStyle style;
} styles[] = {
  { "none", LB_PARAMSTYLE_NONE },     { "named", LB_PARAMSTYLE_NAMED },       { "qmark", LB_PARAMSTYLE_QMARK },
  { "format", LB_PARAMSTYLE_FORMAT }, { "pyformat", LB_PARAMSTYLE_PYFORMAT },
};

static gboolean
style_of (const json_t *message, LbParamStyle *ret_style, GError **error)
{
  const char *name = json_string_value (json_object_get (message, "style"));

  *ret_style = LB_PARAMSTYLE_NONE;
  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++) {
    if (!name || strcmp (styles[i].name, name) == 0) {
      *ret_style = styles[i].style;
      return TRUE;
    }
  }
  g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "unknown style '%s' of parameters", name);
  return FALSE;
}

static void
free_value (gpointer data)
{
  lb_value_clear (data);
  g_free (data);
}

static gboolean
read_named (GHashTable *values, const json_t *params, GError **error)
{
  const char *name;
  json_t *json;

  json_object_foreach ((json_t *) params, name, json)
  {
    LbValue *value = g_new0 (LbValue, 1);

    g_hash_table_insert (values, g_strdup (name), value);
    if (!lb_value_from_json (json, value, error))
      return FALSE;
  }
  return TRUE;
}

static char *
bind_named (const LbDialect *dialect, const char *sql, LbParamStyle style, const json_t *params, GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value);
  LbBindings bindings = { .by_name = values };

  if (params && !read_named (values, params, error))
    return NULL;
  return lb_sql_bind (dialect->syntax, dialect->append_value, sql, style, &bindings, error);
}

static char *
bind_by_place (const LbDialect *dialect, const char *sql, LbParamStyle style, const json_t *params, GError **error)
{
  guint n = (guint) json_array_size (params);
  LbValue *values = g_new0 (LbValue, n);
  LbBindings bindings = { .by_place = values, .n_by_place = n };
  char *bound = NULL;
  guint i;

  for (i = 0; i < n && lb_value_from_json (json_array_get (params, i), &values[i], error); i++)
    ;
  if (i == n)
    bound = lb_sql_bind (dialect->syntax, dialect->append_value, sql, style, &bindings, error);
  lb_value_row_free (values, n);
  return bound;
}

static gboolean
add_statement (GPtrArray *statements, const LbDialect *dialect, const char *sql, LbParamStyle style,
               const json_t *params, GError **error)
{
  g_autofree char *bound = NULL;

  if (style == LB_PARAMSTYLE_NONE)
    bound = g_strdup (sql);
  else if (json_is_array (params))
    bound = bind_by_place (dialect, sql, style, params, error);
  else
    bound = bind_named (dialect, sql, style, json_is_object (params) ? params : NULL, error);
  if (!bound)
    return FALSE;
  g_ptr_array_add (statements, lb_statement_new (bound, NULL, 0));
  return TRUE;
}

GPtrArray *
lb_service_statements (const LbDialect *dialect, const json_t *message, GError **error)
{
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);
  const char *sql = json_string_value (json_object_get (message, "sql"));
  const json_t *many = json_object_get (message, "many");
  LbParamStyle style;

  if (!sql) {
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "execute without sql");
    return NULL;
  }
  if (strlen (sql) != json_string_length (json_object_get (message, "sql"))) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "a statement holds a NUL character, which no database takes");
    return NULL;
  }
  if (!style_of (message, &style, error))
    return NULL;
  if (!json_is_array (many)) {
    if (!add_statement (statements, dialect, sql, style, json_object_get (message, "params"), error))
      return NULL;
    return g_steal_pointer (&statements);
  }
  for (gsize i = 0; i < json_array_size (many); i++)
    if (!add_statement (statements, dialect, sql, style, json_array_get (many, i), error))
      return NULL;
  return g_steal_pointer (&statements);
}
