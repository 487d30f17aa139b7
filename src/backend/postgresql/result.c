#include "private.h"

#include <string.h>

/* ---- types */

/* The types that scripts see as something else than text, by their OIDs, which never change (pg_type.dat of the
 * server's sources); sorted. @item: of an array. */
typedef struct {
  Oid oid;
  const char *name;
  LbValueKind kind;
  LbValueKind item;
} Type;

static const Type types[] = {
  { 16, "boolean", LB_VALUE_BOOLEAN, 0 },
  { 17, "bytea", LB_VALUE_BYTES, 0 },
  { 18, "char", LB_VALUE_TEXT, 0 },
  { 19, "name", LB_VALUE_TEXT, 0 },
  { 20, "bigint", LB_VALUE_INTEGER, 0 },
  { 21, "smallint", LB_VALUE_INTEGER, 0 },
  { 23, "integer", LB_VALUE_INTEGER, 0 },
  { 25, "text", LB_VALUE_TEXT, 0 },
  { 26, "oid", LB_VALUE_INTEGER, 0 },
  { 114, "json", LB_VALUE_JSON, 0 },
  { 199, "json[]", LB_VALUE_ARRAY, LB_VALUE_JSON },
  { 700, "real", LB_VALUE_FLOAT, 0 },
  { 701, "double precision", LB_VALUE_FLOAT, 0 },
  { 1000, "boolean[]", LB_VALUE_ARRAY, LB_VALUE_BOOLEAN },
  { 1001, "bytea[]", LB_VALUE_ARRAY, LB_VALUE_BYTES },
  { 1002, "char[]", LB_VALUE_ARRAY, LB_VALUE_TEXT },
  { 1003, "name[]", LB_VALUE_ARRAY, LB_VALUE_TEXT },
  { 1005, "smallint[]", LB_VALUE_ARRAY, LB_VALUE_INTEGER },
  { 1007, "integer[]", LB_VALUE_ARRAY, LB_VALUE_INTEGER },
  { 1009, "text[]", LB_VALUE_ARRAY, LB_VALUE_TEXT },
  { 1014, "character[]", LB_VALUE_ARRAY, LB_VALUE_TEXT },
  { 1015, "character varying[]", LB_VALUE_ARRAY, LB_VALUE_TEXT },
  { 1016, "bigint[]", LB_VALUE_ARRAY, LB_VALUE_INTEGER },
  { 1021, "real[]", LB_VALUE_ARRAY, LB_VALUE_FLOAT },
  { 1022, "double precision[]", LB_VALUE_ARRAY, LB_VALUE_FLOAT },
  { 1028, "oid[]", LB_VALUE_ARRAY, LB_VALUE_INTEGER },
  { 1042, "character", LB_VALUE_TEXT, 0 },
  { 1043, "character varying", LB_VALUE_TEXT, 0 },
  { 1082, "date", LB_VALUE_DATE, 0 },
  { 1083, "time without time zone", LB_VALUE_TIME, 0 },
  { 1114, "timestamp without time zone", LB_VALUE_DATETIME, 0 },
  { 1115, "timestamp without time zone[]", LB_VALUE_ARRAY, LB_VALUE_DATETIME },
  { 1182, "date[]", LB_VALUE_ARRAY, LB_VALUE_DATE },
  { 1183, "time without time zone[]", LB_VALUE_ARRAY, LB_VALUE_TIME },
  { 1184, "timestamp with time zone", LB_VALUE_DATETIME, 0 },
  { 1185, "timestamp with time zone[]", LB_VALUE_ARRAY, LB_VALUE_DATETIME },
  { 1186, "interval", LB_VALUE_INTERVAL, 0 },
  { 1187, "interval[]", LB_VALUE_ARRAY, LB_VALUE_INTERVAL },
  { 1231, "numeric[]", LB_VALUE_ARRAY, LB_VALUE_NUMBER },
  { 1266, "time with time zone", LB_VALUE_TIME, 0 },
  { 1270, "time with time zone[]", LB_VALUE_ARRAY, LB_VALUE_TIME },
  { 1700, "numeric", LB_VALUE_NUMBER, 0 },
  { 2950, "uuid", LB_VALUE_UUID, 0 },
  { 2951, "uuid[]", LB_VALUE_ARRAY, LB_VALUE_UUID },
  { 3802, "jsonb", LB_VALUE_JSON, 0 },
  { 3807, "jsonb[]", LB_VALUE_ARRAY, LB_VALUE_JSON },
};

static int
compare_oid (const void *key, const void *type)
{
  Oid a = *(const Oid *) key;
  Oid b = ((const Type *) type)->oid;

  return (a > b) - (a < b);
}

