/* What a person sees while a run goes on, and what a program reads about it afterwards.
 *
 * On a terminal the last line of stderr shows the step that runs and its time, or whom the run waits for; it is redrawn
 * in place and makes room for log lines. Elsewhere only the beginning of a wait is told.
 */
#ifndef LB_CLI_METER_H
#define LB_CLI_METER_H

#include "engine/engine.h"
#include "output.h"

typedef struct LbMeter LbMeter;

/* @out is borrowed. @show: draw the line (stderr is a terminal, neither -q nor --json) */
LbMeter *lb_meter_new (LbOutput *out, gboolean show);
void lb_meter_free (LbMeter *meter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbMeter, lb_meter_free)

/* What to give to the engine; the meter's. */
LbObserver *lb_meter_observer (LbMeter *meter);

/* The run has ended: take the line away; on a terminal say how many steps ran and how long they took. */
void lb_meter_end (LbMeter *meter, gboolean done);

/* The steps that ran, as JSON, and the rows of the version table before and after; NULL where nothing was planned. */
json_t *lb_meter_steps_json (const LbMeter *meter);
json_t *lb_meter_from_json (const LbMeter *meter);
json_t *lb_meter_to_json (const LbMeter *meter);

/* "[ 3/12] 8f2c1a9b7d3e add user preferences ... 0.12 s", cut to @width columns (0: not). Appends without newline. */
void lb_meter_line (GString *text, const LbStep *step, guint index, guint n_steps, gint64 microseconds, guint width);

/* The rows of the version table before @plan runs: its moves undone from the end. Free with g_strfreev. */
char **lb_plan_rows_before (const LbPlan *plan);

#endif
