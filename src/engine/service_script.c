#include "service_private.h"

#include "revision/resolve.h"
#include "util/error.h"

#include <stdlib.h>
#include <string.h>

/* What programs ask about the script directory: python/limbeck/scripts.py has the list. */

/* The directory meant: that of the run under way, or one read for this question alone, as files change. */
typedef struct {
  LbSettings *settings;
  LbScripts *own;
  LbScripts *scripts;
  const LbGraph *graph;
} Asked;

static void
asked_clear (Asked *asked)
{
  lb_scripts_free (asked->own);
  g_clear_pointer (&asked->settings, lb_settings_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, asked_clear)

static LbSettings *
load_settings (LbService *service, const json_t *message, GError **error)
{
  const json_t *config = json_object_get (message, "config");
  const char *directory = json_string_value (json_object_get (message, "directory"));
  const char *file = json_string_value (json_object_get (config, "file"));
  const char *toml = json_string_value (json_object_get (config, "toml"));
  const char *files[] = { file ? file : "/dev/null", toml, NULL };
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();
  LbSettingsRequest request
      = { .config_files = files, .section = json_string_value (json_object_get (config, "section")) };
  const char *key;
  json_t *value;

  json_object_foreach (json_object_get (config, "options"), key, value)
  {
    if (!json_is_string (value))
      continue;
    g_ptr_array_add (pairs, (gpointer) key);
    g_ptr_array_add (pairs, (gpointer) json_string_value (value));
  }
  if (directory) {
    g_ptr_array_add (pairs, (gpointer) "script_location");
    g_ptr_array_add (pairs, (gpointer) directory);
  }
  g_ptr_array_add (pairs, NULL);
  request.overrides = (const char *const *) pairs->pdata;
  return lb_settings_load (&request, service->log, error);
}

static gboolean
open_scripts (LbService *service, const json_t *message, Asked *asked, GError **error)
{
  if (!json_is_object (json_object_get (message, "config")) && !json_object_get (message, "directory")) {
    if (!service->engine) {
      g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "no script directory is named, and no run is under way");
      return FALSE;
    }
    asked->scripts = service->engine->options.scripts;
    return TRUE;
  }
  asked->settings = load_settings (service, message, error);
  asked->own = asked->settings ? lb_scripts_open (asked->settings, service->log, error) : NULL;
  asked->scripts = asked->own;
  return asked->scripts != NULL;
}

/* ---- answers */

static json_t *
strings (const char *const *texts)
{
  json_t *list = json_array ();

  for (; texts && *texts; texts++)
    json_array_append_new (list, json_string (*texts));
  return list;
}

static json_t *
ids_of (const LbRevisionList *revisions)
{
  json_t *list = json_array ();

  for (guint i = 0; i < revisions->n; i++)
    json_array_append_new (list, json_string (revisions->items[i]->id));
  return list;
}

static void
set_flag (json_t *script, const char *key, gboolean set)
{
  if (set)
    json_object_set_new (script, key, json_true ());
}

static json_t *
script_json (const LbRevision *revision)
{
  g_autofree char *doc = lb_scripts_doc (revision, NULL);
  json_t *script = json_object ();
  json_t *all_next = ids_of (&revision->children), *dependents = ids_of (&revision->dependents);

  json_array_extend (all_next, dependents);
  json_decref (dependents);
  json_object_set_new (script, "revision", json_string (revision->id));
  json_object_set_new (script, "path", json_string (revision->path));
  json_object_set_new (script, "longdoc", json_string (doc ? doc : ""));
  json_object_set_new (script, "down", strings (revision->down_ids));
  json_object_set_new (script, "depends_on", strings (revision->depends_ids));
  json_object_set_new (script, "branch_labels", strings (revision->labels));
  json_object_set_new (script, "own_labels", strings (revision->own_labels));
  json_object_set_new (script, "next", ids_of (&revision->children));
  json_object_set_new (script, "all_next", all_next);
  set_flag (script, "is_head", lb_revision_is_head (revision));
  set_flag (script, "is_real_head", lb_revision_is_real_head (revision));
  set_flag (script, "is_branch_point", lb_revision_is_branch_point (revision));
  set_flag (script, "is_merge_point", lb_revision_is_merge_point (revision));
  return script;
}

static json_t *
member (const char *key, json_t *value)
{
  json_t *answer = json_object ();

  json_object_set_new (answer, key, value);
  return answer;
}

/* ---- questions */

typedef json_t *(*Question) (const Asked *asked, const json_t *message, GError **error);

static json_t *
environment (const Asked *asked, const json_t *message, GError **error)
{
  g_autofree char *env = g_build_filename (lb_scripts_dir (asked->scripts), "env.py", NULL);
  json_t *answer = member ("directory", json_string (lb_scripts_dir (asked->scripts)));

  json_object_set_new (answer, "versions", strings (lb_scripts_locations (asked->scripts)));
  json_object_set_new (answer, "env_py", lb_scripts_has_env (asked->scripts) ? json_string (env) : json_null ());
  return answer;
}

static json_t *
heads (const Asked *asked, const json_t *message, GError **error)
{
  gboolean real = json_is_true (json_object_get (message, "consider_depends_on"));

  return member ("revisions", ids_of (real ? lb_graph_real_heads (asked->graph) : lb_graph_heads (asked->graph)));
}

static json_t *
bases (const Asked *asked, const json_t *message, GError **error)
{
  return member ("revisions", ids_of (lb_graph_bases (asked->graph)));
}

static json_t *
head (const Asked *asked, const json_t *message, GError **error)
{
  const LbRevisionList *found = lb_graph_heads (asked->graph);

  if (found->n > 1) {
    g_set_error (error, LB_ERROR, LB_ERROR_MULTIPLE_HEADS,
                 "The script directory has multiple heads (due to branching).Please use get_heads(), or merge the "
                 "branches using alembic merge.");
    return NULL;
  }
  return member ("revision", found->n ? json_string (found->items[0]->id) : json_null ());
}

