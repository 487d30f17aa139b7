#include "literal.h"

#include "sql/build.h"
#include "util/error.h"

static void
append_hex (GString *sql, const LbValue *value)
{
  for (gsize i = 0; i < value->length; i++)
    g_string_append_printf (sql, "%02x", (guint) (guchar) value->text[i]);
}

gboolean
lb_literal_append (GString *sql, const LbSqlSyntax *syntax, const LbLiteralForm *forms, const LbValue *value,
                   GError **error)
{
  const LbLiteralForm *form = &forms[value->kind];

  if (value->kind == LB_VALUE_NULL) {
    g_string_append (sql, "NULL");
    return TRUE;
  }
  if (!form->before) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "%s has no literal for the value %s", syntax->name,
                 value->text ? value->text : "of an array");
    return FALSE;
  }
  g_string_append (sql, form->before);
  if (value->kind == LB_VALUE_BOOLEAN)
    g_string_append_c (sql, value->text[0] == 't' ? '1' : '0');
  else if (value->kind == LB_VALUE_BYTES)
    append_hex (sql, value);
  else
    lb_sql_appendf (sql, syntax, form->quoted ? "%L" : "%s", value->text);
  g_string_append (sql, form->after);
  return TRUE;
}
