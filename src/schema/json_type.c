#include "json.h"

#include "util/error.h"

#include <string.h>

/* Types, and what a column's DEFAULT can be. */

/* ---- TYPE */

static gboolean read_type (const LbJson *at, gpointer field, GError **error);

static gboolean
read_variants (const LbJson *at, gpointer field, GError **error)
{
  GHashTable **variants = field;
  const char *dialect;
  json_t *value;

  if (!json_is_object (at->value))
    return lb_json_expected (at, "an object", error);
  if (json_object_size (at->value) == 0)
    return TRUE;
  *variants = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) lb_type_free);
  json_object_foreach ((json_t *) at->value, dialect, value)
  {
    LbJson variant = { value, at, dialect, 0 };
    LbType *type = NULL;

    if (!read_type (&variant, &type, error))
      return FALSE;
    if (type)
      g_hash_table_insert (*variants, g_strdup (dialect), type);
  }
  return TRUE;
}

static json_t *
write_variants (gconstpointer field)
{
  GHashTable *variants = *(GHashTable *const *) field;
  GHashTableIter iter;
  gpointer dialect, type;
  json_t *object;

  if (!variants)
    return NULL;
  object = json_object ();
  g_hash_table_iter_init (&iter, variants);
  while (g_hash_table_iter_next (&iter, &dialect, &type))
    json_object_set_new (object, dialect, lb_type_to_json (type));
  return object;
}

static const LbCodec variants_codec = { read_variants, write_variants };

static const LbMember type_members[] = {
  LB_MEMBER_NEEDED ("type", lb_json_string, LbType, name),
  LB_MEMBER ("dialect", lb_json_string, LbType, dialect),
  LB_MEMBER ("item", lb_json_type, LbType, item),
  LB_MEMBER ("variants", variants_codec, LbType, variants),
  { NULL },
};

static gboolean
is_member (const LbMember *members, const char *key)
{
  while (members->key && strcmp (members->key, key) != 0)
    members++;
  return members->key != NULL;
}

/* All other members are arguments. */
static void
take_arguments (LbType *type, const json_t *object)
{
  const char *key;
  json_t *value;

  json_object_foreach ((json_t *) object, key, value)
  {
    if (!is_member (type_members, key))
      json_object_set_nocheck (type->arguments, key, value);
  }
}

static gboolean
read_type (const LbJson *at, gpointer field, GError **error)
{
  g_autoptr (LbType) type = lb_type_new (NULL, NULL);

  if (!lb_json_read (at, type_members, type, error))
    return FALSE;
  if (strcmp (type->name, "Null") == 0)
    return TRUE;
  take_arguments (type, at->value);
  *(LbType **) field = g_steal_pointer (&type);
  return TRUE;
}

json_t *
lb_type_to_json (const LbType *type)
{
  json_t *object;

  if (!type)
    return json_pack ("{s:s}", "type", "Null");
  object = json_object ();
  lb_json_write (object, type_members, type);
  json_object_update_missing (object, type->arguments);
  return object;
}

static json_t *
write_type (gconstpointer field)
{
  const LbType *type = *(LbType *const *) field;

  return type ? lb_type_to_json (type) : NULL;
}

const LbCodec lb_json_type = { read_type, write_type };

static gboolean
read_some_type (const LbJson *at, gpointer field, GError **error)
{
  LbType **type = field;

  return read_type (at, type, error) && (*type || lb_json_expected (at, "a type", error));
}

const LbCodec lb_json_some_type = { read_some_type, write_type };

static gpointer
read_type_item (const LbJson *at, GError **error)
{
  LbType *type = NULL;

  return read_some_type (at, &type, error) ? type : NULL;
}

static gboolean
read_types (const LbJson *at, gpointer field, GError **error)
{
  return lb_json_read_list (at, field, read_type_item, (GDestroyNotify) lb_type_free, error);
}

static json_t *
write_type_item (gconstpointer item)
{
  return lb_type_to_json (item);
}

static json_t *
write_types (gconstpointer field)
{
  return lb_json_write_list (*(GPtrArray *const *) field, write_type_item);
}

const LbCodec lb_json_types = { read_types, write_types };

LbType *
lb_type_from_json (const json_t *json, GError **error)
{
  LbJson at = { json, NULL, "type", 0 };

  return read_type_item (&at, error);
}

/* ---- sequences and identities */

#define OPTION(key, codec, field, has) LB_MEMBER_GIVEN (key, codec, LbSequenceOptions, field, has)

static const LbMember option_members[] = {
  OPTION ("start", lb_json_integer, start, has_start),
  OPTION ("increment", lb_json_integer, increment, has_increment),
  OPTION ("minvalue", lb_json_integer, min, has_min),
  OPTION ("maxvalue", lb_json_integer, max, has_max),
  OPTION ("cache", lb_json_integer, cache, has_cache),
  OPTION ("cycle", lb_json_boolean, cycle, has_cycle),
  OPTION ("order", lb_json_boolean, order, has_order),
  LB_MEMBER ("nominvalue", lb_json_flag, LbSequenceOptions, no_min),
  LB_MEMBER ("nomaxvalue", lb_json_flag, LbSequenceOptions, no_max),
  { NULL },
};

