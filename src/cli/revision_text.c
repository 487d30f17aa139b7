#include "revision_text.h"

#include <string.h>

static void
append_joined (GString *text, const char *const *strings)
{
  for (guint i = 0; strings && strings[i]; i++) {
    if (i)
      g_string_append (text, ", ");
    g_string_append (text, strings[i]);
  }
}

static void
append_ids (GString *text, const LbRevisionList *list)
{
  for (guint i = 0; i < list->n; i++) {
    if (i)
      g_string_append (text, ", ");
    g_string_append (text, list->items[i]->id);
  }
}

static gboolean
any (const char *const *strings)
{
  return strings && strings[0];
}

static void
append_parents (GString *text, const LbRevision *revision)
{
  if (any (revision->down_ids))
    append_joined (text, revision->down_ids);
  else
    g_string_append (text, "<base>");
}

void
lb_revision_line (GString *text, const LbRevision *revision, guint parts)
{
  if (parts & LB_TEXT_PARENTS) {
    append_parents (text, revision);
    if (any (revision->depends_ids)) {
      g_string_append (text, " (");
      append_joined (text, revision->depends_ids);
      g_string_append_c (text, ')');
    }
    g_string_append (text, " -> ");
  }
  g_string_append (text, revision->id);
  if (parts & LB_TEXT_LABELS && any (revision->labels)) {
    g_string_append (text, " (");
    append_joined (text, revision->labels);
    g_string_append_c (text, ')');
  }
  if (lb_revision_is_real_head (revision))
    g_string_append (text, " (head)");
  else if (lb_revision_is_head (revision))
    g_string_append (text, " (effective head)");
  if (parts & LB_TEXT_CURRENT)
    g_string_append (text, " (current)");
  if (parts & LB_TEXT_TREE && lb_revision_is_branch_point (revision))
    g_string_append (text, " (branchpoint)");
  if (parts & LB_TEXT_TREE && lb_revision_is_merge_point (revision))
    g_string_append (text, " (mergepoint)");
  if (parts & LB_TEXT_DOC)
    g_string_append_printf (text, ", %s", revision->message);
}

void
lb_revision_message (GString *text, const char *before, const LbRevision *revision)
{
  gsize start;

  if (!*revision->message)
    return;
  g_string_append (text, before);
  start = text->len;
  g_string_append (text, revision->message);
  g_strdelimit (text->str + start, "\r\n", ' ');
}

/* Every line with four blanks before it, empty ones too; the last gets its newline. */
static void
append_indented (GString *text, const char *doc)
{
  const char *end;

  for (; *doc; doc = *end ? end + 1 : end) {
    end = strchrnul (doc, '\n');
    gsize length = (gsize) (end - doc);

    if (length && doc[length - 1] == '\r')
      length--;
    g_string_append (text, "    ");
    g_string_append_len (text, doc, (gssize) length);
    g_string_append_c (text, '\n');
  }
}

void
lb_revision_entry (GString *text, const LbRevision *revision, gboolean current, const char *doc)
{
  gboolean merges = lb_revision_is_merge_point (revision);
  gboolean forks = lb_revision_is_branch_point (revision);

  g_string_append_printf (text, "Rev: %s%s%s%s%s\n", revision->id, lb_revision_is_head (revision) ? " (head)" : "",
                          forks ? " (branchpoint)" : "", merges ? " (mergepoint)" : "", current ? " (current)" : "");
  g_string_append (text, merges ? "Merges: " : "Parent: ");
  append_parents (text, revision);
  if (any (revision->depends_ids)) {
    g_string_append (text, "\nAlso depends on: ");
    append_joined (text, revision->depends_ids);
  }
  if (forks) {
    g_string_append (text, "\nBranches into: ");
    append_ids (text, &revision->children);
  }
  if (any (revision->labels)) {
    g_string_append (text, "\nBranch names: ");
    append_joined (text, revision->labels);
  }
  g_string_append_printf (text, "\nPath: %s\n\n", revision->path);
  append_indented (text, doc);
  if (!*doc)
    g_string_append_c (text, '\n');
}

/* Text of files may be in any encoding; JSON is UTF-8. */
static json_t *
json_text (const char *text)
{
  g_autofree char *valid = NULL;

  if (!text)
    return json_null ();
  if (g_utf8_validate (text, -1, NULL))
    return json_string (text);
  valid = g_utf8_make_valid (text, -1);
  return json_string (valid);
}

json_t *
lb_strings_json (const char *const *strings)
{
  json_t *array = json_array ();

  for (guint i = 0; strings && strings[i]; i++)
    json_array_append_new (array, json_text (strings[i]));
  return array;
}

json_t *
lb_names_json (const GPtrArray *names)
{
  json_t *array = json_array ();

  for (guint i = 0; names && i < names->len; i++)
    json_array_append_new (array, json_text (names->pdata[i]));
  return array;
}

static json_t *
ids_json (const LbRevisionList *list)
{
  json_t *array = json_array ();

  for (guint i = 0; i < list->n; i++)
    json_array_append_new (array, json_text (list->items[i]->id));
  return array;
}

json_t *
lb_revision_json (const LbRevision *revision)
{
  json_t *object = json_object ();

  json_object_set_new (object, "revision", json_text (revision->id));
  json_object_set_new (object, "down_revision", lb_strings_json (revision->down_ids));
  json_object_set_new (object, "depends_on", lb_strings_json (revision->depends_ids));
  json_object_set_new (object, "children", ids_json (&revision->children));
  json_object_set_new (object, "branch_labels", lb_strings_json (revision->labels));
  json_object_set_new (object, "message", json_text (revision->message));
  json_object_set_new (object, "path", json_text (revision->path));
  json_object_set_new (object, "is_head", json_boolean (lb_revision_is_head (revision)));
  json_object_set_new (object, "is_effective_head",
                       json_boolean (lb_revision_is_head (revision) && !lb_revision_is_real_head (revision)));
  json_object_set_new (object, "is_base", json_boolean (lb_revision_is_base (revision)));
  json_object_set_new (object, "is_branch_point", json_boolean (lb_revision_is_branch_point (revision)));
  json_object_set_new (object, "is_merge_point", json_boolean (lb_revision_is_merge_point (revision)));
  return object;
}
