"""Types as wire JSON: the class's name, the package of its dialect, and the arguments that differ from their default."""

_PLAIN = (  # sent when they say something
    "length collation precision scale timezone display_width unsigned zerofill fsp charset ascii unicode binary "
    "national varying fields second_precision day_precision dimensions filestream local_timezone binary_precision"
).split()
_NATIVE = ("native_enum", "native_uuid", "create_type")  # sent when they are false
_NAMED = ("Enum", "Boolean", "DOMAIN", "SchemaType")
_OF_NAMED = ("name", "schema", "create_constraint")


def type_of(type_, dialect=None):
    """A type as it is on a dialect: variants are chosen and decorators seen through."""
    if isinstance(type_, type):
        type_ = type_()
    if type_ is None or getattr(type_, "__visit_name__", None) == "null":
        return {"type": "Null"}
    variant = _variant(type_, dialect)
    if variant is not None:
        return type_of(variant, dialect)
    cls = _known_class(type_)
    if cls is None or _is_compiled_by_hook(type_, dialect):
        return _by_text(type_, dialect)
    if _bases(type_, "TypeDecorator") and cls.__name__ != "Interval":
        return type_of(_inside(type_, dialect), dialect)
    return _described(type_, cls, dialect)


def _bases(type_, *names):
    return any(base.__name__ in names for base in type(type_).__mro__)


def _variant(type_, dialect):
    """The type that with_variant() gave for the dialect, or None."""
    if _bases(type_, "Variant") and hasattr(type_, "mapping"):  # SQLAlchemy 1.4
        return type_.mapping.get(getattr(dialect, "name", None), type_.impl)
    variants = getattr(type_, "_variant_mapping", None)
    if not variants or dialect is None:
        return None
    found = variants.get(dialect.name)
    if found is None and dialect.name == "mariadb":
        found = variants.get("mysql")
    return found


def _known_class(type_):
    """The nearest class that SQLAlchemy itself has, or None: then only its text is known."""
    for cls in type(type_).__mro__:
        if cls.__name__ in ("UserDefinedType", "TypeEngine"):
            return None
        if cls.__module__.partition(".")[0] == "sqlalchemy":
            return cls
        if "__visit_name__" in vars(cls):
            return None
    return None


def _is_compiled_by_hook(type_, dialect):
    """Whether @compiles made the type's text on the dialect a function's matter."""
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


def _described(type_, cls, dialect):
    cls = _public_class(cls)
    described = {"type": cls.__name__}
    package = _package(cls)
    if package:
        described["dialect"] = package
    for name in _PLAIN:
        value = getattr(type_, name, None)
        if value is not None and value is not False and not callable(value):
            described[name] = value
    for name in _NATIVE + (("native",) if cls.__name__ == "Interval" else ()):
        if getattr(type_, name, True) is False:
            described[name] = False
    if _bases(type_, *_NAMED):
        for name in _OF_NAMED:
            value = getattr(type_, name, None)
            if value and isinstance(value, (str, bool)):
                described[name] = value if isinstance(value, bool) else str(value)
    if _bases(type_, "Enum"):
        described["enums"] = [str(label) for label in type_.enums]
    elif cls.__name__ == "SET":
        described["values"] = list(type_.values)
    item = getattr(type_, "item_type", None) or (getattr(type_, "data_type", None) if cls.__name__ == "DOMAIN" else None)
    if item is not None:
        described["item"] = type_of(item, dialect)
    return described
