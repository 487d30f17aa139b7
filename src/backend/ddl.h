/* Operations compiled to SQL: what all databases share, and the table in which a dialect says what it does otherwise.
 *
 * A dialect defines one `const LbDdl` and its LbDialect.compile is one call of lb_ddl_compile. Every hook may be NULL:
 * then the common text is written, which is Alembic's for an unknown database. What is not covered by a hook is covered
 * by .operations: a function of the dialect's own for one kind of operation, which may call lb_ddl_common for the
 * ordinary part of the work:
 *
 *   static gboolean
 *   create_table (LbDdlRun *run, GError **error)
 *   {
 *     return create_types (run, error) && lb_ddl_common (run, error);
 *   }
 *
 *   static const LbDdl ddl = {
 *     .dialect = &lb_dialect_postgresql,
 *     .operations = { [LB_OP_CREATE_TABLE] = create_table },
 *   };
 *
 * Writing: hooks append to run->sql, the statement under way, with lb_ddl_write (formats of sql/build.h: %I a name, %T
 * schema and name, %L a literal, %s SQL). lb_ddl_emit ends the statement. Hooks that are parts of a statement begin
 * with the blank that separates them from what stands before, unless their description says otherwise, and write
 * nothing when there is nothing to say. A statement has neither white space at its ends nor a semicolon; a tab of
 * SQLAlchemy's is four blanks.
 *
 * All functions return FALSE with @error set: LB_ERROR_UNSUPPORTED for what the database cannot do, LB_ERROR_SCRIPT for
 * what is wrong with the operation; in SQLAlchemy's or Alembic's words.
 */
#ifndef LB_BACKEND_DDL_H
#define LB_BACKEND_DDL_H

#include "backend.h"
#include "sql/build.h"

typedef struct LbDdl LbDdl;

/* One operation being compiled. */
typedef struct {
  const LbDdl *ddl;
  const LbOperation *operation;
  const LbTarget *target;
  GPtrArray *statements;  /* LbStatement, finished */
  GString *sql;           /* the statement under way */
  const LbColumn *serial; /* in column hooks: the table's autoincrement column (lb_table_autoincrement), or NULL */
} LbDdlRun;

/* Append to the statement under way; lb_ddl_statement also ends it. */
#define lb_ddl_write(run, ...)     lb_sql_appendf ((run)->sql, (run)->ddl->dialect->syntax, __VA_ARGS__)
#define lb_ddl_statement(run, ...) (lb_ddl_write (run, __VA_ARGS__), lb_ddl_emit (run))

/* End the statement under way: white space at its ends is cut, an empty one vanishes. */
void lb_ddl_emit (LbDdlRun *run);

/* Where a part of a statement stands: where the "_" is. */
typedef enum {
  LB_DDL_BEFORE_WORD,    /* CREATE UNIQUE _INDEX */
  LB_DDL_BEHIND_WORD,    /* CREATE INDEX _ix, UNIQUE _(a) */
  LB_DDL_BEFORE_COLUMNS, /* CREATE TABLE t _(...), CREATE INDEX ix ON t _(a) */
  LB_DDL_BEHIND_COLUMNS, /* CREATE TABLE t (...)_, CREATE INDEX ix ON t (a)_, UNIQUE (a)_ DEFERRABLE */
  LB_DDL_AT_END          /* UNIQUE (a) DEFERRABLE_ */
} LbDdlPlace;

/* What takes dialect options. */
typedef enum {
  LB_DDL_TABLE,
  LB_DDL_COLUMN,
  LB_DDL_INDEX,
  LB_DDL_PRIMARY,
  LB_DDL_UNIQUE,
  LB_DDL_FOREIGN,
  LB_DDL_CHECK,
  LB_DDL_N_OBJECTS
} LbDdlObject;

/* How comments of tables and columns are written. */
typedef enum {
  LB_DDL_COMMENT_NONE,     /* left out of CREATE TABLE and ADD COLUMN (SQLite) */
  LB_DDL_COMMENT_INLINE,   /* by the hooks .column and .table_part (MySQL) */
  LB_DDL_COMMENT_STATEMENT /* statements of their own, behind indexes */
} LbDdlComments;

/* The words of ALTER TABLE; NULL: as in the comment. */
typedef struct {
  const char *add_column;    /* "ADD COLUMN" */
  const char *alter_column;  /* "ALTER COLUMN" */
  const char *set_null;      /* "DROP NOT NULL" */
  const char *set_not_null;  /* "SET NOT NULL" */
  const char *type;          /* "TYPE "; with its blank */
  const char *set_default;   /* "SET DEFAULT" */
  const char *drop_default;  /* "DROP DEFAULT" */
  const char *rename_column; /* "RENAME" */
} LbDdlWords;

