/* alembic.ini, read as Python's ConfigParser reads it, with the line of every value.
 *
 * inih and GKeyFile read other dialects (inih cuts " ;" from values and lines at 200 bytes; GKeyFile has no
 * continuation lines, no ":" and no interpolation), so the reader is ours.
 */
#ifndef LB_CONFIG_INI_H
#define LB_CONFIG_INI_H

#include <glib.h>

typedef struct LbIni LbIni;

/* Read @path. NULL with LB_ERROR_CONFIG (file, line): duplicate section or key, text before the first section, a line
 * that is no key; LB_ERROR_IO when it cannot be read. */
LbIni *lb_ini_read (const char *path, GError **error);
LbIni *lb_ini_parse (const char *path, const char *text, gsize length, GError **error);
void lb_ini_free (LbIni *ini);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbIni, lb_ini_free)

/* Add a value every section sees, under its own keys and those of [DEFAULT]: "here". */
void lb_ini_set_injected (LbIni *ini, const char *key, const char *value);

/* Set a key of a section, made if need be, as if the file said so: what a program has set. */
void lb_ini_set (LbIni *ini, const char *section, const char *key, const char *value);

const char *lb_ini_path (const LbIni *ini);
gboolean lb_ini_has_section (const LbIni *ini, const char *section);
GPtrArray *lb_ini_sections (const LbIni *ini); /* const char *, order of the file; free the array only */
GPtrArray *lb_ini_keys (const LbIni *ini,
                        const char *section); /* const char *, lower-cased, order of the file, without [DEFAULT]'s */

/* The text of a key as written, not interpolated; [DEFAULT] and injected values are looked up too. NULL if absent.
 * @ret_line: 1-based line it stands on, 0 for an injected one; may be NULL */
const char *lb_ini_raw (const LbIni *ini, const char *section, const char *key, guint *ret_line);

/* The interpolated value. NULL without @error if absent; NULL with LB_ERROR_CONFIG (file, line, hint: double the %) for
 * a bare percent sign, an unknown name, or a reference that goes round in a circle. The message never contains the
 * value. */
char *lb_ini_get (const LbIni *ini, const char *section, const char *key, GError **error);

#endif
