/* What became of ALTER TABLE: it is whole or nothing, so what one of its parts shows holds for all. */
#include "private.h"

#include "sql/build.h"

#include <string.h>

typedef struct {
  LbConnection *connection;
  LbMyWords *words;
  char *schema;
  char *table;
  gboolean done, not_done; /* a part shows it */
  gboolean unknown;        /* a part shows nothing, and cannot be run twice */
} Alter;

/* A query on @view for this table, up to where conditions are added with AND. */
static GString *
query_on (const Alter *alter, const char *view)
{
  GString *sql = g_string_new (NULL);

  lb_sql_appendf (sql, lb_my_syntax (alter->connection), "SELECT 1 FROM information_schema.%s WHERE table_schema ",
                  view);
  lb_my_append_schema (sql, alter->connection, alter->schema);
  lb_sql_appendf (sql, lb_my_syntax (alter->connection), " AND table_name = %L", alter->table);
  return sql;
}

/* What of a table has a name. */
typedef enum { COLUMN, INDEX, CONSTRAINT } Thing;

static const struct {
  const char *view;
  const char *name;
} things[] = {
  [COLUMN] = { "columns", "column_name" },
  [INDEX] = { "statistics", "index_name" },
  [CONSTRAINT] = { "table_constraints", "constraint_name" },
};

static gboolean
is_there (const Alter *alter, Thing thing, const char *name, gboolean *ret_there, GError **error)
{
  g_autoptr (GString) sql = query_on (alter, things[thing].view);

  lb_sql_appendf (sql, lb_my_syntax (alter->connection), " AND %s = %L", things[thing].name, name);
  return lb_my_exists (alter->connection, sql->str, ret_there, error);
}

static void
note (Alter *alter, gboolean done)
{
  alter->done |= done;
  alter->not_done |= !done;
}

/* @thing @name was to come or to go. Where it may have been so before (@conditional), that shows nothing. */
static gboolean
settle (Alter *alter, Thing thing, const char *name, gboolean wanted, gboolean conditional, GError **error)
{
  gboolean there;

  if (!is_there (alter, thing, name, &there, error))
    return FALSE;
  if (there != wanted || !conditional)
    note (alter, there == wanted);
  return TRUE;
}

static gboolean
settle_next (Alter *alter, Thing thing, gboolean wanted, GError **error)
{
  gboolean conditional = lb_my_accept_any (alter->words, "if not exists|if exists");
  g_autofree char *name = NULL;

  if (lb_my_accept_name (alter->words, NULL, &name))
    return settle (alter, thing, name, wanted, conditional, error);
  alter->unknown = TRUE;
  return TRUE;
}

/* a TO b, of columns and indexes. To the same name is to no name. */
static gboolean
settle_rename (Alter *alter, Thing thing, const char *old_name, const char *new_name, GError **error)
{
  return g_ascii_strcasecmp (old_name, new_name) == 0
         || (settle (alter, thing, old_name, FALSE, TRUE, error)
             && settle (alter, thing, new_name, TRUE, FALSE, error));
}

/* UNIQUE (a, b), FOREIGN KEY (a, b) without a name: whether there is one of exactly these columns. */
static gboolean
settle_columns (Alter *alter, gboolean foreign, GError **error)
{
  g_autoptr (GPtrArray) columns = lb_my_accept_columns (alter->words);
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GString) sql = query_on (alter, foreign ? "key_column_usage" : "statistics");
  gboolean there;

  if (!columns) {
    alter->unknown = TRUE;
    return TRUE;
  }
  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (list, "%s%s", i ? "," : "", (const char *) g_ptr_array_index (columns, i));
  if (foreign)
    lb_sql_appendf (sql, lb_my_syntax (alter->connection),
                    " AND referenced_table_name IS NOT NULL GROUP BY constraint_name"
                    " HAVING GROUP_CONCAT(column_name ORDER BY ordinal_position) = %L",
                    list->str);
  else
    lb_sql_appendf (sql, lb_my_syntax (alter->connection),
                    " AND non_unique = 0 AND index_name <> 'PRIMARY' GROUP BY index_name"
                    " HAVING GROUP_CONCAT(column_name ORDER BY seq_in_index) = %L",
                    list->str);
  if (!lb_my_exists (alter->connection, sql->str, &there, error))
    return FALSE;
  note (alter, there);
  return TRUE;
}

