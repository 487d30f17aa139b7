/* What the files that read the catalogue share. */
#ifndef LB_BACKEND_POSTGRESQL_REFLECT_H
#define LB_BACKEND_POSTGRESQL_REFLECT_H

#include "private.h"

/* One reading of the catalogue. */
typedef struct {
  LbConnection *connection;
  const LbReflect *what;
  guint version;      /* of the server */
  GHashTable *scopes; /* mark -> SQL, see lb_pg_reflect_query */
  GHashTable *tables; /* OID -> LbTable, borrowed from @schema */
  GHashTable *types;  /* OID -> what reflect_type.c knows of it */
  LbSchema *schema;
} LbPgReflection;

/* Run @query, with what stands in braces replaced: {scope}, the condition on the tables, as pg_class c and pg_namespace
 * n; {enum scope} (pg_type t) and {sequence scope} (pg_class c) likewise; and columns of the catalogue that older
 * servers do not have, by the table in reflect.c. NULL with @error. */
PGresult *lb_pg_reflect_query (LbPgReflection *reflection, const char *query, GError **error);

/* The table that a row's first cell, an OID, speaks of; NULL for none that is being read. */
LbTable *lb_pg_reflect_table (const LbPgReflection *reflection, const PGresult *rows, int row);

/* One cell: NULL for SQL's NULL. Strings are borrowed. */
const char *lb_pg_cell (const PGresult *rows, int row, int column);
gboolean lb_pg_cell_true (const PGresult *rows, int row, int column);
gint64 lb_pg_cell_integer (const PGresult *rows, int row, int column);
/* The same as a copy, which the caller owns. */
char *lb_pg_cell_dup (const PGresult *rows, int row, int column);
/* A cell that holds JSON: a new reference, NULL for SQL's NULL. */
json_t *lb_pg_cell_json (const PGresult *rows, int row, int column);
/* A cell that holds a JSON list of strings, appended to @strings. */
void lb_pg_cell_strings (const PGresult *rows, int row, int column, GPtrArray *strings);

/* ---- the parts, each one query. Catalogue names sort by their bytes, whatever the database's collation. */

gboolean lb_pg_reflect_types (LbPgReflection *reflection, GError **error);
gboolean lb_pg_reflect_columns (LbPgReflection *reflection, GError **error);
gboolean lb_pg_reflect_constraints (LbPgReflection *reflection, GError **error);
gboolean lb_pg_reflect_indexes (LbPgReflection *reflection, GError **error);
gboolean lb_pg_reflect_triggers (LbPgReflection *reflection, GError **error);
gboolean lb_pg_reflect_enums (LbPgReflection *reflection, GError **error);
gboolean lb_pg_reflect_sequences (LbPgReflection *reflection, GError **error);

/* The type with that OID and modifier as SQLAlchemy names it. @sql: format_type() of it, for types it has no name for
 */
LbType *lb_pg_reflect_type (const LbPgReflection *reflection, Oid oid, int modifier, guint dimensions, const char *sql);

/* What {sequence options} gives, of pg_sequence s. */
void lb_pg_sequence_options (const json_t *json, LbSequenceOptions *options);

#endif
