/* A schema as plain data: tables, columns, types, constraints, indexes, and what stands beside tables.
 *
 * It comes from two sides: what a script says (read from the messages of a script host, json.h) and what a database has
 * (reflected by a driver). It knows no database: dialects compile it to SQL, drivers fill it.
 *
 * Texts named *_sql are SQL as it goes to the database; all other strings are plain names or values, quoted by whoever
 * makes SQL of them. Everything is owned by the structure it stands in. NULL means absent.
 */
#ifndef LB_SCHEMA_SCHEMA_H
#define LB_SCHEMA_SCHEMA_H

#include <glib.h>
#include <jansson.h>

/* ---- types */

/* A type as SQLAlchemy names it. @name is the class: a generic one ("Integer", "String", "DateTime", "Enum", "Uuid",
 * "JSON", "ARRAY") or an SQL one ("VARCHAR", "TIMESTAMP", "JSONB", "INT4RANGE", "TINYINT"). @dialect is the package it
 * comes from ("postgresql", "mysql", ...) or NULL. @arguments holds the constructor's arguments by name, as JSON:
 * {"length": 50, "timezone": true, "enums": ["a", "b"], "name": "mood", ...}; absent ones have their default.
 * The type named "SQL" is a text that stands for itself: {"sql": "geometry(POINT,4326)"}. */
typedef struct LbType LbType;
struct LbType {
  char *name;
  char *dialect;
  json_t *arguments;    /* an object, never NULL */
  LbType *item;         /* of ARRAY and DOMAIN: the type inside; NULL otherwise */
  GHashTable *variants; /* dialect name -> LbType, of with_variant(); NULL: none */
};

LbType *lb_type_new (const char *name, const char *dialect);
LbType *lb_type_copy (const LbType *type);
void lb_type_free (LbType *type);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbType, lb_type_free)

/* The type to use on @dialect: a variant of it, or itself. */
const LbType *lb_type_for (const LbType *type, const char *dialect);

/* One argument, with what stands for absence. Strings are borrowed. */
const char *lb_type_string (const LbType *type, const char *key); /* NULL */
gint64 lb_type_integer (const LbType *type, const char *key, gint64 absent);
gboolean lb_type_boolean (const LbType *type, const char *key, gboolean absent);
const json_t *lb_type_argument (const LbType *type, const char *key); /* NULL */

/* ---- defaults, identity, computed */

typedef enum {
  LB_DEFAULT_NONE,
  LB_DEFAULT_TEXT, /* a plain string, to be quoted as a literal */
  LB_DEFAULT_SQL   /* SQL as it is */
} LbDefaultKind;

typedef struct {
  LbDefaultKind kind;
  char *text;
} LbDefault;

/* Options of a sequence; those of an identity column besides. */
typedef struct {
  gboolean has_start, has_increment, has_min, has_max, has_cache;
  gint64 start, increment, min, max, cache;
  gboolean no_min, no_max, cycle, has_cycle, order, has_order;
} LbSequenceOptions;

typedef struct {
  gboolean always; /* GENERATED ALWAYS, otherwise BY DEFAULT */
  gboolean on_null;
  LbSequenceOptions options;
} LbIdentity;

typedef struct {
  char *sql;
  gboolean persisted, has_persisted; /* STORED, VIRTUAL; without has_persisted the database's default */
} LbComputed;
void lb_computed_free (LbComputed *computed);

/* ---- columns */

typedef enum { LB_AUTOINCREMENT_AUTO, LB_AUTOINCREMENT_ON, LB_AUTOINCREMENT_OFF } LbAutoincrement;

typedef struct {
  char *name;
  LbType *type; /* NULL: unknown, as a reference to an existing column may leave it */
  gboolean nullable;
  gboolean primary_key; /* the column itself says so; the table's primary key constraint counts in the end */
  LbAutoincrement autoincrement;
  gboolean has_foreign_key; /* it references another column: never SERIAL or AUTO_INCREMENT by itself */
  LbDefault server_default;
  LbIdentity *identity;
  LbComputed *computed;
  char *sequence; /* a Sequence given as its default: then it is no SERIAL */
  char *sequence_schema;
  char *comment;
  gboolean system;   /* left out of CREATE TABLE */
  GPtrArray *checks; /* LbConstraint, CHECKs written inside the column; NULL: none */
  json_t *options;   /* dialect keywords: {"sqlite_on_conflict_not_null": "FAIL"}; never NULL */
} LbColumn;

LbColumn *lb_column_new (const char *name, LbType *type);
LbColumn *lb_column_copy (const LbColumn *column);
void lb_column_free (LbColumn *column);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbColumn, lb_column_free)

/* ---- constraints */

typedef enum {
  LB_CONSTRAINT_PRIMARY,
  LB_CONSTRAINT_UNIQUE,
  LB_CONSTRAINT_FOREIGN,
  LB_CONSTRAINT_CHECK,
  LB_CONSTRAINT_EXCLUDE
} LbConstraintKind;

typedef struct {
  char *column; /* a name, or ... */
  char *sql;    /* ... an expression */
  char *operator;
  char *opclass;
} LbExcludeElement;

/* An array of LbExcludeElement that frees what is in it. */
GArray *lb_exclude_elements_new (void);