/* ---- ADD ... */

/* [CONSTRAINT [name]] {PRIMARY KEY | UNIQUE [INDEX|KEY] [name] | FOREIGN KEY [name] | CHECK} ... */
static gboolean
add_constraint (Alter *alter, GError **error)
{
  LbMyWords *words = alter->words;
  gboolean named = lb_my_accept (words, "constraint");
  gboolean conditional = named && lb_my_accept (words, "if not exists");
  g_autofree char *name = NULL;
  LbMyWords before = *words;

  if (lb_my_accept (words, "primary key"))
    return settle (alter, INDEX, "PRIMARY", TRUE, FALSE, error);
  if (named && !lb_my_accept_any (words, "unique|foreign key|check")) {
    lb_my_accept_name (words, NULL, &name);
    if (lb_my_accept (words, "primary key"))
      return settle (alter, INDEX, "PRIMARY", TRUE, FALSE, error);
    return settle (alter, CONSTRAINT, name, TRUE, conditional, error);
  }
  *words = before;
  if (lb_my_accept (words, "unique")) {
    lb_my_accept_any (words, "index|key");
    return lb_my_next (words)->kind == LB_TOKEN_OPEN ? settle_columns (alter, FALSE, error)
                                                     : settle_next (alter, INDEX, TRUE, error);
  }
  if (lb_my_accept (words, "foreign key"))
    return lb_my_next (words)->kind == LB_TOKEN_OPEN ? settle_columns (alter, TRUE, error)
                                                     : settle_next (alter, INDEX, TRUE, error);
  alter->unknown = TRUE; /* CHECK without a name */
  return TRUE;
}

static gboolean
starts_constraint (const LbMyWords *words)
{
  LbMyWords probe = *words;

  return lb_my_accept_any (&probe, "constraint|primary key|unique|foreign key|check");
}

/* (a INTEGER, b INTEGER): the first column tells. */
static gboolean
add (Alter *alter, GError **error)
{
  LbMyWords *words = alter->words;

  if (starts_constraint (words))
    return add_constraint (alter, error);
  if (lb_my_accept_any (words, "fulltext|spatial")) {
    lb_my_accept_any (words, "index|key");
    return settle_next (alter, INDEX, TRUE, error);
  }
  if (lb_my_accept_any (words, "index|key"))
    return settle_next (alter, INDEX, TRUE, error);
  if (lb_my_accept_any (words, "partition|system|period")) {
    alter->unknown = TRUE;
    return TRUE;
  }
  lb_my_accept (words, "column");
  if (lb_my_next (words)->kind == LB_TOKEN_OPEN)
    words->at++;
  return settle_next (alter, COLUMN, TRUE, error);
}

/* ---- the others */

static gboolean
drop (Alter *alter, GError **error)
{
  LbMyWords *words = alter->words;

  if (lb_my_accept (words, "primary key"))
    return settle (alter, INDEX, "PRIMARY", FALSE, FALSE, error);
  if (lb_my_accept_any (words, "index|key"))
    return settle_next (alter, INDEX, FALSE, error);
  if (lb_my_accept_any (words, "foreign key|constraint|check"))
    return settle_next (alter, CONSTRAINT, FALSE, error);
  if (lb_my_accept_any (words, "partition|system|period")) {
    alter->unknown = TRUE;
    return TRUE;
  }
  lb_my_accept (words, "column");
  return settle_next (alter, COLUMN, FALSE, error);
}

