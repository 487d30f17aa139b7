/* What the graph says, as JSON, for the comparison with Alembic (test/cli/test_graph_oracle.py).
 *
 * Each line of the standard input is a JSON object and is answered by one:
 *   {"graph": [{"id", "down": [], "depends": [], "labels": []}, ...]}   takes the place of the graph; {"heads",
 * "real_heads", "bases", "real_bases", "labels": {id: []}, "parents": {id: []}}
 *   {"ask": "history", "range", "rows"} {"ask": "resolve" | "one" | "start", "typed"}
 *   {"ask": "upgrade" | "downgrade", "rows", "target"} {"ask": "stamp", "rows", "targets"}
 *   {"ask": "parents", "typed": [], "splice"} {"ask": "depends", "typed": []} {"ask": "tips" | "at_heads", "rows"}
 * The answer is {"ids": []}, {"steps": [], "warning"}, {"yes": true} or {"error", "code", "detail", "hint"}.
 */
#include "revision/parents.h"
#include "revision/plan.h"
#include "revision/resolve.h"
#include "util/error.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- JSON in and out */

static char **
strings_of (json_t *array)
{
  GPtrArray *strings = g_ptr_array_new ();
  gsize i;
  json_t *item;

  json_array_foreach (array, i, item)
  {
    g_ptr_array_add (strings, g_strdup (json_string_value (item)));
  }
  g_ptr_array_add (strings, NULL);
  return (char **) g_ptr_array_free (strings, FALSE);
}

static json_t *
ids_of (const LbRevision *const *items, guint n)
{
  json_t *ids = json_array ();

  for (guint i = 0; i < n; i++)
    json_array_append_new (ids, json_string (items[i]->id));
  return ids;
}

static json_t *
list_json (const LbRevisionList *list)
{
  return ids_of (list->items, list->n);
}

static json_t *
names_json (const char *const *names)
{
  json_t *array = json_array ();

  for (; *names; names++)
    json_array_append_new (array, json_string (*names));
  return array;
}

static json_t *
names_of (const GPtrArray *names)
{
  json_t *array = json_array ();

  for (guint i = 0; i < names->len; i++)
    json_array_append_new (array, json_string (names->pdata[i]));
  return array;
}

static json_t *
error_json (GError *error)
{
  const LbErrorParts *parts = lb_error_parts (error);
  json_t *object = json_pack ("{s:s, s:i, s:s?, s:s?}", "error", error->message, "code", error->code, "detail",
                              parts->detail, "hint", parts->hint);

  g_error_free (error);
  return object;
}

/* ---- the graph */

static LbGraph *
read_graph (json_t *revisions, GError **error)
{
  g_autoptr (LbGraph) graph = lb_graph_new ();
  gsize i;
  json_t *item;

  json_array_foreach (revisions, i, item)
  {
    g_auto (GStrv)
      down = strings_of (json_object_get (item, "down"));
    g_auto (GStrv)
      depends = strings_of (json_object_get (item, "depends"));
    g_auto (GStrv)
      labels = strings_of (json_object_get (item, "labels"));
    g_autofree char *path = g_strdup_printf ("/versions/%s.sql", json_string_value (json_object_get (item, "id")));
    LbRevisionSpec spec = {
      .id = json_string_value (json_object_get (item, "id")),
      .path = path,
      .down = (const char *const *) down,
      .depends = (const char *const *) depends,
      .labels = (const char *const *) labels,
    };

    if (!lb_graph_add (graph, &spec, error))
      return NULL;
  }
  if (!lb_graph_link (graph, error))
    return NULL;
  return g_steal_pointer (&graph);
}

static json_t *
describe (const LbGraph *graph)
{
  json_t *labels = json_object ();
  json_t *parents = json_object ();

  for (guint i = 0; i < lb_graph_size (graph); i++) {
    const LbRevision *revision = lb_graph_nth (graph, i);

    json_object_set_new (labels, revision->id, names_json (revision->labels));
    json_object_set_new (parents, revision->id, list_json (&revision->parents));
  }
  return json_pack ("{s:o, s:o, s:o, s:o, s:o, s:o}", "heads", list_json (lb_graph_heads (graph)), "real_heads",
                    list_json (lb_graph_real_heads (graph)), "bases", list_json (lb_graph_bases (graph)), "real_bases",
                    list_json (lb_graph_real_bases (graph)), "labels", labels, "parents", parents);
}

/* ---- questions */

typedef struct {
  const char *typed;
  const char *target;
  const char *range;
  const char *const *rows;
  const char *const *names;
  gboolean splice;
} Question;

static json_t *
revisions_json (GPtrArray *revisions)
{
  json_t *ids;

  if (!revisions)
    return NULL;
  ids = ids_of ((const LbRevision *const *) revisions->pdata, revisions->len);
  g_ptr_array_unref (revisions);
  return json_pack ("{s:o}", "ids", ids);
}

static json_t *
strings_json (GPtrArray *strings)
{
  json_t *names;

  if (!strings)
    return NULL;
  names = names_of (strings);
  g_ptr_array_unref (strings);
  return json_pack ("{s:o}", "ids", names);
}

