#include "args.h"
#include "cli.h"
#include "list.h"
#include "util/suggest.h"

#include <string.h>

typedef struct {
  const LbOption *option;
  const char *value; /* NULL for flags */
} Given;

struct LbArgs {
  const LbCommand *command;
  GArray *given;          /* Given, in order */
  GPtrArray *positionals; /* const char *, NULL-terminated when parsing is done */
  GPtrArray *lists;       /* GPtrArray *: what lb_args_list handed out */
};

/* Where the parser stands. */
typedef struct {
  LbArgs *args;
  const LbOption *globals;
  const LbCommand *const *commands;
  const char *const *argv;
  guint at; /* the next word */
} Parser;

/* ---- the tables ---- */

/* The tables that options of @command are looked up in, nearest first: its own, its groups', the global one. */
enum { MAX_TABLES = 6 };

static guint
tables_of (const LbOption *globals, const LbCommand *command, const LbOption *tables[MAX_TABLES])
{
  guint n = 0;

  if (command && command->options)
    tables[n++] = command->options;
  for (guint i = 0; command && command->groups && command->groups[i]; i++) {
    g_assert (n < MAX_TABLES - 1);
    tables[n++] = command->groups[i]->options;
  }
  tables[n++] = globals;
  return n;
}

static gboolean
is_end (const LbOption *option)
{
  return !option->name && !option->letter;
}

static const LbOption *
find_letter (const Parser *parser, char letter)
{
  const LbOption *tables[MAX_TABLES];
  guint n = tables_of (parser->globals, parser->args->command, tables);

  for (guint i = 0; i < n; i++)
    for (const LbOption *option = tables[i]; !is_end (option); option++)
      if (option->letter == letter)
        return option;
  return NULL;
}

char *
lb_option_spelling (const LbOption *option)
{
  return option->name ? g_strconcat ("--", option->name, NULL) : g_strdup_printf ("-%c", option->letter);
}

/* Both spellings, as errors of argparse show them: "-m/--message". */
static char *
both_spellings (const LbOption *option)
{
  if (option->name && option->letter)
    return g_strdup_printf ("-%c/--%s", option->letter, option->name);
  return lb_option_spelling (option);
}

/* ---- long names ---- */

/* The options whose name starts with @word, from the tables [@from, @to); an exact match alone if there is one. */
static GPtrArray *
candidates (const LbOption *const *tables, guint from, guint to, const char *word, gsize length, gboolean with_extra)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = from; i < to; i++)
    for (const LbOption *option = tables[i]; !is_end (option); option++) {
      if (!option->name || strncmp (option->name, word, length) != 0)
        continue;
      if (!option->name[length]) {
        g_ptr_array_set_size (found, 0);
        lb_list_add (found, option);
        return found;
      }
      if (with_extra || !option->extra)
        lb_list_add (found, option);
    }
  return found;
}

static gboolean
is_exact (const GPtrArray *found, gsize length)
{
  return found->len == 1 && strlen (((const LbOption *) found->pdata[0])->name) == length;
}

static void
set_ambiguous (GError **error, const char *word, gsize length, const GPtrArray *found)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (names, "%s--%s", i ? ", " : "", ((const LbOption *) found->pdata[i])->name);
  g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "ambiguous option: --%.*s could match %s", (int) length, word,
               names->str);
}

/* Whether any command has an option of that name: then it was only typed too early. */
static gboolean
is_of_a_command (const Parser *parser, const char *name)
{
  for (guint i = 0; parser->commands[i]; i++) {
    const LbOption *tables[MAX_TABLES];
    guint n = tables_of (parser->globals, parser->commands[i], tables);

    for (guint j = 0; j + 1 < n; j++)
      for (const LbOption *option = tables[j]; !is_end (option); option++)
        if (g_strcmp0 (option->name, name) == 0)
          return TRUE;
  }
  return FALSE;
}

static void
set_unknown (const Parser *parser, GError **error, const char *word, const LbOption *const *tables, guint n)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gsize length = strcspn (word, "=");
  g_autofree char *typed = g_strndup (word, length);
  const char *near;

  for (guint i = 0; i < n; i++)
    for (const LbOption *option = tables[i]; !is_end (option); option++)
      if (option->name)
        lb_list_add (names, option->name);
  g_ptr_array_add (names, NULL);
  g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "unrecognized arguments: --%s", word);
  if (!error)
    return;
  near = lb_suggest (typed, (const char *const *) names->pdata);
  if (near)
    lb_error_set_hint (*error, "Did you mean '--%s'?", near);
  else if (!parser->args->command && is_of_a_command (parser, typed))
    lb_error_set_hint (*error, "--%s stands behind the command.", typed);
}

