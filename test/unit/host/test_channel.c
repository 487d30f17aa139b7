/* The conversation with a script host, whatever the host sends. */
#include "host/channel.h"
#include "util/error.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The other side, in a thread of its own: sends @sends in pieces of @piece bytes, and closes. */
typedef struct {
  int fd;
  const char *sends;
  gsize length, piece;
  GString *heard; /* what this side sent; NULL: not read */
} Peer;

static gpointer
run_peer (gpointer data)
{
  Peer *peer = data;
  char buffer[4096];
  ssize_t n;

  for (gsize at = 0; at < peer->length;) {
    n = send (peer->fd, peer->sends + at, MIN (peer->piece, peer->length - at), MSG_NOSIGNAL);
    if (n < 0)
      break;
    at += (gsize) n;
  }
  shutdown (peer->fd, SHUT_WR);
  while (peer->heard && (n = read (peer->fd, buffer, sizeof buffer)) > 0)
    g_string_append_len (peer->heard, buffer, n);
  close (peer->fd);
  return NULL;
}

/* Answers `echo` with its member x, `fail` with an error; knows no other call. */
static char *
answer (const char *call, const json_t *message, gpointer data, GError **error)
{
  guint *answered = data;

  if (answered)
    ++*answered;
  if (strcmp (call, "echo") == 0)
    return json_dumps (json_object_get (message, "x"), JSON_ENCODE_ANY | JSON_COMPACT);
  g_set_error (error, LB_ERROR, LB_ERROR_LOCKED, "no call '%s'", call);
  lb_error_set_sqlstate (*error, "55P03");
  return NULL;
}

/* Call `work` on a channel whose other side is @peer: the answer as JSON text, or NULL with @error. */
static char *
call_peer (Peer *peer, guint *answered, GError **error)
{
  int ends[2];
  GThread *thread;
  LbChannel *channel;
  json_t *value;
  char *text = NULL;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
  peer->fd = ends[1];
  channel = lb_channel_new (ends[0], answer, answered);
  thread = g_thread_new ("peer", run_peer, peer);
  value = lb_channel_call (channel, "work", NULL, error);
  if (value) {
    text = json_dumps (value, JSON_ENCODE_ANY | JSON_COMPACT);
    json_decref (value);
  }
  lb_channel_free (channel);
  g_thread_join (thread);
  return text;
}

static const struct {
  const char *sends;    /* the other side, in answer to our call */
  const char *expected; /* the value; NULL: it fails */
  const char *message;  /* with these words, */
  const char *heard;    /* behind our call this was said; NULL: nothing */
} cases[] = {
  { "{\"ok\":{}}\n", "{}", NULL, NULL },
  { "{\"ok\":null}\n", "null", NULL, NULL },
  { "{\"ok\":[1,\"a\\u0000b\\ud83d\\ude00\"]}\n", "[1,\"a\\u0000b😀\"]", NULL, NULL },
  { " { \"ok\" : 1 } \r\n", "1", NULL, NULL },
  { "{\"more\":1,\"ok\":1}\n", "1", NULL, NULL },
  { "{\"tell\":\"x\"}\n{\"ok\":1}\n", "1", NULL, NULL },
  { "{\"call\":\"echo\",\"x\":[7]}\n{\"call\":\"echo\",\"x\":8}\n{\"ok\":1}\n", "1", NULL,
    "{\"ok\":[7]}\n{\"ok\":8}\n" },
  { "{\"call\":\"nothing\"}\n{\"ok\":1}\n", "1", NULL,
    "{\"error\":{\"kind\":\"locked\",\"message\":\"no call 'nothing'\",\"sqlstate\":\"55P03\"}}\n" },
  { "{\"error\":{\"kind\":\"exception\",\"message\":\"oh\"}}\n", NULL, "oh", NULL },
  { "{\"error\":{}}\n", NULL, "the script failed without a word", NULL },
  { "{\"error\":7}\n", NULL, "the script failed without a word", NULL },
  { "{\"error\":{\"message\":[1]}}\n", NULL, "the script failed without a word", NULL },
  { "", NULL, "has ended", NULL },
  { "{\"ok\":1}", NULL, "has ended", NULL },
  { "\n", NULL, "is no message", NULL },
  { "hello\n", NULL, "near 'hello'", NULL },
  { "[1]\n", NULL, "not a JSON object", NULL },
  { "1\n", NULL, "is no message", NULL },
  { "{\"ok\":1}{\"ok\":2}\n", NULL, "is no message", NULL },
  { "{\"ok\":\"\xff\"}\n", NULL, "is no message", NULL },
  { "{\"ok\":\"\\ud83d\"}\n", NULL, "is no message", NULL },
  { "{\"ok\":1e999}\n", NULL, "is no message", NULL },
  { "{\"yes\":1}\n", NULL, "no call and no answer", NULL },
  { "{\"call\":7}\n", NULL, "no call and no answer", NULL },
};

