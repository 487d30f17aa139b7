/* What a statement of a script returns, kept until it is asked for; and rows put in. */
#include "private.h"
#include "value.h"

#include "sql/build.h"
#include "util/error.h"

#include <string.h>

/* ---- rows kept: a cell is 16 bytes, texts lie one behind the other */

typedef struct {
  union {
    gint64 integer;
    double real;
    gsize offset; /* of a text or blob */
  };
  guint32 length;
  guint32 kind; /* LbValueKind */
} Cell;

typedef struct {
  GArray *cells;     /* Cell, row by row */
  GByteArray *texts; /* each with a NUL behind it */
  char number[G_ASCII_DTOSTR_BUF_SIZE];
} Rows;

/* Shortest text that reads back the same. */
static const char *
format_real (double real, char *buffer)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_ascii_formatd (buffer, G_ASCII_DTOSTR_BUF_SIZE, formats[i], real);
    if (g_ascii_strtod (buffer, NULL) == real)
      break;
  }
  return buffer;
}

static void
get_cell (LbResult *result, gint64 row, guint column, LbValue *ret_value)
{
  Rows *rows = result->rows;
  const Cell *cell = &g_array_index (rows->cells, Cell, (guint) row * result->n_columns + column);

  *ret_value = (LbValue){ .kind = cell->kind, .text = rows->number };
  switch (cell->kind) {
    case LB_VALUE_NULL:
      ret_value->text = NULL;
      return;
    case LB_VALUE_INTEGER:
      g_snprintf (rows->number, sizeof rows->number, "%" G_GINT64_FORMAT, cell->integer);
      break;
    case LB_VALUE_FLOAT:
      format_real (cell->real, rows->number);
      break;
    default:
      ret_value->text = (const char *) rows->texts->data + cell->offset;
      ret_value->length = cell->length;
      return;
  }
  ret_value->length = strlen (rows->number);
}

static void
free_rows (LbResult *result)
{
  Rows *rows = result->rows;

  g_array_unref (rows->cells);
  g_byte_array_unref (rows->texts);
  g_free (rows);
}

static void
keep_bytes (Rows *rows, Cell *cell, const void *bytes, int length)
{
  cell->offset = rows->texts->len;
  cell->length = (guint32) length;
  if (length > 0)
    g_byte_array_append (rows->texts, bytes, (guint) length);
  g_byte_array_append (rows->texts, (const guint8 *) "", 1);
}

static void
keep_cell (Rows *rows, sqlite3_stmt *prepared, int i)
{
  Cell cell = { .kind = LB_VALUE_NULL };

  switch (sqlite3_column_type (prepared, i)) {
    case SQLITE_INTEGER:
      cell.kind = LB_VALUE_INTEGER;
      cell.integer = sqlite3_column_int64 (prepared, i);
      break;
    case SQLITE_FLOAT:
      cell.kind = LB_VALUE_FLOAT;
      cell.real = sqlite3_column_double (prepared, i);
      break;
    case SQLITE_TEXT:
      cell.kind = LB_VALUE_TEXT;
      keep_bytes (rows, &cell, sqlite3_column_text (prepared, i), sqlite3_column_bytes (prepared, i));
      break;
    case SQLITE_BLOB:
      cell.kind = LB_VALUE_BYTES;
      keep_bytes (rows, &cell, sqlite3_column_blob (prepared, i), sqlite3_column_bytes (prepared, i));
      break;
    default:
      break;
  }
  g_array_append_val (rows->cells, cell);
}

static LbResult *
result_new (sqlite3_stmt *prepared)
{
  LbResult *result = g_new0 (LbResult, 1);
  Rows *rows = g_new0 (Rows, 1);

  rows->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  rows->texts = g_byte_array_new ();
  *result = (LbResult){ .changed = -1, .cell = get_cell, .free_rows = free_rows, .rows = rows };
  result->n_columns = prepared ? (guint) sqlite3_column_count (prepared) : 0;
  result->columns = g_new0 (LbResultColumn, result->n_columns);
  for (guint i = 0; i < result->n_columns; i++) {
    result->columns[i].name = g_strdup (sqlite3_column_name (prepared, (int) i));
    result->columns[i].type = g_strdup (sqlite3_column_decltype (prepared, (int) i));
  }
  return result;
}

static gboolean
step_all (LbConnection *connection, const LbStatement *statement, sqlite3_stmt *prepared, LbResult *result,
          GError **error)
{
  int code;

  while ((code = sqlite3_step (prepared)) == SQLITE_ROW) {
    for (guint i = 0; i < result->n_columns; i++)
      keep_cell (result->rows, prepared, (int) i);
    result->n_rows++;
  }
  if (code == SQLITE_DONE)
    return TRUE;
  g_propagate_error (error, lb_sqlite_error_new (connection, code, statement, statement->text));
  return FALSE;
}

/* ---- run */

