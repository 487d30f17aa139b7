/* What scripts hold for a client program and no server understands: found, it is refused with its line and a hint what
 * to write instead. */
#ifndef LB_SQL_CLIENT_H
#define LB_SQL_CLIENT_H

#include "lexer.h"

/* Refuse the backslash command @token (LB_TOKEN_BACKSLASH). Always FALSE, with @error set: LB_ERROR_SCRIPT, line. */
gboolean lb_client_refuse_backslash (const LbToken *token, GError **error);

/* Refuse the dot command that starts with @token, up to @end. Always FALSE with @error set. */
gboolean lb_client_refuse_dot (const LbToken *token, const char *end, GError **error);

/* COPY whose other end is the client. Fed with the tokens of one statement outside of parentheses. */
typedef struct {
  guint n_tokens;
  gboolean is_copy;
  guint line;
  LbToken last;
} LbClientCopy;

/* Take the next token. FALSE with @error set when it is the STDIN or STDOUT of COPY. */
gboolean lb_client_copy_feed (LbClientCopy *copy, const LbToken *token, GError **error);

#endif
