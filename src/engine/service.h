/* What scripts may ask of the engine: connections, statements, operations, reflection (doc/script-host.md).
 *
 * A service stands between a channel and the drivers. It serves a co-process that it starts when a run needs one, or a
 * program that started limbeck to have its own scripts served.
 */
#ifndef LB_ENGINE_SERVICE_H
#define LB_ENGINE_SERVICE_H

#include "config/settings.h"
#include "host/channel.h"
#include "util/log.h"

typedef struct LbService LbService;

/* Answers the call `command`: run a command line. */
typedef char *(*LbServiceCommand) (LbService *service, const json_t *message, gpointer data, GError **error);

LbService *lb_service_new (void);
void lb_service_free (LbService *service);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbService, lb_service_free)

/* Serve the program at the other end of @fd until it closes; @command answers its commands. */
gboolean lb_service_serve (LbService *service, int fd, LbServiceCommand command, gpointer data, GError **error);

/* How connections that scripts open are opened; borrowed. */
void lb_service_set_log (LbService *service, LbLog *log);

#endif
