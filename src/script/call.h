/* Arguments of calls in templates, shared by the tables of functions and methods. */
#ifndef LB_SCRIPT_CALL_H
#define LB_SCRIPT_CALL_H

#include "evaluate.h"

typedef const LbValue *(*LbCallRun) (LbScope *scope, const LbCall *call, GError **error);

/* One function or method: its name, how many arguments it takes, what it does. */
typedef struct {
  const char *name;
  guint least, most;
  LbCallRun run;
  const char *keywords[4]; /* names that stand for the arguments in order; the others take none */
} LbCallable;

/* The argument at position @i or under keyword @keyword; NULL if not given. */
const LbValue *lb_call_argument (const LbCall *call, guint i, const char *keyword);

/* The same as text; FALSE with LB_ERROR_SCRIPT if it is given (and not None) and no string. *ret_text is NULL when it
 * is not given. */
gboolean lb_call_string (const LbCall *call, guint i, const char *keyword, const char **ret_text, GError **error);
gboolean lb_call_integer (const LbCall *call, guint i, const char *keyword, gint64 absent, gint64 *ret_integer,
                          GError **error);

/* Find @call->name in @table (ends with a NULL name), check the number of arguments and run it. *ret_found is FALSE if
 * it is not there. */
const LbValue *lb_call_run (const LbCallable *table, LbScope *scope, const LbCall *call, gboolean *ret_found,
                            GError **error);

extern const LbCallable lb_call_functions[];      /* repr, str, len, ... */
extern const LbCallable lb_call_string_methods[]; /* "".join, ... */
extern const LbCallable lb_call_time_methods[];   /* create_date.strftime, ... */
extern const LbCallable lb_call_re_functions[];   /* re.split, ... */

#endif
