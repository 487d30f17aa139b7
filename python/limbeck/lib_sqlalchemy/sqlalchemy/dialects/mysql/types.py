"""The types of MySQL and MariaDB, with their own arguments."""

from limbeck.missing import raise_for

from ...sql import sqltypes
from ...sql.sqltypes import BINARY, BLOB, BOOLEAN, DATE, JSON as _JSON, VARBINARY  # noqa: F401
from ...sql.type_api import TypeEngine, show

__getattr__ = raise_for(__name__)


_SIGNS = (("unsigned", False), ("zerofill", False))
_CHARSET = (
    ("charset", None),
    ("collation", None),
    ("ascii", False),
    ("binary", False),
    ("unicode", False),
    ("national", False),
)


class _Shown:
    """Types whose arguments are shown in an order of their own."""

    _options = ()

    def __repr__(self):
        return show(self, [repr(value) for value in getattr(self, "values", getattr(self, "enums", ()))], self._options)


class _Number(_Shown):
    """UNSIGNED and ZEROFILL."""

    def _signs(self, unsigned=False, zerofill=False):
        self.unsigned = unsigned
        self.zerofill = zerofill


class _Whole(_Number):
    _options = (("display_width", None),) + _SIGNS

    def __init__(self, display_width=None, **kw):
        self.display_width = display_width
        self._signs(**kw)


class _Decimal(_Number):
    _options = _SIGNS + (("precision", None), ("scale", None), ("asdecimal", True))
    decimal_return_scale = None

    def __init__(self, precision=None, scale=None, asdecimal=True, **kw):
        self.precision, self.scale, self.asdecimal = precision, scale, asdecimal
        self._signs(**kw)


class _Floating(_Decimal):
    _options = (("precision", None), ("scale", None), ("asdecimal", False)) + _SIGNS


def _type(name, *bases):
    """A class of a type that has the constructor of its first base."""
    members = {"__visit_name__": name, "__doc__": "The MySQL type %s." % name, "__module__": __name__}
    return type(name, bases, members)


INTEGER = _type("INTEGER", _Whole, sqltypes.INTEGER)
BIGINT = _type("BIGINT", _Whole, sqltypes.BIGINT)
SMALLINT = _type("SMALLINT", _Whole, sqltypes.SMALLINT)
MEDIUMINT = _type("MEDIUMINT", _Whole, sqltypes.Integer)
TINYINT = _type("TINYINT", _Whole, sqltypes.Integer)
NUMERIC = _type("NUMERIC", _Decimal, sqltypes.NUMERIC)
DECIMAL = _type("DECIMAL", _Decimal, sqltypes.DECIMAL)
DOUBLE = _type("DOUBLE", _Floating, sqltypes.DOUBLE)
REAL = _type("REAL", _Floating, sqltypes.REAL)


class FLOAT(_Floating, sqltypes.FLOAT):
    """The MySQL type FLOAT."""

    def __init__(self, precision=None, scale=None, asdecimal=False, **kw):
        super().__init__(precision, scale, asdecimal, **kw)


class BIT(TypeEngine):
    """Bits."""

    __visit_name__ = "BIT"

    def __init__(self, length=None):
        self.length = length


class YEAR(TypeEngine):
    """A year."""

    __visit_name__ = "YEAR"

    def __init__(self, display_width=None):
        self.display_width = display_width


class TIME(sqltypes.TIME):
    """A time of day; fsp: digits of the seconds' fraction."""

    def __init__(self, timezone=False, fsp=None):
        super().__init__(timezone)
        self.fsp = fsp


class TIMESTAMP(sqltypes.TIMESTAMP):
    """A moment; fsp: digits of the seconds' fraction."""

    def __init__(self, timezone=False, fsp=None):
        super().__init__(timezone)
        self.fsp = fsp


class DATETIME(sqltypes.DATETIME):
    """A date with a time of day; fsp: digits of the seconds' fraction."""

    def __init__(self, timezone=False, fsp=None):
        super().__init__(timezone)
        self.fsp = fsp


class _Text(_Shown):
    """Text with a character set."""

    _options = _CHARSET + (("length", None),)

    def _set(
        self, charset=None, collation=None, ascii=False, binary=False, unicode=False, national=False, collate=None, **kw
    ):
        self.charset = charset
        self.collation = collation or collate
        self.ascii, self.binary, self.unicode, self.national = ascii, binary, unicode, national


class _Sized(_Text):
    def __init__(self, length=None, **kw):
        self.length = length
        self._set(**kw)


class _Unsized(_Text):
    length = None

    def __init__(self, **kw):
        self._set(**kw)


class _National(_Text):
    def __init__(self, length=None, **kw):
        self.length = length
        self._set(**dict(kw, national=True))


TEXT = _type("TEXT", _Sized, sqltypes.TEXT)
VARCHAR = _type("VARCHAR", _Sized, sqltypes.VARCHAR)
CHAR = _type("CHAR", _Sized, sqltypes.CHAR)
NVARCHAR = _type("NVARCHAR", _National, sqltypes.NVARCHAR)
NCHAR = _type("NCHAR", _National, sqltypes.NCHAR)
TINYTEXT = _type("TINYTEXT", _Unsized, sqltypes.String)
MEDIUMTEXT = _type("MEDIUMTEXT", _Unsized, sqltypes.String)
LONGTEXT = _type("LONGTEXT", _Unsized, sqltypes.String)
TINYBLOB = _type("TINYBLOB", sqltypes._Binary)
MEDIUMBLOB = _type("MEDIUMBLOB", sqltypes._Binary)
LONGBLOB = _type("LONGBLOB", sqltypes._Binary)
INET4 = _type("INET4", TypeEngine)
INET6 = _type("INET6", TypeEngine)


class JSON(_JSON):
    """A JSON document."""


class ENUM(sqltypes.NativeForEmulated, _Text, sqltypes.Enum):
    """ENUM, with a character set."""

    __visit_name__ = "ENUM"
    _options = _CHARSET

    def __init__(self, *enums, **kw):
        self._set(
            **{
                key: kw.pop(key)
                for key in list(kw)
                if key in ("charset", "collation", "ascii", "binary", "unicode", "national")
            }
        )
        collation = self.collation
        if len(enums) == 1 and isinstance(enums[0], (list, tuple)):
            enums = tuple(enums[0])
        kw.pop("strict", None)
        kw.pop("quoting", None)
        sqltypes.Enum.__init__(self, *enums, **kw)
        self.collation = collation


class SET(_Text, sqltypes.String):
    """SET: several of a list of strings."""

    __visit_name__ = "SET"
    _options = _CHARSET

    def __init__(self, *values, retrieve_as_bitwise=False, **kw):
        self.values = tuple(values)
        self.retrieve_as_bitwise = retrieve_as_bitwise
        kw.pop("quoting", None)
        self._set(**kw)
        self.length = max((len(value) for value in values), default=0)

    def result_processor(self, dialect, coltype=None):
        """The strings, as a set."""
        return lambda value: set(value.split(",")) - {""} if isinstance(value, str) else value

    def bind_processor(self, dialect):
        """The strings, joined by commas."""
        return lambda value: ",".join(value) if isinstance(value, (set, frozenset, list, tuple)) else value
