"""Dictionaries as collections of a relationship, by a key of each object."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)


class MappedCollection(dict):
    """A dictionary of objects, by a key that a function takes of each."""

    def __init__(self, keyfunc=None, *args, **kwargs):
        super().__init__()
        self.keyfunc = keyfunc

    def set(self, value):
        """Add an object."""
        self[self.keyfunc(value)] = value

    append = set

    def extend(self, values):
        """Add objects."""
        for value in values:
            self.set(value)

    def remove(self, value):
        """Take an object out."""
        del self[self.keyfunc(value)]


KeyFuncDict = MappedCollection


def keyfunc_mapping(keyfunc, **kwargs):
    """A dictionary by what a function takes of each object."""
    return lambda: MappedCollection(keyfunc)


def attribute_keyed_dict(attr_name, **kwargs):
    """A dictionary by an attribute."""
    return keyfunc_mapping(lambda obj: getattr(obj, attr_name))


def column_keyed_dict(mapping_spec, **kwargs):
    """A dictionary by a column."""
    columns = mapping_spec if isinstance(mapping_spec, (list, tuple)) else [mapping_spec]

    def key(obj):
        values = tuple(getattr(obj, type(obj).__mapper__.get_property_by_column(column).key) for column in columns)
        return values[0] if len(values) == 1 else values

    return keyfunc_mapping(key)


mapped_collection = keyfunc_mapping
attribute_mapped_collection = attribute_keyed_dict
column_mapped_collection = column_keyed_dict


class QueriedList(list):
    """The objects of a relationship with lazy="dynamic": what a list has not is asked of a query of them."""

    def __init__(self, state, prop):
        super().__init__()
        self._state, self._prop = state, prop

    def __getattr__(self, name):
        return getattr(self._prop.query(self._state), name)

    def count(self):
        """How many rows there are."""
        return self._prop.query(self._state).count()

    add = list.append

    def select(self):
        """The same as a select()."""
        from ..sql.expression import select

        return select(self._prop.mapper.class_).where(*self._prop.criterion(self._state))
