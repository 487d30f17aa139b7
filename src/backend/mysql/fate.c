/* After a crash: what became of a statement that commits by itself, told from information_schema.
 *
 * One statement is whole or nothing in the servers of today (MySQL 8.0, MariaDB 10.6: "atomic DDL"), so any visible
 * effect of it tells. Whoever asks holds the run's lock, which the session of the killed run kept until the server had
 * ended its statement: nobody is at it any more. */
#include "private.h"

#include "sql/build.h"

#include <string.h>

/* ---- objects that are there or not */

/* The look-up takes the condition on the schema and the name. */
static const struct {
  const char *word; /* behind CREATE or DROP */
  const char *lookup;
} objects[] = {
  { "table", "SELECT 1 FROM information_schema.tables WHERE table_schema %s AND table_name = %L" },
  { "tables", "SELECT 1 FROM information_schema.tables WHERE table_schema %s AND table_name = %L" },
  { "view", "SELECT 1 FROM information_schema.views WHERE table_schema %s AND table_name = %L" },
  { "trigger", "SELECT 1 FROM information_schema.triggers WHERE trigger_schema %s AND trigger_name = %L" },
  { "procedure", "SELECT 1 FROM information_schema.routines WHERE routine_type = 'PROCEDURE' AND routine_schema %s AND "
                 "routine_name = %L" },
  { "aggregate function", "SELECT 1 FROM information_schema.routines WHERE routine_type = 'FUNCTION' AND "
                          "routine_schema %s AND routine_name = %L" },
  { "function", "SELECT 1 FROM information_schema.routines WHERE routine_type = 'FUNCTION' AND routine_schema %s AND "
                "routine_name = %L" },
  { "event", "SELECT 1 FROM information_schema.events WHERE event_schema %s AND event_name = %L" },
  { "sequence",
    "SELECT 1 FROM information_schema.tables WHERE table_type = 'SEQUENCE' AND table_schema %s AND table_name = %L" },
};

static gboolean
look_for (LbConnection *connection, const char *lookup, const char *schema, const char *name, gboolean *ret_there,
          GError **error)
{
  g_autoptr (GString) condition = g_string_new (NULL);
  g_autofree char *sql = NULL;

  lb_my_append_schema (condition, connection, schema);
  sql = lb_sql_format (lb_my_syntax (connection), lookup, condition->str, name);
  return lb_my_exists (connection, sql, ret_there, error);
}

static const char *
lookup_of (LbMyWords *words)
{
  for (gsize i = 0; i < G_N_ELEMENTS (objects); i++)
    if (lb_my_accept (words, objects[i].word))
      return objects[i].lookup;
  return NULL;
}

/* CREATE DATABASE, DROP DATABASE: its name is all there is. */
static gboolean
fate_database (LbConnection *connection, LbMyWords *words, gboolean wanted, LbFate *ret_fate, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *sql = NULL;
  gboolean there;

  if (!lb_my_accept_name (words, NULL, &name))
    return TRUE;
  sql = lb_sql_format (lb_my_syntax (connection), "SELECT 1 FROM information_schema.schemata WHERE schema_name = %L",
                       name);
  if (!lb_my_exists (connection, sql, &there, error))
    return FALSE;
  *ret_fate = there == wanted ? LB_FATE_DONE : LB_FATE_NOT_DONE;
  return TRUE;
}

/* [UNIQUE|...] INDEX [IF [NOT] EXISTS] name [USING x] ON table */
static gboolean
fate_index (LbConnection *connection, LbMyWords *words, gboolean wanted, LbFate *ret_fate, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *schema = NULL;
  g_autofree char *table = NULL;
  g_autofree char *type = NULL;
  g_autoptr (GString) sql = g_string_new ("SELECT 1 FROM information_schema.statistics WHERE table_schema ");
  gboolean there;

  if (!lb_my_accept_name (words, NULL, &name)
      || (lb_my_accept (words, "using") && !lb_my_accept_name (words, NULL, &type)) || !lb_my_accept (words, "on")
      || !lb_my_accept_name (words, &schema, &table))
    return TRUE;
  lb_my_append_schema (sql, connection, schema);
  lb_sql_appendf (sql, lb_my_syntax (connection), " AND table_name = %L AND index_name = %L", table, name);
  if (!lb_my_exists (connection, sql->str, &there, error))
    return FALSE;
  *ret_fate = there == wanted ? LB_FATE_DONE : LB_FATE_NOT_DONE;
  return TRUE;
}

