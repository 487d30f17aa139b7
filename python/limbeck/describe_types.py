"""Types as wire JSON: the class's name, its dialect's package, and the arguments that differ from their default."""

_PLAIN = (  # sent when they say something
    "length collation precision scale timezone display_width unsigned zerofill fsp charset ascii unicode binary "
    "national varying fields second_precision day_precision dimensions filestream local_timezone binary_precision"
).split()
_NATIVE = ("native_enum", "native_uuid", "create_type")  # sent when they are false
_NAMED = ("Enum", "Boolean", "DOMAIN", "SchemaType")
_OF_NAMED = ("name", "schema", "create_constraint")


_GENERIC = {  # types of one database that others know by a name of their own
    ("sqlite", "DATETIME"): "DateTime", ("sqlite", "DATE"): "Date", ("sqlite", "TIME"): "Time", ("postgresql", "ENUM"): "Enum",
}

_classes = {}  # class of a type -> _Class


class _Class:
    """What is known of a class of types.

    known: the nearest class that SQLAlchemy itself has; None where only the type's text is known."""

    def __init__(self, cls):
        names = {base.__name__ for base in cls.__mro__}
        self.known = _known_class(cls)
        self.is_decorator = "TypeDecorator" in names and (self.known is None or self.known.__name__ != "Interval")
        self.is_old_variant = "Variant" in names
        self.is_enum = "Enum" in names
        self.is_named = not names.isdisjoint(_NAMED)
        public = _public_class(self.known) if self.known is not None else None
        self.wire = {"type": public.__name__} if public is not None else {}
        if public is not None and _package(public):
            self.wire["dialect"] = _package(public)


def type_of(type_, dialect=None):
    """A type as it is on a dialect: variants are chosen and decorators seen through."""
    if isinstance(type_, type):
        type_ = type_()
    if type_ is None or getattr(type_, "__visit_name__", None) == "null":
        return {"type": "Null"}
    facts = _classes.get(type(type_))
    if facts is None:
        facts = _classes[type(type_)] = _Class(type(type_))
    variant = _variant(type_, facts, dialect)
    if variant is not None:
        return type_of(variant, dialect)
    if facts.known is None or _is_compiled_by_hook(type_, dialect):
        return _by_text(type_, dialect)
    if facts.is_decorator:
        return type_of(_inside(type_, dialect), dialect)
    return _described(type_, facts, dialect)


def _variant(type_, facts, dialect):
    """The type that with_variant() gave for the dialect, or None."""
    if facts.is_old_variant and hasattr(type_, "mapping"):  # SQLAlchemy 1.4
        return type_.mapping.get(getattr(dialect, "name", None), type_.impl)
    variants = getattr(type_, "_variant_mapping", None)
    if not variants or dialect is None:
        return None
    found = variants.get(dialect.name)
    if found is None and dialect.name == "mariadb":
        found = variants.get("mysql")
    return found


def _known_class(of):
    for cls in of.__mro__:
        if cls.__name__ in ("UserDefinedType", "TypeEngine"):
            return None
        if cls.__module__.partition(".")[0] == "sqlalchemy":
            return cls
        if "__visit_name__" in vars(cls):
            return None
    return None


def _is_compiled_by_hook(type_, dialect):
    """Whether @compiles made the type's text on the dialect a function's matter."""
    if getattr(type(type_), "_compiler_dispatcher", None) is None:
        return False
    for cls in type(type_).__mro__:
        hook = vars(cls).get("_compiler_dispatcher")
        if hook is not None:
            default = hook.specs.get("default")
            own = default is not None and default.__module__.partition(".")[0] != "sqlalchemy"
            return own or getattr(dialect, "name", None) in hook.specs
    return False


def _by_text(type_, dialect):
    if _is_compiled_by_hook(type_, dialect) or not hasattr(type_, "get_col_spec"):
        return {"type": "SQL", "sql": str(type_.compile(dialect=dialect))}
    import inspect

    takes = inspect.signature(type_.get_col_spec).parameters.values()
    known = any(one.kind is one.VAR_KEYWORD for one in takes)
    return {"type": "SQL", "sql": type_.get_col_spec(type_expression=None) if known else type_.get_col_spec()}


def _inside(type_, dialect):
    """The type that a TypeDecorator stands for on the dialect."""
    found = type_.load_dialect_impl(dialect) if dialect is not None else type_.impl
    if found is type_:
        return type_.impl
    return found


def _package(cls):
    parts = cls.__module__.split(".")
    return parts[2] if parts[1:2] == ["dialects"] and len(parts) > 2 else None


def _public_class(cls):
    """The class itself, or its nearest base that scripts know: drivers have others, such as PGUuid and _PGNumeric."""
    for base in cls.__mro__:
        name = base.__name__
        if not name.startswith("_") and (name.isupper() or _package(base) is None):
            return base
    return cls


def _described(type_, facts, dialect):
    described = dict(facts.wire)
    generic = _GENERIC.get((described.get("dialect"), described["type"]))
    if generic and dialect is not None and dialect.name != described["dialect"]:
        described = {"type": generic}
    for name in _PLAIN:
        value = getattr(type_, name, None)
        if value is not None and value is not False and not callable(value):
            described[name] = value
    name = described["type"]
    for key in _NATIVE + (("native",) if name == "Interval" else ()):
        if getattr(type_, key, True) is False:
            described[key] = False
    if facts.is_named:
        for key in _OF_NAMED:
            value = getattr(type_, key, None)
            if value and isinstance(value, (str, bool)):
                described[key] = value if isinstance(value, bool) else str(value)
    if facts.is_enum:
        described["enums"] = [str(label) for label in type_.enums]
    elif name == "SET":
        described["values"] = list(type_.values)
    item = getattr(type_, "item_type", None) or (getattr(type_, "data_type", None) if name == "DOMAIN" else None)
    if item is not None:
        described["item"] = type_of(item, dialect)
    return described
