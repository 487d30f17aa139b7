"""Events: functions that are called when something happens to an object, or to any object of a class.

Tables, metadata and sequences fire before_create, after_create, before_drop, after_drop, column_reflect and
after_parent_attach; engines, connections and sessions fire their own.
"""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)

_LISTENERS = "_sa_listeners"  # attribute of the target: {event name: [function]}
CANCEL = object()


def _own(target):
    return vars(target).get(_LISTENERS) if hasattr(target, "__dict__") else None


def listen(target, identifier, fn, *args, once=False, insert=False, named=False, **kwargs):
    """Have `fn` called on an event of `target`, an object or a class."""
    if hasattr(target, "_event_target"):
        target = target._event_target()
    if identifier.endswith("_parent_attach"):
        from .sql.item import attaching

        attaching["is_heard"] = True
    listeners = _own(target)
    if listeners is None:
        listeners = {}
        setattr(target, _LISTENERS, listeners)
    functions = listeners.setdefault(identifier, [])
    entry = (fn, once, named)
    functions.insert(0 if insert else len(functions), entry)


def listens_for(target, identifier, *args, **kwargs):
    """listen() as a decorator."""

    def decorate(fn):
        listen(target, identifier, fn, *args, **kwargs)
        return fn

    return decorate


def remove(target, identifier, fn):
    """Take back what listen() did."""
    functions = (_own(target) or {}).get(identifier, [])
    functions[:] = [entry for entry in functions if entry[0] is not fn]


def contains(target, identifier, fn):
    """Whether `fn` listens."""
    return any(entry[0] is fn for entry in (_own(target) or {}).get(identifier, ()))


def listeners_of(target, identifier):
    """The entries for an event: those of the target's classes, then its own."""
    found = []
    for owner in tuple(reversed(type(target).__mro__)) + (target,):
        own = _own(owner)
        if own and identifier in own:
            found += own[identifier]
    return found


def fire(target, identifier, *args, names=(), **kwargs):
    """Call the listeners; the answers that are not None. names: of the positional arguments, for named=True."""
    answers = []
    for entry in listeners_of(target, identifier):
        fn, once, named = entry
        if once:
            for owner in type(target).__mro__ + (target,):
                functions = (_own(owner) or {}).get(identifier, [])
                if entry in functions:
                    functions.remove(entry)
        answer = fn(**dict(zip(names, args), **kwargs)) if named else fn(*args, **kwargs)
        if answer is not None:
            answers.append(answer)
    return answers
