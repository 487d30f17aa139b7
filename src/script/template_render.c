#include "template_private.h"

#include "python_text.h"
#include "util/error.h"

#include <string.h>

#define MAX_OUTPUT ((gsize) 16 << 20)

typedef struct {
  const LbMako *mako;
  LbScope *scope;
  GString *out;
  LbPythonState state; /* of the Python source rendered so far ... */
  gsize scanned;       /* ... up to here */
} Renderer;

static gboolean render_nodes (Renderer *renderer, const GPtrArray *nodes, GError **error);

/* Say where an evaluation failed; FALSE for the caller to return. */
static gboolean
failed_at (const Renderer *renderer, guint line, GError **error)
{
  if (error && *error) {
    lb_error_set_place (*error, renderer->mako->path, line);
    lb_error_set_hint (*error, "The template is rendered without Python; see which names, functions and methods it may "
                               "use, or write SQL revisions (--format sql).");
  }
  return FALSE;
}

static const LbValue *
filter_xml (LbScope *scope, const char *text)
{
  static const char *const entities[]
      = { ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&#34;", ['\''] = "&#39;" };
  GString *out = g_string_new (NULL);

  for (; *text; text++) {
    guchar c = (guchar) *text;

    if (c < G_N_ELEMENTS (entities) && entities[c])
      g_string_append (out, entities[c]);
    else
      g_string_append_c (out, *text);
  }
  return lb_value_take_string (scope->arena, g_string_free (out, FALSE));
}

static const LbValue *
filter_url (LbScope *scope, const char *text)
{
  GString *out = g_string_new (NULL);

  for (; *text; text++) {
    if (g_ascii_isalnum (*text) || strchr ("_.-~", *text))
      g_string_append_c (out, *text);
    else if (*text == ' ')
      g_string_append_c (out, '+');
    else
      g_string_append_printf (out, "%%%02X", (guchar) *text);
  }
  return lb_value_take_string (scope->arena, g_string_free (out, FALSE));
}

static const LbValue *
filter_trim (LbScope *scope, const char *text)
{
  return lb_value_take_string (scope->arena, g_strstrip (g_strdup (text)));
}

static const LbValue *
to_string (Renderer *renderer, const LbValue *value, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (value->kind == LB_VALUE_STRING)
    return value;
  return lb_value_append_str (text, value, error) ? lb_value_string (renderer->scope->arena, text->str) : NULL;
}

/* One filter: Mako's own for texts, str under its several names, or a function. */
static const LbValue *
apply_filter (Renderer *renderer, const char *filter, const LbValue *value, GError **error)
{
  static const struct {
    const char *name;
    const LbValue *(*run) (LbScope *, const char *);
  } filters[] = { { "h", filter_xml }, { "x", filter_xml }, { "u", filter_url }, { "trim", filter_trim } };
  const char *no_keyword[] = { NULL };
  LbCall call = { NULL, filter, &value, no_keyword, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    if (strcmp (filters[i].name, filter) == 0) {
      if (value->kind == LB_VALUE_STRING)
        return filters[i].run (renderer->scope, value->text);
      g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "filter '%s' of a value of type %s", filter,
                   lb_value_type (value));
      return NULL;
    }
  if (strcmp (filter, "str") == 0 || strcmp (filter, "unicode") == 0 || g_str_has_prefix (filter, "decode."))
    return to_string (renderer, value, error);
  if (lb_is_function (filter))
    return lb_evaluate_call (renderer->scope, &call, error);
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "the filter '%s' is not understood", filter);
  return NULL;
}

/* Mako's order: str first, unless `n` says that nothing is done by itself, then the filters as given. */
static const LbValue *
apply_filters (Renderer *renderer, const LbNode *node, const LbValue *value, GError **error)
{
  gboolean plain = FALSE;

  for (guint i = 0; node->filters && i < node->filters->len; i++)
    plain = plain || strcmp (node->filters->pdata[i], "n") == 0;
  if (!plain && !(value = to_string (renderer, value, error)))
    return NULL;
  for (guint i = 0; node->filters && i < node->filters->len; i++)
    if (strcmp (node->filters->pdata[i], "n") != 0
        && !(value = apply_filter (renderer, node->filters->pdata[i], value, error)))
      return NULL;
  if (value->kind == LB_VALUE_STRING)
    return value;
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "a value of type %s is not text; leave out the filter 'n'",
               lb_value_type (value));
  return NULL;
}

