"""The types of SQL Server."""

from limbeck.missing import raise_for

from ...sql import sqltypes
from ...sql.sqltypes import (  # noqa: F401
    BIGINT,
    BINARY,
    CHAR,
    DATE,
    DATETIME,
    DECIMAL,
    DOUBLE_PRECISION,
    FLOAT,
    INTEGER,
    NCHAR,
    NUMERIC,
    NVARCHAR,
    REAL,
    SMALLINT,
    TEXT,
    VARCHAR,
)
from ...sql.type_api import TypeEngine

__getattr__ = raise_for(__name__)


def _type(name, base=TypeEngine):
    """A class of a type that has the constructor of its base."""
    return type(
        name, (base,), {"__visit_name__": name, "__doc__": "The SQL Server type %s." % name, "__module__": __name__}
    )


BIT = _type("BIT", sqltypes.Boolean)
IMAGE = _type("IMAGE", sqltypes.LargeBinary)
MONEY = _type("MONEY")
NTEXT = _type("NTEXT", sqltypes.UnicodeText)
SMALLDATETIME = _type("SMALLDATETIME", sqltypes.DateTime)
SMALLMONEY = _type("SMALLMONEY")
SQL_VARIANT = _type("SQL_VARIANT")
TINYINT = _type("TINYINT", sqltypes.Integer)
XML = _type("XML", sqltypes.Text)


class _Precise:
    def __init__(self, precision=None, **kw):
        self.precision = precision
        self.timezone = kw.get("timezone", False)


DATETIME2 = type("DATETIME2", (_Precise, sqltypes.DateTime), {"__visit_name__": "DATETIME2", "__module__": __name__})
DATETIMEOFFSET = type(
    "DATETIMEOFFSET", (_Precise, sqltypes.DateTime), {"__visit_name__": "DATETIMEOFFSET", "__module__": __name__}
)
TIME = type("TIME", (_Precise, sqltypes.TIME), {"__visit_name__": "TIME", "__module__": __name__})


class JSON(sqltypes.JSON):
    """A JSON document."""


class TIMESTAMP(sqltypes._Binary):
    """The version of a row, not a time."""

    __visit_name__ = "TIMESTAMP"
    length = None

    def __init__(self, convert_int=False):
        self.convert_int = convert_int


class ROWVERSION(TIMESTAMP):
    """The version of a row."""

    __visit_name__ = "ROWVERSION"


class UNIQUEIDENTIFIER(TypeEngine):
    """A UUID."""

    __visit_name__ = "UNIQUEIDENTIFIER"

    def __init__(self, as_uuid=True):
        self.as_uuid = as_uuid


class VARBINARY(sqltypes.VARBINARY):
    """Bytes; length may be "max"."""

    def __init__(self, length=None, filestream=False):
        super().__init__(length)
        self.filestream = filestream
