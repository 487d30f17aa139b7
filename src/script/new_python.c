/* New Python revisions: script.py.mako with Alembic's variables. */
#include "new_text.h"

#include "template.h"
#include "util/error.h"

#include <string.h>

static char *
read_option (const char *section, const char *key, gpointer data, GError **error)
{
  const LbSettings *settings = data;
  const LbIni *ini = lb_settings_ini (settings);

  if (!section || strcmp (section, lb_settings_section (settings)) == 0)
    return lb_settings_main_option (settings, key, error);
  return ini ? lb_ini_get (ini, section, key, error) : NULL;
}

static void
set_string (LbScope *scope, const char *name, const char *text)
{
  lb_scope_set (scope, name, lb_value_string (scope->arena, text));
}

/* None, the one as a string, or all of them; Alembic has branch_labels always as a tuple. */
static void
set_ids (LbScope *scope, const char *name, const char *const *ids, LbValueKind kind, gboolean scalar)
{
  GPtrArray *values;

  if (!ids[0]) {
    lb_scope_set (scope, name, &lb_value_none);
    return;
  }
  if (scalar && !ids[1]) {
    set_string (scope, name, ids[0]);
    return;
  }
  values = g_ptr_array_new ();
  for (; *ids; ids++)
    g_ptr_array_add (values, (gpointer) lb_value_string (scope->arena, *ids));
  lb_scope_set (scope, name, lb_value_take_items (scope->arena, kind, values));
}

static LbScope *
scope_for (const LbSettings *settings, const LbNewText *text)
{
  LbScope *scope = lb_scope_new ();
  const LbNewRevision *request = text->request;

  scope->config = read_option;
  scope->config_data = (gpointer) settings;
  scope->config_section = lb_settings_section (settings);
  scope->config_path = lb_settings_ini_path (settings);
  set_string (scope, "message", text->message);
  set_string (scope, "up_revision", text->rev_id);
  set_ids (scope, "down_revision", text->down, LB_VALUE_TUPLE, TRUE);
  set_ids (scope, "branch_labels", text->labels, LB_VALUE_TUPLE, FALSE);
  set_ids (scope, "depends_on", text->depends, LB_VALUE_LIST, TRUE);
  lb_scope_set (scope, "create_date", lb_value_time (scope->arena, LB_VALUE_DATETIME, text->date, text->aware));
  if (request->upgrades) /* else undefined, as Alembic leaves them; its templates then write "pass" */
    set_string (scope, "upgrades", request->upgrades);
  if (request->downgrades)
    set_string (scope, "downgrades", request->downgrades);
  if (request->imports)
    set_string (scope, "imports", request->imports);
  return scope;
}

static gboolean
has_all (char *const *have, const char *const *want)
{
  for (; *want; want++)
    if (!g_strv_contains ((const char *const *) have, *want))
      return FALSE;
  return TRUE;
}

gboolean
lb_new_python_check (const char *template_path, const LbNewText *text, const char *encoded, gsize length,
                     GError **error)
{
  g_autoptr (LbHeader) header = lb_header_read (LB_SCRIPT_PYTHON, template_path, encoded, length, FALSE, error);
  const char *missing = NULL;

  if (!header) {
    if (error && *error) {
      lb_error_set_context (*error, "reading what the template gave, before it is written");
      lb_error_set_hint (*error, "The line is one of the rendered file; see what %s writes there.", template_path);
    }
    return FALSE;
  }
  if (!has_all (header->labels, text->labels)) {
    g_autofree char *labels = g_strjoinv (", ", (char **) text->labels);

    lb_set_error_at (
        error, LB_ERROR_SCRIPT, template_path, 0,
        "Version %s specified branch_labels %s, however the migration file %s does not have them; have you "
        "upgraded your script.py.mako to include the 'branch_labels' section?",
        text->rev_id, labels, text->path);
    return FALSE;
  }
  if (strcmp (header->id, text->rev_id) != 0)
    missing = "revision";
  else if (!has_all (header->down, text->down) || (header->down[0] && !text->down[0]))
    missing = "down_revision";
  else if (!has_all (header->depends, text->depends))
    missing = "depends_on";
  if (!missing)
    return TRUE;
  lb_set_error_at (error, LB_ERROR_SCRIPT, template_path, 0, "template does not write the '%s' of revision %s", missing,
                   text->rev_id);
  if (error)
    lb_error_set_hint (*error, "Add the line '%s = ${repr(%s)}' to it.", missing,
                       strcmp (missing, "revision") == 0 ? "up_revision" : missing);
  return FALSE;
}

char *
lb_new_python_text (const LbSettings *settings, const char *template_path, const LbNewText *text, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (LbMako) mako = NULL; /* outlives the scope: names point into it */
  g_autoptr (LbScope) scope = NULL;
  g_autofree char *source = NULL;
  g_autofree char *rendered = NULL;
  gsize length;

  if (!g_file_get_contents (template_path, &source, &length, &local)) {
    g_set_error (error, LB_ERROR, LB_ERROR_IO, "cannot read template '%s': %s", template_path, local->message);
    return NULL;
  }
  if (!(mako = lb_mako_parse (template_path, source, length, error)))
    return NULL;
  scope = scope_for (settings, text);
  rendered = lb_mako_render (mako, scope, error);
  return g_steal_pointer (&rendered);
}
