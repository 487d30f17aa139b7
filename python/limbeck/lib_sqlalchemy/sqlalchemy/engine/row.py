"""Rows of a result: tuples whose items go by name, too.

A row is an instance of a class made for its column names (row_class), so that a row itself holds nothing but its
values. It serves both manners: row.name, row[0], row._mapping["name"] and, of SQLAlchemy 1.4, row["name"], row[column].
"""

from limbeck.missing import raise_for

from .. import exc

__getattr__ = raise_for(__name__)

_AMBIGUOUS = object()


class Row(tuple):
    """One row. `_fields`: the names of its columns."""

    __slots__ = ()
    _fields = ()
    _places = {}  # name -> place, or _AMBIGUOUS
    _objects = ()  # the column of the statement at each place, where known

    def __getitem__(self, key):
        if key.__class__ is int or key.__class__ is slice:
            return tuple.__getitem__(self, key)
        return tuple.__getitem__(self, self._place(key))

    @classmethod
    def _place(cls, key):
        """Where the value of a column is: by its name, the column itself, or a number."""
        place = cls._places.get(key) if isinstance(key, str) else None
        if place is None:
            place = cls._search(key)
        if place is _AMBIGUOUS:
            raise exc.InvalidRequestError("Ambiguous column name '%s' in result set column descriptions" % (key,))
        if place is None:
            raise exc.NoSuchColumnError("Could not locate column in row for column '%s'" % (key,))
        return place

    @classmethod
    def _search(cls, key):
        if isinstance(key, (int, slice)):
            return key
        if isinstance(key, str):
            return None
        for place, column in enumerate(cls._objects):
            if column is key:
                return place
        found = None
        for name in (getattr(key, "key", None), getattr(key, "name", None)):
            if isinstance(name, str) and cls._places.get(name) is not None:
                found = cls._places[name]
                break
        return found

    @property
    def _mapping(self):
        return RowMapping(self)

    def _asdict(self):
        return dict(zip(self._fields, self))

    def _tuple(self):
        return self

    t = _t = _data = property(_tuple)

    def __contains__(self, key):
        return (isinstance(key, str) and key in self._places) or tuple.__contains__(self, key)

    def _get_by_key_impl_mapping(self, key):
        return self[key]

    def has_key(self, key):
        return key in self._places

    def keys(self):
        """The names of the columns (SQLAlchemy 1.4)."""
        return list(self._fields)

    def values(self):
        return list(self)

    def items(self):
        return list(zip(self._fields, self))

    def get(self, key, default=None):
        """The value of a column, or `default` if there is none."""
        try:
            return self[key]
        except exc.NoSuchColumnError:
            return default

    def __getattr__(self, name):
        if name[:2] != "__" and self._places.get(name) is _AMBIGUOUS:
            self._place(name)
        raise AttributeError("Could not locate column in row for column '%s'" % name)

    def __repr__(self):
        return repr(tuple(self))

    def __reduce__(self):
        return _restore, (self._fields, tuple(self))

    __str__ = __repr__


Row.tuple = Row._tuple  # below the class: in it the name is the type's


class RowMapping:
    """A row as a mapping of names to values."""

    __slots__ = ("_row",)

    def __init__(self, row):
        self._row = row

    def __getitem__(self, key):
        row = self._row
        place = row._places.get(key) if key.__class__ is str else None
        if place.__class__ is int:
            return tuple.__getitem__(row, place)
        return tuple.__getitem__(row, row._place(key))

    def __contains__(self, key):
        if isinstance(key, str):
            return key in self._row._places
        try:
            self._row._place(key)
        except exc.InvalidRequestError:
            return False
        return True

    def get(self, key, default=None):
        return self[key] if key in self else default

    def keys(self):
        return RMKeyView(self._row._fields)

    def values(self):
        return list(self._row)

    def items(self):
        return list(zip(self._row._fields, self._row))

    def __iter__(self):
        return iter(self._row._fields)

    def __len__(self):
        return len(self._row)

    def __eq__(self, other):
        if isinstance(other, RowMapping):
            return dict(self.items()) == dict(other.items())
        return dict(self.items()) == other if hasattr(other, "keys") else NotImplemented

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def __repr__(self):
        return repr(dict(self.items()))

    def copy(self):
        return dict(self.items())


class RMKeyView(tuple):
    """The names of columns: a sequence that also compares with a set and with a list."""

    __slots__ = ()

    def __eq__(self, other):
        if isinstance(other, (set, frozenset)):
            return set(self) == other
        return isinstance(other, (list, tuple)) and list(self) == list(other)

    def __ne__(self, other):
        return not self == other

    __hash__ = tuple.__hash__

    def __and__(self, other):
        return set(self) & set(other)

    def __or__(self, other):
        return set(self) | set(other)

    def __sub__(self, other):
        return set(self) - set(other)

    def __repr__(self):
        return "RMKeyView(%r)" % (list(self),)


_reserved = frozenset(name for name in dir(Row) if name.startswith("_"))
_classes = {}


def row_class(names, objects=()):
    """The class of rows with these column names. `objects`: the columns themselves, where rows are asked by them."""
    key = (names, objects) if objects else names
    found = _classes.get(key)
    if found is not None:
        return found
    places = {}
    for place, name in enumerate(names):
        places[name] = _AMBIGUOUS if name in places else place
    for place, column in enumerate(objects):
        key = getattr(column, "key", None)
        if isinstance(key, str):
            places.setdefault(key, place)
    body = {"__slots__": (), "_fields": names, "_places": places, "_objects": objects}
    for name, place in places.items():
        if place is not _AMBIGUOUS and name not in _reserved and isinstance(name, str):
            body[name] = property(lambda self, at=place: tuple.__getitem__(self, at))
    made = type("Row", (Row,), body)
    made.__module__ = Row.__module__
    if len(_classes) > 500:
        _classes.clear()
    _classes[key] = made
    return made


def _restore(names, values):
    return row_class(names)(values)


LegacyRow = BaseRow = Row


def _register():
    """Let rows count as the abstract kinds that scripts ask for."""
    from collections.abc import Mapping

    Mapping.register(RowMapping)


_register()
