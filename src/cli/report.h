/* An error as a person reads it: what, where, why, what to do, and where things stand now. */
#ifndef LB_CLI_REPORT_H
#define LB_CLI_REPORT_H

#include "util/error.h"

#include <jansson.h>

typedef struct {
  gboolean color;
  guint width;        /* columns to cut excerpts to; 0: whole lines, unless they are very long */
  gboolean with_code; /* --raiseerr: the kind of the error and its status too */
} LbReportStyle;

/* Append "FAILED: message" and a line or more for each part of @error that is known. A statement shows as an excerpt:
 * the line that failed with its number in the file, the line before it, and a caret under the place the server points
 * at. */
void lb_report (GString *text, const GError *error, const LbReportStyle *style);

/* The same as a JSON object: kind, status, message, and the parts that are known. */
json_t *lb_report_json (const GError *error);

#endif
