"""Operations on constraints."""

from ..ddl.wire import constraint_type, table_of
from .base import BatchOperations, Operations
from .opbase import MigrateOperation
from .schemaobj import SchemaObjects

def _name(constraint):
    return constraint.name if isinstance(constraint.name, str) else None


def _given(constraint, *names):
    return {name: getattr(constraint, name) for name in names if getattr(constraint, name, None)}


class AddConstraintOp(MigrateOperation):
    """The base of ALTER TABLE ... ADD CONSTRAINT."""

    constraint_type = None
    _makers = {}  # name of a constraint class -> from_constraint

    @classmethod
    def register_add_constraint(cls, type_):
        """Class decorator: the class makes operations for constraint classes of this name."""

        def register(klass):
            cls._makers[type_] = klass.from_constraint
            return klass

        return register

    @classmethod
    def from_constraint(cls, constraint):
        """The operation that creates `constraint`."""
        for kind in type(constraint).__mro__:
            if kind.__name__ in cls._makers:
                return cls._makers[kind.__name__](constraint)
        raise ValueError("no operation creates a %s" % type(constraint).__name__)

    def to_constraint(self, migration_context=None):
        """The constraint, on a table that has just its columns."""
        raise NotImplementedError()

    def reverse(self):
        return DropConstraintOp.from_constraint(self.to_constraint())

    def to_diff_tuple(self):
        return ("add_constraint", self.to_constraint())


@Operations.register_operation("drop_constraint")
@BatchOperations.register_operation("drop_constraint", "batch_drop_constraint")
class DropConstraintOp(MigrateOperation):
    """ALTER TABLE ... DROP CONSTRAINT."""

    def __init__(self, constraint_name, table_name, type_=None, *, schema=None, if_exists=None, _reverse=None):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.constraint_type = type_
        self.schema = schema
        self.if_exists = if_exists
        self._reverse = _reverse

    def reverse(self):
        return AddConstraintOp.from_constraint(self.to_constraint())

    def to_diff_tuple(self):
        kind = "remove_fk" if self.constraint_type == "foreignkey" else "remove_constraint"
        return (kind, self.to_constraint())

    @classmethod
    def from_constraint(cls, constraint):
        """The operation that drops `constraint`."""
        table = table_of(constraint)
        return cls(
            _name(constraint), table.name, constraint_type(constraint), schema=table.schema,
            _reverse=AddConstraintOp.from_constraint(constraint)
        )

    def to_constraint(self):
        """The constraint, if the operation was made from one."""
        if self._reverse is None:
            raise ValueError("constraint cannot be produced; original constraint is not present")
        constraint = self._reverse.to_constraint()
        constraint.name = self.constraint_name
        return constraint

    @classmethod
    def drop_constraint(cls, operations, constraint_name, table_name, type_=None, *, schema=None, if_exists=None):
        """Drop a constraint; type_ is one of foreignkey, primary, unique, check."""
        return operations.invoke(cls(constraint_name, table_name, type_, schema=schema, if_exists=if_exists))

    @classmethod
    def batch_drop_constraint(cls, operations, constraint_name, type_=None, *, if_exists=None):
        """Drop a constraint of the table of the batch."""
        impl = operations.impl
        return operations.invoke(
            cls(constraint_name, impl.table_name, type_, schema=impl.schema, if_exists=if_exists)
        )


