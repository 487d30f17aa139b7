/* The address of a database, in SQLAlchemy's form.
 *
 *   backend[+driver]://[user[:password]@][host[:port][,host[:port]...]][/database][?key=value&...]
 *
 * The address lives beside the contract of the backends, not in src/config, because every driver needs it and drivers
 * may not look into the configuration.
 */
#ifndef LB_BACKEND_URL_H
#define LB_BACKEND_URL_H

#include <glib.h>

typedef struct {
  char *host; /* decoded; without the brackets of an IPv6 address; may be "" */
  guint port; /* 0: not given */
} LbUrlHost;

typedef struct {
  char *key;
  char *value;
} LbUrlParameter;

typedef struct {
  char *backend;  /* canonical name: "postgresql", "sqlite", "mysql", "mariadb"; others as written */
  char *driver;   /* "asyncpg", "psycopg2", NULL */
  char *user;     /* decoded; NULL not given */
  char *password; /* decoded; NULL not given */
  char *
      database; /* decoded; NULL not given. For sqlite the path: "" or NULL memory, "x.db" relative, "/x.db" absolute */
  GPtrArray *hosts;      /* LbUrlHost; empty when none is given */
  GPtrArray *parameters; /* LbUrlParameter in order of appearance */
} LbUrl;

/* Parse @text. NULL with @error LB_ERROR_CONFIG; the message never contains the password. */
LbUrl *lb_url_parse (const char *text, GError **error);
void lb_url_free (LbUrl *url);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbUrl, lb_url_free)

/* The value of the last parameter named @key, or NULL. */
const char *lb_url_parameter (const LbUrl *url, const char *key);

/* The address as people may see it: the password is ***, also those among the parameters. The only way a URL is
 * printed. */
char *lb_url_masked (const LbUrl *url);

/* The same for text that may not parse: masks whatever stands where a password would. */
char *lb_url_mask_text (const char *text);

#endif
