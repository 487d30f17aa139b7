/* PostgreSQL's DDL: what differs from the common compiler. */
#include "ddl.h"
#include "backend/dialects.h"
#include "util/error.h"

#include <string.h>

/* ---- columns */

/* SERIAL, where SQLAlchemy says it; NULL elsewhere. */
static const char *
serial_word (const LbDdlRun *run, const LbColumn *column)
{
  static const char *const words[][2] = {
    { "BigInteger", "BIGSERIAL" },
    { "BIGINT", "BIGSERIAL" },
    { "SmallInteger", "SMALLSERIAL" },
    { "SMALLINT", "SMALLSERIAL" },
  };
  const LbType *type = lb_type_for (column->type, "postgresql");

  if (column != run->serial || column->identity || column->sequence)
    return NULL;
  for (guint i = 0; type && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (type->name, words[i][0]))
      return words[i][1];
  return "SERIAL";
}

static gboolean
write_type_and_default (LbDdlRun *run, const LbColumn *column, GError **error)
{
  const char *serial = serial_word (run, column);

  if (serial) {
    lb_ddl_write (run, "%s", serial);
    return TRUE;
  }
  if (!lb_ddl_type (run, column->type, error))
    return FALSE;
  lb_ddl_column_default (run, column);
  return TRUE;
}

/* Servers before 18 have STORED only, and it is what is meant where nothing is said. VIRTUAL is left to an unknown
 * server, which may have it. */
static gboolean
write_computed (LbDdlRun *run, const LbComputed *computed, GError **error)
{
  guint version = run->target->server_version;
  gboolean is_virtual = computed->has_persisted && !computed->persisted;

  if (version >= 180000 || (version == 0 && is_virtual))
    return lb_ddl_computed (run, computed, error);
  if (is_virtual) {
    g_set_error_literal (
        error, LB_ERROR, LB_ERROR_UNSUPPORTED,
        "PostgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag to "
        "None or True for PostgreSQL support.");
    return FALSE;
  }
  lb_ddl_write (run, "GENERATED ALWAYS AS (%s) STORED", computed->sql);
  return TRUE;
}

static gboolean
write_column (LbDdlRun *run, const LbTable *table G_GNUC_UNUSED, const LbColumn *column, GError **error)
{
  lb_ddl_write (run, "%I ", column->name);
  if (!write_type_and_default (run, column, error))
    return FALSE;
  if (column->computed) {
    lb_ddl_write (run, " ");
    if (!write_computed (run, column->computed, error))
      return FALSE;
  }
  if (column->identity) {
    lb_ddl_write (run, " ");
    if (!lb_ddl_identity_column (run, column->identity, error))
      return FALSE;
  }
  if (!column->nullable && !column->identity)
    lb_ddl_write (run, " NOT NULL");
  else if (column->nullable && column->identity)
    lb_ddl_write (run, " NULL");
  return TRUE;
}

/* ---- options */

/* "fillfactor = 50, autovacuum_enabled = false" */
static void
write_storage (LbDdlRun *run, const json_t *options)
{
  const char *name, *comma = "";
  json_t *value;

  json_object_foreach ((json_t *) options, name, value)
  {
    g_autofree char *number = json_is_number (value) ? json_dumps (value, JSON_ENCODE_ANY) : NULL;

    lb_ddl_write (run, "%s%s", comma, name);
    if (json_is_string (value))
      lb_ddl_write (run, " = %s", json_string_value (value));
    else if (!json_is_null (value))
      lb_ddl_write (run, " = %s", number ? number : json_is_true (value) ? "true" : "false");
    comma = ", ";
  }
}

static void
write_include (LbDdlRun *run, const json_t *options)
{
  const json_t *include = lb_ddl_option (run, options, "include");

  if (!include || (json_is_array (include) && json_array_size (include) == 0))
    return;
  lb_ddl_write (run, " INCLUDE (");
  lb_ddl_option_names (run, include);
  lb_ddl_write (run, ")");
}

/* "NULLS NOT DISTINCT", "NULLS DISTINCT", or NULL if nothing is said. */
static const char *
nulls_words (const LbDdlRun *run, const json_t *options)
{
  const json_t *option = lb_ddl_option (run, options, "nulls_not_distinct");

  return json_is_true (option) ? "NULLS NOT DISTINCT" : json_is_false (option) ? "NULLS DISTINCT" : NULL;
}