struct LbDdl {
  /* facts */
  const LbDialect *dialect;    /* its name (for variants of types), syntax, type_text, append_value */
  const char *const *prefixes; /* of its options, NULL-terminated: {"mariadb", "mysql", NULL} */
  /* Options it knows, without prefix, separated by blanks; "*": any; NULL: none. Others of its prefix are refused. */
  const char *options[LB_DDL_N_OBJECTS];
  LbDdlWords words;
  LbDdlComments comments;
  guint longest_index, longest_constraint; /* characters a name may have; more is an error. 0: any number */
  gboolean identity;                       /* has identity columns; else Identity() only makes a column NOT NULL */
  gboolean native_boolean;                 /* BOOLEAN needs no CHECK that came with the type */
  gboolean native_enum;                    /* the same of Enum; one with native_enum=False always keeps it */
  gboolean keeps_use_alter;                /* writes foreign keys with use_alter in CREATE TABLE (SQLite) */
  gboolean type_first;                     /* ALTER COLUMN changes the type before NULL and DEFAULT (PostgreSQL) */
  gboolean plain_add_column;   /* no IF NOT EXISTS, REFERENCES, PRIMARY KEY, CHECK in ADD COLUMN (SQL Server, Oracle) */
  gboolean plain_create_index; /* no IF NOT EXISTS in CREATE INDEX (SQL Server, Oracle) */
  gboolean index_schema;       /* CREATE INDEX s.ix (SQLite, Oracle) */
  gboolean index_bare_table;   /* CREATE INDEX ... ON t, without its schema (SQLite) */
  gboolean index_of_table;     /* DROP INDEX ix ON t (MySQL, SQL Server) */
  gboolean dotted_schemas;     /* a schema "a.b" is two names (SQL Server) */
  gboolean exclude;            /* has EXCLUDE constraints (PostgreSQL) */
  gboolean no_on_update;       /* leaves ON UPDATE of foreign keys out (Oracle) */
  gboolean no_sequences;       /* CREATE and DROP SEQUENCE say nothing */

  /* Instead of the common compilation of one kind of operation. LB_OP_BATCH is batch.h's for all. */
  gboolean (*operations[LB_OP_BATCH + 1]) (LbDdlRun *run, GError **error);

  /* A column as in CREATE TABLE and ADD COLUMN, from its name on; without inline CHECKs, which follow by themselves.
   * Common: name type [DEFAULT x] [computed] [identity] [NOT NULL].
   * @table: of CREATE TABLE; for ADD COLUMN one that has this column only */
  gboolean (*column) (LbDdlRun *run, const LbTable *table, const LbColumn *column, GError **error);

  /* The value behind DEFAULT, without a blank before it. Common: literal or SQL. */
  void (*default_value) (LbDdlRun *run, const LbDefault *value);

  /* "GENERATED ALWAYS AS (a + 1) STORED", without a blank before it. */
  gboolean (*computed) (LbDdlRun *run, const LbComputed *computed, GError **error);

  /* "GENERATED BY DEFAULT AS IDENTITY (START WITH 5)", without a blank before it. */
  gboolean (*identity_column) (LbDdlRun *run, const LbIdentity *identity, GError **error);

  /* "INCREMENT BY 2 START WITH 5", of CREATE SEQUENCE and in the parentheses of an identity. */
  void (*sequence_options) (LbDdlRun *run, const LbSequenceOptions *options);

  /* A constraint of CREATE TABLE or ADD, from CONSTRAINT or its first word on. One that writes nothing is left out
   * with its comma. Common: lb_ddl_constraint, with .constraint_part inside. @table: of CREATE TABLE, else NULL */
  gboolean (*constraint) (LbDdlRun *run, const LbTable *table, const LbConstraint *constraint, GError **error);

  /* What the dialect's options add: BEHIND_WORD (ends with its blank), BEHIND_COLUMNS, AT_END. */
  gboolean (*constraint_part) (LbDdlRun *run, const LbConstraint *constraint, LbDdlPlace place, GError **error);

  /* BEFORE_COLUMNS (ends with its blank) and BEHIND_COLUMNS, which is all behind the closing parenthesis. */
  gboolean (*table_part) (LbDdlRun *run, const LbTable *table, LbDdlPlace place, GError **error);

  /* BEFORE_WORD, BEHIND_WORD, BEFORE_COLUMNS (these end with their blank), BEHIND_COLUMNS. In DROP INDEX only
   * BEHIND_WORD. */
  gboolean (*index_part) (LbDdlRun *run, const LbIndex *index, LbDdlPlace place, GError **error);

  /* One column or expression of an index, without a blank before it. Common: lb_ddl_index_column. */
  gboolean (*index_column) (LbDdlRun *run, const LbIndex *index, const LbIndexColumn *column, GError **error);

  /* Behind "ALTER TABLE t ALTER COLUMN c TYPE x": " USING c::x". */
  gboolean (*alter_type_end) (LbDdlRun *run, const LbAlterColumn *alter, GError **error);

  /* Behind "ALTER TABLE t ALTER COLUMN c ": what changes, adds or drops an identity. NULL: Alembic's refusal. */
  gboolean (*alter_identity) (LbDdlRun *run, const LbAlterColumn *alter, GError **error);

