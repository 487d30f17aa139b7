/* The option parser: Alembic's rules (argparse), and what is added to them. */
#include "cli/cli.h"

#include <string.h>

static LbArgs *
parse (const char *line, const LbCommand **ret_command, GError **error)
{
  /* the words must outlive the result */
  static char **words;

  g_strfreev (words);
  words = g_strsplit (line, " ", -1);
  return lb_args_parse (lb_global_options, lb_commands (), (const char *const *) words, ret_command, error);
}

static char *
join_or_dash (const char *const *list)
{
  return list && list[0] ? g_strjoinv (",", (char **) (guintptr) list) : g_strdup ("-");
}

/* What a line means, in one string: "command positionals | option=value ...". */
static char *
describe (const char *line, const char *const *flags, const char *const *values)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbArgs) args = parse (line, NULL, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  g_autofree char *positionals = join_or_dash (lb_args_positionals (args));
  g_string_append_printf (text, "%s %s", lb_args_command (args) ? lb_args_command (args)->name : "-", positionals);
  for (guint i = 0; flags[i]; i++)
    if (lb_args_flag (args, flags[i]))
      g_string_append_printf (text, " %s", flags[i]);
  for (guint i = 0; values[i]; i++) {
    g_autofree char *list = join_or_dash (lb_args_list (args, values[i]));

    if (strcmp (list, "-") != 0)
      g_string_append_printf (text, " %s=%s", values[i], list);
  }
  return g_string_free (text, FALSE);
}

static const struct {
  const char *line;
  const char *expected;
} good[] = {
  { "heads", "heads -" },
  { "upgrade head", "upgrade head" },
  { "upgrade head --sql", "upgrade head sql" },
  { "upgrade --sql head", "upgrade head sql" },
  /* negative numbers are revisions */
  { "downgrade -1", "downgrade -1" },
  { "downgrade -3 --sql", "downgrade -3 sql" },
  { "upgrade +1", "upgrade +1" },
  { "upgrade -- head", "upgrade head" },
  { "show -- -x", "show -x" },
  /* values in all their spellings */
  { "history -r a:b", "history - rev-range=a:b" },
  { "history -ra:b", "history - rev-range=a:b" },
  { "history -r=a:b", "history - rev-range=a:b" },
  { "history -r-3:current", "history - rev-range=-3:current" },
  { "history -r -3:current", "history - rev-range=-3:current" },
  { "history --rev-range=-2:", "history - rev-range=-2:" },
  { "history --rev-range a:b", "history - rev-range=a:b" },
  { "revision -mfoo", "revision - message=foo" },
  { "revision -m=foo", "revision - message=foo" },
  { "revision --message=", "revision - message=" },
  /* flags in one word, the last may take a value */
  { "history -vi", "history - verbose indicate-current" },
  { "history -vira:b", "history - verbose indicate-current rev-range=a:b" },
  /* cut names; Alembic's own options win over the additions and the global ones */
  { "heads --res", "heads - resolve-dependencies" },
  { "heads --r", "heads - resolve-dependencies" },
  { "revision --auto", "revision - autogenerate" },
  { "upgrade head --s", "upgrade head sql" },
  { "upgrade head --t x", "upgrade head tag=x" },
  { "upgrade head --dry", "upgrade head dry-run" },
  { "heads --ver", "heads - verbose" },
  { "revision --version x", "revision - version-path=x" },
  { "upgrade head --version-table x", "upgrade head version-table=x" },
  { "--conf a.ini heads", "heads - config=a.ini" },
  /* global options on both sides; a command's own letter wins */
  { "-c a.ini heads", "heads - config=a.ini" },
  { "heads -c a.ini", "heads - config=a.ini" },
  { "heads -ca.ini -c b.toml", "heads - config=a.ini,b.toml" },
  { "current -c", "current - check-heads" },
  { "-c a.ini current -c", "current - check-heads config=a.ini" },
  { "-x a=1 -x b=2 -q heads", "heads - quiet x=a=1,b=2" },
  { "heads -xa=1", "heads - x=a=1" },
  { "-v heads", "heads - verbose" },
  { "merge a b c -m x", "merge a,b,c message=x" },
  { "stamp --purge a b", "stamp a,b purge" },
  { "revision --depends-on a --depends-on b", "revision - depends-on=a,b" },
  /* help and version need nothing else */
  { "upgrade --help", "upgrade - help" },
  { "-h", "- - help" },
  { "--version", "- - version" },
  { "heads --version", "heads - version" },
};

