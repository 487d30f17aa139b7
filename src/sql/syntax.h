/* What a database's SQL looks like: the facts the lexer, the splitter and the quoting need.
 *
 * One constant per database, defined in its backend folder; nothing here names a database.
 */
#ifndef LB_SQL_SYNTAX_H
#define LB_SQL_SYNTAX_H

#include <glib.h>

typedef struct {
  const char *name; /* for messages: "PostgreSQL" */

  /* lexing */
  gboolean dollar_quotes;        /* $tag$ ... $tag$ */
  gboolean e_strings;            /* E'...\'...', and U&'...' and U&"..." as one token each */
  gboolean backslash_escapes;    /* \' in every '...' and "..." string */
  gboolean nested_comments;      /* slash-star comments nest */
  gboolean hash_comments;        /* # to the end of the line */
  gboolean dash_needs_space;     /* -- starts a comment only before white space */
  gboolean cr_ends_line;         /* a carriage return alone ends a -- comment */
  gboolean double_quote_strings; /* "..." is a string, not a name */
  gboolean backtick_names;       /* `name` */
  gboolean bracket_names;        /* [name] */
  gboolean executable_comments;  /* slash-star-bang ... star-slash holds code */
  const char *parameters;        /* the characters that start a parameter: "$", "?:@$" */

  /* splitting */
  gboolean begin_atomic;       /* CREATE FUNCTION/PROCEDURE ... BEGIN ATOMIC ...; END */
  gboolean compound_triggers;  /* CREATE TRIGGER ... BEGIN ...; END */
  gboolean compound_routines;  /* CREATE PROCEDURE/FUNCTION/TRIGGER/EVENT ... BEGIN ...; END, IF, LOOP, CASE ... */
  gboolean delimiter_command;  /* DELIMITER // as the client of MySQL has it */
  gboolean backslash_commands; /* \i, \copy ...: psql's, refused with the line */
  gboolean copy_from_stdin;    /* COPY ... FROM stdin: refused with the line */
  gboolean dot_commands;       /* .read, .mode ...: the sqlite3 shell's, refused with the line */

  /* quoting */
  char name_quote_open; /* '"' or '`' */
  char name_quote_close;
  gboolean underscore_needs_quotes;  /* an unquoted name does not begin with one */
  gboolean fold_upper;               /* unquoted names fold to upper case instead of lower */
  const char *const *reserved_words; /* lower case, sorted by strcmp; names among them are quoted. NULL-terminated */
} LbSqlSyntax;

#endif
