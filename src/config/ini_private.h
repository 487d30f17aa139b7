/* What the reader of ini files (ini.c) and the look-up in them (ini_get.c) share. */
#ifndef LB_CONFIG_INI_PRIVATE_H
#define LB_CONFIG_INI_PRIVATE_H

#include "ini.h"

typedef struct {
  char *key;      /* lower-cased */
  GString *value; /* as written, lines joined by \n */
  guint line;
} LbIniOption;

typedef struct {
  char *name;
  GPtrArray *options; /* LbIniOption, in the order of the file */
  GHashTable *by_key; /* LbIniOption.key -> LbIniOption */
} LbIniSection;

struct LbIni {
  char *path;
  LbIniSection *defaults; /* [DEFAULT] */
  GPtrArray *sections;    /* LbIniSection, in the order of the file, without [DEFAULT] */
  GHashTable *by_name;    /* LbIniSection.name -> LbIniSection */
  GHashTable *injected;   /* char * -> char * */
};

/* Lower-case as Python's optionxform does. */
char *lb_ini_fold_key (const char *key, gsize length);

#endif
