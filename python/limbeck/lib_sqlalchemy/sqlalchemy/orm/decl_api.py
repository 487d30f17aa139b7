"""Declarative mapping: base classes whose subclasses become tables."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)


class registry:
    """The classes that were mapped together, with their MetaData and how annotations become types."""

    def __init__(self, *, metadata=None, class_registry=None, type_annotation_map=None, constructor=None):
        from ..sql.tables import MetaData

        self.metadata = metadata if metadata is not None else MetaData()
        self._class_registry = {} if class_registry is None else class_registry
        self.type_annotation_map = dict(type_annotation_map or {})
        self.constructor = constructor or _declarative_constructor
        self._mappers = []

    @property
    def mappers(self):
        """The mappers of the classes."""
        return frozenset(self._mappers)

    def update_type_annotation_map(self, more):
        """More types for annotations."""
        for key, value in more.items():
            self.type_annotation_map[key] = value

    def generate_base(self, mapper=None, cls=object, name="Base", metaclass=None, **kwargs):
        """A base class for mapped classes."""
        bases = cls if isinstance(cls, tuple) else (cls,)
        members = {"registry": self, "_sa_registry": self, "metadata": self.metadata, "__abstract__": True}
        if isinstance(cls, type) and cls.__doc__:
            members["__doc__"] = cls.__doc__
        if not any("__init__" in vars(base) for one in bases if one is not object for base in one.__mro__[:-1]):
            members["__init__"] = self.constructor
        members["__class_getitem__"] = classmethod(lambda base, key: base)
        return (metaclass or DeclarativeMeta)(name, bases, members)

    def as_declarative_base(self, **kwargs):
        """generate_base() as a decorator."""
        return lambda cls: self.generate_base(cls=cls, name=cls.__name__, **kwargs)

    def mapped(self, cls):
        """Map a class, as a decorator."""
        self.map_declaratively(cls)
        return cls

    def mapped_as_dataclass(self, cls=None, **options):
        """Map a class and make it a dataclass, as a decorator."""

        def decorate(class_):
            from .decl_build import build

            class_._sa_registry = self
            build(class_, self, dataclass=options)
            return class_

        return decorate if cls is None else decorate(cls)

    def map_declaratively(self, cls):
        """Map a class as its attributes say."""
        from .decl_build import build

        cls._sa_registry = self
        if cls.__init__ is object.__init__:
            cls.__init__ = self.constructor
        return build(cls, self)

    def map_imperatively(self, class_, local_table=None, properties=None, **options):
        """Map a class to a Table that exists."""
        from .decl_build import map_to_table

        return map_to_table(class_, self, local_table, dict(properties or {}), options)

    def configure(self, cascade=False):
        """Make the other sides of relationships."""
        from .mapper import configure_mappers

        configure_mappers()

    def dispose(self, cascade=False):
        """Forget the classes."""
        self._class_registry.clear()
        del self._mappers[:]

    def evaluate(self, text, class_):
        """The Python of a string in a relationship, with the mapped classes and the tables as names."""
        return eval(text, {"__builtins__": {}}, _Names(self, class_))


class _Names(dict):
    def __init__(self, registry_, class_):
        super().__init__()
        self._registry = registry_
        self._class = class_

    def __missing__(self, name):
        from ..sql import expression
        from . import relationships

        known = self._registry._class_registry
        if name in known:
            return known[name]
        tables = self._registry.metadata.tables
        if name in tables:
            return tables[name]
        if name in ("foreign", "remote"):
            return getattr(relationships, name)
        if any(key.startswith(name + ".") for key in tables):
            return _Schema(name, tables)
        if any(one.__module__.startswith(name + ".") or one.__module__ == name for one in known.values()):
            return _Module(name, known)
        if hasattr(expression, name):
            return getattr(expression, name)
        from ..exc import InvalidRequestError

        raise InvalidRequestError(
            "When initializing mapper %s, expression %r failed to locate a name (%r). If this is a class name, "
            "consider adding this relationship() to the %r class after both dependent classes have been defined."
            % (self._class.__mapper__, name, name, self._class)
        )


class _Schema:
    """schema.table, in a string of Python."""

    def __init__(self, name, tables):
        self._name, self._tables = name, tables

    def __getattr__(self, name):
        return self._tables["%s.%s" % (self._name, name)]


class _Module:
    """package.module.Class, in a string of Python."""

    def __init__(self, name, known):
        self._name, self._known = name, known

    def __getattr__(self, name):
        found = self._known.get(name)
        return found if found is not None else _Module("%s.%s" % (self._name, name), self._known)


def _declarative_constructor(self, **kwargs):
    """Set attributes by name."""
    for name, value in kwargs.items():
        if not hasattr(type(self), name):
            raise TypeError("%r is an invalid keyword argument for %s" % (name, type(self).__name__))
        setattr(self, name, value)


_declarative_constructor.__name__ = "__init__"


def _is_abstract(cls):
    return bool(vars(cls).get("__abstract__"))


def _set_attribute(cls, key, value):
    """Model.attribute = column: the class gets another attribute after it was made."""
    from .decl_build import add_attribute

    if "__mapper__" in vars(cls) and add_attribute(cls, key, value):
        return
    type.__setattr__(cls, key, value)


class DeclarativeMeta(type):
    """The class of mapped classes of the kind that declarative_base() makes."""

    def __init__(cls, name, bases, members, **kwargs):
        if "_decl_class_registry" in vars(cls):
            type.__init__(cls, name, bases, members)
            return
        found = getattr(cls, "_sa_registry", None) or vars(cls).get("registry")
        if isinstance(found, registry) and not _is_abstract(cls):
            from .decl_build import build

            build(cls, found)
        elif isinstance(found, registry) and "_sa_registry" not in vars(cls):
            cls._sa_registry = found
        type.__init__(cls, name, bases, members)

    def __setattr__(cls, key, value):
        _set_attribute(cls, key, value)


class DeclarativeAttributeIntercept(type):
    """The class of DeclarativeBase and of what is made from it."""

    def __setattr__(cls, key, value):
        _set_attribute(cls, key, value)


def _start_base(cls):
    """Give a direct subclass of DeclarativeBase its registry."""
    found = vars(cls).get("registry")
    if not isinstance(found, registry):
        options = {"metadata": getattr(cls, "metadata", None)}
        if getattr(cls, "type_annotation_map", None):
            options["type_annotation_map"] = cls.type_annotation_map
        found = registry(**options)
        type.__setattr__(cls, "registry", found)
    elif getattr(cls, "type_annotation_map", None):
        found.update_type_annotation_map(cls.type_annotation_map)
    type.__setattr__(cls, "_sa_registry", found)
    if "metadata" in vars(cls):
        found.metadata = cls.metadata
    else:
        type.__setattr__(cls, "metadata", found.metadata)
    if getattr(cls, "__init__", object.__init__) is object.__init__:
        type.__setattr__(cls, "__init__", found.constructor)


def _on_subclass(cls, base, kwargs):
    from .decl_build import build

    if base in cls.__bases__:
        _start_base(cls)
    elif not _is_abstract(cls):
        build(cls, cls._sa_registry, dataclass=_dataclass_options(cls))
    super(base, cls).__init_subclass__(**kwargs)


def _dataclass_options(cls):
    return getattr(cls, "_sa_apply_dataclass", None)


class DeclarativeBase(metaclass=DeclarativeAttributeIntercept):
    """The base of an application's base class: `class Base(DeclarativeBase): pass`."""

    def __init_subclass__(cls, **kwargs):
        _on_subclass(cls, DeclarativeBase, kwargs)