static gboolean
render_expression (Renderer *renderer, const LbNode *node, GError **error)
{
  const LbValue *value = lb_evaluate (renderer->scope, node->expression, error);
  GString *out = renderer->out;

  if (!value || !(value = apply_filters (renderer, node, value, error)))
    return failed_at (renderer, node->line, error);
  if (node->expression->kind == LB_EXPRESSION_NAME && strcmp (node->expression->name, "message") == 0) {
    lb_python_scan (out->str, renderer->scanned, out->len, &renderer->state);
    renderer->scanned = out->len;
    lb_python_append_guarded (out, value->text, &renderer->state, out->len ? out->str[out->len - 1] : '\0',
                              node->after);
  } else {
    g_string_append (out, value->text);
  }
  return TRUE;
}

static gboolean
render_if (Renderer *renderer, const LbNode *node, GError **error)
{
  for (guint i = 0; i < node->body->len; i++) {
    const LbNode *branch = node->body->pdata[i];
    const LbValue *truth
        = branch->expression ? lb_evaluate (renderer->scope, branch->expression, error) : &lb_value_true;

    if (!truth)
      return failed_at (renderer, branch->line, error);
    if (lb_value_truth (truth))
      return render_nodes (renderer, branch->body, error);
  }
  return TRUE;
}

static gboolean
render_for (Renderer *renderer, const LbNode *node, GError **error)
{
  LbScope *scope = renderer->scope;
  const LbValue *source = lb_evaluate (scope, node->expression, error);
  g_autoptr (GPtrArray) elements = source ? lb_evaluate_elements (scope, source, error) : NULL;
  const LbValue *outer = g_hash_table_lookup (scope->names, "loop");

  if (!elements)
    return failed_at (renderer, node->line, error);
  for (guint i = 0; i < elements->len; i++) {
    LbValue *loop = lb_arena_alloc (scope->arena, sizeof (LbValue));

    loop->kind = LB_VALUE_LOOP;
    loop->integer = i;
    loop->n = elements->len;
    g_hash_table_insert (scope->names, (gpointer) "loop", loop);
    if (!lb_evaluate_assign (scope, node->names, node->n_names, elements->pdata[i], error))
      return failed_at (renderer, node->line, error);
    if (!render_nodes (renderer, node->body, error))
      return FALSE;
  }
  if (outer)
    g_hash_table_insert (scope->names, (gpointer) "loop", (gpointer) outer);
  else
    g_hash_table_remove (scope->names, "loop");
  return TRUE;
}

static gboolean
render_assign (Renderer *renderer, const LbNode *node, GError **error)
{
  const LbValue *value = lb_evaluate (renderer->scope, node->expression, error);

  if (!value || !lb_evaluate_assign (renderer->scope, node->names, node->n_names, value, error))
    return failed_at (renderer, node->line, error);
  return TRUE;
}

static gboolean
render_text (Renderer *renderer, const LbNode *node, GError **error)
{
  g_string_append (renderer->out, node->text);
  return TRUE;
}

static gboolean
render_nodes (Renderer *renderer, const GPtrArray *nodes, GError **error)
{
  static gboolean (*const renderers[]) (Renderer *, const LbNode *, GError **) = {
    [LB_NODE_TEXT] = render_text, [LB_NODE_EXPRESSION] = render_expression, [LB_NODE_IF] = render_if,
    [LB_NODE_FOR] = render_for,   [LB_NODE_ASSIGN] = render_assign,
  };

  for (guint i = 0; i < nodes->len; i++) {
    const LbNode *node = nodes->pdata[i];

    if (!renderers[node->kind](renderer, node, error))
      return FALSE;
    if (renderer->out->len > MAX_OUTPUT) {
      g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "the template gives more than %u MiB", (guint) (MAX_OUTPUT >> 20));
      return failed_at (renderer, node->line, error);
    }
  }
  return TRUE;
}

char *
lb_mako_render (const LbMako *mako, LbScope *scope, GError **error)
{
  Renderer renderer = { mako, scope, g_string_new (NULL), { LB_PYTHON_CODE }, 0 };
  gboolean ok = render_nodes (&renderer, mako->nodes, error);

  return g_string_free (renderer.out, !ok);
}
