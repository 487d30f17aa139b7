"""Indexes."""

from . import naming
from .constraints import ColumnCollectionMixin, _attach_with, _column_of, _columns_in, _moved
from .item import DialectKWArgs, SchemaItem, creation


class Index(DialectKWArgs, ColumnCollectionMixin, SchemaItem):
    """An index on columns or expressions. It belongs to the table of its columns, or is given to Table()."""

    __visit_name__ = "index"
    _prefix = "ix"
    table = None
    parent = None
    _column_flag = False

    def __init__(
        self, name, *expressions, unique=False, quote=None, info=None, _table=None, _column_flag=False, **kwargs
    ):
        self.name = naming.quoted_name(name, quote) if quote is not None and name is not None else name
        self.unique = unique
        self._column_flag = _column_flag
        self._creation_order = next(creation)
        if info is not None:
            self.info = info
        self._take(kwargs)
        self.expressions = [_column_of(expression) for expression in expressions]
        self._gather([self._key_of(expression) for expression in self.expressions])
        self._pending = [column for column in self._pending if column is not None]
        if _table is not None:
            self._set_parent(_table)
        else:
            self._attach_by_columns()

    def _key_of(self, expression):
        """The column behind an expression, or None."""
        from .columns import Column

        if isinstance(expression, (str, Column)):
            return expression
        within = _columns_in(expression)
        return within[0] if within else None

    def _attach_by_columns(self):
        from .columns import Column

        columns = []
        for expression in self.expressions:
            columns += (
                [expression]
                if isinstance(expression, Column)
                else [] if isinstance(expression, str) else _columns_in(expression)
            )
        if columns and not any(isinstance(expression, str) for expression in self.expressions):
            _attach_with(self, columns)

    def _set_parent(self, table, **kwargs):
        table._attach(self)

    def _on_table(self, table):
        if self.table is not None and table is not self.table:
            from ..exc import ArgumentError

            raise ArgumentError(
                "Index '%s' is against table '%s', and cannot be associated with table '%s'."
                % (self.name, self.table.description, table.description)
            )
        self.table = self.parent = table
        self._resolve(table)
        self.expressions = [
            self._column_in(table, expression) if isinstance(expression, str) else expression
            for expression in self.expressions
        ]
        table.indexes.add(self)
        naming.apply(self, table)

    def create(self, bind, checkfirst=False):
        """Create the index in the database."""
        from .ddl import CreateIndex

        CreateIndex(self)._invoke(bind, checkfirst)

    def drop(self, bind, checkfirst=False):
        """Drop the index from the database."""
        from .ddl import DropIndex

        DropIndex(self)._invoke(bind, checkfirst)

    def _copy(self, target_table=None):
        expressions = []
        for expression in self.expressions:
            key = getattr(expression, "key", None)
            own = getattr(expression, "table", None) is self.table and key is not None
            expressions.append(target_table.c[key] if own else _moved(expression, self.table, target_table))
        made = Index(self.name, unique=self.unique, **self.dialect_kwargs)
        made.expressions = expressions
        made._gather([made._key_of(expression) for expression in expressions])
        made._pending = [column for column in made._pending if column is not None]
        made._column_flag = self._column_flag
        return self._copy_marks(made)

    def __repr__(self):
        parts = [repr(self.name)] + [repr(expression) for expression in self.expressions]
        return "Index(%s%s)" % (", ".join(parts), ", unique=True" if self.unique else "")
