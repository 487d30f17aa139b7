/* What a statement of a script gives back. Cells are what PyMySQL makes of them: TINYINT(1) is an integer, TIME an
 * interval, BIT bytes, JSON text, and a date that no calendar has (0000-00-00) its text. */
#include "private.h"

#include <string.h>

/* Text or bytes: the set of characters 63 is "binary". */
enum { BINARY_CHARACTERS = 63 };

static const struct {
  const char *name;
  enum enum_field_types type;
  LbValueKind kind;
} kinds[] = {
  { "DECIMAL", MYSQL_TYPE_DECIMAL, LB_VALUE_NUMBER },
  { "DECIMAL", MYSQL_TYPE_NEWDECIMAL, LB_VALUE_NUMBER },
  { "TINYINT", MYSQL_TYPE_TINY, LB_VALUE_INTEGER },
  { "SMALLINT", MYSQL_TYPE_SHORT, LB_VALUE_INTEGER },
  { "MEDIUMINT", MYSQL_TYPE_INT24, LB_VALUE_INTEGER },
  { "INTEGER", MYSQL_TYPE_LONG, LB_VALUE_INTEGER },
  { "BIGINT", MYSQL_TYPE_LONGLONG, LB_VALUE_INTEGER },
  { "YEAR", MYSQL_TYPE_YEAR, LB_VALUE_INTEGER },
  { "FLOAT", MYSQL_TYPE_FLOAT, LB_VALUE_FLOAT },
  { "DOUBLE", MYSQL_TYPE_DOUBLE, LB_VALUE_FLOAT },
  { "DATE", MYSQL_TYPE_DATE, LB_VALUE_DATE },
  { "DATE", MYSQL_TYPE_NEWDATE, LB_VALUE_DATE },
  { "TIME", MYSQL_TYPE_TIME, LB_VALUE_INTERVAL },
  { "DATETIME", MYSQL_TYPE_DATETIME, LB_VALUE_DATETIME },
  { "TIMESTAMP", MYSQL_TYPE_TIMESTAMP, LB_VALUE_DATETIME },
  { "BIT", MYSQL_TYPE_BIT, LB_VALUE_BYTES },
  { "GEOMETRY", MYSQL_TYPE_GEOMETRY, LB_VALUE_BYTES },
  { "JSON", MYSQL_TYPE_JSON, LB_VALUE_TEXT },
  { "NULL", MYSQL_TYPE_NULL, LB_VALUE_NULL },
};

static void
describe (LbResultColumn *column, const MYSQL_FIELD *field)
{
  column->name = g_strdup (field->name);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (kinds[i].type == field->type) {
      column->type = g_strdup (kinds[i].name);
      column->kind = kinds[i].kind;
      return;
    }
  }
  column->kind = field->charsetnr == BINARY_CHARACTERS ? LB_VALUE_BYTES : LB_VALUE_TEXT;
  column->type = g_strdup (column->kind == LB_VALUE_BYTES ? "BLOB" : "VARCHAR");
}

/* ---- cells */

typedef struct {
  MYSQL_RES *result;
  MYSQL_ROW row; /* the one that was looked at last, */
  gint64 at;     /* its number */
} Rows;

/* The row's cells; rows are asked for in order, others cost a walk. */
static MYSQL_ROW
row_at (Rows *rows, gint64 row)
{
  if (rows->at != row) {
    if (rows->at + 1 != row)
      mysql_data_seek (rows->result, (my_ulonglong) row);
    rows->row = mysql_fetch_row (rows->result);
    rows->at = row;
  }
  return rows->row;
}

/* ZEROFILL: "00042" is the number 42. */
static void
skip_zeros (LbValue *value)
{
  while (value->length > 1 && value->text[0] == '0' && g_ascii_isdigit (value->text[1])) {
    value->text++;
    value->length--;
  }
}

/* "0000-00-00", "2026-00-12": no date. */
static gboolean
is_no_date (const LbValue *value)
{
  return value->length >= 10
         && (strncmp (value->text, "0000", 4) == 0 || strncmp (value->text + 5, "00", 2) == 0
             || strncmp (value->text + 8, "00", 2) == 0);
}

static void
cell (LbResult *result, gint64 row, guint column, LbValue *ret_value)
{
  Rows *rows = result->rows;
  MYSQL_ROW cells = row_at (rows, row);

  *ret_value = (LbValue){ .kind = LB_VALUE_NULL };
  if (!cells || !cells[column])
    return;
  ret_value->kind = result->columns[column].kind;
  ret_value->text = cells[column];
  ret_value->length = mysql_fetch_lengths (rows->result)[column];
  if (ret_value->kind == LB_VALUE_INTEGER || ret_value->kind == LB_VALUE_NUMBER || ret_value->kind == LB_VALUE_FLOAT)
    skip_zeros (ret_value);
  else if ((ret_value->kind == LB_VALUE_DATE || ret_value->kind == LB_VALUE_DATETIME) && is_no_date (ret_value))
    ret_value->kind = LB_VALUE_TEXT;
}

static void
free_rows (LbResult *result)
{
  Rows *rows = result->rows;

  if (rows)
    mysql_free_result (rows->result);
  g_free (rows);
}

static LbResult *
result_new (const LbMyCall *call)
{
  LbResult *result = g_new0 (LbResult, 1);
  Rows *rows;

  result->changed = call->changed;
  result->insert_id = call->insert_id;
  if (!call->result)
    return result;
  rows = g_new0 (Rows, 1);
  rows->result = call->result;
  rows->at = -1;
  result->rows = rows;
  result->cell = cell;
  result->free_rows = free_rows;
  result->n_columns = mysql_num_fields (call->result);
  result->n_rows = (gint64) mysql_num_rows (call->result);
  result->columns = g_new0 (LbResultColumn, result->n_columns);
  for (guint i = 0; i < result->n_columns; i++)
    describe (&result->columns[i], mysql_fetch_field_direct (call->result, i));
  return result;
}

LbResult *
lb_my_result (LbConnection *connection, const LbStatement *statement, GError **error)
{
  LbMyCall call = { .sql = statement->text,
                    .length = strlen (statement->text),
                    .rows = TRUE,
                    .hearing = LB_MY_HEARING,
                    .statements = &statement,
                    .n_statements = 1 };

  if (!lb_my_send_begin (connection, error) || !lb_my_run (connection, &call, error))
    return NULL;
  lb_my_note (connection, statement);
  return result_new (&call);
}