/* ALGORITHM = MERGE, DEFINER = somebody@host, SQL SECURITY INVOKER: between CREATE and the kind of object. */
static void
skip_manner (LbMyWords *words)
{
  for (;;) {
    if (lb_my_accept (words, "sql security")) {
      words->at++;
    } else if (lb_my_accept_any (words, "algorithm|definer")) {
      lb_my_accept_symbol (words, '=');
      words->at++;
      if (*lb_my_next (words)->start == '@') /* @host is one word, @`host` two */
        words->at += lb_my_next (words)->length == 1 ? 2 : 1;
      else if (lb_my_next (words)->kind == LB_TOKEN_OPEN)
        words->at += 2; /* CURRENT_USER() */
    } else {
      return;
    }
  }
}

static gboolean
fate_create (LbConnection *connection, LbMyWords *words, LbFate *ret_fate, GError **error)
{
  g_autofree char *schema = NULL;
  g_autofree char *name = NULL;
  const char *lookup;
  gboolean there;

  if (lb_my_accept (words, "or replace")) {
    *ret_fate = LB_FATE_REPEATABLE;
    return TRUE;
  }
  skip_manner (words);
  lb_my_accept_any (words, "unique|fulltext|spatial");
  if (lb_my_accept (words, "index")) {
    lb_my_accept (words, "if not exists");
    return fate_index (connection, words, TRUE, ret_fate, error);
  }
  if (lb_my_accept_any (words, "database|schema")) {
    lb_my_accept (words, "if not exists");
    return fate_database (connection, words, TRUE, ret_fate, error);
  }
  lookup = lookup_of (words);
  if (!lookup) {
    /* USER, ROLE, SERVER, ...: not everybody may see them */
    words->at++;
    if (lb_my_accept (words, "if not exists"))
      *ret_fate = LB_FATE_REPEATABLE;
    return TRUE;
  }
  lb_my_accept (words, "if not exists");
  if (!lb_my_accept_name (words, &schema, &name))
    return TRUE;
  if (!look_for (connection, lookup, schema, name, &there, error))
    return FALSE;
  *ret_fate = there ? LB_FATE_DONE : LB_FATE_NOT_DONE;
  return TRUE;
}

/* Several are dropped one after the other: some may be gone. */
static gboolean
fate_drop_objects (LbConnection *connection, LbMyWords *words, const char *lookup, gboolean if_exists, LbFate *ret_fate,
                   GError **error)
{
  guint gone = 0;
  guint left = 0;

  do {
    g_autofree char *schema = NULL;
    g_autofree char *name = NULL;
    gboolean there;

    if (!lb_my_accept_name (words, &schema, &name))
      return TRUE;
    if (!look_for (connection, lookup, schema, name, &there, error))
      return FALSE;
    gone += !there;
    left += there;
  } while (lb_my_accept_symbol (words, ','));
  if (left == 0)
    *ret_fate = LB_FATE_DONE;
  else if (gone == 0 || if_exists)
    *ret_fate = LB_FATE_NOT_DONE;
  return TRUE;
}

static gboolean
fate_drop (LbConnection *connection, LbMyWords *words, LbFate *ret_fate, GError **error)
{
  const char *lookup;
  gboolean if_exists;

  if (lb_my_accept (words, "index")) {
    lb_my_accept (words, "if exists");
    return fate_index (connection, words, FALSE, ret_fate, error);
  }
  if (lb_my_accept_any (words, "database|schema")) {
    lb_my_accept (words, "if exists");
    return fate_database (connection, words, FALSE, ret_fate, error);
  }
  lookup = lookup_of (words);
  words->at += lookup == NULL;
  if_exists = lb_my_accept (words, "if exists");
  if (lookup)
    return fate_drop_objects (connection, words, lookup, if_exists, ret_fate, error);
  if (if_exists)
    *ret_fate = LB_FATE_REPEATABLE;
  return TRUE;
}

