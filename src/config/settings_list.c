#include "settings_private.h"

#include "util/error.h"

#include <string.h>

/* What the words of path_separator stand for. */
static const struct {
  const char *word;
  char separator;
} separators[] = {
  { "space", ' ' }, { "newline", '\n' }, { "os", G_SEARCHPATH_SEPARATOR }, { ":", ':' }, { ";", ';' },
};

/* Templates of some years wrote "os  # Use os.pathsep. ..." behind this key, a comment that ConfigParser keeps. */
static void
cut_comment (char *text)
{
  for (char *p = text; *p; p++) {
    if (g_ascii_isspace (p[0]) && (p[1] == '#' || p[1] == ';')) {
      *p = '\0';
      g_strchomp (text);
      return;
    }
  }
}

/* The separator that @key sets; *@ret_separator is left alone if the key is absent. */
static gboolean
read_separator (const LbSettings *settings, const char *key, char *ret_separator, gboolean *ret_set, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = lb_settings_main_option (settings, key, &cause);
  guint line = 0;

  *ret_set = text && *text;
  if (cause) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  if (!*ret_set)
    return TRUE;
  cut_comment (text);
  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++) {
    if (g_str_equal (text, separators[i].word)) {
      *ret_separator = separators[i].separator;
      return TRUE;
    }
  }
  lb_ini_raw (settings->ini, settings->section, key, &line);
  lb_set_error_at (error, LB_ERROR_CONFIG, settings->ini_name, line,
                   "'%s' is not a valid value for %s; expected 'space', 'newline', 'os', ':', ';'", text, key);
  return FALSE;
}

/* What separates the items of @id: the key path_separator, for version_locations also the older key, else several
 * characters as before there were such keys. */
static gboolean
find_separators (const LbSettings *settings, LbSettingId id, char ret_separators[8], GError **error)
{
  gboolean set;

  memset (ret_separators, 0, 8);
  if (!read_separator (settings, "path_separator", ret_separators, &set, error))
    return FALSE;
  if (!set && id == LB_SETTING_VERSION_LOCATIONS
      && !read_separator (settings, "version_path_separator", ret_separators, &set, error))
    return FALSE;
  if (!set)
    g_strlcpy (ret_separators, id == LB_SETTING_PREPEND_SYS_PATH ? ", \n:" : ", \n", 8);
  return TRUE;
}

/* Split @text at any byte of @set; blanks around items and empty items go. */
static void
split (GPtrArray *items, const char *text, const char *set)
{
  while (*text) {
    gsize length = strcspn (text, set);
    g_autofree char *item = g_strstrip (g_strndup (text, length));

    if (*item)
      g_ptr_array_add (items, g_steal_pointer (&item));
    text += length + (text[length] != '\0');
  }
}

/* The strings of a TOML array. */
static gboolean
add_array (const LbSettings *settings, const LbFound *found, GPtrArray *items, GError **error)
{
  for (guint i = 0; i < found->toml->items->len; i++) {
    const LbTomlValue *value = found->toml->items->pdata[i];
    char *item;

    if (value->type != LB_TOML_STRING) {
      lb_set_error_at (error, LB_ERROR_CONFIG, found->file, value->line, "unsupported TOML value type for key: '%s'",
                       found->key);
      return FALSE;
    }
    item = lb_settings_expand_toml (settings, value, found->key, error);
    if (!item)
      return FALSE;
    g_ptr_array_add (items, item);
  }
  return TRUE;
}

GPtrArray *
lb_settings_list (const LbSettings *settings, LbSettingId id, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) cause = NULL;
  char set[8];
  LbFound found;

  lb_settings_find (settings, id, &found);
  if (found.toml && found.toml->type == LB_TOML_ARRAY)
    return add_array (settings, &found, items, error) ? g_steal_pointer (&items) : NULL;
  g_autofree char *text = lb_settings_expand (settings, &found, &cause);
  if (cause) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return NULL;
  }
  if (!text)
    return g_steal_pointer (&items);
  if (found.toml) { /* a plain string in TOML is one item */
    g_ptr_array_add (items, g_steal_pointer (&text));
    return g_steal_pointer (&items);
  }
  if (!find_separators (settings, id, set, error))
    return NULL;
  split (items, text, set);
  return g_steal_pointer (&items);
}

/* ---- paths --------------------------------------------------------------------------------------------------------
 */

static char *
absolute (const char *cwd, const char *path)
{
  g_autofree char *joined = *path == '/' ? g_strdup (path) : g_build_filename (cwd, path, NULL);
  gsize length = strlen (joined);

  while (length > 1 && joined[length - 1] == '/')
    joined[--length] = '\0';
  return g_steal_pointer (&joined);
}

/* @base/package/sub/dir if it is there. */
static char *
try_package (const LbSettings *settings, const char *base, const char *relative)
{
  g_autofree char *joined = g_build_filename (base, relative, NULL);
  g_autofree char *path = absolute (settings->cwd, joined);

  return g_file_test (path, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&path) : NULL;
}

/* "prefect:server:database" as a path: a dotted package is a path too. */
static char *
package_path (const char *value)
{
  char *relative = g_strdup (value);
  char *first = strchr (relative, ':');

  for (char *p = relative; *p; p++) {
    if (*p == ':' || (*p == '.' && p < first))
      *p = '/';
  }
  return relative;
}

static char *
resolve_package (const LbSettings *settings, const char *value, GError **error)
{
  g_autofree char *relative = package_path (value);
  g_autoptr (GPtrArray) bases = lb_settings_list (settings, LB_SETTING_PREPEND_SYS_PATH, error);
  const char *variable = g_getenv ("PYTHONPATH");

  if (!bases)
    return NULL;
  g_ptr_array_insert (bases, 0, g_strdup (settings->cwd));
  g_ptr_array_insert (bases, 1, g_strdup (lb_settings_here (settings)));
  if (variable)
    split (bases, variable, ":");
  for (guint i = 0; i < bases->len; i++) {
    char *path = try_package (settings, bases->pdata[i], relative);

    if (path)
      return path;
  }
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "'%s' names a directory in a Python package, and no %s is here", value,
               relative);
  lb_error_set_hint (error ? *error : NULL,
                     "Give the path of the directory, or add the directory that holds the package "
                     "to prepend_sys_path or PYTHONPATH.");
  return NULL;
}

char *
lb_settings_resolve_path (const LbSettings *settings, const char *value, GError **error)
{
  if (*value != '/' && strchr (value, ':'))
    return resolve_package (settings, value, error);
  return absolute (settings->cwd, value);
}
