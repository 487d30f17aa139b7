/* Headers of revisions. The first byte picks the format and whether the text is a whole file. */
#include "script/header.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What was read must be whole: every string is there and is UTF-8. */
static void
check (const LbHeader *header)
{
  char **lists[] = { header->down, header->depends, header->labels };

  g_assert_true (*header->id != '\0' && g_utf8_validate (header->id, -1, NULL));
  g_assert_true (g_utf8_validate (header->message, -1, NULL));
  g_assert_true (g_utf8_validate (header->doc, -1, NULL));
  g_assert_true (g_str_has_prefix (header->doc, header->message));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    for (char **item = lists[i]; *item; item++)
      g_assert_true (**item != '\0' && g_utf8_validate (*item, -1, NULL));
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  LbHeaderSource source = { .path = "versions/x.py", .with_doc = TRUE };
  g_autoptr (LbHeaderReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  const LbHeader *header = NULL;

  if (size == 0)
    return 0;
  reader = lb_header_reader_new ();
  source.format = data[0] & 1 ? LB_SCRIPT_PYTHON : LB_SCRIPT_SQL;
  source.partial = (data[0] & 2) != 0;
  source.text = (const char *) data + 1;
  source.length = size - 1;
  switch (lb_header_reader_read (reader, &source, &header, &error)) {
    case LB_HEADER_REVISION:
      check (header);
      g_assert_no_error (error);
      break;
    case LB_HEADER_FAILED:
      g_assert_nonnull (error);
      break;
    case LB_HEADER_OTHER:
    case LB_HEADER_MORE:
      g_assert_no_error (error);
      g_assert_null (header);
      break;
  }
  return 0;
}
