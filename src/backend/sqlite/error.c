#include "private.h"

#include "util/error.h"
#include "util/interrupt.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

const LbSqlSyntax *
lb_sqlite_syntax (void)
{
  return lb_dialect_find ("sqlite")->syntax;
}

/* ---- codes: https://www.sqlite.org/rescode.html */

#define CODE(name)                                                                                                     \
  {                                                                                                                    \
    name, #name                                                                                                        \
  }

static const struct {
  int code;
  const char *name;
} codes[] = {
  CODE (SQLITE_ERROR),
  CODE (SQLITE_INTERNAL),
  CODE (SQLITE_PERM),
  CODE (SQLITE_ABORT),
  CODE (SQLITE_BUSY),
  CODE (SQLITE_LOCKED),
  CODE (SQLITE_NOMEM),
  CODE (SQLITE_READONLY),
  CODE (SQLITE_INTERRUPT),
  CODE (SQLITE_IOERR),
  CODE (SQLITE_CORRUPT),
  CODE (SQLITE_NOTFOUND),
  CODE (SQLITE_FULL),
  CODE (SQLITE_CANTOPEN),
  CODE (SQLITE_PROTOCOL),
  CODE (SQLITE_SCHEMA),
  CODE (SQLITE_TOOBIG),
  CODE (SQLITE_CONSTRAINT),
  CODE (SQLITE_MISMATCH),
  CODE (SQLITE_MISUSE),
  CODE (SQLITE_NOLFS),
  CODE (SQLITE_AUTH),
  CODE (SQLITE_RANGE),
  CODE (SQLITE_NOTADB),
  CODE (SQLITE_ERROR_MISSING_COLLSEQ),
  CODE (SQLITE_ERROR_RETRY),
  CODE (SQLITE_ERROR_SNAPSHOT),
  CODE (SQLITE_IOERR_READ),
  CODE (SQLITE_IOERR_SHORT_READ),
  CODE (SQLITE_IOERR_WRITE),
  CODE (SQLITE_IOERR_FSYNC),
  CODE (SQLITE_IOERR_DIR_FSYNC),
  CODE (SQLITE_IOERR_TRUNCATE),
  CODE (SQLITE_IOERR_FSTAT),
  CODE (SQLITE_IOERR_UNLOCK),
  CODE (SQLITE_IOERR_RDLOCK),
  CODE (SQLITE_IOERR_DELETE),
  CODE (SQLITE_IOERR_NOMEM),
  CODE (SQLITE_IOERR_ACCESS),
  CODE (SQLITE_IOERR_CHECKRESERVEDLOCK),
  CODE (SQLITE_IOERR_LOCK),
  CODE (SQLITE_IOERR_CLOSE),
  CODE (SQLITE_IOERR_SHMOPEN),
  CODE (SQLITE_IOERR_SHMSIZE),
  CODE (SQLITE_IOERR_SHMLOCK),
  CODE (SQLITE_IOERR_SHMMAP),
  CODE (SQLITE_IOERR_SEEK),
  CODE (SQLITE_IOERR_DELETE_NOENT),
  CODE (SQLITE_IOERR_MMAP),
  CODE (SQLITE_IOERR_GETTEMPPATH),
  CODE (SQLITE_IOERR_CONVPATH),
  CODE (SQLITE_IOERR_BEGIN_ATOMIC),
  CODE (SQLITE_IOERR_COMMIT_ATOMIC),
  CODE (SQLITE_IOERR_ROLLBACK_ATOMIC),
  CODE (SQLITE_IOERR_DATA),
  CODE (SQLITE_IOERR_CORRUPTFS),
  CODE (SQLITE_LOCKED_SHAREDCACHE),
  CODE (SQLITE_LOCKED_VTAB),
  CODE (SQLITE_BUSY_RECOVERY),
  CODE (SQLITE_BUSY_SNAPSHOT),
  CODE (SQLITE_BUSY_TIMEOUT),
  CODE (SQLITE_CANTOPEN_NOTEMPDIR),
  CODE (SQLITE_CANTOPEN_ISDIR),
  CODE (SQLITE_CANTOPEN_FULLPATH),
  CODE (SQLITE_CANTOPEN_CONVPATH),
  CODE (SQLITE_CANTOPEN_SYMLINK),
  CODE (SQLITE_CORRUPT_VTAB),
  CODE (SQLITE_CORRUPT_SEQUENCE),
  CODE (SQLITE_CORRUPT_INDEX),
  CODE (SQLITE_READONLY_RECOVERY),
  CODE (SQLITE_READONLY_CANTLOCK),
  CODE (SQLITE_READONLY_ROLLBACK),
  CODE (SQLITE_READONLY_DBMOVED),
  CODE (SQLITE_READONLY_CANTINIT),
  CODE (SQLITE_READONLY_DIRECTORY),
  CODE (SQLITE_ABORT_ROLLBACK),
  CODE (SQLITE_CONSTRAINT_CHECK),
  CODE (SQLITE_CONSTRAINT_COMMITHOOK),
  CODE (SQLITE_CONSTRAINT_FOREIGNKEY),
  CODE (SQLITE_CONSTRAINT_FUNCTION),
  CODE (SQLITE_CONSTRAINT_NOTNULL),
  CODE (SQLITE_CONSTRAINT_PRIMARYKEY),
  CODE (SQLITE_CONSTRAINT_TRIGGER),
  CODE (SQLITE_CONSTRAINT_UNIQUE),
  CODE (SQLITE_CONSTRAINT_VTAB),
  CODE (SQLITE_CONSTRAINT_ROWID),
  CODE (SQLITE_CONSTRAINT_PINNED),
#ifdef SQLITE_CONSTRAINT_DATATYPE
  CODE (SQLITE_CONSTRAINT_DATATYPE),
#endif
};

