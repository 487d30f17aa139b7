/* ALTER COLUMN: the database takes the whole column anew with every change of it (CHANGE, MODIFY), so what is not said
 * is lost. With --sql what the script calls existing_... is all there is to go by, as Alembic has it. With a database
 * at hand what the script leaves unsaid is read from there and kept. */
#include "ddl.h"

#include "text.h"
#include "util/error.h"

#include <string.h>

/* The server at hand, or by the name of the dialect. */
static gboolean
is_mariadb (const LbDdlRun *run)
{
  return run->target && run->target->connection ? lb_mysql_is_mariadb (run->target->server_version)
                                                : g_str_equal (run->ddl->dialect->name, "mariadb");
}

/* ---- the column as it will be */

typedef struct {
  const LbType *type; /* or ... */
  char *type_sql;     /* ... as the database has it */
  gboolean nullable;
  gboolean auto_increment;
  const LbDefault *default_; /* or ... */
  char *default_sql;         /* ... as the database has it; neither: none */
  char *comment;             /* NULL: none */
  char *generated_sql;       /* "GENERATED ALWAYS AS (a + 1) STORED"; NULL: no such column */
} Column;

static void
column_clear (Column *column)
{
  g_free (column->type_sql);
  g_free (column->default_sql);
  g_free (column->comment);
  g_free (column->generated_sql);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Column, column_clear)

/* By what the script says: the new, else what it says is there. */
static void
take_said (const LbAlterColumn *alter, Column *column)
{
  const LbDefault *value = alter->has_default ? &alter->server_default : &alter->existing_default;

  column->type = alter->type ? alter->type : alter->existing_type;
  column->nullable = alter->has_nullable ? alter->nullable : !alter->has_existing_nullable || alter->existing_nullable;
  column->auto_increment = alter->has_autoincrement ? alter->autoincrement : alter->existing_autoincrement;
  column->default_ = value->kind == LB_DEFAULT_NONE ? NULL : value;
  column->comment = g_strdup (alter->has_comment ? alter->comment : alter->existing_comment);
}

/* ---- what is there */

static LbRows *
read_column (const LbDdlRun *run, GError **error)
{
  const LbOperation *operation = run->operation;
  const LbSqlSyntax *syntax = run->ddl->dialect->syntax;
  g_autoptr (GString) sql = g_string_new (NULL);

  lb_sql_appendf (sql, syntax,
                  "SELECT column_type, is_nullable, column_default, extra, column_comment, character_set_name,"
                  " collation_name, generation_expression FROM information_schema.columns"
                  " WHERE table_name = %L AND column_name = %L AND table_schema = ",
                  operation->name, operation->alter->column);
  lb_sql_appendf (sql, syntax, operation->schema ? "%L" : "DATABASE()", operation->schema);
  return run->target->driver->query (run->target->connection, sql->str, error);
}

static LbMysqlColumn
column_of (char *const *cells)
{
  return (LbMysqlColumn){ .type = cells[0],
                          .nullable = strcmp (cells[1], "YES") == 0,
                          .default_ = cells[2],
                          .extra = cells[3],
                          .comment = cells[4],
                          .charset = cells[5],
                          .collation = cells[6],
                          .generation = cells[7] };
}

/* The family of a type, by the first word of its text: a default of one fits others of the same. */
static char
family_of (const char *type)
{
  static const struct {
    const char *word;
    char family;
  } families[] = {
    { "tinyint", 'n' }, { "smallint", 'n' }, { "mediumint", 'n' }, { "int", 'n' },
    { "bigint", 'n' },  { "bool", 'n' },     { "decimal", 'n' },   { "numeric", 'n' },
    { "float", 'n' },   { "double", 'n' },   { "real", 'n' },      { "char", 's' },
    { "varchar", 's' }, { "national", 's' }, { "datetime", 't' },  { "timestamp", 't' },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_ascii_strncasecmp (type, families[i].word, strlen (families[i].word)) == 0)
      return families[i].family;
  return '?';
}

/* Whether a default, or AUTO_INCREMENT, of the column as it is fits the type that it gets. */
static gboolean
keeps_values (const LbDdlRun *run, const LbMysqlColumn *there, const Column *column)
{
  g_autofree char *text = NULL;

  if (!run->operation->alter->type)
    return TRUE;
  text = run->ddl->dialect->type_text (lb_type_for (column->type, run->ddl->dialect->name), NULL);
  return text && family_of (there->type) != '?' && family_of (text) == family_of (there->type);
}

