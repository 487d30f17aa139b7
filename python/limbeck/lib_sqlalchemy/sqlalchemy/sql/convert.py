"""How values of each type pass between a script and the engine.

The functions are methods of the types in sqltypes.py: `*_bind(type, dialect)` and `*_result(type, dialect, coltype)`
give a function for one value, or None where the engine's value is the script's; `*_literal(type, dialect)` gives one
that makes SQL text. The engine itself converts what the database's own types hold (dates, decimals, UUIDs, bytes).
"""

_TEXT_DATES = ("sqlite",)  # dates are kept as text
_SMALL_BOOLEANS = ("sqlite", "mysql", "mariadb", "oracle", "mssql")  # true is 1
_NATIVE_UUID = ("postgresql", "mariadb")
_NATIVE_INTERVAL = ("postgresql", "oracle")
_INTERVAL_TIMES = ("mysql", "mariadb")  # a TIME is a span of time
_BACKSLASH = ("mysql", "mariadb")  # a backslash in a literal escapes
_PARSED_JSON = ("postgresql",)


def python_class(name):
    """A class of datetime, or UUID; the modules are imported when somebody asks."""
    if name == "UUID":
        from uuid import UUID

        return UUID
    import datetime

    return getattr(datetime, name)


def _unless_none(function):
    return lambda value: None if value is None else function(value)


def quote(text, dialect=None):
    """A string as an SQL literal."""
    text = text.replace("'", "''")
    if dialect is not None and dialect.name in _BACKSLASH:
        text = text.replace("\\", "\\\\")
    return "'%s'" % text


def string_literal(self, dialect):
    return lambda value: quote(value if isinstance(value, str) else str(value), dialect)


def numeric_bind(self, dialect):
    """SQLite has no decimals: it gets a float."""
    return _unless_none(float) if dialect.name == "sqlite" else None


def numeric_result(self, dialect, coltype=None):
    if not self.asdecimal:
        return _unless_none(float)
    from decimal import Decimal

    scale = "%%.%df" % self._effective_decimal_return_scale

    def process(value):
        if value is None or isinstance(value, Decimal):
            return value
        return Decimal(scale % value) if isinstance(value, float) else Decimal(value)

    return process


def _strict_boolean(value):
    if value in (None, True, False):
        return value if value is None else bool(value)
    if isinstance(value, int):
        raise ValueError("Value %r is not None, True, or False" % (value,))
    raise TypeError("Not a boolean value: %r" % (value,))


def boolean_bind(self, dialect):
    if dialect.name not in _SMALL_BOOLEANS:
        return _strict_boolean

    def process(value):
        value = _strict_boolean(value)
        return value if value is None else int(value)

    return process


def boolean_result(self, dialect, coltype=None):
    return _unless_none(bool) if dialect.name in _SMALL_BOOLEANS else None


def boolean_literal(self, dialect):
    words = ("0", "1") if dialect.name in _SMALL_BOOLEANS and dialect.name not in _BACKSLASH else ("false", "true")
    return lambda value: "NULL" if value is None else words[bool(_strict_boolean(value))]


def _to_text(dialect, function):
    return (
        _unless_none(lambda value: value if isinstance(value, str) else function(value))
        if (dialect.name in _TEXT_DATES)
        else None
    )


def _from_text(dialect, function):
    return (lambda value: function(value) if isinstance(value, str) else value) if dialect.name in _TEXT_DATES else None


def datetime_bind(self, dialect):
    def text(value):
        if not hasattr(value, "hour"):
            return "%s 00:00:00.000000" % value.isoformat()
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")

    return _to_text(dialect, text)


def datetime_result(self, dialect, coltype=None):
    return _from_text(dialect, parse_datetime)


def parse_datetime(text):
    """The datetime in "2026-01-31 23:59:59.000001"; the parts from the right may be missing."""
    day, _, clock = text.replace("T", " ").partition(" ")
    if not clock:
        clock = "00:00:00"
    found = python_class("datetime").fromisoformat(day + " 00:00:00")
    moment = parse_time(clock)
    return found.combine(found.date(), moment)


def parse_time(text):
    """The time of day in "23:59:59.000001"."""
    clock, _, fraction = text.partition(".")
    digits = (fraction + "000000")[:6] if fraction.isdigit() else None
    return python_class("time").fromisoformat(text if digits is None else "%s.%s" % (clock, digits))


def date_bind(self, dialect):
    return _to_text(dialect, lambda value: value.isoformat()[:10])


def date_result(self, dialect, coltype=None):
    return _from_text(dialect, lambda text: python_class("date").fromisoformat(text[:10]))


def time_bind(self, dialect):
    return _to_text(dialect, lambda value: value.isoformat("microseconds"))


