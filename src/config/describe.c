#include "settings_private.h"

static void
row_free (gpointer data)
{
  LbSettingRow *row = data;

  g_free (row->value);
  g_free (row->origin);
  g_free (row);
}

GPtrArray *
lb_settings_describe (const LbSettings *settings)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

  for (LbSettingId id = 0; id < LB_N_SETTINGS; id++) {
    LbSettingRow *row = g_new0 (LbSettingRow, 1);
    g_autoptr (GError) invalid = NULL;
    LbFound found;

    lb_settings_find (settings, id, &found);
    g_autofree char *value = lb_settings_expand (settings, &found, &invalid);
    row->section = found.info->section;
    row->key = found.info->key;
    row->origin = lb_settings_place (&found);
    if (invalid)
      row->value = g_strdup_printf ("(invalid: %s)", invalid->message); /* not the text: it may hold a password */
    else if (value)
      row->value = found.info->type == LB_TYPE_URL ? lb_url_mask_text (value) : g_steal_pointer (&value);
    g_ptr_array_add (rows, row);
  }
  return rows;
}