static gboolean
table_part (LbDdlRun *run, const LbTable *table, LbDdlPlace place, GError **error G_GNUC_UNUSED)
{
  const json_t *options = table->options;
  const json_t *inherits = lb_ddl_option (run, options, "inherits");
  const json_t *with_oids = lb_ddl_option (run, options, "with_oids");
  const char *partition_by = lb_ddl_option_string (run, options, "partition_by");
  const char *using = lb_ddl_option_string (run, options, "using");
  const json_t *with = lb_ddl_option (run, options, "with");
  const char *on_commit = lb_ddl_option_string (run, options, "on_commit");
  const char *tablespace = lb_ddl_option_string (run, options, "tablespace");

  if (place != LB_DDL_BEHIND_COLUMNS)
    return TRUE;
  if (inherits) {
    lb_ddl_write (run, "\n INHERITS (");
    lb_ddl_option_names (run, inherits);
    lb_ddl_write (run, ")");
  }
  if (partition_by)
    lb_ddl_write (run, "\n PARTITION BY %s", partition_by);
  if (using)
    lb_ddl_write (run, "\n USING %s", using);
  if (json_object_size (with)) {
    lb_ddl_write (run, "\n WITH (");
    write_storage (run, with);
    lb_ddl_write (run, ")");
  }
  if (with_oids)
    lb_ddl_write (run, json_is_true (with_oids) ? "\n WITH OIDS" : "\n WITHOUT OIDS");
  if (on_commit) {
    g_autofree char *words = g_strdelimit (g_ascii_strup (on_commit, -1), "_", ' ');

    lb_ddl_write (run, "\n ON COMMIT %s", words);
  }
  if (tablespace)
    lb_ddl_write (run, "\n TABLESPACE %I", tablespace);
  return TRUE;
}

static gboolean
constraint_part (LbDdlRun *run, const LbConstraint *constraint, LbDdlPlace place, GError **error G_GNUC_UNUSED)
{
  const char *nulls = nulls_words (run, constraint->options);
  gboolean can_wait = constraint->kind == LB_CONSTRAINT_CHECK || constraint->kind == LB_CONSTRAINT_FOREIGN;

  if (place == LB_DDL_BEHIND_WORD && nulls)
    lb_ddl_write (run, "%s ", nulls);
  else if (place == LB_DDL_BEHIND_COLUMNS)
    write_include (run, constraint->options);
  else if (place == LB_DDL_AT_END && can_wait
           && (constraint->not_valid || lb_ddl_option_boolean (run, constraint->options, "not_valid")))
    lb_ddl_write (run, " NOT VALID");
  return TRUE;
}

/* ---- indexes */

/* What stands behind the columns, from the script's options or from what was read of a database. */
static void
write_index_end (LbDdlRun *run, const LbIndex *index)
{
  const char *nulls = nulls_words (run, index->options);
  const json_t *with = lb_ddl_option (run, index->options, "with");
  const char *tablespace = lb_ddl_option_string (run, index->options, "tablespace");
  const char *where = lb_ddl_option_string (run, index->options, "where");

  write_include (run, index->options);
  if (index->includes && index->includes->len && !lb_ddl_option (run, index->options, "include")) {
    lb_ddl_write (run, " INCLUDE (");
    lb_ddl_names (run, index->includes);
    lb_ddl_write (run, ")");
  }
  if (nulls)
    lb_ddl_write (run, " %s", nulls);
  if (json_object_size (with)) {
    lb_ddl_write (run, " WITH (");
    write_storage (run, with);
    lb_ddl_write (run, ")");
  }
  if (tablespace)
    lb_ddl_write (run, " TABLESPACE %I", tablespace);
  if (where || index->where_sql)
    lb_ddl_write (run, " WHERE %s", where ? where : index->where_sql);
}

