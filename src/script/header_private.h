/* What the readers of headers share. Nobody else includes it. */
#ifndef LB_SCRIPT_HEADER_PRIVATE_H
#define LB_SCRIPT_HEADER_PRIVATE_H

#include "header.h"

/* The values of a header, under their names in either format. */
typedef enum {
  LB_HEADER_ID,
  LB_HEADER_DOWN,
  LB_HEADER_LABELS,
  LB_HEADER_DEPENDS,
  LB_HEADER_DATE, /* SQL: create_date; Python: the docstring, which holds the date too */
  LB_HEADER_N_VALUES
} LbHeaderValue;

struct LbHeaderReader {
  LbHeader header;                      /* the result; points into what follows */
  GStringChunk *strings;                /* every string of it */
  GPtrArray *lists[LB_HEADER_N_VALUES]; /* char *: what each value holds */
  GPtrArray *spare;                     /* a list under construction */
  GString *scratch;                     /* a string under construction */
  GArray *bindings;                     /* header_python.c: module variables that are no header */
};

/* Each reads @source, which starts behind a BOM, into @reader, which is empty. */
LbHeaderResult lb_header_read_sql (LbHeaderReader *reader, const LbHeaderSource *source, GError **error);
LbHeaderResult lb_header_read_python (LbHeaderReader *reader, const LbHeaderSource *source, GError **error);

/* Set message, and doc if asked for, from @text, which is stripped as Python's str.strip does. */
void lb_header_describe (LbHeaderReader *reader, const char *text, gsize length, gboolean with_doc);

/* Copy a string into the reader. */
char *lb_header_keep (LbHeaderReader *reader, const char *text, gsize length);

/* The 1-based line that @at stands on. LF, CRLF and CR end a line. */
guint lb_header_line (const char *text, const char *at);

/* FALSE with LB_ERROR_SCRIPT and the line if @text is not UTF-8 or holds a NUL; @hint says what to do. */
gboolean lb_header_check_text (const char *path, const char *text, gsize length, const char *hint, GError **error);

#endif
