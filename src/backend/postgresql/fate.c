/* After a crash: what became of a statement that cannot run in a transaction, told from the catalogue. */
#include "private.h"

#include "sql/build.h"
#include "util/error.h"

#include <string.h>

/* ---- reading the statement */

gboolean
lb_pg_comes (const LbPgWords *words, const char *sequence)
{
  LbPgWords copy = *words;

  for (; copy.at < copy.tokens->len; copy.at++) {
    LbPgWords probe = copy;

    if (lb_pg_accept (&probe, sequence))
      return TRUE;
  }
  return FALSE;
}

gboolean
lb_pg_accept (LbPgWords *words, const char *sequence)
{
  g_auto (GStrv)
    parts = g_strsplit (sequence, " ", -1);
  guint at = words->at;

  for (char **part = parts; *part; part++, at++)
    if (at >= words->tokens->len || g_array_index (words->tokens, LbToken, at).kind != LB_TOKEN_WORD
        || !lb_token_is (&g_array_index (words->tokens, LbToken, at), *part))
      return FALSE;
  words->at = at;
  return TRUE;
}

const LbToken *
lb_pg_next (const LbPgWords *words)
{
  return &g_array_index (words->tokens, LbToken, MIN (words->at, words->tokens->len - 1));
}

static gboolean
is_symbol (const LbToken *token, char symbol)
{
  return token->kind == LB_TOKEN_SYMBOL && token->length == 1 && token->start[0] == symbol;
}

gboolean
lb_pg_accept_name (LbPgWords *words, char **ret_schema, char **ret_name)
{
  char *schema = NULL;
  char *name = NULL;

  for (;;) {
    const LbToken *token = lb_pg_next (words);

    if (token->kind != LB_TOKEN_WORD && token->kind != LB_TOKEN_NAME)
      break;
    g_free (schema);
    schema = name;
    name = lb_token_name (token, lb_pg_syntax ());
    words->at++;
    if (!is_symbol (lb_pg_next (words), '.')) {
      *ret_schema = schema;
      *ret_name = name;
      return TRUE;
    }
    words->at++;
  }
  g_free (schema);
  g_free (name);
  return FALSE;
}

void
lb_pg_skip_parentheses (LbPgWords *words)
{
  guint depth = 0;

  do {
    depth += lb_pg_next (words)->kind == LB_TOKEN_OPEN;
    if (depth == 0 || lb_pg_next (words)->kind == LB_TOKEN_END)
      return;
    depth -= lb_pg_next (words)->kind == LB_TOKEN_CLOSE;
    words->at++;
  } while (depth > 0);
}

static gboolean
read_words (const LbStatement *statement, LbPgWords *words, GError **error)
{
  LbLexer lexer;
  LbToken token;

  lb_lexer_init (&lexer, lb_pg_syntax (), statement->text, strlen (statement->text), statement->line);
  do {
    if (!lb_lexer_next_solid (&lexer, &token, error))
      return FALSE;
    g_array_append_val (words->tokens, token);
  } while (token.kind != LB_TOKEN_END);
  return TRUE;
}

/* ---- looking */

/* Whether the query gives a row. */
static gboolean
exists (LbConnection *connection, const char *sql, gboolean *ret_exists, GError **error)
{
  g_autoptr (LbRows) rows = lb_pg_query (connection, sql, error);

  if (!rows)
    return FALSE;
  *ret_exists = rows->rows->len > 0;
  return TRUE;
}

/* Things of the whole server, or subscriptions, that are there or not. */
static const struct {
  const char *word;
  const char *lookup;
} things[] = {
  { "database", "SELECT 1 FROM pg_catalog.pg_database WHERE datname = %L" },
  { "tablespace", "SELECT 1 FROM pg_catalog.pg_tablespace WHERE spcname = %L" },
  /* pg_stat_subscription: pg_subscription itself is for superusers only */
  { "subscription",
    "SELECT 1 FROM pg_catalog.pg_stat_subscription s JOIN pg_catalog.pg_database d ON d.datname = current_database()"
    " WHERE s.subname = %L" },
};

