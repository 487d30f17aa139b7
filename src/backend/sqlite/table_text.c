#include "table_text.h"

#include "backend/dialects.h"
#include "text_reader.h"
#include "util/error.h"

#include <string.h>

/* ---- the reader */

void
lb_text_reader_init (LbTextReader *reader, const char *sql)
{
  *reader = (LbTextReader){ .end = sql };
  lb_lexer_init (&reader->lexer, lb_dialect_sqlite.syntax, sql, strlen (sql), 1);
  lb_text_advance (reader);
}

void
lb_text_fail (LbTextReader *reader)
{
  reader->failed = TRUE;
  reader->token = (LbToken){ .kind = LB_TOKEN_END, .start = reader->end };
}

void
lb_text_advance (LbTextReader *reader)
{
  if (reader->failed)
    return;
  if (reader->token.start)
    reader->end = reader->token.start + reader->token.length;
  if (!lb_lexer_next_solid (&reader->lexer, &reader->token, NULL))
    lb_text_fail (reader);
}

gboolean
lb_text_at (const LbTextReader *reader, const char *word)
{
  return reader->token.kind == LB_TOKEN_WORD && lb_token_is (&reader->token, word);
}

gboolean
lb_text_at_kind (const LbTextReader *reader, LbTokenKind kind)
{
  return reader->token.kind == kind;
}

gboolean
lb_text_at_symbol (const LbTextReader *reader, char symbol)
{
  return reader->token.kind == LB_TOKEN_SYMBOL && reader->token.length == 1 && *reader->token.start == symbol;
}

static gboolean
take_if (LbTextReader *reader, gboolean is_it)
{
  if (is_it)
    lb_text_advance (reader);
  return is_it;
}

gboolean
lb_text_take (LbTextReader *reader, const char *word)
{
  return take_if (reader, lb_text_at (reader, word));
}

gboolean
lb_text_take_kind (LbTextReader *reader, LbTokenKind kind)
{
  return take_if (reader, lb_text_at_kind (reader, kind));
}

gboolean
lb_text_take_symbol (LbTextReader *reader, char symbol)
{
  return take_if (reader, lb_text_at_symbol (reader, symbol));
}

void
lb_text_expect (LbTextReader *reader, const char *word)
{
  if (!lb_text_take (reader, word))
    lb_text_fail (reader);
}

void
lb_text_expect_kind (LbTextReader *reader, LbTokenKind kind)
{
  if (!lb_text_take_kind (reader, kind))
    lb_text_fail (reader);
}

/* SQLite takes a string for a name too, where a name must be. */
static char *
name_of_string (const LbToken *token)
{
  g_autofree char *inside = g_strndup (token->start + 1, token->length - 2);
  g_auto (GStrv)
    parts = g_strsplit (inside, "''", -1);

  return g_strjoinv ("'", parts);
}

/* Names keep their case: SQLite does not fold them. */
static char *
name_of_word (const LbToken *token)
{
  return g_strndup (token->start, token->length);
}

char *
lb_text_name (LbTextReader *reader)
{
  char *name = NULL;

  if (reader->token.kind == LB_TOKEN_WORD)
    name = name_of_word (&reader->token);
  else if (reader->token.kind == LB_TOKEN_NAME)
    name = lb_token_name (&reader->token, lb_dialect_sqlite.syntax);
  else if (reader->token.kind == LB_TOKEN_STRING && *reader->token.start == '\'')
    name = name_of_string (&reader->token);
  if (name)
    lb_text_advance (reader);
  else
    lb_text_fail (reader);
  return name ? name : g_strdup ("");
}

/* Pass tokens up to the parenthesis that closes what is open here, or to a comma if @or_comma. */
static void
pass (LbTextReader *reader, gboolean or_comma)
{
  guint depth = 0;

  while (!lb_text_at_kind (reader, LB_TOKEN_END)) {
    gboolean closes = lb_text_at_kind (reader, LB_TOKEN_CLOSE);

    if (depth == 0 && (closes || (or_comma && lb_text_at_symbol (reader, ','))))
      return;
    depth = depth + lb_text_at_kind (reader, LB_TOKEN_OPEN) - closes;
    lb_text_advance (reader);
  }
}

char *
lb_text_group (LbTextReader *reader)
{
  const char *start;
  char *text;

  lb_text_expect_kind (reader, LB_TOKEN_OPEN);
  start = reader->token.start;
  pass (reader, FALSE);
  text = g_strndup (start, MAX (reader->end - start, 0));
  lb_text_expect_kind (reader, LB_TOKEN_CLOSE);
  return text;
}

char *
lb_text_item (LbTextReader *reader)
{
  const char *start = reader->token.start;

  pass (reader, TRUE);
  return g_strndup (start, (gsize) MAX (reader->end - start, 0));
}

