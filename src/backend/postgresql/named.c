/* Types of their own, enums and domains: made before the table that needs them, each once. */
#include "ddl.h"
#include "util/error.h"

#include <string.h>

/* A type that may have to be made. */
typedef struct {
  const LbType *type;
  char *name;     /* as SQL, with its schema */
  char *labels;   /* of an enum: "'a', 'b'"; of a domain: "" */
  gboolean found; /* the database has it ... */
  gboolean same;  /* ... with these labels */
} NamedType;

static void
clear_named_type (gpointer item)
{
  NamedType *named = item;

  g_free (named->name);
  g_free (named->labels);
}

static gboolean
is_named (const LbType *type)
{
  return g_str_equal (type->name, "DOMAIN")
         || (g_ascii_strcasecmp (type->name, "Enum") == 0 && lb_type_boolean (type, "native_enum", TRUE));
}

static char *
format_labels (const LbType *type)
{
  GString *labels = g_string_new (NULL);
  gsize i;
  json_t *label;

  json_array_foreach ((json_t *) lb_type_argument (type, "enums"), i, label)
      lb_sql_appendf (labels, &lb_postgresql_syntax, "%s%L", i ? ", " : "", json_string_value (label));
  return g_string_free (labels, FALSE);
}

/* ---- statements */

static gboolean
write_domain (LbDdlRun *run, const LbType *domain, GError **error)
{
  const char *collation = lb_type_string (domain, "collation");
  const char *constraint = lb_type_string (domain, "constraint_name");
  const char *check = lb_type_string (domain, "check");
  const json_t *value = lb_type_argument (domain, "default");

  lb_ddl_write (run, "CREATE DOMAIN %T AS ", lb_type_string (domain, "schema"), lb_type_string (domain, "name"));
  if (!lb_ddl_type (run, domain->item, error))
    return FALSE;
  lb_ddl_write (run, " ");
  if (collation)
    lb_ddl_write (run, "COLLATE %I ", collation);
  if (json_is_string (value))
    lb_ddl_write (run, "DEFAULT %L ", json_string_value (value));
  else if (json_is_object (value) && json_string_value (json_object_get (value, "sql")))
    lb_ddl_write (run, "DEFAULT %s ", json_string_value (json_object_get (value, "sql")));
  else if (json_is_object (value))
    lb_ddl_write (run, "DEFAULT %L ", json_string_value (json_object_get (value, "text")));
  if (constraint)
    lb_ddl_write (run, "CONSTRAINT %I ", constraint);
  if (lb_type_boolean (domain, "not_null", FALSE))
    lb_ddl_write (run, "NOT NULL ");
  if (check)
    lb_ddl_write (run, "CHECK (%s)", check);
  return TRUE;
}

static gboolean
create_type (LbDdlRun *run, const NamedType *named, GError **error)
{
  if (g_str_equal (named->type->name, "DOMAIN")) {
    if (!write_domain (run, named->type, error))
      return FALSE;
  } else {
    lb_ddl_write (run, "CREATE TYPE %s AS ENUM (%s)", named->name, named->labels);
  }
  lb_ddl_emit (run);
  if (run->target->made)
    g_hash_table_add (run->target->made, g_strdup (named->name));
  return TRUE;
}

/* ---- which are there already */

static void
write_question (GString *sql, const GArray *types)
{
  g_string_append (sql,
                   "SELECT n.nspname, t.typname, t.is_visible, t.labels"
                   " FROM (SELECT t.typname, t.typnamespace, pg_catalog.pg_type_is_visible(t.oid) AS is_visible,"
                   " (SELECT pg_catalog.string_agg('''' || pg_catalog.replace(e.enumlabel, '''', '''''') || '''', ', '"
                   " ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid) AS labels"
                   " FROM pg_catalog.pg_type t WHERE t.typname IN (");
  for (guint i = 0; i < types->len; i++)
    lb_sql_appendf (sql, &lb_postgresql_syntax, i ? ", %L" : "%L",
                    lb_type_string (g_array_index (types, NamedType, i).type, "name"));
  g_string_append (sql, ")) t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace");
}

static void
note_found (GArray *types, char *const *cells)
{
  for (guint i = 0; i < types->len; i++) {
    NamedType *named = &g_array_index (types, NamedType, i);
    const char *schema = lb_type_string (named->type, "schema");

    if (strcmp (lb_type_string (named->type, "name"), cells[1]) != 0
        || (schema ? strcmp (schema, cells[0]) != 0 : cells[2][0] != 't'))
      continue;
    named->found = TRUE;
    named->same = strcmp (named->labels, cells[3] ? cells[3] : "") == 0;
  }
}

