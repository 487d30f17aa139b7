"""The driver of Python's sqlite3, by name: the engine has a driver of its own."""

from ...engine.default import SQLiteDialect as SQLiteDialect_pysqlite

dialect = SQLiteDialect_pysqlite
