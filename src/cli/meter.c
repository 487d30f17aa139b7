#include "meter.h"
#include "revision_text.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

enum {
  REDRAW_MS = 100,
  SLOW_STEP_US = 1000 * 1000, /* a step that took as long keeps its line */
  HURRY_US = 50 * 1000        /* many short steps: no more than one line in so many microseconds */
};

struct LbMeter {
  LbObserver observer; /* first: the engine sees this */
  LbOutput *out;
  gboolean show;
  gboolean told_waiting;

  /* the run so far */
  json_t *steps;
  char **before;
  char **after;
  guint n_done;
  gint64 started; /* monotonic, microseconds */
  guint resumed;  /* statements of the step at hand that a former run did */

  /* the line, drawn by the run and by a thread that keeps its time going */
  GMutex mutex;
  GCond changed;
  GThread *thread;
  gboolean ending;
  const LbStep *step; /* the one that runs; NULL: none */
  guint index, n_steps;
  gint64 step_started;
  gint64 drawn_at;
  gboolean drawn; /* the line stands on the screen */
};

/* ---- the line ---- */

void
lb_meter_line (GString *text, const LbStep *step, guint index, guint n_steps, gint64 microseconds, guint width)
{
  g_autoptr (GString) what = g_string_new (NULL);
  g_autofree char *total = g_strdup_printf ("%u", n_steps);
  g_autofree char *time = g_strdup_printf (" ... %.2f s", (double) microseconds / G_USEC_PER_SEC);
  const char *at;
  guint used = 0;
  guint room = G_MAXUINT;

  g_string_append_printf (what, "[%*u/%s] ", (int) strlen (total), index + 1, total);
  g_string_append (what, step->revision ? step->revision->id : "stamp");
  if (step->revision)
    lb_revision_message (what, " ", step->revision);
  if (width)
    room = width - MIN (width - 1, (guint) strlen (time) + 1);
  for (at = what->str; *at;) {
    const char *next = lb_text_next (at);

    used += lb_text_columns (at, next - at);
    if (used > room)
      break;
    at = next;
  }
  g_string_append_len (text, what->str, at - what->str);
  g_string_append (text, time);
}

/* The functions down to the thread's run with the mutex held. */

static void
erase (LbMeter *meter)
{
  if (meter->drawn)
    lb_output_terminal ("\r\033[K");
  meter->drawn = FALSE;
}

static void
draw_text (LbMeter *meter, const char *text)
{
  g_autofree char *line = g_strconcat ("\r\033[K", text, NULL);

  lb_output_terminal (line);
  meter->drawn = TRUE;
  meter->drawn_at = g_get_monotonic_time ();
}

static void
draw_step (LbMeter *meter)
{
  g_autoptr (GString) line = g_string_new (NULL);

  lb_meter_line (line, meter->step, meter->index, meter->n_steps, g_get_monotonic_time () - meter->step_started,
                 lb_output_width (meter->out, TRUE));
  draw_text (meter, line->str);
}

static gpointer
keep_time (gpointer data)
{
  LbMeter *meter = data;

  g_mutex_lock (&meter->mutex);
  while (!meter->ending) {
    gint64 until = g_get_monotonic_time () + REDRAW_MS * G_TIME_SPAN_MILLISECOND;

    if (!g_cond_wait_until (&meter->changed, &meter->mutex, until) && meter->step)
      draw_step (meter);
  }
  g_mutex_unlock (&meter->mutex);
  return NULL;
}

/* Ctrl-C belongs to the thread that runs: it must end that one's sleep. */
static GThread *
start_thread (LbMeter *meter)
{
  sigset_t all, old;
  GThread *thread;

  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &old);
  thread = g_thread_try_new ("progress", keep_time, meter, NULL);
  pthread_sigmask (SIG_SETMASK, &old, NULL);
  return thread;
}

static void
make_room (gboolean after, gpointer data)
{
  LbMeter *meter = data;

  if (after) {
    g_mutex_unlock (&meter->mutex);
    return;
  }
  g_mutex_lock (&meter->mutex);
  erase (meter);
}

/* ---- what the engine tells ---- */

/* "waiting for another run (pid 4711), 3 s of 600 s" */
static char *
waiting_text (const char *holder, guint waited_ms, guint limit_ms)
{
  g_autofree char *who = holder ? g_strdup_printf (" (%s)", holder) : g_strdup ("");

  if (limit_ms == G_MAXUINT)
    return g_strdup_printf ("waiting for another run%s, %u s", who, waited_ms / 1000);
  return g_strdup_printf ("waiting for another run%s, %u s of %u s", who, waited_ms / 1000, limit_ms / 1000);
}

static void
on_waiting (LbObserver *observer, const char *holder, guint waited_ms, guint limit_ms)
{
  LbMeter *meter = (LbMeter *) observer;
  g_autofree char *text = waiting_text (holder, waited_ms, limit_ms);

  if (meter->show) {
    g_mutex_lock (&meter->mutex);
    draw_text (meter, text);
    g_mutex_unlock (&meter->mutex);
  } else if (!meter->told_waiting) {
    g_autofree char *line = g_strconcat (text, "\n", NULL);

    lb_output_error (meter->out, line);
  }
  meter->told_waiting = TRUE;
}

static void
on_planned (LbObserver *observer, const LbPlan *plan)
{
  LbMeter *meter = (LbMeter *) observer;

  g_strfreev (meter->before);
  g_strfreev (meter->after);
  meter->before = lb_plan_rows_before (plan);
  meter->after = g_strdupv (plan->rows_after);
}

