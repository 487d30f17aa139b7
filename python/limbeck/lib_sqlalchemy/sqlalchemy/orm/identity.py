"""Which objects a session has, and which of them have changed."""

from weakref import WeakValueDictionary

from limbeck.missing import raise_for

from .attributes import state_of

__getattr__ = raise_for(__name__)


class Changes(dict):
    """The changes of an object; the first one puts it on the session's list."""

    def __init__(self, session, state):
        self._session = session
        self._state = state

    def setdefault(self, key, value):
        state = self._state
        if state.session is self._session and state.key is not None:
            self._session._dirty[id(state.object)] = state
        return dict.setdefault(self, key, value)


class IdentityMap:
    """The objects of a session that the database has, by (class, primary key, None)."""

    def __init__(self):
        self._objects = WeakValueDictionary()

    def values(self):
        return list(self._objects.values())

    all_states = lambda self: [state_of(obj) for obj in self.values()]  # noqa: E731

    def keys(self):
        return list(self._objects.keys())

    def get(self, key, default=None):
        return self._objects.get(key, default)

    def __contains__(self, key):
        return key in self._objects

    def __len__(self):
        return len(self._objects)

    def __iter__(self):
        return iter(self.keys())


def objects_in(value):
    """The objects in a relationship's value."""
    if value is None:
        return ()
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) or hasattr(value, "__iter__") else (value,)
