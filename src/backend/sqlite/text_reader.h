/* Walking over the tokens of a CREATE statement; for table_text.c and table_item.c. */
#ifndef LB_BACKEND_SQLITE_TEXT_READER_H
#define LB_BACKEND_SQLITE_TEXT_READER_H

#include "schema/schema.h"
#include "sql/lexer.h"

typedef struct {
  LbLexer lexer;
  LbToken token;   /* the one to look at next */
  const char *end; /* of the token passed last */
  gboolean failed; /* something was not as expected: all that follows is END */
} LbTextReader;

void lb_text_reader_init (LbTextReader *reader, const char *sql);

void lb_text_advance (LbTextReader *reader);
void lb_text_fail (LbTextReader *reader);

/* Look at the next token. @word: lower case. */
gboolean lb_text_at (const LbTextReader *reader, const char *word);
gboolean lb_text_at_kind (const LbTextReader *reader, LbTokenKind kind);
gboolean lb_text_at_symbol (const LbTextReader *reader, char symbol);

/* Pass it if it is that. */
gboolean lb_text_take (LbTextReader *reader, const char *word);
gboolean lb_text_take_kind (LbTextReader *reader, LbTokenKind kind);
gboolean lb_text_take_symbol (LbTextReader *reader, char symbol);

/* Pass it; if it is not that, all has failed. */
void lb_text_expect (LbTextReader *reader, const char *word);
void lb_text_expect_kind (LbTextReader *reader, LbTokenKind kind);

/* A name, quoted in any way; "" when failed. */
char *lb_text_name (LbTextReader *reader);

/* From "(" to its ")": the text between. */
char *lb_text_group (LbTextReader *reader);

/* Up to a comma or closing parenthesis outside of parentheses, or the end. */
char *lb_text_item (LbTextReader *reader);

/* (a, b): names. */
void lb_text_names (LbTextReader *reader, GPtrArray *names);

/* ---- table_item.c: the two kinds of things between the parentheses of CREATE TABLE. Each ends before a comma or the
 * closing parenthesis. */

/* Whether a constraint of the table begins here. */
gboolean lb_text_at_constraint (const LbTextReader *reader);

void lb_text_read_column (LbTextReader *reader, LbTable *table);
void lb_text_read_constraint (LbTextReader *reader, LbTable *table);

#endif