void
lb_text_names (LbTextReader *reader, GPtrArray *names)
{
  lb_text_expect_kind (reader, LB_TOKEN_OPEN);
  do {
    g_ptr_array_add (names, lb_text_name (reader));
    g_free (lb_text_item (reader)); /* COLLATE and ASC, which have no effect here */
  } while (lb_text_take_symbol (reader, ','));
  lb_text_expect_kind (reader, LB_TOKEN_CLOSE);
}

/* ---- CREATE TABLE */

static void
read_options (LbTextReader *reader, LbTable *table)
{
  while (!lb_text_at_kind (reader, LB_TOKEN_END)) {
    if (lb_text_take (reader, "without")) {
      lb_text_expect (reader, "rowid");
      json_object_set_new (table->options, "sqlite_with_rowid", json_false ());
    } else if (lb_text_take (reader, "strict")) {
      json_object_set_new (table->options, "sqlite_strict", json_true ());
    } else if (!lb_text_take_symbol (reader, ',')) {
      lb_text_fail (reader);
    }
  }
}

static void
read_items (LbTextReader *reader, LbTable *table)
{
  lb_text_expect_kind (reader, LB_TOKEN_OPEN);
  do {
    /* there need be no comma between constraints */
    if (!lb_text_at_constraint (reader))
      lb_text_read_column (reader, table);
    while (lb_text_at_constraint (reader))
      lb_text_read_constraint (reader, table);
  } while (lb_text_take_symbol (reader, ','));
  lb_text_expect_kind (reader, LB_TOKEN_CLOSE);
}

static void
read_create (LbTextReader *reader)
{
  lb_text_expect (reader, "create");
  if (!lb_text_take (reader, "temp"))
    lb_text_take (reader, "temporary");
}

static char *
read_table_name (LbTextReader *reader)
{
  char *name;

  if (lb_text_take (reader, "if")) {
    lb_text_expect (reader, "not");
    lb_text_expect (reader, "exists");
  }
  name = lb_text_name (reader);
  if (!lb_text_take_symbol (reader, '.'))
    return name;
  g_free (name);
  return lb_text_name (reader);
}

static void
set_error (const char *what, const char *sql, GError **error)
{
  g_set_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "cannot read the definition of a %s: %s", what, sql);
}

static LbColumn *
column_in_any_case (const LbTable *table, const char *name)
{
  for (guint i = 0; i < table->columns->len; i++) {
    LbColumn *column = g_ptr_array_index (table->columns, i);

    if (g_ascii_strcasecmp (column->name, name) == 0)
      return column;
  }
  return NULL;
}

/* Constraints may write their columns in another case. The columns of the primary key are known only at the end. */
static void
settle_columns (LbTable *table, const LbConstraint *constraint)
{
  for (guint i = 0; i < constraint->columns->len; i++) {
    LbColumn *column = column_in_any_case (table, g_ptr_array_index (constraint->columns, i));

    if (!column)
      continue;
    g_free (constraint->columns->pdata[i]);
    constraint->columns->pdata[i] = g_strdup (column->name);
    if (constraint->kind == LB_CONSTRAINT_PRIMARY)
      column->primary_key = TRUE;
  }
}

LbTable *
lb_sqlite_table_read (const char *sql, GError **error)
{
  g_autoptr (LbTable) table = NULL;
  g_autofree char *name = NULL;
  LbTextReader reader;

  lb_text_reader_init (&reader, sql);
  read_create (&reader);
  lb_text_expect (&reader, "table");
  name = read_table_name (&reader);
  table = lb_table_new (name, NULL);
  read_items (&reader, table);
  read_options (&reader, table);
  if (reader.failed) {
    set_error ("table", sql, error);
    return NULL;
  }
  for (guint i = 0; i < table->constraints->len; i++)
    settle_columns (table, g_ptr_array_index (table->constraints, i));
  return g_steal_pointer (&table);
}

/* ---- CREATE INDEX */

gboolean
lb_sqlite_index_read (const char *sql, GPtrArray **ret_columns, char **ret_where, GError **error)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *where = NULL;
  LbTextReader reader;

  lb_text_reader_init (&reader, sql);
  read_create (&reader);
  lb_text_take (&reader, "unique");
  lb_text_expect (&reader, "index");
  g_free (read_table_name (&reader));
  lb_text_expect (&reader, "on");
  g_free (lb_text_name (&reader));
  lb_text_expect_kind (&reader, LB_TOKEN_OPEN);
  do
    g_ptr_array_add (columns, lb_text_item (&reader));
  while (lb_text_take_symbol (&reader, ','));
  lb_text_expect_kind (&reader, LB_TOKEN_CLOSE);
  if (lb_text_take (&reader, "where"))
    where = g_strndup (reader.token.start, strlen (reader.token.start));
  else if (!lb_text_at_kind (&reader, LB_TOKEN_END))
    lb_text_fail (&reader);
  if (reader.failed) {
    set_error ("index", sql, error);
    return FALSE;
  }
  *ret_columns = g_steal_pointer (&columns);
  *ret_where = where ? g_strchomp (g_steal_pointer (&where)) : NULL;
  return TRUE;
}
