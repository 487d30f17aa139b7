/* Naming conventions, for constraints that a database has without a name:
 * https://docs.sqlalchemy.org/en/20/core/constraints.html#constraint-naming-conventions */
#include "batch_private.h"

#include <string.h>

static const char *const kinds[] = {
  [LB_CONSTRAINT_PRIMARY] = "pk", [LB_CONSTRAINT_UNIQUE] = "uq",  [LB_CONSTRAINT_FOREIGN] = "fk",
  [LB_CONSTRAINT_CHECK] = "ck",   [LB_CONSTRAINT_EXCLUDE] = "ex",
};

/* The columns from the one that @token names on: column_0_name is the first, column_0N_name all, column_0_N_name all
 * with underscores between. @prefix "column_" or "referred_column_". FALSE if @token is none of these. */
static gboolean
append_columns (GString *name, const char *token, const char *prefix, const char *table, const GPtrArray *columns)
{
  char *rest;
  guint64 first;
  const char *separator = NULL; /* NULL: one column only */

  if (!g_str_has_prefix (token, prefix) || !g_ascii_isdigit (token[strlen (prefix)]))
    return FALSE;
  first = g_ascii_strtoull (token + strlen (prefix), &rest, 10);
  if (g_str_has_prefix (rest, "_N"))
    separator = "_";
  else if (*rest == 'N')
    separator = "";
  if (separator)
    rest += *rest == '_' ? 2 : 1;
  for (guint64 i = first; i < columns->len && (separator || i == first); i++) {
    g_string_append (name, i > first ? separator : "");
    if (strcmp (rest, "_label") == 0)
      g_string_append_printf (name, "%s_", table);
    g_string_append (name, g_ptr_array_index (columns, i));
  }
  return first < columns->len;
}

/* FALSE for a token that says nothing about this constraint. */
static gboolean
append_token (GString *name, const char *token, const LbTable *table, const LbConstraint *constraint)
{
  if (strcmp (token, "table_name") == 0)
    g_string_append (name, table->name);
  else if (strcmp (token, "referred_table_name") == 0 && constraint->referent_table)
    g_string_append (name, constraint->referent_table);
  else
    return append_columns (name, token, "column_", table->name, constraint->columns)
           || append_columns (name, token, "referred_column_",
                              constraint->referent_table ? constraint->referent_table : "",
                              constraint->referent_columns);
  return TRUE;
}

/* NULL if the convention asks for something that is not there, as the name that the constraint lacks. */
static char *
make_name (const char *convention, const LbTable *table, const LbConstraint *constraint)
{
  g_autoptr (GString) name = g_string_new (NULL);

  while (*convention) {
    const char *end = g_str_has_prefix (convention, "%(") ? strstr (convention, ")s") : NULL;

    if (end) {
      g_autofree char *token = g_strndup (convention + 2, (gsize) (end - convention - 2));

      if (!append_token (name, token, table, constraint))
        return NULL;
      convention = end + 2;
    } else {
      g_string_append_c (name, *convention);
      convention += g_str_has_prefix (convention, "%%") ? 2 : 1;
    }
  }
  return g_string_free (g_steal_pointer (&name), FALSE);
}

void
lb_batch_name_constraints (const LbBatch *batch, const LbTable *table, GPtrArray *constraints)
{
  for (guint i = 0; batch->conventions && i < constraints->len; i++) {
    LbConstraint *constraint = g_ptr_array_index (constraints, i);
    const char *convention = json_string_value (json_object_get (batch->conventions, kinds[constraint->kind]));

    if (!constraint->name && convention)
      constraint->name = make_name (convention, table, constraint);
  }
}
