"""Operations on columns."""

from .base import BatchOperations, Operations
from .optable import AlterTableOp
from .schemaobj import SchemaObjects

_CHANGES = ("type", "nullable", "server_default", "comment")
_UNSAID = {"server_default": False, "comment": False}  # what stands for "not given"; None for the others


@Operations.register_operation("alter_column")
@BatchOperations.register_operation("alter_column", "batch_alter_column")
class AlterColumnOp(AlterTableOp):
    """ALTER TABLE ... ALTER COLUMN in all its forms. False for a default or a comment: it stays as it is."""

    def __init__(
        self, table_name, column_name, *, schema=None, existing_type=None, existing_server_default=False,
        existing_nullable=None, existing_comment=None, modify_nullable=None, modify_comment=False,
        modify_server_default=False, modify_name=None, modify_type=None, **kw
    ):
        super().__init__(table_name, schema=schema)
        self.column_name = column_name
        self.existing_type = existing_type
        self.existing_server_default = existing_server_default
        self.existing_nullable = existing_nullable
        self.existing_comment = existing_comment
        self.modify_nullable = modify_nullable
        self.modify_comment = modify_comment
        self.modify_server_default = modify_server_default
        self.modify_name = modify_name
        self.modify_type = modify_type
        self.kw = kw

    def _changes(self):
        return [name for name in _CHANGES if getattr(self, "modify_" + name) is not _UNSAID.get(name)]

    def to_diff_tuple(self):
        diffs = []
        for name in self._changes():
            existing = {"existing_" + other: getattr(self, "existing_" + other) for other in _CHANGES if other != name}
            verb = "modify_default" if name == "server_default" else "modify_" + name
            diffs.append(
                (verb, self.schema, self.table_name, self.column_name, existing,
                 getattr(self, "existing_" + name), getattr(self, "modify_" + name))
            )
        return diffs

    def has_changes(self):
        """Whether anything but the name changes."""
        return bool(self._changes()) or any(key.startswith("modify_") for key in self.kw)

    def reverse(self):
        kw = dict(self.kw)
        kw.update(("existing_" + name, getattr(self, "existing_" + name)) for name in _CHANGES)
        kw.update(("modify_" + name, getattr(self, "modify_" + name)) for name in self._changes())
        for key in [key for key in kw if key.startswith("modify_")]:
            existing = "existing_" + key[len("modify_"):]
            kw[key], kw[existing] = kw[existing], kw[key]
        return type(self)(self.table_name, self.column_name, schema=self.schema, **kw)

    @classmethod
    def alter_column(
        cls, operations, table_name, column_name, *, nullable=None, comment=False, server_default=False,
        new_column_name=None, type_=None, existing_type=None, existing_server_default=False, existing_nullable=None,
        existing_comment=None, schema=None, **kw
    ):
        """Change what is given of a column; existing_* say what it was, which some databases need to be told."""
        return operations.invoke(
            cls(
                table_name, column_name, schema=schema, existing_type=existing_type,
                existing_server_default=existing_server_default, existing_nullable=existing_nullable,
                existing_comment=existing_comment, modify_name=new_column_name, modify_type=type_,
                modify_server_default=server_default, modify_nullable=nullable, modify_comment=comment, **kw
            )
        )

    @classmethod
    def batch_alter_column(
        cls, operations, column_name, *, nullable=None, comment=False, server_default=False, new_column_name=None,
        type_=None, existing_type=None, existing_server_default=False, existing_nullable=None, existing_comment=None,
        insert_before=None, insert_after=None, **kw
    ):
        """Change a column of the table of the batch; insert_before and insert_after move it."""
        return cls.alter_column(
            operations, operations.impl.table_name, column_name, schema=operations.impl.schema, nullable=nullable,
            comment=comment, server_default=server_default, new_column_name=new_column_name, type_=type_,
            existing_type=existing_type, existing_server_default=existing_server_default,
            existing_nullable=existing_nullable, existing_comment=existing_comment,
            **dict(kw, **_given(insert_before=insert_before, insert_after=insert_after))
        )


