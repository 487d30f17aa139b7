/* alembic.ini from anywhere: reading it, putting every value together, and the logging sections. */
#include "config/ini.h"
#include "config/logging.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What the fuzzer takes for a crash; g_error would end it with a signal it does not catch. */
static G_NORETURN void
fail (const char *what, const char *text)
{
  g_printerr ("%s: %s\n", what, text);
  abort ();
}

static void
read_section (const LbIni *ini, const char *section)
{
  g_autoptr (GPtrArray) keys = lb_ini_keys (ini, section);

  for (guint i = 0; i < keys->len; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *value = lb_ini_get (ini, section, keys->pdata[i], &error);
    guint line = 0;

    if ((value == NULL) != (error != NULL)) /* a key that is listed has a value or a fault */
      fail ("neither value nor error", section);
    if (!lb_ini_raw (ini, section, keys->pdata[i], &line) || line == 0)
      fail ("a key without text or line", section);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbIni) ini = lb_ini_parse ("alembic.ini", (const char *) data, size, &error);

  if ((ini == NULL) != (error != NULL))
    fail ("neither file nor error", "");
  if (!ini)
    return 0;
  lb_ini_set_injected (ini, "here", "/srv/app");
  g_autoptr (GPtrArray) sections = lb_ini_sections (ini);
  read_section (ini, "DEFAULT");
  for (guint i = 0; i < sections->len; i++)
    read_section (ini, sections->pdata[i]);

  g_autoptr (LbLogging) logging = lb_logging_from_ini (ini, NULL);
  if (logging) {
    g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 1, 2, 3, 4, 5.678);
    g_autofree char *line = lb_logging_format (logging, LB_LOG_INFO, "alembic.runtime", "m\303\244", now);

    if (!line || lb_logging_level (logging, "alembic.runtime") < 0)
      fail ("a record without text, or a negative level", "");
  }
  return 0;
}
