"""The types that every database has, generic (`Integer`) and by SQL name (`INTEGER`)."""

from limbeck.missing import raise_for

from . import convert
from .type_api import (  # noqa: F401  some are names that SQLAlchemy keeps here
    ExternalType,
    TypeDecorator,
    TypeEngine,
    UserDefinedType,
    Variant,
    adapt_type,
    represent,
    to_instance,
)

__getattr__ = raise_for(__name__)


class Concatenable:
    """Marks types whose values `+` joins."""


class Indexable:
    """Marks types whose values have items."""


class Emulated:
    """Marks types that are made of others where the database lacks them."""


class NativeForEmulated:
    """Marks a database's own type for an emulated one."""


class NullType(TypeEngine):
    """No type is known."""

    __visit_name__ = "null"
    _isnull = True

    def literal_processor(self, dialect):
        """NULL, whatever the value."""
        return lambda value: "NULL"


class String(Concatenable, TypeEngine):
    """Text, with a length where the database wants one."""

    __visit_name__ = "string"
    python_type = str
    literal_processor = convert.string_literal

    def __init__(self, length=None, collation=None, **legacy):
        self.length = length
        self.collation = collation


class Text(String):
    """Text of any length."""

    __visit_name__ = "text"


class Unicode(String):
    """String, in a national character set where that is another."""

    __visit_name__ = "unicode"


class UnicodeText(Text):
    """Text, in a national character set where that is another."""

    __visit_name__ = "unicode_text"


class Integer(TypeEngine):
    """A whole number."""

    __visit_name__ = "integer"
    python_type = int

    def literal_processor(self, dialect):
        """Its digits."""
        return lambda value: str(int(value))


class SmallInteger(Integer):
    """A whole number of 16 bits."""

    __visit_name__ = "small_integer"


class BigInteger(Integer):
    """A whole number of 64 bits."""

    __visit_name__ = "big_integer"


class Numeric(TypeEngine):
    """A decimal number."""

    __visit_name__ = "numeric"
    _default_decimal_return_scale = 10

    def __init__(self, precision=None, scale=None, decimal_return_scale=None, asdecimal=True):
        self.precision = precision
        self.scale = scale
        self.decimal_return_scale = decimal_return_scale
        self.asdecimal = asdecimal

    @property
    def python_type(self):
        """Decimal or float."""
        if not self.asdecimal:
            return float
        from decimal import Decimal

        return Decimal

    @property
    def _effective_decimal_return_scale(self):
        for scale in (self.decimal_return_scale, getattr(self, "scale", None)):
            if scale is not None:
                return scale
        return self._default_decimal_return_scale

    bind_processor = convert.numeric_bind
    result_processor = convert.numeric_result

    def literal_processor(self, dialect):
        """Its digits."""
        return str


NumericCommon = Numeric


class Float(Numeric):
    """A floating-point number."""

    __visit_name__ = "float"
    scale = None

    def __init__(self, precision=None, asdecimal=False, decimal_return_scale=None):
        self.precision = precision
        self.asdecimal = asdecimal
        self.decimal_return_scale = decimal_return_scale


class Double(Float):
    """A floating-point number of double precision."""

    __visit_name__ = "double"


class Boolean(TypeEngine):
    """True or false; a small integer where the database has no such type."""

    __visit_name__ = "boolean"
    python_type = bool
    native = True

    def __init__(self, create_constraint=False, name=None, **legacy):
        self.create_constraint = create_constraint
        self.name = name

    bind_processor = convert.boolean_bind
    result_processor = convert.boolean_result
    literal_processor = convert.boolean_literal

    def _set_table(self, column, table):
        if self.create_constraint:
            from .type_checks import attach

            attach(self, column, table)


class MatchType(Boolean):
    """What a full-text match gives."""

    __visit_name__ = "matchtype"


class DateTime(TypeEngine):
    """A date with a time of day."""

    __visit_name__ = "datetime"

    def __init__(self, timezone=False):
        self.timezone = timezone

    python_type = property(lambda self: convert.python_class("datetime"))
    bind_processor = convert.datetime_bind
    result_processor = convert.datetime_result
    literal_processor = convert.moment_literal


