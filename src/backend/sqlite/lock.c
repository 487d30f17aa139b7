/* The run's lock. SQLite's own write lock lasts for one transaction, and a run has several; so the run holds a lock of
 * its own on the database file: one byte, far beyond what SQLite looks at.
 *
 * It is a lock of the open file description (F_OFD_SETLK, see fcntl(2)), not of the process: it vanishes with the
 * process, it leaves no file behind, and, unlike SQLite's POSIX locks, it is not dropped when another descriptor of the
 * file is closed. The other way round that hazard is ours: closing *any* descriptor of a file drops all POSIX locks
 * that the process has on it, those of an open sqlite3 included. So descriptors are kept until the last connection of
 * the process is closed.
 *
 * SQLite locks the 512 bytes from 0x40000000 on (os_unix.c, "PENDING_BYTE"); ours is one of the million from 2^62 on,
 * chosen by the hash of the version table's name, so that projects that share a file do not wait for each other.
 *
 * File systems that have no such locks leave the run without one: each transaction still takes SQLite's write lock, and
 * the version rows are read again inside it. */
#include "private.h"

#include "util/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define LOCK_BASE ((off_t) 1 << 62)

enum { LOCK_SLOTS = 1 << 20 };

static guint n_open; /* connections of this process */
static GArray *kept; /* int: descriptors to close when there are none any more */

void
lb_sqlite_lock_opened (void)
{
  n_open++;
}

void
lb_sqlite_lock_closed (int fd)
{
  if (!kept)
    kept = g_array_new (FALSE, FALSE, sizeof (int));
  if (fd >= 0) {
    struct flock all = { .l_type = F_UNLCK, .l_whence = SEEK_SET };

    fcntl (fd, F_OFD_SETLK, &all);
    g_array_append_val (kept, fd);
  }
  if (--n_open > 0)
    return;
  for (guint i = 0; i < kept->len; i++)
    close (g_array_index (kept, int, i));
  g_array_set_size (kept, 0);
}

/* FNV-1a, 64 bits: nobody need be kept from finding two names that meet. */
static off_t
offset_of (const char *name)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (; *name; name++)
    hash = (hash ^ (guint8) *name) * G_GUINT64_CONSTANT (1099511628211);
  return LOCK_BASE + (off_t) (hash % LOCK_SLOTS);
}

static int
set_lock (int fd, short type, const char *name)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = offset_of (name), .l_len = 1 };

  return fcntl (fd, F_OFD_SETLK, &lock) == 0 ? 0 : errno;
}

gboolean
lb_sqlite_try_lock (LbConnection *connection, const char *name, gboolean *ret_held, GError **error)
{
  const char *file = sqlite3_db_filename (connection->db, "main");
  int failure = 0;

  *ret_held = TRUE;
  if (connection->lock_held && strcmp (connection->lock_held, name) == 0)
    return TRUE;
  /* a database in memory is nobody else's; one that cannot be written to gives its own error at the first write */
  if (!file || !*file || sqlite3_db_readonly (connection->db, "main") == 1)
    return TRUE;
  if (connection->lock_fd < 0)
    connection->lock_fd = open (file, O_RDWR | O_CLOEXEC);
  if (connection->lock_fd >= 0)
    failure = set_lock (connection->lock_fd, F_WRLCK, name);
  if (failure == EAGAIN || failure == EACCES) {
    *ret_held = FALSE;
    return TRUE;
  }
  if (connection->lock_fd < 0 || failure)
    lb_log (connection->log, LB_LOG_DEBUG, "limbeck", "no lock for the whole run on %s: %s", file,
            g_strerror (failure ? failure : errno));
  g_free (connection->lock_held);
  connection->lock_held = g_strdup (name);
  return TRUE;
}

void
lb_sqlite_unlock (LbConnection *connection, const char *name)
{
  if (g_strcmp0 (connection->lock_held, name) != 0)
    return;
  g_clear_pointer (&connection->lock_held, g_free);
  if (connection->lock_fd >= 0)
    set_lock (connection->lock_fd, F_UNLCK, name);
}

char *
lb_sqlite_lock_holder (LbConnection *connection, const char *name)
{
  return NULL; /* the system does not say who holds a lock of this kind: l_pid is -1 */
}
