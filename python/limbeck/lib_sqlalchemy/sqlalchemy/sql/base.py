"""ColumnCollection, the columns of a table or a subquery; and names that SQLAlchemy keeps in this module."""

from limbeck.missing import raise_for

from .clause import Executable  # noqa: F401
from .item import BLANK_SCHEMA, DialectKWArgs, SchemaItem  # noqa: F401
from .naming import NONE_NAME as _NONE_NAME  # noqa: F401

__getattr__ = raise_for(__name__)


class ColumnCollection:
    """Columns in order, by key and by place: c.id, c["id"], c[0]."""

    def __init__(self, columns=None):
        own = self.__dict__
        own["_all"] = []
        own["_index"] = {}
        for key, column in columns or ():
            self.add(column, key)

    # -- reading

    def keys(self):
        """The keys."""
        return [key for key, _ in self._all]

    def values(self):
        """The columns."""
        return [column for _, column in self._all]

    def items(self):
        """Pairs of key and column."""
        return list(self._all)

    @property
    def _all_columns(self):
        return self.values()

    def get(self, key, default=None):
        """The column of that key."""
        return self._index.get(key, default)

    def __getitem__(self, key):
        if isinstance(key, str):
            return self._index[key]
        if isinstance(key, int):
            return self._all[key][1]
        if isinstance(key, slice):
            return ColumnCollection(self._all[key])
        return ColumnCollection([(item, self[item]) for item in key])

    def __getattr__(self, key):
        try:
            return self._index[key]
        except KeyError:
            raise AttributeError(key) from None

    def __setattr__(self, key, value):
        raise AttributeError("%s object does not support attribute assignment" % type(self).__name__)

    def __contains__(self, key):
        if isinstance(key, str):
            return key in self._index
        return self.contains_column(key)

    def contains_column(self, column):
        """Whether the column is one of them."""
        return any(own is column for _, own in self._all)

    def __iter__(self):
        return iter([column for _, column in self._all])

    def __len__(self):
        return len(self._all)

    def __bool__(self):
        return bool(self._all)

    def __eq__(self, other):
        from .elements import and_

        return and_(*[left == right for left in self for right in other if left.shares_lineage(right)])

    __hash__ = object.__hash__

    def __str__(self):
        return "%s(%s)" % (type(self).__name__, ", ".join(str(column) for column in self))

    def __dir__(self):
        return sorted(set(object.__dir__(self)) | set(self._index))

    def compare(self, other):
        """Whether both have the same columns."""
        return len(self) == len(other) and all(left is right for left, right in zip(self, other))

    def as_readonly(self):
        """Itself."""
        return self

    as_immutable = as_readonly

    def corresponding_column(self, column, require_embedded=False):
        """The column of this collection that stands for `column`, or None."""
        if self.contains_column(column):
            return column
        wanted = column.proxy_set
        best, overlap = None, 0
        for own in self:
            common = len(wanted & own.proxy_set)
            if common > overlap:
                best, overlap = own, common
        return best

    # -- changing

    def add(self, column, key=None):
        """Add a column under its key; the first of a key is found by it."""
        key = column.key if key is None else key
        self._all.append((key, column))
        self._index.setdefault(key, column)

    append = add

    def replace(self, column, extra_remove=None):
        """Put a column in the place of the one with its key, or behind the others."""
        key = column.key
        found = self._index.get(key)
        if found is None and column.name != key and self._index.get(column.name) is not None:
            other = self._index[column.name]
            if other.key == other.name:
                self.remove(other)
        self._index[key] = column
        for place, (_, own) in enumerate(self._all):
            if own is found and found is not None:
                self._all[place] = key, column
                return
        self._all.append((key, column))

    def remove(self, column):
        """Take a column out."""
        self._index.pop(column.key, None)
        self._all[:] = [pair for pair in self._all if pair[1] is not column]

    def extend(self, columns):
        """Add several."""
        for column in columns:
            self.add(column)

    def update(self, pairs):
        """Add several pairs of key and column."""
        for key, column in pairs:
            self.add(column, key)

    def clear(self):
        """Take all out."""
        self._index.clear()
        del self._all[:]

    def __getstate__(self):
        return {"_all": self._all, "_index": self._index}

    def __setstate__(self, state):
        self.__dict__.update(state)


ImmutableColumnCollection = DedupeColumnCollection = ReadOnlyColumnCollection = ColumnCollection


class Generative:
    """Marks elements whose methods give changed copies."""


class ColumnSet(set):
    """A set of columns."""
