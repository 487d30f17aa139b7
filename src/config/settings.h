/* Every setting of a run, from wherever it comes, with where it came from.
 *
 * For each setting the first source that has it wins: command line, environment, the ini file, pyproject.toml, default.
 * The table in settings.c names for each its key, section, environment variable, type and default; `limbeck config`,
 * the documentation and error messages are made from the same table.
 */
#ifndef LB_CONFIG_SETTINGS_H
#define LB_CONFIG_SETTINGS_H

#include "ini.h"
#include "logging.h"
#include "backend/url.h"
#include "util/log.h"

typedef enum {
  /* [alembic] of the ini file, [tool.alembic] of pyproject.toml */
  LB_SETTING_SCRIPT_LOCATION, /* path; required by whatever reads revisions */
  LB_SETTING_FILE_TEMPLATE,
  LB_SETTING_PREPEND_SYS_PATH, /* list */
  LB_SETTING_TIMEZONE,
  LB_SETTING_TRUNCATE_SLUG_LENGTH,        /* integer */
  LB_SETTING_REVISION_ENVIRONMENT,        /* boolean */
  LB_SETTING_SOURCELESS,                  /* boolean */
  LB_SETTING_VERSION_LOCATIONS,           /* list */
  LB_SETTING_PATH_SEPARATOR,              /* how lists of the ini file are split; lb_settings_list obeys it */
  LB_SETTING_RECURSIVE_VERSION_LOCATIONS, /* boolean */
  LB_SETTING_OUTPUT_ENCODING,
  LB_SETTING_URL, /* the database; see lb_settings_url */
  LB_SETTING_DATABASES,
  /* [limbeck] of the ini file, [tool.limbeck] of pyproject.toml, LIMBECK_<KEY> in the environment */
  LB_SETTING_TRANSACTION,       /* "revision", "run", or "auto": run where env.py stands and DDL is transactional, else
                                   revision */
  LB_SETTING_LOCK_WAIT,         /* duration: how long to wait for another run; "0" not at all, "forever" */
  LB_SETTING_LOCK_TIMEOUT,      /* duration: of one statement, for locks */
  LB_SETTING_STATEMENT_TIMEOUT, /* duration; DB_MIGRATION_TIMEOUT (seconds) too */
  LB_SETTING_CONNECT_TIMEOUT,   /* duration */
  LB_SETTING_VERSION_TABLE,
  LB_SETTING_VERSION_TABLE_SCHEMA,
  LB_SETTING_VERSION_TABLE_PK, /* boolean */
  LB_SETTING_REVISION_FORMAT,  /* "sql" or "py"; empty: from what the directory holds */
  LB_SETTING_PYTHON,           /* interpreter for Python revisions */
  LB_SETTING_ECHO,             /* boolean; DB_ECHO_SQL */
  LB_SETTING_POOL_SIZE,        /* integer; DB_POOL_SIZE: accepted for the guides' sake; a run has one connection */
  LB_SETTING_MAX_OVERFLOW,     /* integer; DB_MAX_OVERFLOW: as above */
  LB_SETTING_POOL_TIMEOUT,     /* integer; DB_POOL_TIMEOUT: as above */
  LB_N_SETTINGS
} LbSettingId;

/* What text a setting may hold. */
typedef enum {
  LB_TYPE_STRING,
  LB_TYPE_BOOLEAN,    /* true yes on y t 1, false no off n f 0, in any case */
  LB_TYPE_EXACT_TRUE, /* on only as "true"; anything else is off (Alembic's rule for two keys) */
  LB_TYPE_INTEGER,    /* not negative */
  LB_TYPE_DURATION,
  LB_TYPE_CHOICE,
  LB_TYPE_LIST,
  LB_TYPE_URL
} LbSettingType;

/* What is known of a setting before any file is read: for help, manual and messages. */
typedef struct {
  const char *section; /* "alembic" or "limbeck" */
  const char *key;
  LbSettingType type;
  const char *const *variables; /* of the environment, the first that is set wins; NULL-terminated, may be NULL */
  const char *const *choices;   /* of LB_TYPE_CHOICE */
  const char *fallback;         /* the default; NULL none */
  const char *summary;          /* one line */
} LbSettingInfo;
const LbSettingInfo *lb_setting_info (LbSettingId id);

typedef enum {
  LB_ORIGIN_DEFAULT,
  LB_ORIGIN_PYPROJECT,
  LB_ORIGIN_INI,
  LB_ORIGIN_ENVIRONMENT,
  LB_ORIGIN_COMMAND_LINE
} LbOrigin;

