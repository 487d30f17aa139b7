/* Columns and constraints inside of a CREATE TABLE. */
#include "text_reader.h"

#include "sql/build.h"

#include <string.h>

/* ---- pieces */

/* ON CONFLICT x */
static void
read_conflict (LbTextReader *reader, json_t *options, const char *key)
{
  LbTextReader ahead = *reader;

  if (!lb_text_take (&ahead, "on") || !lb_text_take (&ahead, "conflict"))
    return;
  *reader = ahead;
  g_autofree char *name = lb_text_name (reader);
  g_autofree char *upper = g_ascii_strup (name, -1);
  json_object_set_new (options, key, json_string (upper));
}

static LbConstraint *
add_constraint (LbTable *table, LbConstraintKind kind, const char *name)
{
  LbConstraint *constraint = lb_constraint_new (kind, name);

  g_ptr_array_add (table->constraints, constraint);
  return constraint;
}

/* CASCADE, SET NULL, ... */
static char *
read_action (LbTextReader *reader)
{
  g_autofree char *word = lb_text_name (reader);
  g_autofree char *upper = g_ascii_strup (word, -1);

  if (strcmp (upper, "SET") == 0) {
    const char *what = lb_text_at (reader, "null") ? "SET NULL" : "SET DEFAULT";

    lb_text_advance (reader);
    return g_strdup (what);
  }
  if (strcmp (upper, "NO") != 0)
    return g_steal_pointer (&upper);
  lb_text_expect (reader, "action");
  return NULL; /* NO ACTION is what happens anyhow */
}

/* [NOT] DEFERRABLE [INITIALLY x], or only INITIALLY x. */
static gboolean
read_deferrable (LbTextReader *reader, LbConstraint *constraint)
{
  LbTextReader ahead = *reader;
  gboolean no = lb_text_take (&ahead, "not");

  if (lb_text_take (&ahead, "deferrable")) {
    *reader = ahead;
    if (constraint) {
      constraint->has_deferrable = TRUE;
      constraint->deferrable = !no;
    }
  } else if (!lb_text_at (reader, "initially")) {
    return FALSE;
  }
  if (lb_text_take (reader, "initially")) {
    g_autofree char *word = lb_text_name (reader);

    if (constraint)
      constraint->initially = g_ascii_strup (word, -1);
  }
  return TRUE;
}

/* From behind REFERENCES on. */
static void
read_references (LbTextReader *reader, LbConstraint *constraint)
{
  constraint->referent_table = lb_text_name (reader);
  if (lb_text_at_kind (reader, LB_TOKEN_OPEN))
    lb_text_names (reader, constraint->referent_columns);
  while (TRUE) {
    if (lb_text_take (reader, "match")) {
      g_autofree char *word = lb_text_name (reader);

      g_free (constraint->match);
      constraint->match = g_ascii_strup (word, -1);
    } else if (lb_text_take (reader, "on")) {
      char **action = lb_text_at (reader, "delete") ? &constraint->on_delete : &constraint->on_update;

      lb_text_advance (reader);
      g_free (*action);
      *action = read_action (reader);
    } else {
      break;
    }
  }
  read_deferrable (reader, constraint);
}

static void
read_check (LbTextReader *reader, LbTable *table, const char *name)
{
  LbConstraint *check = add_constraint (table, LB_CONSTRAINT_CHECK, name);

  check->check_sql = lb_text_group (reader);
  read_conflict (reader, check->options, "sqlite_on_conflict");
}

/* ---- columns */

static const char *const constraint_words[]
    = { "constraint", "primary",    "not", "null",      "unique",     "check",     "default",
        "collate",    "references", "as",  "generated", "deferrable", "initially", NULL };

static gboolean
at_word (const LbTextReader *reader, const char *const *words)
{
  return lb_text_at_kind (reader, LB_TOKEN_WORD) && lb_token_is_any (&reader->token, words);
}

