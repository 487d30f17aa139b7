#include "settings.h"

#define VARIABLES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const char *const transaction_choices[] = { "auto", "revision", "run", NULL };
static const char *const format_choices[] = { "sql", "py", NULL };

/* clang-format off */
static const LbSettingInfo table[LB_N_SETTINGS] = {
  [LB_SETTING_SCRIPT_LOCATION] = { "alembic", "script_location", LB_TYPE_STRING,
    .summary = "directory of the revision scripts" },
  [LB_SETTING_FILE_TEMPLATE] = { "alembic", "file_template", LB_TYPE_STRING, .fallback = "%(rev)s_%(slug)s",
    .summary = "name of a new revision file, without its ending" },
  [LB_SETTING_PREPEND_SYS_PATH] = { "alembic", "prepend_sys_path", LB_TYPE_LIST,
    .summary = "directories where Python looks first" },
  [LB_SETTING_TIMEZONE] = { "alembic", "timezone", LB_TYPE_STRING,
    .summary = "time zone of dates in new revisions; empty: local time" },
  [LB_SETTING_TRUNCATE_SLUG_LENGTH] = { "alembic", "truncate_slug_length", LB_TYPE_INTEGER, .fallback = "40",
    .summary = "longest slug in a file name, in characters" },
  [LB_SETTING_REVISION_ENVIRONMENT] = { "alembic", "revision_environment", LB_TYPE_BOOLEAN, .fallback = "false",
    .summary = "run env.py also for revision, merge and history" },
  [LB_SETTING_SOURCELESS] = { "alembic", "sourceless", LB_TYPE_EXACT_TRUE, .fallback = "false",
    .summary = "accept compiled revisions without their source" },
  [LB_SETTING_VERSION_LOCATIONS] = { "alembic", "version_locations", LB_TYPE_LIST,
    .summary = "directories of revision files; empty: versions/ in script_location" },
  [LB_SETTING_PATH_SEPARATOR] = { "alembic", "path_separator", LB_TYPE_STRING,
    .summary = "what separates the items of a list: os, space, newline, : or ;" },
  [LB_SETTING_RECURSIVE_VERSION_LOCATIONS] = { "alembic", "recursive_version_locations", LB_TYPE_EXACT_TRUE,
    .fallback = "false", .summary = "look for revisions in sub-directories too" },
  [LB_SETTING_OUTPUT_ENCODING] = { "alembic", "output_encoding", LB_TYPE_STRING, .fallback = "utf-8",
    .summary = "encoding of new revision files" },
  [LB_SETTING_URL] = { "alembic", "sqlalchemy.url", LB_TYPE_URL, VARIABLES ("DATABASE_URL"),
    .summary = "address of the database" },
  [LB_SETTING_DATABASES] = { "alembic", "databases", LB_TYPE_STRING,
    .summary = "names of several databases, each a section with its own sqlalchemy.url" },
  [LB_SETTING_TRANSACTION] = { "limbeck", "transaction", LB_TYPE_CHOICE, VARIABLES ("LIMBECK_TRANSACTION"),
    transaction_choices, "auto", "one transaction per revision, or one around the run" },
  [LB_SETTING_LOCK_WAIT] = { "limbeck", "lock_wait", LB_TYPE_DURATION, VARIABLES ("LIMBECK_LOCK_WAIT"),
    .fallback = "10min", .summary = "how long to wait for another run to end" },
  [LB_SETTING_LOCK_TIMEOUT] = { "limbeck", "lock_timeout", LB_TYPE_DURATION, VARIABLES ("LIMBECK_LOCK_TIMEOUT"),
    .fallback = "0", .summary = "how long a statement may wait for locks; 0: as the server is set" },
  [LB_SETTING_STATEMENT_TIMEOUT] = { "limbeck", "statement_timeout", LB_TYPE_DURATION,
    VARIABLES ("LIMBECK_STATEMENT_TIMEOUT", "DB_MIGRATION_TIMEOUT"), .fallback = "0",
    .summary = "how long a statement may take; 0: as the server is set" },
  [LB_SETTING_CONNECT_TIMEOUT] = { "limbeck", "connect_timeout", LB_TYPE_DURATION,
    VARIABLES ("LIMBECK_CONNECT_TIMEOUT"), .fallback = "10s", .summary = "how long connecting may take" },
  [LB_SETTING_VERSION_TABLE] = { "limbeck", "version_table", LB_TYPE_STRING, VARIABLES ("LIMBECK_VERSION_TABLE"),
    .fallback = "alembic_version", .summary = "table that holds the revisions the database is at" },
  [LB_SETTING_VERSION_TABLE_SCHEMA] = { "limbeck", "version_table_schema", LB_TYPE_STRING,
    VARIABLES ("LIMBECK_VERSION_TABLE_SCHEMA"), .summary = "schema of that table; empty: the connection's default" },
  [LB_SETTING_VERSION_TABLE_PK] = { "limbeck", "version_table_pk", LB_TYPE_BOOLEAN,
    VARIABLES ("LIMBECK_VERSION_TABLE_PK"), .fallback = "true", .summary = "create that table with a primary key" },
  [LB_SETTING_REVISION_FORMAT] = { "limbeck", "revision_format", LB_TYPE_CHOICE, VARIABLES ("LIMBECK_REVISION_FORMAT"),
    format_choices, .summary = "format of new revisions; empty: as those in the directory" },
  [LB_SETTING_PYTHON] = { "limbeck", "python", LB_TYPE_STRING, VARIABLES ("LIMBECK_PYTHON"),
    .summary = "interpreter for Python revisions" },
  [LB_SETTING_ECHO] = { "limbeck", "echo", LB_TYPE_BOOLEAN, VARIABLES ("LIMBECK_ECHO", "DB_ECHO_SQL"),
    .fallback = "false", .summary = "show every statement" },
  [LB_SETTING_POOL_SIZE] = { "limbeck", "pool_size", LB_TYPE_INTEGER, VARIABLES ("LIMBECK_POOL_SIZE", "DB_POOL_SIZE"),
    .summary = "accepted and without effect: a run has one connection" },
  [LB_SETTING_MAX_OVERFLOW] = { "limbeck", "max_overflow", LB_TYPE_INTEGER,
    VARIABLES ("LIMBECK_MAX_OVERFLOW", "DB_MAX_OVERFLOW"),
    .summary = "accepted and without effect: a run has one connection" },
  [LB_SETTING_POOL_TIMEOUT] = { "limbeck", "pool_timeout", LB_TYPE_INTEGER,
    VARIABLES ("LIMBECK_POOL_TIMEOUT", "DB_POOL_TIMEOUT"),
    .summary = "accepted and without effect: a run has one connection" },
};
/* clang-format on */

const LbSettingInfo *
lb_setting_info (LbSettingId id)
{
  return &table[id];
}