@Operations.register_operation("create_primary_key")
@BatchOperations.register_operation("create_primary_key", "batch_create_primary_key")
@AddConstraintOp.register_add_constraint("PrimaryKeyConstraint")
class CreatePrimaryKeyOp(AddConstraintOp):
    """ALTER TABLE ... ADD PRIMARY KEY."""

    constraint_type = "primarykey"

    def __init__(self, constraint_name, table_name, columns, *, schema=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.kw = kw

    @classmethod
    def from_constraint(cls, constraint):
        table = table_of(constraint)
        names = [column.name for column in constraint.columns]
        return cls(_name(constraint), table.name, names, schema=table.schema, **constraint.dialect_kwargs)

    def to_constraint(self, migration_context=None):
        return SchemaObjects(migration_context).primary_key_constraint(
            self.constraint_name, self.table_name, self.columns, schema=self.schema, **self.kw
        )

    @classmethod
    def create_primary_key(cls, operations, constraint_name, table_name, columns, *, schema=None):
        """Make columns the primary key of a table."""
        return operations.invoke(cls(constraint_name, table_name, columns, schema=schema))

    @classmethod
    def batch_create_primary_key(cls, operations, constraint_name, columns):
        """Make columns the primary key of the table of the batch."""
        impl = operations.impl
        return operations.invoke(cls(constraint_name, impl.table_name, columns, schema=impl.schema))


@Operations.register_operation("create_unique_constraint")
@BatchOperations.register_operation("create_unique_constraint", "batch_create_unique_constraint")
@AddConstraintOp.register_add_constraint("UniqueConstraint")
class CreateUniqueConstraintOp(AddConstraintOp):
    """ALTER TABLE ... ADD UNIQUE."""

    constraint_type = "unique"

    def __init__(self, constraint_name, table_name, columns, *, schema=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.kw = kw

    @classmethod
    def from_constraint(cls, constraint):
        table = table_of(constraint)
        kw = dict(_given(constraint, "deferrable", "initially"), **constraint.dialect_kwargs)
        names = [column.name for column in constraint.columns]
        return cls(_name(constraint), table.name, names, schema=table.schema, **kw)

    def to_constraint(self, migration_context=None):
        return SchemaObjects(migration_context).unique_constraint(
            self.constraint_name, self.table_name, self.columns, schema=self.schema, **self.kw
        )

    @classmethod
    def create_unique_constraint(cls, operations, constraint_name, table_name, columns, *, schema=None, **kw):
        """Add a unique constraint to a table."""
        return operations.invoke(cls(constraint_name, table_name, columns, schema=schema, **kw))

    @classmethod
    def batch_create_unique_constraint(cls, operations, constraint_name, columns, **kw):
        """Add a unique constraint to the table of the batch."""
        impl = operations.impl
        return operations.invoke(cls(constraint_name, impl.table_name, columns, **dict(kw, schema=impl.schema)))


@Operations.register_operation("create_foreign_key")
@BatchOperations.register_operation("create_foreign_key", "batch_create_foreign_key")
@AddConstraintOp.register_add_constraint("ForeignKeyConstraint")
class CreateForeignKeyOp(AddConstraintOp):
    """ALTER TABLE ... ADD FOREIGN KEY."""

    constraint_type = "foreignkey"

    def __init__(self, constraint_name, source_table, referent_table, local_cols, remote_cols, **kw):
        self.constraint_name = constraint_name
        self.source_table = source_table
        self.referent_table = referent_table
        self.local_cols = local_cols
        self.remote_cols = remote_cols
        self.kw = kw

    def to_diff_tuple(self):
        return ("add_fk", self.to_constraint())

    @classmethod
    def from_constraint(cls, constraint):
        table = table_of(constraint)
        kw = _given(constraint, "onupdate", "ondelete", "initially", "deferrable", "use_alter", "match")
        targets = [element.target_fullname.rsplit(".", 1) for element in constraint.elements]
        schema, _, referent = targets[0][0].rpartition(".")
        kw.update(source_schema=table.schema, referent_schema=schema or None)
        kw.update(constraint.dialect_kwargs)
        local = [element.parent.name for element in constraint.elements]
        return cls(_name(constraint), table.name, referent, local, [name for _, name in targets], **kw)

    def to_constraint(self, migration_context=None):
        return SchemaObjects(migration_context).foreign_key_constraint(
            self.constraint_name, self.source_table, self.referent_table, self.local_cols, self.remote_cols, **self.kw
        )

    @classmethod
    def create_foreign_key(
        cls, operations, constraint_name, source_table, referent_table, local_cols, remote_cols, *, onupdate=None,
        ondelete=None, deferrable=None, initially=None, match=None, source_schema=None, referent_schema=None,
        **dialect_kw
    ):
        """Add a foreign key from columns of one table to those of another."""
        return operations.invoke(
            cls(
                constraint_name, source_table, referent_table, local_cols, remote_cols, onupdate=onupdate,
                ondelete=ondelete, deferrable=deferrable, source_schema=source_schema,
                referent_schema=referent_schema, initially=initially, match=match, **dialect_kw
            )
        )

    @classmethod
    def batch_create_foreign_key(
        cls, operations, constraint_name, referent_table, local_cols, remote_cols, *, referent_schema=None,
        onupdate=None, ondelete=None, deferrable=None, initially=None, match=None, **dialect_kw
    ):
        """Add a foreign key from the table of the batch."""
        return cls.create_foreign_key(
            operations, constraint_name, operations.impl.table_name, referent_table, local_cols, remote_cols,
            onupdate=onupdate, ondelete=ondelete, deferrable=deferrable, initially=initially, match=match,
            source_schema=operations.impl.schema, referent_schema=referent_schema, **dialect_kw
        )


@Operations.register_operation("create_check_constraint")
@BatchOperations.register_operation("create_check_constraint", "batch_create_check_constraint")
@AddConstraintOp.register_add_constraint("CheckConstraint")
class CreateCheckConstraintOp(AddConstraintOp):
    """ALTER TABLE ... ADD CHECK."""

    constraint_type = "check"

    def __init__(self, constraint_name, table_name, condition, *, schema=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.condition = condition
        self.schema = schema
        self.kw = kw

    @classmethod
    def from_constraint(cls, constraint):
        table = table_of(constraint)
        return cls(
            _name(constraint), table.name, constraint.sqltext, schema=table.schema, **constraint.dialect_kwargs
        )

    def to_constraint(self, migration_context=None):
        return SchemaObjects(migration_context).check_constraint(
            self.constraint_name, self.table_name, self.condition, schema=self.schema, **self.kw
        )

    @classmethod
    def create_check_constraint(cls, operations, constraint_name, table_name, condition, *, schema=None, **kw):
        """Add a check: a text or an expression."""
        return operations.invoke(cls(constraint_name, table_name, condition, schema=schema, **kw))

    @classmethod
    def batch_create_check_constraint(cls, operations, constraint_name, condition, **kw):
        """Add a check to the table of the batch."""
        impl = operations.impl
        return operations.invoke(cls(constraint_name, impl.table_name, condition, **dict(kw, schema=impl.schema)))


@Operations.register_operation("create_exclude_constraint")
@BatchOperations.register_operation("create_exclude_constraint", "batch_create_exclude_constraint")
@AddConstraintOp.register_add_constraint("ExcludeConstraint")
class CreateExcludeConstraintOp(AddConstraintOp):
    """ALTER TABLE ... ADD EXCLUDE, of PostgreSQL."""

    constraint_type = "exclude"

    def __init__(
        self, constraint_name, table_name, elements, where=None, schema=None, _orig_constraint=None, **kw
    ):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.elements = elements
        self.where = where
        self.schema = schema
        self._orig_constraint = _orig_constraint
        self.kw = kw

    @classmethod
    def from_constraint(cls, constraint):
        table = table_of(constraint)
        return cls(
            _name(constraint), table.name, (), where=constraint.where, schema=table.schema,
            _orig_constraint=constraint, **_given(constraint, "deferrable", "initially", "using")
        )

    def to_constraint(self, migration_context=None):
        if self._orig_constraint is not None:
            return self._orig_constraint
        return SchemaObjects(migration_context).exclude_constraint(
            self.constraint_name, self.table_name, self.elements, schema=self.schema, where=self.where, **self.kw
        )

    @classmethod
    def create_exclude_constraint(cls, operations, constraint_name, table_name, *elements, **kw):
        """Add an exclusion constraint of elements (expression, operator)."""
        return operations.invoke(cls(constraint_name, table_name, elements, **kw))

    @classmethod
    def batch_create_exclude_constraint(cls, operations, constraint_name, *elements, **kw):
        """Add an exclusion constraint to the table of the batch."""
        impl = operations.impl
        return operations.invoke(cls(constraint_name, impl.table_name, elements, **dict(kw, schema=impl.schema)))
