#include "channel.h"

#include "util/error.h"

#include <string.h>

/* Errors of the engine by the names that the protocol gives them. */
static const char *const kinds[] = {
  [LB_ERROR_USAGE] = "usage",
  [LB_ERROR_CONFIG] = "config",
  [LB_ERROR_SCRIPT] = "script",
  [LB_ERROR_GRAPH] = "graph",
  [LB_ERROR_UNKNOWN_REVISION] = "unknown_revision",
  [LB_ERROR_AMBIGUOUS] = "ambiguous",
  [LB_ERROR_MULTIPLE_HEADS] = "multiple_heads",
  [LB_ERROR_TARGET] = "target",
  [LB_ERROR_CONNECT] = "connect",
  [LB_ERROR_DATABASE] = "database",
  [LB_ERROR_LOCKED] = "locked",
  [LB_ERROR_INTERRUPTED] = "interrupted",
  [LB_ERROR_UNFINISHED] = "unfinished",
  [LB_ERROR_NOT_AT_HEAD] = "not_at_head",
  [LB_ERROR_IO] = "io",
  [LB_ERROR_UNSUPPORTED] = "unsupported",
  [LB_ERROR_INTERNAL] = "internal",
};

/* What only a host says. */
static const struct {
  const char *kind;
  LbErrorCode code;
} host_kinds[] = {
  { "exception", LB_ERROR_SCRIPT },
  { "exit", LB_ERROR_SCRIPT },
  { "command", LB_ERROR_TARGET },
  { "restart", LB_ERROR_UNSUPPORTED },
};

static void
set (json_t *json, const char *key, const char *text)
{
  if (!text)
    return;
  if (g_utf8_validate (text, -1, NULL)) {
    json_object_set_new (json, key, json_string (text));
  } else {
    g_autofree char *valid = g_utf8_make_valid (text, -1);

    json_object_set_new (json, key, json_string (valid));
  }
}

json_t *
lb_error_to_json (const GError *error)
{
  const LbErrorParts *parts = lb_error_parts (error);
  json_t *json = json_object ();

  set (json, "kind", parts && (gsize) error->code < G_N_ELEMENTS (kinds) ? kinds[error->code] : "internal");
  set (json, "message", error->message);
  if (!parts)
    return json;
  set (json, "sqlstate", parts->sqlstate);
  set (json, "detail", parts->detail);
  set (json, "hint", parts->hint);
  set (json, "statement", parts->statement);
  set (json, "context", parts->context);
  set (json, "outcome", parts->outcome);
  set (json, "trace", parts->trace);
  set (json, "file", parts->file);
  if (parts->line)
    json_object_set_new (json, "line", json_integer (parts->line));
  if (parts->position)
    json_object_set_new (json, "position", json_integer (parts->position));
  return json;
}

static LbErrorCode
code_of (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (host_kinds); i++)
    if (strcmp (host_kinds[i].kind, kind) == 0)
      return host_kinds[i].code;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i] && strcmp (kinds[i], kind) == 0)
      return (LbErrorCode) i;
  return LB_ERROR_SCRIPT;
}

static const char *
get (const json_t *json, const char *key)
{
  return json_string_value (json_object_get (json, key));
}

static guint
get_number (const json_t *json, const char *key)
{
  json_int_t number = json_integer_value (json_object_get (json, key));

  return number > 0 && number <= G_MAXINT ? (guint) number : 0;
}

GError *
lb_error_from_json (const json_t *json)
{
  const char *kind = get (json, "kind");
  const char *cause = get (json, "of"); /* of kind "engine": what the engine called it */
  const char *message = get (json, "message");
  GError *error;

  if (g_strcmp0 (kind, "engine") == 0)
    kind = cause ? cause : "database";
  error = g_error_new_literal (LB_ERROR, (gint) code_of (kind ? kind : "exception"),
                               message ? message : "the script failed without a word");
  lb_error_set_place (error, get (json, "file"), get_number (json, "line"));
  if (get (json, "statement"))
    lb_error_set_statement (error, get (json, "statement"), get_number (json, "position"));
  if (get (json, "sqlstate"))
    lb_error_set_sqlstate (error, get (json, "sqlstate"));
  if (get (json, "detail"))
    lb_error_set_detail (error, get (json, "detail"));
  if (get (json, "hint"))
    lb_error_set_hint (error, "%s", get (json, "hint"));
  if (get (json, "context"))
    lb_error_set_context (error, get (json, "context"));
  if (get (json, "traceback") && g_strcmp0 (get (json, "kind"), "exception") == 0)
    lb_error_set_trace (error, get (json, "traceback"));
  return error;
}

/* GLib takes a NUL character for no UTF-8. */
static gboolean
is_utf8 (const char *text, gsize length)
{
  const char *end = text + length;

  for (;;) {
    const char *nul = memchr (text, '\0', (gsize) (end - text));

    if (!g_utf8_validate_len (text, (gsize) ((nul ? nul : end) - text), NULL))
      return FALSE;
    if (!nul)
      return TRUE;
    text = nul + 1;
  }
}

void
lb_json_append_string (GString *json, const char *text, gsize length)
{
  static const char hex[] = "0123456789abcdef";
  g_autofree char *valid = NULL;
  const char *end, *run;

  if (!is_utf8 (text, length)) {
    valid = g_utf8_make_valid (text, (gssize) length);
    text = valid;
    length = strlen (valid);
  }
  g_string_append_c (json, '"');
  end = text + length;
  for (run = text; text < end; text++) {
    guchar c = (guchar) *text;

    if (c >= 0x20 && c != '"' && c != '\\')
      continue;
    g_string_append_len (json, run, text - run);
    run = text + 1;
    g_string_append_c (json, '\\');
    if (c == '"' || c == '\\') {
      g_string_append_c (json, (char) c);
    } else {
      g_string_append (json, "u00");
      g_string_append_c (json, hex[c >> 4]);
      g_string_append_c (json, hex[c & 15]);
    }
  }
  g_string_append_len (json, run, text - run);
  g_string_append_c (json, '"');
}
