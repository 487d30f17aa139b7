#include "directory.h"

#include "scan.h"
#include "util/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* How much of a file is read at first: a whole Python script or the header of any SQL script, nearly always. */
#define FIRST_READ ((gsize) 32 * 1024)

/* How much text of SQL scripts is kept for a run that will want it next: most projects whole, and no more than that of
 * any. */
#define KEEP_BYTES ((gsize) 1 << 20)

struct LbScripts {
  const LbSettings *settings;
  LbLog *log;
  char *dir;
  char **locations;
  LbScanRules rules;
  LbGraph *graph;
  GPtrArray *texts; /* GBytes by index of revision, NULL where not kept; NULL unless a run asked for it */
};

/* Reads one file after the other into the graph. */
typedef struct {
  LbScripts *scripts;
  gsize kept;
  LbHeaderReader *reader;
  LbGraph *graph;
  char *buffer;
  gsize size;
  gsize length; /* bytes of the file that are in the buffer */
  gboolean python;
  GPtrArray *others; /* paths of SQL files that are no revisions; made for the first */
} Loader;

LbScriptFormat
lb_script_format (const char *path)
{
  return g_str_has_suffix (path, ".sql") ? LB_SCRIPT_SQL : LB_SCRIPT_PYTHON;
}

/* --- opening --- */

/* The version directories: as configured, else `versions`. */
static gboolean
find_locations (LbScripts *scripts, GError **error)
{
  g_autoptr (GPtrArray) configured = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  GError *failure = NULL;

  configured = lb_settings_list (scripts->settings, LB_SETTING_VERSION_LOCATIONS, &failure);
  if (failure) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  for (guint i = 0; configured && i < configured->len; i++) {
    char *path = lb_settings_resolve_path (scripts->settings, g_ptr_array_index (configured, i), error);

    if (!path)
      return FALSE;
    g_ptr_array_add (found, path);
  }
  if (found->len == 0)
    g_ptr_array_add (found, g_build_filename (scripts->dir, "versions", NULL));
  g_ptr_array_add (found, NULL);
  scripts->locations = (char **) g_ptr_array_steal (found, NULL);
  return TRUE;
}

/* The directory that script_location names, which must be there. */
static char *
find_dir (const LbSettings *settings, GError **error)
{
  GError *failure = NULL;
  g_autofree char *value = lb_settings_string (settings, LB_SETTING_SCRIPT_LOCATION, &failure);
  g_autofree char *dir = NULL;

  if (failure) {
    g_propagate_error (error, failure);
    return NULL;
  }
  if (!value) {
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "No 'script_location' key found in configuration.");
    if (error)
      lb_error_set_hint (*error, "Set script_location in [alembic] of the ini file, or start with 'limbeck init'.");
    return NULL;
  }
  dir = lb_settings_resolve_path (settings, value, error);
  if (!dir)
    return NULL;
  if (!g_file_test (dir, G_FILE_TEST_EXISTS)) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT,
                 "Path doesn't exist: %s.  Please use the 'init' command to create a new scripts folder.", value);
    return NULL;
  }
  if (!g_file_test (dir, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "script_location is no directory: %s", value);
    return NULL;
  }
  return g_steal_pointer (&dir);
}

LbScripts *
lb_scripts_open (const LbSettings *settings, LbLog *log, GError **error)
{
  g_autoptr (LbScripts) scripts = g_new0 (LbScripts, 1);

  scripts->settings = settings;
  scripts->log = log;
  scripts->dir = find_dir (settings, error);
  if (!scripts->dir
      || !lb_settings_boolean (settings, LB_SETTING_RECURSIVE_VERSION_LOCATIONS, &scripts->rules.recursive, error)
      || !lb_settings_boolean (settings, LB_SETTING_SOURCELESS, &scripts->rules.sourceless, error)
      || !find_locations (scripts, error))
    return NULL;
  return g_steal_pointer (&scripts);
}

void
lb_scripts_free (LbScripts *scripts)
{
  if (!scripts)
    return;
  g_clear_pointer (&scripts->graph, lb_graph_free);
  g_clear_pointer (&scripts->texts, g_ptr_array_unref);
  g_strfreev (scripts->locations);
  g_free (scripts->dir);
  g_free (scripts);
}

/* --- reading --- */

static gboolean
set_system_error (GError **error, const char *path, int code)
{
  lb_set_error_at (error, LB_ERROR_SCRIPT, path, 0, "cannot read %s: %s", path, g_strerror (code));
  return FALSE;
}

/* Read on until the buffer holds @wanted bytes of the file. *@ret_end: it ends there or before. */
static gboolean
fill (Loader *loader, int fd, gsize wanted, const char *path, gboolean *ret_end, GError **error)
{
  if (wanted > loader->size) {
    loader->buffer = g_realloc (loader->buffer, wanted);
    loader->size = wanted;
  }
  *ret_end = FALSE;
  while (loader->length < wanted) {
    ssize_t n = read (fd, loader->buffer + loader->length, wanted - loader->length);

    if (n < 0 && errno != EINTR)
      return set_system_error (error, path, errno);
    if (n >= 0 && (gsize) n < wanted - loader->length) { /* a regular file gives less than asked for at its end only */
      loader->length += (gsize) n;
      *ret_end = TRUE;
      break;
    }
    loader->length += (gsize) MAX (n, 0);
  }
  return TRUE;
}

