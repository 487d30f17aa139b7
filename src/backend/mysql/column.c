/* A column as information_schema tells of it. */
#include "text.h"

#include "backend/dialects.h"
#include "sql/build.h"

#include <string.h>

gboolean
lb_mysql_is_mariadb (guint version)
{
  return version >= 100000;
}

/* Whether @words are in @extra, which MySQL writes in upper case and MariaDB in lower case. */
static const char *
find (const char *extra, const char *words)
{
  return extra ? strcasestr (extra, words) : NULL;
}

gboolean
lb_mysql_is_auto_increment (const LbMysqlColumn *column)
{
  return find (column->extra, "auto_increment") != NULL;
}

gboolean
lb_mysql_is_stored (const LbMysqlColumn *column)
{
  return find (column->extra, "STORED") || find (column->extra, "PERSISTENT");
}

/* MariaDB gives SQL: 'it''s', current_timestamp(), and the word NULL. */
static char *
mariadb_default (const LbMysqlColumn *column)
{
  return g_ascii_strcasecmp (column->default_, "NULL") == 0 ? NULL : g_strdup (column->default_);
}

/* MySQL gives the value of a literal, without quotes, and the text of an expression, which it marks. Bits come as the
 * literal that they are. */
static char *
mysql_default (const LbMysqlColumn *column)
{
  if (g_ascii_strncasecmp (column->default_, "CURRENT_TIMESTAMP", 17) == 0)
    return g_strdup (column->default_);
  if (find (column->extra, "DEFAULT_GENERATED"))
    return g_strdup_printf ("(%s)", column->default_);
  if (g_str_has_prefix (column->type, "bit"))
    return g_strdup (column->default_);
  return lb_sql_format (lb_dialect_mysql.syntax, "%L", column->default_);
}

char *
lb_mysql_default_sql (const LbMysqlColumn *column, guint version)
{
  const char *update = find (column->extra, "on update ");
  g_autofree char *value = NULL;
  g_autofree char *rule = NULL;

  if (column->generation && *column->generation)
    return NULL;
  if (column->default_)
    value = lb_mysql_is_mariadb (version) ? mariadb_default (column) : mysql_default (column);
  if (!update)
    return g_steal_pointer (&value);
  update += strlen ("on update ");
  rule = g_strndup (update, strcspn (update, " ,"));
  return g_strdup_printf ("%s ON UPDATE %s", value ? value : "NULL", rule);
}
