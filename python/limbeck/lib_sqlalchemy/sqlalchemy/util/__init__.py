"""sqlalchemy.util: the few helpers that applications take from there."""

from collections import OrderedDict  # noqa: F401

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)

EMPTY_DICT = {}


class immutabledict(dict):
    """A dictionary that does not change."""

    def _refuse(self, *args, **kwargs):
        raise TypeError("%s object is immutable" % type(self).__name__)

    __setitem__ = __delitem__ = update = setdefault = pop = popitem = clear = _refuse

    def union(self, other=None, **kwargs):
        """A dictionary with more in it."""
        return immutabledict(dict(self, **dict(other or {}, **kwargs)))

    def __hash__(self):
        return hash(frozenset(self.items()))


class memoized_property:
    """A property that is computed once."""

    def __init__(self, fget, doc=None):
        self.fget = fget
        self.__doc__ = doc or fget.__doc__
        self.__name__ = fget.__name__

    def __get__(self, obj, owner):
        if obj is None:
            return self
        found = obj.__dict__[self.__name__] = self.fget(obj)
        return found


def asbool(value):
    """The truth value of a word such as "yes" or "off". ValueError."""
    if not isinstance(value, str):
        return bool(value)
    word = value.strip().lower()
    if word in ("true", "yes", "on", "y", "t", "1"):
        return True
    if word in ("false", "no", "off", "n", "f", "0"):
        return False
    raise ValueError("String is not true/false: %r" % word)


def to_list(value, default=None):
    """A list of one value, or the list itself."""
    if value is None:
        return default
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]


def unique_list(values, hashfunc=None):
    """The values, each once."""
    return list(dict.fromkeys(values))
