#include "value.h"

#include "lexer.h"
#include "util/error.h"

#include <string.h>

/* What is between two marks is copied whole; only its escapes are taken out, inside of strings and comments too,
 * because whoever wrote the statement had to write them there as well. */
typedef struct {
  LbLexer lexer;
  const char *text;
  const char *copied; /* how far the text stands in @sql */
  LbParamStyle style;
  LbAppendValue append;
  const LbBindings *bindings;
  guint n_marks; /* by place, so far */
  GString *sql;
} Binder;

static gboolean
is_name_byte (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '$' || (guint8) c >= 0x80;
}

static const char *
end_of_name (const char *p, const char *end)
{
  while (p < end && is_name_byte (*p))
    p++;
  return p;
}

/* ---- escapes */

/* SQLAlchemy's rule for text(): \:name is :name, unless another colon follows. */
static gboolean
is_escaped_colon (const char *p, const char *end)
{
  const char *behind;

  if (end - p < 2 || p[1] != ':')
    return FALSE;
  behind = end_of_name (p + 2, end);
  return behind == end || *behind != ':';
}

static gboolean
is_doubled_percent (const char *p, const char *end)
{
  return end - p >= 2 && p[1] == '%';
}

/* What an escape starts with in each style, and whether one does; it stands for its second byte. */
static const struct {
  char start;
  gboolean (*is_escape) (const char *p, const char *end);
} escapes[] = {
  [LB_PARAMSTYLE_NAMED] = { '\\', is_escaped_colon },
  [LB_PARAMSTYLE_FORMAT] = { '%', is_doubled_percent },
  [LB_PARAMSTYLE_PYFORMAT] = { '%', is_doubled_percent },
};

/* Copy up to @to. */
static void
copy (Binder *binder, const char *to)
{
  char start = escapes[binder->style].start;
  const char *from = binder->copied;
  const char *p = from;

  while (start && p < to && (p = memchr (p, start, (gsize) (to - p)))) {
    if (!escapes[binder->style].is_escape (p, binder->lexer.end)) {
      p++;
      continue;
    }
    g_string_append_len (binder->sql, from, p - from);
    g_string_append_c (binder->sql, p[1]);
    from = p = p + 2;
  }
  if (from < to)
    g_string_append_len (binder->sql, from, to - from);
  binder->copied = to;
}

/* ---- marks */

/* Put @value in the place of the mark from @start to @end. */
static gboolean
replace (Binder *binder, const char *start, const char *end, const LbValue *value, GError **error)
{
  copy (binder, start);
  binder->copied = binder->lexer.at = end;
  return binder->append (binder->sql, value, error);
}

static const LbValue *
find_value (const Binder *binder, const char *name, gsize length)
{
  g_autofree char *key = g_strndup (name, length);

  return binder->bindings->by_name ? g_hash_table_lookup (binder->bindings->by_name, key) : NULL;
}

static gboolean
replace_named (Binder *binder, const char *start, const char *end, const char *name, gsize length, GError **error)
{
  const LbValue *value = find_value (binder, name, length);

  if (value)
    return replace (binder, start, end, value, error);
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "A value is required for bind parameter '%.*s'", (int) length, name);
  return FALSE;
}

/* The value of place @place, from 0. One that is missing is counted, and told at the end. */
static gboolean
replace_placed (Binder *binder, const char *start, const char *end, guint place, GError **error)
{
  binder->n_marks = MAX (binder->n_marks, place + 1);
  if (place >= binder->bindings->n_by_place) {
    binder->lexer.at = end;
    return TRUE;
  }
  return replace (binder, start, end, &binder->bindings->by_place[place], error);
}

/* :name, by SQLAlchemy's rule: no word, colon or backslash before it. Behind it a colon may come (:name::type) where
 * SQLAlchemy wants none: then it is a mark if it has a value. */
static gboolean
bind_colon (Binder *binder, const LbToken *token, GError **error)
{
  const char *name = token->start + 1;
  const char *end = end_of_name (name, binder->lexer.end);

  if (*token->start != ':' || end == name)
    return TRUE;
  if (token->start > binder->text
      && (is_name_byte (token->start[-1]) || token->start[-1] == ':' || token->start[-1] == '\\'))
    return TRUE;
  if (end < binder->lexer.end && *end == ':' && !find_value (binder, name, (gsize) (end - name)))
    return TRUE;
  return replace_named (binder, token->start, end, name, (gsize) (end - name), error);
}

