#include "scan.h"

#include "util/error.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  const LbScanRules *rules;
  LbLog *log;
  LbScanFunc visit;
  gpointer data;
  GStringChunk *seen_paths;
  GHashTable *seen; /* char *: paths of files visited; borrowed from seen_paths */
  GString *path;    /* of the directory being read, and then of its files */
} Scan;

typedef struct {
  char *name;
  unsigned char type; /* as of readdir: DT_REG, DT_LNK, DT_DIR */
} Entry;

/* What one directory holds. */
typedef struct {
  GStringChunk *names;
  GArray *files;  /* Entry: what may be a script */
  GArray *dirs;   /* Entry */
  GArray *others; /* Entry: all other files */
} Listing;

static void
listing_init (Listing *listing)
{
  listing->names = g_string_chunk_new (4096);
  listing->files = g_array_new (FALSE, FALSE, sizeof (Entry));
  listing->dirs = g_array_new (FALSE, FALSE, sizeof (Entry));
  listing->others = g_array_new (FALSE, FALSE, sizeof (Entry));
}

static void
listing_clear (Listing *listing)
{
  g_string_chunk_free (listing->names);
  g_array_unref (listing->files);
  g_array_unref (listing->dirs);
  g_array_unref (listing->others);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

static gint
compare_entries (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Entry *) a)->name, ((const Entry *) b)->name);
}

/* Whether a file of this name is a script. */
static gboolean
is_script (const char *name, LbScriptFormat *ret_format)
{
  gsize length = strlen (name);

  if (g_str_has_prefix (name, ".#") || g_str_has_prefix (name, "__init__"))
    return FALSE;
  if (length >= 3 && memcmp (name + length - 3, ".py", 3) == 0)
    *ret_format = LB_SCRIPT_PYTHON;
  else if (length >= 4 && memcmp (name + length - 4, ".sql", 4) == 0)
    *ret_format = LB_SCRIPT_SQL;
  else
    return FALSE;
  return TRUE;
}

static gboolean
set_system_error (GError **error, const char *path, int code)
{
  lb_set_error_at (error, LB_ERROR_SCRIPT, path, 0, "cannot read %s: %s", path, g_strerror (code));
  return FALSE;
}

/* The type of an entry whose directory does not tell. */
static unsigned char
find_type (int dir, const char *name)
{
  struct stat status;

  if (fstatat (dir, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
    return DT_UNKNOWN;
  return IFTODT (status.st_mode);
}

/* Read @dir, which is at @scan->path, into @listing. */
static gboolean
list (const Scan *scan, DIR *dir, Listing *listing, GError **error)
{
  struct dirent *entry;
  LbScriptFormat format;

  while (errno = 0, (entry = readdir (dir))) {
    Entry found = { .type = entry->d_type };
    GArray *to = NULL;

    if (strcmp (entry->d_name, ".") == 0 || strcmp (entry->d_name, "..") == 0)
      continue;
    if (found.type == DT_UNKNOWN)
      found.type = find_type (dirfd (dir), entry->d_name);
    if (found.type == DT_DIR)
      to = listing->dirs;
    else if (found.type == DT_LNK || (found.type == DT_REG && is_script (entry->d_name, &format)))
      to = listing->files;
    else if (found.type == DT_REG)
      to = listing->others;
    if (to) {
      found.name = g_string_chunk_insert (listing->names, entry->d_name);
      g_array_append_val (to, found);
    }
  }
  if (errno != 0)
    return set_system_error (error, scan->path->str, errno);
  return TRUE;
}

/* --- compiled files --- */

static gboolean
refuse_compiled (const Scan *scan, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (scan->path->str, name, NULL);

  lb_set_error_at (error, LB_ERROR_UNSUPPORTED, path, 0, "compiled revision without its source: %s", name);
  if (error)
    lb_error_set_hint (*error, "Put the .py file beside it, or remove sourceless = true from the configuration.");
  return FALSE;
}

/* `a.cpython-311.pyc` -> `a`: what says whether the source of a cached file is there. */
static char *
stem (const char *name)
{
  return g_strndup (name, strcspn (name, "."));
}

/* Whether @name is `SCRIPT.pyc` or `SCRIPT.pyo`. */
static gboolean
is_compiled (const char *name)
{
  gsize length = strlen (name);

  return length > 4 && (g_str_has_suffix (name, ".pyc") || g_str_has_suffix (name, ".pyo"))
         && !g_str_has_prefix (name, ".#") && !g_str_has_prefix (name, "__init__");
}

static void
add_names (const GArray *entries, GHashTable *stems, GHashTable *names)
{
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = &g_array_index (entries, Entry, i);

    g_hash_table_add (stems, stem (entry->name));
    g_hash_table_add (names, entry->name);
  }
}

/* FALSE with @error if a compiled file of the directory or of its __pycache__ has no source beside it. */
static gboolean
check_compiled (const Scan *scan, int dir, const Listing *listing, GError **error)
{
  g_autoptr (GHashTable) stems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) sources = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *cache_path = g_build_filename (scan->path->str, "__pycache__", NULL);
  g_autoptr (GDir) cache = NULL;
  const char *name;

  add_names (listing->files, stems, sources);
  add_names (listing->others, stems, sources);
  for (guint i = 0; i < listing->others->len; i++) {
    g_autofree char *source = NULL;

    name = g_array_index (listing->others, Entry, i).name;
    if (!is_compiled (name))
      continue;
    source = g_strndup (name, strlen (name) - 1);
    if (!g_hash_table_contains (sources, source))
      return refuse_compiled (scan, name, error);
  }
  cache = g_dir_open (cache_path, 0, NULL);
  while (cache && (name = g_dir_read_name (cache))) {
    g_autofree char *source = stem (name);
    g_autofree char *below = g_build_filename ("__pycache__", name, NULL);

    if (is_compiled (name) && !g_hash_table_contains (stems, source))
      return refuse_compiled (scan, below, error);
  }
  return TRUE;
}

