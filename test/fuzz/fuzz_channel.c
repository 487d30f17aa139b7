/* What a script host sends: whatever the line, there is a message or an error; an error in it can be told again; a
 * statement in it becomes statements whose values are literals; and what is written can be read. */
#include "engine/service_private.h"
#include "operation/wire.h"
#include "util/error.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static G_NORETURN void
fail (const char *what)
{
  g_printerr ("%s\n", what);
  abort ();
}

/* An error that was told once is told the same way twice. */
static void
check_error (const json_t *json)
{
  g_autoptr (GError) error = lb_error_from_json (json);
  json_t *told = lb_error_to_json (error);
  g_autoptr (GError) again = lb_error_from_json (told);
  json_t *twice = lb_error_to_json (again);

  json_object_del (told, "trace"); /* of the host's own: it does not come back from the engine */
  json_object_del (twice, "trace");
  json_object_del (told, "outcome");
  if (error->code != again->code || !json_equal (told, twice))
    fail ("an error is another one when it is told again");
  json_decref (told);
  json_decref (twice);
}

static void
check_value (const json_t *json)
{
  LbValue value = { 0 }, copy = { 0 };
  json_t *written;

  if (lb_value_from_json (json, &value, NULL)) {
    written = lb_value_to_json (&value);
    if (!written || !lb_value_from_json (written, &copy, NULL) || copy.kind != value.kind)
      fail ("a value cannot be read again");
    json_decref (written);
  }
  lb_value_clear (&value);
  lb_value_clear (&copy);
}

/* Text that was sent as a JSON string is that text, or has had its wrong bytes replaced. */
static void
check_string (const char *text, gsize length)
{
  g_autoptr (GString) written = g_string_new ("[");
  json_t *read;

  lb_json_append_string (written, text, length);
  g_string_append_c (written, ']');
  read = json_loadb (written->str, written->len, JSON_ALLOW_NUL, NULL);
  if (!read)
    fail ("a string cannot be read");
  if (g_utf8_validate_len (text, length, NULL)
      && (json_string_length (json_array_get (read, 0)) != length
          || memcmp (json_string_value (json_array_get (read, 0)), text, length) != 0))
    fail ("a string is another one when it is read");
  json_decref (read);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const dialects[] = { "postgresql", "sqlite", "mysql" };
  g_autoptr (GError) error = NULL;
  json_t *message = lb_channel_parse ((const char *) data, size, &error);

  check_string ((const char *) data, size);
  if (!message) {
    if (!g_error_matches (error, LB_ERROR, LB_ERROR_SCRIPT) || !g_utf8_validate (error->message, -1, NULL))
      fail ("neither message nor error");
    return 0;
  }
  if (json_object_get (message, "error"))
    check_error (json_object_get (message, "error"));
  check_value (json_object_get (message, "ok"));
  for (gsize i = 0; i < G_N_ELEMENTS (dialects); i++) {
    g_autoptr (GError) failure = NULL;
    g_autoptr (GPtrArray) statements = lb_service_statements (lb_dialect_find (dialects[i]), message, &failure);

    if (!statements == !failure)
      fail ("neither statements nor error");
  }
  json_decref (message);
  return 0;
}
