/* The common DDL of constraints. */
#include <string.h>

#include "ddl_private.h"

/* A phrase of words, as SQLAlchemy demands of what goes into a statement as it is: "SET NULL". PostgreSQL's list of
 * columns behind ON DELETE SET NULL is let through everywhere, since no server mistakes it. */
static gboolean
check_phrase (const char *phrase, GError **error)
{
  static GRegex *regex;
  static const char pattern[] = "^\\w+(?:\\s+\\w+)*(?:\\s*\\(\\s*(?:[\\w$]+|\"(?:[^\"]|\"\")+\")"
                                "(?:\\s*,\\s*(?:[\\w$]+|\"(?:[^\"]|\"\")+\"))*\\s*\\))?$";

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new (pattern, G_REGEX_DOLLAR_ENDONLY, 0, NULL));
  if (g_regex_match (regex, phrase, 0, NULL))
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "Unexpected SQL phrase: '%s'", phrase);
  lb_error_set_hint (error ? *error : NULL, "Write keywords only, such as CASCADE or SET NULL.");
  return FALSE;
}

/* Write " WORDS phrase" if there is a phrase. */
static gboolean
write_phrase (LbDdlRun *run, const char *words, const char *phrase, GError **error)
{
  if (!phrase)
    return TRUE;
  if (!check_phrase (phrase, error))
    return FALSE;
  lb_ddl_write (run, " %s %s", words, phrase);
  return TRUE;
}

gboolean
lb_ddl_deferrability (LbDdlRun *run, const LbConstraint *constraint, GError **error)
{
  if (constraint->has_deferrable)
    lb_ddl_write (run, constraint->deferrable ? " DEFERRABLE" : " NOT DEFERRABLE");
  return write_phrase (run, "INITIALLY", constraint->initially, error);
}

gboolean
lb_ddl_match_and_actions (LbDdlRun *run, const LbConstraint *constraint, GError **error)
{
  return write_phrase (run, "MATCH", constraint->match, error)
         && write_phrase (run, "ON DELETE", constraint->on_delete, error)
         && (run->ddl->no_on_update || write_phrase (run, "ON UPDATE", constraint->on_update, error));
}

gboolean
lb_ddl_constraint_name (LbDdlRun *run, const LbConstraint *constraint, GError **error)
{
  if (!constraint->name)
    return TRUE;
  if (!lb_ddl_check_length (constraint->name, run->ddl->longest_constraint, error))
    return FALSE;
  lb_ddl_write (run, "CONSTRAINT %I ", constraint->name);
  return TRUE;
}

/* ---- one function per kind: what stands between the name and DEFERRABLE */

static gboolean
write_part (LbDdlRun *run, const LbConstraint *constraint, LbDdlPlace place, GError **error)
{
  return !run->ddl->constraint_part || run->ddl->constraint_part (run, constraint, place, error);
}

static gboolean
write_key (LbDdlRun *run, const LbConstraint *key, GError **error)
{
  lb_ddl_write (run, key->kind == LB_CONSTRAINT_PRIMARY ? "PRIMARY KEY " : "UNIQUE ");
  if (!write_part (run, key, LB_DDL_BEHIND_WORD, error))
    return FALSE;
  lb_ddl_write (run, "(");
  lb_ddl_names (run, key->columns);
  lb_ddl_write (run, ")");
  return write_part (run, key, LB_DDL_BEHIND_COLUMNS, error);
}

static gboolean
write_foreign (LbDdlRun *run, const LbConstraint *key, GError **error)
{
  lb_ddl_write (run, "FOREIGN KEY(");
  lb_ddl_names (run, key->columns);
  lb_ddl_write (run, ") REFERENCES ");
  lb_ddl_table (run, key->referent_schema, key->referent_table);
  if (key->referent_columns->len) {
    lb_ddl_write (run, " (");
    lb_ddl_names (run, key->referent_columns);
    lb_ddl_write (run, ")");
  }
  return lb_ddl_match_and_actions (run, key, error);
}

static gboolean
write_check (LbDdlRun *run, const LbConstraint *check, GError **error G_GNUC_UNUSED)
{
  lb_ddl_write (run, "CHECK (%s)", check->check_sql);
  return TRUE;
}

