"""Operations on rows, and SQL as it stands."""

from .base import BatchOperations, Operations
from .opbase import MigrateOperation


@Operations.register_operation("bulk_insert")
class BulkInsertOp(MigrateOperation):
    """INSERT of many rows."""

    def __init__(self, table, rows, *, multiinsert=True):
        self.table = table
        self.rows = rows
        self.multiinsert = multiinsert

    @classmethod
    def bulk_insert(cls, operations, table, rows, *, multiinsert=True):
        """Insert rows (a list of dicts) into a Table, a table(), or the table of a name."""
        operations.invoke(cls(table, rows, multiinsert=multiinsert))


@Operations.register_operation("execute")
@BatchOperations.register_operation("execute", "batch_execute")
class ExecuteSQLOp(MigrateOperation):
    """A statement."""

    def __init__(self, sqltext, *, execution_options=None):
        self.sqltext = sqltext
        self.execution_options = execution_options

    def to_diff_tuple(self):
        return ("execute", self.sqltext)

    @classmethod
    def execute(cls, operations, sqltext, *, execution_options=None):
        """Run a statement: a text or an expression."""
        return operations.invoke(cls(sqltext, execution_options=execution_options))

    @classmethod
    def batch_execute(cls, operations, sqltext, *, execution_options=None):
        """Run a statement at once, before what the batch has collected."""
        return cls.execute(operations, sqltext, execution_options=execution_options)
