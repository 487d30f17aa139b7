"""batch_alter_table: collects the operations of a block and sends them as one, for the engine to do in place or by
making the table anew."""

from limbeck import describe

from ..ddl.wire import WireOperations, given


class BatchOperationsImpl(WireOperations):
    """Collects wire operations; flush() sends them."""

    def __init__(
        self, operations, table_name, schema, recreate, copy_from, table_args, table_kwargs, reflect_args,
        reflect_kwargs, naming_convention, partial_reordering
    ):
        if recreate not in ("auto", "always", "never"):
            raise ValueError("recreate may be one of 'auto', 'always', or 'never'.")
        self.operations = operations
        self.table_name = table_name
        self.schema = schema
        self.recreate = recreate
        self.copy_from = copy_from
        self.table_args = table_args
        self.table_kwargs = table_kwargs
        self.reflect_args = reflect_args
        self.reflect_kwargs = reflect_kwargs
        self.naming_convention = naming_convention
        self.partial_reordering = partial_reordering
        self.batch = []

    @property
    def impl(self):
        """The implementation that the batch goes to."""
        return self.operations.impl

    @property
    def dialect(self):
        return self.impl.dialect

    @property
    def __dialect__(self):
        return self.impl.__dialect__

    @property
    def bind(self):
        return self.impl.bind

    connection = bind

    def perform(self, operation):
        """Keep `operation` for the end of the block."""
        self.batch.append(operation)

    def flush(self):
        """Send what was collected."""
        if not self.batch and self.recreate != "always":
            return
        wire = {"op": "batch", "name": self.table_name, "operations": self.batch}
        if self.recreate != "auto":
            wire["recreate"] = self.recreate
        columns = [c for c in self.reflect_args if hasattr(c, "type")]
        convention = self.naming_convention or {}
        given(
            wire, schema=self.schema,
            copy_from=None if self.copy_from is None else describe.table(self.copy_from, self.dialect),
            partial_reordering=[list(names) for names in self.partial_reordering or ()],
            table_args=[describe.constraint(c, self.dialect) for c in self.table_args if hasattr(c, "deferrable")],
            table_kwargs=describe.options(self.table_kwargs, self.dialect),
            naming_convention={key: text for key, text in convention.items() if isinstance(text, str)},
            reflect_columns=[describe.column(column, self.dialect) for column in columns],
        )
        self.impl.perform(wire)
        self.batch = []

    def drop_constraint(self, constraint, **kw):
        """Drop a constraint, which must have a name."""
        if getattr(constraint, "name", constraint) is None:
            raise ValueError("Constraint must have a name")
        super().drop_constraint(constraint, **kw)

    def rename_table(self, *args, **kw):
        """Not on the table of a batch."""
        raise NotImplementedError("Can't rename table in batch mode")

    def create_table(self, table, **kw):
        """Not in a batch."""
        raise NotImplementedError("Can't create table in batch mode")

    def drop_table(self, table, **kw):
        """Not in a batch."""
        raise NotImplementedError("Can't drop table in batch mode")