static void
set_column (LbResultColumn *column, const PGresult *rows, int i)
{
  static const Type other = { 0, NULL, LB_VALUE_TEXT, 0 };
  Oid oid = PQftype (rows, i);
  const Type *type = bsearch (&oid, types, G_N_ELEMENTS (types), sizeof (Type), compare_oid);

  if (!type)
    type = &other;
  *column = (LbResultColumn){
    .name = g_strdup (PQfname (rows, i)),
    .kind = type->kind,
    .item_kind = type->item,
    .type = g_strdup (type->name),
  };
}

/* ---- cells */

typedef struct {
  PGresult *result;
  char *made; /* text of the last cell that was not the server's own */
} Rows;

static void
take_made (Rows *rows, LbValue *value, char *text, gsize length)
{
  g_free (rows->made);
  rows->made = text;
  value->text = text;
  value->length = length;
}

static void
decode_bytes (Rows *rows, LbValue *value)
{
  size_t length;
  unsigned char *bytes = PQunescapeBytea ((const unsigned char *) value->text, &length);

  take_made (rows, value, g_memdup2 (bytes, length + 1), length);
  PQfreemem (bytes);
}

/* The server writes a zone of whole hours as +02. */
static void
complete_zone (Rows *rows, LbValue *value)
{
  const char *zone = value->text + value->length - 3;

  if (value->length > 8 && (*zone == '+' || *zone == '-') && memchr (value->text, ':', value->length))
    take_made (rows, value, g_strconcat (value->text, ":00", NULL), value->length + 3);
}

/* NaN, Infinity, -Infinity */
static void
name_float (Rows *rows, LbValue *value)
{
  gsize sign = value->text[0] == '-';

  if (value->text[sign] == 'N')
    *value = (LbValue){ .kind = LB_VALUE_FLOAT, .text = "nan", .length = 3 };
  else if (value->text[sign] == 'I')
    *value = (LbValue){ .kind = LB_VALUE_FLOAT, .text = sign ? "-inf" : "inf", .length = 3 + sign };
}

static void
cell (LbResult *result, gint64 row, guint column, LbValue *ret_value)
{
  static void (*const finish[]) (Rows *, LbValue *) = {
    [LB_VALUE_ARRAY] = NULL, /* the last: how long the table is */
    [LB_VALUE_FLOAT] = name_float,   [LB_VALUE_BYTES] = decode_bytes,
    [LB_VALUE_TIME] = complete_zone, [LB_VALUE_DATETIME] = complete_zone,
  };
  Rows *rows = result->rows;

  if (PQgetisnull (rows->result, (int) row, (int) column)) {
    *ret_value = (LbValue){ .kind = LB_VALUE_NULL };
    return;
  }
  *ret_value = (LbValue){
    .kind = result->columns[column].kind,
    .item_kind = result->columns[column].item_kind,
    .text = PQgetvalue (rows->result, (int) row, (int) column),
    .length = (gsize) PQgetlength (rows->result, (int) row, (int) column),
  };
  if (finish[ret_value->kind])
    finish[ret_value->kind](rows, ret_value);
}

static void
free_rows (LbResult *result)
{
  Rows *rows = result->rows;

  PQclear (rows->result);
  g_free (rows->made);
  g_free (rows);
}

/* Takes @rows. */
static LbResult *
new_result (PGresult *rows)
{
  LbResult *result = g_new0 (LbResult, 1);
  Rows *held = g_new0 (Rows, 1);

  held->result = rows;
  result->rows = held;
  result->cell = cell;
  result->free_rows = free_rows;
  result->changed = lb_pg_changed (rows);
  result->n_rows = PQntuples (rows);
  result->n_columns = (guint) PQnfields (rows);
  result->columns = g_new0 (LbResultColumn, result->n_columns);
  for (guint i = 0; i < result->n_columns; i++)
    set_column (&result->columns[i], rows, (int) i);
  return result;
}

/* Dates and intervals in the forms of sql/value.h, whatever the role, the database or a script has set. The server
 * reports the two settings, so that asking costs nothing. */
static gboolean
set_styles (LbConnection *connection, GError **error)
{
  const char *dates = PQparameterStatus (connection->pg, "DateStyle");
  const char *intervals = PQparameterStatus (connection->pg, "IntervalStyle");
  g_autoptr (PGresult) result = NULL;

  if (!dates || !intervals || (g_str_has_prefix (dates, "ISO") && strcmp (intervals, "postgres") == 0))
    return TRUE;
  result = lb_pg_run (connection, "SET DateStyle TO ISO; SET IntervalStyle TO postgres", FALSE, LB_PG_HEARING, NULL,
                      error);
  return result != NULL;
}

LbResult *
lb_pg_run_statement (LbConnection *connection, const LbStatement *statement, GError **error)
{
  PGresult *rows;

  if (!lb_pg_ready (connection, error) || !lb_pg_send_begin (connection, error) || !set_styles (connection, error))
    return NULL;
  rows = lb_pg_run (connection, statement->text, TRUE, LB_PG_HEARING, statement, error);
  if (!rows)
    return NULL;
  lb_pg_note (connection, rows);
  return new_result (rows);
}
