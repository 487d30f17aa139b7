#include "build.h"

#include <stdlib.h>
#include <string.h>

static int
compare_words (const void *key, const void *element)
{
  return strcmp (key, *(const char *const *) element);
}

static gboolean
is_reserved (const LbSqlSyntax *syntax, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  gsize n = 0;

  while (syntax->reserved_words && syntax->reserved_words[n])
    n++;
  return n && bsearch (lower, syntax->reserved_words, n, sizeof (char *), compare_words);
}

gboolean
lb_sql_name_needs_quotes (const LbSqlSyntax *syntax, const char *name)
{
  if (*name == '\0' || *name == '$' || g_ascii_isdigit (*name) || (*name == '_' && syntax->underscore_needs_quotes))
    return TRUE;
  for (const char *p = name; *p; p++)
    if (!(g_ascii_isalnum (*p) || *p == '_' || *p == '$')
        || (syntax->fold_upper ? g_ascii_islower (*p) : g_ascii_isupper (*p)))
      return TRUE;
  return is_reserved (syntax, name);
}

static void
append_name (GString *sql, const LbSqlSyntax *syntax, const char *name)
{
  if (!lb_sql_name_needs_quotes (syntax, name)) {
    g_string_append (sql, name);
    return;
  }
  g_string_append_c (sql, syntax->name_quote_open);
  for (const char *p = name; *p; p++) {
    if (*p == syntax->name_quote_close)
      g_string_append_c (sql, *p);
    g_string_append_c (sql, *p);
  }
  g_string_append_c (sql, syntax->name_quote_close);
}

static void
append_literal (GString *sql, const LbSqlSyntax *syntax, const char *value)
{
  if (!value) {
    g_string_append (sql, "NULL");
    return;
  }
  g_string_append_c (sql, '\'');
  for (const char *p = value; *p; p++) {
    if (*p == '\'' || (*p == '\\' && syntax->backslash_escapes))
      g_string_append_c (sql, *p);
    g_string_append_c (sql, *p);
  }
  g_string_append_c (sql, '\'');
}

static void
append_object (GString *sql, const LbSqlSyntax *syntax, const char *schema, const char *name)
{
  if (schema) {
    append_name (sql, syntax, schema);
    g_string_append_c (sql, '.');
  }
  append_name (sql, syntax, name);
}

static void
append_formatted (GString *sql, const LbSqlSyntax *syntax, const char *format, va_list args)
{
  for (const char *p = format, *next; *p; p = next) {
    const char *schema;

    next = strchrnul (p, '%');
    g_string_append_len (sql, p, next - p);
    if (*next == '\0')
      return;
    switch (next[1]) {
      case 'I':
        append_name (sql, syntax, va_arg (args, const char *));
        break;
      case 'T':
        schema = va_arg (args, const char *);
        append_object (sql, syntax, schema, va_arg (args, const char *));
        break;
      case 'L':
        append_literal (sql, syntax, va_arg (args, const char *));
        break;
      case 'd':
        g_string_append_printf (sql, "%" G_GINT64_FORMAT, va_arg (args, gint64));
        break;
      case 's':
        g_string_append (sql, va_arg (args, const char *));
        break;
      case '%':
        g_string_append_c (sql, '%');
        break;
      default:
        g_error ("unknown conversion %%%c in the SQL format \"%s\"", next[1] ? next[1] : ' ', format);
    }
    next += 2;
  }
}

void
lb_sql_appendf (GString *sql, const LbSqlSyntax *syntax, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  append_formatted (sql, syntax, format, args);
  va_end (args);
}

char *
lb_sql_format (const LbSqlSyntax *syntax, const char *format, ...)
{
  GString *sql = g_string_new (NULL);
  va_list args;

  va_start (args, format);
  append_formatted (sql, syntax, format, args);
  va_end (args);
  return g_string_free (sql, FALSE);
}
