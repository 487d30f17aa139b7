#include "backend/url.h"
#include "util/error.h"

#include <string.h>

/* An address and its parts: backend|driver|user|password|hosts|database|parameters; "-" for a part that is not given.
 * @masked: as SQLAlchemy's render_as_string shows it; NULL: like the address. */
static const struct {
  const char *text;
  const char *parts;
  const char *masked;
} good[] = {
  { "postgresql+asyncpg://tasker:tasker@localhost:5432/tasker",
    "postgresql|asyncpg|tasker|tasker|localhost:5432|tasker|",
    "postgresql+asyncpg://tasker:***@localhost:5432/tasker" },
  { "postgresql+psycopg2://u@h", "postgresql|psycopg2|u|-|h|-|", NULL },
  { "postgres://u@h/d", "postgresql|-|u|-|h|d|", "postgresql://u@h/d" },
  { " PostgreSQL://h/d\n", "postgresql|-|-|-|h|d|", "postgresql://h/d" },
  { "postgresql://u:p%40w%2F%25@h/d%20b", "postgresql|-|u|p@w/%|h|d b|", "postgresql://u:***@h/d b" },
  { "postgresql://u:a+b@h/d", "postgresql|-|u|a+b|h|d|", "postgresql://u:***@h/d" },
  { "postgresql://u%3Ax:p@h/d", "postgresql|-|u:x|p|h|d|", "postgresql://u%3Ax:***@h/d" },
  { "postgresql://h", "postgresql|-|-|-|h|-|", NULL },
  { "postgresql://h/", "postgresql|-|-|-|h||", NULL },
  { "postgresql://h:/d", "postgresql|-|-|-|h|d|", "postgresql://h/d" },
  { "postgresql://:5432/d", "postgresql|-|-|-|:5432|d|", NULL },
  { "postgresql:///d", "postgresql|-|-|-||d|", NULL },
  { "postgresql://u:@h/d", "postgresql|-|u||h|d|", "postgresql://u:***@h/d" },
  { "postgresql://:p@h/d", "postgresql|-||p|h|d|", "postgresql://:***@h/d" },
  { "postgresql://u:p/w@h/d", "postgresql|-|u|p/w|h|d|", "postgresql://u:***@h/d" },
  { "postgresql://u:p@w@h/d", "postgresql|-|u|p@w|h|d|", "postgresql://u:***@h/d" },
  { "postgresql://u:p#w?@h/d#x", "postgresql|-|u|p#w?|h|d#x|", "postgresql://u:***@h/d%23x" },
  { "postgresql://u@x@h/d", "postgresql|-|u@x|-|h|d|", "postgresql://u%40x@h/d" },
  { "postgresql://u@h:5432/d", "postgresql|-|u|-|h:5432|d|", NULL },
  { "postgresql://h:5432/d?application_name=a@b", "postgresql|-|-|-|h:5432|d|application_name=a@b",
    "postgresql://h:5432/d?application_name=a%40b" },
  { "postgresql://h/d?application_name=a@b", "postgresql|-|-|-|h|d|application_name=a@b",
    "postgresql://h/d?application_name=a%40b" },
  { "postgresql://u:p@[::1]:5432/d", "postgresql|-|u|p|::1:5432|d|", "postgresql://u:***@[::1]:5432/d" },
  { "postgresql://[fe80::1]/d", "postgresql|-|-|-|fe80::1|d|", NULL },
  { "postgresql://u:p@h1,h2:2/d", "postgresql|-|u|p|h1,h2:2|d|", "postgresql://u:***@h1,h2:2/d" },
  { "postgresql://h1:1,[::2]:2,h3/d", "postgresql|-|-|-|h1:1,::2:2,h3|d|", NULL },
  { "postgresql://%2Ftmp%2Fs/d", "postgresql|-|-|-|/tmp/s|d|", NULL },
  { "postgresql:///d?host=/var/run/pg", "postgresql|-|-|-|/var/run/pg|d|", "postgresql:///d?host=%2Fvar%2Frun%2Fpg" },
  { "postgresql:///d?host=h1:1&host=h2:2", "postgresql|-|-|-|h1:1,h2:2|d|", "postgresql:///d?host=h1%3A1&host=h2%3A2" },
  { "postgresql://x/d?host=h1,h2&port=1,2", "postgresql|-|-|-|h1:1,h2:2|d|",
    "postgresql:///d?host=h1%2Ch2&port=1%2C2" },
  { "postgresql://x/d?host=h1,h2&port=7", "postgresql|-|-|-|h1:7,h2:7|d|", "postgresql:///d?host=h1%2Ch2&port=7" },
  { "postgresql:///d?host=::1&port=7", "postgresql|-|-|-|::1:7|d|", "postgresql:///d?host=%3A%3A1&port=7" },
  { "postgresql://h/d?port=7", "postgresql|-|-|-|h:7|d|", NULL },
  { "postgresql://h?sslmode=require", "postgresql|-|-|-|h|-|sslmode=require", NULL },
  { "postgresql://h/d?sslmode=require&application_name=a+b%2Bc",
    "postgresql|-|-|-|h|d|sslmode=require&application_name=a b+c",
    "postgresql://h/d?application_name=a+b%2Bc&sslmode=require" },
  { "postgresql://h/d?empty=&flag&x=1", "postgresql|-|-|-|h|d|x=1", "postgresql://h/d?x=1" },
  { "postgresql://h/d?b=2&a=1&b=1", "postgresql|-|-|-|h|d|b=2&a=1&b=1", "postgresql://h/d?a=1&b=2&b=1" },
  { "postgresql://h/d?password=x&sslpassword=y&user=u", "postgresql|-|-|-|h|d|password=x&sslpassword=y&user=u",
    "postgresql://h/d?password=***&sslpassword=***&user=u" },
  { "postgresql://h/d%zz%", "postgresql|-|-|-|h|d%zz%|", "postgresql://h/d%25zz%25" },
  { "mysql://u:%E9@h/d", "mysql|-|u|\357\277\275|h|d|", "mysql://u:***@h/d" },
  { "mysql+pymysql://root:pass@localhost:3306/ml", "mysql|pymysql|root|pass|localhost:3306|ml|",
    "mysql+pymysql://root:***@localhost:3306/ml" },
  { "oracle+cx_oracle://hr:x@192.168.1.86:1521/f", "oracle|cx_oracle|hr|x|192.168.1.86:1521|f|",
    "oracle+cx_oracle://hr:***@192.168.1.86:1521/f" },
  { "driver://user:pass@localhost/dbname", "driver|-|user|pass|localhost|dbname|",
    "driver://user:***@localhost/dbname" },
  { "sqlite://", "sqlite|-|-|-||-|", NULL },
  { "sqlite:///", "sqlite|-|-|-|||", NULL },
  { "sqlite:///:memory:", "sqlite|-|-|-||:memory:|", "sqlite:///%3Amemory%3A" },
  { "sqlite:///rel/x.db", "sqlite|-|-|-||rel/x.db|", NULL },
  { "sqlite:////abs/x.db", "sqlite|-|-|-||/abs/x.db|", NULL },
  { "sqlite+aiosqlite:///./x.db", "sqlite|aiosqlite|-|-||./x.db|", NULL },
  { "sqlite:///C:\\x\\y.db", "sqlite|-|-|-||C:\\x\\y.db|", "sqlite:///C%3A%5Cx%5Cy.db" },
  { "sqlite:///a@b:c@d.db", "sqlite|-|-|-||a@b:c@d.db|", "sqlite:///a%40b%3Ac%40d.db" },
  { "sqlite:///file:x.db?mode=ro&uri=true", "sqlite|-|-|-||file:x.db|mode=ro&uri=true",
    "sqlite:///file%3Ax.db?mode=ro&uri=true" },
};

