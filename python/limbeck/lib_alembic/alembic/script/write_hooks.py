"""Functions that handle a new revision file, by the names that the configuration has for them."""

from limbeck.missing import raise_for

_registry = {}


def register(name):
    """Decorator: function(filename, options) is the write hook `name`."""

    def decorate(fn):
        _registry[name] = fn
        return fn

    return decorate


def run(name, path, options):
    """Call the hook of that name; whether there is one."""
    if name in _registry:
        _registry[name](path, options)
        return True
    return False


__getattr__ = raise_for(__name__)
