"""The implementation for Oracle."""

from limbeck.missing import raise_for

from .impl import DefaultImpl


class OracleImpl(DefaultImpl):
    """Operations for Oracle; what is special about it is decided in the limbeck program."""

    __dialect__ = "oracle"
    transactional_ddl = False


__getattr__ = raise_for(__name__)
