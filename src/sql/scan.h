/* Where quoted text and comments end. All take the text up to @end and return NULL if it does not end there. */
#ifndef LB_SQL_SCAN_H
#define LB_SQL_SCAN_H

#include <glib.h>

/* Behind the end of the comment whose inside starts at @p. Both of its marks hold a slash: only those are looked at. */
const char *lb_scan_block_comment (const char *p, const char *end, gboolean nested);

/* The closing quote of the text quoted with @quote whose inside starts at @p. A doubled quote is none, and with
 * @escapes the byte after a backslash is none. */
const char *lb_scan_quoted (const char *p, const char *end, char quote, gboolean escapes);

/* The last closing quote of the E'...' string whose inside starts at @p: the strings it goes on in, where backslash
 * escapes hold too, are read with it. */
const char *lb_scan_e_string (const char *p, const char *end);

#endif