/* Run the first statement of @sql. @ret_result stays NULL for a text of comments. */
static gboolean
run_one (LbConnection *connection, const LbStatement *statement, const char *sql, const char **ret_rest,
         LbResult **ret_result, GError **error)
{
  sqlite3_stmt *prepared = NULL;
  g_autoptr (LbResult) result = NULL;
  int code = sqlite3_prepare_v3 (connection->db, sql, -1, 0, &prepared, ret_rest);
  gboolean good = TRUE;

  if (code != SQLITE_OK) {
    g_propagate_error (error, lb_sqlite_error_new (connection, code, statement, statement->text));
    return FALSE;
  }
  if (prepared) {
    result = result_new (prepared);
    good = step_all (connection, statement, prepared, result, error);
    result->changed = good ? lb_sqlite_changed (connection, prepared, &result->insert_id) : -1;
    sqlite3_finalize (prepared);
  }
  if (good)
    *ret_result = g_steal_pointer (&result);
  return good;
}

LbResult *
lb_sqlite_run (LbConnection *connection, const LbStatement *statement, GError **error)
{
  g_autoptr (LbResult) last = NULL;
  const char *rest = statement->text;

  lb_sqlite_echo (connection, statement->text);
  if (lb_sqlite_is_rebuild (statement->text))
    return lb_sqlite_rebuild (connection, statement->text, error) ? result_new (NULL) : NULL;
  if (!lb_sqlite_ready (connection, connection->busy_ms, error))
    return NULL;
  while (*rest) {
    LbResult *result = NULL;

    if (!run_one (connection, statement, rest, &rest, &result, error)) {
      lb_sqlite_rebuild_abandon (connection);
      return NULL;
    }
    if (result) {
      lb_result_free (last);
      last = result;
    }
  }
  return last ? g_steal_pointer (&last) : result_new (NULL);
}

/* ---- rows put in */

static gboolean
bind_value (sqlite3_stmt *prepared, int place, const LbValue *value, GError **error)
{
  g_auto (LbSqliteStored)
    stored = { 0 };

  sqlite3_destructor_type destroy;

  if (!lb_sqlite_store (value, &stored, error))
    return FALSE;
  destroy = stored.owned ? SQLITE_TRANSIENT : SQLITE_STATIC; /* the row outlives the step */
  switch (stored.kind) {
    case LB_SQLITE_NULL:
      sqlite3_bind_null (prepared, place);
      break;
    case LB_SQLITE_INTEGER:
      sqlite3_bind_int64 (prepared, place, stored.integer);
      break;
    case LB_SQLITE_REAL:
      sqlite3_bind_double (prepared, place, stored.real);
      break;
    case LB_SQLITE_TEXT:
      sqlite3_bind_text64 (prepared, place, stored.text, stored.length, destroy, SQLITE_UTF8);
      break;
    case LB_SQLITE_BLOB:
      sqlite3_bind_blob64 (prepared, place, stored.text ? stored.text : "", stored.length, destroy);
      break;
  }
  return TRUE;
}

static char *
insert_text (const char *table, const char *const *columns)
{
  g_autoptr (GString) marks = g_string_new (NULL);
  GString *sql = g_string_new (NULL);

  lb_sql_appendf (sql, lb_sqlite_syntax (), "INSERT INTO %s (", table);
  for (const char *const *column = columns; *column; column++) {
    lb_sql_appendf (sql, lb_sqlite_syntax (), column == columns ? "%I" : ", %I", *column);
    g_string_append (marks, column == columns ? "?" : ", ?");
  }
  lb_sql_appendf (sql, lb_sqlite_syntax (), ") VALUES (%s)", marks->str);
  return g_string_free (sql, FALSE);
}

static gboolean
insert_all (LbConnection *connection, const char *sql, sqlite3_stmt *prepared, GPtrArray *rows, GError **error)
{
  int n_columns = sqlite3_bind_parameter_count (prepared);

  for (guint i = 0; i < rows->len; i++) {
    const LbValue *row = g_ptr_array_index (rows, i);
    int code;

    for (int j = 0; j < n_columns; j++)
      if (!bind_value (prepared, j + 1, &row[j], error))
        return FALSE;
    sqlite3_step (prepared);
    code = sqlite3_reset (prepared);
    if (code == SQLITE_OK)
      continue;
    g_propagate_error (error, lb_sqlite_error_new (connection, code, NULL, sql));
    if (error)
      g_prefix_error (error, "row %u: ", i + 1);
    return FALSE;
  }
  return TRUE;
}

gboolean
lb_sqlite_insert_rows (LbConnection *connection, const char *table, const char *const *columns, GPtrArray *rows,
                       GError **error)
{
  g_autofree char *sql = insert_text (table, columns);
  sqlite3_stmt *prepared = NULL;
  gboolean good;

  if (!lb_sqlite_say (connection, "SAVEPOINT limbeck_rows", connection->busy_ms, error))
    return FALSE;
  lb_sqlite_echo (connection, sql);
  good = sqlite3_prepare_v3 (connection->db, sql, -1, 0, &prepared, NULL) == SQLITE_OK;
  if (!good)
    g_propagate_error (error, lb_sqlite_error_new (connection, sqlite3_extended_errcode (connection->db), NULL, sql));
  good = good && insert_all (connection, sql, prepared, rows, error);
  sqlite3_finalize (prepared);
  if (good)
    return lb_sqlite_say (connection, "RELEASE limbeck_rows", connection->busy_ms, error);
  /* after some errors SQLite has rolled everything back already */
  if (!sqlite3_get_autocommit (connection->db))
    sqlite3_exec (connection->db, "ROLLBACK TO limbeck_rows; RELEASE limbeck_rows", NULL, NULL, NULL);
  return FALSE;
}
