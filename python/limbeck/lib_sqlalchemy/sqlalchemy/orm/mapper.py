"""Mapper: what a class is mapped to."""

from limbeck.missing import raise_for

from ..sql.item import Subscriptable
from .attributes import InstrumentedAttribute

__getattr__ = raise_for(__name__)


class _Attributes:
    """The properties of a mapper, by name."""

    def __init__(self, found):
        self._found = found

    def __iter__(self):
        return iter(self._found.values())

    def __len__(self):
        return len(self._found)

    def __contains__(self, key):
        return key in self._found

    def __getitem__(self, key):
        return self._found[key]

    def __getattr__(self, key):
        try:
            return self._found[key]
        except KeyError:
            raise AttributeError(key) from None

    def keys(self):
        """The names."""
        return list(self._found)

    def values(self):
        """The properties."""
        return list(self._found.values())

    def items(self):
        """Pairs of name and property."""
        return list(self._found.items())

    def get(self, key, default=None):
        """The property of that name."""
        return self._found.get(key, default)


class Mapper(Subscriptable):
    """What a class is mapped to: its table, its attributes, the classes that it inherits from and that inherit."""

    is_mapper = True
    non_primary = False

    def __init__(
        self, class_, table, properties, inherits=None, registry=None, single=False, concrete=False, **options
    ):
        self.class_ = self.entity = class_
        self.local_table = table
        self.inherits = inherits
        self.registry = registry
        self.single, self.concrete = single, concrete
        self.options = options
        self.polymorphic_identity = options.get("polymorphic_identity")
        self.eager_defaults = options.get("eager_defaults", False)
        self.version_id_col = options.get("version_id_col")
        self.validators = {}
        self._properties = dict(inherits._properties) if inherits is not None and not concrete else {}
        self._subclasses = []
        self.polymorphic_map = inherits.polymorphic_map if inherits is not None else {}
        if self.polymorphic_identity is not None:
            self.polymorphic_map[self.polymorphic_identity] = self
        for parent in self._parents():
            parent._subclasses.append(self)
        for key, prop in properties.items():
            self.add_property(key, prop)

    def _parents(self):
        found = self.inherits
        while found is not None:
            yield found
            found = found.inherits

    def add_property(self, key, prop):
        """Map an attribute."""
        prop.attach(self, key)
        self._properties[key] = prop
        type.__setattr__(self.class_, key, InstrumentedAttribute(self.class_, key, prop))

    # -- tables

    @property
    def tables(self):
        """The class's tables, those of inherited classes first."""
        found = list(self.inherits.tables) if self.inherits is not None and not self.concrete else []
        return found if self.local_table in found else found + [self.local_table]

    @property
    def persist_selectable(self):
        """The table, or the join of a class that inherits with a table of its own."""
        tables = self.tables
        if len(tables) == 1:
            return tables[0]
        joined = tables[0]
        for table in tables[1:]:
            joined = joined.join(table, self._inherit_condition(table))
        return joined

    mapped_table = selectable = persist_selectable

    @property
    def base_mapper(self):
        """The mapper of the class that all others here inherit from."""
        return self.inherits.base_mapper if self.inherits is not None else self

    def _inherit_condition(self, table):
        given = self.options.get("inherit_condition")
        if given is not None and table is self.local_table:
            return given
        from .relationships import _all_equal

        parents = [one for one in self.tables if one is not table]
        pairs = [
            (key.parent, key.column)
            for key in table.foreign_keys
            if key.column.table in parents and key.parent.primary_key
        ]
        return _all_equal(pairs)

    inherit_condition = property(lambda self: self._inherit_condition(self.local_table))

    @property
    def primary_key(self):
        """The columns of the primary key."""
        given = self.options.get("primary_key")
        if given:
            return tuple(getattr(one, "column", one) for one in given)
        return (
            tuple(self.base_mapper.local_table.primary_key.columns)
            if not self.concrete
            else tuple(self.local_table.primary_key.columns)
        )

    @property
    def polymorphic_on(self):
        """The column that says which class a row is of, or None."""
        given = self.options.get("polymorphic_on")
        if given is None:
            return self.inherits.polymorphic_on if self.inherits is not None else None
        if isinstance(given, str):
            return self._properties[given].columns[0]
        given = getattr(given, "column", given)
        return given.__clause_element__() if hasattr(given, "__clause_element__") else given

    # -- attributes

    @property
    def attrs(self):
        """All attributes."""
        configure_mappers()
        return _Attributes(self._properties)

    all_orm_descriptors = attrs

    @property
    def column_attrs(self):
        """Those that are columns or expressions."""
        return _Attributes({key: prop for key, prop in self._properties.items() if prop.is_column})

    @property
    def relationships(self):
        """Those that are relationships."""
        configure_mappers()
        return _Attributes({key: prop for key, prop in self._properties.items() if prop.is_relationship})

    @property
    def synonyms(self):
        """Those that are other names."""
        return _Attributes({key: prop for key, prop in self._properties.items() if hasattr(prop, "map_column")})

    @property
    def columns(self):
        """The columns, by attribute."""
        return _Attributes({key: prop.columns[0] for key, prop in self._properties.items() if prop.is_column})

    c = columns

    def get_property(self, key):
        """The property of that name. InvalidRequestError."""
        if key not in self._properties:
            configure_mappers()
        try:
            return self._properties[key]
        except KeyError:
            from ..exc import InvalidRequestError

            raise InvalidRequestError("Mapper '%s' has no property '%s'" % (self, key)) from None

    def has_property(self, key):
        """Whether there is a property of that name."""
        return key in self._properties

    def get_property_by_column(self, column):
        """The property of a column."""
        for prop in self._properties.values():
            if prop.is_column and any(one is column for one in prop.columns):
                return prop
        from .exc import UnmappedColumnError

        raise UnmappedColumnError("Column %s is not configured on mapper %s" % (column, self))

    @property
    def self_and_descendants(self):
        """This mapper and those of the classes that inherit."""
        return [self] + self._subclasses

    def isa(self, other):
        """Whether the class inherits from the other's."""
        return self is other or any(parent is other for parent in self._parents())

    def iterate_to_root(self):
        """This mapper, then those that it inherits from."""
        yield self
        yield from self._parents()

    @property
    def primary_key_names(self):
        """The attributes of the primary key."""
        return [self.get_property_by_column(column).key for column in self.primary_key]

    def primary_key_from_instance(self, obj):
        """The values of the primary key of an object."""
        return [getattr(obj, name) for name in self.primary_key_names]

    def identity_key_from_instance(self, obj):
        """(class, primary key) of an object."""
        return self.base_mapper.class_, tuple(self.primary_key_from_instance(obj)), None

    @property
    def mapper(self):
        """Itself."""
        return self

    def __repr__(self):
        return "<Mapper at 0x%x; %s>" % (id(self), self.class_.__name__)

    def __str__(self):
        return "Mapper[%s(%s)]" % (self.class_.__name__, self.local_table.name)