/* Fill in what the script does not speak of. */
static void
keep (const LbDdlRun *run, const LbMysqlColumn *there, Column *column)
{
  const LbAlterColumn *alter = run->operation->alter;
  gboolean fits = keeps_values (run, there, column);

  if (!column->type && there->charset)
    column->type_sql
        = g_strdup_printf ("%s CHARACTER SET %s COLLATE %s", there->type, there->charset, there->collation);
  else if (!column->type)
    column->type_sql = g_strdup (there->type);
  if (!alter->has_nullable && !alter->has_existing_nullable)
    column->nullable = there->nullable;
  if (!alter->has_autoincrement && fits)
    column->auto_increment |= lb_mysql_is_auto_increment (there);
  if (!alter->has_default && !alter->has_existing_default && fits)
    column->default_sql = lb_mysql_default_sql (there, run->target->server_version);
  if (!alter->has_comment && !alter->existing_comment && *there->comment)
    column->comment = g_strdup (there->comment);
  if (there->generation && *there->generation)
    column->generated_sql = g_strdup_printf ("GENERATED ALWAYS AS (%s) %s", there->generation,
                                             lb_mysql_is_stored (there) ? "STORED" : "VIRTUAL");
}

static gboolean
describe (const LbDdlRun *run, Column *column, GError **error)
{
  g_autoptr (LbRows) rows = NULL;

  take_said (run->operation->alter, column);
  if (run->target && run->target->connection) {
    rows = read_column (run, error);
    if (!rows)
      return FALSE;
    if (rows->rows->len) {
      LbMysqlColumn there = column_of (g_ptr_array_index (rows->rows, 0));

      keep (run, &there, column);
    }
  }
  if (column->type || column->type_sql)
    return TRUE;
  g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT,
                       "All MySQL CHANGE/MODIFY COLUMN operations require the existing type.");
  if (error)
    lb_error_set_hint (*error, "Give existing_type (or type_) in alter_column().");
  return FALSE;
}

/* ---- writing it */

static gboolean
write_type (LbDdlRun *run, const Column *column, GError **error)
{
  if (column->type)
    return lb_ddl_type (run, column->type, error);
  lb_ddl_write (run, "%s", column->type_sql);
  return TRUE;
}

static gboolean
write_spec (LbDdlRun *run, const Column *column, GError **error)
{
  if (!write_type (run, column, error))
    return FALSE;
  if (column->generated_sql)
    lb_ddl_write (run, " %s", column->generated_sql);
  if (!column->generated_sql || (!column->nullable && !is_mariadb (run))) /* where MariaDB takes neither */
    lb_ddl_write (run, column->nullable ? " NULL" : " NOT NULL");
  if (column->auto_increment)
    lb_ddl_write (run, " AUTO_INCREMENT");
  if (column->default_) {
    lb_ddl_write (run, " DEFAULT ");
    lb_ddl_default_value (run, column->default_);
  } else if (column->default_sql) {
    lb_ddl_write (run, " DEFAULT %s", column->default_sql);
  }
  if (column->comment)
    lb_ddl_write (run, " COMMENT %L", column->comment);
  return TRUE;
}

/* ALTER TABLE t CHANGE a b ..., ALTER TABLE t MODIFY a ... */
static gboolean
write_anew (LbDdlRun *run, gboolean change, GError **error)
{
  const LbAlterColumn *alter = run->operation->alter;
  g_auto (Column)
    column = { 0 };

  if (!describe (run, &column, error))
    return FALSE;
  lb_ddl_alter_table (run);
  if (change)
    lb_ddl_write (run, "CHANGE %I %I ", alter->column, alter->new_name ? alter->new_name : alter->column);
  else
    lb_ddl_write (run, "MODIFY %I ", alter->column);
  if (!write_spec (run, &column, error))
    return FALSE;
  lb_ddl_emit (run);
  return TRUE;
}

static void
write_default_alone (LbDdlRun *run)
{
  const LbAlterColumn *alter = run->operation->alter;

  lb_ddl_alter_table (run);
  lb_ddl_write (run, "ALTER COLUMN %I ", alter->column);
  if (alter->server_default.kind == LB_DEFAULT_NONE) {
    lb_ddl_write (run, "DROP DEFAULT");
  } else {
    lb_ddl_write (run, "SET DEFAULT ");
    lb_ddl_default_value (run, &alter->server_default);
  }
  lb_ddl_emit (run);
}

/* Alembic's rule: a column of a date with a time is always written anew by CHANGE, since its default may be a function,
 * unless the default is to go. */