/* RENAME TABLE a TO b, c TO d: all of it or nothing. The first pair whose names no other pair uses tells. */
static gboolean
fate_rename (LbConnection *connection, LbMyWords *words, LbFate *ret_fate, GError **error)
{
  g_autofree char *old_schema = NULL;
  g_autofree char *old_name = NULL;
  g_autofree char *new_schema = NULL;
  g_autofree char *new_name = NULL;
  gboolean old_there, new_there;

  lb_my_accept (words, "if exists");
  if (!lb_my_accept_name (words, &old_schema, &old_name) || !lb_my_accept (words, "to")
      || !lb_my_accept_name (words, &new_schema, &new_name))
    return TRUE;
  for (guint i = words->at; i < words->tokens->len; i++) {
    g_autofree char *other = lb_token_name (&g_array_index (words->tokens, LbToken, i), words->syntax);

    if (strcmp (other, old_name) == 0 || strcmp (other, new_name) == 0)
      return TRUE;
  }
  if (!look_for (connection, objects[0].lookup, old_schema, old_name, &old_there, error)
      || !look_for (connection, objects[0].lookup, new_schema, new_name, &new_there, error))
    return FALSE;
  if (old_there != new_there)
    *ret_fate = new_there ? LB_FATE_DONE : LB_FATE_NOT_DONE;
  return TRUE;
}

static gboolean
fate_repeatable (LbConnection *connection, LbMyWords *words, LbFate *ret_fate, GError **error)
{
  *ret_fate = LB_FATE_REPEATABLE;
  return TRUE;
}

/* ---- which statement it is */

static const struct {
  const char *words;
  gboolean (*fate) (LbConnection *connection, LbMyWords *words, LbFate *ret_fate, GError **error);
} statements[] = {
  { "create", fate_create },
  { "drop", fate_drop },
  { "rename table", fate_rename },
  { "rename tables", fate_rename },
  { "alter table", lb_my_fate_alter_table },
  { "alter online table", lb_my_fate_alter_table },
  { "alter ignore table", lb_my_fate_alter_table },
  { "alter database", fate_repeatable },
  { "alter schema", fate_repeatable },
  { "alter view", fate_repeatable },
  { "alter procedure", fate_repeatable },
  { "alter function", fate_repeatable },
  { "alter user", fate_repeatable },
  { "alter sequence", fate_repeatable },
  { "truncate", fate_repeatable },
  { "grant", fate_repeatable },
  { "flush", fate_repeatable },
  { "analyze", fate_repeatable },
  { "optimize", fate_repeatable },
  { "repair", fate_repeatable },
  { "check", fate_repeatable },
  { "reset", fate_repeatable },
  { "lock", fate_repeatable },
  { "unlock", fate_repeatable },
  { "set", fate_repeatable },
  { "cache", fate_repeatable },
  { "load", fate_repeatable },
  { "start", fate_repeatable },
  { "stop", fate_repeatable },
};

gboolean
lb_my_fate (LbConnection *connection, const LbStatement *statement, gboolean mend, LbFate *ret_fate, GError **error)
{
  LbMyWords words;
  gboolean good;

  *ret_fate = LB_FATE_UNKNOWN;
  good = lb_my_words_read (&words, lb_my_syntax (connection), statement, error);
  for (gsize i = 0; good && i < G_N_ELEMENTS (statements); i++) {
    if (lb_my_accept (&words, statements[i].words)) {
      good = statements[i].fate (connection, &words, ret_fate, error);
      break;
    }
  }
  lb_my_words_clear (&words);
  return good;
}
