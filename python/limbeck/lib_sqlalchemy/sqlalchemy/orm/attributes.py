"""What a mapped class has under the name of a column: an expression on the class, a value on its objects."""

from limbeck.missing import raise_for

from ..sql.item import Subscriptable
from ..sql.operators import ColumnOperators

__getattr__ = raise_for(__name__)

NO_VALUE = object()


class InstanceState:
    """What is known of an object: `_sa_instance_state`.

    changed: {attribute: value before the change}, since it was loaded or written; session: the Session that it is in;
    key: its identity there, (class, primary key); loaded: whether the database has it; loader(state, attribute):
    fetches an attribute that is not there."""

    def __init__(self, obj, mapper):
        self.object = obj
        self.class_ = type(obj)
        self.mapper = self.manager = mapper
        self.dict = obj.__dict__
        self.changed = {}
        self.session = self.key = self.loader = None
        self.loaded = self.deleted = False

    def obj(self):
        """The object."""
        return self.object

    @property
    def transient(self):
        """In no session and not in the database."""
        return self.session is None and self.key is None

    @property
    def pending(self):
        """In a session, not yet in the database."""
        return self.session is not None and self.key is None

    @property
    def persistent(self):
        """In a session and in the database."""
        return self.session is not None and self.key is not None and not self.deleted

    @property
    def detached(self):
        """In the database, in no session."""
        return self.session is None and self.key is not None

    @property
    def modified(self):
        """Whether an attribute was changed."""
        return bool(self.changed)

    @property
    def identity(self):
        """The primary key, or None."""
        return None if self.key is None else self.key[1]

    @property
    def attrs(self):
        """The attributes, by name."""
        return {prop.key: prop for prop in self.mapper.attrs}

    @property
    def unloaded(self):
        """The attributes without a value."""
        return {prop.key for prop in self.mapper.attrs if prop.key not in self.dict}

    def note(self, key, before):
        """An attribute was changed."""
        self.changed.setdefault(key, before)


def state_of(obj):
    """The object's InstanceState, made when it is first asked for."""
    found = obj.__dict__.get("_sa_instance_state")
    if found is None:
        found = obj.__dict__["_sa_instance_state"] = InstanceState(obj, type(obj).__mapper__)
    return found


instance_state = state_of


def instance_dict(obj):
    """The object's values."""
    return obj.__dict__


class QueryableAttribute(Subscriptable, ColumnOperators):
    """An attribute of a mapped class, as an expression."""

    def __init__(self, class_, key, prop):
        self.class_ = class_
        self.key = self.name = key
        self.property = self.prop = prop

    def __clause_element__(self):
        return self.prop.expression_for(self.class_)

    @property
    def expression(self):
        """The column or expression behind it."""
        return self.__clause_element__()

    @property
    def comparator(self):
        """The expression's comparator."""
        return self.prop.comparator_for(self)

    @property
    def parent(self):
        """The mapper of the class."""
        return self.class_.__mapper__

    _parententity = parent

    def operate(self, op, *other, **kwargs):
        """The operator applied to the expression."""
        return self.prop.operate(self, op, *other, **kwargs)

    def reverse_operate(self, op, other, **kwargs):
        """The operator with the expression on its right."""
        return self.__clause_element__().reverse_operate(op, other, **kwargs)

    def __getattr__(self, name):
        if name.startswith("__") or name in ("prop", "class_", "key", "property", "is_clause_element"):
            raise AttributeError(name)
        own = self.prop.attribute(self, name)
        return own if own is not NO_VALUE else getattr(self.__clause_element__(), name)

    def label(self, name):
        """The expression AS name."""
        return self.__clause_element__().label(name)

    def __hash__(self):
        return id(self.prop) ^ hash(self.key)

    def __repr__(self):
        return "%s.%s" % (self.class_.__name__, self.key)

    __str__ = __repr__


class InstrumentedAttribute(QueryableAttribute):
    """The same, put into the class: reading and writing it on an object goes to the object's values."""

    def __get__(self, obj, owner=None):
        if obj is None:
            if owner is self.class_ or owner is None:
                return self
            return type(self)(owner, self.key, self.prop)
        try:
            return self.prop.read(obj, obj.__dict__[self.key])
        except KeyError:
            return self.prop.absent(obj)

    def __set__(self, obj, value):
        self.prop.write(obj, value)

    def __delete__(self, obj):
        state_of(obj).note(self.key, obj.__dict__.pop(self.key, None))


def set_attribute(obj, key, value):
    """obj.key = value."""
    setattr(obj, key, value)


def get_attribute(obj, key):
    """obj.key."""
    return getattr(obj, key)


def set_committed_value(obj, key, value):
    """Give the object a value as if it had been loaded."""
    obj.__dict__[key] = value


def flag_modified(obj, key):
    """Have an attribute written though it was not set."""
    state_of(obj).note(key, NO_VALUE)


def flag_dirty(obj):
    """Have the object looked at when the session writes."""
    state_of(obj).note("", NO_VALUE)


class _History(tuple):
    added = property(lambda self: self[0])
    unchanged = property(lambda self: self[1])
    deleted = property(lambda self: self[2])

    def has_changes(self):
        """Whether there are any."""
        return bool(self[0] or self[2])


def get_history(obj, key, passive=None):
    """(values added, unchanged, deleted) of an attribute."""
    state, now = state_of(obj), obj.__dict__.get(key, NO_VALUE)
    if key not in state.changed:
        return _History(((), [] if now is NO_VALUE else [now], ()))
    before = state.changed[key]
    return _History(([] if now is NO_VALUE else [now], (), [] if before in (NO_VALUE, None) else [before]))