static gboolean
is_date_time (const LbDdlRun *run)
{
  static const char *const names[] = { "DateTime", "DATETIME", "TIMESTAMP", NULL };
  const LbAlterColumn *alter = run->operation->alter;
  const LbType *type = alter->type ? alter->type : alter->existing_type;
  gboolean dropped = alter->has_default && alter->server_default.kind == LB_DEFAULT_NONE;

  return type && !dropped && g_strv_contains (names, lb_type_for (type, run->ddl->dialect->name)->name);
}

gboolean
lb_mysql_alter_column (LbDdlRun *run, GError **error)
{
  const LbAlterColumn *alter = run->operation->alter;

  if (!lb_ddl_alter_default_allowed (run, error))
    return FALSE;
  if (alter->new_name || is_date_time (run)) {
    if (!write_anew (run, TRUE, error))
      return FALSE;
  } else if (alter->has_nullable || alter->type || alter->has_autoincrement || alter->has_comment) {
    if (!write_anew (run, FALSE, error))
      return FALSE;
  } else if (alter->has_default) {
    write_default_alone (run);
  }
  return lb_ddl_add_type_checks (run, error);
}

/* A comment on a column alone: the column is written anew. */
gboolean
lb_mysql_column_comment (LbDdlRun *run, GError **error)
{
  const LbColumn *column = run->operation->column;
  LbAlterColumn alter
      = { .column = column->name, .existing_type = column->type, .has_comment = TRUE, .comment = column->comment };
  LbOperation operation = *run->operation;
  LbDdlRun inner = *run;

  operation.alter = &alter;
  inner.operation = &operation;
  return write_anew (&inner, TRUE, error);
}

/* ---- DROP CONSTRAINT */

static const struct {
  const char *type; /* in information_schema.table_constraints */
  const char *words;
  LbConstraintKind kind;
  gboolean nameless;
} kinds[] = {
  { "FOREIGN KEY", "DROP FOREIGN KEY", LB_CONSTRAINT_FOREIGN, FALSE },
  { "PRIMARY KEY", "DROP PRIMARY KEY", LB_CONSTRAINT_PRIMARY, TRUE },
  { "UNIQUE", "DROP INDEX", LB_CONSTRAINT_UNIQUE, FALSE },
  { "CHECK", "DROP CHECK", LB_CONSTRAINT_CHECK, FALSE },
};

/* The kind that the script does not name, where the database shows one constraint of that name. */
static gboolean
find_kind (const LbDdlRun *run, LbConstraintKind *ret_kind, GError **error)
{
  const LbOperation *operation = run->operation;
  const LbSqlSyntax *syntax = run->ddl->dialect->syntax;
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (LbRows) rows = NULL;

  if (run->target && run->target->connection) {
    lb_sql_appendf (sql, syntax,
                    "SELECT constraint_type FROM information_schema.table_constraints"
                    " WHERE table_name = %L AND constraint_name = %L AND table_schema = ",
                    operation->name, operation->constraint->name);
    lb_sql_appendf (sql, syntax, operation->schema ? "%L" : "DATABASE()", operation->schema);
    rows = run->target->driver->query (run->target->connection, sql->str, error);
    if (!rows)
      return FALSE;
  }
  for (gsize i = 0; rows && rows->rows->len == 1 && i < G_N_ELEMENTS (kinds); i++) {
    if (strcmp (((char **) g_ptr_array_index (rows->rows, 0))[0], kinds[i].type) == 0) {
      *ret_kind = kinds[i].kind;
      return TRUE;
    }
  }
  g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                       "No generic 'DROP CONSTRAINT' in MySQL - please specify constraint type");
  if (error)
    lb_error_set_hint (*error, "Give type_='foreignkey', 'primary', 'unique' or 'check' in drop_constraint().");
  return FALSE;
}

gboolean
lb_mysql_drop_constraint (LbDdlRun *run, GError **error)
{
  const LbConstraint *constraint = run->operation->constraint;
  LbConstraintKind kind = constraint->kind;

  gboolean nameless = run->operation->constraint_typed && kind == LB_CONSTRAINT_PRIMARY;

  if (!nameless && !lb_ddl_check_named (constraint, error))
    return FALSE;
  if (!run->operation->constraint_typed && !find_kind (run, &kind, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (kinds[i].kind != kind)
      continue;
    lb_ddl_alter_table (run);
    /* MariaDB has no DROP CHECK */
    lb_ddl_write (run, "%s", kind == LB_CONSTRAINT_CHECK && is_mariadb (run) ? "DROP CONSTRAINT" : kinds[i].words);
    if (!kinds[i].nameless)
      lb_ddl_write (run, " %I", constraint->name);
    lb_ddl_emit (run);
  }
  return TRUE;
}