/* Where the database does not take ? for a parameter, PostgreSQL's operators with it are none: ?| ?& @? */
static gboolean
is_operator (const Binder *binder, const LbToken *token)
{
  const char *next = token->start + 1;

  if (token->kind == LB_TOKEN_PARAMETER)
    return FALSE;
  if (token->start > binder->text && token->start[-1] == '@')
    return TRUE;
  return next < binder->lexer.end && (*next == '|' || *next == '&')
         && (next + 1 == binder->lexer.end || next[1] != *next);
}

/* ? and, where the database has it, ?2 */
static gboolean
bind_question (Binder *binder, const LbToken *token, GError **error)
{
  guint64 number = 0;

  if (*token->start != '?' || is_operator (binder, token))
    return TRUE;
  for (gsize i = 1; i < token->length && number < G_MAXUINT16; i++)
    number = number * 10 + (guint64) MAX (g_ascii_digit_value (token->start[i]), 0);
  return replace_placed (binder, token->start, token->start + token->length,
                         number ? (guint) number - 1 : binder->n_marks, error);
}

/* %s and %(name)s */
static gboolean
bind_percent (Binder *binder, const LbToken *token, GError **error)
{
  const char *at = token->start + 1;
  const char *end = binder->lexer.end;
  const char *close;

  if (*token->start != '%' || at == end)
    return TRUE;
  if (*at == '%') {
    binder->lexer.at = at + 1;
    return TRUE;
  }
  if (*at == 's')
    return replace_placed (binder, token->start, at + 1, binder->n_marks, error);
  if (*at != '(')
    return TRUE;
  for (close = at + 1; close < end && !strchr ("()\n", *close);)
    close++;
  if (end - close < 2 || close[0] != ')' || close[1] != 's')
    return TRUE;
  return replace_named (binder, token->start, close + 2, at + 1, (gsize) (close - at - 1), error);
}

static gboolean (*const bind_token[]) (Binder *binder, const LbToken *token, GError **error) = {
  [LB_PARAMSTYLE_NAMED] = bind_colon,
  [LB_PARAMSTYLE_QMARK] = bind_question,
  [LB_PARAMSTYLE_FORMAT] = bind_percent,
  [LB_PARAMSTYLE_PYFORMAT] = bind_percent,
};

static gboolean
bind_all (Binder *binder, GError **error)
{
  gboolean skips = escapes[binder->style].start != '%'; /* which the lexer would step over */
  LbToken token;

  do {
    if (skips)
      lb_lexer_skip (&binder->lexer);
    if (!lb_lexer_next (&binder->lexer, &token, error))
      return FALSE;
    if (token.kind == LB_TOKEN_BACKSLASH) /* no client command here: what follows is read on its own */
      binder->lexer.at = token.start + 1;
    if ((token.kind == LB_TOKEN_SYMBOL || token.kind == LB_TOKEN_PARAMETER)
        && !bind_token[binder->style](binder, &token, error))
      return FALSE;
  } while (token.kind != LB_TOKEN_END);
  if (binder->bindings->n_by_place == binder->n_marks)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "the statement has %u marks for values and %u values are given",
               binder->n_marks, binder->bindings->n_by_place);
  return FALSE;
}

static gboolean
is_empty (const LbBindings *bindings)
{
  return !bindings || ((!bindings->by_name || g_hash_table_size (bindings->by_name) == 0) && bindings->n_by_place == 0);
}

char *
lb_sql_bind (const LbSqlSyntax *syntax, LbAppendValue append, const char *text, LbParamStyle style,
             const LbBindings *bindings, GError **error)
{
  gsize length = strlen (text);
  Binder binder = { .text = text, .copied = text, .style = style, .append = append, .bindings = bindings };

  if (style == LB_PARAMSTYLE_NONE)
    return g_memdup2 (text, length + 1);
  lb_lexer_init (&binder.lexer, syntax, text, length, 1);
  binder.sql = g_string_sized_new (length + 64);
  if (!is_empty (bindings) && !bind_all (&binder, error)) {
    g_string_free (binder.sql, TRUE);
    return NULL;
  }
  copy (&binder, text + length);
  return g_string_free (binder.sql, FALSE);
}
