/* Oracle's DDL: what differs from the common compiler. */
#include "ddl.h"
#include "backend/dialects.h"
#include "util/error.h"

#include <string.h>

static gboolean
write_computed (LbDdlRun *run, const LbComputed *computed, GError **error)
{
  if (!computed->has_persisted || !computed->persisted)
    return lb_ddl_computed (run, computed, error);
  g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                       "Oracle Database computed columns do not support 'stored' persistence; set the 'persisted' flag "
                       "to None or False for Oracle Database support.");
  return FALSE;
}

/* The words of the standard, in one piece. */
static void
write_sequence_options (LbDdlRun *run, const LbSequenceOptions *options)
{
  static const char *const words[][2]
      = { { "NO MINVALUE", "NOMINVALUE" }, { "NO MAXVALUE", "NOMAXVALUE" }, { "NO CYCLE", "NOCYCLE" } };
  gsize start = run->sql->len;
  g_autoptr (GString) text = NULL;

  lb_ddl_sequence_options (run, options);
  text = g_string_new (run->sql->str + start);
  g_string_truncate (run->sql, start);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_string_replace (text, words[i][0], words[i][1], 0);
  lb_ddl_write (run, "%s", text->str);
  if (options->has_order)
    lb_ddl_write (run, "%s%s", text->len ? " " : "", options->order ? "ORDER" : "NOORDER");
}

static gboolean
write_identity (LbDdlRun *run, const LbIdentity *identity, GError **error G_GNUC_UNUSED)
{
  gsize start, inside;

  lb_ddl_write (run, "GENERATED %s%s AS IDENTITY", identity->always ? "ALWAYS" : "BY DEFAULT",
                identity->on_null ? " ON NULL" : "");
  start = run->sql->len;
  lb_ddl_write (run, " (");
  inside = run->sql->len;
  write_sequence_options (run, &identity->options);
  if (run->sql->len == inside)
    g_string_truncate (run->sql, start);
  else
    lb_ddl_write (run, ")");
  return TRUE;
}

static gboolean
alter_identity (LbDdlRun *run, const LbAlterColumn *alter, GError **error)
{
  if (alter->identity)
    return write_identity (run, alter->identity, error);
  lb_ddl_write (run, "DROP IDENTITY");
  return TRUE;
}

/* " COMPRESS", with what is said of it, as @format has it. */
static void
write_compress (LbDdlRun *run, const json_t *option, const char *start, const char *words)
{
  if (json_is_true (option))
    lb_ddl_write (run, "%sCOMPRESS", start);
  else if (json_is_integer (option))
    lb_ddl_write (run, "%sCOMPRESS%s %d", start, words, (gint64) json_integer_value (option));
  else if (json_is_string (option))
    lb_ddl_write (run, "%sCOMPRESS%s %s", start, words, json_string_value (option));
}

static gboolean
table_part (LbDdlRun *run, const LbTable *table, LbDdlPlace place, GError **error G_GNUC_UNUSED)
{
  const char *on_commit = lb_ddl_option_string (run, table->options, "on_commit");
  const char *tablespace = lb_ddl_option_string (run, table->options, "tablespace");

  if (place != LB_DDL_BEHIND_COLUMNS)
    return TRUE;
  if (on_commit) {
    g_autofree char *words = g_strdelimit (g_ascii_strup (on_commit, -1), "_", ' ');

    lb_ddl_write (run, "\n ON COMMIT %s", words);
  }
  write_compress (run, lb_ddl_option (run, table->options, "compress"), "\n ", " FOR");
  if (tablespace)
    lb_ddl_write (run, "\n TABLESPACE %I", tablespace);
  return TRUE;
}

static gboolean
index_part (LbDdlRun *run, const LbIndex *index, LbDdlPlace place, GError **error G_GNUC_UNUSED)
{
  if (place == LB_DDL_BEFORE_WORD && lb_ddl_option_boolean (run, index->options, "bitmap"))
    lb_ddl_write (run, "BITMAP ");
  else if (place == LB_DDL_BEHIND_COLUMNS)
    write_compress (run, lb_ddl_option (run, index->options, "compress"), " ", "");
  return TRUE;
}

/* An empty comment is none. */
static gboolean
write_comment (LbDdlRun *run, const char *schema, const char *table, const char *column, const char *comment,
               const char *existing, GError **error)
{
  return lb_ddl_comment (run, schema, table, column, comment ? comment : "", existing, error);
}

static const char *const prefixes[] = { "oracle", NULL };

static const LbDdl ddl = {
  .dialect = &lb_dialect_oracle,
  .prefixes = prefixes,
  .options = {
    [LB_DDL_TABLE] = "resolve_synonyms on_commit compress tablespace",
    [LB_DDL_INDEX] = "bitmap compress",
  },
  .words = {
    .add_column = "ADD",
    .alter_column = "MODIFY",
    .set_null = "NULL",
    .set_not_null = "NOT NULL",
    .type = "",
    .set_default = "DEFAULT",
    .drop_default = "DEFAULT NULL",
    .rename_column = "RENAME COLUMN",
  },
  .comments = LB_DDL_COMMENT_STATEMENT,
  .longest_index = 128,
  .longest_constraint = 128,
  .identity = TRUE,
  .plain_add_column = TRUE,
  .plain_create_index = TRUE,
  .index_schema = TRUE,
  .no_on_update = TRUE,
  .computed = write_computed,
  .identity_column = write_identity,
  .sequence_options = write_sequence_options,
  .table_part = table_part,
  .index_part = index_part,
  .alter_identity = alter_identity,
  .comment = write_comment,
};

gboolean
lb_oracle_compile (const LbOperation *operation, const LbTarget *target, GPtrArray *statements, GError **error)
{
  return lb_ddl_compile (&ddl, operation, target, statements, error);
}
