"""What every SQL type is: TypeEngine, TypeDecorator, UserDefinedType.

A type is a class and its constructor's arguments, kept as attributes of the same name. What it is called in SQL is
known to the engine, which is asked (`compile`); how values pass between Python and the database is known here.
"""

from limbeck.missing import lazy

from .comparator import Comparator
from .item import Subscriptable

__getattr__, __dir__ = lazy("sqlalchemy.sql", {"NULLTYPE": ".sqltypes"}, into=__name__)


class _T:
    """Kept for annotations: the Python type of a value."""


def parameters(cls):
    """The constructor's parameters: (names without a default, {name: default}, name of *args or None)."""
    code = getattr(cls.__init__, "__code__", None)
    if code is None:  # object.__init__
        return (), {}, None
    names = code.co_varnames[1 : code.co_argcount]
    defaults = cls.__init__.__defaults__ or ()
    cut = len(names) - len(defaults)
    optional = dict(zip(names[cut:], defaults))
    optional.update(cls.__init__.__kwdefaults__ or {})
    stars = code.co_varnames[code.co_argcount + code.co_kwonlyargcount] if code.co_flags & 0x04 else None
    return names[:cut], optional, stars


def represent(thing, cls=None, skip=()):
    """The constructor call that would make `thing`: arguments that differ from their default, by name.

    cls: the class whose parameters are shown, if it is another one."""
    required, optional, stars = parameters(cls or type(thing))
    parts = [repr(getattr(thing, name, None)) for name in required]
    if stars and hasattr(thing, stars):
        parts += [repr(value) for value in getattr(thing, stars)]
    return show(thing, parts, ((name, default) for name, default in optional.items() if name not in skip))


def show(thing, parts, options):
    """The class's name with `parts` and those of `options`, pairs of name and default, that differ, in parentheses."""
    for name, default in options:
        value = getattr(thing, name, default)
        if value is not default and value != default:
            parts.append("%s=%r" % (name, value))
    return "%s(%s)" % (type(thing).__name__, ", ".join(parts))


