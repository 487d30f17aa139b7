#include "template_private.h"

#include "util/error.h"

#include <string.h>

#define MAX_OPEN 40 /* nested control lines; rendering follows them down */

/* A control line that waits for its end. */
typedef struct {
  LbNode *node;    /* LB_NODE_IF or LB_NODE_FOR */
  GPtrArray *body; /* where the nodes that follow go */
} Open;

typedef struct {
  LbMako *mako;
  LbExpressionText text;
  const char *start; /* of the template */
  GArray *open;      /* Open */
} Parser;

static GPtrArray *
nodes_new (LbArena *arena)
{
  return lb_arena_adopt (arena, g_ptr_array_new (), (GDestroyNotify) g_ptr_array_unref);
}

static GPtrArray *
current_body (Parser *parser)
{
  return parser->open->len ? g_array_index (parser->open, Open, parser->open->len - 1).body : parser->mako->nodes;
}

static LbNode *
node_new (Parser *parser, LbNodeKind kind, guint line)
{
  LbNode *node = lb_arena_alloc (parser->mako->arena, sizeof (LbNode));

  node->kind = kind;
  node->line = line;
  return node;
}

static gboolean
comes (const Parser *parser, const char *word)
{
  gsize length = strlen (word);

  return (gsize) (parser->text.end - parser->text.at) >= length && strncmp (parser->text.at, word, length) == 0;
}

static gboolean
at_line_start (const Parser *parser)
{
  return parser->text.at == parser->start || parser->text.at[-1] == '\n';
}

static void
move_to (Parser *parser, const char *to)
{
  for (; parser->text.at < to; parser->text.at++)
    parser->text.line += *parser->text.at == '\n';
}

static void
append_text (Parser *parser, const char *from, const char *to)
{
  if (from < to) {
    LbNode *node = node_new (parser, LB_NODE_TEXT, parser->text.line);

    node->text = lb_arena_string (parser->mako->arena, from, (gsize) (to - from));
    g_ptr_array_add (current_body (parser), node);
  }
}

/* "| comma,n": names with dots. */
static gboolean
parse_filters (Parser *parser, LbNode *node, GError **error)
{
  LbExpressionText *text = &parser->text;

  node->filters = nodes_new (parser->mako->arena);
  do {
    const char *start = text->at;

    while (text->at < text->end && (g_ascii_isalnum (*text->at) || strchr ("_.-", *text->at)))
      text->at++;
    if (text->at == start) {
      lb_expression_fail (text, error, "template: the name of a filter expected behind '|'");
      return FALSE;
    }
    g_ptr_array_add (node->filters, (gpointer) lb_arena_string (text->arena, start, (gsize) (text->at - start)));
    lb_expression_skip_blanks (text);
  } while (lb_expression_take (text, ","));
  return TRUE;
}

static gboolean
parse_expression (Parser *parser, GError **error)
{
  LbNode *node = node_new (parser, LB_NODE_EXPRESSION, parser->text.line);
  LbExpressionText *text = &parser->text;

  text->at += 2;
  if (!(node->expression = lb_expression_parse (text, TRUE, error)))
    return FALSE;
  if (lb_expression_take (text, "|") && !parse_filters (parser, node, error))
    return FALSE;
  if (text->at >= text->end || *text->at != '}') {
    lb_expression_fail (text, error, "template: '}' expected at the end of ${...}");
    return FALSE;
  }
  text->at++;
  node->after = text->at < text->end && *text->at != '$' && *text->at != '\\' ? *text->at : '\0';
  g_ptr_array_add (current_body (parser), node);
  return TRUE;
}

/* The end of a control line: backslash-newlines belong to it. */
static const char *
control_line_end (const Parser *parser, const char *at)
{
  const char *end = parser->text.end;

  for (; at < end && *at != '\n' && *at != '\r'; at++)
    if (*at == '\\' && end - at >= 2 && (at[1] == '\n' || (at[1] == '\r' && end - at >= 3 && at[2] == '\n')))
      at += at[1] == '\n' ? 1 : 2;
  return at;
}

