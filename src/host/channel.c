#include "channel.h"

#include "util/error.h"
#include "util/interrupt.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  LONGEST_LINE = 64 << 20,
  PIECE = 64 << 10,
  LOOKS = 60,            /* before a wait */
  LOOK_MS = 200,         /* how often a wait looks whether a signal has come */
  GRACE_US = 2 * 1000000 /* how long the other side may take to stop after one */
};

struct LbChannel {
  int fd;
  LbAnswer answer;
  gpointer data;
  void (*stop) (gpointer data);
  gpointer stop_data;
  GString *in;  /* what came and was not taken yet */
  gsize taken;  /* of it */
  gsize looked; /* how far it was searched for the end of a line */
  GString *out; /* the message being made */
  char *kind;
  guint depth;   /* calls that wait for an answer */
  gboolean left; /* it was the other side that ended the conversation */
};

LbChannel *
lb_channel_new (int fd, LbAnswer answer, gpointer data)
{
  LbChannel *channel = g_new0 (LbChannel, 1);

  *channel = (LbChannel){
    .fd = fd, .answer = answer, .data = data, .in = g_string_sized_new (PIECE), .out = g_string_new (NULL)
  };
  return channel;
}

static void
hang_up (LbChannel *channel)
{
  if (channel->fd >= 0)
    close (channel->fd);
  channel->fd = -1;
}

void
lb_channel_free (LbChannel *channel)
{
  if (!channel)
    return;
  hang_up (channel);
  g_string_free (channel->in, TRUE);
  g_string_free (channel->out, TRUE);
  g_free (channel->kind);
  g_free (channel);
}

void
lb_channel_set_stop (LbChannel *channel, void (*stop) (gpointer data), gpointer data)
{
  channel->stop = stop;
  channel->stop_data = data;
}

const char *
lb_channel_kind (const LbChannel *channel)
{
  return channel->kind;
}

gboolean
lb_channel_is_open (const LbChannel *channel)
{
  return channel->fd >= 0;
}

gboolean
lb_channel_was_left (const LbChannel *channel)
{
  return channel->left;
}

/* The other side has gone; after a signal because it got one too. */
static gboolean
ended (LbChannel *channel, GError **error)
{
  channel->left |= channel->fd >= 0;
  hang_up (channel);
  if (!lb_interrupt_check (error))
    return FALSE;
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "the process that runs the scripts has ended");
  return FALSE;
}

/* Wait until there is something to read (POLLIN), or room to write (POLLOUT). A signal stops the other side, which then
 * has a moment to end what it does. */
static gboolean
wait_for (LbChannel *channel, short event, GError **error)
{
  gint64 stopped = 0;

  for (;;) {
    struct pollfd wanted = { .fd = channel->fd, .events = event };
    int n = poll (&wanted, 1, LOOK_MS);

    if (n > 0)
      return TRUE;
    if (n < 0 && errno != EINTR)
      return ended (channel, error);
    if (!lb_interrupt_signal ())
      continue;
    if (!stopped) {
      stopped = g_get_monotonic_time ();
      if (channel->stop)
        channel->stop (channel->stop_data);
    } else if (g_get_monotonic_time () - stopped > GRACE_US) {
      hang_up (channel);
      return lb_interrupt_check (error);
    }
  }
}

/* ---- sending */

static gboolean
send_out (LbChannel *channel, GError **error)
{
  gsize sent = 0;

  g_string_append_c (channel->out, '\n');
  while (channel->fd >= 0 && sent < channel->out->len) {
    ssize_t n = send (channel->fd, channel->out->str + sent, channel->out->len - sent, MSG_NOSIGNAL | MSG_DONTWAIT);

    if (n >= 0)
      sent += (gsize) n;
    else if (errno != EINTR && errno != EAGAIN)
      return ended (channel, error);
    else if (!wait_for (channel, POLLOUT, error))
      return FALSE;
  }
  return channel->fd >= 0 || ended (channel, error);
}

