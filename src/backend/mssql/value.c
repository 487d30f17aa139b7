/* SQL Server's literals. */
#include "backend/literal.h"
#include "ddl.h"

static const LbLiteralForm forms[LB_VALUE_ARRAY + 1] = {
  [LB_VALUE_BOOLEAN] = { "", "", FALSE }, [LB_VALUE_INTEGER] = { "", "", FALSE },
  [LB_VALUE_NUMBER] = { "", "", FALSE },  [LB_VALUE_FLOAT] = { "", "", FALSE },
  [LB_VALUE_TEXT] = { "", "", TRUE },     [LB_VALUE_BYTES] = { "0x", "", FALSE },
  [LB_VALUE_DATE] = { "", "", TRUE },     [LB_VALUE_TIME] = { "", "", TRUE },
  [LB_VALUE_DATETIME] = { "", "", TRUE }, [LB_VALUE_UUID] = { "", "", TRUE },
  [LB_VALUE_JSON] = { "N", "", TRUE },
};

/* Text beyond ASCII is Unicode here only when it says so. */
gboolean
lb_mssql_append_value (GString *sql, const LbValue *value, GError **error)
{
  if (value->kind == LB_VALUE_TEXT && !g_str_is_ascii (value->text))
    g_string_append_c (sql, 'N');
  return lb_literal_append (sql, &lb_mssql_syntax, forms, value, error);
}
