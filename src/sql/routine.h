/* Whether a statement under way is inside the body of a routine or trigger, where semicolons do not end it.
 *
 * Fed with the solid tokens of one statement that stand outside of parentheses, in order. Knows the three ways
 * databases write such bodies (LbSqlSyntax: begin_atomic, compound_triggers, compound_routines), by where a statement
 * can start and by what surely ends a body, not by a grammar: what is wrong inside is the server's to say.
 */
#ifndef LB_SQL_ROUTINE_H
#define LB_SQL_ROUTINE_H

#include "lexer.h"

typedef enum {
  LB_ROUTINE_UNDECIDED, /* the words so far may become one */
  LB_ROUTINE_NONE,      /* a statement without a body, or the body is behind */
  LB_ROUTINE_ATOMIC,    /* CREATE FUNCTION of standard SQL: BEGIN ATOMIC ...; END */
  LB_ROUTINE_TRIGGER,   /* CREATE TRIGGER of SQLite: BEGIN ...; END */
  LB_ROUTINE_COMPOUND   /* stored programs of MySQL: blocks, loops and conditions within each other */
} LbRoutineKind;

typedef struct {
  const LbSqlSyntax *syntax;
  LbRoutineKind kind;
  guint n_tokens;
  LbToken last;       /* the token before; LB_TOKEN_END before the first */
  guint depth;        /* open blocks; above 0 a semicolon does not end the statement */
  guint line;         /* of the word that opened the outermost */
  gboolean candidate; /* last is BEGIN and not plainly a name */
  gboolean definer;   /* DEFINER = somebody stands before the kind of object */
  gboolean single;    /* the body is one plain statement */
  gboolean handler;   /* inside DECLARE ... HANDLER FOR */
  gboolean until;     /* inside UNTIL ... END REPEAT */
  guint cases;        /* open CASE expressions, as opposed to CASE statements */
} LbRoutine;

/* Start a new statement. */
void lb_routine_init (LbRoutine *routine, const LbSqlSyntax *syntax);

/* Take the next token. Once the kind is LB_ROUTINE_NONE it need not be called any more. */
void lb_routine_feed (LbRoutine *routine, const LbToken *token);

#endif
