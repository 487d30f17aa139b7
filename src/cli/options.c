#include "cli.h"

static const char *const when[] = { "auto", "always", "never", NULL };
static const char *const transactions[] = { "auto", "revision", "run", NULL };

const LbOption lb_global_options[] = {
  { "help", 'h', LB_OPTION_FLAG, .help = "show this help and exit" },
  { "version", .help = "show the version and exit" },
  { "config", 'c', LB_OPTION_LIST, "FILE", .complete = LB_COMPLETE_FILE,
    .help = "configuration file, an ini file or pyproject.toml; both may be given; default: $ALEMBIC_CONFIG, else "
            "alembic.ini" },
  { "name", 'n', LB_OPTION_VALUE, "SECTION", .help = "section of the ini file to use; default: alembic" },
  { NULL, 'x', LB_OPTION_LIST, "ARG", .help = "argument for env.py; may be repeated" },
  { "raiseerr", .help = "tell the kind of an error too" },
  { "quiet", 'q', .help = "print no status lines and no results; errors still come, on stderr" },
  { "verbose", 'v', .extra = TRUE, .help = "tell more: also the notices of the database server" },
  { "color", 0, LB_OPTION_VALUE, "WHEN", .choices = when, .complete = LB_COMPLETE_CHOICE, .extra = TRUE,
    .help = "use colours: auto (on a terminal, unless NO_COLOR is set), always or never" },
  { NULL },
};

static const LbOption database_options[] = {
  { "url", 0, LB_OPTION_VALUE, "URL", .setting = LB_SETTING_URL, .extra = TRUE,
    .help = "the database, such as sqlite:///app.db or postgresql://user@host/name; goes before DATABASE_URL and "
            "sqlalchemy.url" },
  { "version-table", 0, LB_OPTION_VALUE, "NAME", .setting = LB_SETTING_VERSION_TABLE, .extra = TRUE,
    .help = "name of the version table; default: alembic_version" },
  { "version-table-schema", 0, LB_OPTION_VALUE, "NAME", .setting = LB_SETTING_VERSION_TABLE_SCHEMA, .extra = TRUE,
    .help = "schema of the version table" },
  { NULL },
};

static const LbOption run_options[] = {
  { "transaction", 0, LB_OPTION_VALUE, "MODE", .setting = LB_SETTING_TRANSACTION, .choices = transactions,
    .complete = LB_COMPLETE_CHOICE, .extra = TRUE,
    .help = "one transaction per revision, or one around the whole run" },
  { "lock-wait", 0, LB_OPTION_VALUE, "TIME", .setting = LB_SETTING_LOCK_WAIT, .extra = TRUE,
    .help = "how long to wait while another run holds the lock: 30s, 10min, 0, forever" },
  { "lock-timeout", 0, LB_OPTION_VALUE, "TIME", .setting = LB_SETTING_LOCK_TIMEOUT, .extra = TRUE,
    .help = "how long one statement may wait for locks of the database" },
  { "statement-timeout", 0, LB_OPTION_VALUE, "TIME", .setting = LB_SETTING_STATEMENT_TIMEOUT, .extra = TRUE,
    .help = "how long one statement may take" },
  { NULL },
};

const LbOptionGroup lb_group_database = { "connection options", database_options };
const LbOptionGroup lb_group_run = { "options of the run", run_options };
