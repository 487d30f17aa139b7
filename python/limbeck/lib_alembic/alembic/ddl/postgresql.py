"""The implementation for PostgreSQL."""

from limbeck.missing import raise_for

from .impl import DefaultImpl


class PostgresqlImpl(DefaultImpl):
    """Operations for PostgreSQL; what is special about it is decided in the limbeck program."""

    __dialect__ = "postgresql"
    transactional_ddl = True


__getattr__ = raise_for(__name__)