class DeclarativeBaseNoMeta:
    """DeclarativeBase without a metaclass."""

    def __init_subclass__(cls, **kwargs):
        _on_subclass(cls, DeclarativeBaseNoMeta, kwargs)


class MappedAsDataclass(metaclass=DeclarativeAttributeIntercept):
    """A mixin that makes mapped classes dataclasses."""

    def __init_subclass__(
        cls,
        init=None,
        repr=None,
        eq=None,
        order=None,
        unsafe_hash=None,
        match_args=None,
        kw_only=None,
        dataclass_callable=None,
        **kwargs,
    ):
        given = {
            "init": init,
            "repr": repr,
            "eq": eq,
            "order": order,
            "unsafe_hash": unsafe_hash,
            "match_args": match_args,
            "kw_only": kw_only,
        }
        inherited = dict(getattr(cls, "_sa_apply_dataclass", None) or {})
        inherited.update({key: value for key, value in given.items() if value is not None})
        type.__setattr__(cls, "_sa_apply_dataclass", inherited)
        super().__init_subclass__(**kwargs)


class declared_attr:
    """An attribute of a mixin or base that a function makes for each mapped class."""

    _cascading = False

    def __init__(self, fget=None, cascading=False, quiet=False):
        self.fget = fget.__func__ if isinstance(fget, classmethod) else fget
        self._cascading = cascading
        self.__doc__ = getattr(fget, "__doc__", None)

    def __class_getitem__(cls, key):
        return cls

    def __get__(self, obj, owner=None):
        return self.fget(owner if owner is not None else type(obj))

    class _Modifier:
        def __init__(self, **options):
            self.options = options

        def __call__(self, function):
            return declared_attr(function, **self.options)

        def __getitem__(self, key):
            return self

    directive = None  # set below
    cascading = None


class _Directive(declared_attr):
    """declared_attr.directive: for __tablename__, __table_args__ and their like."""


declared_attr.directive = _Directive
declared_attr.cascading = declared_attr._Modifier(cascading=True)


def declarative_base(
    bind=None,
    metadata=None,
    mapper=None,
    cls=object,
    name="Base",
    constructor=None,
    class_registry=None,
    metaclass=None,
    type_annotation_map=None,
    **kwargs,
):
    """A base class: its subclasses with a __tablename__ are mapped."""
    made = registry(
        metadata=metadata,
        class_registry=class_registry,
        constructor=constructor,
        type_annotation_map=type_annotation_map,
    )
    if bind is not None:
        made.metadata.bind = bind
    return made.generate_base(cls=cls, name=name, metaclass=metaclass)


def as_declarative(**kwargs):
    """declarative_base() as a decorator of the class to start from."""
    return lambda cls: declarative_base(cls=cls, name=cls.__name__, **kwargs)


def declarative_mixin(cls):
    """Marks a mixin."""
    return cls


def mapped_as_dataclass(registry_, **options):
    """registry.mapped_as_dataclass() as a function."""
    return registry_.mapped_as_dataclass(**options)


def has_inherited_table(cls):
    """Whether a class that this one inherits from has a table."""
    return any(getattr(base, "__table__", None) is not None for base in cls.__mro__[1:])


def synonym_for(name, map_column=False):
    """synonym() as a decorator of a property."""
    from .properties import synonym_for as decorate

    return decorate(name, map_column)


def add_mapped_attribute(target, key, attr):
    """target.key = attr."""
    _set_attribute(target, key, attr)
