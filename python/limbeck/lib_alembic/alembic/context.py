"""The functions that env.py calls: those of the EnvironmentContext that is at work."""

from limbeck.missing import raise_for

from .runtime.environment import EnvironmentContext

EnvironmentContext.create_module_class_proxy(globals())

_ATTRIBUTES = ("config", "script")
_missing = raise_for(__name__)


def __getattr__(name):
    if name not in _ATTRIBUTES:
        return _missing(name)
    if _proxy is None:  # noqa: F821
        raise AttributeError("module %r has no attribute %r: no env.py is running" % (__name__, name))
    return getattr(_proxy, name)  # noqa: F821