/* One query for all of them; with --sql, what this run has made before. */
static gboolean
find_existing (LbDdlRun *run, GArray *types, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (LbRows) rows = NULL;

  if (!run->target->driver) {
    for (guint i = 0; run->target->made && i < types->len; i++) {
      NamedType *named = &g_array_index (types, NamedType, i);

      named->found = named->same = g_hash_table_contains (run->target->made, named->name);
    }
    return TRUE;
  }
  write_question (sql, types);
  rows = run->target->driver->query (run->target->connection, sql->str, error);
  if (!rows)
    return FALSE;
  for (guint i = 0; i < rows->rows->len; i++)
    note_found (types, g_ptr_array_index (rows->rows, i));
  return TRUE;
}

/* ---- collecting */

static gboolean
add_type (GArray *types, const LbType *type, GError **error)
{
  NamedType named = { .type = type };
  char *name = lb_postgresql_type_text (type, error);

  if (!name)
    return FALSE;
  for (guint i = 0; i < types->len; i++)
    if (g_str_equal (g_array_index (types, NamedType, i).name, name)) {
      g_free (name);
      return TRUE;
    }
  named.name = name;
  named.labels = format_labels (type);
  g_array_append_val (types, named);
  return TRUE;
}

static gboolean
collect (GArray *types, const LbType *declared, GError **error)
{
  const LbType *type = lb_type_for (declared, "postgresql");

  if (!type)
    return TRUE;
  if (is_named (type) && lb_type_boolean (type, "create_type", TRUE) && !add_type (types, type, error))
    return FALSE;
  return collect (types, type->item, error);
}

static GArray *
new_types (void)
{
  GArray *types = g_array_new (FALSE, FALSE, sizeof (NamedType));

  g_array_set_clear_func (types, clear_named_type);
  return types;
}

/* ---- for the operations */

/* A type that is there with other labels is made all the same, unless @sure: the server's refusal says what is wrong.
 */
gboolean
lb_postgresql_create_types (LbDdlRun *run, const GPtrArray *columns, gboolean sure, GError **error)
{
  g_autoptr (GArray) types = new_types ();

  for (guint i = 0; i < columns->len; i++) {
    const LbColumn *column = g_ptr_array_index (columns, i);

    if (!column->system && !collect (types, column->type, error))
      return FALSE;
  }
  if (types->len && !find_existing (run, types, error))
    return FALSE;
  for (guint i = 0; i < types->len; i++) {
    const NamedType *named = &g_array_index (types, NamedType, i);

    if (!(named->found && (sure || named->same)) && !create_type (run, named, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
lb_postgresql_create_type (LbDdlRun *run, GError **error)
{
  g_autoptr (GArray) types = new_types ();
  const LbType *type = lb_type_for (run->operation->type, "postgresql");
  NamedType *named;

  if (!is_named (type))
    return TRUE;
  if (!add_type (types, type, error))
    return FALSE;
  named = &g_array_index (types, NamedType, 0);
  if (run->operation->check_first && run->target->driver && !find_existing (run, types, error))
    return FALSE;
  return named->found || create_type (run, named, error);
}

static gboolean
drop_named (LbDdlRun *run, const LbType *declared, gboolean if_exists, GError **error)
{
  const LbType *type = lb_type_for (declared, "postgresql");
  g_autofree char *name = NULL;

  if (!is_named (type))
    return TRUE;
  name = lb_postgresql_type_text (type, error);
  if (!name)
    return FALSE;
  lb_ddl_statement (run, "DROP %s %s%s", g_str_equal (type->name, "DOMAIN") ? "DOMAIN" : "TYPE",
                    if_exists ? "IF EXISTS " : "", name);
  if (run->target->made)
    g_hash_table_remove (run->target->made, name);
  return TRUE;
}

gboolean
lb_postgresql_drop_type (LbDdlRun *run, GError **error)
{
  return drop_named (run, run->operation->type, run->operation->check_first && run->target->driver, error);
}

gboolean
lb_postgresql_drop_types (LbDdlRun *run, const GPtrArray *types, GError **error)
{
  for (guint i = 0; types && i < types->len; i++)
    if (!drop_named (run, g_ptr_array_index (types, i), run->target->driver != NULL, error))
      return FALSE;
  return TRUE;
}
