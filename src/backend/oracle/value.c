/* Oracle's literals. */
#include "backend/literal.h"
#include "ddl.h"

static const LbLiteralForm forms[LB_VALUE_ARRAY + 1] = {
  [LB_VALUE_BOOLEAN] = { "", "", FALSE },
  [LB_VALUE_INTEGER] = { "", "", FALSE },
  [LB_VALUE_NUMBER] = { "", "", FALSE },
  [LB_VALUE_FLOAT] = { "", "", FALSE },
  [LB_VALUE_TEXT] = { "", "", TRUE },
  [LB_VALUE_BYTES] = { "HEXTORAW('", "')", FALSE },
  [LB_VALUE_DATE] = { "TO_DATE(", ", 'YYYY-MM-DD')", TRUE },
  [LB_VALUE_DATETIME] = { "TO_TIMESTAMP(", ", 'YYYY-MM-DD HH24:MI:SS.FF')", TRUE },
  [LB_VALUE_UUID] = { "", "", TRUE },
  [LB_VALUE_JSON] = { "", "", TRUE },
};

gboolean
lb_oracle_append_value (GString *sql, const LbValue *value, GError **error)
{
  return lb_literal_append (sql, &lb_oracle_syntax, forms, value, error);
}