/* Words up to a constraint, with at most one group in parentheses behind. */
static char *
read_type (LbTextReader *reader)
{
  g_autoptr (GString) type = g_string_new (NULL);

  while ((lb_text_at_kind (reader, LB_TOKEN_WORD) && !at_word (reader, constraint_words))
         || lb_text_at_kind (reader, LB_TOKEN_NAME) || lb_text_at_kind (reader, LB_TOKEN_STRING)) {
    g_string_append_printf (type, "%s%.*s", type->len ? " " : "", (int) reader->token.length, reader->token.start);
    lb_text_advance (reader);
  }
  if (type->len && lb_text_at_kind (reader, LB_TOKEN_OPEN)) {
    g_autofree char *arguments = lb_text_group (reader);

    g_string_append_printf (type, "(%s)", arguments);
  }
  return g_string_free (g_steal_pointer (&type), FALSE);
}

static char *
read_default (LbTextReader *reader)
{
  const char *start = reader->token.start;

  if (lb_text_at_kind (reader, LB_TOKEN_OPEN)) {
    g_free (lb_text_group (reader));
  } else {
    if (!lb_text_take_symbol (reader, '-'))
      lb_text_take_symbol (reader, '+');
    lb_text_advance (reader);
  }
  return g_strndup (start, MAX (reader->end - start, 0));
}

static void
read_computed (LbTextReader *reader, LbColumn *column)
{
  if (lb_text_take (reader, "generated")) {
    lb_text_expect (reader, "always");
    lb_text_expect (reader, "as");
  }
  column->computed = g_new0 (LbComputed, 1);
  column->computed->sql = lb_text_group (reader);
  column->computed->has_persisted = TRUE;
  column->computed->persisted = lb_text_take (reader, "stored");
  if (!column->computed->persisted)
    lb_text_take (reader, "virtual");
}

static void
read_primary (LbTextReader *reader, LbTable *table, LbColumn *column, const char *name)
{
  LbConstraint *key = add_constraint (table, LB_CONSTRAINT_PRIMARY, name);

  lb_text_expect (reader, "key");
  g_ptr_array_add (key->columns, g_strdup (column->name));
  if (lb_text_take (reader, "desc")) {
    g_autofree char *written = lb_sql_format (reader->lexer.syntax, "%I DESC", column->name);

    json_object_set_new (key->options, "sqlite_columns_sql", json_string (written));
  } else {
    lb_text_take (reader, "asc");
  }
  read_conflict (reader, key->options, "sqlite_on_conflict");
  if (lb_text_take (reader, "autoincrement"))
    json_object_set_new (table->options, "sqlite_autoincrement", json_true ());
}

/* One constraint of a column. FALSE if there is none here. */
static gboolean
read_column_constraint (LbTextReader *reader, LbTable *table, LbColumn *column, LbConstraint **foreign)
{
  g_autofree char *name = lb_text_take (reader, "constraint") ? lb_text_name (reader) : NULL;
  LbConstraint *constraint;

  if (read_deferrable (reader, *foreign))
    return TRUE;
  if (lb_text_take (reader, "primary")) {
    read_primary (reader, table, column, name);
  } else if (lb_text_take (reader, "not")) {
    lb_text_expect (reader, "null");
    column->nullable = FALSE;
    read_conflict (reader, column->options, "sqlite_on_conflict_not_null");
  } else if (lb_text_take (reader, "null")) {
    json_auto_t *nothing = json_object ();

    read_conflict (reader, nothing, "");
  } else if (lb_text_take (reader, "unique")) {
    constraint = add_constraint (table, LB_CONSTRAINT_UNIQUE, name);
    g_ptr_array_add (constraint->columns, g_strdup (column->name));
    read_conflict (reader, constraint->options, "sqlite_on_conflict");
  } else if (lb_text_take (reader, "check")) {
    read_check (reader, table, name);
  } else if (lb_text_take (reader, "default")) {
    g_free (column->server_default.text);
    column->server_default = (LbDefault){ LB_DEFAULT_SQL, read_default (reader) };
  } else if (lb_text_take (reader, "collate")) {
    g_autofree char *collation = lb_text_name (reader);

    if (!column->type)
      column->type = lb_type_new ("SQL", NULL);
    json_object_set_new (column->type->arguments, "collation", json_string (collation));
  } else if (lb_text_take (reader, "references")) {
    *foreign = constraint = add_constraint (table, LB_CONSTRAINT_FOREIGN, name);
    g_ptr_array_add (constraint->columns, g_strdup (column->name));
    read_references (reader, constraint);
    column->has_foreign_key = TRUE;
  } else if (lb_text_at (reader, "generated") || lb_text_take (reader, "as")) {
    read_computed (reader, column);
  } else {
    return name != NULL; /* SQLite lets a name stand alone */
  }
  return TRUE;
}

