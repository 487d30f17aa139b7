"""The SQL text of a type: the engine's word on a dialect, a table for the manner of SQL's standard."""

_cache = {}


def compile_type(type_, dialect=None):
    """The text of `type_` on a dialect (an object with `name`, or None)."""
    if dialect is not None:
        return engine_text(type_, dialect)
    package = type(type_).__module__.split(".dialects.")
    if len(package) == 2:
        from ..dialects import dialect_named

        return engine_text(type_, dialect_named(package[1].partition(".")[0]))
    return standard_text(type_)


def engine_text(type_, dialect):
    """As the engine writes it."""
    hook = _hook(type_, dialect)
    if hook is not None:
        return hook(type_, dialect.type_compiler)
    from limbeck import describe
    from limbeck.channel import EngineError, channel

    from ..exc import CompileError

    wire = describe.type_of(type_, dialect)
    if wire["type"] == "SQL" and not wire.get("item"):
        return wire["sql"]
    key = (dialect.name, repr(wire))
    text = _cache.get(key)
    if text is None:
        try:
            text = _cache[key] = channel().call("type", dialect=dialect.name, type=wire)["sql"]
        except EngineError as error:
            if error.kind in ("unsupported", "usage"):
                raise CompileError(error.message) from error
            raise
    return text


def _hook(type_, dialect):
    """The function of @compiles for the type on a dialect, or None."""
    for cls in type(type_).__mro__:
        found = cls.__dict__.get("_compiler_dispatcher")
        if found is not None:
            return found.for_dialect(dialect.name)
    return None


def standard_text(type_):
    """In the manner of SQL's standard: "VARCHAR(50)"."""
    for cls in type(type_).__mro__:
        name = cls.__dict__.get("__visit_name__")
        render = _STANDARD.get(name)
        if render is not None:
            return render(type_) if callable(render) else render
        if name == "type_engine":
            break
    return type(type_).__name__


def _length(word):
    def render(type_):
        text = word if type_.length is None else "%s(%s)" % (word, type_.length)
        collation = getattr(type_, "collation", None)
        return text + ' COLLATE "%s"' % collation if collation else text

    return render


def _numeric(word):
    def render(type_):
        if type_.precision is None:
            return word
        if type_.scale is None:
            return "%s(%s)" % (word, type_.precision)
        return "%s(%s, %s)" % (word, type_.precision, type_.scale)

    return render


_STANDARD = {
    "null": "NULL",
    "string": _length("VARCHAR"),
    "text": _length("TEXT"),
    "unicode": _length("VARCHAR"),
    "unicode_text": _length("TEXT"),
    "integer": "INTEGER",
    "small_integer": "SMALLINT",
    "big_integer": "BIGINT",
    "numeric": _numeric("NUMERIC"),
    "float": "FLOAT",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "datetime": "DATETIME",
    "date": "DATE",
    "time": "TIME",
    "interval": "DATETIME",
    "large_binary": "BLOB",
    "enum": _length("VARCHAR"),
    "uuid": "CHAR(32)",
    "DECIMAL": _numeric("DECIMAL"),
    "NUMERIC": _numeric("NUMERIC"),
    "VARCHAR": _length("VARCHAR"),
    "NVARCHAR": _length("NVARCHAR"),
    "CHAR": _length("CHAR"),
    "NCHAR": _length("NCHAR"),
    "TEXT": _length("TEXT"),
    "CLOB": "CLOB",
    "BINARY": _length("BINARY"),
    "VARBINARY": _length("VARBINARY"),
    "DOUBLE_PRECISION": "DOUBLE PRECISION",
    "type_decorator": lambda type_: type_.load_dialect_impl(None).compile(),
    "user_defined": lambda type_: type_.get_col_spec(),
}
for _word in "REAL FLOAT DOUBLE INTEGER SMALLINT BIGINT TIMESTAMP DATETIME DATE TIME BLOB BOOLEAN UUID JSON".split():
    _STANDARD[_word] = _word
