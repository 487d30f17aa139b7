"""Operations and BatchOperations: what `op` and `batch_op` are in a revision script.

The methods for single operations come from the operation classes (ops.py), which register themselves, as those of
extensions do.
"""

from contextlib import contextmanager

from ..util.langhelpers import Dispatcher, ModuleClsProxy, Proxied


class AbstractOperations(ModuleClsProxy):
    """Turns calls into operation objects, and has each done by what is registered for its class."""

    _to_impl = Dispatcher()

    def __init__(self, migration_context, impl=None):
        self.migration_context = migration_context
        self.impl = migration_context.impl if impl is None else impl

    @property
    def schema_obj(self):
        """Makes tables, constraints and indexes under the naming convention of the metadata."""
        from .schemaobj import SchemaObjects

        return SchemaObjects(self.migration_context)

    @classmethod
    def register_operation(cls, name, sourcename=None):
        """Class decorator: the classmethod `sourcename` (or `name`) of an operation class becomes a method here."""

        def register(op_cls):
            source = sourcename or name
            getattr(op_cls, source)  # AttributeError now rather than at the first use

            def method(self, *args, **kw):
                return getattr(op_cls, source)(self, *args, **kw)

            method.__name__ = method.__qualname__ = name
            method.__doc__ = getattr(op_cls, source).__doc__
            setattr(cls, name, method)
            cls._add_proxied(name)
            return op_cls

        return register

    @classmethod
    def implementation_for(cls, op_cls, replace=False):
        """Decorator: function(operations, operation) does operations of this class."""
        return cls._to_impl.dispatch_for(op_cls, replace=replace)

    def invoke(self, operation):
        """Do the operation; returns what its function returns."""
        return self._to_impl.dispatch(operation, self.impl.__dialect__)(self, operation)

    def get_context(self):
        """The MigrationContext."""
        return self.migration_context

    def get_bind(self):
        """The connection; with --sql, one that writes statements instead of running them."""
        return self.migration_context.impl.bind

    def f(self, name):
        """A name that no naming convention changes."""
        from sqlalchemy.sql.elements import conv

        return conv(name)

    def inline_literal(self, value, type_=None):
        """A value that is written into the statement instead of being sent beside it."""
        from sqlalchemy import bindparam

        return bindparam(None, value, type_=type_, unique=True, literal_execute=True)

    def run_async(self, async_function, *args, **kw_args):
        """Run async_function(connection, ...) on the asynchronous connection that env.py made."""
        connection = self.get_bind()
        if self.migration_context.as_sql:
            raise NotImplementedError("Cannot call run_async in SQL mode")
        return self.migration_context.run_async(async_function, connection, args, kw_args)


class Operations(AbstractOperations):
    """`op` in a revision script."""

    _proxied = Proxied()

    @classmethod
    @contextmanager
    def context(cls, migration_context):
        """Within the block the functions of `alembic.op` work on `migration_context`."""
        op = cls(migration_context)
        before = op._install_proxy()
        try:
            yield op
        finally:
            op._remove_proxy(before)

    @contextmanager
    def batch_alter_table(
        self,
        table_name,
        schema=None,
        recreate="auto",
        partial_reordering=None,
        copy_from=None,
        table_args=(),
        table_kwargs=(),
        reflect_args=(),
        reflect_kwargs=(),
        naming_convention=None,
    ):
        """Collect operations on one table, and do them together at the end of the block."""
        from .batch import BatchOperationsImpl

        impl = BatchOperationsImpl(
            self, table_name, schema, recreate, copy_from, table_args, dict(table_kwargs), reflect_args,
            dict(reflect_kwargs), naming_convention, partial_reordering,
        )
        yield BatchOperations(self.migration_context, impl=impl)
        impl.flush()


class BatchOperations(AbstractOperations):
    """`batch_op` in a revision script: the table and its schema are known."""

    def _noop(self, operation):
        raise NotImplementedError("The %s method does not apply to a batch table alter operation." % operation)
