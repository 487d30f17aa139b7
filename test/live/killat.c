/* Preloaded by the kill test: counts the calls by which a program touches its database, and kills the program with
 * SIGKILL just before call number KILL_AT. Between two such calls nothing reaches the database, so counting up from 1
 * passes every boundary between statements, and also those inside of a commit.
 *
 * Counted: running and stepping a SQLite statement, writing to its files, syncing and removing them; sending to and
 * receiving from a server's socket. KILL_COUNT names a file that gets the number of calls of a run that was not killed.
 *
 * KILL_HOST_AT does the same to the process that runs Python revisions: there it is the messages that are counted, each
 * piece that is read from the conversation with the engine or written to it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

static long calls;

static void
count (void)
{
  const char *at = getenv ("KILL_AT");

  calls++;
  if (at && calls == atol (at))
    kill (getpid (), SIGKILL);
}

__attribute__ ((destructor)) static void
report (void)
{
  const char *path = getenv ("KILL_COUNT");
  FILE *file = path ? fopen (path, "w") : NULL;

  if (!file)
    return;
  fprintf (file, "%ld\n", calls);
  fclose (file);
}

/* The function behind ours: the next in the global scope, or that of a library which a driver module brought in for
 * itself. */
static void *
behind (const char *name)
{
  void *found = dlsym (RTLD_NEXT, name);

  if (!found)
    found = dlsym (dlopen ("libsqlite3.so.0", RTLD_LAZY | RTLD_NOLOAD), name);
  if (!found)
    abort ();
  return found;
}

#define REAL(type, name, ...)                                                                                          \
  static type (*real) (__VA_ARGS__);                                                                                   \
  if (!real)                                                                                                           \
  real = (type (*) (__VA_ARGS__)) behind (#name)

/* A pair has no address: it is the conversation between the engine and the process that runs scripts. */
static int
is_server (int fd)
{
  struct sockaddr_storage peer;
  socklen_t length = sizeof peer;

  return getpeername (fd, (struct sockaddr *) &peer, &length) == 0
         && (peer.ss_family != AF_UNIX || length > sizeof peer.ss_family);
}

static void
count_message (int fd)
{
  static long messages;
  const char *at = getenv ("KILL_HOST_AT");
  const char *own = getenv ("LIMBECK_HOST_FD");

  if (!at || !own || fd != atoi (own))
    return;
  messages++;
  if (messages == atol (at))
    kill (getpid (), SIGKILL);
}

ssize_t
pwrite64 (int fd, const void *data, size_t size, off64_t offset)
{
  REAL (ssize_t, pwrite64, int, const void *, size_t, off64_t);
  count ();
  return real (fd, data, size, offset);
}

ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  REAL (ssize_t, pwrite, int, const void *, size_t, off_t);
  count ();
  return real (fd, data, size, offset);
}

int
fsync (int fd)
{
  REAL (int, fsync, int);
  count ();
  return real (fd);
}

int
fdatasync (int fd)
{
  REAL (int, fdatasync, int);
  count ();
  return real (fd);
}

int
ftruncate64 (int fd, off64_t length)
{
  REAL (int, ftruncate64, int, off64_t);
  count ();
  return real (fd, length);
}

int
unlink (const char *path)
{
  REAL (int, unlink, const char *);
  count ();
  return real (path);
}

int
sqlite3_step (void *statement)
{
  REAL (int, sqlite3_step, void *);
  count ();
  return real (statement);
}

int
sqlite3_exec (void *database, const char *sql, int (*callback) (void *, int, char **, char **), void *data,
              char **message)
{
  REAL (int, sqlite3_exec, void *, const char *, int (*) (void *, int, char **, char **), void *, char **);
  count ();
  return real (database, sql, callback, data, message);
}

ssize_t
send (int fd, const void *data, size_t size, int flags)
{
  REAL (ssize_t, send, int, const void *, size_t, int);
  if (is_server (fd))
    count ();
  return real (fd, data, size, flags);
}

ssize_t
recv (int fd, void *data, size_t size, int flags)
{
  REAL (ssize_t, recv, int, void *, size_t, int);
  if (is_server (fd))
    count ();
  return real (fd, data, size, flags);
}

ssize_t
write (int fd, const void *data, size_t size)
{
  REAL (ssize_t, write, int, const void *, size_t);
  if (is_server (fd))
    count ();
  count_message (fd);
  return real (fd, data, size);
}

ssize_t
read (int fd, void *data, size_t size)
{
  REAL (ssize_t, read, int, void *, size_t);
  count_message (fd);
  return real (fd, data, size);
}