class TypeEngine(Subscriptable):
    """The base of all types."""

    __visit_name__ = "type_engine"
    _is_type_decorator = False
    _is_array = False
    _variant_mapping = {}
    hashable = True
    sort_key_function = None
    should_evaluate_none = False
    _names = ()  # the parameters that make up the type, where they are not the constructor's

    Comparator = Comparator
    comparator_factory = Comparator

    def __repr__(self):
        return represent(self)

    def __str__(self):
        return self.compile()

    # -- identity

    @property
    def _type_affinity(self):
        """The generic class that this one is a kind of."""
        affinity = None
        for cls in type(self).__mro__:
            if cls in (TypeEngine, UserDefinedType, TypeDecorator):
                return affinity or type(self)
            if isinstance(cls, type) and issubclass(cls, TypeEngine):
                affinity = cls
        return affinity

    @property
    def python_type(self):
        """The Python type of its values."""
        raise NotImplementedError()

    def as_generic(self, allow_nulltype=False):
        """The generic type that is nearest to this one."""
        from . import sqltypes

        for cls in type(self).__mro__:
            name = cls.__name__
            if cls.__module__ == sqltypes.__name__ and not name.isupper() or name in ("JSON", "ARRAY"):
                return self.adapt(cls) if cls is not type(self) else self
        raise NotImplementedError(
            "Default TypeEngine.as_generic() heuristic method was unsuccessful for %s" % type(self).__name__
        )

    def copy(self, **kwargs):
        """A copy of this type."""
        return self.adapt(type(self))

    def adapt(self, cls, **kwargs):
        """A `cls` with the arguments of this type that its constructor knows."""
        required, optional, stars = parameters(cls)
        if stars and not required and hasattr(self, "_positional"):
            positional = self._positional()
        else:
            positional = [getattr(self, name) for name in required]
        for name in optional:
            if name not in kwargs and name in self.__dict__:
                kwargs[name] = self.__dict__[name]
        made = cls(*positional, **kwargs)
        made._variant_mapping = self._variant_mapping
        return made

    def with_variant(self, type_, *dialect_names):
        """A copy of this type that is `type_` on the dialects named."""
        from ..exc import ArgumentError

        if not dialect_names:
            raise ArgumentError("At least one dialect name is required")
        for name in dialect_names:
            if name in self._variant_mapping:
                raise ArgumentError("Dialect name '%s' already specified by type" % name)
        made = self.copy()
        made._variant_mapping = dict(self._variant_mapping)
        made._variant_mapping.update(dict.fromkeys(dialect_names, to_instance(type_)))
        return made

    def evaluates_none(self):
        """A copy of this type that passes None on as a value."""
        made = self.copy()
        made.should_evaluate_none = True
        return made

    def coerce_compared_value(self, op, value):
        """The type of a plain value that this one is compared with."""
        from .sqltypes import type_of_value

        found = type_of_value(value)
        return self if found._type_affinity in (None, NullType(), self._type_affinity) or found._isnull else found

    _isnull = False

    def compare_values(self, x, y):
        """Whether two values are the same."""
        return x == y

    def bind_expression(self, bindvalue):
        """An SQL expression around a bound value of this type, or None."""
        return None

    def column_expression(self, colexpr):
        """An SQL expression around a selected column of this type, or None."""
        return None

    def get_dbapi_type(self, dbapi):
        """Nothing: values are typed by the engine."""
        return None

    # -- SQL text

    def compile(self, dialect=None):
        """The type's name in SQL on a dialect; without one in the manner of SQL's standard."""
        from .type_text import compile_type

        return compile_type(self, dialect)

    # -- values

    def dialect_impl(self, dialect):
        """The type that is used on a dialect."""
        variant = self._variant_mapping.get(dialect.name)
        return variant.dialect_impl(dialect) if variant is not None else self

    def load_dialect_impl(self, dialect):
        """The type that is used on a dialect."""
        return self

    def _unwrapped_dialect_impl(self, dialect):
        return self.dialect_impl(dialect)

    def bind_processor(self, dialect):
        """A function from a script's value to what the engine takes, or None if they are the same."""
        return None

    def result_processor(self, dialect, coltype=None):
        """A function from what the engine gives to a script's value, or None if they are the same."""
        return None

    def literal_processor(self, dialect):
        """A function from a value to SQL text, or None if the type has none of its own."""
        return None

    def _cached_bind_processor(self, dialect):
        return self.dialect_impl(dialect).bind_processor(dialect)

    def _cached_result_processor(self, dialect, coltype=None):
        return self.dialect_impl(dialect).result_processor(dialect, coltype)

    def _cached_literal_processor(self, dialect):
        return self.dialect_impl(dialect).literal_processor(dialect)

    # -- schema events: types that own something in the database do more

    def _set_parent(self, parent, **kwargs):
        """Told when the type becomes a column's."""

    def _set_table(self, column, table):
        """Told when the column becomes a table's."""


class ExternalType:
    """A type from outside of the package."""

    cache_ok = None


class UserDefinedType(ExternalType, TypeEngine):
    """A type whose SQL is what get_col_spec() returns."""

    __visit_name__ = "user_defined"
    ensure_kwarg = "get_col_spec"

    def get_col_spec(self, **kwargs):
        """The type in SQL."""
        raise NotImplementedError()

    def coerce_compared_value(self, op, value):
        """Values compared with it are of the same type."""
        return self