/* What the command line said. Borrowed during lb_settings_load. */
typedef struct {
  const char *const *config_files;   /* -c, NULL-terminated; may be NULL */
  const char *section;               /* -n; NULL: "alembic" */
  const char *const *x_args;         /* -x, in order; may be NULL */
  const char *values[LB_N_SETTINGS]; /* --url, --transaction, ...: NULL where not given */
  const char *const *overrides; /* key, value, key, value, ...: what a program has set in the section; may be NULL */
  gboolean need_config;         /* FALSE for init, list_templates: a missing file is no error */
} LbSettingsRequest;

typedef struct LbSettings LbSettings;

/* Find and read the configuration: ini of -c, ALEMBIC_CONFIG or alembic.ini; pyproject.toml. Values are checked when
 * asked for, except what makes the file unreadable. NULL with LB_ERROR_CONFIG or LB_ERROR_IO. @log gets warnings
 * (deprecated keys); may be NULL. */
LbSettings *lb_settings_load (const LbSettingsRequest *request, LbLog *log, GError **error);
void lb_settings_free (LbSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbSettings, lb_settings_free)

/* The interpolated value; NULL without @error if nobody set it and there is no default. An empty value counts as not
 * set. LB_ERROR_CONFIG for a value
 * that is not of its type: names file, line, key, value and what is allowed. */
char *lb_settings_string (const LbSettings *settings, LbSettingId id, GError **error);
gboolean lb_settings_boolean (const LbSettings *settings, LbSettingId id, gboolean *ret_value, GError **error);
gboolean lb_settings_integer (const LbSettings *settings, LbSettingId id, gint64 *ret_value, GError **error);
/* Milliseconds. "500ms", "5s", "2min", "1h", a bare number is seconds; "forever" is G_MAXUINT. */
gboolean lb_settings_duration (const LbSettings *settings, LbSettingId id, guint *ret_ms, GError **error);
/* Strings split by path_separator / version_path_separator / the legacy rule, or a TOML array. */
GPtrArray *lb_settings_list (const LbSettings *settings, LbSettingId id, GError **error);

/* The directory or file that @value of a setting names, absolute; it need not exist. As in Alembic a relative path
 * counts from the current directory, not from the ini file (hence %(here)s), and "package:sub:dir" names a directory
 * inside a Python package: found when package/sub/dir stands below the current directory, the ini file's, one of
 * prepend_sys_path or one of PYTHONPATH; LB_ERROR_CONFIG when it is in none of them. */
char *lb_settings_resolve_path (const LbSettings *settings, const char *value, GError **error);

/* Where the value of @id comes from, for people: "alembic.ini:12 [alembic] script_location", "environment
 * DATABASE_URL", "command line", "default". @ret_place may be NULL. */
LbOrigin lb_settings_origin (const LbSettings *settings, LbSettingId id, char **ret_place);

/* The database's address: --url, DATABASE_URL, sqlalchemy.url, DB_HOST and its companions, in that order. The
 * placeholder that templates write into sqlalchemy.url counts as not set.
 * NULL with LB_ERROR_CONFIG (file and line, or the variable as context) when none is set or it does not parse. */
LbUrl *lb_settings_url (const LbSettings *settings, GError **error);

/* Any key of the main section, for env.py, templates and hooks; NULL if absent. */
char *lb_settings_main_option (const LbSettings *settings, const char *key, GError **error);

const char *lb_settings_section (const LbSettings *settings);   /* "alembic" */
const LbIni *lb_settings_ini (const LbSettings *settings);      /* NULL if there is none */
const char *lb_settings_ini_path (const LbSettings *settings);  /* absolute: where the ini is, or would be written */
const char *lb_settings_toml_path (const LbSettings *settings); /* the same for pyproject.toml */
gboolean lb_settings_has_toml (const LbSettings *settings);     /* it exists and has [tool.alembic] */
const char *lb_settings_here (const LbSettings *settings);
const char *const *lb_settings_x_args (const LbSettings *settings);

/* One post-write hook: `[post_write_hooks]` of the ini file, else [[tool.alembic.post_write_hooks]]. */
typedef struct {
  char *name;
  GHashTable *options; /* char * -> char *: type, entrypoint, executable, module, options, cwd */
} LbHook;
/* LbHook, in the order to run; the array frees them. A section in the ini file, even an empty one, hides those of
 * pyproject.toml. */
GPtrArray *lb_settings_hooks (const LbSettings *settings, GError **error);

/* One row of `limbeck config`. */
typedef struct {
  const char *section;
  const char *key;
  char *value;  /* masked; NULL not set */
  char *origin; /* "alembic.ini:12", "environment DATABASE_URL", "command line", "default" */
} LbSettingRow;
/* LbSettingRow, in the order of LbSettingId; the array frees them. A value that is not of its type is shown as
 * written; one that cannot be put together (a bare percent sign) is shown as "(invalid)". */
GPtrArray *lb_settings_describe (const LbSettings *settings);

#endif