void
lb_text_read_column (LbTextReader *reader, LbTable *table)
{
  g_autofree char *name = lb_text_name (reader);
  LbColumn *column = lb_column_new (name, NULL);
  LbConstraint *foreign = NULL;
  g_autofree char *type = read_type (reader);

  g_ptr_array_add (table->columns, column);
  if (*type) {
    column->type = lb_type_new ("SQL", NULL);
    json_object_set_new (column->type->arguments, "sql", json_string (type));
  }
  while (read_column_constraint (reader, table, column, &foreign))
    ;
  if (!lb_text_at_symbol (reader, ',') && !lb_text_at_kind (reader, LB_TOKEN_CLOSE))
    lb_text_fail (reader);
}

/* ---- constraints of the table */

gboolean
lb_text_at_constraint (const LbTextReader *reader)
{
  static const char *const words[] = { "constraint", "primary", "unique", "check", "foreign", NULL };

  return at_word (reader, words);
}

/* (a, b COLLATE x DESC) of a key, and what follows. */
static void
read_key (LbTextReader *reader, LbTable *table, LbConstraint *key)
{
  const char *start = reader->token.start + 1;
  gboolean plain = TRUE;

  lb_text_expect_kind (reader, LB_TOKEN_OPEN);
  do {
    g_autofree char *rest = NULL;

    g_ptr_array_add (key->columns, lb_text_name (reader));
    if (lb_text_take (reader, "autoincrement"))
      json_object_set_new (table->options, "sqlite_autoincrement", json_true ());
    rest = lb_text_item (reader);
    plain = plain && (!*rest || g_ascii_strcasecmp (rest, "asc") == 0);
  } while (lb_text_take_symbol (reader, ','));
  if (!plain && reader->end > start)
    json_object_set_new (key->options, "sqlite_columns_sql", json_stringn (start, (gsize) (reader->end - start)));
  lb_text_expect_kind (reader, LB_TOKEN_CLOSE);
  read_conflict (reader, key->options, "sqlite_on_conflict");
}

static void
mark_foreign (LbTable *table, const LbConstraint *foreign)
{
  for (guint i = 0; i < foreign->columns->len; i++) {
    LbColumn *column = lb_table_column (table, g_ptr_array_index (foreign->columns, i));

    if (column)
      column->has_foreign_key = TRUE;
  }
}

void
lb_text_read_constraint (LbTextReader *reader, LbTable *table)
{
  g_autofree char *name = lb_text_take (reader, "constraint") ? lb_text_name (reader) : NULL;

  if (lb_text_take (reader, "primary")) {
    lb_text_expect (reader, "key");
    read_key (reader, table, add_constraint (table, LB_CONSTRAINT_PRIMARY, name));
  } else if (lb_text_take (reader, "unique")) {
    read_key (reader, table, add_constraint (table, LB_CONSTRAINT_UNIQUE, name));
  } else if (lb_text_take (reader, "check")) {
    read_check (reader, table, name);
  } else if (lb_text_take (reader, "foreign")) {
    LbConstraint *foreign = add_constraint (table, LB_CONSTRAINT_FOREIGN, name);

    lb_text_expect (reader, "key");
    lb_text_names (reader, foreign->columns);
    lb_text_expect (reader, "references");
    read_references (reader, foreign);
    mark_foreign (table, foreign);
  } else if (!name) {
    lb_text_fail (reader);
  }
}