const char *
lb_sqlite_code_name (int code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].code == code)
      return codes[i].name;
  /* one that is newer than this list: its kind */
  return code > 0xff ? lb_sqlite_code_name (code & 0xff) : "SQLITE_ERROR";
}

/* ---- what to do about them */

static const struct {
  int code; /* extended, or plain for all of its kind */
  const char *hint;
} hints[] = {
  { SQLITE_BUSY_SNAPSHOT, "Another process has written since the transaction has read; run it again." },
  { SQLITE_BUSY,
    "Another process is writing to the database file; end it or wait for it, or allow more time: lock_wait (for "
    "the run) and lock_timeout (for one statement) in [limbeck], ?timeout=SECONDS in the URL." },
  { SQLITE_LOCKED, "A statement of this connection still reads the table." },
  { SQLITE_FULL, "The disk is full, or a limit on the size of files is reached; make room." },
  { SQLITE_READONLY_DIRECTORY, "SQLite writes its journal beside the database; let this user write to the directory." },
  { SQLITE_READONLY_DBMOVED, "The database file was moved or deleted while it was open." },
  { SQLITE_READONLY,
    "Let this user write to the database file and to its directory, or look whether the file system or the "
    "URL (mode=ro, immutable) is read-only." },
  { SQLITE_IOERR, "The file system failed; look at the system's log and at the space left." },
  { SQLITE_CORRUPT, "The database file is damaged: try `sqlite3 FILE .recover`, or restore a backup." },
  { SQLITE_NOTADB, "Look whether the path in the URL is right; an encrypted database looks like this as well." },
  { SQLITE_CANTOPEN,
    "SQLite has to open a file beside the database, its journal; let this user write to the directory." },
};

static const char *
hint_for (int code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hints); i++)
    if (hints[i].code == code || hints[i].code == (code & 0xff))
      return hints[i].hint;
  return NULL;
}

/* Of what kind our error is, by the plain code. */
static LbErrorCode
kind_of (int code)
{
  switch (code & 0xff) {
    case SQLITE_BUSY:
      return LB_ERROR_LOCKED;
    case SQLITE_NOTADB:
      return LB_ERROR_CONNECT;
    default:
      return LB_ERROR_DATABASE;
  }
}

