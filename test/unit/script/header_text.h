/* Shared by the tests of headers: a header as one line of text, to compare. */
#ifndef TEST_HEADER_TEXT_H
#define TEST_HEADER_TEXT_H

#include "script/header.h"
#include "util/error.h"

#include <string.h>

/* "id < down,down; labels; depends; message", or "line: error" */
static inline char *
header_text (LbScriptFormat format, const char *path, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *exact = g_memdup2 (text, length); /* so that the address sanitizer sees reads behind the end */
  g_autoptr (LbHeader) header = lb_header_read (format, path, exact, length, FALSE, &error);
  g_autofree char *down = NULL, *labels = NULL, *depends = NULL;

  if (!header) {
    g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
    g_assert_cmpstr (lb_error_parts (error)->file, ==, path);
    return g_strdup_printf ("%u: %s", lb_error_parts (error)->line, error->message);
  }
  g_assert_null (header->doc);
  down = g_strjoinv (",", header->down);
  labels = g_strjoinv (",", header->labels);
  depends = g_strjoinv (",", header->depends);
  return g_strdup_printf ("%s < %s; %s; %s; %s", header->id, down, labels, depends, header->message);
}

#endif
