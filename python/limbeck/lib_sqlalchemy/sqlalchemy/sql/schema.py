"""sqlalchemy.sql.schema: the same names as sqlalchemy.schema."""

from limbeck.missing import lazy

from ..schema import __all__, _table  # noqa: F401

__getattr__, __dir__ = lazy("sqlalchemy", _table, into=__name__)
