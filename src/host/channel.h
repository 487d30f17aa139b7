/* The conversation with a script host: lines of JSON over a socket, calls in both directions (doc/script-host.md).
 *
 * While this side waits for an answer it answers the calls that the other side makes meanwhile. Nothing that comes over
 * the socket is trusted: what is no message ends the conversation with an error.
 */
#ifndef LB_HOST_CHANNEL_H
#define LB_HOST_CHANNEL_H

#include <glib.h>
#include <jansson.h>

typedef struct LbChannel LbChannel;

/* Answer one call of the other side: the value as JSON text, or NULL with @error, which is sent as it is. */
typedef char *(*LbAnswer) (const char *call, const json_t *message, gpointer data, GError **error);

/* Over @fd, which the channel closes. @answer is asked for every call of the other side. */
LbChannel *lb_channel_new (int fd, LbAnswer answer, gpointer data);
void lb_channel_free (LbChannel *channel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbChannel, lb_channel_free)

/* Called while waiting and interrupted by a signal: what is at the other end is to stop. May be NULL. */
void lb_channel_set_stop (LbChannel *channel, void (*stop) (gpointer data), gpointer data);

/* Call @name with the members of @members (an object, taken; NULL: none), and wait for the answer.
 * NULL with @error: the other side's error as it said it (lb_channel_kind tells its kind), LB_ERROR_SCRIPT when the
 * conversation has ended or what came was no message, LB_ERROR_INTERRUPTED. */
json_t *lb_channel_call (LbChannel *channel, const char *name, json_t *members, GError **error);

/* Say @name, without an answer. FALSE if nobody listens any more. */
gboolean lb_channel_tell (LbChannel *channel, const char *name, json_t *members);

/* Answer calls until the other side closes. FALSE with @error as above. */
gboolean lb_channel_serve (LbChannel *channel, GError **error);

/* The kind of the error that the last failed call got: "exception", "restart", ...; NULL when it was none of the other
 * side's. */
const char *lb_channel_kind (const LbChannel *channel);

gboolean lb_channel_is_open (const LbChannel *channel);

/* Whether the conversation has ended because the other side closed it, and not because of what it sent. */
gboolean lb_channel_was_left (const LbChannel *channel);

/* What takes apart a line: the message, or NULL with LB_ERROR_SCRIPT. */
json_t *lb_channel_parse (const char *line, gsize length, GError **error);

/* Errors as the protocol has them. */
json_t *lb_error_to_json (const GError *error);
GError *lb_error_from_json (const json_t *json);

/* Append @text as a JSON string; bytes that are no UTF-8 become U+FFFD. */
void lb_json_append_string (GString *json, const char *text, gsize length);

#endif
