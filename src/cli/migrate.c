#include "migrate.h"
#include "meter.h"
#include "revision_text.h"
#include "util/interrupt.h"

#include <string.h>

gboolean
lb_write_sql (const char *text, gpointer data, GError **error)
{
  LbOutput *out = data;

  if (!*text)
    return lb_output_flush (out, error);
  lb_output_raw (out, text, strlen (text));
  return !lb_output_broken_pipe (out) || lb_output_flush (out, error);
}

/* ---- running ---- */

/* {command, target, from, to, steps, seconds}. A run that found nothing to do has planned nothing: its rows are read
 * now. */
static gboolean
print_result (LbCli *cli, const LbMeter *meter, const char *const *what, gint64 microseconds, GError **error)
{
  json_t *from = lb_meter_from_json (meter);
  json_t *to = lb_meter_to_json (meter);
  json_t *document;

  if (!from) {
    g_auto (GStrv)
      rows = lb_engine_rows (cli->engine, error);

    if (!rows)
      return FALSE;
    from = lb_strings_json ((const char *const *) rows);
    to = lb_strings_json ((const char *const *) rows);
  }
  document = json_object ();
  json_object_set_new (document, "command", json_string (lb_args_command (cli->args)->name));
  json_object_set_new (document, "target", lb_strings_json (what));
  json_object_set_new (document, "from", from);
  json_object_set_new (document, "to", to);
  json_object_set_new (document, "steps", lb_meter_steps_json (meter));
  json_object_set_new (document, "seconds", json_real ((double) microseconds / G_USEC_PER_SEC));
  lb_output_json (cli->out, document);
  return TRUE;
}

gboolean
lb_migrate_online (LbCli *cli, const char *const *what, gboolean (*run) (LbCli *cli, GError **error), GError **error)
{
  gboolean json = lb_args_flag (cli->args, "json");
  gboolean show = !json && !lb_output_quiet (cli->out) && lb_output_is_terminal (cli->out, TRUE);
  g_autoptr (LbMeter) meter = lb_meter_new (cli->out, show);
  gint64 started = g_get_monotonic_time ();
  gboolean done;

  done = lb_cli_engine (cli, lb_meter_observer (meter), error) && run (cli, error);
  lb_meter_end (meter, done);
  if (done && json)
    done = print_result (cli, meter, what, g_get_monotonic_time () - started, error);
  if (cli->engine)
    lb_engine_set_observer (cli->engine, NULL); /* it ends here */
  return done;
}

/* ---- plans ---- */

static const char *const kinds[] = {
  [LB_STEP_UPGRADE] = "upgrade",
  [LB_STEP_DOWNGRADE] = "downgrade",
  [LB_STEP_STAMP] = "stamp",
};

static void
append_names (GString *text, const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "", (const char *) names->pdata[i]);
}

static void
append_facts (GString *text, const LbPreviewStep *facts, guint indent)
{
  if (facts->is_script) {
    g_string_append_printf (text, "%*sa Python script\n", (int) indent, "");
    return;
  }
  g_string_append_printf (text, "%*s%u statement%s", (int) indent, "", facts->n_statements,
                          facts->n_statements == 1 ? "" : "s");
  if (facts->transaction_off)
    g_string_append (text, ", without a transaction");
  else if (facts->n_alone && facts->n_statements == 1)
    g_string_append (text, ", outside a transaction");
  else if (facts->n_alone)
    g_string_append_printf (text, ", %u of them outside a transaction", facts->n_alone);
  if (facts->already_done)
    g_string_append_printf (text, "; goes on behind the %u that a former run did", facts->already_done);
  g_string_append_c (text, '\n');
}

