#include "generate.h"

#include "filename.h"
#include "new_text.h"
#include "python_source.h"
#include "revision/parents.h"
#include "util/error.h"
#include "write.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* The column of the version table: VARCHAR(32). */
#define MAX_ID_LENGTH 32

static const char *const no_strings[] = { NULL };

/* What is found out on the way to a new file. */
typedef struct {
  LbScripts *scripts;
  const LbGraph *graph;
  const LbNewRevision *request;
  char *rev_id;
  GPtrArray *parents; /* const LbRevision * */
  GPtrArray *down;    /* const char *, NULL at the end */
  GPtrArray *depends; /* char *, NULL at the end */
  const char *const *labels;
  GDateTime *date;
  gboolean aware;
  char *directory; /* the version location */
  LbScriptFormat format;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_free (plan->rev_id);
  g_clear_pointer (&plan->parents, g_ptr_array_unref);
  g_clear_pointer (&plan->down, g_ptr_array_unref);
  g_clear_pointer (&plan->depends, g_ptr_array_unref);
  g_clear_pointer (&plan->date, g_date_time_unref);
  g_free (plan->directory);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static char *
random_id (GError **error)
{
  guint8 bytes[6];
  GString *id;

  if (getrandom (bytes, sizeof bytes, 0) != (gssize) sizeof bytes) {
    g_set_error (error, LB_ERROR, LB_ERROR_IO, "no random number for a revision id: %s", g_strerror (errno));
    return NULL;
  }
  id = g_string_new (NULL);
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (id, "%02x", bytes[i]);
  return g_string_free (id, FALSE);
}

/* Whether the graph's own rule lets @id be one; what no file and no version table can hold is refused too. */
static gboolean
check_id (const Plan *plan, const char *id, GError **error)
{
  g_autoptr (LbGraph) alone = lb_graph_new ();
  const LbRevision *known = lb_graph_lookup (plan->graph, id);
  LbRevisionSpec spec = { .id = id, .message = "", .path = "" };

  if (!g_utf8_validate (id, -1, NULL)) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_USAGE, "the revision id is not UTF-8");
    return FALSE;
  }
  if (known) {
    g_set_error (error, LB_ERROR, LB_ERROR_GRAPH, "revision '%s' exists already: %s", id, known->path);
    if (error)
      lb_error_set_hint (*error, "Choose another --rev-id, or leave it out to have one made.");
    return FALSE;
  }
  for (const char *at = id; *at; at++)
    if (g_ascii_iscntrl (*at)) {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_USAGE, "the revision id contains a control character");
      return FALSE;
    }
  if (!lb_graph_add (alone, &spec, error))
    return FALSE;
  if (g_utf8_strlen (id, -1) > MAX_ID_LENGTH) {
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE,
                 "revision id '%s' has %ld characters; column version_num of the version table holds %d", id,
                 g_utf8_strlen (id, -1), MAX_ID_LENGTH);
    if (error)
      lb_error_set_hint (*error, "Choose a --rev-id of at most %d characters.", MAX_ID_LENGTH);
    return FALSE;
  }
  return TRUE;
}

static gboolean
choose_id (Plan *plan, GError **error)
{
  const char *given = plan->request->rev_id;

  if (given && *given) {
    plan->rev_id = g_strdup (given);
    return check_id (plan, given, error);
  }
  do {
    g_free (plan->rev_id);
    if (!(plan->rev_id = random_id (error)))
      return FALSE;
  } while (lb_graph_lookup (plan->graph, plan->rev_id));
  return TRUE;
}

