"""What the built-in operations do: each as one call of the implementation at work."""

from limbeck import describe

from . import ops
from .base import Operations


def _does(op_cls):
    return Operations.implementation_for(op_cls)


@_does(ops.CreateTableOp)
def create_table(operations, operation):
    table = operation.to_table(operations.migration_context)
    operations.impl.create_table(table, if_not_exists=operation.if_not_exists)
    return table


@_does(ops.DropTableOp)
def drop_table(operations, operation):
    if operation._reverse is None:
        operations.impl.drop_table(
            operation.table_name, if_exists=operation.if_exists, schema=operation.schema, **operation.table_kw
        )
    else:
        operations.impl.drop_table(operation.to_table(operations.migration_context), if_exists=operation.if_exists)


@_does(ops.RenameTableOp)
def rename_table(operations, operation):
    operations.impl.rename_table(operation.table_name, operation.new_table_name, schema=operation.schema)


@_does(ops.CreateTableCommentOp)
def create_table_comment(operations, operation):
    table = operation.to_table(operations.migration_context)
    operations.impl.create_table_comment(table, existing_comment=operation.existing_comment)


@_does(ops.DropTableCommentOp)
def drop_table_comment(operations, operation):
    table = operation.to_table(operations.migration_context)
    operations.impl.drop_table_comment(table, existing_comment=operation.existing_comment)


@_does(ops.AddColumnOp)
def add_column(operations, operation):
    column = operation.column
    if column.table is not None:
        column = column._copy() if hasattr(column, "_copy") else column.copy()
    constraints = indexes = ()
    if not _is_alone(column):
        table = operations.schema_obj.table(operation.table_name, column, schema=operation.schema)
        constraints, indexes = sorted(_wanted(operations, table), key=_order), table.indexes
    operations.impl.add_column(
        operation.table_name, column, schema=operation.schema, if_not_exists=operation.if_not_exists,
        inline_references=operation.inline_references, inline_primary_key=operation.inline_primary_key,
        constraints=constraints, indexes=sorted(indexes, key=lambda index: str(index.name)),
        **operation.kw
    )


def _is_alone(column):
    """Whether the column brings nothing with it: the table that it goes to need not be made up."""
    return not (
        column.foreign_keys or column.constraints or column.unique or column.index
        or getattr(column.type, "create_constraint", False)
    )


def _wanted(operations, table):
    """The constraints of a table but its primary key, as far as the database has them: no CHECK of a native type."""
    dialect = operations.migration_context.dialect
    return [
        one for one in table.constraints
        if type(one).__name__ != "PrimaryKeyConstraint" and describe._is_wanted(one, dialect)
    ]


def _order(constraint):
    """Foreign keys, then uniques, then checks: a set has no order of its own."""
    kinds = ("ForeignKeyConstraint", "UniqueConstraint", "CheckConstraint")
    kind = type(constraint).__name__
    return kinds.index(kind) if kind in kinds else len(kinds), str(constraint.name)


@_does(ops.DropColumnOp)
def drop_column(operations, operation):
    operations.impl.drop_column(
        operation.table_name, operation.column_name, schema=operation.schema, if_exists=operation.if_exists,
        **operation.kw
    )


@_does(ops.AlterColumnOp)
def alter_column(operations, operation):
    kw = {key: value for key, value in operation.kw.items() if not key.startswith("modify_")}
    kw.pop("drop_constraints", None), kw.pop("add_constraints", None)
    dropped = added = ()
    if operation.modify_type is not None:
        added = _type_checks(operations, operation, operation.modify_type)
        if operation.existing_type is not None:
            dropped = [
                check.name for check in _type_checks(operations, operation, operation.existing_type) if check.name
            ]
    operations.impl.alter_column(
        operation.table_name, operation.column_name, nullable=operation.modify_nullable,
        server_default=operation.modify_server_default, name=operation.modify_name, type_=operation.modify_type,
        schema=operation.schema, existing_type=operation.existing_type,
        existing_server_default=operation.existing_server_default, existing_nullable=operation.existing_nullable,
        comment=operation.modify_comment, existing_comment=operation.existing_comment, drop_constraints=dropped,
        add_constraints=added, **kw
    )


def _type_checks(operations, operation, type_):
    """The CHECKs that a type brings to its column: of Boolean and Enum with create_constraint."""
    if not getattr(type_, "create_constraint", False):
        return []
    schema_obj = operations.schema_obj
    column = schema_obj.column(operation.column_name, type_)
    return _wanted(operations, schema_obj.table(operation.table_name, column, schema=operation.schema))


@_does(ops.CreateIndexOp)
def create_index(operations, operation):
    if _is_plain(operations, operation):
        operations.impl.create_plain_index(
            operation.index_name, operation.table_name, operation.columns, operation.schema, operation.unique,
            operation.if_not_exists
        )
    else:
        index = operation.to_index(operations.migration_context)
        operations.impl.create_index(index, if_not_exists=operation.if_not_exists)


_SHORT = 60  # a name of this length is cut by no database


def _is_plain(operations, operation):
    """Whether an index is of columns by their names, and has a name that stays as it is."""
    name, columns = operation.index_name, operation.columns
    return (
        not operation.kw and isinstance(name, str) and len(name) <= _SHORT
        and columns.__class__ in (list, tuple) and all(column.__class__ is str for column in columns)
        and not getattr(operations.migration_context.opts.get("target_metadata"), "naming_convention", None)
    )


@_does(ops.DropIndexOp)
def drop_index(operations, operation):
    name = operation.index_name
    if name is None:
        name = operation.to_index(operations.migration_context).name
    operations.impl.drop_index(
        name, if_exists=operation.if_exists, table_name=operation.table_name, schema=operation.schema, **operation.kw
    )


@_does(ops.AddConstraintOp)
def create_constraint(operations, operation):
    operations.impl.add_constraint(operation.to_constraint(operations.migration_context))


_CONSTRAINT_TYPES = ("check", "foreignkey", "primary", "unique", None)


@_does(ops.DropConstraintOp)
def drop_constraint(operations, operation):
    name, type_ = operation.constraint_name, operation.constraint_type
    if type_ not in _CONSTRAINT_TYPES:
        raise TypeError("'type' can be one of %s" % ", ".join(sorted(repr(kind) for kind in _CONSTRAINT_TYPES)))
    target = operations.migration_context.opts.get("target_metadata")
    if len(getattr(target, "naming_convention", None) or ()) > 0 and type_ is not None:
        made = operations.schema_obj.generic_constraint(name, operation.table_name, type_, schema=operation.schema)
        name = made.name if isinstance(made.name, str) else None
    operations.impl.drop_constraint(
        name, table_name=operation.table_name, type_=type_, schema=operation.schema, if_exists=operation.if_exists
    )


@_does(ops.BulkInsertOp)
def bulk_insert(operations, operation):
    impl = operations.migration_context.impl
    impl.bulk_insert(operation.table, operation.rows, multiinsert=operation.multiinsert)


@_does(ops.ExecuteSQLOp)
def execute_sql(operations, operation):
    impl = operations.migration_context.impl
    impl.execute(operation.sqltext, execution_options=operation.execution_options)