/* Read as much of @fd as its header takes. */
static gboolean
read_header (Loader *loader, int fd, LbHeaderSource *source, const LbHeader **ret_header, GError **error)
{
  gsize wanted = FIRST_READ;

  loader->length = 0;
  for (;; wanted *= 2) {
    gboolean end;

    if (!fill (loader, fd, wanted, source->path, &end, error))
      return FALSE;
    source->text = loader->buffer;
    source->length = loader->length;
    source->partial = !end;
    switch (lb_header_reader_read (loader->reader, source, ret_header, error)) {
      case LB_HEADER_FAILED:
        return FALSE;
      case LB_HEADER_REVISION:
        return TRUE;
      case LB_HEADER_OTHER:
        *ret_header = NULL;
        return TRUE;
      case LB_HEADER_MORE:
        break;
    }
  }
}

static void
release_bytes (gpointer data)
{
  if (data)
    g_bytes_unref (data);
}

void
lb_scripts_keep_texts (LbScripts *scripts)
{
  if (!scripts->texts)
    scripts->texts = g_ptr_array_new_with_free_func (release_bytes);
}

/* Keep the text of the file that was just added to the graph. */
static void
keep_text (Loader *loader, const LbHeaderSource *source)
{
  GBytes *bytes = NULL;

  if (!loader->scripts->texts)
    return;
  if (source->format == LB_SCRIPT_SQL && !source->partial && loader->kept + source->length <= KEEP_BYTES) {
    bytes = g_bytes_new (source->text, source->length);
    loader->kept += source->length;
  }
  g_ptr_array_add (loader->scripts->texts, bytes);
}

GBytes *
lb_scripts_text (LbScripts *scripts, const LbRevision *revision, GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *text;
  gsize length;

  if (scripts->texts && revision->index < scripts->texts->len && scripts->texts->pdata[revision->index])
    return g_steal_pointer (&scripts->texts->pdata[revision->index]);
  if (!g_file_get_contents (revision->path, &text, &length, &failure)) {
    lb_set_error_at (error, LB_ERROR_IO, revision->path, 0, "cannot read revision %s: %s", revision->id,
                     failure->message);
    return NULL;
  }
  return g_bytes_new_take (text, length);
}

static gboolean
load_file (const LbScriptFile *file, gpointer data, GError **error)
{
  Loader *loader = data;
  LbHeaderSource source = { .format = file->format, .path = file->path };
  const LbHeader *header;
  gboolean good;
  int fd = openat (file->dir, file->name, O_RDONLY | O_CLOEXEC | O_NOCTTY);

  if (fd < 0)
    return set_system_error (error, file->path, errno);
  good = read_header (loader, fd, &source, &header, error);
  close (fd);
  loader->python = loader->python || file->format == LB_SCRIPT_PYTHON;
  if (good && !header) {
    if (!loader->others)
      loader->others = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (loader->others, g_strdup (file->path));
  }
  if (good && header) {
    LbRevisionSpec spec = {
      .id = header->id,
      .message = header->message,
      .path = file->path,
      .down = (const char *const *) header->down,
      .depends = (const char *const *) header->depends,
      .labels = (const char *const *) header->labels,
    };

    good = lb_graph_add (loader->graph, &spec, error);
    if (good)
      keep_text (loader, &source);
  }
  return good;
}

/* A SQL file that is no revision is what a Python revision reads, or a revision whose header was forgotten: where no
 * Python is, say so. */
static void
warn_about_others (const Loader *loader)
{
  for (guint i = 0; !loader->python && loader->others && i < loader->others->len; i++)
    lb_log (loader->scripts->log, LB_LOG_WARNING, "alembic.script",
            "File %s has no header with a revision line, so it is no revision",
            (const char *) loader->others->pdata[i]);
}

const LbGraph *
lb_scripts_graph (LbScripts *scripts, GError **error)
{
  Loader loader = { .scripts = scripts };
  gboolean good;

  if (scripts->graph)
    return scripts->graph;
  loader.reader = lb_header_reader_new ();
  loader.graph = lb_graph_new ();
  good = lb_scan ((const char *const *) scripts->locations, &scripts->rules, scripts->log, load_file, &loader, error)
         && lb_graph_link (loader.graph, error);
  if (good)
    warn_about_others (&loader);
  g_clear_pointer (&loader.others, g_ptr_array_unref);
  lb_header_reader_free (loader.reader);
  g_free (loader.buffer);
  if (good)
    scripts->graph = loader.graph;
  else
    lb_graph_free (loader.graph);
  return scripts->graph;
}

char *
lb_scripts_doc (const LbRevision *revision, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LbHeader) header = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (revision->path, &text, &length, &failure)) {
    lb_set_error_at (error, LB_ERROR_SCRIPT, revision->path, 0, "%s", failure->message);
    return NULL;
  }
  header = lb_header_read (lb_script_format (revision->path), revision->path, text, length, TRUE, error);
  return header ? g_steal_pointer (&header->doc) : NULL;
}

/* --- the rest --- */

const char *
lb_scripts_dir (const LbScripts *scripts)
{
  return scripts->dir;
}

const char *const *
lb_scripts_locations (const LbScripts *scripts)
{
  return (const char *const *) scripts->locations;
}

gboolean
lb_scripts_has_env (const LbScripts *scripts)
{
  g_autofree char *path = g_build_filename (scripts->dir, "env.py", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

char *
lb_scripts_template_path (const LbScripts *scripts)
{
  g_autofree char *path = g_build_filename (scripts->dir, "script.py.mako", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

const LbSettings *
lb_scripts_settings (const LbScripts *scripts)
{
  return scripts->settings;
}