void
lb_plan_text (GString *text, const LbPlan *plan, const GArray *steps, const char *transaction)
{
  guint digits = 1;

  for (guint n = plan->steps->len; n >= 10; n /= 10)
    digits++;
  if (!plan->steps->len)
    g_string_append (text, "nothing to do\n");
  for (guint i = 0; i < plan->steps->len; i++) {
    const LbStep *step = plan->steps->pdata[i];

    g_string_append_printf (text, "%*u. %s ", (int) digits, i + 1, kinds[step->kind]);
    append_names (text, step->from);
    g_string_append (text, " -> ");
    append_names (text, step->to);
    if (step->revision)
      lb_revision_message (text, ", ", step->revision);
    g_string_append_c (text, '\n');
    if (step->revision)
      g_string_append_printf (text, "%*s%s\n", (int) digits + 2, "", step->revision->path);
    if (steps && i < steps->len)
      append_facts (text, &g_array_index (steps, LbPreviewStep, i), digits + 2);
  }
  if (plan->steps->len) {
    g_autofree char *rows = g_strjoinv (", ", plan->rows_after);

    g_string_append_printf (text, "version table afterwards: %s\n", *rows ? rows : "(empty)");
    if (transaction)
      g_string_append_printf (text, "transactions: %s\n",
                              strcmp (transaction, "run") == 0 ? "one around the whole run" : "one per revision");
  }
  g_string_append (text, "dry run: nothing has been changed\n");
}

static json_t *
step_json (const LbStep *step, guint number, const LbPreviewStep *facts)
{
  json_t *object = json_object ();

  json_object_set_new (object, "number", json_integer (number));
  json_object_set_new (object, "kind", json_string (kinds[step->kind]));
  json_object_set_new (object, "revision", step->revision ? lb_revision_json (step->revision) : json_null ());
  json_object_set_new (object, "from", lb_names_json (step->from));
  json_object_set_new (object, "to", lb_names_json (step->to));
  if (!facts)
    return object;
  json_object_set_new (object, "statements", facts->is_script ? json_null () : json_integer (facts->n_statements));
  json_object_set_new (object, "outside_transaction", json_integer (facts->n_alone));
  json_object_set_new (object, "transaction_off", json_boolean (facts->transaction_off));
  json_object_set_new (object, "statements_done_before", json_integer (facts->already_done));
  return object;
}

json_t *
lb_plan_json (const LbPlan *plan, const GArray *steps, const char *transaction)
{
  json_t *document = json_object ();
  json_t *list = json_array ();
  g_auto (GStrv)
    before = lb_plan_rows_before (plan);

  for (guint i = 0; i < plan->steps->len; i++) {
    const LbPreviewStep *facts = steps && i < steps->len ? &g_array_index (steps, LbPreviewStep, i) : NULL;

    json_array_append_new (list, step_json (plan->steps->pdata[i], i + 1, facts));
  }
  json_object_set_new (document, "dry_run", json_true ());
  json_object_set_new (document, "transaction", transaction ? json_string (transaction) : json_null ());
  json_object_set_new (document, "from", lb_strings_json ((const char *const *) before));
  json_object_set_new (document, "to", lb_strings_json ((const char *const *) plan->rows_after));
  json_object_set_new (document, "steps", list);
  json_object_set_new (document, "warning", plan->warning ? json_string (plan->warning) : json_null ());
  return document;
}

void
lb_plan_print (LbCli *cli, const LbPlan *plan, const GArray *steps, const char *transaction, const char *const *what)
{
  if (lb_args_flag (cli->args, "json")) {
    json_t *document = lb_plan_json (plan, steps, transaction);

    json_object_set_new (document, "command", json_string (lb_args_command (cli->args)->name));
    json_object_set_new (document, "target", lb_strings_json (what));
    lb_output_json (cli->out, document);
    return;
  }
  if (plan->warning)
    lb_log (cli->log, LB_LOG_WARNING, "limbeck.plan", "%s", plan->warning);
  g_autoptr (GString) text = g_string_new (NULL);
  lb_plan_text (text, plan, steps, transaction);
  lb_output_text (cli->out, text->str);
}

gboolean
lb_migrate_preview (LbCli *cli, LbStepKind kind, const char *target, GError **error)
{
  const char *what[] = { target, NULL };
  LbEngine *engine = lb_cli_engine (cli, NULL, error);
  g_autoptr (LbPreview) preview = engine ? lb_engine_preview (engine, kind, target, error) : NULL;

  if (!preview)
    return FALSE;
  lb_plan_print (cli, preview->plan, preview->steps, preview->transaction, what);
  return TRUE;
}