class Date(TypeEngine):
    """A date."""

    __visit_name__ = "date"
    python_type = property(lambda self: convert.python_class("date"))
    bind_processor = convert.date_bind
    result_processor = convert.date_result
    literal_processor = convert.moment_literal


class Time(TypeEngine):
    """A time of day."""

    __visit_name__ = "time"

    def __init__(self, timezone=False):
        self.timezone = timezone

    python_type = property(lambda self: convert.python_class("time"))
    bind_processor = convert.time_bind
    result_processor = convert.time_result
    literal_processor = convert.moment_literal


class _AbstractInterval:
    """A span of time."""


class Interval(Emulated, _AbstractInterval, TypeDecorator):
    """A span of time; a date after 1970-01-01 where the database has no such type."""

    __visit_name__ = "interval"
    impl = DateTime
    cache_ok = True

    def __init__(self, native=True, second_precision=None, day_precision=None):
        super().__init__()
        self.native = native
        self.second_precision = second_precision
        self.day_precision = day_precision

    def __repr__(self):
        return represent(self)

    python_type = property(lambda self: convert.python_class("timedelta"))
    bind_processor = convert.interval_bind
    result_processor = convert.interval_result
    literal_processor = convert.interval_literal
    copy = TypeEngine.copy


class _Binary(TypeEngine):
    """Bytes."""

    python_type = bytes
    literal_processor = convert.binary_literal

    def __init__(self, length=None):
        self.length = length


class LargeBinary(_Binary):
    """Bytes, as many as there are."""

    __visit_name__ = "large_binary"


Binary = LargeBinary


class PickleType(TypeDecorator):
    """Any Python object, as the bytes that pickle makes of it."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, protocol=5, pickler=None, comparator=None, impl=None):
        super().__init__()
        self.protocol = protocol
        self.pickler = pickler
        self.comparator = comparator
        if impl:
            self.impl = to_instance(impl)

    def __repr__(self):
        return represent(self, skip=("impl", "pickler"))

    bind_processor = convert.pickle_bind
    result_processor = convert.pickle_result
    copy = TypeEngine.copy

    def compare_values(self, x, y):
        """By the comparator that was given, if any."""
        return self.comparator(x, y) if self.comparator else x == y


class JSON(Indexable, TypeEngine):
    """A JSON document."""

    __visit_name__ = "JSON"
    hashable = False
    python_type = dict

    class _Null:
        """JSON's own null, as against SQL's NULL."""

        def __repr__(self):
            return "symbol('JSON_NULL')"

    NULL = _Null()

    class JSONElementType(TypeEngine):
        """What stands between the brackets."""

    class JSONIndexType(JSONElementType):
        """A key or a position."""

    class JSONIntIndexType(JSONIndexType):
        """A position."""

    class JSONStrIndexType(JSONIndexType):
        """A key."""

    class JSONPathType(JSONElementType):
        """Several keys and positions."""

    def __init__(self, none_as_null=False):
        self.none_as_null = none_as_null

    @property
    def should_evaluate_none(self):
        """None is JSON's null unless none_as_null says otherwise."""
        return not self.none_as_null

    @should_evaluate_none.setter
    def should_evaluate_none(self, value):
        self.none_as_null = not value

    bind_processor = convert.json_bind
    result_processor = convert.json_result
    literal_processor = convert.json_literal


class ARRAY(Indexable, Concatenable, TypeEngine):
    """Several values of one type."""

    __visit_name__ = "ARRAY"
    _is_array = True
    python_type = list
    zero_indexes = False

    def __init__(self, item_type, as_tuple=False, dimensions=None, zero_indexes=False):
        if isinstance(item_type, ARRAY):
            raise ValueError("Do not nest ARRAY types; ARRAY(basetype) handles multi-dimensional arrays of basetype")
        self.item_type = to_instance(item_type)
        self.as_tuple = as_tuple
        self.dimensions = dimensions
        self.zero_indexes = zero_indexes

    @property
    def hashable(self):
        """Tuples can be keys, lists cannot."""
        return self.as_tuple

    bind_processor = convert.array_bind
    result_processor = convert.array_result
    literal_processor = convert.array_literal

    def _set_parent(self, parent, **kwargs):
        self.item_type._set_parent(parent, **kwargs)

    def _set_table(self, column, table):
        self.item_type._set_table(column, table)


