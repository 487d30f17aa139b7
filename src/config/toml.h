/* A reader of TOML 1.0, for pyproject.toml. Nothing is ever written.
 *
 * A document is a tree of values; every value knows the line it began on. */
#ifndef LB_CONFIG_TOML_H
#define LB_CONFIG_TOML_H

#include <glib.h>

typedef enum {
  LB_TOML_STRING,
  LB_TOML_INTEGER,
  LB_TOML_FLOAT,
  LB_TOML_BOOLEAN,
  LB_TOML_DATE, /* dates, times and both, with or without zone: checked, kept as text */
  LB_TOML_ARRAY,
  LB_TOML_TABLE
} LbTomlType;

/* How a table or array came to be, which decides what may still be added to it. Of interest to the reader only. */
typedef struct {
  gboolean declared; /* by its own [header]; an array: by [[header]] */
  gboolean frozen;   /* written as { } or [ ]: complete */
  guint dotted_in;   /* by a dotted key: serial number of the section that key stands in; 0 not */
} LbTomlNature;

typedef struct {
  LbTomlType type;
  guint line; /* 1-based */
  char *text; /* STRING (UTF-8, without zero bytes), DATE */
  gint64 integer;
  double number;
  gboolean boolean;
  GPtrArray *items;    /* ARRAY: LbTomlValue */
  GPtrArray *keys;     /* TABLE: char *, in the order of the file */
  GHashTable *members; /* TABLE: key -> LbTomlValue */
  LbTomlNature nature;
} LbTomlValue;

/* Read a document; returns its root table. NULL with LB_ERROR_CONFIG (file, line), or LB_ERROR_IO when the file
 * cannot be read. */
LbTomlValue *lb_toml_read (const char *path, GError **error);
LbTomlValue *lb_toml_parse (const char *path, const char *text, gsize length, GError **error);
void lb_toml_free (LbTomlValue *root);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbTomlValue, lb_toml_free)

/* The member of @table, borrowed; NULL if there is none, or if @table is NULL or no table. */
const LbTomlValue *lb_toml_member (const LbTomlValue *table, const char *key);

#endif
