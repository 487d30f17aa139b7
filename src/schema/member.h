/* Structures from and to JSON objects by tables of members: one table both reads and writes.
 *
 * What comes in is somebody else's: every shape is checked, and an error names the member by its path from the
 * outermost object ("table.columns[2].name") and what was expected there.
 */
#ifndef LB_SCHEMA_MEMBER_H
#define LB_SCHEMA_MEMBER_H

#include <glib.h>
#include <jansson.h>

/* A JSON value and where it stands. The outermost one has no @outer, and its @key says what the whole is. */
typedef struct LbJson LbJson;
struct LbJson {
  const json_t *value;
  const LbJson *outer;
  const char *key; /* in an object; NULL in an array */
  guint index;     /* in an array */
};

/* Set LB_ERROR_SCRIPT, "create_table: table.name must be a string"; returns FALSE. */
gboolean lb_json_expected (const LbJson *at, const char *expected, GError **error);

/* How one kind of field is read and written. @field points to the field. */
typedef struct {
  gboolean (*read) (const LbJson *at, gpointer field, GError **error);
  json_t *(*write) (gconstpointer field); /* NULL for what may be left out */
} LbCodec;

typedef enum {
  LB_MEMBER_REQUIRED = 1 << 0, /* it must be there and not be null */
  LB_MEMBER_NULL = 1 << 1      /* null counts as given: @has is set and the field left as it is */
} LbMemberFlags;

typedef struct {
  const char *key; /* NULL ends a table */
  const LbCodec *codec;
  gsize field; /* its offset */
  gssize has;  /* offset of a gboolean that says whether it was given; -1 none */
  guint flags;
} LbMember;

#define LB_MEMBER(key, codec, type, field) LB_MEMBER_AT (key, codec, offsetof (type, field), -1, 0)
#define LB_MEMBER_NEEDED(key, codec, type, field)                                                                      \
  LB_MEMBER_AT (key, codec, offsetof (type, field), -1, LB_MEMBER_REQUIRED)
#define LB_MEMBER_GIVEN(key, codec, type, field, has)                                                                  \
  LB_MEMBER_AT (key, codec, offsetof (type, field), offsetof (type, has), 0)
/* the codec takes the whole structure */
#define LB_MEMBER_WHOLE(key, codec) LB_MEMBER_AT (key, codec, 0, -1, 0)
#define LB_MEMBER_AT(key, codec, offset, has, flags)                                                                   \
  {                                                                                                                    \
    (key), &(codec), (offset), (has), (flags)                                                                          \
  }

/* Read the members of @at into @structure. Others are left alone; absent ones and nulls leave their field as it is. */
gboolean lb_json_read (const LbJson *at, const LbMember *members, gpointer structure, GError **error);

/* Add the members of @structure to @object. */
void lb_json_write (json_t *object, const LbMember *members, gconstpointer structure);

/* ---- fields */

extern const LbCodec lb_json_string;  /* char * */
extern const LbCodec lb_json_strings; /* GPtrArray * of char * */
extern const LbCodec lb_json_flag;    /* gboolean, absent: FALSE */
extern const LbCodec lb_json_flag_on; /* gboolean, absent: TRUE */
extern const LbCodec lb_json_boolean; /* gboolean, always written; stands with a @has */
extern const LbCodec lb_json_integer; /* gint64, always written; stands with a @has */
extern const LbCodec lb_json_object;  /* json_t *, an object that is there already; replaced by a copy */

/* A word out of a list: the index is the value of an enumeration. NULL-terminated. */
gboolean lb_json_read_word (const LbJson *at, const char *const *words, int *ret_index, GError **error);

/* Lists. @read_item: a new item or NULL with @error. The array is made if it is NULL; an empty list is left out. */
typedef gpointer (*LbReadItem) (const LbJson *at, GError **error);
typedef json_t *(*LbWriteItem) (gconstpointer item);
gboolean lb_json_read_list (const LbJson *at, GPtrArray **array, LbReadItem read_item, GDestroyNotify free_item,
                            GError **error);
json_t *lb_json_write_list (const GPtrArray *array, LbWriteItem write_item);

#endif
