/* Methods of datetime, and the functions of module re, that templates use. */
#include "call.h"

#include "util/error.h"

#include <locale.h>
#include <string.h>
#include <time.h>

/* "+0200" of a time with a zone; nothing for one without, as in Python. */
static void
append_zone (GString *out, const LbValue *value, gboolean colon)
{
  int minutes = (int) (g_date_time_get_utc_offset (value->time) / G_TIME_SPAN_MINUTE);

  if (value->aware)
    g_string_append_printf (out, "%c%02d%s%02d", minutes < 0 ? '-' : '+', ABS (minutes) / 60, colon ? ":" : "",
                            ABS (minutes) % 60);
}

/* What Python's strftime replaces itself (%f, %z, %:z, %Z) is done here, the rest by the C library in the C locale. */
static char *
expand_python_tokens (const LbValue *value, const char *format)
{
  GString *out = g_string_new (NULL);

  for (const char *at = format; *at; at++) {
    if (*at != '%') {
      g_string_append_c (out, *at);
    } else if (at[1] == 'f') {
      g_string_append_printf (out, "%06d", g_date_time_get_microsecond (value->time));
      at++;
    } else if (at[1] == 'z' || (at[1] == ':' && at[2] == 'z')) {
      append_zone (out, value, at[1] == ':');
      at += at[1] == ':' ? 2 : 1;
    } else if (at[1] == 'Z') {
      g_autofree char *escaped = NULL;
      g_auto (GStrv)
        parts = g_strsplit (g_date_time_get_timezone_abbreviation (value->time), "%", -1);

      escaped = g_strjoinv ("%%", parts);
      if (value->aware)
        g_string_append (out, escaped);
      at++;
    } else {
      g_string_append_c (out, *at);
      if (at[1])
        g_string_append_c (out, *++at);
    }
  }
  return g_string_free (out, FALSE);
}

static struct tm
broken_down (const LbValue *value)
{
  GDateTime *time = value->time;
  gboolean date = value->kind == LB_VALUE_DATE;

  return (struct tm){
    .tm_year = g_date_time_get_year (time) - 1900,
    .tm_mon = g_date_time_get_month (time) - 1,
    .tm_mday = g_date_time_get_day_of_month (time),
    .tm_hour = date ? 0 : g_date_time_get_hour (time),
    .tm_min = date ? 0 : g_date_time_get_minute (time),
    .tm_sec = date ? 0 : g_date_time_get_second (time),
    .tm_wday = g_date_time_get_day_of_week (time) % 7,
    .tm_yday = g_date_time_get_day_of_year (time) - 1,
    .tm_isdst = -1,
  };
}

static const LbValue *
run_strftime (LbScope *scope, const LbCall *call, GError **error)
{
  struct tm tm = broken_down (call->self);
  g_autofree char *format = NULL;
  g_autofree char *marked = NULL;
  g_autofree char *out = NULL;
  const char *given;
  locale_t locale;
  gsize size, length;

  if (!lb_call_string (call, 0, "format", &given, error))
    return NULL;
  format = expand_python_tokens (call->self, given ? given : "");
  if (strlen (format) > 4096) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT, "strftime() with a format of more than 4096 bytes");
    return NULL;
  }
  marked = g_strconcat (format, "!", NULL); /* so that an empty result is told from a buffer too small */
  size = strlen (marked) * 64 + 256;
  out = g_malloc0 (size);
  locale = newlocale (LC_ALL_MASK, "C", (locale_t) 0);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  length = strftime_l (out, size, marked, &tm, locale);
#pragma GCC diagnostic pop
  freelocale (locale);
  if (length == 0) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "strftime('%s') gives too long a text", given);
    return NULL;
  }
  return lb_value_string_n (scope->arena, out, length - 1);
}

static const LbValue *
run_isoformat (LbScope *scope, const LbCall *call, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *separator, *timespec;

  if (!lb_call_string (call, 0, "sep", &separator, error) || !lb_call_string (call, 1, "timespec", &timespec, error))
    return NULL;
  if (!lb_value_append_isoformat (out, call->self, separator ? separator : "T", timespec)) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "isoformat(timespec='%s') is not understood", timespec);
    return NULL;
  }
  return lb_value_string (scope->arena, out->str);
}

static const LbValue *
run_date (LbScope *scope, const LbCall *call, GError **error)
{
  return lb_value_time (scope->arena, LB_VALUE_DATE, call->self->time, FALSE);
}

/* replace(microsecond=0) and its like. */
static const LbValue *
run_replace (LbScope *scope, const LbCall *call, GError **error)
{
  GDateTime *time = call->self->time;
  gint64 micro, second, minute, hour;
  g_autoptr (GDateTime) moved = NULL;

  for (guint i = 0; i < call->n; i++)
    if (!call->keywords[i]) {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT, "replace() of a time without keywords is not understood");
      return NULL;
    }
  if (!lb_call_integer (call, 4, "microsecond", g_date_time_get_microsecond (time), &micro, error)
      || !lb_call_integer (call, 4, "second", g_date_time_get_second (time), &second, error)
      || !lb_call_integer (call, 4, "minute", g_date_time_get_minute (time), &minute, error)
      || !lb_call_integer (call, 4, "hour", g_date_time_get_hour (time), &hour, error))
    return NULL;
  if (micro >= 0 && micro < G_USEC_PER_SEC && second >= 0 && second < 60 && minute >= 0 && minute < 60 && hour >= 0
      && hour < 24) {
    g_autoptr (GDateTime) whole
        = g_date_time_new (g_date_time_get_timezone (time), g_date_time_get_year (time), g_date_time_get_month (time),
                           g_date_time_get_day_of_month (time), (int) hour, (int) minute, (double) second);

    moved = whole ? g_date_time_add (whole, micro) : NULL;
  }
  if (!moved) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT, "replace() gives no valid time");
    return NULL;
  }
  return lb_value_time (scope->arena, call->self->kind, moved, call->self->aware);
}

