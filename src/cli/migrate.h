/* What upgrade, downgrade and stamp have in common: they run, write SQL, or only show the plan. */
#ifndef LB_CLI_MIGRATE_H
#define LB_CLI_MIGRATE_H

#include "cli.h"

/* The SQL of an offline run, to stdout: an LbSqlSink whose data is the LbOutput. */
gboolean lb_write_sql (const char *text, gpointer data, GError **error);

/* Run with signals caught and a progress line, then, with --json, print what was done.
 * @run: does it, with cli->engine; @what: the targets as typed, for the JSON document */
gboolean lb_migrate_online (LbCli *cli, const char *const *what, gboolean (*run) (LbCli *cli, GError **error),
                            GError **error);

/* --dry-run of upgrade and downgrade: the steps, and nothing is changed. */
gboolean lb_migrate_preview (LbCli *cli, LbStepKind kind, const char *target, GError **error);

/* The plan as text and as JSON. @steps: LbPreviewStep, one for each of the plan; NULL where no script runs (stamp).
 * @transaction: NULL where there is none */
void lb_plan_text (GString *text, const LbPlan *plan, const GArray *steps, const char *transaction);
json_t *lb_plan_json (const LbPlan *plan, const GArray *steps, const char *transaction);

/* Print one of the two, as --json says, with the plan's warning. */
void lb_plan_print (LbCli *cli, const LbPlan *plan, const GArray *steps, const char *transaction,
                    const char *const *what);

#endif
