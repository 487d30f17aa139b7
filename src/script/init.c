#include "init.h"

#include "util/error.h"
#include "util/paths.h"
#include "util/suggest.h"
#include "write.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PLACEHOLDER "@script_location@"

static void
template_free (gpointer data)
{
  LbTemplate *template = data;

  g_free (template->name);
  g_free (template->synopsis);
  g_free (template);
}

static gint
compare_templates (gconstpointer a, gconstpointer b)
{
  const char *first = (*(LbTemplate *const *) a)->name;
  const char *second = (*(LbTemplate *const *) b)->name;
  gboolean first_is_generic = strcmp (first, "generic") == 0;

  if (first_is_generic != (strcmp (second, "generic") == 0))
    return first_is_generic ? -1 : 1;
  return strcmp (first, second);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names in @directory, sorted; hidden ones are left out. */
static GPtrArray *
list_directory (const char *directory, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  GPtrArray *names;
  const char *name;

  if (!dir) {
    g_set_error (error, LB_ERROR, LB_ERROR_IO, "cannot read directory '%s': %s", directory, g_strerror (errno));
    return NULL;
  }
  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)))
    if (*name != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

GPtrArray *
lb_templates (GError **error)
{
  const char *directory = lb_path_templates ();
  g_autoptr (GPtrArray) names = list_directory (directory, error);
  GPtrArray *templates;

  if (!names)
    return NULL;
  templates = g_ptr_array_new_with_free_func (template_free);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *readme = g_build_filename (directory, names->pdata[i], "README", NULL);
    g_autofree char *text = NULL;

    if (g_file_get_contents (readme, &text, NULL, NULL)) {
      LbTemplate *template = g_new0 (LbTemplate, 1);

      text[strcspn (text, "\r\n")] = '\0';
      template->name = g_strdup (names->pdata[i]);
      template->synopsis = g_strdup (g_strchomp (text));
      g_ptr_array_add (templates, template);
    }
  }
  g_ptr_array_sort (templates, compare_templates);
  return templates;
}

/* An init under way. */
typedef struct {
  const LbSettings *settings;
  const char *typed; /* the directory as typed */
  char *directory;   /* ... and absolute */
  char *template;    /* directory of the template */
  GPtrArray *made;   /* char *: what exists now and did not before */
  gboolean has_toml; /* the template has a pyproject.toml */
  LbInitAnnounce announce;
  gpointer data;
} Init;

static void
init_clear (Init *init)
{
  g_free (init->directory);
  g_free (init->template);
  g_ptr_array_unref (init->made);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Init, init_clear)

static void announce (const Init *init, gboolean done, gboolean note, const char *format, ...) G_GNUC_PRINTF (4, 5);

static void
announce (const Init *init, gboolean done, gboolean note, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  if (init->announce)
    init->announce (text, done, note, init->data);
}

static gboolean
find_template (Init *init, const char *name, GError **error)
{
  g_autoptr (GPtrArray) templates = lb_templates (error);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *near;

  if (!templates)
    return FALSE;
  init->template = g_build_filename (lb_path_templates (), name, NULL);
  for (guint i = 0; i < templates->len; i++) {
    const LbTemplate *template = templates->pdata[i];

    if (strcmp (template->name, name) == 0)
      return TRUE;
    g_ptr_array_add (names, template->name);
  }
  g_ptr_array_add (names, NULL);
  near = lb_suggest (name, (const char *const *) names->pdata);
  g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "No such template %s", init->template);
  if (error && near) {
    lb_error_set_hint (*error, "Did you mean '%s'?", near);
  } else if (error) {
    g_autofree char *list = g_strjoinv (", ", (char **) names->pdata);

    lb_error_set_hint (*error, "Templates are %s.", list);
  }
  return FALSE;
}

/* The directory may exist if nothing is in it. */
static gboolean
check_directory (const Init *init, GError **error)
{
  g_autoptr (GDir) dir = NULL;

  if (!*init->typed || strpbrk (init->typed, "\r\n")) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_USAGE, "the name of the directory is empty or has a line break");
    return FALSE;
  }
  if (!g_file_test (init->directory, G_FILE_TEST_EXISTS))
    return TRUE;
  dir = g_dir_open (init->directory, 0, NULL);
  if (dir && !g_dir_read_name (dir))
    return TRUE;
  if (!dir)
    g_set_error (error, LB_ERROR, LB_ERROR_IO, "'%s' is no directory that can be read", init->typed);
  else
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "Directory %s already exists and is not empty", init->typed);
  return FALSE;
}

