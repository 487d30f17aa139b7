#include "private.h"

#include "util/error.h"

/* Reading one body: where in it we are, and what is being collected. */
typedef struct {
  const LbDialect *dialect;
  guint server_version;
  GArray *units;
  guint index;       /* of the statement looked at */
  gboolean off;      /* its section says transaction=off */
  gboolean in_group; /* between the author's BEGIN and COMMIT */
  guint group_line;  /* of that BEGIN */
  gboolean extends;  /* the last unit is a stretch that may grow */
} Reader;

static gboolean
refuse (const LbStatement *statement, const char *hint, const char *message, GError **error)
{
  lb_set_error_at (error, LB_ERROR_SCRIPT, statement->file, statement->line, "%s", message);
  if (error) {
    lb_error_set_statement (*error, statement->text, 0);
    lb_error_set_hint (*error, "%s", hint);
  }
  return FALSE;
}

static void
add_unit (Reader *reader, LbUnitKind kind)
{
  LbUnit unit = { .kind = kind, .first = reader->index, .n = 1, .end = reader->index + 1 };

  g_array_append_val (reader->units, unit);
}

static LbUnit *
last_unit (Reader *reader)
{
  return &g_array_index (reader->units, LbUnit, reader->units->len - 1);
}

static gboolean
take_plain (Reader *reader)
{
  if (reader->in_group || reader->extends) {
    LbUnit *unit = last_unit (reader);

    unit->n++;
    unit->end++;
  } else {
    add_unit (reader, LB_UNIT_TRANSACTION);
  }
  reader->extends = !reader->off;
  return TRUE;
}

static gboolean
take_alone (Reader *reader, const LbStatement *statement, GError **error)
{
  if (reader->in_group)
    return refuse (statement, "Move it before the BEGIN or behind the COMMIT.",
                   "the database does not run this statement inside a transaction", error);
  add_unit (reader, LB_UNIT_ALONE);
  reader->extends = FALSE;
  return TRUE;
}

static gboolean
take_begin (Reader *reader, const LbStatement *statement, GError **error)
{
  LbUnit unit = { .kind = LB_UNIT_GROUP, .first = reader->index + 1, .n = 0, .end = reader->index + 1 };

  if (!reader->off)
    return refuse (statement,
                   "Leave BEGIN and COMMIT out: limbeck runs the section in a transaction. To make your own, say "
                   "transaction=off in the section's marker.",
                   "transaction control in a section that runs in a transaction", error);
  if (reader->in_group)
    return refuse (statement, "End the open transaction with COMMIT first.", "BEGIN inside of a transaction", error);
  g_array_append_val (reader->units, unit);
  reader->in_group = TRUE;
  reader->group_line = statement->line;
  return TRUE;
}

static gboolean
take_commit (Reader *reader, const LbStatement *statement, GError **error)
{
  if (!reader->in_group)
    return refuse (statement,
                   reader->off ? "There is no open BEGIN in this section."
                               : "Leave it out: limbeck commits the section together with its version row. A statement "
                                 "that must stand outside a transaction is run so without it.",
                   "COMMIT without a BEGIN of the same section", error);
  last_unit (reader)->end++;
  reader->in_group = FALSE;
  reader->extends = FALSE;
  return TRUE;
}

static gboolean
take (Reader *reader, const LbStatement *statement, GError **error)
{
  switch (reader->dialect->classify (statement, reader->server_version)) {
    case LB_STATEMENT_PLAIN:
      return take_plain (reader);
    case LB_STATEMENT_ALONE:
      return take_alone (reader, statement, error);
    case LB_STATEMENT_BEGIN:
      return take_begin (reader, statement, error);
    case LB_STATEMENT_COMMIT:
      return take_commit (reader, statement, error);
    case LB_STATEMENT_ROLLBACK:
      break;
  }
  return refuse (statement,
                 "A revision that must not be applied fails by itself; what it has done is rolled back then.",
                 "ROLLBACK in a revision", error);
}

GArray *
lb_units_of (const LbBody *body, const LbDialect *dialect, guint server_version, GError **error)
{
  Reader reader = { .dialect = dialect, .server_version = server_version };
  g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (LbUnit));

  reader.units = units;
  for (guint i = 0; i < body->sections->len; i++) {
    const LbSection *section = g_ptr_array_index (body->sections, i);

    reader.off = section->transaction_off;
    reader.extends &= !reader.off;
    for (guint j = 0; j < section->statements->len; j++, reader.index++)
      if (!take (&reader, g_ptr_array_index (section->statements, j), error))
        return NULL;
    if (reader.in_group) {
      const LbStatement *any = lb_body_statement (body, reader.index - 1);

      lb_set_error_at (error, LB_ERROR_SCRIPT, any->file, reader.group_line,
                       "BEGIN without a COMMIT in the same section");
      return NULL;
    }
  }
  return g_steal_pointer (&units);
}

LbUnit
lb_unit_rest (const LbUnit *unit, guint done)
{
  LbUnit rest = *unit;
  guint skipped = done > unit->first ? MIN (done - unit->first, unit->n) : 0;

  rest.first += skipped;
  rest.n -= skipped;
  return rest;
}