static gboolean
write_method (LbDdlRun *run, const LbIndex *index, GError **error)
{
  const char *method = lb_ddl_option_string (run, index->options, "using");
  g_autofree char *lower = NULL;

  if (!method && index->method && !g_str_equal (index->method, "btree"))
    method = index->method;
  if (!method)
    return TRUE;
  if (method[strspn (method, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_")]) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "Unexpected SQL phrase: '%s'", method);
    lb_error_set_hint (error ? *error : NULL, "Write the name of an index method only, such as gin.");
    return FALSE;
  }
  lower = g_ascii_strdown (method, -1);
  lb_ddl_write (run, "USING %s ", lower);
  return TRUE;
}

static gboolean
index_part (LbDdlRun *run, const LbIndex *index, LbDdlPlace place, GError **error)
{
  if (place == LB_DDL_BEHIND_WORD && lb_ddl_option_boolean (run, index->options, "concurrently"))
    lb_ddl_write (run, "CONCURRENTLY ");
  else if (place == LB_DDL_BEFORE_COLUMNS)
    return write_method (run, index, error);
  else if (place == LB_DDL_BEHIND_COLUMNS)
    write_index_end (run, index);
  return TRUE;
}

static gboolean
index_column (LbDdlRun *run, const LbIndex *index, const LbIndexColumn *column, GError **error)
{
  const json_t *classes = lb_ddl_option (run, index->options, "ops");
  const char *class = column->column ? json_string_value (json_object_get (classes, column->column)) : NULL;
  LbIndexColumn with_class = *column;

  if (class)
    with_class.opclass = (char *) class;
  return lb_ddl_index_column (run, index, &with_class, error);
}

/* ---- ALTER COLUMN */

static gboolean
alter_type_end (LbDdlRun *run, const LbAlterColumn *alter, GError **error G_GNUC_UNUSED)
{
  const char *using = lb_ddl_option_string (run, alter->options, "using");

  if (using && *using)
    lb_ddl_write (run, " USING %s", using);
  return TRUE;
}

/* Whether the column is an identity column already. A script that says nothing of what was there leaves it open: a
 * live database is asked; with --sql it is taken for one, as Alembic does. */
static gboolean
is_identity (LbDdlRun *run, const LbAlterColumn *alter, gboolean *ret_is, GError **error)
{
  g_autofree char *table = NULL, *sql = NULL;
  g_autoptr (LbRows) rows = NULL;

  *ret_is = alter->existing_identity || !alter->has_existing_default;
  if (alter->existing_identity || alter->has_existing_default || !run->target->driver)
    return TRUE;
  table = lb_sql_format (&lb_postgresql_syntax, "%T", run->operation->schema, run->operation->name);
  sql = lb_sql_format (&lb_postgresql_syntax,
                       "SELECT attidentity <> '' FROM pg_catalog.pg_attribute"
                       " WHERE attrelid = pg_catalog.to_regclass(%L) AND attname = %L",
                       table, alter->column);
  rows = run->target->driver->query (run->target->connection, sql, error);
  if (!rows)
    return FALSE;
  *ret_is = rows->rows->len && g_strcmp0 (((char **) g_ptr_array_index (rows->rows, 0))[0], "t") == 0;
  return TRUE;
}

/* "SET x SET y": what @now says and @before does not, in the alphabetical order of SQLAlchemy's names. */
static void
write_identity_changes (LbDdlRun *run, const LbIdentity *now, const LbIdentity *before)
{
  static const LbIdentity nothing;
  const LbSequenceOptions *new = &now->options, *old = before ? &before->options : &nothing.options;
  const struct {
    gboolean differs;
    LbSequenceOptions only;
  } changes[] = {
    { new->has_cache && !(old->has_cache && old->cache == new->cache), { .has_cache = TRUE, .cache = new->cache } },
    { new->has_cycle && !(old->has_cycle && old->cycle == new->cycle), { .has_cycle = TRUE, .cycle = new->cycle } },
    { new->has_increment && !(old->has_increment && old->increment == new->increment),
      { .has_increment = TRUE, .increment = new->increment } },
    { new->has_max && !(old->has_max && old->max == new->max), { .has_max = TRUE, .max = new->max } },
    { new->has_min && !(old->has_min && old->min == new->min), { .has_min = TRUE, .min = new->min } },
    { new->no_max && !old->no_max, { .no_max = TRUE } },
    { new->no_min && !old->no_min, { .no_min = TRUE } },
    { new->has_start && !(old->has_start && old->start == new->start), { .has_start = TRUE, .start = new->start } },
  };

  if (now->always != (before && before->always))
    lb_ddl_write (run, "SET GENERATED %s ", now->always ? "ALWAYS" : "BY DEFAULT");
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    if (!changes[i].differs)
      continue;
    lb_ddl_write (run, "SET ");
    lb_ddl_sequence_options (run, &changes[i].only);
    lb_ddl_write (run, " ");
  }
}

static gboolean
alter_identity (LbDdlRun *run, const LbAlterColumn *alter, GError **error)
{
  gsize before = run->sql->len;
  gboolean is;

  if (!alter->identity) {
    lb_ddl_write (run, "DROP IDENTITY");
    return TRUE;
  }
  if (!is_identity (run, alter, &is, error))
    return FALSE;
  if (is)
    write_identity_changes (run, alter->identity, alter->existing_identity);
  if (run->sql->len > before)
    return TRUE;
  if (alter->existing_identity) {
    g_string_truncate (run->sql, 0); /* nothing differs: no statement */
    return TRUE;
  }
  lb_ddl_write (run, "ADD ");
  return lb_ddl_identity_column (run, alter->identity, error);
}

/* ---- operations that need more than text */

static gboolean
create_table (LbDdlRun *run, GError **error)
{
  const LbOperation *operation = run->operation;

  return lb_postgresql_create_types (run, operation->table->columns, operation->if_not_exists || operation->check_first,
                                     error)
         && lb_ddl_common (run, error);
}

static gboolean
drop_table (LbDdlRun *run, GError **error)
{
  return lb_ddl_common (run, error) && lb_postgresql_drop_types (run, run->operation->types, error);
}

/* Alembic leaves the type of a new or changed column to the author, who is told by the server that it does not exist.
 * On a live database it is made. */
static gboolean
create_type_of (LbDdlRun *run, const LbType *type, GError **error)
{
  LbColumn column = { .type = (LbType *) type };
  gpointer only = &column;
  GPtrArray columns = { .pdata = &only, .len = 1 };

  return !type || !run->target->driver || lb_postgresql_create_types (run, &columns, TRUE, error);
}

static gboolean
add_column (LbDdlRun *run, GError **error)
{
  return create_type_of (run, run->operation->column->type, error) && lb_ddl_common (run, error);
}

static gboolean
alter_column (LbDdlRun *run, GError **error)
{
  const LbAlterColumn *alter = run->operation->alter;

  if (!alter->type && lb_ddl_option (run, alter->options, "using")) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_SCRIPT, "postgresql_using must be used with the type_ parameter");
    return FALSE;
  }
  return create_type_of (run, alter->type, error) && lb_ddl_common (run, error);
}

