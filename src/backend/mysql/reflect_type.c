/* The text of a column's type, as information_schema has it, as plain data. */
#include "reflect.h"

#include <stdlib.h>
#include <string.h>

/* What stands in the parentheses. */
typedef enum {
  NONE,    /* nothing that is kept */
  WIDTH,   /* display_width */
  NUMBERS, /* precision, scale */
  LENGTH,  /* length */
  DIGITS,  /* fsp */
  LABELS   /* 'a','b' */
} Inside;

static const struct {
  const char *word;
  const char *class;
  Inside inside;
  gboolean text; /* has a character set */
} types[] = {
  { "tinyint", "TINYINT", WIDTH, FALSE },
  { "smallint", "SMALLINT", WIDTH, FALSE },
  { "mediumint", "MEDIUMINT", WIDTH, FALSE },
  { "int", "INTEGER", WIDTH, FALSE },
  { "bigint", "BIGINT", WIDTH, FALSE },
  { "decimal", "DECIMAL", NUMBERS, FALSE },
  { "float", "FLOAT", NUMBERS, FALSE },
  { "double", "DOUBLE", NUMBERS, FALSE },
  { "bit", "BIT", LENGTH, FALSE },
  { "year", "YEAR", WIDTH, FALSE },
  { "date", "DATE", NONE, FALSE },
  { "time", "TIME", DIGITS, FALSE },
  { "datetime", "DATETIME", DIGITS, FALSE },
  { "timestamp", "TIMESTAMP", DIGITS, FALSE },
  { "char", "CHAR", LENGTH, TRUE },
  { "varchar", "VARCHAR", LENGTH, TRUE },
  { "tinytext", "TINYTEXT", NONE, TRUE },
  { "text", "TEXT", NONE, TRUE },
  { "mediumtext", "MEDIUMTEXT", NONE, TRUE },
  { "longtext", "LONGTEXT", NONE, TRUE },
  { "binary", "BINARY", LENGTH, FALSE },
  { "varbinary", "VARBINARY", LENGTH, FALSE },
  { "tinyblob", "TINYBLOB", NONE, FALSE },
  { "blob", "BLOB", NONE, FALSE },
  { "mediumblob", "MEDIUMBLOB", NONE, FALSE },
  { "longblob", "LONGBLOB", NONE, FALSE },
  { "enum", "ENUM", LABELS, TRUE },
  { "set", "SET", LABELS, TRUE },
  { "json", "JSON", NONE, FALSE },
  { "uuid", "UUID", NONE, FALSE },
  { "inet4", "INET4", NONE, FALSE },
  { "inet6", "INET6", NONE, FALSE },
};

static void
set_number (LbType *type, const char *key, const char *text)
{
  json_object_set_new (type->arguments, key, json_integer (strtoll (text, NULL, 10)));
}

/* 'a','it''s': quotes inside are doubled, nothing else is escaped. */
static json_t *
read_labels (const char *text)
{
  json_t *labels = json_array ();
  g_autoptr (GString) label = g_string_new (NULL);

  while (*text == '\'') {
    g_string_truncate (label, 0);
    for (text++; *text && (*text != '\'' || text[1] == '\''); text++) {
      text += *text == '\'';
      g_string_append_c (label, *text);
    }
    json_array_append_new (labels, json_stringn (label->str, label->len));
    text += *text == '\'';
    text += *text == ',';
  }
  return labels;
}

static void
read_inside (LbType *type, Inside inside, const char *text)
{
  const char *comma = strchr (text, ',');

  switch (inside) {
    case NONE:
      break;
    case WIDTH:
      set_number (type, "display_width", text);
      break;
    case NUMBERS:
      set_number (type, "precision", text);
      if (comma)
        set_number (type, "scale", comma + 1);
      break;
    case LENGTH:
      set_number (type, "length", text);
      break;
    case DIGITS:
      set_number (type, "fsp", text);
      break;
    case LABELS:
      json_object_set_new (type->arguments, "enums", read_labels (text));
      break;
  }
}

static void
set_text (LbType *type, const char *key, const char *value)
{
  if (value)
    json_object_set_new (type->arguments, key, json_string (value));
}

LbType *
lb_my_read_type (const char *text, const char *charset, const char *collation)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_");
  LbType *type;

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    if (strlen (types[i].word) != length || strncmp (types[i].word, text, length) != 0)
      continue;
    type = lb_type_new (types[i].class, "mysql");
    if (text[length] == '(')
      read_inside (type, types[i].inside, text + length + 1);
    if (types[i].inside != LABELS && strstr (text + length, " unsigned"))
      json_object_set_new (type->arguments, "unsigned", json_true ());
    if (types[i].inside != LABELS && strstr (text + length, " zerofill"))
      json_object_set_new (type->arguments, "zerofill", json_true ());
    if (types[i].text) {
      set_text (type, "charset", charset);
      set_text (type, "collation", collation);
    }
    return type;
  }
  type = lb_type_new ("SQL", NULL); /* geometries and what is newer than this table */
  set_text (type, "sql", text);
  return type;
}
