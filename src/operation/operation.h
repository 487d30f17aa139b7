/* Operations: what a revision does, as plain data. Scripts and comparisons make them; dialects compile them to SQL.
 *
 * The kinds and their members are Alembic's operation objects. An operation owns what it points to.
 */
#ifndef LB_OPERATION_OPERATION_H
#define LB_OPERATION_OPERATION_H

#include "schema/schema.h"

typedef enum {
  LB_OP_CREATE_TABLE,      /* table; if_not_exists; check_first */
  LB_OP_DROP_TABLE,        /* table (name, schema, options; its enums if known); if_exists; check_first */
  LB_OP_RENAME_TABLE,      /* schema, name, new_name */
  LB_OP_ADD_COLUMN,        /* schema, name, column, constraints, indexes; if_not_exists, inline_* */
  LB_OP_DROP_COLUMN,       /* schema, name, column (name); if_exists; options mssql_drop_* */
  LB_OP_ALTER_COLUMN,      /* schema, name, alter */
  LB_OP_CREATE_INDEX,      /* index; if_not_exists */
  LB_OP_DROP_INDEX,        /* index (name, table, schema, options); if_exists */
  LB_OP_CREATE_CONSTRAINT, /* schema, name (table), constraint */
  LB_OP_DROP_CONSTRAINT,   /* schema, name (table), constraint (name, kind if typed); if_exists */
  LB_OP_TABLE_COMMENT,     /* schema, name, comment (NULL: drop), existing_comment */
  LB_OP_COLUMN_COMMENT,    /* schema, name, column (name, comment): a COMMENT ON COLUMN alone */
  LB_OP_CREATE_TYPE,       /* type: an enum; check_first */
  LB_OP_DROP_TYPE,         /* type; check_first */
  LB_OP_CREATE_SEQUENCE,   /* sequence; if_not_exists; check_first */
  LB_OP_DROP_SEQUENCE,     /* sequence (name, schema); if_exists; check_first */
  LB_OP_CREATE_SCHEMA,     /* name; if_not_exists */
  LB_OP_DROP_SCHEMA,       /* name; if_exists, cascade */
  LB_OP_BULK_INSERT,       /* schema, name, rows */
  LB_OP_BATCH              /* batch */
} LbOperationKind;

typedef struct LbOperation LbOperation;

/* What alter_column asks for. Each has_* says whether it was given at all. */
typedef struct {
  char *column;
  char *new_name;
  LbType *type;
  gboolean has_nullable, nullable;
  gboolean has_default; /* server_default given: default_, identity or computed; all absent: DROP DEFAULT */
  LbDefault server_default;
  LbIdentity *identity;
  LbComputed *computed;
  gboolean has_comment;
  char *comment; /* NULL with has_comment: dropped */
  gboolean has_autoincrement, autoincrement;
  LbType *existing_type;
  gboolean has_existing_nullable, existing_nullable;
  gboolean has_existing_default; /* given, be it None */
  LbDefault existing_default;
  LbIdentity *existing_identity;
  LbComputed *existing_computed;
  char *existing_comment;
  gboolean existing_autoincrement;
  GPtrArray *drop_constraints;        /* char *: names of CHECKs that the old type brought; may be NULL */
  GPtrArray *add_constraints;         /* LbConstraint: CHECKs that the new type brings; may be NULL */
  char *insert_before, *insert_after; /* batch only */
  json_t *options;                    /* {"postgresql_using": "c::integer"}; never NULL */
} LbAlterColumn;

typedef enum { LB_RECREATE_AUTO, LB_RECREATE_ALWAYS, LB_RECREATE_NEVER } LbRecreate;

/* with op.batch_alter_table(...) as batch_op: */
typedef struct {
  char *table;
  char *schema;
  LbRecreate recreate;
  LbTable *copy_from;           /* NULL: the table is read from the database */
  GPtrArray *operations;        /* LbOperation, in the order of the script */
  GPtrArray *reordering;        /* GStrv: tuples of partial_reordering; may be NULL */
  GPtrArray *table_constraints; /* LbConstraint: of table_args; may be NULL */
  json_t *table_options;        /* of table_kwargs; never NULL */
  json_t *conventions;          /* naming_convention: {"uq": "uq_%(table_name)s_..."}; NULL: none */
  GPtrArray *overrides;         /* LbColumn: of reflect_args, in place of reflected ones; may be NULL */
} LbBatch;

struct LbOperation {
  LbOperationKind kind;
  char *schema;
  char *name;
  char *new_name;
  LbTable *table;
  LbColumn *column;
  GPtrArray *constraints;             /* LbConstraint, of add_column; NULL: none */
  GPtrArray *indexes;                 /* LbIndex, of add_column; NULL: none */
  char *insert_before, *insert_after; /* add_column in a batch */
  LbAlterColumn *alter;
  LbIndex *index;
  LbConstraint *constraint;
  gboolean constraint_typed; /* drop_constraint: constraint->kind was given */
  LbType *type;
  GPtrArray *types; /* drop_table: LbType, enums that go with it; NULL: none */
  LbSequence *sequence;
  LbBatch *batch;
  char *comment, *existing_comment;
  gboolean if_exists, if_not_exists, check_first, cascade;
  gboolean inline_references, inline_primary_key;
  GPtrArray *row_columns; /* bulk_insert: char * */
  GPtrArray *rows;        /* bulk_insert: LbValue[], row_columns->len each (sql/value.h) */
  json_t *options;        /* dialect keywords of the operation itself; never NULL */
};

LbAlterColumn *lb_alter_column_new (const char *column);
void lb_alter_column_free (LbAlterColumn *alter);
LbBatch *lb_batch_new (const char *schema, const char *table);
void lb_batch_free (LbBatch *batch);
LbOperation *lb_operation_new (LbOperationKind kind);
void lb_operation_free (LbOperation *operation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbOperation, lb_operation_free)

/* Alembic's name: "create_table". */
const char *lb_operation_name (LbOperationKind kind);

/* One line for people: "create_table users", "alter_column users.email". */
char *lb_operation_title (const LbOperation *operation);

#endif
