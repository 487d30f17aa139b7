#include "backend.h"

/* The cells are a vector of strings with NULL cells inside, so g_strfreev would stop early; the row knows no length of
 * its own, therefore the rows are freed by their owner. */
static void
free_cells (char **cells, guint n)
{
  for (guint i = 0; i < n; i++)
    g_free (cells[i]);
  g_free (cells);
}

LbRows *
lb_rows_new (guint n_columns)
{
  LbRows *rows = g_new (LbRows, 1);

  *rows = (LbRows){ .n_columns = n_columns, .rows = g_ptr_array_new () };
  return rows;
}

void
lb_rows_take (LbRows *rows, char **cells)
{
  g_ptr_array_add (rows->rows, cells);
}

void
lb_rows_free (LbRows *rows)
{
  if (!rows)
    return;
  for (guint i = 0; i < rows->rows->len; i++)
    free_cells (g_ptr_array_index (rows->rows, i), rows->n_columns);
  g_ptr_array_unref (rows->rows);
  g_free (rows);
}
