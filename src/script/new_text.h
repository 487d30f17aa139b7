/* The text of a new revision file, in either format; generate.c decides what goes into it. */
#ifndef LB_SCRIPT_NEW_TEXT_H
#define LB_SCRIPT_NEW_TEXT_H

#include "generate.h"

/* What the plan of a new file has come to. */
typedef struct {
  const LbNewRevision *request;
  const char *rev_id;
  const char *message;        /* "empty message" if none was given */
  const char *const *down;    /* ids; empty for a base */
  const char *const *labels;  /* empty for none */
  const char *const *depends; /* ids and labels; empty for none */
  GDateTime *date;
  gboolean aware;   /* the date has a zone that is to be shown */
  const char *path; /* of the file to be, for messages */
} LbNewText;

/* The Python revision that the project's script.py.mako at @template_path gives: UTF-8. NULL with LB_ERROR_SCRIPT,
 * LB_ERROR_IO. */
char *lb_new_python_text (const LbSettings *settings, const char *template_path, const LbNewText *text, GError **error);

/* Whether @encoded, which is about to be written, says what it was told to: a template without a section for the
 * labels, say, would lose them silently. FALSE with LB_ERROR_SCRIPT. */
gboolean lb_new_python_check (const char *template_path, const LbNewText *text, const char *encoded, gsize length,
                              GError **error);

/* The SQL revision: header and two sections. NULL with LB_ERROR_SCRIPT when the header cannot hold a value. */
char *lb_new_sql_text (const LbNewText *text, GError **error);

#endif
