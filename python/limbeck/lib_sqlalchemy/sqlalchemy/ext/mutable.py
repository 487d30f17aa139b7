"""Values that note when they are changed in place: MutableDict.as_mutable(JSON)."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)


class MutableBase:
    """The base of values that note their changes."""

    @property
    def _parents(self):
        return self.__dict__.setdefault("_parent_list", [])

    def changed(self):
        """Note a change with the objects that have the value."""
        from ..orm.attributes import flag_modified

        for obj, key in self._parents:
            flag_modified(obj, key)

    @classmethod
    def coerce(cls, key, value):
        """The value as one that notes its changes. ValueError if it cannot be one."""
        if value is None or isinstance(value, cls):
            return value
        raise ValueError("Attribute '%s' does not accept objects of type %s" % (key, type(value)))

    def __getstate__(self):
        return {name: value for name, value in self.__dict__.items() if name != "_parent_list"}

    def __setstate__(self, state):
        self.__dict__.update(state or {})


class Mutable(MutableBase):
    """A value that notes its changes."""

    @classmethod
    def as_mutable(cls, sqltype):
        """The type, with values of this class."""
        from ..sql.type_api import to_instance

        made = to_instance(sqltype)
        made = made.copy() if hasattr(made, "copy") else made
        made._mutable_class = cls
        return made

    @classmethod
    def associate_with(cls, sqltype):
        """Have all columns of a type with values of this class."""
        sqltype._mutable_class = cls

    @classmethod
    def associate_with_attribute(cls, attribute):
        """Have one attribute with values of this class."""
        attribute.property.columns[0].type._mutable_class = cls


class MutableComposite(MutableBase):
    """A composite that notes its changes."""

    def __setattr__(self, key, value):
        object.__setattr__(self, key, value)
        self.changed()


def _noting(base, names):
    """Methods of `base` that note a change after they were called."""

    def wrap(name):
        method = getattr(base, name)

        def noting(self, *args, **kwargs):
            found = method(self, *args, **kwargs)
            self.changed()
            return found

        noting.__name__, noting.__doc__ = name, method.__doc__
        return noting

    return {name: wrap(name) for name in names if hasattr(base, name)}


def _coerce_from(base):
    def coerce(cls, key, value):
        if isinstance(value, cls) or value is None:
            return value
        return cls(value) if isinstance(value, base) else Mutable.coerce.__func__(cls, key, value)

    return classmethod(coerce)


def _mutable(name, base, names):
    members = _noting(base, names.split())
    members.update(
        coerce=_coerce_from(base), __doc__="A %s that notes its changes." % base.__name__, __module__=__name__
    )
    members["__class_getitem__"] = classmethod(lambda cls, key: cls)
    members["__reduce_ex__"] = lambda self, protocol: (base, (base(self),))
    return type(name, (Mutable, base), members)


MutableDict = _mutable("MutableDict", dict, "__setitem__ __delitem__ setdefault update pop popitem clear __ior__")
MutableList = _mutable(
    "MutableList", list, "__setitem__ __delitem__ __iadd__ __imul__ append extend insert pop remove clear sort reverse"
)
MutableSet = _mutable(
    "MutableSet",
    set,
    "add remove discard pop clear update intersection_update difference_update symmetric_difference_update __ior__ "
    "__iand__ __isub__ __ixor__",
)
