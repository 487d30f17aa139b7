"""Association proxies: an attribute of the objects of a relationship, as one's own."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)


class AssociationProxy:
    """The attribute `attr` of what the relationship `target_collection` leads to."""

    def __init__(self, target_collection, attr, *, creator=None, **options):
        self.target_collection = target_collection
        self.value_attr = attr
        self.creator = creator
        self.options = options

    def __class_getitem__(cls, key):
        return cls

    def __set_name__(self, owner, name):
        self.key = name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        found = getattr(obj, self.target_collection)
        if isinstance(found, (list, set, tuple)):
            return _Values(self, obj, found)
        return None if found is None else getattr(found, self.value_attr)

    def __set__(self, obj, value):
        prop = type(obj).__mapper__.get_property(self.target_collection)
        prop._settle()
        if prop.uselist:
            setattr(obj, self.target_collection, [self._make(obj, one) for one in value])
            return
        found = getattr(obj, self.target_collection)
        if found is None:
            setattr(obj, self.target_collection, self._make(obj, value))
        else:
            setattr(found, self.value_attr, value)

    def _make(self, obj, value):
        if self.creator is not None:
            return self.creator(value)
        return type(obj).__mapper__.get_property(self.target_collection).mapper.class_(value)


class _Values(list):
    """The values, as a list through which new ones are added."""

    def __init__(self, proxy, obj, found):
        super().__init__(getattr(one, proxy.value_attr) for one in found)
        self._proxy, self._object, self._found = proxy, obj, found

    def append(self, value):
        """Add an object for the value."""
        super().append(value)
        made = self._proxy._make(self._object, value)
        getattr(self._found, "append", getattr(self._found, "add", None))(made)

    def extend(self, values):
        """Add objects for the values."""
        for value in values:
            self.append(value)

    def remove(self, value):
        """Remove the object of the value."""
        super().remove(value)
        self._found.remove(next(one for one in self._found if getattr(one, self._proxy.value_attr) == value))

    def __eq__(self, other):
        return list(self) == list(other)

    __hash__ = None


def association_proxy(target_collection, attr, **options):
    """The attribute of what a relationship leads to, as one's own."""
    return AssociationProxy(target_collection, attr, **options)
