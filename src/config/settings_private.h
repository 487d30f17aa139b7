/* What the files of the settings share. */
#ifndef LB_CONFIG_SETTINGS_PRIVATE_H
#define LB_CONFIG_SETTINGS_PRIVATE_H

#include "settings.h"
#include "toml.h"

struct LbSettings {
  char *section; /* -n */
  char *cwd;
  char *ini_name; /* as people know it: what was typed, or alembic.ini */
  char *ini_path; /* absolute */
  char *ini_here;
  char *toml_name;
  char *toml_path;
  char *toml_here;
  LbIni *ini; /* NULL: there is none */
  LbTomlValue *toml;
  const LbTomlValue *tool_alembic; /* inside @toml; NULL: there is none */
  const LbTomlValue *tool_limbeck;
  char *limbeck_section; /* "limbeck:NAME" for -n NAME */
  char **x_args;
  char *typed[LB_N_SETTINGS];           /* on the command line */
  char *environment[LB_N_SETTINGS];     /* value of the variable that counts */
  const char *variables[LB_N_SETTINGS]; /* its name */
};

/* One setting as found, before it is put together. */
typedef struct {
  const LbSettingInfo *info;
  LbOrigin origin;
  const char *section; /* INI, PYPROJECT: where it stands */
  const char *key;
  const char *file; /* INI, PYPROJECT */
  guint line;
  const char *variable;    /* ENVIRONMENT */
  const char *text;        /* as written; NULL with @toml, or when not set at all */
  const LbTomlValue *toml; /* PYPROJECT */
} LbFound;

void lb_settings_find (const LbSettings *settings, LbSettingId id, LbFound *ret_found);

/* The text of @found with references resolved; NULL without @error if it is not set. Not checked for its type. */
char *lb_settings_expand (const LbSettings *settings, const LbFound *found, GError **error);

/* A string of pyproject.toml with %(here)s and %% replaced. */
char *lb_settings_expand_toml (const LbSettings *settings, const LbTomlValue *value, const char *key, GError **error);

/* "alembic.ini:12", "environment DATABASE_URL", ... */
char *lb_settings_place (const LbFound *found);

/* Read the environment into @settings, and put DB_HOST and its companions together to an address. */
void lb_settings_read_environment (LbSettings *settings);

/* Whether @text is what templates write where an address should be. */
gboolean lb_settings_is_placeholder (const char *text);

/* FALSE with LB_ERROR_CONFIG: a key in [limbeck], [limbeck:NAME] or [tool.limbeck] that limbeck does not know. */
gboolean lb_settings_check_keys (const LbSettings *settings, GError **error);

/* "a, b, c" */
char *lb_settings_join (const char *const *words);

/* FALSE if @text is not a duration; @ret_ms as in lb_settings_duration. */
gboolean lb_duration_parse (const char *text, guint *ret_ms);

#endif
