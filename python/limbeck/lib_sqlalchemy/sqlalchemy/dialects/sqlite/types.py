"""The types of SQLite."""

from limbeck.missing import raise_for

from ...sql import sqltypes
from ...sql.sqltypes import (  # noqa: F401
    BLOB,
    BOOLEAN,
    CHAR,
    DECIMAL,
    FLOAT,
    INTEGER,
    NUMERIC,
    REAL,
    SMALLINT,
    TEXT,
    TIMESTAMP,
    VARCHAR,
)

__getattr__ = raise_for(__name__)


class _Formatted:
    """Dates may be kept in a format of one's own."""

    storage_format = regexp = None

    def _format(self, storage_format=None, regexp=None, truncate_microseconds=False):
        self.storage_format = (
            "%(year)04d-%(month)02d-%(day)02d %(hour)02d:%(minute)02d:%(second)02d"
            if (truncate_microseconds)
            else storage_format
        )
        self.regexp = regexp

    def bind_processor(self, dialect):
        """The text in which a date is kept."""
        if self.storage_format is None:
            return super().bind_processor(dialect)
        names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        text = self.storage_format

        def process(value):
            if value is None or isinstance(value, str):
                return value
            return text % {name: getattr(value, name) for name in names if hasattr(value, name)}

        return process


class DATETIME(_Formatted, sqltypes.DateTime):
    """A date with a time of day, kept as text."""

    __visit_name__ = "DATETIME"

    def __init__(self, timezone=False, **kw):
        super().__init__(timezone)
        self._format(**kw)


class DATE(_Formatted, sqltypes.Date):
    """A date, kept as text."""

    __visit_name__ = "DATE"

    def __init__(self, storage_format=None, regexp=None):
        self._format(storage_format, regexp)


class TIME(_Formatted, sqltypes.Time):
    """A time of day, kept as text."""

    __visit_name__ = "TIME"

    def __init__(self, timezone=False, **kw):
        super().__init__(timezone)
        self._format(**kw)


class JSON(sqltypes.JSON):
    """A JSON document, kept as text."""


class JSONB(JSON):
    """A JSON document, kept in SQLite's binary form."""

    __visit_name__ = "JSONB"