static void
test_good (void)
{
  static const char *const flags[] = { "sql",
                                       "verbose",
                                       "indicate-current",
                                       "resolve-dependencies",
                                       "autogenerate",
                                       "dry-run",
                                       "quiet",
                                       "purge",
                                       "check-heads",
                                       "help",
                                       "version",
                                       NULL };
  static const char *const values[]
      = { "rev-range", "message", "tag", "version-path", "version-table", "config", "x", "depends-on", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *got = describe (good[i].line, flags, values);

    g_test_message ("%s", good[i].line);
    g_assert_cmpstr (got, ==, good[i].expected);
  }
}

static const struct {
  const char *line;
  const char *command; /* whose usage explains it; NULL: the program's */
  const char *message; /* its beginning */
  const char *hint;    /* in it; NULL: any */
} bad[] = {
  { "upgrade", "upgrade", "the following arguments are required: revision", NULL },
  { "merge", "merge", "the following arguments are required: revisions", NULL },
  { "heads x y", "heads", "unrecognized arguments: x y", NULL },
  { "upgrade a b", "upgrade", "unrecognized arguments: b", NULL },
  { "heads --foo", "heads", "unrecognized arguments: --foo", NULL },
  { "heads -z", "heads", "unrecognized arguments: -z", NULL },
  { "upgrade head --splq", "upgrade", "unrecognized arguments: --splq", "'--sql'" },
  { "history --rev-rnage=a:b", "history", "unrecognized arguments: --rev-rnage=a:b", "'--rev-range'" },
  { "--lock-wait 5s upgrade head", NULL, "unrecognized arguments: --lock-wait", "behind the command" },
  { "upgrad head", NULL, "argument COMMAND: invalid choice: 'upgrad'", "'upgrade'" },
  { "revision --s", "revision", "ambiguous option: --s could match --sql, --splice", NULL },
  { "revision -m", "revision", "argument -m/--message: expected one argument", NULL },
  { "revision -m -x", "revision", "argument -m/--message: expected one argument", "--message=VALUE" },
  { "-x", NULL, "argument -x: expected one argument", NULL },
  { "upgrade head --sql=1", "upgrade", "argument --sql: ignored explicit argument '1'", NULL },
  { "--color blue heads", NULL, "argument --color: invalid choice: 'blue' (choose from 'auto', 'always', 'never')",
    NULL },
  { "--color alwys heads", NULL, "argument --color: invalid choice: 'alwys'", "'always'" },
  { "completion tcsh", "completion", "argument shell: invalid choice: 'tcsh'", NULL },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    const LbCommand *command = NULL;
    g_autoptr (LbArgs) args = parse (bad[i].line, &command, &error);

    g_test_message ("%s", bad[i].line);
    g_assert_null (args);
    g_assert_error (error, LB_ERROR, LB_ERROR_USAGE);
    g_assert_cmpstr (command ? command->name : NULL, ==, bad[i].command);
    if (!g_str_has_prefix (error->message, bad[i].message))
      g_assert_cmpstr (error->message, ==, bad[i].message);
    if (bad[i].hint)
      g_assert_nonnull (strstr (lb_error_parts (error)->hint, bad[i].hint));
  }
}

static void
test_settings (void)
{
  const char *values[LB_N_SETTINGS] = { 0 };
  g_autoptr (LbArgs) args
      = parse ("upgrade head --url sqlite:///a.db --lock-wait=5s --url sqlite:///b.db --transaction run", NULL, NULL);

  lb_args_settings (args, values);
  g_assert_cmpstr (values[LB_SETTING_URL], ==, "sqlite:///b.db");
  g_assert_cmpstr (values[LB_SETTING_LOCK_WAIT], ==, "5s");
  g_assert_cmpstr (values[LB_SETTING_TRANSACTION], ==, "run");
  g_assert_null (values[LB_SETTING_SCRIPT_LOCATION]);
  g_assert_null (values[LB_SETTING_VERSION_TABLE]);
}

static void
test_none (void)
{
  g_autoptr (LbArgs) args = parse ("-q", NULL, NULL);

  g_assert_nonnull (args);
  g_assert_null (lb_args_command (args));
  g_assert_null (lb_args_positionals (args)[0]);
  g_assert_null (lb_args_value (args, "config"));
  g_assert_null (lb_args_list (args, "config"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/args/good", test_good);
  g_test_add_func ("/args/bad", test_bad);
  g_test_add_func ("/args/settings", test_settings);
  g_test_add_func ("/args/none", test_none);
  return g_test_run ();
}