_unfinished = []  # mappers whose backrefs have not been made


def configure_mappers():
    """Make the other sides of relationships with a backref."""
    if not _unfinished:
        return
    waiting, _unfinished[:] = list(_unfinished), []
    for mapper in waiting:
        for prop in list(mapper._properties.values()):
            if prop.is_relationship and prop.parent is mapper and prop.backref:
                _make_backref(mapper, prop)


def _make_backref(mapper, prop):
    from ..exc import ArgumentError
    from .relationships import MANYTOMANY, RelationshipProperty

    name, options = prop.backref if isinstance(prop.backref, tuple) else (prop.backref, {})
    prop.backref, prop.back_populates = None, name
    target = prop.mapper
    if name in target._properties:
        if target._properties[name].back_populates == prop.key:
            return
        raise ArgumentError(
            "Error creating backref '%s' on relationship '%s.%s': property of that name exists on mapper '%s'"
            % (name, mapper.class_.__name__, prop.key, target)
        )
    options = dict(options, back_populates=prop.key)
    options.setdefault("primaryjoin", prop._join)
    options.setdefault("foreign_keys", prop._foreign_keys)
    if prop.direction is MANYTOMANY:
        options.setdefault("secondary", prop.secondary)
    if target is mapper and "remote_side" not in options:
        if prop._direction.name == "ONETOMANY":
            options["remote_side"] = [parent for _, parent in prop._pairs]
    target.add_property(name, RelationshipProperty(mapper.class_, **options))
    for heir in target._subclasses:
        heir._properties.setdefault(name, target._properties[name])


def class_mapper(class_, configure=True):
    """The mapper of a class. UnmappedClassError."""
    found = getattr(class_, "__dict__", {}).get("__mapper__")
    if found is None:
        from .exc import UnmappedClassError

        raise UnmappedClassError(class_)
    if configure:
        configure_mappers()
    return found


def object_mapper(obj):
    """The mapper of an object's class."""
    return class_mapper(type(obj))


def clear_mappers():
    """Forget what is unfinished; classes stay mapped."""
    del _unfinished[:]


def reconstructor(function):
    """Marks a method that is called when an object was loaded."""
    function._sa_reconstructor = True
    return function


def validates(*names, include_removes=False, include_backrefs=True):
    """Marks a method that checks the values of attributes."""

    def decorate(function):
        function._sa_validates = names
        return function

    return decorate