static void
on_step_begins (LbObserver *observer, const LbStep *step, guint index, guint n_steps, guint n_statements)
{
  LbMeter *meter = (LbMeter *) observer;
  gint64 now = g_get_monotonic_time ();

  if (!meter->show)
    return;
  g_mutex_lock (&meter->mutex);
  meter->step = step;
  meter->index = index;
  meter->n_steps = n_steps;
  meter->step_started = now;
  if (now - meter->drawn_at > HURRY_US)
    draw_step (meter);
  g_mutex_unlock (&meter->mutex);
  if (!meter->thread)
    meter->thread = start_thread (meter);
}

static void
on_step_ends (LbObserver *observer, const LbStep *step, guint index, guint n_steps, gint64 microseconds)
{
  LbMeter *meter = (LbMeter *) observer;
  json_t *object = json_object ();

  json_object_set_new (object, "revision", step->revision ? json_string (step->revision->id) : json_null ());
  json_object_set_new (object, "from", lb_names_json (step->from));
  json_object_set_new (object, "to", lb_names_json (step->to));
  json_object_set_new (object, "seconds", json_real ((double) microseconds / G_USEC_PER_SEC));
  if (meter->resumed)
    json_object_set_new (object, "statements_done_before", json_integer (meter->resumed));
  json_array_append_new (meter->steps, object);
  meter->resumed = 0;
  meter->n_done++;
  if (!meter->show)
    return;
  g_mutex_lock (&meter->mutex);
  meter->step = NULL;
  if (microseconds >= SLOW_STEP_US) {
    g_autoptr (GString) line = g_string_new (NULL);

    lb_meter_line (line, step, index, n_steps, microseconds, lb_output_width (meter->out, TRUE));
    g_string_append_c (line, '\n');
    draw_text (meter, line->str);
    meter->drawn = FALSE;
  }
  g_mutex_unlock (&meter->mutex);
}

static void
on_resumes (LbObserver *observer, const LbStep *step, guint done, guint n_statements)
{
  LbMeter *meter = (LbMeter *) observer;

  meter->resumed = done;
}

/* ---- life ---- */

LbMeter *
lb_meter_new (LbOutput *out, gboolean show)
{
  LbMeter *meter = g_new0 (LbMeter, 1);

  meter->observer = (LbObserver){
    .waiting = on_waiting,
    .planned = on_planned,
    .step_begins = on_step_begins,
    .step_ends = on_step_ends,
    .resumes = on_resumes,
  };
  meter->out = out;
  meter->show = show;
  meter->steps = json_array ();
  meter->started = g_get_monotonic_time ();
  g_mutex_init (&meter->mutex);
  g_cond_init (&meter->changed);
  if (show)
    lb_output_set_room (out, make_room, meter);
  return meter;
}

LbObserver *
lb_meter_observer (LbMeter *meter)
{
  return &meter->observer;
}

static void
stop (LbMeter *meter)
{
  g_mutex_lock (&meter->mutex);
  meter->ending = TRUE;
  meter->step = NULL;
  erase (meter);
  g_cond_signal (&meter->changed);
  g_mutex_unlock (&meter->mutex);
  if (meter->thread)
    g_thread_join (g_steal_pointer (&meter->thread));
  if (meter->show)
    lb_output_set_room (meter->out, NULL, NULL);
}

void
lb_meter_end (LbMeter *meter, gboolean done)
{
  double seconds = (double) (g_get_monotonic_time () - meter->started) / G_USEC_PER_SEC;

  stop (meter);
  if (!meter->show || !done || !meter->n_done)
    return;
  g_autofree char *line
      = g_strdup_printf ("%u step%s in %.2f s\n", meter->n_done, meter->n_done == 1 ? "" : "s", seconds);
  lb_output_error (meter->out, line);
}

void
lb_meter_free (LbMeter *meter)
{
  if (!meter)
    return;
  stop (meter);
  g_mutex_clear (&meter->mutex);
  g_cond_clear (&meter->changed);
  json_decref (meter->steps);
  g_strfreev (meter->before);
  g_strfreev (meter->after);
  g_free (meter);
}

/* ---- results ---- */

json_t *
lb_meter_steps_json (const LbMeter *meter)
{
  return json_incref (meter->steps);
}

json_t *
lb_meter_from_json (const LbMeter *meter)
{
  return meter->before ? lb_strings_json ((const char *const *) meter->before) : NULL;
}

json_t *
lb_meter_to_json (const LbMeter *meter)
{
  return meter->after ? lb_strings_json ((const char *const *) meter->after) : NULL;
}

static void
remove_row (GPtrArray *rows, const char *row)
{
  guint at;

  if (g_ptr_array_find_with_equal_func (rows, row, g_str_equal, &at))
    g_ptr_array_remove_index (rows, at);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
lb_plan_rows_before (const LbPlan *plan)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; plan->rows_after && plan->rows_after[i]; i++)
    g_ptr_array_add (rows, g_strdup (plan->rows_after[i]));
  for (guint i = plan->steps->len; i > 0; i--) {
    const LbStep *step = plan->steps->pdata[i - 1];

    for (guint j = step->moves->len; j > 0; j--) {
      const LbRowMove *move = &g_array_index (step->moves, LbRowMove, j - 1);

      if (move->kind != LB_ROW_DELETE)
        remove_row (rows, move->to);
      if (move->kind != LB_ROW_INSERT)
        g_ptr_array_add (rows, g_strdup (move->from));
    }
  }
  g_ptr_array_sort (rows, compare_names);
  g_ptr_array_add (rows, NULL);
  g_ptr_array_set_free_func (rows, NULL);
  return (char **) g_ptr_array_free (rows, FALSE);
}
