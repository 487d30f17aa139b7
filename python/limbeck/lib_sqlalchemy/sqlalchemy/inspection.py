"""inspect(): what can be known about an engine, a connection, a mapped class or its instance."""

from limbeck.missing import raise_for

from . import exc

__getattr__ = raise_for(__name__)

__all__ = ["inspect"]

_inspectors = {}


def _inspects(*types):
    """Register a function that inspects objects of these types."""

    def register(function):
        for one in types:
            _inspectors[one] = function
        return function

    return register


def inspect(subject, raiseerr=True):
    """An Inspector for an engine or connection; the mapper of a class, the state of an instance. NoInspectionAvailable;
    None instead without `raiseerr`."""
    for kind in type(subject).__mro__:
        if kind in _inspectors:
            found = _inspectors[kind](subject)
            if found is not None:
                return found
    if hasattr(subject, "_sa_inspect"):
        return subject._sa_inspect()
    if _is_bind(subject):
        from .engine.reflection import Inspector

        return Inspector(subject)
    mapper = vars(subject).get("__mapper__") if isinstance(subject, type) else None
    if mapper is not None:
        return mapper
    if getattr(type(subject), "__mapper__", None) is not None:
        from .orm.state import state_of

        return state_of(subject)
    if not isinstance(subject, type) and hasattr(subject, "__visit_name__"):
        return subject
    if raiseerr:
        raise exc.NoInspectionAvailable("No inspection system is available for object of type %s" % type(subject))
    return None


def _is_bind(subject):
    if hasattr(subject, "sync_engine") or hasattr(subject, "sync_connection"):
        raise exc.NoInspectionAvailable(
            "Inspection on an asynchronous engine or connection is not supported; use run_sync(lambda c: inspect(c))"
        )
    return not isinstance(subject, type) and hasattr(subject, "dialect") and hasattr(subject, "connect")
