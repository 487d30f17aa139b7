#include "backend/postgresql/ddl.h"
#include "private.h"

#include "sql/build.h"
#include "util/error.h"

#include <string.h>

/* Bytes that are handed to libpq at a time. */
enum { CHUNK = 65536 };

/* Rows for one table. */
typedef struct {
  const char *table; /* SQL */
  const char *const *columns;
  guint n_columns;
  const GPtrArray *rows; /* LbValue[n_columns] */
  guint *kinds;          /* of each column: the kinds of its values, a bit each */
} Insert;

#define BIT(kind) (1u << (kind))
#define FRACTIONS (BIT (LB_VALUE_FLOAT) | BIT (LB_VALUE_NUMBER))
#define MOMENTS   (BIT (LB_VALUE_DATETIME) | BIT (LB_VALUE_INTERVAL))

/* "t (a, b)" */
static char *
target_of (const Insert *insert)
{
  GString *sql = g_string_new (insert->table);

  for (guint i = 0; i < insert->n_columns; i++)
    lb_sql_appendf (sql, lb_pg_syntax (), i ? ", %I" : " (%I", insert->columns[i]);
  if (insert->n_columns > 0)
    g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

/* ---- what the values are */

static gboolean
note_kinds (const LbValue *value, guint *kinds, GError **error)
{
  *kinds |= BIT (value->kind);
  for (guint i = 0; i < value->n_items; i++)
    if (!note_kinds (&value->items[i], kinds, error))
      return FALSE;
  if (value->kind != LB_VALUE_TEXT || !memchr (value->text, '\0', value->length))
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "A string literal cannot contain NUL (0x00) characters.");
  return FALSE;
}

static gboolean
note_all_kinds (Insert *insert, GError **error)
{
  for (guint i = 0; i < insert->rows->len; i++) {
    const LbValue *row = g_ptr_array_index (insert->rows, i);

    for (guint c = 0; c < insert->n_columns; c++)
      if (!note_kinds (&row[c], &insert->kinds[c], error))
        return FALSE;
  }
  return TRUE;
}

/* ---- COPY or INSERT */

/* COPY reads the text of a value as the column's type. INSERT gives the value a type of its own and casts: where the
 * two differ it is INSERT that scripts know. By the OIDs of types: 1.5 into an integer, a moment with a zone into what
 * has none, a moment or 1E+3 into text. */
static const struct {
  Oid type;
  guint kinds;
} casts[] = {
  { 20, FRACTIONS },             /* int8 */
  { 21, FRACTIONS },             /* int2 */
  { 23, FRACTIONS },             /* int4 */
  { 25, FRACTIONS | MOMENTS },   /* text */
  { 1005, FRACTIONS },           /* int2[] */
  { 1007, FRACTIONS },           /* int4[] */
  { 1009, FRACTIONS | MOMENTS }, /* text[] */
  { 1015, FRACTIONS | MOMENTS }, /* varchar[] */
  { 1016, FRACTIONS },           /* int8[] */
  { 1042, FRACTIONS | MOMENTS }, /* char(n) */
  { 1043, FRACTIONS | MOMENTS }, /* varchar */
  { 1082, MOMENTS },             /* date */
  { 1083, MOMENTS },             /* time */
  { 1114, MOMENTS },             /* timestamp */
  { 1115, MOMENTS },             /* timestamp[] */
};

static gboolean
needs_cast (Oid type, guint kinds)
{
  for (gsize i = 0; i < G_N_ELEMENTS (casts); i++)
    if (casts[i].type == type)
      return (kinds & casts[i].kinds) != 0;
  return FALSE;
}

/* Whether COPY does the same as INSERT. It knows no rules, views and row security either. */
static gboolean
can_copy (LbConnection *connection, const Insert *insert, gboolean *ret_can, GError **error)
{
  g_autofree char *sql = lb_sql_format (
      lb_pg_syntax (),
      "SELECT a.attname, CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END,"
      " c.relkind IN ('r', 'p', 'f') AND NOT c.relhasrules AND NOT pg_catalog.row_security_active(c.oid)"
      " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
      " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid WHERE c.oid = CAST(%L AS pg_catalog.regclass)",
      insert->table);
  g_autoptr (LbRows) rows = lb_pg_query (connection, sql, error);

  if (!rows)
    return FALSE;
  *ret_can = insert->n_columns > 0;
  for (guint i = 0; i < rows->rows->len; i++) {
    char **cells = g_ptr_array_index (rows->rows, i);

    *ret_can &= cells[2][0] == 't';
    for (guint c = 0; c < insert->n_columns; c++)
      if (strcmp (insert->columns[c], cells[0]) == 0)
        *ret_can &= !needs_cast ((Oid) g_ascii_strtoull (cells[1], NULL, 10), insert->kinds[c]);
  }
  return TRUE;
}