typedef struct {
  LbConstraintKind kind;
  char *name;            /* NULL: the database names it */
  GPtrArray *columns;    /* char *; never NULL, empty for CHECK and EXCLUDE (reflected CHECKs may name them) */
  char *check_sql;       /* CHECK */
  gboolean type_bound;   /* the CHECK came with a Boolean or Enum type */
  char *referent_schema; /* FOREIGN */
  char *referent_table;
  GPtrArray *referent_columns; /* char *; never NULL, empty: the referent's primary key */
  char *on_update;             /* "CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"; NULL: none */
  char *on_delete;
  char *match; /* "FULL", "PARTIAL", "SIMPLE" */
  gboolean use_alter;
  GArray *elements;    /* EXCLUDE: LbExcludeElement; NULL otherwise */
  char *exclude_using; /* "gist" */
  char *exclude_where_sql;
  gboolean deferrable, has_deferrable; /* DEFERRABLE or NOT DEFERRABLE; neither without has_deferrable */
  char *initially;                     /* "DEFERRED", "IMMEDIATE" */
  char *comment;
  gboolean not_valid; /* reflected: not validated yet */
  json_t *options;    /* dialect keywords: {"postgresql_not_valid": true, "postgresql_include": ["a"]}; never NULL */
} LbConstraint;

LbConstraint *lb_constraint_new (LbConstraintKind kind, const char *name);
LbConstraint *lb_constraint_copy (const LbConstraint *constraint);
void lb_constraint_free (LbConstraint *constraint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbConstraint, lb_constraint_free)

/* ---- indexes */

typedef struct {
  char *column;     /* a name, or ... */
  char *sql;        /* ... an expression, complete: "lower(a)", "a DESC NULLS LAST" */
  char *suffix_sql; /* behind a column: "DESC NULLS LAST"; NULL */
  char *opclass;    /* reflected, or of postgresql_ops */
  char *collation;
} LbIndexColumn;

typedef struct {
  char *name;
  char *schema; /* of its table */
  char *table;
  gboolean unique;
  GArray *columns;        /* LbIndexColumn */
  GPtrArray *includes;    /* char *; reflected; NULL: none */
  char *where_sql;        /* reflected: of a partial index */
  char *method;           /* reflected: "btree", "gin" */
  gboolean of_constraint; /* reflected: it stands behind a primary key, unique or exclude constraint */
  gboolean invalid;       /* reflected */
  char *definition_sql;   /* reflected: the whole CREATE INDEX as the database gives it; NULL where it does not */
  json_t *options;        /* dialect keywords: {"postgresql_where": "a > 5", "mysql_length": {"a": 10}}; never NULL */
} LbIndex;

LbIndex *lb_index_new (const char *name, const char *schema, const char *table);
LbIndex *lb_index_copy (const LbIndex *index);
void lb_index_free (LbIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbIndex, lb_index_free)

/* ---- tables */

typedef enum { LB_TABLE_PLAIN, LB_TABLE_VIEW, LB_TABLE_MATERIALIZED_VIEW, LB_TABLE_FOREIGN } LbTableKind;

typedef struct {
  char *name;
  char *schema;
  LbTableKind kind;
  GPtrArray *columns;     /* LbColumn */
  GPtrArray *constraints; /* LbConstraint, in the order in which they are to be written */
  GPtrArray *indexes;     /* LbIndex */
  GPtrArray *prefixes;    /* char *: "TEMPORARY"; may be NULL */
  char *comment;
  char *definition_sql; /* reflected: the text of a view; SQLite: of the table */
  GPtrArray *triggers;  /* reflected where asked for: char *, their whole CREATE TRIGGER; may be NULL */
  json_t *options;      /* dialect keywords: {"mysql_engine": "InnoDB", "postgresql_partition_by": "..."}; never NULL */
} LbTable;

LbTable *lb_table_new (const char *name, const char *schema);
LbTable *lb_table_copy (const LbTable *table);
void lb_table_free (LbTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbTable, lb_table_free)

/* NULL if there is none of that name. */
LbColumn *lb_table_column (const LbTable *table, const char *name);
LbConstraint *lb_table_primary_key (const LbTable *table);
LbConstraint *lb_table_constraint (const LbTable *table, const char *name);
LbIndex *lb_table_index (const LbTable *table, const char *name);

/* SQLAlchemy's rule for SERIAL and AUTO_INCREMENT: the one column of the primary key, of an integer type, without
 * default, foreign key or autoincrement=False; or the one that says autoincrement=True. NULL: none.
 * @dialect chooses among variants of the type. */
const LbColumn *lb_table_autoincrement (const LbTable *table, const char *dialect);

/* Whether the type is one of the integers, on @dialect. */
gboolean lb_type_is_integer (const LbType *type, const char *dialect);

/* ---- what stands beside tables */

typedef struct {
  char *name;
  char *schema;
  LbSequenceOptions options;
  LbType *type;      /* NULL: the database's default */
  char *owner_table; /* reflected: OWNED BY */
  char *owner_column;
  gboolean of_identity;
} LbSequence;
void lb_sequence_free (LbSequence *sequence);

typedef struct {
  char *name;
  char *schema;
  GPtrArray *labels; /* char *, in order */
  gboolean visible;  /* found by its bare name */
} LbEnum;
void lb_enum_free (LbEnum *type);

/* A database, or what was asked of it. */
typedef struct {
  GPtrArray *tables;    /* LbTable, sorted by schema and name */
  GPtrArray *sequences; /* LbSequence */
  GPtrArray *enums;     /* LbEnum */
} LbSchema;
LbSchema *lb_schema_new (void);
void lb_schema_free (LbSchema *schema);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbSchema, lb_schema_free)

/* ---- dialect keywords */

/* The option "<dialect>_<key>" of @options, or NULL; where there are several names (mysql and mariadb), the first that
 * is there. */
const json_t *lb_option (const json_t *options, const char *const *prefixes, const char *key);
const char *lb_option_string (const json_t *options, const char *const *prefixes, const char *key);
gboolean lb_option_boolean (const json_t *options, const char *const *prefixes, const char *key);

#endif