static void
begin_message (LbChannel *channel)
{
  g_string_set_size (channel->out, 0);
}

static int
append_piece (const char *buffer, size_t size, void *data)
{
  g_string_append_len (data, buffer, (gssize) size);
  return 0;
}

static gboolean
send_named (LbChannel *channel, const char *verb, const char *name, json_t *members, GError **error)
{
  json_t *message = members ? members : json_object ();

  json_object_set_new (message, verb, json_string (name));
  begin_message (channel);
  json_dump_callback (message, append_piece, channel->out, JSON_COMPACT);
  json_decref (message);
  return send_out (channel, error);
}

static gboolean
send_answer (LbChannel *channel, const char *value, const GError *failure, GError **error)
{
  begin_message (channel);
  if (value) {
    g_string_append (channel->out, "{\"ok\":");
    g_string_append (channel->out, value);
    g_string_append_c (channel->out, '}');
  } else {
    json_t *message = json_object ();

    json_object_set_new (message, "error", lb_error_to_json (failure));
    json_dump_callback (message, append_piece, channel->out, JSON_COMPACT);
    json_decref (message);
  }
  return send_out (channel, error);
}

/* ---- receiving */

/* A script's next call mostly comes within microseconds of the last answer; to fall asleep and be woken takes longer
 * than to look a few times. Others that want the processor get it in between. */
static ssize_t
recv_soon (int fd, char *buffer, gsize size)
{
  ssize_t n = -1;

  for (guint i = 0; i < LOOKS; i++) {
    n = recv (fd, buffer, size, MSG_DONTWAIT);
    if (n >= 0 || errno != EAGAIN)
      break;
    sched_yield ();
  }
  return n;
}

static gboolean
read_piece (LbChannel *channel, GError **error)
{
  ssize_t n;
  gsize at;

  if (channel->taken > PIECE && channel->taken * 2 > channel->in->len) {
    g_string_erase (channel->in, 0, (gssize) channel->taken);
    channel->looked -= channel->taken;
    channel->taken = 0;
  }
  if (channel->in->len - channel->taken > LONGEST_LINE) {
    hang_up (channel);
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "the script host sent a message of more than %d MiB",
                 LONGEST_LINE >> 20);
    return FALSE;
  }
  at = channel->in->len;
  g_string_set_size (channel->in, at + PIECE);
  n = recv_soon (channel->fd, channel->in->str + at, PIECE);
  while (n < 0 && (errno == EINTR || errno == EAGAIN)) {
    if (!wait_for (channel, POLLIN, error)) {
      g_string_set_size (channel->in, at);
      return FALSE;
    }
    n = recv (channel->fd, channel->in->str + at, PIECE, MSG_DONTWAIT);
  }
  g_string_set_size (channel->in, at + (gsize) MAX (n, 0));
  return n > 0 || ended (channel, error);
}

/* The rows of an insert are many: where they are the last member, their text is kept as the member `rows_text`, and
 * whoever inserts them reads it. NULL for any other message. */
static json_t *
parse_insert (const char *line, gsize length)
{
  static const char *const heads[] = { "{\"call\":\"insert\",", "{\"tell\":\"rows\"," };
  static const char mark[] = ",\"rows\":["; /* whose quotes would be escaped inside of a string */
  g_autofree char *head = NULL;
  const char *found = NULL;
  json_t *message;

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    if (length > strlen (heads[i]) && memcmp (line, heads[i], strlen (heads[i])) == 0)
      found = g_strstr_len (line, (gssize) length, mark);
  if (!found || line[length - 1] != '}' || line[length - 2] != ']')
    return NULL;
  head = g_strdup_printf ("%.*s}", (int) (found - line), line);
  message = json_loads (head, JSON_ALLOW_NUL, NULL);
  if (!message)
    return NULL;
  found += strlen (mark) - 1;
  json_object_set_new (message, "rows_text", json_stringn_nocheck (found, (size_t) (line + length - 1 - found)));
  return message;
}