static void
test_messages (void)
{
  static const char said[] = "{\"call\":\"work\"}\n";
  static const gsize pieces[] = { 1, 7, 4096 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (pieces); j++) {
      g_autoptr (GString) heard = g_string_new (NULL);
      Peer peer = { .sends = cases[i].sends, .length = strlen (cases[i].sends), .piece = pieces[j], .heard = heard };
      g_autoptr (GError) error = NULL;
      g_autofree char *value = call_peer (&peer, NULL, &error);

      g_test_message ("%s in pieces of %zu", cases[i].sends, pieces[j]);
      g_assert_cmpstr (value, ==, cases[i].expected);
      g_assert_true (g_str_has_prefix (heard->str, said));
      g_assert_cmpstr (heard->str + strlen (said), ==, cases[i].heard ? cases[i].heard : "");
      if (cases[i].expected) {
        g_assert_no_error (error);
        continue;
      }
      g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
      g_assert_nonnull (strstr (error->message, cases[i].message));
    }
  }
}

/* Wherever it breaks off, that is an error, and what came whole before was seen to. */
static void
test_end_at_every_point (void)
{
  static const char sends[]
      = "{\"call\":\"echo\",\"x\":\"€\"}\n{\"tell\":\"t\"}\n{\"call\":\"nothing\"}\n{\"ok\":{\"a\":\"b\"}}\n";

  for (gsize length = 0; length < sizeof sends; length++) {
    guint answered = 0, whole = 0;
    g_autoptr (GString) heard = g_string_new (NULL);
    Peer peer = { .sends = sends, .length = length, .piece = 4096, .heard = heard };
    g_autoptr (GError) error = NULL;
    g_autofree char *value = call_peer (&peer, &answered, &error);

    for (gsize i = 0; i < length; i++)
      whole += sends[i] == '\n';
    g_assert_cmpuint (answered, ==, MIN (whole, 3));
    if (length == sizeof sends - 1) {
      g_assert_cmpstr (value, ==, "{\"a\":\"b\"}");
    } else {
      g_assert_null (value);
      g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
      g_assert_cmpstr (error->message, ==, "the process that runs the scripts has ended");
    }
  }
}