static gboolean
open_block (Parser *parser, LbNode *node, GPtrArray *body, GError **error)
{
  Open open = { node, body };

  if (parser->open->len >= MAX_OPEN) {
    lb_expression_fail (&parser->text, error, "template: control lines nested more than %d deep", MAX_OPEN);
    return FALSE;
  }
  g_ptr_array_add (current_body (parser), node);
  g_array_append_val (parser->open, open);
  return TRUE;
}

/* Behind the condition: ":" and nothing else. */
static gboolean
parse_colon (LbExpressionText *text, GError **error)
{
  if (lb_expression_take (text, ":") && text->at >= text->end)
    return TRUE;
  lb_expression_fail (text, error, "template: ':' expected at the end of a control line");
  return FALSE;
}

/* A branch of the innermost `if`: its condition is parsed unless @is_else. */
static gboolean
parse_branch (Parser *parser, LbExpressionText *text, LbNode *conditional, gboolean is_else, GError **error)
{
  LbNode *branch = node_new (parser, LB_NODE_BRANCH, text->line);

  branch->body = nodes_new (parser->mako->arena);
  if ((!is_else && !(branch->expression = lb_expression_parse (text, TRUE, error))) || !parse_colon (text, error))
    return FALSE;
  g_ptr_array_add (conditional->body, branch);
  return TRUE;
}

static gboolean
parse_if (Parser *parser, LbExpressionText *text, GError **error)
{
  LbNode *node = node_new (parser, LB_NODE_IF, text->line);

  node->body = nodes_new (parser->mako->arena);
  return parse_branch (parser, text, node, FALSE, error)
         && open_block (parser, node, ((LbNode *) node->body->pdata[0])->body, error);
}

static gboolean
parse_else (Parser *parser, LbExpressionText *text, gboolean is_else, GError **error)
{
  Open *open = parser->open->len ? &g_array_index (parser->open, Open, parser->open->len - 1) : NULL;
  const LbNode *last
      = open && open->node->kind == LB_NODE_IF ? g_ptr_array_index (open->node->body, open->node->body->len - 1) : NULL;

  if (!last || !last->expression) {
    lb_expression_fail (text, error, "template: '%s' without an open 'if'", is_else ? "else" : "elif");
    return FALSE;
  }
  if (!parse_branch (parser, text, open->node, is_else, error))
    return FALSE;
  open->body = ((LbNode *) open->node->body->pdata[open->node->body->len - 1])->body;
  return TRUE;
}

static gboolean
parse_for (Parser *parser, LbExpressionText *text, GError **error)
{
  LbNode *node = node_new (parser, LB_NODE_FOR, text->line);

  node->body = nodes_new (parser->mako->arena);
  if (!(node->names = lb_expression_parse_targets (text, &node->n_names, error)))
    return FALSE;
  if (!lb_expression_take (text, "in")) {
    lb_expression_fail (text, error, "template: 'in' expected");
    return FALSE;
  }
  return (node->expression = lb_expression_parse (text, TRUE, error)) && parse_colon (text, error)
         && open_block (parser, node, node->body, error);
}

static gboolean
parse_end (Parser *parser, LbExpressionText *text, LbNodeKind kind, GError **error)
{
  Open *open = parser->open->len ? &g_array_index (parser->open, Open, parser->open->len - 1) : NULL;

  if (!open || open->node->kind != kind) {
    lb_expression_fail (text, error, "template: '%s' without an open '%s'", kind == LB_NODE_IF ? "endif" : "endfor",
                        kind == LB_NODE_IF ? "if" : "for");
    return FALSE;
  }
  g_array_set_size (parser->open, parser->open->len - 1);
  return TRUE;
}