const LbCallable lb_call_time_methods[] = {
  { "strftime", 1, 1, run_strftime, { "format", NULL } },
  { "isoformat", 0, 2, run_isoformat, { "sep", "timespec", NULL } },
  { "date", 0, 0, run_date, { NULL } },
  { "replace", 1, 4, run_replace, { "hour", "minute", "second", "microsecond" } },
  { NULL },
};

/* The pattern (argument 0) compiled. PCRE and Python's re agree on what templates use. */
static GRegex *
compile_pattern (const LbCall *call, GError **error)
{
  g_autoptr (GError) local = NULL;
  const char *pattern;
  GRegex *regex;

  if (!lb_call_string (call, 0, "pattern", &pattern, error))
    return NULL;
  regex = g_regex_new (pattern ? pattern : "", 0, 0, &local);
  if (!regex)
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "regular expression '%s': %s", pattern, local->message);
  return regex;
}

static gboolean
matching_failed (GError *local, GError **error)
{
  if (!local)
    return FALSE;
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "regular expression: %s", local->message);
  g_error_free (local);
  return TRUE;
}

static gboolean
need_subject (const LbCall *call, guint i, const char **ret_text, GError **error)
{
  if (!lb_call_string (call, i, "string", ret_text, error))
    return FALSE;
  if (!*ret_text)
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "re.%s(): argument %u is a text, not NoneType", call->name, i + 1);
  return *ret_text != NULL;
}

/* re.split: the pieces between matches, and what the groups of the pattern matched between them. */
static const LbValue *
run_re_split (LbScope *scope, const LbCall *call, GError **error)
{
  g_autoptr (GRegex) regex = compile_pattern (call, error);
  g_autoptr (GMatchInfo) match = NULL;
  GPtrArray *parts;
  const char *text;
  GError *local = NULL;
  int from = 0, start, end;

  if (!regex || !need_subject (call, 1, &text, error))
    return NULL;
  parts = g_ptr_array_new ();
  g_regex_match_full (regex, text, -1, 0, 0, &match, &local);
  while (!local && g_match_info_matches (match) && g_match_info_fetch_pos (match, 0, &start, &end)) {
    g_ptr_array_add (parts, (gpointer) lb_value_string_n (scope->arena, text + from, (gsize) (start - from)));
    for (int group = 1; group <= g_regex_get_capture_count (regex); group++) {
      int a = -1, b = -1;
      gboolean took = g_match_info_fetch_pos (match, group, &a, &b) && a >= 0;

      g_ptr_array_add (
          parts, (gpointer) (took ? lb_value_string_n (scope->arena, text + a, (gsize) (b - a)) : &lb_value_none));
    }
    from = end;
    g_match_info_next (match, &local);
  }
  g_ptr_array_add (parts, (gpointer) lb_value_string (scope->arena, text + from));
  if (matching_failed (local, error)) {
    g_ptr_array_unref (parts);
    return NULL;
  }
  return lb_value_take_items (scope->arena, LB_VALUE_LIST, parts);
}

static const LbValue *
run_re_sub (LbScope *scope, const LbCall *call, GError **error)
{
  g_autoptr (GRegex) regex = compile_pattern (call, error);
  const char *replacement, *text;
  GError *local = NULL;
  char *out;

  if (!regex || !lb_call_string (call, 1, "repl", &replacement, error) || !need_subject (call, 2, &text, error))
    return NULL;
  out = g_regex_replace (regex, text, -1, 0, replacement ? replacement : "", 0, &local);
  if (matching_failed (local, error)) {
    g_free (out);
    return NULL;
  }
  return lb_value_take_string (scope->arena, out);
}

/* match and search are understood where their truth is what is wanted. */
static const LbValue *
test_match (const LbCall *call, GRegexMatchFlags flags, GError **error)
{
  g_autoptr (GRegex) regex = compile_pattern (call, error);
  g_autoptr (GMatchInfo) match = NULL;
  const char *text;
  GError *local = NULL;
  gboolean found;

  if (!regex || !need_subject (call, 1, &text, error))
    return NULL;
  found = g_regex_match_full (regex, text, -1, 0, flags, &match, &local);
  if (matching_failed (local, error))
    return NULL;
  return found ? &lb_value_true : &lb_value_none;
}

static const LbValue *
run_re_match (LbScope *scope, const LbCall *call, GError **error)
{
  return test_match (call, G_REGEX_MATCH_ANCHORED, error);
}

static const LbValue *
run_re_search (LbScope *scope, const LbCall *call, GError **error)
{
  return test_match (call, 0, error);
}

const LbCallable lb_call_re_functions[] = {
  { "split", 2, 2, run_re_split, { "pattern", "string", NULL } },
  { "sub", 3, 3, run_re_sub, { "pattern", "repl", "string", NULL } },
  { "match", 2, 2, run_re_match, { "pattern", "string", NULL } },
  { "search", 2, 2, run_re_search, { "pattern", "string", NULL } },
  { NULL },
};