/* Labels are names in the same space as ids. */
static gboolean
check_label (const Plan *plan, const char *label, GError **error)
{
  const LbRevision *owner = lb_graph_lookup (plan->graph, label);

  if (!*label || !g_utf8_validate (label, -1, NULL)) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_USAGE,
                         *label ? "the branch label is not UTF-8" : "the branch label is empty");
    return FALSE;
  }
  if (owner || strcmp (label, plan->rev_id) == 0) {
    g_set_error (error, LB_ERROR, LB_ERROR_GRAPH, "branch label '%s' is the id of a revision%s%s", label,
                 owner ? ": " : "", owner ? owner->path : "");
    return FALSE;
  }
  for (guint i = 0; i < lb_graph_size (plan->graph); i++) {
    owner = lb_graph_nth (plan->graph, i);
    if (owner->own_labels && g_strv_contains (owner->own_labels, label)) {
      g_set_error (error, LB_ERROR, LB_ERROR_GRAPH, "Branch name '%s' in revision %s already used by revision %s",
                   label, plan->rev_id, owner->id);
      if (error)
        lb_error_set_hint (*error, "The label is set in %s; what descends from it has the label by itself.",
                           owner->path);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
place_in_graph (Plan *plan, GError **error)
{
  const LbNewRevision *request = plan->request;

  if (!(plan->parents = lb_resolve_parents (plan->graph, request->heads, request->splice, error)))
    return FALSE;
  plan->down = g_ptr_array_new ();
  for (guint i = 0; i < plan->parents->len; i++)
    g_ptr_array_add (plan->down, (gpointer) ((const LbRevision *) plan->parents->pdata[i])->id);
  g_ptr_array_add (plan->down, NULL);
  if (!(plan->depends = lb_resolve_depends (plan->graph, request->depends_on, error)))
    return FALSE;
  g_ptr_array_add (plan->depends, NULL);
  plan->labels = request->branch_labels ? request->branch_labels : no_strings;
  for (guint i = 0; plan->labels[i]; i++)
    if (!check_label (plan, plan->labels[i], error))
      return FALSE;
  return TRUE;
}

/* Links resolved as far as the path exists. */
static char *
real_path (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = real ? g_strdup (real) : g_canonicalize_filename (path, NULL);

  free (real);
  return copy;
}

static gboolean
is_below (const char *path, const char *directory)
{
  gsize length = strlen (directory);

  return strncmp (path, directory, length) == 0 && path[length] == '/';
}

/* The version location that --version-path means. */
static gboolean
use_version_path (Plan *plan, const char *const *locations, GError **error)
{
  g_autofree char *wanted = real_path (plan->request->version_path);

  for (guint i = 0; locations[i]; i++) {
    g_autofree char *location = real_path (locations[i]);

    if (strcmp (location, wanted) == 0) {
      plan->directory = g_strdup (locations[i]);
      return TRUE;
    }
  }
  g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "Path %s is not represented in current version locations",
               plan->request->version_path);
  if (error) {
    g_autofree char *list = g_strjoinv (", ", (char **) locations);

    lb_error_set_hint (*error, "The version locations are: %s.", list);
  }
  return FALSE;
}

/* Where the file goes: the location asked for, the only one, or that of the first parent. */
static gboolean
choose_directory (Plan *plan, GError **error)
{
  const char *const *locations = lb_scripts_locations (plan->scripts);
  const LbRevision *parent = plan->parents->len ? plan->parents->pdata[0] : NULL;

  if (plan->request->version_path)
    return use_version_path (plan, locations, error);
  if (!locations[1]) {
    plan->directory = g_strdup (locations[0]);
    return TRUE;
  }
  for (guint i = 0; parent && locations[i]; i++) {
    g_autofree char *location = real_path (locations[i]);

    if (is_below (parent->path, location) || is_below (parent->path, locations[i])) {
      plan->directory = g_strdup (locations[i]);
      return TRUE;
    }
  }
  g_set_error_literal (error, LB_ERROR, LB_ERROR_USAGE,
                       "Multiple version locations present, please specify --version-path");
  if (error) {
    g_autofree char *list = g_strjoinv (", ", (char **) locations);

    lb_error_set_hint (*error, "The version locations are: %s.", list);
  }
  return FALSE;
}

static gboolean
parse_format (const char *name, LbScriptFormat *ret_format)
{
  *ret_format = strcmp (name, "py") == 0 ? LB_SCRIPT_PYTHON : LB_SCRIPT_SQL;
  return strcmp (name, "py") == 0 || strcmp (name, "sql") == 0;
}

/* --format, then revision_format, then the format of the parent (or of any head), then what the directory is made for.
 */
static gboolean
choose_format (Plan *plan, const char *template_path, GError **error)
{
  const LbRevisionList *heads = lb_graph_heads (plan->graph);
  const LbSettings *settings = lb_scripts_settings (plan->scripts);
  g_autofree char *setting = NULL;
  GError *local = NULL;
  const char *name = plan->request->format;

  if (!name) {
    setting = lb_settings_string (settings, LB_SETTING_REVISION_FORMAT, &local);
    if (local) {
      g_propagate_error (error, local);
      return FALSE;
    }
    name = setting && *setting ? setting : NULL;
  }
  if (name && !parse_format (name, &plan->format)) {
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "revision format '%s' is neither sql nor py", name);
    return FALSE;
  }
  if (!name && plan->parents->len)
    plan->format = lb_script_format (((const LbRevision *) plan->parents->pdata[0])->path);
  else if (!name && heads->n)
    plan->format = lb_script_format (heads->items[0]->path);
  else if (!name)
    plan->format = template_path ? LB_SCRIPT_PYTHON : LB_SCRIPT_SQL;
  if (plan->format == LB_SCRIPT_PYTHON && !template_path) {
    g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "no script.py.mako in '%s' to make a Python revision from",
                 lb_scripts_dir (plan->scripts));
    if (error)
      lb_error_set_hint (*error, "Write a SQL revision with --format sql, or copy script.py.mako from a directory made "
                                 "by 'init --template generic'.");
    return FALSE;
  }
  return TRUE;
}

/* A file in a sub-directory is found again only where the finder goes down into them, or it is a location itself. */
static gboolean
check_found_again (const Plan *plan, const char *path, GError **error)
{
  const char *const *locations = lb_scripts_locations (plan->scripts);
  g_autofree char *directory = g_path_get_dirname (path);
  gboolean recursive = FALSE;

  for (guint i = 0; locations[i]; i++)
    if (strcmp (locations[i], directory) == 0)
      return TRUE;
  if (!lb_settings_boolean (lb_scripts_settings (plan->scripts), LB_SETTING_RECURSIVE_VERSION_LOCATIONS, &recursive,
                            error))
    return FALSE;
  if (recursive)
    return TRUE;
  g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "the new revision would be '%s', where it is not found again", path);
  if (error)
    lb_error_set_hint (*error, "Set recursive_version_locations = true, or leave directories out of file_template and "
                               "--rev-id.");
  return FALSE;
}

