/* What the files of the common DDL compiler share: one function per kind of operation. */
#ifndef LB_BACKEND_DDL_PRIVATE_H
#define LB_BACKEND_DDL_PRIVATE_H

#include "ddl.h"
#include "util/error.h"

/* The dialect's function for a part, or the common one of the same name. */
#define HOOK(run, part) ((run)->ddl->part ? (run)->ddl->part : lb_ddl_##part)

typedef gboolean (*LbDdlCompile) (LbDdlRun *run, GError **error);

gboolean lb_ddl_common_create_table (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_drop_table (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_rename_table (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_add_column (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_drop_column (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_alter_column (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_create_index (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_drop_index (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_create_constraint (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_drop_constraint (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_table_comment (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_column_comment (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_create_sequence (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_drop_sequence (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_create_schema (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_drop_schema (LbDdlRun *run, GError **error);
gboolean lb_ddl_common_bulk_insert (LbDdlRun *run, GError **error);

/* Names of indexes and constraints longer than the database allows are refused. @longest: 0: any length */
gboolean lb_ddl_check_length (const char *name, guint longest, GError **error);

/* The options of an object, against .options of the dialect. */
gboolean lb_ddl_check_options (LbDdlRun *run, LbDdlObject object, const json_t *options, GError **error);
gboolean lb_ddl_check_constraint_options (LbDdlRun *run, const LbConstraint *constraint, GError **error);

#endif
