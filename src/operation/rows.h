/* Rows of plain values on their way from a script host: many, so they are read without a json_t for each. */
#ifndef LB_OPERATION_ROWS_H
#define LB_OPERATION_ROWS_H

#include "sql/value.h"

/* Read the JSON text of a list of rows, each a list of @n_columns texts, numbers, booleans and nulls. The values borrow
 * from @text, which is overwritten: they are not cleared. Returns the rows (LbValue[n_columns] each), freed as a whole
 * with g_ptr_array_unref; NULL for anything else, of which nothing is known then but that it is not this. */
GPtrArray *lb_rows_read (char *text, gsize length, guint n_columns);

#endif
