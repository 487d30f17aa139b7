"""The driver mysqlclient, by name: the engine has a driver of its own."""

from ...engine.default import MySQLDialect as MySQLDialect_mysqldb

dialect = MySQLDialect_mysqldb