static const char *
typed (const json_t *message, const char *key)
{
  const char *id = json_string_value (json_object_get (message, key));

  return id ? id : "base";
}

static json_t *
one (const Asked *asked, const json_t *message, GError **error)
{
  GError *local = NULL;
  const LbRevision *found = lb_resolve_one (asked->graph, typed (message, "id"), &local);

  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  return member ("revision", found ? script_json (found) : json_null ());
}

static json_t *
several (const Asked *asked, const json_t *message, GError **error)
{
  const json_t *wanted = json_object_get (message, "ids");
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  json_t *list = json_array ();

  for (gsize i = 0; i < json_array_size (wanted); i++) {
    const char *id = json_string_value (json_array_get (wanted, i));
    g_autoptr (GPtrArray) found = lb_resolve (asked->graph, id ? id : "base", error);

    if (!found) {
      json_decref (list);
      return NULL;
    }
    for (guint j = 0; j < found->len; j++)
      if (g_hash_table_add (seen, g_ptr_array_index (found, j)))
        json_array_append_new (list, script_json (g_ptr_array_index (found, j)));
  }
  return member ("revisions", list);
}

static json_t *
walk (const Asked *asked, const json_t *message, GError **error)
{
  g_autofree char *range = g_strdup_printf ("%s:%s", typed (message, "base"),
                                            json_string_value (json_object_get (message, "head"))
                                                ? json_string_value (json_object_get (message, "head"))
                                                : "heads");
  g_autoptr (GPtrArray) found = lb_history_range (asked->graph, range, NULL, error);
  json_t *list;

  if (!found)
    return NULL;
  list = json_array ();
  for (guint i = 0; i < found->len; i++)
    json_array_append_new (list, script_json (g_ptr_array_index (found, i)));
  return member ("revisions", list);
}

static json_t *
resolve (const Asked *asked, const json_t *message, GError **error)
{
  g_autoptr (GPtrArray) found = lb_resolve (asked->graph, typed (message, "id"), error);
  json_t *list;

  if (!found)
    return NULL;
  list = json_array ();
  for (guint i = 0; i < found->len; i++)
    json_array_append_new (list, json_string (((const LbRevision *) g_ptr_array_index (found, i))->id));
  return member ("revisions", list);
}

/* MigrationContext.stamp(): the rows of a version table on a program's connection, in its transaction. */
static gboolean
stamp (LbService *service, LbLink *link, const Asked *asked, const json_t *message, GError **error)
{
  const char *table = json_string_value (json_object_get (message, "table"));
  LbEngine reader = { .driver = link->driver,
                      .dialect = link->dialect,
                      .connection = link->connection,
                      .table = (char *) (table ? table : "alembic_version"),
                      .table_pk = TRUE,
                      .schema = (char *) json_string_value (json_object_get (message, "schema")) };
  const json_t *wanted = json_object_get (message, "revisions");
  g_autofree const char **targets = g_new0 (const char *, json_array_size (wanted) + 1);
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);
  g_autoptr (LbPlan) plan = NULL;
  g_auto (GStrv)
    rows = NULL;
  gboolean exists;

  for (gsize i = 0; i < json_array_size (wanted); i++) {
    const char *id = json_string_value (json_array_get (wanted, i));

    targets[i] = id ? id : "base";
  }
  if (!lb_version_read (&reader, &rows, &exists, error))
    return FALSE;
  if (!exists)
    g_ptr_array_add (statements, lb_version_create (&reader));
  plan = lb_plan_stamp (asked->graph, (const char *const *) rows, targets, error);
  for (guint i = 0; plan && i < plan->steps->len; i++) {
    const LbStep *step = g_ptr_array_index (plan->steps, i);

    for (guint j = 0; j < step->moves->len; j++)
      g_ptr_array_add (statements, lb_version_move (&reader, &g_array_index (step->moves, LbRowMove, j)));
  }
  g_free (reader.found_schema);
  return plan
         && (statements->len == 0
             || link->driver->execute (link->connection, (const LbStatement *const *) statements->pdata,
                                       statements->len, NULL, NULL, error));
}

char *
lb_call_stamp (LbService *service, const json_t *message, GError **error)
{
  LbLink *link = lb_service_link (service, message, error);
  g_auto (Asked)
    asked = { 0 };

  if (!link || !open_scripts (service, message, &asked, error))
    return NULL;
  asked.graph = lb_scripts_graph (asked.scripts, error);
  return asked.graph && stamp (service, link, &asked, message, error) ? g_strdup ("{}") : NULL;
}

static const struct {
  const char *what;
  Question answer;
} questions[] = {
  { "environment", environment }, { "heads", heads }, { "bases", bases },     { "head", head }, { "revision", one },
  { "revisions", several },       { "walk", walk },   { "resolve", resolve },
};

char *
lb_call_script (LbService *service, const json_t *message, GError **error)
{
  const char *what = json_string_value (json_object_get (message, "what"));
  g_auto (Asked)
    asked = { 0 };
  json_t *answer = NULL;

  for (gsize i = 0; what && i < G_N_ELEMENTS (questions); i++) {
    if (strcmp (questions[i].what, what) != 0)
      continue;
    if (!open_scripts (service, message, &asked, error))
      return NULL;
    if (questions[i].answer != environment && !(asked.graph = lb_scripts_graph (asked.scripts, error)))
      return NULL;
    answer = questions[i].answer (&asked, message, error);
    if (!answer)
      return NULL;
    return lb_json_text (answer);
  }
  g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "scripts know no question '%s'", what ? what : "");
  return NULL;
}
