/* [branch@][symbol](+|-)N, and walking. */
#include "private.h"

#include "util/error.h"

#include <string.h>

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || (guchar) c >= 0x80; /* letters beyond ASCII count, as in Python */
}

/* Alembic takes what begins with this form and ignores the rest; here "-1O" is a slip of the hand, not "-1". */
gboolean
lb_relative_parse (const char *typed, LbRelative *ret)
{
  const char *at = strrchr (typed, '@');
  const char *symbol = at ? at + 1 : typed;
  const char *sign = symbol;
  const char *digits;

  if (at == typed)
    return FALSE;
  while (is_word (*sign))
    sign++;
  digits = sign + 1;
  if ((*sign != '+' && *sign != '-') || !*digits || strspn (digits, "0123456789") != strlen (digits))
    return FALSE;
  *ret = (LbRelative){
    .branch = at ? g_strndup (typed, (gsize) (at - typed)) : NULL,
    .symbol = sign > symbol ? g_strndup (symbol, (gsize) (sign - symbol)) : NULL,
    .text = g_strdup (sign),
    .up = *sign == '+',
    .n = (guint) MIN (g_ascii_strtoull (digits, NULL, 10), G_MAXINT),
  };
  return TRUE;
}

void
lb_relative_release (LbRelative *relative)
{
  g_clear_pointer (&relative->branch, g_free);
  g_clear_pointer (&relative->symbol, g_free);
  g_clear_pointer (&relative->text, g_free);
}

/* "Ambiguous walk", with what could be meant. @sign: of the steps */
static void
set_ambiguous (const GPtrArray *ways, const LbRevision *at, char sign, GError **error)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  g_set_error (error, LB_ERROR, LB_ERROR_AMBIGUOUS, "Ambiguous walk");
  if (!error)
    return;
  for (guint i = 0; i < ways->len; i++)
    g_string_append_printf (ids, "%s%s", i ? ", " : "", ((const LbRevision *) ways->pdata[i])->id);
  g_string_prepend (ids, ": ");
  g_string_prepend (ids, at ? at->id : "base");
  g_string_prepend (ids, "several ways lead on from ");
  lb_error_set_detail (*error, ids->str);
  lb_error_set_hint (*error, "Name the revision you mean, or the branch: branch@%cN.", sign);
}

static GPtrArray *
to_array (const LbRevisionList *list)
{
  GPtrArray *array = g_ptr_array_sized_new (list->n);

  for (guint i = 0; i < list->n; i++)
    g_ptr_array_add (array, lb_unconst (list->items[i]));
  return array;
}

gboolean
lb_walk_up (const LbGraph *graph, const LbRevision *start, guint n, const char *branch, const LbRevision **ret,
            gboolean *ret_over, GError **error)
{
  const LbRevision *at = start;

  *ret_over = FALSE;
  for (guint i = 0; i < n; i++) {
    const LbRevisionList *list = at ? &at->children : &graph->bases;
    g_autoptr (GPtrArray) ways = NULL;

    if (list->n == 0) {
      *ret_over = TRUE;
      break;
    }
    ways = to_array (list);
    if (branch) {
      GPtrArray *filtered = lb_filter_lineage (graph, ways, branch, LB_EDGES_VERSIONED, error);

      if (!filtered)
        return FALSE;
      g_ptr_array_unref (ways);
      ways = filtered;
    }
    if (ways->len == 0) {
      *ret_over = TRUE;
      break;
    }
    if (ways->len > 1) {
      set_ambiguous (ways, at, '+', error);
      return FALSE;
    }
    at = ways->pdata[0];
  }
  *ret = at;
  return TRUE;
}

gboolean
lb_walk_down (const LbRevision *start, guint n, const LbRevision **ret, gboolean *ret_over, GError **error)
{
  const LbRevision *at = start;

  *ret_over = FALSE;
  for (guint i = 0; i < n; i++) {
    if (!at) {
      *ret_over = TRUE;
      break;
    }
    if (at->down.n > 1) {
      g_autoptr (GPtrArray) ways = to_array (&at->down);

      set_ambiguous (ways, at, '-', error);
      return FALSE;
    }
    at = at->down.n ? at->down.items[0] : NULL;
  }
  *ret = at;
  return TRUE;
}
