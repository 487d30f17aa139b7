/* A parsed template: between template.c, which parses, and template_render.c. */
#ifndef LB_SCRIPT_TEMPLATE_PRIVATE_H
#define LB_SCRIPT_TEMPLATE_PRIVATE_H

#include "template.h"

typedef enum {
  LB_NODE_TEXT,       /* text */
  LB_NODE_EXPRESSION, /* expression, filters, after */
  LB_NODE_IF,         /* body: its branches, LB_NODE_BRANCH each */
  LB_NODE_BRANCH,     /* expression (NULL: else), body */
  LB_NODE_FOR,        /* names in expression, body */
  LB_NODE_ASSIGN      /* names = expression */
} LbNodeKind;

typedef struct {
  LbNodeKind kind;
  guint line;
  const char *text;
  const LbExpression *expression;
  GPtrArray *filters; /* const char *; NULL: none given */
  char after;         /* the character of the template behind the expression; 0 if it is not known */
  const char *const *names;
  guint n_names;
  GPtrArray *body; /* LbNode * */
} LbNode;

struct LbMako {
  LbArena *arena;
  const char *path;
  GPtrArray *nodes; /* LbNode * */
};

/* The text of a template as UTF-8, without byte order mark and coding line (template_decode.c). @ret_first_line: the
 * number of the line it begins with. NULL with LB_ERROR_SCRIPT. */
char *lb_mako_decode (const char *path, const char *text, gsize length, guint *ret_first_line, GError **error);

/* <% ... %> and <%! ... %>: assignments and imports, as LB_NODE_ASSIGN appended to @nodes (template_block.c). */
gboolean lb_mako_parse_block (LbExpressionText *text, GPtrArray *nodes, GError **error);

#endif