def _given(**kw):
    return {key: value for key, value in kw.items() if value}


@Operations.register_operation("add_column")
@BatchOperations.register_operation("add_column", "batch_add_column")
class AddColumnOp(AlterTableOp):
    """ALTER TABLE ... ADD COLUMN, and what the column brings: constraints, indexes, a comment."""

    def __init__(
        self, table_name, column, *, schema=None, if_not_exists=None, inline_references=None,
        inline_primary_key=None, **kw
    ):
        super().__init__(table_name, schema=schema)
        self.column = column
        self.if_not_exists = if_not_exists
        self.inline_references = inline_references
        self.inline_primary_key = inline_primary_key
        self.kw = kw

    def reverse(self):
        op = DropColumnOp.from_column_and_tablename(self.schema, self.table_name, self.column)
        op.if_exists = self.if_not_exists
        return op

    def to_diff_tuple(self):
        return ("add_column", self.schema, self.table_name, self.column)

    def to_column(self):
        """The Column."""
        return self.column

    @classmethod
    def from_column(cls, col):
        """The operation that adds a column to the table that it is in."""
        return cls(col.table.name, col, schema=col.table.schema)

    @classmethod
    def from_column_and_tablename(cls, schema, tname, col):
        """The operation that adds a column to the table of that name."""
        return cls(tname, col, schema=schema)

    @classmethod
    def add_column(
        cls, operations, table_name, column, *, schema=None, if_not_exists=None, inline_references=None,
        inline_primary_key=None
    ):
        """Add a Column to a table."""
        return operations.invoke(
            cls(
                table_name, column, schema=schema, if_not_exists=if_not_exists, inline_references=inline_references,
                inline_primary_key=inline_primary_key
            )
        )

    @classmethod
    def batch_add_column(
        cls, operations, column, *, insert_before=None, insert_after=None, if_not_exists=None,
        inline_references=None, inline_primary_key=None
    ):
        """Add a Column to the table of the batch, before or after another one."""
        return operations.invoke(
            cls(
                operations.impl.table_name, column, schema=operations.impl.schema, if_not_exists=if_not_exists,
                inline_references=inline_references, inline_primary_key=inline_primary_key,
                **_given(insert_before=insert_before, insert_after=insert_after)
            )
        )


@Operations.register_operation("drop_column")
@BatchOperations.register_operation("drop_column", "batch_drop_column")
class DropColumnOp(AlterTableOp):
    """ALTER TABLE ... DROP COLUMN."""

    def __init__(self, table_name, column_name, *, schema=None, if_exists=None, _reverse=None, **kw):
        super().__init__(table_name, schema=schema)
        self.column_name = column_name
        self.if_exists = if_exists
        self._reverse = _reverse
        self.kw = kw

    def to_diff_tuple(self):
        return ("remove_column", self.schema, self.table_name, self.to_column())

    def reverse(self):
        if self._reverse is None:
            raise ValueError("operation is not reversible; original column is not present")
        op = AddColumnOp.from_column_and_tablename(self.schema, self.table_name, self._reverse.column)
        op.if_not_exists = self.if_exists
        return op

    @classmethod
    def from_column_and_tablename(cls, schema, tname, col):
        """The operation that drops a column of the table of that name."""
        return cls(tname, col.name, schema=schema, _reverse=AddColumnOp(tname, col, schema=schema))

    def to_column(self, migration_context=None):
        """The Column; its type is known if the operation was made from one."""
        if self._reverse is not None:
            return self._reverse.column
        from sqlalchemy.types import NULLTYPE

        return SchemaObjects(migration_context).column(self.column_name, NULLTYPE)

    @classmethod
    def drop_column(cls, operations, table_name, column_name, *, schema=None, **kw):
        """Drop a column of a table."""
        return operations.invoke(cls(table_name, column_name, schema=schema, **kw))

    @classmethod
    def batch_drop_column(cls, operations, column_name, **kw):
        """Drop a column of the table of the batch."""
        return operations.invoke(cls(operations.impl.table_name, column_name, schema=operations.impl.schema, **kw))
