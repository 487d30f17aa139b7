#include "private.h"

#include "util/error.h"

#include <errno.h>
#include <string.h>

/* Parameters of a URL by what is done with them. */
typedef enum {
  PARAMETER_OF_URI,    /* SQLite's own, for file: addresses */
  PARAMETER_URI,       /* whether the database is such an address */
  PARAMETER_TIMEOUT,   /* seconds to wait for locks, as of Python's sqlite3 */
  PARAMETER_OF_PYTHON, /* of Python's drivers; means nothing here */
} ParameterKind;

static const struct {
  const char *key;
  ParameterKind kind;
} known_parameters[] = {
  { "mode", PARAMETER_OF_URI },
  { "cache", PARAMETER_OF_URI },
  { "immutable", PARAMETER_OF_URI },
  { "nolock", PARAMETER_OF_URI },
  { "psow", PARAMETER_OF_URI },
  { "modeof", PARAMETER_OF_URI },
  { "vfs", PARAMETER_OF_URI },
  { "uri", PARAMETER_URI },
  { "timeout", PARAMETER_TIMEOUT },
  { "autocommit", PARAMETER_OF_PYTHON },
  { "cached_statements", PARAMETER_OF_PYTHON },
  { "check_same_thread", PARAMETER_OF_PYTHON },
  { "detect_types", PARAMETER_OF_PYTHON },
  { "isolation_level", PARAMETER_OF_PYTHON },
  { "iter_chunk_size", PARAMETER_OF_PYTHON }, /* aiosqlite */
  { "native_datetime", PARAMETER_OF_PYTHON },
};

enum {
  DEFAULT_BUSY_MS = 5000 /* Python's sqlite3: timeout=5.0 */
};

/* What a URL asks for. */
typedef struct {
  char *name; /* as sqlite3_open wants it */
  gboolean uri;
  gint64 busy_ms; /* 0: not said */
} Target;

static void
target_clear (Target *target)
{
  g_free (target->name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

static gboolean
kind_of (const char *key, ParameterKind *ret_kind, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_parameters); i++) {
    if (strcmp (known_parameters[i].key, key) == 0) {
      *ret_kind = known_parameters[i].kind;
      return TRUE;
    }
  }
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "unknown parameter '%s' in the database URL", key);
  if (error)
    lb_error_set_hint (*error, "SQLite knows mode, cache and immutable (with uri=true and a file: path), and timeout.");
  return FALSE;
}

static gboolean
is_true (const char *value)
{
  static const char *const words[] = { "true", "1", "yes", "on", NULL };

  for (const char *const *word = words; *word; word++)
    if (g_ascii_strcasecmp (value, *word) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
read_timeout (const char *value, gint64 *ret_ms, GError **error)
{
  char *end;
  double seconds = g_ascii_strtod (value, &end);

  if (end != value && !*end && seconds >= 0 && seconds <= G_MAXINT32) {
    *ret_ms = (gint64) (seconds * 1000);
    return TRUE;
  }
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "timeout=%s in the database URL is no number of seconds", value);
  return FALSE;
}

/* Sort the parameters; those of SQLite's own addresses are written behind the name again. */
static gboolean
read_parameters (const LbUrl *url, Target *target, GString *query, GError **error)
{
  for (guint i = 0; i < url->parameters->len; i++) {
    const LbUrlParameter *parameter = g_ptr_array_index (url->parameters, i);
    g_autofree char *value = g_uri_escape_string (parameter->value, NULL, FALSE);
    ParameterKind kind;

    if (!kind_of (parameter->key, &kind, error))
      return FALSE;
    if (kind == PARAMETER_OF_URI)
      g_string_append_printf (query, "%c%s=%s", query->len ? '&' : '?', parameter->key, value);
    else if (kind == PARAMETER_URI)
      target->uri = is_true (parameter->value);
    else if (kind == PARAMETER_TIMEOUT && !read_timeout (parameter->value, &target->busy_ms, error))
      return FALSE;
  }
  if (query->len == 0 || target->uri)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "%.*s in the database URL needs uri=true",
               (int) strcspn (query->str + 1, "="), query->str + 1);
  if (error)
    lb_error_set_hint (*error, "Write it as sqlite:///file:PATH%s&uri=true.", query->str);
  return FALSE;
}