static gboolean
make_directory (const Init *init, const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  announce (init, FALSE, FALSE, "Creating directory %s", path);
  if (!lb_make_directories (path, init->made, error))
    return FALSE;
  announce (init, TRUE, FALSE, "Creating directory %s", path);
  return TRUE;
}

static gboolean
write_file (const Init *init, const char *action, const char *path, const char *text, gsize length, GError **error)
{
  announce (init, FALSE, FALSE, "%s %s", action, path);
  if (!lb_write_new_file (path, text, length, error))
    return FALSE;
  g_ptr_array_add (init->made, g_strdup (path));
  announce (init, TRUE, FALSE, "%s %s", action, path);
  return TRUE;
}

/* @path as seen from the directory @from, both absolute: "../x/y", "" for the same. */
static char *
relative_path (const char *path, const char *from)
{
  g_auto (GStrv)
    to = g_strsplit (path + 1, "/", -1);
  g_auto (GStrv)
    base = g_strsplit (from + 1, "/", -1);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  guint same = 0;

  while (to[same] && base[same] && strcmp (to[same], base[same]) == 0)
    same++;
  for (guint i = same; base[i] && *base[i]; i++)
    g_ptr_array_add (parts, (gpointer) "..");
  for (guint i = same; to[i]; i++)
    g_ptr_array_add (parts, to[i]);
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("/", (char **) parts->pdata);
}

/* What script_location is to be in the file @config_path: an absolute directory as typed, one typed relative from where
 * the file is. Percent signs are doubled, for the value is interpolated; in TOML it stands within double quotes. */
static char *
script_location (const Init *init, const char *config_path, gboolean toml)
{
  g_autofree char *here = g_path_get_dirname (config_path);
  gboolean absolute = g_path_is_absolute (init->typed);
  g_autofree char *path = absolute ? g_strdup (init->directory) : relative_path (init->directory, here);
  GString *value = g_string_new (path);

  g_string_replace (value, "%", "%%", 0);
  if (toml) {
    g_string_replace (value, "\\", "\\\\", 0);
    g_string_replace (value, "\"", "\\\"", 0);
  }
  if (!absolute)
    g_string_prepend (value, value->len ? "%(here)s/" : "%(here)s");
  return g_string_free (value, FALSE);
}

/* The text of the file @name of the template; the placeholder is replaced by @location if that is not NULL. */
static char *
read_template_file (const Init *init, const char *name, const char *location, gsize *ret_length, GError **error)
{
  g_autofree char *path = g_build_filename (init->template, name, NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (GString) replaced = NULL;
  char *text;

  if (!g_file_get_contents (path, &text, ret_length, &local)) {
    g_set_error (error, LB_ERROR, LB_ERROR_IO, "cannot read template '%s': %s", path, local->message);
    return NULL;
  }
  if (!location)
    return text;
  replaced = g_string_new (text);
  g_free (text);
  g_string_replace (replaced, PLACEHOLDER, location, 0);
  *ret_length = replaced->len;
  return g_string_free (g_steal_pointer (&replaced), FALSE);
}

static gboolean
lay_ini (const Init *init, const char *name, GError **error)
{
  const char *path = lb_settings_ini_path (init->settings);
  g_autofree char *location = script_location (init, path, FALSE);
  g_autofree char *text = NULL;
  gsize length;

  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    announce (init, TRUE, TRUE, "File %s already exists, skipping", path);
    return TRUE;
  }
  text = read_template_file (init, name, location, &length, error);
  return text && write_file (init, "Generating", path, text, length, error);
}

/* Append, or leave the file as it was. */
static gboolean
append_to (const char *path, const char *text, gsize length, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_APPEND | O_CLOEXEC, 0);
  off_t size = fd < 0 ? -1 : lseek (fd, 0, SEEK_END);
  gboolean ok = size >= 0;
  int number = errno;

  while (ok && length > 0) {
    gssize n = write (fd, text, length);

    ok = n > 0 || (n < 0 && errno == EINTR);
    number = errno;
    if (n > 0) {
      text += n;
      length -= (gsize) n;
    }
  }
  if (ok && fsync (fd) != 0 && errno != EINVAL) {
    number = errno;
    ok = FALSE;
  }
  if (!ok && size >= 0 && ftruncate (fd, size) != 0)
    g_set_error (error, LB_ERROR, LB_ERROR_IO, "cannot append to '%s': %s; a part of it is there", path,
                 g_strerror (number));
  else if (!ok)
    g_set_error (error, LB_ERROR, LB_ERROR_IO, "cannot append to '%s': %s", path, g_strerror (number));
  if (fd >= 0)
    close (fd);
  return ok;
}

