/* The common ALTER COLUMN: one statement for each thing that changes, in Alembic's order. */
#include "ddl_private.h"

#define WORDS(run, word, common) ((run)->ddl->words.word ? (run)->ddl->words.word : (common))

static void
write_alter_column (LbDdlRun *run)
{
  lb_ddl_alter_table (run);
  lb_ddl_write (run, "%s %I ", WORDS (run, alter_column, "ALTER COLUMN"), run->operation->alter->column);
}

/* ---- the things that may change */

static gboolean
alter_type (LbDdlRun *run, GError **error)
{
  const LbAlterColumn *alter = run->operation->alter;

  if (!alter->type)
    return TRUE;
  write_alter_column (run);
  lb_ddl_write (run, "%s", WORDS (run, type, "TYPE "));
  if (!lb_ddl_type (run, alter->type, error))
    return FALSE;
  if (run->ddl->alter_type_end && !run->ddl->alter_type_end (run, alter, error))
    return FALSE;
  lb_ddl_emit (run);
  return TRUE;
}

static gboolean
alter_nullable (LbDdlRun *run, GError **error G_GNUC_UNUSED)
{
  const LbAlterColumn *alter = run->operation->alter;

  if (!alter->has_nullable)
    return TRUE;
  write_alter_column (run);
  lb_ddl_statement (
      run, "%s", alter->nullable ? WORDS (run, set_null, "DROP NOT NULL") : WORDS (run, set_not_null, "SET NOT NULL"));
  return TRUE;
}

gboolean
lb_ddl_alter_default_allowed (LbDdlRun *run, GError **error)
{
  const LbAlterColumn *alter = run->operation->alter;

  if (!alter->has_default)
    return TRUE;
  if (alter->computed || alter->existing_computed) {
    g_set_error_literal (
        error, LB_ERROR, LB_ERROR_UNSUPPORTED,
        "Adding or removing a \"computed\" construct, e.g. GENERATED ALWAYS AS, to or from an existing "
        "column is not supported.");
    return FALSE;
  }
  if ((alter->identity || alter->existing_identity) && !run->ddl->alter_identity) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                         "Adding, removing or modifying an \"identity\" construct, e.g. GENERATED AS IDENTITY, to or "
                         "from an existing column is not supported in this dialect.");
    return FALSE;
  }
  return TRUE;
}

static gboolean
alter_default (LbDdlRun *run, GError **error)
{
  const LbAlterColumn *alter = run->operation->alter;

  if (!alter->has_default)
    return TRUE;
  if (!lb_ddl_alter_default_allowed (run, error))
    return FALSE;
  if (alter->identity || alter->existing_identity) {
    write_alter_column (run);
    if (!run->ddl->alter_identity (run, alter, error))
      return FALSE;
    lb_ddl_emit (run);
    return TRUE;
  }
  write_alter_column (run);
  if (alter->server_default.kind == LB_DEFAULT_NONE) {
    lb_ddl_write (run, "%s", WORDS (run, drop_default, "DROP DEFAULT"));
  } else {
    lb_ddl_write (run, "%s ", WORDS (run, set_default, "SET DEFAULT"));
    HOOK (run, default_value) (run, &alter->server_default);
  }
  lb_ddl_emit (run);
  return TRUE;
}

static gboolean
alter_comment (LbDdlRun *run, GError **error)
{
  const LbOperation *operation = run->operation;
  const LbAlterColumn *alter = operation->alter;

  return !alter->has_comment
         || HOOK (run, comment) (run, operation->schema, operation->name, alter->column, alter->comment,
                                 alter->existing_comment, error);
}

static gboolean
alter_name (LbDdlRun *run, GError **error G_GNUC_UNUSED)
{
  const LbAlterColumn *alter = run->operation->alter;

  if (!alter->new_name)
    return TRUE;
  lb_ddl_alter_table (run);
  lb_ddl_statement (run, "%s %I TO %I", WORDS (run, rename_column, "RENAME"), alter->column, alter->new_name);
  return TRUE;
}

/* ---- CHECKs that come and go with a type */

gboolean
lb_ddl_drop_type_checks (LbDdlRun *run, GError **error G_GNUC_UNUSED)
{
  const LbAlterColumn *alter = run->operation->alter;
  const LbConstraint check = { .kind = LB_CONSTRAINT_CHECK, .type_bound = TRUE };

  if (!alter->drop_constraints || !alter->type || !alter->existing_type
      || !lb_ddl_wants_check (run->ddl, &check, lb_type_for (alter->existing_type, run->ddl->dialect->name)))
    return TRUE;
  for (guint i = 0; i < alter->drop_constraints->len; i++) {
    lb_ddl_alter_table (run);
    lb_ddl_statement (run, "DROP CONSTRAINT %I", (const char *) g_ptr_array_index (alter->drop_constraints, i));
  }
  return TRUE;
}

gboolean
lb_ddl_add_type_checks (LbDdlRun *run, GError **error)
{
  const LbAlterColumn *alter = run->operation->alter;

  for (guint i = 0; alter->type && alter->add_constraints && i < alter->add_constraints->len; i++)
    if (!lb_ddl_add_constraint (run, g_ptr_array_index (alter->add_constraints, i), alter->type, error))
      return FALSE;
  return TRUE;
}

gboolean
lb_ddl_common_alter_column (LbDdlRun *run, GError **error)
{
  static const LbDdlCompile type_first[] = { alter_type, alter_nullable, alter_default, alter_comment, alter_name };
  static const LbDdlCompile type_third[] = { alter_nullable, alter_default, alter_type, alter_comment, alter_name };
  const LbDdlCompile *steps = run->ddl->type_first ? type_first : type_third;

  if (!lb_ddl_drop_type_checks (run, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (type_first); i++)
    if (!steps[i](run, error))
      return FALSE;
  return lb_ddl_add_type_checks (run, error);
}