static json_t *
step_json (const LbStep *step)
{
  static const char *const kinds[] = { "insert", "delete", "update" };
  json_t *moves = json_array ();

  for (guint i = 0; i < step->moves->len; i++) {
    const LbRowMove *move = &g_array_index (step->moves, LbRowMove, i);

    json_array_append_new (moves, json_pack ("[s, s?, s?]", kinds[move->kind], move->from, move->to));
  }
  return json_pack ("{s:s?, s:o, s:o, s:o}", "revision", step->revision ? step->revision->id : NULL, "from",
                    names_of (step->from), "to", names_of (step->to), "moves", moves);
}

static json_t *
plan_json (LbPlan *plan)
{
  json_t *steps;
  json_t *object;

  if (!plan)
    return NULL;
  steps = json_array ();
  for (guint i = 0; i < plan->steps->len; i++)
    json_array_append_new (steps, step_json (plan->steps->pdata[i]));
  object = json_pack ("{s:o, s:o, s:s?}", "steps", steps, "rows", names_json ((const char *const *) plan->rows_after),
                      "warning", plan->warning);
  lb_plan_free (plan);
  return object;
}

static json_t *
ask_history (const LbGraph *graph, const Question *question, GError **error)
{
  return revisions_json (lb_history_range (graph, question->range, question->rows, error));
}

static json_t *
ask_resolve (const LbGraph *graph, const Question *question, GError **error)
{
  return revisions_json (lb_resolve (graph, question->typed, error));
}

static json_t *
ask_one (const LbGraph *graph, const Question *question, GError **error)
{
  GError *local = NULL;
  const LbRevision *revision = lb_resolve_one (graph, question->typed, &local);

  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  return json_pack ("{s:o}", "ids", ids_of (&revision, revision ? 1 : 0));
}

static json_t *
ask_start (const LbGraph *graph, const Question *question, GError **error)
{
  g_auto (GStrv)
    rows = lb_resolve_start (graph, question->typed, error);

  return rows ? json_pack ("{s:o}", "ids", names_json ((const char *const *) rows)) : NULL;
}

static json_t *
ask_upgrade (const LbGraph *graph, const Question *question, GError **error)
{
  return plan_json (lb_plan_upgrade (graph, question->rows, question->target, error));
}

static json_t *
ask_downgrade (const LbGraph *graph, const Question *question, GError **error)
{
  return plan_json (lb_plan_downgrade (graph, question->rows, question->target, error));
}

static json_t *
ask_stamp (const LbGraph *graph, const Question *question, GError **error)
{
  return plan_json (lb_plan_stamp (graph, question->rows, question->names, error));
}

static json_t *
ask_parents (const LbGraph *graph, const Question *question, GError **error)
{
  return revisions_json (lb_resolve_parents (graph, question->names, question->splice, error));
}

static json_t *
ask_depends (const LbGraph *graph, const Question *question, GError **error)
{
  return strings_json (lb_resolve_depends (graph, question->names, error));
}

static json_t *
ask_tips (const LbGraph *graph, const Question *question, GError **error)
{
  return revisions_json (lb_current_tips (graph, question->rows, error));
}

static json_t *
ask_at_heads (const LbGraph *graph, const Question *question, GError **error)
{
  return json_pack ("{s:b}", "yes", lb_rows_at_heads (graph, question->rows));
}

static const struct {
  const char *name;
  json_t *(*ask) (const LbGraph *graph, const Question *question, GError **error);
} questions[] = {
  { "history", ask_history }, { "resolve", ask_resolve },     { "one", ask_one },           { "start", ask_start },
  { "upgrade", ask_upgrade }, { "downgrade", ask_downgrade }, { "stamp", ask_stamp },       { "parents", ask_parents },
  { "depends", ask_depends }, { "tips", ask_tips },           { "at_heads", ask_at_heads },
};

static json_t *
answer (const LbGraph *graph, json_t *line)
{
  const char *name = json_string_value (json_object_get (line, "ask"));
  g_auto (GStrv)
    rows = strings_of (json_object_get (line, "rows"));
  json_t *list = json_object_get (line, "targets");
  g_auto (GStrv)
    names = strings_of (list ? list : json_object_get (line, "typed"));
  Question question = {
    .typed = json_string_value (json_object_get (line, "typed")),
    .target = json_string_value (json_object_get (line, "target")),
    .range = json_string_value (json_object_get (line, "range")),
    .rows = (const char *const *) rows,
    .names = (const char *const *) names,
    .splice = json_is_true (json_object_get (line, "splice")),
  };
  GError *error = NULL;
  json_t *result;

  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    if (g_strcmp0 (questions[i].name, name) == 0) {
      result = questions[i].ask (graph, &question, &error);
      return result ? result : error_json (error);
    }
  g_printerr ("unknown question: %s\n", name);
  exit (2);
}

int
main (void)
{
  g_autoptr (LbGraph) graph = lb_graph_new ();
  json_t *line;

  lb_graph_link (graph, NULL);
  while ((line = json_loadf (stdin, JSON_DISABLE_EOF_CHECK, NULL))) {
    json_t *revisions = json_object_get (line, "graph");
    json_t *result;

    if (revisions) {
      GError *error = NULL;
      LbGraph *next = read_graph (revisions, &error);

      result = next ? describe (next) : error_json (error);
      if (next) {
        lb_graph_free (graph);
        graph = next;
      }
    } else {
      result = answer (graph, line);
    }
    json_dumpf (result, stdout, JSON_COMPACT);
    putchar ('\n');
    fflush (stdout);
    json_decref (result);
    json_decref (line);
  }
  return 0;
}