static gboolean
write_exclude (LbDdlRun *run, const LbConstraint *exclude, GError **error)
{
  g_autofree char *using = g_ascii_strdown (exclude->exclude_using ? exclude->exclude_using : "gist", -1);

  if (!run->ddl->exclude) {
    g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                 "Compiler for %s can't render element of type <class "
                 "'sqlalchemy.dialects.postgresql.ext.ExcludeConstraint'>",
                 run->ddl->dialect->name);
    return FALSE;
  }
  if (!check_phrase (using, error))
    return FALSE;
  lb_ddl_write (run, "EXCLUDE USING %s (", using);
  for (guint i = 0; exclude->elements && i < exclude->elements->len; i++) {
    const LbExcludeElement *element = &g_array_index (exclude->elements, LbExcludeElement, i);

    lb_ddl_write (run, i ? ", " : "");
    lb_ddl_write (run, element->column ? "%I" : "%s", element->column ? element->column : element->sql);
    if (element->opclass)
      lb_ddl_write (run, " %s", element->opclass);
    lb_ddl_write (run, " WITH %s", element->operator);
  }
  lb_ddl_write (run, ")");
  if (exclude->exclude_where_sql)
    lb_ddl_write (run, " WHERE (%s)", exclude->exclude_where_sql);
  return TRUE;
}

gboolean
lb_ddl_constraint (LbDdlRun *run, const LbTable *table G_GNUC_UNUSED, const LbConstraint *constraint, GError **error)
{
  static gboolean (*const bodies[]) (LbDdlRun * run, const LbConstraint *constraint, GError **error) = {
    [LB_CONSTRAINT_PRIMARY] = write_key,     [LB_CONSTRAINT_UNIQUE] = write_key,
    [LB_CONSTRAINT_FOREIGN] = write_foreign, [LB_CONSTRAINT_CHECK] = write_check,
    [LB_CONSTRAINT_EXCLUDE] = write_exclude,
  };
  gboolean key = constraint->kind == LB_CONSTRAINT_PRIMARY || constraint->kind == LB_CONSTRAINT_UNIQUE;

  if (key && constraint->columns->len == 0)
    return TRUE;
  return lb_ddl_constraint_name (run, constraint, error) && bodies[constraint->kind](run, constraint, error)
         && lb_ddl_deferrability (run, constraint, error) && write_part (run, constraint, LB_DDL_AT_END, error);
}

/* ---- operations */

gboolean
lb_ddl_wants_check (const LbDdl *ddl, const LbConstraint *constraint, const LbType *type)
{
  if (!constraint->type_bound || !type)
    return TRUE;
  if (g_ascii_strcasecmp (type->name, "Boolean") == 0)
    return !ddl->native_boolean;
  return !ddl->native_enum || !lb_type_boolean (type, "native_enum", TRUE);
}

gboolean
lb_ddl_add_constraint (LbDdlRun *run, const LbConstraint *constraint, const LbType *type, GError **error)
{
  if (!lb_ddl_wants_check (run->ddl, constraint, lb_type_for (type, run->ddl->dialect->name)))
    return TRUE;
  if (!lb_ddl_check_constraint_options (run, constraint, error))
    return FALSE;
  lb_ddl_alter_table (run);
  lb_ddl_write (run, "ADD ");
  if (!HOOK (run, constraint) (run, NULL, constraint, error))
    return FALSE;
  lb_ddl_emit (run);
  return TRUE;
}

gboolean
lb_ddl_common_create_constraint (LbDdlRun *run, GError **error)
{
  return lb_ddl_add_constraint (run, run->operation->constraint, NULL, error);
}

gboolean
lb_ddl_check_named (const LbConstraint *constraint, GError **error)
{
  if (constraint->name)
    return TRUE;
  g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                       "Can't emit DROP CONSTRAINT for a constraint; it has no name");
  return FALSE;
}

gboolean
lb_ddl_common_drop_constraint (LbDdlRun *run, GError **error)
{
  const char *name = run->operation->constraint->name;

  if (!lb_ddl_check_named (run->operation->constraint, error))
    return FALSE;
  if (!lb_ddl_check_length (name, run->ddl->longest_constraint, error))
    return FALSE;
  lb_ddl_alter_table (run);
  lb_ddl_statement (run, "DROP CONSTRAINT %s%I", run->operation->if_exists ? "IF EXISTS " : "", name);
  return TRUE;
}