static gboolean
look_for_thing (LbConnection *connection, LbPgWords *words, gboolean wanted, LbFate *ret_fate, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (things); i++) {
    g_autofree char *schema = NULL;
    g_autofree char *name = NULL;
    g_autofree char *sql = NULL;
    gboolean there;

    if (!lb_pg_accept (words, things[i].word))
      continue;
    lb_pg_accept (words, "if exists");
    if (!lb_pg_accept_name (words, &schema, &name))
      break;
    sql = lb_sql_format (lb_pg_syntax (), things[i].lookup, name);
    if (!exists (connection, sql, &there, error))
      return FALSE;
    *ret_fate = there == wanted ? LB_FATE_DONE : LB_FATE_NOT_DONE;
    return TRUE;
  }
  return TRUE;
}

static gboolean
fate_create (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error)
{
  return look_for_thing (connection, words, TRUE, ret_fate, error);
}

static gboolean
fate_drop (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error)
{
  return look_for_thing (connection, words, FALSE, ret_fate, error);
}

static gboolean
fate_repeatable (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error)
{
  *ret_fate = LB_FATE_REPEATABLE;
  return TRUE;
}

/* ALTER TYPE name ADD VALUE [IF NOT EXISTS] 'label' ... */
static gboolean
fate_alter_type (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error)
{
  g_autofree char *schema = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;
  g_autoptr (GString) sql = g_string_new (NULL);
  gboolean there;

  if (!lb_pg_accept_name (words, &schema, &name) || !lb_pg_accept (words, "add value"))
    return TRUE;
  lb_pg_accept (words, "if not exists");
  if (lb_pg_next (words)->kind != LB_TOKEN_STRING)
    return TRUE;
  label = g_strndup (lb_pg_next (words)->start, lb_pg_next (words)->length); /* the author's literal, as written */
  lb_sql_appendf (sql, lb_pg_syntax (),
                  "SELECT 1 FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid"
                  " JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
                  " WHERE t.typname = %L AND e.enumlabel = %s AND ",
                  name, label);
  if (schema)
    lb_sql_appendf (sql, lb_pg_syntax (), "n.nspname = %L", schema);
  else
    g_string_append (sql, "pg_catalog.pg_type_is_visible(t.oid)");
  if (!exists (connection, sql->str, &there, error))
    return FALSE;
  *ret_fate = there ? LB_FATE_DONE : LB_FATE_NOT_DONE;
  return TRUE;
}

void
lb_pg_append_relation (GString *sql, const char *class_alias, const char *namespace_alias, const char *schema,
                       const char *name)
{
  lb_sql_appendf (sql, lb_pg_syntax (), "%s.relname = %L AND ", class_alias, name);
  if (schema)
    lb_sql_appendf (sql, lb_pg_syntax (), "%s.nspname = %L", namespace_alias, schema);
  else
    lb_sql_appendf (sql, lb_pg_syntax (), "pg_catalog.pg_table_is_visible(%s.oid)", class_alias);
}

/* Finish what DETACH ... CONCURRENTLY has begun: its first transaction is committed, the second is not. */
static gboolean
finalize_detach (LbConnection *connection, const char *schema, const char *name, const char *part_schema,
                 const char *part_name, GError **error)
{
  g_autofree char *sql = lb_sql_format (lb_pg_syntax (), "ALTER TABLE %T DETACH PARTITION %T FINALIZE", schema, name,
                                        part_schema, part_name);
  g_autoptr (LbRows) rows = lb_pg_query (connection, sql, error);

  return rows != NULL;
}