def time_result(self, dialect, coltype=None):
    if dialect.name in _INTERVAL_TIMES:
        return lambda value: (python_class("datetime").min + value).time() if hasattr(value, "total_seconds") else value
    return _from_text(dialect, parse_time)


def moment_literal(self, dialect):
    write = _to_text(dialect, self.bind_processor(dialect)) or (lambda value: value.isoformat().replace("T", " "))
    return lambda value: quote(value if isinstance(value, str) else write(value))


def interval_bind(self, dialect):
    if self.native and dialect.name in _NATIVE_INTERVAL:
        return None
    epoch, inner = _epoch(), datetime_bind(self, dialect)
    return _unless_none(lambda value: inner(epoch + value) if inner else epoch + value)


def interval_result(self, dialect, coltype=None):
    if self.native and dialect.name in _NATIVE_INTERVAL:
        return None
    epoch = _epoch()
    return _unless_none(lambda value: (parse_datetime(value) if isinstance(value, str) else value) - epoch)


def _epoch():
    return python_class("datetime")(1970, 1, 1)


def interval_literal(self, dialect):
    if self.native and dialect.name in _NATIVE_INTERVAL:
        return lambda value: "make_interval(secs=>%s)" % value.total_seconds()
    epoch, literal = _epoch(), moment_literal(self, dialect)
    return lambda value: literal(epoch + value)


def binary_literal(self, dialect):
    """Hexadecimal digits, in each database's manner."""
    form = "'\\x%s'" if dialect.name == "postgresql" else "x'%s'"
    return lambda value: form % bytes(value).hex()


def pickle_bind(self, dialect):
    import pickle

    pickler, protocol = self.pickler or pickle, self.protocol
    return _unless_none(lambda value: pickler.dumps(value, protocol))


def pickle_result(self, dialect, coltype=None):
    import pickle

    pickler = self.pickler or pickle
    return _unless_none(lambda value: pickler.loads(bytes(value)))


def json_bind(self, dialect):
    import json

    dumps = getattr(dialect, "_json_serializer", None) or json.dumps

    def process(value):
        if value is self.NULL:
            value = None
        elif value is None and self.none_as_null or getattr(value, "__visit_name__", None) == "null":
            return None
        return dumps(value)

    return process


def json_result(self, dialect, coltype=None):
    if dialect.name in _PARSED_JSON:
        return None
    import json

    loads = getattr(dialect, "_json_deserializer", None) or json.loads

    def process(value):
        """MySQL's own JSON comes parsed, MariaDB's and SQLite's as text."""
        if not isinstance(value, (str, bytes)):
            return value
        try:
            return loads(value)
        except ValueError:
            if dialect.name == "mysql":
                return value
            raise

    return process


def json_literal(self, dialect):
    dump = json_bind(self, dialect)
    return lambda value: "NULL" if dump(value) is None else quote(dump(value), dialect)


def _deep(items, function, container):
    if isinstance(items, (list, tuple, set)):
        return container(_deep(item, function, container) for item in items)
    return function(items) if function else items


def array_bind(self, dialect):
    inner = self.item_type._cached_bind_processor(dialect)
    return _unless_none(lambda value: _deep(value, inner, list))


def array_result(self, dialect, coltype=None):
    inner = self.item_type._cached_result_processor(dialect, coltype)
    container = tuple if self.as_tuple else list
    if inner is None and container is list:
        return None
    return _unless_none(lambda value: _deep(value, inner, container))


def array_literal(self, dialect):
    inner = self.item_type._cached_literal_processor(dialect)
    if inner is None:
        return None

    def render(value):
        if isinstance(value, (list, tuple)):
            return "[%s]" % ", ".join(render(item) for item in value)
        return "NULL" if value is None else inner(value)

    return lambda value: "ARRAY" + render(value)


def uuid_bind(self, dialect):
    native = self.native_uuid and dialect.name in _NATIVE_UUID
    if native:
        return _unless_none(str)
    return _unless_none(lambda value: str(value).replace("-", "") if not hasattr(value, "hex") else value.hex)


def uuid_result(self, dialect, coltype=None):
    if not self.as_uuid:
        return _unless_none(lambda value: str(value if len(str(value)) == 36 else python_class("UUID")(value)))
    return _unless_none(lambda value: python_class("UUID")(value) if isinstance(value, str) else value)


def uuid_literal(self, dialect):
    bind = uuid_bind(self, dialect)
    return lambda value: quote(str(bind(value)))


def enum_bind(self, dialect):
    return _unless_none(self._db_value_for_lookup)


def enum_result(self, dialect, coltype=None):
    return _unless_none(self._object_value_for_elem)


def enum_literal(self, dialect):
    return lambda value: quote(self._db_value_for_lookup(value), dialect)
