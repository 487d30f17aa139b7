"""Functions and VALUES as tables."""

from .base import ColumnCollection
from .elements import Grouping, TableValuedColumn
from .names import anonymous
from .selectable import AliasedReturnsRows, FromClause
from .sqltypes import NULLTYPE


class TableValuedAlias(AliasedReturnsRows):
    """A function in FROM: function(...) AS name(columns)."""

    __visit_name__ = "table_valued_alias"
    _render_derived = _with_types = False

    def __init__(self, function, name=None, columns=None, joins_implicitly=False):
        super().__init__(function, name)
        self._given = columns
        self.joins_implicitly = joins_implicitly

    @property
    def column(self):
        """The alias as a column."""
        return TableValuedColumn(self, self.element.type)

    def _make_columns(self):
        given = self._given if self._given is not None else [self.element.label(None)]
        return ColumnCollection([(column.key, column._make_proxy(self, None, column.key)) for column in given])

    def alias(self, name=None, flat=False):
        """The function under another name."""
        made = self._clone()
        made.name = name or anonymous(None, "anon")
        return made

    def lateral(self, name=None):
        """LATERAL."""
        made = self.alias(name)
        made._is_lateral = True
        return made

    def render_derived(self, name=None, with_types=False):
        """Write the columns behind the name."""
        made = self.alias(name)
        made._render_derived = True
        made._with_types = with_types
        return made


class Values(FromClause):
    """VALUES as a table: values(column(...), name="x").data([(...), ...])."""

    __visit_name__ = "values"
    named_with_column = True
    _data = ()
    _parts = ("_data",)

    def __init__(self, *columns, name=None, literal_binds=False):
        self._column_args = columns
        self.name = anonymous(None, "anon") if name is None else name
        self._unnamed = name is None
        self.literal_binds = literal_binds
        self.named_with_column = not self._unnamed

    _column_types = property(lambda self: [column.type for column in self._column_args])

    def alias(self, name=None, flat=False):
        """The same under another name."""
        made = self._clone()
        made.name = name or anonymous(None, "anon")
        made._unnamed, made.named_with_column = False, True
        return made

    def lateral(self, name=None):
        """LATERAL."""
        made = self.alias(name)
        made._is_lateral = True
        return made

    def data(self, values):
        """A copy with these rows besides."""
        made = self._clone()
        made._data = self._data + tuple(values)
        return made

    def scalar_values(self):
        """(VALUES ...) as an expression."""
        return ScalarValues(self._column_args, self._data, self.literal_binds)

    def get_children(self, **kwargs):
        """None."""
        return ()

    def _make_columns(self):
        made = ColumnCollection([(column.key, column._make_proxy(self)) for column in self._column_args])
        return made


class ScalarValues(Grouping):
    """(VALUES ...)."""

    __visit_name__ = "scalar_values"
    _parts = ()

    def __init__(self, columns, data, literal_binds):
        self._column_args = columns
        self._data = data
        self.literal_binds = literal_binds
        self.type = NULLTYPE
        self.element = None

    _column_types = property(lambda self: [column.type for column in self._column_args])


def values(*columns, name=None, literal_binds=False):
    """VALUES as a table."""
    return Values(*columns, name=name, literal_binds=literal_binds)
