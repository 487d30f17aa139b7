"""From the annotations of a class to types and nullability."""

import sys
import typing


class Unknown:
    """A name in an annotation that cannot be found now: a class of a relationship, defined later."""

    def __init__(self, name, arguments=()):
        self.name = name
        self.arguments = arguments

    def __getitem__(self, arguments):
        return Unknown(self.name, arguments if isinstance(arguments, tuple) else (arguments,))

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Unknown("%s.%s" % (self.name, name))

    def __or__(self, other):
        return typing.Optional[typing.Any] if other is None else _Either(self, other)

    def __ror__(self, other):
        return _Either(other, self)

    def __repr__(self):
        return self.name

    def __call__(self, *args, **kwargs):
        """Makes typing take it for a type."""


class _Either:
    """X | Y where one of them is unknown, or no type to Python before 3.10."""

    def __init__(self, *choices):
        self.choices = choices

    def __or__(self, other):
        return _Either(*(self.choices + (other,)))

    __ror__ = __or__


class _Names(dict):
    """Names for eval(): those of the class, then of its module; what is missing is Unknown."""

    def __init__(self, cls):
        super().__init__()
        module = sys.modules.get(cls.__module__)
        self._places = [vars(cls), {cls.__name__: cls}, vars(module) if module else {}, vars(typing)]

    def __missing__(self, name):
        import builtins

        for place in self._places:
            if name in place:
                return place[name]
        if hasattr(builtins, name):
            return getattr(builtins, name)
        from . import mapped

        return getattr(mapped, name) if name in ("Mapped", "DynamicMapped", "WriteOnlyMapped") else Unknown(name)


def evaluate(annotation, cls):
    """An annotation that may be a string, as an object."""
    if isinstance(annotation, typing.ForwardRef):
        annotation = annotation.__forward_arg__
    if not isinstance(annotation, str):
        return annotation
    try:
        return eval(annotation, {"__builtins__": {}}, _Names(cls))
    except TypeError:  # `str | None` before Python 3.10, `list[str]` before 3.9
        return _by_parts(annotation, cls)


def _by_parts(text, cls):
    """An annotation that this Python cannot evaluate, piece by piece."""
    head, bracket, rest = text.strip().partition("[")
    if bracket and rest.endswith("]") and "|" not in head:
        origin = evaluate(head, cls)
        if not hasattr(origin, "__class_getitem__") and isinstance(origin, type):  # list[int] before Python 3.9
            origin = getattr(typing, origin.__name__.capitalize())
        return origin[evaluate(rest[:-1], cls)]
    return _Either(*[evaluate(part.strip(), cls) for part in text.split("|")])


def own_annotations(cls):
    """The annotations that a class itself has, in order."""
    found = vars(cls).get("__annotations__")
    if found is None and "__annotate_func__" in vars(cls):  # Python 3.14
        import annotationlib

        found = annotationlib.get_annotations(cls, format=annotationlib.Format.FORWARDREF)
    return dict(found or {})


def mapped_argument(annotation, cls):
    """(what stands in Mapped[...], the class Mapped) of an annotation; None if it is another kind."""
    from .mapped import _InMapped, _MappedAlias

    found = evaluate(annotation, cls)
    if isinstance(found, _MappedAlias):
        return evaluate(found.__args__[0], cls), found.__origin__
    if isinstance(found, type) and issubclass(found, _InMapped):
        return None, found
    return None


class Resolved:
    """What an annotation says: `type`, whether it is `optional`, a mapped_column() as `template`, the `python` type."""

    def __init__(self, python):
        self.python = python
        self.type = None
        self.optional = False
        self.template = None


def _choices(annotation):
    """The parts of a union, or None if it is none."""
    if isinstance(annotation, _Either):
        return annotation.choices
    origin = typing.get_origin(annotation)
    if origin is typing.Union or type(annotation).__name__ == "UnionType":
        return typing.get_args(annotation)
    return None


def split_optional(annotation):
    """(annotation without None, whether None was in it)."""
    choices = _choices(annotation)
    if choices is None:
        return annotation, False
    rest = [one for one in choices if one is not None and one is not type(None)]
    optional = len(rest) < len(choices)
    if len(rest) == 1:
        inner, deeper = split_optional(rest[0])
        return inner, optional or deeper
    try:
        return typing.Union[tuple(rest)], optional
    except TypeError:
        return rest[0], optional


def resolve(annotation, registry):
    """What stands in Mapped[...], as a Resolved."""
    found = Resolved(annotation)
    _resolve(annotation, registry, found)
    return found


def _resolve(annotation, registry, found):
    if isinstance(annotation, (str, typing.ForwardRef)):
        annotation = evaluate(annotation, type(registry))
    known = _lookup(annotation, registry)
    inner, optional = split_optional(annotation)
    found.optional = found.optional or optional
    if known is not None:
        found.type = known
        return
    if inner is not annotation:
        _resolve(inner, registry, found)
        return
    metadata = getattr(annotation, "__metadata__", None)
    if metadata is not None:  # Annotated[...]
        from ..sql.columns import Column
        from .mapped import MappedColumn

        for one in metadata:
            if isinstance(one, (MappedColumn, Column)) and found.template is None:
                found.template = one
        _resolve(annotation.__origin__, registry, found)
        return
    if type(annotation).__name__ == "TypeAliasType":
        _resolve(annotation.__value__, registry, found)
        return
    supertype = getattr(annotation, "__supertype__", None)
    if supertype is not None:  # NewType
        _resolve(supertype, registry, found)
        return
    found.python = annotation
    found.type = _type_for(annotation, registry)


def _lookup(annotation, registry):
    """What the type_annotation_map says of exactly this annotation."""
    from ..sql.type_api import to_instance

    try:
        known = registry.type_annotation_map.get(annotation)
    except TypeError:
        return None
    return None if known is None else _fresh(to_instance(known))


def _fresh(type_):
    from ..sql.enumerated import SchemaType

    return type_.copy() if isinstance(type_, SchemaType) else type_


def _type_for(annotation, registry):
    from ..sql.sqltypes import Enum, type_of_class
    from ..sql.type_api import TypeEngine, to_instance

    if typing.get_origin(annotation) is getattr(typing, "Literal", ()):
        return Enum(*typing.get_args(annotation), native_enum=False)
    if isinstance(annotation, TypeEngine) or isinstance(annotation, type) and issubclass(annotation, TypeEngine):
        return to_instance(annotation)
    if not isinstance(annotation, type):
        return None
    is_enum = hasattr(annotation, "__members__")
    for cls in annotation.__mro__:
        known = registry.type_annotation_map.get(cls)
        if known is not None:
            made = to_instance(known)
            return made._for_class(annotation) if is_enum and isinstance(made, Enum) else _fresh(made)
        if cls is not object and not is_enum:
            made = type_of_class(cls)
            if made is not None:
                return made
    return type_of_class(annotation) if is_enum else None
