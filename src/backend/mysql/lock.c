/* The run's lock: GET_LOCK with a wait of 0, so that it is taken by asking and never by waiting.
 *
 * Its name belongs to the whole server, and both servers allow 64 characters: "limbeck:" and the first 55 digits of the
 * SHA-256 of the qualified name of the version table. Others who want to keep limbeck out compute it so:
 *
 *   SELECT GET_LOCK(CONCAT('limbeck:', LEFT(SHA2('shop.alembic_version', 256), 55)), 60)
 *
 * It is the session's: it outlives transactions and vanishes with the connection. A session whose program was killed
 * in the middle of a statement keeps it until the server has ended the statement, so that whoever has the lock sees
 * nothing half done.
 *
 * To reset a session is to lose its locks. So that nobody takes the lock in that moment, another connection holds a
 * second one meanwhile, of the same name with a "+" behind, and whoever gets the first looks whether the second is
 * free.
 */
#include "private.h"

#include "sql/build.h"
#include "util/error.h"

#include <string.h>

/* An unqualified @name is in the database of the connection. */
static char *
lock_name (const LbConnection *connection, const char *name)
{
  const char *database = lb_my_companion_parameters (connection->companion)->database;
  g_autofree char *qualified
      = strchr (name, '.') || !database ? g_strdup (name) : g_strconcat (database, ".", name, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, qualified, -1);

  return g_strdup_printf ("limbeck:%.55s", sum);
}

/* How many seconds who has reset its session waits for those who look whether they can have the lock. */
#define TAKE_BACK_S "10"

/* Run @format, which takes the name of the lock, and the name of the second one if it likes; TRUE in @ret_held for 1.
 */
static gboolean
ask (LbConnection *connection, const char *format, const char *key, gboolean *ret_held, GError **error)
{
  g_autofree char *second = g_strconcat (key, "+", NULL);
  g_autofree char *sql = lb_sql_format (lb_my_syntax (connection), format, key, second, key);
  GError *failure = NULL;
  g_autofree char *answer = lb_my_query_cell (connection, sql, &failure);

  if (!failure && !answer)
    failure = g_error_new (LB_ERROR, LB_ERROR_DATABASE, "the server cannot give the run's lock");
  if (failure) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  *ret_held = g_strcmp0 (answer, "1") == 0;
  return TRUE;
}

gboolean
lb_my_try_lock (LbConnection *connection, const char *name, gboolean *ret_held, GError **error)
{
  g_autofree char *key = lock_name (connection, name);

  *ret_held = g_strcmp0 (connection->lock_held, key) == 0; /* the server would count it twice */
  if (*ret_held)
    return TRUE;
  if (!ask (connection,
            "SELECT CASE WHEN GET_LOCK(%L, 0) THEN IF(IS_FREE_LOCK(%L), 1, RELEASE_LOCK(%L) - 1) ELSE 0 END", key,
            ret_held, error))
    return FALSE;
  if (*ret_held) {
    g_free (connection->lock_held);
    connection->lock_held = g_steal_pointer (&key);
  }
  return TRUE;
}

/* A connection that holds the second lock; NULL if it cannot be had. */
static MYSQL *
hold_second (LbConnection *connection, const char *key)
{
  MYSQL *my = lb_my_companion_connect (connection->companion);
  g_autofree char *second = g_strconcat (key, "+", NULL);
  g_autofree char *sql = lb_sql_format (lb_my_syntax (connection), "DO GET_LOCK(%L, 0)", second);

  if (my && mysql_query (my, sql) == 0)
    return my;
  if (my)
    mysql_close (my);
  return NULL;
}

/* With somebody who waits for nothing, the lock is free after at most the time that looking takes. */
static gboolean
take_back (LbConnection *connection, GError **error)
{
  gboolean held = FALSE;

  if (!ask (connection, "SELECT GET_LOCK(%L, " TAKE_BACK_S ")", connection->lock_held, &held, error) || held)
    return held;
  g_clear_pointer (&connection->lock_held, g_free);
  g_set_error (error, LB_ERROR, LB_ERROR_LOCKED, "the session was reset, and another run has taken the lock since");
  if (error)
    lb_error_set_hint (*error, "That run goes on with the database. Run again to see where it stands.");
  return FALSE;
}

gboolean
lb_my_reset_locked (LbConnection *connection, GError **error)
{
  MYSQL *second;
  gboolean done;

  if (!connection->lock_held)
    return lb_my_reset_session (connection, error);
  second = hold_second (connection, connection->lock_held);
  done = lb_my_reset_session (connection, error) && take_back (connection, error);
  if (second)
    mysql_close (second);
  return done;
}

void
lb_my_unlock (LbConnection *connection, const char *name)
{
  g_autofree char *key = lock_name (connection, name);
  g_autofree char *sql = lb_sql_format (lb_my_syntax (connection), "DO RELEASE_LOCK(%L)", key);

  if (g_strcmp0 (connection->lock_held, key) != 0)
    return;
  g_clear_pointer (&connection->lock_held, g_free);
  if (!connection->lost)
    lb_my_run_text (connection, sql, LB_MY_DEAF, NULL);
}

/* "connection 47, deploy@10.0.0.7, for 12 s: ALTER TABLE ..."; what the server does not show to everybody is left out.
 */
static char *
holder_text (char *const *cells)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "connection %s", cells[0]);
  if (cells[1])
    g_string_append_printf (text, ", %s@%s", cells[1], cells[2] && *cells[2] ? cells[2] : "localhost");
  if (cells[4])
    g_string_append_printf (text, ", for %s s: %s", cells[4], cells[3] ? cells[3] : "idle");
  return g_string_free (text, FALSE);
}

char *
lb_my_lock_holder (LbConnection *connection, const char *name)
{
  g_autofree char *key = lock_name (connection, name);
  /* other users' sessions show only to those who may see them */
  g_autofree char *sql = lb_sql_format (lb_my_syntax (connection),
                                        "SELECT l.id, p.user, SUBSTRING_INDEX(p.host, ':', 1), LEFT(p.info, 60), p.time"
                                        " FROM (SELECT IS_USED_LOCK(%L) AS id) l"
                                        " LEFT JOIN information_schema.processlist p ON p.id = l.id"
                                        " WHERE l.id IS NOT NULL",
                                        key);
  g_autoptr (LbRows) rows = lb_my_query (connection, sql, NULL);

  return rows && rows->rows->len ? holder_text (g_ptr_array_index (rows->rows, 0)) : NULL;
}