/* ---- INSERT */

/* As one string, which the server takes for one transaction if none is open. */
static gboolean
insert_by_statements (LbConnection *connection, const Insert *insert, const char *target, GError **error)
{
  enum { ROWS = 500 }; /* of one statement: the server's parser copies their lists */
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (PGresult) result = NULL;

  for (guint i = 0; i < insert->rows->len; i++) {
    const LbValue *row = g_ptr_array_index (insert->rows, i);

    if (insert->n_columns == 0) {
      lb_sql_appendf (sql, lb_pg_syntax (), "INSERT INTO %s DEFAULT VALUES;\n", target);
      continue;
    }
    if (i % ROWS == 0)
      lb_sql_appendf (sql, lb_pg_syntax (), i ? ";\nINSERT INTO %s VALUES " : "INSERT INTO %s VALUES ", target);
    g_string_append (sql, i % ROWS ? ", (" : "(");
    for (guint c = 0; c < insert->n_columns; c++) {
      g_string_append (sql, c ? ", " : "");
      if (!lb_postgresql_append_value (sql, &row[c], error))
        return FALSE;
    }
    g_string_append_c (sql, ')');
  }
  result = lb_pg_run (connection, sql->str, FALSE, LB_PG_HEARING, NULL, error);
  return result != NULL;
}

/* ---- COPY: https://www.postgresql.org/docs/current/sql-copy.html, "Text Format" */

static void
append_escaped (GString *data, const char *text, gsize length)
{
  static const char letters[256]
      = { ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't', ['\v'] = 'v', ['\\'] = '\\' };
  const char *end = text + length;
  const char *from = text;

  for (const char *p = text; p < end; p++) {
    if (!letters[(guint8) *p])
      continue;
    g_string_append_len (data, from, p - from);
    g_string_append_c (data, '\\');
    g_string_append_c (data, letters[(guint8) *p]);
    from = p + 1;
  }
  g_string_append_len (data, from, end - from);
}

static void
append_hex (GString *data, const LbValue *value)
{
  static const char digits[] = "0123456789abcdef";

  g_string_append (data, "\\x");
  for (gsize i = 0; i < value->length; i++) {
    g_string_append_c (data, digits[(guint8) value->text[i] >> 4]);
    g_string_append_c (data, digits[(guint8) value->text[i] & 15]);
  }
}

/* The text that the type's input function reads. */
static void
append_input (GString *data, const LbValue *value)
{
  switch (value->kind) {
    case LB_VALUE_BOOLEAN:
      g_string_append (data, value->text[0] == 't' ? "true" : "false"); /* what the cast to text gives, too */
      return;
    case LB_VALUE_BYTES:
      append_hex (data, value);
      return;
    case LB_VALUE_FLOAT:
      g_string_append (data, value->text);
      if (!strpbrk (value->text, ".eEn"))
        g_string_append (data, ".0");
      return;
    default:
      g_string_append_len (data, value->text, (gssize) value->length);
  }
}

