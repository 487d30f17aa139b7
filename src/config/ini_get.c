#include "ini_private.h"

#include "util/error.h"

#include <string.h>

#define MAX_DEPTH  10         /* ConfigParser's limit on references within references */
#define MAX_LENGTH (1u << 20) /* a few lines can name each other into gigabytes; no setting is that long */
#define MAX_STEPS  (1u << 16)

/* One value being put together. */
typedef struct {
  const LbIni *ini;
  const LbIniSection *section;
  GString *out;
  guint steps; /* references followed so far */
} Expansion;

/* Where the text that is being expanded stands. */
typedef struct {
  const char *key;
  guint line;
} Place;

static const LbIniSection *
find_section (const LbIni *ini, const char *name)
{
  return g_str_equal (name, "DEFAULT") ? ini->defaults : g_hash_table_lookup (ini->by_name, name);
}

/* @key is folded already. Its own section, then [DEFAULT], then what was injected. */
static const char *
look_up (const LbIni *ini, const LbIniSection *section, const char *key, Place *ret_place)
{
  LbIniOption *option = section ? g_hash_table_lookup (section->by_key, key) : NULL;

  if (!option)
    option = g_hash_table_lookup (ini->defaults->by_key, key);
  if (option) {
    *ret_place = (Place){ .key = option->key, .line = option->line };
    return option->value->str;
  }
  *ret_place = (Place){ .key = key };
  return g_hash_table_lookup (ini->injected, key);
}

void
lb_ini_set_injected (LbIni *ini, const char *key, const char *value)
{
  g_hash_table_insert (ini->injected, lb_ini_fold_key (key, strlen (key)), g_strdup (value));
}

const char *
lb_ini_path (const LbIni *ini)
{
  return ini->path;
}

gboolean
lb_ini_has_section (const LbIni *ini, const char *section)
{
  return g_hash_table_contains (ini->by_name, section);
}

GPtrArray *
lb_ini_sections (const LbIni *ini)
{
  GPtrArray *names = g_ptr_array_sized_new (ini->sections->len);

  for (guint i = 0; i < ini->sections->len; i++)
    g_ptr_array_add (names, ((LbIniSection *) ini->sections->pdata[i])->name);
  return names;
}

GPtrArray *
lb_ini_keys (const LbIni *ini, const char *section)
{
  const LbIniSection *found = find_section (ini, section);
  GPtrArray *keys = g_ptr_array_new ();

  for (guint i = 0; found && i < found->options->len; i++)
    g_ptr_array_add (keys, ((LbIniOption *) found->options->pdata[i])->key);
  return keys;
}

const char *
lb_ini_raw (const LbIni *ini, const char *section, const char *key, guint *ret_line)
{
  const LbIniSection *found = find_section (ini, section);
  g_autofree char *folded = lb_ini_fold_key (key, strlen (key));
  Place place = { 0 };
  const char *value = found ? look_up (ini, found, folded, &place) : NULL;

  if (value && ret_line)
    *ret_line = place.line;
  return value;
}

static gboolean
fail (const Expansion *expansion, const Place *place, GError **error, const char *what, const char *hint)
{
  lb_set_error_at (error, LB_ERROR_CONFIG, expansion->ini->path, place->line, "the value of '%s' in [%s] %s",
                   place->key, expansion->section->name, what);
  lb_error_set_hint (error ? *error : NULL, "%s", hint);
  return FALSE;
}

static gboolean expand (Expansion *expansion, const char *text, const Place *place, guint depth, GError **error);

/* Put in the value that "%(name)s" stands for. */
static gboolean
expand_reference (Expansion *expansion, const char *name, gsize length, const Place *place, guint depth, GError **error)
{
  g_autofree char *key = lb_ini_fold_key (name, length);
  Place referred;
  const char *value = look_up (expansion->ini, expansion->section, key, &referred);

  if (!value) {
    g_autofree char *what = g_strdup_printf ("refers to '%s', which is set nowhere", key);
    g_autofree char *hint = g_strdup_printf ("Set '%s' in [%s] or [DEFAULT], or write %%%% for a percent sign.", key,
                                             expansion->section->name);
    return fail (expansion, place, error, what, hint);
  }
  if (++expansion->steps > MAX_STEPS || expansion->out->len > MAX_LENGTH)
    return fail (expansion, place, error, "grows without end", "Refer to fewer values.");
  if (referred.line == 0) { /* injected: a path, whose percent signs are its own */
    g_string_append (expansion->out, value);
    return TRUE;
  }
  return expand (expansion, value, &referred, depth + 1, error);
}

static gboolean
expand (Expansion *expansion, const char *text, const Place *place, guint depth, GError **error)
{
  if (depth > MAX_DEPTH && strchr (text, '%'))
    return fail (expansion, place, error, "refers to itself in a circle, or more than 10 levels deep",
                 "Write the value out in one of the keys.");
  for (;;) {
    const char *percent = strchr (text, '%');

    if (!percent) {
      g_string_append (expansion->out, text);
      return TRUE;
    }
    g_string_append_len (expansion->out, text, percent - text);
    if (percent[1] == '%') {
      g_string_append_c (expansion->out, '%');
      text = percent + 2;
      continue;
    }
    const char *close = percent[1] == '(' ? strchr (percent, ')') : NULL;
    if (!close || close == percent + 2 || close[1] != 's')
      return fail (expansion, place, error, "contains a single percent sign",
                   "Write %% for each percent sign, also in a password, or set the environment variable DATABASE_URL, "
                   "where a percent sign stands for itself.");
    if (!expand_reference (expansion, percent + 2, (gsize) (close - percent) - 2, place, depth, error))
      return FALSE;
    text = close + 2;
  }
}

char *
lb_ini_get (const LbIni *ini, const char *section, const char *key, GError **error)
{
  const LbIniSection *found = find_section (ini, section);
  g_autofree char *folded = lb_ini_fold_key (key, strlen (key));
  Place place;
  const char *value = found ? look_up (ini, found, folded, &place) : NULL;

  if (!value)
    return NULL;
  if (place.line == 0)
    return g_strdup (value);
  Expansion expansion = { .ini = ini, .section = found, .out = g_string_new (NULL) };
  if (!expand (&expansion, value, &place, 1, error)) {
    g_string_free (expansion.out, TRUE);
    return NULL;
  }
  return g_string_free (expansion.out, FALSE);
}
