"""What the stand-ins are made of: types that become another type, by dialect, and types that are a piece of SQL."""

from sqlalchemy.types import TypeDecorator, UserDefinedType

__all__ = ("TypeDecorator", "UserDefinedType", "becomes", "sql_type")


def becomes(name, default, module, **by_dialect):
    """A type that is `default` or what a dialect has: functions of the arguments that give a type."""

    def __init__(self, *args, **kw):
        self._arguments = args, kw
        TypeDecorator.__init__(self)
        self.impl = default(*args, **kw)

    def load_dialect_impl(self, dialect):
        args, kw = self._arguments
        return dialect.type_descriptor(by_dialect.get(dialect.name, default)(*args, **kw))

    def copy(self, **kw):
        args, given = self._arguments
        return type(self)(*args, **given)

    return type(name, (TypeDecorator,), {
        "__doc__": "Stands for the type of that name where its package is not installed.", "__module__": module,
        "__init__": __init__, "load_dialect_impl": load_dialect_impl, "copy": copy, "cache_ok": True,
        "impl": default(),
    })


def sql_type(name, spec, module):
    """A type whose SQL is spec(*args, **kw)."""

    def __init__(self, *args, **kw):
        self._spec = spec(*args, **kw)

    return type(name, (UserDefinedType,), {
        "__doc__": "Stands for the type of that name where its package is not installed.", "__module__": module,
        "__init__": __init__, "get_col_spec": lambda self, **kw: self._spec, "cache_ok": True,
    })
