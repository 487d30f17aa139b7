/* Evaluating expressions of templates: names, operators; and the functions and methods there are (call.c). */
#ifndef LB_SCRIPT_EVALUATE_H
#define LB_SCRIPT_EVALUATE_H

#include "expression.h"

/* Where `config` of a template reads: @section NULL is the main section. NULL without @error: no such option. */
typedef char *(*LbConfigLookup) (const char *section, const char *key, gpointer data, GError **error);

typedef struct {
  LbArena *arena;    /* of the values made on the way */
  GHashTable *names; /* const char * -> const LbValue *: what is set */
  LbConfigLookup config;
  gpointer config_data;
  const char *config_section; /* "alembic"; borrowed */
  const char *config_path;    /* the ini file, or NULL; borrowed */
  gsize steps;                /* evaluations so far; checked against a limit, for loops nest */
} LbScope;

/* A scope in which nothing is set but the built-in functions, `comma`, `config` and `context`. */
LbScope *lb_scope_new (void);
void lb_scope_free (LbScope *scope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbScope, lb_scope_free)

/* Set @name, copied; @value is of scope->arena or one of the constants. */
void lb_scope_set (LbScope *scope, const char *name, const LbValue *value);

/* NULL with LB_ERROR_SCRIPT, without a place: the caller knows the line. */
const LbValue *lb_evaluate (LbScope *scope, const LbExpression *expression, GError **error);

/* The elements of a list, tuple or string (its characters); NULL with LB_ERROR_SCRIPT for what cannot be walked. */
GPtrArray *lb_evaluate_elements (LbScope *scope, const LbValue *value, GError **error);

/* Set @names (one, or several that @value is unpacked to). */
gboolean lb_evaluate_assign (LbScope *scope, const char *const *names, guint n, const LbValue *value, GError **error);

/* What a name stands for: set, built in, or an LB_VALUE_UNDEFINED. Never NULL. */
const LbValue *lb_evaluate_name (LbScope *scope, const char *name);

/* A call: @self is NULL for functions. @keywords runs parallel to @arguments, NULL for positional ones. */
typedef struct {
  const LbValue *self;
  const char *name;
  const LbValue *const *arguments;
  const char *const *keywords;
  guint n;
} LbCall;
const LbValue *lb_evaluate_call (LbScope *scope, const LbCall *call, GError **error);

/* Whether there is a built-in function of this name. */
gboolean lb_is_function (const char *name);

/* An attribute that is no method: create_date.year, loop.index. NULL with LB_ERROR_SCRIPT. */
const LbValue *lb_evaluate_attribute (LbScope *scope, const LbValue *value, const char *name, GError **error);

/* "...".format(...) and the % operator, in format.c. */
const LbValue *lb_evaluate_percent (LbScope *scope, const LbValue *format, const LbValue *arguments, GError **error);
const LbValue *lb_evaluate_format (LbScope *scope, const LbCall *call, GError **error);

#endif
