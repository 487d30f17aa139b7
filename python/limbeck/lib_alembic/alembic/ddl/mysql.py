"""The implementations for MySQL and MariaDB."""

from limbeck.missing import raise_for

from .impl import DefaultImpl


class MySQLImpl(DefaultImpl):
    """Operations for MySQL; what is special about it is decided in the limbeck program."""

    __dialect__ = "mysql"
    transactional_ddl = False


class MariaDBImpl(MySQLImpl):
    """Operations for MariaDB."""

    __dialect__ = "mariadb"


__getattr__ = raise_for(__name__)