static const LbMember identity_members[] = {
  LB_MEMBER ("always", lb_json_flag, LbIdentity, always),
  LB_MEMBER ("on_null", lb_json_flag, LbIdentity, on_null),
  { NULL },
};

static const LbMember sequence_members[] = {
  LB_MEMBER_NEEDED ("name", lb_json_string, LbSequence, name),
  LB_MEMBER ("schema", lb_json_string, LbSequence, schema),
  LB_MEMBER ("type", lb_json_type, LbSequence, type),
  LB_MEMBER ("owner_table", lb_json_string, LbSequence, owner_table),
  LB_MEMBER ("owner_column", lb_json_string, LbSequence, owner_column),
  LB_MEMBER ("of_identity", lb_json_flag, LbSequence, of_identity),
  { NULL },
};

static gboolean
read_sequence (const LbJson *at, gpointer field, GError **error)
{
  LbSequence *sequence = g_new0 (LbSequence, 1);

  if (!lb_json_read (at, sequence_members, sequence, error)
      || !lb_json_read (at, option_members, &sequence->options, error)) {
    lb_sequence_free (sequence);
    return FALSE;
  }
  *(LbSequence **) field = sequence;
  return TRUE;
}

static json_t *
write_sequence (gconstpointer field)
{
  const LbSequence *sequence = *(LbSequence *const *) field;
  json_t *object;

  if (!sequence)
    return NULL;
  object = json_object ();
  lb_json_write (object, sequence_members, sequence);
  lb_json_write (object, option_members, &sequence->options);
  return object;
}

const LbCodec lb_json_sequence = { read_sequence, write_sequence };

static gboolean
read_identity (const LbJson *at, gpointer field, GError **error)
{
  g_autofree LbIdentity *identity = g_new0 (LbIdentity, 1);

  if (!lb_json_read (at, identity_members, identity, error)
      || !lb_json_read (at, option_members, &identity->options, error))
    return FALSE;
  *(LbIdentity **) field = g_steal_pointer (&identity);
  return TRUE;
}

static json_t *
write_identity (gconstpointer field)
{
  const LbIdentity *identity = *(LbIdentity *const *) field;
  json_t *object;

  if (!identity)
    return NULL;
  object = json_object ();
  lb_json_write (object, identity_members, identity);
  lb_json_write (object, option_members, &identity->options);
  return object;
}

static const LbCodec identity_codec = { read_identity, write_identity };

/* ---- DEFAULT */

static const LbMember computed_members[] = {
  LB_MEMBER_NEEDED ("sql", lb_json_string, LbComputed, sql),
  LB_MEMBER_GIVEN ("persisted", lb_json_boolean, LbComputed, persisted, has_persisted),
  { NULL },
};

static gboolean
read_computed (const LbJson *at, gpointer field, GError **error)
{
  LbComputed *computed = g_new0 (LbComputed, 1);

  if (!lb_json_read (at, computed_members, computed, error)) {
    lb_computed_free (computed);
    return FALSE;
  }
  *(LbComputed **) field = computed;
  return TRUE;
}

static json_t *
write_computed (gconstpointer field)
{
  const LbComputed *computed = *(LbComputed *const *) field;
  json_t *object;

  if (!computed)
    return NULL;
  object = json_object ();
  lb_json_write (object, computed_members, computed);
  return object;
}

static const LbCodec computed_codec = { read_computed, write_computed };

/* All that a DEFAULT may be; one of them is there. */
typedef struct {
  char *text, *sql;
  LbIdentity *identity;
  LbComputed *computed;
} Default;

static const LbMember default_members[] = {
  LB_MEMBER ("text", lb_json_string, Default, text),
  LB_MEMBER ("sql", lb_json_string, Default, sql),
  LB_MEMBER ("identity", identity_codec, Default, identity),
  LB_MEMBER ("computed", computed_codec, Default, computed),
  { NULL },
};

static void
clear_default (Default *value)
{
  g_free (value->text);
  g_free (value->sql);
  g_free (value->identity);
  lb_computed_free (value->computed);
}

gboolean
lb_json_read_default (const LbJson *at, LbDefault *plain, LbIdentity **identity, LbComputed **computed, GError **error)
{
  Default value = { NULL };
  gboolean read = lb_json_read (at, default_members, &value, error);
  int n = (value.text != NULL) + (value.sql != NULL) + (value.identity != NULL) + (value.computed != NULL);

  if (!read || n != 1) {
    clear_default (&value);
    return read ? lb_json_expected (at, "one of text, sql, identity and computed", error) : FALSE;
  }
  if (value.text || value.sql)
    *plain = (LbDefault){ value.text ? LB_DEFAULT_TEXT : LB_DEFAULT_SQL, value.text ? value.text : value.sql };
  *identity = value.identity;
  *computed = value.computed;
  return TRUE;
}

json_t *
lb_json_write_default (const LbDefault *plain, const LbIdentity *identity, const LbComputed *computed)
{
  Default value = { NULL };
  json_t *object;

  if (plain->kind == LB_DEFAULT_NONE && !identity && !computed)
    return NULL;
  if (plain->kind == LB_DEFAULT_TEXT)
    value.text = plain->text;
  else
    value.sql = plain->text;
  value.identity = (LbIdentity *) identity;
  value.computed = (LbComputed *) computed;
  object = json_object ();
  lb_json_write (object, default_members, &value);
  return object;
}
