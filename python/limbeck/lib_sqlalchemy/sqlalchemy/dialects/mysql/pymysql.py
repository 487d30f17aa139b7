"""The driver PyMySQL, by name: the engine has a driver of its own."""

from ...engine.default import MySQLDialect as MySQLDialect_pymysql

dialect = MySQLDialect_pymysql