static void
append_part (GString *out, const char *text)
{
  g_string_append (out, text ? text : "-");
  g_string_append_c (out, '|');
}

static char *
parts_of (const LbUrl *url)
{
  GString *out = g_string_new (NULL);

  append_part (out, url->backend);
  append_part (out, url->driver);
  append_part (out, url->user);
  append_part (out, url->password);
  for (guint i = 0; i < url->hosts->len; i++) {
    const LbUrlHost *host = url->hosts->pdata[i];

    g_string_append_printf (out, "%s%s", i ? "," : "", host->host);
    if (host->port)
      g_string_append_printf (out, ":%u", host->port);
  }
  g_string_append_c (out, '|');
  append_part (out, url->database);
  for (guint i = 0; i < url->parameters->len; i++) {
    const LbUrlParameter *parameter = url->parameters->pdata[i];

    g_string_append_printf (out, "%s%s=%s", i ? "&" : "", parameter->key, parameter->value);
  }
  return g_string_free (out, FALSE);
}

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (LbUrl) url = lb_url_parse (good[i].text, &error);

    g_test_message ("%s", good[i].text);
    g_assert_no_error (error);
    g_autofree char *parts = parts_of (url);
    g_autofree char *masked = lb_url_masked (url);
    g_assert_cmpstr (parts, ==, good[i].parts);
    g_assert_cmpstr (masked, ==, good[i].masked ? good[i].masked : good[i].text);
  }
}