static gboolean
lay_toml (const Init *init, const char *name, GError **error)
{
  const char *path = lb_settings_toml_path (init->settings);
  g_autofree char *location = script_location (init, path, TRUE);
  g_autofree char *text = NULL;
  g_autofree char *appended = NULL;
  gsize length;

  if (lb_settings_has_toml (init->settings)) {
    announce (init, TRUE, TRUE, "File %s already exists and already has a [tool.alembic] section, skipping", path);
    return TRUE;
  }
  if (!(text = read_template_file (init, name, location, &length, error)))
    return FALSE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return write_file (init, "Generating", path, text, length, error);
  announce (init, FALSE, FALSE, "Appending to existing %s", path);
  appended = g_strconcat ("\n\n", text, NULL);
  if (!append_to (path, appended, length + 2, error))
    return FALSE;
  announce (init, TRUE, FALSE, "Appending to existing %s", path);
  return TRUE;
}

static gboolean
lay_copy (const Init *init, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (init->directory, name, NULL);
  gsize length;
  g_autofree char *text = read_template_file (init, name, NULL, &length, error);

  return text && write_file (init, "Generating", path, text, length, error);
}

static gboolean
lay_files (Init *init, GError **error)
{
  g_autoptr (GPtrArray) names = list_directory (init->template, error);
  gboolean ok = names != NULL;

  for (guint i = 0; ok && i < names->len; i++) {
    const char *name = names->pdata[i];

    if (strcmp (name, "alembic.ini") == 0) {
      ok = lay_ini (init, name, error);
    } else if (strcmp (name, "pyproject.toml") == 0) {
      init->has_toml = TRUE;
      ok = lay_toml (init, name, error);
    } else {
      ok = lay_copy (init, name, error);
    }
  }
  return ok;
}

static gboolean
lay_package (const Init *init, GError **error)
{
  g_autofree char *outer = g_build_filename (init->directory, "__init__.py", NULL);
  g_autofree char *inner = g_build_filename (init->directory, "versions", "__init__.py", NULL);

  return write_file (init, "Adding", outer, "", 0, error) && write_file (init, "Adding", inner, "", 0, error);
}

static void
say_what_next (const Init *init)
{
  const char *ini = lb_settings_ini_path (init->settings);

  if (init->has_toml)
    announce (init, TRUE, TRUE,
              "Please edit configuration settings in %s and configuration/connection/logging settings in %s before "
              "proceeding.",
              lb_settings_toml_path (init->settings), ini);
  else
    announce (init, TRUE, TRUE, "Please edit configuration/connection/logging settings in %s before proceeding.", ini);
}

gboolean
lb_init (const LbSettings *settings, const char *directory, const char *template_name, gboolean package,
         LbInitAnnounce announce_func, gpointer data, GError **error)
{
  g_auto (Init)
    init = {
      .settings = settings,
      .typed = directory,
      .directory = g_canonicalize_filename (directory, NULL),
      .made = g_ptr_array_new_with_free_func (g_free),
      .announce = announce_func,
      .data = data,
    };
  g_autofree char *versions = g_build_filename (init.directory, "versions", NULL);

  if (!check_directory (&init, error) || !find_template (&init, template_name ? template_name : "generic", error))
    return FALSE;
  if (!make_directory (&init, init.directory, error) || !make_directory (&init, versions, error)
      || !lay_files (&init, error) || (package && !lay_package (&init, error))) {
    if (init.made->len && error && *error) {
      g_ptr_array_add (init.made, NULL);

      g_autofree char *list = g_strjoinv (", ", (char **) init.made->pdata);
      g_autofree char *outcome = g_strdup_printf ("created before it failed: %s", list);
      lb_error_set_outcome (*error, outcome);
    }
    return FALSE;
  }
  say_what_next (&init);
  return TRUE;
}
