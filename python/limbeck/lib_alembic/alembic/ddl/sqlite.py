"""The implementation for SQLite."""

from limbeck.missing import raise_for

from .impl import DefaultImpl


class SQLiteImpl(DefaultImpl):
    """Operations for SQLite; what is special about it is decided in the limbeck program."""

    __dialect__ = "sqlite"
    transactional_ddl = False


__getattr__ = raise_for(__name__)
