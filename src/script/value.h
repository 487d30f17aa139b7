/* The values that expressions in templates have: the part of Python's that templates of revisions work with.
 *
 * Values never change once made and live in an arena.
 */
#ifndef LB_SCRIPT_VALUE_H
#define LB_SCRIPT_VALUE_H

#include "util/arena.h"

typedef enum {
  LB_VALUE_NONE,
  LB_VALUE_UNDEFINED, /* a name nobody has set; false, but cannot be printed; text: the name */
  LB_VALUE_BOOLEAN,
  LB_VALUE_INTEGER,
  LB_VALUE_STRING,
  LB_VALUE_LIST,
  LB_VALUE_TUPLE,
  LB_VALUE_DATETIME,
  LB_VALUE_DATE,
  LB_VALUE_FUNCTION, /* a built-in one or a method; text: its name */
  LB_VALUE_MODULE,   /* text: its name */
  LB_VALUE_CONFIG,   /* the `config` of templates */
  LB_VALUE_CONTEXT,  /* Mako's `context` */
  LB_VALUE_LOOP      /* Mako's `loop` */
} LbValueKind;

typedef struct LbValue LbValue;
struct LbValue {
  LbValueKind kind;
  gint64 integer;   /* number, truth, loop: index */
  const char *text; /* UTF-8 */
  const LbValue *const *items;
  guint n;         /* of items; loop: how many rounds */
  GDateTime *time; /* kept by the arena */
  gboolean aware;  /* the time has a zone that is shown */
};

extern const LbValue lb_value_none, lb_value_true, lb_value_false;

const LbValue *lb_value_boolean (gboolean truth);
const LbValue *lb_value_integer (LbArena *arena, gint64 integer);
const LbValue *lb_value_string (LbArena *arena, const char *text); /* copied */
const LbValue *lb_value_string_n (LbArena *arena, const char *text, gsize length);
const LbValue *lb_value_take_string (LbArena *arena, char *text); /* freed */
/* @items is taken from @array, which is freed. @kind: LB_VALUE_LIST or LB_VALUE_TUPLE */
const LbValue *lb_value_take_items (LbArena *arena, LbValueKind kind, GPtrArray *array);
const LbValue *lb_value_time (LbArena *arena, LbValueKind kind, GDateTime *time, gboolean aware); /* copied */
const LbValue *lb_value_named (LbArena *arena, LbValueKind kind, const char *name);

gboolean lb_value_truth (const LbValue *value);
gboolean lb_value_equal (const LbValue *a, const LbValue *b);
/* Negative, zero or positive through @ret_order; FALSE if Python has no order for the two. */
gboolean lb_value_compare (const LbValue *a, const LbValue *b, int *ret_order);
const char *lb_value_type (const LbValue *value); /* "str", "NoneType", ... */

/* What str() and repr() give. FALSE with LB_ERROR_SCRIPT for what has none: undefined names, functions. */
gboolean lb_value_append_str (GString *out, const LbValue *value, GError **error);
gboolean lb_value_append_repr (GString *out, const LbValue *value, GError **error);

/* datetime.isoformat(): @separator between date and time; "timespec" of Python: NULL or "auto", "seconds", "minutes",
 * "hours", "milliseconds", "microseconds"; FALSE for another one. */
gboolean lb_value_append_isoformat (GString *out, const LbValue *value, const char *separator, const char *timespec);

#endif