class TypeDecorator(ExternalType, TypeEngine):
    """A type that converts values for another, its `impl`."""

    __visit_name__ = "type_decorator"
    _is_type_decorator = True
    impl = None
    coerce_to_is_types = (type(None),)

    def __init__(self, *args, **kwargs):
        if type(self).impl is None:
            raise AssertionError(
                "TypeDecorator implementations require a class-level variable 'impl' which refers to the class of "
                "type being decorated"
            )
        self.impl = to_instance(type(self).impl, *args, **kwargs)

    @property
    def impl_instance(self):
        """The type underneath."""
        return self.impl

    def __getattr__(self, name):
        if name.startswith("__") or name == "impl":
            raise AttributeError(name)
        impl = self.__dict__.get("impl")
        if impl is None:
            raise AttributeError("%r object has no attribute %r" % (type(self).__name__, name))
        return getattr(impl, name)

    def __repr__(self):
        return represent(self, type(self.impl))

    @property
    def _type_affinity(self):
        return self.impl._type_affinity

    @property
    def sort_key_function(self):
        """That of the type underneath."""
        return self.impl.sort_key_function

    @property
    def comparator_factory(self):
        """What the type adds to expressions: that of the type underneath."""
        return self.impl.comparator_factory

    def copy(self, **kwargs):
        """A copy, the type underneath being shared."""
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        return made

    def adapt(self, cls, **kwargs):
        """A copy: a decorator is not adapted."""
        return self.copy() if cls is type(self) else super().adapt(cls, **kwargs)

    def type_engine(self, dialect):
        """The type to be decorated on a dialect."""
        found = self.load_dialect_impl(dialect)
        return found.dialect_impl(dialect) if found is not self else found

    def load_dialect_impl(self, dialect):
        """The type to be decorated on a dialect; subclasses choose."""
        return self.impl

    def dialect_impl(self, dialect):
        """This type: it converts values itself; or its variant."""
        variant = self._variant_mapping.get(dialect.name)
        return variant.dialect_impl(dialect) if variant is not None else self

    def _unwrapped_dialect_impl(self, dialect):
        found = self.dialect_impl(dialect)
        return found.type_engine(dialect) if isinstance(found, TypeDecorator) else found

    def coerce_compared_value(self, op, value):
        """Values compared with it are of the same type."""
        return self

    process_bind_param = None
    process_result_value = None
    process_literal_param = None

    def bind_processor(self, dialect):
        """process_bind_param(), then what the type underneath does."""
        inner = self.type_engine(dialect).bind_processor(dialect)
        outer = self.process_bind_param or self.process_literal_param
        if outer is None or inner is None:
            return inner if outer is None else lambda value: outer(value, dialect)
        return lambda value: inner(outer(value, dialect))

    def result_processor(self, dialect, coltype=None):
        """What the type underneath does, then process_result_value()."""
        inner = self.type_engine(dialect).result_processor(dialect, coltype)
        outer = self.process_result_value
        if outer is None or inner is None:
            return inner if outer is None else lambda value: outer(value, dialect)
        return lambda value: outer(inner(value), dialect)

    def literal_processor(self, dialect):
        """process_literal_param() or process_bind_param(), then what the type underneath does."""
        inner = self.type_engine(dialect).literal_processor(dialect)
        outer = self.process_literal_param or self.process_bind_param
        if outer is None:
            return inner
        if inner is None:
            return (lambda value: outer(value, dialect)) if self.process_literal_param else None
        return lambda value: inner(outer(value, dialect))

    def compare_values(self, x, y):
        """As the type underneath does."""
        return self.impl.compare_values(x, y)

    def _set_parent(self, parent, **kwargs):
        self.impl._set_parent(parent, **kwargs)

    def _set_table(self, column, table):
        self.impl._set_table(column, table)


class Variant(TypeDecorator):
    """A type with others for some dialects, by the old name; with_variant() makes them."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError("Variant is no longer used in SQLAlchemy; this is a placeholder symbol")


def to_instance(type_, *args, **kwargs):
    """An instance: of a class or callable, or the instance itself; None is no type."""
    if type_ is None:
        return NullType()
    if callable(type_):
        return type_(*args, **kwargs)
    return type_


def adapt_type(type_, colspecs):
    """The type itself: which class a dialect uses is the engine's matter."""
    return to_instance(type_)


def NullType():
    """The type of an expression of which none is known."""
    from .sqltypes import NULLTYPE

    return NULLTYPE
