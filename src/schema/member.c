#include "member.h"

#include "util/error.h"

#include <string.h>

/* ---- where */

static void
append_path (GString *path, const LbJson *at)
{
  if (!at->outer)
    return;
  append_path (path, at->outer);
  if (!at->key)
    g_string_append_printf (path, "[%u]", at->index);
  else
    g_string_append_printf (path, "%s%s", path->len ? "." : "", at->key);
}

gboolean
lb_json_expected (const LbJson *at, const char *expected, GError **error)
{
  g_autoptr (GString) path = g_string_new (NULL);
  const LbJson *whole = at;

  while (whole->outer)
    whole = whole->outer;
  append_path (path, at);
  g_set_error (error, LB_ERROR, LB_ERROR_SCRIPT, "%s%s%s must be %s", whole->key, path->len ? ": " : "", path->str,
               expected);
  return FALSE;
}

/* ---- objects */

static gboolean
read_member (const LbJson *object, const LbMember *member, gpointer structure, GError **error)
{
  LbJson at = { json_object_get (object->value, member->key), object, member->key, 0 };
  gboolean absent = !at.value || json_is_null (at.value);
  gboolean given = at.value && (!absent || member->flags & LB_MEMBER_NULL);

  if (absent && member->flags & LB_MEMBER_REQUIRED)
    return lb_json_expected (&at, "given", error);
  if (!absent && !member->codec->read (&at, (char *) structure + member->field, error))
    return FALSE;
  if (given && member->has >= 0)
    *(gboolean *) (gpointer) ((char *) structure + member->has) = TRUE;
  return TRUE;
}

gboolean
lb_json_read (const LbJson *at, const LbMember *members, gpointer structure, GError **error)
{
  if (!json_is_object (at->value))
    return lb_json_expected (at, "an object", error);
  for (; members->key; members++)
    if (!read_member (at, members, structure, error))
      return FALSE;
  return TRUE;
}

void
lb_json_write (json_t *object, const LbMember *members, gconstpointer structure)
{
  const char *fields = structure;

  for (; members->key; members++) {
    json_t *value;

    if (members->has >= 0 && !*(const gboolean *) (gconstpointer) (fields + members->has))
      continue;
    value = members->codec->write (fields + members->field);
    if (value)
      json_object_set_new_nocheck (object, members->key, value);
  }
}

/* ---- strings */

static gboolean
check_string (const LbJson *at, GError **error)
{
  if (!json_is_string (at->value))
    return lb_json_expected (at, "a string", error);
  if (memchr (json_string_value (at->value), '\0', json_string_length (at->value)))
    return lb_json_expected (at, "a string without NUL", error);
  return TRUE;
}

static gboolean
read_string (const LbJson *at, gpointer field, GError **error)
{
  char **string = field;

  if (!check_string (at, error))
    return FALSE;
  g_free (*string);
  *string = g_strdup (json_string_value (at->value));
  return TRUE;
}

/* A database may hold names that are no UTF-8; they are shown as well as can be. */
static json_t *
new_string (const char *string)
{
  json_t *value = json_string (string);
  g_autofree char *valid = value ? NULL : g_utf8_make_valid (string, -1);

  return value ? value : json_string (valid);
}

static json_t *
write_string (gconstpointer field)
{
  const char *string = *(char *const *) field;

  return string ? new_string (string) : NULL;
}

const LbCodec lb_json_string = { read_string, write_string };

static gpointer
read_string_item (const LbJson *at, GError **error)
{
  return check_string (at, error) ? g_strdup (json_string_value (at->value)) : NULL;
}

static gboolean
read_strings (const LbJson *at, gpointer field, GError **error)
{
  return lb_json_read_list (at, field, read_string_item, g_free, error);
}

static json_t *
write_string_item (gconstpointer item)
{
  return new_string (item);
}

static json_t *
write_strings (gconstpointer field)
{
  return lb_json_write_list (*(GPtrArray *const *) field, write_string_item);
}

const LbCodec lb_json_strings = { read_strings, write_strings };

gboolean
lb_json_read_word (const LbJson *at, const char *const *words, int *ret_index, GError **error)
{
  g_autofree char *list = NULL;
  g_autofree char *expected = NULL;
  const char *word = json_string_value (at->value);

  for (int i = 0; word && words[i]; i++)
    if (strcmp (words[i], word) == 0) {
      *ret_index = i;
      return TRUE;
    }
  list = g_strjoinv (", ", (char **) words);
  expected = g_strdup_printf ("one of %s", list);
  return lb_json_expected (at, expected, error);
}

/* ---- booleans, integers */

/* Python's 0 and 1 are as good as its booleans. */
static gboolean
read_boolean (const LbJson *at, gpointer field, GError **error)
{
  if (!json_is_boolean (at->value) && !json_is_integer (at->value))
    return lb_json_expected (at, "true or false", error);
  *(gboolean *) field = json_is_true (at->value) || json_integer_value (at->value) != 0;
  return TRUE;
}

static json_t *
write_boolean (gconstpointer field)
{
  return json_boolean (*(const gboolean *) field);
}

static json_t *
write_flag (gconstpointer field)
{
  return *(const gboolean *) field ? json_true () : NULL;
}

static json_t *
write_flag_on (gconstpointer field)
{
  return *(const gboolean *) field ? NULL : json_false ();
}

const LbCodec lb_json_boolean = { read_boolean, write_boolean };
const LbCodec lb_json_flag = { read_boolean, write_flag };
const LbCodec lb_json_flag_on = { read_boolean, write_flag_on };

static gboolean
read_integer (const LbJson *at, gpointer field, GError **error)
{
  if (!json_is_integer (at->value))
    return lb_json_expected (at, "an integer of at most 64 bits", error);
  *(gint64 *) field = json_integer_value (at->value);
  return TRUE;
}

static json_t *
write_integer (gconstpointer field)
{
  return json_integer (*(const gint64 *) field);
}

const LbCodec lb_json_integer = { read_integer, write_integer };

/* ---- objects as they are */

static gboolean
read_object (const LbJson *at, gpointer field, GError **error)
{
  json_t **object = field;

  if (!json_is_object (at->value))
    return lb_json_expected (at, "an object", error);
  json_decref (*object);
  *object = json_copy ((json_t *) at->value);
  return TRUE;
}

static json_t *
write_object (gconstpointer field)
{
  json_t *object = *(json_t *const *) field;

  return json_object_size (object) ? json_incref (object) : NULL;
}

const LbCodec lb_json_object = { read_object, write_object };

/* ---- lists */

gboolean
lb_json_read_list (const LbJson *at, GPtrArray **array, LbReadItem read_item, GDestroyNotify free_item, GError **error)
{
  gsize n = json_array_size (at->value);

  if (!json_is_array (at->value))
    return lb_json_expected (at, "a list", error);
  if (!*array)
    *array = g_ptr_array_new_full ((guint) n, free_item);
  for (gsize i = 0; i < n; i++) {
    LbJson item = { json_array_get (at->value, i), at, NULL, (guint) i };
    gpointer made = read_item (&item, error);

    if (!made)
      return FALSE;
    g_ptr_array_add (*array, made);
  }
  return TRUE;
}

json_t *
lb_json_write_list (const GPtrArray *array, LbWriteItem write_item)
{
  json_t *list;

  if (!array || array->len == 0)
    return NULL;
  list = json_array ();
  for (guint i = 0; i < array->len; i++)
    json_array_append_new (list, write_item (array->pdata[i]));
  return list;
}
