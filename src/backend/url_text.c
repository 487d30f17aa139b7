#include "url_text.h"

#include "url.h"

#include <string.h>

char *
lb_url_decode (const char *text, gsize length, gboolean plus_is_space)
{
  g_autoptr (GString) out = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++) {
    if (text[i] == '%' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2])) {
      char byte = (char) (g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2]));

      if (byte == '\0')
        return NULL;
      g_string_append_c (out, byte);
      i += 2;
    } else {
      g_string_append_c (out, text[i] == '+' && plus_is_space ? ' ' : text[i]);
    }
  }
  if (g_utf8_validate (out->str, (gssize) out->len, NULL))
    return g_string_free (g_steal_pointer (&out), FALSE);
  return g_utf8_make_valid (out->str, (gssize) out->len);
}

void
lb_url_encode (GString *out, const char *text, const char *safe, gboolean plus_for_space)
{
  for (; *text; text++) {
    if (g_ascii_isalnum (*text) || strchr ("_.-~", *text) || strchr (safe, *text))
      g_string_append_c (out, *text);
    else if (*text == ' ' && plus_for_space)
      g_string_append_c (out, '+');
    else
      g_string_append_printf (out, "%%%02X", (guchar) *text);
  }
}

/* Parameters whose value nobody may see: any whose name holds one of these. */
static gboolean
is_secret (const char *key)
{
  static const char *const words[] = { "password", "passwd", "pwd", "secret", "token", "passphrase" };
  g_autofree char *lower = g_ascii_strdown (key, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    if (strstr (lower, words[i]))
      return TRUE;
  }
  return FALSE;
}

static gint
compare_keys (gconstpointer a, gconstpointer b)
{
  const LbUrlParameter *const *left = a, *const *right = b;

  return strcmp ((*left)->key, (*right)->key);
}

static void
append_query (GString *out, const LbUrl *url)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < url->query->len; i++)
    g_ptr_array_add (sorted, url->query->pdata[i]);
  g_ptr_array_sort (sorted, compare_keys); /* a merge sort: equal keys stay in order */
  for (guint i = 0; i < sorted->len; i++) {
    const LbUrlParameter *parameter = sorted->pdata[i];

    g_string_append_c (out, i ? '&' : '?');
    lb_url_encode (out, parameter->key, "", TRUE);
    g_string_append_c (out, '=');
    if (is_secret (parameter->key))
      g_string_append (out, "***");
    else
      lb_url_encode (out, parameter->value, "", TRUE);
  }
}

static gboolean
query_has (const LbUrl *url, const char *key)
{
  for (guint i = 0; i < url->query->len; i++) {
    const LbUrlParameter *parameter = url->query->pdata[i];

    if (g_str_equal (parameter->key, key))
      return TRUE;
  }
  return FALSE;
}

/* Hosts and ports that came from the query are shown there. */
static void
append_hosts (GString *out, const LbUrl *url)
{
  gboolean ports_in_query = query_has (url, "port");

  if (query_has (url, "host"))
    return;
  for (guint i = 0; i < url->hosts->len; i++) {
    const LbUrlHost *host = url->hosts->pdata[i];

    g_string_append (out, i ? "," : "");
    gboolean is_ipv6 = strchr (host->host, ':') != NULL;
    g_string_append (out, is_ipv6 ? "[" : "");
    lb_url_encode (out, host->host, "+:", FALSE);
    g_string_append (out, is_ipv6 ? "]" : "");
    if (host->port && !ports_in_query)
      g_string_append_printf (out, ":%u", host->port);
  }
}

char *
lb_url_masked (const LbUrl *url)
{
  GString *out = g_string_new (url->backend);

  if (url->driver)
    g_string_append_printf (out, "+%s", url->driver);
  g_string_append (out, "://");
  if (url->user) {
    lb_url_encode (out, url->user, " +", FALSE);
    g_string_append (out, url->password ? ":***@" : "@");
  }
  append_hosts (out, url);
  if (url->database) {
    g_string_append_c (out, '/');
    lb_url_encode (out, url->database, " +/", FALSE);
  }
  append_query (out, url);
  return g_string_free (out, FALSE);
}

char *
lb_url_mask_text (const char *text)
{
  g_autoptr (LbUrl) url = lb_url_parse (text, NULL);

  if (url)
    return lb_url_masked (url);
  if (*text == '\0')
    return g_strdup ("");
  /* Without a parse nobody knows where a password stands: keep what is certainly none, the name in front and the
   * host behind the last @. */
  const char *scheme_end = strstr (text, "://");
  const char *at = strrchr (text, '@');
  GString *out = g_string_new (NULL);

  if (scheme_end
      && strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+_-")
             == (gsize) (scheme_end - text))
    g_string_append_len (out, text, scheme_end + 3 - text);
  g_string_append (out, "***");
  if (at && !strchr (at, '?') && !strchr (at, '='))
    g_string_append (out, at);
  return g_string_free (out, FALSE);
}
