/* The DDL of MySQL and MariaDB, where it is not what all databases have. */
#include "ddl.h"

#include "backend/ddl.h"
#include "backend/dialects.h"
#include "text.h"
#include "util/error.h"

#include <string.h>

/* ---- columns */

/* Servers since MySQL 8.0.13 and MariaDB 10.2.1 take expressions as defaults, in parentheses. What needs none:
 * literals, plain words, and those of the time with ON UPDATE or a number of digits. */
static gboolean
wants_parentheses (const LbDdlRun *run, const char *sql)
{
  static GRegex *bare;
  guint version = run->target ? run->target->server_version : 0;

  if (version < (lb_mysql_is_mariadb (version) ? 100201 : 80013))
    return FALSE;
  if (g_once_init_enter (&bare))
    g_once_init_leave (&bare, g_regex_new ("^\\s*['\"(]|ON +UPDATE|^(?:now|current_timestamp)\\(\\d+\\)|^\\w*$",
                                           G_REGEX_CASELESS, 0, NULL));
  return !g_regex_match (bare, sql, 0, NULL);
}

static void
write_default (LbDdlRun *run, const LbDefault *value)
{
  gboolean parentheses = value->kind == LB_DEFAULT_SQL && wants_parentheses (run, value->text);

  lb_ddl_write (run, parentheses ? " DEFAULT (" : " DEFAULT ");
  lb_ddl_default_value (run, value);
  if (parentheses)
    lb_ddl_write (run, ")");
}

/* A sequence makes the column's values where the server is known to have sequences; elsewhere it is not there. */
static gboolean
is_auto_increment (const LbDdlRun *run, const LbTable *table, const LbColumn *column)
{
  g_autoptr (LbTable) plain = NULL;
  LbColumn *same;

  if (column->server_default.kind != LB_DEFAULT_NONE)
    return FALSE;
  if (!column->sequence)
    return column == run->serial;
  if (run->target && run->target->server_version >= 100300)
    return FALSE;
  plain = lb_table_copy (table);
  same = lb_table_column (plain, column->name);
  g_clear_pointer (&same->sequence, g_free);
  return lb_table_autoincrement (plain, run->ddl->dialect->name) == same;
}

static gboolean
write_column (LbDdlRun *run, const LbTable *table, const LbColumn *column, GError **error)
{
  lb_ddl_write (run, "%I ", column->name);
  if (!lb_ddl_type (run, column->type, error))
    return FALSE;
  if (column->computed) {
    lb_ddl_write (run, " ");
    if (!lb_ddl_computed (run, column->computed, error))
      return FALSE;
  }
  if (!column->nullable)
    lb_ddl_write (run, " NOT NULL");
  else if (g_str_equal (lb_type_for (column->type, run->ddl->dialect->name)->name, "TIMESTAMP"))
    lb_ddl_write (run, " NULL"); /* which would be NOT NULL otherwise, on old servers */
  if (column->comment)
    lb_ddl_write (run, " COMMENT %L", column->comment);
  if (is_auto_increment (run, table, column))
    lb_ddl_write (run, " AUTO_INCREMENT");
  else if (column->server_default.kind != LB_DEFAULT_NONE)
    write_default (run, &column->server_default);
  return TRUE;
}

/* ---- tables */

/* Options are written in the order of the script, but a collation behind its set of characters, and what is said of
 * partitions at the end in this order. */
typedef enum {
  RANK_ANY,
  RANK_COLLATION,
  RANK_PARTITION_BY,
  RANK_PARTITIONS,
  RANK_SUBPARTITION_BY,
  RANK_SUBPARTITIONS,
  N_RANKS
} Rank;

typedef struct {
  const char *key;  /* without prefix */
  const char *word; /* NULL: the key in upper case */
  char joiner[2];
  gboolean literal; /* a string */
  gboolean charset; /* a set of characters */
  Rank rank;
} TableOption;

/* All others are "WORD=value". */
static const TableOption table_options[] = {
  { "comment", NULL, "=", .literal = TRUE },
  { "password", NULL, "=", .literal = TRUE },
  { "connection", NULL, "=", .literal = TRUE },
  { "data_directory", "DATA DIRECTORY", "=", .literal = TRUE },
  { "index_directory", "INDEX DIRECTORY", "=", .literal = TRUE },
  { "tablespace", NULL, " " },
  { "charset", NULL, "=", .charset = TRUE },
  { "character_set", "CHARACTER SET", " ", .charset = TRUE },
  { "default_charset", "DEFAULT CHARSET", "=", .charset = TRUE },
  { "default_character_set", "DEFAULT CHARACTER SET", " ", .charset = TRUE },
  { "default_collate", "DEFAULT COLLATE", "=" },
  { "collate", NULL, " ", .rank = RANK_COLLATION },
  { "partition_by", "PARTITION BY", " ", .rank = RANK_PARTITION_BY },
  { "partitions", NULL, " ", .rank = RANK_PARTITIONS },
  { "subpartition_by", "SUBPARTITION BY", " ", .rank = RANK_SUBPARTITION_BY },
  { "subpartitions", NULL, " ", .rank = RANK_SUBPARTITIONS },
};
static const TableOption other_option = { .joiner = "=" };

