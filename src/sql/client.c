#include "client.h"

#include "util/error.h"

#include <string.h>

typedef struct {
  const char *const *names;
  const char *hint;
} Command;

#define NAMES(...)                                                                                                     \
  (const char *const[])                                                                                                \
  {                                                                                                                    \
    __VA_ARGS__, NULL                                                                                                  \
  }

static const char remove_line[] = "Remove the line: it is for psql, not for the server.";
static const char include_file[]
    = "Put the statements of that file here, or make it a revision of its own that this one follows.";
static const char write_out[] = "Write the value out in the SQL; there are no client variables.";
static const char end_with_semicolon[] = "End the statement with a semicolon.";
static const char no_conditions[] = "Write a DO block with IF, or a section of its own for each database: conditions "
                                    "of the client do not exist here.";
static const char copy_data[]
    = "Write the rows as INSERT statements (pg_dump --inserts does), or COPY from a file on the server.";

static const Command backslash_commands[] = {
  { NAMES ("i", "ir", "include", "include_relative"), include_file },
  { NAMES ("copy"), copy_data },
  { NAMES ("."), copy_data },
  { NAMES ("set", "unset", "gset", "prompt", "getenv", "setenv", "bind", "bind_named"), write_out },
  { NAMES ("c", "connect"), "Give the database by its URL: a revision runs in one database." },
  { NAMES ("gexec"), "Write a DO block that runs EXECUTE over the query's rows." },
  { NAMES ("g", "gx", "gdesc", "watch", "crosstabview", ";"), end_with_semicolon },
  { NAMES ("if", "elif", "else", "endif"), no_conditions },
  { NAMES ("restrict", "unrestrict"), "Remove the line: pg_dump writes it for psql, the server does not need it." },
};

static const Command dot_commands[] = {
  { NAMES (".read"), include_file },
  { NAMES (".import"), "Write the rows as INSERT statements." },
  { NAMES (".open"), "Give the database by its URL: a revision runs in one database." },
  { NAMES (".param", ".parameter"), write_out },
};

static const char *
hint_for (const Command *commands, gsize n, const char *name, gsize length, const char *otherwise)
{
  for (gsize i = 0; i < n; i++)
    for (const char *const *known = commands[i].names; *known; known++)
      if (strlen (*known) == length && strncmp (*known, name, length) == 0)
        return commands[i].hint;
  return otherwise;
}

/* How long the command at @p is: a word, or one odd byte. */
static gsize
name_length (const char *p, const char *end)
{
  const char *to = p;

  while (to < end && (g_ascii_isalnum (*to) || *to == '_'))
    to++;
  return (gsize) (to > p || p == end ? to - p : 1);
}

/* Names are shown up to a length and without odd bytes: they come from the script. */
static char *
shown (const char *name, gsize length)
{
  g_autofree char *start = g_strndup (name, MIN (length, 40));

  return g_utf8_make_valid (
      g_strcanon (start, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.;!?", '?'), -1);
}

gboolean
lb_client_refuse_backslash (const LbToken *token, GError **error)
{
  const char *name = token->start + 1;
  gsize length = name_length (name, token->start + token->length);
  g_autofree char *text = shown (name, length);

  lb_set_error_at (error, LB_ERROR_SCRIPT, NULL, token->line, "\\%s is a command of psql, not SQL", text);
  if (error)
    lb_error_set_hint (*error, "%s",
                       hint_for (backslash_commands, G_N_ELEMENTS (backslash_commands), name, length, remove_line));
  return FALSE;
}

gboolean
lb_client_refuse_dot (const LbToken *token, const char *end, GError **error)
{
  gsize length = 1 + name_length (token->start + 1, end);
  g_autofree char *text = shown (token->start, length);

  lb_set_error_at (error, LB_ERROR_SCRIPT, NULL, token->line, "%s is a command of the sqlite3 shell, not SQL", text);
  if (error)
    lb_error_set_hint (*error, "%s",
                       hint_for (dot_commands, G_N_ELEMENTS (dot_commands), token->start, length,
                                 "Remove the line: it is for the sqlite3 shell, not for the database."));
  return FALSE;
}

gboolean
lb_client_copy_feed (LbClientCopy *copy, const LbToken *token, GError **error)
{
  static const char *const directions[] = { "from", "to", NULL };
  static const char *const client_ends[] = { "stdin", "stdout", NULL };

  if (copy->n_tokens++ == 0) {
    copy->is_copy = lb_token_is (token, "copy");
    copy->line = token->line;
  } else if (copy->is_copy && lb_token_is_any (token, client_ends) && lb_token_is_any (&copy->last, directions)) {
    gboolean in = lb_token_is (&copy->last, "from");

    lb_set_error_at (error, LB_ERROR_SCRIPT, NULL, copy->line, "COPY ... %s needs psql at the other end",
                     in ? "FROM stdin" : "TO stdout");
    if (error)
      lb_error_set_hint (*error, "%s", in ? copy_data : "Leave it out: a migration has nobody to send rows to.");
    return FALSE;
  }
  copy->last = *token;
  return TRUE;
}
