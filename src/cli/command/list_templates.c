#include "cli/listing.h"
#include "script/init.h"

static void
print_json (LbCli *cli, const GPtrArray *templates)
{
  json_t *array = json_array ();

  for (guint i = 0; i < templates->len; i++) {
    const LbTemplate *template = templates->pdata[i];

    json_array_append_new (array, json_pack ("{s:s, s:s}", "name", template->name, "synopsis", template->synopsis));
  }
  lb_output_json (cli->out, array);
}

static gboolean
run (LbCli *cli, GError **error)
{
  g_autoptr (GPtrArray) templates = lb_templates (error);

  if (!templates)
    return FALSE;
  if (lb_args_flag (cli->args, "json")) {
    print_json (cli, templates);
    return TRUE;
  }
  lb_output_text (cli->out, "Available templates:\n\n");
  for (guint i = 0; i < templates->len; i++) {
    const LbTemplate *template = templates->pdata[i];

    lb_output_printf (cli->out, "%s - %s\n", template->name, template->synopsis);
  }
  lb_output_printf (cli->out,
                    "\nTemplates are used via the 'init' command, e.g.:\n"
                    "\n  %s init --template generic ./scripts\n",
                    cli->program);
  return TRUE;
}

static const LbOption options[] = {
  LB_OPTION_JSON,
  { NULL },
};

const LbCommand lb_command_list_templates = {
  .name = "list_templates",
  .summary = "list the templates for init",
  .options = options,
  .json = "An array of objects with name and synopsis",
  .needs = LB_NEEDS_NOTHING,
  .run = run,
};