/* What option the dialect keyword @name is: "mysql_engine"; NULL if it is another dialect's. @ret_key: without prefix
 */
static const TableOption *
find_option (const LbDdlRun *run, const char *name, const char **ret_key)
{
  const char *prefix = run->ddl->prefixes[0];
  gsize length = strlen (prefix);

  if (strncmp (name, prefix, length) != 0 || name[length] != '_')
    return NULL;
  *ret_key = name + length + 1;
  for (gsize i = 0; i < G_N_ELEMENTS (table_options); i++)
    if (g_ascii_strcasecmp (table_options[i].key, *ret_key) == 0)
      return &table_options[i];
  return &other_option;
}

static gboolean
has_charset (const LbDdlRun *run, const LbTable *table)
{
  const char *name;
  json_t *value;

  json_object_foreach (table->options, name, value)
  {
    const char *key;
    const TableOption *option = find_option (run, name, &key);

    if (option && option->charset)
      return TRUE;
  }
  return FALSE;
}

static void
write_option (LbDdlRun *run, const TableOption *option, const char *key, const char *value, gsize start)
{
  g_autofree char *upper = g_ascii_strup (key, -1);

  lb_ddl_write (run, option->literal ? "%s%s%s%L" : "%s%s%s%s", run->sql->len > start ? " " : "",
                option->word ? option->word : upper, option->joiner, value);
}

static gboolean
write_table_options (LbDdlRun *run, const LbTable *table, LbDdlPlace place, GError **error)
{
  gboolean waits = has_charset (run, table);
  gsize start = run->sql->len;

  for (Rank rank = RANK_ANY; place == LB_DDL_BEHIND_COLUMNS && rank < N_RANKS; rank++) {
    const char *name;
    json_t *value;

    json_object_foreach (table->options, name, value)
    {
      const char *key;
      const TableOption *option = find_option (run, name, &key);
      g_autofree char *text
          = json_is_string (value) ? g_strdup (json_string_value (value)) : json_dumps (value, JSON_ENCODE_ANY);

      if (option && rank == (option->rank == RANK_COLLATION && !waits ? RANK_ANY : option->rank))
        write_option (run, option, key, text, start);
    }
    if (rank == RANK_ANY && table->comment)
      write_option (run, &table_options[0], "comment", table->comment, start);
  }
  return TRUE;
}

static gboolean
rename_table (LbDdlRun *run, GError **error)
{
  lb_ddl_alter_table (run);
  lb_ddl_write (run, "RENAME TO ");
  lb_ddl_table (run, run->operation->schema, run->operation->new_name);
  lb_ddl_emit (run);
  return TRUE;
}

/* ---- indexes and constraints */

/* The option of this dialect, or of MySQL for both. */
static const char *
shared_option (const LbDdlRun *run, const json_t *options, const char *key)
{
  static const char *const mysql[] = { "mysql", NULL };
  const char *own = lb_ddl_option_string (run, options, key);

  return own ? own : lb_option_string (options, mysql, key);
}

static gboolean
write_index_part (LbDdlRun *run, const LbIndex *index, LbDdlPlace place, GError **error)
{
  const char *prefix = lb_ddl_option_string (run, index->options, "prefix");
  const char *parser = shared_option (run, index->options, "with_parser");
  const char *using = shared_option (run, index->options, "using");

  if (place == LB_DDL_BEFORE_WORD && prefix)
    lb_ddl_write (run, "%s ", prefix);
  if (place == LB_DDL_BEHIND_COLUMNS && parser)
    lb_ddl_write (run, " WITH PARSER %s", parser);
  if (place == LB_DDL_BEHIND_COLUMNS && using)
    lb_ddl_write (run, " USING %I", using);
  return TRUE;
}

