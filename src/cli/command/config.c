#include "cli/listing.h"
#include "cli/list.h"
#include "util/suggest.h"

#include <string.h>

static gboolean
is_named (const LbSettingRow *row, const char *key)
{
  gsize length = strlen (row->section);

  if (g_ascii_strcasecmp (row->key, key) == 0)
    return TRUE;
  return strncmp (key, row->section, length) == 0 && key[length] == '.'
         && g_ascii_strcasecmp (row->key, key + length + 1) == 0;
}

static gboolean
set_unknown (const GPtrArray *rows, const char *key, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *near;

  for (guint i = 0; i < rows->len; i++)
    lb_list_add (names, ((const LbSettingRow *) rows->pdata[i])->key);
  lb_list_add (names, NULL);
  near = lb_suggest (key, (const char *const *) names->pdata);
  g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "there is no setting '%s'", key);
  if (near && error)
    lb_error_set_hint (*error, "Did you mean '%s'?", near);
  return FALSE;
}

/* The rows that were asked for, in the order asked; all of them if none was. */
static GPtrArray *
choose (const GPtrArray *rows, const char *const *keys, GError **error)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();

  for (guint i = 0; !keys[0] && i < rows->len; i++)
    g_ptr_array_add (chosen, rows->pdata[i]);
  for (guint k = 0; keys[k]; k++) {
    guint before = chosen->len;

    for (guint i = 0; i < rows->len; i++)
      if (is_named (rows->pdata[i], keys[k]))
        g_ptr_array_add (chosen, rows->pdata[i]);
    if (chosen->len == before) {
      set_unknown (rows, keys[k], error);
      return NULL;
    }
  }
  return g_steal_pointer (&chosen);
}

static void
print_json (LbCli *cli, const GPtrArray *rows)
{
  json_t *array = json_array ();

  for (guint i = 0; i < rows->len; i++) {
    const LbSettingRow *row = rows->pdata[i];
    g_autofree char *value = row->value ? g_utf8_make_valid (row->value, -1) : NULL;

    json_array_append_new (array, json_pack ("{s:s, s:s, s:s?, s:s?}", "section", row->section, "key", row->key,
                                             "value", value, "origin", row->origin));
  }
  lb_output_json (cli->out, array);
}

/* Values of several lines stay on theirs. */
static char *
one_line (const char *value)
{
  g_auto (GStrv)
    lines = g_strsplit (value, "\n", -1);

  return g_strjoinv ("\\n", lines);
}

static void
print_table (LbCli *cli, const GPtrArray *rows)
{
  const char *section = NULL;
  gboolean color = lb_output_color (cli->out, FALSE);
  guint widest = 0;

  for (guint i = 0; i < rows->len; i++)
    widest = MAX (widest, strlen (((const LbSettingRow *) rows->pdata[i])->key));
  for (guint i = 0; i < rows->len; i++) {
    const LbSettingRow *row = rows->pdata[i];
    g_autofree char *value = one_line (row->value ? row->value : "(not set)");

    if (g_strcmp0 (section, row->section) != 0)
      lb_output_printf (cli->out, "%s%s[%s]%s\n", section ? "\n" : "", lb_style_on (LB_STYLE_HEADING, color),
                        row->section, lb_style_off (LB_STYLE_HEADING, color));
    section = row->section;
    lb_output_printf (cli->out, "%-*s = %s", (int) widest, row->key, value);
    if (row->value && row->origin && *row->origin)
      lb_output_printf (cli->out, "%s    (%s)%s", lb_style_on (LB_STYLE_FAINT, color), row->origin,
                        lb_style_off (LB_STYLE_FAINT, color));
    lb_output_text (cli->out, "\n");
  }
}

static gboolean
run (LbCli *cli, GError **error)
{
  g_autoptr (GPtrArray) rows = lb_settings_describe (cli->settings);
  g_autoptr (GPtrArray) chosen = choose (rows, lb_args_positionals (cli->args), error);

  if (!chosen)
    return FALSE;
  if (lb_args_flag (cli->args, "json"))
    print_json (cli, chosen);
  else
    print_table (cli, chosen);
  return TRUE;
}

static const LbOption options[] = {
  LB_OPTION_JSON,
  { NULL },
};

static const LbOptionGroup *const groups[] = { &lb_group_database, &lb_group_run, NULL };

static const LbExample examples[] = {
  { "config", "every setting, its value and where that came from" },
  { "config lock_wait sqlalchemy.url", "these two" },
  { NULL },
};

const LbCommand lb_command_config = {
  .name = "config",
  .summary = "show the settings and where they come from",
  .description = "Prints every setting with its value and its origin: command line, environment, ini file, "
                 "pyproject.toml or default. Passwords are masked.",
  .options = options,
  .groups = groups,
  .positional = { "key", 0, G_MAXUINT, "setting to show; default: all", LB_COMPLETE_SETTING },
  .json = "An array of objects with section, key, value (null: not set) and origin",
  .examples = examples,
  .needs = LB_NEEDS_SETTINGS,
  .extra = TRUE,
  .run = run,
};
