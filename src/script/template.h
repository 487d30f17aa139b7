/* script.py.mako, rendered without Python.
 *
 * The syntax is Mako's as far as templates of revisions go: ${expression | filters}, % if / elif / else / for, ##
 * comments, %% at the beginning of a line, <%doc>, <%text>, <% name = expression %>, <%! import re %>, a backslash
 * before a newline, and a `coding` comment in the first line. Expressions: expression.h. What else Mako can do (<%def>,
 * <%include>, Python statements) is refused by name, with file and line, before anything is rendered.
 *
 * One thing is better than in Mako: the value of a bare ${message} is escaped for the string literal or comment of
 * Python that it lands in, so that quotes, backslashes and newlines in a message cannot break the file.
 */
#ifndef LB_SCRIPT_TEMPLATE_H
#define LB_SCRIPT_TEMPLATE_H

#include "evaluate.h"

typedef struct LbMako LbMako;

/* Parse @text; @path is for messages. NULL with LB_ERROR_SCRIPT (file, line). */
LbMako *lb_mako_parse (const char *path, const char *text, gsize length, GError **error);
void lb_mako_free (LbMako *mako);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbMako, lb_mako_free)

/* Render with the values of @scope; the template's own assignments are made in it. NULL with LB_ERROR_SCRIPT (file,
 * line). The text is UTF-8. */
char *lb_mako_render (const LbMako *mako, LbScope *scope, GError **error);

#endif