static const char *const prefixes[] = { "postgresql", NULL };

static const LbDdl ddl = {
  .dialect = &lb_dialect_postgresql,
  .prefixes = prefixes,
  .options = {
    [LB_DDL_TABLE] = "ignore_search_path tablespace partition_by with_oids with on_commit inherits using",
    [LB_DDL_INDEX] = "using include where ops concurrently with tablespace nulls_not_distinct",
    [LB_DDL_PRIMARY] = "include",
    [LB_DDL_UNIQUE] = "include nulls_not_distinct",
    [LB_DDL_FOREIGN] = "not_valid",
    [LB_DDL_CHECK] = "not_valid",
  },
  .comments = LB_DDL_COMMENT_STATEMENT,
  .longest_index = 63,
  .longest_constraint = 63,
  .identity = TRUE,
  .native_boolean = TRUE,
  .native_enum = TRUE,
  .type_first = TRUE,
  .exclude = TRUE,
  .operations = {
    [LB_OP_CREATE_TABLE] = create_table,
    [LB_OP_DROP_TABLE] = drop_table,
    [LB_OP_ADD_COLUMN] = add_column,
    [LB_OP_ALTER_COLUMN] = alter_column,
    [LB_OP_CREATE_TYPE] = lb_postgresql_create_type,
    [LB_OP_DROP_TYPE] = lb_postgresql_drop_type,
  },
  .column = write_column,
  .constraint_part = constraint_part,
  .table_part = table_part,
  .index_part = index_part,
  .index_column = index_column,
  .alter_type_end = alter_type_end,
  .alter_identity = alter_identity,
};

gboolean
lb_postgresql_compile (const LbOperation *operation, const LbTarget *target, GPtrArray *statements, GError **error)
{
  return lb_ddl_compile (&ddl, operation, target, statements, error);
}
