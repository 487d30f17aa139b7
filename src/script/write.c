#include "write.h"

#include "util/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (const char *what, const char *path, int number, GError **error)
{
  g_set_error (error, LB_ERROR, LB_ERROR_IO, "cannot %s '%s': %s", what, path, g_strerror (number));
  return FALSE;
}

gboolean
lb_make_directories (const char *directory, GPtrArray *made, GError **error)
{
  g_autofree char *parent = NULL;
  struct stat status;

  if (stat (directory, &status) == 0) {
    if (S_ISDIR (status.st_mode))
      return TRUE;
    return fail ("create directory", directory, ENOTDIR, error);
  }
  if (errno != ENOENT)
    return fail ("create directory", directory, errno, error);
  parent = g_path_get_dirname (directory);
  if (strcmp (parent, directory) != 0 && !lb_make_directories (parent, made, error))
    return FALSE;
  if (mkdir (directory, 0777) == 0) {
    if (made)
      g_ptr_array_add (made, g_strdup (directory));
    return TRUE;
  }
  if (errno == EEXIST && stat (directory, &status) == 0 && S_ISDIR (status.st_mode))
    return TRUE; /* somebody else was faster */
  return fail ("create directory", directory, errno, error);
}

static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0) {
    gssize n = write (fd, text, length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    text += n;
    length -= (gsize) n;
  }
  return TRUE;
}

/* Fill @fd with @text and see it to the disk; it is closed in any case. The reason of a failure is in errno. */
static gboolean
fill (int fd, const char *text, gsize length)
{
  gboolean ok = write_all (fd, text, length) && (fsync (fd) == 0 || errno == EINVAL || errno == ENOTSUP);
  int number = errno;

  if (close (fd) != 0 && ok) {
    number = errno;
    ok = FALSE;
  }
  errno = number;
  return ok;
}

/* Where there are no hard links: create the file under its name, which still fails if the name is taken. */
static gboolean
write_in_place (const char *path, const char *text, gsize length, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  int number;

  if (fd < 0)
    return fail ("write", path, errno, error);
  if (fill (fd, text, length))
    return TRUE;
  number = errno;
  g_unlink (path);
  return fail ("write", path, number, error);
}

/* The directory too, so that the name survives a crash; where that is not possible nothing is lost but this care. */
static void
sync_directory (const char *directory)
{
  int fd = g_open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd >= 0) {
    fsync (fd);
    close (fd);
  }
}

static gboolean
write_beside (const char *directory, const char *path, const char *text, gsize length, GError **error)
{
  /* ".#" is a prefix that no reader of version directories takes for a script */
  g_autofree char *pattern = g_strdup_printf ("%s/.#limbeck-XXXXXX", directory);
  int fd = g_mkstemp_full (pattern, O_WRONLY | O_CLOEXEC, 0666);
  int number;

  if (fd < 0)
    return fail ("write", path, errno, error);
  if (!fill (fd, text, length)) {
    number = errno;
    g_unlink (pattern);
    return fail ("write", path, number, error);
  }
  number = link (pattern, path) == 0 ? 0 : errno;
  g_unlink (pattern);
  if (number == EPERM || number == ENOTSUP || number == ENOSYS || number == EMLINK)
    return write_in_place (path, text, length, error);
  if (number != 0)
    return fail ("write", path, number, error);
  sync_directory (directory);
  return TRUE;
}

gboolean
lb_write_new_file (const char *path, const char *text, gsize length, GError **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *directory = g_path_get_dirname (path);

  if (lb_make_directories (directory, made, error) && write_beside (directory, path, text, length, error))
    return TRUE;
  for (guint i = made->len; i-- > 0;)
    g_rmdir (made->pdata[i]);
  return FALSE;
}
