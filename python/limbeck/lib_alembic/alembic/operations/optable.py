"""Operations on whole tables."""

from ..ddl import plain
from .base import BatchOperations, Operations
from .opbase import MigrateOperation
from .schemaobj import SchemaObjects


@Operations.register_operation("create_table")
class CreateTableOp(MigrateOperation):
    """CREATE TABLE, with its indexes and comments."""

    def __init__(
        self, table_name, columns, *, schema=None, if_not_exists=None, _namespace_metadata=None,
        _constraints_included=False, **kw
    ):
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.if_not_exists = if_not_exists
        self.info = kw.pop("info", None) or {}
        self.comment = kw.pop("comment", None)
        self.prefixes = kw.pop("prefixes", None)
        self.kw = kw
        self._namespace_metadata = _namespace_metadata
        self._constraints_included = _constraints_included

    info = None  # the table's own, which takes the place of the operation's

    def reverse(self):
        return DropTableOp.from_table(self.to_table(), _namespace_metadata=self._namespace_metadata)

    def to_diff_tuple(self):
        return ("add_table", self.to_table())

    @classmethod
    def from_table(cls, table, *, _namespace_metadata=None):
        """The operation that creates `table`."""
        return cls(
            table.name, list(table.c) + list(table.constraints), schema=table.schema,
            _namespace_metadata=table.metadata if _namespace_metadata is None else _namespace_metadata,
            _constraints_included=True, comment=table.comment, info=dict(table.info),
            prefixes=list(getattr(table, "_prefixes", ())), **table.kwargs
        )

    def to_table(self, migration_context=None):
        """The Table."""
        return SchemaObjects(migration_context).table(
            self.table_name, *self.columns, schema=self.schema, prefixes=list(self.prefixes or ()),
            comment=self.comment, info=dict(self.info), _constraints_included=self._constraints_included, **self.kw
        )

    @classmethod
    def create_table(cls, operations, table_name, *columns, if_not_exists=None, **kw):
        """Create a table from columns, constraints and indexes; returns the Table."""
        if not kw and not if_not_exists and cls is CreateTableOp:
            made = plain.create_table(operations, table_name, columns)
            if made is not None:
                operations.impl.perform_text('{"op":"create_table","table":%s}' % made[0])
                return made[1]
        return operations.invoke(cls(table_name, columns, if_not_exists=if_not_exists, **kw))


@Operations.register_operation("drop_table")
class DropTableOp(MigrateOperation):
    """DROP TABLE."""

    def __init__(self, table_name, *, schema=None, if_exists=None, table_kw=None, _reverse=None):
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self.table_kw = dict(table_kw or {})
        self.comment = self.table_kw.pop("comment", None)
        self.info = self.table_kw.pop("info", None) or {}
        self.prefixes = self.table_kw.pop("prefixes", None)
        self._reverse = _reverse

    info = None

    def to_diff_tuple(self):
        return ("remove_table", self.to_table())

    def reverse(self):
        return CreateTableOp.from_table(self.to_table())

    @classmethod
    def from_table(cls, table, *, _namespace_metadata=None):
        """The operation that drops `table`."""
        create = CreateTableOp.from_table(table, _namespace_metadata=_namespace_metadata)
        kw = dict(create.kw, comment=create.comment, info=create.info, prefixes=create.prefixes)
        return cls(table.name, schema=table.schema, table_kw=kw, _reverse=create)

    def to_table(self, migration_context=None):
        """The Table; its columns are known if the operation was made from one."""
        return SchemaObjects(migration_context).table(
            self.table_name, *(self._reverse.columns if self._reverse else ()), schema=self.schema,
            prefixes=list(self.prefixes or ()), comment=self.comment, info=dict(self.info),
            _constraints_included=bool(self._reverse) and self._reverse._constraints_included, **self.table_kw
        )

    @classmethod
    def drop_table(cls, operations, table_name, *, schema=None, if_exists=None, **kw):
        """Drop a table."""
        operations.invoke(cls(table_name, schema=schema, if_exists=if_exists, table_kw=kw))


class AlterTableOp(MigrateOperation):
    """The base of what changes a table that is there."""

    def __init__(self, table_name, *, schema=None):
        self.table_name = table_name
        self.schema = schema


@Operations.register_operation("rename_table")
class RenameTableOp(AlterTableOp):
    """ALTER TABLE ... RENAME TO."""

    def __init__(self, old_table_name, new_table_name, *, schema=None):
        super().__init__(old_table_name, schema=schema)
        self.new_table_name = new_table_name

    def reverse(self):
        return RenameTableOp(self.new_table_name, self.table_name, schema=self.schema)

    @classmethod
    def rename_table(cls, operations, old_table_name, new_table_name, *, schema=None):
        """Give a table another name; it stays in its schema."""
        return operations.invoke(cls(old_table_name, new_table_name, schema=schema))


@Operations.register_operation("create_table_comment")
@BatchOperations.register_operation("create_table_comment", "batch_create_table_comment")
class CreateTableCommentOp(AlterTableOp):
    """COMMENT ON TABLE."""

    def __init__(self, table_name, comment, *, schema=None, existing_comment=None):
        super().__init__(table_name, schema=schema)
        self.comment = comment
        self.existing_comment = existing_comment

    def reverse(self):
        if self.existing_comment is None:
            return DropTableCommentOp(self.table_name, existing_comment=self.comment, schema=self.schema)
        return CreateTableCommentOp(
            self.table_name, self.existing_comment, existing_comment=self.comment, schema=self.schema
        )

    def to_table(self, migration_context=None):
        """A Table of that name with the comment."""
        return SchemaObjects(migration_context).table(self.table_name, schema=self.schema, comment=self.comment)

    def to_diff_tuple(self):
        return ("add_table_comment", self.to_table(), self.existing_comment)

    @classmethod
    def create_table_comment(cls, operations, table_name, comment, *, existing_comment=None, schema=None):
        """Set the comment of a table."""
        return operations.invoke(cls(table_name, comment, existing_comment=existing_comment, schema=schema))

    @classmethod
    def batch_create_table_comment(cls, operations, comment, *, existing_comment=None):
        """Set the comment of the table of the batch."""
        impl = operations.impl
        return operations.invoke(cls(impl.table_name, comment, existing_comment=existing_comment, schema=impl.schema))


@Operations.register_operation("drop_table_comment")
@BatchOperations.register_operation("drop_table_comment", "batch_drop_table_comment")
class DropTableCommentOp(AlterTableOp):
    """COMMENT ON TABLE ... IS NULL."""

    def __init__(self, table_name, *, schema=None, existing_comment=None):
        super().__init__(table_name, schema=schema)
        self.existing_comment = existing_comment

    def reverse(self):
        return CreateTableCommentOp(self.table_name, self.existing_comment, schema=self.schema)

    def to_table(self, migration_context=None):
        """A Table of that name."""
        return SchemaObjects(migration_context).table(self.table_name, schema=self.schema)

    def to_diff_tuple(self):
        return ("remove_table_comment", self.to_table())

    @classmethod
    def drop_table_comment(cls, operations, table_name, *, existing_comment=None, schema=None):
        """Remove the comment of a table."""
        return operations.invoke(cls(table_name, existing_comment=existing_comment, schema=schema))

    @classmethod
    def batch_drop_table_comment(cls, operations, *, existing_comment=None):
        """Remove the comment of the table of the batch."""
        impl = operations.impl
        return operations.invoke(cls(impl.table_name, existing_comment=existing_comment, schema=impl.schema))
