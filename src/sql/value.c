#include "value.h"

/* BOOLEAN's text is one of two constants. */
void
lb_value_clear (LbValue *value)
{
  if (value->kind != LB_VALUE_BOOLEAN)
    g_free ((char *) value->text);
  for (guint i = 0; i < value->n_items; i++)
    lb_value_clear (&value->items[i]);
  g_free (value->items);
  *value = (LbValue){ .kind = LB_VALUE_NULL };
}

void
lb_value_row_free (LbValue *row, guint n)
{
  if (!row)
    return;
  for (guint i = 0; i < n; i++)
    lb_value_clear (&row[i]);
  g_free (row);
}