/* @at: behind the "%". */
static gboolean
parse_control_line (Parser *parser, const char *at, GError **error)
{
  const char *end = control_line_end (parser, at);
  LbExpressionText line = parser->text;
  gboolean ok;

  line.at = at;
  line.end = end;
  line.by_line = TRUE;
  lb_expression_skip_blanks (&line);
  if (lb_expression_take (&line, "if"))
    ok = parse_if (parser, &line, error);
  else if (lb_expression_take (&line, "elif"))
    ok = parse_else (parser, &line, FALSE, error);
  else if (lb_expression_take (&line, "else"))
    ok = parse_else (parser, &line, TRUE, error);
  else if (lb_expression_take (&line, "for"))
    ok = parse_for (parser, &line, error);
  else if (lb_expression_take (&line, "endif"))
    ok = parse_end (parser, &line, LB_NODE_IF, error);
  else if (lb_expression_take (&line, "endfor"))
    ok = parse_end (parser, &line, LB_NODE_FOR, error);
  else {
    lb_expression_fail (&line, error, "template: the control line '%% %.*s' is not understood",
                        (int) MIN (line.end - line.at, 40), line.at);
    ok = FALSE;
  }
  if (!ok)
    return FALSE;
  if (end < parser->text.end && *end == '\r')
    end++;
  move_to (parser, end < parser->text.end && *end == '\n' ? end + 1 : end);
  return TRUE;
}

/* At the beginning of a line: "% ...", "## ..." and "%%". @ret_done: FALSE if it is an ordinary line. */
static gboolean
parse_line (Parser *parser, gboolean *ret_done, GError **error)
{
  const char *start = parser->text.at;
  const char *at = start;

  while (at < parser->text.end && (*at == ' ' || *at == '\t'))
    at++;
  *ret_done = FALSE;
  if (at >= parser->text.end || (*at != '%' && *at != '#'))
    return TRUE;
  if (*at == '#') {
    if (parser->text.end - at < 2 || at[1] != '#')
      return TRUE;
    at = control_line_end (parser, at);
    if (at < parser->text.end && *at == '\r')
      at++;
    move_to (parser, at < parser->text.end && *at == '\n' ? at + 1 : at);
  } else if (parser->text.end - at >= 2 && at[1] == '%') {
    append_text (parser, start, at + 1);
    parser->text.at = at + 2;
  } else if (!parse_control_line (parser, at + 1, error)) {
    return FALSE;
  }
  *ret_done = TRUE;
  return TRUE;
}

/* From behind an opening tag to @close; the text between, or NULL with @error if it is missing. */
static const char *
find_close (Parser *parser, const char *close, GError **error)
{
  const char *found = g_strstr_len (parser->text.at, parser->text.end - parser->text.at, close);

  if (!found)
    lb_expression_fail (&parser->text, error, "template: '%s' is missing", close);
  return found;
}

/* The end of a block of Python: the first "%>" that is in no string and no comment. */
static const char *
find_block_end (const Parser *parser)
{
  const char *at = parser->text.at;
  const char *end = parser->text.end;

  while (at + 1 < end) {
    if (at[0] == '%' && at[1] == '>')
      return at;
    if (*at == '#') {
      while (at < end && *at != '\n')
        at++;
    } else if (*at == '"' || *at == '\'') {
      char quote = *at;
      gboolean triple = end - at >= 3 && at[1] == quote && at[2] == quote;

      for (at += triple ? 3 : 1; at < end; at++) {
        if (*at == '\\')
          at++;
        else if (*at == quote && (!triple || (end - at >= 3 && at[1] == quote && at[2] == quote)))
          break;
      }
      at = MIN (at + (triple ? 3 : 1), end);
    } else {
      at++;
    }
  }
  return NULL;
}

static gboolean
parse_block (Parser *parser, GError **error)
{
  LbExpressionText block;
  const char *end;

  parser->text.at += comes (parser, "<%!") ? 3 : 2;
  if (!(end = find_block_end (parser))) {
    lb_expression_fail (&parser->text, error, "template: '%%>' is missing");
    return FALSE;
  }
  block = parser->text;
  block.end = end;
  if (!lb_mako_parse_block (&block, current_body (parser), error))
    return FALSE;
  move_to (parser, end + 2);
  return TRUE;
}

