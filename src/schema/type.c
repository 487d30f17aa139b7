#include "schema.h"

/* ---- types */

LbType *
lb_type_new (const char *name, const char *dialect)
{
  LbType *type = g_new0 (LbType, 1);

  type->name = g_strdup (name);
  type->dialect = g_strdup (dialect);
  type->arguments = json_object ();
  return type;
}

static GHashTable *
copy_variants (GHashTable *variants)
{
  GHashTable *copy;
  GHashTableIter iter;
  gpointer dialect, type;

  if (!variants)
    return NULL;
  copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) lb_type_free);
  g_hash_table_iter_init (&iter, variants);
  while (g_hash_table_iter_next (&iter, &dialect, &type))
    g_hash_table_insert (copy, g_strdup (dialect), lb_type_copy (type));
  return copy;
}

LbType *
lb_type_copy (const LbType *type)
{
  LbType *copy;

  if (!type)
    return NULL;
  copy = g_new (LbType, 1);
  *copy = (LbType){
    .name = g_strdup (type->name),
    .dialect = g_strdup (type->dialect),
    .arguments = json_deep_copy (type->arguments),
    .item = lb_type_copy (type->item),
    .variants = copy_variants (type->variants),
  };
  return copy;
}

void
lb_type_free (LbType *type)
{
  if (!type)
    return;
  g_free (type->name);
  g_free (type->dialect);
  json_decref (type->arguments);
  lb_type_free (type->item);
  g_clear_pointer (&type->variants, g_hash_table_unref);
  g_free (type);
}

const LbType *
lb_type_for (const LbType *type, const char *dialect)
{
  const LbType *variant = type && type->variants && dialect ? g_hash_table_lookup (type->variants, dialect) : NULL;

  return variant ? variant : type;
}

const json_t *
lb_type_argument (const LbType *type, const char *key)
{
  const json_t *value = json_object_get (type->arguments, key);

  return value && !json_is_null (value) ? value : NULL;
}

const char *
lb_type_string (const LbType *type, const char *key)
{
  return json_string_value (json_object_get (type->arguments, key));
}

gint64
lb_type_integer (const LbType *type, const char *key, gint64 absent)
{
  const json_t *value = json_object_get (type->arguments, key);

  return json_is_integer (value) ? json_integer_value (value) : absent;
}

/* A keyword that Python would take for a boolean: 1 is as good as true. */
static gboolean
is_true (const json_t *value, gboolean absent)
{
  if (json_is_boolean (value))
    return json_is_true (value);
  return json_is_integer (value) ? json_integer_value (value) != 0 : absent;
}

gboolean
lb_type_boolean (const LbType *type, const char *key, gboolean absent)
{
  return is_true (json_object_get (type->arguments, key), absent);
}

gboolean
lb_type_is_integer (const LbType *type, const char *dialect)
{
  static const char *const names[] = { "Integer", "BigInteger", "SmallInteger", "INTEGER",   "INT",
                                       "BIGINT",  "SMALLINT",   "TINYINT",      "MEDIUMINT", NULL };

  return type && g_strv_contains (names, lb_type_for (type, dialect)->name);
}

/* ---- dialect keywords */

const json_t *
lb_option (const json_t *options, const char *const *prefixes, const char *key)
{
  for (; *prefixes; prefixes++) {
    g_autofree char *name = g_strconcat (*prefixes, "_", key, NULL);
    const json_t *value = json_object_get (options, name);

    if (value && !json_is_null (value))
      return value;
  }
  return NULL;
}

const char *
lb_option_string (const json_t *options, const char *const *prefixes, const char *key)
{
  return json_string_value (lb_option (options, prefixes, key));
}

gboolean
lb_option_boolean (const json_t *options, const char *const *prefixes, const char *key)
{
  return is_true (lb_option (options, prefixes, key), FALSE);
}
