/* Pointers that are only borrowed, where GLib takes no const. */
#ifndef LB_CLI_LIST_H
#define LB_CLI_LIST_H

#include <glib.h>

/* @pointer without its const, for an interface that does not write through it. */
static inline gpointer
lb_unconst (gconstpointer pointer)
{
  union {
    gconstpointer in;
    gpointer out;
  } both = { pointer };

  return both.out;
}

/* Add @item, which stays its owner's and will not be changed through @array. */
static inline void
lb_list_add (GPtrArray *array, gconstpointer item)
{
  g_ptr_array_add (array, lb_unconst (item));
}

#endif