/* The option that --@word (up to "=") names. Searched in rounds, so that what Alembic takes keeps its meaning: the
 * command's exact names, then a cut name of the command's own Alembic options, then everything. */
static const LbOption *
find_long (const Parser *parser, const char *word, GError **error)
{
  const LbOption *tables[MAX_TABLES];
  guint n = tables_of (parser->globals, parser->args->command, tables);
  gsize length = strcspn (word, "=");
  g_autoptr (GPtrArray) own = candidates (tables, 0, n - 1, word, length, FALSE);

  if (is_exact (own, length) || own->len == 1)
    return own->pdata[0];

  g_autoptr (GPtrArray) all = candidates (tables, 0, n, word, length, TRUE);
  if (all->len == 1)
    return all->pdata[0];

  g_autoptr (GPtrArray) alembic = candidates (tables, 0, n, word, length, FALSE);
  if (alembic->len == 1)
    return alembic->pdata[0];
  if (all->len)
    set_ambiguous (error, word, length, alembic->len ? alembic : all);
  else
    set_unknown (parser, error, word, tables, n);
  return NULL;
}

/* ---- values ---- */

static gboolean
check_choice (const char *what, const char *const *choices, const char *value, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  const char *near;

  if (!choices || g_strv_contains (choices, value))
    return TRUE;
  for (guint i = 0; choices[i]; i++)
    g_string_append_printf (list, "%s'%s'", i ? ", " : "", choices[i]);
  g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "argument %s: invalid choice: '%s' (choose from %s)", what, value,
               list->str);
  near = lb_suggest (value, choices);
  if (near && error)
    lb_error_set_hint (*error, "Did you mean '%s'?", near);
  return FALSE;
}

/* Whether a word can only be an option: "-" alone is none, nor is what starts as a negative number. */
static gboolean
looks_like_option (const char *word)
{
  return word[0] == '-' && word[1] && !g_ascii_isdigit (word[1]);
}

/* Note that @option was given; its value is @attached, or the next word. */
static gboolean
take (Parser *parser, const LbOption *option, const char *attached, GError **error)
{
  g_autofree char *spelling = both_spellings (option);
  g_autofree char *plain = lb_option_spelling (option);
  Given given = { option, attached };

  if (option->kind == LB_OPTION_FLAG) {
    if (attached) {
      g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "argument %s: ignored explicit argument '%s'", spelling, attached);
      return FALSE;
    }
  } else if (!attached) {
    given.value = parser->argv[parser->at];
    if (!given.value || looks_like_option (given.value)) {
      g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "argument %s: expected one argument", spelling);
      if (given.value && error)
        lb_error_set_hint (*error, "Write %s=VALUE for a value that starts with a dash.", plain);
      return FALSE;
    }
    parser->at++;
  }
  if (given.value && !check_choice (spelling, option->choices, given.value, error))
    return FALSE;
  g_array_append_val (parser->args->given, given);
  return TRUE;
}

static gboolean
take_long (Parser *parser, const char *word, GError **error)
{
  const LbOption *option = find_long (parser, word, error);
  const char *equals = strchr (word, '=');

  return option && take (parser, option, equals ? equals + 1 : NULL, error);
}

