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
  GPtrArray *hosts;      /* LbUrlHost; empty when none is given. "?host=a:1&host=b:2", "?host=a,b&port=1,2" and
                            "?host=/socket/dir" end here too, in place of those before the path */
  GPtrArray *parameters; /* LbUrlParameter in order of appearance, without "host" and "port", which are in @hosts */
  GPtrArray *query;      /* LbUrlParameter as written, all of them; only for lb_url_masked */
} LbUrl;

/* Parse @text by SQLAlchemy's rules: user, password and database are percent-decoded (a plus stays a plus), the query
 * is decoded as a form (a plus is a blank; parameters without a value are dropped); "#" is an ordinary character; an @
 * in a password need not be escaped. For sqlite ":memory:" stays as written, and a "file:" address with "uri=true" is
 * in @database with its parameters in @parameters.
 * NULL with @error LB_ERROR_CONFIG; the message contains nothing of the text. */
LbUrl *lb_url_parse (const char *text, GError **error);
void lb_url_free (LbUrl *url);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbUrl, lb_url_free)

/* The value of the last parameter named @key, or NULL. */
const char *lb_url_parameter (const LbUrl *url, const char *key);

/* The address as people may see it: the password is ***, also those among the parameters (any whose name holds
 * "password", "passwd", "secret", "token"); otherwise as SQLAlchemy's render_as_string writes it. The only way a URL is
 * printed. */
char *lb_url_masked (const LbUrl *url);

/* The same for text that may not parse: then only what certainly is no password is kept. */
char *lb_url_mask_text (const char *text);

#endif
