"""What all parts of a schema share."""

import sys
from itertools import count

creation = count()  # parts of a table are written in the order in which they were made
attaching = {"is_heard": False}  # whether anybody listens to parts getting their table


def tell_attached(part, parent):
    """A part got its table, or a table its MetaData: the event after_parent_attach."""
    if attaching["is_heard"]:
        from .. import event

        event.fire(part, "after_parent_attach", part, parent)


class _Blank:
    """No schema, whatever the MetaData's default."""

    def __repr__(self):
        return "symbol('blank_schema')"


BLANK_SCHEMA = _Blank()


class Subscriptable:
    """Annotations may say more: Column[int] is Column."""

    def __class_getitem__(cls, key):
        return cls


def annotation(module):
    """The `__getattr__` of a module whose names stand in annotations only: each is a class of its own."""

    def __getattr__(name):
        if name.startswith("__"):
            raise AttributeError("module %r has no attribute %r" % (module, name))
        made = type(name, (Subscriptable,), {"__module__": module, "__doc__": "Kept for annotations."})
        setattr(sys.modules[module], name, made)
        return made

    return __getattr__


class SchemaItem(Subscriptable):
    """A part of a schema: tables, columns, constraints, indexes, defaults."""

    __visit_name__ = "schema_item"

    @property
    def info(self):
        """A dictionary for whatever the owner wants to keep there."""
        return self.__dict__.setdefault("_info", {})

    @info.setter
    def info(self, value):
        self.__dict__["_info"] = dict(value or {})

    def _copy_marks(self, made):
        if "_info" in self.__dict__:
            made.info = self.info
        if self.__dict__.get("dialect_kwargs"):
            made.dialect_kwargs = DialectKwargs(self.dialect_kwargs)
        listeners = self.__dict__.get("_sa_listeners")
        if listeners:
            made._sa_listeners = {name: list(functions) for name, functions in listeners.items()}
        return made


class DialectKwargs(dict):
    """Keywords such as postgresql_where, by their full name; `options` has them by dialect."""

    @property
    def options(self):
        """{"postgresql": {"where": ...}}; dialects and options that were not given are empty and None."""
        found = _Options()
        for name, value in self.items():
            dialect, _, option = name.partition("_")
            found[dialect][option] = value
        return found


class _Options(dict):
    def __missing__(self, dialect):
        return self.setdefault(dialect, _Absent())


class _Absent(dict):
    def __missing__(self, option):
        return None


class DialectKWArgs:
    """Something that takes dialect keywords."""

    dialect_kwargs = {}

    def _take(self, kwargs, owner=None):
        for name in kwargs:
            if "_" not in name[1:]:
                raise TypeError("Additional arguments should be named <dialectname>_<argument>, got '%s'" % name)
        if kwargs:
            self.dialect_kwargs = DialectKwargs(kwargs)

    @property
    def kwargs(self):
        """The dialect keywords that were given."""
        return self.dialect_kwargs

    @property
    def dialect_options(self):
        """The same by dialect and option."""
        return DialectKwargs(self.dialect_kwargs).options


def topological(dependencies, items):
    """`items`, each after those it depends on; dependencies: pairs (parent, child). CircularDependencyError."""
    return [item for level in levels(dependencies, items) for item in level]


def levels(dependencies, items):
    """topological() in groups that depend only on groups before."""
    parents = {}
    for parent, child in dependencies:
        parents.setdefault(child, set()).add(parent)
    left = list(items)
    waiting = set(left)
    while left:
        ready = [item for item in left if waiting.isdisjoint(parents.get(item, ()))]
        if not ready:
            from ..exc import CircularDependencyError

            raise CircularDependencyError("Circular dependency detected.", left, list(dependencies))
        waiting.difference_update(ready)
        left = [item for item in left if item in waiting]
        yield ready