/* RENAME COLUMN a TO b, RENAME INDEX a TO b, RENAME [TO|AS|=] name */
static gboolean
rename_part (Alter *alter, GError **error)
{
  LbMyWords *words = alter->words;
  gboolean column = lb_my_accept (words, "column");
  g_autofree char *old_name = NULL;
  g_autofree char *new_name = NULL;

  if (column || lb_my_accept_any (words, "index|key")) {
    lb_my_accept (words, "if exists");
    if (lb_my_accept_name (words, NULL, &old_name) && lb_my_accept (words, "to")
        && lb_my_accept_name (words, NULL, &new_name))
      return settle_rename (alter, column ? COLUMN : INDEX, old_name, new_name, error);
  } else {
    g_autofree char *schema = NULL;
    g_autoptr (GString) sql = NULL;
    Alter renamed = *alter;
    gboolean there;

    lb_my_accept_any (words, "to|as");
    lb_my_accept_symbol (words, '=');
    if (lb_my_accept_name (words, &schema, &new_name)) {
      renamed.schema = schema ? schema : alter->schema;
      renamed.table = new_name;
      sql = query_on (&renamed, "tables");
      if (!lb_my_exists (alter->connection, sql->str, &there, error))
        return FALSE;
      note (alter, there);
      return TRUE;
    }
  }
  alter->unknown = TRUE;
  return TRUE;
}

/* CHANGE [COLUMN] [IF EXISTS] a b INTEGER ... */
static gboolean
change (Alter *alter, GError **error)
{
  g_autofree char *old_name = NULL;
  g_autofree char *new_name = NULL;

  lb_my_accept (alter->words, "column");
  lb_my_accept (alter->words, "if exists");
  if (lb_my_accept_name (alter->words, NULL, &old_name) && lb_my_accept_name (alter->words, NULL, &new_name))
    return settle_rename (alter, COLUMN, old_name, new_name, error);
  alter->unknown = TRUE;
  return TRUE;
}

/* What gives the same when it is done twice. */
static gboolean
repeatable (Alter *alter, GError **error)
{
  return TRUE;
}

static const struct {
  const char *word;
  gboolean (*settle) (Alter *alter, GError **error);
} parts[] = {
  { "add", add },
  { "drop", drop },
  { "rename", rename_part },
  { "change", change },
  { "modify", repeatable },
  { "alter", repeatable },
  { "comment", repeatable },
  { "engine", repeatable },
  { "default", repeatable },
  { "character set", repeatable },
  { "charset", repeatable },
  { "collate", repeatable },
  { "convert", repeatable },
  { "auto_increment", repeatable },
  { "row_format", repeatable },
  { "key_block_size", repeatable },
  { "algorithm", repeatable },
  { "lock", repeatable },
  { "force", repeatable },
  { "order", repeatable },
  { "enable", repeatable },
  { "disable", repeatable },
  { "stats_persistent", repeatable },
  { "stats_auto_recalc", repeatable },
  { "stats_sample_pages", repeatable },
};

static gboolean
settle_part (Alter *alter, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (lb_my_accept (alter->words, parts[i].word))
      return parts[i].settle (alter, error);
  alter->unknown = TRUE;
  return TRUE;
}

gboolean
lb_my_fate_alter_table (LbConnection *connection, LbMyWords *words, LbFate *ret_fate, GError **error)
{
  g_autofree char *schema = NULL;
  g_autofree char *table = NULL;
  Alter alter = { .connection = connection, .words = words };

  lb_my_accept (words, "if exists");
  if (!lb_my_accept_name (words, &schema, &table))
    return TRUE;
  alter.schema = schema;
  alter.table = table;
  if (lb_my_accept (words, "wait"))
    words->at++;
  lb_my_accept (words, "nowait");
  do {
    if (!settle_part (&alter, error))
      return FALSE;
    lb_my_skip_to_comma (words);
  } while (lb_my_accept_symbol (words, ','));
  if (alter.not_done)
    *ret_fate = LB_FATE_NOT_DONE;
  else if (alter.done)
    *ret_fate = LB_FATE_DONE;
  else if (!alter.unknown)
    *ret_fate = LB_FATE_REPEATABLE;
  return TRUE;
}
