/* Addresses of databases: reading them, and showing them without their passwords. */
#include "backend/url.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What the fuzzer takes for a crash; g_error would end it with a signal it does not catch. */
static G_NORETURN void
fail (const char *what, const char *text)
{
  g_printerr ("%s: %s\n", what, text);
  abort ();
}

/* What is shown of an address must be an address again, with the same parts and *** for the password. */
static void
check_shown (const LbUrl *url, const char *shown)
{
  g_autoptr (LbUrl) again = lb_url_parse (shown, NULL);

  if (!again)
    fail ("what is shown is no address", shown);
  if (g_strcmp0 (again->backend, url->backend) != 0 || g_strcmp0 (again->user, url->user) != 0
      || g_strcmp0 (again->password, url->password ? "***" : NULL) != 0 || again->hosts->len != url->hosts->len)
    fail ("what is shown is another address", shown);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbUrl) url = lb_url_parse (text, &error);
  g_autofree char *masked = lb_url_mask_text (text);

  if ((url == NULL) != (error != NULL))
    fail ("neither address nor error", text);
  if (url && g_utf8_validate (text, -1, NULL))
    check_shown (url, masked);
  return 0;
}