/* ALTER TABLE [IF EXISTS] [ONLY] name DETACH PARTITION name { CONCURRENTLY | FINALIZE } */
static gboolean
fate_alter_table (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error)
{
  g_autofree char *schema = NULL;
  g_autofree char *name = NULL;
  g_autofree char *part_schema = NULL;
  g_autofree char *part_name = NULL;
  g_autofree char *pending = NULL;
  g_autoptr (GString) sql = g_string_new ("SELECT i.inhdetachpending FROM pg_catalog.pg_inherits i"
                                          " JOIN pg_catalog.pg_class t ON t.oid = i.inhparent"
                                          " JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace"
                                          " JOIN pg_catalog.pg_class p ON p.oid = i.inhrelid"
                                          " JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE ");
  GError *failure = NULL;

  lb_pg_accept (words, "if exists");
  lb_pg_accept (words, "only");
  if (!lb_pg_accept_name (words, &schema, &name) || !lb_pg_accept (words, "detach partition")
      || !lb_pg_accept_name (words, &part_schema, &part_name))
    return TRUE;
  lb_pg_append_relation (sql, "t", "tn", schema, name);
  g_string_append (sql, " AND ");
  lb_pg_append_relation (sql, "p", "pn", part_schema, part_name);
  pending = lb_pg_query_cell (connection, sql->str, &failure);
  if (failure) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  *ret_fate = pending ? LB_FATE_NOT_DONE : LB_FATE_DONE;
  if (words->mend && pending && strcmp (pending, "t") == 0 && lb_pg_accept (words, "concurrently")) {
    *ret_fate = LB_FATE_DONE;
    return finalize_detach (connection, schema, name, part_schema, part_name, error);
  }
  return TRUE;
}

/* COMMIT PREPARED 'id', ROLLBACK PREPARED 'id': the prepared transaction is gone when that is done. */
static gboolean
fate_prepared (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error)
{
  g_autofree char *id = g_strndup (lb_pg_next (words)->start, lb_pg_next (words)->length);
  g_autofree char *sql = NULL;
  gboolean there;

  if (lb_pg_next (words)->kind != LB_TOKEN_STRING)
    return TRUE;
  sql = lb_sql_format (lb_pg_syntax (), "SELECT 1 FROM pg_catalog.pg_prepared_xacts WHERE gid = %s", id);
  if (!exists (connection, sql, &there, error))
    return FALSE;
  *ret_fate = there ? LB_FATE_NOT_DONE : LB_FATE_DONE;
  return TRUE;
}

/* ---- which statement it is */

static const struct {
  const char *words;
  gboolean (*fate) (LbConnection *connection, LbPgWords *words, LbFate *ret_fate, GError **error);
} statements[] = {
  { "create index", lb_pg_fate_create_index },
  { "create unique index", lb_pg_fate_create_index },
  { "drop index", lb_pg_fate_drop_index },
  { "reindex", lb_pg_fate_reindex },
  { "create", fate_create },
  { "drop", fate_drop },
  { "alter type", fate_alter_type },
  { "alter table", fate_alter_table },
  { "commit prepared", fate_prepared },
  { "rollback prepared", fate_prepared },
  { "vacuum", fate_repeatable },
  { "cluster", fate_repeatable },
  { "repack", fate_repeatable },
  { "alter system", fate_repeatable },
  { "alter database", fate_repeatable },     /* SET TABLESPACE: to where it is already, nothing happens */
  { "alter subscription", fate_repeatable }, /* REFRESH PUBLICATION, SET PUBLICATION */
  { "checkpoint", fate_repeatable },
  { "discard", fate_repeatable },
};

gboolean
lb_pg_fate (LbConnection *connection, const LbStatement *statement, gboolean mend, LbFate *ret_fate, GError **error)
{
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (LbToken));
  LbPgWords words = { .tokens = tokens, .mend = mend };

  *ret_fate = LB_FATE_UNKNOWN;
  if (!read_words (statement, &words, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    if (lb_pg_accept (&words, statements[i].words))
      return statements[i].fate (connection, &words, ret_fate, error);
  return TRUE;
}