/* @masked: what may be shown of text that is no address */
static const struct {
  const char *text;
  const char *message; /* a part of it */
  const char *masked;
} bad[] = {
  { "", "is empty", "" },
  { " \n", "is empty", "***" },
  { "localhost/d", "no '://'", "***" },
  { "u:secret@h/d", "no '://'", "***@h/d" },
  { "host=h password=secret", "no '://'", "***" },
  { "\"postgresql://u:secret@h/d\"", "name of a database", "***@h/d\"" },
  { "://u:secret@h", "name of a database", "://***@h" },
  { "postgresql://u:secret@h:54a/d", "not a number", "postgresql://***@h:54a/d" },
  { "postgresql://u:secret/d", "not a number", "postgresql://***" },
  { "postgresql://u:secret@h:65536/d", "between 1 and 65535", "postgresql://***@h:65536/d" },
  { "postgresql://h:0/d", "between 1 and 65535", "postgresql://***" },
  { "postgresql://h:99999999999999999999/d", "between 1 and 65535", "postgresql://***" },
  { "postgresql://u:secret@[::1/d", "does not end with ]", "postgresql://***@[::1/d" },
  { "postgresql://[::1]x/d", "does not end with ]", "postgresql://***" },
  { "postgresql://::1/d", "not a number", "postgresql://***" },
  { "postgresql://u:sec%00ret@h/d", "%00", "postgresql://***@h/d" },
  { "postgresql:///d?host=a:1&host=b:2&port=3", "both behind its hosts", "postgresql://***" },
  { "postgresql:///d?host=a,b&port=1,2,3", "another number of ports", "postgresql://***" },
  { "postgresql:///d?port=x&password=secret@h", "not a number", "postgresql://***@h" },
  { "sqlite://x.db", "names a file", "sqlite://***" },
  { "sqlite://u:secret@/x.db", "names a file", "sqlite://***@/x.db" },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (LbUrl) url = lb_url_parse (bad[i].text, &error);
    g_autofree char *masked = lb_url_mask_text (bad[i].text);

    g_test_message ("%s", bad[i].text);
    g_assert_null (url);
    g_assert_error (error, LB_ERROR, LB_ERROR_CONFIG);
    g_assert_nonnull (strstr (error->message, bad[i].message));
    g_assert_nonnull (lb_error_parts (error)->hint);
    g_assert_null (strstr (error->message, "secret"));
    g_assert_cmpstr (masked, ==, bad[i].masked);
  }
}

static void
test_parameter (void)
{
  g_autoptr (LbUrl) url = lb_url_parse ("postgresql://h/d?a=1&a=2&host=x", NULL);

  g_assert_cmpstr (lb_url_parameter (url, "a"), ==, "2");
  g_assert_null (lb_url_parameter (url, "b"));
  g_assert_null (lb_url_parameter (url, "host")); /* it is among the hosts */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend/url/good", test_good);
  g_test_add_func ("/backend/url/bad", test_bad);
  g_test_add_func ("/backend/url/parameter", test_parameter);
  return g_test_run ();
}
