/* The splitter: whatever the bytes, the pieces are parts of the script in their order, on the lines they say, and each
 * of them alone is one statement again. The first byte chooses the database. */
#include "backend/backend.h"
#include "util/error.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static guint
line_of (const char *text, const char *at)
{
  guint line = 1;

  for (; text < at; text++)
    line += *text == '\n';
  return line;
}

/* Where @part starts in @text, on @line at the earliest. Statements may occur twice, but not twice on one line before
 * the next: the search goes on behind the one before. */
static const char *
find (const char *text, const char *from, const char *end, const LbStatement *statement)
{
  gsize length = strlen (statement->text);
  const char *found = from;

  while ((found = memmem (found, (gsize) (end - found), statement->text, length))) {
    if (line_of (text, found) == statement->line)
      return found;
    found++;
  }
  return NULL;
}

static void
check_alone (const LbSqlSyntax *syntax, const LbStatement *statement)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) again
      = lb_sql_split (syntax, NULL, statement->text, strlen (statement->text), statement->line + 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_cmpstr (((LbStatement *) again->pdata[0])->text, ==, statement->text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const LbDialect *dialect;
  const char *text = (const char *) data + 1;
  const char *end = (const char *) data + size;
  const char *at = text;
  g_autoptr (GError) error = NULL;

  if (size == 0)
    return 0;
  dialect = lb_dialects ()[data[0] % 4];
  g_autoptr (GPtrArray) statements = lb_sql_split (dialect->syntax, NULL, text, size - 1, 1, &error);
  if (!statements) {
    guint line = lb_error_parts (error)->line;

    g_assert_error (error, LB_ERROR, LB_ERROR_SCRIPT);
    g_assert_cmpuint (line, >=, 1);
    g_assert_cmpuint (line, <=, line_of (text, end));
    g_assert_nonnull (lb_error_parts (error)->hint);
    return 0;
  }
  for (guint i = 0; i < statements->len; i++) {
    const LbStatement *statement = g_ptr_array_index (statements, i);

    g_assert_cmpint (*statement->text, !=, '\0');
    at = find (text, at, end, statement);
    g_assert_nonnull (at);
    at += strlen (statement->text);
    dialect->classify (statement, i % 2 ? 110000 : 150000);
    if (!dialect->syntax->delimiter_command)
      check_alone (dialect->syntax, statement);
  }
  return 0;
}
