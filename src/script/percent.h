/* Python's %-formatting: file_template, and the % operator of templates. */
#ifndef LB_SCRIPT_PERCENT_H
#define LB_SCRIPT_PERCENT_H

#include <glib.h>

/* What stands for one token. */
typedef struct {
  gboolean is_integer;
  gint64 integer;
  char *text; /* for %s, %r and %a; owned by the formatter once given */
} LbPercentValue;

/* Give the value of a token: @name of %(name)s, or NULL for the next positional one. @conversion: the letter; text is
 * wanted for 's', 'r' and 'a', an integer for the others. FALSE with @error: there is no such value, or of another
 * type. */
typedef gboolean (*LbPercentLookup) (const char *name, char conversion, LbPercentValue *ret_value, gpointer data,
                                     GError **error);

/* Format @format as Python does: flags "#0- +", width, precision, conversions d i u o x X c s r a, and %%. Widths count
 * characters. NULL with LB_ERROR_SCRIPT for a format that Python refuses too; "*" and floating point conversions are
 * refused as well. */
char *lb_percent_format (const char *format, LbPercentLookup lookup, gpointer data, GError **error);

#endif