/* 1-based place in characters that SQLite's parser points at; 0 unknown. */
static guint
position_of (const LbConnection *connection, const char *sql)
{
#if SQLITE_VERSION_NUMBER >= 3038000
  int offset = sqlite3_error_offset (connection->db);

  if (offset >= 0 && (gsize) offset <= strlen (sql))
    return (guint) g_utf8_strlen (sql, offset) + 1;
#endif
  return 0;
}

/* What ended the statement was not SQLite: a signal or the time limit. NULL if it was. */
static GError *
ended_from_outside (LbConnection *connection, int code)
{
  GError *error = NULL;

  if ((code & 0xff) != SQLITE_INTERRUPT && (code & 0xff) != SQLITE_BUSY)
    return NULL;
  if (connection->timed_out) {
    error = g_error_new (LB_ERROR, LB_ERROR_DATABASE, "the statement took longer than %.1f s",
                         (double) connection->statement_ms / 1000);
    lb_error_set_hint (error, "Allow more time with statement_timeout in [limbeck].");
  } else if (connection->cancelled || (code & 0xff) == SQLITE_INTERRUPT) {
    connection->cancelled = 0;
    if (lb_interrupt_check (&error))
      error = g_error_new (LB_ERROR, LB_ERROR_INTERRUPTED, "interrupted");
  }
  return error;
}

static GError *
error_of_code (const LbConnection *connection, int code)
{
  const char *message = sqlite3_errmsg (connection->db);
  const char *hint = hint_for (code);
  GError *error;

  /* what is wrong with the file says which file */
  if (hint)
    error = g_error_new (LB_ERROR, (int) kind_of (code), "%s: %s", connection->path, message);
  else
    error = g_error_new_literal (LB_ERROR, (int) kind_of (code), message);
  if (hint)
    lb_error_set_hint (error, "%s", hint);
  return error;
}

GError *
lb_sqlite_error_new (LbConnection *connection, int code, const LbStatement *statement, const char *sql)
{
  guint position = position_of (connection, sql);
  GError *error = ended_from_outside (connection, code);

  if (!error)
    error = error_of_code (connection, code);
  lb_error_set_sqlstate (error, lb_sqlite_code_name (code));
  lb_error_set_statement (error, sql, position);
  if (statement && statement->file)
    lb_error_set_place (error, statement->file, statement->line);
  return error;
}

/* ---- a file that cannot be opened */

/* SQLite only says "unable to open database file"; what the file system says is better. */
GError *
lb_sqlite_open_error_new (const char *path, int code, const char *message)
{
  int system = errno;
  g_autofree char *dir = g_path_get_dirname (path);
  GError *error;

  if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
    error = g_error_new (LB_ERROR, LB_ERROR_CONNECT, "cannot open the database %s: it is a directory", path);
    lb_error_set_hint (error, "Give the path of a file in the database URL.");
  } else if (!g_file_test (dir, G_FILE_TEST_IS_DIR)) {
    error
        = g_error_new (LB_ERROR, LB_ERROR_CONNECT, "cannot open the database %s: there is no directory %s", path, dir);
    lb_error_set_hint (error,
                       "Create the directory (mkdir -p %s), or look at the path in the database URL; a relative one "
                       "counts from the current directory.",
                       dir);
  } else {
    /* after a file that cannot be created, SQLite tries to read it, and that error remains */
    if (system == ENOENT && access (dir, W_OK) < 0)
      system = errno;
    error = g_error_new (LB_ERROR, LB_ERROR_CONNECT, "cannot open the database %s: %s", path,
                         system ? g_strerror (system) : message);
    if (system == EACCES)
      lb_error_set_hint (error, "Let this user read and write the file and its directory.");
  }
  lb_error_set_sqlstate (error, lb_sqlite_code_name (code));
  return error;
}