/* "<%" and "</%": comments, tags and blocks of Python. */
static gboolean
parse_tag (Parser *parser, GError **error)
{
  const char *at = parser->text.at + 2;
  const char *close;
  gboolean text;

  if (comes (parser, "</%")) {
    lb_expression_fail (&parser->text, error, "template: a closing tag without its opening one");
    return FALSE;
  }
  text = comes (parser, "<%text>");
  if (text || comes (parser, "<%doc>")) {
    move_to (parser, parser->text.at + strlen (text ? "<%text>" : "<%doc>"));
    if (!(close = find_close (parser, text ? "</%text>" : "</%doc>", error)))
      return FALSE;
    if (text)
      append_text (parser, parser->text.at, close);
    move_to (parser, close + strlen (text ? "</%text>" : "</%doc>"));
    return TRUE;
  }
  /* a name right behind "<%" is a tag if a ">" without a "%" before it closes it, else Python */
  if (at < parser->text.end && (g_ascii_isalpha (*at) || *at == '_')) {
    while (at < parser->text.end && (g_ascii_isalnum (*at) || strchr ("_.:", *at)))
      at++;
    close = at + strcspn (at, "<>\n");
    if (close < parser->text.end && *close == '>' && close[-1] != '%') {
      lb_expression_fail (&parser->text, error, "template: the tag '%.*s>' is not understood",
                          (int) (at - parser->text.at), parser->text.at);
      return FALSE;
    }
  }
  return parse_block (parser, error);
}

/* Plain text up to whatever may be something else. */
static void
parse_text (Parser *parser)
{
  const char *start = parser->text.at;
  const char *end = parser->text.end;
  const char *at = start;

  for (; at < end; at++) {
    if (at > start && at[-1] == '\n') {
      const char *mark = at + strspn (at, " \t");

      if (*mark == '%' || (mark[0] == '#' && mark[1] == '#'))
        break;
    }
    if ((at[0] == '$' && at[1] == '{') || (at[0] == '<' && (at[1] == '%' || (at[1] == '/' && at[2] == '%'))))
      break;
    if (at[0] == '\\' && (at[1] == '\n' || (at[1] == '\r' && at[2] == '\n'))) {
      append_text (parser, start, at);
      move_to (parser, at + (at[1] == '\n' ? 2 : 3));
      return;
    }
  }
  append_text (parser, start, at);
  move_to (parser, at);
}

static gboolean
parse_all (Parser *parser, GError **error)
{
  while (parser->text.at < parser->text.end) {
    gboolean done = FALSE;

    parser->text.by_line = FALSE;
    if (comes (parser, "${")) {
      if (!parse_expression (parser, error))
        return FALSE;
      continue;
    }
    if (at_line_start (parser) && !parse_line (parser, &done, error))
      return FALSE;
    if (done)
      continue;
    if (comes (parser, "<%") || comes (parser, "</%")) {
      if (!parse_tag (parser, error))
        return FALSE;
      continue;
    }
    parse_text (parser);
  }
  if (parser->open->len) {
    const LbNode *node = g_array_index (parser->open, Open, parser->open->len - 1).node;

    parser->text.line = node->line;
    lb_expression_fail (&parser->text, error, "template: '%s' without its end",
                        node->kind == LB_NODE_IF ? "if" : "for");
    return FALSE;
  }
  return TRUE;
}

LbMako *
lb_mako_parse (const char *path, const char *text, gsize length, GError **error)
{
  guint line;
  g_autofree char *decoded = lb_mako_decode (path, text, length, &line, error);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (Open));
  g_autoptr (LbMako) mako = NULL;

  if (!decoded)
    return NULL;
  mako = g_new0 (LbMako, 1);
  mako->arena = lb_arena_new ();
  mako->path = lb_arena_string (mako->arena, path, strlen (path));
  mako->nodes = nodes_new (mako->arena);

  Parser parser = {
    .mako = mako,
    .text
    = { .arena = mako->arena, .file = mako->path, .at = decoded, .end = decoded + strlen (decoded), .line = line },
    .start = decoded,
    .open = open
  };

  return parse_all (&parser, error) ? g_steal_pointer (&mako) : NULL;
}

void
lb_mako_free (LbMako *mako)
{
  if (!mako)
    return;
  lb_arena_free (mako->arena);
  g_free (mako);
}
