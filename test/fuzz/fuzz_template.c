/* Templates: whatever stands in script.py.mako is rendered or refused with a place, and ends. */
#include "script/template.h"
#include "util/error.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static char *
read_option (const char *section, const char *key, gpointer data, GError **error)
{
  return g_strdup (section ? section : "engine1, engine2");
}

static void
set_variables (LbScope *scope)
{
  g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 11, 21, 10, 0, 0);
  GPtrArray *labels = g_ptr_array_new ();

  g_ptr_array_add (labels, (gpointer) lb_value_string (scope->arena, "it's \"one\""));
  scope->config = read_option;
  lb_scope_set (scope, "imports", lb_value_string (scope->arena, ""));
  lb_scope_set (scope, "message", lb_value_string (scope->arena, "a \"\"\" message\\\nof 'two' lines\""));
  lb_scope_set (scope, "up_revision", lb_value_string (scope->arena, "8f2c1a9b7d3e"));
  lb_scope_set (scope, "down_revision", &lb_value_none);
  lb_scope_set (scope, "branch_labels", lb_value_take_items (scope->arena, LB_VALUE_TUPLE, labels));
  lb_scope_set (scope, "depends_on", &lb_value_none);
  lb_scope_set (scope, "create_date", lb_value_time (scope->arena, LB_VALUE_DATETIME, date, TRUE));
  lb_scope_set (scope, "upgrades", lb_value_string (scope->arena, "pass"));
  lb_scope_set (scope, "downgrades", lb_value_string (scope->arena, "pass"));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbMako) mako = lb_mako_parse ("script.py.mako", (const char *) data, size, &error);
  g_autoptr (LbScope) scope = NULL;
  g_autofree char *text = NULL;

  if (!mako) {
    g_assert_nonnull (error);
    g_assert_cmpuint (lb_error_parts (error)->line, >, 0);
    return 0;
  }
  scope = lb_scope_new ();
  set_variables (scope);
  text = lb_mako_render (mako, scope, &error);
  g_assert_true ((text == NULL) == (error != NULL));
  g_assert_true (!text || g_utf8_validate (text, -1, NULL));
  return 0;
}
