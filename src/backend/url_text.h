/* Percent-encoding of database addresses, by the rules of Python's urllib that SQLAlchemy goes by. */
#ifndef LB_BACKEND_URL_TEXT_H
#define LB_BACKEND_URL_TEXT_H

#include <glib.h>

/* Decode @length bytes of @text. A % that no two hex digits follow stays as it is; bytes that are no UTF-8 become
 * U+FFFD. @plus_is_space: as in a query. NULL if it holds an encoded zero byte. */
char *lb_url_decode (const char *text, gsize length, gboolean plus_is_space);

/* Append @text, encoding all but letters, digits, "_.-~" and the bytes of @safe. @plus_for_space: as in a query. */
void lb_url_encode (GString *out, const char *text, const char *safe, gboolean plus_for_space);

#endif
