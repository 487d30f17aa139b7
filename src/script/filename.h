/* The name and the date of a new revision file. */
#ifndef LB_SCRIPT_FILENAME_H
#define LB_SCRIPT_FILENAME_H

#include "config/settings.h"

/* The moment a new revision is made: now, or SOURCE_DATE_EPOCH of the environment (reproducible-builds.org: seconds
 * since 1970), in the zone that `timezone` names, tried as written and then in capitals; without one in local time,
 * which is shown without an offset as Python does with its naive times.
 * @ret_aware: a zone is set. NULL with LB_ERROR_CONFIG. */
GDateTime *lb_create_date (const LbSettings *settings, gboolean *ret_aware, GError **error);

/* What file_template gives, without an ending: Python's %-format with the names rev, slug, epoch, year, month, day,
 * hour, minute, second. A relative path that stays below its directory.
 * @file_template: NULL: "%(rev)s_%(slug)s"
 * NULL with LB_ERROR_CONFIG: a token that does not exist, a path that leaves the directory, a name that no script may
 * have. */
char *lb_revision_filename (const char *file_template, const char *rev_id, const char *slug, GDateTime *create_date,
                            GError **error);

#endif
