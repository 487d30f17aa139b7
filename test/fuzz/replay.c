/* Runs a fuzz target over every file of a corpus directory, so that what the fuzzer once found stays found. */
#include <glib.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  for (int i = 1; i < argc; i++) {
    g_autoptr (GDir) dir = g_dir_open (argv[i], 0, &error);
    const char *name;

    if (!dir) {
      g_printerr ("%s\n", error->message);
      return 1;
    }
    while ((name = g_dir_read_name (dir))) {
      g_autofree char *path = g_build_filename (argv[i], name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (!g_file_get_contents (path, &text, &length, &error)) {
        g_printerr ("%s\n", error->message);
        return 1;
      }
      LLVMFuzzerTestOneInput ((const uint8_t *) text, length);
      n++;
    }
  }
  g_print ("%u inputs\n", n);
  return n == 0; /* an empty corpus proves nothing */
}
