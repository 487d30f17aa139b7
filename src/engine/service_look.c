#include "service_private.h"

#include "schema/json.h"
#include "util/error.h"

#include <string.h>

/* What scripts look up: the database's schema, and what is known of a dialect. */

static const struct {
  const char *word;
  LbReflectWhat what;
} words[] = {
  { "columns", LB_REFLECT_COLUMNS },     { "constraints", LB_REFLECT_CONSTRAINTS }, { "indexes", LB_REFLECT_INDEXES },
  { "views", LB_REFLECT_VIEWS },         { "triggers", LB_REFLECT_TRIGGERS },       { "types", LB_REFLECT_TYPES },
  { "sequences", LB_REFLECT_SEQUENCES }, { "temporary", LB_REFLECT_TEMPORARY },
};

char *
lb_json_text (json_t *json)
{
  char *text = json_dumps (json, JSON_COMPACT | JSON_ENCODE_ANY);
  char *copy = g_strdup (text);

  free (text);
  json_decref (json);
  return copy;
}

const LbDialect *
lb_service_dialect (const json_t *message, GError **error)
{
  const char *name = json_string_value (json_object_get (message, "dialect"));
  const LbDialect *dialect = name ? lb_dialect_find (name) : NULL;

  if (!dialect)
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "unknown database '%s'", name ? name : "");
  return dialect;
}

static LbReflectWhat
read_what (const json_t *list)
{
  LbReflectWhat what = 0;

  for (gsize i = 0; i < json_array_size (list); i++) {
    const char *word = json_string_value (json_array_get (list, i));

    for (gsize j = 0; word && j < G_N_ELEMENTS (words); j++)
      if (strcmp (words[j].word, word) == 0)
        what |= words[j].what;
  }
  return what;
}

/* What a script looks at lies in the transaction that it changes things in. */
static LbLink *
link_to_look_at (LbService *service, const json_t *message, GError **error)
{
  LbLink *link = lb_service_link (service, message, error);
  LbEngine *engine = service->engine;

  if (link && engine && engine->run && engine->connection == link->connection && !lb_run_begin (engine->run, error))
    return NULL;
  if (link)
    lb_link_watch (link);
  return link;
}

static gboolean
can (const LbLink *link, gboolean it_can, GError **error)
{
  if (!it_can)
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "the schema of this %s connection cannot be read",
                 link->dialect->syntax->name);
  return it_can;
}

char *
lb_call_inspect (LbService *service, const json_t *message, GError **error)
{
  LbLink *link = link_to_look_at (service, message, error);
  const json_t *names = json_object_get (message, "tables");
  g_autofree const char **tables = g_new0 (const char *, json_array_size (names) + 1);
  g_autoptr (LbSchema) schema = NULL;
  LbReflect what = { .schema = json_string_value (json_object_get (message, "schema")),
                     .tables = json_is_array (names) ? tables : NULL,
                     .what = read_what (json_object_get (message, "what")) };
  guint n = 0;

  if (!link || !can (link, link->driver->reflect != NULL, error))
    return NULL;
  for (gsize i = 0; i < json_array_size (names); i++) {
    const char *name = json_string_value (json_array_get (names, i));

    if (name)
      tables[n++] = name;
  }
  schema = link->driver->reflect (link->connection, &what, error);
  return schema ? lb_json_text (lb_schema_to_json (schema)) : NULL;
}

char *
lb_call_schemas (LbService *service, const json_t *message, GError **error)
{
  LbLink *link = link_to_look_at (service, message, error);
  g_autofree char *usual = NULL;
  g_auto (GStrv)
    names = NULL;
  json_t *list, *answer;

  if (!link || !can (link, link->driver->schema_names != NULL, error))
    return NULL;
  names = link->driver->schema_names (link->connection, &usual, error);
  if (!names)
    return NULL;
  list = json_array ();
  for (char **name = names; *name; name++)
    json_array_append_new (list, json_string (*name));
  answer = json_object ();
  json_object_set_new (answer, "schemas", list);
  json_object_set_new (answer, "default", usual ? json_string (usual) : json_null ());
  return lb_json_text (answer);
}

char *
lb_call_version (LbService *service, const json_t *message, GError **error)
{
  LbLink *link = link_to_look_at (service, message, error);
  const char *table = json_string_value (json_object_get (message, "table"));
  const char *schema = json_string_value (json_object_get (message, "schema"));
  LbEngine reader = { 0 };
  g_auto (GStrv)
    rows = NULL;
  json_t *list, *answer;
  gboolean read;

  if (!link)
    return NULL;
  reader.driver = link->driver;
  reader.dialect = link->dialect;
  reader.connection = link->connection;
  reader.table = (char *) (table ? table : "alembic_version");
  reader.schema = (char *) schema;
  read = lb_version_read (&reader, &rows, NULL, error);
  g_free (reader.found_schema);
  if (!read)
    return NULL;
  list = json_array ();
  for (char **row = rows; *row; row++)
    json_array_append_new (list, json_string (*row));
  answer = json_object ();
  json_object_set_new (answer, "heads", list);
  return lb_json_text (answer);
}

char *
lb_call_facts (LbService *service, const json_t *message, GError **error)
{
  const LbDialect *dialect = lb_service_dialect (message, error);
  json_t *answer, *reserved;
  char quotes[3] = { 0 };

  if (!dialect)
    return NULL;
  quotes[0] = dialect->syntax->name_quote_open;
  quotes[1] = dialect->syntax->name_quote_close;
  reserved = json_array ();
  for (const char *const *word = dialect->syntax->reserved_words; word && *word; word++)
    json_array_append_new (reserved, json_string (*word));
  answer = json_object ();
  json_object_set_new (answer, "name", json_string (dialect->name));
  json_object_set_new (answer, "quote", json_string (quotes));
  json_object_set_new (answer, "reserved", reserved);
  json_object_set_new (answer, "longest_name", json_integer (dialect->longest_name));
  json_object_set_new (answer, "fold_upper", json_boolean (dialect->syntax->fold_upper));
  json_object_set_new (answer, "impl", json_string (dialect->impl));
  json_object_set_new (answer, "transactional", json_boolean (dialect->says_transactional));
  return lb_json_text (answer);
}

char *
lb_call_type (LbService *service, const json_t *message, GError **error)
{
  const LbDialect *dialect = lb_service_dialect (message, error);
  g_autoptr (LbType) type = dialect ? lb_type_from_json (json_object_get (message, "type"), error) : NULL;
  g_autofree char *sql = NULL;
  json_t *answer;

  if (!type)
    return NULL;
  if (!dialect->type_text) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "%s has no types", dialect->syntax->name);
    return NULL;
  }
  sql = dialect->type_text (type, error);
  if (!sql)
    return NULL;
  answer = json_object ();
  json_object_set_new (answer, "sql", json_string (sql));
  return lb_json_text (answer);
}