class TupleType(TypeEngine):
    """Several values side by side."""

    __visit_name__ = "tuple"

    def __init__(self, *types):
        self.types = [to_instance(item) for item in types]


class Uuid(Emulated, TypeEngine):
    """A UUID; 32 hexadecimal digits where the database has no such type."""

    __visit_name__ = "uuid"

    def __init__(self, as_uuid=True, native_uuid=True):
        self.as_uuid = as_uuid
        self.native_uuid = native_uuid

    python_type = property(lambda self: convert.python_class("UUID") if self.as_uuid else str)
    bind_processor = convert.uuid_bind
    result_processor = convert.uuid_result
    literal_processor = convert.uuid_literal


class UUID(Uuid, NativeForEmulated):
    """The SQL type UUID."""

    __visit_name__ = "UUID"

    def __init__(self, as_uuid=True):
        super().__init__(as_uuid)


def _named(name, base):
    """The class of an SQL type that is a generic one by its SQL name."""
    return type(name, (base,), {"__visit_name__": name, "__doc__": "The SQL type %s." % name, "__module__": __name__})


REAL = _named("REAL", Float)
FLOAT = _named("FLOAT", Float)
DOUBLE = _named("DOUBLE", Double)
DOUBLE_PRECISION = _named("DOUBLE_PRECISION", Double)
NUMERIC = _named("NUMERIC", Numeric)
DECIMAL = _named("DECIMAL", Numeric)
INTEGER = INT = _named("INTEGER", Integer)
SMALLINT = _named("SMALLINT", SmallInteger)
BIGINT = _named("BIGINT", BigInteger)
TIMESTAMP = _named("TIMESTAMP", DateTime)
DATETIME = _named("DATETIME", DateTime)
DATE = _named("DATE", Date)
TIME = _named("TIME", Time)
TEXT = _named("TEXT", Text)
CLOB = _named("CLOB", Text)
VARCHAR = _named("VARCHAR", String)
NVARCHAR = _named("NVARCHAR", Unicode)
CHAR = _named("CHAR", String)
NCHAR = _named("NCHAR", Unicode)
BLOB = _named("BLOB", LargeBinary)
BINARY = _named("BINARY", _Binary)
VARBINARY = _named("VARBINARY", _Binary)
BOOLEAN = _named("BOOLEAN", Boolean)

from .enumerated import Enum, SchemaType  # noqa: E402  an Enum is a String

NULLTYPE = NullType()
BOOLEANTYPE = Boolean()
STRINGTYPE = String()
INTEGERTYPE = Integer()
MATCHTYPE = MatchType()

_TYPES = {
    "int": Integer(),
    "float": Double(),
    "bool": BOOLEANTYPE,
    "str": STRINGTYPE,
    "bytes": LargeBinary(),
    "UUID": Uuid(),
    "Decimal": Numeric(),
    "date": Date(),
    "datetime": DateTime(),
    "time": Time(),
    "timedelta": Interval(),
}


def type_of_value(value):
    """The type that a plain Python value has in SQL; NULLTYPE if that is not known."""
    for cls in type(value).__mro__:
        found = _TYPES.get(cls.__name__)
        if found is not None:
            return Enum(type(value)) if found is STRINGTYPE and hasattr(type(value), "__members__") else found
        if cls.__module__ == "enum" and cls.__name__ == "Enum":
            return Enum(type(value))
    return NULLTYPE


_resolve_value_to_type = type_of_value


def type_of_class(python_class):
    """The type for values of a Python class, as annotations name it; None if there is none."""
    if isinstance(python_class, type) and hasattr(python_class, "__members__"):
        return Enum(python_class)
    found = _TYPES.get(getattr(python_class, "__name__", None))
    return Float() if python_class is float else found
