/* For the tests of SQLite beyond locks and files: a database in memory, and short ways to talk to it. */
#ifndef LB_TEST_SQLITE_H
#define LB_TEST_SQLITE_H

#include "backend/dialects.h"
#include "operation/json.h"
#include "util/error.h"

#include <string.h>

static const LbDriver *driver;

static inline void
load_driver (void)
{
  g_autoptr (GError) error = NULL;

  driver = lb_driver_load (&lb_dialect_sqlite, &error);
  g_assert_no_error (error);
}

static inline LbConnection *
open_memory (void)
{
  const LbConnectOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (LbUrl) url = lb_url_parse ("sqlite://", &error);
  LbConnection *connection = driver->open (url, &options, &error);

  g_assert_no_error (error);
  return connection;
}

/* Run several statements. */
static inline void
say (LbConnection *connection, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbStatement) statement = lb_statement_new (sql, NULL, 0);
  g_autoptr (LbResult) result = driver->run (connection, statement, &error);

  if (!result)
    g_test_message ("%s", sql);
  g_assert_no_error (error);
}

/* The rows of a query, cells with | between, rows with a new line. */
static inline char *
ask (LbConnection *connection, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbRows) rows = driver->query (connection, sql, &error);
  GString *text = g_string_new (NULL);

  if (error)
    g_test_message ("%s", sql);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->rows->len; i++) {
    char **cells = g_ptr_array_index (rows->rows, i);

    for (guint j = 0; j < rows->n_columns; j++)
      g_string_append_printf (text, "%s%s", j ? "|" : i ? "\n" : "", cells[j] ? cells[j] : "NULL");
  }
  return g_string_free (text, FALSE);
}

static inline void
expect (LbConnection *connection, const char *sql, const char *expected)
{
  g_autofree char *got = ask (connection, sql);

  if (strcmp (got, expected) != 0)
    g_test_message ("%s", sql);
  g_assert_cmpstr (got, ==, expected);
}

/* An operation as a script host sends it; ' may stand for " where no ' is meant. */
static inline LbOperation *
operation_of (const char *json)
{
  g_autoptr (GError) error = NULL;
  json_error_t where;
  json_auto_t *message = json_loads (json, 0, &where);
  LbOperation *operation;

  if (!message)
    g_error ("%s: %s", where.text, json);
  operation = lb_operation_from_json (message, &error);
  g_assert_no_error (error);
  return operation;
}

/* Compile it for the live database and run it, as the engine does: all statements in one call. */
static inline gboolean
operate (LbConnection *connection, const LbOperation *operation, GError **error)
{
  const LbTarget target = { driver, connection, driver->server_version (connection) };
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_statement_free);

  return lb_dialect_sqlite.compile (operation, &target, statements, error)
         && driver->execute (connection, (const LbStatement *const *) statements->pdata, statements->len, NULL, NULL,
                             error);
}

#endif
