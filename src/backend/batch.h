/* Batch mode: several changes of one table, made by ALTER where the database can, or by move and copy: the table is
 * created anew under another name with the changes in it, its rows are copied, the old one is dropped, the new one
 * takes its name, indexes and triggers are made again. Which of the two: LbBatch.recreate, and for "auto" the dialect.
 *
 * The table is read from the database or given by the script (copy_from; the only way with --sql). Where Alembic loses
 * something on the way it is kept here, or the batch is refused: see doc/differences.md. */
#ifndef LB_BACKEND_BATCH_H
#define LB_BACKEND_BATCH_H

#include "backend.h"

/* Compile one batch; statements go to @statements. LB_ERROR_SCRIPT in Alembic's words for operations that cannot be
 * ("No such constraint: 'x'"), LB_ERROR_UNSUPPORTED for what would be lost, and all that the dialect's compile says. */
gboolean lb_batch_compile (const LbDialect *dialect, const LbBatch *batch, const LbTarget *target,
                           GPtrArray *statements, GError **error);

/* ---- for dialects */

/* A column of the table to be, in the place where it is to stand. */
typedef struct {
  char *key;        /* its name when the batch began, or the name it was added with: what operations call it */
  char *source;     /* the column whose values it gets; NULL: none, it is new */
  LbColumn *column; /* as it is to be */
  gboolean retyped; /* it has a type from the script, not that of the old table */
  gboolean cast;    /* its values go through CAST */
  gboolean moved;   /* its place is asked for */
} LbBatchColumn;

/* A move and copy under way. */
typedef struct {
  const LbDialect *dialect;
  const LbBatch *batch;
  const LbTarget *target;
  GPtrArray *statements;
  LbTable *old;           /* the table as it is when rows are copied: from the database, or from copy_from */
  gboolean reflected;     /* @old is from the database */
  LbTable *live;          /* the table in the database where @old is from copy_from; NULL otherwise and with --sql */
  GHashTable *renamed;    /* char * -> char *: columns of @old that .read renamed already: new name -> key; or NULL */
  GPtrArray *columns;     /* LbBatchColumn */
  GPtrArray *dropped;     /* char *: names of columns that go */
  GPtrArray *constraints; /* LbConstraint */
  GPtrArray *indexes;     /* LbIndex: those of @old that stay */
  GPtrArray *new_indexes; /* LbIndex */
  GPtrArray *wishes;      /* char *[2]: a column and one that is to stand behind it */
  GPtrArray *order;       /* char *: the keys of @old, as long as they are neither dropped nor moved */
  char *comment;
  char *name; /* of the new table until it takes the old one's */
} LbBatchRun;

/* What a database does otherwise; every function may be NULL. */
struct LbBatchHooks {
  /* Whether "auto" means move and copy. NULL: never. */
  gboolean (*needs_recreate) (const LbBatch *batch);

  gboolean drops_constraints_first; /* names of constraints count in the whole schema (PostgreSQL) */

  /* Whether a column that gets this type is copied as it is, where the kind of type changes; otherwise through CAST. */
  gboolean (*copies_as_is) (const LbType *type);

  /* Read run->old from the database and begin. NULL: read it. */
  gboolean (*read) (LbBatchRun *run, GError **error);

  /* The database is live, and run->old is from copy_from: begin. */
  gboolean (*begin) (LbBatchRun *run, GError **error);

  /* The columns and constraints are as they are to be, nothing was compiled. */
  gboolean (*settled) (LbBatchRun *run, GError **error);

  gboolean (*before_drop) (LbBatchRun *run, GError **error);

  /* The text of an index or trigger as read from the database, as it is to be said again. NULL: as it is. */
  char *(*say_again) (LbBatchRun *run, const char *sql);

  gboolean (*end) (LbBatchRun *run, GError **error);
};

/* Whether there is a database; not with --sql. */
gboolean lb_batch_is_live (const LbBatchRun *run);

/* The table of the batch from the database. @what: LbReflectWhat. LB_ERROR_SCRIPT if there is none. */
LbTable *lb_batch_read (LbBatchRun *run, LbReflectWhat what, GError **error);

/* Append a statement: formats of sql/build.h. */
#define lb_batch_say(run, ...) lb_batch_take ((run), lb_sql_format ((run)->dialect->syntax, __VA_ARGS__))
void lb_batch_take (LbBatchRun *run, char *sql);

/* The column that operations call @name: by key, else by the name it has now. NULL: none. */
LbBatchColumn *lb_batch_column (const LbBatchRun *run, const char *name);

#endif