/* {1,NULL,"a \"b\""}: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
static void
append_array (GString *data, const LbValue *array)
{
  g_string_append_c (data, '{');
  for (guint i = 0; i < array->n_items; i++) {
    const LbValue *item = &array->items[i];
    g_autoptr (GString) text = NULL;

    g_string_append (data, i ? "," : "");
    if (item->kind == LB_VALUE_NULL) {
      g_string_append (data, "NULL");
      continue;
    }
    if (item->kind == LB_VALUE_ARRAY && !item->text) {
      append_array (data, item);
      continue;
    }
    text = g_string_new (NULL);
    append_input (text, item);
    g_string_append_c (data, '"');
    for (gsize at = 0; at < text->len; at++) {
      if (text->str[at] == '"' || text->str[at] == '\\')
        g_string_append_c (data, '\\');
      g_string_append_c (data, text->str[at]);
    }
    g_string_append_c (data, '"');
  }
  g_string_append_c (data, '}');
}

static void
append_field (GString *data, const LbValue *value)
{
  g_autoptr (GString) text = NULL;

  switch (value->kind) {
    case LB_VALUE_NULL:
      g_string_append (data, "\\N");
      return;
    case LB_VALUE_INTEGER:
    case LB_VALUE_NUMBER:
    case LB_VALUE_FLOAT:
    case LB_VALUE_BOOLEAN:
      append_input (data, value);
      return;
    case LB_VALUE_BYTES:
      g_string_append_c (data, '\\'); /* the one that append_hex begins with is escaped */
      append_hex (data, value);
      return;
    case LB_VALUE_ARRAY:
      if (!value->text) {
        text = g_string_new (NULL);
        append_array (text, value);
        append_escaped (data, text->str, text->len);
        return;
      }
      break;
    default:
      break;
  }
  append_escaped (data, value->text, value->length);
}

static gboolean
put (LbConnection *connection, GString *data)
{
  int taken;

  while ((taken = PQputCopyData (connection->pg, data->str, (int) data->len)) == 0)
    if (!lb_pg_wait (connection, TRUE, LB_PG_HEARING) || !PQconsumeInput (connection->pg))
      return FALSE;
  g_string_truncate (data, 0);
  return taken > 0 && lb_pg_flush (connection, LB_PG_HEARING);
}

/* A failure shows in the results. */
static void
put_rows (LbConnection *connection, const Insert *insert)
{
  g_autoptr (GString) data = g_string_sized_new (2 * (gsize) CHUNK);

  for (guint i = 0; i < insert->rows->len; i++) {
    const LbValue *row = g_ptr_array_index (insert->rows, i);

    for (guint c = 0; c < insert->n_columns; c++) {
      if (c > 0)
        g_string_append_c (data, '\t');
      append_field (data, &row[c]);
    }
    g_string_append_c (data, '\n');
    if (data->len >= CHUNK && (connection->cancelled || !put (connection, data)))
      break;
  }
  if (!connection->cancelled)
    put (connection, data);
  while (PQputCopyEnd (connection->pg, connection->cancelled ? "canceled" : NULL) == 0)
    if (!lb_pg_wait (connection, TRUE, LB_PG_DEAF))
      return;
  lb_pg_flush (connection, LB_PG_HEARING);
}

/* COPY is one statement: it puts in all rows or none, and its failure is to a transaction what that of an INSERT is. */
static gboolean
insert_by_copy (LbConnection *connection, const Insert *insert, const char *target, GError **error)
{
  g_autofree char *sql = lb_sql_format (lb_pg_syntax (), "COPY %s FROM STDIN", target);
  g_autoptr (PGresult) done = NULL;
  PGresult *first;

  if (!lb_pg_send (connection, sql, LB_PG_HEARING, NULL, error))
    return FALSE;
  first = lb_pg_next_result (connection, LB_PG_HEARING);
  if (first && PQresultStatus (first) == PGRES_COPY_IN) {
    g_clear_pointer (&first, PQclear);
    put_rows (connection, insert);
  }
  done = lb_pg_receive (connection, first, LB_PG_HEARING, NULL, sql, error);
  return done != NULL;
}

gboolean
lb_pg_insert_rows (LbConnection *connection, const char *table, const char *const *columns, GPtrArray *rows,
                   GError **error)
{
  Insert insert = { table, columns, g_strv_length ((char **) columns), rows, NULL };
  g_autofree guint *kinds = g_new0 (guint, insert.n_columns + 1);
  g_autofree char *target = NULL;
  gboolean copies = FALSE;

  if (rows->len == 0)
    return TRUE;
  insert.kinds = kinds;
  if (!note_all_kinds (&insert, error) || !can_copy (connection, &insert, &copies, error))
    return FALSE;
  target = target_of (&insert);
  return copies ? insert_by_copy (connection, &insert, target, error)
                : insert_by_statements (connection, &insert, target, error);
}