/* The absolute path of the file to be. */
static char *
choose_path (const Plan *plan, GError **error)
{
  const LbSettings *settings = lb_scripts_settings (plan->scripts);
  GError *local = NULL;
  g_autofree char *template = NULL;
  g_autofree char *slug = NULL;
  g_autofree char *name = NULL;
  g_autofree char *full = NULL;
  g_autofree char *path = NULL;
  gint64 truncate;

  if (!lb_settings_integer (settings, LB_SETTING_TRUNCATE_SLUG_LENGTH, &truncate, error))
    return NULL;
  template = lb_settings_string (settings, LB_SETTING_FILE_TEMPLATE, &local);
  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  slug = lb_slug (plan->request->message, (gsize) MAX (truncate, 0));
  if (!(name = lb_revision_filename (template, plan->rev_id, slug, plan->date, error))) {
    g_autofree char *place = NULL;

    lb_settings_origin (settings, LB_SETTING_FILE_TEMPLATE, &place);
    if (error && *error && template)
      lb_error_set_context (*error, place);
    return NULL;
  }
  full = g_strconcat (plan->directory, "/", name, plan->format == LB_SCRIPT_SQL ? ".sql" : ".py", NULL);
  path = g_canonicalize_filename (full, "/");
  if (!check_found_again (plan, path, error))
    return NULL;
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, LB_ERROR, LB_ERROR_IO, "cannot write '%s': the file exists already", path);
    if (error)
      lb_error_set_hint (*error, "Files are never overwritten; let file_template contain %%%%(rev)s.");
    return NULL;
  }
  return g_steal_pointer (&path);
}

/* Into output_encoding, if that is another one than what @text is in. SQL files are UTF-8 whatever it says. */
static char *
encode (const Plan *plan, const char *text, gsize *ret_length, GError **error)
{
  GError *local = NULL;
  g_autofree char *encoding
      = lb_settings_string (lb_scripts_settings (plan->scripts), LB_SETTING_OUTPUT_ENCODING, &local);
  g_autofree char *charset = encoding && plan->format == LB_SCRIPT_PYTHON ? lb_py_charset (encoding) : NULL;
  char *encoded;

  *ret_length = strlen (text);
  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  if (!charset)
    return g_strdup (text);
  encoded = g_convert (text, -1, charset, "UTF-8", NULL, ret_length, &local);
  if (!encoded) {
    g_set_error (error, LB_ERROR, LB_ERROR_CONFIG, "the new revision cannot be written in output_encoding '%s': %s",
                 encoding, local->message);
    g_error_free (local);
  }
  return encoded;
}

/* Render, encode, and read back what would be written. */
static char *
make_text (const Plan *plan, const char *template_path, const char *path, gsize *ret_length, GError **error)
{
  const char *message = plan->request->message;
  LbNewText text = {
    .request = plan->request,
    .rev_id = plan->rev_id,
    .message = message ? message : "empty message", /* for merges too, as in Alembic */
    .down = (const char *const *) plan->down->pdata,
    .labels = plan->labels,
    .depends = (const char *const *) plan->depends->pdata,
    .date = plan->date,
    .aware = plan->aware,
    .path = path,
  };
  gboolean python = plan->format == LB_SCRIPT_PYTHON;
  g_autofree char *rendered
      = python ? lb_new_python_text (lb_scripts_settings (plan->scripts), template_path, &text, error)
               : lb_new_sql_text (&text, error);
  g_autofree char *encoded = rendered ? encode (plan, rendered, ret_length, error) : NULL;

  if (!encoded || (python && !lb_new_python_check (template_path, &text, encoded, *ret_length, error)))
    return NULL;
  return g_steal_pointer (&encoded);
}

gboolean
lb_generate (LbScripts *scripts, const LbNewRevision *revision, char **ret_path, GError **error)
{
  g_auto (Plan)
    plan = { .scripts = scripts, .request = revision };
  g_autofree char *template_path = lb_scripts_template_path (scripts);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (revision->message && !g_utf8_validate (revision->message, -1, NULL)) {
    g_set_error_literal (error, LB_ERROR, LB_ERROR_USAGE, "the message is not UTF-8");
    return FALSE;
  }
  if (!(plan.graph = lb_scripts_graph (scripts, error)) || !choose_id (&plan, error) || !place_in_graph (&plan, error)
      || !choose_directory (&plan, error) || !choose_format (&plan, template_path, error)
      || !(plan.date = lb_create_date (lb_scripts_settings (scripts), &plan.aware, error)))
    return FALSE;
  if (!(path = choose_path (&plan, error)) || !(text = make_text (&plan, template_path, path, &length, error))
      || !lb_write_new_file (path, text, length, error))
    return FALSE;
  *ret_path = g_steal_pointer (&path);
  return TRUE;
}
