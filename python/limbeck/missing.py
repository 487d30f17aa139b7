"""Names that scripts ask of `alembic` or `sqlalchemy` and that limbeck's modules lack.

The host restarts with the project's real SQLAlchemy when it meets one, so it must be told from other errors:
`name_of(exception)` does that.
"""

import sys

PACKAGES = ("sqlalchemy", "alembic")

_noted = []  # (module, name) of every lookup that failed: `from x import y` hides the exception that says so


class MissingName(AttributeError):
    """A module of limbeck's has no such name. `name` is the name with its module: "sqlalchemy.orm.aliased"."""

    def __init__(self, module, name):
        super().__init__("module %r has no attribute %r: limbeck's modules lack it" % (module, name))
        self.name = "%s.%s" % (module, name)


class MissingModule(ModuleNotFoundError):
    """limbeck's `alembic` or `sqlalchemy` has no such submodule; `name` is its full name."""

    def __init__(self, name):
        super().__init__("No module named %r: limbeck's modules lack it" % name, name=name)


class _Finder:
    """Last on sys.meta_path: whoever comes here asked for a submodule that nobody has."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        if fullname.partition(".")[0] in PACKAGES and "." in fullname:
            raise MissingModule(fullname)
        return None


def install_finder():
    """Have missing submodules raise MissingModule. Called by limbeck's packages when they are imported."""
    if _Finder not in sys.meta_path:
        sys.meta_path.append(_Finder)


def raise_for(module):
    """The `__getattr__` of a module: says that the name is missing."""

    def __getattr__(name):
        if name.startswith("__"):
            raise AttributeError("module %r has no attribute %r" % (module, name))
        _noted.append((module, name))
        raise MissingName(module, name)

    return __getattr__


def lazy(module, table, into=None):
    """The `__getattr__` and `__dir__` of a package whose names live elsewhere.

    table: {name: submodule}, a submodule ".x" being relative to `module`. A name that is also the last part of its
    submodule's name is the submodule itself. into: the module that has the names, if it is not `module`."""
    into = into or module
    missing = raise_for(into)

    def __getattr__(name):
        place = table.get(name)
        if place is None:
            return missing(name)
        from importlib import import_module

        found = import_module(place, module)
        value = found if place.rpartition(".")[2] == name else getattr(found, name)
        setattr(sys.modules[into], name, value)
        return value

    def __dir__():
        return sorted(set(table) | set(vars(sys.modules[into])))

    return __getattr__, __dir__


def name_of(exception):
    """The missing name behind an exception, or None if it is another kind of failure."""
    while exception is not None:
        if isinstance(exception, (MissingName, MissingModule)):
            return exception.name
        if isinstance(exception, ImportError):
            for module, name in reversed(_noted):
                if exception.name == module and ("%r" % name) in str(exception):
                    return "%s.%s" % (module, name)
        exception = exception.__cause__ or exception.__context__
    return None
