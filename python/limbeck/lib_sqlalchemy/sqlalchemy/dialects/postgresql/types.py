"""The types that PostgreSQL has besides those of every database."""

from limbeck.missing import raise_for

from ...sql import convert, sqltypes
from ...sql.sqltypes import (  # noqa: F401
    BIGINT,
    BOOLEAN,
    CHAR,
    DATE,
    FLOAT,
    INTEGER,
    NUMERIC,
    REAL,
    SMALLINT,
    TEXT,
    UUID,
    VARCHAR,
)
from ...sql.type_api import TypeEngine, to_instance

__getattr__ = raise_for(__name__)


def _type(name, *bases):
    """A class of a type without arguments of its own."""
    members = {"__visit_name__": name, "__doc__": "The PostgreSQL type %s." % name, "__module__": __name__}
    return type(name, bases or (TypeEngine,), members)


BYTEA = _type("BYTEA", sqltypes.LargeBinary)
CIDR = _type("CIDR")
CITEXT = _type("CITEXT", sqltypes.TEXT)
DOUBLE_PRECISION = _type("DOUBLE_PRECISION", sqltypes.DOUBLE_PRECISION)
INET = _type("INET")
MACADDR = _type("MACADDR")
MACADDR8 = _type("MACADDR8")
MONEY = _type("MONEY")
OID = _type("OID")
REGCLASS = _type("REGCLASS")
REGCONFIG = _type("REGCONFIG")
TSQUERY = _type("TSQUERY")
TSVECTOR = _type("TSVECTOR")
PGInet, PGCidr, PGMacAddr, PGMacAddr8, PGUuid = INET, CIDR, MACADDR, MACADDR8, UUID


class BIT(TypeEngine):
    """Bits."""

    __visit_name__ = "BIT"

    def __init__(self, length=None, varying=False):
        self.length = length if varying else length or 1
        self.varying = varying


PGBit = BIT


class TIMESTAMP(sqltypes.TIMESTAMP):
    """A date with a time of day, to a precision."""

    def __init__(self, timezone=False, precision=None):
        super().__init__(timezone)
        self.precision = precision


class TIME(sqltypes.TIME):
    """A time of day, to a precision."""

    def __init__(self, timezone=False, precision=None):
        super().__init__(timezone)
        self.precision = precision


class INTERVAL(sqltypes._AbstractInterval, TypeEngine):
    """A span of time; fields: "DAY TO SECOND"."""

    __visit_name__ = "INTERVAL"
    native = True
    python_type = property(lambda self: convert.python_class("timedelta"))
    literal_processor = convert.interval_literal

    def __init__(self, precision=None, fields=None):
        self.precision = precision
        self.fields = fields


PGInterval = INTERVAL


class ARRAY(sqltypes.ARRAY):
    """An array."""


class JSON(sqltypes.JSON):
    """A JSON document, kept as text."""

    astext_type = sqltypes.Text()

    def __init__(self, none_as_null=False, astext_type=None):
        super().__init__(none_as_null)
        if astext_type is not None:
            self.astext_type = to_instance(astext_type)


class JSONB(JSON):
    """A JSON document, kept for search."""

    __visit_name__ = "JSONB"


class JSONPATH(sqltypes.JSON.JSONPathType):
    """A path into JSON."""

    __visit_name__ = "JSONPATH"


class HSTORE(sqltypes.Indexable, sqltypes.Concatenable, TypeEngine):
    """Keys and values, all text."""

    __visit_name__ = "HSTORE"
    hashable = False
    text_type = sqltypes.Text()

    def __init__(self, text_type=None):
        if text_type is not None:
            self.text_type = to_instance(text_type)


class NamedType(sqltypes.SchemaType):
    """A type that has a name in the database."""

    create_type = True


class ENUM(NamedType, sqltypes.Enum, sqltypes.NativeForEmulated):
    """CREATE TYPE ... AS ENUM. create_type=False: tables leave its creation to others."""

    __visit_name__ = "ENUM"
    native_enum = True

    def __init__(self, *enums, **kw):
        self.create_type = kw.pop("create_type", True)
        kw.pop("native_enum", None)
        sqltypes.Enum.__init__(self, *enums, **kw)

    def create(self, bind=None, checkfirst=True):
        """Create the type in the database, unless it is there."""
        sqltypes.SchemaType.create(self, bind, checkfirst)

    def drop(self, bind=None, checkfirst=True):
        """Drop the type from the database, if it is there."""
        sqltypes.SchemaType.drop(self, bind, checkfirst)


class DOMAIN(NamedType, TypeEngine):
    """CREATE DOMAIN."""

    __visit_name__ = "DOMAIN"

    def __init__(
        self,
        name,
        data_type,
        collation=None,
        default=None,
        constraint_name=None,
        not_null=None,
        check=None,
        create_type=True,
        schema=None,
        metadata=None,
        **kw,
    ):
        self.name = name
        self.data_type = to_instance(data_type)
        self.collation = collation
        self.default = default
        self.constraint_name = constraint_name
        self.not_null = not_null
        self.check = check
        self.create_type = create_type
        self.schema = schema
        self.metadata = metadata


class AbstractRange(TypeEngine):
    """A range of values."""

    def adapt(self, cls, **kwargs):
        """Ranges have no arguments."""
        return cls()


class AbstractSingleRange(AbstractRange):
    """One range."""


class AbstractMultiRange(AbstractRange):
    """Several ranges."""


INT4RANGE, INT8RANGE, NUMRANGE, DATERANGE, TSRANGE, TSTZRANGE = (
    _type(name, AbstractSingleRange)
    for name in ("INT4RANGE", "INT8RANGE", "NUMRANGE", "DATERANGE", "TSRANGE", "TSTZRANGE")
)
INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, DATEMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE = (
    _type(name, AbstractMultiRange)
    for name in (
        "INT4MULTIRANGE",
        "INT8MULTIRANGE",
        "NUMMULTIRANGE",
        "DATEMULTIRANGE",
        "TSMULTIRANGE",
        "TSTZMULTIRANGE",
    )
)
