"""The operation classes, each with the functions that make it: `op.NAME` and `batch_op.NAME`."""

from limbeck.missing import raise_for

from .opbase import DowngradeOps, MigrateOperation, MigrationScript, ModifyTableOps, OpContainer, UpgradeOps
from .opcolumn import AddColumnOp, AlterColumnOp, DropColumnOp
from .opconstraint import (
    AddConstraintOp,
    CreateCheckConstraintOp,
    CreateExcludeConstraintOp,
    CreateForeignKeyOp,
    CreatePrimaryKeyOp,
    CreateUniqueConstraintOp,
    DropConstraintOp,
)
from .opdata import BulkInsertOp, ExecuteSQLOp
from .opindex import CreateIndexOp, DropIndexOp
from .optable import (
    AlterTableOp,
    CreateTableCommentOp,
    CreateTableOp,
    DropTableCommentOp,
    DropTableOp,
    RenameTableOp,
)

__all__ = (
    "AddColumnOp", "AddConstraintOp", "AlterColumnOp", "AlterTableOp", "BulkInsertOp", "CreateCheckConstraintOp",
    "CreateExcludeConstraintOp", "CreateForeignKeyOp", "CreateIndexOp", "CreatePrimaryKeyOp", "CreateTableCommentOp",
    "CreateTableOp", "CreateUniqueConstraintOp", "DowngradeOps", "DropColumnOp", "DropConstraintOp", "DropIndexOp",
    "DropTableCommentOp", "DropTableOp", "ExecuteSQLOp", "MigrateOperation", "MigrationScript", "ModifyTableOps",
    "OpContainer", "RenameTableOp", "UpgradeOps",
)
__getattr__ = raise_for(__name__)
