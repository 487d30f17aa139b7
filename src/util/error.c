#include "error.h"

typedef LbErrorParts LbErrorPrivate;

static void
lb_error_private_init (LbErrorPrivate *parts)
{
  *parts = (LbErrorPrivate){ 0 };
}

static void
lb_error_private_copy (const LbErrorPrivate *from, LbErrorPrivate *to)
{
  *to = (LbErrorPrivate){
    .file = g_strdup (from->file),
    .line = from->line,
    .statement = g_strdup (from->statement),
    .position = from->position,
    .sqlstate = g_strdup (from->sqlstate),
    .detail = g_strdup (from->detail),
    .hint = g_strdup (from->hint),
    .context = g_strdup (from->context),
    .trace = g_strdup (from->trace),
    .outcome = g_strdup (from->outcome),
  };
}

static void
lb_error_private_clear (LbErrorPrivate *parts)
{
  g_free (parts->file);
  g_free (parts->statement);
  g_free (parts->sqlstate);
  g_free (parts->detail);
  g_free (parts->hint);
  g_free (parts->context);
  g_free (parts->trace);
  g_free (parts->outcome);
}

G_DEFINE_EXTENDED_ERROR (LbError, lb_error)

const LbErrorParts *
lb_error_parts (const GError *error)
{
  return error && error->domain == LB_ERROR ? lb_error_get_private (error) : NULL;
}

/* The parts to write to, or NULL: setters are then no-ops, so that callers need not ask. */
static LbErrorParts *
parts_of (GError *error)
{
  return error && error->domain == LB_ERROR ? lb_error_get_private (error) : NULL;
}

static void
replace (char **field, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*field);
  *field = copy;
}

void
lb_error_set_place (GError *error, const char *file, guint line)
{
  LbErrorParts *parts = parts_of (error);

  if (!parts)
    return;
  replace (&parts->file, file);
  parts->line = line;
}

void
lb_error_set_statement (GError *error, const char *statement, guint position)
{
  LbErrorParts *parts = parts_of (error);

  if (!parts)
    return;
  replace (&parts->statement, statement);
  parts->position = position;
}

void
lb_error_set_sqlstate (GError *error, const char *sqlstate)
{
  LbErrorParts *parts = parts_of (error);

  if (parts)
    replace (&parts->sqlstate, sqlstate);
}

void
lb_error_set_detail (GError *error, const char *detail)
{
  LbErrorParts *parts = parts_of (error);

  if (parts)
    replace (&parts->detail, detail);
}

void
lb_error_set_hint (GError *error, const char *format, ...)
{
  LbErrorParts *parts = parts_of (error);
  va_list args;

  if (!parts)
    return;
  va_start (args, format);
  g_autofree char *hint = g_strdup_vprintf (format, args);
  va_end (args);
  replace (&parts->hint, hint);
}

void
lb_error_set_context (GError *error, const char *context)
{
  LbErrorParts *parts = parts_of (error);

  if (parts)
    replace (&parts->context, context);
}

void
lb_error_set_trace (GError *error, const char *trace)
{
  LbErrorParts *parts = parts_of (error);

  if (parts)
    replace (&parts->trace, trace);
}

void
lb_error_set_outcome (GError *error, const char *outcome)
{
  LbErrorParts *parts = parts_of (error);

  if (parts)
    replace (&parts->outcome, outcome);
}

void
lb_set_error_at (GError **error, LbErrorCode code, const char *file, guint line, const char *format, ...)
{
  va_list args;

  if (!error)
    return;
  va_start (args, format);
  *error = g_error_new_valist (LB_ERROR, (gint) code, format, args);
  va_end (args);
  lb_error_set_place (*error, file, line);
}