  /* Emit the statement for a comment on a table (@column NULL) or column. @comment NULL: dropped.
   * Common: COMMENT ON ... IS ...
   * @existing: what is said to be there, or NULL */
  gboolean (*comment) (LbDdlRun *run, const char *schema, const char *table, const char *column, const char *comment,
                       const char *existing, GError **error);
};

/* Compile one operation; statements go to @statements. On failure @statements may hold some of them. */
gboolean lb_ddl_compile (const LbDdl *ddl, const LbOperation *operation, const LbTarget *target, GPtrArray *statements,
                         GError **error);

/* ---- the common pieces, for hooks */

/* The common compilation of run->operation, whatever .operations says. */
gboolean lb_ddl_common (LbDdlRun *run, GError **error);

/* What is written where the hook of that name is NULL: for hooks that only add to it. Their parts ask their own hooks.
 */
gboolean lb_ddl_column (LbDdlRun *run, const LbTable *table, const LbColumn *column, GError **error);
void lb_ddl_default_value (LbDdlRun *run, const LbDefault *value);
gboolean lb_ddl_computed (LbDdlRun *run, const LbComputed *computed, GError **error);
gboolean lb_ddl_identity_column (LbDdlRun *run, const LbIdentity *identity, GError **error);
void lb_ddl_sequence_options (LbDdlRun *run, const LbSequenceOptions *options);
gboolean lb_ddl_constraint (LbDdlRun *run, const LbTable *table, const LbConstraint *constraint, GError **error);
gboolean lb_ddl_index_column (LbDdlRun *run, const LbIndex *index, const LbIndexColumn *column, GError **error);
gboolean lb_ddl_comment (LbDdlRun *run, const char *schema, const char *table, const char *column, const char *comment,
                         const char *existing, GError **error);

/* Write the type, of the variant for this dialect. */
gboolean lb_ddl_type (LbDdlRun *run, const LbType *type, GError **error);

/* " DEFAULT x" if the column has one. */
void lb_ddl_column_default (LbDdlRun *run, const LbColumn *column);

/* "CONSTRAINT name " if it has a name. FALSE if the name is longer than the database allows. */
gboolean lb_ddl_constraint_name (LbDdlRun *run, const LbConstraint *constraint, GError **error);

/* " DEFERRABLE INITIALLY DEFERRED"; " MATCH FULL ON DELETE x ON UPDATE y". FALSE for what is no phrase of keywords. */
gboolean lb_ddl_deferrability (LbDdlRun *run, const LbConstraint *constraint, GError **error);
gboolean lb_ddl_match_and_actions (LbDdlRun *run, const LbConstraint *constraint, GError **error);

/* Names with commas between, each quoted as needed: "a, b". @names: char * */
void lb_ddl_names (LbDdlRun *run, const GPtrArray *names);

/* The table of the operation, with its schema: names of ALTER TABLE. */
void lb_ddl_table (LbDdlRun *run, const char *schema, const char *name);

/* A constraint without a name cannot be dropped. */
gboolean lb_ddl_check_named (const LbConstraint *constraint, GError **error);

/* "ALTER TABLE s.t " of an operation whose table is in .schema and .name. */
void lb_ddl_alter_table (LbDdlRun *run);

/* Emit ALTER TABLE ... ADD with one constraint; a CHECK that came with a type and that this database does without is
 * skipped. The table is the operation's.
 * @type: of the column that the CHECK comes with, or NULL */
gboolean lb_ddl_add_constraint (LbDdlRun *run, const LbConstraint *constraint, const LbType *type, GError **error);

/* Around an ALTER COLUMN of the dialect's own: the CHECKs that the old type brought are dropped before, those of the
 * new one added behind. (Common ALTER COLUMN does it by itself.) */
gboolean lb_ddl_drop_type_checks (LbDdlRun *run, GError **error);
gboolean lb_ddl_add_type_checks (LbDdlRun *run, GError **error);

/* The refusals of ALTER COLUMN that all databases share: computed columns, and identity where there is no hook.
 * TRUE if neither is asked for. */
gboolean lb_ddl_alter_default_allowed (LbDdlRun *run, GError **error);

/* Whether a CHECK that came with a type is wanted here. TRUE for all other constraints.
 * @type: of the column it came with; NULL: as if it were an enum without native type */
gboolean lb_ddl_wants_check (const LbDdl *ddl, const LbConstraint *constraint, const LbType *type);

/* An option of this dialect, looked up by all its prefixes; NULL if absent or null. */
const json_t *lb_ddl_option (const LbDdlRun *run, const json_t *options, const char *key);
const char *lb_ddl_option_string (const LbDdlRun *run, const json_t *options, const char *key);
gboolean lb_ddl_option_boolean (const LbDdlRun *run, const json_t *options, const char *key);

/* Names of an option that is a name or a list of names: "a, b", quoted as needed. */
void lb_ddl_option_names (LbDdlRun *run, const json_t *option);

/* "CREATE INDEX ..." of one index of the operation, as a statement. */
gboolean lb_ddl_create_index (LbDdlRun *run, const LbIndex *index, gboolean if_not_exists, GError **error);

#endif