static void
test_long_lines (void)
{
  static const gsize lengths[] = { 20 << 20, 65 << 20 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (GString) line = g_string_new ("{\"ok\":\"");
    Peer peer = { .piece = 1 << 20 };
    g_autoptr (GError) error = NULL;
    g_autofree char *value = NULL;

    while (line->len < lengths[i])
      g_string_append (line, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    g_string_append (line, "\"}\n");
    peer.sends = line->str;
    peer.length = line->len;
    value = call_peer (&peer, NULL, &error);
    if (i == 0) {
      g_assert_no_error (error);
      g_assert_cmpuint (strlen (value), ==, line->len - strlen ("{\"ok\":}\n"));
    } else {
      g_assert_null (value);
      g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
      g_assert_cmpstr (error->message, ==, "the script host sent a message of more than 64 MiB");
    }
  }
}

/* A message that does not fit into the socket's buffer, to a side that reads slowly. */
static void
test_long_answer (void)
{
  g_autoptr (GString) sends = g_string_new ("{\"call\":\"echo\",\"x\":\"");
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  Peer peer = { .piece = 1 << 16, .heard = heard };

  for (guint i = 0; i < 3 << 20; i++)
    g_string_append_c (sends, (char) ('a' + i % 26));
  g_string_append (sends, "\"}\n{\"ok\":1}\n");
  peer.sends = sends->str;
  peer.length = sends->len;
  value = call_peer (&peer, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, "1");
  g_assert_cmpuint (heard->len, >, 3 << 20);
  g_assert_true (g_str_has_suffix (heard->str, "\"}\n"));
}

/* ---- calls within calls */

typedef struct {
  LbChannel *channel;
  guint deepest;
} Side;

static char *
go_down (const char *call, const json_t *message, gpointer data, GError **error)
{
  Side *side = data;
  guint n = (guint) json_integer_value (json_object_get (message, "n"));
  json_t *value;
  char *text;

  side->deepest = MAX (side->deepest, n);
  if (n == 50) {
    g_set_error (error, LB_ERROR, LB_ERROR_DATABASE, "the bottom");
    return NULL;
  }
  value = lb_channel_call (side->channel, "down", json_pack ("{s:i}", "n", (int) n + 1), error);
  text = value ? json_dumps (value, JSON_ENCODE_ANY) : NULL;
  if (value)
    json_decref (value);
  return text;
}

static gpointer
serve_side (gpointer data)
{
  Side *side = data;
  g_autoptr (GError) error = NULL;

  g_assert_true (lb_channel_serve (side->channel, &error));
  g_assert_no_error (error);
  return NULL;
}

static void
test_calls_within_calls (void)
{
  Side near = { 0 }, far = { 0 };
  g_autoptr (GError) error = NULL;
  GThread *thread;
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
  near.channel = lb_channel_new (ends[0], go_down, &near);
  far.channel = lb_channel_new (ends[1], go_down, &far);
  thread = g_thread_new ("far", serve_side, &far);
  for (guint round = 0; round < 3; round++) {
    g_assert_null (lb_channel_call (near.channel, "down", json_pack ("{s:i}", "n", 1), &error));
    g_assert_error (error, LB_ERROR, LB_ERROR_DATABASE);
    g_assert_cmpstr (error->message, ==, "the bottom");
    g_assert_cmpstr (lb_channel_kind (near.channel), ==, "database");
    g_clear_error (&error);
  }
  g_assert_cmpuint (near.deepest, ==, 50);
  g_assert_cmpuint (far.deepest, ==, 49);
  lb_channel_free (near.channel);
  g_thread_join (thread);
  lb_channel_free (far.channel);
}

/* ---- serving */

static void
test_serving (void)
{
  static const struct {
    const char *sends;
    const char *message; /* NULL: it ends well */
  } ends[] = {
    { "", NULL },
    { "{\"call\":\"echo\",\"x\":1}\n{\"tell\":\"x\"}\n", NULL },
    { "{\"ok\":1}\n", "no call and no answer" },
    { "{\"call\":\"echo\",\"x\":1}\n{\"error\":{}}\n", "no call and no answer" },
    { "{\"call\":", "has ended" },
    { "nonsense\n", "is no message" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autoptr (GString) heard = g_string_new (NULL);
    Peer peer = { .sends = ends[i].sends, .length = strlen (ends[i].sends), .piece = 5, .heard = heard };
    g_autoptr (GError) error = NULL;
    GThread *thread;
    LbChannel *channel;
    int fds[2];

    g_test_message ("%s", ends[i].sends);
    g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
    peer.fd = fds[1];
    channel = lb_channel_new (fds[0], answer, NULL);
    thread = g_thread_new ("peer", run_peer, &peer);
    g_assert_true (lb_channel_serve (channel, &error) == (ends[i].message == NULL));
    if (ends[i].message)
      g_assert_nonnull (strstr (error->message, ends[i].message));
    else
      g_assert_no_error (error);
    g_assert_false (lb_channel_is_open (channel));
    g_assert_null (lb_channel_call (channel, "late", NULL, NULL));
    g_assert_false (lb_channel_tell (channel, "late", NULL));
    lb_channel_free (channel);
    g_thread_join (thread);
  }
}

/* ---- errors and strings */

static void
test_errors_come_back (void)
{
  for (int code = LB_ERROR_USAGE; code <= LB_ERROR_INTERNAL; code++) {
    g_autoptr (GError) error = g_error_new (LB_ERROR, code, "message %d", code);
    g_autoptr (GError) again = NULL;
    const LbErrorParts *parts;
    json_t *json;

    lb_error_set_place (error, "a/ä.py", 12);
    lb_error_set_statement (error, "SELECT '\n'", 8);
    lb_error_set_sqlstate (error, "42P01");
    lb_error_set_detail (error, "the detail");
    lb_error_set_hint (error, "100 %s", "%d");
    lb_error_set_context (error, "the context");
    json = lb_error_to_json (error);
    again = lb_error_from_json (json);
    json_decref (json);
    g_assert_error (again, LB_ERROR, code);
    g_assert_cmpstr (again->message, ==, error->message);
    parts = lb_error_parts (again);
    g_assert_cmpstr (parts->file, ==, "a/ä.py");
    g_assert_cmpuint (parts->line, ==, 12);
    g_assert_cmpstr (parts->statement, ==, "SELECT '\n'");
    g_assert_cmpuint (parts->position, ==, 8);
    g_assert_cmpstr (parts->sqlstate, ==, "42P01");
    g_assert_cmpstr (parts->detail, ==, "the detail");
    g_assert_cmpstr (parts->hint, ==, "100 %d");
    g_assert_cmpstr (parts->context, ==, "the context");
  }
}

static void
test_kinds_of_a_host (void)
{
  static const struct {
    const char *json;
    LbErrorCode code;
    const char *trace;
  } kinds[] = {
    { "{\"kind\":\"exception\",\"message\":\"m\",\"traceback\":\"t\"}", LB_ERROR_SCRIPT, "t" },
    { "{\"kind\":\"exit\",\"message\":\"m\",\"status\":3}", LB_ERROR_SCRIPT, NULL },
    { "{\"kind\":\"command\",\"message\":\"m\",\"traceback\":\"t\"}", LB_ERROR_TARGET, NULL },
    { "{\"kind\":\"restart\",\"message\":\"m\"}", LB_ERROR_UNSUPPORTED, NULL },
    { "{\"kind\":\"engine\",\"of\":\"locked\",\"message\":\"m\",\"traceback\":\"t\"}", LB_ERROR_LOCKED, NULL },
    { "{\"kind\":\"engine\",\"message\":\"m\"}", LB_ERROR_DATABASE, NULL },
    { "{\"kind\":\"no such kind\",\"message\":\"m\"}", LB_ERROR_SCRIPT, NULL },
    { "{\"kind\":7,\"message\":\"m\",\"line\":-5,\"position\":\"x\",\"file\":[]}", LB_ERROR_SCRIPT, NULL },
    { "{\"message\":\"m\",\"line\":99999999999}", LB_ERROR_SCRIPT, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    json_t *json = json_loads (kinds[i].json, 0, NULL);
    g_autoptr (GError) error = lb_error_from_json (json);

    json_decref (json);
    g_test_message ("%s", kinds[i].json);
    g_assert_error (error, LB_ERROR, (gint) kinds[i].code);
    g_assert_cmpstr (error->message, ==, "m");
    g_assert_cmpstr (lb_error_parts (error)->trace, ==, kinds[i].trace);
    g_assert_cmpuint (lb_error_parts (error)->line, ==, 0);
    g_assert_null (lb_error_parts (error)->file);
  }
}

/* Another library's error, and texts that are no UTF-8. */
static void
test_foreign_errors (void)
{
  g_autoptr (GError) file = g_error_new (G_FILE_ERROR, G_FILE_ERROR_NOENT, "no \xff file");
  g_autoptr (GError) ours = g_error_new (LB_ERROR, LB_ERROR_DATABASE, "bad \xe4 byte");
  json_t *json = lb_error_to_json (file);

  g_assert_cmpstr (json_string_value (json_object_get (json, "kind")), ==, "internal");
  g_assert_cmpstr (json_string_value (json_object_get (json, "message")), ==, "no \xef\xbf\xbd file");
  json_decref (json);
  lb_error_set_detail (ours, "\xfe");
  json = lb_error_to_json (ours);
  g_assert_cmpstr (json_string_value (json_object_get (json, "message")), ==, "bad \xef\xbf\xbd byte");
  g_assert_cmpstr (json_string_value (json_object_get (json, "detail")), ==, "\xef\xbf\xbd");
  json_decref (json);
}

static void
check_string (const char *text, gsize length)
{
  g_autoptr (GString) json = g_string_new ("[");
  json_t *read;

  lb_json_append_string (json, text, length);
  g_string_append_c (json, ']');
  read = json_loadb (json->str, json->len, JSON_ALLOW_NUL, NULL);
  g_assert_nonnull (read);
  g_assert_cmpmem (json_string_value (json_array_get (read, 0)), json_string_length (json_array_get (read, 0)), text,
                   length);
  json_decref (read);
}

static void
test_strings_of_every_character (void)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GString) wrong = g_string_new (NULL);

  for (gunichar c = 0; c <= 0x10FFFF; c++) {
    char buffer[8];

    if (c >= 0xD800 && c < 0xE000)
      continue;
    g_string_append_len (all, buffer, g_unichar_to_utf8 (c, buffer));
    if (c < 0x3000 || c % 1000 == 0)
      check_string (buffer, (gsize) g_unichar_to_utf8 (c, buffer));
  }
  check_string (all->str, all->len);
  check_string ("", 0);
  lb_json_append_string (wrong, "a\xff\0\"z", 5);
  g_assert_cmpstr (wrong->str, ==, "\"a\xef\xbf\xbd\xef\xbf\xbd\\\"z\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/channel/messages", test_messages);
  g_test_add_func ("/channel/end-at-every-point", test_end_at_every_point);
  g_test_add_func ("/channel/long-lines", test_long_lines);
  g_test_add_func ("/channel/long-answer", test_long_answer);
  g_test_add_func ("/channel/calls-within-calls", test_calls_within_calls);
  g_test_add_func ("/channel/serving", test_serving);
  g_test_add_func ("/channel/errors-come-back", test_errors_come_back);
  g_test_add_func ("/channel/kinds-of-a-host", test_kinds_of_a_host);
  g_test_add_func ("/channel/foreign-errors", test_foreign_errors);
  g_test_add_func ("/channel/strings-of-every-character", test_strings_of_every_character);
  return g_test_run ();
}