static gboolean
read_url (const LbUrl *url, Target *target, GError **error)
{
  g_autoptr (GString) query = g_string_new (NULL);
  gboolean memory = !url->database || !*url->database;

  if (!read_parameters (url, target, query, error))
    return FALSE;
  target->name = g_strconcat (memory ? ":memory:" : url->database, target->uri ? query->str : "", NULL);
  return TRUE;
}

/* The path of a file that is to be opened for reading and is not there, in a directory that is: an empty database. */
static gboolean
is_missing (const char *name, gboolean uri)
{
  g_autofree char *path = NULL;
  g_autofree char *dir = NULL;

  if (uri && g_str_has_prefix (name, "file:")) {
    g_autofree char *encoded = g_strndup (name, strcspn (name, "?#"));
    const char *start = encoded + strlen ("file:");

    /* file:///path and file://localhost/path have an authority */
    if (g_str_has_prefix (start, "//"))
      start = strchr (start + 2, '/');
    path = start ? g_uri_unescape_string (start, NULL) : NULL;
  } else {
    path = g_strdup (name);
  }
  dir = path ? g_path_get_dirname (path) : NULL;
  return path && !g_file_test (path, G_FILE_TEST_EXISTS) && g_file_test (dir, G_FILE_TEST_IS_DIR);
}

/* Nobody asks SQLite how much memory it has; not counting saves it a mutex around each allocation, a twentieth of the
 * time of a run of DDL. Refused, and no harm, once SQLite is in use. */
static void
leave_memory_uncounted (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
    g_once_init_leave (&once, 1);
  }
}

static gboolean
open_database (LbConnection *connection, const Target *target, gboolean read_only, GError **error)
{
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (read_only ? 0 : SQLITE_OPEN_CREATE)
              | (target->uri ? SQLITE_OPEN_URI : 0);
  int code;

  leave_memory_uncounted ();
  code = sqlite3_open_v2 (target->name, &connection->db, flags, NULL);
  if (code == SQLITE_CANTOPEN && read_only && is_missing (target->name, target->uri)) {
    sqlite3_close (connection->db);
    code = sqlite3_open_v2 (":memory:", &connection->db, flags, NULL);
  }
  if (code != SQLITE_OK) {
    int system = connection->db ? sqlite3_system_errno (connection->db) : ENOMEM;

    errno = system;
    g_propagate_error (error, lb_sqlite_open_error_new (target->name, code, sqlite3_errmsg (connection->db)));
    return FALSE;
  }
  sqlite3_extended_result_codes (connection->db, TRUE);
  return TRUE;
}

LbConnection *
lb_sqlite_open (const LbUrl *url, const LbConnectOptions *options, GError **error)
{
  g_auto (Target)
    target = { 0 };
  LbConnection *connection;

  if (!read_url (url, &target, error))
    return NULL;
  connection = g_new0 (LbConnection, 1);
  connection->lock_fd = -1;
  connection->path = g_strdup (target.name);
  connection->log = options->log;
  connection->echo = options->echo;
  connection->statement_ms = options->statement_timeout_ms;
  connection->busy_ms = options->lock_timeout_ms ? options->lock_timeout_ms
                        : target.busy_ms         ? target.busy_ms
                                                 : DEFAULT_BUSY_MS;
  lb_sqlite_lock_opened ();
  if (!open_database (connection, &target, options->read_only, error)) {
    lb_sqlite_close (connection);
    return NULL;
  }
  lb_sqlite_watch (connection);
  return connection;
}

void
lb_sqlite_close (LbConnection *connection)
{
  int fd = connection->lock_fd;

  if (connection->db) {
    lb_sqlite_rollback (connection);
    lb_sqlite_delete_journal (connection);
  }
  sqlite3_close (connection->db);
  lb_sqlite_lock_closed (fd); /* only after the line above: see lock.c */
  g_free (connection->path);
  g_free (connection->lock_held);
  g_free (connection->data_version);
  g_free (connection);
}
