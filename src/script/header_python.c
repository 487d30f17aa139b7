/* The header of a Python revision: what the module assigns to revision, down_revision, branch_labels and depends_on,
 * and its docstring. The file is not run; what only running it would tell is an error with its line.
 */
#include "header_private.h"
#include "python_module.h"
#include "python_source.h"
#include "util/error.h"

#include <string.h>

/* What the module says, to be judged. */
typedef struct {
  LbPyNames names;
  const LbHeaderSource *source;
  const char *text; /* of the source, decoded: what values point into */
} Result;

static gboolean
set_value_error (const Result *result, const char *name, const LbPyValue *value, GError **error)
{
  lb_set_error_at (error, LB_ERROR_SCRIPT, result->source->path, lb_header_line (result->text, value->at),
                   value->type == LB_PY_WRONG ? "%s is %s, not a string" : "%s is not literal: %s", name, value->what);
  if (error)
    lb_error_set_hint (*error, "The header is read without running the file: write %s as a plain string%s.", name,
                       strcmp (name, "revision") == 0 ? "" : ", a tuple or list of strings, or None");
  return FALSE;
}

/* Alembic's rule for the oldest scripts: the file's name, if it is hexadecimal digits, is the identity. */
static gboolean
identify_by_name (Result *result, GError **error)
{
  LbHeaderReader *reader = result->names.reader;
  const char *slash = strrchr (result->source->path, '/');
  const char *name = slash ? slash + 1 : result->source->path;
  gsize digits = strspn (name, "0123456789abcdef");

  if (digits > 0 && strcmp (name + digits, ".py") == 0) {
    g_ptr_array_add (reader->lists[LB_HEADER_ID], lb_header_keep (reader, name, digits));
    return TRUE;
  }
  lb_set_error_at (error, LB_ERROR_SCRIPT, result->source->path, 0,
                   "Could not determine revision id from filename %s. Be sure the 'revision' variable is declared "
                   "inside the script (please see 'Upgrading from Alembic 0.1 to 0.2' in the documentation).",
                   name);
  return FALSE;
}

static gboolean
check_id (Result *result, GError **error)
{
  const LbPyValue *value = &result->names.values[LB_HEADER_ID];
  const GPtrArray *list = result->names.reader->lists[LB_HEADER_ID];
  LbPyValue wrong = *value;

  switch (value->type) {
    case LB_PY_UNSET:
      return identify_by_name (result, error);
    case LB_PY_STR:
      if (!value->inexact && *(const char *) g_ptr_array_index (list, 0))
        return TRUE;
      wrong.what = value->inexact ? "a string with characters that an identifier cannot have" : "empty";
      break;
    case LB_PY_NONE:
      wrong.what = "None";
      break;
    case LB_PY_LIST:
      wrong.what = "a list";
      break;
    case LB_PY_WRONG:
    case LB_PY_NONLITERAL:
      return set_value_error (result, "revision", value, error);
  }
  wrong.type = LB_PY_WRONG;
  return set_value_error (result, "revision", &wrong, error);
}

/* A list of names. The empty string counts for nothing, as in Alembic. */
static gboolean
check_list (Result *result, LbHeaderValue which, const char *name, GError **error)
{
  LbPyValue value = result->names.values[which];
  GPtrArray *list = result->names.reader->lists[which];

  if (value.type == LB_PY_WRONG || value.type == LB_PY_NONLITERAL)
    return set_value_error (result, name, &value, error);
  if (value.inexact) {
    value.type = LB_PY_WRONG;
    value.what = "a string with characters that an identifier cannot have";
    return set_value_error (result, name, &value, error);
  }
  for (guint i = list->len; i > 0; i--) {
    if (!*(const char *) g_ptr_array_index (list, i - 1))
      g_ptr_array_remove_index (list, i - 1);
  }
  return TRUE;
}

/* "Create Date: X" of the docstring, as Alembic's template writes it. */
static void
find_create_date (LbHeader *header, LbHeaderReader *reader)
{
  const char *line = header->doc ? strstr (header->doc, "\nCreate Date:") : NULL;
  g_autofree char *date = NULL;

  if (!line)
    return;
  line += strlen ("\nCreate Date:");
  date = g_strstrip (g_strndup (line, strcspn (line, "\n")));
  if (*date)
    header->create_date = lb_header_keep (reader, date, strlen (date));
}

static gboolean
finish (Result *result, GError **error)
{
  LbHeaderReader *reader = result->names.reader;
  const GPtrArray *doc = reader->lists[LB_HEADER_DATE];
  const char *text = result->names.values[LB_HEADER_DATE].type == LB_PY_STR ? g_ptr_array_index (doc, 0) : "";

  if (!check_id (result, error))
    return FALSE;
  if (result->names.values[LB_HEADER_DOWN].type == LB_PY_UNSET) {
    lb_set_error_at (error, LB_ERROR_SCRIPT, result->source->path, 0, "the script assigns no down_revision");
    if (error)
      lb_error_set_hint (*error, "Write down_revision = None for a first revision.");
    return FALSE;
  }
  if (!check_list (result, LB_HEADER_DOWN, "down_revision", error)
      || !check_list (result, LB_HEADER_LABELS, "branch_labels", error)
      || !check_list (result, LB_HEADER_DEPENDS, "depends_on", error))
    return FALSE;
  lb_header_describe (reader, text, strlen (text), result->source->with_doc);
  find_create_date (&reader->header, reader);
  return TRUE;
}

LbHeaderResult
lb_header_read_python (LbHeaderReader *reader, const LbHeaderSource *source, GError **error)
{
  Result result = { .names.reader = reader, .source = source };
  g_auto (LbPySource)
    python = { 0 };

  if (!lb_py_source_decode (&python, source->path, source->text, source->length, error))
    return LB_HEADER_FAILED;
  if (!reader->bindings)
    reader->bindings = g_array_new (FALSE, FALSE, sizeof (LbPyBinding));
  result.text = python.text;
  if (!lb_py_read_module (&result.names, source->path, python.text, python.length, error) || !finish (&result, error))
    return LB_HEADER_FAILED;
  return LB_HEADER_REVISION;
}
