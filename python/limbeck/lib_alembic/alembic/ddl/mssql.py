"""The implementation for SQL Server."""

from limbeck.missing import raise_for

from .impl import DefaultImpl


class MSSQLImpl(DefaultImpl):
    """Operations for SQL Server; what is special about it is decided in the limbeck program."""

    __dialect__ = "mssql"
    transactional_ddl = True


__getattr__ = raise_for(__name__)
