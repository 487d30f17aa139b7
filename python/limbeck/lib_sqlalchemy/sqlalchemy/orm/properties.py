"""What a mapped class is made of: columns, expressions, synonyms, composites."""

from limbeck.missing import raise_for

from ..sql.item import Subscriptable
from .attributes import NO_VALUE, state_of

__getattr__ = raise_for(__name__)


class MapperProperty(Subscriptable):
    """Something mapped to an attribute of a class."""

    key = parent = doc = None
    columns = ()
    is_relationship = is_column = False

    def attach(self, mapper, key):
        """Become the class's attribute `key`."""
        self.parent = mapper
        self.key = key

    @property
    def info(self):
        """A dictionary for whatever the owner wants to keep there."""
        return self.__dict__.setdefault("_info", {})

    @property
    def class_attribute(self):
        """The attribute of the class."""
        return getattr(self.parent.class_, self.key)

    def read(self, obj, value):
        """What reading the attribute of an object gives."""
        return value

    def absent(self, obj):
        """The value of an attribute that has none yet."""
        state = state_of(obj)
        if state.loader is not None:
            state.loader(state, self.key)
            return obj.__dict__.get(self.key)
        return None

    def write(self, obj, value):
        """Set the attribute of an object."""
        values = obj.__dict__
        before = values.get(self.key, NO_VALUE)
        for check in self.parent.validators.get(self.key, ()):
            value = check(obj, self.key, value)
        values[self.key] = value
        state_of(obj).note(self.key, before)

    def attribute(self, attribute, name):
        """What the class's attribute has under a name; NO_VALUE if nothing of its own."""
        return NO_VALUE

    def operate(self, attribute, op, *other, **kwargs):
        """An operator on the class's attribute."""
        return op(attribute.__clause_element__(), *other, **kwargs)

    def comparator_for(self, attribute):
        """What the attribute adds to its expression."""
        return attribute.__clause_element__().comparator


class ColumnProperty(MapperProperty):
    """A column, or an SQL expression."""

    is_column = True
    strategy_key = ()

    def __init__(self, *columns, **options):
        self.columns = [one.__clause_element__() if hasattr(one, "__clause_element__") else one for one in columns]
        self.deferred = options.get("deferred", False)
        self.group = options.get("group")
        self.doc = options.get("doc")
        self.comparator_factory = options.get("comparator_factory")
        self._creation_order = getattr(self.columns[0], "_creation_order", 0)
        if options.get("info"):
            self._info = dict(options["info"])

    @property
    def expression(self):
        """The column or expression."""
        return self.columns[0]

    @property
    def is_expression(self):
        """Whether it is no column of a table."""
        return not hasattr(self.columns[0], "nullable")

    def expression_for(self, class_):
        """The column, as an expression."""
        return self.columns[0]

    def read(self, obj, value):
        mutable = getattr(self.columns[0].type, "_mutable_class", None)
        if mutable is None or value is None or isinstance(value, mutable):
            return value
        value = obj.__dict__[self.key] = mutable.coerce(self.key, value)
        value._parents.append((obj, self.key))
        return value


class SynonymProperty(MapperProperty):
    """Another name for an attribute."""

    def __init__(self, name, map_column=None, descriptor=None, comparator_factory=None, doc=None, info=None, **options):
        self.name = name
        self.map_column = map_column
        self.descriptor = descriptor
        self.doc = doc

    def expression_for(self, class_):
        """The expression of the other attribute."""
        return getattr(class_, self.name).__clause_element__()

    def absent(self, obj):
        return getattr(obj, self.name)

    def write(self, obj, value):
        setattr(obj, self.name, value)


class CompositeProperty(MapperProperty):
    """Several columns as one object."""

    def __init__(self, class_or_attr=None, *attrs, **options):
        self.composite_class = class_or_attr if callable(class_or_attr) else None
        self.attrs = list(attrs)

    def expression_for(self, class_):
        """The columns, side by side."""
        from ..sql.expression import tuple_

        return tuple_(*[getattr(class_, name) for name in self.names()])

    def names(self):
        """The attributes that it is made of."""
        found = []
        for one in self.attrs:
            if isinstance(one, str):
                found.append(one)
            else:
                column = one.__clause_element__() if hasattr(one, "__clause_element__") else one
                found.append(self.parent.get_property_by_column(column).key)
        return found

    def absent(self, obj):
        values = [getattr(obj, name) for name in self.names()]
        return None if all(value is None for value in values) else self.composite_class(*values)

    def write(self, obj, value):
        names = self.names()
        parts = (None,) * len(names) if value is None else value.__composite_values__()
        for name, part in zip(names, parts):
            setattr(obj, name, part)


Synonym, Composite = SynonymProperty, CompositeProperty


def column_property(column, *additional_columns, **options):
    """A column or SQL expression as an attribute."""
    return ColumnProperty(column, *additional_columns, **options)


def deferred(column, *additional_columns, **options):
    """A column that is loaded when it is first used."""
    return ColumnProperty(column, *additional_columns, **dict(options, deferred=True))


def query_expression(default_expr=None, **options):
    """An expression that a query gives."""
    from ..sql.expression import null

    return ColumnProperty(null() if default_expr is None else default_expr, **options)


def synonym(name, **options):
    """Another name for an attribute."""
    return SynonymProperty(name, **options)


def composite(class_or_attr=None, *attrs, **options):
    """Several columns as one object."""
    return CompositeProperty(class_or_attr, *attrs, **options)


def synonym_for(name, map_column=False):
    """synonym() as a decorator of a property."""
    return lambda function: SynonymProperty(name, map_column, function)
