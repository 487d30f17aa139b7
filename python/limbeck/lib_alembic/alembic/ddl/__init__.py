"""How operations reach a database: an implementation for each."""

from .impl import DefaultImpl
from .mssql import MSSQLImpl
from .mysql import MariaDBImpl, MySQLImpl
from .oracle import OracleImpl
from .postgresql import PostgresqlImpl
from .sqlite import SQLiteImpl

__all__ = ("DefaultImpl", "MSSQLImpl", "MariaDBImpl", "MySQLImpl", "OracleImpl", "PostgresqlImpl", "SQLiteImpl")