/* One word of short options: flags in a row, and at its end perhaps one that takes the rest as its value. */
static gboolean
take_short (Parser *parser, const char *word, GError **error)
{
  for (const char *at = word; *at; at++) {
    const LbOption *option = find_letter (parser, *at);

    if (!option) {
      g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "unrecognized arguments: -%s", word);
      return FALSE;
    }
    if (option->kind != LB_OPTION_FLAG) {
      const char *rest = at[1] == '=' ? at + 2 : at + 1;

      return take (parser, option, at[1] ? rest : NULL, error);
    }
    if (!take (parser, option, NULL, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- words that are no options ---- */

static gboolean
take_command (Parser *parser, const char *word, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *near;

  for (guint i = 0; parser->commands[i]; i++) {
    if (strcmp (parser->commands[i]->name, word) == 0) {
      parser->args->command = parser->commands[i];
      return TRUE;
    }
    if (!parser->commands[i]->hidden)
      lb_list_add (names, parser->commands[i]->name);
  }
  g_ptr_array_add (names, NULL);

  g_autofree char *list = g_strjoinv ("', '", (char **) names->pdata);
  g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "argument COMMAND: invalid choice: '%s' (choose from '%s')", word,
               list);
  near = lb_suggest (word, (const char *const *) names->pdata);
  if (near && error)
    lb_error_set_hint (*error, "Did you mean '%s'?", near);
  return FALSE;
}

static gboolean
take_word (Parser *parser, const char *word, GError **error)
{
  if (!parser->args->command)
    return take_command (parser, word, error);
  lb_list_add (parser->args->positionals, word);
  return TRUE;
}

static gboolean
check_positionals (const LbArgs *args, GError **error)
{
  const LbPositional *slot = &args->command->positional;
  guint n = args->positionals->len;
  guint max = slot->name ? slot->max : 0;

  if (slot->name && n < slot->min) {
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "the following arguments are required: %s", slot->name);
    return FALSE;
  }
  if (n > max) {
    g_autoptr (GString) surplus = g_string_new (NULL);

    for (guint i = max; i < n; i++)
      g_string_append_printf (surplus, " %s", (const char *) args->positionals->pdata[i]);
    g_set_error (error, LB_ERROR, LB_ERROR_USAGE, "unrecognized arguments:%s", surplus->str);
    return FALSE;
  }
  for (guint i = 0; i < n; i++)
    if (!check_choice (slot->name, slot->choices, args->positionals->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* ---- the whole ---- */

/* -h and --version end the parsing: what stands behind them, or is missing, does not matter. */
static gboolean
has_ended (const LbArgs *args)
{
  return lb_args_flag (args, "help") || lb_args_flag (args, "version");
}

static gboolean
parse (Parser *parser, GError **error)
{
  gboolean options = TRUE;
  const char *word;

  while ((word = parser->argv[parser->at])) {
    gboolean good;

    parser->at++;
    options &= !parser->args->command || !parser->args->command->verbatim;
    if (options && strcmp (word, "--") == 0) {
      options = FALSE;
      continue;
    }
    if (options && g_str_has_prefix (word, "--"))
      good = take_long (parser, word + 2, error);
    else if (options && looks_like_option (word))
      good = take_short (parser, word + 1, error);
    else
      good = take_word (parser, word, error);
    if (!good)
      return FALSE;
    if (has_ended (parser->args))
      return TRUE;
  }
  return !parser->args->command || check_positionals (parser->args, error);
}

LbArgs *
lb_args_parse (const LbOption *globals, const LbCommand *const *commands, const char *const *argv,
               const LbCommand **ret_command, GError **error)
{
  g_autoptr (LbArgs) args = g_new0 (LbArgs, 1);
  Parser parser = { args, globals, commands, argv, 0 };
  gboolean good;

  args->given = g_array_new (FALSE, FALSE, sizeof (Given));
  args->positionals = g_ptr_array_new ();
  args->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  good = parse (&parser, error);
  if (ret_command)
    *ret_command = args->command;
  if (!good)
    return NULL;
  g_ptr_array_add (args->positionals, NULL);
  return g_steal_pointer (&args);
}

void
lb_args_free (LbArgs *args)
{
  if (!args)
    return;
  g_array_unref (args->given);
  g_ptr_array_unref (args->positionals);
  g_ptr_array_unref (args->lists);
  g_free (args);
}

const LbCommand *
lb_args_command (const LbArgs *args)
{
  return args->command;
}

static gboolean
is_named (const LbOption *option, const char *name)
{
  return option->name ? strcmp (option->name, name) == 0 : option->letter == name[0] && !name[1];
}

gboolean
lb_args_flag (const LbArgs *args, const char *name)
{
  for (guint i = 0; i < args->given->len; i++)
    if (is_named (g_array_index (args->given, Given, i).option, name))
      return TRUE;
  return FALSE;
}

const char *
lb_args_value (const LbArgs *args, const char *name)
{
  for (guint i = args->given->len; i > 0; i--) {
    const Given *given = &g_array_index (args->given, Given, i - 1);

    if (is_named (given->option, name))
      return given->value;
  }
  return NULL;
}

const char *const *
lb_args_list (LbArgs *args, const char *name)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  for (guint i = 0; i < args->given->len; i++) {
    const Given *given = &g_array_index (args->given, Given, i);

    if (is_named (given->option, name))
      lb_list_add (list, given->value);
  }
  if (!list->len)
    return NULL;
  g_ptr_array_add (list, NULL);
  g_ptr_array_add (args->lists, g_ptr_array_ref (list));
  return (const char *const *) list->pdata;
}

const char *const *
lb_args_positionals (const LbArgs *args)
{
  return (const char *const *) args->positionals->pdata;
}

void
lb_args_settings (const LbArgs *args, const char **values)
{
  for (guint i = 0; i < args->given->len; i++) {
    const Given *given = &g_array_index (args->given, Given, i);

    if (given->option->setting)
      values[given->option->setting] = given->value;
  }
}
