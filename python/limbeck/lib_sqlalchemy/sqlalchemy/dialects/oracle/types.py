"""The types of Oracle."""

from limbeck.missing import raise_for

from ...sql import sqltypes
from ...sql.sqltypes import BLOB, CHAR, CLOB, NCHAR, NVARCHAR, REAL, VARCHAR  # noqa: F401
from ...sql.type_api import TypeEngine

__getattr__ = raise_for(__name__)


def _type(name, base=TypeEngine):
    """A class of a type that has the constructor of its base."""
    return type(
        name, (base,), {"__visit_name__": name, "__doc__": "The Oracle type %s." % name, "__module__": __name__}
    )


BFILE = _type("BFILE", sqltypes.LargeBinary)
BINARY_DOUBLE = _type("BINARY_DOUBLE", sqltypes.Double)
BINARY_FLOAT = _type("BINARY_FLOAT", sqltypes.Float)
DATE = _type("DATE", sqltypes.DateTime)
DOUBLE_PRECISION = _type("DOUBLE_PRECISION", sqltypes.DOUBLE_PRECISION)
LONG = _type("LONG", sqltypes.Text)
NCLOB = _type("NCLOB", sqltypes.Text)
NVARCHAR2 = _type("NVARCHAR2", sqltypes.NVARCHAR)
RAW = _type("RAW", sqltypes._Binary)
ROWID = _type("ROWID")
VARCHAR2 = _type("VARCHAR2", sqltypes.VARCHAR)


class NUMBER(sqltypes.Numeric, sqltypes.Integer):
    """A number."""

    __visit_name__ = "NUMBER"

    def __init__(self, precision=None, scale=None, asdecimal=None):
        super().__init__(precision, scale, asdecimal=bool(scale and scale > 0) if asdecimal is None else asdecimal)


class FLOAT(sqltypes.FLOAT):
    """A floating-point number."""

    def __init__(self, binary_precision=None, asdecimal=False, decimal_return_scale=None):
        super().__init__(asdecimal=asdecimal, decimal_return_scale=decimal_return_scale)
        self.binary_precision = binary_precision


class INTERVAL(sqltypes._AbstractInterval, TypeEngine):
    """A span of days and seconds."""

    __visit_name__ = "INTERVAL"

    def __init__(self, day_precision=None, second_precision=None):
        self.day_precision = day_precision
        self.second_precision = second_precision


class TIMESTAMP(sqltypes.TIMESTAMP):
    """A moment."""

    def __init__(self, timezone=False, local_timezone=False):
        super().__init__(timezone)
        self.local_timezone = local_timezone
