#include "backend.h"

void
lb_result_free (LbResult *result)
{
  if (!result)
    return;
  if (result->free_rows)
    result->free_rows (result);
  for (guint i = 0; i < result->n_columns; i++) {
    g_free (result->columns[i].name);
    g_free (result->columns[i].type);
  }
  g_free (result->columns);
  g_free (result);
}