json_t *
lb_channel_parse (const char *line, gsize length, GError **error)
{
  json_error_t failure;
  json_t *message = parse_insert (line, length);
  g_autofree char *why = NULL;

  if (message)
    return message;
  message = json_loadb (line, length, JSON_ALLOW_NUL, &failure);

  if (json_is_object (message))
    return message;
  if (message)
    json_decref (message);
  why = message ? g_strdup ("not a JSON object") : g_utf8_make_valid (failure.text, -1); /* it quotes the line */
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "what the script host sent is no message: %s", why);
  return NULL;
}

/* The next message; NULL without @error when the other side has closed between two and nothing was waited for. */
static json_t *
next_message (LbChannel *channel, GError **error)
{
  for (;;) {
    const char *from = channel->in->str + channel->looked;
    const char *end = memchr (from, '\n', channel->in->len - channel->looked);
    json_t *message;
    gsize start = channel->taken;

    if (!end) {
      channel->looked = channel->in->len;
      if (channel->fd < 0 || !read_piece (channel, error))
        return NULL;
      continue;
    }
    channel->taken = channel->looked = (gsize) (end - channel->in->str) + 1;
    message = lb_channel_parse (channel->in->str + start, channel->taken - 1 - start, error);
    if (!message)
      hang_up (channel);
    if (channel->taken == channel->in->len) {
      g_string_set_size (channel->in, 0);
      channel->taken = channel->looked = 0;
    }
    return message;
  }
}

/* ---- talking */

static gboolean
answer_call (LbChannel *channel, const char *name, const json_t *message, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *value = channel->answer (name, message, channel->data, &failure);

  return send_answer (channel, value, failure, error);
}

/* Take in messages until an answer comes: the answer, or NULL with @error. Without a call that waits, until the end:
 * NULL. */
static json_t *
listen_for_answer (LbChannel *channel, GError **error)
{
  for (;;) {
    json_t *message = next_message (channel, error);
    const char *call;

    if (!message)
      return NULL;
    call = json_string_value (json_object_get (message, "call"));
    if (call) {
      gboolean answered = answer_call (channel, call, message, error);

      json_decref (message);
      if (!answered)
        return NULL;
      continue;
    }
    call = json_string_value (json_object_get (message, "tell"));
    if (call) {
      g_autoptr (GError) unheard = NULL;

      g_free (channel->answer (call, message, channel->data, &unheard));
      json_decref (message);
      continue;
    }
    if (channel->depth && (json_object_get (message, "ok") || json_object_get (message, "error")))
      return message;
    json_decref (message);
    hang_up (channel);
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "the script host sent a message that is no call and no answer");
    return NULL;
  }
}

json_t *
lb_channel_call (LbChannel *channel, const char *name, json_t *members, GError **error)
{
  json_t *message, *value;
  const json_t *failure;

  g_clear_pointer (&channel->kind, g_free);
  if (!send_named (channel, "call", name, members, error))
    return NULL;
  channel->depth++;
  message = listen_for_answer (channel, error);
  channel->depth--;
  g_clear_pointer (&channel->kind, g_free); /* of a call inside of this one */
  if (!message)
    return NULL;
  failure = json_object_get (message, "error");
  if (failure) {
    channel->kind = g_strdup (json_string_value (json_object_get (failure, "kind")));
    if (lb_interrupt_check (error)) /* a signal that the other side got too is what it speaks of */
      g_propagate_error (error, lb_error_from_json (failure));
    json_decref (message);
    return NULL;
  }
  value = json_incref (json_object_get (message, "ok"));
  json_decref (message);
  return value;
}

gboolean
lb_channel_tell (LbChannel *channel, const char *name, json_t *members)
{
  return send_named (channel, "tell", name, members, NULL);
}

gboolean
lb_channel_serve (LbChannel *channel, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (listen_for_answer (channel, &failure))
    g_assert_not_reached (); /* no call waits */
  if (channel->left && channel->taken == channel->in->len)
    return TRUE; /* closed between two messages */
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
