#include "run_options.h"

#include <string.h>

/* SQL on stdout leaves no room for anything else there. */
gboolean
lb_check_run_options (LbCli *cli, GError **error)
{
  static const char *const excluded[] = { "json", "dry-run" };

  if (!lb_args_flag (cli->args, "sql"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (excluded); i++)
    if (lb_args_flag (cli->args, excluded[i])) {
      g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "--%s cannot be used with --sql", excluded[i]);
      return FALSE;
    }
  return TRUE;
}

gboolean
lb_check_target (LbCli *cli, GError **error)
{
  if (!lb_check_run_options (cli, error))
    return FALSE;
  if (lb_args_flag (cli->args, "sql") || !strchr (lb_args_positionals (cli->args)[0], ':'))
    return TRUE;
  g_set_error_literal (error, LB_ERROR, LB_ERROR_USAGE, "Range revision not allowed");
  if (error)
    lb_error_set_hint (*error, "A range is for --sql; without it the database says where to start.");
  return FALSE;
}
