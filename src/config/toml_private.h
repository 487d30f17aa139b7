/* What the two halves of the TOML reader share: toml.c knows tables, toml_scalar.c strings, numbers and dates. */
#ifndef LB_CONFIG_TOML_PRIVATE_H
#define LB_CONFIG_TOML_PRIVATE_H

#include "toml.h"

typedef struct {
  const char *path;
  const char *p; /* what comes next; the text ends with a zero byte at @end */
  const char *end;
  guint line;
  guint section; /* serial number of the [header] that counts now */
} LbTomlReader;

/* Fail at the current line; always FALSE. */
gboolean lb_toml_fail (const LbTomlReader *reader, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

LbTomlValue *lb_toml_value_new (LbTomlType type, guint line);

/* A string at its opening quote; @many: three quotes are allowed. NULL with @error. */
char *lb_toml_scan_string (LbTomlReader *reader, gboolean many, GError **error);

/* A boolean, number or date. NULL with @error. */
LbTomlValue *lb_toml_scan_scalar (LbTomlReader *reader, GError **error);

#endif