/* mysql_length is one number for all columns, or an object with one for each. */
static gboolean
write_index_column (LbDdlRun *run, const LbIndex *index, const LbIndexColumn *column, GError **error)
{
  const json_t *length = lb_ddl_option (run, index->options, "length");

  if (json_is_object (length))
    length = json_object_get (length, column->column ? column->column : column->sql);
  lb_ddl_write (run, column->column ? "%I" : "%s", column->column ? column->column : column->sql);
  if (json_is_integer (length))
    lb_ddl_write (run, "(%d)", (gint64) json_integer_value (length));
  if (column->suffix_sql)
    lb_ddl_write (run, " %s", column->suffix_sql);
  return TRUE;
}

static gboolean
write_constraint (LbDdlRun *run, const LbTable *table, const LbConstraint *constraint, GError **error)
{
  if (constraint->kind == LB_CONSTRAINT_FOREIGN && constraint->match) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                         "MySQL ignores the 'MATCH' keyword while at the same time causes ON UPDATE/ON DELETE "
                         "clauses to be ignored.");
    return FALSE;
  }
  return lb_ddl_constraint (run, table, constraint, error);
}

static gboolean
write_constraint_part (LbDdlRun *run, const LbConstraint *constraint, LbDdlPlace place, GError **error)
{
  const char *using = shared_option (run, constraint->options, "using");

  if (place == LB_DDL_AT_END && constraint->kind == LB_CONSTRAINT_PRIMARY && using)
    lb_ddl_write (run, " USING %I", using);
  return TRUE;
}

/* ---- comments, sequences */

/* A comment on a column needs all the rest of it: see alter.c. */
static gboolean
comment (LbDdlRun *run, const char *schema, const char *table, const char *column, const char *text,
         const char *existing, GError **error)
{
  lb_ddl_alter_table (run);
  lb_ddl_statement (run, "COMMENT %L", text ? text : "");
  return TRUE;
}

/* The words for it are one in MariaDB. */
static void
write_sequence_options (LbDdlRun *run, const LbSequenceOptions *options)
{
  gsize start = run->sql->len;
  char *words;

  lb_ddl_sequence_options (run, options);
  words = strstr (run->sql->str + start, "NO CYCLE");
  if (words)
    g_string_erase (run->sql, words - run->sql->str + 2, 1);
}

/* ---- the dialects */

static const char *const mysql_prefixes[] = { "mysql", NULL };
static const char *const mariadb_prefixes[] = { "mariadb", NULL };

#define DDL                                                                                                            \
  .options = { [LB_DDL_TABLE] = "*", [LB_DDL_INDEX] = "using length prefix with_parser", [LB_DDL_PRIMARY] = "using" }, \
  .comments = LB_DDL_COMMENT_INLINE, .longest_index = 255, .longest_constraint = 255, .native_enum = TRUE,             \
  .index_of_table = TRUE, .column = write_column, .table_part = write_table_options, .index_part = write_index_part,   \
  .index_column = write_index_column, .constraint = write_constraint, .constraint_part = write_constraint_part,        \
  .comment = comment, .sequence_options = write_sequence_options,                                                      \
  .operations = {                                                                                                      \
    [LB_OP_RENAME_TABLE] = rename_table,                                                                               \
    [LB_OP_ALTER_COLUMN] = lb_mysql_alter_column,                                                                      \
    [LB_OP_DROP_CONSTRAINT] = lb_mysql_drop_constraint,                                                                \
    [LB_OP_COLUMN_COMMENT] = lb_mysql_column_comment,                                                                  \
  }

static const LbDdl mysql = { .dialect = &lb_dialect_mysql, .prefixes = mysql_prefixes, .no_sequences = TRUE, DDL };
static const LbDdl mysql_uuid = { .dialect = &lb_dialect_mysql_uuid, .prefixes = mysql_prefixes, DDL };
static const LbDdl mariadb = { .dialect = &lb_dialect_mariadb, .prefixes = mariadb_prefixes, DDL };
static const LbDdl mariadb_uuid = { .dialect = &lb_dialect_mariadb_uuid, .prefixes = mariadb_prefixes, DDL };

static gboolean
has_uuid (const LbTarget *target)
{
  return target && target->server_version >= 100700;
}

gboolean
lb_mysql_compile (const LbOperation *operation, const LbTarget *target, GPtrArray *statements, GError **error)
{
  return lb_ddl_compile (has_uuid (target) ? &mysql_uuid : &mysql, operation, target, statements, error);
}

gboolean
lb_mariadb_compile (const LbOperation *operation, const LbTarget *target, GPtrArray *statements, GError **error)
{
  return lb_ddl_compile (has_uuid (target) ? &mariadb_uuid : &mariadb, operation, target, statements, error);
}