/* --- visits --- */

/* Visit the script whose resolved path is @file->path, unless it was visited before. */
static gboolean
visit_once (Scan *scan, const LbScriptFile *file, GError **error)
{
  if (g_hash_table_contains (scan->seen, file->path)) {
    lb_log (scan->log, LB_LOG_WARNING, "alembic.script",
            "File %s loaded twice! ignoring. Please ensure version_locations is unique.", file->path);
    return TRUE;
  }
  g_hash_table_add (scan->seen, g_string_chunk_insert (scan->seen_paths, file->path));
  return scan->visit (file, scan->data, error);
}

/* A symbolic link: it may lead to a script, to another file, to a directory or nowhere. */
static gboolean
visit_link (Scan *scan, int dir, const char *name, GError **error)
{
  g_autofree char *target = realpath (scan->path->str, NULL);
  LbScriptFile file = { .path = target, .dir = dir, .name = name };
  struct stat status;

  if (!target) {
    char there[PATH_MAX];
    ssize_t length = readlinkat (dir, name, there, sizeof there - 1);
    g_autofree char *base = NULL;
    int code = errno;

    there[MAX (length, 0)] = '\0';
    base = g_path_get_basename (there);
    if (!is_script (name, &file.format) || !is_script (base, &file.format)) /* Emacs' locks are such links */
      return TRUE;
    return set_system_error (error, scan->path->str, length < 0 ? code : ENOENT);
  }
  if (!is_script (strrchr (target, '/') + 1, &file.format))
    return TRUE;
  if (stat (target, &status) < 0)
    return set_system_error (error, target, errno);
  return !S_ISREG (status.st_mode) || visit_once (scan, &file, error);
}

static gboolean
visit_file (Scan *scan, int dir, const char *name, GError **error)
{
  LbScriptFile file = { .path = scan->path->str, .dir = dir, .name = name };

  return !is_script (name, &file.format) || visit_once (scan, &file, error);
}

static gboolean scan_directory (Scan *scan, int dir, GError **error);

static gboolean
scan_below (Scan *scan, int dir, const char *name, GError **error)
{
  int below;

  if (g_str_has_suffix (name, "__pycache__"))
    return TRUE;
  below = openat (dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return below < 0 ? set_system_error (error, scan->path->str, errno) : scan_directory (scan, below, error);
}

static gboolean
visit_entry (Scan *scan, int dir, const Entry *entry, GError **error)
{
  switch (entry->type) {
    case DT_DIR:
      return scan_below (scan, dir, entry->name, error);
    case DT_LNK:
      return visit_link (scan, dir, entry->name, error);
    default:
      return visit_file (scan, dir, entry->name, error);
  }
}

/* Visit @entries in their order, with the path of each in @scan->path, which is the directory's again afterwards. */
static gboolean
visit_sorted (Scan *scan, int dir, GArray *entries, GError **error)
{
  gsize length = scan->path->len;
  gboolean good = TRUE;

  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len && good; i++) {
    const Entry *entry = &g_array_index (entries, Entry, i);

    if (scan->path->str[length - 1] != '/')
      g_string_append_c (scan->path, '/');
    g_string_append (scan->path, entry->name);
    good = visit_entry (scan, dir, entry, error);
    g_string_truncate (scan->path, length);
  }
  return good;
}

/* Scan the directory @fd, which is at @scan->path; closes it. */
static gboolean
scan_directory (Scan *scan, int fd, GError **error)
{
  DIR *dir = fdopendir (fd);
  g_auto (Listing)
    listing;
  gboolean good;

  listing_init (&listing);
  if (!dir) {
    set_system_error (error, scan->path->str, errno);
    close (fd);
    return FALSE;
  }
  good = list (scan, dir, &listing, error) && (!scan->rules->sourceless || check_compiled (scan, fd, &listing, error));
  good = good && visit_sorted (scan, fd, listing.files, error);
  if (scan->rules->recursive)
    good = good && visit_sorted (scan, fd, listing.dirs, error);
  closedir (dir);
  return good;
}

/* Scan one version location. */
static gboolean
scan_location (Scan *scan, const char *location, GError **error)
{
  g_autofree char *path = realpath (location, NULL);
  int fd;

  if (!path)
    return errno == ENOENT || errno == ENOTDIR ? TRUE : set_system_error (error, location, errno);
  fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return errno == ENOTDIR ? TRUE : set_system_error (error, location, errno);
  g_string_assign (scan->path, path);
  return scan_directory (scan, fd, error);
}

gboolean
lb_scan (const char *const *locations, const LbScanRules *rules, LbLog *log, LbScanFunc visit, gpointer data,
         GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStringChunk) seen_paths = g_string_chunk_new (16384);
  g_autoptr (GString) path = g_string_new (NULL);
  Scan scan = {
    .rules = rules,
    .log = log,
    .visit = visit,
    .data = data,
    .seen_paths = seen_paths,
    .seen = seen,
    .path = path,
  };

  for (; *locations; locations++) {
    if (!scan_location (&scan, *locations, error))
      return FALSE;
  }
  return TRUE;
}
